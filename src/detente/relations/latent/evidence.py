"""Evidence on dyads in a common layout: one indicator is one column of numbers by dyad and period, with gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import DetenteError
from detente.relations.latent.chain import Floats

Ints = NDArray[np.int64]

COLUMNS = ("ccode1", "ccode2", "period", "value", "n")
"""The columns of an indicator's frame: COW numbers, the period's number (the year, or year times 4 (12) plus the quarter (month) counted
from 0), the value, how many events."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One source of evidence on undirected dyads.

    `frame` has the columns of `COLUMNS`, one row a dyad and period that the source covers, in any order of dyads or labels; `n` is null
    or the number of events behind a mean. `events` marks means of events on a Goldstein-like scale: the relation is measured in the
    unit of the first of these. `standing` marks a source that tells of a state of things (a treaty in force, a habit of voting) and not
    of happenings: its error stays from one period to the next. `source` names the data set it is made of, and is what is told to have
    moved a score.
    """

    name: str
    frame: pl.DataFrame
    events: bool = False
    standing: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        missing = [column for column in COLUMNS if column not in self.frame.columns]
        if missing:
            raise DetenteError(630, f"the indicator {self.name} lacks the columns {', '.join(missing)}")


@dataclass(frozen=True, kw_only=True)
class Column:
    """The rows of an indicator in the grid: `period` and `dyad` (places), `value`, and `n` (None without events).

    Rows are in order of dyad and period.
    """

    name: str
    period: Ints
    dyad: Ints
    value: Floats
    n: Floats | None
    events: bool
    standing: bool


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All indicators over a grid of dyads and periods. `pairs` (D, 2) holds COW numbers, lower first, in order; `classes` (D,) 0 or 1."""

    first: int
    last: int
    pairs: Ints
    columns: tuple[Column, ...]
    classes: Ints

    @property
    def shape(self) -> tuple[int, int]:
        """Periods and dyads."""
        return self.last - self.first + 1, len(self.pairs)

    def without(self, *names: str) -> Evidence:
        """The same grid with indicators left out."""
        kept = tuple(column for column in self.columns if column.name not in names)
        return Evidence(first=self.first, last=self.last, pairs=self.pairs, columns=kept, classes=self.classes)

    def only(self, *names: str) -> Evidence:
        """The same grid with these indicators alone."""
        return self.without(*(column.name for column in self.columns if column.name not in names))


def pair_key(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """One number for an undirected dyad: lower COW number times 10,000 plus the higher."""
    return pl.min_horizontal(first, second).cast(pl.Int64) * 10_000 + pl.max_horizontal(first, second).cast(pl.Int64)


def gather(
    indicators: Sequence[Indicator], *, first: int, last: int, dyads: pl.DataFrame | None = None, relevant: pl.DataFrame | None = None
) -> Evidence:
    """The indicators over the periods from `first` to `last`, both included.

    `dyads` (ccode1, ccode2) names the pairs; without it, every pair that any indicator knows. `relevant` (ccode1, ccode2) puts pairs in
    class 1, those whose relation may move faster; without it all are in class 1. Raises `DetenteError` 631 where two indicators share a
    name, 632 where a pair and period stand twice in one, and 633 where there is no evidence at all or the periods are out of order.
    """
    names = [indicator.name for indicator in indicators]
    if len(set(names)) < len(names):
        raise DetenteError(631, f"two indicators share a name among {', '.join(sorted(names))}")
    if not indicators or last < first:
        raise DetenteError(633, "there is no evidence to fit a relation to", todo="Give at least one indicator, and periods in order.")
    tidy = [_tidy(indicator, first, last) for indicator in indicators]
    keys = _keys([dyads] if dyads is not None else tidy)
    classes = np.ones(len(keys), np.int64) if relevant is None else np.isin(keys, _keys([relevant])).astype(np.int64)
    columns = tuple(_column(one, frame, keys, first) for one, frame in zip(indicators, tidy, strict=True) if frame.height)
    if not columns:
        raise DetenteError(633, "no indicator has a value in these periods", todo="Look at the years and at the coverage of the data.")
    pairs = np.stack([keys // 10_000, keys % 10_000], axis=1)
    return Evidence(first=first, last=last, pairs=pairs, columns=columns, classes=classes)


def _tidy(indicator: Indicator, first: int, last: int) -> pl.DataFrame:
    frame = indicator.frame.lazy().filter(pl.col("value").is_not_null() & pl.col("value").is_finite())
    frame = frame.filter(pl.col("period").is_between(first, last) & (pl.col("ccode1") != pl.col("ccode2")))
    frame = frame.select("ccode1", "ccode2", "period", pl.col("value").cast(pl.Float64), "n")
    tidy = frame.with_columns(key=pair_key(pl.col("ccode1"), pl.col("ccode2"))).sort("key", "period").collect()
    key, period = tidy["key"].to_numpy(), tidy["period"].to_numpy()
    twice = (key[1:] == key[:-1]) & (period[1:] == period[:-1])
    if twice.any():
        row = tidy.row(int(np.flatnonzero(twice)[0]), named=True)
        raise DetenteError(632, f"{indicator.name} has two rows for {row['ccode1']}-{row['ccode2']} in period {row['period']}")
    return tidy


def _keys(frames: Iterable[pl.DataFrame]) -> Ints:
    found = [frame.select(pair_key(pl.col("ccode1"), pl.col("ccode2")).alias("key")).unique()["key"].to_numpy() for frame in frames]
    return np.unique(np.concatenate(found)).astype(np.int64)


def _column(indicator: Indicator, frame: pl.DataFrame, keys: Ints, first: int) -> Column:
    key = frame["key"].to_numpy()
    place = np.searchsorted(keys, key)
    known = keys[np.minimum(place, len(keys) - 1)] == key
    frame, place = frame.filter(pl.Series(known)), place[known]
    period = frame["period"].to_numpy().astype(np.int64) - first
    n = frame["n"].cast(pl.Float64)
    return Column(
        name=indicator.name,
        period=period,
        dyad=place.astype(np.int64),
        value=frame["value"].to_numpy().astype(np.float64),
        n=None if n.null_count() == len(n) else n.fill_null(1.0).to_numpy(),
        events=indicator.events,
        standing=indicator.standing,
    )


def select_rows(column: Column, kept: NDArray[np.bool_]) -> Column:
    """Some rows of a column."""
    n = None if column.n is None else column.n[kept]
    return replace(column, period=column.period[kept], dyad=column.dyad[kept], value=column.value[kept], n=n)


def select_dyads(evidence: Evidence, at: Ints) -> Evidence:
    """The evidence on the dyads at some places, in order."""
    place = np.full(evidence.shape[1], -1, np.int64)
    place[at] = np.arange(len(at))
    columns = []
    for column in evidence.columns:
        rows = select_rows(column, place[column.dyad] >= 0)
        columns.append(replace(rows, dyad=place[rows.dyad]))
    return replace(evidence, pairs=evidence.pairs[at], columns=tuple(columns), classes=evidence.classes[at])
