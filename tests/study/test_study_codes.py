"""A study with its own codes: named in study.toml, part of what a coding depends on, told in its tables."""

import csv
import json

import pytest
from study_standins import QUICK

from detente.errors import CodingFault, UsageFault
from detente.record import Store
from detente.study import Rooms, check_study, code_files, export_study, read_study_file, run_study
from detente.study.rooms import FAST_CODER

OWN = """
codebook:
  BORDER_TALKS: {type: CONSULT, definition: "Talks | on <where> the border runs.", intensity: 2.5}
verbs:
  - {id: survey, type: BORDER_TALKS, reciprocal: true, target: [with], words: [survey]}
"""
RULES = Rooms(coder=FAST_CODER, results=QUICK.results)


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    (folder / "sources").mkdir(parents=True)
    (folder / "codes").mkdir()
    (folder / "sources" / "a.txt").write_text("In 1955 China and Russia surveyed the valley.", encoding="utf-8")
    (folder / "codes" / "own.yaml").write_text(OWN, encoding="utf-8")
    (folder / "study.toml").write_text('title = "T"\ncodes = ["codes/*.yaml"]\n', encoding="utf-8")
    return folder


def events(folder):
    with Store.open(folder, readonly=True) as store:
        return store.events()


def test_own_codes_code_a_study_and_stand_in_its_tables(study, tmp_path):
    outcome = run_study(study, rooms=Rooms(coder=FAST_CODER), workers=1)
    assert outcome.coded == 1
    (event,) = events(study)
    assert (event.event_type, event.own_type, event.intensity) == ("CONSULT", "BORDER_TALKS", 2.5)
    with (study / "tables" / "events.csv").open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["own_type"] == "BORDER_TALKS"
    export_study(study, tmp_path / "out", format="csv", tables=["events"])
    for book in (study / "tables" / "codebook.md", tmp_path / "out" / "codebook.md"):
        text = book.read_text(encoding="utf-8")
        assert "| BORDER_TALKS | CONSULT |  | cooperation | 2.5 | Talks \\| on &lt;where> the border runs. |" in text
    manifest = json.loads((study / "tables" / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["codes"]) == ["codes/own.yaml"]
    assert [each for each in check_study(study) if not each.note] == []


def test_without_own_codes_no_table_speaks_of_them(study):
    (study / "study.toml").write_text('title = "T"\n', encoding="utf-8")
    run_study(study, rooms=Rooms(coder=FAST_CODER), workers=1)
    assert events(study) == ()
    assert "Own event types" not in (study / "tables" / "codebook.md").read_text(encoding="utf-8")


def test_a_changed_codebook_codes_again_and_the_same_one_does_not(study):
    assert run_study(study, rooms=RULES, workers=1).coded == 1
    assert run_study(study, rooms=RULES, workers=1).coded == 0
    versions = {event.coder_version for event in events(study)}
    (study / "codes" / "own.yaml").write_text(OWN.replace("2.5", "4"), encoding="utf-8")
    assert run_study(study, rooms=RULES, workers=1).coded == 1
    assert {event.intensity for event in events(study)} == {4.0}
    assert {event.coder_version for event in events(study)}.isdisjoint(versions)
    (study / "codes" / "own.yaml").rename(study / "codes" / "other.yaml")
    assert run_study(study, rooms=RULES, workers=1).coded == 0, "a file's name is no code"


def test_worker_processes_code_by_them_too(study):
    (study / "sources" / "b.txt").write_text("In 1956 China and India surveyed the pass.", encoding="utf-8")
    assert run_study(study, rooms=RULES, workers=2).coded == 2
    assert {event.own_type for event in events(study)} == {"BORDER_TALKS"}


def test_codes_that_cannot_be_used_stop_the_run_before_anything_is_coded(study):
    (study / "codes" / "own.yaml").write_text("codebok: {}", encoding="utf-8")
    for workers in (1, 2):
        with pytest.raises(CodingFault, match="D542"):
            run_study(study, rooms=RULES, workers=workers)
    assert events(study) == ()


def test_a_coder_that_takes_no_codes_says_so(study):
    with pytest.raises(CodingFault, match="D543"):
        run_study(study, rooms=QUICK, workers=1)


def test_codes_are_files_of_the_study(study, tmp_path):
    (study / "codes" / "a.yaml").write_text("", encoding="utf-8")
    found = code_files(study, read_study_file(study))
    assert [path.name for path in found] == ["a.yaml", "own.yaml"]
    (tmp_path / "out.yaml").write_text("", encoding="utf-8")
    for pattern in ("nothing/*.yaml", "../out.yaml", str(tmp_path / "out.yaml")):
        (study / "study.toml").write_text(f'title = "T"\ncodes = ["{pattern}"]\n', encoding="utf-8")
        with pytest.raises(UsageFault, match="D904"):
            code_files(study, read_study_file(study))


@pytest.mark.parametrize("value", ['"codes/own.yaml"', "[1]", '[""]'])
def test_codes_are_a_list_of_names(study, value):
    (study / "study.toml").write_text(f'title = "T"\ncodes = {value}\n', encoding="utf-8")
    with pytest.raises(UsageFault, match="D904"):
        read_study_file(study)


def test_the_folder_of_codes_is_no_source(study):
    flat = study / "sources" / "a.txt"
    flat.rename(study / "a.txt")
    (study / "sources").rmdir()
    assert run_study(study, rooms=RULES, workers=1).files == 1
