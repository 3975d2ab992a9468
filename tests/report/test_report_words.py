"""How the page writes dates, numbers, anchors and paths."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_studies import Maker

from detente.dates import UncertainDate, date_of_days, day_number, read_edtf
from detente.report import words


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1950-02-14", "14 February 1950"),
        ("1950-02", "February 1950"),
        ("1950", "1950"),
        ("195X", "1950s"),
        ("19XX", "1900 to 1999"),
        ("1958/1962", "1958 to 1962"),
        ("1958-03/1962", "March 1958 to December 1962"),
        ("1960-07-31/1960-08-03", "31 July to 3 August 1960"),
        ("1960-21", "March to May 1960"),
        ("1958-07-24/1958-07", "24 to 31 July 1958"),
        ("1959-12-30/1960-01-02", "30 December 1959 to 2 January 1960"),
        ("1950/1950-01-10", "1 to 10 January 1950"),
        ("../1960-06", "until June 1960"),
        ("1949-10/..", "since October 1949"),
        ("-0430", "431 BCE"),
        ("0014", "14"),
        ("-0430/0014", "431 BCE to 14"),
    ],
)
def test_dates_are_written_as_precisely_as_they_are_known(edtf: str, expected: str) -> None:
    assert words.date_text(read_edtf(edtf)) == expected


def test_no_date_is_said_to_be_undated() -> None:
    assert words.date_text(None) == "undated"
    assert words.date_text(UncertainDate(text="then", edtf="", start=None, end=None, precision="unknown")) == "undated"


def test_one_day_of_an_interval_is_named_once() -> None:
    same = date_of_days(day_number(1960, 1, 5), day_number(1960, 1, 5), text="that day")
    assert words.date_text(same) == "5 January 1960"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (-0.01, "0"),
        (7.0, "7"),
        (-4.25, "−4.2"),
        (10800, "10,800"),
        (300_000_000, "300 million"),
        (1_390_000_000, "1.39 billion"),
        (2.5e12, "2.5 trillion"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_numbers_are_written_for_reading(value: float | None, expected: str) -> None:
    assert words.number_text(value) == expected


@pytest.mark.parametrize(
    ("bound", "high", "expected"),
    [
        ("exact", None, "7,000 technicians"),
        ("about", None, "about 7,000 technicians"),
        ("more_than", None, "more than 7,000 technicians"),
        ("range", 8000.0, "7,000 to 8,000 technicians"),
        ("order", None, "of the order of 7,000 technicians"),
    ],
)
def test_a_figure_keeps_the_words_that_bind_it(bound: str, high: float | None, expected: str) -> None:
    figure = Maker(events_wanted=40, hostile=False).material().figures[0]
    changed = replace(figure, value=7000.0, high=high, unit="technicians", bound=bound)  # type: ignore[arg-type]
    assert words.amount_text(changed) == expected


def test_an_anchor_holds_no_character_that_could_end_an_attribute() -> None:
    assert words.anchor("event", '"><script> é#%') == "event-___script_____"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/home/alice/study/a.pdf: empty", "a.pdf: empty"),
        ("detente study /srv/x/sino --seed 7", "detente study sino --seed 7"),
        (r"C:\Users\alice\sino\a.pdf", "a.pdf"),
        ("file:///home/alice/a.pdf", "file:a.pdf"),
        ("~/studies/sino/a.pdf", "a.pdf"),
        ("'/home/alice/my/a.pdf'", "'a.pdf'"),
        ("https://example.org/a/b", "https://example.org/a/b"),
        ("sources/a.txt", "sources/a.txt"),
        ("km/h and 1950/51", "km/h and 1950/51"),
    ],
)
def test_the_folders_of_absolute_paths_are_cut(text: str, expected: str) -> None:
    assert words.without_paths(text) == expected


def test_what_a_page_cannot_hold_is_replaced_character_by_character() -> None:
    text = "a\x00b\ud800c\rd\n🕊"
    assert words.fit_text(text) == "a\ufffdb\ufffdc d\n🕊"
    assert len(words.fit_text(text)) == len(text)


def test_a_spoken_label_keeps_no_mark_that_turns_the_writing() -> None:
    assert words.label_text("\u202egnp.exe\u202c\n  x") == "gnp.exe x"
