"""Portfolios: what each state of a year is bound to, or how it voted, item by item on one ordered scale.

The items of an alliance portfolio are the states of the system, those of a voting portfolio the roll calls of the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.dates import day_number
from detente.register import default_register
from detente.relations.similarity import faults

MISSING = -1
"""The level of an item of which nothing is known: no vote cast, outside the data set's coverage."""

ALLIANCE_LEVELS = ("none", "entente", "neutrality or nonaggression", "defence")
"""The ordered scale of commitments, 0 to 3 (Signorino and Ritter 1999, p. 127, after Bueno de Mesquita 1975)."""

VOTE_LEVELS = ("yes", "abstain", "no")
"""The ordered scale of votes, 0 to 2."""

_SCALE = (("defence", "offence"), ("neutrality", "nonaggression"), ("entente", "consultation"))
"""Obligations from the highest level down; a data set has those of its own. ATOP's offence counts as defence, both being active
help in war, and its consultation as COW's entente."""


@dataclass(frozen=True, kw_only=True)
class Portfolios:
    """The portfolios of a year.

    `codes` is a matrix of states by items, int8: a level from 0 to `levels` - 1, or -1 where missing. `states` names the
    rows and `items` the columns: COW numbers both for alliances; COW numbers and roll calls for votes.
    Raises `UsageFault` 622 where these do not fit.
    """

    year: int
    states: tuple[int, ...]
    items: tuple[int, ...]
    codes: NDArray[np.int8]
    levels: int

    def __post_init__(self) -> None:
        if self.codes.shape != (len(self.states), len(self.items)):
            raise faults.fault(faults.NOT_LEVELS, f"{self.codes.shape} for {len(self.states)} states and {len(self.items)} items")
        if self.codes.size and not (self.codes.min() >= MISSING and self.codes.max() < self.levels):
            raise faults.fault(faults.NOT_LEVELS, f"levels from {self.codes.min()} to {self.codes.max()}, of {self.levels}")


def system_states(year: int, states: pl.DataFrame | None = None) -> tuple[int, ...]:
    """The COW numbers of the states that were in the system on some day of a year, in order.

    `states` is the canonical frame (ccode, first_day, last_day; no last day while it lasts); the program's own register
    of COW memberships without it.
    """
    first, last = day_number(year), day_number(year, 12, 31)
    if states is not None:
        present = states.filter(pl.col("first_day") <= last, pl.col("last_day").is_null() | (pl.col("last_day") >= first))
        return tuple(sorted(set(present["ccode"].drop_nulls())))
    listed = (state for state in default_register().states.values() if state.ccode is not None)
    return tuple(
        sorted(
            state.ccode
            for state in listed
            if state.ccode is not None and any(start <= last and (end is None or end >= first) for start, end in state.cow_spells)
        )
    )


def portfolios(
    alliances: pl.DataFrame, year: int, states: Iterable[int] | None = None, *, coverage: tuple[int, int] | None = None
) -> Portfolios:
    """The alliance portfolios of a year: 0 none, 1 entente, 2 neutrality or nonaggression, 3 defence; 3 to oneself.

    `alliances` is the canonical frame of COW alliances or of ATOP (directed rows; for ATOP see `_SCALE`); the highest
    obligation of a pair counts. `states` are the members of the system, all of the register by default; commitments to
    others are left out. `coverage` is the first and last year of the data set, those of the frame by default: outside it
    every item is missing, inside it a pair without a row has 0. An obligation that is null and could raise the level
    makes the item missing. Raises `UsageFault` 620 where the frame has no obligations.

    Source of the coding: Signorino and Ritter (1999), International Studies Quarterly 43, 115-144, pp. 126-129.
    """
    members = tuple(sorted(set(states))) if states is not None else system_states(year)
    if not {"ccode1", "ccode2", "year"} <= set(alliances.columns) or not any(set(names) & set(alliances.columns) for names in _SCALE):
        raise faults.fault(faults.NO_COLUMNS, ", ".join(alliances.columns[:8]))
    first, last = coverage or _years(alliances)
    codes = np.full((len(members), len(members)), 0 if first <= year <= last else MISSING, dtype=np.int8)
    if first <= year <= last:
        rows = alliances.filter(pl.col("year") == year, pl.col("ccode1").is_in(members), pl.col("ccode2").is_in(members))
        rows = rows.select("ccode1", "ccode2", level=_level(alliances.columns))
        # the highest of several rows of one pair; unknown only where no row says more
        rows = rows.group_by("ccode1", "ccode2").agg(pl.col("level").max()).filter(pl.col("level") != 0)
        place = np.asarray(members)
        codes[np.searchsorted(place, rows["ccode1"].to_numpy()), np.searchsorted(place, rows["ccode2"].to_numpy())] = rows[
            "level"
        ].to_numpy()
        np.fill_diagonal(codes, len(ALLIANCE_LEVELS) - 1)
    return Portfolios(year=year, states=members, items=members, codes=codes, levels=len(ALLIANCE_LEVELS))


def _years(frame: pl.DataFrame) -> tuple[int, int]:
    years = frame["year"].drop_nulls()
    return (int(years.min()), int(years.max())) if len(years) else (1, 0)  # type: ignore[arg-type]


def _level(columns: Sequence[str]) -> pl.Expr:
    """The level of a row: its highest obligation, -1 where one above it is unknown."""
    level = pl.lit(0)
    for height, names in zip((1, 2, 3), reversed(_SCALE), strict=True):
        held = [pl.col(name).cast(pl.Boolean) for name in names if name in columns]
        if held:
            bound = pl.any_horizontal(held)  # null where none is true and one is unknown
            level = pl.when(bound.is_null()).then(MISSING).when(bound).then(height).otherwise(level)
    return level.cast(pl.Int8)


def vote_matrix(votes: pl.DataFrame, year: int, states: Iterable[int] | None = None) -> Portfolios:
    """The votes of a year: states by roll calls; 0 yes, 1 abstain, 2 no, -1 where the state did not vote.

    `votes` is the canonical frame (rollcall, year, ccode, vote: 1 yes, 2 abstain, 3 no). The rows are all who voted in the
    year, together with `states` where given (members that cast no vote). Raises `UsageFault` 620 for another frame, and 622
    for other votes.
    """
    if not {"rollcall", "year", "ccode", "vote"} <= set(votes.columns):
        raise faults.fault(faults.NO_COLUMNS, ", ".join(votes.columns[:8]))
    cast = votes.lazy().filter(pl.col("year") == year).select("rollcall", "ccode", "vote").drop_nulls().collect()
    rows = tuple(sorted({*cast["ccode"], *(states or ())}))
    items = tuple(sorted(set(cast["rollcall"])))
    said = cast["vote"].to_numpy().astype(np.int64) - 1
    if len(said) and not (said.min() >= 0 and said.max() < len(VOTE_LEVELS)):
        raise faults.fault(faults.NOT_LEVELS, f"a vote of {said.min() + 1} or {said.max() + 1}")
    codes = np.full((len(rows), len(items)), MISSING, dtype=np.int8)
    codes[np.searchsorted(rows, cast["ccode"].to_numpy()), np.searchsorted(items, cast["rollcall"].to_numpy())] = said
    return Portfolios(year=year, states=rows, items=items, codes=codes, levels=len(VOTE_LEVELS))


def capability_weights(capabilities: pl.DataFrame, year: int, items: Sequence[int]) -> NDArray[np.float64]:
    """The capability (cinc, a share of the system from 0 to 1) of each state that is an item, not a number where unknown."""
    rows = capabilities.lazy().filter(pl.col("year") == year).select("ccode", "cinc").drop_nulls().collect()
    sizes = dict(rows.iter_rows())
    return np.array([sizes.get(item, np.nan) for item in items], dtype=np.float64)
