"""The sums of a series, cell by cell, in an order that never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from detente.relations.bands import Floats, draw_statements, net_band
from detente.relations.grid import Grid
from detente.relations.periods import Days

_FEWEST_DEEDS = 1.5
_PLACES = 9
_ROWS_AT_ONCE = 5_000
_LISTED: dict[str, pl.DataType | type[pl.DataType]] = {
    "n": pl.Int64,
    "n_deeds": pl.Int64,
    "n_sources": pl.Int64,
    "event_ids": pl.List(pl.String),
    "weights": pl.List(pl.Float64),
}


def rounded(values: Floats) -> pl.Series:
    """Numbers to nine places, without negative zero; NaN becomes null."""
    return pl.Series(np.round(values, _PLACES) + 0.0, nan_to_null=True)


def counts(placed: pl.DataFrame, grid: Grid) -> Mapping[str, pl.Series]:
    """How many statements, deeds and sources each cell has, and which statements with which weights."""
    grouped = placed.group_by("cell", maintain_order=True).agg(
        n=pl.len().cast(pl.Int64),
        n_deeds=pl.col("deed").n_unique().cast(pl.Int64),
        n_sources=pl.col("document").n_unique().cast(pl.Int64),
        event_ids="event_id",
        weights=pl.col("weight").round(_PLACES),
    )
    every = pl.DataFrame({"cell": pl.Series(range(grid.cells), dtype=pl.Int64)})
    joined = every.join(grouped, on="cell", how="left", maintain_order="left")
    filled = joined.with_columns(pl.col("n", "n_deeds", "n_sources").fill_null(0), pl.col("event_ids", "weights").fill_null([]))
    return {name: filled[name].cast(kind) for name, kind in _LISTED.items()}


def sums(placed: pl.DataFrame, grid: Grid) -> Mapping[str, pl.Series]:
    """Cooperation, conflict, net, mean with its standard error, and weight by quad class, of each cell."""
    cell, weight, score = placed["cell"].to_numpy(), placed["weight"].to_numpy(), placed["intensity"].to_numpy()
    quad = placed["quad"].to_numpy()

    def total(values: Floats) -> Floats:
        return np.bincount(cell, weights=values, minlength=grid.cells).astype(np.float64)

    cooperation, conflict = total(weight * np.maximum(score, 0)), total(weight * np.maximum(-score, 0))
    mean, error = _mean_and_error(placed, total(weight), total(weight * score))
    measures = {"cooperation": cooperation, "conflict": conflict, "net": cooperation - conflict, "mean": mean, "se": error}
    measures |= {"weight": total(weight)} | {f"quad_{each}": total(weight * (quad == each)) for each in (1, 2, 3, 4)}
    return {name: rounded(values) for name, values in measures.items()}


def _mean_and_error(placed: pl.DataFrame, weight: Floats, scored: Floats) -> tuple[Floats, Floats]:
    cell, cells = placed["cell"].to_numpy(), len(weight)
    mean, error = np.full(cells, np.nan), np.full(cells, np.nan)
    np.divide(scored, weight, out=mean, where=weight > 0)
    deviation = placed["weight"].to_numpy() * (placed["intensity"].to_numpy() - mean[cell]) ** 2
    variance = np.zeros(cells)
    np.divide(np.bincount(cell, weights=deviation, minlength=cells), weight, out=variance, where=weight > 0)
    effective = _effective_deeds(placed, weight)
    enough = effective >= _FEWEST_DEEDS
    error[enough] = np.sqrt(variance[enough] / (effective[enough] - 1))
    return mean, error


def _effective_deeds(placed: pl.DataFrame, weight: Floats) -> Floats:
    """How many deeds of equal weight each cell is worth: the square of the sum of their weights over the sum of their squares."""
    deeds = placed.group_by("cell", "deed", maintain_order=True).agg("weight")
    by_deed = np.array([sum(weights) for weights in deeds["weight"].to_list()], dtype=np.float64)
    squares = np.bincount(deeds["cell"].to_numpy(), weights=by_deed**2, minlength=len(weight))
    effective = np.zeros(len(weight))
    np.divide(weight**2, squares, out=effective, where=squares > 0)
    return effective


def bands(placed: pl.DataFrame, grid: Grid, *, seed: int, draws: int) -> Mapping[str, pl.Series]:
    """Low and high end of the 90 per cent band of each cell's net; null with fewer than two statements."""
    low, high = np.full(grid.cells, np.nan), np.full(grid.cells, np.nan)
    enough = placed.filter(pl.len().over("cell") >= 2)
    # one pair of states at a time keeps the table of draws small
    for mine in enough.partition_by("dyad", maintain_order=True):
        for cells, ends in _pair_bands(mine, seed, draws):
            low[cells], high[cells] = ends
    return {"low": rounded(low), "high": rounded(high)}


def _pair_bands(mine: pl.DataFrame, seed: int, draws: int) -> Iterator[tuple[Days, tuple[Floats, Floats]]]:
    """Cells of one pair of states, some at a time, with both ends of each."""
    events = mine.select("event_id", "document").unique().sort("event_id")
    place = {name: column for column, name in enumerate(events["event_id"])}
    drawn = draw_statements(events["event_id"].to_list(), events["document"].to_list(), seed, draws)
    column = np.array([place[name] for name in mine["event_id"]], dtype=np.int64)
    weight, score = mine["weight"].to_numpy(), mine["intensity"].to_numpy()
    cells, starts = np.unique(mine["cell"].to_numpy(), return_index=True)
    ends = np.append(starts[1:], len(mine))
    for chunk in np.split(np.arange(len(cells)), np.flatnonzero(np.diff(starts // _ROWS_AT_ONCE)) + 1):
        rows = slice(starts[chunk[0]], ends[chunk[-1]])
        yield cells[chunk], net_band(drawn[:, column[rows]], weight[rows], score[rows], starts[chunk] - starts[chunk[0]])
