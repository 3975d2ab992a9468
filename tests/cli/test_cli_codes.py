"""`detente lint`, `import-codes`, `sample` and `code --codes`, as a shell runs them."""

import csv
import json

import pytest

OWN = """codebook:
  BORDER_TALKS: {type: CONSULT, definition: d}
verbs:
  - {id: survey, type: BORDER_TALKS, reciprocal: true, target: [with], words: [survey]}
"""


def rows(done):
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_files_are_coded_by_own_codes(detente, own, tmp_path):
    (tmp_path / "a.txt").write_text("In 1955 China and Russia surveyed the valley.", encoding="utf-8")
    (event,) = rows(detente("code", tmp_path / "a.txt", "--fast", "--codes", own))
    assert (event["event_type"], event["own_type"]) == ("CONSULT", "BORDER_TALKS")
    assert rows(detente("code", tmp_path / "a.txt", "--fast")) == []


def test_codes_that_cannot_be_used_are_a_usage_error_with_their_line(detente, own, tmp_path):
    own.write_text(OWN.replace("type: CONSULT", "type: TALK"), encoding="utf-8")
    (tmp_path / "a.txt").write_text("China met Russia.", encoding="utf-8")
    done = detente("code", tmp_path / "a.txt", "--codes", own)
    assert done.returncode == 2 and "D542" in done.err and "own.yaml, line 2" in done.err


def test_lint_finds_nothing_or_says_where(detente, own):
    done = detente("lint", own)
    assert (done.returncode, done.out, done.err) == (0, "", "0 faults, 0 notes\n")
    own.write_text(OWN.replace("[survey]", "[survey, lend_money]"), encoding="utf-8")
    done = detente("lint", own)
    (found,) = rows(done)
    assert done.returncode == 1 and (found["kind"], found["file"], found["line"], found["check"]) == ("fault", "own.yaml", 4, "unreachable")


def test_lint_takes_a_study_and_the_packages_own_tables(detente, own, tmp_path):
    (tmp_path / "study.toml").write_text('title = "T"\ncodes = ["own.yaml"]\n', encoding="utf-8")
    assert detente("lint", tmp_path).returncode == 0
    done = detente("lint", "--built-in")
    assert done.returncode == 0 and done.err.startswith("0 faults, ") and {row["kind"] for row in rows(done)} == {"note"}
    assert detente("lint").returncode == 2


def test_dictionaries_are_imported_and_what_is_left_out_is_told(detente, tmp_path):
    path = tmp_path / "verbs.txt"
    path.write_text("--- DINE [036] ---\nDINE\n- * (WITH GUESTS) [036]\n", encoding="utf-8")
    done = detente("import-codes", path, "-o", tmp_path / "out.yaml")
    (refused,) = rows(done)
    assert (done.returncode, refused["line"], refused["outcome"]) == (0, 3, "refused") and refused["reason"]
    assert done.err == "2 entries read: 1 kept, 0 known already, 1 refused\n"
    assert detente("lint", tmp_path / "out.yaml").returncode == 0
    assert len(rows(detente("import-codes", path, "-o", tmp_path / "none.yaml", "--all", "--dry-run"))) == 2
    assert not (tmp_path / "none.yaml").exists()


def test_what_is_no_dictionary_is_refused(detente, tmp_path):
    (tmp_path / "a.txt").write_text("Once upon a time.\n", encoding="utf-8")
    done = detente("import-codes", tmp_path / "a.txt", "-o", tmp_path / "out.yaml")
    assert done.returncode == 2 and "D544" in done.err and not (tmp_path / "out.yaml").exists()


def test_a_sample_is_drawn_filled_and_read_back(detente, coded, tmp_path):
    sheet = tmp_path / "sheet.csv"
    done = detente("sample", coded, "-o", sheet, "--seed", "4")
    assert (done.returncode, done.err) == (0, "5 events, 2 sentences without an event, seed 4\n")
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        filled = list(csv.DictReader(lines))
    for row in filled:
        row.update({"verdict": "right"} if row["unit"] == "event" else {"missed": "0"})
    with sheet.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(filled[0]))
        writer.writeheader()
        writer.writerows(filled)
    done = detente("sample", "--read", sheet)
    told = {(row["measure"], row["type"]): row["estimate"] for row in rows(done)}
    assert done.returncode == 0 and done.err == "7 of 7 rows judged\n"
    assert told["precision", "all"] == told["recall", "all"] == 1.0
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(",right,", ",alright,", 1), encoding="utf-8")
    done = detente("sample", "--read", sheet)
    assert done.returncode == 3 and "D364" in done.err and "row " in done.err and "'alright'" in done.err


def test_the_same_seed_gives_the_same_bytes_in_another_process(detente, coded, tmp_path):
    for name in ("a.csv", "b.csv"):
        detente("sample", coded, "-o", tmp_path / name, "--by-type", "--events", "3")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert detente("sample", coded, "--by-type", "--events", "3", "-f", "csv").stdout == (tmp_path / "a.csv").read_bytes()


def test_a_sample_is_of_something_and_a_sheet_is_read_alone(detente, coded, tmp_path):
    assert detente("sample").returncode == 2
    assert detente("sample", coded, "--read", tmp_path / "a.csv").returncode == 2
    done = detente("sample", coded / "tables" / "events.csv")
    assert done.returncode == 3 and "D362" in done.err
