"""Every bad file is named with its reason, and the rest goes on."""

from __future__ import annotations

import os
import random
import resource
import time
import zlib

import pytest
from document_makers import picture, picture_pdf, rezipped
from pypdf import PdfReader, PdfWriter

from detente.documents import REASONS, Limits, find_sources, read_file, read_sources
from detente.documents.refusals import refuse
from detente.documents.sandbox import run_child
from detente.errors import DocumentRefused

NOISE = random.Random(1).randbytes(4000)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def number_of(path, **arguments) -> int:
    with pytest.raises(DocumentRefused) as refusal:
        read_file(path, **arguments)
    assert refusal.value.where is not None and path.name in str(refusal.value)
    assert refusal.value.todo
    return refusal.value.number


@pytest.mark.parametrize(
    ("name", "content", "number"),
    [
        ("empty.txt", b"", 101),
        ("empty.pdf", b"", 101),
        ("blank.md", b" \n\r\n\t", 101),
        ("page.pdf", b"<!DOCTYPE html><html><body><p>Not a PDF.</p></body></html>", 102),
        ("noise.pdf", NOISE, 102),
        ("noise.docx", NOISE, 102),
        ("picture.txt", picture(), 102),
        ("archive.docx", b"PK\x05\x06" + bytes(18), 102),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 103),
        ("header.pdf", b"%PDF-1.7\n", 106),
        ("table.xyz", b"a table", 111),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 111),
        ("feed.xml", b"<rss><channel/></rss>", 111),
        ("noise.txt", NOISE, 112),
        ("noise.html", NOISE, 112),
        ("words.html", b"<html><body><script>x</script></body></html>", 112),
        ("empty.xml", b"<TEI><text><body/></text></TEI>", 112),
        ("none.jsonl", b'{"a": 1}\nnope\n', 113),
        ("broken.xml", b"<TEI><text></TEI>", 116),
        ("front.md", b"---\ntitle: [open\n---\nThey met.\n", 117),
        ("nested.md", b"---\ntitle: " + b"[" * 5000 + b"\n---\nThey met.\n", 117),
        ("laughs.md", b"---\na: &a [x, x]\nb: [*a, *a]\n---\nThey met.\n", 117),
        ("itself.md", b"---\ntitle: &a [*a]\n---\nThey met.\n", 117),
        ("nested.jsonl", b'{"text": "They met.", "title": ' + b"[" * 900 + b"]" * 900 + b"}", 113),
    ],
)
def test_a_bad_file_is_refused_with_its_number(tmp_path, name, content, number):
    path = tmp_path / name
    path.write_bytes(content)
    assert number_of(path) == number


def test_an_html_page_named_pdf_is_said_to_be_one(tmp_path):
    path = tmp_path / "page.pdf"
    path.write_bytes(b"<html><body><p>Not a PDF.</p></body></html>")
    with pytest.raises(DocumentRefused, match=r"named \.pdf, but it is an HTML page"):
        read_file(path)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.99])
def test_a_pdf_cut_short_is_damaged(tmp_path, paper, share):
    data = paper.read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * share)])
    assert number_of(path) == 106


def test_a_pdf_that_needs_a_password_is_encrypted_and_the_password_is_not_told(tmp_path, paper):
    path = tmp_path / "locked.pdf"
    writer = PdfWriter(clone_from=PdfReader(paper))
    writer.encrypt("open-sesame", "owner-word", algorithm="RC4-128")
    writer.write(path)
    with pytest.raises(DocumentRefused) as refusal:
        read_file(path)
    assert refusal.value.number == 103 and "sesame" not in str(refusal.value)


def test_a_pdf_locked_against_changes_only_is_read_and_flagged(tmp_path, paper):
    path = tmp_path / "owned.pdf"
    writer = PdfWriter(clone_from=PdfReader(paper))
    writer.encrypt("", "owner-word", algorithm="RC4-128")
    writer.write(path)
    document = read_file(path)[0]
    assert "Holt" in document.text and any("encrypted" in warning for warning in document.warnings)


def test_a_pdf_of_pictures_has_no_text_layer(tmp_path):
    assert number_of(picture_pdf(tmp_path / "scan.pdf")) == 104


def test_a_pdf_of_blank_pages_has_no_text_layer(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "blank.pdf")
    assert number_of(tmp_path / "blank.pdf") == 104


def test_a_pdf_whose_cross_references_run_in_a_circle_is_refused_in_time(tmp_path):
    path = tmp_path / "circle.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n"
        b"trailer<</Size 3/Root 1 0 R/Prev 102>>\nstartxref\n102\n%%EOF"
    )
    assert number_of(path) in (104, 106, 109)


def test_a_file_above_the_limit_is_not_even_read(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("They met. " * 200, encoding="utf-8")
    assert number_of(path, limits=Limits(max_bytes=1000)) == 105
    assert number_of(path, limits=Limits(max_chars=1000)) == 105
    assert number_of(path, limits=Limits(max_chars=100)) == 105


def test_fifty_megabytes_in_one_line_are_named_and_cost_little_memory(tmp_path):
    path = tmp_path / "line.txt"
    path.write_bytes(b"The two met again. " * 2_700_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert number_of(path) == 105
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_docx_bomb_is_refused_from_its_directory(tmp_path, word_file):
    bomb = b"<w:document xmlns:w='" + WORD.encode() + b"'>" + b" " * 150_000_000 + b"</w:document>"
    path = rezipped(word_file, tmp_path / "bomb.docx", {"word/document.xml": bomb})
    started = time.monotonic()
    assert number_of(path) == 107
    assert time.monotonic() - started < 5


def test_a_part_that_unpacks_out_of_proportion_is_refused(tmp_path, word_file):
    path = rezipped(word_file, tmp_path / "ratio.docx", {"word/document.xml": b" " * 20_000_000})
    assert number_of(path) == 107


def test_an_archive_of_very_many_entries_is_refused(tmp_path, word_file):
    assert number_of(rezipped(word_file, tmp_path / "many.docx", {}, extra=3000)) == 107


def test_a_docx_cut_short_is_damaged(tmp_path, word_file):
    data = word_file.read_bytes()
    path = tmp_path / "cut.docx"
    path.write_bytes(data[: len(data) // 2])
    assert number_of(path) == 106


@pytest.mark.parametrize("kind", ["docx", "xml"])
def test_an_external_entity_is_refused_and_its_words_stay_outside(tmp_path, word_file, kind):
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-4711", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY c SYSTEM "file://{canary}">]>'
    if kind == "docx":
        body = f'{head}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>'
        path = rezipped(word_file, tmp_path / "outside.docx", {"word/document.xml": body.encode()})
    else:
        path = tmp_path / "outside.xml"
        path.write_text(f"{head}<TEI><text><body><p>&c;</p></body></text></TEI>", encoding="utf-8")
    with pytest.raises(DocumentRefused) as refusal:
        read_file(path)
    assert refusal.value.number == 108 and "CANARY" not in str(refusal.value)


def test_nested_entities_are_not_expanded(tmp_path):
    path = tmp_path / "laughs.xml"
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    path.write_text(f'<!DOCTYPE TEI [<!ENTITY l0 "ha">{entities}]><TEI><text><body><p>&l9;</p></body></text></TEI>', encoding="utf-8")
    assert number_of(path) == 108


def test_a_folder_named_like_a_file_is_named(tmp_path):
    (tmp_path / "folder.pdf").mkdir()
    assert find_sources(tmp_path) == (tmp_path / "folder.pdf",)
    assert number_of(tmp_path / "folder.pdf") == 110


def test_a_missing_file_and_a_link_out_of_the_folder_are_named(tmp_path):
    assert number_of(tmp_path / "nowhere.txt") == 114
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("They met.", encoding="utf-8")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert number_of(tmp_path / "in" / "link.txt", root=tmp_path / "in") == 115


STUBS = {
    "sleeps": ("import time; time.sleep(60)", 109),
    "spins": ("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", 109),
    "is_killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 109),
    "crashes": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", 106),
    "babbles": ("print('no json')", 106),
    "leaves_the_text": (
        'import json; print(json.dumps({"format": "pdf", "raw": "ab", "blocks": [[0, 9, "paragraph", 0, True]], "edits": [], "pages": [],'
        ' "published": None, "declared": {}, "warnings": []}))',
        106,
    ),
}


@pytest.mark.parametrize("name", STUBS)
def test_a_parser_that_misbehaves_is_ended_and_named(tmp_path, monkeypatch, name):
    code, number = STUBS[name]
    (tmp_path / f"stub_{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DocumentRefused) as refusal:
        run_child("pdf", b"", tmp_path / "x.pdf", Limits(max_seconds=-3), module=f"stub_{name}")
    assert refusal.value.number == number


def test_a_child_that_takes_too_much_memory_is_named(tmp_path, paper):
    assert number_of(paper, limits=Limits(max_memory=60_000_000)) in (106, 109)


def test_the_child_sees_no_secrets_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "stub_looks.py").write_text(
        'import json, os; print(json.dumps({"refused": [106, str("SECRET_TOKEN" in os.environ)]}))', encoding="utf-8"
    )
    with pytest.raises(DocumentRefused, match="False"):
        run_child("pdf", b"", tmp_path / "x.pdf", Limits(), module="stub_looks")


def test_a_pipe_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert number_of(tmp_path / "pipe.txt") == 114
    (reading,) = read_sources(find_sources(tmp_path), root=tmp_path)
    assert (reading.sha256, reading.refused.number) == ("", 114)


def test_a_pdf_behind_what_a_server_said_is_read(tmp_path, paper):
    path = tmp_path / "behind.pdf"
    path.write_bytes(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + paper.read_bytes())
    assert read_file(path)[0].text == read_file(paper)[0].text


def test_a_page_that_unpacks_to_hundreds_of_megabytes_costs_its_child_and_not_us(tmp_path):
    data = zlib.compress(b"0" * 300_000_000)
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(data) + data + b"\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream]
    body = b"".join(b"%d 0 obj" % number + each + b"endobj\n" for number, each in enumerate(objects, 1))
    path = tmp_path / "flate.pdf"
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert number_of(path) in (104, 106, 109)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_bad_files_never_stop_the_good_ones(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("They met in Oslo.", encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(NOISE)
    readings = list(read_sources(find_sources(tmp_path), root=tmp_path))
    assert [(reading.path, reading.refused.number if reading.refused else None) for reading in readings] == [
        ("a.txt", 101),
        ("b.txt", None),
        ("c.pdf", 102),
    ]
    assert readings[1].documents[0].text == "They met in Oslo."


def test_a_refusal_names_the_file_as_the_study_does(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text("---\ntitle: [open\n---\n", encoding="utf-8")
    reading = next(iter(read_sources(find_sources(tmp_path), root=tmp_path)))
    assert str(tmp_path) not in str(reading.refused) and "(sub/a.md, line 2)" in str(reading.refused)


def test_every_reason_is_used_and_tells_what_to_do():
    assert sorted(REASONS) == list(range(101, 118))
    for number, reason in REASONS.items():
        assert reason.what and reason.todo.endswith(".")
        assert str(refuse(number, "x.pdf", "why")).startswith(f"D{number}: {reason.what}: why (x.pdf).")
