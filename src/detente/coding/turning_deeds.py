"""Deeds that stand for a turning of a relation: what careful readers list among its turning points without being told that it turned.

A treaty signed, relations restored, an attack, a rupture, a withdrawal: the sentence says only what was done. They are kept apart from
what a source asserts of the relation (`Period.deed`), because the series is made of these same deeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente.dates import UncertainDate, year_of
from detente.model import Agreement, Direction, Event, Period, Trace, content_id

SURE = 0.45
"""How sure the coder must be of an event, chosen on texts looked at while writing."""
_WAYS: Mapping[str, Direction] = {
    "ASSAULT": "low",
    "SANCTION": "down",
    "COERCE": "down",
    "MOBILIZE": "down",
    "THREATEN": "down",
    "RETREAT": "up",
}
_MAKING = frozenset({"treaty", "relations", "armistice", "settlement", "organisation", "communique", "arms control"})
_OWN = ("explicit", "relative")
_GOOD = ("up", "high")
_PAIR = 2
Key = tuple[tuple[str, ...], bool, int]
"""The two states, whether for the better, and the year."""


def turning_deeds(events: Sequence[Event], agreements: Sequence[Agreement], periods: Sequence[Period]) -> list[Period]:
    """The periods of a document and deeds that stand for a turning: by two states, way and year the surest, where none is told."""
    known = {key for period in periods if (key := _key(period))}
    found = list(periods)
    for candidate in sorted((*_of_agreements(agreements), *_of_events(events)), key=lambda each: (-each.confidence, each.period_id)):
        key = _key(candidate)
        if key is not None and key not in known:
            known.add(key)
            found.append(candidate)
    return found


def _key(period: Period) -> Key | None:
    first = period.date.first if period.date else None
    return None if first is None else (period.states, period.direction in _GOOD, year_of(first))


def _of_agreements(agreements: Iterable[Agreement]) -> Iterator[Period]:
    for agreement in agreements:
        if agreement.kind in _MAKING and len(agreement.parties) >= _PAIR and agreement.signed and agreement.signed.basis in _OWN:
            yield _period(agreement, tuple(sorted(agreement.parties)[:_PAIR]), "up", agreement.signed, agreement.name)


def _of_events(events: Iterable[Event]) -> Iterator[Period]:
    for event in events:
        states = tuple(sorted(actor.state for actor in (event.source, event.target) if actor.state))
        plain = event.modality == "asserted" and not event.aggregate and event.confidence >= SURE
        if plain and event.event_type in _WAYS and len(states) == _PAIR and event.date and event.date.basis in _OWN:
            yield _period(event, states, _WAYS[event.event_type], event.date, event.event_type.lower())


def _period(told: Event | Agreement, states: tuple[str, ...], direction: Direction, date: UncertainDate, label: str) -> Period:
    trace: tuple[Trace, ...] = told.trace if isinstance(told, Event) else ()
    return Period(
        period_id=content_id("period", told.document, told.sentence, label, list(states), direction, date.edtf),
        document=told.document,
        sentence=told.sentence,
        span=told.span,
        quote=told.quote,
        label=label,
        states=states,
        direction=direction,
        turning=direction != "low",
        date=date,
        confidence=told.confidence if isinstance(told, Event) else 1.0,
        coder=told.coder,
        coder_version=told.coder_version,
        rule=f"deed:{told.rule}",
        page=told.page,
        trace=trace,
        deed=True,
    )
