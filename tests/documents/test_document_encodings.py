"""Which encoding a file is in, and how sure that is."""

from __future__ import annotations

import pytest

from detente.documents import read_document
from detente.documents.decoding import declared_encoding, decode
from detente.documents.language import language_of
from detente.errors import DocumentRefused

WESTERN = "“Détente” – said Brézhnev’s aide in the café – “is a word”. They met in Vienna, and again in Geneva.\n"
RUSSIAN = "Правительства двух государств подписали договор о дружбе и взаимной помощи в столице весной того же года.\n"
POLISH = "Rządy obu państw podpisały układ o przyjaźni i wzajemnej pomocy. Ambasador został odwołany, później wrócił.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (WESTERN, "utf-8", "utf-8"), (WESTERN, "utf-8-sig", "utf-8"), (WESTERN, "utf-16", "utf-16-le"), (WESTERN, "utf-16-le", "utf-16-le"),
        (WESTERN, "utf-16-be", "utf-16-be"), (WESTERN, "utf-32", "utf-32-le"), (WESTERN, "cp1252", "cp1252"),
        ("They met.\n", "ascii", "ascii"),
        (RUSSIAN * 3, "cp1251", "cp1251"), (RUSSIAN * 3, "koi8_r", "koi8_r"), (RUSSIAN, "utf-8", "utf-8"), (POLISH * 3, "cp1250", "cp1250"),
    ],
)  # fmt: skip
def test_encodings_are_told_and_read_right(text, encoding, said):
    decoded = decode(text.encode(encoding), "x.txt")
    assert (decoded.text.lstrip("\ufeff"), decoded.encoding) == (text, said)
    assert "\ufffd" not in decoded.text


def test_a_guess_among_eight_bit_encodings_is_a_warning():
    assert decode(WESTERN.encode("cp1252"), "x.txt").warnings == ("encoding uncertain: read as cp1252",)
    assert "could be" in decode("Le café français était fermé.".encode("latin-1"), "x.txt").warnings[0]
    assert decode(WESTERN.encode("utf-8"), "x.txt").warnings == ()


def test_a_wrong_declaration_is_told(tmp_path):
    path = tmp_path / "page.html"
    page = f'<html><head><meta charset="utf-8"><title>A</title></head><body><article><p>{WESTERN * 3}</p></article></body></html>'
    path.write_bytes(page.encode("cp1252"))
    document = read_document(path)
    assert "“Détente”" in document.text and document.encoding == "cp1252"
    assert any("declared as utf-8, but is not" in warning for warning in document.warnings)


def test_a_declared_eight_bit_encoding_is_believed_where_it_decodes():
    page = f'<html><head><meta charset="koi8-r"></head><body>{RUSSIAN}</body></html>'.encode("koi8_r")
    assert decode(page, "x.html").encoding == "koi8-r"
    assert declared_encoding(b'<?xml version="1.0" encoding="ISO-8859-1"?>') == "iso-8859-1"


def test_utf8_declared_as_something_else_is_read_as_utf8_with_a_warning():
    decoded = decode(b'<meta charset="windows-1252">' + "Détente".encode(), "x.html")
    assert decoded.text.endswith("Détente") and decoded.warnings == ("encoding: declared as windows-1252, but read as utf-8",)


def test_bytes_without_a_character_are_counted_not_replaced():
    decoded = decode((WESTERN * 3).encode("cp1252") + b"\x81", "x.txt")
    assert "\ufffd" not in decoded.text and any("1 bytes have no character" in warning for warning in decoded.warnings)


def test_a_few_zero_bytes_are_told_of(tmp_path):
    path = tmp_path / "zeros.txt"
    path.write_bytes(b"They met.\x00 They parted in the harbour town in the month of May.\n")
    document = read_document(path)
    assert "\x00" in document.raw and "\x00" not in document.text
    assert "1 zero bytes" in document.warnings[0]


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "They \ufffdmet in Oslo."), ("a.html", "<html><body><p>They &#0;met in Oslo.</p></body></html>")]
)
def test_a_character_that_was_lost_before_is_told_of(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert "encoding: 1 characters stand as U+FFFD: what they were is lost" in read_document(path).warnings


def test_western_text_in_two_encodings_is_refused_by_name(tmp_path):
    path = tmp_path / "mixed.txt"
    path.write_bytes(WESTERN.encode("utf-8") * 5 + WESTERN.encode("cp1252"))
    with pytest.raises(DocumentRefused, match="no encoding gives text"):
        read_document(path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (WESTERN + "The governments of the two states signed a treaty of friendship in the capital.", "en"),
        ("Les gouvernements des deux pays ont signé un traité d'amitié dans la capitale au printemps de cette année.", "fr"),
        (RUSSIAN, "ru"), ("They met.", "und"), ("12 34 56 -- 78", "und"), ("", "und"),
    ],
)  # fmt: skip
def test_languages_are_told_or_left_open(text, code):
    assert language_of(text) == code
