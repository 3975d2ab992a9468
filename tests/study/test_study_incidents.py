"""Incidents in a study: their tables, copies that count once, and what readers join and split."""

import json
from dataclasses import replace

import pytest
from study_standins import INCIDENTS
from typer.testing import CliRunner

from detente.cli.main import app
from detente.errors import UsageFault
from detente.record import Store
from detente.study import Rooms, judge_grouping, run_study, study_incidents
from detente.study.incidents import grouped

STORY = (
    "The wire tells of the river frontier and of the troops that stood on either bank through all of that winter. "
    "China attacked Russia in 1969. It built 156 plants. The Treaty of Amity was signed. "
    "Nobody could say at the time how the quarrel over the islands would end, or whether the talks would be taken up again."
)
TEXTS = {
    "essay.txt": "Historians have long held another view. The Treaty of Amity was signed. It built 141 plants. India met China in 1954.",
    "wire.txt": STORY,
    "copied.txt": f"(From our own reader.) {STORY} Sent in by a friend.",
    "press.txt": "Japan aided India in 1958. Russia met China in 1989.",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sources").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "sources" / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def coded(folder):
    run_study(folder, rooms=INCIDENTS, workers=1)
    return folder


def rows(folder, name):
    return [json.loads(line) for line in (folder / "tables" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def by_sources(folder, kind, *documents):
    """The incidents of a kind that are told by these sources and no others."""
    return [row for row in rows(folder, "incidents") if row["kind"] == kind and sorted(row["documents"]) == sorted(documents)]


def id_of(folder, document, text):
    """The id of the event or figure of a source whose evidence holds some words."""
    told = [(row, f"{kind}_id") for kind in ("event", "figure") for row in rows(folder, f"{kind}s")]
    (found,) = [row[key] for row, key in told if row["document"] == document and text in row["quote"]]
    return found


def home(folder, ident):
    (found,) = [row for row in rows(folder, "incidents") if ident in row["statement_ids"]]
    return found


def test_every_statement_is_in_one_incident_and_the_tables_are_written(coded):
    incidents = rows(coded, "incidents")
    with Store.open(coded, readonly=True) as store:
        told = [each.event_id for each in store.events()] + [each.figure_id for each in store.figures()]
        told += [each.agreement_id for each in store.agreements()]
        assert {row["event_id"]: row["incident"] for row in rows(coded, "events")}.items() <= store.memberships().items()
    assert sorted(ident for row in incidents for ident in row["statement_ids"]) == sorted(told)
    assert all(row["n"] == len(row["statement_ids"]) and row["n_sources"] == len(row["documents"]) for row in incidents)


def test_a_copy_counts_as_one_source(coded):
    (treaty,) = by_sources(coded, "agreement", "copied", "essay", "wire")
    assert (treaty["n_sources"], treaty["independent"], treaty["verdict"]) == (3, 2, "agree")


def test_a_difference_is_told_statement_by_statement(coded):
    (plants,) = by_sources(coded, "figure", "copied", "essay", "wire")
    assert (plants["verdict"], plants["independent"]) == ("disagree", 2) and plants["strength"] > 0
    told = {(row["document"], row["says"]) for row in rows(coded, "differences") if row["incident_id"] == plants["incident_id"]}
    assert told == {("essay", "141 plants"), ("wire", "156 plants"), ("copied", "156 plants")}
    assert {row["aspect"] for row in rows(coded, "differences")} == {"amount"}


def test_without_the_other_source_two_copies_are_one_witness(folder):
    (folder / "sources" / "essay.txt").unlink()
    run_study(folder, rooms=INCIDENTS, workers=1)
    (treaty,) = by_sources(folder, "agreement", "copied", "wire")
    assert (treaty["independent"], treaty["verdict"]) == (1, "single")


def test_disagreements_can_be_asked_for_strongest_first(coded):
    found = study_incidents(coded, verdict="disagree")
    assert [row["verdict"] for row in found] == ["disagree"] * len(found) and found
    assert [row["strength"] for row in found] == sorted((row["strength"] for row in found), reverse=True)
    assert len(study_incidents(coded)) == len(rows(coded, "incidents"))


# join and split --------------------------------------------------------------------------------------


def judge(folder, verb, *ids):
    done = CliRunner().invoke(app, [verb, str(folder), *ids, "--user", "clio", "--note", "seen in the archive"])
    assert done.exit_code == 0, done.output
    run_study(folder, rooms=INCIDENTS, workers=1)


def test_a_reader_joins_what_the_rules_keep_apart(coded):
    one, other = id_of(coded, "essay", "India met"), id_of(coded, "press", "Russia met China")
    assert home(coded, one) != home(coded, other)
    judge(coded, "join", one, other)
    joined = home(coded, one)
    assert other in joined["statement_ids"] and "joined by hand" in joined["reason"]


def test_a_reader_splits_what_the_rules_put_together(coded):
    one, other = id_of(coded, "essay", "plants"), id_of(coded, "wire", "plants")
    judge(coded, "split", one, other)
    assert home(coded, one) != home(coded, other)


def test_of_two_judgements_the_later_holds(coded):
    one, other = id_of(coded, "essay", "plants"), id_of(coded, "wire", "plants")
    judge(coded, "split", one, other)
    judge(coded, "join", other, one)
    assert home(coded, one) == home(coded, other)
    with Store.open(coded, readonly=True) as store:
        assert [(row.verdict, row.user, row.note) for row in store.groupings()] == [
            ("split", "clio", "seen in the archive"),
            ("join", "clio", "seen in the archive"),
        ]


def test_the_first_statement_is_joined_with_each_other_one(coded):
    ids = [id_of(coded, "essay", "India met"), id_of(coded, "press", "aided"), id_of(coded, "press", "Russia met China")]
    judge(coded, "join", *ids)
    assert set(ids) <= set(home(coded, ids[0])["statement_ids"])


PAIRS = {
    "join": (("essay", "India met"), ("press", "Russia met China")),
    "split": (("essay", "plants"), ("wire", "plants")),
}
SECOND = replace(INCIDENTS, coder="study_standins:SecondToyCoder")


@pytest.mark.parametrize("verb", ["join", "split"])
def test_a_judgement_stays_after_coding_again(coded, verb):
    pair = PAIRS[verb]
    before = [id_of(coded, *each) for each in pair]
    judge(coded, verb, *before)
    run_study(coded, rooms=SECOND, workers=1)
    after = [id_of(coded, *each) for each in pair]
    assert not set(before) & set(after), "the second coder gives other ids"
    assert (home(coded, after[0]) == home(coded, after[1])) is (verb == "join")


@pytest.mark.parametrize("verb", ["join", "split"])
def test_a_judgement_rests_while_its_source_is_out_and_holds_when_it_is_back(coded, verb):
    pair = PAIRS[verb]
    one, other = (id_of(coded, *each) for each in pair)
    untouched = rows(coded, "incidents")
    judge(coded, verb, one, other)
    judged = rows(coded, "incidents")
    path = coded / "sources" / f"{pair[1][0]}.txt"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    run_study(coded, rooms=INCIDENTS, workers=1)
    assert pair[1][0] not in home(coded, one)["documents"] and one in home(coded, one)["statement_ids"]
    path.write_text(text, encoding="utf-8")
    run_study(coded, rooms=INCIDENTS, workers=1)
    assert rows(coded, "incidents") == judged != untouched


def test_an_id_that_no_statement_has_is_refused(coded):
    known = id_of(coded, "essay", "plants")
    with pytest.raises(UsageFault, match="D906") as caught:
        judge_grouping(coded, "join", [known, "0000"], user="clio", at="2024")
    assert "0000" in str(caught.value)
    with Store.open(coded, readonly=True) as store:
        assert store.groupings() == (), "nothing is kept of a judgement that names no statement"


@pytest.mark.parametrize("verb", ["join", "split"])
def test_fewer_than_two_ids_are_refused(coded, verb):
    known = id_of(coded, "essay", "plants")
    for ids in ([], [known]):
        with pytest.raises(UsageFault, match="D907"):
            judge_grouping(coded, verb, ids, user="clio", at="2024")
    done = CliRunner().invoke(app, [verb, str(coded), known])
    assert done.exit_code == 2 and "D907" in done.output


def test_a_judgement_alone_makes_the_results_anew(coded):
    before = rows(coded, "incidents")
    assert run_study(coded, rooms=INCIDENTS, workers=1).fresh is False
    judge_grouping(coded, "split", [id_of(coded, "essay", "plants"), id_of(coded, "wire", "plants")], user="c", at="2024")
    assert run_study(coded, rooms=INCIDENTS, workers=1).fresh is True
    assert rows(coded, "incidents") != before


# with the coder itself -------------------------------------------------------------------------------

REAL = {
    "essay.txt": "On 2 March 1969, Chinese soldiers ambushed a Soviet patrol on Zhenbao Island.",
    "memoir.txt": "Mao Zedong met Nikita Khrushchev in Beijing on 31 July 1958. China and India signed a treaty on 29 April 1954.",
    "diary.txt": "Mao Zedong met Nikita Khrushchev in Beijing on 31 July 1958.",
}


@pytest.mark.slow
def test_the_coder_the_page_and_the_incidents_go_together(tmp_path):
    (tmp_path / "sources").mkdir()
    for name, text in REAL.items():
        (tmp_path / "sources" / name).write_text(text, encoding="utf-8")
    run_study(tmp_path, rooms=Rooms(), workers=1)
    met = by_sources(tmp_path, "event", "diary", "memoir")
    assert [(row["verdict"], row["independent"]) for row in met] == [("agree", 2)]
    with Store.open(tmp_path, readonly=True) as store:
        found = grouped(store)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="disagree"' in page and f'id="incident-{met[0]["incident_id"]}"' in page
    assert f"{len(found.incidents)} incidents" in page
