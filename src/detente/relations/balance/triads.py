"""Balance by triads and by closed walks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.relations.balance.graph import Floats, SignedGraph


@dataclass(frozen=True, kw_only=True)
class Triads:
    """How many closed triads there are of each sort, by the number of hostile ties.

    `none` (three friends) and `two` (two friends with one foe) are balanced; `one` (a friend of two foes of each other) and
    `three` (all foes) are not.
    """

    none: int
    one: int
    two: int
    three: int

    @property
    def total(self) -> int:
        """All closed triads."""
        return self.none + self.one + self.two + self.three

    @property
    def balanced(self) -> float | None:
        """The share that is balanced, from 0 to 1 (Cartwright and Harary 1956); None where there is no closed triad."""
        return (self.none + self.two) / self.total if self.total else None


def triads(graph: SignedGraph) -> Triads:
    """The closed triads of a network by sort: traces of products of its matrices of friends and of foes."""
    friends, foes = _sorts(graph)
    return _counted(friends, foes, np.ones(len(graph.nodes)))


def balanced_triads_of(graph: SignedGraph, node: str) -> Triads:
    """The closed triads in which a state takes part. Raises `UsageFault` 627 for a state that the network has not."""
    friends, foes = _sorts(graph)
    only = np.zeros(len(graph.nodes))
    # a triad has three corners, and is to be counted once
    only[graph.place(node)] = 3.0
    return _counted(friends, foes, only)


def _sorts(graph: SignedGraph) -> tuple[Floats, Floats]:
    return (graph.matrix > 0).astype(np.float64), (graph.matrix < 0).astype(np.float64)


def _counted(friends: Floats, foes: Floats, corners: Floats) -> Triads:
    """Counts of triads, each by the mean of the weights of its three corners: whole numbers, exact below 2^53."""
    paths = {sort: left @ right for sort, left, right in (("++", friends, friends), ("--", foes, foes), ("+-", friends, foes))}
    mixed = paths["+-"] + paths["+-"].T

    def at(ties: Floats, two_steps: Floats) -> float:
        return float((ties * two_steps).sum(axis=1) @ corners)

    # closed walks from a corner: along a tie and back by two steps; each triad has two of them at each corner
    one = at(foes, paths["++"]) + at(friends, mixed)
    two = at(friends, paths["--"]) + at(foes, mixed)
    walks = (at(friends, paths["++"]), one, two, at(foes, paths["--"]))
    none, one, two, three = (round(number / 6) for number in walks)
    return Triads(none=none, one=one, two=two, three=three)


def walk_balance(graph: SignedGraph) -> float | None:
    """The share of balanced closed walks, from above 0 to 1 (balanced): tr exp(A) / tr exp(|A|), A being the matrix of signs.

    Longer walks count for less, by the factorial of their length. None where there are no nodes.

    Source: Estrada and Benzi (2014), Physical Review E 90, 042802.
    """
    if not graph.nodes:
        return None
    signed, plain = np.linalg.eigvalsh(graph.matrix), np.linalg.eigvalsh(np.abs(graph.matrix))
    top = plain.max()  # taken out of both, so that the sums stay within what a number can hold
    return float(np.exp(signed - top).sum() / np.exp(plain - top).sum())
