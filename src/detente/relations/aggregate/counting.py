"""The sums of a file of event rows by counting into arrays with a cell for each pair and period, where these are small enough to hold.

A year of months and two hundred states make half a million cells, which a processor's cache holds, and each row falls into its own
without being hashed or sorted: half the work of a query that groups. What does not fit is left to the engine's query. Both give the
same sums to the last bit, for they are sums of whole numbers (see `detente.relations.aggregate.query`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.dates import UNIX_DAY
from detente.relations.aggregate.batches import EPOCH, EventFile
from detente.relations.aggregate.query import THOUSANDTHS
from detente.relations.aggregate.units import Unit, days_and_periods

MOST_CELLS = 1 << 21
ROWS = 1 << 20
"""Rows that are counted at once; with their keys they take less than a hundred megabytes."""
_STATES = ("source", "target")
MOST_ROWS = 1 << 26
"""Two counts of fewer rows share one double exactly, the second in multiples of this."""
_QUADS = (1, 2, 3, 4)
_SHARED = {"quads 1 and 2": np.array([0.0, 1.0, MOST_ROWS, 0.0, 0.0]), "quads 3 and 4": np.array([0.0, 0.0, 0.0, 1.0, MOST_ROWS])}
"""What a row of each quad class (0: none of the four) adds to the doubles that classes share."""

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """A cell for each period, first state and second state, in this order.

    `periods` are first days and `of_day` their numbers by day, from `day` on; states run from `low` over `wide` numbers.
    """

    periods: NDArray[np.int32]
    of_day: Places
    day: int
    low: tuple[int, int]
    wide: tuple[int, int]

    @property
    def number(self) -> int:
        """How many cells there are."""
        return len(self.periods) * self.wide[0] * self.wide[1]

    @cached_property
    def _begins(self) -> Places:
        """Where the cells of a day begin, less what the lowest states' numbers add."""
        return self.of_day * (self.wide[0] * self.wide[1]) - self.low[0] * self.wide[1] - self.low[1]

    def places(self, day: NDArray[Any], one: NDArray[Any], two: NDArray[Any]) -> Places:
        """The cell of each row."""
        found = self._begins.take(day - np.int32(self.day), mode="clip")
        found += np.multiply(one, self.wide[1], dtype=np.int64, casting="unsafe")  # no state's number comes near the end of 64 bits
        np.add(found, two, out=found, casting="unsafe")
        return found

    def keys(self, places: Places) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """The periods and states of cells."""
        period, pair = np.divmod(places, self.wide[0] * self.wide[1])
        one, two = np.divmod(pair, self.wide[1])
        return self.periods.take(period), (one + self.low[0]).astype(np.int32), (two + self.low[1]).astype(np.int32)


@dataclass(frozen=True)
class Reach:
    """The lowest and the highest number of the first and of the second states of some rows."""

    low: tuple[int, int]
    high: tuple[int, int]

    @classmethod
    def of(cls, one: NDArray[Any], two: NDArray[Any]) -> Reach:
        """Of rows, at least one."""
        return cls((int(one.min()), int(two.min())), (int(one.max()), int(two.max())))

    def with_others(self, other: Reach | None) -> Reach:
        """What holds both."""
        if other is None:
            return self
        low, high = (tuple(map(end, *both)) for end, both in ((min, (self.low, other.low)), (max, (self.high, other.high))))
        return Reach((low[0], low[1]), (high[0], high[1]))


def cells_of(span: tuple[int, int], unit: Unit, reach: Reach) -> Cells | None:
    """The cells of days from the first to the last of `span` and of states in reach; None where they are too many."""
    (low, low_two), (high, high_two) = reach.low, reach.high
    wide = high - low + 1, high_two - low_two + 1
    if max(wide[0] * wide[1], span[1] - span[0] + 1) > MOST_CELLS:
        return None
    periods, of_day = np.unique([period for _, period in days_and_periods(*span, unit)], return_inverse=True)
    cells = Cells(periods.astype(np.int32), of_day.astype(np.int64), span[0], reach.low, wide)
    return cells if cells.number <= MOST_CELLS else None


def counted(file: EventFile, unit: Unit, *, directed: bool) -> pl.DataFrame | None:
    """`KEYS` and `SUMS` of a file in the order of the keys, as the engines' query has them.

    `n` and `scaled` are left out where they are `row_count`. None where there would be too many cells, or there are no rows.
    Raises polars' errors where the file cannot be read through.
    """
    reach: Reach | None = None
    while file.span and file.rows < MOST_ROWS:  # rarely more than once: where later rows have states beyond those of the first
        cells: Cells | None = None
        for rows in _slices(file, directed=directed):
            here = Reach.of(rows.one, rows.two)
            if cells is None:
                reach = here.with_others(reach)
                cells = cells_of(file.span, unit, reach)
                if cells is None:
                    return None
                sums = _Sums(cells.number)
            elif here.with_others(reach) != reach:
                reach = here.with_others(reach)
                break
            sums.add(cells.places(rows.day, rows.one, rows.two), rows)
        else:
            return sums.frame(cells) if cells else None
    return None


@dataclass(frozen=True)
class Rows:
    """Rows that have a day and two states: their scores (NaN for none), and if known their quad classes (0 for none of the four).

    `weight` is how many events each stands for, None where each stands for one.
    """

    day: NDArray[Any]
    one: NDArray[Any]
    two: NDArray[Any]
    scale: NDArray[Any]
    quad: NDArray[np.uint8] | None
    weight: Numbers | None


def _slices(file: EventFile, *, directed: bool) -> Iterator[Rows]:
    """The rows of a file, some at a time."""
    names = file.layout.names
    day = pl.col("day") if file.layout.day_column == "day" else (pl.col("date") - EPOCH).dt.total_days() + UNIX_DAY
    rest = [name for name in ("n", "quad") if name in names]
    wanted = [
        day.cast(pl.Int32).alias("day"),
        *map(pl.col, _STATES),
        pl.col("scale"),
        *map(pl.col, rest),
    ]
    scan = pl.scan_parquet(file.path)
    for begin in range(0, file.rows, ROWS):
        rows = scan.slice(begin, ROWS).select(wanted).collect().drop_nulls(["day", *_STATES])
        if len(rows):
            one, two = (rows[name].to_numpy() for name in _STATES)
            if not directed:
                one, two = np.minimum(one, two), np.maximum(one, two)
            quad = _quad_classes(rows["quad"]) if "quad" in rest else None
            scale = rows["scale"] if rows["scale"].dtype == pl.Float32 else rows["scale"].cast(pl.Float64)
            yield Rows(
                rows["day"].to_numpy(), one, two, scale.fill_null(np.nan).to_numpy(), quad, _weight(rows["n"]) if "n" in rest else None
            )


@dataclass
class _Sums:
    """What is added up, a number for each cell.

    `rows` counts rows without a quad class, and two quad classes share the doubles of each name in `_SHARED`; `extra` is by how much
    events outnumber rows, `extra1` to `extra4` in each quad class; `unscaled` are the events without a score.
    """

    cells: int
    made: dict[str, Numbers] = field(default_factory=dict)

    def add(self, places: Places, rows: Rows) -> None:
        """Add rows that fall into `places`."""
        self._count(places, rows.quad)
        if rows.weight is not None:
            self._weigh(places, rows.quad, rows.weight - 1.0)
        score = np.multiply(rows.scale, THOUSANDTHS, dtype=np.float64)
        score += 0.5
        np.floor(score, out=score)
        if not np.isfinite(score.sum()):
            missing = ~np.isfinite(score)
            score[missing] = 0.0
            self._into("unscaled", places, missing if rows.weight is None else missing * rows.weight)
        weighted = score if rows.weight is None else score * rows.weight
        gains = np.maximum(score, 0.0)
        self._into("total", places, weighted)
        self._into("gains", places, gains if rows.weight is None else gains * rows.weight)
        self._into("squares", places, np.multiply(score, weighted, out=score))

    def _count(self, places: Places, quad: NDArray[np.uint8] | None) -> None:
        if quad is None:
            self._into("rows", places, 1.0)
            return
        for name, shares in _SHARED.items():
            self._into(name, places, shares.take(quad))
        if not quad.all():
            self._into("rows", places, quad == 0)

    def _weigh(self, places: Places, quad: NDArray[np.uint8] | None, more: Numbers) -> None:
        self._into("extra", places, more)
        for number in _QUADS if quad is not None else ():
            self._into(f"extra{number}", places, np.where(quad == number, more, 0.0))

    def _into(self, name: str, places: Places, weights: NDArray[Any] | float) -> None:
        if name not in self.made:
            self.made[name] = np.zeros(self.cells)
        np.add.at(self.made[name], places, weights)

    def frame(self, cells: Cells) -> pl.DataFrame:
        """The sums of the cells that hold rows of two different states."""
        everywhere = sum((self.made[name] for name in ("rows", *_SHARED) if name in self.made), np.zeros(self.cells))
        at = np.flatnonzero(everywhere)
        period, one, two = cells.keys(at)
        kept = one != two
        if not kept.all():
            at, period, one, two = at[kept], period[kept], one[kept], two[kept]
        sums = {name: found.take(at) for name, found in self.made.items()}
        nothing = np.zeros(len(at))
        quads = []
        for name in _SHARED:
            both = sums.get(name, nothing)
            high = np.floor(both / MOST_ROWS)
            quads += [both - high * MOST_ROWS, high]
        out = {"first_day": period, "ccode1": one, "ccode2": two, "row_count": sum(quads, sums.get("rows", nothing))}
        if {"extra", "unscaled"} & sums.keys():
            out["n"] = out["row_count"] + sums.get("extra", nothing)
            out["scaled"] = out["n"] - sums.get("unscaled", nothing)
        out |= {name: sums.get(name, nothing) for name in ("total", "squares", "gains")}
        for number, counts in zip(_QUADS, quads, strict=True):
            out[f"quad{number}"] = counts + sums[f"extra{number}"] if f"extra{number}" in sums else counts.astype(np.int32)
        return pl.DataFrame(out)


def _weight(n: pl.Series) -> Numbers | None:
    known = n.fill_null(1)
    return None if known.min() == known.max() == 1 else known.cast(pl.Float64).to_numpy()


def _quad_classes(quad: pl.Series) -> NDArray[np.uint8]:
    known = quad.fill_null(0)
    if not known.is_between(0, 4).all():
        known = pl.select(pl.when(known.is_between(1, 4)).then(known).otherwise(0)).to_series()
    return known.cast(pl.UInt8).to_numpy()
