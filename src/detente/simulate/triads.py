"""Dynamics of triads: relations of a complete network that change sign one at a time, toward balance.

Source: Antal, Krapivsky and Redner (2005), Physical Review E 72, 036121. **Local**: a triad is drawn; if it is not balanced one of its
relations changes sign. Three foes: one of them, drawn, becomes a friend. Two friends and one foe: with probability p the foe becomes a
friend, else one of the two friends, drawn, becomes a foe. For p <= 1/2 the share of friendly relations of a large network settles at
1 / (1 + sqrt(3 (1 - 2p))) (their equation 15), above 1/2 all become friends. **Constrained**: a relation is drawn and changes sign
if fewer triads are then unbalanced, and with probability 1/2 if as many are; it ends in balance, or is jammed.

Many runs go forward side by side, each with draws of its own, all from one seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from detente.theories.landscape import faults

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint8]
_AT_ONCE = 500
"""So many steps are drawn at once."""


def stationary_friends(p: float) -> float:
    """The share of friendly relations at which local triad dynamics of a very large network settles: 1 / (1 + sqrt(3 (1 - 2p))); 1 from
    p = 1/2. Raises `DetenteError` 715 for a p outside 0 to 1."""
    _between(p)
    return 1.0 if p >= 0.5 else 1 / (1 + (3 * (1 - 2 * p)) ** 0.5)


@dataclass(frozen=True, kw_only=True, eq=False)
class LocalTriads:
    """A run of local triad dynamics: `friends` the share of friendly relations after each sweep (sweeps, runs), a sweep being as many draws
    of a triad as there are relations; `settled` how many runs ended in balance, where nothing changes any more."""

    nodes: int
    p: float
    friends: Floats
    settled: int

    def density(self, burn: int) -> tuple[float, float]:
        """The mean share after `burn` sweeps, and its standard error from the spread of the runs' means (NaN of one run)."""
        means = self.friends[burn:].mean(axis=0)
        error = means.std(ddof=1) / len(means) ** 0.5 if len(means) > 1 else float("nan")
        return float(means.mean()), float(error)


def local_triads(nodes: int, p: float, *, sweeps: int, runs: int = 64, friends: float = 0.5, seed: int = 0) -> LocalTriads:
    """Local triad dynamics from networks with `friends` of all relations friendly, drawn.

    The share at the end is that of a network of `nodes`, with an error of the order of 1 / `nodes` beside the formula for very large ones;
    a small network (below some ten nodes at p = 0) falls into balance within reach and then stays. Raises `DetenteError` 715 for fewer
    than 3 nodes or a p or share outside 0 to 1.
    """
    _between(p, friends)
    if nodes < 3 or sweeps < 1 or runs < 1:
        raise faults.fault(faults.OUT_OF_RANGE, "3 nodes, 1 sweep and 1 run at least")
    chance = np.random.default_rng(seed)
    ties = nodes * (nodes - 1) // 2
    # one place more in each run: there what is not to change is changed
    hostile = (chance.random((runs, ties + 1)) >= friends).astype(np.uint8)
    flat, starts, path = hostile.reshape(-1), np.arange(runs) * (ties + 1), np.zeros((sweeps, runs))
    for sweep in range(sweeps):
        for start in range(0, ties, _AT_ONCE):
            count = min(_AT_ONCE, ties - start)
            _steps(flat, starts, *_draws(nodes, p, (count, runs), chance))
        path[sweep] = 1 - hostile[:, :ties].mean(axis=1)
    return LocalTriads(nodes=nodes, p=p, friends=path, settled=int(sum(_balanced(row[:ties], nodes) for row in hostile)))


def _draws(nodes: int, p: float, shape: tuple[int, int], chance: np.random.Generator) -> tuple[Ints, Ints]:
    """For each step and run the places of a triad's relations, with the spare one (steps, runs, 4), and one of 12 draws (`_CHANGE`)."""
    spare = np.full((*shape, 1), nodes * (nodes - 1) // 2)
    places = np.concatenate([_drawn_triads(nodes, shape, chance), spare], axis=2)
    draws = chance.random((*shape, 2))
    return places, (draws[..., 0] < p) * 6 + (draws[..., 1] * 6).astype(np.int64)


def _steps(flat: Bits, starts: Ints, places: Ints, kind: Ints) -> None:
    """The steps of all runs, in place; `starts` are the first places of the runs."""
    rows, powers = np.arange(len(starts)), np.array([1, 2, 4])
    for now, how in zip(places + starts[None, :, None], kind, strict=True):
        code = flat[now[:, :3]] @ powers
        flat[now[rows, _CHANGE[code, how]]] ^= 1


def _change_table() -> Ints:
    """Which of a triad's three relations changes (3: none), by its hostile relations as bits and by one of 12 draws: whether the foe is
    made a friend (from 6), and which of two or of three is taken."""
    table = np.full((8, 12), 3)
    for code, heal, which in product(range(8), range(2), range(6)):
        foes = [slot for slot in range(3) if code >> slot & 1]
        friends = [slot for slot in range(3) if slot not in foes]
        if len(foes) == 3:
            table[code, heal * 6 + which] = which % 3
        elif len(foes) == 1:
            table[code, heal * 6 + which] = foes[0] if heal else friends[which % 2]
    return table


_CHANGE = _change_table()


def _drawn_triads(nodes: int, shape: tuple[int, int], chance: np.random.Generator) -> Ints:
    """The places of the three relations of triads drawn alike from all, (steps, runs, 3)."""
    i, j, k = (chance.integers(0, nodes - less, shape) for less in range(3))
    j += j >= i
    low, high = np.minimum(i, j), np.maximum(i, j)
    k += k >= low
    k += k >= high
    return np.stack([_place(i, j), _place(i, k), _place(j, k)], axis=2)


def _place(i: Ints, j: Ints) -> Ints:
    low, high = np.minimum(i, j), np.maximum(i, j)
    place: Ints = high * (high - 1) // 2 + low
    return place


def _signs(hostile: Bits, nodes: int) -> Ints:
    """The matrix of signs of a network, from its relations in order of places; 0 on the diagonal."""
    second, first = np.tril_indices(nodes, -1)
    signs = np.zeros((nodes, nodes), dtype=np.int64)
    signs[first, second] = signs[second, first] = 1 - 2 * hostile.astype(np.int64)
    return signs


def _balanced(hostile: Bits, nodes: int) -> bool:
    """Whether there are two camps without exception: the friends of the first state are one, and all relations agree with it."""
    signs = _signs(hostile, nodes)
    side = signs[0].copy()
    side[0] = 1
    return bool((signs + np.eye(nodes, dtype=np.int64) == np.outer(side, side)).all())


@dataclass(frozen=True, kw_only=True, eq=False)
class ConstrainedTriads:
    """Where constrained dynamics ended: `signs` (runs, nodes, nodes), `unbalanced` triads left (runs), `balanced` and `jammed` runs; the
    rest had not ended when the draws did."""

    signs: npt.NDArray[np.int8]
    unbalanced: Ints
    balanced: int
    jammed: int


def constrained_triads(nodes: int, *, sweeps: int, runs: int = 64, friends: float = 0.5, seed: int = 0) -> ConstrainedTriads:
    """Constrained triad dynamics from drawn networks; `DetenteError` 715 as `local_triads`.

    Jammed: not balanced, and no single change leaves fewer or as many triads unbalanced.
    """
    _between(friends)
    if nodes < 3 or sweeps < 1 or runs < 1:
        raise faults.fault(faults.OUT_OF_RANGE, "3 nodes, 1 sweep and 1 run at least")
    chance, rows = np.random.default_rng(seed), np.arange(runs)
    upper = np.triu(chance.random((runs, nodes, nodes)) >= friends, 1)
    signs = (1 - 2 * (upper | upper.transpose(0, 2, 1)).astype(np.int8)) * (1 - np.eye(nodes, dtype=np.int8))
    for _ in range(sweeps * (nodes * (nodes - 1) // 2)):
        i, j = chance.integers(0, nodes, runs), chance.integers(0, nodes - 1, runs)
        j += j >= i
        stands = signs[rows, i, j] * np.einsum("rk,rk->r", signs[rows, i], signs[rows, j], dtype=np.int64)
        turn = np.where((stands < 0) | ((stands == 0) & (chance.random(runs) < 0.5)), -1, 1).astype(np.int8)
        signs[rows, i, j] *= turn
        signs[rows, j, i] = signs[rows, i, j]
    wide = signs.astype(np.int64)
    stands = wide * (wide @ wide)
    third = np.triu(np.ones((nodes, nodes), dtype=bool), 1)
    unbalanced = ((nodes - 2 - stands)[:, third] // 2).sum(axis=1) // 3
    stuck = (stands[:, third] > 0).all(axis=1)
    return ConstrainedTriads(
        signs=signs, unbalanced=unbalanced, balanced=int((unbalanced == 0).sum()), jammed=int((stuck & (unbalanced > 0)).sum())
    )


def _between(*shares: float) -> None:
    if not all(0 <= share <= 1 for share in shares):
        raise faults.fault(faults.OUT_OF_RANGE, "a probability or share lies from 0 to 1")
