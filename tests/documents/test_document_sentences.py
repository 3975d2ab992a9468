"""Sentences end where a reader would end them, and stand where they say they do."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
import yaml

from detente.documents import read_document, split_sentences, splitting
from detente.documents.splitting import sentence_spans
from detente.model import Document
from detente.spans import Span, SpanMap

CASES = yaml.safe_load((Path(__file__).parent / "gold_sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_gold_sentences(case):
    paragraph = " ".join(case["text"])
    found = [span.of(paragraph) for span in sentence_spans(paragraph)]
    assert found in (case["text"], case.get("alternative"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_plainly_is_a_sentence_is_cut_where_the_slow_reading_cuts_it(case, monkeypatch):
    """Between neighbours that plainly end, where most of the time is saved."""
    paragraph = " ".join(["Nothing happened there.", *case["text"], "The harvest was poor again. The mills stood still."])
    quick = sentence_spans(paragraph)
    monkeypatch.setattr(splitting, "_pieces", lambda text: [(Span(0, len(text)), False)])
    assert quick == sentence_spans(paragraph)


@pytest.mark.parametrize("unit", ["They met. ", "word ", "A", "1. ", "(", "He met Mr. A. B. ", "“He met.” ", "。", "\u2234 met. ", "... "])
def test_sentences_cover_all_but_white_space_and_time_grows_with_length(unit):
    paragraph = (unit * (30_000 // len(unit))).strip()
    started = time.process_time()
    spans = sentence_spans(paragraph)
    assert time.process_time() - started < 5
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert "".join(span.of(paragraph) for span in spans).replace(" ", "") == paragraph.replace(" ", "")


def test_an_unknown_language_falls_back_to_english():
    assert len(sentence_spans("They met. They parted.", "und")) == 2


def test_a_paragraph_in_chinese_is_split_at_its_own_marks():
    assert [span.of("他们会谈。他们签字。") for span in sentence_spans("他们会谈。他们签字。", "zh")] == ["他们会谈。", "他们签字。"]


def test_sentences_know_paragraph_section_and_index(tmp_path):
    path = tmp_path / "paper.md"
    path.write_text("# The Strait\n\n## The treaty\n\nThey met. They signed.\n\n## The quarrel\n\nThey fell out.\n", encoding="utf-8")
    sentences = split_sentences(read_document(path))
    assert [(s.index, s.paragraph, s.section, s.heading, s.text) for s in sentences] == [
        (0, 0, "The Strait", True, "The Strait"),
        (1, 1, "The treaty", True, "The treaty"),
        (2, 2, "The treaty", False, "They met."),
        (3, 2, "The treaty", False, "They signed."),
        (4, 3, "The quarrel", True, "The quarrel"),
        (5, 4, "The quarrel", False, "They fell out."),
    ]


def test_identifiers_are_made_of_document_and_place(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("They met. They met.", encoding="utf-8")
    first, second = split_sentences(read_document(path))
    assert first.sentence_id != second.sentence_id
    assert first == split_sentences(read_document(path))[0]


def test_an_empty_text_has_no_sentences():
    document = Document(document_id="d", key="d", path="d", sha256="", format="txt", raw="", text="", map=SpanMap.identity(0))
    assert split_sentences(document) == ()


def test_an_enumerator_belongs_to_what_it_counts():
    text = "Three matters remain. 1. Trade. 2. Mail between the capitals."
    assert [span.of(text) for span in sentence_spans(text)] == ["Three matters remain.", "1. Trade.", "2. Mail between the capitals."]


def test_a_long_quotation_of_many_sentences_is_parted():
    said = " ".join(
        f"The government of Besk will keep promise number {word} to the letter."
        for word in ("one", "two", "three", "four", "five", "six", "seven")
    )
    paragraph = f"He declared: “{said}”"
    assert len(paragraph) > 400 and len(sentence_spans(paragraph)) == 7


def test_spans_are_those_of_the_raw_text_after_a_ligature(tmp_path):
    path = tmp_path / "fine.txt"
    path.write_text("ﬁve ships came. They were ﬁne ﬀ", encoding="utf-8")
    sentences = split_sentences(read_document(path))
    document = read_document(path)
    assert [s.text for s in sentences] == ["five ships came.", "They were fine ff"]
    assert [s.span.of(document.raw) for s in sentences] == ["ﬁve ships came.", "They were ﬁne ﬀ"]
    assert Span(0, 15) == sentences[0].span
