"""The states of a panel as places in square matrices, year by year: what a pair's terms need to know of third states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.theories.designs import require
from detente.theories.logit import Floats

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class PairYear:
    """The rows of one year: the places `i` and `j` of the two states, `at` their rows in the panel, and their values (NaN for null)."""

    year: int
    i: Places
    j: Places
    at: Places
    values: dict[str, Floats]
    states: Places

    def square(self, name: str, turned: str | None = None, *, fill: float = np.nan) -> Floats:
        """A column as a matrix [i, j]; [j, i] takes the column `turned`, or the same. Pairs without a row have `fill`."""
        made = np.full((self.states.size, self.states.size), fill)
        made[self.i, self.j] = self.values[name]
        made[self.j, self.i] = self.values[turned or name]
        return made


def pair_years(panel: pl.DataFrame, columns: Sequence[str]) -> Iterator[PairYear]:
    """The rows of a panel of undirected dyad-years by year, in order of years; places are the same in all of them.

    Raises `DetenteError` 722 where a column is lacking.
    """
    require(panel, ("ccode1", "ccode2", "year", *columns), "a matrix of states")
    states = np.unique(np.concatenate([panel["ccode1"].to_numpy(), panel["ccode2"].to_numpy()])).astype(np.int64)
    one, two = (np.searchsorted(states, panel[name].to_numpy()) for name in ("ccode1", "ccode2"))
    values = {name: panel[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in columns}
    years = panel["year"].to_numpy()
    order = np.argsort(years, kind="stable")
    for at in np.split(order, np.flatnonzero(np.diff(years[order])) + 1) if order.size else ():
        of_year = {name: column[at] for name, column in values.items()}
        yield PairYear(year=int(years[at[0]]), i=one[at], j=two[at], at=at, values=of_year, states=states)


def lagged(frame: pl.DataFrame, names: Sequence[str], *, by: int = 1) -> pl.DataFrame:
    """The keys and `names` of a panel, dated `by` years later: what was known of a pair at the end of an earlier year."""
    require(frame, names, "a lag")
    return frame.select("ccode1", "ccode2", (pl.col.year + by).cast(frame.schema["year"]).alias("year"), *names)
