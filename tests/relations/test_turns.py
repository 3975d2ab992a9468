"""Turning points of a score: planted breaks are found where they are, and none where nothing was planted."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from path_makers import paths

from detente.relations.turn_tables import turns_frame
from detente.relations.turns import crossings, gather, penalty, positive, score_turns, turn_counts

PAIR = ("CHN", "RUS")
BEFORE, AFTER, LATER = np.full(14, 1.5), np.full(26, -1.0), np.full(25, 0.8)
STEPS = np.concatenate([BEFORE, AFTER, LATER])
"""Better until 1963, worse from 1964, better again from 1990."""


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.8])
def test_planted_breaks_are_found_with_their_direction_size_and_date(memory):
    found = [turn for turn in score_turns(paths(STEPS, memory=memory), *PAIR) if turn.share > 0.5]
    assert [(turn.year, turn.direction) for turn in found] == [(1964, "down"), (1990, "up")]
    assert [turn.size for turn in found] == pytest.approx([-2.5, 1.8], abs=0.15)
    assert all(turn.low_year >= turn.year - 1 and turn.high_year <= turn.year + 1 for turn in found)
    assert all(turn.share > 0.95 for turn in found)


@settings(max_examples=12, deadline=None)
@given(at=st.integers(8, 42), size=st.sampled_from([-2.0, 2.0]))
def test_a_break_is_found_wherever_it_is(at, size):
    found = score_turns(paths(np.where(np.arange(50) < at, 0.0, size), n=40), *PAIR)
    assert [(turn.year, turn.direction) for turn in found if turn.share > 0.5] == [(1950 + at, "up" if size > 0 else "down")]


@pytest.mark.parametrize("memory", [0.0, 0.5])
def test_noise_about_one_level_has_no_turn(memory):
    assert score_turns(paths(np.zeros(65), memory=memory), *PAIR) == ()


def test_a_turn_that_the_evidence_does_not_date_has_a_wide_interval_and_a_smaller_share():
    sure, unsure = (score_turns(paths(STEPS, se), *PAIR)[0] for se in (0.2, 1.3))
    assert unsure.share < sure.share
    assert unsure.high_year - unsure.low_year > sure.high_year - sure.low_year


def test_a_score_that_crosses_zero_is_dated_with_its_interval():
    found = crossings(paths(STEPS), *PAIR)
    assert [(turn.year, turn.direction) for turn in found] == [(1964, "down"), (1990, "up")]
    assert crossings(paths(np.full(30, 2.0)), *PAIR) == ()
    assert crossings(paths(np.zeros(60)), *PAIR) == (), "what flickers about zero crosses it nowhere"


def test_the_probability_of_friendship_is_the_share_of_draws_above_zero():
    found = positive(paths([[3.0, 0.0, -3.0, np.nan]], n=4000), *PAIR)
    assert found[0] == 1 and found[2] == 0 and found[3] is None
    assert found[1] == pytest.approx(0.5, abs=0.03)


def test_a_gap_is_no_turn_and_each_side_of_it_is_sought_alone():
    broken = STEPS.copy()
    broken[13:16] = np.nan
    found = [turn for turn in score_turns(paths(broken), *PAIR) if turn.share > 0.5]
    assert [turn.year for turn in found] == [1990], "the break of 1964 lies in the gap"


def test_a_greater_penalty_gives_fewer_turns():
    counts = turn_counts(paths(STEPS, memory=0.8))
    assert counts["mean"].to_list() == sorted(counts["mean"], reverse=True)
    assert counts.select("low", "high").row(-1) == (2, 2), "four times the penalty leaves what was planted"
    assert turn_counts(paths(np.full(20, np.nan))).is_empty()


def test_the_penalty_grows_with_the_memory_and_the_square_of_the_noise():
    drawn = {
        key: paths(np.zeros(80), se, memory=memory, n=300).draws[:, 0] for key, se, memory in (("a", 1, 0), ("b", 2, 0), ("c", 1, 0.6))
    }
    assert penalty(drawn["b"]) == pytest.approx(4 * penalty(drawn["a"]), rel=0.01)
    assert penalty(drawn["c"]) > 1.2 * penalty(drawn["a"])
    assert penalty(np.zeros((3, 20))) == 0


def test_draws_are_gathered_by_the_year_that_most_of_them_share():
    found = [([5], [1.0])] * 6 + [([6], [1.4])] * 3 + [([], [])]
    (turn,) = gather(found, range(1950, 1965))
    assert (turn.year, turn.direction, turn.low_year, turn.high_year) == (1955, "up", 1955, 1956)
    assert turn.share == pytest.approx(0.9) and turn.size == pytest.approx(1.0)


def test_a_pair_without_a_path_has_no_turn():
    made = paths(STEPS)
    assert score_turns(made, "FRN", "GMY") == crossings(made, "FRN", "GMY") == ()
    assert set(positive(made, "FRN", "GMY")) == {None}


# the table --------------------------------------------------------------------------------------------


def series(turn=1964):
    """A yearly series whose balance is 3 until a year and -3 from then on, each year with its own statements."""
    years = range(1950, 2015)
    rows = [{"dyad": "CHN-RUS", "year": year, "net": 3.0 if year < turn else -3.0, "event_ids": [f"e{year}", f"f{year}"]} for year in years]
    return pl.DataFrame(rows)


ASSERTED = pl.DataFrame(
    [
        {
            "dyad": "CHN-RUS",
            "origin": "source",
            "turning": True,
            "first_year": 1960,
            "last_year": 1963,
            "direction": "down",
            "row_id": "p1",
        },
        {"dyad": "CHN-RUS", "origin": "source", "turning": True, "first_year": 1990, "last_year": 1990, "direction": "up", "row_id": "p2"},
        {
            "dyad": "CHN-RUS",
            "origin": "source",
            "turning": False,
            "first_year": 1950,
            "last_year": 1958,
            "direction": "high",
            "row_id": "p3",
        },
        {
            "dyad": "CHN-RUS",
            "origin": "series",
            "turning": True,
            "first_year": 1964,
            "last_year": 1964,
            "direction": "down",
            "row_id": "s1",
        },
    ]
)


def test_the_turns_stand_beside_the_naive_and_the_asserted_ones():
    frame = turns_frame(paths(STEPS), series=series(), asserted=ASSERTED)
    assert set(frame["told_by"]) == {"score", "zero", "naive", "asserted"}
    down = frame.filter((pl.col("told_by") == "score") & (pl.col("direction") == "down")).row(0, named=True)
    assert (down["year"], down["naive_year"], down["naive_distance"]) == (1964, 1964, 0)
    assert (down["asserted_year"], down["asserted_distance"]) == (1960, -1), "one year after the words' last"
    up = frame.filter((pl.col("told_by") == "score") & (pl.col("direction") == "up")).row(0, named=True)
    assert (up["naive_year"], up["asserted_year"], up["asserted_distance"]) == (None, 1990, 0)
    assert frame.filter(pl.col("told_by") == "asserted")["row_id"].to_list() == ["p1", "p2"]
    assert frame.filter(pl.col("told_by") == "naive").select("year", "share", "size").rows() == [(1964, None, None)]


def test_a_turn_opens_the_statements_of_the_years_that_date_it():
    frame = turns_frame(paths(STEPS), series=series())
    row = frame.filter((pl.col("told_by") == "score") & (pl.col("direction") == "down")).row(0, named=True)
    years = range(row["low_year"], row["high_year"] + 1)
    assert row["event_ids"] == sorted(f"{letter}{year}" for year in years for letter in "ef")


def test_a_relation_without_turns_has_no_rows_and_the_table_keeps_its_columns():
    frame = turns_frame(paths(np.full(30, 1.0)))
    assert frame.is_empty() and "share" in frame.columns
