"""What a run leaves alone: the network, the clock, open files; and what a changed source does to what was judged of it."""

import json
import os
import socket
import threading
from pathlib import Path

import pytest
from study_standins import QUICK, TOY
from test_study_run import tree

import detente.study.run as run_module
from detente.coding.coder import FastCoder
from detente.documents import read_document
from detente.record import Judgement, Store
from detente.study import run_study


def no_network(*_, **__):
    raise AssertionError("a run asked the network")


def test_a_run_asks_no_network(folder, monkeypatch):
    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, no_network)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, no_network)
    assert run_study(folder, rooms=TOY, workers=1).events == 10
    assert FastCoder().code(read_document(folder / "sources" / "alpha.txt")).events


def test_a_clock_that_goes_back_and_files_of_the_future_change_nothing(folder, tmp_path, monkeypatch):
    run_study(folder, out=tmp_path / "now", rooms=TOY, workers=1)
    monkeypatch.setattr(run_module, "_clock", lambda: "1970-01-01T00:00:00+00:00")
    assert run_study(folder, out=tmp_path / "now", rooms=TOY, workers=1).read == 0
    for path in (folder / "sources").glob("*.*"):
        os.utime(path, (2**33, 2**33))
    assert run_study(folder, out=tmp_path / "now", rooms=TOY, workers=1).read == 0
    run_study(folder, out=tmp_path / "then", rooms=TOY, workers=1)
    assert tree(tmp_path / "now") == tree(tmp_path / "then")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc here")
def test_runs_and_readers_leave_no_file_and_no_thread_open(folder):
    def held():
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()

    run_study(folder, rooms=QUICK, workers=1)
    before = held()
    for _ in range(20):
        run_study(folder, rooms=QUICK, workers=1)
        with Store.open(folder, readonly=True) as store:
            assert len(store.events()) == 10
    assert held() == before


def statuses(out):
    rows = [json.loads(line) for line in (out / "tables/events.jsonl").read_text(encoding="utf-8").splitlines()]
    return {(row["document"], row["quote"]): row["review_status"] for row in rows}


def test_a_changed_source_is_to_be_reviewed_again_and_no_other(folder):
    run_study(folder, rooms=TOY, workers=1)
    with Store.open(folder) as store:
        for event in store.events():
            store.put_judgement(Judgement(event_id=event.event_id, user="ada", at="2026", verdict="accepted"))
    with (folder / "sources/gamma.txt").open("a", encoding="utf-8") as file:
        file.write(" Nobody else came.")
    run_study(folder, rooms=TOY, workers=1)
    found = statuses(folder)
    assert {status for (document, _), status in found.items() if document == "gamma"} == {"unreviewed"}
    assert {status for (document, _), status in found.items() if document != "gamma"} == {"accepted"}
