"""The table that theories of threat, breakdown and onset are fitted on: every pair of states, every year, with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from detente.relations.dependence import add_trade_dependence
from detente.relations.panels import Build, add_relevance, build_panel
from detente.relations.similarity import similarity_years
from detente.theories.conflict_record import third_parties
from detente.theories.threat import add_joint_threat, add_threat

ADDED = ("disputes", "contiguity", "alliances", "capabilities", "igos", "distance", "regimes", "majors")
DISPUTES: Mapping[str, str] = {"gml": "GML 2.2.1 (Gibler, Miller and Little)", "dispute": "Dyadic MID 4.02 (Maoz and others)"}
"""The lists of disputes by the prefix of their columns."""


def pair_world(folder: str | Path, *, first: int = 1816, last: int = 2010, disputes: str = "gml") -> pl.DataFrame:
    """All undirected dyad-years of a folder of published data with the terms of these theories, **as of the end of each year**.

    Beside the columns of the panel: `relevant` (politically relevant), `near`, `land`, trade dependence, alliance similarity `s`, threat
    and joint threat, third parties, and the terms of `derived`. Whoever forecasts must lag them (`squares.lagged`).
    Raises as `build_panel` does.
    """
    built = build_panel(folder, first=first, last=last, add=ADDED, directed=False)
    sources = {taken.prefix: taken.readings for taken in built.taken}
    trade = next(taken.readings for taken in build_panel(folder, first=last, last=last, add=("trade",), states=(2, 200)).taken)
    panel = add_relevance(built.panel, contiguity=sources["contiguity"], majors=sources["major"])
    panel = add_trade_dependence(panel, trade)
    frame = panel.collect().join(_similar(built, first, last), on=["ccode1", "ccode2", "year"], how="left", maintain_order="left")
    frame = add_joint_threat(add_threat(frame, disputes=disputes))
    third = third_parties(frame, disputes=disputes)
    return derived(frame.join(third, on=["ccode1", "ccode2", "year"], how="left", maintain_order="left"))


def _similar(built: Build, first: int, last: int) -> pl.DataFrame:
    """Signorino and Ritter's S of the alliance portfolios of every pair in the years that the alliances cover."""
    reading = next(taken.readings[0] for taken in built.taken if taken.prefix == "alliance")
    begins, ends = reading.layout.coverage
    years = range(max(first, begins or first), min(last, ends or last) + 1)
    table = similarity_years(reading.frame, years, ["s"], coverage=(begins or first, ends or last))
    return table.select("ccode1", "ccode2", "year", "s")


def derived(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with the terms that are made from its columns row by row; null where a part is null."""
    one, two = pl.col.cap_cinc_1, pl.col.cap_cinc_2
    whole = pl.when(one + two > 0).then(one + two)
    least, most = pl.min_horizontal("regime_polity2_1", "regime_polity2_2"), pl.max_horizontal("regime_polity2_1", "regime_polity2_2")
    both_regimes = pl.col.regime_polity2_1.is_not_null() & pl.col.regime_polity2_2.is_not_null()
    return frame.with_columns(
        land=pl.col.contiguity_kind == 1,
        near=pl.col.contiguity_kind > 0,
        distance_log=(1 + pl.when(pl.col.contiguity_kind == 1).then(0.0).otherwise(pl.col.distance_km)).log(),
        preponderance=pl.max_horizontal(one, two) / whole,
        power_log=(0.0001 + one + two).log(),
        majors=pl.col.major_power_1.cast(pl.Int32) + pl.col.major_power_2.cast(pl.Int32),
        threat_most=_of_both("max", "threat_1", "threat_2"),
        threat_least=_of_both("min", "threat_1", "threat_2"),
        balance=one / whole,
        share_least=_of_both("min", "share_1", "share_2"),
        share_gap=(pl.col.share_1 - pl.col.share_2).abs(),
        igo_log=(1 + pl.col.igo_joint).log(),
        democracy_least=pl.when(both_regimes).then(least),
        democracy_most=pl.when(both_regimes).then(most),
        regime_distance=pl.when(both_regimes).then(most - least),
    )


def _of_both(which: str, first: str, second: str) -> pl.Expr:
    """The greater or smaller of two columns where both are known."""
    picked = pl.max_horizontal(first, second) if which == "max" else pl.min_horizontal(first, second)
    return pl.when(pl.col(first).is_not_null() & pl.col(second).is_not_null()).then(picked)
