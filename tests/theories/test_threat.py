"""Threat by hand numbers; joint threat beside its definition; the record of conflict, and that it knows nothing of its own year."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threat_makers import at, panel

from detente.errors import DetenteError
from detente.theories.conflict_record import HISTORY, conflict_record, third_parties
from detente.theories.threat import add_joint_threat, add_threat, joint_of

WAR = {"gml_ongoing": True, "gml_onset": True}


def made(**given):
    return add_threat(panel(range(1900, 1931), **given))


def test_the_four_sources_by_hand():
    key = (1, 2, 1900)
    found = at(
        made(
            cap_cinc_1={key: 0.1},
            cap_cinc_2={key: 0.3},
            distance_km={key: 500.0},
            gml_ongoing={key: True},
            gml_hostility_2={key: 5},
            gml_hostility_1={key: 3},
            # military shares of the year are means over three states: 10, 30 and 10 of 50
            cap_milex_2={key: 30.0, (1, 3, 1900): 10.0},
            cap_milper_2={key: 30.0, (1, 3, 1900): 10.0},
            cap_milex_1={(2, 3, 1900): 30.0},
            cap_milper_1={(2, 3, 1900): 30.0},
        ),
        *key,
    )
    assert found["threat_power_1"] == pytest.approx(0.75)
    assert found["threat_power_2"] == pytest.approx(0.25)
    assert found["threat_proximity_1"] == pytest.approx(1 / 1.5)
    assert found["threat_offence_1"] == pytest.approx(0.6 / 0.9)
    assert found["threat_offence_2"] == pytest.approx(0.2 / 0.3)
    # war is 1, a display of force (3) a half
    assert found["threat_hostility_1"] == pytest.approx(0.5)
    assert found["threat_hostility_2"] == pytest.approx(1 - 2**-0.5)
    assert found["threat_1"] == pytest.approx(0.75 / 1.5 * (2 / 3) * 0.5)


def test_hostility_is_forgotten_by_half_in_ten_years():
    found = made(gml_ongoing={(1, 2, 1905): True}, gml_hostility_2={(1, 2, 1905): 5})
    assert at(found, 1, 2, 1904)["threat_hostility_1"] == 0
    assert at(found, 1, 2, 1905)["threat_hostility_1"] == pytest.approx(0.5)
    assert at(found, 1, 2, 1915)["threat_hostility_1"] == pytest.approx(1 - 2**-0.5)
    assert at(found, 1, 2, 1925)["threat_hostility_1"] == pytest.approx(1 - 2**-0.25)
    assert at(found, 1, 2, 1925)["threat_hostility_2"] == 0


def test_no_action_is_no_hostility():
    found = made(gml_ongoing={(1, 2, 1905): True}, gml_hostility_2={(1, 2, 1905): 1})
    assert at(found, 1, 2, 1905)["threat_1"] == 0


def test_neighbours_on_land_are_at_no_distance_even_where_none_was_measured():
    found = made(contiguity_kind={(1, 2, 1900): 1}, distance_km={(1, 2, 1900): None})
    assert at(found, 1, 2, 1900)["threat_proximity_1"] == 1


@pytest.mark.parametrize(
    "missing",
    [
        {"distance_km": {(1, 2, 1900): None}},
        {"cap_cinc_2": {(1, 2, 1900): None}},
        {f"cap_{name}_{side}": {key: None} for name in ("milex", "milper") for side, key in (("2", (1, 2, 1900)), ("1", (2, 3, 1900)))},
    ],
)
def test_a_missing_component_makes_the_threat_unknown_and_not_nought(missing):
    found = at(made(**missing), 1, 2, 1900)
    assert found["threat_1"] is None
    assert at(made(), 1, 2, 1900)["threat_1"] == 0


def test_arms_are_told_by_the_one_share_that_is_known():
    unpaid = {"cap_milex_2": {(1, 2, 1900): None}, "cap_milex_1": {(2, 3, 1900): None}}
    # men: a third of the system; the size of the pair's second is 0.1
    assert at(made(**unpaid), 1, 2, 1900)["threat_offence_1"] == pytest.approx((1 / 3) / (1 / 3 + 0.1))


def test_after_the_coverage_of_disputes_hostility_is_unknown():
    late = {(1, 2, year): None for year in range(1920, 1931)}
    found = made(gml_ongoing=late, gml_hostility_1=late, gml_hostility_2=late)
    assert at(found, 1, 2, 1919)["threat_hostility_1"] == 0
    assert at(found, 1, 2, 1920)["threat_hostility_1"] is None


def test_a_third_state_that_fought_both_is_a_joint_threat():
    fought = {(1, 3, 1905): True, (2, 3, 1906): True}
    found = made(gml_ongoing=fought, gml_hostility_2=dict.fromkeys(fought, 5))
    found = add_joint_threat(found)
    assert at(found, 1, 2, 1905)["joint_threat"] == 0
    row = at(found, 1, 2, 1906)
    least = min(at(found, 1, 3, 1906)["threat_1"], at(found, 2, 3, 1906)["threat_1"])
    assert row["joint_threat"] == pytest.approx(least)
    assert (row["joint_threats"], row["joint_by"]) == (1, 3)
    # what the two are to the third is no threat of a third party to either
    assert at(found, 1, 3, 1906)["joint_threat"] == 0
    assert at(found, 1, 3, 1906)["joint_by"] is None


def test_a_joint_threat_of_unknown_size_is_unknown():
    fought = {(1, 3, 1905): True, (2, 3, 1905): True}
    found = made(gml_ongoing=fought, gml_hostility_2=dict.fromkeys(fought, 5), distance_km={(2, 3, 1905): None})
    row = at(add_joint_threat(found), 1, 2, 1905)
    assert (row["joint_threat"], row["joint_threats"], row["joint_by"]) == (None, None, None)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 7), st.integers(0, 2**31))
def test_joint_threat_is_its_definition(size, seed):
    chance = np.random.default_rng(seed)
    threat = np.where(chance.random((size, size)) < 0.5, chance.random((size, size)).round(2), 0)
    np.fill_diagonal(threat, 0)
    total, count, greatest = joint_of(threat)
    for one in range(size):
        for two in range(size):
            if one == two:
                continue
            each = {third: min(threat[one, third], threat[two, third]) for third in range(size) if third not in (one, two)}
            assert total[one, two] == pytest.approx(sum(each.values()))
            assert count[one, two] == sum(value > 0 for value in each.values())
            most = max(each.values(), default=0)
            assert greatest[one, two] == (min(third for third, value in each.items() if value == most) if most else -1)


def test_yardsticks_and_columns_are_asked_for():
    with pytest.raises(DetenteError, match="D723"):
        add_threat(panel([1900]), reach=0)
    with pytest.raises(DetenteError, match="D722"):
        add_threat(panel([1900]).drop("distance_km"))


def test_the_order_of_rows_is_nothing():
    fought = {(1, 3, 1905): True, (2, 3, 1906): True}
    world = panel(range(1900, 1911), gml_ongoing=fought, gml_hostility_2=dict.fromkeys(fought, 4))
    one = add_joint_threat(add_threat(world))
    two = add_joint_threat(add_threat(world.sample(fraction=1, shuffle=True, seed=1))).sort("ccode1", "ccode2", "year")
    assert one.equals(two)


# the record -------------------------------------------------------------------------------------------


def test_the_record_by_hand():
    fought = {(1, 2, 1905): True, (1, 3, 1906): True}
    found = conflict_record(panel(range(1900, 1931), gml_onset=fought, gml_ongoing=fought))
    before, after, later = (at(found, 1, 2, year) for year in (1905, 1906, 1911))
    assert all(before[name] == 0 for name in HISTORY if name != "pair_peace")
    assert before["pair_peace"] == pytest.approx(math.log(1 + 5))
    assert after["pair_1"] == after["pair_20"] == pytest.approx(math.log(2))
    assert after["pair_peace"] == 0
    assert later["pair_5"] == pytest.approx(math.log(1.5))
    assert later["pair_1"] == pytest.approx(math.log(1 + 2**-5))
    assert later["pair_peace"] == pytest.approx(math.log(6))
    # state 1 has one dispute with another than 2, of 1906; state 2 has none
    assert later["most_20"] == pytest.approx(math.log(1 + 2 ** (-4 / 20)))
    assert later["least_20"] == 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([(1, 2), (1, 3), (2, 3)]), st.integers(1900, 1919)), max_size=12), st.integers(1901, 1918))
def test_the_record_knows_nothing_of_its_year_or_after(disputes, cut):
    fought = {(*pair, year): True for pair, year in disputes}
    past = {key: True for key in fought if key[2] < cut}
    both = [
        conflict_record(panel(range(1900, 1920), gml_onset=each, gml_ongoing=each)).filter(pl.col.year <= cut) for each in (fought, past)
    ]
    assert both[0].equals(both[1])


def test_a_state_that_comes_later_begins_without_a_record():
    world = panel(range(1900, 1920), gml_onset={(1, 2, 1905): True}).filter((pl.col.ccode2 != 3) | (pl.col.year >= 1910))
    found = at(conflict_record(world), 2, 3, 1910)
    assert found["pair_peace"] == 0
    assert found["most_20"] == pytest.approx(math.log(1 + 2 ** (-4 / 20)))


def test_third_parties_by_hand():
    allied = {(1, 3, 1910): True, (2, 4, 1910): True, (1, 4, 1910): True}
    fought = {(2, 3, 1905): True, (1, 5, 1901): True, (2, 5, 1900): True}
    found = third_parties(panel(range(1900, 1911), states=(1, 2, 3, 4, 5), alliance_defence=allied, gml_ongoing=fought))
    row = at(found, 1, 2, 1910)
    assert row["shared_allies"] == pytest.approx(math.log(2))  # 4
    assert row["crossed"] == pytest.approx(math.log(2))  # 3 is the ally of 1, the adversary of 2
    assert row["shared_foes"] == 0  # with 5 the dispute of 2 is more than ten years old
    assert at(found, 1, 2, 1909)["shared_foes"] == pytest.approx(math.log(2))


def test_third_parties_are_unknown_where_pacts_are_not_covered():
    late = {(one, two, 1910): None for one, two in ((1, 2), (1, 3), (2, 3))}
    assert at(third_parties(panel(range(1900, 1911), alliance_defence=late)), 1, 2, 1910)["shared_foes"] is None
