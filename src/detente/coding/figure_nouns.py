"""What a number counts: the noun after it, read along the words with the parser's tags.

The parser's own heads go astray in "900 French and 200 Belgian engineers" and in
telegraphic prose, so the noun phrase is walked from left to right and only tags are taken from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from detente.coding.figure_words import figure_words
from detente.coding.grammar import text_of, token_at, tokens_of
from detente.coding.quantities import Quantity

_THROUGH = {"ADJ", "ADV", "NOUN", "PROPN", "NUM", "PART"}
_PARTICIPLES = {"VBN", "VBG", "VBD"}
_LONGEST_PHRASE = 9


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The noun a number counts.

    `noun` is its token (None where the number stands alone: "some 35,000 in 1973"), `lemma` its lemma,
    `measure` what and unit for a unit of length, area or weight, `term` a unit of time, `attribute`
    True in "30-year treaty", where the number tells a property of `noun`. `definite` marks "the two
    letters". `of` is the noun after "of" ("tons of grain").
    """

    noun: Token | None
    lemma: str = ""
    measure: tuple[str, str] | None = None
    term: str = ""
    attribute: bool = False
    definite: bool = False
    of: str = ""


@cache
def _measure_pattern() -> re.Pattern[str]:
    words = sorted(figure_words().measures, key=len, reverse=True)
    names = "|".join(re.escape(word) + ("" if word.endswith((".", "2")) else "(?:s|es)?") for word in words)
    return re.compile(rf"(?i)[\s-]*({names})(?![\w])")


@cache
def _term_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(figure_words().terms, key=len, reverse=True))
    return re.compile(rf"(?i)(?P<joint>\s+(?:more\s+|further\s+|full\s+|long\s+)?|[-–])(?P<unit>centur(?:y|ies)|(?:{names})s?)(?![\w])")


_PERSONS = re.compile(r"(?i)[-–](?P<word>man|member|person)(?![\w])")
_JOINED = re.compile(r"(?i)[-–](?:power|party|nation|state|way|fold|sided|point|year-old)\b")
_DEFINITE = re.compile(r"(?i)\b(?:the|these|those|both|all|other|such|same|last|first|next|of its|of their)\s+(?:\w+\s+)?$")


def counted_noun(doc: Doc, quantity: Quantity, following: Quantity | None) -> Counted:
    """What `quantity` counts; `following` is the next number, whose noun it may share."""
    text = text_of(doc)
    definite = bool(_DEFINITE.search(text[max(0, quantity.start - 22) : quantity.start]))
    term = _term_pattern().match(text, quantity.end)
    if term:
        return _term(doc, term, definite)
    measure = _measure_pattern().match(text, quantity.end)
    if measure:
        return _measured(doc, measure, definite)
    group = _PERSONS.match(text, quantity.end)
    if group:
        noun = _walk(doc, group.end())
        return Counted(noun=noun, lemma="member", attribute=True, definite=definite)
    if _JOINED.match(text, quantity.end):
        return Counted(noun=None, attribute=True)
    shared = following is not None and _shares(doc, quantity, following)
    noun = _walk(doc, following.end if following is not None and shared else quantity.end)
    if noun is None:
        return Counted(noun=None, definite=definite)
    return Counted(noun=noun, lemma=_lemma(noun), definite=definite, of=_after_of(noun))


def _lemma(noun: Token) -> str:
    low = noun.lower_
    kinds = figure_words().kinds
    lemma = noun.lemma_.lower()
    for form in (low, lemma, low.removesuffix("s"), low.removesuffix("es"), re.sub("ies$", "y", low)):
        if form in kinds:
            return form
    return lemma


def _term(doc: Doc, match: re.Match[str], definite: bool) -> Counted:
    unit = match.group("unit").lower()
    unit = "century" if unit.startswith("centur") else unit.rstrip("s")
    attribute = match.group("joint") in ("-", "–")
    noun = _walk(doc, match.end()) if attribute else None
    return Counted(noun=noun, lemma=_lemma(noun) if noun is not None else "", term=unit, attribute=attribute, definite=definite)


def _measured(doc: Doc, match: re.Match[str], definite: bool) -> Counted:
    name = match.group(1).lower()
    measures = figure_words().measures
    row = measures.get(name) or measures.get(name.removesuffix("s")) or measures.get(name.removesuffix("es"))
    of = re.compile(r"\s+of\s+(?:the\s+)?(\w+)").match(text_of(doc), match.end())
    noun = token_at(doc, match.start(1))
    return Counted(noun=noun, lemma=name, measure=row, definite=definite, of=of.group(1) if of else "")


def _first_after(doc: Doc, offset: int) -> int:
    for token in tokens_of(doc):
        if token.idx >= offset:
            return token.i
    return len(doc)


def _walk(doc: Doc, offset: int) -> Token | None:
    """The head of the noun phrase that goes on at `offset`: its last noun before anything that is no part of it."""
    at = _first_after(doc, offset)
    if at < len(doc) and doc[at].lower_ == "of":
        at += 1
        while at < len(doc) and doc[at].pos_ in ("DET", "PRON"):
            at += 1
    noun: Token | None = None
    for token in doc[at : at + _LONGEST_PHRASE]:
        if token.pos_ in ("NOUN", "PROPN") and not token.is_space:
            noun = token
        elif token.text in ("-", "–", "*", '"', "“", "”") or (
            noun is None and (token.pos_ in _THROUGH or token.tag_ in _PARTICIPLES or token.lower_ == "and")
        ):
            if token.pos_ == "ADP" or token.like_num:
                break
            if token.lower_ == "and" and not _joins_adjectives(token):
                break
        else:
            break
    return noun


def _joins_adjectives(token: Token) -> bool:
    return token.i > 0 and token.i + 1 < len(token.doc) and token.nbor(-1).pos_ in ("ADJ", "PROPN") and not token.nbor(1).like_num


def _shares(doc: Doc, quantity: Quantity, following: Quantity) -> bool:
    """Whether only adjectives and "and" stand between two numbers: "900 French and 200 Belgian engineers"."""
    between = [token for token in tokens_of(doc) if quantity.end <= token.idx < following.start]
    return (
        2 <= len(between) <= 4
        and between[-1].lower_ in ("and", "or", ",")
        and all(token.pos_ in ("ADJ", "PROPN") for token in between[:-1])
        and following.start - quantity.end < 40
    )


def _after_of(noun: Token) -> str:
    """The noun after "of": "tons of grain", "rounds of talks"."""
    at = noun.i + 1
    if at < len(noun.doc) and noun.doc[at].lower_ == "of":
        inner = _walk(noun.doc, noun.doc[at].idx)
        return inner.lemma_.lower() if inner is not None else ""
    return ""
