"""The parts of a network in which its conflict lies: blocks with a negative cycle, each to be solved for itself.

A negative cycle never leaves a block (a part that no single state holds together), so that the frustration of a network is
the sum over its blocks; a tie in no cycle, and a block without a negative cycle, have none.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.relations.balance.graph import Ints, SignedGraph


def blocks(graph: SignedGraph) -> list[Ints]:
    """The ties of each block of two ties or more, blocks in order of their first tie (Hopcroft and Tarjan 1973)."""
    beside = graph.beside
    seen = [-1] * len(graph.nodes)
    found: list[Ints] = []
    for root in range(len(graph.nodes)):
        if seen[root] < 0 and beside[root]:
            found += [np.array(sorted(block)) for block in _blocks_from(root, beside, seen) if len(block) > 1]
    return sorted(found, key=lambda block: int(block[0]))


def _blocks_from(root: int, beside: list[list[tuple[int, int]]], seen: list[int]) -> Iterator[list[int]]:
    """The blocks of one component, by depth-first search without recursion; `seen` gets the order of visits."""
    low, clock = {root: 0}, 1
    held: list[int] = []
    seen[root] = 0
    path: list[tuple[int, int, Iterator[tuple[int, int]]]] = [(root, -1, iter(beside[root]))]
    while path:
        node, came, rest = path[-1]
        step = next(rest, None)
        if step is None:
            path.pop()
            if path:
                above = path[-1][0]
                low[above] = min(low[above], low[node])
                if low[node] >= seen[above]:
                    cut = held.index(came) if held[-1] != came else len(held) - 1
                    yield held[cut:]
                    del held[cut:]
            continue
        other, tie = step
        if tie == came:
            continue
        if seen[other] < 0:
            seen[other] = low[other] = clock
            clock += 1
            held.append(tie)
            path.append((other, tie, iter(beside[other])))
        elif seen[other] < seen[node]:
            held.append(tie)
            low[node] = min(low[node], seen[other])


def part(graph: SignedGraph, ties: Ints) -> SignedGraph:
    """The network of some of the ties, with the states that have them."""
    used = np.unique(np.concatenate([graph.first[ties], graph.second[ties]]))
    places = np.searchsorted(used, np.stack([graph.first[ties], graph.second[ties]]))
    return SignedGraph(
        nodes=tuple(graph.nodes[place] for place in used.tolist()),
        first=places[0],
        second=places[1],
        sign=graph.sign[ties],
        weight=graph.weight[ties],
    )


def sides_without(graph: SignedGraph, dropped: Ints) -> tuple[Ints, bool]:
    """The division into sides that all ties but the `dropped` ones ask for, and whether they agree on one.

    The first state of each component stands on side 0.
    """
    out = set(dropped.tolist())
    beside, signs = graph.beside, graph.sign.tolist()
    sides, agreed = [-1] * len(graph.nodes), True
    for root in range(len(graph.nodes)):
        if sides[root] >= 0:
            continue
        sides[root], waiting = 0, [root]
        for node in waiting:
            for other, tie in beside[node]:
                if tie in out:
                    continue
                asked = sides[node] ^ (signs[tie] < 0)
                if sides[other] < 0:
                    sides[other] = asked
                    waiting.append(other)
                elif sides[other] != asked:
                    agreed = False
    return np.array(sides, dtype=np.int64), agreed
