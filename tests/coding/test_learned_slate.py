"""Slates: every state a slot, no name among the words, and the same slots for the sentence before."""

from __future__ import annotations

import itertools

import pytest
from coding_documents import document_of
from hypothesis import given, settings
from hypothesis import strategies as st
from learned_standins import mention

from detente.coding.coder import DefaultCoder, readings_of
from detente.coding.learned.slate import OTHER, PERSON, PLACE, REMEMBERED, SLOTS, Part, Slate, SlateMaker, rendered
from detente.coding.mentions import ActorMention, MentionKind

NAMED: tuple[MentionKind, ...] = ("state", "demonym", "people", "capital", "metonym", "leader", "place")
STANDING: tuple[MentionKind, ...] = ("pronoun", "dyad", "group", "role")
FOURTEEN = (
    "Sweden", "Norway", "Denmark", "Finland", "Iceland", "Poland", "Hungary", "Bulgaria", "Romania", "Albania", "Greece", "Spain",
    "Portugal", "Belgium",
)  # fmt: skip


def shown(parts: tuple[Part, ...] | list[Part]) -> str:
    return " ".join(str(part) if isinstance(part, int) else part[0].strip() for part in parts)


def slates(text: str) -> list[Slate]:
    return [reading.slate for reading in readings_of(DefaultCoder(judge=None), document_of(text))]


def test_a_state_is_its_slot_and_a_person_or_place_says_so_before_it() -> None:
    text = "Ada met the Swedes in Oslo."
    mentions = [mention(0, 3, "POL", kind="leader"), mention(12, 18, "SWD", kind="people"), mention(22, 26, "NOR", kind="place")]
    parts = rendered(text, mentions, {"POL": 0, "SWD": 1, "NOR": 2})
    assert parts == [(PERSON, 0), 0, (" met the ", 3), 1, (" in ", 18), (PLACE, 22), 2, (".", 26)]


def test_words_that_stand_for_a_state_are_kept_before_its_slot() -> None:
    text = "It met both and the pact."
    mentions = [
        mention(0, 2, "POL", kind="pronoun", inferred=True),
        mention(7, 11, "SWD", "NOR", kind="dyad"),
        mention(20, 24, kind="organisation"),
    ]
    assert shown(rendered(text, mentions, {"POL": 2, "SWD": 1, "NOR": 0})) == "It 2 met both 1 0 and the pact."


def test_a_name_without_a_slot_is_replaced_too() -> None:
    text = "Ada of Poland met Olof in Oslo."
    mentions = [
        mention(0, 3, kind="leader"),
        mention(7, 13, "POL"),
        mention(18, 22, "SWD", kind="leader"),
        mention(26, 30, "NOR", kind="place"),
    ]
    assert shown(rendered(text, mentions, {"SWD": 0})) == f"{PERSON} of {OTHER} met {PERSON} 0 in {PLACE} ."


def test_of_mentions_one_over_another_the_longer_is_taken() -> None:
    text = "South Korea fell."
    mentions = [mention(6, 11, "KOR"), mention(0, 11, "ROK"), mention(6, 6, "ROK"), mention(0, 5, "SAF")]
    assert shown(rendered(text, mentions, {"KOR": 0, "ROK": 1, "SAF": 2})) == "1 fell."


def test_parts_know_where_they_stand() -> None:
    text = "  Sweden,  Norway  "
    parts = rendered(text, [mention(2, 8, "SWD"), mention(11, 17, "NOR")], {"SWD": 0, "NOR": 1})
    assert parts == [0, (",  ", 8), 1]
    assert rendered("Nothing.", [], {}) == [("Nothing.", 0)]
    assert rendered("", [], {}) == []


def test_the_states_of_the_sentence_come_first_then_those_before_then_the_texts_most_named() -> None:
    sentences = [[mention(0, 1, "POL")], [mention(0, 1, "SWD")], [mention(0, 1, "NOR"), mention(2, 3, "POL")], [mention(0, 1, "NOR")]]
    maker = SlateMaker.of([*sentences, [mention(0, 1, "DEN")], [mention(0, 1, "FIN")], [mention(0, 1, "FIN")]])
    keys = [maker.make("a b", mentions) for mentions in sentences]
    assert [(slate.keys, slate.here) for slate in keys] == [
        (("POL", "FIN", "NOR", "DEN", "SWD"), 1),
        (("SWD", "POL", "FIN", "NOR", "DEN"), 1),
        (("NOR", "POL", "SWD", "FIN", "DEN"), 2),
        (("NOR", "POL", "SWD", "FIN", "DEN"), 1),
    ]


def test_what_was_said_four_sentences_ago_is_only_what_the_text_names_most() -> None:
    named = [[mention(0, 1, "ALB")], *([mention(0, 1, "SWD")] for _ in range(4))]
    maker = SlateMaker.of(named)
    maker.counts.update({f"X{n}": 5 for n in range(SLOTS)})
    made = [maker.make("a", mentions) for mentions in named]
    assert ["ALB" in slate.keys for slate in made] == [True, True, True, True, False]


def test_the_two_states_that_a_text_is_about_are_remembered_after_a_long_list_of_others() -> None:
    pair, others = [mention(0, 1, "SWD"), mention(2, 3, "POL")], [mention(n, n + 1, f"X{n}") for n in range(9)]
    named = [pair, pair, others, [mention(0, 1, "ALB")]]
    maker = SlateMaker.of(named)
    last = [maker.make("a b c d e f g h i j", mentions) for mentions in named][-1]
    assert len(last.keys) == REMEMBERED and last.keys[0] == "ALB"
    assert {"SWD", "POL"} < set(last.keys), "more others were named since than there is room for"


def test_the_two_states_that_a_text_is_about_stay_beside_a_list_that_is_as_long_as_what_is_remembered() -> None:
    pair, guests = [mention(0, 1, "SWD"), mention(2, 3, "POL")], [mention(n, n + 1, f"X{n}") for n in range(REMEMBERED)]
    maker = SlateMaker.of([pair, pair, guests])
    invited = [maker.make("a b c d e f g h i j", mentions) for mentions in (pair, pair, guests)][-1]
    assert set(invited.keys[invited.here :]) == {"SWD", "POL"}, "who invites so many guests is not named among them"


def test_slots_are_central_by_how_often_the_text_names_them_then_by_their_order() -> None:
    first = [mention(0, 1, "SWD"), mention(2, 3, "NOR"), mention(4, 5, "POL")]
    maker = SlateMaker.of([first, [mention(0, 1, "POL")], [mention(0, 1, "NOR", "POL", kind="dyad")]])
    slate = maker.make("a b c", first)
    assert slate.keys == ("SWD", "NOR", "POL")
    assert slate.central == (2, 1, 0)
    assert maker.make("a", [mention(0, 1, "SWD")]).central == (2, 1, 0), "in the slots' new numbers"


def test_the_sentence_before_is_shown_with_the_same_slots() -> None:
    first, second = slates("Sweden attacked Poland in 1925. Poland asked Denmark for help.")
    assert shown(first.parts) == "0 attacked 1 in 1925." and first.before == ()
    assert second.keys[:2] == ("POL", "DEN")
    sweden = second.keys.index("SWD")
    assert shown(second.before) == f"{sweden} attacked 0 in 1925."
    assert shown(second.parts) == "0 asked 1 for help."


def test_a_bloc_of_several_states_is_its_words_and_a_slot_for_each() -> None:
    parts = rendered("The allies met.", [mention(4, 10, "USA", "UKG", "RUS", kind="bloc")], {"UKG": 0, "RUS": 1})
    assert shown(parts) == "The allies 0 1 met."


def test_more_states_than_slots_leave_no_name_behind() -> None:
    text = f"{', '.join(FOURTEEN[:13])} and {FOURTEEN[13]} signed it. Poland and {FOURTEEN[13]} left it."
    signed, left = slates(text)
    assert (len(signed.keys), signed.here, len(left.keys)) == (SLOTS, SLOTS, REMEMBERED), "the text's other states make up a few"
    for slate in (signed, left):
        assert not [name for name in FOURTEEN if name in shown(slate.parts) + shown(slate.before)]


@pytest.mark.parametrize(
    "text",
    [
        "Khrushchev met Nixon in Moscow in 1959. The Soviet leader promised the Americans rockets, and Washington was amused.",
        "The Sino-Soviet treaty of 1950 angered Tokyo. Japan's protest to Peking was ignored, and Chinese troops stayed.",
        "Jawaharlal Nehru's visit to Tibet annoyed China. He was the guest of Zhou Enlai in Lhasa in 1956.",
        "Dag Hammarskjöld told Britain and France in 1956 that Egypt was right.",
        "FRANCE AND GERMANY SIGNED A TREATY IN 1963. Adenauer and de Gaulle embraced.",
    ],
)
def test_no_name_of_a_state_a_leader_or_a_place_reaches_the_reader(text: str) -> None:
    for reading in readings_of(DefaultCoder(judge=None), document_of(text)):
        words = shown(reading.slate.parts)
        for each in reading.sitting.scene.mentions:
            if each.kind in NAMED and not each.inferred:
                assert reading.sentence.text[each.start : each.end] not in words


@st.composite
def made_up(draw: st.DrawFn) -> tuple[str, list[ActorMention]]:
    """A text of numbered words, some of which are names, and mentions that may lie over each other."""
    count = draw(st.integers(0, 12))
    words = [f"Name{n}x" for n in range(count)]
    starts = list(itertools.accumulate((len(word) + 1 for word in words), initial=0))[:count]
    text = " ".join(words)
    mentions = []
    for at in range(count):
        for _ in range(draw(st.integers(0, 2))):
            wide = draw(st.integers(at, min(at + 1, count - 1))) if draw(st.booleans()) and not mentions else at
            kind = draw(st.sampled_from((*NAMED, *STANDING)))
            states = draw(
                st.lists(st.sampled_from([f"S{n}" for n in range(12)]), min_size=1, max_size=1 if kind in NAMED else 3, unique=True)
            )
            mentions.append(mention(starts[at], starts[wide] + len(words[wide]), *states, kind=kind))
    return text, mentions


@settings(deadline=None)
@given(sentences=st.lists(made_up(), min_size=1, max_size=5))
def test_slates_hold_their_promises_whatever_is_mentioned(sentences: list[tuple[str, list[ActorMention]]]) -> None:
    maker = SlateMaker.of([mentions for _, mentions in sentences])
    for text, mentions in sentences:
        slate = maker.make(text, mentions)
        named = dict.fromkeys(state for each in mentions for state in each.states)
        assert slate.keys[: slate.here] == tuple(named)[:SLOTS]
        assert len(slate.keys) == len(set(slate.keys)) <= SLOTS
        assert sorted(slate.central) == list(range(len(slate.keys)))
        at = 0
        for part in slate.parts:
            if isinstance(part, int):
                assert 0 <= part < slate.here
            else:
                words, begins = part
                assert begins >= at and (text[begins:].startswith(words) or words in (PERSON, PLACE, OTHER))
                at = begins
        assert all(0 <= part < len(slate.keys) for part in slate.before if isinstance(part, int))
        hidden = {text[m.start : m.end] for m in mentions if m.kind in NAMED}
        kept = {text[m.start : m.end] for m in mentions if m.kind not in NAMED}
        said = [part[0] for part in slate.parts if not isinstance(part, int)]
        for name in hidden:
            assert not any(name in words for words in said) or any(name in words for words in kept)
