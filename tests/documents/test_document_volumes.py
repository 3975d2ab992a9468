"""A printed volume that lost its markup: cut at its numbers, dated by its datelines."""

from __future__ import annotations

import pytest

from detente.documents import read_document, read_file, split_sentences

FILLER = (
    "The commission spoke of timber and of salt, and the envoy thought that the price of both would hold until the autumn of the year. "
)


def volume(count: int = 24, *, filler: int = 16) -> str:
    parts = [
        "Papers on the Strait Volume I Preface The editors chose the papers. Repeated notes, repeated calls and repeated visits fill them. "
        + FILLER * 4
    ]
    for number in range(1, count + 1):
        if number == 5:
            parts.append(f"No. {number}Editorial Note On April 9 and 10 the envoy visited the harbour. {FILLER * filler}")
            continue
        parts.append(
            f"611.61/4–{number:02d}52: Telegram No. {number}The Envoy in Besk (Holt) to the Ministry"
            "Repeated for information to the Ministry in Oslo. "
            f"Port Royal, April {number}, 1952—6 p.m. secret {number}12. {FILLER * filler}"
            "The envoy of Besk spoke of the priceThe price was given in the Ministry’s note of March. (611.61) of salt at length. Holt "
        )
    return "".join(parts)


@pytest.fixture
def documents(tmp_path):
    path = tmp_path / "volume.txt"
    path.write_text(volume(), encoding="utf-8")
    return read_file(path)


def test_each_number_is_a_document_dated_by_its_dateline(documents):
    assert [document.key for document in documents[:3]] == ["volume#front", "volume#1", "volume#2"]
    assert len(documents) == 25
    assert [document.published.edtf for document in documents[1:4]] == ["1952-04-01", "1952-04-02", "1952-04-03"]
    assert documents[1].title == "The Envoy in Besk (Holt) to the Ministry"


def test_an_editors_note_has_the_year_of_the_document_before(documents):
    note = documents[5]
    assert note.title == "Editorial Note" and (note.published.edtf, note.published.basis) == ("1952", "inherited")


def test_title_note_dateline_markings_and_signature_are_told_apart(documents):
    sentences = split_sentences(documents[2])
    assert [s.text for s in sentences if s.heading] == [
        "No. 2 The Envoy in Besk (Holt) to the Ministry",
        "Port Royal, April 2, 1952—6 p.m.",
        "Holt",
    ]
    assert "secret" not in documents[2].text and "611.61/4–0352" not in documents[2].text
    assert sentences[1].text == "Repeated for information to the Ministry in Oslo."


def test_a_footnote_glued_into_a_sentence_is_taken_out_of_it(documents):
    assert "The envoy of Besk spoke of the price of salt at length." in documents[2].text
    assert "The price was given" in documents[2].raw


def test_nothing_of_the_volume_is_lost(documents):
    assert "".join(document.raw for document in documents) == volume()
    for document in documents:
        for sentence in split_sentences(document):
            assert sentence.clean_span.of(document.text) == sentence.text


@pytest.mark.parametrize(
    "text",
    [
        volume(10, filler=60),
        "Strike No. 1Was called. " + FILLER * 500,
        FILLER * 500,
        "".join(f"No. {n}Words here. {FILLER * 20}" for n in range(1, 40)),
    ],
    ids=["few documents", "one number", "no numbers", "no datelines"],
)
def test_other_long_texts_stay_one_document(tmp_path, text):
    path = tmp_path / "long.txt"
    path.write_text(text, encoding="utf-8")
    assert len(read_file(path)) == 1 and read_document(path).key == "long"
