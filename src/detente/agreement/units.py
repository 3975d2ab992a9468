"""The units that codes are compared on: matched pairs of events, and passages of evidence with a pair of actors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.agreement.rows import CodedEvent
from detente.spans import Span

NONE = "no event"
"""The category of a unit for a coder who has no event there, where that is asked for."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A passage of a document and a pair of actors, with the types that either coder gives there; none where a coder has no event."""

    document: str
    span: Span
    pair: tuple[str, str]
    a: frozenset[str]
    b: frozenset[str]

    @property
    def only(self) -> str:
        """Which coder alone has an event here: a, b, or nothing where both have."""
        return "" if self.a and self.b else "a" if self.a else "b"


def label(types: Iterable[str]) -> str | None:
    """The one nominal code of a unit: its type, several types joined in order, None for none."""
    return "+".join(sorted(types)) or None


def units_of(a: Sequence[CodedEvent], b: Sequence[CodedEvent]) -> tuple[Unit, ...]:
    """Every passage with a pair of actors of which one coder or both have an event, in the order of the texts.

    A passage is what overlapping evidence of both codings covers: a sentence where evidence is sentences.
    """
    runs: dict[str, list[Span]] = {}
    for document in sorted({event.document for event in (*a, *b)}):
        runs[document] = _runs(event.span for event in (*a, *b) if event.document == document)
    found: dict[tuple[str, Span, tuple[str, str]], tuple[set[str], set[str]]] = {}
    for side, events in enumerate((a, b)):
        for event in events:
            spans = runs[event.document]
            run = spans[bisect_right(spans, event.span.start, key=lambda span: span.start) - 1]
            found.setdefault((event.document, run, event.pair), (set(), set()))[side].add(event.event_type)
    return tuple(
        Unit(document=document, span=span, pair=pair, a=frozenset(mine), b=frozenset(theirs))
        for (document, span, pair), (mine, theirs) in sorted(found.items(), key=lambda item: item[0])
    )


def _runs(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap, joined; in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
