"""What an incident says of itself: label, states, date, reason; and what holds for every kind of statement alike."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incident_makers import CHN, KHRUSHCHEV, MAO, RUS, agreement, event, figure, milestone, money, period

from detente.incidents import CopyLink, group_incidents, key_of, likeness, pair_verdict
from detente.incidents.compare import differences_of
from detente.incidents.group import label_of, narrowest, states_of
from detente.incidents.likeness import RULES, telling_of
from detente.model import Actor, Trace
from detente.spans import Span

LEAGUE = Actor(name="League of Nations", role="organisation", state=None)


# labels, states and dates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        (event("a", "1969-03-02"), "ASSAULT: China to Russia, 1969-03-02"),
        (event("a", None, "CONSULT", reciprocal=True), "CONSULT: China and Russia"),
        (figure("students", 7000, "195X"), "students, 195X"),
        (figure("number", 7000, None, unit=""), "7,000"),
        (agreement("Trade Agreement", "1950-04"), "Trade Agreement, 1950-04"),
        (period("the honeymoon", "195X"), "the honeymoon, 195X"),
        (period("", "195X", "high"), "high, 195X"),
        (milestone("saying", "Mao", "lean to one side", "1949"), "saying: lean to one side, 1949"),
        (milestone("death", "Mao", "", "1976"), "death: Mao, 1976"),
    ],
)
def test_every_kind_has_a_label_of_its_own(statement, label):
    (incident,) = group_incidents([statement])
    assert incident.label == label == label_of([statement], incident.date)


def test_the_label_is_what_most_say_then_the_longest():
    names = ["pact", "Treaty of Friendship", "pact"]
    made = [agreement(name, "1950") for name in names]
    assert label_of(made, None) == "pact"
    assert label_of(made[:2], None) == "Treaty of Friendship"


def test_the_states_of_an_actor_without_a_state_are_its_name():
    assert states_of(event("a", None, target=LEAGUE)) == ("CHN", "<league of nations>")
    assert states_of(figure("students", 1, giver=None, receiver=None)) == ()
    assert states_of(milestone("death", "x", "y", None, state=None)) == ()


def test_sides_without_a_state_are_one_only_under_the_same_name():
    by_league = event("They condemned it", "1931-09-30", "ACCUSE", LEAGUE, CHN)
    assert likeness(by_league, replace(by_league, event_id="b", sentence="b"))
    assert not likeness(by_league, replace(by_league, event_id="b", sentence="b", source=replace(LEAGUE, name="United Nations")))


def test_the_date_is_the_narrowest_that_is_told():
    dates = ["195X", "../1950", "1950", "1950-02-14", "1950-02", None]
    made = [event(str(date), date) for date in dates]
    for order in list(permutations(made))[:60]:
        assert narrowest(order).edtf == "1950-02-14"
    assert narrowest([made[1], made[0]]).edtf == "195X", "an open time is the widest"
    assert narrowest([made[5]]) is None


# reasons ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (figure("students", 1), figure("students", 2, None), "both count students, same states, one without a date, share: students"),
        (money("loan", 5, "1950", giver=None), money("loan", 6, "1950", giver=None, quote="5.0 loan"), None),
        (agreement("Test Ban Treaty", "1963"), agreement("treaty", "1963-08"), None),
        (period("a", "1956", turning=True), period("b", "1960", turning=True), "same states, both a turning for the worse, 1956 and 1960"),
        (milestone("death", "Stalin", "", "1953"), milestone("death", "Stalin", "", None), "both a death of Stalin, one without a date"),
    ],
)
def test_a_reason_is_in_words_and_there_is_none_without_likeness(one, other, reason):
    found = likeness(one, other)
    assert (found is None) == (reason is None)
    if reason:
        assert found.reason.startswith(reason)


def test_the_reason_of_a_pair_does_not_depend_on_its_order():
    one = event("They fired on a patrol", "1969-03-02", place="Zhenbao", source=MAO)
    other = event("The patrol was fired upon", "1969-03", place="Damansky", source=MAO, document="doc-2")
    assert likeness(one, other) == likeness(other, one)
    assert pair_verdict(one, other)[0] == pair_verdict(other, one)[0]


# all kinds --------------------------------------------------------------------------------------------

WORDS = "The delegation signed a secret protocol on uranium and reactors at Lanzhou"
PAIRS = [
    event(WORDS, "1957-10-15"),
    figure("casualties", 7, "1957-10-15", quote=WORDS),
    agreement("protocol", "1957-10-15", quote=WORDS),
    period("the honeymoon", "1957", quote=WORDS),
    milestone("saying", "Mao", WORDS, "1957"),
]
each_kind = pytest.mark.parametrize("statement", PAIRS, ids=[type(each).__name__ for each in PAIRS])


def again(statement, **change):
    """The same statement in another document."""
    kind = type(statement).__name__.casefold()
    return replace(statement, **{f"{kind}_id": "again", "document": "doc-2", "sentence": "elsewhere"} | change)


@each_kind
def test_the_same_statement_in_another_document_agrees_with_it(statement):
    assert pair_verdict(statement, again(statement))[0] == "agree"
    (incident,) = group_incidents([statement, again(statement)])
    assert (incident.verdict, incident.independent, incident.differences) == ("agree", 2, ())


@each_kind
def test_in_a_copy_it_counts_once_and_a_changed_number_or_date_is_known_again(statement):
    dated = "signed" if type(statement).__name__ == "Agreement" else "date"
    changed = again(statement, **{dated: replace(getattr(statement, dated), start=1, end=400, edtf="0001")})
    assert likeness(statement, changed) is None
    assert likeness(statement, changed, copied=True).score == 0.95
    link = CopyLink(one="doc-1", other="doc-2", likeness=0.8)
    (incident,) = group_incidents([statement, changed], copies=[link])
    assert (incident.independent, incident.verdict) == (1, "disagree")
    assert [difference.aspect for difference in incident.differences] == ["date"]


def test_a_copy_tells_other_things_too():
    """That two documents are copies does not make one thing of all that they tell."""
    one, other = event(WORDS, "1957-10-15"), event("Grain was bought abroad", "1961", document="doc-2")
    assert RULES["event"].alike(telling_of(one).gate, telling_of(other).gate)
    assert likeness(one, other, copied=True) is None
    assert likeness(one, event(WORDS, "1961", "AID", document="doc-2"), copied=True) is None


@each_kind
def test_a_statement_does_not_differ_from_itself(statement):
    assert differences_of([statement, again(statement)]) == ()
    assert telling_of(statement) == telling_of(statement)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PAIRS), st.integers(1, 60))
def test_many_tellings_of_one_thing_are_one_incident_of_as_many_sources(statement, count):
    kind = type(statement).__name__.casefold()
    made = [replace(statement, **{f"{kind}_id": f"{n:03}", "document": f"doc-{n:03}", "sentence": f"s{n}"}) for n in range(count)]
    (incident,) = group_incidents(made[::-1])
    assert incident.statements == tuple(key_of(each) for each in made)
    assert incident.independent == count == len(incident.documents)
    assert incident.verdict == ("single" if count == 1 else "agree")


# the words that tell the deed -------------------------------------------------------------------------


def test_two_deeds_of_one_long_sentence_are_told_apart_by_the_words_near_them():
    """The same long sentence holds a credit and, far from it, a base; another source tells of the base alone."""
    base = "the garrison and warships would leave the naval base at Port Arthur"
    between = "as had long been hoped for by everybody there, " * 3
    words = f"A credit of 520 million roubles was granted for machinery and turbines, {between}and {base}"
    at = words.index("garrison")
    credit = event(words, "1954-10", "AGREE", KHRUSHCHEV, CHN, trace=(Trace(part="predicate", span=Span(0, 8)),))
    leave = event(words, "1954-10", "AGREE", KHRUSHCHEV, CHN, trace=(Trace(part="predicate", span=Span(at, at + 8)),))
    alone = event(f"It was agreed that {base}", "1954-10", "AGREE", RUS, CHN, document="doc-2")
    assert likeness(leave, alone).score > (likeness(credit, alone).score if likeness(credit, alone) else 0)
