"""The sentences behind the statements: which to show, with which neighbours, and which of their words to mark."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from detente.model import Document, Event, Figure, Milestone, Period, Reason, Sentence, Statement, Trace
from detente.report.view import Mark, SeriesRow, StatementKind
from detente.report.words import anchor
from detente.spans import Span

NEIGHBOURS = 2
"""Sentences of context shown before and after the one that gives evidence."""


def with_neighbours(sentences: Iterable[Sentence], wanted: set[str]) -> tuple[Sentence, ...]:
    """The wanted sentences and up to two before and after each, in order of document and place."""
    by_document: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_document[sentence.document].append(sentence)
    kept: list[Sentence] = []
    for document in sorted(by_document):
        row = sorted(by_document[document], key=lambda each: each.index)
        near = {each.index + by for each in row if each.sentence_id in wanted for by in range(-NEIGHBOURS, NEIGHBOURS + 1)}
        kept += [each for each in row if each.index in near]
    return tuple(kept)


def with_quotes(sentences: Sequence[Sentence], statements: Iterable[Statement]) -> tuple[Sentence, ...]:
    """The sentences, and one made of its quote for each statement whose sentence was not given."""
    held = {each.sentence_id for each in sentences}
    missing = {each.sentence: each for each in statements if each.sentence not in held}
    last = max((each.index for each in sentences), default=0)
    made = [
        Sentence(
            sentence_id=name,
            document=each.document,
            index=last + 2 * NEIGHBOURS * at,
            paragraph=-1,
            span=each.span,
            clean_span=each.span,
            text=each.quote,
            page=each.page,
        )
        for at, (name, each) in enumerate(sorted(missing.items()), 1)
    ]
    return (*sentences, *made)


def identity(statement: Statement) -> str:
    """The id of an event, a figure, an agreement, a reason, a period or a milestone."""
    return str(getattr(statement, f"{kind_of(statement)}_id"))


def kind_of(statement: Statement) -> StatementKind:
    """What kind of statement one is, as anchors name it."""
    return next((kind for noun, kind in _KINDS if isinstance(statement, noun)), "agreement")


_KINDS: tuple[tuple[type, StatementKind], ...] = (
    (Event, "event"),
    (Figure, "figure"),
    (Reason, "reason"),
    (Period, "period"),
    (Milestone, "milestone"),
)


def statement_anchor(statement: Statement) -> str:
    """The anchor of a statement: `event-3f9a...`."""
    return anchor(kind_of(statement), identity(statement))


class Marker:
    """Finds, for the raw spans of a code's trace, the words of the cleaned sentences they stand in."""

    def __init__(self, document: Document | None, sentences: Sequence[Sentence]) -> None:
        self._pieces = document.map.pieces if document else ()
        self._raw_starts = [piece[1] for piece in self._pieces]
        self._sentences = sorted(sentences, key=lambda each: each.clean_span.start)
        self._starts = [each.clean_span.start for each in self._sentences]

    def marks(self, statement: Statement) -> tuple[Mark, ...]:
        """The marks of one statement: its trace, or its own words where it has none; doubles left out."""
        traces = getattr(statement, "trace", ()) or (Trace(part=kind_of(statement), span=statement.span),)
        found = {mark for trace in traces if (mark := self._mark(trace)) is not None}
        return tuple(sorted(found, key=lambda mark: (mark.sentence, mark.start, -mark.end, mark.part)))

    def _mark(self, trace: Trace) -> Mark | None:
        span = self._clean(trace.span)
        at = bisect_right(self._starts, span.start) - 1 if span else -1
        if span is None or at < 0:
            return None
        sentence = self._sentences[at]
        end = min(span.end - sentence.clean_span.start, len(sentence.text))
        start = span.start - sentence.clean_span.start
        return Mark(part=trace.part, sentence=sentence.sentence_id, start=start, end=end) if start < end else None

    def _clean(self, raw: Span) -> Span | None:
        first = max(bisect_right(self._raw_starts, raw.start) - 1, 0)
        places = []
        for clean, start, size in self._pieces[first:]:
            if start >= raw.end:
                break
            low, high = max(raw.start, start), min(raw.end, start + size)
            if low < high:
                places.append((low - start + clean, high - start + clean))
        return Span(places[0][0], places[-1][1]) if places else None


def marks_of(statements: Iterable[Statement], documents: Iterable[Document], sentences: Iterable[Sentence]) -> dict[str, tuple[Mark, ...]]:
    """The marks of each statement, by its id; a statement whose words cannot be placed has none."""
    by_name = {name: document for document in documents for name in (document.key, document.document_id)}
    rows: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        rows[sentence.document].append(sentence)
    markers: dict[str, Marker] = {}
    for statement in statements:
        name = statement.document
        if name not in markers:
            markers[name] = Marker(by_name.get(name), rows.get(name, []))
    return {identity(each): markers[each.document].marks(each) for each in statements}


def within_budget(events: Sequence[Event], series: Sequence[SeriesRow], *, most: int, always: Collection[str] = ()) -> tuple[Event, ...]:
    """At most `most` events, in the order given: the surest of every year of every dyad, then the next surest, and so on.

    Those of the ids `always` are kept beside them.
    """
    if len(events) <= most:
        return tuple(events)
    known = {event.event_id: event for event in events}
    ranks = dict.fromkeys(known, len(events))
    for row in series:
        for rank, event in enumerate(sorted((known[i] for i in row.event_ids if i in known), key=_surest)):
            ranks[event.event_id] = min(ranks[event.event_id], rank)
    chosen = {event.event_id for event in sorted(events, key=lambda each: (ranks[each.event_id], _surest(each)))[:most]}
    return tuple(event for event in events if event.event_id in chosen or event.event_id in always)


def _surest(event: Event) -> tuple[bool, float, float, str]:
    return event.modality != "asserted", -event.confidence, -abs(event.intensity), event.event_id
