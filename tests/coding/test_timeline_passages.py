"""Time lines of passages, the calendar arithmetic under them, and what stands in brackets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.date_brackets import brackets
from detente.coding.date_moves import looks_ahead
from detente.coding.date_steps import named_near, stepped
from detente.coding.date_units import (
    Days,
    century_of,
    containing,
    day_of,
    decade_of,
    month_of,
    moved,
    neighbour,
    part_of,
    season_of,
    week_of,
    year_of_days,
)
from detente.coding.timeline import Timeline
from detente.dates import day_number, iso_day, read_edtf

PASSAGES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "gold_timelines.yaml").read_text(encoding="utf-8"))


def span(days: Days | None) -> tuple[str, str] | None:
    return (iso_day(days.start), iso_day(days.end)) if days else None


@pytest.mark.parametrize("passage", PASSAGES, ids=[passage["title"] for passage in PASSAGES])
def test_gold_timelines(passage: dict[str, Any]) -> None:
    published = passage.get("published")
    line = Timeline(published=read_edtf(published) if published else None)
    line.enter_section(passage["title"])
    got = []
    for sentence, _ in passage["says"]:
        if sentence.startswith("¶ "):
            line.enter_paragraph()
        anchor = line.read(sentence.removeprefix("¶ ")).anchor
        got.append([sentence, anchor.edtf if anchor else None])
    assert got == passage["says"], passage["why"]


@pytest.mark.parametrize(
    ("unit", "part", "first", "last"),
    [
        (month_of(1956, 2), "early", "1956-02-01", "1956-02-10"),
        (month_of(1956, 2), "late", "1956-02-21", "1956-02-29"),
        (month_of(1957, 2), "end", "1957-02-24", "1957-02-28"),
        (month_of(1957, 4), "first half", "1957-04-01", "1957-04-15"),
        (year_of_days(1960), "mid", "1960-05-01", "1960-08-31"),
        (year_of_days(1960), "end", "1960-11-01", "1960-12-31"),
        (year_of_days(1960), "second quarter", "1960-04-01", "1960-06-30"),
        (decade_of(1957), "early", "1950-01-01", "1953-12-31"),
        (decade_of(1957), "second half", "1955-01-01", "1959-12-31"),
        (century_of(19), "mid", "1834-01-01", "1866-12-31"),
        (century_of(19), "whole", "1800-01-01", "1899-12-31"),
    ],
)
def test_parts_of_units(unit: Days, part: str, first: str, last: str) -> None:
    assert span(part_of(unit, part)) == (first, last)


def test_parts_by_rule_of_thumb_say_so_and_halves_do_not() -> None:
    assert part_of(year_of_days(1960), "late").approximate
    assert not part_of(year_of_days(1960), "first half").approximate


@given(
    st.integers(-3000, 2100),
    st.sampled_from(["early", "mid", "late"]),
    st.sampled_from([year_of_days, decade_of, lambda year: month_of(year, 2)]),
)
def test_a_part_lies_inside_its_unit(year: int, part: str, unit: Any) -> None:
    whole = unit(year)
    cut = part_of(whole, part)
    assert whole.start <= cut.start <= cut.end <= whole.end


@given(st.integers(-3000, 2100), st.integers(1, 12))
def test_the_three_parts_of_a_month_fill_it_without_a_gap(year: int, month: int) -> None:
    whole = month_of(year, month)
    early, mid, late = (part_of(whole, part) for part in ("early", "mid", "late"))
    assert (early.start, late.end) == (whole.start, whole.end)
    assert (early.end + 1, mid.end + 1) == (mid.start, late.start)


def test_a_day_that_is_not_in_the_calendar_is_none() -> None:
    assert day_of(1950, 6, 31) is None
    assert day_of(1900, 2, 29) is None
    assert day_of(1950, 13, 1) is None


def test_winter_runs_over_the_turn_of_the_year() -> None:
    assert span(season_of(1956, 24)) == ("1956-12-01", "1957-02-28")
    assert span(containing(day_number(1957, 1, 15), "season")) == ("1956-12-01", "1957-02-28")


def test_weeks_begin_on_monday() -> None:
    assert span(week_of(day_number(2013, 9, 13))) == ("2013-09-09", "2013-09-15")


def test_months_carry_into_other_years_and_shorter_months() -> None:
    assert span(month_of(1950, 0)) == ("1949-12-01", "1949-12-31")
    assert iso_day(moved(day_number(1950, 1, 31), 1, "month")) == "1950-02-28"
    assert iso_day(moved(day_number(1952, 2, 29), -1, "year")) == "1951-02-28"


@given(st.integers(day_number(-500), day_number(2100)), st.integers(-400, 400), st.sampled_from(["day", "week", "month", "year", "decade"]))
def test_moving_there_and_back_ends_within_a_month_of_the_start(day: int, count: int, unit: Any) -> None:
    assert abs(moved(moved(day, count, unit), -count, unit) - day) <= 3


def test_the_following_and_the_previous_unit() -> None:
    june = month_of(1967, 6)
    assert span(neighbour(june, 1, "year")) == ("1968-01-01", "1968-12-31")
    assert span(neighbour(june, -1, "month")) == ("1967-05-01", "1967-05-31")


@pytest.mark.parametrize(
    ("word", "step", "first"),
    [
        ("July", 0, "1972-07-01"),
        ("July", -1, "1971-07-01"),
        ("May", 1, "1973-05-01"),
        ("autumn", -1, "1971-09-01"),
        ("spring", 1, "1973-03-01"),
        ("Christmas", 0, "1972-12-24"),
        ("year", 1, "1973-01-01"),
        ("decade", 0, "1970-01-01"),
        ("Sunday", 0, "1972-05-21"),
        ("weekend", -1, "1972-05-20"),
    ],
)
def test_named_things_near_a_friday_in_may(word: str, step: int, first: str) -> None:
    friday = Days(day_number(1972, 5, 26), day_number(1972, 5, 26), "day")
    near = named_near(word, friday, step)
    assert near is not None
    assert iso_day(near.start) == first


def test_a_month_cannot_be_placed_against_a_century() -> None:
    assert named_near("July", century_of(19), 0) is None


def test_loose_counts_are_wider_than_exact_ones() -> None:
    base = Days(day_number(1950, 6, 25), day_number(1950, 6, 25), "day")
    exact, loose = stepped(base, 3, "month", back=False, loose=False), stepped(base, 3, "month", back=False, loose=True)
    assert loose.start < exact.start <= exact.end < loose.end
    assert not exact.approximate
    assert loose.approximate


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He was blunt (CHEN, 2001: 64-65).", "citation"),
        ("He was blunt (CHEN, 2001: 64-65; ZHU, 1991: 43-44).", "citation"),
        ("He was blunt (YU, 2014, NJAL, 2014).", "citation"),
        ("He was blunt (cf. Garthoff 1994).", "citation"),
        ("He was blunt (De Haas, 2013).", "citation"),
        ("He was blunt (Smith and Jones 1988a).", "citation"),
        ("According to Snow (1994), he was blunt.", "citation"),
        ("As Westad (1992: 459-460) says, he was blunt.", "citation"),
        ("Nikita Khrushchev (1953-1964) was blunt.", "tenure"),
        ("The prime minister (1949-1976) was blunt.", "tenure"),
        ("The envoy (b. 1893) was blunt.", "tenure"),
        ("Tsar Nicholas (r. 1894–1917) was blunt.", "tenure"),
        ("The war (1937-1945) ruined both.", "date"),
        ("The war in Vietnam (1950-1954) ended.", "date"),
        ("The Bandung Conference (1955) was loud.", "date"),
        ("It met at Bandung (1955) and parted.", "date"),
        ("It was drafted (1913, never signed).", "date"),
        ("It was signed (on 5 May 1950).", "date"),
        ("THE HONEYMOON (UP TO LATE 1950s)", "date"),
    ],
)
def test_brackets_are_told_apart(text: str, kind: str) -> None:
    assert [found for _, _, found in brackets(text)] == [kind]


def test_brackets_without_digits_and_texts_without_brackets_give_none() -> None:
    assert brackets("The agency (or bureau) agreed.") == ()
    assert brackets("Nothing here.") == ()


@pytest.mark.parametrize(
    ("before", "ahead"),
    [
        ("a loan to be repaid by ", True),
        ("it is expected to double in ", True),
        ("they will meet in ", True),
        ("they met in ", False),
        ("it was repaid in ", False),
    ],
)
def test_words_that_look_ahead(before: str, ahead: bool) -> None:
    assert looks_ahead(before + "1963", len(before)) is ahead
