"""Which event of one coding is which event of the other, and how far the two agree: found, tone, type, date, direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.agreement.rows import CodedEvent
from detente.ontology import event_type

LEVELS = ("found", "tone", "type", "date", "direction")
"""Each level asks one thing more of a pair of events than the level before."""


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Two events taken for the same, and how many of `LEVELS` they reach (1 to 5)."""

    a: CodedEvent
    b: CodedEvent
    depth: int


def depth_of(a: CodedEvent, b: CodedEvent) -> int:
    """How many of `LEVELS` two events reach, 0 when they are not the same event; the same either way round.

    found: the evidence overlaps and both name the same pair of actors. tone: both cooperative or both
    conflictual, as the type's PLOVER class has it. type: the same type. date: the intervals share a day
    (an open side has no end), or neither has a date. direction: the same source and target, or both mutual.
    """
    if a.document != b.document or a.pair != b.pair or not a.span.overlaps(b.span):
        return 0
    steps = (
        event_type(a.event_type).cooperative == event_type(b.event_type).cooperative,
        a.event_type == b.event_type,
        _dates_meet(a, b),
        a.source == b.source or (a.reciprocal and b.reciprocal),
    )
    return 1 + next((reached for reached, step in enumerate(steps) if not step), len(steps))


def _dates_meet(a: CodedEvent, b: CodedEvent) -> bool:
    if not (a.dated and b.dated):
        return a.dated == b.dated
    return _begins_by(a, b) and _begins_by(b, a)


def _begins_by(a: CodedEvent, b: CodedEvent) -> bool:
    return a.first is None or b.last is None or a.first <= b.last


def match_events(a: Sequence[CodedEvent], b: Sequence[CodedEvent]) -> list[Pairing]:
    """Pair the events of two codings one to one, those that reach most levels first.

    Of pairs that reach as many, the one whose evidence differs least at its ends goes first, then the one that
    sorts first by content: neither the order of the events nor that of the codings matters. Events without
    a partner are left out of the result.
    """
    here: dict[tuple[str, tuple[str, str]], list[int]] = defaultdict(list)
    for j, event in enumerate(b):
        here[event.document, event.pair].append(j)
    found = [
        (_order(event, b[j], depth), depth, i, j)
        for i, event in enumerate(a)
        for j in here.get((event.document, event.pair), ())
        if (depth := depth_of(event, b[j]))
    ]
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    pairs = []
    for _, depth, i, j in sorted(found):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            pairs.append(Pairing(a=a[i], b=b[j], depth=depth))
    return sorted(pairs, key=lambda pair: (pair.a.key, pair.b.key))


def _order(a: CodedEvent, b: CodedEvent, depth: int) -> tuple[object, ...]:
    apart = abs(a.span.start - b.span.start) + abs(a.span.end - b.span.end)
    return -depth, apart, *sorted((a.key, b.key))


def hits_by_level(pairs: Iterable[Pairing]) -> dict[str, int]:
    """How many pairs reach each level."""
    depths = [pair.depth for pair in pairs]
    return {name: sum(depth >= n for depth in depths) for n, name in enumerate(LEVELS, 1)}
