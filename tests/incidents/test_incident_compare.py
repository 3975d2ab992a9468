"""Aspect by aspect: agree, differ in precision, disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incident_makers import CHN, KHRUSHCHEV, MAO, RUS, ZHOU, agreement, event, figure, leader, milestone, money, period

from detente.incidents import amount_words, differences_of, interval_of, verdict_of
from detente.incidents.amounts import far_apart, rounding
from detente.incidents.aspects import intervals_verdict

AGREE, PRECISION, DISAGREE = "agree", "differ in precision", "disagree"


def aspects(*statements):
    return {difference.aspect: difference.verdict for difference in differences_of(statements)}


def verdict(*statements):
    return verdict_of(differences_of(statements), 2)


# amounts ----------------------------------------------------------------------------------------------

THOUSANDS = {"value": 1000, "high": 9999.0, "bound": "order"}
TENS = {"value": 10000, "high": 99999.0, "bound": "order"}


def count(value, high=None, bound="exact"):
    return figure("students", value, high=high, bound=bound, quote=f"{value} {bound}")


@pytest.mark.parametrize(
    ("one", "other", "owed"),
    [
        (count(7000), count(7000), AGREE),
        (count(7000), count(11000), DISAGREE),
        (count(**TENS), count(7000), DISAGREE),
        (count(**TENS), count(11000), PRECISION),
        (count(**THOUSANDS), count(10800), PRECISION),
        (count(**THOUSANDS), count(7000), PRECISION),
        (count(**THOUSANDS), count(38000), DISAGREE),
        (count(7000, bound="about"), count(7300), PRECISION),
        (count(7000, bound="about"), count(7501), DISAGREE),
        (count(7000, bound="about"), count(7000), PRECISION),
        (count(7000, bound="about"), count(7000, bound="about"), AGREE),
        (count(18000, bound="more_than"), count(18000), PRECISION),
        (count(18000, bound="more_than"), count(21345), PRECISION),
        (count(18000, bound="more_than"), count(17001), DISAGREE),
        (count(7000, bound="at_least"), count(20000), DISAGREE),
        (count(1400, bound="less_than"), count(1390), PRECISION),
        (count(1400, bound="at_most"), count(1512), DISAGREE),
        (count(7000, high=8000.0, bound="range"), count(7500), PRECISION),
        (count(7000, high=8000.0, bound="range"), count(9111), DISAGREE),
        (count(156), count(166), DISAGREE),
        (count(15), count(16), DISAGREE),
        (count(2054), count(2097), DISAGREE),
        (money("trade", 88e9, "2012"), money("trade", 87.5e9, "2012"), PRECISION),
        (money("trade", 88e9, "2012"), money("trade", 88e9, "2012", quote="the same"), AGREE),
    ],
)
def test_amounts_are_compared_as_what_their_words_allow(one, other, owed):
    assert verdict(one, other) == verdict(other, one) == owed
    assert aspects(one, other) == ({} if owed == AGREE else {"amount": owed})


def test_a_round_number_stands_for_what_rounds_to_it_and_never_for_more_than_five_per_cent():
    assert [rounding(value) for value in (1390, 10800, 88e9, 7, 0, 2.5)] == [5, 50, 500_000_000, 0, 0, 0]
    assert interval_of(count(10000)) == (10000, 10000) and interval_of(count(10000, bound="about")) == (9500, 10500)
    assert verdict(count(10800), count(10843)) == PRECISION and verdict(count(10800), count(10900)) == DISAGREE


@given(st.integers(1, 10**12), st.sampled_from(["exact", "about", "at_least", "at_most", "more_than", "less_than", "range", "order"]))
def test_an_interval_holds_the_number_itself(value, bound):
    low, high = interval_of(count(value, bound=bound))
    assert 0 < low <= value <= high < 100 * value


def test_how_many_times_one_amount_is_another_is_reckoned_between_them():
    assert far_apart((5, 10), (20, 30)) == far_apart((20, 30), (5, 10)) == 2
    assert far_apart((5, 20), (10, 30)) == 1
    assert far_apart((0, 0), (1, 1)) == float("inf")


def test_amounts_of_another_currency_and_of_promises_are_not_compared():
    dollars = money("loan", 13e7, "1954-10-12")
    assert aspects(dollars, money("loan", 52e7, "1954-10-12", unit="roubles")) == {}
    assert aspects(dollars, money("loan", 52e7, "1954-10-12", promised=True)) == {"modality": PRECISION}
    assert aspects(dollars, money("loan", 52e7, "1954-10-12")) == {"amount": DISAGREE}


def test_a_figure_is_told_with_its_bound_and_unit():
    assert amount_words(count(7000, bound="about")) == "about 7,000 persons"
    assert amount_words(count(**TENS)) == "10,000 to 99,999 persons"
    assert amount_words(money("trade", 88e9, "2012", promised=True)) == "88,000,000,000 US dollars, promised"


# dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "owed"),
    [
        ("1969-03-02", "1969-03-02", AGREE),
        ("1969-03-02", "1969-03", PRECISION),
        ("1950/1960", "195X", PRECISION),
        ("1969-03-02", "1969-03-15", DISAGREE),
        ("1960/1963", "1964", DISAGREE),
        ("../1964", "1963", PRECISION),
        ("1965/..", "1963", DISAGREE),
        ("1963", None, AGREE),
    ],
)
def test_nested_dates_differ_in_precision_and_disjoint_ones_disagree(one, other, owed):
    pair = event("a", one), event("b", other)
    assert aspects(*pair) == ({} if owed == AGREE else {"date": owed})


def test_three_dates_that_meet_only_by_twos_disagree():
    dates = [event(name, date) for name, date in (("a", "1950/1955"), ("b", "1954/1959"), ("c", "1957/1960"))]
    assert aspects(dates[0], dates[1]) == aspects(dates[1], dates[2]) == {"date": PRECISION}
    assert aspects(*dates) == {"date": DISAGREE}


def test_a_figure_or_agreement_is_not_held_to_the_date_of_its_paragraph():
    assert aspects(figure("students", 7, "195X"), figure("students", 7, "1975", basis="inherited")) == {}
    assert aspects(agreement("pact", "1954-04-02"), agreement("pact", "1954-06-02", basis="inherited")) == {}
    assert aspects(event("a", "1954-04-02"), event("b", "1954-06-02", basis="published")) == {}
    assert aspects(event("a", "1954-04-02"), event("b", "1954-06-02", basis="inherited")) == {"date": DISAGREE}
    assert aspects(agreement("pact", "1954-04-02"), agreement("pact", "1954-04", basis="inherited")) == {}


def test_the_head_of_an_entry_dates_what_was_signed_and_not_what_is_counted():
    assert aspects(agreement("pact", "1954-04-02", basis="entry"), agreement("pact", "1954-04")) == {"date": PRECISION}
    assert aspects(money("loan", 3e8, "1954-04-02", basis="entry"), money("loan", 3e8, "1954-04")) == {}
    assert aspects(event("a", "1954-04-02", basis="published"), event("b", "1954-04")) == {"date": PRECISION}


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 9)), min_size=2, max_size=6))
def test_intervals_disagree_where_any_two_are_apart(pairs):
    intervals = [(low, low + width) for low, width in pairs]
    apart = any(a[0] > b[1] for a in intervals for b in intervals)
    same = len(set(intervals)) == 1
    assert intervals_verdict(intervals) == (AGREE if same else DISAGREE if apart else PRECISION)


# place, actors, type, direction, modality -------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "owed"),
    [("Beijing", "Peking", None), ("Beijing", "China", PRECISION), ("Beijing", "Moscow", DISAGREE), ("Beijing", None, None)],
)
def test_a_town_lies_in_its_state_and_two_towns_disagree(one, other, owed):
    assert aspects(event("a", "1957-11", place=one), event("b", "1957-11", place=other)) == ({"place": owed} if owed else {})


def test_two_persons_of_one_state_disagree_and_who_names_the_state_alone_is_silent_on_the_person():
    met = event("a", "1957-11", "CONSULT", MAO, KHRUSHCHEV)
    assert aspects(met, event("b", "1957-11", "CONSULT", ZHOU, KHRUSHCHEV)) == {"actors": DISAGREE}
    assert aspects(met, event("b", "1957-11", "CONSULT", CHN, RUS)) == {}
    assert aspects(met, event("b", "1957-11", "CONSULT", MAO, RUS)) == {}
    assert aspects(met, event("b", "1957-11", "CONSULT", ZHOU, RUS)) == {"actors": DISAGREE}
    assert aspects(event("a", "1957-11"), event("b", "1957-11")) == {}


@pytest.mark.parametrize(("short", "whole"), [("CHN", "RUS"), ("RUS", "CHN")])
def test_a_person_named_less_fully_differs_whichever_side_is_looked_at_first(short, whole):
    other = leader("Anna Li", whole)
    told = [event(name, "1957-11", "CONSULT", leader(name, short), other) for name in ("Boris Wang", "Wang")]
    assert aspects(*told) == {"actors": PRECISION}


def test_what_each_says_of_the_actors_is_told():
    told = [event(key, "1957-11", source=source, key=key) for key, source in (("1", MAO), ("2", CHN), ("3", ZHOU))]
    (difference,) = differences_of(told)
    assert difference.says == (("1", "Mao Zedong"), ("3", "Zhou Enlai"))


def test_parties_and_whose_a_saying_is_are_compared():
    test_ban = agreement("Test Ban Treaty", "1963", ("RUS", "UKG", "USA"))
    assert aspects(test_ban, agreement("Test Ban Treaty", "1963", ("RUS", "USA"))) == {"actors": PRECISION}
    assert aspects(test_ban, agreement("Test Ban Treaty", "1963", ("CHN", "RUS", "USA"))) == {"actors": DISAGREE}
    said = milestone("saying", "Mao", "lean", "1949")
    assert aspects(said, milestone("saying", "Mao Zedong", "lean", "1949")) == {"actors": PRECISION}
    assert aspects(said, milestone("saying", "Zhou Enlai", "lean", "1949")) == {"actors": DISAGREE}


def test_type_direction_and_modality():
    fired = event("a", "1969-03-02")
    assert aspects(fired, event("b", "1969-03-02", "COERCE")) == {"type": PRECISION}
    assert aspects(fired, event("b", "1969-03-02", "AID")) == {"type": DISAGREE}
    assert aspects(fired, event("b", "1969-03-02", source=RUS, target=CHN)) == {"direction": DISAGREE}
    assert aspects(fired, event("b", "1969-03-02", reciprocal=True)) == {}, "that shots were exchanged does not say who began"
    assert aspects(fired, event("b", "1969-03-02", modality="denied")) == {"modality": DISAGREE}
    assert aspects(fired, event("b", "1969-03-02", modality="planned")) == {"modality": PRECISION}


def test_a_period_told_as_good_and_as_bad_disagrees():
    high = period("a", "195X", "high")
    assert aspects(high, period("b", "195X", "up")) == {"direction": PRECISION}
    assert aspects(high, period("b", "195X", "low")) == {"direction": DISAGREE}


def test_the_verdict_is_the_worst_and_one_source_can_only_contradict_itself():
    fine, vague, other = event("a", "1969-03-02"), event("b", "1969-03"), event("c", "1969-03-15")
    assert verdict(fine, vague) == PRECISION
    assert verdict(fine, vague, other) == DISAGREE
    assert verdict_of((), 1) == verdict_of(differences_of([fine, vague]), 1) == "single"
    assert verdict_of(differences_of([fine, other]), 1) == DISAGREE
    assert verdict_of((), 2) == AGREE
    assert differences_of([fine]) == ()
