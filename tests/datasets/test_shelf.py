"""The data sets at hand: added, listed, described, cited; through the command line too."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))
from event_rows import SAMPLES
from test_own_tables import EVENTS

from detente.cli.main import app
from detente.datasets.fetch import makers
from detente.datasets.shelf import add_file, describe_item, find_item, is_published, items, known_layout
from detente.errors import DataRefused
from detente.study.citing import _data_sets
from detente.study.place import data_files

WEIS = next(sample for sample in SAMPLES if sample.layout == "weis")


@pytest.fixture(autouse=True)
def no_shared_folder(monkeypatch):
    monkeypatch.delenv("DETENTE_DATA", raising=False)


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    return folder


@pytest.fixture
def weis(tmp_path):
    path = tmp_path / "weis.csv"
    path.write_text(WEIS.text(), encoding="utf-8")
    return path


def number(call, *args, **named):
    with pytest.raises(DataRefused) as caught:
        call(*args, **named)
    return caught.value.number


def test_a_file_is_copied_into_the_study_and_known_there(study, weis):
    item, reading = add_file(weis, study=study)
    assert (study / "data" / "weis.csv").read_bytes() == weis.read_bytes() and weis.is_file()
    assert (item.layout.name, reading.frame.height) == ("weis", 3)
    assert [(each.name, each.in_study) for each in items(study)] == [("weis.csv", True)]
    assert list((study / "data").glob(".*")) == []
    assert number(add_file, weis, study=study) == 340


def test_a_link_is_a_link(study, weis):
    add_file(weis, study=study, link=True)
    assert (study / "data" / "weis.csv").is_symlink() and find_item("weis", study).layout.name == "weis"
    assert number(add_file, weis, study=study) == 340


def test_without_a_study_it_goes_to_the_folder_of_all_studies(tmp_path, study, weis, monkeypatch):
    assert number(add_file, weis, study=None) == 346
    assert number(add_file, weis, study=tmp_path / "none") == 346
    monkeypatch.setenv("DETENTE_DATA", str(tmp_path / "shared"))
    add_file(weis, study=None)
    add_file(weis, study=study)
    assert [item.in_study for item in items(study)] == [True, False]
    assert find_item("weis.csv", study).in_study and not find_item("WEIS", None).in_study


def test_what_is_no_data_set_or_not_there_is_refused_and_leaves_nothing(tmp_path, study):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert number(add_file, tmp_path / "other.csv", study=study) == 313
    assert number(add_file, tmp_path / "none.csv", study=study) == 301
    assert not (study / "data").exists()
    assert number(find_item, "nothing", study) == 341


def test_a_table_of_ones_own_takes_its_mapping_along(tmp_path, study):
    (tmp_path / "m.toml").write_text(EVENTS, encoding="utf-8")
    mine = tmp_path / "mine.csv"
    mine.write_text("Date,From,To,Code,Notes\n1969-03-02,CHN,RUS,223,x\n", encoding="utf-8")
    add_file(mine, study=study, mapping=tmp_path / "m.toml")
    found = find_item("mine", study)
    assert found.layout.data_set == "My own events" and describe_item(found)["rows"] == 1
    assert [path.name for path in data_files(study)] == ["mine.csv", "mine.csv.mapping.toml"]
    mine.rename(tmp_path / "theirs.csv")
    assert number(add_file, tmp_path / "theirs.csv", study=study, mapping=tmp_path / "m.toml") == 335


def test_a_broken_file_is_listed_with_its_fault(study, weis):
    add_file(weis, study=study)
    (study / "data" / "broken.parquet").write_bytes(b"PAR1 no")
    (study / "data" / "notes.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    rows = {item.name: item.fault for item in items(study)}
    assert rows == {"broken.parquet": rows["broken.parquet"], "weis.csv": ""} and rows["broken.parquet"].startswith("D318")
    assert not is_published(study / "data" / "broken.parquet") and is_published(study / "data" / "weis.csv")


def test_a_description_tells_rows_days_faults_and_terms(study, weis):
    weis.write_text(WEIS.text() + "365,710,1969,121,365\n", encoding="utf-8")
    add_file(weis, study=study)
    told = describe_item(find_item("weis", study))
    assert (told["rows"], told["first"], told["last"], told["faults"]) == (3, "1969-03-02", "1972-02-21", {"D314": 1})
    assert "Goldstein" in told["citation"] and "redistribution" in told["licence"] and any("6,078" in each for each in told["known_faults"])
    assert told["columns"]["weiscd"] == "code" and "dyadid" in told["ignored"]


def test_what_is_used_is_cited_once_with_its_licence(study, weis):
    add_file(weis, study=study)
    weis.rename(weis.with_name("again.csv"))
    add_file(weis.with_name("again.csv"), study=study)
    taken = {"weis"}
    (entry,) = _data_sets(study, taken)
    assert entry.count("@misc{") == 1 and "@misc{weis-2," in entry and "data/weis.csv" in entry and "data/again.csv" in entry
    assert "no redistribution" in entry


def test_every_maker_has_a_page_and_layouts_that_are_read():
    for maker in makers().values():
        assert maker.page.startswith("http") and maker.get and maker.layouts
        assert all(known_layout(name) is not None and known_layout(name).name == name for name in maker.layouts)
        assert bool(maker.url) == bool(maker.sha256)


# the command line -------------------------------------------------------------------------------------


def run(*words):
    return CliRunner().invoke(app, ["data", *map(str, words)])


def test_the_verbs_write_json_lines_and_tell_faults_on_stderr(study, weis):
    weis.write_text(WEIS.text() + "365,710\n", encoding="utf-8")
    added = run("add", weis, "--study", study)
    assert added.exit_code == 0 and "D314" in added.stderr and "weis.csv, row 4" in added.stderr
    assert json.loads(added.stdout)["rows"] == 3
    (listed,) = [json.loads(line) for line in run("list", "--study", study).stdout.splitlines()]
    assert (listed["name"], listed["data_set"], listed["where"]) == ("weis.csv", "WEIS", "study")
    assert json.loads(run("describe", "weis", "--study", study).stdout)["last"] == "1972-02-21"
    known = [json.loads(line) for line in run("list", "--known").stdout.splitlines()]
    assert {"polecat", "gdelt_2", "cow_trade"} <= {row["layout"] for row in known} and all(row["page"] for row in known)
    assert json.loads(run("describe", "POLECAT").stdout)["layout"] == "polecat"


def test_the_verbs_refuse_with_a_number_and_an_exit_code(study, weis):
    run("add", weis, "--study", study)
    for words, said in (
        (("add", weis, "--study", study), "D340"),
        (("describe", "nothing", "--study", study), "D341"),
        (("fetch", "icews", "--study", study), "D345"),
        (("fetch", "ftp://example.org/x.csv", "--study", study), "D345"),
        (("fetch", "https://example.org/x.csv"), "D346"),
    ):
        done = run(*words)
        assert done.exit_code == 3 and said in done.stderr
    assert "28075" in run("fetch", "icews", "--study", study).stderr
