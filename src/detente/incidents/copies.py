"""Copies and near-copies of documents: the same text in another dress, cut short, or quoted whole on another page.

Two documents are copies where half of the runs of four words of the shorter stand in the longer. Every run is a 64-bit number made
from the words alone, the same on any machine. Only documents that share one of the rarer half of a document's runs are compared:
that finds every pair, and most runs of a text stand in no other.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from detente.model import Document

RUN = 4
"""Words in a run."""
LEAST = 0.5
"""The share of the shorter document's runs that stand in the longer one of two copies."""
_FEWEST = 12
"""Documents with fewer runs are copies only where all their words are the same."""
_WORD = re.compile(r"[^\W_]+")

Runs = npt.NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True, order=True)
class CopyLink:
    """Two documents of one text, by id, the first in order first; `likeness` is the share of the shorter found in the longer."""

    one: str
    other: str
    likeness: float


def copy_links(documents: Iterable[Document]) -> list[CopyLink]:
    """All pairs of copies among documents, in order. What is said of a pair depends on the two texts alone."""
    runs = {document.document_id: runs_of(document.text) for document in sorted(documents, key=lambda each: each.document_id)}
    names = list(runs)
    found = []
    for one, other in _candidates(list(runs.values())) | _the_same(list(runs.values())):
        likeness = containment(runs[names[one]], runs[names[other]])
        if likeness >= LEAST:
            found.append(CopyLink(one=names[one], other=names[other], likeness=round(likeness, 4)))
    return sorted(found)


def neighbours(links: Iterable[CopyLink]) -> dict[str, frozenset[str]]:
    """The copies of each document that has any."""
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(link.one, set()).add(link.other)
        found.setdefault(link.other, set()).add(link.one)
    return {document: frozenset(others) for document, others in found.items()}


def independent_sources(documents: Iterable[str], copies: Mapping[str, frozenset[str]]) -> int:
    """How many of these documents are no copies of each other, a copy of a copy counted with it."""
    left, count = set(documents), 0
    while left:
        count += 1
        open_ = [left.pop()]
        while open_:
            near = left & copies.get(open_.pop(), frozenset())
            left -= near
            open_ += near
    return count


def runs_of(text: str) -> Runs:
    """The runs of words of a text as numbers, sorted, each once; letters and digits count, marks and the case of letters do not."""
    words = np.array([_number(word) for word in _WORD.findall(text.casefold())], dtype=np.uint64)
    if not len(words):
        return words
    size = min(RUN, len(words))
    mixed = np.zeros(len(words) - size + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for step in range(size):
            mixed = mixed * np.uint64(0x100000001B3) + words[step : len(words) - size + 1 + step]
        runs: Runs = np.unique(_scattered(mixed))
    return runs


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _scattered(numbers: Runs) -> Runs:
    """The numbers with their bits mixed (the last steps of SplitMix64); two runs of few different words are two numbers."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Runs = numbers ^ (numbers >> np.uint64(31))
    return mixed


def containment(one: Runs, other: Runs) -> float:
    """The share of the runs of the shorter that stand in the longer; for very short texts 1 where they are the same, else 0."""
    fewer = min(len(one), len(other))
    if fewer < _FEWEST:
        return float(fewer > 0 and np.array_equal(one, other))
    return len(np.intersect1d(one, other, assume_unique=True)) / fewer


def _the_same(runs: list[Runs]) -> set[tuple[int, int]]:
    """Pairs of documents with the very same runs, by place: the very short are found only so."""
    first: dict[bytes, list[int]] = {}
    for place, each in enumerate(runs):
        first.setdefault(each.tobytes(), []).append(place)
    return {(one, other) for places in first.values() for at, one in enumerate(places) for other in places[at + 1 :] if len(runs[one])}


def _candidates(runs: list[Runs]) -> set[tuple[int, int]]:
    """Pairs of places whose documents may share enough, the lesser place first.

    Where half of the runs of the shorter stand in the longer, so does one of any larger half: the rarest are looked up.
    """
    if not runs:
        return set()
    known, often = np.unique(np.concatenate(runs), return_counts=True)
    postings: dict[int, list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for place in sorted(range(len(runs)), key=lambda place: (-len(runs[place]), place)):
        counts = often[np.searchsorted(known, runs[place])]
        ranked = runs[place][np.lexsort((runs[place], counts))]
        once = int(np.count_nonzero(counts == 1))
        look = len(ranked) - int(np.ceil(LEAST * len(ranked))) + 1
        for run in ranked[once:look].tolist():
            pairs.update((min(place, longer), max(place, longer)) for longer in postings.get(run, ()))
        for run in ranked[once:].tolist():
            postings.setdefault(run, []).append(place)
    return pairs
