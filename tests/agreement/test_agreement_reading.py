"""Codings as files, as a study's store and as a person makes them; and what is no coding."""

import csv
import sys
from pathlib import Path

import pytest
from agreement_makers import row, write_lines

from detente.agreement import compare, measure_rows, read_coding, select
from detente.errors import RecordFault
from detente.record import ReadingRow, Store, export_rows, table_book, write_table
from detente.spans import Span

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "record"))
from detente_standins import TEXT, ToyCoder, make_document


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    with Store.open(folder) as store:
        document = make_document(TEXT)
        store.put_reading(ReadingRow(path="doc.txt", sha256=document.sha256), [document])
        store.put_coding(ToyCoder().code(document))
        for name in ("events.csv", "events.jsonl", "events.parquet"):
            write_table(export_rows(store, "events"), table_book("events").shown(), folder / name, name.partition(".")[2])
    return folder


def read(path, **options):
    return read_coding(select(str(path)), **options)


@pytest.mark.parametrize("name", ["events.csv", "events.jsonl", "events.parquet", "detente.sqlite", ""])
def test_a_study_and_its_tables_are_the_same_coding(study, name):
    events = read(study / name)
    assert [(event.source, event.target, event.event_type) for event in events] == [
        ("CHN", "JPN", "AID"), ("JPN", "CHN", "ASSAULT"), ("CHN", "IND", "CONSULT"),
    ]  # fmt: skip
    assert [event.reciprocal for event in events] == [False, False, True]
    for row_ in measure_rows(compare(events, read(study))):
        assert row_["value"] in (1, None)


def test_a_coder_is_named_behind_the_path(study):
    assert len(read(f"{study}@toy")) == 3
    with pytest.raises(RecordFault) as caught:
        read(f"{study}@model:none")
    assert caught.value.number == 444 and "toy" in caught.value.what


def test_a_table_of_two_coders_asks_for_one(tmp_path):
    path = write_lines(tmp_path / "both.jsonl", row(), row(20, 30, coder="model:a/b"))
    assert [event.span for event in read(f"{path}@model:a/b")] == [Span(20, 30)]
    with pytest.raises(RecordFault) as caught:
        read(path)
    assert caught.value.number == 443 and "model:a/b, x" in caught.value.what


def test_a_path_with_the_sign_in_it_is_itself(tmp_path):
    path = write_lines(tmp_path / "a@b.jsonl", row())
    assert len(read(path)) == len(read(f"{path}@x")) == 1


def test_what_a_person_coded_needs_few_columns_and_may_quote(tmp_path):
    text = "Then  China\naided Russia.\nIndia aided Nepal."
    path = tmp_path / "hand.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, ["document", "quote", "source_state", "target_state", "event_type"])
        writer.writeheader()
        writer.writerow({"document": "d", "quote": "China aided Russia", "source_state": "CHN", "target_state": "RUS", "event_type": "AID"})
    (event,) = read(path, texts={"d": text})
    assert (event.span.of(text), event.dated, event.reciprocal) == ("China\naided Russia", False, False)


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (row(event_type="GOSSIP"), 442),
        (row(event_type=""), 442),
        (row(char_start=10, char_end=10), 442),
        (row(char_start="x"), 442),
        (row(char_start=-1), 442),
        (row(char_start=1.5), 442),
        (row(date_start="in spring"), 442),
        (row(reciprocal="perhaps"), 442),
        (row(document=""), 442),
        (row(char_start=None, char_end=None, quote="never"), 445),
        ({"document": "d"}, 441),
        ([], 441),
    ],
)
def test_a_row_that_is_no_event_is_named(tmp_path, content, number):
    path = write_lines(tmp_path / "bad.jsonl", row(), content)
    with pytest.raises(RecordFault) as caught:
        read(path, texts={"other": "never"})
    fault = caught.value
    assert (fault.number, fault.where.row or fault.where.line) == (number, 2) and fault.todo


def test_a_quotation_that_is_not_in_the_text_is_named(tmp_path):
    path = write_lines(tmp_path / "q.jsonl", row(char_start="", char_end="", quote="China aide"))
    with pytest.raises(RecordFault, match="D445"):
        read(path, texts={"d": "China aided Russia"})


@pytest.mark.parametrize("name", ["absent.jsonl", "absent@toy"])
def test_a_coding_that_is_not_there_is_said(name):
    with pytest.raises(RecordFault, match="D440"):
        read(name)


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b""), ("a.jsonl", b"\xff\xfe"), ("a.jsonl", b"["), ("a.csv", b"a,b\n1,2\n"), ("a.parquet", b"PAR")]
)
def test_a_file_that_is_no_table_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordFault) as caught:
        read(tmp_path / name)
    assert caught.value.number in (440, 441)


def test_a_table_without_rows_is_a_coding_without_events(tmp_path):
    (tmp_path / "none.jsonl").write_bytes(b"")
    assert read(tmp_path / "none.jsonl") == ()


def test_a_folder_without_a_study_is_said(tmp_path):
    with pytest.raises(RecordFault, match="D401"):
        read(tmp_path)
