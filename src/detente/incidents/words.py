"""What the words of two statements share, each word by a weight that it has in itself.

A word weighs by its length and by whether it is a name or a number, never by how often a corpus has it: the likeness of two
statements must not change when a third is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from detente.incidents.lists import lists
from detente.register import default_register
from detente.spans import Span

_WORD = re.compile(r"\d[\d.,]*\d|\d+|[^\W\d_]+")
STATE_KINDS = frozenset({"state", "demonym", "people", "capital", "metonym"})
"""Kinds of names that stand for a state."""
_NAME, _NUMBER, _LEADER = 18, 18, 6
_SHORT, _PLAIN, _LONG = 6, 10, 14
_NEAR = 60
"""Characters on either side of the words that tell a deed within which a word counts in full."""
Words = Mapping[str, int]
"""Stems with their weights: 10 for an ordinary word, so that sums are whole numbers and the same in whatever order they are made."""


def stem(word: str) -> str:
    """The stem of an English word in lower case, without accents: endings of number, tense and manner are cut."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("ly", ""), ("es", ""), ("s", "")):
        cut = plain.removesuffix(ending)
        if cut != plain and len(cut) >= 3 and re.search("[aeiouy]", cut) and not plain.endswith(("ss", "us", "is")):
            return _ground(cut + instead)
    return _ground(plain)


def _ground(cut: str) -> str:
    """One form for what an ending leaves: "planned" and "plan", "signing" and "sign", "conclude" and "concluding"."""
    if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "aeiouls":
        return cut[:-1]
    while len(cut) > 3 and cut[-1] == "e":
        cut = cut[:-1]
    return cut


@lru_cache(maxsize=200_000)
def _weigh(word: str, named: bool, states: bool) -> tuple[str, int] | None:
    """The stem of a word and its weight; None for a word that tells of no happening. `named`: it is a name by its capital."""
    if word[0].isdigit():
        digits = word.replace(",", "").rstrip(".")
        return None if len(digits) < 3 or (len(digits) == 4 and digits.isdigit() and digits[0] in "12") else (digits, _NUMBER)
    if len(word) < 2 or word.casefold() in lists().stop:
        return None
    word = lists().same_words.get(word.casefold(), word)
    if word[0].isupper():
        kinds = {sense.kind for sense in default_register().senses(word)}
        if not states and kinds & STATE_KINDS:
            return None
        if "leader" in kinds:
            return stem(word), _LEADER
    if named:
        return stem(word), _NAME
    return stem(word), _SHORT if len(word) <= 4 else _PLAIN if len(word) <= 7 else _LONG


def content_words(text: str, near: Sequence[Span] = (), *, states: bool = False) -> dict[str, int]:
    """The content words of `text` by stem, with their weights.

    `near` are the words that tell the deed (offsets in `text`): words further from them than a clause weigh half, for they may
    belong to another deed of the sentence. Names of states are left out unless `states`: the actors are compared as actors.
    """
    found: dict[str, int] = {}
    for match in _WORD.finditer(text):
        weighed = _weigh(match.group(), match.start() > 0 and match.group()[0].isupper(), states)
        if weighed is None:
            continue
        word, weight = weighed
        if near and not any(match.start() < span.end + _NEAR and match.end() > span.start - _NEAR for span in near):
            weight //= 2
        found[word] = max(weight, found.get(word, 0))
    return found


def total(words: Words) -> int:
    """What the words weigh together."""
    return sum(words.values())


def shared_weight(one: Words, other: Words) -> int:
    """What the words that both have weigh together, each by the lesser of its two weights."""
    return sum([min(one[word], other[word]) for word in one.keys() & other.keys()])


def dice(shared: int, one: int, other: int) -> float:
    """Dice's coefficient: twice what is shared, over what both weigh (0 to 1)."""
    return 2 * shared / (one + other) if one + other else 0.0


def words_shared(one: str, other: str, stems: Iterable[str], most: int = 4) -> list[str]:
    """The words of text `one` whose stems are among `stems` and in `other`, the weightiest first, as `one` writes them."""
    wanted = set(stems) & set(content_words(other, states=True))
    shown: dict[str, tuple[int, str]] = {}
    for match in _WORD.finditer(one):
        weighed = _weigh(match.group(), match.start() > 0 and match.group()[0].isupper(), True)
        if weighed and weighed[0] in wanted:
            shown.setdefault(weighed[0], (-weighed[1], match.group()))
    return [word for _, word in sorted(shown.values())[:most]]
