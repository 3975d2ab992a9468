"""The cross-tabulation of every pair of portfolios at once, from which each measure is reckoned.

For states i and j and levels k and l, `counts[k, i, l, j]` is how many items (or what weight of items) are at k for i and
at l for j. With the rows of every level put one under another as zeros and ones, all of it is one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.relations.similarity import faults
from detente.relations.similarity.portfolios import Portfolios

Matrix = NDArray[np.float64]

_SHARE = 2.0**40
"""Weights are held as whole multiples of 2^-40 of their sum: sums of them are exact, in whatever order threads add them up."""


@dataclass(frozen=True, kw_only=True)
class Crosstabs:
    """The cross-tabulation of all pairs: levels by states by levels by states, over the items that both states have."""

    counts: NDArray[np.float32] | Matrix

    @property
    def levels(self) -> int:
        """How many levels the scale has."""
        return int(self.counts.shape[0])

    @cached_property
    def left(self) -> list[Matrix]:
        """For each level, states by states: the items at that level for the state of the row, where the other has them too."""
        return [self.counts[level].sum(axis=1).astype(np.float64) for level in range(self.levels)]

    @cached_property
    def total(self) -> Matrix:
        """States by states: the number (or weight) of items that both have."""
        return sum(self.left, start=np.zeros(self.counts.shape[1::2]))

    @cached_property
    def between(self) -> dict[tuple[int, int], Matrix]:
        """For each two levels, the lower first, states by states: the items at one for either state and at the other for the other."""
        pairs = combinations(range(self.levels), 2)
        return {(low, high): (self.counts[low, :, high] + self.counts[high, :, low]).astype(np.float64) for low, high in pairs}


def crosstabs(portfolios: Portfolios, weights: NDArray[np.float64] | None = None) -> Crosstabs:
    """The cross-tabulation of all pairs of a year; with `weights`, one a item, of weights (shares of their sum) not of numbers.

    Items whose weight is not a number are left out. Raises `UsageFault` 623 for weights below 0 or of another length.
    """
    held = portfolios.codes == np.arange(portfolios.levels, dtype=np.int8)[:, None, None]
    # whole numbers below 2^24 are exact in single precision
    number: type[np.float32 | np.float64] = np.float32 if weights is None and len(portfolios.items) < 2**24 else np.float64
    rows = held.reshape(portfolios.levels * len(portfolios.states), len(portfolios.items)).astype(number)
    columns = rows if weights is None else rows * exact_shares(weights, len(portfolios.items))
    shape = (portfolios.levels, len(portfolios.states)) * 2
    return Crosstabs(counts=(columns @ rows.T).reshape(shape))


def exact_shares(weights: NDArray[np.float64], items: int) -> Matrix:
    """Weights as shares of their sum, in whole multiples of 2^-40; 0 where not a number, and throughout where the sum is 0."""
    if weights.shape != (items,) or np.any(weights < 0) or np.any(np.isinf(weights)):
        raise faults.fault(faults.NO_WEIGHTS, f"{weights.shape[0] if weights.ndim else 0} weights for {items} items")
    known = np.nan_to_num(weights)
    whole = float(known.sum())
    return np.round(known / whole * _SHARE) / _SHARE if whole > 0 else known
