"""The table that a series fills: pairs of states by periods, what falls in each cell, and which cells are gaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import polars as pl

from detente.relations.coverage import Membership, absent_periods
from detente.relations.periods import LONGEST_DAYS, Periods

SILENT = "no source speaks of it"
"""Why a period of two existing states has no number."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Pairs of states, in the order in which a study names them, by periods; a cell is `pair * periods + period`."""

    over: Periods
    pairs: tuple[tuple[str, str], ...]
    directed: bool

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.pairs) * len(self.over)

    @property
    def names(self) -> list[str]:
        """The pairs as a reader names them: `CHN-RUS`, or `CHN>RUS` where direction counts."""
        return [(">" if self.directed else "-").join(pair) for pair in self.pairs]


def grid_of(states: Sequence[str], over: Periods, *, directed: bool) -> Grid:
    """All pairs of `states`: unordered, or ordered where direction counts. Fewer than two states give no cell."""
    choose = permutations if directed else combinations
    return Grid(over=over, pairs=tuple((a, b) for a, b in choose(dict.fromkeys(states), 2)), directed=directed)


def place_events(rows: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """The spread events (see `weights.spread`) with the `cell` in which each row counts, in order of cell and event.

    A mutual deed counts in both directions of a directed grid, any deed once in an undirected one.
    """
    sides = [(place, a, b) for place, (a, b) in enumerate(grid.pairs)]
    if grid.directed:
        rows = pl.concat([rows, rows.filter("reciprocal").with_columns(source="target", target="source")])
    else:
        sides += [(place, b, a) for place, a, b in sides]
    placed = rows.join(_keys(sides), on=["source", "target"]).with_columns(cell=pl.col("dyad") * len(grid.over) + pl.col("period"))
    return placed.sort("cell", "event_id")


def _keys(sides: Sequence[tuple[int, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(sides, schema={"dyad": pl.Int64, "source": pl.String, "target": pl.String}, orient="row")


def spoken_cells(placed: pl.DataFrame, spoken: pl.DataFrame, grid: Grid) -> frozenset[int]:
    """The cells of which a source speaks: by a date beside the names of both states, or by an event dated as finely as a period.

    `spoken` has the periods and the states named beside their dates (see `coverage.spoken_periods`).
    """
    keys = _keys([(place, a, b) for place, (a, b) in enumerate(grid.pairs)])
    named = spoken.with_row_index("date").explode("states").filter(pl.col("states").is_in({state for pair in grid.pairs for state in pair}))
    both = named.select("date", "period", source="states").join(named.select("date", target="states"), on="date")
    by_date = both.join(keys, on=["source", "target"]).select(pl.col("dyad") * len(grid.over) + pl.col("period"))
    finely = placed.filter(pl.col("last_day") - pl.col("first_day") < LONGEST_DAYS[grid.over.unit])
    return frozenset(by_date["dyad"].to_list()) | frozenset(finely["cell"].to_list())


def gap_reasons(spoken: Collection[int], grid: Grid, membership: Membership) -> list[str | None]:
    """For each cell, why it can have no number, or None where it can."""
    states = sorted({state for pair in grid.pairs for state in pair})
    absent = {state: absent_periods(state, grid.over, membership) for state in states}
    silent = [None if cell in spoken else SILENT for cell in range(grid.cells)]
    return [_absence(grid, absent, cell) or silent[cell] for cell in range(grid.cells)]


def _absence(grid: Grid, absent: Mapping[str, Collection[int]], cell: int) -> str | None:
    pair, period = divmod(cell, len(grid.over))
    missing = [state for state in grid.pairs[pair] if period in absent[state]]
    return f"{' and '.join(missing)}: not a state then" if missing else None
