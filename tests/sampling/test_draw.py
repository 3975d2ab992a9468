"""Drawing: random, repeatable, and independent of order."""

from collections import Counter

import pytest

from detente.sampling.draw import draw, ranked, shares

IDS = [f"e{number}" for number in range(200)]


def test_the_same_seed_gives_the_same_rows_in_whatever_order_they_are_held():
    assert draw({"all": IDS}, 20, 1) == draw({"all": IDS[::-1]}, 20, 1)
    assert {row["id"] for row in draw({"all": IDS}, 20, 1)} != {row["id"] for row in draw({"all": IDS}, 20, 2)}


def test_every_id_is_as_likely_as_another():
    """Of 400 draws of a tenth, each id is drawn 40 times, give or take four standard deviations of 6."""
    counts = Counter(row["id"] for seed in range(400) for row in draw({"all": IDS}, 20, seed * 2))
    assert set(counts) == set(IDS) and all(16 <= times <= 64 for times in counts.values())


def test_a_larger_sample_holds_the_smaller_one():
    assert {row["id"] for row in draw({"all": IDS}, 10, 3)} < {row["id"] for row in draw({"all": IDS}, 20, 3)}


@pytest.mark.parametrize(
    ("sizes", "n", "expected"),
    [
        ({"a": 100, "b": 100}, 10, {"a": 5, "b": 5}),
        ({"a": 100, "b": 2}, 10, {"a": 8, "b": 2}),
        ({"a": 100, "b": 2, "c": 100}, 11, {"a": 5, "b": 2, "c": 4}),
        ({"a": 3, "b": 2}, 10, {"a": 3, "b": 2}),
        ({"a": 3, "b": 2}, 0, {"a": 0, "b": 0}),
        ({"a": 5, "b": 5, "c": 5}, 2, {"a": 1, "b": 1, "c": 0}),
        ({}, 5, {}),
    ],
)
def test_strata_share_alike_and_a_small_one_gives_all_it_has(sizes, n, expected):
    assert shares(sizes, n) == expected


def test_a_row_tells_its_stratum_and_how_many_there_are():
    rows = draw({"AID": IDS[:30], "CONSULT": IDS[30:32], "EMPTY": []}, 10, 0)
    assert Counter((row["stratum"], row["population"], row["drawn"]) for row in rows) == {("AID", 30, 8): 8, ("CONSULT", 2, 2): 2}


def test_strata_are_mixed():
    rows = draw({"A": IDS[:100], "B": IDS[100:]}, 40, 0)
    assert {row["stratum"] for row in rows[:12]} == {"A", "B"}


def test_ranks_are_of_distinct_ids():
    assert sorted(ranked(["b", "a", "b"], 0)) == ["a", "b"]
