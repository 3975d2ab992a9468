"""Identifiers of what a coder says: hashes of the statement, the same on any machine."""

from __future__ import annotations

from detente.model import Event, content_id


def event_id(event: Event) -> str:
    """The id of an event: its evidence, its actors, its codes and the rule; never its confidence or the coder's version.

    It can be computed again from the stored row, which is how `detente check` holds it to its words.
    """
    predicate = [[trace.span.start, trace.span.end] for trace in event.trace if trace.part == "predicate"]
    return content_id(
        "event",
        event.document,
        event.sentence,
        [event.span.start, event.span.end],
        predicate,
        [event.source.name, event.source.state, event.source.role],
        [event.target.name, event.target.state, event.target.role],
        event.event_type,
        event.mode,
        event.modality,
        event.date.edtf if event.date else None,
        event.place,
        event.rule,
        *([event.own_type] if event.own_type else []),
    )
