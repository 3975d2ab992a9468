"""What must hold of any series, whatever the events."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from relation_makers import event, mention

from detente.ontology import EVENT_TYPES
from detente.relations import always_member, dyad_series, left_out

STATES = ["CHN", "RUS", "USA"]
DATES = ["1950", "1951", "1951-03", "1951-03-05", "1950/1953", "195X", "../1952-06", "1952/..", "1900/1990", "1980", None]
DOCUMENTS = ["doc-1", "doc-2", "doc-3"]

one_event = st.fixed_dictionaries(
    {
        "source": st.sampled_from([*STATES, "IND"]),
        "target": st.sampled_from([*STATES, None]),
        "event_type": st.sampled_from(EVENT_TYPES),
        "date": st.sampled_from(DATES),
        "document": st.sampled_from(DOCUMENTS),
        "modality": st.sampled_from(["asserted", "asserted", "alleged", "planned", "denied"]),
        "aggregate": st.sampled_from([False, False, True]),
    }
)
worlds = st.lists(one_event, max_size=12).map(lambda rows: [event(f"e{number:02d}", **row) for number, row in enumerate(rows)])
named = st.sets(st.sampled_from([*STATES, "IND"])).map(sorted)
spoken = st.lists(
    st.builds(mention, st.sampled_from(["1950", "1952", "1951-03", "195X", "1950/1952"]), st.sampled_from(DOCUMENTS), named), max_size=4
)
units = st.sampled_from(["year", "quarter"])


def build(events, dates, **more):
    words = {"states": STATES, "first_year": 1950, "last_year": 1953, "membership": always_member, "draws": 50}
    return dyad_series(events, dates, **(words | more))


@settings(max_examples=40, deadline=None)
@given(worlds, spoken, units, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_events_and_dates_changes_nothing(events, dates, unit, directed, shuffler):
    before = build(events, dates, unit=unit, directed=directed)
    shuffler.shuffle(events)
    shuffler.shuffle(dates)
    assert_frame_equal(before, build(events, dates, unit=unit, directed=directed), check_exact=True)


@settings(max_examples=40, deadline=None)
@given(worlds.filter(bool), spoken, st.booleans(), st.data())
def test_taking_one_event_away_changes_exactly_the_rows_that_list_it(events, dates, directed, data):
    gone = data.draw(st.sampled_from(events))
    before = build(events, dates, directed=directed).drop("undated")
    after = build([each for each in events if each is not gone], dates, directed=directed).drop("undated")
    lists_it = before["event_ids"].list.contains(gone.event_id)
    assert_frame_equal(before.filter(~lists_it), after.filter(~lists_it), check_exact=True)
    for was, now in zip(before.filter(lists_it).iter_rows(named=True), after.filter(lists_it).iter_rows(named=True), strict=True):
        assert (was["n"], was["event_ids"]) != (now["n"], now["event_ids"])


@settings(max_examples=40, deadline=None)
@given(worlds, spoken, st.sampled_from(["1950", "1951-03", "1950/1952"]), named)
def test_one_more_date_covers_periods_of_the_pairs_that_its_paragraph_names_and_no_others(events, dates, date, states):
    before, after = build(events, dates), build(events, [*dates, mention(date, "doc-4", states)])
    beside = before["state_a"].is_in(states) & before["state_b"].is_in(states)
    assert_frame_equal(before.filter(~beside), after.filter(~beside), check_exact=True)
    assert not (before["covered"] & ~after["covered"]).any()


@settings(max_examples=40, deadline=None)
@given(worlds, spoken, units)
def test_every_sum_can_be_done_again_from_the_events_it_lists(events, dates, unit):
    score = {each.event_id: each.intensity for each in events}
    for row in build(events, dates, unit=unit).iter_rows(named=True):
        parts = [weight * score[name] for name, weight in zip(row["event_ids"], row["weights"], strict=True)]
        if row["covered"]:
            assert row["cooperation"] == pytest.approx(sum(part for part in parts if part > 0), abs=1e-6)
            assert row["conflict"] == pytest.approx(-sum(part for part in parts if part < 0), abs=1e-6)
            assert row["net"] == pytest.approx(row["cooperation"] - row["conflict"], abs=1e-6)
        else:
            assert row["net"] is None and parts == []


@settings(max_examples=40, deadline=None)
@given(worlds, spoken)
def test_a_gap_is_never_a_zero_and_a_band_holds_within_its_scores(events, dates):
    for row in build(events, dates).iter_rows(named=True):
        assert (row["net"] is None) == (not row["covered"]) == (row["reason"] is not None)
        assert (row["low"] is None) == (row["high"] is None)
        if row["low"] is not None:
            assert -10 * row["weight"] - 1e-6 <= row["low"] <= row["high"] <= 10 * row["weight"] + 1e-6


@settings(max_examples=40, deadline=None)
@given(worlds, spoken, st.booleans())
def test_no_event_is_lost_without_a_reason(events, dates, directed):
    frame = build(events, dates, directed=directed)
    listed = set(frame["event_ids"].explode(empty_as_null=True).drop_nulls())
    reasons = dict(left_out(events, frame).iter_rows())
    assert listed | set(reasons) == {each.event_id for each in events}
    assert not listed & set(reasons)


@settings(max_examples=25, deadline=None)
@given(worlds, spoken)
def test_wider_study_years_leave_the_numbers_of_the_others_as_they_were(events, dates):
    narrow, wide = build(events, dates), build(events, dates, first_year=1945, last_year=1960)
    assert_frame_equal(narrow, wide.filter(wide["year"].is_between(1950, 1953)), check_exact=True)
