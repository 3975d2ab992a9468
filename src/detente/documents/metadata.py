"""What is said of a source beside its text: by its own file, or by the study."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.dates import UncertainDate, read_edtf

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b{_MONTH},? (\d{{4}})\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(\d{4})\s?[-–—/]\s?(\d{4}|\d\d)\b")
_YEAR = re.compile(r"(?<![\d-])(1[0-9]\d\d|20\d\d)(?![\d-])")
_DECADE = re.compile(r"\b(1[0-9]\d|20\d)0s\b")
_LONE = re.compile("[\ud800-\udfff]")
_ISO = re.compile(r"\b(-?\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d[^ ]*)?")


@dataclass(frozen=True, kw_only=True)
class SourceMetadata:
    """What the study says of a source; it goes before what the file says of itself.

    `date` (of writing) and `covers` (the period told of) are EDTF (`1956-12-14`, `1945/1952`) or plain
    prose ("14 December 1956"); a date that says nothing readable is left out with a warning.
    """

    title: str = ""
    author: str = ""
    date: str = ""
    kind: str = ""
    covers: str = ""
    citation: str = ""


def read_date(words: str, *, basis: str = "published") -> UncertainDate | None:
    """The date that `words` are or hold: EDTF, ISO with a time, prose, or a lone year; None if none."""
    words = " ".join(words.split())
    try:
        return read_edtf(words, basis=basis)
    except ValueError:
        pass
    for reader in (_iso, _day_first, _month_first, _month_year, _years, _year):
        edtf = reader(words)
        if edtf:
            try:
                return read_edtf(edtf, text=words, basis=basis)
            except ValueError:
                continue
    return None


def read_period(title: str) -> UncertainDate | None:
    """The period that a title names: a run of years ("1969-1979"), a decade ("the 1930s") or its one year."""
    decade = _DECADE.search(title)
    edtf = _years(title) or (f"{decade.group(1)}X" if decade else None) or _year(title)
    try:
        return read_edtf(edtf, text=title, basis="declared") if edtf else None
    except ValueError:
        return None


def _iso(words: str) -> str | None:
    match = _ISO.search(words)
    return match.group(1) if match else None


def _day_first(words: str) -> str | None:
    match = _DAY_FIRST.search(words)
    return f"{match.group(3)}-{_MONTHS[match.group(2).lower()]:02d}-{int(match.group(1)):02d}" if match else None


def _month_first(words: str) -> str | None:
    match = _MONTH_FIRST.search(words)
    return f"{match.group(3)}-{_MONTHS[match.group(1).lower()]:02d}-{int(match.group(2)):02d}" if match else None


def _month_year(words: str) -> str | None:
    match = _MONTH_YEAR.search(words)
    return f"{match.group(2)}-{_MONTHS[match.group(1).lower()]:02d}" if match else None


def _years(words: str) -> str | None:
    match = _YEARS.search(words)
    if not match:
        return None
    first, last = match.groups()
    return f"{first}/{first[: 4 - len(last)]}{last}"


def _year(words: str) -> str | None:
    found = _YEAR.findall(words)
    return found[0] if len(found) == 1 else None


def plain(value: object) -> str:
    """A value of YAML or JSON as words: lists joined by semicolons, None as nothing, half a surrogate pair as U+FFFD."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(plain(item) for item in value)
    if isinstance(value, dict):
        return "/".join(plain(item) for item in value.values())
    return _LONE.sub("\ufffd", " ".join(str(value).split()))
