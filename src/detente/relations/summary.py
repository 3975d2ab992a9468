"""What a series says, in a few sentences with their numbers: peaks, worst and best year, turns and periods.

The turns and periods are naive: a centred mean changes sign. No test stands behind them and no
uncertainty goes into them; they tell a reader where to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

WINDOW = 5
"""Years in the centred mean."""

FEWEST = 3
"""A centred mean that rests on fewer statements says nothing."""


@dataclass(frozen=True, kw_only=True)
class YearFound:
    """A year that stands out, with its number, how many statements it rests on, and which."""

    year: int
    value: float
    n: int
    event_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodFound:
    """A run of years on one side of zero: `sign` 1 (more cooperation) or -1 (more conflict), `mean` of the yearly net, `n` statements."""

    first_year: int
    last_year: int
    sign: int
    mean: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What stands out in one dyad's yearly series. Where there is no such year, None; no periods, an empty tuple.

    `best` and `worst` are the years of highest and lowest net, the latter only if below 0 and the former
    only if above; `cooperation` and `conflict` the years of their peaks. Of equal years the earliest.
    `turns` are the first years of all `periods` but the first (naive, see the module).
    """

    dyad: str
    first_year: int
    last_year: int
    covered: int
    years: int
    n: int
    undated: int
    best: YearFound | None
    worst: YearFound | None
    cooperation: YearFound | None
    conflict: YearFound | None
    periods: tuple[PeriodFound, ...]

    @property
    def turns(self) -> tuple[int, ...]:
        """The years in which the naive periods change sign."""
        return tuple(period.first_year for period in self.periods[1:])


def smoothed_net(rows: Sequence[Mapping[str, Any]]) -> list[float | None]:
    """The centred five-year mean of `net` for each row (gaps left out), None where fewer than three statements stand behind it."""
    half = WINDOW // 2
    return [_mean_net(rows[max(place - half, 0) : place + half + 1]) for place in range(len(rows))]


def _mean_net(rows: Sequence[Mapping[str, Any]]) -> float | None:
    nets = [row["net"] for row in rows if row["net"] is not None]
    # a statement that is spread over the window stands in several rows, and is one statement
    statements = {event_id for row in rows for event_id in row["event_ids"]}
    return sum(nets) / len(nets) if nets and len(statements) >= FEWEST else None


def naive_periods(rows: Sequence[Mapping[str, Any]]) -> tuple[PeriodFound, ...]:
    """Runs of years whose smoothed net keeps its sign; gaps, and years whose mean is 0 or rests on too few statements, are passed over."""
    known = [(row, value) for row, value in zip(rows, smoothed_net(rows), strict=True) if value and row["net"] is not None]
    signed = [(row, 1 if value > 0 else -1) for row, value in known]
    return tuple(_period(sign, [row for row, _ in run]) for sign, run in groupby(signed, key=lambda pair: pair[1]))


def _period(sign: int, rows: Sequence[Mapping[str, Any]]) -> PeriodFound:
    nets = [row["net"] for row in rows if row["net"] is not None]
    n = len({event_id for row in rows for event_id in row["event_ids"]})
    mean = round(sum(nets) / len(nets), 9) if nets else 0.0
    return PeriodFound(first_year=rows[0]["year"], last_year=rows[-1]["year"], sign=sign, mean=mean, n=n)


def _extreme(rows: Sequence[Mapping[str, Any]], measure: str, sign: int) -> YearFound | None:
    """The year in which `measure` times `sign` is highest, if above 0."""
    known = [row for row in rows if row[measure] is not None and sign * row[measure] > 0]
    if not known:
        return None
    row = min(known, key=lambda each: (-sign * each[measure], each["year"]))
    return YearFound(year=row["year"], value=row[measure], n=row["n"], event_ids=tuple(row["event_ids"]))


def summarise(series: pl.DataFrame, dyad: str) -> Summary:
    """What stands out in the yearly `series` (from `dyad_series`) of one dyad; raises `KeyError` for a dyad it does not hold."""
    rows = list(series.filter(pl.col("dyad") == dyad).iter_rows(named=True))
    if not rows:
        raise KeyError(dyad)
    return Summary(
        dyad=dyad,
        first_year=rows[0]["year"],
        last_year=rows[-1]["year"],
        covered=sum(row["covered"] for row in rows),
        years=len(rows),
        n=len({event_id for row in rows for event_id in row["event_ids"]}),
        undated=rows[0]["undated"],
        best=_extreme(rows, "net", 1),
        worst=_extreme(rows, "net", -1),
        cooperation=_extreme(rows, "cooperation", 1),
        conflict=_extreme(rows, "conflict", 1),
        periods=naive_periods(rows),
    )


def found_lines(found: Summary, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The summary in five plain lines for the command line; `names` maps COW letters to names of states."""
    called = names or {}
    a, b = (called.get(state, state) for state in found.dyad.replace(">", "-").split("-"))
    return (
        f"{a} and {b}, {found.first_year}-{found.last_year}: {_count(found.n, 'dated statement')}, {found.undated} undated; "
        f"{found.covered} of {_count(found.years, 'year')} covered by the sources.",
        _peak_line("Cooperation", found.cooperation),
        _peak_line("Conflict", found.conflict),
        _balance_line(found),
        _turn_line(found),
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _peak_line(measure: str, found: YearFound | None) -> str:
    if found is None:
        return f"{measure}: the sources tell of none."
    return f"{measure} is highest in {found.year} ({found.value:.1f} points; n = {found.n})."


def _balance_line(found: Summary) -> str:
    parts = [
        f"{word} year {year.year} ({year.value:+.1f}; n = {year.n})"
        for word, year in (("best", found.best), ("worst", found.worst))
        if year
    ]
    return f"Balance of the two: {', '.join(parts)}." if parts else "Balance of the two: no year stands out."


def _turn_line(found: Summary) -> str:
    if not found.periods:
        return f"Periods: none, with fewer than {FEWEST} statements in any {WINDOW} years."
    kept = "; ".join(_spans(found.periods))
    return f"Naive periods ({WINDOW}-year mean, no test): {kept}."


def _spans(periods: Sequence[PeriodFound]) -> Iterator[str]:
    words = {1: "more cooperation", -1: "more conflict"}
    for period in periods:
        years = f"{period.first_year}" if period.first_year == period.last_year else f"{period.first_year}-{period.last_year}"
        yield f"{years} {words[period.sign]}"
