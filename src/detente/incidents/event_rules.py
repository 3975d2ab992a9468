"""When two events are one happening: the same two sides, type, direction, time, place, persons and words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from detente.incidents.lists import lists
from detente.incidents.places import Place, place_of, places_fit
from detente.incidents.telling import Rules, Telling
from detente.incidents.times import DAY, MONTH, VAGUE, YEAR, Time, days_apart, meet, middle, time_of
from detente.incidents.words import STATE_KINDS, content_words, shared_weight, total
from detente.model import Actor, Event
from detente.ontology import event_type, event_types
from detente.register import default_register
from detente.spans import Span

_DEED = frozenset({"predicate", "object", "place"})
_BARS = {DAY: (0.3, 0.45), MONTH: (0.25, 0.28), YEAR: (0.4, 0.48), VAGUE: (0.6, 0.75)}
"""The likeness of words that is asked for, by the vaguer level: both known alike, and one known more finely than the other.

At the level of days the second is for days that are not the same."""
_FLOOR = (0.25, 0.18, 0.32, 0.6)
_NEAR_TYPE, _CLASH, _TIE = 0.1, 0.2, 0.08
_ACROSS = 0.55
"""What scores less without words links statements of two documents only."""
_A_WORD = 10
"""What one plain word weighs."""
_DAYS = 3
"""By so many days two accounts of one event may differ, where their words are alike."""
_MUCH, _MUCH_HELPS = 40, 0.12
"""Words that weigh so much together are rarely shared by chance, however long the two sentences are."""


@dataclass(frozen=True, slots=True)
class EventGate:
    """What an event is compared by apart from its words.

    `sides` are in order of name; `order` is 1 where the first of them acts, -1 where the second does, 0 for a mutual deed.
    `people` are the persons named, each with its side.
    """

    sides: tuple[str, str]
    kind: str
    order: int
    modality: str
    aggregate: bool
    people: frozenset[tuple[str, str]]
    place: Place | None
    time: Time


def is_person(actor: Actor) -> bool:
    """Whether an actor is a person called by name: no state or body, and not "the Chinese leader" under China's name."""
    return actor.role not in lists().collective_roles and actor.name[:1].isupper() and not _names_a_state(actor.name)


@lru_cache(maxsize=50_000)
def _names_a_state(name: str) -> bool:
    return any(sense.kind in STATE_KINDS for sense in default_register().senses(name))


def side_of(actor: Actor) -> str:
    """Under what an actor is compared: its state, or its name where it has none."""
    return actor.state or f"<{actor.name.casefold()}>"


def place_told(event: Event) -> str | None:
    """Where an event was, if told; a town that is one of the two sides is not where it was: "left two islands, at Khabarovsk"."""
    side = event.place in (event.source.name, event.target.name)
    return None if side and event.place and not _names_a_state(event.place) else event.place


def telling_of(event: Event) -> Telling:
    """An event, made ready."""
    time, words = time_of(event.date), content_words(event.quote, _deed(event))
    source, target = side_of(event.source), side_of(event.target)
    sides = (min(source, target), max(source, target))
    gate = EventGate(
        sides=sides,
        kind=event.event_type,
        order=0 if event.reciprocal or source == target else 1 if source == sides[0] else -1,
        modality=event.modality,
        aggregate=event.aggregate,
        people=frozenset((side_of(actor), actor.name) for actor in (event.source, event.target) if is_person(actor)),
        place=place_of(place_told(event), time.first if time.first is not None else time.last),
        time=time,
    )
    return Telling(
        statement=event, key=event.event_id, kind="event", document=event.document, sentence=event.sentence, span=event.span,
        blocks=((*sides, event_type(event.event_type).cooperative),), gate=gate, time=time, level=time.level,
        words=words, weight=total(words), sort=_sort(gate.kind, gate.order), fits=_fits(gate.kind, gate.order),
    )  # fmt: skip


@cache
def _sort(kind: str, order: int) -> int:
    """One bit for a type and direction."""
    return 1 << (3 * list(event_types()).index(kind) + order + 1)


@cache
def _fits(kind: str, order: int) -> int:
    """The bits of all types and directions that an event of this one can be one with."""
    return sum(
        _sort(other, way) for other in event_types() for way in (-1, 0, 1) if near(kind, other) and _ways_fit(kind, order, other, way)
    )


def _ways_fit(kind: str, order: int, other: str, way: int) -> bool:
    """Whether two directions do not contradict; in a meeting it is a matter of wording who is named first."""
    return order * way >= 0 or (kind == other and kind in lists().mutual_types)


def _deed(event: Event) -> list[Span]:
    """Where the words that tell the deed stand in the quote."""
    spans = [trace.span for trace in event.trace if trace.part in _DEED and event.span.contains(trace.span)]
    return [Span(span.start - event.span.start, span.end - event.span.start) for span in spans]


def near(one: str, other: str) -> bool:
    """Whether two types are the same, or such as coders hesitate between."""
    return one == other or (one, other) in lists().near_types


def alike(one: EventGate, other: EventGate) -> bool:
    """Whether sides, type, direction and modality allow two events to be one."""
    apart = lists().told_apart
    return (
        near(one.kind, other.kind)
        and one.sides == other.sides
        and one.aggregate == other.aggregate
        and _ways_fit(one.kind, one.order, other.kind, other.order)
        and (one.modality == other.modality or not {one.modality, other.modality} & apart)
    )


def persons_clash(one: EventGate, other: EventGate) -> bool:
    """Whether both name persons of one side, and none of them is the same."""
    mine, theirs = {side for side, _ in one.people}, {side for side, _ in other.people}
    return any(not {p for p in one.people & other.people if p[0] == side} for side in mine & theirs)


def _ties(one: EventGate, other: EventGate) -> tuple[int, int]:
    """How much persons and place speak for two events being one, and how much against it."""
    place = places_fit(one.place, other.place)
    return len(one.people & other.people) + (place == "same"), persons_clash(one, other) + (place == "other")


def _gate_keys(gate: EventGate, time: Time) -> Iterable[Hashable]:
    """The days of an event known to the week; for a meeting, its persons and months."""
    if time.first is None or time.last is None or time.level > MONTH:
        return
    if time.level == DAY:
        yield from product([gate.sides], [gate.kind], range(time.first, time.last + 1))
    if gate.kind in lists().mutual_types:
        yield from product([gate.sides], sorted(gate.people), range(time.first // 64, time.last // 64 + 1))


def by_gate(one: EventGate, other: EventGate) -> float:
    """The score of two events of one type and of a time known so well that words are not asked for."""
    if one.kind != other.kind or not meet(one.time, other.time) or not alike(one, other):
        return 0.0
    ties, against = _ties(one, other)
    level = max(one.time.level, other.time.level)
    if against or level > MONTH:
        return 0.0
    if level == MONTH:
        return _same_month(one, other)
    if one.time.firm and other.time.firm:
        return min(1.0, 0.6 + 0.1 * ties)
    return min(1.0, 0.45 + 0.1 * ties) if ties and one.kind in lists().mutual_types else 0.0


def _same_month(one: EventGate, other: EventGate) -> float:
    """The score of a meeting known to the month: two persons who meet, or one, where a sentence of another source dates it itself."""
    if not meet(middle(one.time), middle(other.time)):
        return 0.0
    shared = len(one.people & other.people) if one.kind in lists().mutual_types else 0
    return 0.6 if shared > 1 else _ACROSS - 0.1 if shared and (one.time.firm or other.time.firm) else 0.0


def beside(one: Telling, other: Telling) -> float:
    """The score of two events in sentences beside each other: of one type and day, which one of the two dates, and with a word,
    person or place in common, they are told again."""
    a, b = one.gate, other.gate
    if any(isinstance(each.statement, Event) and each.statement.date and each.statement.date.basis == "published" for each in (one, other)):
        return 0.0
    known = max(a.time.level, b.time.level) == DAY and (a.time.firm or b.time.firm)
    if one.sentence == other.sentence or not known or a.kind != b.kind or not meet(a.time, b.time) or not alike(a, b):
        return 0.0
    ties, against = _ties(a, b)
    return 0.5 if not against and (ties or shared_weight(one.words, other.words) >= _A_WORD) else 0.0


def by_words(one: EventGate, other: EventGate, likeness: float, shared: int) -> float:
    """The score of two events by their words: more is asked the less is known of the time, and less where much else is shared."""
    level = max(one.time.level, other.time.level)
    apart = days_apart(one.time, other.time) if level == DAY else 0  # at the others, only how finely each is known matters here
    if not alike(one, other):
        return 0.0
    ties, against = _ties(one, other)
    unlike = apart > 0 if level == DAY else one.time.level != other.time.level
    bar = _BARS[level][unlike] + _CLASH * against + _NEAR_TYPE * (one.kind != other.kind) - _TIE * min(ties, 2)
    bar -= _MUCH_HELPS * (shared >= _MUCH)
    return min(1.0, 0.3 + 0.6 * likeness + 0.05 * ties) if likeness >= max(bar, _FLOOR[level]) else 0.0


def shares(one: EventGate, other: EventGate) -> str:
    """What two events have in common apart from time and words."""
    kind = f"and type {one.kind}" if one.kind == other.kind else f"and neighbouring types {' and '.join(sorted((one.kind, other.kind)))}"
    names = sorted({name for _, name in one.people & other.people})
    place = ", place" if places_fit(one.place, other.place) == "same" else ""
    return f"same dyad {kind}{place}" + (f", {' and '.join(names)} in both" if names else "")


EVENT_RULES = Rules(
    kind="event", telling=telling_of, gate_keys=_gate_keys, by_gate=by_gate, by_words=by_words, alike=alike, shares=shares,
    floor=_FLOOR, least=(20, 14, 25, 40), apart=(_DAYS, 0, 0, _DAYS), restated=True,
    across=_ACROSS, beside=beside,
)  # fmt: skip
