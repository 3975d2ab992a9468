"""The lower bound: negative cycles, each with a share, that no tie carries more of than its weight.

Whatever the division, a tie of each negative cycle goes against it; so no division has less against it than the shares
come to. The best shares are the duals of the cycle-cover linear program: the least lengths of ties by which every
negative cycle is at least 1 long. They are rounded down to whole numbers, in which they can be checked without rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.extras import needs
from detente.relations.balance.cycles import Cycle
from detente.relations.balance.graph import Floats, Ints

WHOLE = 2**20
"""Shares are whole numbers of this part of a unit of weight."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A solution of the linear program over some of the cycles: lengths of ties, and the shares of the cycles."""

    lengths: Floats
    shares: Ints

    @property
    def bound(self) -> int:
        """The least whole number of units that any division has against it, as far as these cycles tell."""
        return -(-int(self.shares.sum()) // WHOLE)


def cover(cycles: Sequence[Cycle], units: Ints) -> Cover:
    """Solve the linear program over these cycles, the weights being `units`; HiGHS, by way of scipy."""
    rows = np.repeat(np.arange(len(cycles)), [len(cycle) for cycle in cycles])
    ties = np.fromiter((tie for cycle in cycles for tie in cycle), dtype=np.int64, count=len(rows))
    used, columns = np.unique(ties, return_inverse=True)
    heaviest = float(units.max())
    crossed = needs("scipy.sparse").csr_array((np.full(len(rows), -1.0), (rows, columns)), shape=(len(cycles), len(used)))
    solved = needs("scipy.optimize").linprog(units[used] / heaviest, A_ub=crossed, b_ub=np.full(len(cycles), -1.0), method="highs-ds")
    lengths = np.zeros(len(units))
    if solved.status != 0:  # numerically stuck: no bound is claimed
        return Cover(lengths=lengths, shares=np.zeros(len(cycles), dtype=np.int64))
    lengths[used] = np.clip(solved.x, 0, 1)
    duals = np.clip(-solved.ineqlin.marginals, 0, None) * heaviest
    return Cover(lengths=lengths, shares=_whole(duals, rows, ties, units))


def _whole(duals: Floats, rows: Ints, ties: Ints, units: Ints) -> Ints:
    """Shares in whole numbers that no tie carries too much of."""
    shares = np.floor(duals * WHOLE).astype(np.int64)
    load = loads(shares[rows], ties, len(units))
    most = (load / (units * WHOLE)).max()
    if most > 1:
        shares = np.floor(shares / (most * (1 + 1e-12))).astype(np.int64)
    return shares if np.all(loads(shares[rows], ties, len(units)) <= units * WHOLE) else np.zeros_like(shares)


def loads(shares: Ints, ties: Ints, count: int) -> Ints:
    """For each tie the sum of the shares of the cycles through it, in whole numbers."""
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, ties, shares)
    return found
