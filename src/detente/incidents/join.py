"""All pairs of tellings that are alike, found without looking at all pairs.

What is found is exactly what `likeness.score` says of every pair; only the search is cut short:

- Tellings that a comparison cannot tell apart are compared once.
- By gate, only tellings with a key in common are compared: a day, a year, a name.
- Statements beside each other are found in the order of their document.
- By words, two tellings alike enough must share one of their rarest words (the prefix filter of Chaudhuri, Ganti and Kaushik 2006,
  for Dice's measure with weights). How rare a word is among these tellings decides where to look, and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypeVar

from detente.incidents.likeness import RULES, SharedWeight, beside_score, copy_score, copy_words, told_apart, words_score
from detente.incidents.telling import NEAR, Rules, Telling
from detente.incidents.times import DAY, LEVEL_DAYS, VAGUE
from detente.incidents.words import shared_weight

Link = tuple[float, int, int]
"""A score and the places of two tellings, the smaller first."""

Neighbours = Mapping[str, Collection[str]]
"""The copies of each document, by id."""

_BINS = (16, 64, 512, 4096)
"""Days that are looked up together, by level; more than the days of the level, so that a time falls into few."""
_LONG = 20 * _BINS[VAGUE]
"""A time of more days is looked up among all."""
_OPEN, _ALL = "open", "all"
_ANY = (_ALL, _OPEN)
"""The bins in which those stand whose time is open or not told, and all others."""
_Index = defaultdict[str, defaultdict[Hashable, list[int]]]

_FEW = 20
"""Words are told in formulas where so many tellings share them."""

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)
assert all(size >= days for size, days in zip(_BINS, LEVEL_DAYS, strict=False))  # noqa: S101 - two tables that belong together


def links(tellings: Sequence[Telling], copies: Neighbours) -> Iterator[Link]:
    """Enough links of alike tellings to connect all that are alike, each with its score.

    Of tellings that cannot be told apart, not every pair is named, but pairs that connect them with the same score.
    """
    by_kind: dict[str, list[int]] = defaultdict(list)
    for place, telling in enumerate(tellings):
        by_kind[telling.kind].append(place)
    for kind, places in by_kind.items():
        rules, search = RULES[kind], _Search(tellings)
        yield from search.by_gate(rules, places)
        yield from search.by_words(rules, places)
        yield from search.by_place(rules, places)
        yield from search.by_copies(rules, places, copies)


class _Search:
    """A search among tellings; groups are of places of tellings that a comparison cannot tell apart."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self._tellings = tellings

    def by_gate(self, rules: Rules, places: Iterable[int]) -> Iterator[Link]:
        """Links by all but words."""
        groups = list(self._grouped(places, lambda telling: telling.gate).values())
        firsts = [self._tellings[group[0]] for group in groups]
        index: dict[Hashable, list[int]] = defaultdict(list)
        for number, first in enumerate(firsts):
            keys = list(rules.gate_keys(first.gate, first.time))
            for other in sorted({number}.union(*(index[key] for key in keys))) if keys else ():
                scored = rules.by_gate(first.gate, firsts[other].gate)
                if scored:
                    yield from self._connect(groups[number], groups[other], scored, across=scored < rules.across)
            for key in keys:
                index[key].append(number)

    def by_words(self, rules: Rules, places: Iterable[int]) -> Iterator[Link]:
        """Links by words, block by block and level by level."""
        blocks: dict[Hashable, list[int]] = defaultdict(list)
        groups = list(self._grouped(places, lambda telling: (telling.gate, frozenset(telling.words.items()))).values())
        for number, group in enumerate(groups):
            for block in self._tellings[group[0]].blocks:
                blocks[block].append(number)
        known = _Formulas([self._tellings[group[0]] for group in groups]).shared_of
        for numbers in blocks.values():
            members = [groups[number] for number in numbers]
            firsts = [self._tellings[group[0]] for group in members]
            whole = [_holds(rules, group, first) for group, first in zip(members, firsts, strict=True)]
            for one, other in _word_pairs(rules, firsts):
                scored = words_score(rules, firsts[one], firsts[other], known)
                ends = members[one][0], members[other][0]
                if scored and scored <= min(whole[one], whole[other]) and self._may_join(*ends, False):
                    yield scored, min(ends), max(ends)  # one link is enough: each of the two hangs together as well as they do
                elif scored:
                    yield from self._connect(members[one], members[other], scored)

    def by_place(self, rules: Rules, places: Iterable[int]) -> Iterator[Link]:
        """Links of statements that stand beside each other in one document."""
        if rules.beside is None:
            return
        for here in self._grouped(places, lambda telling: telling.document).values():
            ordered = sorted(here, key=lambda place: self._tellings[place].span)
            for number, place in enumerate(ordered):
                one = self._tellings[place]
                for other in islice(ordered, number + 1, None):
                    if self._tellings[other].span.start > one.span.end + NEAR:
                        break
                    scored = beside_score(rules, one, self._tellings[other])
                    if scored:
                        yield scored, min(place, other), max(place, other)

    def by_copies(self, rules: Rules, places: Iterable[int], copies: Neighbours) -> Iterator[Link]:
        """Links of statements in the same words of two copies."""
        if not copies:
            return
        copied = (place for place in places if self._tellings[place].document in copies)
        for same in self._grouped(copied, copy_words).values():
            by_document = _gather(same, lambda place: self._tellings[place].document)
            for document, here in by_document.items():
                for other in sorted(set(copies[document]) & by_document.keys()):
                    if document < other:
                        yield from self._copied(rules, here, by_document[other])

    def _copied(self, rules: Rules, here: Sequence[int], there: Sequence[int]) -> Iterator[Link]:
        for one in here:
            for other in there:
                scored = copy_score(rules, self._tellings[one], self._tellings[other])
                if scored:
                    yield scored, min(one, other), max(one, other)

    def _grouped(self, places: Iterable[int], key: Callable[[Telling], Hashable]) -> dict[Hashable, list[int]]:
        return _gather(places, lambda place: key(self._tellings[place]))

    def _connect(self, ones: Sequence[int], others: Sequence[int], scored: float, *, across: bool = False) -> Iterator[Link]:
        """Links that connect all of `ones` with all of `others`, but for what one sentence, or `across` one document, tells apart."""
        linked: set[tuple[int, int]] = set()
        hub = others[0]
        for one in ones:
            end = next((other for other in chain([hub], others) if self._may_join(one, other, across)), None)
            linked |= {(one, end)} if end is not None else set()
        near = [one for one in ones if (one, hub) in linked]
        for other in others:
            end = next((one for one in chain(near, ones) if self._may_join(one, other, across)), None)
            linked |= {(end, other)} if end is not None else set()
        for one, other in sorted(linked):
            yield scored, min(one, other), max(one, other)

    def _may_join(self, one: int, other: int, across: bool) -> bool:
        here, there = self._tellings[one], self._tellings[other]
        return one != other and not told_apart(here, there) and not (across and here.document == there.document)


def _holds(rules: Rules, group: Sequence[int], first: Telling) -> float:
    """By how much a group of tellings that cannot be told apart hangs together of itself; 0 where a sentence may part them."""
    if len(group) == 1:
        return 1.0
    return words_score(rules, first, first) if rules.restated else 0.0


class _Formulas:
    """What the words of tellings share, remembered where many are told in the same words."""

    def __init__(self, firsts: Sequence[Telling]) -> None:
        numbers: dict[frozenset[tuple[str, int]], int] = {}
        self._number = {first.key: numbers.setdefault(frozenset(first.words.items()), len(numbers)) for first in firsts}
        self._shared: dict[tuple[int, int], int] = {}
        self.shared_of: SharedWeight | None = self._known if len(numbers) * _FEW < len(firsts) else None

    def _known(self, one: Telling, other: Telling) -> int:
        pair = self._number[one.key], self._number[other.key]
        if pair not in self._shared:
            self._shared[pair] = shared_weight(one.words, other.words)
        return self._shared[pair]


def _gather(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _word_pairs(rules: Rules, firsts: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of places in `firsts` whose words could be alike enough, a place with itself among them."""
    often = Counter(word for telling in firsts for word in telling.words)
    ranked = [sorted(telling.words, key=lambda word: (often[word], word)) for telling in firsts]
    for level in range(DAY, VAGUE + 1):
        index: _Index = defaultdict(lambda: defaultdict(list))
        for place, telling in enumerate(firsts):
            if telling.level == level and (words := _rarest(telling, ranked[place], rules.floor[level], rules.least[level])):
                look, under = _bins(rules, telling, level)
                yield from _fitting(firsts, place, {place}.union(*_under(index, words, look)))
                for word in words:
                    for bin_ in under:
                        index[word][bin_].append(place)
        for place, telling in enumerate(firsts) if index else ():
            if telling.level < level:
                words = _rarest(telling, ranked[place], rules.floor[level], rules.least[level])
                yield from _fitting(firsts, place, set().union(*_under(index, words, _bins(rules, telling, level)[0])))


def _under(index: _Index, words: Iterable[str], bins: Sequence[Hashable]) -> Iterator[list[int]]:
    """The places that stand under any of the words in any of the bins."""
    return (of_word[bin_] for word in words if (of_word := index.get(word)) for bin_ in bins if bin_ in of_word)


def _fitting(firsts: Sequence[Telling], place: int, others: Iterable[int]) -> Iterator[tuple[int, int]]:
    fits = firsts[place].fits
    return ((place, other) for other in others if fits & firsts[other].sort)


def _bins(rules: Rules, telling: Telling, level: int) -> tuple[Sequence[Hashable], Sequence[Hashable]]:
    """The bins of time to look others up in at a level, and those that a telling is found in.

    One that is open, or has no date, or is very long, looks among all and is looked up by all.
    """
    if level >= len(rules.apart):
        return _ANY, _ANY
    apart, days = rules.apart[level], _BINS[level]
    first, last = telling.time.first, telling.time.last
    if first is None or last is None or last - first > _LONG:
        return _ANY, _ANY
    bins = range((first - apart) // days, (last + apart) // days + 1)
    return (*bins, _OPEN), (*bins, _ALL)


def _rarest(telling: Telling, ranked: Sequence[str], floor: float, least: int) -> Sequence[str]:
    """As many of the rarest words as leave too little weight for a match among the others.

    A pair that is alike to `floor` shares at least floor / (2 - floor) of the weight of either.
    """
    needed = max(telling.weight * floor / (2 - floor) - 1e-6, least)
    left = telling.weight
    for count, word in enumerate(ranked):
        if left < needed:
            return ranked[:count]
        left -= telling.words[word]
    return ranked if telling.weight >= needed else ()
