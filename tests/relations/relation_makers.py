"""Events and dates for the tests of relations, made from a few words each."""

from detente.dates import read_edtf
from detente.model import Actor, DateMention, Event
from detente.ontology import score
from detente.spans import Span


def person(name, state, role="president"):
    return Actor(name=name, role=role, state=state)


def country(state):
    return Actor(name=state or "the United Nations", role="state" if state else "organisation", state=state)


def event(event_id, source, target, event_type, date, **more):
    """An event between two states (letters or actors) on an EDTF date, or None for no date."""
    mode = more.pop("mode", None)
    words = {
        "event_id": event_id,
        "document": "doc-1",
        "sentence": f"sentence-{event_id}",
        "span": Span(0, 4),
        "quote": "they",
        "source": source if isinstance(source, Actor) else country(source),
        "target": target if isinstance(target, Actor) else country(target),
        "event_type": event_type,
        "mode": mode,
        "contexts": (),
        "reciprocal": event_type == "CONSULT",
        "modality": "asserted",
        "date": read_edtf(date) if isinstance(date, str) else date,
        "intensity": score(event_type, mode),
        "confidence": 1.0,
        "coder": "hand",
        "coder_version": "1",
        "rule": "test",
    }
    return Event(**(words | more))


def mention(date, document="doc-1", states=("CHN", "RUS")):
    """A date in a paragraph that names `states`."""
    return DateMention(document=document, sentence="s", span=Span(0, 4), date=read_edtf(date), states=tuple(states))


def row_of(frame, dyad, period):
    (row,) = frame.filter((frame["dyad"] == dyad) & (frame["period"] == period)).iter_rows(named=True)
    return row
