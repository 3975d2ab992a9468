"""The trained reader beside the rules, with a network that says what it is told: what is kept, dropped, added, and how sure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from coding_documents import document_of
from coding_invariants import check_coding
from hypothesis import given, settings
from hypothesis import strategies as st
from learned_standins import Says, ToldNetwork, small_pieces

from detente.coding.coder import DefaultCoder, readings_of
from detente.coding.learned.judge import (
    BRIEF,
    LEAST,
    LIKELY,
    RULE,
    SURE,
    Finding,
    Judge,
    _token,
    _words,
    chances_of,
    crowds,
    evened,
    features,
    read_all,
)
from detente.coding.learned.reading import Line, read_slate
from detente.coding.learned.slate import Slate
from detente.coding.lexicon import default_lexicon, extend_lexicon
from detente.model import Event
from detente.ontology import EVENT_TYPES, OwnType

CHANCE = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Terms under which the confidence is the network's probability."""
PIECES = small_pieces()
LIKE = frozenset((0, 1))
HERRING = "In 1925 Sweden and Poland disagreed about herring."
ATTACK = "In 1925 Sweden attacked Poland."
REST = " The harvest was poor. The winter was long. The snow lay deep. The mills stood still. The village slept."
"""Sentences that name nobody."""


def judge_of(*says: Says, terms: tuple[float, ...] = CHANCE, least: float = 0.35) -> Judge:
    return Judge(cast(Any, ToldNetwork(says)), PIECES, terms, least)


def coded(text: str, *says: Says, coder: DefaultCoder | None = None, brief: bool = False, **options: Any) -> tuple[Event, ...]:
    """The events of a text, made long enough to be no news item unless it is to be `brief`."""
    made = DefaultCoder(judge=judge_of(*says, **options), claims=None) if coder is None else coder
    document = document_of(text if brief else text + REST)
    coding = made.code(document)
    check_coding(document, coding)
    return coding.events


def said(events: tuple[Event, ...]) -> list[str]:
    return [
        f"{e.source.state}{'=' if e.reciprocal else '>'}{e.target.state} {e.event_type} {e.rule.split(':')[0]} {e.confidence}"
        for e in events
    ]


def word(event: Event, text: str, part: str = "predicate") -> str:
    return next(trace.span.of(text) for trace in event.trace if trace.part == part)


# what is kept, dropped and added


def test_the_rules_alone_find_the_one_and_not_the_other() -> None:
    assert said(DefaultCoder(judge=None).code(document_of(HERRING)).events) == []
    (event,) = DefaultCoder(judge=None).code(document_of(ATTACK)).events
    assert event.rule.startswith("verb:")


def test_an_event_of_the_rules_that_the_network_finds_unlikely_is_dropped() -> None:
    assert coded(ATTACK) == ()
    assert said(coded(ATTACK, Says(0, 1, "ASSAULT", 0.3))) == []


def test_an_event_of_the_rules_that_the_network_finds_likely_has_the_confidence_of_both() -> None:
    assert said(coded(ATTACK, Says(0, 1, "ASSAULT", 0.6, 15))) == ["SWD>POL ASSAULT verb 0.6"]
    terms = (-1.0, 1.0, 2.0, 0.0, 0.5, -0.3, 0.0, 0.0)
    sure = 1 / (1 + math.exp(-(-1.0 + math.log(0.6 / 0.4) + 2.0 + 0.5 * 2 - 0.3 * math.log(2))))
    assert said(coded(ATTACK, Says(0, 1, "ASSAULT", 0.6, 15), terms=terms)) == [f"SWD>POL ASSAULT verb {round(sure, 2)}"]


def test_what_the_network_finds_likely_is_added_with_its_word() -> None:
    (event,) = coded(HERRING, Says(0, 1, "ACCUSE", 0.8, HERRING.index("disagreed")))
    assert said((event,)) == [f"SWD>POL ACCUSE {RULE} 0.8"]
    assert word(event, HERRING) == "disagreed"
    assert (word(event, HERRING, "source"), word(event, HERRING, "target")) == ("Sweden", "Poland")
    assert (word(event, HERRING, "date"), event.date and event.date.edtf) == ("In 1925", "1925")
    assert (event.mode, event.own_type, event.modality) == (None, None, "asserted")


@pytest.mark.parametrize(("chance", "found"), [(0.34, 0), (0.36, 1), (LEAST / 2, 0)])
def test_what_it_adds_is_sure_enough(chance: float, found: int) -> None:
    assert len(coded(HERRING, Says(1, 0, "ACCUSE", chance, 27))) == found


def test_what_is_nearly_impossible_is_not_looked_at_whatever_the_terms() -> None:
    terms = (9.0, *[0.0] * 7)
    assert coded(HERRING, Says(0, 1, "ACCUSE", LEAST / 2, 27), terms=terms) == ()
    assert len(coded(HERRING, Says(0, 1, "ACCUSE", LEAST * 1.1, 27), terms=terms)) == 1


def test_another_type_of_a_pair_that_the_rules_found_is_weighed_as_such() -> None:
    terms = (0.0, 1.0, 0.0, -9.0, 0.0, 0.0, 0.0, 0.0)
    says = (Says(0, 1, "ASSAULT", 0.9, 15), Says(0, 1, "ACCUSE", 0.9, 15))
    assert said(coded(ATTACK, *says, terms=terms)) == ["SWD>POL ASSAULT verb 0.9"]
    assert len(coded(ATTACK, *says)) == 2


def test_a_direction_found_both_ways_is_the_likelier_and_their_sum_with_the_mutual_one() -> None:
    says = (Says(0, 1, "ACCUSE", 0.3, 27), Says(1, 0, "ACCUSE", 0.4, 27), Says(0, 1, "ACCUSE", 0.2, 0, mutual=True))
    assert said(coded(HERRING, *says)) == [f"POL>SWD ACCUSE {RULE} {1 - 0.6 * 0.8:.2f}"]
    mutual = (says[0], Says(0, 1, "ACCUSE", 0.5, 27, mutual=True))
    assert said(coded(HERRING, *mutual)) == [f"SWD=POL ACCUSE {RULE} {1 - 0.7 * 0.5:.2f}"]


ALLIANCE = "In 1962 NATO condemned Poland, and Sweden kept silent."
"""The slots: Poland, Sweden, and the organisation last."""


def test_an_organisation_is_read_as_a_state_is() -> None:
    (plain,) = coded(ALLIANCE, coder=DefaultCoder(judge=None))
    assert (plain.source.state, plain.source.role, plain.target.state) == (None, "organisation", "POL")
    assert coded(ALLIANCE) == ()
    (event,) = coded(ALLIANCE, Says(2, 0, "ACCUSE", 0.6, 13))
    assert (event.source, event.target.state, event.confidence, event.rule) == (plain.source, "POL", 0.6, plain.rule)
    (found,) = coded("In 1962 NATO and Poland disagreed about herring.", Says(1, 0, "ACCUSE", 0.8, 24))
    assert (found.source.state, found.source.role, found.target.state, found.rule) == (None, "organisation", "POL", RULE)


def test_two_organisations_do_nothing_to_each_other() -> None:
    text = "In 1962 NATO condemned the Warsaw Pact, and Poland kept silent."
    assert coded(text, Says(1, 2, "ACCUSE", 0.9, 13)) == ()


@pytest.mark.parametrize(
    ("name", "kind", "found"), [("NATO", "ASSAULT", 1), ("UNESCO", "ASSAULT", 0), ("UNESCO", "MOBILIZE", 0), ("UNESCO", "ACCUSE", 1)]
)
def test_an_organisation_without_forces_neither_fights_nor_is_fought(name: str, kind: str, found: int) -> None:
    text = f"In 1962 Poland disagreed with {name} about herring."
    assert len(coded(text, Says(0, 1, kind, 0.8, text.index("disagreed")))) == found


def test_an_organisation_is_remembered_for_a_sentence() -> None:
    text = "In 1962 NATO met. It condemned Poland. Sweden slept. It condemned Finland."
    document = document_of(text)
    slates = [reading.slate.keys for reading in readings_of(DefaultCoder(judge=None), document)]
    assert slates == [("<nato>", "FIN", "POL", "SWD"), ("POL", "<nato>", "FIN", "SWD"), ("SWD", "POL", "FIN"), ("SWD", "FIN", "POL")]


def test_with_one_side_in_sight_there_is_no_reading() -> None:
    network = ToldNetwork()
    document = document_of("In 1962 Poland condemned it.")
    assert DefaultCoder(judge=Judge(cast(Any, network), PIECES, CHANCE, 0.35), claims=None).code(document).events == ()
    assert network.seen == []


@pytest.mark.parametrize(("chance", "kept"), [(BRIEF - 0.02, 0), (BRIEF + 0.02, 1), (0.9, 1)])
def test_in_a_text_of_a_few_sentences_the_rules_are_believed_unless_it_is_most_unlikely(chance: float, kept: int) -> None:
    assert len(coded(ATTACK, Says(0, 1, "ASSAULT", chance, 15), brief=True)) == kept


@pytest.mark.parametrize(("chance", "found"), [(SURE - 0.1, 0), (SURE + 0.1, 1)])
def test_there_the_network_speaks_where_the_rules_find_nothing_and_it_is_sure(chance: float, found: int) -> None:
    assert len(coded(HERRING, Says(0, 1, "ACCUSE", chance, 27), brief=True)) == found
    beside = coded(ATTACK, Says(0, 1, "ASSAULT", 0.9, 15), Says(0, 1, "ACCUSE", chance, 15), brief=True)
    assert [event.event_type for event in beside] == ["ASSAULT"]


# a study's own types


def own_coder(judge: Judge | None) -> DefaultCoder:
    types = {"RAID": OwnType(name="RAID", event_type="ASSAULT", definition="made up", tone="conflict", intensity=-7.0)}
    verbs = [{"id": "raid", "type": "RAID", "words": ["attack"]}, {"id": "calm", "type": "none", "words": ["disagree"]}]
    return DefaultCoder(lexicon=extend_lexicon(default_lexicon(), {"verbs": verbs}, types, version="x"), judge=judge, claims=None)


def test_an_event_of_a_studys_own_type_is_never_dropped_and_stands_as_it_is() -> None:
    (plain,) = coded(ATTACK, coder=own_coder(None))
    assert plain.own_type == "RAID"
    for chance in (0.0, 0.5, 0.99):
        (event,) = coded(ATTACK, coder=own_coder(judge_of(Says(0, 1, "ASSAULT", chance, 15))))
        assert (event.own_type, event.confidence, event.rule) == ("RAID", plain.confidence, plain.rule)
    (event,) = coded(ATTACK, coder=own_coder(judge_of(least=0.99)))
    assert event.own_type == "RAID"


def test_nothing_is_added_to_the_pair_of_a_studys_own_event() -> None:
    says = (Says(0, 1, "THREATEN", 0.9, 15), Says(0, 2, "THREATEN", 0.9, 15))
    events = coded("In 1925 Sweden attacked Poland near Finland.", coder=own_coder(judge_of(*says)))
    assert {(e.target.state, e.event_type) for e in events} == {("POL", "ASSAULT"), ("FIN", "THREATEN")}


def test_a_word_that_the_study_silences_tells_nothing_to_the_network_either() -> None:
    says = Says(0, 1, "ACCUSE", 0.9, HERRING.index("disagreed"))
    assert coded(HERRING, coder=own_coder(judge_of(says))) == ()
    elsewhere = Says(0, 1, "ACCUSE", 0.9, HERRING.index("herring"))
    assert len(coded(HERRING, coder=own_coder(judge_of(elsewhere)))) == 1


# confidence


@settings(deadline=None)
@given(one=st.floats(0, 1), two=st.floats(0, 1), ruled=st.booleans(), other=st.booleans())
def test_confidence_rises_with_the_chance_and_stays_within_its_bounds(one: float, two: float, ruled: bool, other: bool) -> None:
    judge = judge_of(terms=(-0.5, 0.9, 1.2, -0.1, -0.1, -0.3, 0.2, 0.5))
    slate = Slate(keys=("A", "B"), here=2, central=(0, 1), before=(), parts=())
    low, high = (
        judge.confidence(features(Finding(0, 1, "AID", False, chance, -1, LIKE, 0.5), slate, ruled, other, 2))
        for chance in sorted((one, two))
    )
    assert 0.01 <= low <= high <= 0.99


def test_features_are_what_the_terms_are_for() -> None:
    slate = Slate(keys=("A", "B", "C"), here=1, central=(0, 1, 2), before=(), parts=())
    assert features(Finding(0, 2, "AID", False, 0.5, -1, LIKE, 0.5), slate, True, False, 0) == (1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.5)
    assert features(Finding(1, 2, "AID", False, 0.5, -1, LIKE, 0.5), slate, False, True, 1) == (
        1.0,
        0.0,
        0.0,
        1.0,
        0.0,
        math.log(2),
        0.0,
        0.5,
    )
    assert features(Finding(1, 0, "AID", False, 0.5, -1, LIKE, 0.5), slate, False, False, 0)[6] == 1.0, "the two that the text names most"
    assert features(Finding(0, 1, "AID", False, 0.0, -1, LIKE, 0.5), slate, False, False, 0)[1] == pytest.approx(
        math.log(1e-4 / (1 - 1e-4))
    )
    assert math.isfinite(features(Finding(0, 1, "AID", False, 1.0, -1, LIKE, 0.5), slate, False, False, 0)[1])


def test_a_type_that_is_likely_between_many_is_less_sure_of_each() -> None:
    text = "In 1925 Sweden, Poland and Finland disagreed about herring."
    two, three = Says(0, 1, "ACCUSE", 0.8, text.index("dis")), Says(0, 2, "ACCUSE", 0.8, text.index("dis"))
    terms = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0)
    (alone,), both = coded(text, two, terms=terms), coded(text, two, three, terms=terms)
    assert len(both) == 2 and max(event.confidence for event in both) < alone.confidence
    unlike = coded(text, two, Says(0, 2, "AID", 0.8, text.index("dis")), terms=terms)
    assert [event.confidence for event in unlike] == [alone.confidence] * 2


def test_a_crowd_is_counted_by_type_and_by_what_is_likely() -> None:
    chances = [("AID", LIKELY), ("AID", LIKELY / 2), ("ACCUSE", 0.9), ("AID", 0.5)]
    found = {
        (frozenset((f"A{n}", "B")), kind): Finding(0, 1, kind, False, chance, -1, frozenset((n, 9)), 0.5)
        for n, (kind, chance) in enumerate(chances)
    }
    assert crowds(found) == {"AID": 2, "ACCUSE": 1}
    assert crowds({})["AID"] == 0
    alike = {key: replace(finding, like=LIKE) for key, finding in found.items()}
    assert crowds(alike) == {"AID": 1, "ACCUSE": 1}, "pairs that the sentence does not tell apart are one"


def test_terms_of_another_number_are_no_terms() -> None:
    with pytest.raises(ValueError, match="zip"):
        judge_of(terms=()).confidence((1.0, *[0.0] * 7))


# the word


def test_the_token_of_an_offset_is_the_one_that_holds_it_else_the_root() -> None:
    (reading,) = readings_of(DefaultCoder(judge=None), document_of(ATTACK))
    doc = reading.sitting.scene.doc
    assert [_token(doc, at).text for at in (15, 17, 24)] == ["attacked", "attacked", "Poland"]
    assert {_token(doc, at).text for at in (-1, 14, 999)} == {"attacked"}


def line_of(text: str) -> Line:
    return read_slate(Slate(keys=("A", "B"), here=2, central=(0, 1), before=(), parts=(0, (text, 5), 1)), PIECES)


@pytest.mark.parametrize(
    ("values", "offset"),
    [
        ([0, 3, 1, 0, 0, 0], 6),
        ([0, 1, 1, 0, 0, 0], 6),
        ([9, 1, 3, 0, 9, 9], 8),
        ([0, 0, 0, 2, 0, 0], 10),
        ([-90, -99, -90, -99, -90, -90], 8),
    ],
    ids=["the strongest", "of two alike the first", "no mark and no end", "a full stop", "all weak"],
)
def test_the_word_is_the_strongest_that_is_no_mark(values: list[float], offset: int) -> None:
    line = line_of(" a b . ")
    assert line.offsets[line.begins :] == (-1, 6, 8, 10, -1, -1)
    assert _words(line, np.asarray(values, dtype=np.float32))[0] == offset


def test_the_pieces_of_a_word_speak_together() -> None:
    line = line_of(" treaties signed")
    assert line.offsets[line.begins :] == (-1, 6, 6, 15, 15, -1, -1)
    assert _words(line, np.asarray([0, 1, 1, 1.5, 0, 0, 0], dtype=np.float32))[0] == 15
    assert _words(line, np.asarray([0, 1.3, 1.3, 1.5, 0, 0, 0], dtype=np.float32))[0] == 6
    offset, share, _ = _words(line, np.asarray([-99, 0, 0, 0, 0, -99, -99], dtype=np.float32))
    assert (offset, share) == (6, pytest.approx(0.5)), "half of the four pieces that speak"


def test_a_sentence_without_words_has_no_word() -> None:
    line = line_of(" ")
    assert _words(line, np.asarray([3, 2, 1], dtype=np.float32)) == (-1, 0.0, ())


def test_findings_are_kept_by_pair_and_type_where_likely_or_asked_for() -> None:
    (reading,) = readings_of(DefaultCoder(judge=None), document_of("Sweden, Poland and Finland met in 1925."))
    network = cast(Any, ToldNetwork([Says(2, 0, "AID", 0.7, 0), Says(0, 1, "AID", LEAST / 2, 0)]))
    (read,) = read_all([reading.slate], network, PIECES)
    found = chances_of(read)
    assert [(set(pair), kind, one.source, one.target) for (pair, kind), one in found.items()] == [({"SWD", "FIN"}, "AID", 2, 0)]
    asked = {(frozenset(("SWD", "POL")), "AID"), (frozenset(("SWD", "POL")), "ACCUSE"), (frozenset(("SWD", "XXX")), "AID")}
    more = chances_of(read, asked)
    assert set(more) == set(found) | {key for key in asked if "XXX" not in key[0]}
    assert more[frozenset(("SWD", "POL")), "ACCUSE"].chance == 0.0


@pytest.mark.parametrize(
    ("text", "at", "modality"),
    [
        ("In 1925 Sweden will disagree with Poland.", "disagree", "planned"),
        ("In 1925 Sweden disagreed with Poland.", "disagreed", "asserted"),
        ("In 1925 Sweden planned to disagree with Poland.", "disagree", "planned"),
        ("In 1925 Sweden alleged that Poland disagreed with Finland.", "disagreed", "alleged"),
        ("In 1925 Sweden was accused of disagreeing with Poland.", "disagreeing", "alleged"),
    ],
)
def test_how_it_is_held_out_is_taken_from_the_word(text: str, at: str, modality: str) -> None:
    events = [e for e in coded(text, Says(0, 1, "COERCE", 0.9, text.index(at))) if e.rule == RULE]
    assert [e.modality for e in events] == [modality]


def test_who_says_so_and_where_come_from_the_words_too() -> None:
    text = "According to Lindqvist, Sweden disagreed with Poland in Lund in May 1925."
    (event,) = coded(text, Says(0, 1, "ACCUSE", 0.9, text.index("disagreed")))
    assert (event.attributed_to, event.place, event.date and event.date.edtf) == ("Lindqvist", "Lund", "1925-05")


def test_two_occasions_of_a_word_are_two_events() -> None:
    text = "Sweden and Poland disagreed in Lund in May 1925 and in Gdynia in June 1926."
    events = coded(text, Says(0, 1, "ACCUSE", 0.9, text.index("disagreed"), mutual=True))
    assert {(e.place, e.date and e.date.edtf) for e in events} == {("Lund", "1925-05"), ("Gdynia", "1926-06")}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Had Sweden attacked Poland in 1925, Finland would have slept.", "attacked"),
        ("If Sweden disagrees with Poland, the herring will suffer.", "disagrees"),
        ("In 1925 Sweden did not disagree with Poland.", "disagree"),
        ("In 1925 Sweden refused to disagree with Poland.", "disagree"),
    ],
)
def test_what_was_not_done_is_no_event_of_the_network(text: str, at: str) -> None:
    assert [e for e in coded(text, Says(0, 1, "COERCE", 0.9, text.index(at))) if e.rule == RULE] == []


# states that a sentence does not tell apart


def test_what_one_of_a_group_does_all_do() -> None:
    text = "In 1925 Sweden, Poland and Finland met. The three powers disagreed with Norway."
    second = text.index("The")
    found = [e for e in coded(text, Says(1, 3, "COERCE", 0.9, text.index("disagreed") - second)) if e.span.start == second]
    assert said(tuple(sorted(found, key=lambda e: str(e.source.state)))) == [
        f"{one}>NOR COERCE {RULE} 0.9" for one in ("FIN", "POL", "SWD")
    ]


def test_chances_within_a_group_stay_and_those_with_others_are_the_highest() -> None:
    chance = np.random.default_rng(1).random((4, 4, 2)).astype(np.float32)
    out = evened(chance, [[0, 2]])
    assert (out[[0, 2]][:, [0, 2]] == chance[[0, 2]][:, [0, 2]]).all(), "what they do to each other"
    assert (out[0, [1, 3]] == out[2, [1, 3]]).all() and (out[[1, 3], 0] == out[[1, 3], 2]).all()
    assert (out[0, 1] == np.maximum(chance[0, 1], chance[2, 1])).all()
    assert (out[[1, 3]][:, [1, 3]] == chance[[1, 3]][:, [1, 3]]).all(), "what others do"
    assert (evened(chance, []) == chance).all()


# who stands for a state


def test_a_state_that_the_sentence_does_not_name_is_whom_the_text_named_before() -> None:
    text = "In 1925 Sweden and Poland disagreed. The herring went to Finland."
    second = text.index("The")
    (event,) = (e for e in coded(text, Says(0, 1, "AID", 0.9, text.index("went") - second)) if e.span.start == second)
    assert (event.source.state, event.target.state) == ("FIN", "SWD")
    assert [trace.part for trace in event.trace] == ["predicate", "source"], "its words stand in another sentence"
    assert (word(event, text, "source"), word(event, text), event.target.name) == ("Finland", "went", "Sweden")


def test_a_person_of_a_pair_stands_for_his_state() -> None:
    text = "Khrushchev met Nixon in 1959. The two leaders disagreed about kitchens."
    second = text.index("The two")
    found = coded(text, Says(0, 1, "ACCUSE", 0.9, text.index("disagreed") - second, mutual=True))
    (event,) = (e for e in found if e.span.start == second)
    assert {event.source.name, event.target.name} == {"Nikita Khrushchev", "Richard M. Nixon"}
    assert word(event, text, "source") == word(event, text, "target") == "leaders"


def test_of_two_mentions_the_nearer_to_the_word_stands_and_a_place_only_without_another() -> None:
    text = "The Swedes in Sweden disagreed with Poland in 1925."
    (event,) = coded(text, Says(0, 1, "ACCUSE", 0.9, text.index("disagreed")))
    assert word(event, text, "source") == "Swedes"


# whatever it finds


TEXTS = (
    "Khrushchev met Nixon in Moscow in 1959. The two leaders disagreed, and he told them so. Its ambassador left.",
    "France, Britain and Russia guaranteed Greece in 1832; both sides met. The Allies left, NATO too. They had not signed.",
    "If Chile had mobilised, Argentina would have closed the passes. Neither did. The former lent the latter $5 million in May 1902.",
    "Is it? No, said the Turkish minister: Greece's claims (Chen, 1999: 5) were void in 1976. “Never,” he said.",
)
SAYS = st.builds(
    Says,
    st.integers(0, 7),
    st.integers(0, 7),
    st.sampled_from(EVENT_TYPES),
    st.floats(0.03125, 1, width=32),
    st.integers(-1, 60),
    st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(text=st.sampled_from(TEXTS), says=st.lists(SAYS, max_size=25))
def test_every_added_event_has_two_sides_and_its_words_within_its_sentence(text: str, says: list[Says]) -> None:
    for event in coded(text, *says, least=0.05):
        if event.rule == RULE:
            assert (event.source.state or event.target.state) and event.source.state != event.target.state
            assert event.modality in ("asserted", "planned", "alleged")
            assert event.confidence >= 0.05


@pytest.mark.parametrize(
    ("text", "at", "kind"),
    [
        ("In 1925 Sweden did not let the Polish crews land.", "let", "REJECT"),
        ("In 1925 Sweden failed to persuade Poland.", "persuade", "REQUEST"),
        ("By the treaty of 1925 Sweden would open a port to Poland.", "open", "AGREE"),
    ],
)
def test_a_not_a_failure_and_a_would_are_the_deed_itself_where_they_tell_it(text: str, at: str, kind: str) -> None:
    (event,) = coded(text, Says(0, 1, kind, 0.9, text.index(at)))
    assert (event.event_type, event.modality) == (kind, "asserted")


# the same deed of a pair told once more in a sentence


def twice(text: str, one: str, other: str, *, chance: float = 0.9, kind: str = "COERCE") -> list[str]:
    """The words that tell the deeds of Sweden and Poland where the network hears one by each of two words of a sentence."""
    events = coded(text, Says(0, 1, kind, chance, text.index(one)), Says(0, 1, kind, chance, text.index(other)))
    return sorted(text[t.span.start : t.span.end] for e in events for t in e.trace if t.part == "predicate")


def test_joined_verbs_with_something_of_their_own_tell_two_deeds() -> None:
    text = "In 1925 Sweden searched the Polish mail and detained three clerks."
    assert twice(text, "searched", "detained") == ["detained", "searched"]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("In 1925 Sweden searched and sealed the Polish warehouse.", "searched", "sealed"),
        ("In 1925 Sweden searched the Polish mail and the crowd detained three clerks.", "searched", "detained"),
        ("In 1925 Sweden ordered the Polish warehouse closed.", "ordered", "closed"),
        ("In 1925 Sweden planned a search and seizure of the Polish mail.", "search", "seizure"),
    ],
)
def test_what_is_done_to_one_thing_by_another_or_by_one_phrase_is_told_once(text: str, one: str, other: str) -> None:
    assert len(twice(text, one, other)) <= 1


def test_a_finding_that_is_not_sure_is_told_once() -> None:
    text = "In 1925 Sweden searched the Polish mail and detained three clerks."
    assert len(twice(text, "searched", "detained", chance=0.4)) == 1


def test_joined_nouns_with_words_of_their_own_tell_two_deeds() -> None:
    text = "In 1925 there were the Swedish search of Polish mail and the brief detention of three clerks."
    assert twice(text, "search", "detention") == ["detention", "search"]
