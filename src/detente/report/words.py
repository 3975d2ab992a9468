"""How the page writes dates, numbers, names and anchors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isnan

from detente.dates import UncertainDate, calendar_day, days_in_month
from detente.model import Figure

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_BOUND_WORDS = {
    "exact": "",
    "about": "about ",
    "at_least": "at least ",
    "at_most": "at most ",
    "more_than": "more than ",
    "less_than": "less than ",
    "range": "",
    "order": "of the order of ",
}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PATH = re.compile(r"(?:(?<![\w/.:])|(?<=file:)(?://)?)(?:~|[A-Za-z]:)?[/\\](?:[^\s/\\'\":;,<>|]+[/\\])+")


def anchor(kind: str, ident: str) -> str:
    """The anchor of a thing (`event-3f9a...`): letters, digits, `-` and `_` only, whatever a coder gave as its id."""
    return f"{kind}-{re.sub(r'[^A-Za-z0-9_-]', '_', ident)}"


def year_text(year: int) -> str:
    """A year as readers write it: `1950`, and `431 BCE` for astronomical -430."""
    return str(year) if year > 0 else f"{1 - year} BCE"


def decade_text(decade: int) -> str:
    """A decade by its first year: `1950s`; before the common era both years are given."""
    return f"{decade}s" if decade > 0 else f"{year_text(decade)} to {year_text(decade + 9)}"


def day_text(day: int) -> str:
    """A day number in words: `14 February 1950`."""
    year, month, of_month = calendar_day(day)
    return f"{of_month} {MONTHS[month - 1]} {year_text(year)}"


def date_text(date: UncertainDate | None) -> str:
    """A date as precise as it is known, or `undated`."""
    if date is None or date.first is None:
        return "undated"
    if date.start is None:
        return f"until {_side(date.last, first=False)}"
    if date.end is None:
        return f"since {_side(date.start, first=True)}"
    return _closed(date.start, date.end)


def days_text(first: int | None, last: int | None) -> str:
    """A first and a last day in words, as short as they allow: `March 2013` for the 1st to the 31st; `undated` for None."""
    return "undated" if first is None or last is None else _closed(first, last)


def years_text(first: int | None, last: int | None) -> str:
    """The years of a first and a last day: `1950`, `1950 to 1956`; `undated` for None."""
    return "undated" if first is None or last is None else _years(calendar_day(first)[0], calendar_day(last)[0], decades=False)


def _closed(start: int, end: int) -> str:
    """Both sides as finely as the finer of the two: years, months or days."""
    (year, month, day), (last_year, last_month, last_day) = calendar_day(start), calendar_day(end)
    if day != 1 or last_day != days_in_month(last_year, last_month):
        return _days(start, end)
    if (month, last_month) == (1, 12):
        return _years(year, last_year)
    same_year = year == last_year
    left = MONTHS[month - 1] + ("" if same_year else f" {year_text(year)}")
    right = f"{MONTHS[last_month - 1]} {year_text(last_year)}"
    return right if same_year and month == last_month else f"{left} to {right}"


def _days(start: int, end: int) -> str:
    (year, month, day), (last_year, last_month, _) = calendar_day(start), calendar_day(end)
    if start == end:
        return day_text(start)
    if year != last_year:
        return f"{day_text(start)} to {day_text(end)}"
    return f"{day}{'' if month == last_month else f' {MONTHS[month - 1]}'} to {day_text(end)}"


def _years(first: int, last: int, *, decades: bool = True) -> str:
    if first == last:
        return year_text(first)
    if decades and first > 0 and first % 10 == 0 and last == first + 9:
        return decade_text(first)
    return f"{year_text(first)} to {year_text(last)}"


def _side(day: int | None, *, first: bool) -> str:
    """One bound of a date that is open on the other side, as coarse as it can be said."""
    if day is None:
        return "?"
    year, month, of_month = calendar_day(day)
    if (month, of_month) == ((1, 1) if first else (12, 31)):
        return year_text(year)
    if of_month == (1 if first else days_in_month(year, month)):
        return f"{MONTHS[month - 1]} {year_text(year)}"
    return day_text(day)


def number_text(value: float | None, *, places: int = 1) -> str:
    """A number for reading: thousands in groups, millions in words, at most `places` decimals; a dash for None or NaN."""
    if value is None or isnan(value):
        return "–"
    for size, name in _SCALES:
        if abs(value) >= size:
            return f"{_plain(value / size, 3)} {name}"
    return _plain(value, places)


def _plain(value: float, places: int) -> str:
    text = f"{value:,.{places}f}".rstrip("0").rstrip(".") if places else f"{value:,.0f}"
    return "0" if text in ("-0", "") else text.replace("-", "\u2212")


def amount_text(figure: Figure) -> str:
    """A figure with the words that bind it: `more than 300 million US dollars`, `50 to 60 plants`."""
    value = number_text(figure.value, places=2)
    if figure.high is not None and figure.high != figure.value:
        value = f"{value} to {number_text(figure.high, places=2)}"
    return f"{_BOUND_WORDS.get(figure.bound, '')}{value} {figure.unit}".strip()


def count_text(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 source`, `12 sources`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Words in a row: `a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def label_text(text: str) -> str:
    """Text for a spoken label: on one line, without marks that turn the direction of writing."""
    return re.sub(r"\s+", " ", _BIDI.sub("", fit_text(text))).strip()


def fit_text(text: str) -> str:
    """Text as a page can hold it, character by character: control characters and lone surrogates as U+FFFD, CR as a blank."""
    return _UNFIT.sub("\ufffd", text).replace("\r", " ")


def without_paths(text: str) -> str:
    """Text in which the folders of absolute paths are cut, so that no reader learns whose machine made the page."""
    return _PATH.sub("", text)
