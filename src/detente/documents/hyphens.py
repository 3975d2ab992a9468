"""Hyphens at the ends of lines: which belong to the word, and which to the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from detente.documents.words import word_list
from detente.spans import Edit, Span

# each alternative is anchored at a word's start, so that time grows with length and not faster
_HALF = r"(?<![^\W\d_])[^\W\d_]{1,60}|(?<!\d)\d{1,30}"
_BROKEN = re.compile(
    rf"({_HALF})(\u0002|[-\u2010\u00ad\u0002\ufffe][ \t]{{0,40}}(?:\r\n|[\r\n\f\x85\u2028]))"
    r"[ \t\r\n\f\x85]{0,80}([^\W\d_]{1,60}|\d{1,30})"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def vocabulary(raw: str) -> Counter[str]:
    """How often each word stands whole in `raw`, lower case, compounds with their hyphen."""
    return Counter(match.group().lower() for match in _WORD.finditer(raw))


def hyphen_edits(raw: str, within: Span, known: Counter[str]) -> Iterator[Edit]:
    """Edits that mend words broken at a line's end inside one paragraph.

    U+0002 (PDFium's mark of a line-end hyphen) and the soft hyphen always go; a plain hyphen stays
    where the halves make a compound.
    """
    at = within.start
    while match := _BROKEN.search(raw, at, within.end):
        first, mark, second = match.groups()
        yield Edit(match.start(2), match.start(3), joining(first, mark[0], second, known))
        at = match.start(3)


def joining(first: str, mark: str, second: str, known: Counter[str]) -> str:
    """What stands between the halves of a word broken at a line's end: a hyphen or nothing."""
    if second[0].isdigit() or first[-1].isdigit():
        return "-"
    if mark == "\u00ad":
        return ""
    if second[0].isupper():
        return "" if first.isupper() and known[(first + second).lower()] else "-"
    joined, hyphened = known[(first + second).lower()], known[f"{first}-{second}".lower()]
    if joined or hyphened:
        return "" if joined >= hyphened else "-"
    if first.lower() in word_list("compound_firsts") and (second.lower() in word_list("compound_seconds") or known[second.lower()] > 1):
        return "-"
    return ""
