"""From a parsed sentence to deeds: the predicate, who acts, who is acted on, and the type the lexicon gives.

A deed is a reading of words; dates, contexts and identity are added when it becomes an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.grammar import Clause, children, content, particle, prepositions, read_clause, spread
from detente.coding.lexicon import Frame
from detente.coding.modality import Held, modality_of
from detente.coding.scene import Party, Scene, implied_pair

_MODIFIER_DEPS = frozenset({"amod", "compound"})
_NOT_EVENTS = frozenset({"cold", "world", "civil", "class", "independence"})
"""What makes a war no deed of one state against another, or too many to name."""
_JOINT_WORDS = frozenset({"bilateral", "mutual", "joint", "reciprocal"})
_GOAL_PREPS = ("to", "into", "in", "across", "at", "over", "on", "against", "toward", "towards", "through")
_TRAVEL = frozenset({"go", "fly", "travel", "come", "arrive", "journey", "sail", "return", "head", "proceed"})
_REACHABLE = {"aid": "AID", "talks": "CONSULT", "visit": "CONSULT"}
_INNER_PREPS = ("of", "in", "from", "by", "to", "for", "with", "against", "into", "on")
_RUNS_OUT = frozenset({"talks", "visit", "exercise", "treaty"})
_SETTING = frozenset(
    {"during", "after", "before", "since", "until", "despite", "following", "over", "amid", "throughout", "because", "with", "by", "under"}
)
_BOTH = 2
_PLACING = frozenset({"in", "at", "on", "near"})
_SAY = frozenset({"say", "state", "declare", "announce", "stress", "add", "argue", "maintain", "stipulate", "tell", "insist"})
_OUGHT = frozenset({"must", "should", "ought", "shall"})
_BY_BOTH = frozenset(
    {("CONSULT", "talks"), ("SUPPORT", "treaty"), ("SUPPORT", "relations"), ("COOPERATE", "trade"), ("COOPERATE", "exercise")}
)
_SHARED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "RETREAT", "AGREE"})
_OBJECTLESS = frozenset({"REJECT", "REQUEST", "SUPPORT", "AID", "COERCE"})
"""Types whose verbs, used without any object or complement, tell of something else ("influence declined")."""


@dataclass(frozen=True)
class Deed:
    """One reading: `predicate` is the word that tells the deed, `object` the noun that decided its type.

    `guess` says whether a side that no word names may be looked for in the text around.
    """

    predicate: Token
    object: Token | None
    event_type: str
    mode: str | None
    reciprocal: bool
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    held: Held
    rule: str
    certainty: float
    guess: bool = True


@dataclass(frozen=True)
class _Reading:
    """A frame chosen for a clause: the object that decided and the type it gave."""

    frame: Frame
    phrase: str
    object: Token | None
    event_type: str
    by_class: bool
    ergative: bool = False


def read_deeds(scene: Scene) -> list[Deed]:
    """Every deed a sentence tells: verbs first, then event nouns that no verb has used."""
    used: set[int] = set()
    deeds: list[Deed] = []
    for token in scene.doc:
        if token.pos_ in ("VERB", "AUX") or (token.tag_ in ("VBN", "VBG", "VBD") and token.dep_ not in _MODIFIER_DEPS):
            deeds += _verb_deeds(scene, token, used)
    nouns = [token for token in scene.doc if token.pos_ in ("NOUN", "PROPN")]
    wrapped = {deed.object.i for token in nouns if token.i not in used for deed in _noun_deeds(scene, token) if deed.object is not None}
    for token in nouns:
        if token.i not in used and token.i not in wrapped:
            deeds += _noun_deeds(scene, token)
    return deeds


# --- verbs: which frame


def _phrases(clause: Clause) -> list[str]:
    """The words to look up, the longest first: "break off", "side with", "be ready", "meet"."""
    joined = [f"{clause.lemma} {name}" for name in (particle(clause.verb), *sorted(clause.preps)) if name]
    if clause.lemma == "be":
        joined += [f"be {child.lower_}" for child in children(clause.verb, "acomp")]
    plain = clause.lemma.replace("re-", "re", 1) if clause.lemma.startswith("re-") else clause.lemma
    return [*joined, clause.lemma, plain]


def _verb_deeds(scene: Scene, verb: Token, used: set[int]) -> list[Deed]:
    clause = read_clause(verb)
    if clause.lemma in _SAY and (said := _said(scene, clause)):
        return said
    for phrase in dict.fromkeys(_phrases(clause)):
        readings = _readings(scene, clause, scene.lexicon.verbs.get(phrase, ()), phrase)
        if readings:
            deeds = [deed for reading in readings for deed in _deed(scene, clause, reading)]
            for reading in readings:
                if reading.object is not None and (reading.by_class or reading.object.lemma_.lower() in scene.lexicon.nouns) and deeds:
                    used.add(reading.object.i)
            return deeds
    return []


def _readings(scene: Scene, clause: Clause, frames: Sequence[Frame], phrase: str) -> list[_Reading]:
    """The first frame whose object class decides; else the first that has a type of its own."""
    objects = [content(token) for token in (*clause.objects, *([] if clause.objects else clause.datives))]
    ergative = not objects and not clause.passive and not any(t.lemma_.lower() in scene.lexicon.roles for t in clause.subjects)
    candidates = objects or ([content(token) for token in clause.subjects] if ergative else [])
    for frame in frames:
        decided = list(_by_class(scene, frame, phrase, candidates, ergative))
        if decided:
            return [reading for reading in decided if reading.event_type]
    for frame in frames:
        if frame.motion:
            return _motion(scene, clause, frame, phrase)
        kind = frame.event_type or (frame.bare if objects else frame.intransitive)
        if kind and not (kind in _OBJECTLESS and frame.needs != "target" and not _has_complement(clause)):
            return [_Reading(frame, phrase, objects[0] if objects else None, kind, False)]
    return []


def _by_class(scene: Scene, frame: Frame, phrase: str, candidates: Sequence[Token], ergative: bool) -> Iterator[_Reading]:
    seen: set[str] = set()
    for token in candidates:
        noun_class = scene.class_of(token)
        if noun_class is not None and noun_class in frame.by_class and (not ergative or scene.mention_at(token) is None):
            kind = frame.by_class[noun_class] or ""
            if ergative and kind == "SANCTION" and noun_class in _RUNS_OUT:
                continue  # a visit that ends has ended, nobody broke it off
            if kind not in seen and not (seen and token.dep_ == "conj"):
                seen.add(kind)
                yield _Reading(frame, phrase, token, kind, True, ergative)


def _has_complement(clause: Clause) -> bool:
    return bool(
        clause.objects or clause.datives or children(clause.verb, "xcomp", "ccomp", "agent") or any(name != "in" for name in clause.preps)
    )


def _motion(scene: Scene, clause: Clause, frame: Frame, phrase: str) -> list[_Reading]:
    """Going somewhere: soldiers make it an attack, persons a visit; "came to the aid of" is help."""
    for name in ("to", "into", "in"):
        for head in clause.preps.get(name, ()):
            noun_class = scene.class_of(head)
            if noun_class in _REACHABLE:
                return [_Reading(frame, phrase, head, _REACHABLE[noun_class], True)]
    subjects = [party for token in clause.subjects for party in scene.parties(content(token))]
    goals = [p for name in _GOAL_PREPS for head in clause.preps.get(name, ()) for p in scene.of(head)] + _parties(scene, clause.objects)
    if not goals:
        return []
    if any(party.role == "armed forces" for party in subjects) or _forces(scene, clause):
        return [_Reading(frame, phrase, clause.objects[0] if clause.objects else None, "ASSAULT", False)]
    if clause.lemma in _TRAVEL and any(p.mention.person or p.role in ("leader", "minister") for p in subjects):
        return [_Reading(frame, phrase, None, "CONSULT", False)]
    return []


def _forces(scene: Scene, clause: Clause) -> bool:
    return any(scene.class_of(content(token)) == "forces" for token in clause.subjects)


def _said(scene: Scene, clause: Clause) -> list[Deed]:
    """What somebody says another must do is a demand; what it says it will not do, a refusal."""
    speakers = _parties(scene, clause.subjects)
    for inner in children(clause.verb, "ccomp"):
        words = {child.lower_ for child in inner.children if child.dep_ in ("aux", "neg")}
        doers = _parties(scene, read_clause(inner).subjects)
        others = _distinct(doers, speakers)
        if speakers and others and words & _OUGHT:
            return [
                Deed(
                    inner, None, "REQUEST", None, False, tuple(speakers), others, Held("asserted"), f"say:ought:{clause.lemma}", 0.7, False
                )
            ]
        if speakers and not others and words & {"not", "n't", "never"} and words & {"would", "will", "could", "can"}:
            targets = _distinct(_complement(scene, clause), speakers)
            return [Deed(inner, None, "REJECT", None, False, tuple(speakers), targets, Held("asserted"), f"say:not:{clause.lemma}", 0.6)]
    return []


# --- verbs: who is who


def _deed(scene: Scene, clause: Clause, reading: _Reading) -> list[Deed]:
    frame, object_ = reading.frame, reading.object
    mutual = (frame.reciprocal and reading.event_type in _SHARED) or _made_together(scene, clause, reading)
    acting = _keys(_parties(scene, clause.subjects))
    mutual = mutual or (reading.event_type == "AGREE" and len(acting) > 1 and not clause.passive)
    sources, targets = _roles(scene, clause, reading, mutual)
    if not mutual and frame.needs == "target" and not targets:
        return []
    if frame.needs == "person" and not any(p.mention.person or p.role in ("leader", "minister") for p in targets):
        return []
    if not acting and not clause.passive and clause.subjects and not reading.ergative and (not mutual or len(_keys(sources) | _keys(targets)) < _BOTH):
        return []  # the subject is named and is no actor: nobody is to be guessed
    mode = frame.mode if reading.event_type == frame.event_type else None
    if reading.by_class and reading.event_type == "CONSULT" and object_ is not None and scene.class_of(object_) == "visit":
        mode = "visit"
    rule = f"verb:{frame.frame_id}:{reading.phrase}" + (f"+{object_.lemma_.lower()}" if object_ is not None and reading.by_class else "")
    guess = object_ is None or reading.by_class or bool(scene.class_of(object_)) or object_.lemma_.lower() in scene.lexicon.nouns
    if guess and mutual and not sources and not targets:
        sources = _implied(scene, clause.verb)
    certainty = 0.8 if reading.by_class or frame.event_type else 0.7
    return [
        Deed(clause.verb, object_, reading.event_type, mode, mutual, sources, targets, modality_of(clause.verb), rule, certainty, guess)
    ]


def _made_together(scene: Scene, clause: Clause, reading: _Reading) -> bool:
    """Talks, treaties and trade are the deed of both sides whatever verb carries them; a break is, unless somebody breaks."""
    if reading.object is None or not reading.by_class or reading.frame.frame_id in ("sell", "buy"):
        return False
    kind = (reading.event_type, scene.class_of(reading.object) or "")
    return kind in _BY_BOTH or (kind == ("SANCTION", "relations") and (clause.passive or reading.ergative))


def _roles(scene: Scene, clause: Clause, reading: _Reading, mutual: bool) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    frame = reading.frame
    acting = [] if reading.ergative else _parties(scene, clause.subjects)
    objects = _parties(scene, (*clause.datives, *clause.objects))
    if reading.ergative and reading.object is not None:
        objects = scene.owners(reading.object, "") + _inside(scene, reading.object)
    direct, owned = [p for p in objects if p.direct], [p for p in objects if not p.direct]
    if frame.source_from:
        givers = _distinct(
            [p for name in ("from", "by") for head in clause.preps.get(name, ()) for p in scene.parties(head)] + objects, acting
        )
        return givers, tuple(acting)
    if mutual:
        return _together(scene, clause, frame, acting, direct, owned)
    if reading.ergative:
        return tuple(owned[:1]), _distinct(owned[1:] + direct, owned[:1])
    if reading.by_class and clause.passive and not acting and (direct or owned):
        sent = _first_group([_reached(scene, clause, name) for name in frame.target], direct or owned)
        if sent:  # "Chinese workers were sent to the Soviet Union": whose they are is who sent them
            return tuple((direct or owned)[:1]), sent
    names = [name for name in frame.target if clause.objects or len(_keys(acting)) < _BOTH or name not in _PLACING]
    groups: list[list[Party]] = [
        direct,
        *(_reached(scene, clause, name) for name in names),
        owned,
        _inside(scene, reading.object),
        _complement(scene, clause),
    ]
    return tuple(acting), _first_group(groups, acting)


def _together(
    scene: Scene, clause: Clause, frame: Frame, acting: list[Party], direct: list[Party], owned: list[Party]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The sides of a mutual deed: two subjects, or a subject and whom it is "with", or the owners of the noun."""
    partners = _reached(scene, clause, "with") + _reached(scene, clause, "between")
    if acting and _distinct(partners, acting):
        return tuple(acting), _distinct(partners, acting)
    if len({key for party in acting for key in party.keys}) > 1:
        return tuple(acting), ()
    if not acting:
        sides = partners + direct + owned
        return tuple(sides), tuple(sides)
    others = [
        partners,
        direct,
        *(_reached(scene, clause, name) for name in frame.target if name != "in"),
        owned,
        _complement(scene, clause),
    ]
    return tuple(acting), _first_group(others, acting)


def _keys(parties: Iterable[Party]) -> set[str]:
    return {key for party in parties for key in party.keys}


def _first_group(groups: Iterable[Sequence[Party]], against: Sequence[Party]) -> tuple[Party, ...]:
    """The first group that names anyone new: a direct object before a preposition, a preposition before an owner."""
    for group in groups:
        found = _distinct(group, against)
        if found:
            return found
    return ()


def _parties(scene: Scene, tokens: Iterable[Token]) -> list[Party]:
    found: dict[tuple[str, ...], Party] = {}
    for token in tokens:
        for party in scene.parties(content(token)):
            found.setdefault(party.keys, party)
    return list(found.values())


def _reached(scene: Scene, clause: Clause, name: str) -> list[Party]:
    """Whom a preposition reaches; a seat of government after "in" or "at" is only where it happened."""
    return [
        party
        for head in clause.preps.get(name, ())
        for party in scene.of(content(head))
        if not (name in ("in", "at") and party.mention.kind == "capital")
    ]


def _inside(scene: Scene, object_: Token | None) -> list[Party]:
    """Actors deeper inside the object: "the experts working in China", "the policies of Moscow"."""
    if object_ is None:
        return []
    found = [party for name, head in prepositions(object_) if name in _INNER_PREPS for party in scene.of(content(head))]
    for verb in children(object_, "acl", "relcl"):
        found += [party for _, head in prepositions(verb) for party in scene.of(head)]
    return found


def _complement(scene: Scene, clause: Clause, depth: int = 0) -> list[Party]:
    """Whom a promise, demand or refusal is about, when only its content names them: "agreed to sell arms to India"."""
    heads = [clause.verb, *children(clause.verb, "acomp")]
    for inner in [child for head in heads for child in children(head, "xcomp", "ccomp")]:
        if inner.pos_ not in ("VERB", "AUX") or depth > 3:
            continue
        inside = read_clause(inner)
        groups = [
            _parties(scene, inside.subjects) if inner.dep_ == "ccomp" else [],
            _parties(scene, (*inside.datives, *inside.objects)),
            [
                p
                for name in ("to", "with", "from", "against", "on", "for", "into", "in", "of", "between")
                for h in inside.preps.get(name, ())
                for p in scene.of(content(h))
            ],
            _complement(scene, inside, depth + 1),
        ]
        found = next((group for group in groups if group), [])
        if found:
            return found
    return []


def _distinct(parties: Iterable[Party], against: Sequence[Party]) -> tuple[Party, ...]:
    """Parties not already among `against`, each once."""
    taken = {key for party in against for key in party.keys}
    found: dict[tuple[str, ...], Party] = {}
    for party in parties:
        if any(key not in taken for key in party.keys):
            found.setdefault(party.keys, party)
    return tuple(found.values())


def _implied(scene: Scene, token: Token) -> tuple[Party, ...]:
    pair = implied_pair(scene, token)
    return (Party(pair, token, False, pair.role),) if pair else ()


# --- nouns


def _noun_deeds(scene: Scene, noun: Token) -> list[Deed]:
    if noun.dep_ in _MODIFIER_DEPS or any(child.lower_ in _NOT_EVENTS for child in noun.children if child.dep_ in _MODIFIER_DEPS):
        return []
    for frame in scene.lexicon.nouns.get(noun.lemma_.lower(), ()):
        event_type, inner = _noun_type(scene, frame, noun)
        if event_type is None:
            continue
        sources, targets = _noun_roles(scene, frame, noun, inner)
        sides = {key for p in (*sources, *targets) for key in p.keys}
        if frame.reciprocal and not sides and _stands_alone(noun):
            sources = _implied(scene, noun)
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
            )
        ]
    return []


def _stands_alone(noun: Token) -> bool:
    """A definite, counted or "bilateral" happening whose sides the text has named before."""
    words = {child.lower_ for child in noun.children if child.dep_ in ("det", "amod", "nummod")}
    if words & _JOINT_WORDS:
        return True
    definite = bool(words & {"the", "this", "these"}) or (noun.tag_ == "NNS" and noun.dep_ in ("nsubj", "nsubjpass"))
    return definite and not any(name in ("of", "on", "for") for name, _ in prepositions(noun)) and noun.dep_ in ("nsubj", "nsubjpass")


def _noun_type(scene: Scene, frame: Frame, noun: Token) -> tuple[str | None, Token | None]:
    if not frame.by_class:
        return frame.event_type, None
    for name, head in prepositions(noun):
        inner = content(head)
        noun_class = scene.class_of(inner)
        if name == "of" and noun_class is not None and noun_class in frame.by_class:
            return frame.by_class[noun_class], inner
    return (frame.event_type if frame.frame_id == "withdrawal_n" else None), None


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
        sources = _carrier(scene, noun) or _shared_owner(scene, noun)
    if frame.reciprocal:
        return tuple(sources), _distinct(targets, sources)
    return tuple(sources[:1] if len(sources) > 1 and not targets else sources), _distinct(
        targets or sources[1:], sources[:1] if not targets else sources
    )


def _shared_owner(scene: Scene, noun: Token) -> list[Party]:
    """The owner of the first of joined nouns: "the Soviet retreat, ... and the signing of a treaty"."""
    first = noun
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
        first = first.head
    return scene.owners(first, "") if first.i != noun.i else []


def _carrier(scene: Scene, noun: Token) -> list[Party]:
    """The subject of the verb that carries an event noun: "China stepped up its criticism"."""
    while noun.dep_ in ("conj", "appos") and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    verb = noun.head
    if noun.dep_ == "pobj" and verb.pos_ == "ADP" and verb.lower_ not in _SETTING:
        verb = verb.head
    if verb.pos_ == "VERB" and noun.dep_ in ("dobj", "pobj", "attr"):
        return [p for p in _parties(scene, read_clause(verb).subjects) if p.direct]
    return []


def _dated(noun: Token) -> bool:
    """Whether a year stands in the noun's own phrase ("the 1937 treaty", "a pact of May 1955")."""
    return any(len(token.text) == 4 and token.text.isdigit() for token in noun.subtree if abs(token.i - noun.i) <= 12)
