"""The study file is read strictly: what means nothing is an error with its line."""

import os
from pathlib import Path

import pytest

from detente.errors import UsageFault
from detente.study import read_study_file, start_study

ROOT = Path(__file__).resolve().parents[2]


def written(tmp_path, text):
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    return read_study_file(tmp_path)


def test_a_study_file_is_read(tmp_path):
    study = written(
        tmp_path,
        'title = "T"\nquestion = "Why?"\nstates = ["CHN", "RUS", "USA"]\nfocus = ["CHN", "RUS"]\nfrom = 1945\nto = 2014\n'
        'licence = "CC-BY-4.0"\n[sources."a.pdf"]\ntitle = "A"\ndate = "1960"\n',
    )
    assert (study.title, study.question, study.states, study.focus) == ("T", "Why?", ("CHN", "RUS", "USA"), ("CHN", "RUS"))
    assert (study.first_year, study.last_year, study.licence) == (1945, 2014, "CC-BY-4.0")
    assert study.sources == {"a.pdf": {"title": "A", "date": "1960"}}


@pytest.mark.parametrize(
    ("text", "number", "line"),
    [
        ('title = "T"\nstatez = ["CHN"]\n', 903, 2),
        ('title = "T"\n\n[sources."a.pdf"]\nauthors = "A"\n', 903, 4),
        ('title = "T"\n[extra]\na = 1\n', 903, 2),
        ('title = "T\n', 902, 1),
        ("title = 3\n", 904, 1),
        ('question = "no title"\n', 904, None),
        ('title = "T"\nstates = "CHN"\n', 904, 2),
        ('title = "T"\nstates = ["China"]\n', 904, 2),
        ('title = "T"\n\nstates = ["USA", "ZZZ"]\n', 904, 3),
        ('title = "T"\nstates = ["CHN", "RUS"]\nfocus = ["CHN", "USA"]\n', 904, 3),
        ('title = "T"\nfocus = ["CHN", "CHN"]\n', 904, 2),
        ('title = "T"\nfrom = "1945"\n', 904, 2),
        ('title = "T"\nfrom = true\n', 904, 2),
        ('title = "T"\nfrom = 2014\nto = 1945\n', 904, 3),
        ('title = "T"\nfrom = 1945\nto = 20140\n', 904, 3),
        (f'title = "T"\nfrom = {"9" * 5000}\n', 902, None),
        (f'title = "T"\nstates = {"[" * 50_000}\n', 902, None),
        ('title = "T"\nsources = ["a.pdf"]\n', 904, 2),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path, text, number, line):
    with pytest.raises(UsageFault) as caught:
        written(tmp_path, text)
    assert (caught.value.number, caught.value.where.file, caught.value.where.line) == (number, "study.toml", line)
    assert caught.value.todo


@pytest.mark.parametrize(("letters", "meant"), [("GBR", "UKG?"), ("DEU", "GMY?"), ("SUN", "none of them")])
def test_letters_of_another_list_are_refused_with_those_meant(tmp_path, letters, meant):
    """They would be those of no event, and the answer empty without a reason."""
    with pytest.raises(UsageFault) as caught:
        written(tmp_path, f'title = "T"\nfocus = ["USA", "{letters}"]\n')
    assert caught.value.number == 904 and caught.value.what.endswith(meant)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "study.toml").write_bytes(b'title = "\xff\xfe"\n')
    with pytest.raises(UsageFault) as caught:
        read_study_file(tmp_path)
    assert caught.value.number == 902


def test_a_byte_order_mark_is_no_obstacle(tmp_path):
    (tmp_path / "study.toml").write_bytes(b'\xef\xbb\xbftitle = "T"\n')
    assert read_study_file(tmp_path).title == "T"


def test_a_folder_without_a_study_file_is_a_study_named_after_it(tmp_path):
    folder = tmp_path / "cold-war_letters"
    folder.mkdir()
    study = read_study_file(folder)
    assert (study.title, study.states, study.focus, study.first_year) == ("Cold war letters", (), None, None)


def test_no_folder_is_refused(tmp_path):
    with pytest.raises(UsageFault) as caught:
        read_study_file(tmp_path / "nowhere")
    assert caught.value.number == 901


def test_focus_alone_names_the_states(tmp_path):
    assert written(tmp_path, 'title = "T"\nfocus = ["IND", "PAK"]\n').states == ("IND", "PAK")


def test_a_new_study_has_a_file_that_can_be_read_even_uncommented(tmp_path):
    folder = tmp_path / 'my "best" study'
    start_study(folder)
    assert read_study_file(folder).title == "my best study"
    assert (folder / "sources").is_dir()
    text = (folder / "study.toml").read_text(encoding="utf-8")
    lines = [
        line[2:] if line.startswith(("# question", "# states", "# focus", "# from", "# to", "# licence")) else line
        for line in text.splitlines()
    ]
    sources = [line[2:] for line in text.split("# [sources", 1)[1].splitlines()[1:]]
    study = written(tmp_path, "\n".join([*lines, '[sources."essay.pdf"]', *sources]))
    assert study.states == ("CHN", "RUS", "USA") and study.sources["essay.pdf"]["date"] == "2014-03"


@pytest.mark.parametrize("name", [b"two\nlines", b'"""', b"\x1b[31m \x7f", b"caf\xe9", "\u202eevil".encode(), b"TITLE {{7*7}}"])
def test_a_new_study_can_be_read_whatever_its_folder_is_called(tmp_path, name):
    folder = tmp_path / os.fsdecode(name)
    start_study(folder)
    assert read_study_file(folder).title.isprintable()


def test_a_study_that_is_there_is_not_overwritten(tmp_path):
    start_study(tmp_path)
    (tmp_path / "study.toml").write_text('title = "mine"\n', encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        start_study(tmp_path)
    assert caught.value.number == 909
    assert read_study_file(tmp_path).title == "mine"


def test_the_example_study_can_be_read():
    study = read_study_file(ROOT / "examples" / "sino-soviet")
    assert study.focus == ("CHN", "RUS") and study.first_year == 1945
    assert all((ROOT / "examples/sino-soviet/sources" / name).is_file() for name in study.sources)
