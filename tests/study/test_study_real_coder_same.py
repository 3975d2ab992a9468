"""The real coder, trained reader included: the same bytes whatever the workers, the order of the files and the threads of numpy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODER = "detente.coding.coder:DefaultCoder"
CODE = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from detente.documents import read_document
from detente.study import code_all
if __name__ == "__main__":
    coder, workers, *paths = sys.argv[1:]
    for document, coding in code_all([read_document(Path(path)) for path in paths], coder, workers=int(workers)):
        assert not isinstance(coding, str), coding
        rows = {name: [asdict(row) for row in getattr(coding, name)] for name in ("events", "figures", "agreements", "dates", "notes")}
        out = Path(sys.argv[0]).parent / f"{document.key}.json"
        out.write_text(json.dumps([coding.coder, coding.coder_version, rows], sort_keys=True), encoding="utf-8")
"""
TEXTS = {
    "herring": "In 1925 Sweden and Poland fell out over herring. The episode ended with the envoys on the night train home.\n\n"
    "Two years later Stockholm relented, and the two governments settled the matter in Gdynia.",
    "technicians": "In August 1960 Khrushchev withdrew the Soviet technicians from China. Peking was left with half a blast furnace. "
    "Mao never forgave him for it. Moscow, for its part, would not hear of another loan; it wanted its roubles back.",
    "canal": "Nasser took the canal in July 1956. London and Paris, with Israel in the secret, sent their fleets. "
    "Eisenhower made them turn round, and the pound paid for it. Egypt kept the canal; Britain lost a prime minister.",
    "many": " ".join(f"In {1900 + n} Italy lent Greece {n} million lire, and Turkey looked on with misgiving." for n in range(1, 30)),
}


def coded(place: Path, files: list[Path], *, workers: int = 1, **environment: str) -> dict[str, bytes]:
    """The codings of the files as bytes, made in a process of their own; events by the trained reader are among them."""
    place.mkdir()
    script = place / "code.py"
    script.write_text(CODE, encoding="utf-8")
    command = [sys.executable, str(script), CODER, str(workers), *map(str, files)]
    subprocess.run(command, env={**os.environ, **environment}, check=True)
    return {path.stem: path.read_bytes() for path in sorted(place.glob("*.json"))}


@pytest.mark.slow
def test_workers_file_order_and_threads_change_no_byte_of_what_the_default_coder_says(tmp_path: Path) -> None:
    files = []
    for name, text in TEXTS.items():
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    first = coded(tmp_path / "first", files, OPENBLAS_NUM_THREADS="1", PYTHONHASHSEED="1")
    assert set(first) == set(TEXTS)
    assert b'"events": [{' in first["technicians"] and b'"events": [{' in first["many"]
    others = {
        "threads": coded(tmp_path / "threads", files, OPENBLAS_NUM_THREADS="2", PYTHONHASHSEED="2"),
        "order": coded(tmp_path / "order", files[::-1], OPENBLAS_NUM_THREADS="2"),
        "workers": coded(tmp_path / "workers", files[1:] + files[:1], workers=2, OPENBLAS_NUM_THREADS="1"),
        "both": coded(tmp_path / "both", files[::-1], workers=2, OPENBLAS_NUM_THREADS="2"),
    }
    assert {name: made == first for name, made in others.items()} == dict.fromkeys(others, True)


def test_the_trained_readers_numbers_do_not_depend_on_the_threads_of_numpy(tmp_path: Path) -> None:
    """The probabilities themselves, before they are rounded: `DefaultCoder.code` holds the library of matrices to one thread."""
    script = tmp_path / "chances.py"
    script.write_text(CHANCES, encoding="utf-8")
    found = [
        subprocess.run(
            [sys.executable, str(script)], env={**os.environ, "OPENBLAS_NUM_THREADS": threads}, check=True, capture_output=True
        ).stdout
        for threads in ("1", "2")
    ]
    assert found[0] == found[1] and len(found[0].split()) > 2


CHANCES = """
from threadpoolctl import threadpool_info
from detente.coding.coder import DefaultCoder
from detente.coding.learned import judge as judging
from detente.model import Document, content_id
from detente.spans import SpanMap
text = "Sweden and Poland fell out over herring in 1925. " * 3
document = Document(document_id="d", key="d", path="d", sha256="0", format="txt", raw=text, text=text, map=SpanMap.identity(len(text)))
plain = judging.chances_of
def told(*given):
    found = plain(*given)
    blas = {each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"}
    assert blas == {1}, blas
    print(*(one.chance.hex() for one in found.values()))
    return found
judging.chances_of = told
DefaultCoder().code(document)
"""
