"""What bare numbers count, and between whom, by the rest of their text."""

from __future__ import annotations

import pytest
from coding_documents import document_of
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.coder import FastCoder
from detente.coding.figure_topics import VAGUE, FigureTopics, Topic
from detente.model import Figure, content_id
from detente.spans import Span

ALLIANCE = "China and the Soviet Union were allies. Moscow and Beijing signed a treaty in 1950.\n\n"


def figures_in(text: str) -> dict[float, Figure]:
    """The figures of a text on China and the Soviet Union, by their numbers."""
    return {each.value: each for each in FastCoder().code(document_of(ALLIANCE + text)).figures}


def told(figure: Figure) -> tuple[str, str | None, str | None]:
    return figure.what, figure.giver, figure.receiver


# what is counted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "what"),
    [
        ("Chinese students went to the Soviet Union. The ministry gives 11,000 as the total.", 11000, "students"),
        ("Soviet technicians worked in China. A figure of 10,800 is often repeated.", 10800, "technicians"),
        ("In all there were 7,350 Chinese at Soviet universities.", 7350, "students"),
        ("Added up, these make 38,120, the number of Chinese trained in the Soviet Union.", 38120, "people"),
        ("Added up, these make 38,120, the number of Chinese students in the Soviet Union.", 38120, "students"),
        ("The last figure is 38,120, which holds workers, technicians and scholars as well as students.", 38120, "people"),
        ("The last figure is 38,120, which holds students of every age.", 38120, "students"),
    ],
)
def test_a_bare_number_counts_what_its_words_or_its_text_speak_of(text, value, what):
    assert figures_in(text)[value].what == what


def test_a_number_of_people_is_no_topic_of_money_and_a_sum_none_of_people():
    found = figures_in("The Soviet Union lent China 300 million dollars. Soviet experts came to China. Of these 1,390 were left.")
    assert (found[3e8].what, found[1390].what) == ("loan", "technicians")


def test_a_topic_ends_with_its_section():
    text = "## Experts\n\nSoviet experts came to China.\n\n## Harvest\n\nA figure of 10,800 is often repeated."
    assert figures_in(text)[10800].what in ("number", "technicians")
    topics = FigureTopics(topics=[Topic("technicians", "persons", "RUS", "CHN", 1, 1, "Experts")])
    topics.placed = [(2, 2, section, bare(value)) for section, value in (("Experts", 1390), ("Harvest", 10800))]
    assert [each.what for each in topics.settled()] == ["technicians", "number"]


def test_a_higher_sum_counts_what_the_sum_before_it_counted():
    found = figures_in(
        "The debt, with interest, came to 1,406 million roubles. Soviet writers give a higher sum, some 1.8 billion roubles, because they "
        "count every credit. Another credit was of 17 million roubles."
    )
    assert [found[value].what for value in (1.406e9, 1.8e9, 17e6)] == ["debt", "debt", "credit"]
    apart = figures_in(
        "The debt came to 1,406 million roubles. Beijing was silent. Others said nothing. "
        "They give a higher sum for credit, 9 billion roubles."
    )
    assert apart[9e9].what == "credit", "too far on to be compared"


# from whom to whom ------------------------------------------------------------------------------------


def test_people_are_given_by_the_state_whose_they_are():
    text = (
        "Thousands of Russians, engineers, came with their families. In the other direction tens of thousands of Chinese go off to Moscow."
    )
    found = figures_in(text)
    assert told(found[1000]) == ("technicians", "RUS", "CHN")
    assert told(found[10000])[1:] == ("CHN", "RUS") and found[10000].what != "technicians", "the topic goes the other way"


def test_people_who_go_are_what_their_paragraph_goes_on_to_say():
    went = "Thousands of Russians, engineers, came. In the other direction tens of thousands of Chinese go off to Moscow. "
    assert told(figures_in(went + "Li Peng was at the Power Institute.")[10000]) == ("students", "CHN", "RUS")
    assert figures_in(went + "Li Peng was in Moscow.")[10000].what == "people"
    assert figures_in(went + "\n\nLi Peng was at the Power Institute.")[10000].what == "people", "another paragraph says nothing of them"


def test_who_lends_also_builds():
    text = (
        "The Soviet Union lent China 300 million dollars. A hundred and fifty-six projects were begun, and 250 undertakings were claimed."
    )
    found = figures_in(text)
    assert {told(found[value])[1:] for value in (3e8, 156, 250)} == {("RUS", "CHN")}


def test_aid_that_goes_both_ways_says_nothing_of_what_is_left_open():
    text = "The Soviet Union lent China 300 million dollars. China sent the Soviet Union 200 technicians. Then 156 projects were begun."
    assert told(figures_in(text)[156])[1:] != ("RUS", "CHN")


def test_what_a_text_guesses_is_not_what_it_usually_says():
    topics = FigureTopics()
    guess, bare_one = bare(250, what="projects", giver="CHN", receiver="RUS", rule="counted+pair"), bare(156, what="projects")
    topics.topics = [Topic("projects", "projects", "CHN", "RUS", 1, 1, "", told=False), Topic("loan", "", "RUS", "CHN", 1, 1, "")]
    topics.placed = [(1, 1, "", guess), (2, 1, "", bare_one)]
    assert {told(each) for each in topics.settled(("CHN", "RUS"))} == {("projects", "RUS", "CHN")}
    assert {told(each) for each in topics.settled(("CHN", "USA"))} == {("projects", "CHN", "RUS"), ("projects", None, None)}


# properties -------------------------------------------------------------------------------------------


def bare(value, what="number", giver=None, receiver=None, rule="elliptic"):
    """A figure of which the words say little; each has an id of its own."""
    place = {"document": "d", "sentence": f"s{value}", "span": Span(0, 5), "quote": str(value)}
    return Figure(
        figure_id=content_id("figure", value, what, giver), what=what, value=float(value), high=None, unit="", bound="exact", giver=giver,
        receiver=receiver, mutual=False, promised=False, date=None, coder="c", coder_version="1", rule=rule, **place,
    )  # fmt: skip


STATES = st.sampled_from([None, "CHN", "RUS"])
FIGURES = st.builds(
    bare,
    st.integers(1, 10**7),
    st.sampled_from(["number", "people", "money", "technicians", "projects", "credit"]),
    STATES,
    STATES,
    st.sampled_from(["counted", "counted+pair", "counted+partner"]),
)


@given(
    st.lists(FIGURES, max_size=6, unique_by=lambda each: each.value),
    st.lists(st.sampled_from(["technicians", "students", "credit"]), max_size=3),
)
def test_settling_keeps_every_number_and_what_words_say(figures, whats):
    topics = FigureTopics(topics=[Topic(what, "", "RUS", "CHN", 0, 0, "") for what in whats])
    topics.placed = [(order, 0, "", figure) for order, figure in enumerate(figures, 1)]
    found = topics.settled(("CHN", "RUS"))
    assert [each.value for each in found] == [each.value for each in figures]
    for before, after in zip(figures, found, strict=True):
        assert after.what == before.what or before.what in VAGUE, "what the words say is not overruled"
        own = {state for state in (before.giver, before.receiver) if state}
        assert "+pair" in before.rule or before.giver == before.receiver or own <= {after.giver, after.receiver}
    assert topics.settled(("CHN", "RUS")) == found, "asked twice, it says the same"


def test_a_few_units_of_a_currency_are_no_loan():
    text = "In 1957 the Soviet Union lent China 6.6 billion roubles. Of these loans ten old roubles made one new rouble."
    found = FastCoder().code(document_of(text)).figures
    assert {(figure.what, figure.value) for figure in found if figure.what in ("loan", "credit")} == {("loan", 6.6e9)}


@pytest.mark.parametrize(
    ("words", "receiver"),
    [("Some 5,000 Chinese engineers worked beside the Zambians.", "ZAM"), ("Some 5,000 Chinese engineers worked there.", "RUS")],
)
def test_where_a_third_state_is_named_the_side_left_out_is_not_the_texts_own(words, receiver):
    text = "China and the Soviet Union traded. China sent the Soviet Union 700 engineers in 1955. China thanked the Soviet Union. " + words
    (found,) = [figure for figure in FastCoder().code(document_of(text)).figures if figure.value == 5000]
    assert found.receiver == receiver
