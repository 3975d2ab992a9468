"""One coded study, by the toy coder of the record's tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "record"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "study"))


@pytest.fixture(scope="session")
def studied(tmp_path_factory):
    """Twelve events of three types, and eight sentences without one; a formula in a text."""
    from study_standins import QUICK

    from detente.study import run_study

    folder = tmp_path_factory.mktemp("sampled") / "study"
    (folder / "sources").mkdir(parents=True)
    for year in range(1950, 1954):
        lines = [
            f"China met Russia in {year}",
            f"Russia aided China in {year}",
            f"Japan attacked China in {year}",
            "=1+1 nothing",
            "Nobody came",
        ]
        (folder / "sources" / f"y{year}.txt").write_text(". ".join(lines) + ".", encoding="utf-8")
    run_study(folder, rooms=QUICK, workers=1)
    return folder
