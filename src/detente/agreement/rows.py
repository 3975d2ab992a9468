"""An event as an agreement sees it: its evidence, its states, its type and its dates, whoever coded it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.dates import read_edtf
from detente.ontology import EVENT_TYPES
from detente.spans import Span

NEEDED = ("document", "source_state", "target_state", "event_type")
"""Columns that every coding has; beside them `char_start` and `char_end`, or `quote` where the texts are given."""

_TRUE, _FALSE = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no", ""})


class RowRefused(ValueError):
    """A row that is no event, in words."""


@dataclass(frozen=True, kw_only=True, order=True)
class CodedEvent:
    """One event of a coding.

    `span` is its evidence in the raw text of `document`. `first` and `last` are day numbers, None on a
    side that is open; `dated` says whether it has a date at all. States are COW letters, empty for an
    organisation, which is then known by its name.
    """

    document: str
    span: Span
    source: str
    target: str
    event_type: str
    reciprocal: bool = False
    dated: bool = False
    first: int | None = None
    last: int | None = None
    quote: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two sides without direction, in the order of their names."""
        return (self.source, self.target) if self.source <= self.target else (self.target, self.source)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells events apart, in an order that is the same whatever order they came in."""
        days = (self.dated, self.first is None, self.first or 0, self.last is None, self.last or 0)
        return (self.document, self.span, self.source, self.target, self.event_type, self.reciprocal, *days)


def event_of(row: Mapping[str, Any], span: Span) -> CodedEvent:
    """The event of a row whose evidence is `span`; raises `RowRefused` in words."""
    for name in ("document", "event_type"):
        if not row.get(name):
            raise RowRefused(f"{name} is empty")
    if row["event_type"] not in EVENT_TYPES:
        raise RowRefused(f"{row['event_type']!r} is no PLOVER event type")
    first, last = _day(row, "date_start", 0), _day(row, "date_end", 1)
    return CodedEvent(
        document=str(row["document"]),
        span=span,
        source=_side(row, "source"),
        target=_side(row, "target"),
        event_type=str(row["event_type"]),
        reciprocal=_flag(row.get("reciprocal")),
        dated=first is not None or last is not None,
        first=first,
        last=last,
        quote=str(row.get("quote") or ""),
    )


def _side(row: Mapping[str, Any], side: str) -> str:
    """The state's letters, else the actor's name in brackets: organisations are compared by name."""
    return str(row.get(f"{side}_state") or "") or f"<{row.get(f'{side}_actor') or ''}>"


def _day(row: Mapping[str, Any], name: str, side: int) -> int | None:
    """The first or last day of a partial ISO date, None where the cell is empty."""
    text = str(row.get(name) or "").strip()
    if not text:
        return None
    try:
        date = read_edtf(text)
    except ValueError:
        raise RowRefused(f"{name} {text!r} is no date such as 1950, 1950-02 or 1950-02-14") from None
    return date.end if side else date.start


def _flag(value: Any) -> bool:  # noqa: ANN401 - as JSON or CSV has it
    if isinstance(value, bool):
        return value
    text = str("" if value is None else value).strip().lower()
    if text not in _TRUE | _FALSE:
        raise RowRefused(f"reciprocal {text!r} is neither true nor false")
    return text in _TRUE
