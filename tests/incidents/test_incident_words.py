"""Words, places and times, as far as statements are compared by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dates import read_edtf
from detente.incidents.agreement_rules import name_words
from detente.incidents.figure_rules import is_money
from detente.incidents.lists import lists
from detente.incidents.places import place_of, places_fit
from detente.incidents.times import (
    DAY,
    MONTH,
    VAGUE,
    YEAR,
    Time,
    days_apart,
    meet,
    overlap_of_shorter,
    time_of,
    times_as_long,
)
from detente.incidents.words import content_words, dice, shared_weight, stem, total, words_shared
from detente.ontology import event_types
from detente.spans import Span


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "plans", "planned", "planning"),
        ("sign", "signed", "signs", "signing"),
        ("conclude", "concluded", "concluding", "concludes"),
        ("treaty", "treaties"),
        ("carry", "carries", "carried", "carrying"),
        ("agree", "agrees", "agreed", "agreeing"),
        ("lean", "leaning", "Leans"),
        ("communique", "communiqué"),
        ("march", "marches"),
        ("press",),
    ],
)
def test_the_forms_of_a_word_have_one_stem(words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("king", "kin"), ("press", "pres"), ("bus", "bu"), ("crisis", "crisi"), ("treaty", "treat")])
def test_different_words_keep_different_stems(one, other):
    assert stem(one) != stem(other)


@given(st.text(min_size=1, max_size=12))
def test_any_text_has_words_or_none(text):
    words = content_words(text)
    assert all(weight > 0 for weight in words.values()) and total(words) == sum(words.values())


def test_names_and_numbers_weigh_more_and_small_words_nothing():
    words = content_words("The delegation carried 520 million roubles to the Zhenbao works in 1954 on 12 October")
    assert words == {"delegation": 14, "carry": 10, "520": 18, "million": 10, "roubl": 10, "zhenbao": 18, "work": 10}
    assert "china" not in content_words("China and the Soviet Union quarrelled"), "actors are compared as actors"
    assert "china" in content_words("China and the Soviet Union quarrelled", states=True)


def test_a_leader_weighs_little_for_he_is_in_every_sentence():
    assert content_words("it was Khrushchev who came")["khrushchev"] == 6


def test_words_far_from_the_deed_weigh_half():
    text = f"engineers arrived {'and went on and on ' * 10} while harvests failed"
    far = content_words(text, [Span(10, 17)])
    assert (far["engineer"], far["harvest"]) == (14, 7)
    assert content_words(text)["harvest"] == 14


def test_what_is_shared_weighs_by_the_lesser_weight():
    assert shared_weight({"a": 10, "b": 18}, {"b": 9, "c": 10}) == 9
    assert shared_weight({}, {"a": 1}) == 0
    assert dice(9, 28, 19) == pytest.approx(18 / 47)
    assert dice(0, 0, 0) == 0


def test_shared_words_are_shown_as_written_the_weightiest_first():
    stems = {"zhenbao", "fir", "patrol"}
    assert words_shared("A patrol near Zhenbao was fired upon", "they fire on Zhenbao", stems) == ["Zhenbao", "fired"]


# places -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("Beijing", "Peking", "same"),
        ("Zhenbao", "Russian, Damansky", "same"),
        ("Beijing", "China", "within"),
        ("Beijing", "Shanghai", "other"),
        ("Beijing", "Zhongnanhai", "within"),
        ("Moscow", "Kremlin", "within"),
        ("Shanghai", "Zhongnanhai", "other"),
        ("Beijing", "Moscow", "other"),
        ("Beijing", "Nowhere-on-Sea", "other"),
        ("Beijing", None, "unknown"),
        (None, "", "unknown"),
    ],
)
def test_places(one, other, fit):
    assert places_fit(place_of(one, 715_000), place_of(other, 715_000)) == fit
    assert places_fit(place_of(other, 715_000), place_of(one, 715_000)) == fit


# times ------------------------------------------------------------------------------------------------


def at(date, basis="explicit"):
    return time_of(read_edtf(date, basis=basis))


def test_how_finely_a_time_is_known():
    dates = ["1969-03-02", "1969-03-02/1969-03-08", "1969-03", "1969-21", "1968", "196X", "../1969"]
    assert [at(date).level for date in dates] == [DAY, DAY, MONTH, YEAR, YEAR, VAGUE, VAGUE]
    assert time_of(None) == Time(None, None, VAGUE, False)
    assert at("1969").firm and not at("1969", "inherited").firm and not at("1969", "published").firm


def test_open_times_reach_as_far_as_history():
    assert days_apart(at("../1945"), at("1950-01-01")) == 1462
    assert meet(at("../1945"), at("1812")) and not meet(at("../1945"), at("1950"))
    assert days_apart(time_of(None), at("1950")) == 0 and not meet(time_of(None), at("1950"))


def test_how_much_two_times_share():
    assert overlap_of_shorter(at("1950"), at("195X")) == 1
    assert overlap_of_shorter(at("1950"), at("1951")) == 0
    assert times_as_long(at("1950"), at("195X")) == times_as_long(at("195X"), at("1950")) == pytest.approx(3652 / 365)


# lists ------------------------------------------------------------------------------------------------


def test_neighbouring_types_are_types_of_one_tone():
    types = event_types()
    pairs = lists().near_types
    assert pairs and all(types[one].cooperative == types[other].cooperative and one != other for one, other in pairs)
    assert {(other, one) for one, other in pairs} == pairs
    assert lists().mutual_types <= types.keys()


def test_a_sort_of_figure_is_of_what_is_left_after_renaming():
    assert set(lists().figure_sorts.values()) == {"yearly", "loans", "stocks"}
    assert not lists().same_figures.keys() & lists().figure_sorts.keys()
    assert is_money("US dollars") and is_money("roubles") and not is_money("persons") and not is_money("")


def test_the_telling_words_of_a_name():
    assert name_words("Treaty of Friendship, Alliance and Mutual Assistance") == ({"friendship", "mutual", "assistanc"}, 0)
    assert name_words("joint communiqué") == (frozenset(), 1)
    assert name_words("agreement") == (frozenset(), None)
    assert name_words("Sino-Soviet Trade Agreement") == ({"trad"}, None)
