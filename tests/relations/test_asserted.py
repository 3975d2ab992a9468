"""Periods that sources assert, beside the turns of the yearly series."""

from itertools import pairwise

import pytest
from claim_makers import period, series_of, years_of
from hypothesis import given
from hypothesis import strategies as st

from detente.relations import asserted, changes, series_turns
from detente.relations.asserted import NO_SERIES, NO_TURN, NO_YEAR, OUTSIDE, THIN, WIDTH

PAIR = ("CHN", "RUS")
FALL = [10, 10, 10, 10, 10, -10, -10, -10, -10, -10]
"""Ten years from 1950 that turn for the worse in 1955."""


def beside(told, nets=FALL, **more):
    table = asserted([told], None if nets is None else series_of(nets), dyads=[PAIR], **more)
    (row,) = [row for row in table.iter_rows(named=True) if row["origin"] == "source"]
    return row


def test_a_turn_is_the_year_of_the_greatest_change():
    (turn,) = series_turns(years_of(FALL))
    assert (turn.year, turn.direction, turn.before, turn.after, turn.change) == (1955, "down", 10, -10, -20)
    assert turn.event_ids == tuple(f"e{year}" for year in range(1952, 1958))


def test_the_change_of_a_year_is_the_mean_of_three_years_on_less_that_of_three_before():
    known = {turn.year: turn.change for turn in changes(years_of([0, 3, 6, 9, 12, 0]))}
    assert known == {1952: pytest.approx(9 - 1.5), 1953: pytest.approx(7 - 3)}, "in 1954 the means are alike"


def test_a_rise_and_a_fall_are_both_turns():
    assert [(turn.year, turn.direction) for turn in series_turns(years_of([0] * 4 + [8] * 6 + [0] * 4))] == [(1954, "up"), (1960, "down")]


def test_a_year_without_a_number_is_no_turn_and_no_zero():
    (turn,) = series_turns(years_of([10, 10, 10, None, -10, -10, -10]))
    assert (turn.year, turn.before, turn.after) == (1954, 10, -10)
    assert series_turns(years_of([10, 10, 10, None, None, -10, -10, -10])) == ()


def test_too_few_covered_years_show_no_change():
    assert changes(years_of([5, None, None, -5, -5, -5])) == ()
    assert changes(years_of([])) == ()
    assert changes(years_of([4] * 9)) == ()


def test_of_equal_years_the_first_is_the_turn():
    nets = [0, 0, 0, 6, 6, 12, 12, 12]
    found = [turn.year for turn in series_turns(years_of(nets))]
    equal = [turn.year for turn in changes(years_of(nets)) if turn.change == max(each.change for each in changes(years_of(nets)))]
    assert found == [min(equal)]


@pytest.mark.parametrize(
    ("date", "distance"), [("1955", 0), ("1954", 1), ("1957", -2), ("1954/1955", 0), ("1955-07/1956-06", 0), ("1956-07/1957-06", -1)]
)
def test_the_distance_is_from_the_asserted_time_to_the_turn_of_the_series(date, distance):
    row = beside(period("p", "down", date))
    assert (row["series_year"], row["distance"], row["change"], row["reason"]) == (1955, distance, -20, None)
    assert row["event_ids"] == [f"e{year}" for year in range(1952, 1958)]


def test_only_a_turn_in_the_asserted_direction_stands_beside():
    nets = [0] * 5 + [9] * 5 + [0] * 5
    assert beside(period("p", "up", "1959"), nets)["series_year"] == 1955
    assert beside(period("p", "down", "1956"), nets)["series_year"] == 1960


def test_the_distance_by_chance_is_that_of_a_year_taken_at_random():
    years = [1952, 1953, 1954, 1955, 1956, 1957, 1958]
    assert beside(period("p", "down", "1954"))["chance"] == pytest.approx(sum(abs(year - 1955) for year in years) / len(years))


@pytest.mark.parametrize(
    ("told", "nets", "why"),
    [
        (period("p"), None, NO_SERIES),
        (period("p", date=None), FALL, NO_YEAR),
        (period("p", date="1990"), FALL, OUTSIDE),
        (period("p", "up", "1955"), FALL, NO_TURN),
        (period("p", date="1950"), FALL, THIN),
        (period("p", date="1953"), [5, 5, 5, None, 5, 5], "no source speaks of it"),
        (period("p", "high", "1953"), [5, 5, 5, None, 5, 5], "none of its years has a number"),
        (period("p", "high", "1990/1995"), FALL, OUTSIDE),
        (period("p", "low", "1956/.."), FALL, "the words leave one side open"),
        (period("p", "low", None), FALL, NO_YEAR),
        (period("p", "low", "1956"), None, NO_SERIES),
    ],
)
def test_where_the_series_has_no_number_the_row_says_why(told, nets, why):
    row = beside(told, nets)
    assert row["reason"] == why
    assert [row[name] for name in ("series_year", "distance", "chance", "change", "mean_net", "agrees")] == [None] * 6
    assert row["event_ids"] == []


@pytest.mark.parametrize(
    ("direction", "date", "mean", "agrees"),
    [("high", "1950/1954", 10, True), ("low", "1950/1954", 10, False), ("low", "1955/1959", -10, True), ("high", "1950/1959", 0, False)],
)
def test_a_good_or_bad_period_stands_beside_the_mean_of_its_years(direction, date, mean, agrees):
    row = beside(period("p", direction, date))
    assert (row["mean_net"], row["agrees"], row["distance"]) == (mean, agrees, None)


def test_a_long_worsening_stands_beside_its_two_halves():
    told = period("p", "down", "1952/1957", turning=False)
    row = beside(told)
    assert (row["before"], row["after"], row["agrees"], row["covered_years"]) == (10, pytest.approx(-10), True, 6)
    assert beside(period("p", "up", "1952/1957", turning=False))["agrees"] is False
    assert beside(period("p", "up", "1952/1953", turning=False))["reason"] == THIN


def test_only_what_is_said_of_the_pair_is_in_its_rows_and_in_the_order_of_years():
    told = [
        period("late", "high", "1958"),
        period("early", "low", "1951"),
        period("other", states=("CHN", "USA")),
        period("undated", date=None),
        period("turned", states=("RUS", "CHN")),
    ]
    table = asserted(told, series_of(FALL), dyads=[PAIR], labels={"doc-1": "essay"})
    assert table["row_id"].to_list()[:-1] == ["early", "late", "turned", "undated"]
    assert table["origin"].to_list() == ["source"] * 4 + ["series"]
    assert set(table["document"].drop_nulls()) == {"essay"}
    assert table.row(-1, named=True)["first_year"] == 1955


def test_without_pairs_and_periods_there_is_a_table():
    assert asserted([], None, dyads=[]).height == 0
    assert asserted([], None, dyads=[PAIR]).height == 0


nets_drawn = st.lists(st.one_of(st.none(), st.integers(-20, 20)), max_size=40)


@given(nets_drawn, st.integers(-50, 50))
def test_a_shift_of_all_years_moves_no_turn(nets, by):
    moved = [None if net is None else net + by for net in nets]
    assert [(t.year, t.direction) for t in series_turns(years_of(nets))] == [(t.year, t.direction) for t in series_turns(years_of(moved))]


@given(nets_drawn)
def test_the_worse_mirrors_the_better(nets):
    mirrored = [None if net is None else -net for net in nets]
    ways = {"up": "down", "down": "up"}
    assert [(t.year, ways[t.direction]) for t in series_turns(years_of(nets))] == [
        (t.year, t.direction) for t in series_turns(years_of(mirrored))
    ]


@given(nets_drawn)
def test_turns_in_one_direction_lie_apart_and_in_years_with_a_number(nets):
    rows = years_of(nets)
    known = {row["year"] for row in rows if row["net"] is not None}
    turns = series_turns(rows)
    assert {turn.year for turn in turns} <= known
    for way in ("up", "down"):
        places = [turn.year for turn in turns if turn.direction == way]
        assert all(after - before > WIDTH for before, after in pairwise(places))


@given(nets_drawn, st.integers(1945, 1995), st.sampled_from(["up", "down"]))
def test_no_turn_in_that_direction_is_nearer_than_the_one_told(nets, year, way):
    row = beside(period("p", way, str(year)), nets)
    places = [turn.year for turn in series_turns(years_of(nets)) if turn.direction == way]
    if row["distance"] is None:
        assert row["reason"]
    else:
        assert abs(row["distance"]) == min(abs(place - year) for place in places)
        assert row["distance"] == row["series_year"] - year
