"""Dependence and the upper hand, against numbers worked by hand."""

import math
import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.relations.dependence import (
    MEASURES,
    add_ally_shares,
    add_capability_balance,
    add_trade_dependence,
    changes_of_hands,
    dependence,
    trade_totals,
    upper_hand,
)
from detente.relations.panels import dyad_years

USA, RUS, CHN, NOR, JPN = 2, 365, 710, 385, 740

# 2-365: 30 + 10 = 40; 2-740: 50 + 10 = 60; 365-740 in one direction only, so of no total
TRADE = pl.DataFrame(
    {
        "ccode1": [USA, USA, RUS, RUS],
        "ccode2": [RUS, JPN, JPN, NOR],
        "year": [1975, 1975, 1975, 1975],
        "imports1": [30.0, 50.0, 5.0, 8.0],
        "imports2": [10.0, 10.0, None, 2.0],
    }
)


def panel(*states, first=1975, last=1975, **more):
    return dyad_years(first=first, last=last, states=states, **{"directed": False} | more)


def test_totals_are_of_pairs_known_both_ways():
    totals = {row["ccode"]: row for row in trade_totals(TRADE).iter_rows(named=True)}
    assert (totals[USA]["total"], totals[USA]["partners"]) == (100.0, 2)
    assert (totals[RUS]["total"], totals[RUS]["partners"]) == (50.0, 2)
    # Hirschman: of shares 0.4 and 0.6, and of one partner alone
    assert totals[USA]["concentration"] == pytest.approx(math.sqrt(0.16 + 0.36)) and totals[JPN]["concentration"] == 1.0


def test_shares_and_barbieris_measures():
    (row,) = add_trade_dependence(panel(USA, RUS), TRADE).collect().iter_rows(named=True)
    assert (row["trade_both"], row["share_1"], row["share_2"]) == (40.0, 0.4, 0.8)
    assert row["salience"] == pytest.approx(math.sqrt(0.32)) and row["symmetry"] == pytest.approx(0.6)
    assert row["interdependence"] == pytest.approx(0.6 * math.sqrt(0.32)) and row["trade_reason"] is None


def test_a_share_that_is_not_known_says_why():
    made = add_trade_dependence(panel(RUS, JPN, USA, CHN, directed=False), TRADE).collect()
    reasons = {(row["ccode1"], row["ccode2"]): row["trade_reason"] for row in made.iter_rows(named=True)}
    assert reasons[RUS, JPN] == "known of one of the two only" and reasons[USA, CHN] == "the data set does not say"
    later = add_trade_dependence(panel(USA, RUS, last=1976), TRADE).collect()
    assert later["trade_reason"].to_list() == [None, "outside the years of the data set"] and later["share_1"].to_list() == [0.4, None]


def test_a_zero_total_gives_no_share():
    nought = TRADE.head(1).with_columns(imports1=pl.lit(0.0), imports2=pl.lit(0.0))
    (row,) = add_trade_dependence(panel(USA, RUS), nought).collect().iter_rows(named=True)
    assert (row["trade_both"], row["share_1"], row["concentration_1"]) == (0.0, None, None)


def test_a_false_zero_is_of_no_total():
    doubtful = TRADE.with_columns(doubtful=pl.col.ccode2 == NOR)
    totals = {row["ccode"]: row["total"] for row in trade_totals(doubtful).iter_rows(named=True)}
    assert totals[RUS] == 40.0 and NOR not in totals


def test_trade_against_the_whole_economy():
    product = pl.DataFrame({"ccode": [USA, RUS, USA], "year": [1975, 1975, 1976], "gdp": [4000.0, 1000.0, 4000.0]})
    (row,) = add_trade_dependence(panel(USA, RUS), TRADE, economy=product).collect().iter_rows(named=True)
    assert (row["gdp_share_1"], row["gdp_share_2"], row["gdp_reason"]) == (0.01, 0.04, None)
    unknown = add_trade_dependence(panel(USA, JPN), TRADE, economy=product).collect()
    assert unknown.select("gdp_share_1", "gdp_reason").row(0) == (0.0150, "the data set does not say")


POWER = pl.DataFrame({"ccode": [USA, RUS, CHN, NOR], "year": [1975] * 4, "cinc": [0.15, 0.05, None, 0.01]})


def test_the_balance_of_capabilities():
    (row,) = add_capability_balance(panel(USA, RUS), POWER).collect().iter_rows(named=True)
    assert (row["balance_1"], row["balance_2"], row["capability_ratio"]) == (pytest.approx(0.75), pytest.approx(0.25), pytest.approx(3.0))
    (row,) = add_capability_balance(panel(USA, CHN), POWER).collect().iter_rows(named=True)
    assert (row["balance_1"], row["capability_ratio"], row["balance_reason"]) == (None, None, "known of one of the two only")


def owes(*pairs):
    return pl.DataFrame([(a, b, 1975, True) for a, b in pairs], ["ccode1", "ccode2", "year", "defence"], orient="row")


def test_what_an_ally_brings_of_all_allies():
    pacts = owes((USA, NOR), (NOR, USA), (RUS, NOR), (NOR, RUS), (USA, RUS), (RUS, USA))
    # Norway's allies bring 0.15 + 0.05; those of the United States 0.01 + 0.05
    (row,) = add_ally_shares(panel(USA, NOR), pacts, POWER).collect().iter_rows(named=True)
    assert (row["allies_1"], row["allies_2"]) == (2, 2)
    assert row["ally_share_1"] == pytest.approx(0.01 / 0.06) and row["ally_share_2"] == pytest.approx(0.75)


def test_no_ally_is_nought_among_allies_and_nothing_without_any():
    (row,) = add_ally_shares(panel(USA, RUS), owes((NOR, USA)), POWER).collect().iter_rows(named=True)
    assert (row["ally_share_1"], row["allies_1"], row["ally_reason_1"]) == (0.0, 1, None)
    assert (row["ally_share_2"], row["allies_2"], row["ally_reason_2"]) == (None, 0, "it has no allies")
    (row,) = add_ally_shares(panel(USA, RUS), owes((CHN, USA), (RUS, USA)), POWER).collect().iter_rows(named=True)
    assert (row["ally_share_1"], row["ally_reason_1"]) == (None, "the capability of an ally is not known")


def test_a_promise_by_treaty_has_a_direction():
    (row,) = add_ally_shares(panel(USA, NOR), owes((USA, NOR)), POWER, kind="atop").collect().iter_rows(named=True)
    assert (row["allies_1"], row["allies_2"], row["ally_share_2"]) == (0, 1, 1.0)


# the upper hand ---------------------------------------------------------------------------------------


def leads(*values):
    """A panel of the USA and Russia from 1950 on, of which the first part of the balance gives these leads."""
    parts = [None if value is None else 0.5 + value / 2 for value in values]
    rest = [None if part is None else 1 - part for part in parts]
    years = list(range(1950, 1950 + len(values)))
    size = len(values)
    columns = {"ccode1": [USA] * size, "ccode2": [RUS] * size, "year": years, "balance_1": parts, "balance_2": rest}
    return pl.DataFrame(columns, schema_overrides={"balance_1": pl.Float64, "balance_2": pl.Float64})


def test_the_hand_is_his_who_leads_by_more_than_the_margin():
    hands = upper_hand(leads(0.3, 0.05, -0.05, -0.3, None), measures=["power"])
    assert hands["hand"].to_list() == [USA, 0, 0, RUS, None]
    assert hands["holder"].to_list() == [USA, USA, USA, RUS, RUS]
    assert hands["changed"].to_list() == [False, False, False, True, False]
    assert hands["reason"].to_list() == [None] * 4 + ["the data set does not say"]
    assert hands["lead"].to_list()[:2] == [pytest.approx(0.3), pytest.approx(0.05)]


def test_wavering_within_the_margin_changes_nothing():
    hands = upper_hand(leads(0.3, -0.09, 0.09, -0.09, 0.2), measures=["power"])
    assert not hands["changed"].any() and changes_of_hands(hands).is_empty()
    assert upper_hand(leads(0.3, -0.09), measures=["power"], margins={"power": 0.05})["changed"].to_list() == [False, True]


def test_a_change_lies_between_the_last_clear_year_of_one_and_the_first_of_the_other():
    (change,) = changes_of_hands(upper_hand(leads(0.3, 0.2, None, 0.01, None, -0.4, -0.5), measures=["power"])).iter_rows(named=True)
    assert (change["before"], change["after"], change["last_year"], change["first_year"]) == (USA, RUS, 1951, 1955)
    assert (change["lead_before"], change["lead_after"], change["unknown"]) == (pytest.approx(0.2), pytest.approx(-0.4), 2)


def test_each_pair_has_its_own_hand():
    two = pl.concat([leads(0.3, 0.3), leads(-0.3, -0.3).with_columns(ccode2=pl.lit(CHN, pl.Int64))])
    assert not upper_hand(two)["changed"].any()
    assert upper_hand(two).filter(pl.col.ccode2 == CHN)["hand"].to_list() == [CHN, CHN]


def test_in_trade_the_less_dependent_has_the_hand():
    (row,) = upper_hand(add_trade_dependence(panel(USA, RUS), TRADE)).iter_rows(named=True)
    assert (row["measure"], row["lead"], row["hand"]) == ("trade", pytest.approx(0.4), USA)


@given(st.lists(st.one_of(st.none(), st.floats(-1, 1)), min_size=1, max_size=30))
def test_the_other_order_of_the_pair_gives_the_same_hands(values):
    one = upper_hand(leads(*values), measures=["power"])
    turned = leads(*[None if value is None else -value for value in values]).with_columns(
        ccode1=pl.lit(RUS, pl.Int64), ccode2=pl.lit(USA, pl.Int64)
    )
    other = upper_hand(turned, measures=["power"])
    assert one.select("hand", "holder", "changed").equals(other.select("hand", "holder", "changed"))
    assert changes_of_hands(one).height == one["changed"].sum()


@pytest.mark.parametrize("measures", [["luck"], ["trade"], None])
def test_a_measure_that_is_not_there_is_a_numbered_error(measures):
    frame = leads(0.1).drop("balance_2") if measures is None else leads(0.1)
    with pytest.raises(DetenteError) as caught:
        upper_hand(frame, measures=measures)
    assert caught.value.number == 618


def test_all_measures_of_one_pair():
    table = dependence("RUS", "USA", first=1975, last=1975, trade=TRADE, capabilities=POWER, alliances=owes((NOR, USA)))
    assert table.height == 1 and {"share_1", "balance_1", "ally_share_1"} <= set(table.columns)
    assert set(upper_hand(table)["measure"]) == {"power", "trade", "allies"} <= set(MEASURES)


@pytest.mark.data
def test_china_passes_russia_in_capabilities_after_the_cold_war():
    folder = Path(os.environ.get("DETENTE_DATA", "")) / "cow"
    if not os.environ.get("DETENTE_DATA") or not (folder / "cow_nmc_v7.csv").is_file():
        pytest.skip("DETENTE_DATA names no folder with cow/")
    from detente.datasets.published import read_published

    reading = read_published(folder / "cow_nmc_v7.csv")
    table = dependence("CHN", "RUS", first=1946, last=2016, capabilities=reading)
    changes = changes_of_hands(upper_hand(table, measures=["power"]))
    assert changes.select("before", "after").rows() == [(RUS, CHN)]
    assert changes["last_year"][0] < changes["first_year"][0] and 1990 <= changes["first_year"][0] <= 1996
