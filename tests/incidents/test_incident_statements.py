"""When two figures, agreements, periods or milestones are of one thing."""

import pytest
from incident_makers import agreement, event, figure, milestone, money, period

from detente.incidents import KINDS, group_incidents, key_of, kind_of, likeness, pair_verdict
from detente.incidents.figure_rules import leaves


def one(a, b):
    assert likeness(a, b) == likeness(b, a), "the order of two statements must not matter"
    return likeness(a, b) is not None


# figures ----------------------------------------------------------------------------------------------


def test_students_of_one_time_are_one_question_whatever_their_number():
    few, many = figure("students", 7000, "195X"), figure("students", 11000, "1951/1960", document="doc-2")
    assert one(few, many)
    assert pair_verdict(few, many)[0] == "disagree"
    assert "amount: " in pair_verdict(few, many)[1]


@pytest.mark.parametrize(
    "other",
    [
        figure("technicians", 7000),
        figure("students", 7000, "197X"),
        figure("students", 7000, giver="RUS", receiver="CHN"),
        figure("students", 7000, giver="CHN", receiver="USA"),
    ],
    ids=["another sort", "another time", "the other way round", "another state"],
)
def test_another_sort_time_direction_or_state_is_another_question(other):
    assert one(figure("students", 7000), figure("students", 7500, document="doc-2"))
    assert not one(figure("students", 7000), other)


def test_a_stock_is_compared_where_one_date_is_missing_or_only_that_of_the_paragraph():
    stock = figure("students", 7000, "195X")
    assert one(stock, figure("students", 11000, None))
    assert one(stock, figure("students", 11000, "1960-07", basis="inherited"))
    assert not one(stock, figure("students", 11000, "1975-07", basis="inherited"))


def test_a_stock_of_one_day_is_not_the_sum_of_a_decade():
    left = figure("technicians", 1390, "1960-07-16", "RUS", "CHN")
    assert not one(left, figure("technicians", 18000, "1950/1960", "RUS", "CHN"))
    assert one(left, figure("technicians", 1400, "1960-07", "RUS", "CHN")) and not one(
        left, figure("technicians", 1400, "1960", "RUS", "CHN")
    )
    assert one(left, figure("technicians", 1390, "1960", "RUS", "CHN")), "the same number is one whenever in the year"
    for loose in ({"date": None}, {"date": "1957", "basis": "inherited"}, {"date": "1960-07", "basis": "inherited"}):
        assert not one(left, figure("technicians", 10800, giver="RUS", receiver="CHN", **loose)), (
            "nor by way of one that has no date of its own"
        )


def test_the_same_number_is_one_as_far_as_the_dates_allow():
    loan = money("loan", 3e8, "1950")
    assert not one(loan, money("loan", 3e8, "1951", document="doc-2")), "two loans of one amount"
    assert one(loan, money("loan", 3e8, "1951", document="doc-2", basis="inherited"))
    assert not one(loan, money("loan", 3e8, "1953", document="doc-2", basis="inherited"))
    assert one(money("aid", 3e8, "1950-02-14"), money("aid", 3e8, "1950-03-10", document="doc-2")), "promised, and voted on"
    assert not one(money("aid", 3e8, "1950-02-14"), money("aid", 3e8, "1950-04-10", document="doc-2"))


def test_a_duration_is_one_under_any_name():
    term = figure("duration of contract", 30, "2014-05-21", unit="years")
    assert one(term, figure("duration", 30, "2014-05-20/2014-05-21", unit="years", document="doc-2"))
    assert not one(term, figure("duration", 25, "2014-05-20/2014-05-21", unit="years", document="doc-2"))


def test_those_who_left_are_those_whose_number_stands_beside_the_word():
    quote = "had the Soviet Union train 38,000 Chinese students and withdraw 18,000 experts in a month"
    assert [leaves(figure("students", value, quote=quote)) for value in (38000, 18000)] == [False, True]
    quote = "Within a month 1,390 experts had left and 343 contracts had been signed, together with 257 more"
    assert [leaves(figure("technicians", value, quote=quote)) for value in (1390, 343, 257)] == [True, False, False]
    assert leaves(figure("technicians", 1000, quote="in 1960 thousands of them left")) and not leaves(
        figure("technicians", 10, quote="ten came")
    )


def test_a_bound_and_then_the_number_are_one():
    bound = figure(
        "technicians", 1400, "1960-07-16", "RUS", "CHN", "there were fewer than 1,400 of them left to go", bound="less_than", sentence="s"
    )
    number = figure("technicians", 1390, "1960-07-16", "RUS", "CHN", "1,390, by their count", sentence="s", at=50)
    assert pair_verdict(bound, number)[0] == "differ in precision"
    assert len(group_incidents([bound, number])) == 1
    for other in (
        {"value": 600},
        {"value": 1390, "giver": "CHN", "receiver": "RUS"},
        {"value": 1390, "at": 900},
        {"value": 1390, "document": "doc-2"},
    ):
        more = {"giver": "RUS", "receiver": "CHN", "quote": "as was said", "sentence": "s", "at": 50} | other
        assert not one(bound, figure("technicians", date="1960-07-16", **more))


def test_trade_and_loans_of_different_years_are_different():
    trade = money("trade", 88e9, "2012", mutual=True)
    assert one(trade, money("trade", 87.5e9, "2012", mutual=True, document="doc-2"))
    assert not one(trade, money("trade", 88e9, "2013", mutual=True))
    assert not one(money("loan", 3e8, "1950"), money("loan", 3e8, "1954"))
    assert one(money("loan", 3e8, "1950-02-14"), money("credit", 3e8, "1950"))


def test_two_currencies_are_of_one_loan_and_are_not_compared():
    dollars, roubles = money("loan", 13e7, "1954-10-12"), money("loan", 52e7, "1954-10-12", unit="roubles", document="doc-2")
    assert pair_verdict(dollars, roubles)[0] == "agree"


def test_a_loan_without_its_states_is_known_by_its_day():
    known = money("loan", 52e7, "1954-10-12")
    bare = {"giver": None, "receiver": None, "quote": "a second credit"}
    assert one(known, money("credit", 52e7, "1954-10-12", **bare))
    assert one(known, money("credit", 52e7, "1954", **bare)), "or by its amount"
    assert not one(known, money("credit", 13e7, "1954", **bare))
    assert not one(known, money("credit", 52e7, "1954-10-12", unit="tons", **bare))


def test_what_was_promised_is_one_with_what_was_delivered_and_no_disagreement():
    promised, given = figure("plants", 141, "195X", "RUS", "CHN", promised=True), figure("projects", 156, "195X", "RUS", "CHN")
    assert pair_verdict(promised, given)[0] == "differ in precision"
    assert "modality: " in pair_verdict(promised, given)[1] and "amount" not in pair_verdict(promised, given)[1]


def test_a_figure_of_an_occasion_needs_words_and_time():
    lost = figure("casualties", 31, "1969-03-02", quote="Thirty-one frontier guards were killed on Zhenbao Island in the ambush")
    same = figure("casualties", 29, "1969-03-02", quote="On Zhenbao Island 29 frontier guards were killed", document="doc-2")
    assert one(lost, same)
    assert not one(lost, figure("casualties", 29, "1969-03-02", quote="The flood drowned many people"))
    assert not one(lost, figure("casualties", 29, "1969-08-13", quote="On Zhenbao Island 29 frontier guards were killed"))


def test_two_figures_of_one_sentence_are_two_things():
    words = "900 French and 200 Belgian engineers were welcomed"
    here = {"quote": words, "sentence": "s-1"}
    assert not one(figure("technicians", 900, **here), figure("technicians", 200, **here))


def test_a_third_source_does_not_tie_the_parts_of_one_list_together():
    """Which of two counts in a sentence another source means, only an equal number shows."""
    parts = [figure("technicians", value, "1955", quote="900 and 200 engineers", sentence="s-1") for value in (900, 200)]
    other = figure("technicians", 850, "1955", quote="some 850 engineers", document="doc-2")
    equal = figure("technicians", 200, "1955", quote="200 engineers", document="doc-3")
    assert [set(each.statements) for each in group_incidents([*parts, other]) if len(each.statements) > 1] == []
    (joined,) = [each for each in group_incidents([*parts, equal]) if len(each.statements) > 1]
    assert {key_of(parts[1]), key_of(equal)} == set(joined.statements)
    alone = group_incidents([figure("technicians", 900, "1955", quote="900 engineers"), other])
    assert [len(each.statements) for each in alone] == [2], "one count of a sentence is compared whatever its number"


# agreements -------------------------------------------------------------------------------------------

TREATY = "Treaty of Friendship, Alliance and Mutual Assistance"


def test_an_agreement_of_one_name_and_time_is_one():
    full = agreement(TREATY, "1950-02-14")
    assert one(full, agreement(f"Sino-Soviet {TREATY}", "1950-02", document="doc-2"))
    assert one(full, agreement(TREATY, "1950-03-01", document="doc-2")), "a treaty may be dated by its coming into force"
    assert pair_verdict(full, agreement(TREATY, "1950-02", document="doc-2"))[0] == "differ in precision"
    assert not one(full, agreement(TREATY, "1961-07-11", ("PRK", "RUS")))
    assert not one(full, agreement(TREATY, "1961-07-11"))


def test_an_agreement_called_only_a_treaty_is_known_by_its_day():
    assert one(agreement(TREATY, "1950-02-14"), agreement("treaty", "1950-02-14"))
    assert not one(agreement(TREATY, "1950-02-14"), agreement("treaty", "1950"))
    assert not one(agreement(TREATY, "1950-02-14"), agreement("communiqué", "1950-02-14"))
    assert not one(agreement(TREATY, "1950-02-14"), agreement("trade agreement", "1950-02-14"))


def test_two_papers_that_both_only_mention_are_not_one_by_the_paragraphs_date():
    both = [agreement("agreement", "1953-10-08", basis="inherited", document=name) for name in ("doc-1", "doc-2")]
    assert not one(*both)


def test_agreements_need_two_parties_in_common():
    three = agreement("Limited Test Ban Treaty", "1963-08-05", ("RUS", "UKG", "USA"))
    two = agreement("Limited Test Ban Treaty", "1963", ("RUS", "USA"), document="doc-2")
    assert one(three, two)
    assert pair_verdict(three, two)[1].count("actors: ") == 1
    assert not one(three, agreement("Limited Test Ban Treaty", "1963-08-05", ("CHN", "USA")))


def test_a_named_agreement_without_a_date_is_known_by_two_words_of_its_name():
    assert one(agreement(TREATY, None), agreement(TREATY, "1950-02-14"))
    assert not one(agreement("Friendship Treaty", None), agreement("Friendship Treaty", "1950-02-14"))


def test_pledges_are_known_by_what_was_promised():
    pledge = {"kind": "pledge", "basis": "inherited"}
    aid = agreement("to come to the aid", "1950-02-14", quote="promised aid if bandits armed by others attacked it", **pledge)
    defend = agreement(
        "to defend", "1950-02", quote="promised to fight if bandits armed by somebody attacked it", document="doc-2", **pledge
    )
    assert pair_verdict(aid, defend)[0] == "agree"
    base = agreement("to leave the base", "1950-02-14", quote="undertook to leave the naval harbour soon", kind="pledge", document="doc-2")
    assert not one(aid, base), "two pledges of one day are two"
    assert not one(aid, agreement("to come to the aid", "1960-02", quote=defend.quote, **pledge))


# periods ----------------------------------------------------------------------------------------------


def test_the_beginning_of_the_split_is_one_turning_dated_differently():
    years = [period("the split began", year, turning=True, document=year) for year in ("1956", "1958", "1960")]
    assert all(one(a, b) for a in years for b in years if a is not b)
    assert pair_verdict(years[0], years[2])[0] == "disagree"
    assert not one(years[0], period("the split began", "1989", turning=True))


@pytest.mark.parametrize(
    "other",
    [period("a thaw", "1958", "up", True), period("decline", "1958"), period("the split", "1958", turning=True, states=("CHN", "USA"))],
    ids=["for the better", "no turning", "other states"],
)
def test_another_side_sort_or_pair_of_states_is_another_period(other):
    assert not one(period("the split", "1958", turning=True), other)


def test_a_turning_that_is_open_is_at_the_day_it_opened():
    """ "The quarrel of 1959 and after" is no turning of 1980; turnings of every decade would hang together by it."""
    since = period("the quarrel", "1959/..", turning=True)
    assert one(since, period("the quarrel", "1968", turning=True))
    assert not one(since, period("the quarrel", "1980", turning=True))
    assert not one(period("the quarrel", "../1959", turning=True), period("the quarrel", "1945", turning=True))


def test_a_good_time_that_is_told_by_its_end_is_a_turning_for_the_worse():
    over = period("the honeymoon", "1958", "high", quote="The honeymoon is usually said to have ended in 1958")
    assert pair_verdict(over, period("the break in trust", "1958-22", turning=True))[0] == "differ in precision"
    assert pair_verdict(over, period("the break in trust", "1956", turning=True))[0] == "disagree"
    assert not one(over, period("the honeymoon", "1958", "high", quote="the honeymoon of 1958"))
    assert not one(over, period("the quarrel", "1958", quote="the quarrel that ended the friendship"))


def test_what_was_restored_in_these_days_was_normal_from_then_on():
    restored, normal = period("restored", "1989-05-18", "up", turning=True), period("normal", "1989-05-15/1989-05-18", "high")
    assert one(restored, normal)
    assert not one(restored, period("normal", "1989", "high")) and not one(restored, period("normal", "1989-06-18", "high"))
    assert not one(restored, period("bad", "1989-05-15/1989-05-18", "low"))


def test_periods_are_one_where_they_are_mostly_the_same_time():
    honeymoon = period("the honeymoon", "1950/1957", "high")
    assert one(honeymoon, period("friendship", "195X", "up"))
    assert one(honeymoon, period("friendship", "1952/1958", "high"))
    assert not one(honeymoon, period("friendship", "1956/1965", "high"))
    assert not one(honeymoon, period("friendship", "1950", "high")), "a year is not eight years"


def test_open_and_undated_periods_are_one_by_their_label():
    assert one(period("the honeymoon", None, "high"), period("a honeymoon", "195X", "high"))
    assert not one(period("the honeymoon", None, "high"), period("friendship", "195X", "high"))
    assert one(period("the honeymoon", "../1957", "high"), period("the honeymoon", "195X", "high"))
    assert not one(period("the honeymoon", "../1945", "high"), period("the honeymoon", "195X", "high"))


# milestones -------------------------------------------------------------------------------------------

SAID = "lean to one side"


def test_a_saying_is_known_by_its_words_whoever_said_it():
    mao = milestone("saying", "Mao Zedong", SAID, "1949-06-30")
    zhou = milestone("saying", "Zhou Enlai", "leaning to one side", "1949", document="doc-2")
    assert one(mao, zhou)
    verdict, reason = pair_verdict(mao, zhou)
    assert verdict == "disagree" and "actors: " in reason and "Zhou Enlai" in reason
    assert not one(mao, milestone("saying", "Mao Zedong", "paper tiger", "1949-06-30"))
    assert not one(mao, milestone("saying", "Mao Zedong", SAID, "1979"))


def test_a_founding_is_known_by_what_was_founded():
    day = milestone("founding", "Mao Zedong", "People's Republic of China", "1949-10-01")
    month = milestone("founding", "the Communists", "the People's Republic of China", "1949-10", document="doc-2")
    assert one(day, month)
    assert not one(day, milestone("founding", "Mao Zedong", "a school at Yan'an", "1949-10-01"))
    assert not one(day, milestone("founding", "Mao Zedong", "People's Republic of China", "1931-11-07"))


def test_a_person_dies_once_and_comes_to_power_in_one_year():
    death = milestone("death", "Joseph Stalin", "died", "1953-03-05", "RUS")
    assert one(death, milestone("death", "Stalin", "passed away", "1953", "RUS"))
    assert not one(death, milestone("death", "Lenin", "died", "1953-03-05", "RUS"))
    assert not one(death, milestone("accession", "Joseph Stalin", "died", "1953-03-05", "RUS"))
    accession = milestone("accession", "Vladimir Putin", "president", "2000-05-07", "RUS")
    assert one(accession, milestone("accession", "Putin", "took office", "2000", "RUS"))
    assert not one(accession, milestone("accession", "Putin", "took office", "2012-05-07", "RUS"))


# all kinds --------------------------------------------------------------------------------------------

EACH = [event("a", "1950"), figure("students", 1), agreement("treaty", "1950"), period("p", "1950"), milestone("death", "Mao", "m", "1976")]


def test_every_kind_has_a_name_and_a_key():
    assert tuple(map(kind_of, EACH)) == KINDS
    assert len({key_of(each) for each in EACH}) == len(EACH)


def test_statements_of_two_kinds_are_not_compared():
    for a in EACH:
        for b in EACH:
            if a is not b:
                assert likeness(a, b) is None
                assert pair_verdict(a, b)[0] == "unrelated" and "not compared" in pair_verdict(a, b)[1]


def test_a_founding_is_not_of_the_decade_that_its_paragraph_speaks_of():
    founded = milestone("founding", "China", "People's Republic", "1949-10-01")
    assert (
        pair_verdict(founded, milestone("founding", "China", "People's Republic", "1949-10", document="doc-2"))[0] == "differ in precision"
    )
    assert not one(founded, milestone("founding", "China", "People's Republic", "194X", basis="inherited", document="doc-2"))
    assert one(founded, milestone("founding", "China", "People's Republic", "194X", document="doc-2")), "its own words say so"
