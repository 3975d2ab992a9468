"""A study from folder to report: what is done, what is not done twice, and what is refused by name."""

import csv
import json
import shutil

import pytest
from detente_standins import TEXT
from study_standins import QUICK, TOY

from detente.errors import RecordFault, UsageFault
from detente.record import Store, long_run
from detente.study import Rooms, run_study


class Steps:
    """A progress that remembers."""

    def __init__(self):
        self.seen = []

    def stage(self, title, total):
        from contextlib import contextmanager

        @contextmanager
        def begin():
            yield lambda name: self.seen.append((title, name))

        return begin()


def tree(folder, *, without=("detente.sqlite", "detente.sqlite-wal", "detente.sqlite-shm", "detente.sqlite.lock")):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in without
    }


@pytest.fixture
def made(made_once):
    return made_once[:2]


@pytest.fixture
def folder(request):
    """The folder of the study that was made, in tests that take it; else one of its own."""
    name = "made_once" if "made" in request.fixturenames else "own_folder"
    return request.getfixturevalue(name)[2] if name == "made_once" else request.getfixturevalue(name)


def test_a_folder_becomes_tables_and_a_report(made, folder):
    outcome, out = made
    names = set(tree(out))
    for table in ("events", "figures", "agreements", "dates", "sources", "series", "contexts", "meetings", "motives", "asserted", "actors"):
        assert {f"tables/{table}.csv", f"tables/{table}.jsonl"} <= names
    assert {"report.html", "tables/codebook.md", "tables/datapackage.json", "tables/manifest.json"} <= names
    assert (outcome.files, outcome.documents, outcome.events, outcome.read, outcome.coded) == (4, 4, 10, 4, 4)
    assert set(tree(folder)) == {"sources/alpha.txt", "sources/beta.md", "sources/gamma.txt", "sources/sub/delta.txt"}
    with Store.open(out) as store:
        assert store.check(sources=folder / "sources", outputs=out) == []


def test_the_run_ends_with_five_lines(made):
    outcome, out = made
    rows = [json.loads(line) for line in (out / "tables/series.jsonl").read_text(encoding="utf-8").splitlines()]
    covered = sum(row["covered"] for row in rows if row["dyad"] == "CHN-RUS")
    assert 4 <= covered < 40
    lines = outcome.lines()
    assert lines == (
        "Sources: 4 files read, 4 documents",
        "Events: 10, between 5 pairs of states",
        "Figures: 1; agreements: 1",
        f"Years: 1950 to 1989; the sources speak of CHN-RUS in {covered} of 40",
        "China and Russia: best year 1953 (net +6.0, 1 statement), worst year 1969 (net -6.0, 2 statements)",
    )


def test_a_second_run_does_nothing_and_gives_the_same(made, folder):
    first, out = made
    before = tree(out)
    again = run_study(folder, out=out, rooms=Rooms(coder=TOY.coder), workers=1)
    assert (again.read, again.coded, again.fresh) == (0, 0, False)
    assert again.lines() == first.lines() and tree(out) == before


def test_only_the_source_that_changed_is_read_and_coded(folder, tmp_path):
    steps = Steps()
    run_study(folder, rooms=QUICK, workers=1)
    (folder / "sources/gamma.txt").write_text("Japan attacked China in 1937.", encoding="utf-8")
    (folder / "sources/new.txt").write_text("India met China in 1988.", encoding="utf-8")
    (folder / "sources/sub/delta.txt").unlink()
    outcome = run_study(folder, rooms=QUICK, workers=1, progress=steps)
    assert steps.seen == [("Reading", "gamma.txt"), ("Reading", "new.txt"), ("Coding", "gamma"), ("Coding", "new")]
    assert (outcome.read, outcome.coded, outcome.fresh, outcome.events) == (2, 2, True, 6)
    fresh = tmp_path / "fresh"
    run_study(folder, out=fresh, rooms=QUICK, workers=1)
    assert tree(fresh) == {name: content for name, content in tree(folder).items() if name.startswith("tables/")}


def test_what_the_study_says_of_a_source_reads_it_again(folder):
    steps = Steps()
    run_study(folder, rooms=QUICK, workers=1)
    (folder / "study.toml").write_text('title = "T"\n[sources."alpha.txt"]\ntitle = "The first"\n', encoding="utf-8")
    run_study(folder, rooms=QUICK, workers=1, progress=steps)
    assert [name for stage, name in steps.seen if stage == "Reading"] == ["alpha.txt"]
    with Store.open(folder, readonly=True) as store:
        assert {document.title for document in store.documents()} >= {"The first", "Beta"}


def test_metadata_of_a_source_that_is_not_there_is_refused(folder):
    (folder / "study.toml").write_text('title = "T"\n[sources."omega.txt"]\ntitle = "O"\n', encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        run_study(folder, rooms=QUICK, workers=1)
    assert caught.value.number == 908 and "omega.txt" in caught.value.what


def test_another_coder_codes_again_without_reading_again(folder):
    run_study(folder, rooms=QUICK, workers=1)
    steps = Steps()
    outcome = run_study(folder, rooms=Rooms(coder="study_standins:SlowCoder", results=QUICK.results), workers=1, progress=steps)
    assert (outcome.read, outcome.coded) == (0, 4)


def test_a_table_that_was_touched_is_made_again(made, folder):
    _, out = made
    before = tree(out)
    (out / "tables/series.csv").write_text("mine", encoding="utf-8")
    assert run_study(folder, out=out, rooms=TOY, workers=1).fresh
    assert tree(out) == before


def test_what_a_killed_run_left_half_written_is_swept_away(made, folder):
    _, out = made
    before = tree(out)
    (out / "tables/.events.csv.abc123.part").write_bytes(b"half")
    (out / ".report.html.xyz.part").write_bytes(b"half")
    (out / "tables/events.csv").unlink()
    run_study(folder, out=out, rooms=TOY, workers=1)
    assert tree(out) == before


def test_an_unchanged_study_opens_no_reader_and_no_coder(folder, monkeypatch):
    """The names stay those of the first run, so that the keys do; what they mean is taken away."""
    import detente_standins
    from study_standins import ForbiddenCoder, forbidden_reader

    import detente.documents

    run_study(folder, rooms=QUICK, workers=1)
    monkeypatch.setattr(detente_standins, "ToyCoder", ForbiddenCoder)
    monkeypatch.setattr(detente.documents, "read_file", forbidden_reader)
    outcome = run_study(folder, rooms=QUICK, workers=1)
    assert (outcome.read, outcome.coded, outcome.fresh) == (0, 0, False)


def test_refused_files_are_named_and_the_rest_is_done(folder):
    (folder / "sources/empty.txt").write_bytes(b"")
    (folder / "sources/odd.pdf").write_text("<html><body>no pdf</body></html>", encoding="utf-8")
    (folder / "sources/folder.pdf").mkdir()
    outcome = run_study(folder, rooms=QUICK, workers=1)
    assert {row.path: row.number for row in outcome.refused} == {"empty.txt": 101, "odd.pdf": 102, "folder.pdf": 110}
    assert outcome.documents == 4 and not outcome.all_refused
    assert "3 refused (1 D101 the file is empty; 1 D102" in outcome.lines()[0]
    assert run_study(folder, rooms=QUICK, workers=1).read == 0, "a refusal is remembered"


def test_all_refused_is_said(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/empty.txt").write_bytes(b"")
    outcome = run_study(tmp_path, rooms=TOY, workers=1)
    assert outcome.all_refused and outcome.events == 0
    assert "none" in outcome.lines()[3] and "none" in outcome.lines()[4]
    assert b"<html" in (tmp_path / "report.html").read_bytes()


def test_a_study_without_sources_is_refused(tmp_path):
    (tmp_path / "sources").mkdir()
    with pytest.raises(UsageFault) as caught:
        run_study(tmp_path, rooms=QUICK, workers=1)
    assert caught.value.number == 905


@pytest.mark.parametrize("workers", [1, 2])
def test_a_coder_that_misbehaves_is_named_and_the_rest_is_coded(folder, workers):
    rooms = Rooms(coder="study_standins:BadCoder", results=QUICK.results)
    outcome = run_study(folder, rooms=rooms, workers=workers)
    reasons = dict(outcome.failed)
    assert set(reasons) == {"alpha", "beta"}
    assert "BadCoder failed: RuntimeError: no such verb" in reasons["alpha"]
    assert "quotation is not what the document says" in reasons["beta"]
    assert outcome.events == 6 and "2 could not be coded" in outcome.lines()[0]


def test_sources_may_lie_in_the_folder_itself_beside_the_results(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    first = run_study(tmp_path, rooms=TOY, workers=1)
    second = run_study(tmp_path, rooms=TOY, workers=1)
    assert (first.files, second.files, second.read, second.fresh) == (1, 1, 0, False)


def test_two_files_with_one_text_count_once(folder):
    shutil.copy(folder / "sources/alpha.txt", folder / "sources/zeta.txt")
    shutil.copy(folder / "sources/alpha.txt", folder / "sources/aaa.txt")
    outcome = run_study(folder, rooms=QUICK, workers=1)
    assert (outcome.documents, outcome.copies, outcome.events) == (4, 2, 10)
    (folder / "sources/aaa.txt").unlink()
    outcome = run_study(folder, rooms=QUICK, workers=1)
    assert (outcome.documents, outcome.copies, outcome.events) == (4, 1, 10)
    with Store.open(folder, readonly=True) as store:
        assert {document.path for document in store.documents()} == {"alpha.txt", "beta.md", "gamma.txt", "sub/delta.txt"}


def test_a_second_long_run_is_refused(folder):
    with long_run(folder), pytest.raises(RecordFault) as caught:
        run_study(folder, rooms=QUICK, workers=1)
    assert caught.value.number == 407


def test_the_manifest_tells_how_and_names_no_place_and_no_time(made, folder):
    _, out = made
    text = (out / "tables/manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["command"] == "detente study a study" and manifest["seed"] == 0
    assert set(manifest["sources"]) == {"alpha.txt", "beta.md", "gamma.txt", "sub/delta.txt"}
    assert set(manifest["made"]) == set(tree(out)) - {"tables/manifest.json"}
    for content in tree(out).values():
        assert str(folder.parent).encode() not in content


def test_every_number_of_the_series_leads_to_its_statements(made):
    _, out = made
    with (out / "tables/events.csv").open(encoding="utf-8", newline="") as stream:
        ids = {row["event_id"] for row in csv.DictReader(stream)}
    rows = [json.loads(line) for line in (out / "tables/series.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["covered"] for row in rows} == {True, False}
    for row in rows:
        assert set(row["event_ids"]) <= ids and len(row["event_ids"]) == row["n"] == len(row["weights"])
        if not row["covered"]:
            assert row["net"] is None and row["reason"]
