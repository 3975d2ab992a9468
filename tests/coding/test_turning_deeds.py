"""Deeds that stand for a turning of a relation, beside what the sources assert of it."""

from dataclasses import replace

import pytest
from coding_documents import document_of

from detente.coding.coder import FastCoder
from detente.coding.turning_deeds import turning_deeds
from detente.dates import read_edtf

CODER = FastCoder()


def deeds(text):
    found = CODER.code(replace(document_of(text), published=read_edtf("2000")))
    return [(p.states, p.direction, p.date.edtf, p.turning) for p in found.periods if p.deed], found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 22 June 1941 Germany attacked the Soviet Union.", (("GMY", "RUS"), "low", "1941-06-22", False)),
        ("France and Russia signed a treaty of alliance on 4 January 1894.", (("FRN", "RUS"), "up", "1894-01-04", True)),
        ("In 1935 Italy invaded Ethiopia.", (("ETH", "ITA"), "low", "1935", False)),
        ("In April 1961 the Soviet Union withdrew its troops from Finland.", (("FIN", "RUS"), "up", "1961-04", True)),
    ],
)
def test_treaties_attacks_and_withdrawals_stand_for_turnings(text, expected):
    assert expected in deeds(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Germany attacked the Soviet Union.",
        "In 1941 Germany might have attacked Turkey.",
        "In 1907 the ministers of France and Russia met in Paris.",
        "In 1950 Relations between France and Russia improved.",
    ],
)
def test_what_is_undated_undone_or_slight_stands_for_none(text):
    assert deeds(text)[0] == []


def test_where_a_period_is_told_its_deeds_add_nothing():
    text = "Relations between Italy and Ethiopia deteriorated in 1935. In 1935 Italy attacked Ethiopia."
    found, coding = deeds(text)
    assert found == [] and [p.direction for p in coding.periods] == ["down"]


def test_of_several_deeds_of_one_year_and_way_the_surest_stands():
    text = "On 3 October 1935 Italy invaded Ethiopia. In November 1935 Italy bombed Ethiopia."
    found, coding = deeds(text)
    assert len(found) == 1
    best = max(event.confidence for event in coding.events if event.event_type == "ASSAULT")
    assert next(p for p in coding.periods if p.deed).confidence == best


def test_the_order_of_the_statements_does_not_matter():
    text = "On 3 October 1935 Italy invaded Ethiopia. In 1936 Britain signed a treaty with Egypt. In 1939 Italy attacked Albania."
    _, coding = deeds(text)
    told = turning_deeds(coding.events, coding.agreements, [])
    assert turning_deeds(coding.events[::-1], coding.agreements[::-1], []) == told and len(told) == 3
