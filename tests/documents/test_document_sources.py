"""A folder of sources: found, ordered, named, read."""

from __future__ import annotations

import hashlib
import json
import os

import pytest

from detente.documents import SourceMetadata, find_sources, read_file, read_sources
from detente.errors import DocumentRefused


@pytest.fixture
def folder(tmp_path):
    for name in (
        "b/note.txt",
        "a/note.txt",
        "a/paper.txt",
        "a/paper.md",
        "z.txt",
        ".hidden.txt",
        "~$lock.docx",
        "Thumbs.db",
        "odd.xyz",
        ".git/x.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"They met for {name}.", encoding="utf-8")
    return tmp_path


def test_sources_are_found_in_the_order_of_their_paths(folder):
    found = [path.relative_to(folder).as_posix() for path in find_sources(folder)]
    assert found == ["a/note.txt", "a/paper.md", "a/paper.txt", "b/note.txt", "odd.xyz", "z.txt"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(DocumentRefused) as refusal:
        find_sources(tmp_path / "nowhere")
    assert refusal.value.number == 114


def test_keys_are_stems_made_longer_only_where_they_meet(folder):
    readings = list(read_sources(find_sources(folder), root=folder))
    keys = {reading.path: reading.documents[0].key for reading in readings if reading.documents}
    assert keys == {
        "a/note.txt": "a/note",
        "b/note.txt": "b/note",
        "a/paper.md": "a/paper.md",
        "a/paper.txt": "a/paper.txt",
        "z.txt": "z",
    }


@pytest.mark.parametrize("workers", [1, 3])
def test_order_and_content_do_not_depend_on_workers_or_input_order(folder, workers):
    paths = list(reversed(find_sources(folder)))
    readings = list(read_sources(paths, root=folder, workers=workers))
    assert [reading.path for reading in readings] == sorted(reading.path for reading in readings)
    assert [(r.path, r.sha256, r.documents) for r in readings] == [
        (r.path, r.sha256, r.documents) for r in read_sources(paths, root=folder)
    ]


def test_hashes_are_those_of_the_bytes_even_of_refused_files(folder):
    for reading in read_sources(find_sources(folder), root=folder):
        assert reading.sha256 == hashlib.sha256((folder / reading.path).read_bytes()).hexdigest()


def test_metadata_is_found_by_path_name_or_key(folder):
    given = {
        "a/note.txt": SourceMetadata(title="By path"),
        "z.txt": SourceMetadata(title="By name"),
        "b/note": SourceMetadata(title="By key"),
    }
    titles = {r.path: r.documents[0].title for r in read_sources(find_sources(folder), root=folder, metadata=given) if r.documents}
    assert (titles["a/note.txt"], titles["z.txt"], titles["b/note.txt"]) == ("By path", "By name", "By key")


def test_the_same_bytes_are_the_same_document(tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("They met.", encoding="utf-8")
    one, two = (read_file(tmp_path / name)[0] for name in ("one.txt", "two.txt"))
    assert one.document_id == two.document_id and one.key != two.key


def test_paths_are_labels_without_the_place_on_the_machine(folder):
    document = read_file(folder / "a" / "note.txt", root=folder)[0]
    assert document.path == "a/note.txt" and read_file(folder / "z.txt")[0].path == "z.txt"


def test_a_name_that_is_no_utf8_is_shown_by_its_bytes(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("They met.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has names in UTF-8 alone")
    (reading,) = read_sources(find_sources(tmp_path), root=tmp_path)
    (document,) = reading.documents
    assert (reading.path, document.path, document.key) == ("caf\\xe9.txt", "caf\\xe9.txt", "caf\\xe9")


def test_one_name_composed_in_two_ways_is_two_files(tmp_path):
    for name in ("\u00e9.txt", "e\u0301.txt"):
        (tmp_path / name).write_text(f"They met. {len(name)}", encoding="utf-8")
    if len(find_sources(tmp_path)) < 2:
        pytest.skip("this file system takes the two for one name")
    readings = list(read_sources(find_sources(tmp_path), root=tmp_path))
    assert len({reading.path for reading in readings}) == len({reading.documents[0].key for reading in readings}) == 2


def jsonl(tmp_path, *rows: object):
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return read_file(path)


def test_json_lines_keep_text_exactly_and_take_what_is_declared(tmp_path):
    document = jsonl(tmp_path, {"id": "w7", "text": "They met.\r\nThey parted.", "date": "1961-05", "title": "Wire", "covers": "1961"})[0]
    assert (document.raw, document.key, document.title) == ("They met.\r\nThey parted.", "w7", "Wire")
    assert document.published.edtf == "1961-05" and document.covers.edtf == "1961"


def test_json_lines_of_one_id_get_the_line_number(tmp_path):
    documents = jsonl(tmp_path, {"id": "a", "text": "They met."}, {"id": "a", "text": "They parted."}, {"text": "Nothing."})
    assert [document.key for document in documents] == ["a.line1", "a.line2", "wire#line3"]
    assert len({document.document_id for document in documents}) == 3


def test_lines_that_are_no_records_are_told_of(tmp_path):
    documents = jsonl(
        tmp_path, "[1, 2", {"id": "a", "text": "They met."}, {"id": "b", "text": 7}, "", {"id": "c", "text": "x", "date": "soon"}
    )
    assert [document.key for document in documents] == ["a", "c"]
    assert any("line 1 is no JSON" in warning for warning in documents[0].warnings)
    assert any("line 3 has no text" in warning for warning in documents[0].warnings)
    assert any("'soon' is no date" in warning for warning in documents[1].warnings)


def test_half_a_surrogate_pair_is_shown_and_told(tmp_path):
    document = jsonl(tmp_path, '{"id": "a", "text": "lone \\ud800 here"}')[0]
    assert document.raw == "lone \ufffd here" and any("surrogate" in warning for warning in document.warnings)
    document = jsonl(tmp_path, '{"id": "a\\ud800", "title": "b\\udc00", "text": "They met."}')[0]
    assert (document.key, document.title) == ("a\ufffd", "b\ufffd")
