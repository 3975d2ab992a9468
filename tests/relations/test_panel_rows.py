"""Which rows a panel has: membership by day, order, direction, two lists of states, relevance."""

import csv
import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.relations.panels import add_relevance, dyad_years, state_years


def rows(**asked):
    return dyad_years(**asked).collect().rows()


def years_of_pair(a, b, first, last, **more):
    return [year for _, _, year in rows(first=first, last=last, states=(a, b), directed=False, **more)]


def test_a_pair_has_a_row_in_both_orders_or_in_one():
    assert rows(first=1969, last=1970, states=("RUS", "CHN")) == [(365, 710, 1969), (365, 710, 1970), (710, 365, 1969), (710, 365, 1970)]
    assert rows(first=1969, last=1970, states=(365, 710), directed=False) == [(365, 710, 1969), (365, 710, 1970)]


def test_keys_are_32_bits_and_in_order():
    frame = dyad_years(first=1816, last=1830).collect()
    assert list(frame.schema.items()) == [("ccode1", pl.Int32), ("ccode2", pl.Int32), ("year", pl.Int32)]
    assert frame.equals(frame.sort("ccode1", "ccode2", "year"))


def test_india_and_pakistan_are_a_pair_from_1947():
    assert years_of_pair(750, 770, 1945, 1949) == [1947, 1948, 1949]


def test_the_two_german_states_and_germany_are_pairs_only_while_both_were_members():
    assert years_of_pair(260, 265, 1945, 1995) == list(range(1955, 1991))
    assert years_of_pair(2, 255, 1944, 1991) == [1944, 1945, 1990, 1991]
    # the one ended on the day before the other began
    assert years_of_pair(255, 260, 1945, 1995) == years_of_pair(255, 265, 1945, 1995) == []


def test_a_state_that_fell_and_rose_within_a_year_has_that_year_once():
    # Haiti left in 1915; Cuba was away from September 1906 to January 1909
    assert years_of_pair(2, 40, 1905, 1910) == [1905, 1906, 1909, 1910]
    frame = dyad_years(first=1816, last=2016).collect()
    assert frame.is_duplicated().sum() == 0


def test_the_panel_of_all_years_has_the_rows_that_a_count_by_days_gives():
    assert dyad_years(first=1816, last=2016).select(pl.len()).collect().item() == 1_912_290
    assert dyad_years(first=1816, last=2016, directed=False).select(pl.len()).collect().item() == 956_145


def test_membership_goes_on_after_the_last_release():
    assert years_of_pair(2, 365, 2015, 2020) == [2015, 2016, 2017, 2018, 2019, 2020]


def test_state_years_count_a_year_from_one_day_of_membership():
    assert state_years(first=1912, last=1916, states=("HAI",)).collect().rows() == [(41, year) for year in (1912, 1913, 1914, 1915)]


def test_gleditsch_and_ward_number_states_their_way_with_the_cow_number_beside():
    frame = dyad_years(first=1988, last=1993, system="gw", states=(2, 260), directed=False).collect()
    assert frame.columns == ["gwcode1", "gwcode2", "year", "ccode1", "ccode2"]
    assert frame["ccode2"].to_list() == [260, 260, 260, 255, 255, 255]
    tibet = dyad_years(first=1930, last=1930, system="gw", states=(711, 710), directed=False).collect()
    assert tibet.row(0) == (710, 711, 1930, 710, None)


def test_one_gleditsch_ward_number_of_two_states_has_each_year_once():
    # 678 is the Yemen Arab Republic until 21 May 1990 and Yemen from the next day
    frame = dyad_years(first=1989, last=1991, system="gw", states=(2, 678), directed=False).collect()
    assert frame.select("year", "ccode2").rows() == [(1989, 678), (1990, 678), (1991, 679)]
    assert state_years(first=1989, last=1991, system="gw", states=(678,)).collect().rows() == [
        (678, 1989, 678),
        (678, 1990, 678),
        (678, 1991, 679),
    ]


def test_serbia_and_yugoslavia_are_one_to_the_one_list_and_two_to_the_other():
    frame = state_years(first=2005, last=2008, system="gw", states=(340, 345)).collect()
    assert frame.rows() == [(340, 2006, None), (340, 2007, 345), (340, 2008, 345), (345, 2005, 345), (345, 2006, 345)]


NEAR = pl.DataFrame({"ccode1": [365, 365], "ccode2": [710, 2], "kind": [1, 2], "first_year": [1860, 1959], "last_year": [2016, 2016]})
GREAT = pl.DataFrame({"ccode": [2, 365], "first_year": [1898, 1922], "last_year": [2016, 2016]})


def test_relevant_pairs_are_contiguous_or_with_a_major_power():
    asked = {"first": 1970, "last": 1970, "directed": False, "states": (2, 365, 750, 770, 710)}
    told = dyad_years(**asked, relevant=True, contiguity=NEAR, majors=GREAT).collect().rows()
    assert told == [(2, 365, 1970), (2, 710, 1970), (2, 750, 1970), (2, 770, 1970), (365, 710, 1970), (365, 750, 1970), (365, 770, 1970)]


def test_relevance_is_not_known_beyond_coverage():
    panel = dyad_years(first=2015, last=2018, directed=False, states=(2, 750))
    assert add_relevance(panel, contiguity=NEAR, majors=GREAT).collect()["relevant"].to_list() == [True, True, None, None]
    assert dyad_years(first=2015, last=2018, states=(2, 750), relevant=True, contiguity=NEAR, majors=GREAT).collect().height == 4


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"first": 1900, "last": 1899}, 610),
        ({"first": 1815, "last": 1900}, 610),
        ({"first": 1900, "last": 1901, "system": "un"}, 610),
        ({"first": 1900, "last": 1901, "relevant": True}, 610),
        ({"first": 1900, "last": 1901, "states": ("Atlantis",)}, 611),
        ({"first": 1900, "last": 1901, "states": (99999,)}, 611),
    ],
)
def test_what_cannot_be_made_is_a_numbered_error(asked, number):
    with pytest.raises(DetenteError) as caught:
        dyad_years(**asked)
    assert caught.value.number == number


@given(st.integers(1816, 2016), st.integers(0, 5), st.booleans())
@settings(max_examples=15, deadline=None)
def test_a_directed_panel_is_the_undirected_one_in_both_orders(first, more, gw):
    system = "gw" if gw else "cow"
    key = "gwcode" if gw else "ccode"
    one = dyad_years(first=first, last=first + more, system=system, directed=False).collect()
    both = dyad_years(first=first, last=first + more, system=system).collect()
    assert both.height == 2 * one.height
    assert both.filter(pl.col(f"{key}1") < pl.col(f"{key}2")).equals(one)


@pytest.mark.data
def test_the_register_has_every_membership_of_the_published_list():
    folder = Path(os.environ.get("DETENTE_DATA", "")) / "cow"
    if not os.environ.get("DETENTE_DATA") or not (folder / "cow_states.csv").is_file():
        pytest.skip("DETENTE_DATA names no folder with cow/cow_states.csv")
    with (folder / "cow_states.csv").open(encoding="utf-8", newline="") as stream:
        spells = [(int(row["ccode"]), int(row["styear"]), int(row["endyear"])) for row in csv.DictReader(stream)]
    listed = {(ccode, year) for ccode, first, last in spells for year in range(first, last + 1)}
    assert len(spells) == 243
    assert set(state_years(first=1816, last=2016).collect().rows()) == listed
