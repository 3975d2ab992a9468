"""The local minima of a landscape, and the least of them with its proof."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.relations.balance import SECONDS, Frustration, frustration
from detente.relations.balance.search import descend
from detente.theories.landscape.model import Ints, Landscape
from detente.theories.landscape.valleys import MOST_ENUMERATED, number_of_sides, sides_of_number, valleys

__all__ = ["MOST_ENUMERATED", "Minima", "Minimum", "minima"]
KEPT = 100
"""So many local minima are listed, the lowest first; `found` counts all."""
STARTS = 512
"""So many descents begin from drawn divisions, where divisions are too many to go through."""


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """A division that no change of one actor's side improves.

    `sides` by actor (the first on 0), the two `camps`, the `energy`, each actor's `frustration` F_i, and the `basin`: the number of
    divisions from which steepest descent leads here (of all, or of those that were drawn). `strict` where each change raises the energy.
    """

    sides: tuple[int, ...]
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    energy: float
    frustration: tuple[float, ...]
    basin: int
    strict: bool


@dataclass(frozen=True, kw_only=True)
class Minima:
    """The local minima of a landscape, the lowest first, at most 100 of `found`.

    `complete`: all divisions were gone through, so that there are no others. `tried` is the number of divisions from which descent began.
    No division has an energy below `lower`; `certified` says that the first of `minima` reaches it, and `proof` how that is known
    (`all divisions`, or as in `Frustration`). Where it is not certified the first is the lowest found, no more.
    """

    minima: tuple[Minimum, ...]
    found: int
    complete: bool
    tried: int
    lower: float
    certified: bool
    proof: str

    @property
    def least(self) -> Minimum | None:
        """The division of least energy; None where it is not certified."""
        return self.minima[0] if self.certified else None

    def table(self) -> pl.DataFrame:
        """One row a local minimum: energy, strict, basin, its share of the divisions tried, and the two camps."""
        rows = [
            {
                "energy": each.energy,
                "strict": each.strict,
                "basin": each.basin,
                "share": each.basin / self.tried,
                "first_camp": ", ".join(each.camps[0]),
                "second_camp": ", ".join(each.camps[1]),
            }
            for each in self.minima
        ]
        return pl.DataFrame(rows)


def minima(world: Landscape, *, seconds: float | None = SECONDS, nodes: int | None = None, starts: int = STARTS, seed: int = 0) -> Minima:
    """The local minima of a landscape and its least, certified.

    Up to 22 actors by going through all divisions; beyond, the least by the exact solver of the frustration index (`seconds` and `nodes` as
    there; needs scipy), and such local minima as descents from `starts` drawn divisions reach, which need not be all.
    """
    if len(world.actors) > MOST_ENUMERATED:
        return _solved(world, frustration(world.graph, seconds=seconds, nodes=nodes), starts, seed)
    seen = valleys(world)
    numbers = seen.lowest[:KEPT].tolist()
    kept = [
        _minimum(world, sides_of_number(number, len(world.actors)), int(basin), bool(strict))
        for number, basin, strict in zip(numbers, seen.basins, seen.strict, strict=False)
    ]
    return Minima(
        minima=tuple(kept),
        found=len(seen.lowest),
        complete=True,
        tried=len(seen.units),
        lower=kept[0].energy,
        certified=True,
        proof="all divisions",
    )


def _minimum(world: Landscape, sides: tuple[int, ...], basin: int, strict: bool) -> Minimum:
    burdens = tuple(world.frustration(sides).tolist())
    return Minimum(sides=sides, camps=world.camps(sides), energy=world.energy(sides), frustration=burdens, basin=basin, strict=strict)


def _solved(world: Landscape, found: Frustration, starts: int, seed: int) -> Minima:
    """The least by the solver, and the local minima that descents reach."""
    graph = world.graph
    units = np.round(graph.weight).astype(np.int64)
    order = np.array([graph.place(actor) for actor in world.actors])
    drawn = np.random.default_rng(seed).integers(0, 2, (starts, len(world.actors)))
    ended = descend(graph, units, drawn)[:, order]
    reached: dict[tuple[int, ...], int] = {_first_on_0(np.array(found.sides)[order]): 0}
    for sides in ended:
        key = _first_on_0(sides)
        reached[key] = reached.get(key, 0) + 1
    ways = sorted(reached, key=lambda key: (world.energy(key), number_of_sides(key)))
    foes = int(units[graph.sign < 0].sum())
    return Minima(
        minima=tuple(_minimum(world, key, reached[key], _strict(world, key)) for key in ways[:KEPT]),
        found=len(ways),
        complete=False,
        tried=starts,
        lower=world.in_weight(2 * (round(found.lower) - foes)),
        certified=found.certified,
        proof=found.proof,
    )


def _first_on_0(sides: Ints) -> tuple[int, ...]:
    return tuple((sides ^ sides[0]).tolist())


def _strict(world: Landscape, sides: tuple[int, ...]) -> bool:
    """Whether each single change raises the energy."""
    stands = 1 - 2 * np.array(sides)
    return bool((stands * (world.units[0] @ stands) > 0).all())
