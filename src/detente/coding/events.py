"""From deeds to events: one row for each pair of actors, with its date, contexts, place and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from detente.coding.attribution import Attribution, attribution_of
from detente.coding.contexts import contexts_of
from detente.coding.deeds import Deed
from detente.coding.ids import event_id
from detente.coding.occasions import Occasion, occasions
from detente.coding.scene import Party, Scene
from detente.coding.timeline import DateReading, SentenceDates
from detente.dates import UncertainDate
from detente.model import Actor, Document, Event, Modality, Sentence, Trace
from detente.ontology import event_type as ontology_type
from detente.ontology import score
from detente.spans import Span

MOST_EVENTS = 12
"""No sentence gives more events than this; what is cut is said in the coding's notes."""

_MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "ASSAULT", "ACCUSE", "SANCTION", "RETREAT"})


@dataclass(frozen=True)
class Side:
    """One side of a pair: the actor's key (a state, or an organisation in brackets) and who stands for it."""

    key: str
    party: Party


@dataclass(frozen=True)
class Sitting:
    """All that the events of one sentence share."""

    document: Document
    sentence: Sentence
    scene: Scene
    dates: SentenceDates
    coder: str
    coder_version: str


def events_of(sitting: Sitting, deeds: Sequence[Deed]) -> tuple[list[Event], int]:
    """The events of a sentence, at most `MOST_EVENTS`, and how many were cut."""
    found: dict[tuple[object, ...], Event] = {}
    for deed in deeds:
        modality, kind = _settle(deed)
        if modality is None:
            continue
        when = occasions(sitting.scene.doc, sitting.dates.readings, deed.predicate, deed.object)
        pairs, mutual = _pairs(sitting, deed)
        for (source, target), occasion in product(pairs, when):
            event = _event(sitting, replace(deed, reciprocal=mutual), kind, modality, source, target, occasion)
            pair = frozenset((source.key, target.key)) if event.reciprocal else (source.key, target.key)
            told = None if deed.rule.startswith("noun:") else deed.predicate.i
            if told is None and any(known[:2] == (pair, kind) for known in found):
                continue
            key = (pair, kind, told, event.date.edtf if event.date else None, modality)
            if key not in found or event.confidence > found[key].confidence:
                found[key] = event
    ordered = sorted(found.values(), key=lambda e: (-e.confidence, e.event_id))
    return sorted(ordered[:MOST_EVENTS], key=lambda e: (e.trace[0].span.start if e.trace else 0, e.event_id)), max(
        len(ordered) - MOST_EVENTS, 0
    )


def _settle(deed: Deed) -> tuple[Modality | None, str]:
    """What a deed counts as, given how it is held out; None where the words tell no event."""
    held, kind = deed.held.modality, deed.event_type
    if held in ("hypothetical", "opinion"):
        return None, kind
    if held == "planned":
        inside_another = (
            deed.held.cue is not None and deed.held.cue.pos_ in ("VERB", "NOUN") and deed.held.cue.lower_ not in ("will", "shall")
        )
        if inside_another:
            return None, kind
        return ("planned", "AGREE" if ontology_type(kind).cooperative else kind)
    if held == "denied" and deed.held.cue is not None and deed.held.cue.pos_ == "VERB":
        return None, kind
    return held, kind


# --- who


def _sides(parties: Iterable[Party]) -> list[Side]:
    found: dict[str, Side] = {}
    for party in parties:
        members = {m.states[0]: m for m in party.mention.members if len(m.states) == 1}
        for key in party.keys:
            member = members.get(key)
            one = (
                replace(party, mention=replace(member, start=party.mention.start, end=party.mention.end, inferred=True))
                if member
                else party
            )
            found.setdefault(key, Side(key, one))
    return list(found.values())


def _pairs(sitting: Sitting, deed: Deed) -> tuple[list[tuple[Side, Side]], bool]:
    """The pairs of a deed, and whether it is mutual."""
    sources, targets = _sides(deed.sources), _sides(deed.targets)
    alone = not [t for t in targets if t.key not in {s.key for s in sources}]
    if deed.reciprocal or (alone and len(sources) == 2 and (_each_other(sitting.scene) or deed.event_type in _MUTUAL_TYPES)):
        return _mutual(sitting, deed, sources, targets), True
    if deed.guess and sources and alone:
        targets = _partner_side(sitting, sources)
    elif deed.guess and targets and not sources:
        sources = _partner_side(sitting, targets)
    return [(one, two) for one, two in product(sources, targets) if _may_pair(one, two)], False


def _each_other(scene: Scene) -> bool:
    return any(
        token.lower_ == "other"
        and token.i
        and token.nbor(-1).lower_ == "each"
        or token.lower_ == "another"
        and token.i
        and token.nbor(-1).lower_ == "one"
        for token in scene.doc
    )


def _mutual(sitting: Sitting, deed: Deed, sources: list[Side], targets: list[Side]) -> list[tuple[Side, Side]]:
    every = {side.key: side for side in (*targets, *sources)}
    if len(every) == 1 and deed.guess:
        for side in _partner_side(sitting, list(every.values())):
            every.setdefault(side.key, side)
    ordered = [every[key] for key in dict.fromkeys([*(s.key for s in sources), *every])]
    ones, others = list(sources), [t for t in targets if t.key not in {s.key for s in sources}]
    if ones and others:
        return [(one, two) for one, two in product(ones, others) if _may_pair(one, two)]
    return [(one, two) for one, two in combinations(ordered, 2) if _may_pair(one, two)]


def _may_pair(one: Side, two: Side) -> bool:
    """Two states, or a state and an organisation; never one actor with itself."""
    return one.key != two.key and not (one.key.startswith("<") and two.key.startswith("<"))


def _partner_side(sitting: Sitting, known: Sequence[Side]) -> list[Side]:
    states = [side for side in known if not side.key.startswith("<")]
    if len(states) != 1:
        return []
    partner = sitting.scene.discourse.partner(states[0].key)
    mention = sitting.scene.discourse.mention_of(partner) if partner else None
    return [Side(partner, Party(mention, states[0].party.token, False, "state"))] if partner and mention else []


# --- the row


def _event(sitting: Sitting, deed: Deed, kind: str, modality: Modality, source: Side, target: Side, occasion: Occasion) -> Event:
    sentence, document = sitting.sentence, sitting.document
    reading = occasion.date
    named = deed.predicate.pos_ == "PROPN"  # a war or treaty called by its name need not be of the time told of
    date = reading.date if reading else None if named else sitting.dates.anchor
    said = attribution_of(deed.predicate)
    mode = deed.mode if modality == "asserted" and kind == deed.event_type else None
    event = Event(
        event_id="",
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        source=_actor(source),
        target=_actor(target),
        event_type=kind,
        mode=mode,
        contexts=contexts_of(deed.predicate.subtree, sitting.scene.doc, kind),
        reciprocal=deed.reciprocal,
        modality=modality,
        date=date,
        intensity=score(kind, mode),
        confidence=_confidence(deed, source, target, reading),
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=deed.rule,
        attributed_to=said.text if said else None,
        place=occasion.place,
        page=sentence.page,
        aggregate=_aggregate(deed),
        trace=_trace(sitting, deed, source, target, reading, said),
    )
    return replace(event, event_id=event_id(event))


def _actor(side: Side) -> Actor:
    mention = side.party.mention
    state = None if side.key.startswith("<") else side.key
    name = mention.name if len(mention.states) <= 1 else side.key
    return Actor(name=name, role=side.party.role or mention.role, state=state)


def _confidence(deed: Deed, source: Side, target: Side, reading: DateReading | None) -> float:
    value = deed.certainty
    for side in (source, target):
        if side.party.mention.inferred:
            value -= 0.1
        if not side.party.direct:
            value -= 0.1
    if reading:
        value += 0.05
    return round(min(max(value, 0.05), 0.95), 2)


def _aggregate(deed: Deed) -> bool:
    """ "eight meetings": a count of deeds, not one of them."""
    counted = deed.predicate if deed.predicate.pos_ == "NOUN" else deed.object
    if counted is None or counted.tag_ != "NNS":
        return False
    return any(child.dep_ == "nummod" and child.lower_ not in ("two", "one", "2") for child in counted.children)


# --- the words that say so


def _trace(
    sitting: Sitting, deed: Deed, source: Side, target: Side, reading: DateReading | None, said: Attribution | None
) -> tuple[Trace, ...]:
    parts: list[tuple[str, int, int]] = [("predicate", deed.predicate.idx, deed.predicate.idx + len(deed.predicate))]
    if deed.object is not None:
        parts.append(("object", deed.object.idx, deed.object.idx + len(deed.object)))
    for name, side in (("source", source), ("target", target)):
        mention = side.party.mention
        if mention.end > mention.start:
            parts.append((name, mention.start, mention.end))
    if reading:
        parts.append(("date", reading.start, reading.end))
    if said:
        parts.append(("attribution", said.start, said.end))
    if deed.held.cue is not None:
        parts.append(("modality", deed.held.cue.idx, deed.held.cue.idx + len(deed.held.cue)))
    offset = sitting.sentence.clean_span.start
    return tuple(Trace(part=name, span=sitting.document.map.raw_span(Span(start + offset, end + offset))) for name, start, end in parts)


def undated(date: UncertainDate | None) -> bool:
    """Whether nothing in the text says when."""
    return date is None or (date.start is None and date.end is None)
