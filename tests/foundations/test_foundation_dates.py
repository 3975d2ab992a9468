"""Day numbers against Python's own calendar, Old Style against treaties, EDTF there and back."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dates import (
    UNIX_DAY,
    UncertainDate,
    calendar_day,
    date_of_days,
    day_number,
    days_in_month,
    is_leap,
    iso_day,
    julian_day_number,
    read_edtf,
    year_of,
)

EARLIEST, LATEST = day_number(-9999), day_number(9999, 12, 31)
DAYS = st.integers(EARLIEST, LATEST)
"""Every day that a four-digit EDTF year can name."""


@given(st.dates())
def test_day_numbers_are_those_of_pythons_calendar(date):
    number = day_number(date.year, date.month, date.day)
    assert number == date.toordinal()
    assert calendar_day(number) == (date.year, date.month, date.day)
    assert iso_day(number) == date.isoformat()
    assert year_of(number) == date.year


@given(st.integers(-4_000_000, 4_000_000))
def test_every_day_has_one_date_in_any_century(number):
    assert day_number(*calendar_day(number)) == number


@given(st.integers(-4_000_000, 4_000_000))
def test_the_calendar_repeats_every_400_years(number):
    year, month, day = calendar_day(number)
    assert calendar_day(number + 146_097) == (year + 400, month, day)


@given(st.integers(-3000, 3000), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap(year, month):
    next_year, next_month = (year + 1, 1) if month == 12 else (year, month + 1)
    assert day_number(year, month, days_in_month(year, month)) + 1 == day_number(next_year, next_month, 1)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1950, 2, 29), (1900, 2, 29), (1950, 0, 1), (1950, 13, 1), (1950, 4, 31), (1950, 1, 0), (1950, 1, -1)]
)
def test_a_day_that_never_was_is_refused_by_name(year, month, day):
    with pytest.raises(ValueError, match=f"no such day: {year}-{month}-{day}"):
        day_number(year, month, day)


def test_leap_years_before_the_common_era_are_astronomical():
    assert [year for year in range(-9, 5) if is_leap(year)] == [-8, -4, 0, 4]
    assert is_leap(2000) and not is_leap(1900) and not is_leap(-100) and is_leap(-400)


def test_the_day_before_the_common_era_is_day_nought_of_1_bce():
    assert calendar_day(0) == (0, 12, 31)
    assert iso_day(0) == "0000-12-31"
    assert iso_day(day_number(-430, 3, 1)) == "-0430-03-01"


def test_years_before_the_common_era_sort_and_subtract():
    war_begins, war_ends = day_number(-430), day_number(-403)
    assert war_begins < war_ends < day_number(1)
    assert year_of(war_ends) - year_of(war_begins) == 27


@pytest.mark.parametrize(
    ("old_style", "new_style", "why"),
    [
        ((1914, 7, 17), (1914, 7, 30), "Russian general mobilisation"),
        ((1917, 10, 25), (1917, 11, 7), "the October Revolution"),
        ((1918, 1, 31), (1918, 2, 13), "the last Old Style day in Russia"),
        ((1582, 10, 4), (1582, 10, 14), "the last Julian day of Rome"),
        ((1700, 2, 28), (1700, 3, 10), "the day before the gap grew"),
        ((1700, 2, 29), (1700, 3, 11), "a day that only the Julian calendar has"),
        ((1689, 8, 27), (1689, 9, 6), "the Treaty of Nerchinsk"),
        ((-43, 3, 15), (-43, 3, 13), "the Ides of March, 44 BCE"),
        ((250, 6, 1), (250, 6, 1), "the two calendars agree in the third century"),
    ],
)
def test_old_style_dates_fall_on_their_new_style_day(old_style, new_style, why):
    assert julian_day_number(*old_style) == day_number(*new_style), why


@given(st.integers(-4000, 4000), st.integers(1, 12))
def test_the_julian_calendar_has_a_leap_day_every_fourth_year(year, month):
    leap = (year + (month > 2)) % 4 == 0
    assert julian_day_number(year + 1, month, 1) - julian_day_number(year, month, 1) == 365 + leap


@pytest.mark.parametrize(("year", "month", "day"), [(1914, 2, 29), (1914, 13, 1), (1914, 6, 31), (1914, 6, 0)])
def test_an_old_style_day_that_never_was_is_refused(year, month, day):
    with pytest.raises(ValueError, match="no such day"):
        julian_day_number(year, month, day)


# EDTF ------------------------------------------------------------------------------------------------

READINGS = [
    ("1950-02-14", "1950-02-14", "1950-02-14", "day"),
    ("1950-02", "1950-02-01", "1950-02-28", "month"),
    ("1952-02", "1952-02-01", "1952-02-29", "month"),
    ("1950", "1950-01-01", "1950-12-31", "year"),
    ("1950?", "1950-01-01", "1950-12-31", "year"),
    ("1950-06~", "1950-06-01", "1950-06-30", "month"),
    ("1950-06-01%", "1950-06-01", "1950-06-01", "day"),
    ("195X", "1950-01-01", "1959-12-31", "decade"),
    ("19XX", "1900-01-01", "1999-12-31", "century"),
    ("00XX", "0000-01-01", "0099-12-31", "century"),
    ("1960-21", "1960-03-01", "1960-05-31", "season"),
    ("1960-22", "1960-06-01", "1960-08-31", "season"),
    ("1960-23", "1960-09-01", "1960-11-30", "season"),
    ("1959-24", "1959-12-01", "1960-02-29", "season"),
    ("0000", "0000-01-01", "0000-12-31", "year"),
    ("-0430-03", "-0430-03-01", "-0430-03-31", "month"),
    ("1958/1962", "1958-01-01", "1962-12-31", "interval"),
    ("1964-10-16/1965-03", "1964-10-16", "1965-03-31", "interval"),
    ("195X/1964", "1950-01-01", "1964-12-31", "interval"),
    ("../1960-06", None, "1960-06-30", "interval"),
    ("/1960-06", None, "1960-06-30", "interval"),
    ("1969-03-02/..", "1969-03-02", None, "interval"),
    ("1969-03-02/", "1969-03-02", None, "interval"),
]


@pytest.mark.parametrize(("edtf", "start", "end", "precision"), READINGS)
def test_edtf_is_read_to_its_first_and_last_day(edtf, start, end, precision):
    date = read_edtf(edtf)
    assert tuple(None if day is None else iso_day(day) for day in (date.start, date.end)) == (start, end)
    assert (date.precision, date.edtf, date.text, date.basis) == (precision, edtf, edtf, "explicit")


def test_the_words_of_the_source_are_kept_beside_the_edtf():
    date = read_edtf("1960", text="the year of the rat", basis="inherited")
    assert (date.text, date.edtf, date.basis) == ("the year of the rat", "1960", "inherited")


@pytest.mark.parametrize(
    "bad",
    [
        "", "  ", "1960s",
        "60", "1960-1", "1960-13", "1960-00", "1960-02-30", "1960-25", "1960-02-14-01", "19X0", "X960", "1960-XX", "195X-03", "19XX-01-01",
        "1960-21-05", "-0000", "12345", "1960 ", "1960\n",
        "1960--02", "١٩٦٠", "1960/1959", "1960-05/1960-04", "../..", "/", "1960/x", "a/1960",
        "1960/1961/1962",
    ],
)  # fmt: skip
def test_what_is_not_edtf_is_refused(bad):
    with pytest.raises(ValueError, match=r"EDTF|interval"):
        read_edtf(bad)


@pytest.mark.parametrize("bad", ["1960-13", "1960-02-30", "195X-03", "1960-21-05", "sixties", "1959/1960-02-30"])
def test_a_refusal_names_the_string(bad):
    with pytest.raises(ValueError, match=bad.split("/")[-1]):
        read_edtf(bad)


# there and back --------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 40_000))
def test_any_range_of_days_has_an_edtf_that_reads_back_to_it(start, length):
    end = min(start + length, LATEST)
    date = date_of_days(start, end, text="t", basis="relative")
    assert (date.start, date.end, date.text, date.basis) == (start, end, "t", "relative")
    assert read_edtf(date.edtf, text="t", basis="relative") == date


@given(DAYS)
def test_a_range_open_on_one_side_keeps_it_open(day):
    since, until = date_of_days(day, None, text="since"), date_of_days(None, day, text="until")
    assert (since.start, since.end, until.start, until.end) == (day, None, None, day)
    assert since.edtf.endswith("/..") and until.edtf.startswith("../")
    assert since.first == since.last == until.first == until.last == day


@given(DAYS, st.integers(0, 4000))
def test_about_moves_no_bound(start, length):
    end = min(start + length, LATEST)
    plain, about = date_of_days(start, end, text="t"), date_of_days(start, end, text="t", approximate=True)
    assert (about.start, about.end, about.precision) == (plain.start, plain.end, plain.precision)
    assert about.edtf.replace("~", "") == plain.edtf and "~" in about.edtf


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        ((1950, 2, 14), (1950, 2, 14), "1950-02-14"),
        ((1950, 2, 1), (1950, 2, 28), "1950-02"),
        ((1950, 1, 1), (1950, 12, 31), "1950"),
        ((1950, 1, 1), (1959, 12, 31), "195X"),
        ((1900, 1, 1), (1999, 12, 31), "19XX"),
        ((1960, 3, 1), (1960, 5, 31), "1960-21"),
        ((1960, 12, 1), (1961, 2, 28), "1960-24"),
        ((1958, 1, 1), (1962, 12, 31), "1958/1962"),
        ((1958, 7, 1), (1962, 9, 30), "1958-07/1962-09"),
        ((1958, 7, 3), (1958, 7, 29), "1958-07-03/1958-07-29"),
        ((-1, 1, 1), (-1, 12, 31), "-0001"),
        ((0, 1, 1), (9, 12, 31), "0000/0009"),
    ],
)
def test_the_edtf_of_a_range_is_the_shortest(start, end, edtf):
    assert date_of_days(day_number(*start), day_number(*end), text="t").edtf == edtf


def test_a_range_that_says_nothing_or_runs_backwards_is_refused():
    for start, end in [(None, None), (10, 5), (day_number(1960), day_number(1959))]:
        with pytest.raises(ValueError, match=r"says nothing|before it begins|no EDTF"):
            date_of_days(start, end, text="t")


def test_a_year_of_five_digits_is_refused_not_cut():
    with pytest.raises(ValueError, match="12000"):
        date_of_days(day_number(12_000), day_number(12_000), text="t")


# partial dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "start_text", "end_text"),
    [
        ("1950-02-14", "1950-02-14", "1950-02-14"),
        ("1950-02", "1950-02", "1950-02"),
        ("1950", "1950", "1950"),
        ("195X", "1950", "1959"),
        ("19XX", "1900", "1999"),
        ("1960-21", "1960-03", "1960-05"),
        ("1959-24", "1959-12", "1960-02"),
        ("1958/1962", "1958", "1962"),
        ("1958-03/1962-09", "1958-03", "1962-09"),
        ("1958-03-02/1962-09", "1958-03-02", "1962-09"),
        ("1958-03-02/..", "1958-03-02", None),
        ("../1960-06", None, "1960-06"),
        ("-0430", "-0430", "-0430"),
    ],
)
def test_bounds_are_told_no_finer_than_the_source(edtf, start_text, end_text):
    date = read_edtf(edtf)
    assert (date.start_text, date.end_text) == (start_text, end_text)


def test_a_week_is_told_by_its_days():
    monday = day_number(1950, 2, 6)
    week = UncertainDate(text="that week", edtf="1950-02-06/1950-02-12", start=monday, end=monday + 6, precision="week")
    assert (week.start_text, week.end_text) == ("1950-02-06", "1950-02-12")


@given(DAYS, st.integers(0, 4000))
def test_a_partial_bound_never_leaves_its_day(start, length):
    end = min(start + length, LATEST)
    date = date_of_days(start, end, text="t")
    assert read_edtf(date.start_text).start == start
    assert read_edtf(date.end_text).end == end


def test_python_has_no_such_years():
    """Why the house has a calendar of its own."""
    with pytest.raises(ValueError, match="year"):
        datetime.date(-430, 1, 1)


def test_interval_of_months_that_ends_a_year_keeps_its_months() -> None:
    date = date_of_days(day_number(1960, 11), day_number(1960, 12, 31), text="November-December 1960")
    assert date.edtf == "1960-11/1960-12"


def test_interval_of_whole_years_is_written_in_years() -> None:
    assert date_of_days(day_number(1958), day_number(1962, 12, 31), text="1958-62").edtf == "1958/1962"


def test_the_day_from_which_data_frames_count():
    assert datetime.date(1970, 1, 1).toordinal() == UNIX_DAY
