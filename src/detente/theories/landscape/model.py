"""The landscape of aggregation: sizes, propensities, and the energy of a division of actors into two blocs.

Source: Axelrod and Bennett (1993), British Journal of Political Science 23, 211-233. Actor i of size s_i is frustrated by the distance d_ij
from those to whom it has a propensity p_ij, and by the nearness of those to whom it has the contrary:

    frustration  F_i = sum over j of s_j p_ij d_ij          energy  E = sum over i of s_i F_i

with d_ij = 0 in one bloc and 1 in different blocs. As i and j both count, each two stand in E **twice**, and the energy of one bloc of all
is 0. Lower is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from detente.relations.balance import SignedGraph, signed_graph
from detente.relations.balance.frustration import whole_units
from detente.theories.landscape import faults

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Landscape:
    """Actors in order, their sizes (n), and the propensity of each two (n, n): above 0 to work together, below 0 against each other."""

    actors: tuple[str, ...]
    sizes: Floats
    propensity: Floats

    @cached_property
    def pulls(self) -> Floats:
        """s_i s_j p_ij of each two, in squared units of size times those of propensity; 0 on the diagonal."""
        return np.asarray(np.outer(self.sizes, self.sizes) * self.propensity)

    @cached_property
    def units(self) -> tuple[Ints, float]:
        """`pulls` as whole numbers of a step: exact for up to six decimals, else to 2^-30 of the largest; so that ties are ties."""
        upper = np.triu_indices(len(self.actors), 1)
        pulls = self.pulls[upper]
        there = pulls != 0
        whole, step = whole_units(np.abs(pulls[there]))
        table = np.zeros(self.pulls.shape, dtype=np.int64)
        table[upper[0][there], upper[1][there]] = np.sign(pulls[there]).astype(np.int64) * whole
        return table + table.T, step

    def in_weight(self, units: int) -> float:
        """Units of twice-counted pulls as an energy, without the dust of decimal steps."""
        step = self.units[1]
        return round(units * step, 6) if step >= 1e-6 else units * step

    def sides_of(self, sides: Sequence[int] | Ints) -> Ints:
        """A division as an array of 0 and 1, one for each actor; `DetenteError` 713 for anything else."""
        given = np.asarray(sides)
        if given.shape != (len(self.actors),) or not np.isin(given, (0, 1)).all():
            raise faults.fault(faults.NO_DIVISION, str(tuple(given.ravel().tolist()))[:60])
        return given.astype(np.int64)

    def frustration(self, sides: Sequence[int] | Ints) -> Floats:
        """F_i of each actor under a division; below 0 where those across are on the whole those it is against."""
        stands = self.sides_of(sides)
        apart = stands[:, None] != stands[None, :]
        return np.asarray((self.propensity * apart) @ self.sizes)

    def energy(self, sides: Sequence[int] | Ints) -> float:
        """E of a division, each two counted twice."""
        stands = self.sides_of(sides)
        apart = stands[:, None] != stands[None, :]
        return self.in_weight(int(self.units[0][apart].sum()))

    def camps(self, sides: Sequence[int] | Ints) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The actors of either side, in order."""
        stands = self.sides_of(sides).tolist()
        first, second = (tuple(actor for actor, side in zip(self.actors, stands, strict=True) if side == which) for which in (0, 1))
        return first, second

    @cached_property
    def graph(self) -> SignedGraph:
        """The same as a signed network, of ties as heavy as the pulls; E = 2 (L - weight of foes) for L against the division."""
        whole = self.units[0]
        pairs = combinations(range(len(self.actors)), 2)
        ties = [(self.actors[i], self.actors[j], int(np.sign(whole[i, j])), float(abs(whole[i, j]))) for i, j in pairs if whole[i, j]]
        return signed_graph(ties, self.actors)


def landscape(actors: Sequence[str], sizes: npt.ArrayLike, propensity: npt.ArrayLike) -> Landscape:
    """A landscape; the diagonal of `propensity` is not looked at. Raises `DetenteError` 710 for what is none, nothing being filled in."""
    names, large, towards = tuple(actors), np.array(sizes, dtype=np.float64), np.array(propensity, dtype=np.float64)
    n = len(names)
    if n < 2 or len(set(names)) < n or large.shape != (n,) or towards.shape != (n, n):
        raise faults.fault(faults.NOT_A_LANDSCAPE, f"{n} actors, sizes {large.shape}, propensities {towards.shape}")
    np.fill_diagonal(towards, 0.0)
    if not np.isfinite(large).all() or (large <= 0).any():
        raise faults.fault(faults.NOT_A_LANDSCAPE, "a size is not above 0")
    if not np.isfinite(towards).all() or (towards != towards.T).any():
        raise faults.fault(faults.NOT_A_LANDSCAPE, "a propensity is not known, or not alike both ways")
    return Landscape(actors=names, sizes=large, propensity=towards)
