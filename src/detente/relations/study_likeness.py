"""How alike the portfolios of the pairs of a study are, from the published data that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.relations.similarity import similarity_years

if TYPE_CHECKING:
    from detente.datasets.published import Reading

_MEASURES = ("s", "kappa", "pi")
_FAMILIES: Mapping[str, tuple[str, ...]] = {"alliances": ("alliances", "atop"), "votes": ("votes",)}
"""The portfolios, and the families of data sets that tell of each; the first that the study names is taken."""

_SCHEMA: dict[str, Any] = {
    "dyad": pl.String(),
    "portfolio": pl.String(),
    "year": pl.Int64(),
    "n": pl.Int64(),
    **dict.fromkeys(_MEASURES, pl.Float64()),
}


def likeness_frame(
    readings: Sequence[Reading], dyads: Sequence[tuple[str, str]], numbers: Mapping[str, int], years: tuple[int, int]
) -> pl.DataFrame | None:
    """S, kappa and pi of each pair by year, of their alliances and of their votes as far as the data sets go; None without either.

    `dyad` is as in `dyads`; `n` counts the items compared. A measure is null where one of the two has no portfolio, or where it is
    undefined. S is of absolute distances (Signorino and Ritter 1999), kappa of squared ones (Cohen 1968), pi of nominal ones (Scott 1955).
    """
    states = next((each.frame for each in readings if each.layout.family == "states"), None)
    found = []
    for portfolio, families in _FAMILIES.items():
        reading = _first(readings, families)
        if reading is not None:
            table = _all_pairs(reading, years, states)
            found += [_pair(table, dyad, numbers, portfolio) for dyad in dyads]
    return pl.concat(found).cast(pl.Schema(_SCHEMA)) if found else None


def _first(readings: Sequence[Reading], families: Sequence[str]) -> Reading | None:
    return next((each for family in families for each in readings if each.layout.family == family), None)


def _all_pairs(reading: Reading, years: tuple[int, int], states: pl.DataFrame | None) -> pl.DataFrame:
    """The measures of all pairs in the years of a study of which a data set tells."""
    told = reading.frame.filter(pl.col("year").is_between(*years))
    wanted = sorted({int(year) for year in told["year"].drop_nulls()})
    return similarity_years(told, wanted, _MEASURES, states=states, coverage=reading.layout.coverage)


def _pair(table: pl.DataFrame, dyad: tuple[str, str], numbers: Mapping[str, int], portfolio: str) -> pl.DataFrame:
    low, high = sorted(numbers[state] for state in dyad)
    rows = table.filter(pl.col("ccode1") == low, pl.col("ccode2") == high).sort("year")
    return rows.select(pl.lit("-".join(dyad)).alias("dyad"), pl.lit(portfolio).alias("portfolio"), "year", "n", *_MEASURES)
