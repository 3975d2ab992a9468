"""The frustration index: the least weight of ties that goes against any division of a network into two sides, and its proof."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from typing import Literal

import numpy as np

from detente.relations.balance.blocks import blocks, part, sides_without
from detente.relations.balance.graph import Floats, Ints, SignedGraph
from detente.relations.balance.packing import WHOLE
from detente.relations.balance.search import against
from detente.relations.balance.solve import CLOSE, Limits, Solved, solve_block

Proof = Literal["balanced", "cycles", "branch and bound", "none"]
"""How the lower bound is known: there is no negative cycle; packed negative cycles; branch and bound; or the bounds do not meet."""

_DECIMALS = 10**6
SECONDS = 60.0
"""Seconds after which bounds are given, where nothing else is asked."""


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A negative cycle, as its states in order, and its share of a unit of weight in parts of `WHOLE` (2^20)."""

    states: tuple[str, ...]
    share: int


@dataclass(frozen=True, kw_only=True)
class Frustration:
    """The frustration index of a network, or bounds of it, with what proves them.

    `upper` is the weight of `against`, the ties that go against the division `sides` (0 or 1 by node; the first state of each
    component is on 0). No division has less than `lower` against it. `certified` says that the two meet: exactly, `step` being
    what all weights are multiples of (1 without weights); or, where all weight comes to more than ten million steps, to a
    ten-millionth of it, `gap` being what is left. Where not certified the index lies between the two, and neither is it. `packing` are
    negative cycles whose shares come to the lower bound, no tie carrying more than its weight: `check` goes through them.
    """

    upper: float
    lower: float
    certified: bool
    proof: Proof
    sides: tuple[int, ...]
    against: tuple[tuple[str, str], ...]
    packing: tuple[Packed, ...]
    step: float
    whole_weight: float

    @property
    def value(self) -> float | None:
        """The frustration index L, in units of weight; None where it is not certified."""
        return self.upper if self.certified else None

    @property
    def gap(self) -> float:
        """How far apart the bounds are; 0 where the index is exact."""
        return max(0.0, self.upper - self.lower)

    @property
    def balance(self) -> float | None:
        """1 - 2 L / m, from 0 to 1 (balanced), m being the weight of all ties; None without ties or where not certified.

        Source: Aref and Wilson (2018), Journal of Complex Networks 6, 163-189 (the normalised frustration index F).
        """
        return 1 - 2 * self.upper / self.whole_weight if self.certified and self.whole_weight else None


def frustration(graph: SignedGraph, *, seconds: float | None = SECONDS, nodes: int | None = None) -> Frustration:
    """The frustration index of a network with its proof, or bounds where the time or the nodes of branch and bound run out.

    The network is solved block by block. Without a limit, or where none is reached, the result depends on the network alone.
    `seconds` None is no limit; `nodes` 0 leaves branch and bound out. Needs scipy: raises `DetenteError` 930 without it.
    """
    units, step = whole_units(graph.weight)
    limits = Limits(deadline=None if seconds is None else time.monotonic() + seconds, nodes=nodes)
    parts = []
    for ties in blocks(graph):
        block = part(graph, ties)
        if not sides_without(block, np.zeros(0, dtype=np.int64))[1]:
            parts.append((block, ties, solve_block(block, units[ties], limits, slack=_slack(units[ties]))))
    return _joined(graph, units, step, parts)


def whole_units(weights: Floats) -> tuple[Ints, float]:
    """Weights as whole numbers of a step: exactly, where they have at most six decimals; else of 2^-30 of the largest."""
    if not len(weights):
        return np.zeros(0, dtype=np.int64), 1.0
    scaled = weights * _DECIMALS
    whole = np.round(scaled)
    if np.all(np.abs(scaled - whole) < 1e-3) and whole.min() >= 1 and whole.max() < 2**40:
        numbers = whole.astype(np.int64)
        common = gcd(*numbers.tolist())
        return numbers // common, common / _DECIMALS
    step = float(weights.max()) / 2**30
    return np.maximum(np.round(weights / step), 1).astype(np.int64), step


def _joined(graph: SignedGraph, units: Ints, step: float, parts: list[tuple[SignedGraph, Ints, Solved]]) -> Frustration:
    """The network's result out of those of its blocks."""
    dropped = [ties[block.frustrated(solved.sides)] for block, ties, solved in parts]
    sides, _ = sides_without(graph, np.concatenate(dropped) if dropped else np.zeros(0, dtype=np.int64))
    sides = settled(graph, units, sides)
    upper, lower = against(graph, units, sides), sum(solved.lower for _, _, solved in parts)
    certified = lower + _slack(units) >= upper
    proof: Proof = "balanced" if not parts else "branch and bound" if any(solved.branched for _, _, solved in parts) else "cycles"
    bad = np.flatnonzero(graph.frustrated(sides))
    return Frustration(
        upper=_weight(upper, step),
        lower=_weight(min(lower, upper), step),
        certified=certified,
        proof=proof if certified else "none",
        sides=tuple(sides.tolist()),
        against=tuple((graph.nodes[graph.first[tie]], graph.nodes[graph.second[tie]]) for tie in bad.tolist()),
        packing=tuple(packed for block, _, solved in parts for packed in _packed(block, solved)),
        step=step,
        whole_weight=_weight(int(units.sum()), step),
    )


def _slack(units: Ints) -> int:
    """How many units apart bounds may be to count as one: none up to ten million units of weight."""
    return int(units.sum() * CLOSE)


def _weight(units: int, step: float) -> float:
    """Units as a weight, without the dust of decimal steps."""
    return round(units * step, 6) if step * _DECIMALS >= 1 else units * step


def settled(graph: SignedGraph, units: Ints, sides: Ints) -> Ints:
    """Of divisions that are as good, the one a rule picks: states that could stand on either side, in order, stand on side 0.

    Only single states are moved, and never the first of a component. Other divisions as good may remain.
    """
    fixed = np.unique(components(graph), return_index=True)[1]
    ends, others = np.concatenate([graph.first, graph.second]), np.concatenate([graph.second, graph.first])
    weights = np.tile(graph.sign * units, 2)
    chosen = sides.copy()
    while True:
        alike = np.where(chosen[ends] == chosen[others], weights, -weights)
        content = np.zeros(len(chosen), dtype=np.int64)
        np.add.at(content, ends, alike)
        free = (content <= 0) & (chosen == 1)
        free[fixed] = False
        if not free.any():
            return chosen
        chosen[np.argmax(free)] = 0


def components(graph: SignedGraph) -> Ints:
    """For each node the number of its component, numbered in order of their first nodes."""
    found = np.full(len(graph.nodes), -1, dtype=np.int64)
    for root in range(len(found)):
        if found[root] < 0:
            found[root], waiting = root, [root]
            for node in waiting:
                for other, _ in graph.beside[node]:
                    if found[other] < 0:
                        found[other] = root
                        waiting.append(other)
    return np.unique(found, return_inverse=True)[1]


def _packed(block: SignedGraph, solved: Solved) -> Iterable[Packed]:
    for cycle, share in zip(solved.cycles, solved.shares.tolist(), strict=True):
        around = _around([(int(block.first[tie]), int(block.second[tie])) for tie in cycle])
        yield Packed(states=tuple(block.nodes[node] for node in around), share=share)


def _around(ties: list[tuple[int, int]]) -> list[int]:
    """The states of a cycle in order, from the first, towards the smaller of its two neighbours."""
    beside: dict[int, list[int]] = {}
    for a, b in ties:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    start = min(beside)
    way = [start, min(beside[start])]
    while len(way) < len(ties):
        way.append(next(node for node in beside[way[-1]] if node != way[-2]))
    return way


def check(graph: SignedGraph, found: Frustration) -> bool:
    """Whether a result holds, gone through in whole numbers and without the solver.

    The ties against the division are those named and weigh `upper`; each packed cycle is in the network and negative; no
    tie carries more than its weight; and the shares come to more than `upper` less one step (or to what fine weights allow).
    A bound by branch and bound has no such proof: False, as for a result that is not certified.
    """
    units, step = whole_units(graph.weight)
    sides = np.array(found.sides, dtype=np.int64)
    load = [0] * graph.ties
    for packed in found.packing:
        around = [graph.place(state) for state in packed.states]
        cycle = [graph.tie_of.get((min(a, b), max(a, b))) for a, b in zip(around, [*around[1:], around[0]], strict=True)]
        if None in cycle or len(set(cycle)) != len(cycle) or np.prod([graph.sign[tie] for tie in cycle]) > 0 or packed.share < 0:
            return False
        for tie in cycle:
            load[tie or 0] += packed.share
    upper = against(graph, units, sides)
    named = tuple((graph.nodes[graph.first[tie]], graph.nodes[graph.second[tie]]) for tie in np.flatnonzero(graph.frustrated(sides)))
    carried = all(held <= int(unit) * WHOLE for held, unit in zip(load, units.tolist(), strict=True))
    shown = sum(packed.share for packed in found.packing) > (upper - _slack(units) - 1) * WHOLE
    return found.certified and carried and shown and named == found.against and _weight(upper, step) == found.upper
