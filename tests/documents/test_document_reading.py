"""The reader as a whole on small files written here."""

from __future__ import annotations

import json

import pytest

from detente.documents import SourceMetadata, read_document, read_file, split_sentences
from detente.errors import DocumentRefused


def test_a_plain_text_gives_title_bylines_and_sentences(tmp_path):
    path = tmp_path / "accord.txt"
    path.write_text(
        "The Harbour Accord\nWire report, 3 May 1961\n\nMr. Alvarez met Gen. Brook. They signed at 5 p.m. in Port Royal.\n",
        encoding="utf-8",
    )
    document = read_document(path)
    assert (document.title, document.kind, document.key) == ("The Harbour Accord", "Wire report", "accord")
    assert document.published is not None and document.published.edtf == "1961-05-03"
    sentences = split_sentences(document)
    assert [s.text for s in sentences if not s.heading] == ["Mr. Alvarez met Gen. Brook.", "They signed at 5 p.m. in Port Royal."]
    assert all(s.span.of(document.raw) == s.text for s in sentences)


def test_front_matter_is_read_and_left_out_of_the_text(tmp_path):
    path = tmp_path / "note.md"
    path.write_text(
        "---\ntitle: A Note\nauthor: A. Writer\ndate: 1975-08-01\ncovers: 1945/1975\ncites: Writer 1975\n---\n\n# A Note\n\nThey met.\n",
        encoding="utf-8",
    )
    document = read_document(path)
    assert (document.title, document.author, document.citation) == ("A Note", "A. Writer", "Writer 1975")
    assert document.covers is not None and document.covers.edtf == "1945/1975"
    assert document.text == "A Note\n\nThey met."


def test_metadata_of_the_study_goes_before_the_file(tmp_path):
    path = tmp_path / "note.md"
    path.write_text("---\ntitle: A Note\ndate: 1975-08-01\n---\nThey met.\n", encoding="utf-8")
    document = read_document(path, metadata=SourceMetadata(title="Better", date="9 August 1975"))
    assert document.title == "Better"
    assert document.published is not None and (document.published.edtf, document.published.basis) == ("1975-08-09", "declared")


def test_json_lines_are_one_document_each(tmp_path):
    path = tmp_path / "wire.jsonl"
    rows = [{"id": "a1", "text": "They met.", "date": "1961-05-03"}, {"text": "They parted."}]
    path.write_text("\n".join([json.dumps(rows[0]), "{broken", json.dumps(rows[1])]), encoding="utf-8")
    first, second = read_file(path)
    assert (first.key, second.key) == ("a1", "wire#line3")
    assert first.raw == "They met." and "line 2" in first.warnings[0]


def test_an_empty_file_is_refused_with_its_number(tmp_path):
    path = tmp_path / "nothing.txt"
    path.write_bytes(b"")
    with pytest.raises(DocumentRefused) as refusal:
        read_file(path)
    assert refusal.value.number == 101
