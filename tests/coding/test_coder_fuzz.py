"""Thousands of spoiled sentences and documents: no crash, no hang, every invariant held.

`DETENTE_FUZZ=10000` sets how many; each is made from its number alone, so that a failure can be made again.
"""

from __future__ import annotations

import os
import random
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from coding_documents import document_of
from coding_invariants import check_coding
from coding_mutations import CHANGES, mutated, mutated_document, seeds

from detente.coding.coder import DefaultCoder
from detente.documents import read_document
from detente.errors import DocumentRefused
from detente.model import Document

ROUNDS = int(os.environ.get("DETENTE_FUZZ", "600"))
PARTS = 10
PATIENCE = 60
"""Seconds of the processor after which a text counts as hanging; nearly all are read in less than one."""
MOST_JUDGED = 4000
"""The trained reader takes thirty times as long as the rules."""
EVERY_DOCUMENT, EVERY_FILE, EVERY_JUDGED = 8, 4, 10
"""One case in so many is a document of several paragraphs, one of these is read from a file; one is coded with the trained reader."""


class Hang(Exception):
    """A text took longer than anyone would wait for."""


@contextmanager
def watched() -> Iterator[None]:
    """Raise `Hang` where the block takes too long, also inside a regular expression."""

    def ring(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@cache
def rules() -> DefaultCoder:
    return DefaultCoder(judge=None)


@cache
def judged() -> DefaultCoder:
    return DefaultCoder()


def document_number(number: int, place: Path) -> Document | None:
    """The document of a case; None where the file is refused with a number, which is an answer too."""
    draw = random.Random(number)
    if number % EVERY_DOCUMENT:
        text = mutated(draw)
        return document_of(text[:MOST_JUDGED] if number % EVERY_JUDGED == 1 else text)
    text = mutated_document(draw)
    if number % (EVERY_DOCUMENT * EVERY_FILE):
        return document_of(text, title=draw.choice(["", "China and India, 1949-1962", mutated(draw)[:200]]))
    path = place / f"{number}{draw.choice(['.txt', '.md', '.txt', '.md', '.html'])}"
    path.write_bytes(text.encode("utf-8"))
    try:
        return read_document(path)
    except DocumentRefused:
        return None


def fault_of(number: int, place: Path) -> str:
    """What is wrong with the coding of a case, or nothing."""
    try:
        with watched():
            document = document_number(number, place)
            if document is None:
                return ""
            coder = judged() if number % EVERY_JUDGED == 1 else rules()
            coding = coder.code(document)
            check_coding(document, coding)
            assert coder.code(document) == coding, "coded twice, it is not the same"
    except (Exception, AssertionError):
        return f"case {number}:\n{traceback.format_exc(limit=-4)}"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_spoiled_texts_are_coded_and_keep_every_invariant(part: int, tmp_path: Path) -> None:
    rules().code(document_of(seeds()[0])), judged().code(document_of(seeds()[0]))  # loading is not counted as hanging
    faults = [fault for number in range(part, ROUNDS, PARTS) if (fault := fault_of(number, tmp_path))]
    assert not faults, f"{len(faults)} of {ROUNDS // PARTS}\n" + "\n".join(faults[:3])


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_drawn_from_its_generator_alone_and_changes_something(name: str) -> None:
    made = [[CHANGES[name](random.Random(number), text) for number, text in enumerate(seeds()[:40])] for _ in range(2)]
    assert made[0] == made[1]
    assert any(after != before for after, before in zip(made[0], seeds(), strict=False))


def test_the_watch_ends_a_regular_expression_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    monkeypatch.setattr("test_coder_fuzz.PATIENCE", 1)
    with pytest.raises(Hang), watched():
        re.fullmatch(r"(a+)+b", "a" * 60)
