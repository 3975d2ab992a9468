"""A small study with stand-ins for the coder and, where the page is not the matter, for the results."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "record"))

TEXTS = {
    "alpha.txt": "China met Russia in 1950. Russia aided China in 1953. It built 156 plants. The Treaty of Amity was signed.",
    "beta.md": "---\ntitle: Beta\ndate: 1970-02\n---\nChina attacked Russia in 1969. Russia met China in 1969. Nobody spoke in 1971.",
    "gamma.txt": "Japan met China in 1972. Japan aided India in 1958. India met Russia in 1971.",
    "sub/delta.txt": "Russia aided India in 1971. China met India in 1954. 😀 Russia met China in 1989.",
}


def make_folder(place):
    for name, text in TEXTS.items():
        path = place / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def own_folder(tmp_path):
    return make_folder(tmp_path / "a study")


@pytest.fixture
def folder(own_folder):
    return own_folder


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """A study that was run, for tests that leave it as it is: the outcome, where it was written, its folder."""
    from study_standins import TOY

    from detente.study import run_study

    base = tmp_path_factory.mktemp("made")
    folder = make_folder(base / "a study")
    return run_study(folder, out=base / "out", rooms=TOY, workers=1), base / "out", folder
