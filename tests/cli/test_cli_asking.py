"""The verbs that ask of a study: relations, search, check, cite, export."""

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from detente.errors import RecordFault
from detente.record import Store

ASKING = [("relations",), ("search", "x"), ("check",), ("cite",)]


def rows(done):
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.mark.parametrize("verb", ASKING, ids=lambda verb: verb[0])
def test_a_folder_without_a_study_is_refused(detente, tmp_path, verb):
    done = detente(verb[0], tmp_path, *verb[1:])
    assert (done.returncode, done.err.startswith("D401")) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_relations_prints_json_lines_when_piped(detente, coded):
    done = detente("relations", coded)
    found = rows(done)
    assert done.returncode == 0 and {row["dyad"] for row in found} == {"CHN-RUS"}
    told = {row["year"]: row["net"] for row in found if row["n"]}
    assert told == {1950: 3.0, 1953: 6.0, 1969: -9.0, 1989: 3.0}
    assert {row["net"] for row in found if not row["covered"]} == {None}


def test_relations_of_a_pair_in_quarters_as_csv(detente, coded, tmp_path):
    out = tmp_path / "pair.csv"
    done = detente("relations", coded, "--dyad", "chn-ind", "--unit", "quarter", "-o", out)
    assert (done.returncode, done.out) == (0, "")
    table = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))
    assert {row["dyad"] for row in table} == {"CHN-IND"} and table[0]["period"].endswith("-Q1")


@pytest.mark.parametrize("dyad", ["CHN", "CHN-CHN", "CHN-ZZZ", "China-Russia", "CHN-RUS-USA"])
def test_a_pair_that_is_none_is_a_usage_error(detente, coded, dyad):
    done = detente("relations", coded, "--dyad", dyad)
    assert (done.returncode, done.err.startswith("D907")) == (2, True)


def test_search_gives_sentences_with_their_matches(detente, coded):
    found = rows(detente("search", coded, "china", "russia"))
    assert [(row["document"], row["number"]) for row in found] == [("alpha", 0), ("alpha", 1), ("beta", 0), ("beta", 1)]
    for row in found:
        assert {row["text"][start:end].lower() for start, end in row["matches"]} == {"china", "russia"}


def test_search_that_cannot_be_read_has_its_number(detente, coded):
    done = detente("search", coded, "NEAR(")
    assert (done.returncode, done.err.startswith("D410")) == (2, True)


@pytest.mark.parametrize("words", ["'\"]--", "NOT", "*", "a:b", "(" * 3000 + "y", "\ud800", "x" * 100_000])
def test_no_search_whatever_breaks_the_program(coded, words):
    with Store.open(coded, readonly=True) as store:
        try:
            assert store.search(words) == ()
        except RecordFault as fault:
            assert fault.number == 410


def test_a_limit_beyond_all_numbers_is_a_usage_error(detente, coded):
    assert detente("search", coded, "China", "--limit", "9" * 30).returncode == 2


def test_search_without_a_hit_is_no_error(detente, coded):
    done = detente("search", coded, "zebra")
    assert (done.returncode, done.out) == (0, "")


def test_check_finds_nothing_in_a_sound_study(detente, coded):
    done = detente("check", coded)
    assert (done.returncode, done.out) == (0, "") and "0 faults" in done.err


def test_check_ends_with_one_when_something_is_wrong(detente, coded, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(coded, folder)
    (folder / "tables/events.csv").write_text("mine", encoding="utf-8")
    (folder / "sources/alpha.txt").write_text("changed", encoding="utf-8")
    with closing(sqlite3.connect(folder / "detente.sqlite")) as connection:
        connection.execute("UPDATE events SET intensity = 1")
        connection.commit()
    done = detente("check", folder)
    assert done.returncode == 1 and "4 faults" in done.err
    assert sorted(row["check"] for row in rows(done)) == ["digest", "digest", "outputs", "sources"]


def test_cite_is_bibtex_with_nothing_unescaped(detente, coded):
    done = detente("cite", coded)
    assert done.returncode == 0
    keys = re.findall(r"^@\w+\{([^,]+),$", done.out, re.MULTILINE)
    assert len(keys) == len(set(keys)) and {"detente", "plover", "cow_states", "alpha", "beta"} <= set(keys)
    assert r"title = {50\% \& \{more\}}," in done.out
    assert "Ministry 1958; p. 3" in done.out
    unescaped = re.sub(r"\\[{}]", "", done.out)
    assert unescaped.count("{") == unescaped.count("}")


EXPORTED = ("events", "figures", "agreements", "reasons", "periods", "milestones", "dates", "sources", "series")


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet"])
def test_export_writes_tables_with_their_books(detente, coded, tmp_path, format_):
    done = detente("export", coded, "--format", format_, "-o", tmp_path / "out", "--wide")
    assert done.returncode == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    tables = {f"{table}.{format_}" for table in EXPORTED}
    assert names == tables | {"codebook.md", "datapackage.json"}
    assert len(done.out.splitlines()) == len(EXPORTED) + 2
    if format_ == "parquet":
        series = pl.read_parquet(tmp_path / "out/series.parquet")
        assert series.filter(pl.col("year") == 1969)["net"].to_list() == [-9.0]
        assert {"ccode1", "day_start"} <= set(pl.read_parquet(tmp_path / "out/events.parquet").columns)


def test_export_of_chosen_tables_only(detente, coded, tmp_path):
    arguments = ("export", coded, "-o", tmp_path / "out", "--table", "sentences", "--table", "figures")
    assert len(detente(*arguments, "--dry-run").out.splitlines()) == 2
    assert not (tmp_path / "out").exists()
    assert detente(*arguments).returncode == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"sentences.csv", "figures.csv", "codebook.md", "datapackage.json"}


def test_export_of_no_such_table_is_refused(detente, coded, tmp_path):
    done = detente("export", coded, "-o", tmp_path / "out", "--table", "gossip")
    assert (done.returncode, done.err.startswith("D415")) == (2, True)


def test_excel_export_neutralises_formulas(detente, coded, tmp_path):
    detente("export", coded, "-o", tmp_path, "--table", "sentences", "--excel")
    content = (tmp_path / "sentences.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and b",'=1+1" in content


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("verb", [("relations",), ("cite",), ("search", "China")])
def test_a_full_disk_behind_stdout_is_told(coded, verb):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "detente", verb[0], str(coded), *verb[1:]]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr[:4], "Traceback" in done.stderr) == (2, "D411", False), done.stderr


def test_output_to_a_reader_that_stops_is_no_error(coded):
    import subprocess
    import sys

    command = f"{sys.executable} -m detente relations '{coded}' --unit month | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr and done.stdout.startswith(b'{"dyad"')
