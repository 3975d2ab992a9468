import pytest
from hypothesis import given
from hypothesis import strategies as st
from relation_makers import event

from detente.dates import calendar_day, date_of_days, day_number
from detente.relations import Rules, day_range, periods, reason_left_out, spread, stated_weight

YEARS = periods("year", 1945, 1970)


def shares(*events, over=YEARS, rules=None):
    frame = spread(list(events), over, rules or Rules())
    return {(row["event_id"], over.labels[row["period"]]): row["share"] for row in frame.iter_rows(named=True)}


def weights(*events, over=YEARS):
    frame = spread(list(events), over)
    return {(row["event_id"], over.labels[row["period"]]): row["weight"] for row in frame.iter_rows(named=True)}


def test_a_day_counts_in_its_own_year():
    assert shares(event("a", "RUS", "CHN", "AID", "1953-05-17")) == {("a", "1953"): 1.0}


def test_a_decade_gives_each_of_its_years_its_days():
    got = shares(event("a", "RUS", "CHN", "AID", "195X"))
    assert got[("a", "1950")] == pytest.approx(365 / 3652)
    assert got[("a", "1952")] == pytest.approx(366 / 3652)
    assert len(got) == 10


def test_a_range_over_the_edge_of_a_year_is_cut_by_days():
    got = shares(event("a", "RUS", "CHN", "AID", "1955-12-30/1956-01-04"))
    assert got == {("a", "1955"): pytest.approx(2 / 6), ("a", "1956"): pytest.approx(4 / 6)}


def test_what_lies_outside_the_study_stays_outside():
    got = shares(event("a", "RUS", "CHN", "AID", "194X"))
    assert sum(got.values()) == pytest.approx(1826 / 3653)
    assert min(got) == ("a", "1945")


def test_an_event_wholly_outside_gives_no_row():
    assert shares(event("a", "RUS", "CHN", "AID", "1812"), event("b", "RUS", "CHN", "AID", "2001")) == {}


def test_a_year_is_spread_over_quarters_and_months_by_days():
    quarters = shares(event("a", "RUS", "CHN", "AID", "1953"), over=periods("quarter", 1953, 1953))
    assert quarters[("a", "1953-Q1")] == pytest.approx(90 / 365)
    months = shares(event("a", "RUS", "CHN", "AID", "1953"), over=periods("month", 1953, 1953))
    assert months[("a", "1953-02")] == pytest.approx(28 / 365)
    assert sum(months.values()) == pytest.approx(1)


@pytest.mark.parametrize(("edtf", "expected"), [("../1960-06", ("1959-07-02", "1960-06-30")), ("1956/..", ("1956-01-01", "1956-12-30"))])
def test_an_open_side_is_closed_a_year_from_the_known_one(edtf, expected):
    days = day_range(event("a", "RUS", "CHN", "AID", edtf).date)
    assert tuple("{}-{:02d}-{:02d}".format(*calendar_day(day)) for day in days) == expected
    assert days[1] - days[0] + 1 == 365


def test_a_range_of_more_than_twelve_years_is_left_out_unless_the_rule_is_changed():
    vague = event("a", "RUS", "CHN", "AID", "1945/1960")
    assert reason_left_out(vague) == "dated too vaguely"
    assert reason_left_out(event("b", "RUS", "CHN", "AID", "1945/1956")) is None
    assert sum(shares(vague, rules=Rules(max_spread_years=20)).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("event_type", "modality", "expected"),
    [
        ("AID", "asserted", 1),
        ("AID", "alleged", 0.5),
        ("AID", "planned", 0),
        ("AGREE", "planned", 1),
        ("THREATEN", "planned", 0),
        ("ASSAULT", "denied", 0),
        ("ASSAULT", "hypothetical", 0),
        ("ACCUSE", "opinion", 0),
    ],
)
def test_modality_decides_what_a_statement_counts(event_type, modality, expected):
    made = event("a", "RUS", "CHN", event_type, "1953", modality=modality)
    assert stated_weight(made) == expected
    assert sum(weights(made).values()) == pytest.approx(expected)
    assert bool(reason_left_out(made)) == (expected == 0)


def test_a_sum_of_events_counts_nothing():
    made = event("a", "RUS", "CHN", "CONSULT", "1953", aggregate=True)
    assert stated_weight(made) == 0
    assert "counted one by one" in reason_left_out(made)


@pytest.mark.parametrize(
    ("source", "target", "date", "reason"),
    [
        (None, "CHN", "1953", "no state on one side"),
        ("CHN", "CHN", "1953", "the same state on both sides"),
        ("RUS", "CHN", None, "undated"),
    ],
)
def test_what_cannot_count_says_why(source, target, date, reason):
    assert reason_left_out(event("a", source, target, "AID", date)) == reason


def test_three_statements_of_one_deed_count_once_between_them():
    told = [event(name, "RUS", "CHN", "AID", "1953-05", document=f"doc-{name}") for name in "abc"]
    assert weights(*told) == dict.fromkeys([(name, "1953") for name in "abc"], pytest.approx(1 / 3))


def test_a_deed_alleged_by_one_and_asserted_by_another_counts_as_asserted():
    got = weights(event("a", "RUS", "CHN", "AID", "1953"), event("b", "RUS", "CHN", "AID", "1953", modality="alleged", document="doc-2"))
    assert got == {("a", "1953"): pytest.approx(2 / 3), ("b", "1953"): pytest.approx(1 / 3)}


@pytest.mark.parametrize(
    "other",
    [
        {"source": "CHN", "target": "RUS"},
        {"event_type": "COOPERATE"},
        {"date": "1953-06"},
        {"target": "PRK"},
    ],
)
def test_another_direction_type_date_or_state_is_another_deed(other):
    first = {"source": "RUS", "target": "CHN", "event_type": "AID", "date": "1953-05"}
    assert list(weights(event("a", **first), event("b", **(first | other))).values()) == [1, 1]


def test_a_mutual_deed_told_from_either_side_is_one():
    told = event("a", "RUS", "CHN", "CONSULT", "1953-05"), event("b", "CHN", "RUS", "CONSULT", "1953-05")
    assert list(weights(*told).values()) == [0.5, 0.5]


def test_a_statement_handed_in_twice_counts_once():
    one = event("a", "RUS", "CHN", "AID", "1953")
    assert weights(one, one) == {("a", "1953"): 1}


def test_no_events_give_no_rows():
    assert len(spread([], YEARS)) == 0


days = st.integers(day_number(1945), day_number(1970, 12, 31))


@given(st.lists(days, min_size=2, max_size=2).map(sorted), st.sampled_from(["year", "quarter", "month"]))
def test_shares_within_the_study_add_up_to_one_in_every_unit(bounds, unit):
    date = date_of_days(bounds[0], bounds[1], text="then")
    got = shares(event("a", "RUS", "CHN", "AID", date), over=periods(unit, 1945, 1970), rules=Rules(max_spread_years=30))
    assert sum(got.values()) == pytest.approx(1)
    assert all(0 < share <= 1 for share in got.values())


@given(st.lists(st.integers(day_number(1900), day_number(2020)), min_size=2, max_size=2).map(sorted))
def test_shares_add_up_to_the_part_of_the_range_that_the_study_covers(bounds):
    date = date_of_days(bounds[0], bounds[1], text="then")
    got = shares(event("a", "RUS", "CHN", "AID", date), rules=Rules(max_spread_years=200))
    inside = max(min(bounds[1], day_number(1970, 12, 31)) - max(bounds[0], day_number(1945)) + 1, 0)
    assert sum(got.values()) == pytest.approx(inside / (bounds[1] - bounds[0] + 1))
