"""Killed, filled up or shared, a store holds whole documents and nothing else."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from detente_standins import TEXT, ToyCoder, make_document

from detente.errors import RecordFault
from detente.record import Judgement, ReadingRow, Store, long_run

HERE = Path(__file__).parent
PATHS = (HERE.parents[1] / "src", HERE)
"""This tree first: the package may be installed from another."""
ROUNDS = int(os.environ.get("DETENTE_KILL_ROUNDS", "4"))


@pytest.fixture
def start():
    started = []

    def begin(code, *arguments):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PATHS))}
        command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_two_processes_that_write_200_rows_each_lose_none_and_never_see_a_lock(tmp_path, start):
    code = """
        import sys
        from detente.record import Judgement, Store
        with Store.open(sys.argv[1]) as store:
            for number in range(200):
                store.judgements("e0")   # reads first, as a review does
                store.put_judgement(Judgement(event_id=f"e{number}", user=sys.argv[2], at="2026-01-01", verdict="accepted"))
    """
    writers = [start(code, tmp_path, user) for user in ("ada", "bo")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    with Store.open(tmp_path, readonly=True) as store:
        kept = store.judgements()
    for user in ("ada", "bo"):
        assert [each.event_id for each in kept if each.user == user] == [f"e{number}" for number in range(200)]


WRITER = """
    import sys
    from detente_standins import TEXT, ToyCoder, make_document
    from detente.record import ReadingRow, Store
    with Store.open(sys.argv[1]) as store:
        print("open", flush=True)
        for number in range(2000):
            document = make_document(f"{TEXT} Number {number}.", key=f"k{number:04}")
            store.put_reading(ReadingRow(path=f"{number:04}.txt", sha256=document.sha256), [document])
            store.put_coding(ToyCoder().code(document))
"""


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_writer_killed_at_any_moment_leaves_whole_documents(tmp_path, start, seed):
    writer = start(WRITER, tmp_path)
    writer.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.3))
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    with Store.open(tmp_path) as store:
        assert store.check() == []
        documents, codings = store.document_ids(), store.codings()
        assert len(store.readings()) == len(documents)
        assert len(documents) - len(codings) in (0, 1)
        for row in codings:
            assert store.coding(row.document) == ToyCoder().code(store.document(row.document))


class Failing(sqlite3.Connection):
    """Fails at the statement that the countdown says, as a full disk would."""

    left = None

    def _count(self):
        if Failing.left is not None:
            Failing.left -= 1
            if Failing.left < 0:
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error

    def execute(self, query, *values):
        if not query.startswith("ROLLBACK"):
            self._count()
        return super().execute(query, *values)

    def executemany(self, query, rows):
        self._count()
        return super().executemany(query, rows)


def test_a_write_that_fails_anywhere_leaves_the_old_state_or_the_new(tmp_path):
    old, new = make_document(TEXT), make_document(TEXT + " Russia met India in 1960.")
    with Store.open(tmp_path, kind=Failing) as store:
        store.put_reading(ReadingRow(path="doc.txt", sha256=old.sha256), [old])
        store.put_coding(ToyCoder().code(old))
        failures = 0
        for countdown in range(200):
            before = store.documents(), store.events()
            Failing.left = countdown
            try:
                store.put_reading(ReadingRow(path="doc.txt", sha256=new.sha256), [new])
                break
            except RecordFault as fault:
                failures += 1
                assert fault.number == 411
            finally:
                Failing.left = None
            assert [each.document_id for each in before[0]] == [old.document_id]
            assert store.document_ids() == (old.document_id,) and len(store.events()) == 3
        assert failures > 5
        assert store.document_ids() == (new.document_id,) and store.events() == ()


@pytest.mark.parametrize("kind", ["transaction", "reading"])
def test_a_transaction_left_open_by_an_interruption_ends_with_its_store_and_says_nothing(tmp_path, kind):
    """A signal between the opening of a transaction and its block leaves it to be ended after the store was closed."""
    store = Store.open(tmp_path)
    left = getattr(store, kind)()
    left.__enter__().execute("SELECT count(*) FROM documents")
    store.close()
    assert not left.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)


def test_a_failed_coding_keeps_the_earlier_one(store, document):
    good = store.coding(document.document_id)
    twice = ToyCoder().code(document)
    object.__setattr__(twice, "events", twice.events + twice.events[:1])
    with pytest.raises(RecordFault) as caught:
        store.put_coding(twice)
    assert caught.value.number == 416
    assert store.coding(document.document_id) == good
    assert store.withdrawn() == ()


def test_a_second_long_run_is_refused_and_names_the_first(tmp_path, start):
    code = """
        import sys, time
        from pathlib import Path
        from detente.record import long_run
        with long_run(Path(sys.argv[1])):
            print("held", flush=True)
            time.sleep(60)
    """
    first = start(code, tmp_path)
    first.stdout.readline()
    with pytest.raises(RecordFault) as caught, long_run(tmp_path):
        pass
    assert caught.value.number == 407 and str(first.pid) in caught.value.what
    with Store.open(tmp_path) as store:  # short work beside it goes on
        store.put_judgement(Judgement(event_id="e", user="u", at="now", verdict="rejected"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    with long_run(tmp_path):
        pass


def test_two_processes_may_make_the_store_at_once(tmp_path, start):
    code = "import sys; from detente.record import Store; Store.open(sys.argv[1]).close()"
    makers = [start(code, tmp_path) for _ in range(4)]
    assert [maker.wait(60) for maker in makers] == [0] * 4
