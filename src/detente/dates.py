"""Uncertain dates: the words as written, an EDTF string, and first and last day as integers.

A day number counts days of the proleptic Gregorian calendar; 1 January of year 1 is day 1, as in
`datetime.date.toordinal`, and years are astronomical (year 0 is 1 BCE), so that any century sorts
and subtracts. No `datetime` is used: it knows no year before 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "week", "month", "season", "quarter", "half", "year", "decade", "century", "interval", "unknown"]
"""How finely a date is known. `interval` is a span that is none of the calendar's units."""

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_ATOM = re.compile(r"(?:((?!-0000)-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?|(\d{3}X|\d{2}XX))[?~%]?", re.ASCII)


def is_leap(year: int) -> bool:
    """Whether the astronomical `year` has a 29 February in the Gregorian calendar."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """The number of days of `month` (1 to 12) in `year`."""
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


UNIX_DAY = 719_163
"""The day number of 1 January 1970, from which data frames, Parquet and SQL count."""


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """The day number of a Gregorian date; raises `ValueError` when there is no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    shifted = year - (month <= 2)
    era_day = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400
    return era_day + (153 * ((month + 9) % 12) + 2) // 5 + day - 306


def julian_day_number(year: int, month: int, day: int) -> int:
    """The (Gregorian) day number of a date written in the Julian calendar ("Old Style").

    Raises `ValueError` when that calendar has no such day.
    """
    if not 1 <= month <= 12 or not 1 <= day <= (29 if month == 2 and year % 4 == 0 else _MONTH_DAYS[month - 1]):
        raise ValueError(f"no such day: {year}-{month}-{day} (Julian)")
    shifted = year - (month <= 2)
    return 365 * shifted + shifted // 4 + (153 * ((month + 9) % 12) + 2) // 5 + day - 308


def calendar_day(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number; the inverse of `day_number`."""
    shifted = number + 305
    era, of_era = divmod(shifted, 146097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return year_of_era + 400 * era + (month <= 2), month, day


def iso_day(number: int) -> str:
    """A day number as `YYYY-MM-DD`; years before 1 carry a sign, as in ISO 8601 (`-0430-03-01`)."""
    year, month, day = calendar_day(number)
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"


def year_of(number: int) -> int:
    """The astronomical year a day number falls in."""
    return calendar_day(number)[0]


@dataclass(frozen=True, kw_only=True, order=False)
class UncertainDate:
    """A date as a source gives it.

    `text` is the wording, `edtf` the same in the Extended Date/Time Format (ISO 8601-2), `start` and
    `end` the first and last day (inclusive) it can mean. `start` or `end` is None where the source
    leaves that side open ("by mid-1960", "since then"). `basis` says where it comes from: `explicit`
    (its own words), `relative` (words read against the text's time line), `inherited` (from the
    paragraph or section), `entry` (the date that heads its entry in a chronology), `published` (from the date of writing), or `declared`.
    """

    text: str
    edtf: str
    start: int | None
    end: int | None
    precision: Precision
    basis: str = "explicit"

    @property
    def first(self) -> int | None:
        """The first bound that is known: `start`, else `end`."""
        return self.start if self.start is not None else self.end

    @property
    def last(self) -> int | None:
        """The last bound that is known: `end`, else `start`."""
        return self.end if self.end is not None else self.start

    @property
    def start_text(self) -> str | None:
        """The first day as a partial ISO date, as precise as the source (`1950-02`), or None if open."""
        return None if self.start is None else _partial(self.start, self.end, self.precision, first=True)

    @property
    def end_text(self) -> str | None:
        """The last day as a partial ISO date, as precise as the source, or None if open."""
        return None if self.end is None else _partial(self.end, self.start, self.precision, first=False)


def _partial(day: int, other: int | None, precision: Precision, *, first: bool) -> str:
    """Cut a bound to the coarsest partial date whose own first (or last) day it is."""
    year, month, of_month = calendar_day(day)
    sign = "-" if year < 0 else ""
    if precision == "day" or (precision == "week" and other is not None):
        return iso_day(day)
    if precision in ("year", "decade", "century", "unknown"):
        return f"{sign}{abs(year):04d}"
    at_year_edge = (month, of_month) == ((1, 1) if first else (12, 31))
    if precision == "interval" and at_year_edge:
        return f"{sign}{abs(year):04d}"
    at_month_edge = of_month == (1 if first else days_in_month(year, month))
    return f"{sign}{abs(year):04d}-{month:02d}" if at_month_edge else iso_day(day)


def _atom_days(atom: str) -> tuple[int, int, Precision]:
    match = _ATOM.fullmatch(atom)
    if not match:
        raise ValueError(f"not an EDTF date: {atom!r}")
    head, month, day, masked = match.groups()
    try:
        if masked:
            return day_number(int(masked.replace("X", "0"))), day_number(int(masked.replace("X", "9")), 12, 31), _masked_precision(masked)
        return _dated_days(int(head), int(month) if month else None, int(day) if day else None)
    except ValueError as fault:
        raise ValueError(f"not an EDTF date: {atom!r}: {fault}") from None


def _masked_precision(masked: str) -> Precision:
    return "decade" if masked.count("X") == 1 else "century"


def _dated_days(year: int, month: int | None, day: int | None) -> tuple[int, int, Precision]:
    if month is None:
        return day_number(year), day_number(year, 12, 31), "year"
    if day is not None:
        number = day_number(year, month, day)
        return number, number, "day"
    if month in _SEASON_MONTHS:
        low, high = _SEASON_MONTHS[month]
        last_year, last_month = (year, high) if high <= 12 else (year + 1, high - 12)
        return day_number(year, low), day_number(last_year, last_month, days_in_month(last_year, last_month)), "season"
    first = day_number(year, month)
    return first, first + days_in_month(year, month) - 1, "month"


def read_edtf(edtf: str, *, text: str | None = None, basis: str = "explicit") -> UncertainDate:
    """Read the part of EDTF that sources need: dates, seasons, `195X`, `19XX`, `?~%`, and intervals.

    An open side is `..` or empty. Raises `ValueError`, naming the string, when it is not EDTF.
    """
    wording = edtf if text is None else text
    if "/" not in edtf:
        start, end, precision = _atom_days(edtf)
        return UncertainDate(text=wording, edtf=edtf, start=start, end=end, precision=precision, basis=basis)
    left, _, right = edtf.partition("/")
    first = None if left in ("", "..") else _atom_days(left)
    last = None if right in ("", "..") else _atom_days(right)
    if first is None and last is None:
        raise ValueError(f"an interval open on both sides says nothing: {edtf!r}")
    if first and last and first[0] > last[1]:
        raise ValueError(f"the interval ends before it begins: {edtf!r}")
    return UncertainDate(
        text=wording,
        edtf=edtf,
        start=first[0] if first else None,
        end=last[1] if last else None,
        precision="interval",
        basis=basis,
    )


def date_of_days(start: int | None, end: int | None, *, text: str, basis: str = "explicit", approximate: bool = False) -> UncertainDate:
    """The date that runs from day `start` to day `end`, with the shortest EDTF string that says so."""
    mark = "~" if approximate else ""
    for edtf in _candidate_strings(start, end):
        date = read_edtf(edtf, text=text, basis=basis)
        if (date.start, date.end) == (start, end):
            return read_edtf(_marked(edtf, mark), text=text, basis=basis) if mark else date
    raise ValueError(f"no EDTF string for days {start} to {end}")


def _marked(edtf: str, mark: str) -> str:
    return "/".join(part if part in ("..", "") else part + mark for part in edtf.split("/"))


def _candidate_strings(start: int | None, end: int | None) -> list[str]:
    if start is not None and end is not None:
        year, month, day = calendar_day(start)
        label = f"{'-' if year < 0 else ''}{abs(year):04d}"
        units = [f"{label}-{month:02d}-{day:02d}", f"{label}-{month:02d}", label]
        if year > 0:
            units += [f"{label[:3]}X", f"{label[:2]}XX"]
        units += [f"{label}-{season}" for season in (21, 22, 23, 24)]
        exact = [unit for unit in units if _atom_days(unit)[:2] == (start, end)]
        if exact:
            return exact
    years = _at_year_edge(start, first=True) and _at_year_edge(end, first=False)
    left = ".." if start is None else _bound(start, first=True, years=years)
    right = ".." if end is None else _bound(end, first=False, years=years)
    return [f"{left}/{right}"]


def _at_year_edge(day: int | None, *, first: bool) -> bool:
    return day is None or calendar_day(day)[1:] == ((1, 1) if first else (12, 31))


def _bound(day: int, *, first: bool, years: bool) -> str:
    """One side of an interval: a year where both sides are whole years, else a month or a day."""
    year, month, of_month = calendar_day(day)
    label = f"{'-' if year < 0 else ''}{abs(year):04d}"
    if years:
        return label
    if of_month == (1 if first else days_in_month(year, month)):
        return f"{label}-{month:02d}"
    return f"{label}-{month:02d}-{of_month:02d}"
