"""Negative cycles (those with an odd number of hostile ties), found as shortest ways in the signed double cover.

In the double cover each state stands twice, and a tie that goes against the division at hand leads from one sheet to the
other. A way from a state to its own double is a closed walk with an odd number of such ties: a negative one. Each negative
cycle has such a tie whatever the division, so that it is enough to start from the ends of those.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.extras import needs
from detente.relations.balance.graph import Floats, Ints, SignedGraph

Cycle = tuple[int, ...]
"""The ties of a cycle, in order of their places."""

_TIE_COST = 1e-3
"""Added to the length of each tie, so that of two ways of one length the one with fewer ties is found."""


def negative_triangles(graph: SignedGraph, at_most: int) -> list[Cycle]:
    """The negative cycles of three ties in order, or the first `at_most` of them."""
    count = len(graph.nodes)
    signs, ties = graph.matrix.astype(np.int8), np.full((count, count), -1)
    ties[graph.first, graph.second] = ties[graph.second, graph.first] = np.arange(graph.ties)
    odd = signs[graph.first] * signs[graph.second] * graph.sign[:, None].astype(np.int8) < 0
    # each triangle once, from its two first states
    tie, third = np.nonzero(odd & (np.arange(count) > graph.second[:, None]))
    tie, third = tie[:at_most], third[:at_most]
    three = np.stack([tie, ties[graph.first[tie], third], ties[graph.second[tie], third]], axis=1)
    return [tuple(row) for row in np.sort(three, axis=1).tolist()]


def short_cycles(graph: SignedGraph, lengths: Floats, sides: Ints, tie_cost: float = _TIE_COST) -> set[Cycle]:
    """Short negative cycles by the `lengths` of the ties: for each tie that goes against `sides` a shortest one through it.

    If any negative cycle is shorter than 1, one of those found is, but for `tie_cost` a tie.
    """
    against = graph.frustrated(sides)
    count, bad = len(graph.nodes), np.flatnonzero(against)
    if not len(bad):
        return set()
    sources, place = np.unique(graph.first[bad], return_inverse=True)
    dijkstra = needs("scipy.sparse.csgraph").dijkstra
    _, back = dijkstra(_double_cover(graph, lengths + tie_cost, against), indices=sources, return_predecessors=True)
    numbers = graph.tie_of
    found = set()
    for source, ways in zip(sources.tolist(), back, strict=True):
        found.add(_cycle(_way(ways.tolist(), source, source + count), count, numbers))
    for tie, row in zip(bad.tolist(), place.tolist(), strict=True):
        start, end = int(graph.first[tie]), int(graph.second[tie])
        found.add(_cycle([*_way(back[row].tolist(), start, end), start + count], count, numbers))
    return {cycle for cycle in found if cycle}


def _double_cover(graph: SignedGraph, lengths: Floats, against: NDArray[np.bool_]) -> object:
    count = len(graph.nodes)
    other = np.where(against, count, 0)
    low, high = graph.first, graph.second
    rows = np.concatenate([low, low + count, high + other, high + count - other])
    columns = np.concatenate([high + other, high + count - other, low, low + count])
    return needs("scipy.sparse").csr_array((np.tile(lengths, 4), (rows, columns)), shape=(2 * count, 2 * count))


def _way(back: list[int], start: int, end: int) -> list[int]:
    """The places of a shortest way in the double cover, from its start; empty where there is none."""
    way = [end]
    while way[-1] != start:
        before = back[way[-1]]
        if before < 0:
            return []
        way.append(before)
    return way[::-1]


def _cycle(way: list[int], count: int, numbers: dict[tuple[int, int], int]) -> Cycle:
    """The innermost negative cycle of a way that ends at the double of where it began; empty where there is none."""
    met: dict[int, int] = {}
    for at, place in enumerate(way):
        node = place % count
        if node in met and way[met[node]] != place:
            steps = [step % count for step in way[met[node] : at + 1]]
            return _in_order([numbers[min(a, b), max(a, b)] for a, b in pairwise(steps)])
        met[node] = at
    return ()


def _in_order(ties: list[int] | Cycle) -> Cycle:
    return tuple(sorted(ties))
