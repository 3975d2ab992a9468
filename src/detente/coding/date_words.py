"""The words that name dates, as patterns: months, seasons, units, numbers, parts and relations.

The lists are in `data/date_words.yaml`. Patterns are joined once, on first use, and are linear: no
repetition stands inside another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from detente.coding.number_words import CARDINAL, ORDINALS
from detente.dates import read_edtf

YEAR = r"(?:1\d{3}|20\d\d)"
ORDINAL_END = r"(?:<sup>)?(?:st|nd|rd|th|ST|ND|RD|TH)(?:</sup>)?"
DASH = r"\s?[-–—‑]\s?"
UNIT = r"(?:days?|weeks?|fortnights?|months?|years?|decades?|century|centuries|weekends?)"
COUNT = rf"(?:\d{{1,3}}|an?|{CARDINAL}|several|a few|few|some|a couple of|a dozen|half an?|the better part of an?)"
DECADE_WORDS = {
    word: 10 * n
    for n, word in enumerate(["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], start=2)
}
PARTS = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "midway": "mid",
    "late": "late",
    "later": "late",
    "beginning": "beginning",
    "start": "beginning",
    "opening": "beginning",
    "outset": "beginning",
    "dawn": "beginning",
    "eve": "beginning",
    "end": "end",
    "close": "end",
    "closing": "end",
    "final": "end",
    "last": "end",
    "rest": "rest",
    "remainder": "rest",
    "entire": "whole",
    "whole": "whole",
    "course": "whole",
}
UNIT_NAMES = {"fortnight": ("week", 2), "weekend": ("week", 1), "century": ("century", 1), "centurie": ("century", 1)}


@dataclass(frozen=True, kw_only=True)
class NamedPeriod:
    """A happening that texts date by, with the days it ran."""

    pattern: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class DateWords:
    """The lists of `date_words.yaml`, looked up by the words as written (months and seasons in lower case)."""

    months: dict[str, int]
    ambiguous: frozenset[str]
    seasons: dict[str, int]
    weekdays: dict[str, int]
    festivals: dict[str, tuple[int, int, int]]
    counted: frozenset[str]
    event_nouns: frozenset[str]
    office_nouns: frozenset[str]
    periods: tuple[NamedPeriod, ...]


def _day(edtf: str, *, last: bool) -> int:
    date = read_edtf(edtf)
    day = date.last if last else date.first
    if day is None:
        raise ValueError(f"a named period needs both ends: {edtf!r}")
    return day


@cache
def date_words() -> DateWords:
    """The word lists, read once."""
    text = (files("detente") / "data" / "date_words.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    months = {name.lower(): int(number) for number, names in data["months"].items() for name in names}
    return DateWords(
        months=months,
        ambiguous=frozenset(name.lower() for name in data["ambiguous_months"]),
        seasons={name: int(number) for number, names in data["seasons"].items() for name in names},
        weekdays={name.lower(): number for number, name in enumerate(data["weekdays"])},
        festivals={name: (month, first, last) for name, (month, first, last) in data["festivals"].items()},
        counted=frozenset(data["counted"]),
        event_nouns=frozenset(data["event_nouns"]),
        office_nouns=frozenset(data["office_nouns"]),
        periods=tuple(
            NamedPeriod(pattern=row["pattern"], start=_day(row["start"], last=False), end=_day(row["end"], last=True))
            for row in data["named_periods"]
        ),
    )


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def month_pattern() -> str:
    """Month names with a capital (or all in capitals) and their abbreviations."""
    names = [name for month in date_words().months for name in (month.capitalize(), month.upper())]
    # an abbreviation may lose its point before a digit or a dash: "Sept 6", "Jan-April"
    bare = [name[:-1] for name in names if name.endswith(".") and name[:-1].lower() != "may"]
    return rf"(?:(?:{any_of(names)})(?![A-Za-z])|(?:{any_of(bare)})(?=\s?[-–\d]))"


@cache
def season_pattern() -> str:
    """Season names, with or without a capital."""
    return rf"(?:{any_of([*date_words().seasons, *(s.capitalize() for s in date_words().seasons)])})"


@cache
def weekday_pattern() -> str:
    """Weekday names."""
    return rf"(?:{any_of(w.capitalize() for w in date_words().weekdays)})"


@cache
def festival_pattern() -> str:
    """Names of feasts on fixed days."""
    return rf"(?:{any_of(date_words().festivals)})"


@cache
def century_pattern() -> str:
    """The ordinal before "century": "nineteenth", "19th"."""
    return rf"(?:{any_of(ORDINALS)}|\d{{1,2}}{ORDINAL_END})"
