"""Periods and turning points that the sources assert of a relation, beside those that the yearly series shows.

**A turn of the series.** The change at a year is the mean net score of that year and the two after it, less the mean of the three
years before it, over the covered years among them, of which there must be two on either side; the year itself must have a number.
A year is a turn for the better where its change is above 0 and no year within three of it has a greater one (of equal years the
first is taken), and a turn for the worse in the same way below 0. It is a rule of thumb: no test stands behind it.

**Beside an asserted turn** stands the turn of the series in the same direction that is nearest to it, of two as near the greater.
A series of some length has a turn every few years, so that nearness alone shows little: `chance` is the distance that a year
taken at random from the years that have a change would have on average.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from detente.dates import year_of
from detente.model import Period, content_id

WIDTH = 3
"""Years before a year, and from it on, whose means are compared."""

FEWEST = 2
"""A mean over fewer covered years shows no change."""

NO_SERIES = "the study has no series of the two"
NO_YEAR = "the words name no year"
OUTSIDE = "outside the years of the series"
THIN = "too few years around it have a number"
NO_TURN = "the series has no turn in that direction"

_GOOD = ("up", "high")
_IDS = pl.List(pl.String)
_SCHEMA: dict[str, Any] = {
    "dyad": pl.String(),
    "origin": pl.String(),
    "row_id": pl.String(),
    "document": pl.String(),
    "label": pl.String(),
    "holder": pl.String(),
    "direction": pl.String(),
    "turning": pl.Boolean(),
    "first_year": pl.Int64(),
    "last_year": pl.Int64(),
    "series_year": pl.Int64(),
    "distance": pl.Int64(),
    "chance": pl.Float64(),
    "before": pl.Float64(),
    "after": pl.Float64(),
    "change": pl.Float64(),
    "mean_net": pl.Float64(),
    "covered_years": pl.Int64(),
    "agrees": pl.Boolean(),
    "reason": pl.String(),
    "event_ids": _IDS,
}

Row = Mapping[str, Any]
"""One year of one dyad, as `detente.relations.dyad_series` gives it."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A year from which the series of a pair is better (`up`) or worse (`down`) than before, with the means and their statements."""

    year: int
    direction: Literal["up", "down"]
    before: float
    after: float
    event_ids: tuple[str, ...]

    @property
    def change(self) -> float:
        """The mean from the year on less that before it, in summed scores a year."""
        return round(self.after - self.before, 9)


def changes(rows: Sequence[Row]) -> tuple[Turn, ...]:
    """The change at every year of one dyad's yearly series that has one, in order, by the rule of this module; a change of 0 is none."""
    known = {row["year"]: row for row in rows if row["net"] is not None}
    found = []
    for year in sorted(known):
        early = [known[at] for at in range(year - WIDTH, year) if at in known]
        late = [known[at] for at in range(year, year + WIDTH) if at in known]
        if min(len(early), len(late)) < FEWEST or _mean(early) == _mean(late):
            continue
        names = sorted({name for row in (*early, *late) for name in row["event_ids"]})
        way: Literal["up", "down"] = "up" if _mean(late) > _mean(early) else "down"
        found.append(Turn(year=year, direction=way, before=_mean(early), after=_mean(late), event_ids=tuple(names)))
    return tuple(found)


def series_turns(rows: Sequence[Row]) -> tuple[Turn, ...]:
    """The turns of one dyad's yearly series, in order of years, by the rule of this module."""
    every = changes(rows)
    return tuple(each for each in every if all(_outdoes(each, other) for other in every if 0 < abs(other.year - each.year) <= WIDTH))


def _outdoes(one: Turn, other: Turn) -> bool:
    """Whether a year's change is greater than another's, or they differ in direction, or are equal and it is the earlier."""
    return one.direction != other.direction or (-abs(one.change), one.year) < (-abs(other.change), other.year)


def asserted(
    periods: Iterable[Period],
    series: pl.DataFrame | None,
    *,
    dyads: Sequence[tuple[str, str]],
    labels: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """What the sources assert of each pair of `dyads` (`origin` source) and the turns of its yearly series (`origin` series).

    `first_year` and `last_year` are those of the words, null on an open side. For an asserted turning point: `series_year`, the
    nearest turn of the series in that direction; `distance`, the years from the asserted time to it (negative where the series
    turns first, 0 where it turns within the time that the words name); `chance`, see the module; `before`, `after` and `change`, in
    summed scores a year, and their statements. For a period with both ends: `mean_net` over its `covered_years`; `agrees`, for a
    good or bad one whether that mean is above or below 0, and for one of becoming better or worse whether the mean of its later
    half is above or below that of its earlier half (`after`, `before`). Where the series has no number these are null, and
    `reason` says why. Rows stand in the order of pairs and years, those of the series last. `labels` gives the key that stands
    for a document; `series` is yearly, from `dyad_series`.
    """
    told, names = list(periods), labels or {}
    rows = [
        row for pair in dyads for row in _of_dyad(pair, [each for each in told if {*each.states} == {*pair}], _years(series, pair), names)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _years(series: pl.DataFrame | None, pair: tuple[str, str]) -> list[dict[str, Any]]:
    return [] if series is None else list(series.filter(pl.col("dyad") == "-".join(pair)).sort("year").iter_rows(named=True))


def _of_dyad(pair: tuple[str, str], periods: Sequence[Period], rows: Sequence[Row], names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    turns, dyad = series_turns(rows), "-".join(pair)
    for period in sorted(periods, key=_order):
        yield _EMPTY | {"dyad": dyad} | _said(period, names) | (_beside(period, rows, turns) if period.turning else _within(period, rows))
    for turn in turns:
        row_id = content_id("turn", dyad, turn.year, turn.direction)
        identity = {"dyad": dyad, "origin": "series", "row_id": row_id, "direction": turn.direction, "turning": True}
        yield _EMPTY | identity | {"first_year": turn.year, "last_year": turn.year} | _shown(turn)


_EMPTY: dict[str, Any] = dict.fromkeys(_SCHEMA) | {"event_ids": []}


def _order(period: Period) -> tuple[bool, int, int, str]:
    first, last = _bounds(period)
    return first is None and last is None, first or last or 0, last or first or 0, period.period_id


def _bounds(period: Period) -> tuple[int | None, int | None]:
    """The first and the last year of the words, None on an open side."""
    start, end = (period.date.start, period.date.end) if period.date else (None, None)
    return (None if start is None else year_of(start)), (None if end is None else year_of(end))


def _said(period: Period, names: Mapping[str, str]) -> dict[str, Any]:
    first, last = _bounds(period)
    return {
        "origin": "source",
        "row_id": period.period_id,
        "document": names.get(period.document, period.document),
        "label": period.label,
        "holder": period.holder,
        "direction": period.direction,
        "turning": period.turning,
        "first_year": first,
        "last_year": last,
    }


def _shown(turn: Turn) -> dict[str, Any]:
    return {
        "series_year": turn.year,
        "before": round(turn.before, 9),
        "after": round(turn.after, 9),
        "change": turn.change,
        "event_ids": list(turn.event_ids),
    }


def _beside(period: Period, rows: Sequence[Row], turns: Sequence[Turn]) -> dict[str, Any]:
    """An asserted turning point beside the nearest turn of the series."""
    way = "up" if period.direction in _GOOD else "down"
    bounds = [year for year in _bounds(period) if year is not None]
    why = _why_not(bounds, rows) or (None if any(turn.direction == way for turn in turns) else NO_TURN)
    if why:
        return {"reason": why}
    span = bounds[0], bounds[-1]
    alike = [turn for turn in turns if turn.direction == way]
    nearest = min(alike, key=lambda turn: (abs(_apart(span, turn.year)), -abs(turn.change), turn.year))
    years = sorted(_measured(rows))
    by_chance = sum(min(abs(turn.year - year) for turn in alike) for year in years) / len(years)
    return _shown(nearest) | {"distance": _apart(span, nearest.year), "chance": round(by_chance, 9)}


def _why_not(bounds: Sequence[int], rows: Sequence[Row]) -> str | None:
    """Why the series can say nothing of the years of an asserted turning point, or None where it can."""
    if not rows:
        return NO_SERIES
    if not bounds:
        return NO_YEAR
    asked = [row for row in rows if bounds[0] <= row["year"] <= bounds[-1]]
    if not asked:
        return OUTSIDE
    if all(row["net"] is None for row in asked):
        return str(asked[0]["reason"] or THIN)
    return None if {row["year"] for row in asked} & _measured(rows) else THIN


def _measured(rows: Sequence[Row]) -> set[int]:
    """The years with a number that have enough covered years on either side."""
    known = {row["year"] for row in rows if row["net"] is not None}
    sides = ((range(year - WIDTH, year), range(year, year + WIDTH), year) for year in known)
    return {year for early, late, year in sides if min(len(known & {*early}), len(known & {*late})) >= FEWEST}


def _apart(span: tuple[int, int], year: int) -> int:
    """Years from a span to a year: negative before it, 0 within."""
    return min(year - span[0], 0) + max(year - span[1], 0)


def _within(period: Period, rows: Sequence[Row]) -> dict[str, Any]:
    """An asserted period beside the numbers of its years."""
    first, last = _bounds(period)
    if not rows:
        return {"reason": NO_SERIES}
    if first is None or last is None:
        return {"reason": NO_YEAR if first is last else "the words leave one side open"}
    held = [row for row in rows if first <= row["year"] <= last and row["net"] is not None]
    if not held:
        inside = any(first <= row["year"] <= last for row in rows)
        return {"reason": "none of its years has a number" if inside else OUTSIDE, "covered_years": 0 if inside else None}
    names = sorted({name for row in held for name in row["event_ids"]})
    found = {"mean_net": round(_mean(held), 9), "covered_years": len(held), "event_ids": names}
    return found | (_course(period, held) if period.direction in ("up", "down") else {"agrees": _agrees(period, _mean(held))})


def _course(period: Period, held: Sequence[Row]) -> dict[str, Any]:
    """Whether the later half of a period's covered years is better or worse than the earlier; a middle one is left out."""
    half = len(held) // 2
    if half < FEWEST:
        return {"reason": THIN}
    before, after = _mean(held[:half]), _mean(held[-half:])
    change = round(after - before, 9)
    return {"before": round(before, 9), "after": round(after, 9), "change": change, "agrees": _agrees(period, change)}


def _agrees(period: Period, value: float) -> bool:
    return value > 0 if period.direction in _GOOD else value < 0


def _mean(rows: Sequence[Row]) -> float:
    return float(sum(row["net"] for row in rows) / len(rows))
