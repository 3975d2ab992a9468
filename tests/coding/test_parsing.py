"""The parser that remembers words gives what its makers' rules give, word by word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from detente.coding import parsing
from detente.coding.grammar import dependents, text_of, tokens_of
from detente.coding.parsing import Parser, load_language, load_parser

SENTENCES = (
    "The Soviet leader recalled the experts, and Beijing, which had been told nothing, accused Moscow of betrayal.",
    "There was a treaty; there were two, and there's a third that they've got to sign.",
    "Let's say they ain't signed it, c'mon, y'all gonna see.",
    "He did not do what he had said he'd do; had he done it, it would've been done.",
    "I told you that you and it were those whom that state had's envoys' had.",
    "  Two  spaces and\ta tab\nand a line.",
    "U.S.-Soviet talks on 4 (16) June 1877 — “as before” — weren't held in St. Petersburg.",
    "But for the aid, but one of them could but wait.",
    "",
    " ",
    "…",
)


@pytest.fixture(scope="module")
def makers() -> Language:
    return load_language()


def told(doc: Doc) -> list[tuple[str, str, str, str, str, int]]:
    return [(token.text, token.pos_, token.lemma_, token.tag_, token.dep_, token.head.i) for token in doc]


def test_classes_and_lemmas_are_those_of_the_makers_rules(makers: Language) -> None:
    parser = Parser(makers)
    for _ in range(2):  # learning words, then knowing them
        for doc, text in zip(parser.pipe(SENTENCES), SENTENCES, strict=True):
            assert told(doc) == told(makers(text)) and text_of(doc) == text == doc.text


WORDS = sorted(
    {word for sentence in SENTENCES for word in sentence.split()} | {"got", "ta", "gon", "na", "is", "'s", "SIGN", "signs", "lay", "saw"}
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=12))
def test_so_they_are_in_sentences_of_no_sense(makers: Language, words: list[str]) -> None:
    text = " ".join(words)
    assert told(Parser(makers)(text)) == told(makers(text))


def test_words_are_forgotten_where_they_are_too_many(makers: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "_MOST", 5)
    parser = Parser(makers)
    assert [told(doc) for doc in parser.pipe(SENTENCES)] == [told(makers(text)) for text in SENTENCES]
    assert len(parser.known) <= 5


def test_the_products_of_numpys_library_make_the_same_parse(makers: Language) -> None:
    assert [told(doc) for doc in load_parser().pipe(SENTENCES)] == [told(makers(text)) for text in SENTENCES]


def test_dependents_stand_in_the_order_of_the_text() -> None:
    def each() -> Iterator[tuple[list[int], list[int]]]:
        for doc in load_parser().pipe(SENTENCES):
            for token in tokens_of(doc):
                yield [child.i for child in dependents(token)], [child.i for child in token.children]

    assert all(ours == theirs for ours, theirs in each())
