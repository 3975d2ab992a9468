"""Which states and years a study is about when its file does not say."""

from dataclasses import replace

import pytest
from detente_standins import ToyCoder, make_document

from detente.dates import read_edtf
from detente.study.file import StudyFile
from detente.study.scope import MOST_STATES, scope_of


def events(text):
    return ToyCoder().code(make_document(text)).events


TOLD = events("China met Russia in 1950. Russia met China in 1960. China met India in 1954. Japan met China in 1972.")


def test_without_a_file_the_most_frequent_pair_comes_first():
    scope = scope_of(StudyFile(title="T"), TOLD)
    assert scope.states == ("CHN", "RUS", "IND", "JPN")
    assert scope.dyads[0] == ("CHN", "RUS") and len(scope.dyads) == 6
    assert (scope.first_year, scope.last_year) == (1950, 1972)


def test_the_file_decides_where_it_speaks():
    study = StudyFile(title="T", states=("IND", "CHN", "JPN"), focus=("CHN", "JPN"), first_year=1945, last_year=1990)
    scope = scope_of(study, TOLD)
    assert scope.states == ("CHN", "JPN", "IND") and scope.dyads[0] == ("CHN", "JPN")
    assert (scope.first_year, scope.last_year) == (1945, 1990)


def test_years_come_from_events_on_the_states_of_the_study():
    scope = scope_of(StudyFile(title="T", states=("CHN", "RUS")), TOLD)
    assert (scope.first_year, scope.last_year) == (1950, 1960)


def test_a_vague_date_gives_no_year():
    vague = [replace(event, date=read_edtf("195X")) for event in TOLD]
    scope = scope_of(StudyFile(title="T"), vague)
    assert scope.is_open and (scope.first_year, scope.last_year) == (None, None)


def test_nothing_told_is_no_scope():
    scope = scope_of(StudyFile(title="T"), [])
    assert scope.is_open and scope.states == () and scope.dyads == ()


@pytest.mark.parametrize("order", [1, -1])
def test_the_choice_does_not_hang_on_the_order_of_events(order):
    assert scope_of(StudyFile(title="T"), TOLD[::order]) == scope_of(StudyFile(title="T"), TOLD)


def test_no_more_states_are_chosen_than_a_reader_can_survey():
    states = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"]
    many = [
        replace(TOLD[0], source=replace(TOLD[0].source, state=a), target=replace(TOLD[0].target, state=b))
        for at, a in enumerate(states)
        for b in states[at + 1 :]
    ]
    assert len(scope_of(StudyFile(title="T"), many).states) == MOST_STATES


def test_a_lone_look_back_does_not_set_the_years():
    many = events(" ".join(f"China met Russia in {year}." for year in [1815, *([1952, 1953] * 60), 1999]))
    scope = scope_of(StudyFile(title="T"), many)
    assert (scope.first_year, scope.last_year) == (1952, 1953)
    assert scope_of(StudyFile(title="T"), many[:40]).first_year == 1815
