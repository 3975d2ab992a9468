"""Milestones: what befell one state or person, without a second state: foundings, deaths, accessions, sayings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from detente.coding.events import Sitting
from detente.coding.grammar import children, prepositions, surface_subjects, tokens_of
from detente.coding.makings import when
from detente.coding.mentions import ActorMention
from detente.coding.modality import UNDONE, modality_of
from detente.coding.words import lists_of
from detente.model import Milestone, content_id

Kind = Literal["founding", "death", "accession", "saying"]
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{4,80})[”\"»]")
_LISTED = re.compile(r"[\s,;]*(?:and|or)?\s*")
_FEW, _MANY = 2, 9
_NEAR = 60
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def _words() -> Mapping[str, frozenset[str]]:
    return lists_of("milestone_words.yaml")


@dataclass(frozen=True)
class _Found:
    kind: Kind
    token: Token
    mention: ActorMention
    words: str


def milestones_of(sitting: Sitting) -> list[Milestone]:
    """The milestones that a sentence tells of, each once."""
    found: dict[tuple[str, str, str], Milestone] = {}
    for one in (*_befallen(sitting), *_sayings(sitting)):
        row = _row(sitting, one)
        found.setdefault((row.kind, row.subject, row.words.lower()), row)
    return list(found.values())


@cache
def _triggers() -> frozenset[str]:
    """The words without which nothing befalls anybody."""
    names = ("founding", "into", "death", "dying", "rising", "rise", "to_power", "into_office")
    return frozenset().union(*(_words()[name] for name in names))


def _befallen(sitting: Sitting) -> Iterator[_Found]:
    if not sitting.scene.lemmas & _triggers():
        return
    for token in tokens_of(sitting.scene.doc):
        lemma = token.lemma_.lower()
        for kind, finder in _FINDERS.items():
            mention = finder(sitting, token, lemma)
            if mention is not None and modality_of(token).modality not in UNDONE:
                yield _Found(kind, token, mention, mention.name)


def _founded(sitting: Sitting, token: Token, lemma: str) -> ActorMention | None:
    """ "the founding of the People's Republic", "the republic was proclaimed", "came into existence"."""
    words = _words()
    if token.pos_ in ("NOUN", "PROPN") and lemma in words["founding"]:
        return _state(sitting, [noun for name, noun in prepositions(token) if name == "of"])
    if token.pos_ != "VERB":
        return None
    if lemma in words["founding"]:
        return _state(sitting, children(token, "nsubjpass", "dobj"))
    into = lemma == "come" and any(name == "into" and noun.lemma_.lower() in words["into"] for name, noun in prepositions(token))
    return _state(sitting, surface_subjects(token), any_noun=True) if into else None


def _state(sitting: Sitting, heads: list[Token], *, any_noun: bool = False) -> ActorMention | None:
    """The state that one of the words names by its full style, or stands for."""
    for head in heads:
        mention = sitting.scene.mention_at(head)
        if mention is None and any_noun and head.lemma_.lower() in _words()["polity"]:
            mention = sitting.scene.discourse.last_state()
        if mention and mention.kind in ("state", "metonym") and len(mention.states) == 1 and not mention.person:
            return mention
    return None


def _died(sitting: Sitting, token: Token, lemma: str) -> ActorMention | None:
    words = _words()
    if token.pos_ == "NOUN" and lemma in words["death"]:
        owned = [*children(token, "poss"), *(noun for name, noun in prepositions(token) if name == "of")]
        return _person(sitting, owned)
    if token.pos_ == "VERB" and lemma in words["dying"]:
        return _person(sitting, children(token, "nsubj" if lemma in ("die", "perish") else "nsubjpass"))
    return None


def _rose(sitting: Sitting, token: Token, lemma: str) -> ActorMention | None:
    """ "became president", "came to power", "took office", "the accession of"."""
    words = _words()
    if token.pos_ == "NOUN" and lemma in words["rise"]:
        return _person(sitting, [*children(token, "poss"), *(noun for name, noun in prepositions(token) if name == "of")])
    if token.pos_ != "VERB":
        return None
    office = any(child.lemma_.lower() in sitting.scene.lexicon.roles for child in children(token, "attr", "oprd", "xcomp", "dobj"))
    after = lemma == "succeed" and bool(children(token, "dobj"))
    power = {noun.lemma_.lower() for name, noun in prepositions(token) if name in ("to", "into")} & words["power"]
    taken = {child.lemma_.lower() for child in children(token, "dobj")} & words["power"]
    rises = lemma in words["rising"] and (office or after)
    if rises or (lemma in words["to_power"] and power) or (lemma in words["into_office"] and taken):
        return _person(sitting, surface_subjects(token))
    return None


def _person(sitting: Sitting, heads: list[Token]) -> ActorMention | None:
    for head in heads:
        mention = sitting.scene.mention_at(head)
        if mention and mention.person:
            return mention
    return None


_FINDERS: Mapping[Kind, Callable[[Sitting, Token, str], ActorMention | None]] = {"founding": _founded, "death": _died, "accession": _rose}


def _sayings(sitting: Sitting) -> Iterator[_Found]:
    """Words in quotation marks with the person who is their verb's subject; "was Zhou's phrase"."""
    yield from _quoted(sitting)
    if not sitting.scene.lemmas & _words()["phrase"]:
        return
    for token in tokens_of(sitting.scene.doc):
        if token.lemma_.lower() in _words()["phrase"] and token.dep_ == "attr" and token.head.lemma_ == "be":
            owner = _person(sitting, children(token, "poss"))
            words = _before_is(token.head)
            if owner and _FEW <= len(_WORD.findall(words)) <= _MANY:
                yield _Found("saying", token, owner, words)


def _before_is(verb: Token) -> str:
    """The words before "was", back to where their clause begins."""
    left = verb.i
    while left > 0 and verb.nbor(left - 1 - verb.i).dep_ not in ("mark", "punct") and verb.nbor(left - 1 - verb.i).lower_ != "that":
        left -= 1
    return verb.doc[left : verb.i].text.strip(' “”"')


def _quoted(sitting: Sitting) -> Iterator[_Found]:
    text, speaker, end = sitting.sentence.text, None, 0
    for match in _QUOTED.finditer(text):
        token = next((t for t in tokens_of(sitting.scene.doc) if t.idx >= match.start(1)), None)
        listed = speaker if _LISTED.fullmatch(text, end, match.start()) else None
        speaker, end = (_speaker(sitting, token) if token is not None else None) or listed, match.end()
        if token is not None and speaker is not None and _FEW <= len(_WORD.findall(match.group(1))) <= _MANY:
            yield _Found("saying", token, speaker, match.group(1).strip(" ,.;"))


def _speaker(sitting: Sitting, token: Token) -> ActorMention | None:
    """The person who says what a word stands in: the subject of the nearest verb of saying above it."""
    node = token
    for _ in range(8):
        if node.pos_ in ("VERB", "AUX") and node.lemma_.lower() in _words()["saying"]:
            return _person(sitting, surface_subjects(node))
        if node.head.i == node.i:
            break
        node = node.head
    return _just_before(sitting, token)


def _just_before(sitting: Sitting, token: Token) -> ActorMention | None:
    """The person named last before, where a verb of saying and no other stands between: what a parse went wrong on."""
    people = [m for m in sitting.scene.mentions if m.person and 0 < token.idx - m.end <= _NEAR]
    if not people:
        return None
    between = [t for t in tokens_of(sitting.scene.doc) if people[-1].end <= t.idx < token.idx]
    said = _words()["saying"]
    return people[-1] if any(t.lemma_.lower() in said or t.lower_.removesuffix("ed") in said for t in between) else None


def _row(sitting: Sitting, found: _Found) -> Milestone:
    sentence, document, mention = sitting.sentence, sitting.document, found.mention
    date, place = when(sitting, found.token)
    state = mention.states[0] if len(mention.states) == 1 else None
    spans = [("predicate", found.token.idx, found.token.idx + len(found.token)), ("subject", mention.start, mention.end)]
    own = (found.kind, mention.name, found.words, date.edtf if date else None)
    return Milestone(
        milestone_id=content_id("milestone", document.document_id, sentence.sentence_id, *own),
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        kind=found.kind,
        subject=mention.name,
        state=state,
        words=found.words,
        date=date,
        place=place,
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=f"{found.kind}:{found.token.lemma_.lower()}",
        page=sentence.page,
        trace=sitting.trace(spans),
    )
