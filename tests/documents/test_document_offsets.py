"""Whatever a text holds, every sentence leads back to its own place in the raw text."""

from __future__ import annotations

import itertools
import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import read_document, split_sentences
from detente.documents.blocks import Block
from detente.documents.clean import clean, settled
from detente.documents.inline import LIGATURES
from detente.documents.plain import read_plain
from detente.spans import Edit, Span

WORDS = [
    "They",
    "met",
    "ﬁve",
    "co\u00adoperate",
    "naïve",
    "e\u0301tat",
    "שלום",
    "مرحبا",
    "😀",
    "👩‍👩‍👧",
    "U.S.",
    "1950s",
    "minis-\ntry",
    "Sino-\r\nSoviet",
    "x\u00a0y",
]
JOINTS = [
    " ",
    ". ",
    "\n",
    "\r\n",
    "\n\n",
    "\r\n\r\n",
    ", ",
    "? ",
    "[1] ",
    "<sup>2</sup> ",
    "**",
    "\\$",
    "\t",
    "\f",
    "\u2028",
    "\n# ",
    "\n- ",
    "\n| ",
]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), min_size=1, max_size=40).map(
    lambda pairs: "".join(word + joint for word, joint in pairs)
)


def bare(words: str) -> str:
    """Letters and digits only, ligatures written out: what cleaning may never change."""
    for ligature, letters in LIGATURES.items():
        words = words.replace(ligature, letters)
    words = re.sub(r"<sup>2</sup>|\[1\]", "", words)
    return "".join(char for char in words if char.isalnum())


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_every_sentence_leads_back_to_its_own_words(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.txt"
        path.write_bytes(("Report of the day. " + text).encode("utf-8"))
        document = read_document(path)
        with path.open(encoding="utf-8", newline="") as file:
            assert document.raw == file.read()
    ends = 0
    for sentence in split_sentences(document):
        assert sentence.clean_span.of(document.text) == sentence.text
        assert sentence.span.start >= ends and sentence.span.end <= len(document.raw)
        assert bare(sentence.span.of(document.raw)).startswith(bare(sentence.text)[:1])
        assert set(bare(sentence.text)) <= set(bare(document.raw))
        ends = sentence.span.end


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_the_map_is_total_rises_and_copies(text):
    parsed = read_plain(text, "any.txt")
    cleaned = clean(parsed.raw, parsed.blocks, parsed.edits)
    raw_at = clean_at = 0
    for clean_start, raw_start, size in cleaned.map.pieces:
        assert size > 0 and clean_start >= clean_at and raw_start >= raw_at
        assert cleaned.text[clean_start : clean_start + size] == parsed.raw[raw_start : raw_start + size]
        clean_at, raw_at = clean_start + size, raw_start + size
    assert (cleaned.map.clean_length, cleaned.map.raw_length) == (len(cleaned.text), len(parsed.raw))
    last = 0
    for offset in range(len(cleaned.text)):
        start = cleaned.map.raw_span(Span(offset, offset + 1)).start
        assert last <= start <= len(parsed.raw)
        last = start


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_read_or_refused(text):
    parsed = read_plain(text, "any.txt")
    cleaned = clean(parsed.raw, parsed.blocks, parsed.edits)
    assert parsed.raw == text and "\r" not in cleaned.text


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10), st.sampled_from(["", " ", "x"])), max_size=12))
def test_settled_edits_never_cross(triples):
    edits = settled(Edit(start, start + size, text) for start, size, text in triples)
    assert all(first.end <= second.start for first, second in itertools.pairwise(edits))


def test_a_byte_order_mark_and_line_ends_stay_in_the_raw_text(tmp_path):
    path = tmp_path / "marked.txt"
    path.write_bytes("\ufeffThey met.\r\n\r\nThey parted.\r\n".encode())
    document = read_document(path)
    assert document.raw == "\ufeffThey met.\r\n\r\nThey parted.\r\n"
    assert document.text == "They met.\n\nThey parted."
    assert [s.span for s in split_sentences(document)] == [Span(1, 10), Span(14, 26)]


def test_blocks_without_length_are_passed_over():
    cleaned = clean("They met.", [Block(span=Span(0, 0)), Block(span=Span(0, 9))])
    assert cleaned.text == "They met."
