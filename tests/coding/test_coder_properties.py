"""Whatever stands in a document, the coder keeps its invariants."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from coding_documents import document_of
from coding_invariants import check_coding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.coding.coder import FastCoder
from detente.coding.events import MOST_EVENTS
from detente.documents import split_sentences
from detente.model import Section
from detente.spans import Span

_JUMBLE = (
    "China Russia Washington the Soviets Khrushchev Britain France troops treaty aid signed attacked and with in 1950 May did not "
    "refuse to loan of their both sides (Chen, 2001: 5) , . ; accused each other 7,000 students U.S. \u2019s \U0001f600 <script> e\u0301 "
    "\u202e it Moscow"
)
WORDS = st.sampled_from(_JUMBLE.split(" "))
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


@pytest.fixture(scope="module")
def coder() -> FastCoder:
    return FastCoder()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXTS)
def test_invariants_hold_on_jumbled_words(text: str, coder: FastCoder) -> None:
    document = document_of(text)
    check_coding(document, coder.code(document))


def test_a_list_of_many_states_gives_no_more_events_than_allowed_and_says_so(coder: FastCoder) -> None:
    names = ["France", "Italy", "Spain", "Portugal", "Greece", "Turkey", "Sweden", "Norway", "Denmark", "Finland"]
    text = f"{', '.join(names[:5])} and Belgium attacked {', '.join(names[5:])} and Poland in 1900."
    coding = coder.code(document_of(text))
    assert len(coding.events) == MOST_EVENTS
    assert any("left out" in note for note in coding.notes)


def test_a_citation_in_brackets_is_no_actor(coder: FastCoder) -> None:
    text = "Poland attacked Lithuania in 1920 (England, 2003: 14; Holland and France, 1999)."
    assert {(e.source.state, e.target.state) for e in coder.code(document_of(text)).events} == {("POL", "LIT")}


def test_headings_tell_no_events(coder: FastCoder) -> None:
    title = "Germany attacks Poland"
    text = f"{title}\n\nThe harvest of that year was poor, and nobody in the village spoke of anything else for weeks on end."
    document = replace(document_of(text), sections=(Section(title=title, level=1, span=Span(0, len(text))),))
    headings = [sentence for sentence in split_sentences(document) if sentence.heading]
    assert headings
    assert all(event.sentence not in {h.sentence_id for h in headings} for event in coder.code(document).events)


def test_a_very_long_sentence_is_said_to_be_unread(coder: FastCoder) -> None:
    text = "China and Russia, " + ", ".join(f"town {n}" for n in range(600)) + " signed a treaty."
    coding = coder.code(document_of(text))
    assert any(len(sentence.text) > 1500 for sentence in coding.sentences)
    assert any(re.search(r"was not parsed", note) for note in coding.notes)
