"""What one state gave another: amounts counted once, ranges shown, nothing converted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_makers import figure

from detente.record import table_book
from detente.relations import flow_sums, flows_frame
from detente.relations.flows import SEVERAL, UNDATED
from detente.relations.ledger_words import flow_kinds


def one(*figures):
    (found,) = flow_sums(figures)
    return found


def span(found):
    return found.low, found.high


def test_loans_of_different_times_are_added_and_say_of_how_many_statements():
    found = one(figure("a1", "loan", 300, "1950-02-14"), figure("b1", "credit", 130, "1954-10-12"), figure("b2", "credit", 10, "1957"))
    assert span(found) == (440, 440) and (found.kind, found.period, found.decade) == ("loans", "1950s", 1950)
    assert (found.n, found.n_sources, found.figure_ids) == (3, 2, ("a1", "b1", "b2"))
    assert [amount.low for amount in found.amounts] == [300, 130, 10]


@pytest.mark.parametrize("value", [300, 315, 290])
def test_an_amount_that_several_statements_give_counts_once(value):
    found = one(figure("a1", "loan", 300, "1950-02-14"), figure("b1", "loan", value, "1950"))
    assert len(found.amounts) == 1 and span(found) == (min(300, value), max(300, value)) and found.n == 2
    assert found.amounts[0].date.edtf == "1950-02-14", "the narrowest date told"


def test_values_further_apart_are_a_range_and_are_not_added():
    found = one(figure("a1", "loan", 300, "1950-02-14"), figure("b1", "loan", 320, "1950"))
    assert span(found) == (300, 320) and len(found.amounts) == 2


def test_a_total_of_a_span_stands_beside_the_sum_of_its_parts():
    parts = figure("a1", "loan", 300, "1950-02-14"), figure("a2", "loan", 100, "1954")
    assert span(one(*parts, figure("b1", "loan", 700, "1950/1959"))) == (400, 700)
    assert span(one(*parts, figure("b1", "loan", 405, "1950/1959"))) == (400, 405)
    assert span(one(*parts, figure("b1", "loan", 300, "1950/1959"))) == (400, 400), "the loan of 1950 told of the decade"


def test_a_range_of_words_is_a_range():
    found = one(figure("a1", "students", 1000, "1955", unit="persons", high=9999.0, bound="order"))
    assert span(found) == (1000, 9999) and not found.more


def test_what_is_only_told_as_a_least_or_a_most_says_so():
    assert one(figure("a1", "technicians", 18000, "1955", bound="more_than")).more
    assert one(figure("a1", "technicians", 18000, "1955", bound="less_than")).less
    both = one(figure("a1", "technicians", 18000, "1955", bound="more_than"), figure("b1", "technicians", 18000, "1955"))
    assert not both.more, "another says it plainly"
    low = one(figure("a1", "trade", 400, "1965", bound="more_than"), figure("b1", "trade", 750, "1965"))
    assert not low.more, "the high end is told plainly"


@pytest.mark.parametrize(
    "more",
    [{"unit": "roubles"}, {"promised": True}, {"sides": "CHN RUS"}, {"sides": "RUS MON"}, {"what": "aid"}, {"mutual": True}],
    ids=str,
)
def test_currencies_plans_directions_and_kinds_are_never_added(more):
    words = {"what": "loan", "sides": "RUS CHN"} | more
    found = flow_sums([figure("a1", "loan", 300, "1950-02-14"), figure("b1", words.pop("what"), 300, "1950-02-14", **words)])
    assert [span(each) for each in found] == [(300, 300), (300, 300)]


def test_trade_is_of_both_whichever_is_named_first():
    found = one(figure("a1", "trade", 10, "1950", mutual=True), figure("b1", "trade", 20, "1951", sides="CHN RUS", mutual=True))
    assert (found.giver, found.receiver, found.mutual, found.low) == ("CHN", "RUS", True, 30)


def test_a_statement_without_sides_goes_to_the_one_amount_it_fits():
    sided = figure("a1", "loan", 520, "1954-10-12", unit="roubles")
    assert one(sided, figure("b1", "credit", 520, "1954-10", sides="", unit="roubles")).figure_ids == ("a1", "b1")
    apart = flow_sums([sided, figure("b1", "credit", 900, "1954-10", sides="", unit="roubles")])
    assert [(each.giver, each.figure_ids) for each in apart] == [("RUS", ("a1",)), (None, ("b1",))]


def test_a_statement_without_sides_that_fits_two_pairs_is_given_to_neither():
    found = flow_sums(
        [
            figure("a1", "loan", 300, "1950-02-14"),
            figure("a2", "loan", 300, "1950-02-20", sides="RUS PRK"),
            figure("b1", "loan", 300, "1950-02", sides=""),
        ]
    )
    assert [each.figure_ids for each in found] == [("a1",), ("a2",), ("b1",)] and found[-1].giver is None


def test_what_runs_over_decades_or_has_no_date_stands_apart():
    found = flow_sums(
        [
            figure("a1", "loan", 300, "1950-02-14"),
            figure("a2", "loan", 900, "1949/1961"),
            figure("a3", "loan", 50, None),
            figure("a4", "loan", 70, "../1965"),
            figure("a5", "loan", 60, None),
        ]
    )
    assert [each.period for each in found] == ["1950s", SEVERAL, UNDATED]
    assert found[1].figure_ids == ("a2", "a4") and found[1].decade is None
    assert span(found[2]) == (50, 60), "what has no date is not added"


def test_debts_durations_and_empty_numbers_are_no_flows():
    assert flow_sums([figure("a1", "debt", 5, "1950"), figure("a2", "duration", 30, "1950"), figure("a3", "loan", 0, "1950")]) == ()


def test_years_before_the_common_era_have_their_decade():
    found = one(figure("a1", "grant", 5, "-0430"))
    assert found.decade == -430 and found.period == "-0430s"


def test_each_kind_of_flow_is_of_figures_that_the_coder_gives():
    assert list(dict.fromkeys(flow_kinds().values())) == ["loans", "grants", "plants", "technicians", "students", "arms", "trade"]


DATES = st.sampled_from(["1950", "1950-02", "1950-02-14", "1951", "195X", "1949/1962", "196X", None])
FIGURES = st.lists(
    st.builds(
        lambda what, value, date, sides, unit, promised: (what, value, date, sides, unit, promised),
        st.sampled_from(["loan", "credit", "trade", "students"]),
        st.sampled_from([100, 102, 104, 108, 200]),
        DATES,
        st.sampled_from(["RUS CHN", "CHN RUS", ""]),
        st.sampled_from(["US dollars", "roubles"]),
        st.booleans(),
    ),
    max_size=12,
)


def built(words):
    return [
        figure(f"{at % 3}{at:02d}", what, value, date, sides, unit=unit, promised=promised)
        for at, (what, value, date, sides, unit, promised) in enumerate(words)
    ]


@given(FIGURES, st.randoms())
def test_every_statement_is_in_one_sum_whatever_the_order(words, random):
    figures = built(words)
    found = flow_sums(figures)
    assert sorted(ident for each in found for ident in each.figure_ids) == sorted(each.figure_id for each in figures)
    shuffled = figures[:]
    random.shuffle(shuffled)
    assert flow_sums(shuffled) == found


@given(FIGURES)
def test_a_sum_lies_between_its_least_amount_and_the_sum_of_all(words):
    for each in flow_sums(built(words)):
        assert min(amount.low for amount in each.amounts) <= each.low <= each.high
        assert each.high <= sum(amount.high for amount in each.amounts)
        assert each.n == len(each.figure_ids) == sum(len(amount.figure_ids) for amount in each.amounts)


@given(FIGURES)
def test_a_source_that_repeats_another_word_for_word_changes_no_sum(words):
    figures = built(words)
    again = [figure(f"z{each.figure_id}", each.what, each.value, None, unit=each.unit, promised=each.promised) for each in figures]
    repeated = [
        type(each)(**{**vars(each), "date": first.date, "giver": first.giver, "receiver": first.receiver})
        for each, first in zip(again, figures, strict=True)
    ]

    def sums(row):
        """What is told of each flow, without the statements."""
        return [(each.kind, each.giver, each.receiver, each.unit, each.period, each.low, each.high) for each in flow_sums(row)]

    assert sums(figures + repeated) == sums(figures)


def test_the_table_has_the_columns_of_the_dictionary():
    frame = flows_frame(flow_sums([figure("a1", "loan", 300e6, "1950-02-14"), figure("b1", "loan", 310e6, "1950")]))
    assert frame.columns == [column.name for column in table_book("flows").columns]
    (told,) = frame.iter_rows(named=True)
    assert told["amounts"] == ["1950-02-14: 300000000 to 310000000"] and told["figure_ids"] == ["a1", "b1"]
    assert flows_frame(()).height == 0


def test_a_sum_names_what_it_rests_on():
    """What names no side goes with the one amount it fits; with a second pair of states it would fit two, and stand alone."""
    told = [
        figure("a1", "loan", 300, "1950"),
        figure("b1", "loan", 305, "1950", giver=None, receiver=None),
        figure("c1", "loan", 302, "1950", receiver="IND"),
        figure("d1", "loan", 900, "1960"),
    ]
    sums = {each.figure_ids: each.of_ids for each in flow_sums(told)}
    together = ("a1", "b1", "c1")
    assert sums == {("a1",): together, ("b1",): together, ("c1",): together, ("d1",): ("d1",)}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([100, 103, 106, 109, 500]),
            st.sampled_from([None, "1950", "1950-02-14", "195X", "1955/1965", "1961"]),
            st.sampled_from([("RUS", "CHN"), ("RUS", "IND"), (None, None)]),
        ),
        min_size=2,
        max_size=8,
    ),
    st.integers(0, 7),
)
def test_without_a_figure_the_sums_that_do_not_rest_on_it_stay(drawn, place):
    told = [figure(f"f{at}", "loan", value, date, giver=giver, receiver=to) for at, (value, date, (giver, to)) in enumerate(drawn)]
    gone = told[place % len(told)].figure_id
    kept = flow_sums(each for each in told if each.figure_id != gone)
    whole = flow_sums(told)
    assert all(each in kept for each in whole if gone not in each.of_ids)
    assert all(set(each.figure_ids) <= set(each.of_ids) for each in whole)
