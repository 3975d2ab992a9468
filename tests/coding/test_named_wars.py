"""Wars named by both sides and dated in passing."""

from __future__ import annotations

import pytest
from coding_documents import document_of

from detente.coding.coder import FastCoder
from detente.coding.named_wars import RULE
from detente.model import Event

CODER = FastCoder()


def wars(text: str) -> list[Event]:
    """Wars of two states, by whichever rule."""
    events = CODER.code(document_of(text)).events
    assert all(event.reciprocal for event in events if event.rule == RULE)
    return [event for event in events if event.event_type == "ASSAULT"]


def told(text: str) -> list[tuple[set[str | None], str | None]]:
    return [({event.source.state, event.target.state}, event.date.edtf if event.date else None) for event in wars(text)]


@pytest.mark.parametrize(
    ("text", "sides", "date"),
    [
        ("Loans were raised after the Russo-Turkish War of 1877–78.", {"RUS", "TUR"}, "1877/1878"),
        ("The 1932 Bolivia-Paraguay war ruined both treasuries.", {"BOL", "PAR"}, "1932"),
        ("He had been wounded in the Greco-Turkish War (1919-1922).", {"GRC", "TUR"}, "1919/1922"),
        ("Prices doubled during the Ethiopia–Somalia conflict in 1977.", {"ETH", "SOM"}, "1977"),
        ("The Austro-Italian War, 1866, was short.", {"AUH", "ITA"}, "1866"),
        ("After the India-Pakistan War in 1947–48 the line was watched.", {"IND", "PAK"}, "1947/1948"),
    ],
)
def test_a_war_that_bears_two_names_and_a_year_was_fought(text, sides, date):
    assert told(text) == [(sides, date)]


@pytest.mark.parametrize(
    "text",
    [
        "The Russo-Turkish war was long.",
        "The treaty ended the Greco-Turkish War in 1922.",
        "If the 1932 Bolivia-Paraguay war had been avoided, both would be rich.",
        "The Franco-German study of 1905 was printed.",
        "The Cold War of 1947–89 was no war, and the Anglo-Saxon conflict of 880 is older than states.",
    ],
)
def test_no_year_of_its_own_no_war_of_states_or_one_that_was_not(text):
    assert not wars(text)


def test_one_war_is_told_once_and_another_of_the_same_two_again():
    text = (
        "The Greco-Turkish War of 1897 cost Thessaly. Bonds fell after the Greco-Turkish War of 1897. "
        "The Greco-Turkish War of 1919–22 ended an age."
    )
    assert [date for _, date in told(text)] == ["1897", "1919/1922"]


def test_a_war_that_the_text_has_told_is_not_told_by_its_name_again():
    told_twice = wars("In 1932 Bolivia attacked Paraguay. He had served in the Bolivia-Paraguay war of 1932.")
    assert [event.rule for event in told_twice if event.rule == RULE] == []
