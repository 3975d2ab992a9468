"""The cases of two hazards: pairs that might conclude a bilateral pact in a year, and treaties that might break down in it.

Terms are as of the end of the year before. Changes are over `SPAN` years:

    power_shift        |b_t - b_(t-5)|, b the first state's part of the capabilities of both
    share_gap          |s_1 - s_2|, how much more of its trade one has with the other than the reverse (dependence asymmetry)
    rapprochement      the change of the partner's tie with my rivals: sum_k T_ik (S_jk,t - S_jk,t-5) / sum_k T_ik over third states k,
                       T_ik the threat of k to i and S the similarity of alliance portfolios; the greater of both sides, 0 without a rival
    joint_threat       what third states are to both; its loss is joint_threat_(t-5) - joint_threat_t
    regime_distance    |polity_1 - polity_2|

Sources for the terms: Leeds and Savun (2007), Journal of Politics 69, 1118-1132 (changes of power and threat end alliances); Gibler and
Wolford (2006), Journal of Conflict Resolution 50, 129-153 (formation, and units that are not dyad-years); Crescenzi and others (2012),
International Studies Quarterly 56, 259-274.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from detente.theories.designs import require
from detente.theories.logit import Floats
from detente.theories.pacts import Pacts, Pair
from detente.theories.squares import lagged, pair_years
from detente.theories.threat import threats

SPAN = 5
FORMATION = ("power_shift", "share_gap", "rapprochement", "joint_threat", "regime_distance")
BREAKDOWN = ("power_shift", "share_gap", "rapprochement", "joint_threat_loss", "regime_distance")
KEYS = ("ccode1", "ccode2", "year")


def add_changes(world: pl.DataFrame, *, span: int = SPAN) -> pl.DataFrame:
    """The table of `pair_world` with `power_shift`, `joint_threat_loss` and `rapprochement` over `span` years, as of each year's end."""
    require(world, ("balance", "joint_threat", "s", "threat_1"), "pacts")
    before = lagged(world, ("balance", "joint_threat"), by=span).rename({"balance": "_balance", "joint_threat": "_joint"})
    made = world.join(before, on=list(KEYS), how="left", maintain_order="left")
    made = made.with_columns(power_shift=(pl.col.balance - pl.col._balance).abs(), joint_threat_loss=pl.col._joint - pl.col.joint_threat)
    return made.drop("_balance", "_joint").with_columns(rapprochement=pl.Series(_rapprochement(world, span)).fill_nan(None))


def _rapprochement(world: pl.DataFrame, span: int) -> Floats:
    found = np.full(world.height, np.nan)
    past: dict[int, Floats] = {}
    for (rows, threat), similar in zip(threats(world), pair_years(world, ["s"]), strict=True):
        now = similar.square("s")
        past[rows.year] = now
        earlier = past.pop(rows.year - span, None)
        if earlier is None:
            continue
        either = closer(np.nan_to_num(threat), now - earlier)
        found[rows.at] = np.maximum(either[rows.i, rows.j], either[rows.j, rows.i])
    return found


def closer(threat: Floats, change: Floats) -> Floats:
    """How far j has come closer to the rivals of i, [i, j]: the `change` of j's ties [j, k], weighted by the `threat` of k to i [i, k].

    0 where i has no rival but j; not a number where it has some and the ties of j with none of them are known.
    """
    known = ~np.isnan(change)
    np.fill_diagonal(known, val=False)
    counted = known.astype(np.float64)
    weight = threat @ counted.T
    moved = threat @ (np.where(known, change, 0.0)).T
    rivals = threat.sum(axis=1, keepdims=True) - threat  # all but j itself
    return np.where(weight > 0, moved / np.where(weight > 0, weight, 1), np.where(rivals > 1e-12, np.nan, 0.0))


# formation -------------------------------------------------------------------------------------------


def formation_cases(world: pl.DataFrame, pacts: Pacts) -> pl.DataFrame:
    """Politically relevant pairs without a pact, by year: `duration` (years since both were in the system or had a pact), `happened`.

    What happens is that the two conclude a **bilateral** pact; years in which they come under a wider treaty are left out, as what is asked
    cannot then happen. `cluster` is the pair's first treaty, or the pair. `world` is of `add_changes`. Columns: keys, `cluster`,
    `duration`, `happened`, terms.
    """
    require(world, ("relevant", *FORMATION), "the formation of pacts")
    spells = pacts.spells.select("ccode1", "ccode2", "first_year", "last_year", "treaty", "bilateral")
    tied = spells.with_columns(year=pl.int_ranges("first_year", pl.col.last_year + 1, dtype=pl.Int32)).explode("year")
    rows = world.select(*KEYS, "relevant").join(tied, on=list(KEYS), how="left", maintain_order="left").sort(KEYS)
    pair = ["ccode1", "ccode2"]
    new = pl.col.first_year == pl.col.year
    free = pl.col.first_year.is_null()
    entered = pl.col.year.min().over(pair)
    # the last year with a tie that is known before this one
    last_tie = pl.when(~free).then(pl.col.year).shift(1).forward_fill().over(pair)
    rows = rows.with_columns(duration=(pl.col.year - pl.coalesce(last_tie, entered)).cast(pl.Float64))
    first_treaty = pl.col.treaty.drop_nulls().min().over(pair)
    cluster = pl.coalesce(pl.concat_str(pl.lit("treaty "), first_treaty), pl.concat_str("ccode1", pl.lit("-"), "ccode2"))
    rows = rows.with_columns(cluster=cluster, happened=(new & pl.col.bilateral).fill_null(False))
    known = pl.col.year.is_between(pacts.first + 1, pacts.last)
    rows = rows.filter(pl.col.relevant.fill_null(False) & known & (free | pl.col.happened)).filter(pl.col.duration > 0)
    kept = rows.select(*KEYS, "cluster", "duration", "happened")
    return kept.join(lagged(world, FORMATION), on=list(KEYS), how="left", maintain_order="left").sort("year", "ccode1", "ccode2")


# breakdown -------------------------------------------------------------------------------------------


def breakdown_cases(world: pl.DataFrame, pacts: Pacts) -> pl.DataFrame:
    """Treaties by year: `treaty`, `year`, `cluster`, `duration` (years in force before), `pairs` in force before, `happened`, terms.

    A treaty breaks down in the year in which of the pairs that it bound the year before, of states that still live, half or more are
    bound no longer. A bilateral pact is a treaty of one pair; bilateral pacts concluded by one state in one year are treaties of
    their own in one cluster. Terms are the mean over the pairs of those that are known. A treaty whose states are gone is no case.
    """
    require(world, BREAKDOWN, "the breakdown of pacts")
    rows = list(_treaty_years(world, pacts))
    schema = {"treaty": pl.String, "year": pl.Int32, "cluster": pl.String, "ccode1": pl.Int32, "ccode2": pl.Int32}
    table = pl.DataFrame(rows, schema={**schema, "duration": pl.Float64, "held": pl.Boolean}, orient="row")
    named = table.join(lagged(world, BREAKDOWN), on=list(KEYS), how="left", maintain_order="left")
    grouped = named.group_by("treaty", "year", "cluster", "duration", maintain_order=True)
    lost = (~pl.col.held).mean() >= 0.5
    columns = [pl.len().cast(pl.Int32).alias("pairs"), lost.alias("happened"), *(pl.col(name).mean() for name in BREAKDOWN)]
    return grouped.agg(columns).sort("year", "treaty")


def _treaty_years(world: pl.DataFrame, pacts: Pacts) -> Iterator[tuple[str, int, str, int, int, float, bool]]:
    """Each pair of each treaty in each year after one in which it was bound, until the treaty has broken down."""
    begun = pacts.spells.filter(pl.col.treaty.is_not_null())
    alive = set(world.select(KEYS).join(begun.select("ccode1", "ccode2").unique(), on=["ccode1", "ccode2"]).iter_rows())
    members: dict[tuple[int, Pair | None], list[tuple[int, int, int, int]]] = {}
    for one, two, first, last, treaty, bilateral in begun.iter_rows():
        members.setdefault((treaty, (one, two) if bilateral else None), []).append((one, two, first, last))
    for (treaty, pair), spells in members.items():
        name = f"{treaty}" if pair is None else f"{treaty}: {pair[0]}-{pair[1]}"
        for year in range(spells[0][2] + 1, pacts.last + 1):
            bound = [spell for spell in spells if spell[3] >= year - 1 and (spell[0], spell[1], year) in alive]
            if not bound:
                break
            yield from ((name, year, f"{treaty}", one, two, float(year - first), last >= year) for one, two, first, last in bound)
            if 2 * sum(spell[3] < year for spell in bound) >= len(bound):
                break
