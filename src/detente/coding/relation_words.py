"""How words speak of a relation, from `data/relation_words.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from detente.coding.grammar import children, conjuncts, prepositions, tokens_of
from detente.coding.words import lists_of
from detente.model import Direction

_UPSIDE_DOWN: Mapping[Direction, Direction] = {"up": "down", "down": "up", "high": "down", "low": "up"}
"""What the end of each comes to."""
_DIRECTIONS: tuple[Direction, ...] = ("high", "up", "down", "low")
_BETWEEN: Mapping[str, Direction] = {"quarrelling": "down", "making_up": "up"}
_WORD = re.compile(r"[a-zé]+(?:-[a-zé]+)*")
_BE = frozenset({"be", "become", "grow", "remain", "stay", "turn", "seem", "look", "get"})


def _words() -> Mapping[str, frozenset[str]]:
    return lists_of("relation_words.yaml")


@dataclass(frozen=True)
class Turn:
    """A word that says how a relation was or turned; `certain` where it can hardly be said of anything else."""

    token: Token
    direction: Direction
    turning: bool
    certain: bool


@cache
def turning_words() -> frozenset[str]:
    """The words, without one of which nothing is said of a relation."""
    return frozenset().union(*_words().values())


def turns_of(doc: Doc) -> list[Turn]:
    """The words of a parsed sentence that say how a relation was or turned."""
    found: dict[int, Turn] = {}
    for token in tokens_of(doc):
        turn = _of_noun(token) or _of_verb(token) or _of_adjective(token)
        if turn:
            found.setdefault(turn.token.i, turn)
    return list(found.values())


def direction_of_words(text: str) -> Direction | None:
    """What the nouns of a heading, which is not parsed, say of a relation; None where they say nothing."""
    words = set(_WORD.findall(text.lower()))
    found = [direction for direction in _DIRECTIONS if words & _words()[f"{direction}_nouns"]]
    return found[-1] if found else None


def _of_noun(token: Token) -> Turn | None:
    words, lemma = _words(), token.lemma_.lower()
    hyphened = token.i + 1 < len(token.doc) and token.nbor(1).text == "-"
    if token.pos_ not in ("NOUN", "VERB" if hyphened else "NOUN") or (token.dep_ in ("compound", "amod", "nmod") and not hyphened):
        return None
    direction = next((d for d in _DIRECTIONS if lemma in words[f"{d}_nouns"]), None)
    if direction is None:
        return None
    head = token.head.head if token.head.dep_ == "prep" and token.head.lower_ == "of" else token.head
    of_relation = any(name in ("of", "in", "between", "with") and _is_relation(noun) for name, noun in prepositions(token))
    certain = of_relation or lemma not in words["ambiguous"]
    if head.lemma_.lower() in words["end"]:
        return Turn(head, _UPSIDE_DOWN[direction], True, certain)
    begins = head.lemma_.lower() in words["begin"]
    if begins and head.pos_ == "NOUN":
        return Turn(head, direction, True, True)
    return Turn(token, direction, direction in ("up", "down") or begins, certain or begins)


def _of_verb(token: Token) -> Turn | None:
    words, lemma = _words(), token.lemma_.lower()
    if token.pos_ != "VERB":
        return None
    objects = children(token, "nsubj", "nsubjpass", "dobj")
    related = any(_is_relation(noun) for noun in objects)
    direction: Direction | None = "up" if lemma in words["up_verbs"] else "down" if lemma in words["down_verbs"] else None
    if direction and (related or any(_is_bad(noun) for noun in objects if direction == "down")):
        return Turn(token, direction, True, True)
    for sort, way in _BETWEEN.items():
        if lemma in words[sort] and (_has_other_side(token) or (objects and len(conjuncts(objects[0])) > 1)):
            return Turn(token, way, True, True)
    if lemma in words["offending"] and children(token, "dobj", "nsubjpass"):
        return Turn(token, "down", False, True)
    troubled = related and any(noun.lemma_.lower() in words["trouble"] for noun in children(token, "dobj"))
    return Turn(token, "down", False, True) if troubled else None


def _has_other_side(verb: Token) -> bool:
    return any(name == "with" for name, _ in prepositions(verb)) or any(child.lower_ == "each" for child in verb.subtree)


def _of_adjective(token: Token) -> Turn | None:
    words, lemma = _words(), token.lower_
    direction: Direction | None = "high" if lemma in words["high_adjectives"] else "low" if lemma in words["low_adjectives"] else None
    if direction is None or token.pos_ not in ("ADJ", "ADV"):
        return None
    said = token.dep_ in ("acomp", "attr", "oprd") and token.head.lemma_ in _BE
    subjects = children(token.head, "nsubj") if said else [token.head] if token.dep_ == "amod" else []
    return Turn(token, direction, False, said) if any(_is_relation(noun) for noun in subjects) else None


def _is_relation(noun: Token) -> bool:
    words = _words()
    return noun.lemma_.lower() in words["relation"] or noun.lower_ in words["relation"]


def _is_bad(noun: Token) -> bool:
    return noun.lemma_.lower() in _words()["low_nouns"]
