"""The strategic triangle: probabilities worked by hand, sums, relabelling, gaps and roles."""

from itertools import permutations
from math import erf, log2, sqrt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from path_makers import paths

from detente.errors import DetenteError
from detente.relations.triangle import COLUMNS, OPEN, PATTERNS, ROLES, pattern_shares, roles, spells, triangle

STATES = ("CHN", "RUS", "USA")


def above(x, se):
    """P(X > 0) of a normal."""
    return 0.5 * (1 + erf(x / se / sqrt(2)))


def test_the_probabilities_are_those_of_three_independent_normals():
    x, se, n = [0.4, -0.2, 0.1], [0.5, 0.4, 0.3], 200_000
    row = triangle(paths(np.array([x]).T, np.array([se]).T, n=n), STATES).row(0, named=True)
    cr, cu, ru = (above(mean, error) for mean, error in zip(x, se, strict=True))
    expected = {
        "menage": cr * cu * ru,
        "pivot_a": cr * cu * (1 - ru),
        "pivot_b": cr * ru * (1 - cu),
        "pivot_c": cu * ru * (1 - cr),
        "outcast_a": ru * (1 - cr) * (1 - cu),
        "outcast_b": cu * (1 - cr) * (1 - ru),
        "outcast_c": cr * (1 - cu) * (1 - ru),
        "veto": (1 - cr) * (1 - cu) * (1 - ru),
    }
    for name, probability in expected.items():
        assert row[name] == pytest.approx(probability, abs=4 * sqrt(probability / n)), name
    assert row["romantic"] == pytest.approx(row["pivot_a"] + row["pivot_b"] + row["pivot_c"])
    assert row["marriage"] == pytest.approx(row["outcast_a"] + row["outcast_b"] + row["outcast_c"])
    assert row["entropy"] == pytest.approx(-sum(p * log2(p) for p in expected.values()), abs=0.01)
    assert (row["type"], row["who"]) == ("romantic", "RUS"), "the best product is China-Russia and Russia-USA good, China-USA bad"
    assert row["probability"] == row["pivot_b"]


@pytest.mark.parametrize(
    ("signs", "kind", "who"),
    [
        ((1, 1, 1), "menage", None),
        ((1, 1, -1), "romantic", "CHN"),
        ((1, -1, 1), "romantic", "RUS"),
        ((-1, 1, 1), "romantic", "USA"),
        ((1, -1, -1), "marriage", "USA"),
        ((-1, 1, -1), "marriage", "RUS"),
        ((-1, -1, 1), "marriage", "CHN"),
        ((-1, -1, -1), "veto", None),
    ],
)
def test_each_pattern_of_signs_is_the_type_that_dittmer_names(signs, kind, who):
    row = triangle(paths(np.array([signs]).T, 0.01), STATES).row(0, named=True)
    assert (row["type"], row["who"], row["probability"], row["entropy"]) == (kind, who, 1.0, 0.0)


scores = st.lists(st.floats(-3, 3, allow_nan=False), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(x=scores, neutral=st.floats(0, 1))
def test_the_probabilities_sum_to_one_whatever_the_neutral_zone(x, neutral):
    frame = triangle(paths(np.array([x]).T, 0.8, n=60), STATES, neutral=neutral)
    row = frame.row(0, named=True)
    assert sum(row[name] for name in (*COLUMNS, OPEN)) == pytest.approx(1)
    by_state = roles(frame).group_by("state").agg(pl.col("probability").sum())
    assert by_state["probability"].to_list() == pytest.approx([1 - row[OPEN]] * 3)


@settings(max_examples=20, deadline=None)
@given(x=scores)
def test_naming_the_states_in_another_order_changes_names_and_nothing_else(x):
    made = paths(np.array([x]).T, 0.5, n=80)
    first = triangle(made, STATES)
    told = {(row["state"], row["role"]): row["probability"] for row in roles(first).iter_rows(named=True)}
    for order in permutations(STATES):
        other = triangle(made, order)
        same = ["menage", "veto", "romantic", "marriage", "entropy", "probability", "best_probability"]
        assert other.select(same).row(0) == pytest.approx(first.select(same).row(0))
        again = {(row["state"], row["role"]): row["probability"] for row in roles(other).iter_rows(named=True)}
        assert again == pytest.approx(told)


def test_a_neutral_zone_leaves_the_triangle_open():
    made = paths(np.array([[0.2], [2.0], [2.0]]), 1e-6)
    assert triangle(made, STATES).item(0, "type") == "menage"
    row = triangle(made, STATES, neutral=0.5).row(0, named=True)
    assert (row["type"], row["who"], row[OPEN], row["menage"]) == (OPEN, None, 1.0, 0.0)


def test_a_pair_without_a_score_is_a_gap_and_says_which():
    x = np.array([[np.nan, 1.0], [1.0, 1.0], [1.0, 1.0]])
    frame = triangle(paths(x), STATES)
    gap, told = frame.rows(named=True)
    assert gap["reason"] == "no score of CHN-RUS"
    assert {gap[name] for name in (*COLUMNS, OPEN, "type", "probability", "entropy", "best_pair")} == {None}
    assert told["reason"] is None and told["type"] == "menage"
    assert set(roles(frame.head(1))["probability"]) == {None}


def test_a_state_outside_the_scores_leaves_only_gaps():
    frame = triangle(paths(np.ones((3, 2))), ("CHN", "RUS", "IND"))
    assert frame["type"].to_list() == [None, None]
    assert frame.item(0, "reason") == "no score of CHN-IND and RUS-IND"


def test_what_is_unsure_is_said_and_not_hidden():
    evidence = np.array([[False], [True], [True]])
    row = triangle(paths(np.array([[0.1], [2.0], [-2.0]]), 0.5, evidence=evidence), STATES).row(0, named=True)
    assert row["unsettled"] == ["CHN-RUS"], "its 90 per cent interval holds 0"
    assert row["thin"] == ["CHN-RUS"]
    assert row["best_pair"] == "CHN-USA" and row["best_probability"] > 0.9


def test_a_tie_of_exactly_zero_is_no_good_tie():
    assert pattern_shares(np.zeros((2, 3, 1)))[0].tolist() == [0, 0, 0, 0, 0, 0, 0, 1, 0]


def test_runs_of_one_type_end_at_gaps():
    x = np.array([[1, 1, np.nan, 1, -1], [1, 1, 1, 1, -1], [1, 1, 1, 1, -1]], dtype=float)
    found = [(each.type, each.first_year, each.last_year, each.n) for each in spells(triangle(paths(x, 0.01), STATES))]
    assert found == [("menage", 1950, 1951, 2), ("menage", 1953, 1953, 1), ("veto", 1954, 1954, 1)]


def test_every_state_has_one_role_in_every_pattern():
    assert len({pattern.signs for pattern in PATTERNS}) == 8
    assert all({pattern.role(at) for at in range(3)} <= set(ROLES) for pattern in PATTERNS)
    assert [PATTERNS[1].role(at) for at in range(3)] == ["pivot", "wing", "wing"]
    assert [PATTERNS[6].role(at) for at in range(3)] == ["partner", "partner", "outcast"]


@pytest.mark.parametrize(("states", "neutral"), [(("CHN", "RUS"), 0), (("CHN", "RUS", "RUS"), 0), (STATES, -0.1)])
def test_what_is_no_triangle_is_refused(states, neutral):
    with pytest.raises(DetenteError) as error:
        triangle(paths(np.ones((3, 1))), states, neutral=neutral)
    assert error.value.number == 641


def test_scores_and_draws_of_another_shape_are_refused():
    with pytest.raises(DetenteError) as error:
        paths(np.ones((3, 2)), evidence=np.ones((3, 1), dtype=bool))
    assert error.value.number == 640
