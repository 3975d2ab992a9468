"""Where a predicate's actors stand: in its subject and object, after its prepositions, inside what is promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from detente.coding.grammar import Clause, children, content, prepositions, read_clause
from detente.coding.scene import Party, Scene, implied_pair
from detente.coding.words import word_list

_SETTING = word_list("setting_prepositions")
_INNER_PREPS = ("between", "of", "in", "from", "by", "to", "for", "with", "against", "into", "on")


def keys_of(parties: Iterable[Party]) -> set[str]:
    """The states and organisations that parties are counted as."""
    return {key for party in parties for key in party.keys}


def distinct(parties: Iterable[Party], against: Sequence[Party]) -> tuple[Party, ...]:
    """Parties not already among `against`, each once."""
    taken = {key for party in against for key in party.keys}
    found: dict[tuple[str, ...], Party] = {}
    for party in parties:
        if any(key not in taken for key in party.keys):
            found.setdefault(party.keys, party)
    return tuple(found.values())


def first_group(groups: Iterable[Sequence[Party]], against: Sequence[Party]) -> tuple[Party, ...]:
    """The first group that names anyone new: a direct object before a preposition, a preposition before an owner."""
    for group in groups:
        found = distinct(group, against)
        if found:
            return found
    return ()


def parties_of(scene: Scene, tokens: Iterable[Token]) -> list[Party]:
    """The actors that noun phrases stand for, each once; "a series of talks" is read as the talks."""
    found: dict[tuple[str, ...], Party] = {}
    for token in tokens:
        for party in scene.parties(content(token)):
            found.setdefault(party.keys, party)
    return list(found.values())


def reached(scene: Scene, clause: Clause, name: str) -> list[Party]:
    """Whom a preposition reaches, also through a noun ("along the frontier with Poland").

    A seat of government after "in" or "at" is only where it happened.
    """
    found: list[Party] = []
    for head in clause.preps.get(name, ()):
        noun = content(head)
        parties = scene.of(noun) or [
            p for inner, deeper in prepositions(noun) if inner in ("with", "of", "to", "between") for p in scene.of(deeper)
        ]
        found += [party for party in parties if not (name in ("in", "at") and party.mention.kind == "capital")]
    return found


def inside(scene: Scene, object_: Token | None) -> list[Party]:
    """Actors deeper inside the object: "the experts working in China", "the policies of Moscow"."""
    if object_ is None:
        return []
    found = [party for name, head in prepositions(object_) if name in _INNER_PREPS for party in scene.of(content(head))]
    for verb in children(object_, "acl", "relcl"):
        found += [party for _, head in prepositions(verb) for party in scene.of(head)]
    return found


def in_complement(scene: Scene, clause: Clause, depth: int = 0) -> list[Party]:
    """Whom a promise, demand or refusal is about, when only its content names them: "agreed to sell arms to India"."""
    heads = [clause.verb, *children(clause.verb, "acomp")]
    for inner in [child for head in heads for child in children(head, "xcomp", "ccomp")]:
        if inner.pos_ not in ("VERB", "AUX") or depth > 3:
            continue
        inside = read_clause(inner)
        groups = [
            parties_of(scene, inside.subjects) if inner.dep_ == "ccomp" else [],
            parties_of(scene, (*inside.datives, *inside.objects)),
            [
                p
                for name in ("to", "with", "from", "against", "on", "for", "into", "in", "of", "between")
                for h in inside.preps.get(name, ())
                for p in scene.of(content(h))
            ],
            in_complement(scene, inside, depth + 1),
        ]
        found = next((group for group in groups if group), [])
        if found:
            return found
    return []


def left_over(scene: Scene, clause: Clause, acting: Sequence[Party]) -> list[Party]:
    """The one other actor that a clause names anywhere: "threatened to shut the pipeline unless Poland paid"."""
    taken = keys_of(acting)
    found: dict[tuple[str, ...], Party] = {}
    for token in clause.verb.subtree:
        mention = scene.mention_at(token)
        if mention and mention.kind != "place" and len(mention.states) == 1 and not taken & set(mention.states):
            found.setdefault(mention.states, Party(mention, token, False, mention.role))
    return list(found.values()) if len(found) == 1 else []


def implied(scene: Scene, token: Token) -> tuple[Party, ...]:
    """The pair the text has spoken of, for a mutual deed whose sentence names neither side."""
    pair = implied_pair(scene, token)
    return (Party(pair, token, False, pair.role),) if pair else ()


def carrier(scene: Scene, noun: Token) -> list[Party]:
    """The subject of the verb that carries an event noun: "China stepped up its criticism"."""
    while noun.dep_ in ("conj", "appos") and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    verb = noun.head
    if noun.dep_ == "pobj" and verb.pos_ == "ADP" and verb.lower_ not in _SETTING:
        verb = verb.head
    if verb.pos_ == "VERB" and noun.dep_ in ("dobj", "pobj", "attr"):
        return [p for p in parties_of(scene, read_clause(verb).subjects) if p.direct]
    return []


def each_other(verb: Token) -> bool:
    """Whether "each other" or "one another" stands in the verb's clause."""
    return any(
        (token.lower_ == "other" and token.i and token.nbor(-1).lower_ == "each")
        or (token.lower_ == "another" and token.i and token.nbor(-1).lower_ == "one")
        for token in verb.subtree
    )
