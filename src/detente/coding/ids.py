"""Identifiers of what a coder says: hashes of the statement, the same on any machine."""

from __future__ import annotations

from detente.dates import UncertainDate
from detente.model import Actor, content_id
from detente.spans import Span


def event_id(
    *,
    document: str,
    sentence: str,
    span: Span,
    predicate: int,
    source: Actor,
    target: Actor,
    event_type: str,
    mode: str | None,
    modality: str,
    date: UncertainDate | None,
    rule: str,
) -> str:
    """The id of an event: its evidence, its actors, its codes and the rule; never its confidence or coder's version."""
    return content_id(
        "event",
        document,
        sentence,
        [span.start, span.end],
        predicate,
        [source.name, source.state, source.role],
        [target.name, target.state, target.role],
        event_type,
        mode,
        modality,
        date.edtf if date else None,
        rule,
    )
