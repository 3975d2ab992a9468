from math import sqrt

import polars as pl
import pytest
from relation_makers import event, mention, row_of

from detente.errors import DetenteError
from detente.relations import COLUMNS, MEASURES, always_member, dyad_series, left_out

STATES = ["CHN", "RUS", "USA"]


def series(events, dates=(), *, years=(1950, 1955), states=STATES, **more):
    words = {"states": states, "first_year": years[0], "last_year": years[1], "membership": always_member}
    return dyad_series(events, list(dates), **(words | more))


def test_golden_year_by_hand():
    """An AID (10) told twice, an ACCUSE of disapproval (-2) that is alleged, and a CONSULT (2.5) of half a year in this year."""
    told = [
        event("aid-1", "RUS", "CHN", "AID", "1953"),
        event("aid-2", "RUS", "CHN", "AID", "1953", document="doc-2"),
        event("accuse", "CHN", "RUS", "ACCUSE", "1953-05", mode="disapprove", modality="alleged"),
        event("talks", "CHN", "RUS", "CONSULT", "1953-07-03/1954-07-01"),  # 182 of 364 days are in 1953
    ]
    row = row_of(series(told), "CHN-RUS", "1953")
    assert row["cooperation"] == pytest.approx(10 + 2.5 / 2)
    assert row["conflict"] == pytest.approx(1)
    assert row["net"] == pytest.approx(10.25)
    assert row["weight"] == pytest.approx(1 + 0.5 + 0.5)
    mean = 10.25 / 2
    variance = ((10 - mean) ** 2 + 0.5 * (-2 - mean) ** 2 + 0.5 * (2.5 - mean) ** 2) / 2
    effective = 2**2 / (1 + 0.25 + 0.25)
    assert row["mean"] == pytest.approx(mean)
    assert row["se"] == pytest.approx(sqrt(variance / (effective - 1)))
    assert [row[f"quad_{quad}"] for quad in (1, 2, 3, 4)] == pytest.approx([0.5, 1, 0.5, 0])
    assert (row["n"], row["n_deeds"], row["n_sources"]) == (4, 3, 2)
    assert dict(zip(row["event_ids"], row["weights"], strict=True)) == pytest.approx(
        {"aid-1": 0.5, "aid-2": 0.5, "accuse": 0.5, "talks": 0.5}
    )


def test_a_series_has_every_dyad_and_period_once_and_its_columns_in_order():
    frame = series([], [], unit="quarter")
    assert frame.columns == list(COLUMNS)
    assert frame["dyad"].unique(maintain_order=True).to_list() == ["CHN-RUS", "CHN-USA", "RUS-USA"]
    assert len(frame) == 3 * 6 * 4
    assert len(frame.select("dyad", "period").unique()) == len(frame)


def test_dyads_are_named_in_the_order_in_which_the_study_names_its_states():
    frame = series([event("a", "CHN", "RUS", "AID", "1953")], states=["USA", "RUS", "CHN", "RUS"])
    assert frame["dyad"].unique(maintain_order=True).to_list() == ["USA-RUS", "USA-CHN", "RUS-CHN"]
    assert row_of(frame, "RUS-CHN", "1953")["cooperation"] == 10


# silence ------------------------------------------------------------------------------------------------


def test_series_leaves_a_gap_where_no_source_speaks():
    told = [event("a", "RUS", "CHN", "AID", "1950")]
    frame = series(told, [mention("1950"), mention("1952")])
    gap, silent = row_of(frame, "CHN-RUS", "1952"), row_of(frame, "CHN-RUS", "1953")
    assert gap["covered"] and gap["net"] == 0 and gap["mean"] is None and gap["reason"] is None
    assert not silent["covered"] and silent["reason"] == "no source speaks of it"
    assert all(silent[name] is None for name in MEASURES)
    assert (silent["n"], silent["event_ids"], silent["weights"]) == (0, [], [])


def test_a_decade_told_of_fills_no_gap_but_counts_where_sources_speak():
    told = [event("a", "RUS", "CHN", "AID", "195X"), event("b", "CHN", "USA", "ACCUSE", "1954")]
    frame = series(told, [mention("1953")])
    assert row_of(frame, "CHN-RUS", "1953")["cooperation"] == pytest.approx(10 * 365 / 3652)
    assert row_of(frame, "CHN-RUS", "1954")["net"] is None


def test_an_event_dated_to_the_year_covers_that_year_of_its_dyad_alone():
    frame = series([event("a", "RUS", "CHN", "AID", "1953"), event("b", "USA", "CHN", "ACCUSE", "1951")])
    assert frame.filter("covered").select("dyad", "period").rows() == [("CHN-RUS", "1953"), ("CHN-USA", "1951")]


def test_a_paragraph_about_other_states_covers_nothing_of_a_dyad():
    """The source speaks of China and the United States too, but not when it speaks of 1955."""
    told = [event("a", "USA", "CHN", "ASSAULT", "1951"), event("b", "RUS", "CHN", "AID", "1951")]
    frame = series(told, [mention("1955", states=["CHN", "RUS"]), mention("1954", states=["RUS", "USA"]), mention("1953", states=["CHN"])])
    numbers = {(row["dyad"], row["year"]): row["net"] for row in frame.filter("covered").iter_rows(named=True)}
    assert numbers == {("CHN-RUS", 1951): 10, ("CHN-RUS", 1955): 0, ("CHN-USA", 1951): -9, ("RUS-USA", 1954): 0}


def test_a_paragraph_that_names_three_states_covers_each_pair_of_them_in_whatever_order():
    frame = series([], [mention("1955", states=["CHN", "IND", "RUS", "USA"])], states=["USA", "CHN", "RUS", "PRK"])
    assert frame.filter("covered")["dyad"].to_list() == ["USA-CHN", "USA-RUS", "CHN-RUS"]


def test_a_date_beside_no_names_covers_nothing():
    assert not series([], [mention("1955", states=[])])["covered"].any()


def test_a_state_that_did_not_exist_has_no_number_and_the_series_says_so():
    from_1953 = {"KYR": 713000}
    told = [event("a", "RUS", "KYR", "AID", "1950"), event("b", "RUS", "KYR", "AID", "1953"), event("c", "RUS", "KYR", "AID", "1954")]
    frame = series(told, states=["RUS", "KYR"], membership=lambda state, on: on >= from_1953.get(state, 0))
    assert row_of(frame, "RUS-KYR", "1950")["reason"] == "KYR: not a state then"
    assert row_of(frame, "RUS-KYR", "1950")["event_ids"] == []
    assert row_of(frame, "RUS-KYR", "1953")["cooperation"] == 10, "a state that enters during the year is there in it"
    assert row_of(frame, "RUS-KYR", "1954")["cooperation"] == 10


def test_the_register_is_asked_for_membership_by_default():
    frame = dyad_series([event("a", "RUS", "KZK", "AID", "1970")], [], states=["RUS", "KZK"], first_year=1970, last_year=1970)
    assert frame["reason"].to_list() == ["KZK: not a state then"]


# direction ----------------------------------------------------------------------------------------------


def sums(frame):
    return {row["dyad"]: (row["cooperation"], row["conflict"]) for row in frame.filter("covered").iter_rows(named=True)}


def test_an_attack_counts_for_the_dyad_and_for_the_attacker_alone_when_directed():
    told = [event("a", "RUS", "CHN", "ASSAULT", "1953")]
    assert sums(series(told)) == {"CHN-RUS": (0, 9)}
    assert sums(series(told, directed=True)) == {"RUS>CHN": (0, 9)}


def test_a_meeting_counts_once_for_the_dyad_and_in_both_directions():
    told = [event("a", "CHN", "RUS", "CONSULT", "1953")]
    assert sums(series(told)) == {"CHN-RUS": (2.5, 0)}
    assert sums(series(told, directed=True)) == {"CHN>RUS": (2.5, 0), "RUS>CHN": (2.5, 0)}


def test_two_states_that_attack_a_third_do_nothing_to_each_other():
    told = [event("a", "RUS", "CHN", "ASSAULT", "1953"), event("b", "USA", "CHN", "ASSAULT", "1953")]
    assert sums(series(told)) == {"CHN-RUS": (0, 9), "CHN-USA": (0, 9)}


def test_directed_rows_add_up_to_the_dyad_when_no_deed_is_mutual():
    told = [
        event("a", "RUS", "CHN", "AID", "1953"),
        event("b", "CHN", "RUS", "ACCUSE", "1953"),
        event("c", "CHN", "RUS", "AID", "1953-02"),
    ]
    both = series(told, directed=True).filter(pl.col("period") == "1953")
    whole = row_of(series(told), "CHN-RUS", "1953")
    for measure in ("cooperation", "conflict", "weight", "quad_2"):
        assert both[measure].sum() == pytest.approx(whole[measure])


def test_coverage_holds_for_both_directions():
    frame = series([event("a", "RUS", "CHN", "AID", "1953")], [mention("1953")], directed=True)
    assert row_of(frame, "CHN>RUS", "1953")["net"] == 0


# accounts -----------------------------------------------------------------------------------------------


def test_undated_statements_are_counted_and_in_no_year():
    told = [
        event("a", "RUS", "CHN", "AID", None),
        event("b", "CHN", "RUS", "AID", "1900/1990"),
        event("c", "CHN", "USA", "AID", None, modality="denied"),
    ]
    frame = series(told, [mention("1953")])
    assert set(frame.filter(dyad="CHN-RUS")["undated"]) == {2}
    assert set(frame.filter(dyad="CHN-USA")["undated"]) == {0}
    assert frame["n"].sum() == 0
    directed = series(told, [mention("1953")], directed=True)
    assert set(directed.filter(dyad="RUS>CHN")["undated"]) == {1}


def test_every_event_is_in_the_series_or_left_out_with_its_reason():
    told = [
        event("a", "RUS", "CHN", "AID", "1953"),
        event("b", "RUS", "CHN", "AID", None),
        event("c", "RUS", "CHN", "ASSAULT", "1953", modality="denied"),
        event("d", "RUS", "IND", "AID", "1953"),
        event("e", "RUS", "CHN", "AID", "1990"),
        event("f", "USA", "CHN", "AID", "1951/1952"),
    ]
    frame = series(told)
    reasons = dict(left_out(told, frame).iter_rows())
    listed = set(frame["event_ids"].explode(empty_as_null=True).drop_nulls())
    assert listed | set(reasons) == {each.event_id for each in told} and not listed & set(reasons)
    assert reasons["b"] == "undated"
    assert reasons["c"] == "denied, not told as done"
    assert reasons["d"] == "not between the states of the series"
    assert reasons["e"] == "outside the years of the series"
    assert reasons["f"].startswith("in periods without numbers")


def test_nothing_at_all_is_a_table_of_gaps_and_one_state_a_table_without_rows():
    assert series([])["net"].null_count() == 18
    assert len(series([event("a", "RUS", "CHN", "AID", "1953")], states=["CHN"])) == 0
    assert left_out([], series([])).rows() == []


def test_years_out_of_order_are_refused():
    with pytest.raises(DetenteError, match="D601"):
        series([], years=(1950, 1949))
