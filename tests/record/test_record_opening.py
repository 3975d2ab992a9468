"""What is refused on opening, each with its number, and what is brought up to date."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from detente.errors import RecordFault
from detente.record import STORE_NAME, Store
from detente.record.connect import connect
from detente.record.schema import APPLICATION_ID, SCHEMA_VERSION


def refused(path, **options):
    with pytest.raises(RecordFault) as caught:
        Store.open(path, **options)
    assert caught.value.todo
    return caught.value.number


def altered(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_reading_where_no_study_was_run_is_refused_and_makes_nothing(tmp_path):
    assert refused(tmp_path, readonly=True) == 401
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / STORE_NAME
    path.write_bytes(b"minutes of the meeting\n" * 100)
    assert refused(tmp_path) == 402
    assert path.read_bytes() == b"minutes of the meeting\n" * 100


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    altered(tmp_path / STORE_NAME, "CREATE TABLE bookmarks (url TEXT)")
    before = (tmp_path / STORE_NAME).read_bytes()
    assert refused(tmp_path) == 403
    assert (tmp_path / STORE_NAME).read_bytes() == before


def test_a_newer_store_is_refused_with_its_version(tmp_path):
    Store.open(tmp_path).close()
    altered(tmp_path / STORE_NAME, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(RecordFault, match=f"schema {SCHEMA_VERSION + 1}"):
        Store.open(tmp_path)
    assert refused(tmp_path, readonly=True) == 404


def test_an_older_store_without_a_way_up_is_refused(tmp_path):
    Store.open(tmp_path).close()
    altered(tmp_path / STORE_NAME, "PRAGMA user_version = 0")
    assert refused(tmp_path) == 405
    assert refused(tmp_path, readonly=True) == 405


def test_an_older_store_is_copied_and_brought_up_to_date(tmp_path):
    path = tmp_path / STORE_NAME
    Store.open(tmp_path).close()
    altered(path, "DROP TABLE outputs", f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    steps = {SCHEMA_VERSION - 1: ("CREATE TABLE outputs (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID",)}
    connect(path, migrations=steps).close()
    with Store.open(tmp_path) as store:
        assert store.outputs() == {}
    with closing(sqlite3.connect(f"{path}.v{SCHEMA_VERSION - 1}")) as backup:
        assert backup.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION - 1,)
        assert backup.execute("SELECT count(*) FROM sqlite_master WHERE name = 'outputs'").fetchone() == (0,)


def test_a_migration_that_fails_leaves_the_old_store(tmp_path):
    path = tmp_path / STORE_NAME
    Store.open(tmp_path).close()
    altered(path, f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    with pytest.raises(sqlite3.OperationalError):
        connect(path, migrations={SCHEMA_VERSION - 1: ("CREATE TABLE extra (a)", "CREATE TABLE extra (a)")})
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION - 1,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)


BEFORE_REASONS = (
    *(f"DROP TABLE {table}" for table in ("reasons", "periods", "milestones", "groupings", "memberships")),
    *(f"ALTER TABLE agreements DROP COLUMN {column}" for column in ("kind", "signatories", "terms", "secret", "flows")),
)
"""What makes a store one of version 3."""


def test_a_store_of_before_reasons_is_to_be_coded_again(store, tmp_path, document):
    coded = store.coding(document.document_id)
    store.close()
    altered(tmp_path / STORE_NAME, *BEFORE_REASONS, "PRAGMA user_version = 3")
    with Store.open(tmp_path) as opened:
        assert opened.coding(document.document_id) is None and opened.check() == []
        assert opened.reasons() == opened.periods() == opened.milestones() == opened.groupings() == ()
        opened.put_coding(coded)
        assert opened.coding(document.document_id) == coded and opened.check() == []


def test_a_store_of_before_own_types_is_to_be_coded_again(store, tmp_path, document):
    coded = store.coding(document.document_id)
    store.close()
    altered(tmp_path / STORE_NAME, *BEFORE_REASONS, "ALTER TABLE events DROP COLUMN own_type", "PRAGMA user_version = 2")
    with Store.open(tmp_path) as opened:
        assert opened.coding(document.document_id) is None and opened.check() == []
        opened.put_coding(coded)
        assert opened.coding(document.document_id) == coded and opened.check() == []


def test_a_store_of_before_dates_named_states_is_to_be_coded_again(store, tmp_path, document):
    """Its codings cannot say of which states the sources speak; its readings and what it withdrew stay."""
    coded, ids = store.coding(document.document_id), {event.event_id for event in store.events()}
    store.close()
    older = ("ALTER TABLE dates DROP COLUMN states", "ALTER TABLE events DROP COLUMN own_type")
    altered(tmp_path / STORE_NAME, *BEFORE_REASONS, *older, "PRAGMA user_version = 1")
    with Store.open(tmp_path) as opened:
        assert opened.document(document.document_id) == document
        assert opened.coding(document.document_id) is None
        assert ids < {row[1] for row in opened.withdrawn()}
        assert opened.check() == []
        opened.put_coding(coded)
        assert opened.coding(document.document_id) == coded
        assert opened.withdrawn() == ()


def test_a_store_says_whose_it_is(tmp_path):
    Store.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_readonly_store_cannot_be_written(store, tmp_path):
    with Store.open(tmp_path, readonly=True) as reader:
        assert len(reader.events()) == 3
        with pytest.raises(RecordFault) as caught:
            reader.mark("read", "key")
        assert caught.value.number == 409


def test_a_copy_without_its_log_is_a_whole_older_state(store, tmp_path):
    """As when detente.sqlite alone is copied while a run writes: what stands only in the log is missing, and nothing is half there."""
    (tmp_path / "copy").mkdir()
    with store.transaction():
        (tmp_path / "copy" / STORE_NAME).write_bytes((tmp_path / STORE_NAME).read_bytes())
    try:
        with Store.open(tmp_path / "copy") as copy:
            assert copy.check() == [] and len(copy.events()) in (0, 3)
    except RecordFault as fault:
        assert fault.number in (402, 403, 404, 405, 408)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc here")
def test_what_is_refused_is_closed_all_the_same(tmp_path):
    (tmp_path / STORE_NAME).write_bytes(b"minutes of the meeting\n" * 100)
    (tmp_path / "newer").mkdir()
    Store.open(tmp_path / "newer").close()
    altered(tmp_path / "newer" / STORE_NAME, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        assert (refused(tmp_path), refused(tmp_path / "newer"), refused(tmp_path / "none", readonly=True)) == (402, 404, 401)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_damaged_store_is_found_out_and_never_crashes(store, tmp_path):
    with store.transaction():
        pass
    store.close()
    path = tmp_path / STORE_NAME
    content, chance = path.read_bytes(), random.Random(7)
    for at in range(100, len(content), len(content) // 50):
        broken = bytearray(content)
        broken[at : at + 40] = chance.randbytes(40)
        path.write_bytes(bytes(broken))
        for rest in tmp_path.glob(f"{STORE_NAME}-*"):
            rest.unlink()
        try:
            with Store.open(tmp_path) as opened:
                # either a finding, or the bytes stood where nothing is kept
                if opened.check() == []:
                    assert len(opened.events()) == 3
        except RecordFault as fault:
            assert fault.number in (402, 403, 404, 405, 408)
