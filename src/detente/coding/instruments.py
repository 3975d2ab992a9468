"""Instruments that a sentence names: treaty, pact, accord, communique, loan agreement, armistice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.symbols import NOUN, PROPN
from spacy.tokens import Token

from detente.coding.agreement_words import agreement_words
from detente.coding.date_words import date_words
from detente.coding.events import Sitting
from detente.coding.grammar import children, dependents, prepositions, tokens_of
from detente.coding.makings import Making, parties_of, states_told, telling_event, when
from detente.coding.modality import UNDONE, modality_of
from detente.model import Event

_TYPES = ("SUPPORT", "AGREE", "RETREAT", "COOPERATE", "AID", "CONSULT", "CONCEDE")
_AGE = re.compile(r"^(?:[\w-]*-)?years?\s+|^-\s*|^(?:the|a|an|this|that|its|their|his)\s+", re.IGNORECASE)
"""The term before a name: "30-year Treaty" is called Treaty."""
_STOP = frozenset({",", ";", ":", "(", ")", "“", "”", '"', "'", "‘"})
_LONGEST = 8
_SIGNING = frozenset({"sign", "conclude", "initial", "ratify"})
_VAGUE = frozenset({"decade", "century", "interval", "unknown"})
"""How finely "the nineteenth-century treaties" are dated: no paper is meant."""
_POINTING = frozenset({"this", "that", "such", "these", "those", "same"})
_ANY = frozenset({"any", "no", "every", "each", "another", "some", "whatever"})


def instruments(sitting: Sitting, events: Sequence[Event]) -> list[Making]:
    """The instruments whose making a sentence tells of, or that it calls by a proper name or by their date, with two parties."""
    found: dict[str, Making] = {}
    if not sitting.scene.lemmas & (agreement_words().nouns | _SIGNING):
        return []
    for token in tokens_of(sitting.scene.doc):
        if token.pos in (NOUN, PROPN) and (token.lemma_.lower() in agreement_words().nouns or _is_signed(token)):
            made = _instrument(sitting, token, events)
            if made:
                found.setdefault(made.name.lower(), made)
    return list(found.values())


def _instrument(sitting: Sitting, token: Token, events: Sequence[Event]) -> Making | None:
    words = agreement_words()
    if token.dep_ == "compound" or _only_supposed(token) or points_back(token):
        return None
    name, maker = name_of(token), _maker(token)
    event = telling_event(token, events, sitting, _TYPES) or (telling_event(maker, events, sitting, _TYPES) if maker else None)
    noun = token.lemma_.lower()
    told = maker is not None or _ender(token) is not None or (event is not None and not words.has("unnamed", noun))
    called = is_proper(name) and token.text[:1].isupper()
    if not (told or called or (_dated(sitting, token) and (not words.has("unnamed", noun) or name[:1].isupper()))):
        return None
    ender = _ender(token)
    if any(modality_of(word).modality in UNDONE for word in (maker, ender) if word is not None):
        return None
    parties = parties_of(sitting, token, states_told(event, events) if event else (), maker)
    if len(parties) < (1 if ender is not None else 2):
        return None  # who ends a treaty need not name the others
    date, place = (event.date, event.place) if event and event.date else when(sitting, maker or token, token)
    rule, kind = event.rule if event else "name", words.kind_of(noun, name)
    if ender is not None:
        ended = when(sitting, ender, token)[0]
        return Making(token=token, kind=kind, name=name, parties=parties, date=None, place=None, rule="ended", ended=ended)
    return Making(token=token, kind=kind, name=name, parties=parties, date=date, place=place, rule=rule)


def _is_signed(token: Token) -> bool:
    """Whether a proper name is said to have been signed or concluded by somebody: "Locarno, signed by"."""
    if token.pos_ != "PROPN":
        return False
    signed = [child for child in children(token, "acl") if child.lemma_.lower() in _SIGNING and child.tag_ == "VBN"]
    return any(children(child, "agent") for child in signed)


def _maker(token: Token) -> Token | None:
    """The verb or noun that says the instrument was made: "signed", "the signing of"."""
    words, head = agreement_words(), token.head
    if head.dep_ == "prep" or head.pos_ == "ADP":
        noun = head.head
        return noun if head.lower_ in ("of", "into", "on", "upon", "to") and _makes(noun) else None
    if token.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        return _maker(head)
    verb = next((child for child in children(token, "acl", "relcl") if words.has("making", child.lemma_.lower())), None)
    if verb is None and _makes(head) and token.dep_ in ("dobj", "nsubjpass", "attr", "nsubj"):
        verb = head
    return verb


def _ender(token: Token) -> Token | None:
    """The verb or noun that says the instrument ended: "abrogated the treaty", "the treaty lapsed", "the denunciation of the pact"."""
    head = token.head.head if token.head.dep_ == "prep" and token.head.lower_ in ("of", "from") else token.head
    plain = token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj")
    return head if plain and agreement_words().has("ending", head.lemma_.lower()) else None


def _makes(token: Token) -> bool:
    words, lemma = agreement_words(), token.lemma_.lower()
    return words.has("making", lemma) if token.pos_ in ("VERB", "AUX") else words.has("making_nouns", lemma)


def _only_supposed(token: Token) -> bool:
    words = agreement_words()
    before = {child.lower_ for child in dependents(token)}
    return bool(before & (_ANY | words.lists["unmade"]))


def points_back(token: Token) -> bool:
    """Whether the words speak of an instrument named before: "this agreement", "under such arrangements"."""
    return any(child.lower_ in _POINTING for child in children(token, "det", "amod", "predet"))


def _dated(sitting: Sitting, token: Token) -> bool:
    """Whether the noun's own words give its date: "the 1937 treaty", "the treaty of 1937"."""
    edges = [child.i for child in dependents(token) if child.dep_ in ("nummod", "amod", "compound", "nmod")]
    edges += [noun.i for name, noun in prepositions(token) if name in ("of", "in")]
    spots = {token.doc[i].idx for i in edges}
    close = (r for r in sitting.dates.readings if r.dates_event and r.named.precision not in _VAGUE)
    return any(r.start <= spot < r.end for r in close for spot in spots)


def name_of(token: Token) -> str:
    """The agreement's name: its modifiers before, and a capitalised "of ..." behind."""
    left = token.i
    while left > 0 and token.i - left < _LONGEST and _belongs(token.doc[left - 1]):
        left -= 1
    right = token.i + 1
    while right < len(token.doc) and _goes_on(token.doc[right]):
        right += 1
    name = token.doc[left:right].text.strip(" ,")
    while (shorter := _AGE.sub("", name)) != name:
        name = shorter
    return name


def _belongs(token: Token) -> bool:
    if token.text in _STOP or token.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PRON") or token.text[:1].isdigit():
        return False
    if token.like_num:
        return token.i + 1 < len(token.doc) and token.nbor(1).text == "-"
    return token.dep_ in ("compound", "amod", "nmod", "punct", "poss", "case", "nummod")


def _goes_on(token: Token) -> bool:
    if token.text[:1].isdigit():
        return False
    if token.text[:1].isupper():
        return token.lower_ not in date_words().months
    return (token.lower_ in ("of", "on", "and", "for", "-", "the", "concerning") or token.text == ",") and _more(token)


def _more(token: Token) -> bool:
    """Whether a name goes on behind a small word: "of Friendship", not "of May" and not "with"."""
    following = token.doc[token.i + 1 : token.i + 3]
    if not len(following) or token.text == ",":
        return bool(len(following)) and following[0].text[:1].isupper() and following[0].pos_ in ("NOUN", "PROPN") and _listed(token)
    through = following[0].lower_ == "the" and len(following) > 1 and token.lower_ != "and"
    first = following[1] if through else following[0]
    return first.text[:1].isupper() and first.lower_ not in date_words().months


def _listed(comma: Token) -> bool:
    """A comma inside a name: "Friendship, Alliance and Mutual Assistance"."""
    window = comma.doc[comma.i + 2 : comma.i + 3]
    return bool(len(window)) and window[0].lower_ in ("and", ",") and comma.i > 0 and comma.nbor(-1).text[:1].isupper()


def is_proper(name: str) -> bool:
    """Whether at least two words of a name begin with a capital."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return sum(word[:1].isupper() for word in words) >= 2
