"""Tables as they leave the record: columns, cells, whole files, and what stands beside them."""

import csv
import hashlib
import io
import json
from pathlib import Path

import polars as pl
import pytest
from detente_standins import TEXT, ToyCoder, make_document

from detente.errors import RecordFault
from detente.record import (
    Judgement,
    ReadingRow,
    Store,
    csv_cell,
    document_labels,
    export_rows,
    export_tables,
    json_line,
    table_book,
    table_names,
    whole_file,
    write_table,
)

STORED = ("events", "figures", "agreements", "dates", "sentences", "sources")
# the event table of docs/architecture, in its order
EVENT_COLUMNS = [
    "event_id",
    "document",
    "sentence",
    "char_start",
    "char_end",
    "quote",
    "page",
    "date_text",
    "date_edtf",
    "date_start",
    "date_end",
    "date_precision",
    "source_actor",
    "source_role",
    "source_state",
    "target_actor",
    "target_role",
    "target_state",
    "event_type",
    "mode",
    "contexts",
    "reciprocal",
    "modality",
    "attributed_to",
    "intensity",
    "place",
    "confidence",
    "coder",
    "coder_version",
    "rule",
    "incident",
    "review_status",
    "own_type",
]


def test_the_event_table_has_its_published_columns_in_their_order(store):
    (row, *_) = export_rows(store, "events")
    assert list(row) == EVENT_COLUMNS
    (wide, *_) = export_rows(store, "events", wide=True)
    assert list(wide) == [*EVENT_COLUMNS, "ccode1", "ccode2", "day_start", "day_end"]
    assert (wide["source_state"], wide["ccode1"], wide["ccode2"]) == ("CHN", 710, 740)


@pytest.mark.parametrize("table", STORED)
def test_every_row_has_exactly_the_columns_of_the_dictionary(store, table):
    for wide in (False, True):
        names = [column.name for column in table_book(table).shown(wide=wide)]
        rows = list(export_rows(store, table, wide=wide))
        assert rows and all(list(row) == names for row in rows)


def test_every_column_says_what_it_means():
    for table in table_names():
        book = table_book(table)
        assert book.title and set(book.key) <= {column.name for column in book.columns}
        assert all(column.meaning.endswith((".", ".)")) for column in book.columns), table
        assert len({column.name for column in book.columns}) == len(book.columns)


@pytest.mark.parametrize("table", STORED)
def test_the_key_of_a_table_tells_its_rows_apart(store, table):
    rows = list(export_rows(store, table))
    keys = [tuple(row[name] for name in table_book(table).key) for row in rows]
    assert len(set(keys)) == len(keys)


def test_an_unknown_table_is_refused(store):
    with pytest.raises(RecordFault) as caught:
        list(export_rows(store, "gossip"))
    assert caught.value.number == 415


def test_evidence_in_every_table_stands_in_the_raw_text(store, document):
    for table in STORED[:-1]:
        for row in export_rows(store, table):
            assert document.raw[row["char_start"] : row["char_end"]] == row["quote"], table


def test_a_judgement_shows_as_review_status(store):
    event = store.events()[1].event_id
    store.put_judgement(Judgement(event_id=event, user="ada", at="2026", verdict="rejected"))
    assert {row["event_id"]: row["review_status"] for row in export_rows(store, "events")}[event] == "rejected"


def test_refused_files_and_copies_stand_among_the_sources(store, document):
    store.put_reading(ReadingRow(path="x.pdf", sha256="1", outcome="refused", number=103, reason="the file is encrypted"))
    store.put_reading(ReadingRow(path="z.txt", sha256=document.sha256), [document])
    rows = {row["path"]: row for row in export_rows(store, "sources")}
    assert (rows["x.pdf"]["outcome"], rows["x.pdf"]["reason"]) == ("refused", "D103: the file is encrypted")
    assert (rows["z.txt"]["outcome"], rows["z.txt"]["reason"]) == ("copy", "the same text as doc")
    assert (rows["doc.txt"]["outcome"], rows["doc.txt"]["events"], rows["doc.txt"]["characters"]) == ("coded", 3, len(TEXT))


def test_documents_that_share_a_key_are_told_by_their_paths():
    labels = document_labels([("1", "a", "x/a.txt"), ("2", "a", "y/a.md"), ("3", "b#p2", "b.xml"), ("4", "b", "b.txt")])
    assert labels == {"1": "x/a.txt", "2": "y/a.md", "3": "b#p2", "4": "b"}


# cells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "plain", "excel"),
    [
        (None, "", ""),
        ("", '""', '""'),
        (True, "true", "true"),
        (3, "3", "3"),
        (-3.0, "-3", "-3"),
        (-0.25, "-0.25", "-0.25"),
        (3e8, "300000000", "300000000"),
        (1e22, "1e+22", "1e+22"),
        (["a", "b"], "a|b", "a|b"),
        ([0.5, 1.0], "0.5|1", "0.5|1"),
        ('he said "no", twice', '"he said ""no"", twice"', '"he said ""no"", twice"'),
        ("two\nlines", '"two\nlines"', '"two\nlines"'),
        ("old\rMac", '"old\rMac"', '"old\rMac"'),
        (" edge", '" edge"', '" edge"'),
        ("=1+1", "=1+1", "'=1+1"),
        ("+1", "+1", "'+1"),
        ("-1", "-1", "'-1"),
        ("@SUM(A1)", "@SUM(A1)", "'@SUM(A1)"),
        ("|cmd", "|cmd", "'|cmd"),
        ("\t=1", '"\t=1"', "'\t=1"),
        ("＝1", "＝1", "'＝1"),
        (["=a", "b"], "=a|b", "'=a|b"),
    ],
)
def test_a_csv_cell_is_byte_exact_and_harmless_for_spreadsheets(value, plain, excel):
    assert csv_cell(value) == plain
    assert csv_cell(value, excel=True) == excel


def test_a_csv_is_read_back_as_it_was_written(store):
    store.put_reading(ReadingRow(path="x.pdf", sha256="1", outcome="refused", number=1, reason='a "reason", \r\n with\nlines'))
    rows = list(export_rows(store, "sources"))
    columns = table_book("sources").columns
    out = io.BytesIO()
    from detente.record import table_chunks

    out.writelines(table_chunks(rows, columns, "csv"))
    read = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8"), newline="")))
    assert [row["reason"] for row in read] == [row["reason"] or "" for row in rows]
    assert b"\r\n " in out.getvalue() and out.getvalue().endswith(b"\n")


def test_a_lone_surrogate_stops_no_export(tmp_path):
    document = make_document(TEXT, title="bad \ud800 title")
    with Store.open(tmp_path) as store:
        store.put_reading(ReadingRow(path="a.txt", sha256=document.sha256), [document])
        store.put_coding(ToyCoder().code(document))
        for format_ in ("jsonl", "csv", "parquet"):
            export_tables(store, tmp_path / format_, ["sources"], format=format_)
    assert json.loads((tmp_path / "jsonl" / "sources.jsonl").read_text(encoding="utf-8"))["title"] == "bad \ud800 title"
    assert "bad \\ud800 title" in (tmp_path / "csv" / "sources.csv").read_text(encoding="utf-8")


def test_json_has_no_number_that_json_has_not():
    with pytest.raises(ValueError, match="JSON"):
        json_line({"value": float("nan")})


# files ----------------------------------------------------------------------------------------------


def test_jsonl_csv_and_parquet_hold_the_same_rows(store, tmp_path):
    for format_ in ("jsonl", "csv", "parquet"):
        export_tables(store, tmp_path / format_, ["events"], format=format_)
    lines = [json.loads(line) for line in (tmp_path / "jsonl/events.jsonl").read_text(encoding="utf-8").splitlines()]
    frame = pl.read_parquet(tmp_path / "parquet/events.parquet")
    assert frame.to_dicts() == lines == list(export_rows(store, "events"))
    table = list(csv.DictReader(io.StringIO((tmp_path / "csv/events.csv").read_text(encoding="utf-8"), newline="")))
    assert [row["event_id"] for row in table] == [row["event_id"] for row in lines]
    assert table[0]["contexts"] == "|".join(lines[0]["contexts"])


def test_parquet_is_read_alike_by_another_reader(store, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    export_tables(store, tmp_path, ["events", "dates"], format="parquet", wide=True)
    for table in ("events", "dates"):
        assert parquet.read_table(tmp_path / f"{table}.parquet").to_pylist() == list(export_rows(store, table, wide=True))


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("table", STORED)
def test_an_export_without_rows_has_its_columns_all_the_same(tmp_path, table, format_):
    with Store.open(tmp_path) as store:
        export_tables(store, tmp_path / "out", [table], format=format_)
    content = (tmp_path / "out" / f"{table}.{format_}").read_bytes()
    names = [column.name for column in table_book(table).shown()]
    if format_ == "csv":
        assert content.decode() == ",".join(names) + "\n"
    elif format_ == "parquet":
        assert pl.read_parquet(content).columns == names
    else:
        assert content == b""


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet"])
def test_the_same_rows_give_the_same_bytes(store, tmp_path, format_):
    for out in ("one", "two"):
        export_tables(store, tmp_path / out, STORED, format=format_, wide=True)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_codebook_and_data_package_tell_of_every_column(store, tmp_path):
    files = export_tables(store, tmp_path / "out", ["events", "figures"], format="csv", title="A study")
    assert [path.name for path in files] == ["events.csv", "figures.csv", "codebook.md", "datapackage.json"]
    codebook = (tmp_path / "out/codebook.md").read_text(encoding="utf-8")
    package = json.loads((tmp_path / "out/datapackage.json").read_text(encoding="utf-8"))
    assert package["title"] == "A study" and [each["path"] for each in package["resources"]] == ["events.csv", "figures.csv"]
    for resource in package["resources"]:
        content = (tmp_path / "out" / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest() and resource["bytes"] == len(content)
        header = content.decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(f"| {name} |" in codebook for name in header)


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), whole_file(path) as stream:
        stream.write(b"new, half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["table.csv"]
    with whole_file(path) as stream:
        stream.write(b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_a_numbered_fault(store):
    with pytest.raises(RecordFault) as caught:
        write_table(export_rows(store, "events"), table_book("events").shown(), Path("/dev/full"), "csv")
    assert caught.value.number == 412 and "space" in caught.value.what


def test_a_folder_that_cannot_be_made_is_a_numbered_fault(store, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(RecordFault) as caught:
        export_tables(store, tmp_path / "file" / "out", ["events"], format="csv")
    assert caught.value.number == 412


def test_a_limit_on_file_size_leaves_no_half_table(tmp_path):
    """As on a full disk: the system refuses the write in the middle of the table."""
    import subprocess
    import sys

    code = """
import resource, signal, sys
from pathlib import Path
from detente.errors import RecordFault
from detente.record import table_book, write_table
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
columns = table_book("dates").shown()
row = {column.name: "x" * 50 for column in columns}
try:
    write_table((row for _ in range(1000)), columns, Path(sys.argv[1]), "csv")
except RecordFault as fault:
    sys.exit(fault.number - 400)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "dates.csv")], check=False)
    assert done.returncode == 12
    assert list(tmp_path.iterdir()) == []
