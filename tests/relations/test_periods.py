import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dates import day_number
from detente.errors import DetenteError
from detente.relations import periods


def test_quarters_of_a_leap_year():
    over = periods("quarter", 1952, 1952)
    assert over.labels == ("1952-Q1", "1952-Q2", "1952-Q3", "1952-Q4")
    assert (over.ends - over.starts + 1).tolist() == [91, 91, 92, 92]


def test_years_before_our_era_carry_their_sign():
    assert periods("year", -431, -430).labels == ("-0431", "-0430")
    assert periods("month", -1, 0).labels[11:13] == ("-0001-12", "0000-01")


@given(st.sampled_from(["year", "quarter", "month"]), st.integers(-500, 2100), st.integers(0, 30))
def test_periods_follow_each_other_without_gap_or_overlap(unit, first, count):
    over = periods(unit, first, first + count)
    assert over.starts[0] == day_number(first)
    assert over.ends[-1] == day_number(first + count, 12, 31)
    assert (over.starts[1:] == over.ends[:-1] + 1).all()


def test_years_out_of_order_and_unknown_units_are_refused():
    with pytest.raises(DetenteError, match="D601"):
        periods("year", 1950, 1949)
    with pytest.raises(DetenteError, match="week"):
        periods("week", 1950, 1951)
