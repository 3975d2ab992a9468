"""What each addition puts beside the rows of a panel, on a few hand-written facts in the canonical columns of each family."""

import polars as pl
import pytest

from detente.dates import day_number
from detente.errors import DetenteError
from detente.relations.panels import (
    ADDITIONS,
    add_alliances,
    add_atop,
    add_capabilities,
    add_contiguity,
    add_crises,
    add_diplomacy,
    add_disputes,
    add_distance,
    add_economy,
    add_igos,
    add_leaders,
    add_majors,
    add_regimes,
    add_rivalries,
    add_trade,
    add_transfers,
    add_visits,
    add_votes,
    dyad_years,
    families,
    held,
    state_years,
    vote_agreement,
)

USA, RUS, CHN = 2, 365, 710


def panel(first, last, *states, **more):
    return dyad_years(first=first, last=last, states=states or (RUS, CHN), **{"directed": False} | more)


def column(made, name):
    return made.collect()[name].to_list()


PACT = pl.DataFrame(
    {
        "ccode1": [RUS, CHN],
        "ccode2": [CHN, RUS],
        "year": [1980, 1980],
        "defence": [True, True],
        "neutrality": [False, False],
        "nonaggression": [False, False],
        "entente": [False, False],
    }
)


def test_no_alliance_is_false_inside_coverage_and_empty_outside():
    made = add_alliances(panel(1980, 1983), PACT, coverage=(1816, 1982))
    assert column(made, "alliance_defence") == [True, False, False, None]
    assert column(made, "alliance_any") == [True, False, False, None]
    assert column(made, "alliance_entente") == [False, False, False, None]


def test_an_obligation_has_a_direction():
    one_way = PACT.head(1).with_columns(offence=pl.lit(False), consultation=pl.lit(False)).drop("entente")
    made = add_atop(panel(1980, 1980, directed=True), one_way).collect()
    assert made.select("ccode1", "atop_defence").rows() == [(RUS, True), (CHN, False)]


def test_several_treaties_of_a_pair_promise_together():
    second = PACT.with_columns(defence=pl.lit(False), entente=pl.lit(True))
    made = add_alliances(panel(1980, 1980), pl.concat([PACT, second])).collect()
    assert made.select("alliance_defence", "alliance_entente", "alliance_neutrality").row(0) == (True, True, False)


def test_what_a_layout_does_not_tell_of_makes_no_column():
    silent = PACT.with_columns(entente=pl.lit(None, pl.Boolean))
    assert "alliance_entente" not in add_alliances(panel(1980, 1981), silent).collect_schema().names()


POWER = pl.DataFrame({"ccode": [RUS, CHN, RUS], "year": [1950, 1950, 1951], "cinc": [0.18, 0.12, None], "milex": [15.0, None, 16.0]})


def test_capabilities_stand_beside_both_states_and_are_never_made_zero():
    made = add_capabilities(panel(1950, 1951), POWER).collect()
    assert made["cap_cinc_1"].to_list() == [0.18, None] and made["cap_cinc_2"].to_list() == [0.12, None]
    assert made["cap_milex_1"].to_list() == [15.0, 16.0] and made["cap_milex_2"].to_list() == [None, None]
    assert "cap_irst_1" not in made.columns


def test_a_panel_of_states_has_one_column_of_each():
    made = add_capabilities(state_years(first=1950, last=1950, states=(RUS,)), POWER).collect()
    assert made.columns == ["ccode", "year", "cap_cinc", "cap_milex"] and made.row(0) == (RUS, 1950, 0.18, 15.0)


def dispute(number, one, other, first, last, **more):
    row = {"dispute": number, "ccode1": one, "ccode2": other, "first_year": first, "last_year": last}
    return row | {"hostility": 4, "hostility1": 4, "hostility2": 3, "war": False} | more


def disputes(*rows):
    return pl.DataFrame(list(rows), schema_overrides={"hostility": pl.Int32, "hostility1": pl.Int32, "hostility2": pl.Int32})


def test_a_dispute_is_an_onset_in_its_first_year_and_goes_on_to_its_last():
    made = add_disputes(panel(1967, 1971), disputes(dispute("349", RUS, CHN, 1968, 1969)), coverage=(1816, 1970)).collect()
    assert made["dispute_onset"].to_list() == [False, True, False, False, None]
    assert made["dispute_ongoing"].to_list() == [False, True, True, False, None]
    assert made["dispute_hostility"].to_list() == [0, 4, 4, 0, None]
    assert made["dispute_count"].to_list() == [0, 1, 1, 0, None]


def test_a_dispute_is_beside_both_orders_with_each_states_own_hostility():
    both_ways = disputes(
        dispute("1", RUS, CHN, 1969, 1969),
        dispute("1", CHN, RUS, 1969, 1969, hostility1=3, hostility2=4),
        dispute("2", CHN, RUS, 1969, 1969, hostility=5),
    )
    for rows in (both_ways, both_ways.reverse()):
        made = add_disputes(panel(1969, 1969, directed=True), rows).collect()
        assert made["dispute_count"].to_list() == [2, 2] and made["dispute_onset"].to_list() == [True, True]
        assert made.select("dispute_hostility_1", "dispute_hostility_2").rows() == [(4, 4), (4, 4)]
    # the hostility of the pair is what its two sides reached, not that of a wider dispute
    assert made["dispute_hostility"].to_list() == [4, 4]


def test_a_hostility_that_is_not_known_is_not_zero():
    unknown = disputes(dispute("1", RUS, CHN, 1969, 1969, hostility=None, hostility1=None, hostility2=None, war=None))
    made = add_disputes(panel(1969, 1969), unknown).collect()
    assert made.select("dispute_ongoing", "dispute_hostility", "dispute_war").row(0) == (True, None, False)


def test_two_data_sets_of_disputes_stand_side_by_side_under_their_names():
    made = add_disputes(panel(1968, 1969), disputes(dispute("349", RUS, CHN, 1969, 1969)), coverage=(1816, 2014))
    made = add_disputes(made, disputes(dispute("349", RUS, CHN, 1968, 1969)), name="gml", coverage=(1816, 2010)).collect()
    assert (made["dispute_onset"].to_list(), made["gml_onset"].to_list()) == ([False, True], [True, False])


TRADE = pl.DataFrame({"ccode1": [USA, USA], "ccode2": [RUS, RUS], "year": [1962, 1963], "imports1": [18.0, 0.0], "imports2": [20.0, None]})


def test_trade_is_turned_with_the_pair_and_a_missing_flow_stays_missing():
    made = add_trade(panel(1962, 1964, USA, RUS, directed=True), TRADE, coverage=(1870, 2014)).collect()
    assert made["trade_imports_1"].to_list() == [18.0, 0.0, None, 20.0, None, None]
    assert made["trade_imports_2"].to_list() == [20.0, None, None, 18.0, 0.0, None]


def test_a_doubtful_zero_is_no_value():
    doubtful = TRADE.with_columns(doubtful=pl.col.year == 1963)
    made = add_trade(panel(1962, 1964, USA, RUS), doubtful).collect()
    assert made["trade_imports_1"].to_list() == [18.0, None, None] and made["trade_doubtful"].to_list() == [False, True, None]


def test_contiguity_is_the_closest_kind_and_none_is_zero_inside_coverage():
    near = pl.DataFrame({"ccode1": [USA, USA], "ccode2": [RUS, RUS], "kind": [4, 2], "first_year": [1955, 1959], "last_year": [1960, 2016]})
    made = add_contiguity(panel(2015, 2018, USA, RUS), near)
    assert column(made, "contiguity_kind") == [2, 2, None, None]
    assert column(add_contiguity(panel(1954, 1960, USA, RUS), near, coverage=(1816, 2016)), "contiguity_kind") == [0, 4, 4, 4, 4, 2, 2]


def test_distance_and_organisations_are_the_same_both_ways_and_empty_where_not_told():
    km = pl.DataFrame({"ccode1": [RUS], "ccode2": [CHN], "year": [1969], "km": [0.0]})
    joint = pl.DataFrame({"ccode1": [CHN], "ccode2": [RUS], "year": [1969], "joint": [6]})
    made = add_igos(add_distance(panel(1969, 1970, directed=True), km), joint).collect()
    assert made["distance_km"].to_list() == [0.0, None, 0.0, None] and made["igo_joint"].to_list() == [6, None, 6, None]


def test_missions_are_known_in_the_years_counted_and_turned_with_the_pair():
    missions = pl.DataFrame({"ccode1": [USA], "ccode2": [RUS], "year": [1824], "level1": [None], "level2": [2], "exchange": [True]})
    made = add_diplomacy(panel(1824, 1825, USA, RUS, directed=True), missions).collect()
    assert made["diplomacy_level_1"].to_list() == [None, None, 2, None] and made["diplomacy_exchange"].to_list() == [True, None, True, None]


def test_major_powers_are_not_carried_beyond_the_list():
    great = pl.DataFrame({"ccode": [RUS, RUS, CHN], "first_year": [1816, 1922, 1950], "last_year": [1917, 2016, 2016]})
    made = add_majors(panel(1948, 1951), great)
    assert column(made, "major_power_1") == [True] * 4 and column(made, "major_power_2") == [False, False, True, True]
    assert column(add_majors(panel(2015, 2018), great), "major_power_2") == [True, True, None, None]


def test_regimes_and_economies_are_empty_where_not_told():
    scores = pl.DataFrame({"ccode": [RUS], "year": [1950], "polity2": [-9]})
    product = pl.DataFrame({"ccode": [CHN], "year": [1950], "gdp": [300.5]})
    made = add_economy(add_regimes(panel(1950, 1950), scores), product).collect()
    assert made.select("regime_polity2_1", "regime_polity2_2", "econ_gdp_1", "econ_gdp_2").row(0) == (-9, None, None, 300.5)


def test_the_leader_at_the_end_of_a_year_and_the_changes_in_it():
    days = [(day_number(1976, 1, 1), day_number(1976, 9, 9)), (day_number(1976, 9, 9), day_number(1977, 12, 31))]
    terms = pl.DataFrame(
        {"ccode": [CHN, CHN], "name": ["Mao", "Hua"], "first_day": [day for day, _ in days], "last_day": [day for _, day in days]}
    )
    made = add_leaders(panel(1975, 1978), terms).collect()
    assert made["leader_name_2"].to_list() == [None, "Hua", "Hua", None] and made["leader_changes_2"].to_list() == [None, 2, 0, None]


def test_rivalries_hold_for_the_years_of_their_spell():
    rivals = pl.DataFrame({"ccode1": [CHN], "ccode2": [RUS], "first_year": [1958], "last_year": [1989]})
    assert column(add_rivalries(panel(1988, 1991), rivals, coverage=(1494, 1990)), "rivalry_ongoing") == [True, True, False, None]


def test_arms_have_a_direction():
    orders = pl.DataFrame({"supplier": [RUS, RUS], "recipient": [CHN, CHN], "year": [1957, 1957], "tiv": [1000.0, 240.0]})
    made = add_transfers(panel(1957, 1958, directed=True), orders, coverage=(1950, 1957)).collect()
    assert made["arms_to_1"].to_list() == [0.0, None, 1240.0, None] and made["arms_to_2"].to_list() == [1240.0, None, 0.0, None]


def test_crises_that_two_share_and_one_that_the_other_triggered():
    crises = pl.DataFrame(
        {
            "crisis": ["231", "231", "7"],
            "ccode": [RUS, CHN, CHN],
            "first_year": [1969, 1969, 1971],
            "last_year": [1969, 1970, 1971],
            "opponent": [CHN, RUS, 997],
        }
    )
    made = add_crises(panel(1969, 1972), crises, coverage=(1918, 1971)).collect()
    assert made["crisis_joint"].to_list() == [1, 0, 0, None] and made["crisis_triggered"].to_list() == [True, False, False, None]


def test_lists_of_visits_speak_of_the_state_that_keeps_them():
    rows = [(USA, CHN, 1972, "president"), (USA, CHN, 1974, "secretary"), (CHN, USA, 1973, "visitor"), (RUS, USA, 1973, "visitor")]
    visits = pl.DataFrame(rows, schema=["ccode1", "ccode2", "year", "role"], orient="row")
    made = add_visits(panel(1972, 1974, USA, RUS, CHN), visits).collect()
    assert made.filter(pl.col.ccode2 == CHN, pl.col.ccode1 == USA).select("visit_by_1", "visit_by_2").rows() == [
        (1, None),
        (0, 1),
        (1, None),
    ]
    assert made.filter(pl.col.ccode1 == RUS)["visit_by_1"].null_count() == 3


# votes ------------------------------------------------------------------------------------------------

VOTES = pl.DataFrame(
    {
        "rollcall": [1, 1, 1, 2, 2, 3, 3, 4],
        "year": [1971] * 7 + [1972],
        "ccode": [USA, RUS, CHN, USA, RUS, USA, RUS, CHN],
        "vote": [1, 3, 1, 1, 2, 3, 3, 1],
    }
)


def test_agreement_is_one_alike_half_with_an_abstention_and_nought_against():
    agreed = {(a, b): (share, joint) for a, b, _, share, joint in vote_agreement(VOTES).rows()}
    assert agreed[USA, RUS] == agreed[RUS, USA] == (pytest.approx((0 + 0.5 + 1) / 3), 3)
    assert agreed[USA, CHN] == (1.0, 1) and agreed[RUS, CHN] == (0.0, 1) and len(agreed) == 6


def test_agreement_beside_a_panel_is_empty_without_a_joint_roll_call():
    made = add_votes(panel(1971, 1972, USA, RUS), VOTES).collect()
    assert made["vote_agreement"].to_list() == [0.5, None] and made["vote_joint"].to_list() == [3, None]


def test_agreement_does_not_turn_on_the_order_of_votes():
    absent = pl.concat([VOTES, VOTES.head(1).with_columns(rollcall=pl.lit(9, pl.Int64), vote=pl.lit(None, pl.Int64))])
    assert vote_agreement(absent.reverse()).equals(vote_agreement(VOTES))
    assert vote_agreement(VOTES.clear()).is_empty()


# gleditsch and ward, faults, codebook -----------------------------------------------------------------


def test_a_state_that_cow_does_not_list_is_outside_every_coverage():
    made = dyad_years(first=1930, last=1930, system="gw", states=(711, 710, 365), directed=False)
    made = add_contiguity(
        made, pl.DataFrame({"ccode1": [365], "ccode2": [710], "kind": [1], "first_year": [1860], "last_year": [2016]})
    ).collect()
    assert made.select("gwcode1", "gwcode2", "contiguity_kind").rows() == [(365, 710, 1), (365, 711, None), (710, 711, None)]


def test_faults_are_numbered():
    for number, wrong in (
        (614, lambda: add_trade(add_trade(panel(1962, 1962, USA, RUS), TRADE), TRADE)),
        (
            615,
            lambda: add_distance(
                panel(1962, 1962), pl.DataFrame([(2, 20, 1962, 1.0)] * 2, ["ccode1", "ccode2", "year", "km"], orient="row")
            ),
        ),
        (613, lambda: add_trade(panel(1962, 1962), POWER)),
        (613, lambda: held(TRADE.clear(), "trade", needs=())),
        (612, lambda: __import__("detente.relations.panels", fromlist=["family"]).family("weather")),
    ):
        with pytest.raises(DetenteError) as caught:
            wrong()
        assert caught.value.number == number


def test_every_family_has_its_function_and_its_words():
    assert set(ADDITIONS) == set(families())
    for family in families().values():
        assert family.absent and len({column.name for column in family.columns}) == len(family.columns)
        assert all(column.meaning and column.type in ("boolean", "integer", "number", "string") for column in family.columns)


def test_what_absence_means_is_the_same_to_the_readers_and_to_the_panels():
    from detente.datasets.published import published_layouts

    for layout in published_layouts().values():
        if layout.family in families():
            none = any(column.none is not None for column in families()[layout.family].columns)
            assert none == (layout.absent == "none"), layout.name
