"""From terms with gaps to the matrix of a model: what is missing is filled by a stated rule, so that models are compared on the same rows.

The rule: a term that is not known in a row takes its mean over the training rows in which it is known, and where training rows lack it
there is a second column beside it, 1 where it was missing. So no row is dropped, nothing is learnt from the rows that are forecast, and a
missing value never passes for 0. Splines of duration have their knots from training rows too (natural cubic: Harrell 2001, Regression
Modeling Strategies, section 2.4.5; for durations Beck, Katz and Tucker 1998, American Journal of Political Science 42, 1260-1288).

Errors: 722 a table without a column that is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.errors import DetenteError
from detente.theories.logit import Floats

MISSING = " unknown"
"""What follows the name of a term in the name of the column that marks where it is missing."""


@dataclass(frozen=True, kw_only=True)
class Design:
    """How rows become a matrix: the terms, their training means, and the terms that have a column for what is missing."""

    terms: tuple[str, ...]
    means: Floats
    marked: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return (*self.terms, *(f"{name}{MISSING}" for name in self.marked))

    def matrix(self, rows: pl.DataFrame) -> Floats:
        """The columns of `rows`, filled by the rule of this module."""
        values = _values(rows, self.terms)
        lacking = np.isnan(values)
        marks = [lacking[:, self.terms.index(name)].astype(np.float64) for name in self.marked]
        return np.column_stack([np.where(lacking, self.means, values), *marks])


def design(training: pl.DataFrame, terms: Sequence[str]) -> Design:
    """The rule for `terms` as the training rows give it. Marks that would be equal in all training rows are taken once.

    A term that no training row has takes 0 and tells nothing. Raises `DetenteError` 722 where a column is lacking.
    """
    values = _values(training, terms)
    lacking = np.isnan(values)
    known = np.maximum((~lacking).sum(axis=0), 1)
    means = np.where(lacking, 0.0, values).sum(axis=0) / known
    marked: list[int] = []
    for at in np.flatnonzero(lacking.any(axis=0)):
        if not any((lacking[:, at] == lacking[:, other]).all() for other in marked):
            marked.append(int(at))
    return Design(terms=tuple(terms), means=means, marked=tuple(terms[at] for at in marked))


def require(frame: pl.DataFrame, names: Collection[str], of: str) -> None:
    """`DetenteError` 722 where a table lacks one of the columns that `of` is made from."""
    lacking = [name for name in names if name not in frame.columns]
    if lacking:
        raise DetenteError(722, f"the table has no column {lacking[0]}, which {of} needs", todo="Make it with pair_world or build_panel.")


def _values(rows: pl.DataFrame, terms: Sequence[str]) -> Floats:
    require(rows, terms, "the model")
    # a table of 0 columns has no rows in numpy, and a model may have no terms
    return rows.select(pl.col(name).cast(pl.Float64) for name in terms).to_numpy() if terms else np.zeros((rows.height, 0))


def knots_of(durations: Floats, count: int = 4) -> Floats:
    """Knots at evenly spread quantiles from 5 to 95 per cent of the training durations, each once."""
    return np.unique(np.quantile(durations, np.linspace(0.05, 0.95, count)))


def natural_spline(durations: Floats, knots: Floats) -> Floats:
    """The columns of a natural cubic spline: the duration itself and knots - 2 bends, straight beyond the outer knots; (rows, knots - 1).

    Fewer than 3 knots leave the duration alone. Bends are divided by the square of the knots' range, and so have the unit of the duration.
    """
    t = np.asarray(durations, dtype=np.float64)
    if len(knots) < 3:
        return t[:, None]
    last, before = knots[-1], knots[-2]
    cube = [np.maximum(t - knot, 0) ** 3 for knot in knots]
    bends = [
        (cube[k] - cube[-2] * (last - knots[k]) / (last - before) + cube[-1] * (before - knots[k]) / (last - before))
        / (last - knots[0]) ** 2
        for k in range(len(knots) - 2)
    ]
    return np.column_stack([t, *bends])
