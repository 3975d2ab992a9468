"""The words a date may begin with, and the class that says which rules to try there.

Looking each word up in a table first keeps reading fast: most words begin no date, and a word that
does is tried against a few rules only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from detente.coding.date_scene import Found, Scene
from detente.coding.date_words import DECADE_WORDS, PARTS, date_words
from detente.coding.number_words import ORDINALS, TENS, UNITS

WORD = re.compile(r"[A-Za-z]+|\d+|['’‘](?=\d\d)")
_CLASSES: dict[str, str] = {
    "count": "a an several few some half the",
    "point": "that this same very following next previous preceding ensuing coming prior last past subsequent",
    "unit": "day week month year decade century weekend",
    "since": "ever since by until till from",
    "stretch": "over during throughout for",
    "within": "within inside",
    "today": "today yesterday tomorrow tonight this",
    "time": "time",
    "turn": "turn",
    "era": "ad a",
    "decade": "nineteen eighteen",
    "part": "first second third fourth latter last final opening closing",
}
_STRONG = (
    "day days week weeks fortnight month months year years decade decades century centuries weekend hours "
    "today yesterday tomorrow tonight then christmas michaelmas"
)
_WEAK = re.compile(
    r"\b(?:May|March)\b|\b(?i:(?:that|this)\s+(?:same\s+)?(?:time|period|moment|occasion|juncture|era))\b"
    r"|\b(?i:same (?:period|occasion)|at the time)\b"
)


Reader = Callable[[re.Match[str], Scene], Found | None]
"""Given what a pattern matched, says what days are meant, or None."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to read a date: tried where a word of one of `classes` stands."""

    name: str
    classes: frozenset[str]
    pattern: re.Pattern[str]
    reader: Reader


class RuleBook:
    """Rules in the order in which they are tried, looked up by the word that stands where a date may begin."""

    def __init__(self, rows: Iterable[tuple[str, str, str, Reader]]) -> None:
        self.rules = tuple(Rule(name, frozenset(classes.split()), re.compile(pattern), reader) for name, classes, pattern, reader in rows)
        self._of: dict[frozenset[str], tuple[Rule, ...]] = {}

    def read(self, scene: Scene, at: int) -> tuple[str, Found] | None:
        """The first rule that reads a date at offset `at`, with what it read."""
        word = WORD.match(scene.text, at)
        for rule in self._for(classes_of(word.group())) if word else ():
            match = rule.pattern.match(scene.text, at)
            found = rule.reader(match, scene) if match else None
            if found is not None:
                return rule.name, found
        return None

    def _for(self, classes: frozenset[str]) -> tuple[Rule, ...]:
        if classes not in self._of:
            self._of[classes] = tuple(rule for rule in self.rules if rule.classes & classes)
        return self._of[classes]


@cache
def classes_of(word: str) -> frozenset[str]:
    """The classes of a word (in any case): empty for one that begins no date, "digit" for a number."""
    if word[0].isdigit():
        return frozenset({"digit"})
    if word[0] in "'’‘":
        return frozenset({"short"})
    return _table().get(word.lower(), frozenset())


@cache
def _table() -> dict[str, frozenset[str]]:
    words = date_words()
    listed: dict[str, set[str]] = {}
    groups: dict[str, list[str]] = {name: names.split() for name, names in _CLASSES.items()}
    groups["month"] = [month.rstrip(".") for month in words.months]
    groups["season"] = list(words.seasons)
    groups["weekday"] = list(words.weekdays)
    groups["feast"] = [feast.split()[0].lower() for feast in words.festivals]
    groups["count"] += [*UNITS, *TENS]
    groups["ordinal"] = [ordinal.split("-")[0].split()[0] for ordinal in ORDINALS]
    groups["decade"] += list(DECADE_WORDS)
    groups["part"] += list(PARTS)
    for name, members in groups.items():
        for member in members:
            listed.setdefault(member, set()).add(name)
    return {word: frozenset(names) for word, names in listed.items()}


@cache
def _strong() -> frozenset[str]:
    words = date_words()
    clear = [month.rstrip(".") for month in words.months if month not in ("may", "march")]
    return frozenset([*_STRONG.split(), *clear, *words.seasons, *words.weekdays, *DECADE_WORDS])


def may_hold_date(text: str) -> bool:
    """Whether the sentence has any word that a date is made of; most sentences are left here."""
    words = WORD.findall(text)
    if any(word[0].isdigit() for word in words):
        return True
    return not _strong().isdisjoint(map(str.lower, words)) or _WEAK.search(text) is not None


def triggers(text: str, start: int) -> Iterator[re.Match[str]]:
    """The words from `start` on that may begin a date, outside words, figures with a currency sign and decimals."""
    for match in WORD.finditer(text, start):
        word = match.group()
        if not classes_of(word):
            continue
        if not _inside(text, match.start(), word[0]):
            yield match


def _inside(text: str, at: int, first: str) -> bool:
    """Whether a word at `at` is part of something larger: "Soviet's", "$1950", "1,950", "don’t"."""
    before = text[at - 1] if at else " "
    if first in "'’‘":
        return not before.isspace() and before not in "(["
    if first.isdigit() and (before in "$£€¥" or (before in ".," and text[at - 2 : at - 1].isdigit())):
        return True
    return before.isalnum() or before == "_" or (before in "'’" and not first.isdigit())
