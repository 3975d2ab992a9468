"""The triangle of China, the USSR and the United States from the makers' own files, where these are at hand."""

import os
from pathlib import Path

import pytest

from detente.study import triangle_rows

DATA = os.environ.get("DETENTE_DATA", "")
pytestmark = [pytest.mark.data, pytest.mark.skipif(not DATA, reason="DETENTE_DATA names no folder of published data")]


@pytest.fixture(scope="module")
def rows():
    return {row["year"]: row for row in triangle_rows(None, data=Path(DATA), states=("CHN", "RUS", "USA"), years=(1946, 2014))}


def most(rows, first, last, kind, who):
    """Whether a type is the most probable of most years of a span."""
    return 2 * sum((rows[year]["type"], rows[year]["who"]) == (kind, who) for year in range(first, last + 1)) > last - first + 1


def test_china_and_the_ussr_stand_together_in_the_fifties(rows):
    assert most(rows, 1950, 1956, "marriage", "USA")


def test_all_three_are_at_odds_in_the_late_sixties(rows):
    assert most(rows, 1965, 1970, "veto", None)


def test_china_and_russia_have_the_best_relation_at_the_end(rows):
    assert all(rows[year]["best_pair"] == "CHN-RUS" and rows[year]["best_probability"] > 0.5 for year in (2013, 2014))


def test_every_year_has_probabilities_that_sum_to_one(rows):
    names = ("menage", "romantic", "marriage", "veto", "open")
    assert all(sum(row[name] for name in names) == pytest.approx(1) for row in rows.values())
