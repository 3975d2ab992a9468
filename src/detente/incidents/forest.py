"""Connected groups, with the weakest link that holds each together, under a reader's joins and splits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Link = tuple[float, int, int]
"""A score and two places, the smaller first."""


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Places that hang together, in order, and the weakest score on the strongest way between any two of them (1 for one alone)."""

    places: tuple[int, ...]
    weakest: float


class _Forest:
    """Groups that grow together, and the pairs that must never meet in one."""

    def __init__(self, count: int, splits: Iterable[tuple[int, int]]) -> None:
        self._parent = list(range(count))
        self._members = [1] * count
        self.weakest = [1.0] * count
        self._barred: dict[int, set[tuple[int, int]]] = {}
        for pair in splits:
            for place in pair:
                self._barred.setdefault(place, set()).add(pair)

    def root(self, place: int) -> int:
        parent = self._parent
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(self, score: float, one: int, other: int) -> bool:
        """Make two groups one, unless a reader split them; whether they are one now."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return True
        barred, others = self._barred.get(one, set()), self._barred.get(other, set())
        if barred & others:
            return False
        if self._members[one] < self._members[other]:
            one, other = other, one
        self._parent[other] = one
        self._members[one] += self._members[other]
        self.weakest[one] = min(self.weakest[one], self.weakest[other], score)
        if barred or others:
            self._barred[one] = barred | others
        return True


def grow(
    count: int, links: Iterable[Link], *, joins: Sequence[tuple[int, int]] = (), splits: Iterable[tuple[int, int]] = ()
) -> tuple[list[Tree], set[tuple[int, int]]]:
    """The groups of `count` places, in order of their first; and the joins that a split or an earlier join stood against.

    Joins go first, in the order given; then links, the strongest first, but for those that would bring a split pair together:
    what is left of a group with a split pair is what remains when the weakest links between the two are taken out.
    """
    forest = _Forest(count, [(min(pair), max(pair)) for pair in splits if pair[0] != pair[1]])
    refused = {pair for pair in joins if not forest.join(1.0, *pair)}
    for score, one, other in sorted(links, key=lambda link: (-link[0], link[1], link[2])):
        forest.join(score, one, other)
    groups: dict[int, list[int]] = {}
    for place in range(count):
        groups.setdefault(forest.root(place), []).append(place)
    trees = [Tree(places=tuple(places), weakest=forest.weakest[root]) for root, places in groups.items()]
    return sorted(trees, key=lambda tree: tree.places), refused
