"""Finding names in running text.

Only words that begin with a capital or a digit can begin a name. The first word of a name leads to a small
pattern of all names that begin with it, longest first, made when that word is first met; so loading
is quick and a text is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from detente.register.folding import Folded, fold, fold_name
from detente.register.names import NameEntry, NameMatch

_WORD = re.compile(r"[A-Z\d]\w*")
_HEAD = re.compile(r"\w+")
_GAP = r"(?:[ \t]+(?:\r?\n)?[ \t]*|\r?\n[ \t]*)"
_BEFORE = re.compile(r"([A-Z]\w+)(?: [A-Z]\.)* $")
_PARTICLE = re.compile(r"(?<!\w)(?:[Dd](?:e|e la|a|i|os|u) |[Vv]on (?:der )?|[Vv]an |ibn |bin |(?:[Aa]l|[Ee]l|ad|as|ul)-|d')$")
_ORDINARY_IN_CAPITALS = frozenset({"US", "WHO", "UN", "AU", "EC", "SIS", "SALT", "START", "ICE"})


class NameFinder:
    """Finds the names of a fixed list in any text.

    `names` are the senses of each name; `not_names` are phrases that are read over; `given` maps
    the id of a person to the given names, and `given_names` are other people's, so that "Barbara Bush" is not taken for a president.
    """

    def __init__(
        self,
        names: Iterable[NameEntry],
        *,
        not_names: Iterable[str] = (),
        given: Mapping[str, frozenset[str]] | None = None,
        given_names: Iterable[str] = (),
    ) -> None:
        self._senses: dict[str, tuple[NameEntry, ...]] = {}
        self._given = given or {}
        self._given_words = frozenset(word for words in self._given.values() for word in words if len(word) > 2).union(given_names)
        self._heads: dict[str, list[str]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._add_senses(names)
        for phrase in not_names:
            self._senses.setdefault(fold_name(phrase), ())
        for name in list(self._senses):
            self._add_head(name)

    def _add_senses(self, names: Iterable[NameEntry]) -> None:
        gathered: dict[str, list[NameEntry]] = {}
        for entry in names:
            gathered.setdefault(fold_name(entry.name), []).append(entry)
        for name, entries in gathered.items():
            self._senses[name] = tuple(entries)

    def _add_head(self, name: str) -> None:
        head = _HEAD.match(name)
        if head is None:
            return
        self._heads.setdefault(head[0], []).append(name)
        shouted = name.upper()
        if len(head[0]) > 2 and len(shouted) > 3 and shouted not in self._senses and _may_be_shouted(self._senses[name]):
            self._senses[shouted] = self._senses[name]
            self._heads.setdefault(head[0].upper(), []).append(shouted)

    def senses(self, name: str) -> tuple[NameEntry, ...]:
        """All senses of a name given whole; empty for a name that is not in the list."""
        return self._senses.get(fold_name(name), ())

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """The names in `text`, left to right, the longest at each place, none overlapping."""
        folded = fold(text)
        return tuple(self._matches(text, folded))

    def _matches(self, text: str, folded: Folded) -> Iterator[NameMatch]:
        plain, heads, done = folded.text, self._heads, 0
        for word in _WORD.finditer(plain):
            at = word.start()
            if word[0] not in heads or at < done or (at and (plain[at - 1].isalnum() or plain[at - 1] == "_")):
                continue
            if heads[word[0]] == [word[0]]:  # no other name begins so: the word is the name
                found: re.Match[str] | None = word
            else:
                found = self._pattern(word[0]).match(plain, at)
            if found is None:
                continue
            done = found.end()
            entries = self._fitting(plain, at, found[0])
            if entries:
                start = folded.original(_with_particle(plain, at, entries))
                end = folded.original(done - 1) + 1 if folded.offsets else done
                yield NameMatch(start=start, end=end, surface=text[start:end], entries=entries)

    def _pattern(self, head: str) -> re.Pattern[str]:
        pattern = self._patterns.get(head)
        if pattern is None:
            names = sorted(self._heads[head], key=lambda name: (-len(name), name))
            pattern = self._patterns[head] = re.compile("|".join(map(_spelling, names)))
        return pattern

    def _fitting(self, plain: str, at: int, found: str) -> tuple[NameEntry, ...]:
        """The senses that the words around allow."""
        entries = self._senses[" ".join(found.split())]
        if found in _ORDINARY_IN_CAPITALS and _is_shouted(plain, at):
            return ()
        if " " in found or not any(entry.caution or entry.kind == "leader" for entry in entries):
            return entries
        before = _BEFORE.search(plain, max(0, at - 40), at)
        if before is None or before[1] not in self._given_words:
            return entries
        return tuple(entry for entry in entries if self._may_follow(before[1], entry))

    def _may_follow(self, given: str, entry: NameEntry) -> bool:
        if entry.kind == "leader":
            return given[0] in {word[0] for word in self._given.get(entry.ref, ())}
        return not entry.caution


def _may_be_shouted(entries: tuple[NameEntry, ...]) -> bool:
    """Whether a name is read in capitals too; not an ordinary word or a common surname ("SPLIT", "CHEN")."""
    return not entries or any(not entry.caution or entry.kind == "state" for entry in entries)


def _spelling(name: str) -> str:
    end = "" if name.endswith("-") else r"(?!\w)"
    return _GAP.join(map(re.escape, name.split(" "))) + end


def _is_shouted(plain: str, at: int) -> bool:
    """Whether the line around is in capitals throughout, so that a word in capitals says nothing."""
    start = plain.rfind("\n", 0, at) + 1
    end = plain.find("\n", at)
    line = plain[max(start, at - 60) : at + 60 if end < 0 else min(end, at + 60)]
    return line.isupper() and len(line.split()) > 2


def _with_particle(plain: str, at: int, entries: tuple[NameEntry, ...]) -> int:
    if entries[0].kind != "leader":
        return at
    particle = _PARTICLE.search(plain, max(0, at - 10), at)
    return particle.start() if particle else at
