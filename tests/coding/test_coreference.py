"""Words that stand for an actor named before: titles, numbered groups, "the latter", "she", and whom no rule decides."""

from __future__ import annotations

from collections import Counter

import pytest
from coding_documents import document_of

from detente.coding.actors import named_mentions
from detente.coding.coder import FastCoder
from detente.coding.discourse import Discourse, count_pairs
from detente.coding.groups import group_of, joined_states
from detente.coding.mentions import ActorMention
from detente.coding.offices import bearer, is_woman, office_named, own_state, title_before
from detente.coding.parsing import load_parser
from detente.coding.persons import introduced
from detente.coding.scene import bind, subject_mentions
from detente.dates import day_number
from detente.documents import split_sentences

CODER = FastCoder()


def read(text: str) -> list[tuple[str, str, set[str]]]:
    """Each mention of the text's sentences that stands for another: sentence, word, states."""
    document = document_of(text)
    prepared = CODER.prepare(document, split_sentences(document))
    discourse = Discourse(count_pairs(item.mentions for item in prepared), scholarly=True)
    found = []
    for item in prepared:
        scene = bind(load_parser()(item.sentence.text), item.mentions, CODER.lexicon, discourse)
        found += [
            (item.sentence.text, item.sentence.text[m.start : m.end], set(m.states))
            for m in scene.mentions
            if m.inferred or m.kind == "state"
        ]
        discourse.note([m for m in scene.mentions if m.kind != "pronoun"], subject_mentions(scene), scene.groups)
    return found


def stands_for(text: str, word: str) -> set[str]:
    """The states that the last such word of the text stands for."""
    return next((states for _, each, states in reversed(read(text)) if each == word), set())


@pytest.mark.parametrize(
    ("text", "word", "states"),
    [
        ("In 1972 President Nixon flew to Moscow with Kissinger. The president met the leaders.", "president", {"USA"}),
        ("In 1938 Hitler received Beck. The foreign minister went home to consult.", "minister", {"POL"}),
        ("In 1877 Russia crossed the Danube. The tsar demanded an armistice.", "tsar", {"RUS"}),
        ("In 1960 Britain, France and Japan conferred. The three governments sent a note.", "governments", {"UKG", "FRN", "JPN"}),
        ("In 1960 Britain, France and Japan conferred. The three signed a note.", "three", {"UKG", "FRN", "JPN"}),
        ("In 1915 Britain and France warned Greece. The allies then landed troops.", "allies", {"UKG", "FRN"}),
        ("In 1933 Peru attacked Colombia. The latter asked for help.", "latter", {"COL"}),
        ("In 1933 Peru attacked Colombia. The former refused a truce.", "former", {"PER"}),
        ("In 1866 Austria gave way. She withdrew from Holstein.", "She", {"AUH"}),
        ("In 1971 Indira Gandhi went to Moscow. She signed a treaty.", "She", {"IND"}),
        ("In 1864 Prussia and Austria made a pact and the two powers summoned Denmark.", "powers", {"GMY", "AUH"}),
        ("In 1864 Prussia met Austria at Gastein. The two sovereigns agreed.", "sovereigns", {"GMY", "AUH"}),
    ],
)
def test_a_word_stands_for_whom_the_text_has_named(text, word, states):
    assert stands_for(text, word) == states


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("In 1972 Nixon flew to Moscow. The president of Chile protested.", "president"),
        ("In 1960 Japan paid. The tsar demanded an armistice.", "tsar"),
        ("In 1972 Nixon flew to Moscow. The bishop met the leaders.", "bishop"),
        ("In 1960 Britain conferred with Japan. The five governments sent a note.", "governments"),
        ("In 1960 Japan paid. The latter half of the year was calm.", "latter"),
    ],
)
def test_where_nothing_decides_there_is_no_actor(text, word):
    assert stands_for(text, word) == set()


def test_a_place_that_acts_itself_is_the_state_of_its_name():
    assert stands_for("In 1935 India protested to Japan.", "India") == {"IND"}
    assert stands_for("In 1935 Japan threatened India.", "India") == set()


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Britain, France and Russia", [("UKG", "FRN", "RUS")]),
        ("Britain and France attacked Russia", [("UKG", "FRN")]),
        ("Britain attacked France", []),
    ],
)
def test_only_what_is_joined_makes_a_group(text, states):
    names = {"Britain": "UKG", "France": "FRN", "Russia": "RUS"}
    mentions = [
        ActorMention(start=text.index(n), end=text.index(n) + len(n), states=(s,), name=n, role="state", kind="state")
        for n, s in names.items()
        if n in text
    ]
    assert list(joined_states(text, mentions)) == states


def test_a_group_is_looked_for_in_lists_then_near_then_in_the_whole_text():
    three = ("A", "B", "C")
    assert group_of(3, [three, ("D", "E")], [], Counter()) == three
    assert group_of(3, [], [["A"], ["B", "C"]], Counter()) == three
    assert group_of(3, [], [["A", "B"], ["C", "D"]], Counter()) == ()
    assert group_of(2, [], [], Counter(A=9, B=8, C=1)) == ("A", "B")
    assert group_of(2, [], [], Counter(A=9, B=8, C=7)) == ()
    assert group_of(0, [], [["A", "B"]], Counter(A=1, B=1)) == ()


def person(name: str, state: str, *offices: str) -> ActorMention:
    return ActorMention(start=0, end=1, states=(state,), name=name, role="leader", kind="leader", person=name, offices=offices)


def test_a_title_goes_to_the_last_who_bears_it():
    persons = [person("A", "USA", "president"), person("B", "FRN", "president"), person("C", "UKG", "prime minister")]
    found = bearer("president", persons)
    assert found is not None and found.states == ("FRN",)
    assert bearer("ambassador", persons) is None
    assert bearer("gardener", persons) is None


def test_titles_are_read_from_their_words():
    assert office_named("Foreign Secretary") == "foreign minister"
    assert office_named("secretary of state") == "foreign minister"
    assert office_named("carpenter") is None
    text = "On Monday Field Marshal Haig left"
    assert title_before(text, text.index("Haig")) == "commander"
    assert title_before("met Haig", 4) is None
    assert own_state("tsar", {"RUS", "USA"}) == "RUS"
    assert own_state("tsar", {"USA"}) is None
    assert own_state("north", {"PRK", "USA"}, capital=True) == "PRK"
    assert own_state("north", {"PRK", "USA"}) is None
    assert own_state("north", {"PRK", "DRV"}, capital=True) is None


def test_women_are_known_by_given_name():
    assert is_woman(person("Golda Meir", "ISR"))
    assert not is_woman(person("Abba Eban", "ISR"))


@pytest.mark.parametrize(
    ("text", "surname", "state"),
    [
        ("Zorbas, foreign minister of Greece, went to Sofia.", "Zorbas", "GRC"),
        ("The president of Peru, Manuel Xylander, refused.", "Xylander", "PER"),
        ("King Zog Xander of Serbia abdicated.", "Xander", "YUG"),
    ],
)
def test_a_text_introduces_persons_by_the_office_of_a_state(text, surname, state):
    found = introduced([(text, named_mentions(text, CODER.register, on=None))], CODER.lexicon)
    assert found[surname].states == (state,)
    assert found[surname].offices


def test_a_monarch_is_known_by_the_name_alone_after_the_number():
    text = "Nicholas I sent the fleet in 1833."
    mentions = named_mentions(text, CODER.register, on=day_number(1833))
    assert introduced([(text, mentions)], CODER.lexicon)["Nicholas"].states == ("RUS",)


def test_an_office_without_a_name_introduces_nobody():
    text = "In March the prime minister of France refused."
    assert introduced([(text, named_mentions(text, CODER.register, on=None))], CODER.lexicon) == {}


@pytest.mark.parametrize(
    ("text", "word", "state"),
    [
        ("North Korea attacked in 1950. The South was overrun.", "South", "ROK"),
        ("South Yemen spoke of union in 1972. The North agreed.", "North", "YAR"),
        ("South Korea spoke of trade in 1980, and the North listened.", "North", "PRK"),
    ],
)
def test_one_half_of_a_divided_land_gives_the_other_its_name(text: str, word: str, state: str) -> None:
    assert [states for _, seen, states in read(text) if seen == word] == [{state}]


def test_where_the_text_names_one_half_that_half_is_meant() -> None:
    text = "North Korea and South Vietnam traded in 1960. The South grew rice."
    assert [states for _, word, states in read(text) if word == "South"] == [{"RVN"}]


def test_of_two_divided_lands_neither_is_guessed() -> None:
    text = "North Korea and North Vietnam traded in 1960. The South grew rice."
    assert [states for _, word, states in read(text) if word == "South"] == []
