"""Repeats among events, by hand and as properties."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.datasets import without_repeats
from detente.errors import DataRefused

KINDS = {
    "day": pl.Int32,
    "last_day": pl.Int32,
    "source": pl.Int16,
    "target": pl.Int16,
    "code": pl.String,
    "n": pl.UInt32,
    "row": pl.UInt32,
    "print": pl.UInt64,
    "data_set": pl.String,
}


def frame(*rows):
    return pl.DataFrame(rows, schema=KINDS, orient="row")


EVENTS = frame(
    (1, 1, 2, 365, "031", 1, 1, 11, "A"),
    (1, 1, 2, 365, "031", 1, 2, 11, "A"),  # the same row again
    (1, 1, 2, 365, "031", 1, 3, 12, "A"),  # the same deed, told otherwise
    (1, 1, 365, 2, "031", 1, 4, 13, "A"),  # the other direction
    (2, 2, 2, 365, "031", 1, 5, 14, "A"),  # another day
    (1, 1, 2, 365, "031", 1, 6, 11, "B"),  # another data set
    (1, 1, None, 365, "031", 1, 7, 15, "A"),
    (1, 1, None, 365, "031", 1, 8, 16, "A"),  # two actors that are no states may differ
    (1, 31, 2, 365, "031", 5, 9, 17, "A"),
    (1, 31, 2, 365, "031", 5, 10, 17, "A"),  # counts of a month are no events
)


@pytest.mark.parametrize(
    ("keep", "rows", "dropped"),
    [("all", list(range(1, 11)), (1, 1)), ("rows", [1, 3, 4, 5, 6, 7, 8, 9, 10], (1, 0)), ("deeds", [1, 4, 5, 6, 7, 8, 9, 10], (1, 1))],
)
def test_each_rule(keep, rows, dropped):
    kept, told = without_repeats(EVENTS, keep=keep)
    assert kept["row"].to_list() == rows and (told.rows, told.deeds) == dropped
    assert "1 " in str(told)


def test_deeds_are_the_default_and_another_rule_is_refused():
    assert without_repeats(EVENTS)[0].height == 8
    with pytest.raises(DataRefused) as caught:
        without_repeats(EVENTS, keep="some")
    assert caught.value.number == 335


def test_no_events_have_no_repeats():
    kept, told = without_repeats(EVENTS.clear())
    assert kept.is_empty() and (told.rows, told.deeds) == (0, 0)


events = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([2, 365, None]), st.sampled_from([2, 365]), st.sampled_from("ab"), st.integers(1, 9))
)


@given(events)
def test_what_is_left_has_no_repeat_and_nothing_is_lost(rows):
    table = frame(*((day, day, a, b, code, 1, at, print_, "A") for at, (day, a, b, code, print_) in enumerate(rows, 1)))
    kept, told = without_repeats(table)
    assert kept.height + told.rows + told.deeds == table.height
    keys = kept.filter(pl.col("source").is_not_null()).select("day", "source", "target", "code")
    assert keys.is_unique().all()
    assert without_repeats(kept)[1].rows == 0
    assert set(map(tuple, keys.rows())) == {(d, a, b, c) for d, a, b, c, _ in rows if a is not None} or told.rows > 0
