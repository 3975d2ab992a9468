"""Series of pairs of states from event data of any reader, several data sets side by side on one scale and never summed.

For the events of a data set on a pair in a period, with x the score of an event (-10 to 10) and n the events that a row stands for:

    sum      = sum of n x              positive = sum of n x over x > 0        negative = sum of n x over x < 0
    mean     = sum of n x / sum of n over the scored rows
    se       = sqrt(sum of (x - mean)^2 / (m - 1) / m), m the scored events: the error of a mean of independent events

Missing is not zero. A data set covers a calendar month in which all its events together come to at least one in a hundred of those of
its fullest month, or the spans that the caller gives. Outside all is null; inside, a pair without an event has `n` 0 and no mean.
A data set of counts or means of periods lists where there was nothing, so that a pair or period that it has no row of is a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

import polars as pl

from detente.datasets.events.faults import COARSE, event_refusal
from detente.dates import calendar_day, day_number, days_in_month
from detente.errors import DetenteError
from detente.register import default_register

Length = Literal["day", "month", "quarter", "year"]
"""How long a period of a series of events is."""

Span = tuple[int, int]
"""First and last day of what a data set covers."""

Events = pl.DataFrame | pl.LazyFrame

LEAST_SHARE = 0.01
"""The least share of the events of its fullest month that a month must have to count as covered."""

MEASURES = ("n", "scored", "mean", "se", "sum", "positive", "negative", "quad_1", "quad_2", "quad_3", "quad_4")
"""The columns of a series that are null in a gap."""

COLUMNS = ("data_set", "ccode1", "ccode2", "period", "year", "first_day", "last_day", "share", *MEASURES)
"""The columns of a series, in order."""

_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
_FINE = 100_000
"""Scores count to hundred-thousandths."""


def event_series(
    events: Mapping[str, Events],
    *,
    unit: Length = "year",
    directed: bool = False,
    dyads: Sequence[tuple[int, int]] | None = None,
    coverage: Mapping[str, Sequence[Span]] | None = None,
) -> pl.LazyFrame:
    """The series of each pair of states in each data set: a row a data set, pair and period, in that order.

    `events` holds a frame of the `events` family under the name of each data set; repeats are dropped before
    (`detente.datasets.without_repeats`). `dyads` are pairs of COW numbers, by default those of which any data set tells; undirected
    pairs are named lower number first and hold both directions, with `directed` the first acts on the second. What a
    state does to itself, or one that is no state, is in no series, nor is an event dated less finely than a period. `coverage` gives
    spans by data set in place of the rule above.

    `period` is 1950, 1950-Q1, 1950-02 or 1950-02-14; `share` how much of the period is covered (0 to 1); `scored` how many of the `n`
    events have a score. Of counts without scores there is no mean and no sum; of means without counts there is no `n`,
    no sum and no `se`. Where a state was no member of the COW system on any day of the period all is null. Raises `DetenteError` 601
    for an unknown unit, `DataRefused` 336 where a data set counts longer periods than `unit`.
    """
    if unit not in get_args(Length):
        raise DetenteError(601, f"{unit!r} is not a unit of time for a series", todo="Use day, month, quarter or year.")
    frames = {name: _of_pairs(frame.lazy(), directed=directed) for name, frame in events.items()}
    for name, frame in events.items():
        _check_length(frame.lazy(), unit, name)
    pairs = _pairs(frames.values(), dyads, directed=directed)
    parts = []
    for name, frame in frames.items():
        spans = list(coverage[name]) if coverage and name in coverage else covered_spans(events[name])
        grid = pairs.lazy().join(period_table(unit, spans).lazy(), how="cross")
        placed = frame.with_columns(_start_of("day", unit).alias("first_day")).filter(pl.col("first_day") == _start_of("last_day", unit))
        measured = placed.group_by("ccode1", "ccode2", "first_day").agg(_measures())
        joined = grid.join(measured, on=["ccode1", "ccode2", "first_day"], how="left")
        parts.append(_settled(joined, listed=_tells_of_periods(events[name])).with_columns(pl.lit(name).alias("data_set")))
    empty = pl.LazyFrame(schema=dict.fromkeys(COLUMNS, pl.Null))
    return pl.concat(parts).select(COLUMNS).sort("data_set", "ccode1", "ccode2", "first_day") if parts else empty


# coverage ---------------------------------------------------------------------------------------------


def covered_spans(events: Events) -> list[Span]:
    """The spans of days that a data set covers, by the rule of this module; none where it has no event.

    A row that stands for a longer period covers all its months.
    """
    days = events.lazy().group_by("day", "last_day").agg(pl.len().alias("many")).collect()
    months: dict[tuple[int, int], int] = {}
    for first_day, last_day, many in days.iter_rows():
        for each in _months_between(first_day, last_day):
            months[each] = months.get(each, 0) + many
    least = LEAST_SHARE * max(months.values(), default=0)
    spans: list[Span] = []
    for year, month in sorted(each for each, many in months.items() if many >= least):
        first, last = day_number(year, month), day_number(year, month, days_in_month(year, month))
        if spans and spans[-1][1] == first - 1:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


def _months_between(first: int, last: int) -> Iterable[tuple[int, int]]:
    year, month, _ = calendar_day(first)
    last_year, last_month, _ = calendar_day(last)
    for count in range(year * 12 + month - 1, last_year * 12 + last_month):
        yield count // 12, count % 12 + 1


def period_table(unit: Length, spans: Sequence[Span]) -> pl.DataFrame:
    """The periods from the first to the last day of some spans: `period`, `year`, `first_day`, `last_day` and the `share` covered."""
    rows = []
    if spans:
        for label, year, first, last in _periods(unit, min(span[0] for span in spans), max(span[1] for span in spans)):
            inside = sum(max(0, min(last, end) - max(first, start) + 1) for start, end in spans)
            rows.append((label, year, first, last, inside / (last - first + 1)))
    schema = {"period": pl.String, "year": pl.Int32, "first_day": pl.Int32, "last_day": pl.Int32, "share": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _periods(unit: Length, first: int, last: int) -> Iterable[tuple[str, int, int, int]]:
    if unit == "day":
        for day in range(first, last + 1):
            year, month, of_month = calendar_day(day)
            yield f"{year:04d}-{month:02d}-{of_month:02d}", year, day, day
        return
    length = _MONTHS[unit]
    year, month, _ = calendar_day(first)
    month = (month - 1) // length * length + 1
    while (start := day_number(year, month)) <= last:
        ends = month + length - 1
        labels = {"year": f"{year:04d}", "quarter": f"{year:04d}-Q{(month + 2) // 3}", "month": f"{year:04d}-{month:02d}"}
        yield labels[unit], year, start, day_number(year, ends, days_in_month(year, ends))
        year, month = (year + 1, 1) if ends == 12 else (year, ends + 1)


def _start_of(column: str, unit: Length) -> pl.Expr:
    """The first day of the period that a day falls in."""
    if unit == "day":
        return pl.col(column)
    days = {"month": "1mo", "quarter": "1q", "year": "1y"}[unit]
    epoch = day_number(1970)
    return (pl.col(column) - epoch).cast(pl.Date).dt.truncate(days).to_physical().cast(pl.Int32) + epoch


def _of_period() -> pl.Expr:
    """Whether a row stands for a period and not for one event."""
    return (pl.col("day") != pl.col("last_day")) & (pl.col("n") != 1).fill_null(value=True)


def _check_length(frame: pl.LazyFrame, unit: Length, name: str) -> None:
    longer = (
        frame.filter(_of_period() & (_start_of("day", unit) != _start_of("last_day", unit))).select("day", "last_day").head(1).collect()
    )
    if longer.height:
        raise event_refusal(COARSE, f"{name} has rows of {longer['last_day'][0] - longer['day'][0] + 1} days", where=name)


# pairs ------------------------------------------------------------------------------------------------


def _of_pairs(frame: pl.LazyFrame, *, directed: bool) -> pl.LazyFrame:
    between = frame.filter(pl.col("source").is_not_null() & pl.col("target").is_not_null() & (pl.col("source") != pl.col("target")))
    first, second = pl.col("source").cast(pl.Int32), pl.col("target").cast(pl.Int32)
    if not directed:
        first, second = pl.min_horizontal(first, second), pl.max_horizontal(first, second)
    return between.select("day", "last_day", "scale", "quad", "n", first.alias("ccode1"), second.alias("ccode2"))


def _pairs(frames: Iterable[pl.LazyFrame], dyads: Sequence[tuple[int, int]] | None, *, directed: bool) -> pl.DataFrame:
    """The pairs of the series with the days on which both were states: a row a pair, its `spells` a list of first and last days."""
    schema = {"ccode1": pl.Int32, "ccode2": pl.Int32}
    if dyads is None:
        told = [frame.select("ccode1", "ccode2").unique() for frame in frames]
        found = pl.concat(told).unique().collect() if told else pl.DataFrame(schema=schema)
    else:
        found = pl.DataFrame([pair if directed else tuple(sorted(pair)) for pair in dyads], schema=schema, orient="row").unique()
    spells = _spells()
    found = found.sort("ccode1", "ccode2")
    for side in ("ccode1", "ccode2"):
        found = found.join(spells.rename({"ccode": side, "spells": f"spells_{side}"}), on=side, how="left")
    return found


def _spells() -> pl.DataFrame:
    rows: dict[int, list[list[int]]] = {}
    for state in default_register().states.values():
        if state.ccode is not None:
            rows.setdefault(state.ccode, []).extend([first, 10**7 if last is None else last] for first, last in state.cow_spells)
    spells = pl.Series("spells", [rows[ccode] for ccode in sorted(rows)], dtype=pl.List(pl.List(pl.Int32)))
    return pl.DataFrame([pl.Series("ccode", sorted(rows), dtype=pl.Int32), spells])


def _was_state(side: str) -> pl.Expr:
    spell = pl.element()
    starts, ends = pl.col(side).list.eval(spell.list.get(0)), pl.col(side).list.eval(spell.list.get(1))
    later = (starts.list.eval(pl.element()) - pl.col("last_day")).list.eval(pl.element() <= 0)
    sooner = (ends.list.eval(pl.element()) - pl.col("first_day")).list.eval(pl.element() >= 0)
    both = (later.cast(pl.List(pl.Int8)) + sooner.cast(pl.List(pl.Int8))).list.max()
    return (both == 2).fill_null(value=False)


# measures ---------------------------------------------------------------------------------------------


def _measures() -> list[pl.Expr]:
    # whole numbers: single precision ends after seven digits (-0.4 is -0.4 again, and not -0.4000000059), and sums of fractions would
    # depend on the order in which threads come by them
    x, n = (pl.col("scale").cast(pl.Float64) * _FINE).round().cast(pl.Int64, strict=False), pl.col("n").cast(pl.Int64)
    scored = x.is_not_null() & (n.is_null() | (n > 0))
    weight = pl.when(scored).then(n.fill_null(1)).otherwise(0)
    mean = (x * weight).sum() / (weight.sum() * _FINE)
    untold = n.is_null().any()
    single = (~scored | (n == 1).fill_null(value=False)).all()
    m, of_scored = scored.sum().cast(pl.Int128), pl.when(scored).then(x).cast(pl.Int128)
    spread = (m * (of_scored**2).sum() - of_scored.sum() ** 2).cast(pl.Float64) / (m * _FINE**2)
    sums = {"sum": x * n, "positive": pl.when(x > 0).then(x * n), "negative": pl.when(x < 0).then(x * n)}
    nothing = untold | ((n.sum() > 0) & (m == 0))
    return [
        pl.when(~untold).then(n.sum()).alias("n"),
        pl.when(~untold).then(weight.sum()).alias("scored"),
        pl.when(m > 0).then(mean).alias("mean"),
        pl.when(single & (m > 1)).then((spread / (m - 1) / m).sqrt()).alias("se"),
        *(pl.when(~nothing).then((total.sum() / _FINE).round(5)).alias(name) for name, total in sums.items()),
        *(pl.when(~untold).then(pl.when(pl.col("quad") == quad).then(n).otherwise(0).sum()).alias(f"quad_{quad}") for quad in range(1, 5)),
        pl.lit(value=True).alias("told"),
    ]


def _tells_of_periods(events: Events) -> bool:
    """Whether the rows of a data set are counts or means of periods: then it says itself where there was nothing."""
    return events.lazy().filter(_of_period()).head(1).collect().height > 0


def _settled(joined: pl.LazyFrame, *, listed: bool) -> pl.LazyFrame:
    """Nothing told is 0 inside the coverage, null outside it, where one of the two was no state, and where a data set lists its zeros."""
    inside = (pl.col("share") > 0) & _was_state("spells_ccode1") & _was_state("spells_ccode2")
    if listed:
        inside = inside & pl.col("told").is_not_null()
    zero = [name for name in MEASURES if name not in ("mean", "se")]
    filled = [pl.when(pl.col("told").is_null()).then(0).otherwise(pl.col(name)).alias(name) for name in zero]
    return (
        joined.with_columns(inside.alias("inside"))
        .with_columns(filled)
        .with_columns(pl.when("inside").then(pl.col(name)).alias(name) for name in MEASURES)
    )
