"""Every invariant that a store promises is checked by name; each fault here is made by hand."""

import hashlib
import sqlite3
from contextlib import closing

import pytest

from detente.record import STORE_NAME, Store

FAULTS = [
    ("evidence", "UPDATE events SET quote = 'China armed Japan' WHERE event_type = 'AID'"),
    ("evidence", "UPDATE figures SET char_end = char_end + 1"),
    ("evidence", "UPDATE agreements SET char_start = 0, char_end = 15"),
    ("evidence", "UPDATE dates SET char_start = 9000, char_end = 9004"),
    ("sentences", "UPDATE sentences SET clean_start = clean_start + 1 WHERE idx = 2"),
    ("sentences", "UPDATE sentences SET char_end = 90000 WHERE idx = 4"),
    ("search", "UPDATE sentences SET text = 'another sentence' WHERE idx = 1"),
    ("digest", "UPDATE events SET intensity = 9 WHERE event_type = 'AID'"),
    ("digest", "UPDATE figures SET value = 70"),
    ("digest", "UPDATE documents SET author = 'Somebody'"),
    ("digest", "DELETE FROM dates WHERE position = 0"),
    ("documents", "UPDATE documents SET raw = raw || '!'"),
    ("documents", "UPDATE documents SET text = replace(text, 'aided', 'aidEd')"),
    ("codes", "UPDATE events SET event_type = 'LOVE' WHERE event_type = 'AID'"),
    ("codes", "UPDATE events SET mode = 'loudly' WHERE event_type = 'AID'"),
    ("codes", "UPDATE events SET contexts = '[\"gossip\"]' WHERE event_type = 'AID'"),
    ("states", "UPDATE events SET target_state = 'XYZ' WHERE event_type = 'AID'"),
    ("states", "UPDATE events SET target_state = 'KZK' WHERE event_type = 'AID'"),
    ("states", 'UPDATE agreements SET parties = \'["CHN","Q"]\''),
    ("dates", "UPDATE events SET date_first = date_last + 1 WHERE event_type = 'AID'"),
    ("file", "UPDATE events SET document = 'nowhere'"),
    ("codings", "UPDATE events SET contexts = 'no JSON'"),
]


@pytest.mark.parametrize(("check", "statement"), FAULTS)
def test_a_fault_is_found_by_the_check_that_names_it(store, tmp_path, check, statement):
    assert store.check() == []
    store.close()
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as connection:
        connection.execute(statement)
        connection.commit()
    with Store.open(tmp_path) as opened:
        found = opened.check()
    assert check in {finding.check for finding in found}
    assert all(finding.where and finding.what for finding in found)


def test_a_state_before_its_membership_is_named_with_the_date(store, tmp_path):
    with store.transaction() as connection:
        connection.execute("UPDATE events SET target_state = 'KZK' WHERE event_type = 'AID'")
    (finding,) = [each for each in store.check() if each.check == "states"]
    assert "KZK" in finding.what and "1950" in finding.what


def test_changed_and_missing_sources_are_told(store, tmp_path, document):
    sources = tmp_path / "sources"
    sources.mkdir()
    assert [each.what for each in store.check(sources=sources)] == ["the file is gone; run the study again to take its rows out"]
    (sources / "doc.txt").write_text(document.raw, encoding="utf-8")
    assert store.check(sources=sources) == []
    (sources / "doc.txt").write_text("changed", encoding="utf-8")
    (finding,) = store.check(sources=sources)
    assert (finding.check, finding.where) == ("sources", "doc.txt")


def test_tables_that_were_touched_are_told(store, tmp_path):
    (tmp_path / "report.html").write_bytes(b"page")
    store.put_outputs({"report.html": hashlib.sha256(b"page").hexdigest(), "tables/events.csv": "0"})
    (finding,) = store.check(outputs=tmp_path)
    assert finding.where == "tables/events.csv" and "gone" in finding.what
    (tmp_path / "report.html").write_bytes(b"other")
    assert {each.where for each in store.check(outputs=tmp_path)} == {"report.html", "tables/events.csv"}


def test_a_readonly_store_can_be_checked(store, tmp_path):
    with Store.open(tmp_path, readonly=True) as reader:
        assert reader.check() == []
