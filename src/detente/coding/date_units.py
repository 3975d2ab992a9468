"""Calendar arithmetic for reading dates: units, their parts, and steps from one to the next.

Everything is a closed interval of day numbers with the unit it was said in, so that "late" cuts a
month, a year and a decade each in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.dates import calendar_day, day_number, days_in_month

Unit = Literal["day", "week", "month", "season", "year", "decade", "century", "interval"]
UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "season": "season",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
"""The units of the calendar by the name of the precision of a date known as finely."""


@dataclass(frozen=True, slots=True)
class Days:
    """A closed run of days and the unit of the calendar it was named by."""

    start: int
    end: int
    unit: Unit
    approximate: bool = False

    @property
    def middle(self) -> int:
        """The day half way through."""
        return (self.start + self.end) // 2


def day_of(year: int, month: int, day: int) -> Days | None:
    """One day, or None where the calendar has no such day (31 June)."""
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    number = day_number(year, month, day)
    return Days(number, number, "day")


def month_of(year: int, month: int) -> Days:
    """A month; `month` may run past 1 to 12 and carries into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Days(day_number(year, month), day_number(year, month, days_in_month(year, month)), "month")


def season_of(year: int, season: int) -> Days:
    """An EDTF season (21 to 24) of the northern year; winter runs from December to the next February."""
    first = {21: 3, 22: 6, 23: 9, 24: 12}[season]
    return Days(month_of(year, first).start, month_of(year, first + 2).end, "season")


def years_of(first: int, last: int, unit: Unit = "interval") -> Days:
    """From 1 January of `first` to 31 December of `last`."""
    return Days(day_number(first), day_number(last, 12, 31), unit)


def year_of_days(year: int) -> Days:
    """A calendar year."""
    return years_of(year, year, "year")


def decade_of(year: int) -> Days:
    """The decade a year lies in."""
    first = year - year % 10
    return years_of(first, first + 9, "decade")


def century_of(ordinal: int) -> Days:
    """The n-th century as EDTF counts it: the nineteenth is 1800 to 1899."""
    return years_of(100 * (ordinal - 1), 100 * ordinal - 1, "century")


def week_of(day: int) -> Days:
    """The week from Monday to Sunday that holds `day`."""
    monday = day - (day - 1) % 7
    return Days(monday, monday + 6, "week")


def containing(day: int, unit: Unit) -> Days:
    """The unit of the calendar that holds `day`; an interval or a century has no neighbours and gives its century."""
    year, month, _ = calendar_day(day)
    if unit == "day":
        return Days(day, day, "day")
    if unit == "week":
        return week_of(day)
    if unit == "month":
        return month_of(year, month)
    if unit == "season":
        return season_of(year - 1 if month <= 2 else year, 24 if month in (12, 1, 2) else 20 + month // 3)
    if unit == "year":
        return year_of_days(year)
    return decade_of(year) if unit == "decade" else century_of(year // 100 + 1)


def moved(day: int, count: int, unit: Unit) -> int:
    """The day `count` units away, kept inside a shorter month (31 January plus a month is the last of February)."""
    if unit == "day":
        return day + count
    if unit == "week":
        return day + 7 * count
    months = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}.get(unit, 1) * count
    year, month, of_month = calendar_day(day)
    target = calendar_day(month_of(year, month + months).start)
    return day_number(target[0], target[1], min(of_month, days_in_month(target[0], target[1])))


def neighbour(days: Days, count: int, unit: Unit) -> Days:
    """The unit `count` steps after (or before) the one that `days` lies in: "the following month", "the previous year"."""
    edge = days.end if count > 0 else days.start
    return containing(moved(containing(edge, unit).start, count, unit), unit)


_PARTS: dict[str, dict[str, tuple[int, int, int]]] = {
    # part -> (first, end, of): units from `first` up to `end` out of `of` equal pieces of the unit
    "month": {"early": (0, 10, 30), "mid": (10, 20, 30), "late": (20, 30, 30), "beginning": (0, 7, 30), "end": (23, 30, 30)},
    "year": {"early": (0, 4, 12), "mid": (4, 8, 12), "late": (8, 12, 12), "beginning": (0, 2, 12), "end": (10, 12, 12)},
    "decade": {"early": (0, 4, 10), "mid": (4, 7, 10), "late": (7, 10, 10), "beginning": (0, 2, 10), "end": (8, 10, 10)},
    "century": {"early": (0, 34, 100), "mid": (34, 67, 100), "late": (67, 100, 100), "beginning": (0, 10, 100), "end": (90, 100, 100)},
    "interval": {"early": (0, 1, 3), "mid": (1, 2, 3), "late": (2, 3, 3), "beginning": (0, 1, 5), "end": (4, 5, 5)},
}
_FRACTIONS = {
    "first half": (0, 1, 2),
    "second half": (1, 2, 2),
    "first quarter": (0, 1, 4),
    "second quarter": (1, 2, 4),
    "third quarter": (2, 3, 4),
    "last quarter": (3, 4, 4),
    "first third": (0, 1, 3),
    "last third": (2, 3, 3),
}


def part_of(days: Days, part: str) -> Days:
    """Cut `days` to a part: early, mid, late, beginning, end, a half, a quarter, a third, or whole.

    What stays is a rule of thumb (the first third of a month, four months of a year, the years 0-3,
    4-6 and 7-9 of a decade) and is marked approximate, but for halves and quarters.
    """
    if part == "whole":
        return days
    if part in _FRACTIONS:
        first, end, of = _FRACTIONS[part]
        return Days(_cut(days, first, of), _cut(days, end, of) - 1, "interval")
    table = _PARTS.get(days.unit, _PARTS["interval"])
    first, end, of = table[part]
    return Days(_cut(days, first, of), _cut(days, end, of) - 1, "interval", approximate=True)


def _cut(days: Days, piece: int, of: int) -> int:
    """The first day of piece number `piece` when `days` is divided into `of`; whole months and years where they fit."""
    if piece == of:
        return days.end + 1
    year, month, _ = calendar_day(days.start)
    if days.unit in ("decade", "century"):
        whole = {"decade": 10, "century": 100}[days.unit]
        return day_number(year + whole * piece // of)
    if days.unit == "year" and 12 * piece % of == 0:
        return month_of(year, month + 12 * piece // of).start
    if days.unit == "month" and of == 2:
        return days.start + 15 * piece
    length = days.end - days.start + 1
    return days.start + min(piece if of == 30 else length * piece // of, length - 1)
