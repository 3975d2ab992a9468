"""Which events are taken for the same, at which level, and the units of codes."""

import random

import pytest
from agreement_makers import event
from hypothesis import given
from hypothesis import strategies as st

from detente.agreement import LEVELS, compare, confusion_rows, match_events, measure_rows, unit_rows
from detente.agreement.matching import depth_of
from detente.agreement.units import NONE, units_of


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (event(9, 20, date="1950"), "direction"),
        (event(10, 20, date="1950"), None),
        (event(0, 10, date="1950", document="e"), None),
        (event(0, 10, date="1950", pair=("CHN", "USA")), None),
        (event(0, 10, date="1950", kind="ACCUSE"), "found"),
        (event(0, 10, date="1950", kind="SUPPORT"), "tone"),
        (event(0, 10, date="1951"), "type"),
        (event(0, 10), "type"),
        (event(0, 10, date="1950-06"), "direction"),
        (event(0, 10, date="../1950"), "direction"),
        (event(0, 10, date="../1949"), "type"),
        (event(0, 10, date="1950", pair=("RUS", "CHN")), "date"),
        (event(0, 10, date="1950", pair=("RUS", "CHN"), reciprocal=True), "date"),
    ],
)
def test_how_far_an_event_agrees(other, level):
    first = event(0, 10, date="1950")
    depth = depth_of(first, other)
    assert (LEVELS[depth - 1] if depth else None) == level
    assert depth_of(other, first) == depth


def test_a_mutual_deed_has_no_direction_and_two_events_without_a_date_agree_in_it():
    one, other = event(0, 9, reciprocal=True), event(0, 9, pair=("RUS", "CHN"), reciprocal=True)
    assert depth_of(one, other) == len(LEVELS)


def test_events_are_paired_one_to_one_and_the_best_first():
    a = [event(0, 10, kind="AID"), event(0, 10, kind="ACCUSE")]
    b = [event(0, 10, kind="ACCUSE"), event(0, 10, kind="SANCTION")]
    pairs = match_events(a, b)
    assert {(pair.a.event_type, pair.b.event_type, pair.depth) for pair in pairs} == {("ACCUSE", "ACCUSE", 5), ("AID", "SANCTION", 1)}


def test_of_equal_pairs_the_nearer_evidence_is_taken():
    near, far = event(0, 90), event(0, 10)  # the far one sorts first by content
    for others in ([far, near], [near, far]):
        (pair,) = match_events([event(0, 80)], others)
        assert pair.b == near


KINDS = st.sampled_from(["AID", "ACCUSE", "CONSULT", "SUPPORT"])
SIDES = st.sampled_from([("CHN", "RUS"), ("RUS", "CHN"), ("CHN", "USA")])
EVENTS = st.lists(
    st.builds(
        lambda start, size, kind, pair, date, mutual, doc: event(
            start, start + size, kind=kind, pair=pair, date=date, reciprocal=mutual, document=doc
        ),
        st.integers(0, 20),
        st.integers(1, 15),
        KINDS,
        SIDES,
        st.sampled_from([None, "1950", "1950-02", "1951/1953", "1952/.."]),
        st.booleans(),
        st.sampled_from(["d", "e"]),
    ),
    max_size=12,
)


def mirrored(rows):
    turn = {"n_a": "n_b", "n_b": "n_a", "only_a": "only_b", "only_b": "only_a", "share_a": "share_b", "share_b": "share_a"}
    return [{name: row[turn.get(name, name)] for name in row} for row in rows]


@given(EVENTS, EVENTS)
def test_the_order_of_the_codings_does_not_matter(a, b):
    assert measure_rows(compare(a, b), with_none=True) == mirrored(measure_rows(compare(b, a), with_none=True))


@given(EVENTS, EVENTS, st.integers())
def test_the_order_of_the_events_does_not_matter(a, b, seed):
    chance = random.Random(seed)
    mixed = compare(chance.sample(a, len(a)), chance.sample(b, len(b)))
    before = compare(a, b)
    for table in (measure_rows, confusion_rows, unit_rows):
        assert table(mixed) == table(before)


@given(EVENTS)
def test_a_coding_agrees_with_itself(a):
    for row in measure_rows(compare(a, a), with_none=True):
        assert row["value"] == 1 or (row["value"] is None and row["undefined"])
        assert row["only_a"] == row["only_b"] == 0


@given(EVENTS, EVENTS)
def test_each_level_asks_more_than_the_one_before_and_nothing_is_paired_twice(a, b):
    pairs = match_events(a, b)
    assert len(pairs) <= min(len(a), len(b))
    shares = [row["value"] for row in measure_rows(compare(a, b)) if row["measure"] == "event_f1"]
    assert None in shares or shares == sorted(shares, reverse=True)
    total = sum(row["n"] for row in confusion_rows(compare(a, b)))
    assert total == len(a) + len(b) - len(pairs)


def test_a_unit_is_a_passage_with_a_pair_and_holds_all_its_types():
    a = [event(0, 10, kind="AID"), event(5, 15, kind="SUPPORT"), event(40, 50)]
    b = [event(12, 20, kind="AID", pair=("RUS", "CHN")), event(0, 10, pair=("CHN", "USA"))]
    units = [(u.span.start, u.span.end, u.pair, set(u.a), set(u.b), u.only) for u in units_of(a, b)]
    assert units == [
        (0, 20, ("CHN", "RUS"), {"AID", "SUPPORT"}, {"AID"}, ""),
        (0, 20, ("CHN", "USA"), set(), {"AID"}, "b"),
        (40, 50, ("CHN", "RUS"), {"AID"}, set(), "a"),
    ]
    assert [row["a"] for row in unit_rows(compare(a, b))] == ["AID+SUPPORT", None, "AID"]


def found(rows, measure, unit, code):
    (row,) = [row for row in rows if (row["measure"], row["unit"], row["code"]) == (measure, unit, code)]
    return row


def test_units_that_one_coder_has_alone_are_left_out_or_stand_as_no_event_as_is_said():
    a = [event(0, 10), event(20, 30, kind="ACCUSE"), event(40, 50)]
    b = [event(0, 10), event(20, 30, kind="ACCUSE"), event(60, 70)]
    rows = measure_rows(compare(a, b), with_none=True)
    without = found(rows, "kappa", "passage and dyad", "all")
    assert (without["value"], without["units"], without["n_a"], without["only_a"], without["only_b"]) == (1, 2, 3, 1, 1)
    assert "left out" in without["alone"]
    filled = found(rows, "kappa", f"passage and dyad with {NONE}", "all")
    # four units: AID-AID, ACCUSE-ACCUSE, AID-none, none-AID; observed 2/4, by chance (2*2 + 1*1 + 1*1)/16
    assert filled["value"] == pytest.approx((0.5 - 6 / 16) / (1 - 6 / 16), abs=1e-6)
    assert filled["units"] == 4 and NONE in filled["alone"]
    assert found(rows, "event_f1", "event", "found")["value"] == pytest.approx(2 * 2 / 6, abs=1e-6)


def test_codings_without_events_are_undefined_and_not_zero():
    rows = measure_rows(compare([], []), with_none=True)
    assert rows and all(row["value"] is None and row["undefined"] for row in rows)


def test_evidence_counts_once_however_many_events_stand_on_it():
    a = [event(0, 10, kind="AID"), event(0, 10, kind="ACCUSE"), event(30, 40)]
    b = [event(0, 10), event(35, 60), event(36, 50, pair=("CHN", "USA"))]
    rows = measure_rows(compare(a, b))
    exact, over = (found(rows, measure, "evidence", "all") for measure in ("span_f1_exact", "span_f1_overlap"))
    assert (exact["n_a"], exact["n_b"], exact["value"]) == (2, 3, pytest.approx(0.4))
    assert (over["share_a"], over["share_b"], over["value"]) == (1, 1, 1)


def test_documents_of_one_coder_alone_can_be_left_out():
    a, b = [event(0, 9), event(0, 9, document="e")], [event(0, 9), event(0, 9, document="f")]
    assert compare(a, b).documents == (1, 1, 1)
    assert (len(compare(a, b).a), len(compare(a, b, common=True).a), len(compare(a, b, common=True).b)) == (2, 1, 1)
