"""From whom to whom: the giver and the receiver of what a number counts, and whether it is promised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.coding.figure_words import figure_words
from detente.coding.grammar import dependents, text_of
from detente.coding.mentions import ActorMention

_MUTUAL = frozenset(
    {"trade", "meetings", "agreements", "clashes", "treaty term", "pact term", "alliance term", "agreement term", "duration"}
)
_TRAINED = frozenset({"students", "workers", "technicians", "people"})
_TRAINING = frozenset({"train", "teach", "educate", "instruct", "host"})
"""Who trains another's people receives them."""
_SUBJECTS = ("nsubj", "csubj")
_TO = ("to", "for", "into", "towards", "toward", "in", "on")
_FROM = ("from", "by")
_ARTICLES = ("the", "a", "an", "its", "their", "his", "both")


@dataclass(frozen=True, kw_only=True)
class Sides:
    """COW letters of giver and receiver, None where the words name none; mutual where direction has no meaning.

    `owner` is the state whose the counted are: "Soviet projects", "thousands of Russians".
    """

    giver: str | None = None
    receiver: str | None = None
    mutual: bool = False
    promised: bool = False
    owner: str | None = None


def sides_of(doc: Doc, noun: Token | None, at: int, what: str, actors: Sequence[ActorMention]) -> Sides:
    """Who gives and who receives, for a number at offset `at` that counts `noun`."""
    token = noun if noun is not None else _token_near(doc, at)
    verb = _verb(token)
    promised = _promised(doc, verb, at)
    single = [mention for mention in actors if len(set(mention.states)) == 1]
    if what in _MUTUAL or what.startswith("duration"):
        pair = _pair(actors)
        return Sides(giver=pair[0], receiver=pair[1], mutual=True, promised=promised) if pair else Sides(mutual=True, promised=promised)
    owner = _owner(doc, token, at, single)
    if verb is not None and verb.lemma_.lower() in figure_words().harms:
        return Sides(giver=_harming(doc, verb, single), receiver=owner or _subject_of_loss(verb, single), promised=promised)
    if what in _TRAINED and owner is not None and verb is not None and verb.lemma_.lower() in _TRAINING:
        return Sides(giver=owner, receiver=_subject(verb, single) or _after(doc, token, single, _TO), promised=promised)
    source = _after(doc, token, single, _FROM) or owner
    target = _after(doc, token, single, _TO)
    subject = _subject(verb, single)
    giver, receiver = _by_verb(verb, source, target, subject, _dative(verb, single))
    if giver is not None and giver == receiver:
        receiver = None
    return Sides(giver=giver, receiver=receiver, promised=promised, owner=owner)


def _by_verb(
    verb: Token | None, source: str | None, target: str | None, subject: str | None, dative: str | None
) -> tuple[str | None, str | None]:
    words = figure_words()
    passive = verb is not None and any(child.dep_ in ("nsubjpass", "auxpass") for child in dependents(verb))
    lemma = verb.lemma_.lower() if verb is not None else ""
    if lemma in words.receives and not passive:
        return (source if source != subject else None), subject or target
    if lemma in words.gives and not passive:
        return subject or source, dative or target
    return source or (subject if target and not passive else None), target or (
        subject if source and subject != source and not passive else None
    )


def _harming(doc: Doc, verb: Token, actors: Sequence[ActorMention]) -> str | None:
    if any(child.dep_ == "nsubjpass" for child in dependents(verb)):
        return _after(doc, verb, actors, ("by",))
    return None if verb.lemma_.lower() == "lose" else _subject(verb, actors)


def _subject_of_loss(verb: Token, actors: Sequence[ActorMention]) -> str | None:
    return _subject(verb, actors) if verb.lemma_.lower() == "lose" else None


def _token_near(doc: Doc, at: int) -> Token:
    near = doc[0]
    for token in doc:
        if token.idx > at:
            break
        near = token
    return near


def _verb(token: Token) -> Token | None:
    """The nearest verb above a token; "be" and "have" as copulas count."""
    if token.pos_ in ("VERB", "AUX"):
        return token
    return next((above for above in token.ancestors if above.pos_ in ("VERB", "AUX")), None)


def _state(mention: ActorMention) -> str:
    return mention.states[0]


def _owner(doc: Doc, token: Token, at: int, actors: Sequence[ActorMention]) -> str | None:
    """The state whose name qualifies the noun: between number and noun, or just before the number ("China's 300 ...")."""
    inside = [m for m in actors if at <= m.start and m.end <= token.idx + len(token.text)]
    if inside:
        return _state(inside[0])
    beside = [
        m for m in actors if any(child.dep_ in ("amod", "compound", "poss") and m.start <= child.idx < m.end for child in dependents(token))
    ]
    if beside and token.idx < at:
        return _state(beside[0])
    before = [m for m in actors if m.end <= at and re.fullmatch(r"(?:['’]s?)?\s+(?:\w+\s){0,1}", text_of(doc)[m.end : at])]
    return _state(before[-1]) if before else None


def _after(doc: Doc, token: Token, actors: Sequence[ActorMention], prepositions: tuple[str, ...]) -> str | None:
    """The first state after the noun (or its verb) that one of `prepositions` brings in."""
    for mention in actors:
        if mention.start < token.idx:
            continue
        words = text_of(doc)[token.idx : mention.start].lower().split()
        while words and words[-1].strip("’'") in _ARTICLES:
            words.pop()
        if words and words[-1] in prepositions and ";" not in text_of(doc)[token.idx : mention.start]:
            return _state(mention)
    return None


def _subject(verb: Token | None, actors: Sequence[ActorMention]) -> str | None:
    while verb is not None:
        own = [child for child in dependents(verb) if child.dep_ in _SUBJECTS or child.dep_ == "agent"]
        for child in own:
            low, high = child.left_edge.idx, child.right_edge.idx + len(child.right_edge.text)
            inside = [m for m in actors if low <= m.start < high]
            if inside:
                return _state(inside[0])
        if own:
            return None  # a subject that names no state, or a pronoun left open: do not borrow another's
        verb = (
            verb.head
            if verb.dep_ in ("conj", "xcomp", "acl", "relcl", "advcl") and verb.head is not verb and verb.head.pos_ == "VERB"
            else None
        )
    return None


def _dative(verb: Token | None, actors: Sequence[ActorMention]) -> str | None:
    """The receiver without a preposition: "lent China 300 million"."""
    if verb is None:
        return None
    end = verb.idx + len(verb.text)
    near = [m for m in actors if m.start >= end and m.start - end <= 5]
    return _state(near[0]) if near else None


def _pair(actors: Sequence[ActorMention]) -> tuple[str, str] | None:
    states = list(dict.fromkeys(state for mention in actors for state in mention.states))
    return (states[0], states[1]) if len(states) >= 2 else None


_COMING = re.compile(
    r"(?i)\b(?:(?:will|would|shall|pledg\w+|promis\w+|to reach)\b[^;,]{0,30}|"
    r"(?:is|are|was|were|agreed|commit\w*(?:\s+\w+sel(?:f|ves))?|undertook|undertakes?|expected|due|planned|plans)\s+to\s+\w+(?:\s\w+){0,2})\s$"
)


def _promised(doc: Doc, verb: Token | None, at: int) -> bool:
    """Whether the number is a plan or a promise: by the words just before it, its verb, or the verb it hangs on."""
    if _COMING.search(text_of(doc)[max(0, at - 60) : at]):
        return True
    if verb is None:
        return False
    words = figure_words().promises
    if any(child.lower_ in ("will", "would", "shall") for child in dependents(verb)):
        return True
    chain = [verb]
    while chain[-1].dep_ in ("xcomp", "conj", "acl") and chain[-1].head is not chain[-1]:
        chain.append(chain[-1].head)
    return any(link.lemma_.lower() in words for link in chain)
