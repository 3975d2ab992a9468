"""What a store keeps of sources that change, stages, outputs and judgements."""

from dataclasses import replace

import pytest
from detente_standins import TEXT, ToyCoder, make_document

from detente.errors import DocumentRefused, RecordFault
from detente.record import CodingRow, Judgement, ReadingRow, Store


def read(store, path, *documents):
    store.put_reading(ReadingRow(path=path, sha256=documents[0].sha256), documents)


def test_a_source_that_is_gone_takes_its_rows_along_and_they_are_logged(store, document):
    ids = {event.event_id for event in store.events()}
    store.drop_reading("doc.txt")
    assert store.readings() == store.events() == store.sentences() == store.figures() == store.dates() == ()
    withdrawn = store.withdrawn()
    assert ids <= {row[1] for row in withdrawn}
    assert {row[2:] for row in withdrawn} == {("doc.txt", "its source was removed")}
    with pytest.raises(RecordFault) as caught:
        store.document(document.document_id)
    assert caught.value.number == 413


def test_a_statement_that_is_said_again_is_no_longer_withdrawn(store, document):
    store.drop_reading("doc.txt")
    read(store, "doc.txt", document)
    store.put_coding(ToyCoder().code(document))
    assert store.withdrawn() == ()


def test_coding_again_replaces_and_logs_only_what_is_no_longer_said(store, document):
    coding = ToyCoder().code(document)
    kept, *gone = coding.events
    store.put_coding(replace(coding, events=(kept,)))
    assert [event.event_id for event in store.events()] == [kept.event_id]
    assert {row[1] for row in store.withdrawn()} == {event.event_id for event in gone}


def test_the_same_text_in_two_files_is_kept_once_under_the_first_path(tmp_path):
    document = make_document(TEXT)
    for order in (("a.txt", "b.txt"), ("b.txt", "a.txt")):
        folder = tmp_path / "-".join(order)
        folder.mkdir()
        with Store.open(folder) as store:
            for path in order:
                read(store, path, replace(document, path=path))
            if order[0] == "b.txt":  # it was sent back to be read as the copy
                assert [row.path for row in store.readings()] == ["a.txt"]
                read(store, "b.txt", replace(document, path="b.txt"))
            assert [each.path for each in store.documents()] == ["a.txt"]
            assert store.copies() == {"b.txt": (document.document_id,)}
            store.drop_reading("a.txt")
            assert store.readings() == ()  # the copy is to be read again


def test_a_refused_file_is_kept_with_number_and_reason(tmp_path):
    error = DocumentRefused(103, "the file is encrypted", todo="Save a copy without a password.")
    with Store.open(tmp_path) as store:
        store.put_reading(ReadingRow.refused(error, path="x.pdf", sha256="0" * 64))
        (row,) = store.readings()
    assert (row.outcome, row.number, row.reason, row.todo) == ("refused", 103, "the file is encrypted", "Save a copy without a password.")


def test_a_document_that_cannot_be_coded_is_kept_with_the_reason(store, document):
    store.put_failure(CodingRow(document=document.document_id, coder="", coder_version="", lexicon="k", failed="ToyCoder failed"))
    assert store.coding(document.document_id) is None
    assert store.source_rows()[0]["failed"] == "ToyCoder failed"
    assert store.events() == ()


@pytest.mark.parametrize("shift", [1, 500])
def test_evidence_that_is_not_in_the_document_is_refused(store, document, shift):
    coding = ToyCoder().code(document)
    wrong = replace(coding.events[0], span=coding.events[0].span.shifted(shift))
    with pytest.raises(RecordFault) as caught:
        store.put_coding(replace(coding, events=(wrong,)))
    assert caught.value.number == 414
    assert len(store.events()) == 3


def test_a_coding_of_an_unread_document_is_refused(store):
    with pytest.raises(RecordFault) as caught:
        store.put_coding(ToyCoder().code(make_document("Japan met India in 1950.")))
    assert caught.value.number == 413


def test_a_stage_is_done_for_its_own_input_only(store):
    assert not store.done("results", "k1") and store.found("results") == {}
    store.mark("results", "k1", {"n": 3})
    assert store.done("results", "k1") and not store.done("results", "k2")
    store.mark("results", "k2")
    assert not store.done("results", "k1") and store.found("results") == {}


def test_judgements_outlive_coding_again_and_the_latest_counts(store, document):
    event = store.events()[0].event_id
    for verdict in ("rejected", "accepted"):
        store.put_judgement(Judgement(event_id=event, user="ada", at="2026-01-01T00:00:00", verdict=verdict, note="see page 3"))
    store.drop_reading("doc.txt")
    assert [each.verdict for each in store.judgements(event)] == ["rejected", "accepted"]
    assert store.verdicts() == {event: "accepted"}
    assert store.judgements("other") == ()


def test_outputs_are_those_of_the_last_run(store):
    store.put_outputs({"tables/a.csv": "1", "report.html": "2"})
    store.put_outputs({"report.html": "3"})
    assert store.outputs() == {"report.html": "3"}


def test_a_run_is_noted_apart_from_all_results(store):
    number = store.begin_run("detente study x", pid=7, started="2026-01-01T00:00:00")
    store.end_run(number, ended="2026-01-01T00:01:00")
    with store.reading() as connection:
        assert connection.execute("SELECT command, pid, ended FROM runs").fetchall() == [("detente study x", 7, "2026-01-01T00:01:00")]
