"""What stands in brackets: citations, terms of office and life dates, which date no event.

"(CHEN, 2001: 64-65)", "Snow (1994)", "(cf. Garthoff 1994)" cite; "Khrushchev (1953-1964)",
"Prime Minister (1949-1976)", "(born 1893)" tell a person's years; "Bandung (1955)", "the war
(1937-1945)" date a happening.
"""

from __future__ import annotations

import re
from typing import Literal

from detente.coding.date_words import date_words

BracketKind = Literal["citation", "tenure", "date"]

_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,240})[)\]]")
_NAME = r"(?:(?:[dD][eiu]|[vV][ao]n|[lL][ae])\s)?[A-Z][\w'’.-]{1,30}"
_AUTHOR = rf"{_NAME}(?:(?:,|\s|\s(?:and|&)\s|,\s){{1,3}}{_NAME}){{0,4}}(?:\s+et\s+al\.?)?"
_WORKS = re.compile(
    rf"(?:(?:cf\.?|see(?:\s+also)?|e\.g\.,?|quoted\s+in|cited\s+in|after|in)\s+)?{_AUTHOR},?\s+(?:\(?ed[si]?\.?\)?,?\s+)?(?:1[6-9]|20)\d\d[a-r]?(?=\s*(?:$|[:;,]|\sp))"
)
_YEARS_ONLY = re.compile(r"\s*(?:1[5-9]|20)\d\d[a-z]?(?:\s*[,;]\s*(?:1[5-9]|20)\d\d[a-z]?)*(?:\s*[:,]\s*(?:pp?\.\s*)?\d[\d\s,–—-]*)?\s*")
_RANGE_ONLY = re.compile(
    r"\s*(?:(?:r|reigned|ruled|in office|served)\.?:?\s+)?(?:c\.\s?)?(?:1[0-9]|20)\d\d\s?[-–—]\s?(?:(?:1[0-9]|20)?\d\d)?\s*"
)
_LIFE = re.compile(r"\s*(?:b\.|d\.|born|died|fl\.)\s")
_MONTHS = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_OF_TIME = re.compile(r"(?i)\s*(?:up\s+to|from|until|till|since|by|before|between|early|late|mid)\b")
_LAST_WORDS = re.compile(r"([^\s(),;:]+(?:\s+[^\s(),;:]+){0,3})\s*$")
_PLACE_WORDS = ("in", "at", "of", "from", "to", "near", "on", "into", "over", "against", "with")


def brackets(text: str) -> tuple[tuple[int, int, BracketKind], ...]:
    """The bracketed stretches of a sentence that hold a digit, with what they are."""
    if "(" not in text and "[" not in text:
        return ()
    return tuple(
        (m.start(), m.end(), _kind(text[max(0, m.start() - 60) : m.start()], m.group(1)))
        for m in _BRACKET.finditer(text)
        if re.search(r"\d", m.group(1))
    )


def _kind(before: str, inside: str) -> BracketKind:
    if _LIFE.match(inside):
        return "tenure"
    if _RANGE_ONLY.fullmatch(inside):
        return "tenure" if _follows_person(before) else "date"
    if _MONTHS.search(inside) or _OF_TIME.match(inside):
        return "date"
    if _WORKS.search(inside):
        return "citation"
    if _YEARS_ONLY.fullmatch(inside):
        paged = re.search(r"[:;]|\d{4}[a-z]|,\s*p", inside) is not None
        return "citation" if paged or _follows_author(before) else "date"
    return "date"


def _words_before(before: str) -> list[str]:
    found = _LAST_WORDS.search(before)
    return found.group(1).replace("*", "").split() if found else []


def _follows_person(before: str) -> bool:
    """Whether the last words are a person's name or an office: capitals without an article, no happening, no place."""
    words = _words_before(before)
    if not words:
        return False
    if words[-1].lower().strip("*") in date_words().office_nouns or " ".join(words[-3:]).lower().endswith("foreign affairs"):
        return True
    return _is_name(words, single=True)


def _follows_author(before: str) -> bool:
    """Whether the last word is a surname that is cited: "Snow (1994)"."""
    words = _words_before(before)
    return bool(words) and _is_name(words, single=False)


def _is_name(words: list[str], *, single: bool) -> bool:
    tail: list[str] = []
    for word in reversed(words):
        if not word[:1].isupper():
            break
        tail.insert(0, word)
    if not tail or any(
        word.lower().rstrip(".,'’s") in date_words().event_nouns or word.lower() in date_words().event_nouns for word in tail
    ):
        return False
    lead = words[len(words) - len(tail) - 1].lower() if len(words) > len(tail) else ""
    if lead == "the" or tail[0].lower() == "the" or (lead in _PLACE_WORDS and (len(tail) == 1) and not _cites(lead, single)):
        return False
    return len(tail) <= 3 or single


def _cites(lead: str, single: bool) -> bool:
    """ "according to Chen (1993)", "of Chen (1993)" cite; "in Bandung (1955)", "at Bandung (1955)" date."""
    return not single and lead in ("to", "of", "with")
