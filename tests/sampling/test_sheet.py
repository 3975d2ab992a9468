"""The sheet: what it shows, and how strictly it is read back."""

import csv
import json

import pytest

from detente.errors import DataRefused, RecordFault
from detente.record import table_book, write_table
from detente.sampling import read_sheet, sample_rows
from detente.sampling.sheet import table_of

BOTH = {"events": 6, "sentences": 5, "by_type": False, "seed": 1}
EVENTS_ONLY = BOTH | {"sentences": 0}


def sheet(path, rows, **edits):
    """Write a sheet with what a reader filled in, by row number."""
    columns = table_book("sample").columns
    filled = [row | edits.get(f"r{row['row']}", {}) for row in rows]
    write_table(filled, columns, path, "jsonl" if path.suffix == ".jsonl" else "csv", excel=True)
    return path


def test_a_sheet_shows_events_and_sentences_without_one_in_their_context(studied):
    rows = sample_rows(studied, **BOTH)
    assert [row["unit"] for row in rows] == ["event"] * 6 + ["sentence"] * 5
    assert {(row["stratum"], row["population"], row["drawn"]) for row in rows} == {("all events", 12, 6), ("no event", 8, 5)}
    event = next(row for row in rows if row["event_type"] == "AID")
    assert event["text"].startswith("Russia aided China") and event["before"].startswith("China met Russia")
    assert event["after"].startswith("Japan attacked China") and (event["source_state"], event["target_state"]) == ("RUS", "CHN")
    told = {row["text"].split()[0] for row in rows if row["unit"] == "sentence"}
    assert told <= {"=1+1", "Nobody"} and all(row["event_type"] is None for row in rows if row["unit"] == "sentence")
    assert all(row[name] is None for row in rows for name in ("verdict", "right_type", "missed", "missed_types", "note"))


def test_as_much_context_as_is_asked_for(studied):
    row = next(row for row in sample_rows(studied, **BOTH, context=2) if row["event_type"] == "ASSAULT")
    assert row["before"].count("in 19") == 2 and "Nobody came" in row["after"]
    assert {row["before"] for row in sample_rows(studied, **BOTH, context=0)} == {""}


def test_the_same_seed_is_the_same_sheet_byte_for_byte(studied, tmp_path):
    one, two = (sheet(tmp_path / name, sample_rows(studied, **BOTH)) for name in ("a.csv", "b.csv"))
    other = sheet(tmp_path / "c.csv", sample_rows(studied, **BOTH | {"seed": 2}))
    assert one.read_bytes() == two.read_bytes() != other.read_bytes()


def test_equally_many_of_each_type_are_drawn_on_request(studied):
    rows = sample_rows(studied, **EVENTS_ONLY | {"by_type": True})
    assert sorted(row["stratum"] for row in rows) == sorted(["AID", "ASSAULT", "CONSULT"] * 2)
    assert {row["population"] for row in rows} == {4}


def test_no_cell_runs_in_a_spreadsheet(studied, tmp_path):
    path = sheet(tmp_path / "a.csv", sample_rows(studied, **BOTH | {"sentences": 8}))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_file_of_coded_events_gives_events_alone(studied, tmp_path, suffix):
    from detente.study import export_study

    export_study(studied, tmp_path, format=suffix, tables=["events"])
    path = tmp_path / f"events.{suffix}"
    rows = sample_rows(path, **EVENTS_ONLY)
    drawn = sample_rows(studied, **EVENTS_ONLY)
    assert [(row["id"], row["event_type"], row["quote"]) for row in rows] == [(row["id"], row["event_type"], row["quote"]) for row in drawn]
    with pytest.raises(DataRefused, match="D362"):
        sample_rows(path, **BOTH)


def test_what_holds_no_events_is_refused(studied, tmp_path):
    texts = {"a.csv": "x,y\n1,2\n", "b.jsonl": "", "c.jsonl": "{nonsense", "d.jsonl": '{"event_id": "1"}\n', "e.jsonl": "7\n"}
    for name, text in (texts | {"f.jsonl": "[" * 100_000, "g.csv": "event_id\n" + "x" * 140_000}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(DataRefused, match="D361"):
            sample_rows(tmp_path / name, **EVENTS_ONLY)
    with pytest.raises(DataRefused, match="D361"):
        sample_rows(tmp_path / "none.csv", **EVENTS_ONLY)
    with pytest.raises(RecordFault, match="D401"):
        sample_rows(tmp_path, **EVENTS_ONLY)


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_filled_sheet_is_read_back(studied, tmp_path, suffix):
    edits = {"r1": {"verdict": " Right "}, "r2": {"verdict": "wrong type", "right_type": "sanction"}, "r7": {"missed": 0}}
    edits["r8"] = {"missed": 2, "missed_types": "AID; consult"}
    rows = read_sheet(sheet(tmp_path / f"a.{suffix}", sample_rows(studied, **BOTH), **edits))
    assert [(row.verdict, row.right_type) for row in rows[:3]] == [("right", None), ("wrong type", "SANCTION"), (None, None)]
    assert [(row.missed, row.missed_types) for row in rows[6:9]] == [(0, ()), (2, ("AID", "CONSULT")), (None, ())]
    assert sum(row.done for row in rows) == 4


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_a_line_separator_inside_a_cell_ends_no_row(studied, tmp_path, separator):
    rows = sample_rows(studied, **BOTH)
    for suffix in ("jsonl", "csv"):
        path = sheet(tmp_path / f"a.{suffix}", rows, r1={"verdict": "right", "text": f"Russia{separator}aided China."})
        assert [row.verdict for row in read_sheet(path)] == ["right"] + [None] * 10


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_sheet_saved_by_a_spreadsheet_of_another_country_is_read(studied, tmp_path, mark):
    path = sheet(tmp_path / "a.csv", sample_rows(studied, **BOTH), r1={"verdict": "right"})
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.reader(lines))
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines, delimiter=mark).writerows(table)
    assert read_sheet(path)[0].verdict == "right"


@pytest.mark.parametrize(
    ("edit", "row", "words"),
    [
        ({"r1": {"verdict": "rihgt"}}, 2, "'rihgt' is no verdict"),
        ({"r3": {"verdict": "wrong type", "right_type": "TALK"}}, 4, "'TALK' is no event type"),
        ({"r1": {"verdict": "right", "right_type": "AID"}}, 2, "right_type is for"),
        ({"r1": {"missed": 1, "missed_types": "AID"}}, 2, "sentences without an event only"),
        ({"r7": {"verdict": "right"}}, 8, "has no verdict"),
        ({"r7": {"missed": "many"}}, 8, "no whole number"),
        ({"r7": {"missed": -1}}, 8, "no whole number"),
        ({"r7": {"missed": 2, "missed_types": "AID"}}, 8, "1 types are named"),
        ({"r7": {"missed_types": "AID"}}, 8, "missed is empty"),
        ({"r7": {"missed": 1, "missed_types": "TALK"}}, 8, "'TALK' is no event type"),
        ({"r2": {"population": 13}}, 3, "population"),
        ({"r1": {"population": "x"}}, 2, "population"),
        ({"r1": {"unit": "word"}}, 2, "neither an event nor a sentence"),
    ],
)
def test_what_a_sheet_cannot_say_is_refused_by_its_row(studied, tmp_path, edit, row, words):
    path = sheet(tmp_path / "a.csv", sample_rows(studied, **BOTH), **edit)
    with pytest.raises(DataRefused) as refused:
        read_sheet(path)
    assert (refused.value.number, refused.value.where.file) == (364, "a.csv")
    assert words in refused.value.what
    assert refused.value.where.row == row or "population" in words


def test_a_row_that_was_copied_is_refused(studied, tmp_path):
    path = sheet(tmp_path / "a.jsonl", sample_rows(studied, **BOTH))
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[0]]), encoding="utf-8")
    with pytest.raises(DataRefused, match="another row"):
        read_sheet(path)


def test_another_table_is_no_sheet(tmp_path):
    for text in ("a,b\n1,2\n", ""):
        (tmp_path / "a.csv").write_text(text, encoding="utf-8")
        with pytest.raises(DataRefused, match="D363"):
            read_sheet(tmp_path / "a.csv")
    (tmp_path / "a.jsonl").write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(DataRefused, match="D363"):
        read_sheet(tmp_path / "a.jsonl")
    with pytest.raises(DataRefused, match="D363"):
        table_of(tmp_path / "none.csv", 363)
