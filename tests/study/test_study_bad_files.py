"""Twelve bad files in one study: each is named with its reason, the rest is done, and memory stays small."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "documents"))

from document_makers import PdfMaker, picture_pdf, rezipped
from pypdf import PdfReader, PdfWriter
from study_standins import TOY

from detente.study import run_study

ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
REFUSED = {
    "empty.txt": 101,
    "noise.pdf": 102,
    "page.pdf": 102,
    "locked.pdf": 103,
    "picture.pdf": 104,
    "cut.pdf": 106,
    "bomb.docx": 107,
    "entity.docx": 108,
    "line.txt": 105,
    "folder.pdf": 110,
}
READ = {"declared.html": "a café", "wide.txt": "détente"}


def make_bad_files(place):
    place.mkdir(parents=True)
    (place / "empty.txt").write_bytes(b"")
    (place / "noise.pdf").write_bytes(bytes((each * 131 + 7) % 256 for each in range(4096)))
    (place / "page.pdf").write_text("<!DOCTYPE html><html><body><p>No PDF at all.</p></body></html>", encoding="utf-8")
    PdfMaker(place / "whole.pdf").make()
    writer = PdfWriter(clone_from=PdfReader(place / "whole.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(place / "locked.pdf")
    picture_pdf(place / "picture.pdf")
    content = (place / "whole.pdf").read_bytes()
    (place / "cut.pdf").write_bytes(content[: len(content) // 2])
    (place / "whole.pdf").unlink()
    make_word_files(place)
    (place / "line.txt").write_bytes(b"the same words again and again " * (50_000_000 // 31))
    (place / "folder.pdf").mkdir()
    (place / "declared.html").write_bytes(
        '<html><head><meta charset="utf-8"></head><body><p>They met in a café “in secret”.</p></body></html>'.encode("cp1252")
    )
    (place / "wide.txt").write_text("The years of détente began in 1969.", encoding="utf-16")
    (place / "good.txt").write_text("China met Russia in 1950.", encoding="utf-8")


def make_word_files(place):
    plain = place / "plain.docx"
    document = docx.Document()
    document.add_paragraph("Words.")
    document.save(str(plain))
    with zipfile.ZipFile(plain) as archive:
        body = archive.read("word/document.xml")
    rezipped(plain, place / "bomb.docx", {"word/document.xml": body.replace(b"Words.", b"W" * 300_000_000)})
    declared = ENTITY + body.partition(b"?>")[2].replace(b"Words.", b"&x;")
    rezipped(plain, place / "entity.docx", {"word/document.xml": declared})
    plain.unlink()


@pytest.mark.slow
def test_twelve_bad_files_are_named_and_the_rest_is_done(tmp_path):
    make_bad_files(tmp_path / "study" / "sources")
    code = (
        "import json, resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'detente', 'study', sys.argv[1]], capture_output=True)\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(json.dumps([done.returncode, done.stdout.decode(), done.stderr.decode(), peak]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "study"], capture_output=True, check=True)
    status, out, err, peak = json.loads(done.stdout)
    assert status == 0, err
    assert peak < 2_000_000, "kilobytes"
    lines = (tmp_path / "study/tables/sources.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["path"]: row for row in map(json.loads, lines)}
    assert {path: row["reason"][:4] for path, row in rows.items() if row["outcome"] == "refused"} == {
        path: f"D{number}" for path, number in REFUSED.items()
    }
    for path, number in REFUSED.items():
        assert f"Refused: {path}: D{number}: " in err
    from detente.record import Store

    with Store.open(tmp_path / "study", readonly=True) as store:
        texts = {document.path: document for document in store.documents()}
    for path, words in READ.items():
        assert words in texts[path].text and "\ufffd" not in texts[path].text
        assert texts[path].encoding, path
    assert rows["good.txt"]["outcome"] == "coded"
    assert out.splitlines()[0].startswith("Sources: 3 files read, 3 documents; 10 refused")
    assert "secret" not in "".join(f"{row}" for row in rows.values()) + err


ODD_NAMES = [
    b"a\nb.txt",
    b"CON.txt",
    b"=1+1.txt",
    b"<b>&.txt",
    b"\x1b[31m.txt",
    "\u202egnp.txt".encode(),
    b"caf\xe9.txt",
    b"n" * 250 + b".txt",
]


def test_odd_names_of_files_and_of_the_study_stop_nothing(tmp_path):
    study = tmp_path / os.fsdecode(b"odd # 100%? caf\xe9")
    (study / "sources").mkdir(parents=True)
    for number, name in enumerate(ODD_NAMES):
        (study / "sources" / os.fsdecode(name)).write_text(f"China met Russia in {1950 + number}.", encoding="utf-8")
    outcome = run_study(study, rooms=TOY, workers=1)
    assert (outcome.files, outcome.documents, outcome.events, outcome.refused) == (8, 8, 8, ())
    assert run_study(study, rooms=TOY, workers=1).read == 0
    assert "caf\\xe9" in (study / "report.html").read_text(encoding="utf-8")


def test_a_pipe_and_half_a_letter_stop_nothing(tmp_path):
    """A pipe would be waited for without end; half a surrogate pair has no form in a data frame."""
    (tmp_path / "sources").mkdir()
    os.mkfifo(tmp_path / "sources" / "pipe.txt")
    line = '{"id": "x\\ud800", "title": "t\\ud800", "text": "China met Russia in 1952. \\ud800"}'
    (tmp_path / "sources" / "wire.jsonl").write_text(line, encoding="utf-8")
    outcome = run_study(tmp_path, rooms=TOY, workers=1)
    assert {row.path: row.number for row in outcome.refused} == {"pipe.txt": 114}
    assert (outcome.documents, outcome.events) == (1, 1)
