"""Deeds told by nouns: "the Soviet withdrawal", "talks between the two sides"."""

from __future__ import annotations

from spacy.tokens import Token

from detente.coding.deed import Deed
from detente.coding.grammar import content, dependents, prepositions, read_clause, spread
from detente.coding.lexicon import Frame
from detente.coding.modality import modality_of
from detente.coding.scene import Party, Scene
from detente.coding.sides import carrier, distinct, implied, parties_of
from detente.coding.words import word_list

_MODIFIER_DEPS = frozenset({"amod", "compound"})
_NOT_EVENTS = word_list("no_war_of_states")
"""What makes a war no deed of one state against another, or too many to name."""
_JOINT_WORDS = word_list("joint")


def noun_deeds(scene: Scene, noun: Token) -> list[Deed]:
    """The deed an event noun tells, or none."""
    frames = scene.lexicon.nouns.get(noun.lemma_.lower(), ())
    if not frames or noun.dep_ in _MODIFIER_DEPS:
        return []
    if any(child.lower_ in _NOT_EVENTS for child in dependents(noun) if child.dep_ in _MODIFIER_DEPS):
        return []
    for frame in frames:
        if frame.silent:
            return []
        event_type, inner, slot = _noun_type(scene, frame, noun)
        if event_type is None:
            continue
        sources, targets = _noun_roles(scene, frame, noun, inner)
        sides = {key for p in (*sources, *targets) for key in p.keys}
        if frame.reciprocal and not sides and _stands_alone(noun):
            sources = implied(scene, noun)
            sides = {key for p in sources for key in p.keys}
        if not sides or (frame.needs == "two" and len(sides) < 2) or (frame.needs == "dated" and not _dated(noun)):
            return []
        held = modality_of(noun)
        return [
            Deed(
                noun,
                inner,
                event_type,
                frame.mode,
                frame.reciprocal,
                sources,
                targets,
                held,
                f"noun:{frame.frame_id}:{noun.lemma_.lower()}",
                0.55,
                own=frame.own.get(slot),
            )
        ]
    return []


def _stands_alone(noun: Token) -> bool:
    """A definite, counted or "bilateral" happening whose sides the text has named before."""
    words = {child.lower_ for child in dependents(noun) if child.dep_ in ("det", "amod", "nummod")}
    if words & _JOINT_WORDS:
        return True
    definite = bool(words & {"the", "this", "these"}) or (noun.tag_ == "NNS" and noun.dep_ in ("nsubj", "nsubjpass"))
    return definite and not any(name in ("of", "on", "for") for name, _ in prepositions(noun)) and noun.dep_ in ("nsubj", "nsubjpass")


def _noun_type(scene: Scene, frame: Frame, noun: Token) -> tuple[str | None, Token | None, str]:
    """The type a frame gives a noun, the noun behind its "of" that decided, and the slot of the frame that holds the type."""
    if not frame.by_class:
        return frame.event_type, None, "type"
    for name, head in prepositions(noun):
        inner = content(head)
        slot = frame.slot_of(inner.lemma_.lower(), scene.class_of(inner)) if name == "of" else None
        if slot is not None:
            return frame.by_class[slot], inner, slot
    return (frame.event_type if frame.study or frame.frame_id == "withdrawal_n" else None), None, "type"


def _noun_roles(scene: Scene, frame: Frame, noun: Token, inner: Token | None) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    owners = scene.owners(noun, "")
    links = list(prepositions(noun))
    if inner is not None:
        owners = owners + scene.owners(inner, "")
        links += list(prepositions(inner))
    sources = list(owners)
    targets: list[Party] = []
    for name, head in links:
        parties = [
            p for one in spread([content(head)]) for p in scene.of(one) if not (p.mention.kind == "capital" and name in ("in", "at"))
        ]
        to_source = name in frame.source and not (name in frame.target and owners)
        if to_source:
            sources += parties
        elif name in frame.target:
            targets += parties
    if not sources:
        sources = carrier(scene, noun) or _shared_owner(scene, noun)
    if not targets and noun.dep_ == "nsubj" and noun.head.pos_ == "VERB":
        clause = read_clause(noun.head)
        targets = [p for p in parties_of(scene, (*clause.datives, *clause.objects)) if p.direct]  # "Swedish threats frightened Poland"
    if frame.reciprocal:
        return tuple(sources), distinct(targets, sources)
    return tuple(sources[:1] if len(sources) > 1 and not targets else sources), distinct(
        targets or sources[1:], sources[:1] if not targets else sources
    )


def _shared_owner(scene: Scene, noun: Token) -> list[Party]:
    """The owner of the first of joined nouns: "the Soviet retreat, ... and the signing of a treaty"."""
    first = noun
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
        first = first.head
    return scene.owners(first, "") if first.i != noun.i else []


def _dated(noun: Token) -> bool:
    """Whether a year stands in the noun's own phrase ("the 1937 treaty", "a pact of May 1955")."""
    return any(len(token.text) == 4 and token.text.isdigit() for token in noun.subtree if abs(token.i - noun.i) <= 12)
