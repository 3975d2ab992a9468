"""Dependence and asymmetry: how much each of two states rests on the other, who has the upper hand, and when it changes hands.

Trade. With t_ij the trade of i and j in a year (imports of both from each other) and T_i = sum over k of t_ik the trade of i with all
whose trade with it is known, the share is s_i = t_ij / T_i (Hirschman 1945: the influence of one state on another rests on how much of
the other's trade goes through it). Barbieri (1996, Journal of Peace Research 33: 29-49): salience sqrt(s_i s_j), symmetry 1 - |s_i - s_j|,
interdependence their product. Against the whole economy, t_ij / GDP_i (Oneal and Russett 1997). Concentration is Hirschman's index
sqrt(sum over k of s_ik^2), from near 0 (many partners) to 1 (one).

Power. With c_i the index of material capabilities, the balance is c_i / (c_i + c_j), the ratio the greater over the smaller (Bremer 1992).

Allies. With A_i the states that owe i defence, the share of j is c_j over the sum of c_k of k in A_i: how much of what allies bring to
i is brought by j; 0 where i has allies and j is none of them.

The upper hand. A lead l is a number from -1 to 1, above 0 where the first state is ahead: in power the difference of the two parts
of the balance, in trade and among allies how much more the other depends (s_j - s_i). Who leads by more than a margin has the upper hand;
within the margin nobody has, and who had it last is its holder still. It changes hands in the first year in which the other leads by
more than the margin: a lead that wavers around nought changes nothing. A year without a value is no year of anybody, and does not
break the holding; the change then lies between the last year of the one and the first of the other.

Errors: 618 a measure that there is not, or a panel without its columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from detente.errors import DetenteError
from detente.relations.panels import Source, add_alliances, add_atop, add_capabilities, add_economy, add_trade, dyad_years, held
from detente.relations.panels.joins import PAIR, STATE, mirrored, number_of

UNCOVERED = "outside the years of the data set"
UNKNOWN = "the data set does not say"
ONE_SIDE = "known of one of the two only"
NO_ALLIES = "it has no allies"
ALLY_UNKNOWN = "the capability of an ally is not known"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A way to tell who is ahead: the columns from which the lead is made, the margin below which nobody is, and the words for both."""

    name: str
    first: str
    second: str
    reasons: tuple[str, ...]
    margin: float
    meaning: str


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            Measure(
                name="power",
                first="balance_1",
                second="balance_2",
                reasons=("balance_reason",),
                margin=0.1,
                meaning="the difference of the two parts of the capabilities of both: 0.1 is 55 to 45",
            ),
            Measure(
                name="trade",
                first="share_2",
                second="share_1",
                reasons=("trade_reason",),
                margin=0.01,
                meaning="how much more of its trade the other has with this one than the reverse",
            ),
            Measure(
                name="economy",
                first="gdp_share_2",
                second="gdp_share_1",
                reasons=("gdp_reason", "trade_reason"),
                margin=0.001,
                meaning="how much more of its product the other trades with this one than the reverse",
            ),
            Measure(
                name="allies",
                first="ally_share_2",
                second="ally_share_1",
                reasons=("ally_reason_1", "ally_reason_2"),
                margin=0.1,
                meaning="how much more of what allies bring to the other this one brings than the reverse",
            ),
        )
    }
)
"""The measures of `upper_hand`."""


# trade ------------------------------------------------------------------------------------------------


def trade_totals(trade: Source) -> pl.DataFrame:
    """The trade of each state with all partners by year: `ccode`, `year`, `total` (million US$), `partners`, `concentration` (0 to 1).

    Only pairs of which both flows are known count: a total is a lower bound, and shares of it upper bounds. Concentration is null
    where the total is 0.
    """
    flow = pl.col.imports1 + pl.col.imports2
    both = mirrored(_certain(trade).select(*PAIR, flow=flow).drop_nulls("flow"))
    grouped = both.sort(PAIR).group_by("ccode1", "year", maintain_order=True)
    totals = grouped.agg(total=pl.col.flow.sum(), partners=(pl.col.flow > 0).sum().cast(pl.Int32), squares=(pl.col.flow**2).sum())
    concentration = pl.when(pl.col.total > 0).then(pl.col.squares.sqrt() / pl.col.total)
    return totals.select(number_of("ccode1").alias("ccode"), number_of("year"), "total", "partners", concentration=concentration)


def _certain(trade: Source) -> pl.DataFrame:
    data = held(trade, "trade", needs=(*PAIR, "imports1", "imports2")).frame
    return data.filter(~pl.col.doubtful.fill_null(False)) if "doubtful" in data.columns else data


def add_trade_dependence(panel: pl.LazyFrame, trade: Source, *, economy: Source | None = None) -> pl.LazyFrame:
    """The panel of dyad-years with trade dependence (see this module for the formulas and their sources).

    `trade_both` is t_ij in million current US$; `share_1`, `share_2` (0 to 1); `partners_1`, `partners_2`; `concentration_1`,
    `concentration_2`; `salience`, `symmetry`, `interdependence`; `trade_reason` says why there is no share. With `economy`,
    `gdp_share_1`, `gdp_share_2` and `gdp_reason`: where the product is in constant dollars and trade in current ones the level of a year
    means little, and the comparison of the two states in one year holds. Null where either flow is not known.
    """
    names = panel.collect_schema().names()
    covers = held(trade, "trade", needs=(*PAIR, "imports1", "imports2")).covers
    made = add_trade(panel, trade, name="_t").with_columns(trade_both=pl.col._t_imports_1 + pl.col._t_imports_2)
    made = _beside(made, trade_totals(trade), ("total", "partners", "concentration"))
    share = [
        (pl.when(pl.col(f"total_{side}") > 0).then(pl.col.trade_both / pl.col(f"total_{side}"))).alias(f"share_{side}") for side in "12"
    ]
    one = pl.col._t_imports_1.is_null() != pl.col._t_imports_2.is_null()
    made = made.with_columns(*share, trade_reason=_reason((~covers, UNCOVERED), (one, ONE_SIDE), (pl.col.trade_both.is_null(), UNKNOWN)))
    made = made.with_columns(
        salience=(pl.col.share_1 * pl.col.share_2).sqrt(), symmetry=1 - (pl.col.share_1 - pl.col.share_2).abs()
    ).with_columns(interdependence=pl.col.salience * pl.col.symmetry)
    kept = [*names, "trade_both", *_sided("share", "partners", "concentration"), "salience", "symmetry", "interdependence", "trade_reason"]
    if economy is None:
        return made.select(kept)
    made = add_economy(made, economy, name="_e")
    gdp = [
        (pl.when(pl.col(f"_e_gdp_{side}") > 0).then(pl.col.trade_both / pl.col(f"_e_gdp_{side}"))).alias(f"gdp_share_{side}")
        for side in "12"
    ]
    lacking = pl.col._e_gdp_1.is_null() | pl.col._e_gdp_2.is_null()
    return made.with_columns(*gdp, gdp_reason=_reason((lacking, UNKNOWN))).select(*kept, *_sided("gdp_share"), "gdp_reason")


def _sided(*names: str) -> list[str]:
    return [f"{name}_{side}" for name in names for side in "12"]


def _reason(*cases: tuple[pl.Expr, str]) -> pl.Expr:
    """The first reason that holds, null where none does."""
    return pl.coalesce([pl.when(holds).then(pl.lit(words)) for holds, words in cases])


def _beside(panel: pl.LazyFrame, values: pl.DataFrame, names: Sequence[str]) -> pl.LazyFrame:
    """The panel with values of each of its two states."""
    for side in "12":
        new = values.lazy().select(pl.col.ccode.alias(f"ccode{side}"), "year", *(pl.col(name).alias(f"{name}_{side}") for name in names))
        panel = panel.join(new, on=[f"ccode{side}", "year"], how="left", maintain_order="left")
    return panel


# power ------------------------------------------------------------------------------------------------


def add_capability_balance(panel: pl.LazyFrame, capabilities: Source) -> pl.LazyFrame:
    """The panel with `balance_1`, `balance_2` (0 to 1, together 1), `capability_ratio` (1 or more) and `balance_reason`.

    Null where the index of either is not known, or both are 0; the ratio also where one is 0.
    """
    names = panel.collect_schema().names()
    made = add_capabilities(panel, capabilities, name="_c")
    one, two = pl.col._c_cinc_1, pl.col._c_cinc_2
    both = pl.when(one + two > 0).then(one + two)
    least = pl.min_horizontal(one, two)
    ratio = pl.when(both.is_not_null() & (least > 0)).then(pl.max_horizontal(one, two) / least)
    covers = held(capabilities, "capabilities", needs=(*STATE, "cinc")).covers
    reason = _reason((~covers, UNCOVERED), (one.is_null() != two.is_null(), ONE_SIDE), (both.is_null(), UNKNOWN))
    return made.with_columns(balance_1=one / both, balance_2=two / both, capability_ratio=ratio, balance_reason=reason).select(
        *names, *_sided("balance"), "capability_ratio", "balance_reason"
    )


# allies -----------------------------------------------------------------------------------------------


def add_ally_shares(
    panel: pl.LazyFrame, alliances: Source, capabilities: Source, *, kind: str = "alliances", term: str = "defence"
) -> pl.LazyFrame:
    """The panel with `ally_share_1` (what the second brings of the capabilities of the first's allies, 0 to 1) and `ally_share_2`.

    `allies_1`, `allies_2` count the states that owe each `term`; `ally_reason_1`, `ally_reason_2` say why a share is null: no
    allies, an ally of unknown capability, or a year that the data do not cover. `kind` is `alliances` or `atop`.
    """
    names = panel.collect_schema().names()
    data = held(alliances, kind, needs=(*PAIR, term))
    owed = data.frame.filter(pl.col(term).cast(pl.Boolean)).select(*map(number_of, PAIR)).unique()
    power = held(capabilities, "capabilities", needs=(*STATE, "cinc")).frame.select(number_of("ccode"), number_of("year"), "cinc")
    brings = owed.join(power, left_on=["ccode1", "year"], right_on=["ccode", "year"], how="left").sort(PAIR)
    totals = brings.group_by("ccode2", "year", maintain_order=True).agg(
        ally_total=pl.col.cinc.sum(), allies=pl.len().cast(pl.Int32), _lack=pl.col.cinc.is_null().any()
    )
    add = add_alliances if kind == "alliances" else add_atop
    made = add_capabilities(add(panel, alliances, name="_a"), capabilities, name="_c")
    made = _beside(made, totals.rename({"ccode2": "ccode"}), ("ally_total", "allies", "_lack"))
    other = _owed_between(made, owed)
    covered = data.covers & pl.col.ccode1.is_not_null() & pl.col.ccode2.is_not_null()
    made = other.with_columns(pl.when(covered).then(pl.col(f"allies_{side}").fill_null(0)).alias(f"allies_{side}") for side in "12")
    reasons = [
        _reason((~covered, UNCOVERED), (pl.col(f"allies_{side}") == 0, NO_ALLIES), (pl.col(f"_lack_{side}"), ALLY_UNKNOWN)).alias(
            f"ally_reason_{side}"
        )
        for side in "12"
    ]
    shares = [_ally_share(side) for side in "12"]
    return made.with_columns(reasons).with_columns(shares).select(*names, *_sided("ally_share", "allies", "ally_reason"))


def _owed_between(panel: pl.LazyFrame, owed: pl.DataFrame) -> pl.LazyFrame:
    """The panel with `_ally_1` (the second owes the first) and `_ally_2` (the first owes the second); null where not."""
    second = owed.lazy().select(ccode1="ccode2", ccode2="ccode1", year="year", _ally_1=pl.lit(True))
    made = panel.join(second, on=list(PAIR), how="left", maintain_order="left")
    return made.join(owed.lazy().with_columns(_ally_2=pl.lit(True)), on=list(PAIR), how="left", maintain_order="left")


def _ally_share(side: str) -> pl.Expr:
    other = "2" if side == "1" else "1"
    brought = pl.when(pl.col(f"_ally_{side}").fill_null(False)).then(pl.col(f"_c_cinc_{other}")).otherwise(0.0)
    known = pl.col(f"ally_reason_{side}").is_null() & (pl.col(f"ally_total_{side}") > 0)
    return pl.when(known).then(brought / pl.col(f"ally_total_{side}")).alias(f"ally_share_{side}")


# the upper hand ---------------------------------------------------------------------------------------

_HANDS = ("ccode1", "ccode2", "year", "measure", "lead", "hand", "holder", "changed", "reason")


def upper_hand(
    panel: pl.DataFrame | pl.LazyFrame, *, measures: Sequence[str] | None = None, margins: Mapping[str, float] = {}
) -> pl.DataFrame:
    """Who is ahead by year and measure: one row a dyad, measure and year, in order of the three.

    `panel` has the columns of the measures (`MEASURES`; by default all of which it has them), `margins` other margins than theirs.
    `lead` is from -1 to 1, above 0 where the first state is ahead; `hand` the COW number of who leads by more than the margin, 0 where
    nobody does, null without a lead, and then `reason` says why; `holder` who had the upper hand last; `changed` marks the first year
    of a new holder. Raises `DetenteError` 618 for an unknown measure and for one whose columns the panel lacks.
    """
    frame = panel.collect() if isinstance(panel, pl.LazyFrame) else panel
    asked = _asked(frame, measures, margins)
    parts = [_hands(frame, measure, margins.get(measure.name, measure.margin)) for measure in asked]
    order = {measure.name: place for place, measure in enumerate(asked)}
    table = pl.concat(parts).with_columns(_order=pl.col.measure.replace_strict(order, return_dtype=pl.Int32))
    return table.sort("ccode1", "ccode2", "_order", "year").select(_HANDS)


def _asked(frame: pl.DataFrame, measures: Sequence[str] | None, margins: Mapping[str, float]) -> list[Measure]:
    unknown = sorted((set(measures or ()) | set(margins)) - set(MEASURES))
    if unknown:
        raise DetenteError(618, f"there is no measure of the upper hand {unknown[0]!r}", todo=f"Choose among {', '.join(MEASURES)}.")
    has = [measure for measure in MEASURES.values() if {measure.first, measure.second} <= set(frame.columns)]
    asked = has if measures is None else [MEASURES[name] for name in measures]
    lacking = [measure.name for measure in asked if measure not in has] or ([] if asked else ["any measure"])
    if lacking:
        raise DetenteError(618, f"the panel has not the columns of {lacking[0]}", todo="Add dependence, balance or ally shares first.")
    return asked


def _hands(frame: pl.DataFrame, measure: Measure, margin: float) -> pl.DataFrame:
    pair = ["ccode1", "ccode2"]
    lead = pl.col(measure.first) - pl.col(measure.second)
    told = [pl.col(name) for name in measure.reasons if name in frame.columns]
    rows = frame.sort(PAIR).select(*PAIR, measure=pl.lit(measure.name), lead=lead, reason=pl.coalesce([*told, pl.lit(UNKNOWN)]))
    clear = pl.when(pl.col.lead > margin).then(pl.col.ccode1).when(pl.col.lead < -margin).then(pl.col.ccode2)
    rows = rows.with_columns(_clear=clear).with_columns(holder=pl.col._clear.forward_fill().over(pair))
    before = pl.col.holder.shift(1).over(pair)
    return rows.with_columns(
        hand=pl.when(pl.col.lead.is_not_null()).then(pl.col._clear.fill_null(0)),
        changed=(before.is_not_null() & (before != pl.col.holder)).fill_null(False),
        reason=pl.when(pl.col.lead.is_null()).then(pl.col.reason),
    ).select(_HANDS)


def changes_of_hands(hands: pl.DataFrame) -> pl.DataFrame:
    """Each time the upper hand passed to the other, from the table of `upper_hand`, in its order.

    `before` and `after` are COW numbers, `last_year` the last in which the one led by more than the margin, `first_year` the first in
    which the other did, `lead_before` and `lead_after` the leads of these years, `unknown` the years between them without a value.
    """
    key = ["ccode1", "ccode2", "measure"]
    clear = hands.filter(pl.col.hand > 0).with_columns(
        before=pl.col.hand.shift(1).over(key), last_year=pl.col.year.shift(1).over(key), lead_before=pl.col.lead.shift(1).over(key)
    )
    passed = clear.filter(pl.col.before.is_not_null() & (pl.col.before != pl.col.hand))
    passed = passed.select(
        *key, "before", after="hand", last_year="last_year", first_year="year", lead_before="lead_before", lead_after="lead"
    )
    gaps = hands.filter(pl.col.lead.is_null()).select(*key, "year")
    between = passed.join(gaps, on=key, how="left").filter(pl.col.year.is_between("last_year", "first_year"))
    counted = between.group_by(*key, "first_year").agg(unknown=pl.len().cast(pl.Int32))
    return passed.join(counted, on=[*key, "first_year"], how="left", maintain_order="left").with_columns(pl.col.unknown.fill_null(0))


def dependence(
    state1: int | str,
    state2: int | str,
    *,
    first: int,
    last: int,
    trade: Source | None = None,
    economy: Source | None = None,
    capabilities: Source | None = None,
    alliances: Source | None = None,
) -> pl.DataFrame:
    """All measures of dependence of one pair of states, one row a year, from the data sets that are given.

    The smaller COW number is the first state. Columns are those of the add_ functions of this module. Raises as `dyad_years` does.
    """
    panel = dyad_years(first=first, last=last, directed=False, states=(state1, state2))
    if trade is not None:
        panel = add_trade_dependence(panel, trade, economy=economy)
    if capabilities is not None:
        panel = add_capability_balance(panel, capabilities)
    if alliances is not None and capabilities is not None:
        panel = add_ally_shares(panel, alliances, capabilities)
    return panel.collect()
