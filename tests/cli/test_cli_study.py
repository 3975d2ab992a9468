"""`detente study` and `init`: what is printed where, and the exit codes."""

import os
import signal
import subprocess
import sys
import time

import pytest

from detente.record import Store


def test_init_then_study_then_check(detente, tmp_path):
    folder = tmp_path / "my study"
    made = detente("init", folder)
    assert made.returncode == 0 and "sources" in made.out
    assert detente("init", folder).returncode == 2
    listed = detente("study", folder, "--dry-run")
    assert (listed.returncode, "D905" in listed.err) == (2, True)
    (folder / "sources" / "a.txt").write_text("", encoding="utf-8")
    assert detente("study", folder, "--dry-run").out == "a.txt\n"
    assert not (folder / "detente.sqlite").exists()


def test_a_study_in_which_nothing_can_be_read_is_refused(detente, tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/empty.txt").write_bytes(b"")
    (tmp_path / "sources/odd.pdf").write_text("<html><p>no pdf</p></html>", encoding="utf-8")
    done = detente("study", tmp_path)
    assert done.returncode == 3
    assert "Refused: empty.txt: D101" in done.err and "Refused: odd.pdf: D102" in done.err
    assert len(done.out.splitlines()) == 6 and done.out.splitlines()[-1].startswith("Report: ")


@pytest.mark.parametrize(
    ("toml", "number"),
    [('title = "T"\ncolour = "red"\n', "D903"), ("title = \n", "D902"), ('title = "T"\n[sources."no.txt"]\ntitle="x"\n', "D908")],
)
def test_a_study_file_that_cannot_be_is_told_in_one_block(detente, tmp_path, toml, number):
    (tmp_path / "study.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "a.txt").write_text("Nothing.", encoding="utf-8")
    done = detente("study", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 2 and done.out == ""
    lines = done.err.splitlines()
    assert lines[0].startswith(number) and lines[1].startswith("  where: study.toml") and lines[2].startswith("  to do: ")
    assert len(lines) == 3


def test_a_folder_that_is_not_there_is_a_usage_error(detente, tmp_path):
    done = detente("study", tmp_path / "nowhere")
    assert (done.returncode, done.err.startswith("D901")) == (2, True)


def test_a_fault_of_the_program_shows_a_traceback_only_on_demand(tmp_path):
    code = (
        "import sys, detente.study\n"
        "def broken(*_, **__): raise RuntimeError('inside')\n"
        "detente.study.run_study = broken\n"
        "from detente.cli.main import main\n"
        "main()\n"
    )
    for debug in ((), ("--debug",)):
        command = [sys.executable, "-c", code, *debug, "study", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 4
        assert "RuntimeError: inside" in done.stderr
        assert ("Traceback" in done.stderr) is bool(debug)


def test_a_study_on_a_full_disk_is_told_and_its_store_is_whole(tmp_path):
    """The limit on the size of a file stands for the disk: in the store first, then in what a library unpacks beside it."""
    (tmp_path / "sources").mkdir()
    for each in range(20):
        text = f"Chinese and Soviet leaders met in {1900 + each}. They signed a treaty. " * 100
        (tmp_path / "sources" / f"{each}.txt").write_text(text, encoding="utf-8")
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)\n"
        "from detente.cli.main import main\n"
        "main()\n"
    )
    for limit in ("20000", "300000"):
        command = [sys.executable, "-c", code, limit, "study", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        told = [line for line in done.stderr.splitlines() if not line.startswith("Reading ")]
        assert done.returncode == 2 and told[0].startswith(("D411", "D412")) and "Traceback" not in done.stderr, done.stderr
        assert not (tmp_path / "report.html").exists() and not list(tmp_path.rglob("*.part"))
    with Store.open(tmp_path) as store:
        assert store.check() == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_study_that_is_stopped_says_how_to_go_on(tmp_path, number):
    (tmp_path / "sources").mkdir()
    for each in range(300):
        text = f"Chinese and Soviet leaders met in {1800 + each}. They signed a treaty. " * 20
        (tmp_path / "sources" / f"{each}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "detente", "study", tmp_path]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ))
    deadline = time.monotonic() + 60
    while not (tmp_path / "detente.sqlite").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"the same command goes on from there" in err and b"Traceback" not in err
