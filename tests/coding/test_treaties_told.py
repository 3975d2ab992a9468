"""A treaty of which the text has told is not signed once more by being spoken of."""

from __future__ import annotations

from typing import Any, cast

import pytest
from coding_documents import document_of
from learned_standins import Says, ToldNetwork, small_pieces

from detente.coding.coder import DefaultCoder
from detente.coding.learned.judge import Judge

REST = " The harvest was poor. The winter was long. The snow lay deep. The mills stood still. The village slept."


def supports(text: str, word: str) -> list[str]:
    """The sentences in which two sign a treaty, where the network hears it in all that have two slots and one given word."""
    terms = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    at = [sentence.find(word) for sentence in text.split(" | ")]
    network = ToldNetwork([Says(0, 1, "SUPPORT", 0.9, place, mutual=True) for place in sorted(set(at)) if place >= 0])
    coder = DefaultCoder(judge=Judge(cast(Any, network), small_pieces(), terms, 0.35), claims=None)
    return [event.quote for event in coder.code(document_of(text.replace(" | ", " ") + REST)).events if event.event_type == "SUPPORT"]


SIGNED = "Sweden and Poland signed the Treaty of Lund in 1925."


@pytest.mark.parametrize(
    "later",
    [
        "The treaty gave Sweden and Poland a common coinage.",
        "By the Treaty of Lund, Sweden and Poland shared the coast.",
        "Under this agreement Sweden and Poland shared the coast.",
    ],
)
def test_what_a_known_treaty_did_is_not_that_it_was_signed(later: str) -> None:
    word = "treaty" if "treaty" in later else "Treaty" if "Treaty" in later else "agreement"
    assert supports(f"{SIGNED} | {later}", word) == [SIGNED]


@pytest.mark.parametrize(
    ("later", "word"),
    [
        ("By the Treaty of Gdynia, Sweden and Poland shared the coast.", "Treaty"),
        ("By another treaty Sweden and Poland shared the coast.", "treaty"),
        ("In 1931 Sweden and Poland ratified the treaty.", "treaty"),
        ("By the treaty of 1931 Sweden and Poland shared the coast.", "treaty"),
        ("Sweden and Finland welcomed the treaty.", "treaty"),
    ],
)
def test_another_treaty_a_later_date_and_another_pair_are_told(later: str, word: str) -> None:
    assert later in supports(f"{SIGNED} | {later}", word)


def test_the_first_sentence_that_speaks_of_a_treaty_tells_it() -> None:
    first = "The Treaty of Lund gave Sweden and Poland a common coinage."
    assert supports(first, "Treaty") == [first]
