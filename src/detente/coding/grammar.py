"""Questions to a dependency parse: who is the subject, what is the object, what hangs on which preposition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from spacy.attrs import HEAD
from spacy.tokens import Doc, Token

from detente.coding.words import word_list

_RELATIVE = word_list("relative_pronouns")
_OBJECT_CONTROL = word_list("object_control")
_OBJECT_DOES = word_list("object_does")
_BORROWING = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "aux", "parataxis", "dep"})
_DEEPEST = 6
_OWN = ("dobj", "ccomp", "xcomp", "prep", "dative")
"""What a verb may have of its own, beside a subject that it shares."""
QUANTITY = word_list("quantity_nouns")
"""Nouns that count or wrap what stands after "of": in "a series of talks" the talks are held."""

TEXT = "text"
"""Where a parse keeps the text that it is of: spaCy puts it together anew from the words each time it is asked."""


@lru_cache(maxsize=32)
def tokens_of(doc: Doc) -> tuple[Token, ...]:
    """The words of a sentence: spaCy makes them anew each time they are gone through."""
    return tuple(doc)


@lru_cache(maxsize=32)
def _dependents_in(doc: Doc) -> tuple[tuple[Token, ...], ...]:
    found: list[list[Token]] = [[] for _ in tokens_of(doc)]
    for token, head in zip(tokens_of(doc), (doc.to_array(HEAD).astype(np.int64) + np.arange(len(doc))).tolist(), strict=True):
        if head != token.i:
            found[head].append(token)
    return tuple(map(tuple, found))


def dependents(token: Token) -> tuple[Token, ...]:
    """What hangs on a word, in text order."""
    return _dependents_in(token.doc)[token.i]


def token_at(doc: Doc, offset: int) -> Token | None:
    """The word that the letter at an offset belongs to; None for white space."""
    return next((token for token in tokens_of(doc) if token.idx <= offset < token.idx + len(token)), None)


def text_of(doc: Doc) -> str:
    """The sentence that was parsed."""
    return doc.user_data.get(TEXT) or doc.text


@dataclass(frozen=True)
class Clause:
    """A verb with its parts, passive and relative clauses turned straight.

    `subjects` are the heads of who acts, `objects` of what is acted on, `datives` of indirect objects,
    `preps` maps a preposition to the heads it introduces, whether it hangs on the verb or its object;
    `own_preps` are those that hang on the verb.
    """

    verb: Token
    lemma: str
    passive: bool
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    datives: tuple[Token, ...]
    preps: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    own_preps: frozenset[str] = frozenset()


def conjuncts(token: Token) -> tuple[Token, ...]:
    """A head and what is joined to it by "and" or a comma, in text order."""
    out = [token]
    for child in dependents(token):
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"):
            out.extend(conjuncts(child))
    return tuple(out)


def spread(tokens: Iterator[Token] | list[Token]) -> tuple[Token, ...]:
    """Every head of a list with its conjuncts, each once."""
    seen: dict[int, Token] = {}
    for token in tokens:
        for head in conjuncts(token):
            seen.setdefault(head.i, head)
    return tuple(seen.values())


def children(token: Token, *labels: str) -> list[Token]:
    """The dependents of `token` that bear one of `labels`."""
    return [child for child in dependents(token) if child.dep_ in labels]


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive, finite or as a participle after its noun."""
    if children(verb, "nsubjpass", "auxpass"):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "advcl", "ROOT", "conj") and not children(verb, "aux", "dobj", "nsubj")


def _antecedent(verb: Token) -> Token | None:
    return verb.head if verb.dep_ in ("relcl", "acl") and verb.head.i != verb.i else None


def _straight(verb: Token, found: list[Token]) -> list[Token]:
    """Put the antecedent in the place of a relative pronoun."""
    return [
        (_antecedent(verb) or token) if token.lower_ in _RELATIVE and token.pos_ in ("PRON", "DET", "SCONJ") else token for token in found
    ]


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who the verb's grammar names as its subject, looked for up the tree where it is left out."""
    own = children(verb, "nsubj", "nsubjpass", "csubj")
    if own:
        return _straight(verb, own)
    if verb.dep_ in ("relcl", "acl") and verb.tag_ == "VB" and verb.head.dep_ == "attr":
        return surface_subjects(verb.head.head, depth + 1)  # "Sweden was the first power to recognise Poland"
    if depth > _DEEPEST or verb.head.i == verb.i or verb.dep_ == "relcl":
        return []
    if verb.dep_ == "acl":
        return [] if verb.tag_ == "VB" else [verb.head]
    return _borrowed_subjects(verb, depth) if verb.dep_ in _BORROWING else []


def _borrowed_subjects(verb: Token, depth: int) -> list[Token]:
    """The subject of the governing verb, or its object where that is who does it ("urged Japan to leave")."""
    head = verb.head
    while head.pos_ in ("ADP", "SCONJ", "PART") and head.head.i != head.i:
        head = head.head
    controls = _OBJECT_CONTROL if verb.dep_ == "xcomp" else _OBJECT_DOES if verb.dep_ == "pcomp" else frozenset()
    if head.lemma_.lower() in controls and children(head, "dobj"):
        return children(head, "dobj")
    if head.pos_ in ("VERB", "AUX"):
        return surface_subjects(head, depth + 1)
    return [head] if verb.dep_ == "pcomp" and head.pos_ in ("NOUN", "PROPN") else []


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Each preposition that hangs on `token` with the head it introduces; chains ("out of") are followed."""
    for child in dependents(token):
        if child.dep_ in ("prep", "dative", "agent") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV"):
            name = child.lower_
            for head in children(child, "pobj"):
                for one in conjuncts(head):
                    yield name, one
            for deeper in children(child, "prep"):
                for head in children(deeper, "pobj"):
                    for one in conjuncts(head):
                        yield deeper.lower_, one


def particle(verb: Token) -> str:
    """The verb's particle ("off" in "broke off"), or the empty string."""
    found = children(verb, "prt")
    return found[0].lower_ if found else ""


def content(token: Token) -> Token:
    """The noun that is meant: "talks" for "a series of talks"."""
    if token.lemma_.lower() in QUANTITY:
        for name, head in prepositions(token):
            if name == "of":
                return head
    return token


def read_clause(verb: Token) -> Clause:
    """Turn a verb of the parse into a clause with its parts in their places."""
    passive = is_passive(verb)
    surface = surface_subjects(verb)
    direct = _straight(verb, children(verb, "dobj", "attr", "oprd"))
    datives = [token for token in children(verb, "dative") if token.pos_ != "ADP"]
    preps: dict[str, list[Token]] = {}
    for name, head in prepositions(verb):
        preps.setdefault(name, []).append(head)
    own = frozenset(preps)
    agents = [head for child in children(verb, "agent") for token in children(child, "pobj") for head in conjuncts(token)]
    if not passive and verb.dep_ == "relcl" and not direct and surface and not any(t.lower_ in _RELATIVE for t in children(verb, "nsubj")):
        direct = [verb.head]
    subjects, objects = (agents, surface + direct) if passive else (surface, direct)
    for noun in spread(objects):
        for name, head in prepositions(noun):
            preps.setdefault(name, []).append(head)
    joined = {name: tuple(heads) for name, heads in preps.items()}
    return Clause(verb, verb.lemma_.lower(), passive, spread(subjects), spread(objects), spread(datives), joined, own)


def stand_apart(one: Token, other: Token) -> bool:
    """Whether two words, joined, tell of two deeds.

    Verbs do with one subject and each something of its own ("scrapped its projects and ordered three consulates shut", not
    "divided and occupied Germany"), nouns with words of their own before them ("the ABM Treaty and the Interim Agreement").
    """
    first, second = sorted((one, other), key=lambda token: token.i)
    node = second
    while node.dep_ == "conj" and node.i != first.i:
        node = node.head
    if first.i == second.i or node.i != first.i:
        return False
    if first.pos_ in ("NOUN", "PROPN"):
        return all(any(child.i < token.i for child in children(token, "det", "compound", "amod", "poss")) for token in (first, second))
    own = [[child for child in children(token, *_OWN) if child.i > token.i] for token in (first, second)]
    return all(own) and own[0][0].i < second.i and not children(second, "nsubj", "nsubjpass")
