"""What an agreement is known by before it is a row, and who its parties are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.events import Sitting
from detente.coding.grammar import prepositions, surface_subjects
from detente.coding.occasions import occasions
from detente.coding.scene import implied_pair
from detente.dates import UncertainDate
from detente.model import Event
from detente.spans import Span

_WITH = frozenset({"with", "between", "among", "by", "and", "to"})
_PAIR = 2
_MOST = 16
_LESS = 0.25


@dataclass(frozen=True, kw_only=True)
class Making:
    """An agreement as words of one sentence tell of it: the word that does, its kind and name, and between whom."""

    token: Token
    kind: str
    name: str
    parties: tuple[str, ...]
    date: UncertainDate | None
    place: str | None
    rule: str
    ended: UncertainDate | None = None


def telling_event(token: Token, events: Iterable[Event], sitting: Sitting, types: Iterable[str]) -> Event | None:
    """The surest event of some types of which this word is the predicate or the object."""
    offset, wanted = sitting.sentence.clean_span.start, frozenset(types)
    found = []
    for event in events:
        if event.modality != "asserted" or event.event_type not in wanted:
            continue
        for trace in event.trace:
            if trace.part in ("object", "predicate"):
                clean = sitting.document.map.clean_span(trace.span)
                if clean and clean.start - offset <= token.idx < clean.end - offset:
                    found.append(event)
    return max(found, key=lambda event: (event.confidence, event.event_id)) if found else None


def states_of_event(event: Event) -> tuple[str, ...]:
    """The states that an event is between."""
    return tuple(actor.state for actor in (event.source, event.target) if actor.state)


def states_told(event: Event, events: Iterable[Event]) -> tuple[str, ...]:
    """The states of an event and of those that the same word tells about as surely: "Britain, Iraq and Turkey formed"."""
    word = _predicate_span(event)
    alike = [
        e for e in events if _predicate_span(e) == word and e.event_type == event.event_type and e.confidence >= event.confidence - _LESS
    ]
    return tuple(sorted({state for each in (event, *alike) for state in states_of_event(each)}))


def _predicate_span(event: Event) -> Span | None:
    return next((trace.span for trace in event.trace if trace.part == "predicate"), None)


def parties_of(sitting: Sitting, token: Token, told: Sequence[str], maker: Token | None = None) -> tuple[str, ...]:
    """Between which states: as its own words name them, else as the events of it have `told`, its verb's subjects, or the text's pair."""
    found: dict[str, None] = dict.fromkeys([*_beside(sitting, token), *(_beside(sitting, maker) if maker is not None else ())])
    if len(found) < _PAIR:
        found = dict.fromkeys((*found, *told))
    if len(found) < _PAIR:
        found |= dict.fromkeys(_of_verb(sitting, token))
    if len(found) < _PAIR:
        found = _with_partner(sitting, token, found)
    return tuple(sorted(found)[:_MOST])


def _beside(sitting: Sitting, token: Token) -> list[str]:
    """The states that adjectives, owners and "with", "between" name at a noun or at the verb."""
    scene = sitting.scene
    parties = list(scene.owners(token, ""))
    for name, noun in prepositions(token):
        if name in _WITH:
            parties += scene.parties(noun)
    return [state for party in parties if party.mention.kind != "place" for state in party.states]


def _of_verb(sitting: Sitting, token: Token) -> list[str]:
    """The states that act in, or are named "with", the clause that the noun is object or subject of."""
    node, found = token, list[str]()
    for _ in range(3):
        if node.pos_ in ("VERB", "AUX"):
            heads = [*surface_subjects(node), *(noun for name, noun in prepositions(node) if name in _WITH)]
            found += [s for head in heads if head.i != token.i for party in sitting.scene.parties(head) for s in party.states]
        if node.head.i == node.i:
            break
        node = node.head
    return found


def _with_partner(sitting: Sitting, token: Token, found: dict[str, None]) -> dict[str, None]:
    here = {state for m in sitting.scene.mentions if m.kind != "place" for state in m.states}
    if len(here | set(found)) == _PAIR:
        return dict.fromkeys(sorted(here | set(found)))
    if len(found) == 1:
        partner = sitting.scene.discourse.partner(next(iter(found)))
        return found | ({partner: None} if partner else {})
    pair = implied_pair(sitting.scene, token)
    return dict.fromkeys(pair.states) if pair and not here else found


def when(sitting: Sitting, token: Token, inner: Token | None = None) -> tuple[UncertainDate | None, str | None]:
    """The day and place of what a word tells: its own, else the text's time line for the day."""
    first = occasions(sitting.scene.doc, sitting.dates.readings, token, inner)[0]
    return (first.date.date if first.date else sitting.dates.anchor), first.place


def sides_of(sitting: Sitting, token: Token) -> tuple[str, ...]:
    """The states that the words about a noun or verb name, and those of its clause; empty where none do."""
    return tuple(sorted({*_beside(sitting, token), *_of_verb(sitting, token)}))


def pair_of(sitting: Sitting) -> tuple[str, ...]:
    """The two states that a sentence is about: the two that it names, one with its partner in the text, or the text's own pair."""
    named = {state: None for m in sitting.scene.mentions if m.kind != "place" for state in m.states}
    if len(named) == _PAIR:
        return tuple(sorted(named))
    discourse = sitting.scene.discourse
    if len(named) == 1:
        partner = discourse.partner(next(iter(named)))
        return tuple(sorted((*named, partner))) if partner else ()
    pair = discourse.pair()
    return tuple(sorted(pair)) if pair and (not named or set(pair) <= set(named)) else ()
