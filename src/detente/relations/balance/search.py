"""A good division to begin with: many descents at once, one state changing sides at a time."""

from __future__ import annotations

import numpy as np

from detente.relations.balance.graph import Floats, Ints, SignedGraph

STARTS = 24
"""How many descents begin from drawn divisions."""


def good_sides(graph: SignedGraph, units: Ints, seed: int = 0) -> Ints:
    """The best of many descents from drawn divisions (seeded): sides 0 and 1 by node. An upper bound, no more."""
    drawn = np.random.default_rng(seed).integers(0, 2, (STARTS, len(graph.nodes)))
    ended = descend(graph, units, drawn)
    best: Ints = ended[int(np.argmin([against(graph, units, sides) for sides in ended]))]
    return best


def against(graph: SignedGraph, units: Ints, sides: Ints) -> int:
    """The weight, in whole units, of the ties that go against a division."""
    return int(units[graph.frustrated(sides)].sum())


def descend(graph: SignedGraph, units: Ints, sides: Ints) -> Ints:
    """Each division (a row of sides) improved until no state gains by changing sides, the state that gains most first."""
    pull: Floats = np.zeros((len(graph.nodes),) * 2)
    pull[graph.first, graph.second] = pull[graph.second, graph.first] = graph.sign * units
    stands = 1.0 - 2.0 * sides
    content = stands * (stands @ pull)
    rows = np.arange(len(stands))
    while True:
        node = content.argmin(axis=1)
        moves = np.flatnonzero(content[rows, node] < 0)
        if not len(moves):
            return (stands < 0).astype(np.int64)
        moved = node[moves]
        stands[moves, moved] *= -1
        content[moves] += 2 * stands[moves] * stands[moves, moved][:, None] * pull[moved]
        content[moves, moved] *= -1
