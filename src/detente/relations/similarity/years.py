"""Similarity as tables: every pair of a year, and every year of a data set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.relations.similarity import faults
from detente.relations.similarity.crosstabs import Crosstabs, Matrix, crosstabs
from detente.relations.similarity.measures import Distance, kappa, pi, s_score, tau_b
from detente.relations.similarity.portfolios import Portfolios, capability_weights, portfolios, system_states, vote_matrix

MEASURES = ("s", "s_weighted", "kappa", "pi", "tau_b")
"""The measures by the names of their columns."""
USUAL = ("s", "kappa", "pi")
"""The measures given where none are named."""


def all_pairs(
    of: Portfolios,
    measures: Sequence[str] = USUAL,
    *,
    weights: NDArray[np.float64] | None = None,
    distance: Distance | None = None,
) -> dict[str, Matrix]:
    """Measures of all pairs of a year: each a matrix of states by states, not a number where undefined, and `n`, the items compared.

    `weights`, one a item, are for `s_weighted`. `distance` replaces each measure's own, which is that of the published
    figures: absolute for S, squared for kappa, nominal for pi; tau-b has none. Items that either state lacks are left out of
    that pair. Raises `UsageFault` 621 for an unknown measure and 623 for weights that do not fit or are wanted and missing.
    """
    unknown = [name for name in measures if name not in MEASURES]
    if unknown:
        raise faults.fault(faults.UNKNOWN_MEASURE, ", ".join(unknown))
    tables = crosstabs(of)
    found: dict[str, Matrix] = {"n": tables.total}
    for name in measures:
        if name == "s_weighted":
            if weights is None:
                raise faults.fault(faults.NO_WEIGHTS, "none were given")
            found[name] = s_score(crosstabs(of, weights), distance or "absolute")
        else:
            found[name] = _PLAIN[name](tables, distance)
    return found


_PLAIN: dict[str, Callable[[Crosstabs, Distance | None], Matrix]] = {
    "s": lambda tables, distance: s_score(tables, distance or "absolute"),
    "kappa": lambda tables, distance: kappa(tables, distance or "squared"),
    "pi": lambda tables, distance: pi(tables, distance or "nominal"),
    "tau_b": lambda tables, _: tau_b(tables),
}


def similar(
    first: Sequence[int | None],
    second: Sequence[int | None],
    *,
    levels: int,
    measures: Sequence[str] = USUAL,
    weights: Sequence[float] | None = None,
    distance: Distance | None = None,
) -> dict[str, float | None]:
    """The measures of one pair of portfolios: levels from 0 to `levels` - 1 by item, None where missing; None where undefined.

    The same reckoning as for all pairs of a year (`all_pairs`), with `n` beside it. Raises as it does, and 622 where the two
    have not the same number of items.
    """
    if len(first) != len(second):
        raise faults.fault(faults.NOT_LEVELS, f"{len(first)} and {len(second)} items")
    codes = np.array([[-1 if level is None else level for level in row] for row in (first, second)], dtype=np.int64)
    if codes.size and not (codes.min() >= -1 and codes.max() < levels):
        raise faults.fault(faults.NOT_LEVELS, f"levels from {codes.min()} to {codes.max()}, of {levels}")
    pair = Portfolios(year=0, states=(0, 1), items=tuple(range(len(first))), codes=codes.astype(np.int8), levels=levels)
    sizes = None if weights is None else np.asarray(weights, dtype=np.float64)
    found = all_pairs(pair, measures, weights=sizes, distance=distance)
    return {name: None if np.isnan(matrix[0, 1]) else float(matrix[0, 1]) for name, matrix in found.items()}


def similarity_year(
    of: Portfolios,
    measures: Sequence[str] = USUAL,
    *,
    weights: NDArray[np.float64] | None = None,
    distance: Distance | None = None,
) -> pl.DataFrame:
    """Every pair of a year, once, in the order of the COW numbers: ccode1, ccode2, year, n, then the measures.

    `n` is the number of items that both have; a measure is null where n is 0 (either state has no portfolio) or where it is
    undefined. Values from -1 to 1. Raises as `all_pairs`.
    """
    found = all_pairs(of, measures, weights=weights, distance=distance)
    first, second = np.triu_indices(len(of.states), 1)
    numbers = np.asarray(of.states, dtype=np.int32)
    columns = [pl.Series(name, found[name][first, second], dtype=pl.Float64).fill_nan(None) for name in measures]
    return pl.DataFrame(
        [
            pl.Series("ccode1", numbers[first], dtype=pl.Int32),
            pl.Series("ccode2", numbers[second], dtype=pl.Int32),
            pl.Series("year", np.full(len(first), of.year), dtype=pl.Int32),
            pl.Series("n", found["n"][first, second].astype(np.int32), dtype=pl.Int32),
            *columns,
        ]
    )


def similarity_years(
    frame: pl.DataFrame,
    years: Iterable[int] | None = None,
    measures: Sequence[str] = USUAL,
    *,
    states: pl.DataFrame | None = None,
    capabilities: pl.DataFrame | None = None,
    coverage: tuple[int, int] | None = None,
    distance: Distance | None = None,
) -> pl.DataFrame:
    """Every pair of every year of a frame of alliances, ATOP or votes, as `similarity_year` gives them, years in order.

    `years` are all of the frame by default. `states` is the canonical frame of membership (the register by default): members
    without a vote have rows with nulls. `capabilities` gives the weights of `s_weighted` for alliances. Raises as
    `portfolios`, `vote_matrix` and `all_pairs`.
    """
    wanted = sorted(set(years)) if years is not None else sorted(set(frame["year"].drop_nulls()))
    voting = "vote" in frame.columns
    by_year = {int(key[0]): rows for key, rows in frame.partition_by("year", as_dict=True).items() if key[0] is not None}
    empty, span = frame.clear(), coverage or (min(by_year, default=1), max(by_year, default=0))
    tables = []
    for year in wanted:
        rows, members = by_year.get(year, empty), system_states(year, states)
        of = vote_matrix(rows, year, members) if voting else portfolios(rows, year, members, coverage=span)
        sizes = None if capabilities is None or voting else capability_weights(capabilities, year, of.items)
        tables.append(similarity_year(of, measures, weights=sizes, distance=distance))
    return pl.concat(tables) if tables else similarity_year(_NOBODY, measures, weights=np.zeros(0), distance=distance)


_NOBODY = Portfolios(year=0, states=(), items=(), codes=np.zeros((0, 0), dtype=np.int8), levels=2)
