"""Organisations by the short names that a text gives them."""

from __future__ import annotations

import pytest
from coding_documents import document_of

from detente.coding.coder import DefaultCoder
from detente.coding.mentions import ActorMention
from detente.coding.short_names import with_short_names
from detente.documents import split_sentences

CODER = DefaultCoder(judge=None)


def organisations(text: str) -> list[list[str]]:
    """The organisations of each sentence, by the words that name them."""
    document = document_of(text)
    prepared = CODER.prepare(document, split_sentences(document))
    return [[f"{m.organisation}: {p.sentence.text[m.start : m.end]}" for m in p.mentions if m.organisation] for p in prepared]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Ethiopia took the matter to the League of Nations in 1935. The Council heard both sides, and the League imposed sanctions.",
            ["league-of-nations: Council", "league-of-nations: League"],
        ),
        ("Nicaragua sued before the International Court in 1984. In 1986 the Court found for it.", ["icj: Court"]),
        ("In 1956 the Security Council met. A text was put to the Council.", ["un-security-council: Council"]),
        ("In 1956 the Security Council met. The Council of Ministers resigned.", []),
        ("In 1956 the Security Council met. The Council Chamber was dark, and the council of the town rose.", []),
        ("In 1956 the cabinet met. The Council heard Egypt.", []),
    ],
)
def test_a_text_calls_an_organisation_by_a_part_of_its_name(text: str, found: list[str]) -> None:
    assert organisations(text)[1] == found


def test_of_two_that_may_be_meant_the_one_named_last_is() -> None:
    text = "The Security Council met in 1948. The European Commission met in 2004. The Council adjourned. "
    text += "The Security Council met. The Council sat."
    assert [names[:1] for names in organisations(text)][2::2] == [["eu: Council"], ["un-security-council: Council"]]


def test_in_one_sentence_it_is_known_once_it_is_named() -> None:
    assert organisations("In 1956 the Council waited for the Security Council, and the Council met.") == [
        ["un-security-council: Security Council", "un-security-council: Council"]
    ]


def test_a_word_that_names_another_already_is_left() -> None:
    taken = ActorMention(start=4, end=11, states=("FRN",), name="made up", role="state", kind="place")
    first = ActorMention(
        start=4, end=20, states=(), name="UN", role="organisation", kind="organisation", organisation="un-security-council"
    )
    sentences = [("The Security Council met.", [first]), ("The Council met.", [taken])]
    assert with_short_names(sentences, CODER.register)[1] == (taken,)
