"""History: what the past disputes of a pair, and of each of its states with all others, tell of the next year, and nothing else.

For a pair (i, j) and a year t, from disputes that began or went on in years up to t - 1:

    pair_1, pair_5, pair_20    ln(1 + n), n the disputes that began between the two, each counting half after 1, 5 and 20 years
    pair_peace                 ln(1 + years since the two last had a dispute, or since both are in the panel)
    most_5, most_20            ln(1 + n) of the one of the two that had more such disputes with **other** states
    least_5, least_20          the same of the one that had fewer

The decay stands in place of a count with a cut-off, and of splines of peace years (Beck, Katz and Tucker 1998; Carter and Signorino 2010,
Political Analysis 18, 271-292), which know when the last dispute was and not how many went before. No term tells where a state lies,
what it owns or whom it is allied with. Years before the panel begins are unknown and taken to be without disputes.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from detente.theories.logit import Floats
from detente.theories.squares import pair_years

PAIR_HALF_LIVES = (1, 5, 20)
OTHERS_HALF_LIVES = (5, 20)
PAIR_TERMS = (*(f"pair_{years}" for years in PAIR_HALF_LIVES), "pair_peace")
OTHERS_TERMS = tuple(f"{which}_{years}" for years in OTHERS_HALF_LIVES for which in ("most", "least"))
HISTORY = (*PAIR_TERMS, *OTHERS_TERMS)
"""The terms of history."""
FOES_FOR = 10
"""Years for which a dispute makes two states adversaries in the terms of third parties."""
THIRD = ("shared_allies", "shared_foes", "crossed")
"""ln(1 + third states) that are allied with both; that are adversaries of both; that are the ally of one and the adversary of the other."""


def conflict_record(panel: pl.DataFrame, *, disputes: str = "gml") -> pl.DataFrame:
    """The keys of a panel of undirected dyad-years with `HISTORY`, as known at the end of the year before; one row for each of its rows.

    `disputes` is the prefix of the disputes' columns `onset` and `ongoing`. A null among them is no dispute known of.
    """
    made = {name: np.zeros(panel.height) for name in HISTORY}
    counts: dict[int, Floats] = {}
    last, before = np.zeros((0, 0)), 0
    for rows in pair_years(panel, [f"{disputes}_onset", f"{disputes}_ongoing"]):
        if not counts:
            counts = {years: np.zeros((rows.states.size, rows.states.size)) for years in PAIR_HALF_LIVES}
            last = np.full((rows.states.size, rows.states.size), np.nan)
        pair = rows.i, rows.j
        # a pair that enters has been at peace for no year that we know
        last[pair] = np.where(np.isnan(last[pair]), rows.year - 1, last[pair])
        for years in PAIR_HALF_LIVES:
            counts[years] *= 2.0 ** (-(rows.year - 1 - before) / years)
            made[f"pair_{years}"][rows.at] = np.log1p(counts[years][pair])
        made["pair_peace"][rows.at] = np.log1p(rows.year - 1 - last[pair])
        for years in OTHERS_HALF_LIVES:
            between = counts[years][pair]
            each = counts[years].sum(axis=0) + counts[years].sum(axis=1)
            one, two = (np.maximum(each[place] - between, 0) for place in pair)
            made[f"most_{years}"][rows.at] = np.log1p(np.maximum(one, two))
            made[f"least_{years}"][rows.at] = np.log1p(np.minimum(one, two))
        for years in PAIR_HALF_LIVES:
            counts[years] *= 2.0 ** (-1 / years)
            counts[years][pair] += np.nan_to_num(rows.values[f"{disputes}_onset"])
        last[pair] = np.where(rows.values[f"{disputes}_ongoing"] == 1, rows.year, last[pair])
        before = rows.year
    return panel.select("ccode1", "ccode2", "year").with_columns(**{name: pl.Series(values) for name, values in made.items()})


def third_parties(panel: pl.DataFrame, *, disputes: str = "gml", pact: str = "alliance_defence") -> pl.DataFrame:
    """The keys of a panel of undirected dyad-years with `THIRD`, as of the end of the year itself.

    Adversaries had a dispute in the year or the `FOES_FOR` - 1 before it, allies have the `pact`. Null where the pacts are not covered.
    """
    made = {name: np.full(panel.height, np.nan) for name in THIRD}
    last = np.zeros((0, 0))
    for rows in pair_years(panel, [f"{disputes}_ongoing", pact]):
        if not last.size:
            last = np.full((rows.states.size, rows.states.size), -np.inf)
        pair = rows.i, rows.j
        last[pair] = np.where(rows.values[f"{disputes}_ongoing"] == 1, rows.year, last[pair])
        last[pair[::-1]] = last[pair]
        if np.isnan(rows.values[pact]).all():
            continue
        ally = np.nan_to_num(rows.square(pact))
        here = np.zeros(rows.states.size)
        here[np.concatenate(pair)] = 1
        foe = (rows.year - last < FOES_FOR) * here  # who has left the system is nobody's adversary
        crossed = ally @ foe.T
        for name, counted in zip(THIRD, (ally @ ally, foe @ foe.T, crossed + crossed.T), strict=True):
            made[name][rows.at] = np.log1p(counted[pair])
    named = {name: pl.Series(values).fill_nan(None) for name, values in made.items()}
    return panel.select("ccode1", "ccode2", "year").with_columns(**named)
