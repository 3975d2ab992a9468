"""Same input, same output, byte for byte: hash seed, file order, locale, workers and interruptions change nothing."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROUNDS = int(os.environ.get("DETENTE_KILL_ROUNDS", "4"))
RUN = """
import sys
sys.path[:0] = sys.argv[3:5]
from detente.study import Rooms, run_study
if __name__ == "__main__":
    rooms = Rooms(coder=sys.argv[5], results=sys.argv[6])
    run_study(sys.argv[1], out=sys.argv[2], rooms=rooms, workers=int(sys.argv[7]))
"""
PAGE, QUICK = "detente.study.results:make_results", "study_standins:write_tables_only"


def command(folder, out, *, coder="detente_standins:ToyCoder", results=PAGE, workers=1):
    script = out.parent / "run.py"
    script.write_text(RUN, encoding="utf-8")
    return [sys.executable, script, folder, out, HERE, HERE.parent / "record", coder, results, str(workers)]


def results(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and "sqlite" not in path.name
    }


def run(folder, out, *, environment=None, **options):
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(command(folder, out, **options), env={**os.environ, **(environment or {})}, check=True)
    return results(out)


@pytest.fixture
def unbroken(folder, tmp_path):
    return run(folder, tmp_path / "unbroken" / "out")


CIRCUMSTANCES = [
    {"PYTHONHASHSEED": "1", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "3", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.slow
def test_hash_seed_locale_file_order_and_workers_change_no_byte(folder, tmp_path, unbroken):
    for number, environment in enumerate(CIRCUMSTANCES):
        # files made in another order are listed in another order
        again = tmp_path / str(number) / folder.name
        files = [path for path in folder.rglob("*") if path.is_file()]
        random.Random(number).shuffle(files)
        for path in files:
            target = again / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        made = run(again, tmp_path / str(number) / "out", environment=environment, workers=1 + number % 2)
        assert made == unbroken, environment


def many(folder):
    for number in range(60):
        text = f"China aided India in {1900 + number}. It built {number} plants. Russia met Japan in {1930 + number}."
        (folder / "sources" / f"n{number:02}.txt").write_text(text, encoding="utf-8")


def test_a_run_killed_again_and_again_ends_as_an_unbroken_one(folder, tmp_path):
    many(folder)
    expected = run(folder, tmp_path / "one" / "out", results=QUICK)
    broken = tmp_path / "two" / "out"
    broken.mkdir(parents=True)
    killed = 0
    for seed in range(ROUNDS):
        slow = command(folder, broken, coder="study_standins:SlowCoder", results=QUICK)
        process = subprocess.Popen(slow, env={**os.environ, "SLOW_SECONDS": "0.01"})
        time.sleep(random.Random(seed).uniform(0.2, 0.7))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        from detente.record import STORE_NAME, Store

        if (broken / STORE_NAME).exists():
            with Store.open(broken) as store:
                assert [finding for finding in store.check() if not finding.note] == []
    assert killed
    assert run(folder, broken, results=QUICK) == expected


def test_workers_end_with_a_killed_run(folder, tmp_path):
    many(folder)
    out = tmp_path / "killed" / "out"
    out.mkdir(parents=True)
    slow = command(folder, out, coder="study_standins:SlowCoder", results=QUICK, workers=2)
    process = subprocess.Popen(slow, env={**os.environ, "SLOW_SECONDS": "0.3"}, start_new_session=True)
    time.sleep(2.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and in_session(process.pid):
        time.sleep(0.1)
    assert in_session(process.pid) == []


def in_session(leader):
    """The processes of a session that still live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(stat.parent.name)
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_stop_rolls_back_and_the_next_run_goes_on(folder, tmp_path, number):
    many(folder)
    out = tmp_path / "stopped" / "out"
    out.mkdir(parents=True)
    slow = command(folder, out, coder="study_standins:SlowCoder", results=QUICK)
    process = subprocess.Popen(slow, env={**os.environ, "SLOW_SECONDS": "0.05"}, stderr=subprocess.PIPE)
    from detente.record import STORE_NAME, Store

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        time.sleep(0.1)
        if (out / STORE_NAME).exists():
            with Store.open(out) as store:
                if store.codings():
                    break
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode != 0
    with Store.open(out) as store:
        assert 0 < len(store.codings()) < len(store.document_ids())
        assert [finding for finding in store.check() if not finding.note] == []
    assert run(folder, out, results=QUICK) == run(folder, tmp_path / "fresh" / "out", results=QUICK)


@pytest.mark.slow
def test_the_real_study_killed_again_and_again_ends_as_an_unbroken_one(folder, tmp_path):
    """The whole way, parser and page included, killed in any of its stages."""
    real = "detente.coding.coder:DefaultCoder"
    expected = run(folder, tmp_path / "one" / "out", coder=real)
    broken = tmp_path / "two" / "out"
    broken.mkdir(parents=True)
    for seed in range(ROUNDS):
        process = subprocess.Popen(command(folder, broken, coder=real))
        time.sleep(random.Random(100 + seed).uniform(0.3, 6.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert run(folder, broken, coder=real) == expected
