"""`detente code`: files, folders and stdin to rows, without a study."""

import csv
import io
import json

import polars as pl
import pytest

TEXT = "In March 2013 President Xi Jinping of China met President Vladimir Putin of Russia in Moscow. China lent Russia $2 billion in 2009."


@pytest.fixture(scope="module")
def essay(tmp_path_factory):
    path = tmp_path_factory.mktemp("code") / "essay.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rows(done):
    return [json.loads(line) for line in done.out.splitlines()]


def test_events_are_json_lines_with_the_files_stem_as_document(detente, essay):
    done = detente("code", essay)
    found = rows(done)
    assert done.returncode == 0 and found
    for row in found:
        assert row["document"] == "essay" and TEXT[row["char_start"] : row["char_end"]] == row["quote"]
    assert ("CHN", "RUS") in {tuple(sorted((row["source_state"], row["target_state"]))) for row in found}


def test_figures_can_be_asked_for(detente, essay):
    assert 2e9 in {row["value"] for row in rows(detente("code", essay, "--table", "figures"))}


def test_agreements_can_be_asked_for(detente, tmp_path):
    (tmp_path / "a.txt").write_text(
        "On 14 February 1950 China and the Soviet Union signed a treaty of friendship in Moscow.", encoding="utf-8"
    )
    done = detente("code", tmp_path / "a.txt", "--table", "agreements")
    assert done.returncode == 0
    for row in rows(done):
        assert set(row["parties"]) <= {"CHN", "RUS"} and "signed" in row


CLAIMS = (
    "Relations between China and the Soviet Union deteriorated sharply after 1959. "
    "China turned to Moscow because it feared an American attack on its borders. "
    "Stalin died on 5 March 1953."
)


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [("reasons", "motive", {"security", "third_party"}), ("periods", "direction", {"down"}), ("milestones", "kind", {"death"})],
)
def test_claims_and_milestones_can_be_asked_for(detente, tmp_path, table, column, values):
    (tmp_path / "a.txt").write_text(CLAIMS, encoding="utf-8")
    found = rows(detente("code", tmp_path / "a.txt", "--table", table))
    assert values & {row[column] for row in found}
    assert all(CLAIMS[row["char_start"] : row["char_end"]] == row["quote"] for row in found)


def test_rules_alone_find_no_reasons(detente, tmp_path):
    (tmp_path / "a.txt").write_text(CLAIMS, encoding="utf-8")
    done = detente("code", tmp_path / "a.txt", "--table", "reasons", "--fast")
    assert (done.returncode, rows(done)) == (0, [])


def test_stdin_is_text_or_json_lines(detente):
    plain = rows(detente("code", "-", input=TEXT.encode()))
    assert plain and {row["document"] for row in plain} == {"stdin"}
    lines = "".join(json.dumps({"id": f"m{n}", "text": TEXT, "date": "2014-01-01"}) + "\n" for n in (1, 2))
    coded = rows(detente("code", "-", input=lines.encode()))
    assert {row["document"] for row in coded} == {"m1", "m2"}


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.jsonl"])
def test_the_format_is_that_of_the_name(detente, essay, tmp_path, name):
    out = tmp_path / name
    done = detente("code", essay, "-o", out)
    assert (done.returncode, done.out) == (0, "")
    if name.endswith("csv"):
        found = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))
    elif name.endswith("parquet"):
        found = pl.read_parquet(out).to_dicts()
    else:
        found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["event_id"] for row in found] == [row["event_id"] for row in rows(detente("code", essay))]


def test_a_name_that_says_no_format_is_a_usage_error(detente, essay, tmp_path):
    done = detente("code", essay, "-o", tmp_path / "out.xlsx")
    assert (done.returncode, "D907" in done.err) == (2, True)


def test_explained_rows_have_the_words_that_gave_the_code(detente, essay):
    for row in rows(detente("code", essay, "--explain")):
        assert row["sentence_text"] in TEXT
        for part in row["trace"]:
            assert part.partition(": ")[2] in TEXT


def test_a_refused_file_is_named_and_the_rest_is_coded(detente, essay, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    both = detente("code", essay, tmp_path / "empty.txt")
    assert both.returncode == 0 and rows(both) and "D101" in both.err
    only = detente("code", tmp_path / "empty.txt")
    assert (only.returncode, only.out) == (3, "")


def test_an_empty_stdin_is_named_without_the_place_on_the_machine(detente):
    done = detente("code", "--fast", "-", input=b"")
    assert (done.returncode, "(stdin.txt)" in done.err, "/" in done.err) == (3, True, False)


def test_fast_codes_by_rules_alone(detente, essay):
    assert {row["coder"] for row in rows(detente("code", essay, "--fast"))} == {"detente-rules"}
    assert {row["coder"] for row in rows(detente("code", essay))} == {"detente-default"}


def test_a_limit_and_a_dry_run(detente, essay):
    assert len(detente("code", essay, "--limit", "1").out.splitlines()) == 1
    assert detente("code", essay, "--dry-run").out.startswith("essay\t")


def test_a_full_disk_is_told(detente, essay):
    done = detente("code", essay, "-o", "/dev/full", "--format", "csv")
    assert (done.returncode, done.err.splitlines()[-3][:4]) == (2, "D412")
