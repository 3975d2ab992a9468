"""From deeds to events: one row for each pair of actors, with its date, contexts, place and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from detente.coding.attribution import Attribution, attribution_of
from detente.coding.contexts import contexts_of
from detente.coding.deed import Deed
from detente.coding.grammar import dependents
from detente.coding.ids import event_id
from detente.coding.occasions import Occasion, occasions
from detente.coding.scene import Party, Scene
from detente.coding.timeline import SentenceDates
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
class Told:
    """One event before it is a row: the deed between one pair on one occasion, and what it counts as."""

    deed: Deed
    source: Side
    target: Side
    occasion: Occasion
    kind: str
    modality: Modality
    said: Attribution | None
    confidence: float

    @property
    def pair(self) -> frozenset[str]:
        """The two actors, whoever acts."""
        return frozenset((self.source.key, self.target.key))


@dataclass(frozen=True)
class Sitting:
    """All that the events of one sentence share."""

    document: Document
    sentence: Sentence
    scene: Scene
    dates: SentenceDates
    coder: str
    coder_version: str

    def trace(self, parts: Iterable[tuple[str, int, int]]) -> tuple[Trace, ...]:
        """Words of the sentence as traces: each a part, and where it begins and ends; those of no letters are left out."""
        offset, raw_span = self.sentence.clean_span.start, self.document.map.raw_span
        return tuple(Trace(part=part, span=raw_span(Span(start + offset, end + offset))) for part, start, end in parts if end > start)


def tell(sitting: Sitting, deeds: Sequence[Deed]) -> list[Told]:
    """What the deeds of a sentence come to: one for each pair of actors and each occasion."""
    found: list[Told] = []
    for deed in deeds:
        modality, kind = _settle(deed)
        if modality is None:
            continue
        when = occasions(sitting.scene.doc, sitting.dates.readings, deed.predicate, deed.object)
        pairs, mutual = _pairs(sitting, deed)
        said = attribution_of(deed.predicate)
        for (source, target), occasion in product(pairs, when):
            one = Told(replace(deed, reciprocal=mutual), source, target, occasion, kind, modality, said, 0.0)
            found.append(replace(one, confidence=_confidence(one)))
    return found


def events_of(sitting: Sitting, told: Iterable[Told]) -> tuple[list[Event], int]:
    """The events of a sentence, at most `MOST_EVENTS`, and how many were cut."""
    found: dict[tuple[object, ...], Event] = {}
    for one in told:
        event = _event(sitting, one)
        pair = one.pair if event.reciprocal else (one.source.key, one.target.key)
        verb = None if one.deed.rule.startswith("noun:") else one.deed.predicate.i
        if verb is None and any(known[:2] == (pair, one.kind) for known in found):
            continue
        key = (pair, one.kind, verb, event.date.edtf if event.date else None, one.modality)
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
        targets = _partner_side(sitting, sources, deed.rule)
    elif deed.guess and targets and not sources:
        sources = _partner_side(sitting, targets, deed.rule)
    return [(one, two) for one, two in product(sources, targets) if _may_pair(one, two)], False


def _each_other(scene: Scene) -> bool:
    return any(
        (token.lower_ == "other" and token.i and token.nbor(-1).lower_ == "each")
        or (token.lower_ == "another" and token.i and token.nbor(-1).lower_ == "one")
        for token in scene.doc
    )


def _mutual(sitting: Sitting, deed: Deed, sources: list[Side], targets: list[Side]) -> list[tuple[Side, Side]]:
    every = {side.key: side for side in (*targets, *sources)}
    if len(every) == 1 and deed.guess:
        for side in _partner_side(sitting, list(every.values()), deed.rule):
            every.setdefault(side.key, side)
    ordered = [every[key] for key in dict.fromkeys([*(s.key for s in sources), *every])]
    ones, others = list(sources), [t for t in targets if t.key not in {s.key for s in sources}]
    if ones and others:
        return [(one, two) for one, two in product(ones, others) if _may_pair(one, two)]
    return [(one, two) for one, two in combinations(ordered, 2) if _may_pair(one, two)]


def _may_pair(one: Side, two: Side) -> bool:
    """Two states, or a state and an organisation; never one actor with itself."""
    return one.key != two.key and not (one.key.startswith("<") and two.key.startswith("<"))


def _partner_side(sitting: Sitting, known: Sequence[Side], rule: str) -> list[Side]:
    """The side that no word of the deed names: the one other actor of the sentence, else the text's own pair."""
    states = [side for side in known if not side.key.startswith("<")]
    if len(states) != 1:
        return []
    here = [m for m in sitting.scene.mentions if m.kind != "place" and len(m.states) == 1 and m.states[0] != states[0].key]
    if len({m.states for m in here}) == 1 and (sitting.scene.discourse.scholarly or not rule.startswith("noun:")):
        return [Side(here[0].states[0], Party(here[0], states[0].party.token, False, here[0].role))]
    partner = sitting.scene.discourse.partner(states[0].key)
    mention = sitting.scene.discourse.mention_of(partner) if partner else None
    return [Side(partner, Party(mention, states[0].party.token, False, "state"))] if partner and mention else []


# --- the row


def _event(sitting: Sitting, told: Told) -> Event:
    sentence, document, deed = sitting.sentence, sitting.document, told.deed
    own = sitting.scene.lexicon.own_types.get(deed.own) if deed.own and told.kind == deed.event_type else None
    mode = ((own and own.mode) or deed.mode) if told.modality == "asserted" and told.kind == deed.event_type else None
    event = Event(
        event_id="",
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        source=_actor(told.source),
        target=_actor(told.target),
        event_type=told.kind,
        mode=mode,
        contexts=contexts_of(deed.predicate.subtree, sitting.scene.doc, told.kind),
        reciprocal=deed.reciprocal,
        modality=told.modality,
        date=_date(sitting, told),
        intensity=own.score if own else score(told.kind, mode),
        confidence=told.confidence,
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=deed.rule,
        attributed_to=told.said.text if told.said else None,
        place=told.occasion.place,
        page=sentence.page,
        aggregate=_aggregate(deed),
        trace=_trace(sitting, told),
        own_type=own.name if own else None,
    )
    return replace(event, event_id=event_id(event))


def _date(sitting: Sitting, told: Told) -> UncertainDate | None:
    """The deed's own date, else the text's; a war or treaty called by its name need not be of the time told of, but where that heads it."""
    if told.occasion.date:
        return told.occasion.date.date
    anchor = sitting.dates.anchor
    headed = anchor is not None and anchor.basis == "entry"
    return None if told.deed.predicate.pos_ == "PROPN" and not headed else anchor


def _actor(side: Side) -> Actor:
    mention = side.party.mention
    state = None if side.key.startswith("<") else side.key
    name = mention.name if len(mention.states) <= 1 else side.key
    return Actor(name=name, role=side.party.role or mention.role, state=state)


def _confidence(told: Told) -> float:
    """From 0.05 to 0.95: less for each side that is inferred or only an owner, more for a date of its own."""
    value = told.deed.certainty + (0.05 if told.occasion.date else 0.0)
    for side in (told.source, told.target):
        value -= 0.1 * side.party.mention.inferred + 0.1 * (not side.party.direct)
    return round(min(max(value, 0.05), 0.95), 2)


def _aggregate(deed: Deed) -> bool:
    """ "eight meetings": a count of deeds, not one of them."""
    counted = deed.predicate if deed.predicate.pos_ == "NOUN" else deed.object
    if counted is None or counted.tag_ != "NNS":
        return False
    return any(child.dep_ == "nummod" and child.lower_ not in ("two", "one", "2") for child in dependents(counted))


# --- the words that say so


def _trace(sitting: Sitting, told: Told) -> tuple[Trace, ...]:
    deed = told.deed
    parts: list[tuple[str, int, int]] = [("predicate", deed.predicate.idx, deed.predicate.idx + len(deed.predicate))]
    if deed.object is not None:
        parts.append(("object", deed.object.idx, deed.object.idx + len(deed.object)))
    for name, side in (("source", told.source), ("target", told.target)):
        parts.append((name, side.party.mention.start, side.party.mention.end))
    if told.occasion.date:
        parts.append(("date", told.occasion.date.start, told.occasion.date.end))
    if told.said:
        parts.append(("attribution", told.said.start, told.said.end))
    if deed.held.cue is not None:
        parts.append(("modality", deed.held.cue.idx, deed.held.cue.idx + len(deed.held.cue)))
    return sitting.trace(parts)
