"""`detente theories`, as a shell runs it."""

import json

import pytest

pytest.importorskip("scipy")


def test_theories_of_a_folder_are_json_lines_when_piped(detente, tmp_path):
    done = detente("theories", "--data", tmp_path, "--scope", "system")
    assert done.returncode == 0, done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert rows and all(row["scope"] == "system" and row["verdict"].startswith("not tested") for row in rows)


def test_a_limit_and_a_file(detente, tmp_path):
    out = tmp_path / "theories.csv"
    (tmp_path / "data").mkdir()
    assert detente("theories", "--data", tmp_path / "data", "--limit", "1", "--out", out).returncode == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("arguments", [[], ["--scope", "galaxy"], ["--data", ".", "--states", "CHN,RUS"]])
def test_wrong_questions_are_usage_errors(detente, arguments):
    done = detente("theories", *arguments)
    assert done.returncode == 2 and done.err
