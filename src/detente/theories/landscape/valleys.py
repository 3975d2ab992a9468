"""All divisions at once: their energies, which are local minima, and where steepest descent leads from each.

A division of n actors is a whole number of n - 1 bits: the first actor stands on side 0, actor k on the side of bit k - 1. All 2^(n-1)
energies come by doubling, one actor at a time, without going through the pairs of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.theories.landscape import faults
from detente.theories.landscape.model import Ints, Landscape

MOST_ENUMERATED = 22
"""Up to so many actors (two million divisions) all are gone through."""


def sides_of_number(number: int, n: int) -> tuple[int, ...]:
    """The division of that number, as sides of n actors."""
    return (0, *(number >> bit & 1 for bit in range(n - 1)))


def number_of_sides(sides: tuple[int, ...]) -> int:
    """The number of a division, sides being swapped so that the first actor stands on 0."""
    return sum((side ^ sides[0]) << bit for bit, side in enumerate(sides[1:]))


def division_units(world: Landscape) -> Ints:
    """The energy of each division in units of `Landscape.units`, by number; `DetenteError` 711 for more than 22 actors."""
    pulls, n = world.units[0], len(world.actors)
    if n > MOST_ENUMERATED:
        raise faults.fault(faults.TOO_MANY, f"{n} actors, at most {MOST_ENUMERATED}")
    found = np.zeros(1, dtype=np.int64)
    for actor in range(1, n):
        across = np.zeros(1, dtype=np.int64)  # what pulls the actor to those on side 1, of each division of those before it
        for other in range(1, actor):
            across = np.concatenate([across, across + pulls[actor, other]])
        whole = pulls[actor, :actor].sum()
        # on side 0 it is apart from those on side 1, on side 1 from the rest
        found = np.concatenate([found + 2 * across, found + 2 * (whole - across)])
    return found


def division_energies(world: Landscape) -> np.ndarray:
    """The energy of each division, by number (2^(n-1)); `DetenteError` 711 for more than 22 actors."""
    units, step = division_units(world), world.units[1]
    return np.round(units * step, 6) if step >= 1e-6 else units * step


@dataclass(frozen=True, kw_only=True, eq=False)
class Valleys:
    """What steepest descent does from each division.

    `units` the energies; `ends` the number of the local minimum that each leads to; `lowest` the numbers of the local minima, by energy
    and then number; `basins` how many divisions lead to each; `strict` whether every single change from it raises the energy (else some
    change leaves it level).
    """

    units: Ints
    ends: Ints
    lowest: Ints
    basins: Ints
    strict: np.ndarray


def valleys(world: Landscape) -> Valleys:
    """All local minima and their basins.

    A step changes the side of one actor: of those changes that lower the energy the one that lowers it most, and of equal ones that of the
    actor named first. A division that no change lowers is a local minimum, level neighbours or not. Raises `DetenteError` 711.
    """
    units = division_units(world)
    best, to = units.copy(), np.arange(len(units))
    level = np.zeros(len(units), dtype=bool)
    for beside in _neighbours(len(world.actors), len(units)):
        there = units[beside]
        better = there < best
        best[better], to[better] = there[better], beside[better]
        level |= there == units
    own = np.flatnonzero(to == np.arange(len(units)))
    while True:
        further = to[to]
        if np.array_equal(further, to):
            break
        to = further
    lowest = own[np.lexsort((own, units[own]))]
    basins = np.bincount(to, minlength=len(units))[lowest]
    return Valleys(units=units, ends=to, lowest=lowest, basins=basins, strict=~level[lowest])


def _neighbours(actors: int, divisions: int) -> Iterator[Ints]:
    """For each actor in order the division that its change leads to: the first actor's is a change of all others."""
    every = np.arange(divisions)
    yield divisions - 1 - every
    for bit in range(actors - 1):
        yield every ^ (1 << bit)
