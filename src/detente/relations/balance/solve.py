"""The least frustration of one block: bounds from both sides until they meet.

From above, a division into two sides improved by changing single states. From below, negative cycles packed by a linear
program, to which those cycles are added that its solution leaves shorter than 1 (shortest ways in the signed double cover).
Where the two do not meet, the program is solved in whole numbers by branch and bound.

Sources: Barahona (1982), Journal of Physics A 15, 3241; Grötschel and Pulleyblank (1981), Operations Research Letters 1, 23-27;
Guenin (2001), Journal of Combinatorial Theory B 83, 112-168 (when the linear program is enough); Aref, Mason and Wilson
(2020), Networks 75, 95-110 (the model in whole numbers).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.extras import needs
from detente.relations.balance.blocks import sides_without
from detente.relations.balance.cycles import Cycle, negative_triangles, short_cycles
from detente.relations.balance.graph import Floats, Ints, SignedGraph
from detente.relations.balance.packing import Cover, cover
from detente.relations.balance.search import against, descend, good_sides

TRIANGLES = 1500
"""At most so many negative triangles are in the first program; the rest come when they are wanted."""
CLOSE = 1e-7
"""Bounds this near, as a part of all weight, count as one: nearer the solver's arithmetic does not reach. Below ten million units of
weight in all it is less than one unit, and plays no part."""
_SHORT = 1 - 1e-6


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When to stop with bounds: `deadline` by `time.monotonic`, `nodes` of branch and bound; None is no limit."""

    deadline: float | None = None
    nodes: int | None = None

    def left(self) -> float:
        """Seconds left, infinite without a deadline."""
        return float("inf") if self.deadline is None else self.deadline - time.monotonic()


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A block with its division, the units against it, the bound below, and the cycles and shares that show the bound.

    `branched` where the bound is that of branch and bound, which no cycles show.
    """

    sides: Ints
    upper: int
    lower: int
    cycles: tuple[Cycle, ...]
    shares: Ints
    branched: bool = False


def solve_block(graph: SignedGraph, units: Ints, limits: Limits, slack: int = 0) -> Solved:
    """Solve one block with whole weights; `slack` is how far apart the bounds may stay before branch and bound is tried."""
    sides = good_sides(graph, units)
    cycles = list(dict.fromkeys([*negative_triangles(graph, TRIANGLES), *sorted(short_cycles(graph, np.zeros(graph.ties), sides))]))
    best: Cover | None = None
    kept: list[Cycle] = []
    while True:
        found = cover(cycles, units)
        if best is None or found.shares.sum() > best.shares.sum():
            best, kept = found, list(cycles)
        if best.bound < against(graph, units, sides):
            sides = min([sides, _rounded(graph, units, found.lengths)], key=lambda each: against(graph, units, each))
        upper = against(graph, units, sides)
        if best.bound >= upper or limits.left() <= 0:
            break
        fresh = _violated(graph, found.lengths, sides, set(cycles))
        if not fresh:
            break
        cycles += fresh
    solved = _solved(sides, upper, kept, best)
    if solved.lower + slack >= upper or limits.left() <= 0 or limits.nodes == 0:
        return solved
    return _branch(graph, units, cycles, solved, limits)


def _solved(sides: Ints, upper: int, cycles: Sequence[Cycle], best: Cover) -> Solved:
    carried = np.flatnonzero(best.shares)
    return Solved(
        sides=sides, upper=upper, lower=best.bound, cycles=tuple(cycles[row] for row in carried.tolist()), shares=best.shares[carried]
    )


def _violated(graph: SignedGraph, lengths: Floats, sides: Ints, known: set[Cycle]) -> list[Cycle]:
    """Negative cycles shorter than 1, in order; first those of few ties, then whatever there is."""
    for tie_cost in (1e-3, 1e-8):
        found = short_cycles(graph, lengths, sides, tie_cost)
        fresh = sorted(cycle for cycle in found - known if lengths[list(cycle)].sum() < _SHORT)
        if fresh:
            return fresh
    return []


def _rounded(graph: SignedGraph, units: Ints, lengths: Floats) -> Ints:
    """The division that the shortest spanning tree of the lengths asks for, improved: exact where they are whole."""
    tree = needs("scipy.sparse.csgraph").minimum_spanning_tree
    count = len(graph.nodes)
    table = needs("scipy.sparse").coo_array((lengths + 1e-6, (graph.first, graph.second)), shape=(count, count))
    kept = tree(table.tocsr()).tocoo()
    inside = {(min(a, b), max(a, b)) for a, b in zip(kept.row.tolist(), kept.col.tolist(), strict=True)}
    pairs = zip(graph.first.tolist(), graph.second.tolist(), strict=True)
    dropped = np.array([tie for tie, pair in enumerate(pairs) if pair not in inside], dtype=np.int64)
    improved: Ints = descend(graph, units, sides_without(graph, dropped)[0][None, :])[0]
    return improved


def _branch(graph: SignedGraph, units: Ints, cycles: Sequence[Cycle], solved: Solved, limits: Limits) -> Solved:
    """Branch and bound by HiGHS, from the cycles at hand; what is better of its division and its bound is taken over."""
    count, heaviest = len(graph.nodes), float(units.max())
    optimize, (table, low) = needs("scipy.optimize"), _rows(graph, cycles)
    top = np.ones(count + graph.ties)
    top[0] = 0  # the two sides are alike: the first state stands on side 0
    options: dict[str, float | int] = {"mip_rel_gap": 0.0}
    if limits.deadline is not None:
        options["time_limit"] = max(limits.left(), 0.1)
    if limits.nodes is not None:
        options["node_limit"] = limits.nodes
    done = optimize.milp(
        np.concatenate([np.zeros(count), units / heaviest]),
        integrality=np.concatenate([np.ones(count), np.zeros(graph.ties)]),
        bounds=optimize.Bounds(0, top),
        constraints=optimize.LinearConstraint(table, low, np.inf),
        options=options,
    )
    sides = solved.sides
    if done.x is not None:
        answer = descend(graph, units, np.round(done.x[None, :count]).astype(np.int64))[0]
        sides = min([sides, answer], key=lambda other: against(graph, units, other))
    upper, lower = against(graph, units, sides), solved.lower
    if done.mip_dual_bound is not None and np.isfinite(done.mip_dual_bound):
        # what the solver's tolerance could have added is taken off before rounding up to a whole unit
        lower = min(upper, int(np.ceil(done.mip_dual_bound * heaviest - max(1e-5, CLOSE / 2 * float(units.sum())))))
    better = lower > solved.lower
    return replace(solved, sides=sides, upper=upper, lower=max(lower, solved.lower), branched=better)


def _rows(graph: SignedGraph, cycles: Sequence[Cycle]) -> tuple[Any, Floats]:
    """The rows of the program in whole numbers, and what each has to come to at least.

    The columns are the sides of the states and then the lengths of the ties. A tie is 1 long if it goes against the sides: if
    they differ (friends) or are alike (foes), two rows each; and each cycle is 1 long or more.
    """
    sparse, ties, sign = needs("scipy.sparse"), graph.ties, graph.sign.astype(np.float64)
    places = (np.tile(np.arange(ties), 2), np.concatenate([graph.first, graph.second]))
    ends = sparse.coo_array((np.concatenate([-np.ones(ties), sign]), places), shape=(ties, len(graph.nodes)))
    rows = np.repeat(np.arange(len(cycles)), [len(cycle) for cycle in cycles])
    columns = np.fromiter((tie for cycle in cycles for tie in cycle), dtype=np.int64, count=len(rows))
    crossed = sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(cycles), ties))
    one = sparse.eye_array(ties)
    table = sparse.block_array([[ends, one], [-ends, one], [None, crossed]], format="csr")
    return table, np.concatenate([np.where(sign > 0, 0.0, -1.0), np.where(sign > 0, 0.0, 1.0), np.ones(len(cycles))])
