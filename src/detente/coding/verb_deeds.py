"""Deeds told by verbs: who acts on whom."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from detente.coding.deed import Deed, Reading
from detente.coding.grammar import Clause, children, content, dependents, read_clause
from detente.coding.lexicon import Frame
from detente.coding.modality import Held, modality_of
from detente.coding.scene import Party, Scene
from detente.coding.sides import (
    carrier,
    distinct,
    each_other,
    first_group,
    implied,
    in_complement,
    inside,
    keys_of,
    left_over,
    parties_of,
    reached,
)
from detente.coding.verb_frames import phrases_of, readings_of
from detente.coding.words import word_list

_SAY = word_list("saying")
_OUGHT = word_list("obligation")
_SPEECH = frozenset({"AGREE", "REQUEST", "REJECT", "ACCUSE", "CONCEDE", "RETREAT", "SANCTION", "THREATEN"})
"""Types whose addressee a text often leaves unsaid, whatever the object: somebody is refused, asked, promised, given way to."""
_BOTH = 2
_NONE = "none"
_PLACING = word_list("placing_prepositions")
_BY_BOTH = frozenset(
    {("CONSULT", "talks"), ("SUPPORT", "treaty"), ("SUPPORT", "relations"), ("COOPERATE", "trade"), ("COOPERATE", "exercise")}
)
_SHARED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "RETREAT", "AGREE"})


def verb_deeds(scene: Scene, verb: Token, used: set[int]) -> list[Deed]:
    """The deeds a verb tells; object nouns that decided the type are added to `used`."""
    clause = read_clause(verb)
    if clause.lemma in _SAY and (said := _said(scene, clause)):
        return said
    for phrase in dict.fromkeys(phrases_of(clause)):
        frames = scene.lexicon.verbs.get(phrase, ())
        if (
            any(frame.frame_id == _NONE for frame in frames)
            and not clause.objects
            and len(keys_of(parties_of(scene, clause.subjects))) < _BOTH
        ):
            return []
        readings = readings_of(scene, clause, frames, phrase)
        if readings:
            deeds = [deed for reading in readings for deed in _deed(scene, clause, reading)]
            used.update(reading.object.i for reading in readings if reading.object is not None and deeds and _uses_up(scene, reading))
            return deeds
    return []


def _uses_up(scene: Scene, reading: Reading) -> bool:
    """Whether the verb has told the noun's deed: not where the noun tells one of its own ("condemned Poland's invasion of Norway")."""
    if reading.by_class or reading.object is None:
        return True
    return len(keys_of(scene.owners(reading.object, "") + inside(scene, reading.object))) < _BOTH


def _said(scene: Scene, clause: Clause) -> list[Deed]:
    """What somebody says another must do is a demand; what it says it will not do, a refusal."""
    speakers = parties_of(scene, clause.subjects)
    for inner in children(clause.verb, "ccomp"):
        words = {child.lower_ for child in dependents(inner) if child.dep_ in ("aux", "neg")}
        doers = parties_of(scene, read_clause(inner).subjects)
        others = distinct(doers, speakers)
        if speakers and others and words & _OUGHT:
            return [
                Deed(
                    inner, None, "REQUEST", None, False, tuple(speakers), others, Held("asserted"), f"say:ought:{clause.lemma}", 0.7, False
                )
            ]
        if speakers and not others and words & {"not", "n't", "never"} and words & {"would", "will", "could", "can"}:
            targets = distinct(in_complement(scene, clause), speakers)
            return [Deed(inner, None, "REJECT", None, False, tuple(speakers), targets, Held("asserted"), f"say:not:{clause.lemma}", 0.6)]
    return []


def _deed(scene: Scene, clause: Clause, reading: Reading) -> list[Deed]:
    """The deed that a clause tells by one reading, or none where who does it to whom cannot be as the frame asks."""
    if clause.passive and any(token.lower_ == "it" for token in clause.objects):
        return []  # "it is accepted that": nobody in particular does it
    reading = _by_doers(scene, clause, reading)
    mutual = _is_mutual(scene, clause, reading)
    sources, targets = _roles(scene, clause, reading, mutual)
    if not targets and each_other(clause.verb) and len(keys_of(sources)) > 1:
        mutual = True
    if not _stands(scene, clause, reading, mutual=mutual, sides=(sources, targets)):
        return []
    held, guess = modality_of(clause.verb), _may_guess(scene, clause, reading)
    if guess and mutual and not sources and not targets and held.modality == "asserted":
        sources = tuple(carrier(scene, reading.object)) if reading.object is not None else ()
        sources = sources or implied(scene, clause.verb)
    return [
        Deed(
            predicate=clause.verb,
            object=reading.object,
            event_type=reading.event_type,
            mode=_mode(scene, reading),
            reciprocal=mutual,
            sources=sources,
            targets=targets,
            held=held,
            rule=_rule(reading),
            certainty=0.8 if reading.by_class or reading.frame.event_type else 0.7,
            guess=guess,
            own=reading.own,
        )
    ]


def _by_doers(scene: Scene, clause: Clause, reading: Reading) -> Reading:
    """Who does it can change what it is: crowds that burn protest; exercises held alone are a show of force."""
    if _in_the_streets(scene, clause, reading):
        return replace(reading, event_type="PROTEST", by_class=False, slot="")
    exercise = reading.event_type == "COOPERATE" and reading.object is not None and scene.class_of(reading.object) == "exercise"
    alone = len(keys_of(parties_of(scene, clause.subjects))) < _BOTH and "with" not in clause.preps
    return replace(reading, event_type="MOBILIZE", slot="") if exercise and alone else reading


def _is_mutual(scene: Scene, clause: Clause, reading: Reading) -> bool:
    """Whether the deed is of both sides: by its frame, by what is made, or because several promise one another."""
    if (reading.frame.reciprocal and reading.event_type in _SHARED) or _made_together(scene, clause, reading):
        return True
    several = len(keys_of(parties_of(scene, clause.subjects))) >= _BOTH
    return reading.event_type == "AGREE" and several and not clause.passive and not _has_addressee(scene, clause)


def _stands(scene: Scene, clause: Clause, reading: Reading, *, mutual: bool, sides: tuple[tuple[Party, ...], tuple[Party, ...]]) -> bool:
    """Whether the frame's needs are met; a subject that is named and is no actor stands for nobody else."""
    sources, targets = sides
    needs = reading.frame.needs
    if not mutual and needs in ("target", "active") and not targets:
        return False
    if needs == "active" and clause.passive:
        return False
    if needs == "person" and not any(p.mention.person or p.role in ("leader", "minister") for p in targets):
        return False
    foreign = bool(clause.subjects) and not parties_of(scene, clause.subjects) and not clause.passive and not reading.ergative
    return not foreign or (mutual and len(keys_of(sources) | keys_of(targets)) >= _BOTH)


def _mode(scene: Scene, reading: Reading) -> str | None:
    visit = reading.by_class and reading.object is not None and scene.class_of(reading.object) == "visit"
    if reading.event_type == "CONSULT" and visit:
        return "visit"
    return reading.frame.mode if reading.event_type == reading.frame.event_type else None


def _rule(reading: Reading) -> str:
    """The frame, the words looked up and the object that decided, as the trace shows them."""
    decided = f"+{reading.object.lemma_.lower()}" if reading.object is not None and reading.by_class else ""
    return f"verb:{reading.frame.frame_id}:{reading.phrase}{decided}"


def _about_others(scene: Scene, clause: Clause) -> bool:
    """Whether the words are said to the actor's own people, or of something that is no actor."""
    acting = keys_of(parties_of(scene, clause.subjects))
    own = [p for p in parties_of(scene, (*clause.datives, *clause.objects)) if p.direct]
    if own and all(set(p.keys) <= acting for p in own) and not clause.passive:
        return True
    told = [token for inner in children(clause.verb, "ccomp") for token in children(inner, "nsubj", "nsubjpass")]
    return bool(told) and not parties_of(scene, told)


def _has_addressee(scene: Scene, clause: Clause) -> bool:
    """Whether a promise by several names somebody else whom it is made to: "jointly guaranteed Norway's frontiers"."""
    acting = parties_of(scene, clause.subjects)
    return bool(distinct([*parties_of(scene, (*clause.datives, *clause.objects)), *reached(scene, clause, "to")], acting))


def _in_the_streets(scene: Scene, clause: Clause, reading: Reading) -> bool:
    """Crowds that burn, stone or besiege protest; it is not their state that attacks."""
    violent = reading.event_type in ("ASSAULT", "COERCE", "SANCTION", "ACCUSE")
    return violent and any(scene.lexicon.class_of(content(token).lemma_.lower()) == "crowd" for token in clause.subjects)


def _may_guess(scene: Scene, clause: Clause, reading: Reading) -> bool:
    """Whether a side left unsaid may be sought in the text: not where the words name another thing as what is acted on."""
    if _about_others(scene, clause):
        return False
    if reading.object is None or reading.by_class or reading.event_type in _SPEECH:
        return True
    return bool(scene.class_of(reading.object)) or reading.object.lemma_.lower() in scene.lexicon.nouns


def _made_together(scene: Scene, clause: Clause, reading: Reading) -> bool:
    """Talks, treaties and trade are the deed of both sides whatever verb carries them; a break is, unless somebody breaks."""
    if reading.object is None or not reading.by_class or reading.frame.frame_id in ("sell", "buy"):
        return False
    kind = (reading.event_type, scene.class_of(reading.object) or "")
    return kind in _BY_BOTH or (kind == ("SANCTION", "relations") and (clause.passive or reading.ergative))


def _roles(scene: Scene, clause: Clause, reading: Reading, mutual: bool) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    frame = reading.frame
    acting = [] if reading.ergative else parties_of(scene, clause.subjects)
    objects = parties_of(scene, (*clause.datives, *clause.objects))
    if reading.ergative and reading.object is not None:
        objects = scene.owners(reading.object, "") + inside(scene, reading.object)
    direct, owned = [p for p in objects if p.direct], [p for p in objects if not p.direct]
    if frame.source_from:
        givers = distinct(
            [p for name in ("from", "by") for head in clause.preps.get(name, ()) for p in scene.parties(head)] + objects, acting
        )
        return givers, tuple(acting)
    if mutual:
        return _together(scene, clause, frame, acting=acting, direct=direct, owned=owned)
    if reading.ergative:
        return tuple(owned[:1]), distinct(owned[1:] + direct, owned[:1])
    if reading.by_class and clause.passive and not acting and (direct or owned):
        sent = first_group([reached(scene, clause, name) for name in frame.target], direct or owned)
        if sent:  # "Chinese workers were sent to the Soviet Union": whose they are is who sent them
            return tuple((direct or owned)[:1]), sent
    names = [name for name in frame.target if clause.objects or len(keys_of(acting)) < _BOTH or name not in _PLACING]
    groups: list[list[Party]] = [
        direct,
        *(reached(scene, clause, name) for name in names if name in clause.own_preps),
        owned,
        *(reached(scene, clause, name) for name in names if name not in clause.own_preps),
        inside(scene, reading.object),
        in_complement(scene, clause),
        left_over(scene, clause, acting) if reading.event_type in _SPEECH else [],
    ]
    return tuple(acting), first_group(groups, acting)


def _together(
    scene: Scene, clause: Clause, frame: Frame, *, acting: list[Party], direct: list[Party], owned: list[Party]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The sides of a mutual deed: two subjects, or a subject and whom it is "with", or the owners of the noun."""
    partners = reached(scene, clause, "with") + reached(scene, clause, "between")
    if acting and distinct(partners, acting):
        return tuple(acting), distinct(partners, acting)
    if len({key for party in acting for key in party.keys}) > 1:
        return tuple(acting), ()
    if not acting:
        sides = partners + direct + owned
        return tuple(sides), tuple(sides)
    others = [
        partners,
        direct,
        *(reached(scene, clause, name) for name in frame.target if name != "in"),
        owned,
        in_complement(scene, clause),
    ]
    return tuple(acting), first_group(others, acting)
