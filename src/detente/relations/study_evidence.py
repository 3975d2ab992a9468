"""The latent relation fitted to published data that a study names, with its own events beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from detente.relations.latent import Ground, Indicator, RelationModel, fit_relation, ground_of, published_indicators
from detente.relations.panels import dyad_years

if TYPE_CHECKING:
    from detente.datasets.published import Reading


def fit_published(readings: Sequence[Reading], years: tuple[int, int], *, own: Sequence[Indicator] = ()) -> RelationModel | None:
    """The latent relation of every dyad from published data, with a study's own indicators beside them; None without any evidence.

    All pairs of the state system are fitted, for how each source shows a relation is learnt from all of them. Where no list of states
    is among the readings, the register's is taken.
    """
    ground = _ground(readings, years)
    found = [*published_indicators(readings, ground), *own]
    told = [each for each in found if each.frame["period"].is_between(*years).any()]
    if not told:
        return None
    relevant = ground.relevant.select("ccode1", "ccode2").unique(maintain_order=True)
    return fit_relation(told, first=years[0], last=years[1], dyads=ground.all, relevant=relevant)


def _ground(readings: Sequence[Reading], years: tuple[int, int]) -> Ground:
    by = {reading.layout.family: reading.frame for reading in readings}
    if "states" in by:
        return ground_of(readings, *years)
    keys = [pl.col(name).cast(pl.Int64) for name in ("ccode1", "ccode2", "year")]
    whole = dyad_years(first=years[0], last=years[1], directed=False).select(keys).collect()
    if not {"contiguity", "majors"} <= by.keys():
        return Ground(all=whole, relevant=whole)
    near = dyad_years(first=years[0], last=years[1], directed=False, relevant=True, contiguity=by["contiguity"], majors=by["majors"])
    return Ground(all=whole, relevant=near.select(keys).collect())
