"""Which frame of the lexicon a verb is read by, and the type that its object gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from detente.coding.deed import Reading
from detente.coding.grammar import Clause, children, content, particle
from detente.coding.lexicon import OBJECTLESS, Frame
from detente.coding.scene import Scene
from detente.coding.sides import parties_of
from detente.coding.words import word_list

_GOAL_PREPS = ("to", "into", "in", "across", "at", "over", "on", "against", "toward", "towards", "through")
_TRAVEL = word_list("travelling")
_REACHABLE = {"aid": "AID", "talks": "CONSULT", "visit": "CONSULT"}
_RUNS_OUT = word_list("runs_out")


def phrases_of(clause: Clause) -> list[str]:
    """The words to look up, the longest first: "break off", "side with", "be ready", "meet"."""
    joined = [f"{clause.lemma} {name}" for name in (particle(clause.verb), *sorted(clause.own_preps)) if name]
    if clause.lemma == "be":
        joined += [f"be {child.lower_}" for child in children(clause.verb, "acomp")]
    plain = clause.lemma.replace("re-", "re", 1) if clause.lemma.startswith("re-") else clause.lemma
    return [*joined, clause.lemma, plain]


def readings_of(scene: Scene, clause: Clause, frames: Sequence[Frame], phrase: str) -> list[Reading]:
    """The first frame whose object decides, else the first that has a type of its own; a study's frames before all others."""
    objects = [content(token) for token in (*clause.objects, *([] if clause.objects else clause.datives))]
    ergative = not objects and not clause.passive and not any(t.lemma_.lower() in scene.lexicon.roles for t in clause.subjects)
    candidates = objects or ([content(token) for token in clause.subjects] if ergative else [])
    for group in ([f for f in frames if f.study], [f for f in frames if not f.study]):
        for frame in group:
            decided = list(_by_class(scene, frame, phrase, candidates, ergative))
            if decided:
                return [reading for reading in decided if reading.event_type]
        for frame in group:
            if frame.silent:
                return []
            if frame.motion and not particle(clause.verb):
                return _motion(scene, clause, frame, phrase)
            slot = "type" if frame.event_type else "bare" if objects else "intransitive"
            kind = frame.event_type or (frame.bare if objects else frame.intransitive)
            if kind and not (kind in OBJECTLESS and frame.needs != "target" and not _has_complement(clause)):
                return [Reading(frame, phrase, objects[0] if objects else None, kind, False, slot=slot)]
    return []


def _by_class(scene: Scene, frame: Frame, phrase: str, candidates: Sequence[Token], ergative: bool) -> Iterator[Reading]:
    seen: set[str] = set()
    for token in candidates:
        noun_class = scene.class_of(token)
        slot = frame.slot_of(token.lemma_.lower(), noun_class)
        if slot is not None and (not ergative or scene.mention_at(token) is None):
            kind = frame.by_class[slot] or ""
            if ergative and kind == "SANCTION" and noun_class in _RUNS_OUT:
                continue  # a visit that ends has ended, nobody broke it off
            if kind not in seen and not (seen and token.dep_ == "conj"):
                seen.add(kind)
                yield Reading(frame, phrase, token, kind, True, ergative, slot)


def _has_complement(clause: Clause) -> bool:
    return bool(
        clause.objects or clause.datives or children(clause.verb, "xcomp", "ccomp", "agent") or any(name != "in" for name in clause.preps)
    )


def _motion(scene: Scene, clause: Clause, frame: Frame, phrase: str) -> list[Reading]:
    """Going somewhere: soldiers make it an attack, persons a visit; "came to the aid of" is help."""
    for name in ("to", "into", "in"):
        for head in clause.preps.get(name, ()):
            noun_class = scene.class_of(head)
            if noun_class in _REACHABLE:
                return [Reading(frame, phrase, head, _REACHABLE[noun_class], True)]
    subjects = [party for token in clause.subjects for party in scene.parties(content(token))]
    goals = [p for name in _GOAL_PREPS for head in clause.preps.get(name, ()) for p in scene.of(head)] + parties_of(scene, clause.objects)
    if not goals:
        return []
    if any(party.role == "armed forces" for party in subjects) or _forces(scene, clause):
        return [Reading(frame, phrase, clause.objects[0] if clause.objects else None, "ASSAULT", False)]
    if clause.lemma in _TRAVEL and any(p.mention.person or p.role in ("leader", "minister") for p in subjects):
        return [Reading(frame, phrase, None, "CONSULT", False)]
    return []


def _forces(scene: Scene, clause: Clause) -> bool:
    return any(scene.class_of(content(token)) == "forces" for token in clause.subjects)
