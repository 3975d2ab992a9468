"""What holds of every coding, whatever stands in the document."""

from __future__ import annotations

import math
from collections import Counter

from detente.coding.events import MOST_EVENTS
from detente.coding.ids import event_id
from detente.coding.learned.claims import MOTIVES
from detente.model import Coding, Document, Event
from detente.ontology import CONTEXTS, EVENT_TYPES
from detente.spans import Span

KINDS = {
    "figures": "figure_id",
    "agreements": "agreement_id",
    "reasons": "reason_id",
    "periods": "period_id",
    "milestones": "milestone_id",
}


def check_coding(document: Document, coding: Coding) -> None:
    """Assert every invariant of a coding of the document."""
    assert coding.document == document.document_id
    check_sentences(document, coding)
    spans = {sentence.sentence_id: sentence.span for sentence in coding.sentences}
    for event in coding.events:
        check_event(event, spans[event.sentence], document.raw)
    assert len({event.event_id for event in coding.events}) == len(coding.events)
    assert max(Counter(event.sentence for event in coding.events).values(), default=0) <= MOST_EVENTS
    for figure in coding.figures:
        assert math.isfinite(figure.value) and (figure.high is None or math.isfinite(figure.high))
    for kind, key in KINDS.items():
        found = getattr(coding, kind)
        assert len({getattr(statement, key) for statement in found}) == len(found), kind
        for statement in found:
            assert statement.quote == statement.span.of(document.raw)
            assert spans[statement.sentence].contains(statement.span)
            assert all(spans[statement.sentence].contains(trace.span) for trace in getattr(statement, "trace", ()))
    check_claims(coding)
    for date in coding.dates:
        assert spans[date.sentence].contains(date.span)
        assert len(date.states) == len(set(date.states))


def check_claims(coding: Coding) -> None:
    """Agreements have two parties, periods two states and a time, reasons a class and what they quote."""
    assert all(len(agreement.parties) > 1 for agreement in coding.agreements)
    for period in coding.periods:
        assert len(period.states) == 2 and period.date is not None and 0.0 <= period.confidence <= 1.0
    for reason in coding.reasons:
        assert reason.motive in MOTIVES and reason.motive not in reason.also and 0.0 <= reason.confidence <= 1.0
        assert (reason.holder is None) == (reason.holder_kind == "author")


def check_sentences(document: Document, coding: Coding) -> None:
    """Sentences stand in the text in order, none over another, each once."""
    end = 0
    for number, sentence in enumerate(coding.sentences):
        assert sentence.index == number
        assert sentence.text == sentence.clean_span.of(document.text)
        assert end <= sentence.clean_span.start
        assert 0 <= sentence.span.start <= sentence.span.end <= len(document.raw)
        end = sentence.clean_span.end
    assert len({sentence.sentence_id for sentence in coding.sentences}) == len(coding.sentences)


def check_event(event: Event, sentence: Span, raw: str) -> None:
    """An event is between two actors, at least one a state, and every part of it stands in its sentence."""
    assert sentence.contains(event.span)
    assert event.quote == event.span.of(raw)
    assert event.event_type in EVENT_TYPES
    assert set(event.contexts) <= set(CONTEXTS)
    assert 0.0 < event.confidence < 1.0
    assert -10.0 <= event.intensity <= 10.0
    assert event.modality in ("asserted", "planned", "denied", "alleged")
    assert event.event_id == event_id(event)
    assert event.source.name and event.target.name
    states = [actor.state for actor in (event.source, event.target) if actor.state]
    assert states and len(set(states)) == len(states)
    assert all(actor.state or actor.role == "organisation" for actor in (event.source, event.target)), event
    assert any(trace.part == "predicate" for trace in event.trace)
    assert all(sentence.contains(trace.span) for trace in event.trace), event.trace
