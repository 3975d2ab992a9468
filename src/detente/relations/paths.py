"""The scores of some pairs of states over time with their joint draws: what turning points and triangles are found in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from detente.errors import DetenteError

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Scores x_ij(t) of `dyads` (pairs of COW letters, P of them) over T periods, NaN where a pair has no score.

    `labels` name the periods (`1950`, `1950-Q1`), `years` the year of each. `x` and its standard error `se` are (P, T), in
    rooted points of the event scale (see `detente.relations.latent`); above 0 the two are rather friends, below 0 rather foes. `draws` is
    (n, P, T): n joint draws of the smoothed paths with `seed`. `evidence` (P, T) says where a pair has evidence of its own in a
    period; elsewhere the score rests on the periods around it.
    """

    dyads: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    years: tuple[int, ...]
    x: Floats
    se: Floats
    draws: Floats
    evidence: Flags
    seed: int = 0

    def __post_init__(self) -> None:
        wanted = (len(self.dyads), len(self.labels))
        if {self.x.shape, self.se.shape, self.evidence.shape, self.draws.shape[1:]} != {wanted} or len(self.years) != wanted[1]:
            raise DetenteError(640, f"scores and draws are not of {wanted[0]} pairs in {wanted[1]} periods")

    @property
    def n(self) -> int:
        """How many draws there are."""
        return len(self.draws)

    def place(self, a: str, b: str) -> int | None:
        """Where a pair stands in `dyads`, named in either order; None where it has no path."""
        return next((at for at, pair in enumerate(self.dyads) if {*pair} == {a, b}), None)

    def of(self, states: Sequence[str]) -> Paths:
        """The paths of all pairs of some states, in the order of `itertools.combinations`; a pair without a path is all NaN."""
        pairs = tuple(combinations(states, 2))
        places = [self.place(*pair) for pair in pairs]
        return Paths(
            dyads=pairs,
            labels=self.labels,
            years=self.years,
            x=_rows(self.x, places, np.nan),
            se=_rows(self.se, places, np.nan),
            draws=np.moveaxis(_rows(np.moveaxis(self.draws, 1, 0), places, np.nan), 0, 1),
            evidence=_rows(self.evidence, places, fill=False).astype(np.bool_),
            seed=self.seed,
        )

    def known(self) -> Flags:
        """(P, T): where every draw of a pair has a number."""
        return np.asarray(np.isfinite(self.draws).all(axis=0))


def _rows(values: npt.NDArray[np.float64] | Flags, places: Sequence[int | None], fill: float) -> npt.NDArray[np.float64]:
    """Some rows of an array, those of None filled."""
    blank = np.full(values.shape[1:], fill)
    return np.array([blank if at is None else values[at] for at in places], dtype=np.float64)
