"""A study's meetings beside the list of visits of the Office of the Historian."""

import polars as pl
import pytest

from detente.datasets.published import read_published
from detente.study.scope import Scope
from detente.study.visits import visits_of

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<trips>
  <trip role="president" who="nixon-richard-m">
    <id>1</id><role>president</role><name>Richard M. Nixon</name>
    <start-date>1972-02-21</start-date><end-date>1972-02-28</end-date>
    <country id="china">China, People's Republic of</country>
    <locale>Beijing</locale><remarks>State visit; met with Chairman Mao and Premier Zhou.</remarks>
  </trip>
  <trip role="president" who="nixon-richard-m">
    <id>2</id><role>president</role><name>Richard M. Nixon</name>
    <start-date>1972-05-22</start-date><end-date>1972-05-30</end-date>
    <country id="russia">Soviet Union</country>
    <locale>Moscow</locale><remarks>State visit.</remarks>
  </trip>
</trips>
"""


@pytest.fixture
def reading(tmp_path):
    path = tmp_path / "nixon-richard-m.xml"
    path.write_text(LIST, encoding="utf-8")
    return read_published(path)


def scope(first=1945, last=2014, states=("CHN", "RUS", "USA")):
    dyads = tuple((a, b) for at, a in enumerate(states) for b in states[at + 1 :])
    return Scope(states=states, dyads=dyads, first_year=first, last_year=last)


def no_meetings():
    from detente.relations import meetings

    return meetings([])


def test_without_a_list_there_is_no_table(reading):
    assert visits_of(no_meetings(), scope(), []) is None
    assert visits_of(None, scope(), [reading]) is None


def test_what_the_texts_do_not_tell_stands_as_the_list_has_it(reading):
    found = visits_of(no_meetings(), scope(), [reading])
    assert found.select("status", "days", "states").rows() == [
        ("list", "1972-02-21/1972-02-28", ["CHN", "USA"]),
        ("list", "1972-05-22/1972-05-30", ["RUS", "USA"]),
    ]


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        (scope(states=("CHN", "USA")), ["1972-02-21/1972-02-28"]),
        (scope(first=1973), []),
        (scope(last=1971), []),
    ],
)
def test_only_the_study_s_states_and_years_are_compared(reading, asked, days):
    assert visits_of(no_meetings(), asked, [reading])["days"].to_list() == days


def test_a_visit_that_both_tell_of_names_statements_and_rows(reading, tmp_path):
    from detente.coding.coder import FastCoder
    from detente.documents import read_file
    from detente.relations import meetings

    text = "President Richard Nixon visited China from 21 to 28 February 1972 and met Mao Zedong in Beijing on 21 February 1972."
    (tmp_path / "told.txt").write_text(text, encoding="utf-8")
    told = meetings([event for document in read_file(tmp_path / "told.txt") for event in FastCoder().code(document).events])
    found = visits_of(told, scope(), [reading]).filter(pl.col("status") == "both")
    assert found.height >= 1 and all(row["event_ids"] and row["rows"] for row in found.iter_rows(named=True))
