"""What a sentence claims of why and of how a relation was: one layer and its scores upon what the reader's encoder has seen.

The encoder is the event reader's, as it stands; `training/train_claims.py` fits what is here on the passages in `training/reasons/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from detente.coding.learned.judge import Judge, Read
from detente.coding.learned.network import Floats, Weights, gelu, layer_of, linear, parted
from detente.coding.learned.weights import read_arrays, shipped_judge
from detente.model import Motive

FILE = "claim_reader.npz"
MOTIVES: tuple[Motive, ...] = ("security", "economy", "ideology", "status", "third_party", "leadership", "domestic")
"""In the order of the network's scores."""
WORDS_WORTH = np.float32(20.0)
"""The pieces' own vectors are about this much smaller than what the layers make of them."""
MARKED, GAP, SHORTEST = 0.5, 3, 4
"""A piece that is this likely belongs to the words sought; so many between two such do not part them; fewer are too few."""
_REST = re.compile(r"\w*(?:[’'-]\w+)*")
_EDGES = " ,;:.()"
Run = tuple[int, int]


@dataclass(frozen=True)
class Cause:
    """Words that name a cause (offsets in the sentence; an empty stretch where none do), and its scores, which sum to 1 over `MOTIVES`."""

    start: int
    end: int
    motives: tuple[float, ...]
    rejected: float


@dataclass(frozen=True)
class Stretch:
    """Words that say how a relation was, and the probabilities of up, down, high and low."""

    start: int
    end: int
    directions: tuple[float, ...]


@dataclass(frozen=True)
class Claims:
    """The probabilities that a sentence gives a reason, and that it asserts a period, with what it would then say."""

    reason: float
    period: float
    causes: tuple[Cause, ...]
    effects: tuple[tuple[int, int], ...]
    stretches: tuple[Stretch, ...]


NONE = Claims(reason=0.0, period=0.0, causes=(), effects=(), stretches=())


@dataclass(frozen=True)
class ClaimReader:
    """The weights by name, as 32-bit floats; `words` are the vectors of the encoder's pieces."""

    weights: Weights
    words: Floats

    def claims(self, reads: Sequence[tuple[Read, str]]) -> list[Claims]:
        """What sentences claim, each as the event reader has read it and with its text."""
        if not reads:
            return []
        lines = [read.line.alone()[0] for read, _ in reads]
        hidden = layer_of(np.concatenate([read.scores.seen for read, _ in reads]), lines, self.weights, "layer.")
        return [self._claims(read, text, part) for (read, text), part in zip(reads, parted(hidden, lines), strict=True)]

    def _claims(self, read: Read, text: str, hidden: Floats) -> Claims:
        here = hidden[read.line.keys + 2 : -1]
        if not len(here):
            return NONE
        asked = linear(here, self.weights, "asked")
        weighed = np.exp(asked - asked.max(axis=0))
        why, how = (weighed / weighed.sum(axis=0)).T @ here
        reason, period = _chances(self._scores(np.concatenate([why, how]), "sentence")).tolist()
        marks = _chances(self._scores(here, "marks"))
        line = read.line
        sight = _Sight(here, self.words[list(line.ids[line.begins : -1])], _filled(line.offsets[line.begins :]), text)
        return Claims(
            reason=reason,
            period=period,
            causes=tuple(self._cause(sight, run, why) for run in _or_none(_stretches(marks[:, 0]))),
            effects=tuple(sight.letters(run) for run in _stretches(marks[:, 1])),
            stretches=tuple(self._stretch(sight, run, how) for run in _or_none(_stretches(marks[:, 2]))),
        )

    def _scores(self, x: Floats, name: str) -> Floats:
        return linear(gelu(linear(x, self.weights, f"{name}.0")), self.weights, f"{name}.1")

    def _cause(self, sight: _Sight, run: Run | None, why: Floats) -> Cause:
        first, last = run or (0, len(sight.here))
        seen = sight.here[first:last].mean(axis=0) if run else why
        scores = self._scores(np.concatenate([seen, why, sight.pieces[first:last].mean(axis=0) * WORDS_WORTH]), "motives")
        start, end = sight.letters(run)
        return Cause(start, end, tuple(_shares(scores[: len(MOTIVES)]).tolist()), float(_chances(scores[len(MOTIVES)])))

    def _stretch(self, sight: _Sight, run: Run | None, how: Floats) -> Stretch:
        seen = sight.here[run[0] : run[1]].mean(axis=0) if run else how
        start, end = sight.letters(run)
        return Stretch(start, end, tuple(_shares(self._scores(np.concatenate([seen, how]), "directions")).tolist()))


@dataclass(frozen=True)
class _Sight:
    """A sentence's pieces: what the layer makes of them, their own vectors, their places in its text."""

    here: Floats
    pieces: Floats
    offsets: Sequence[int]
    text: str

    def letters(self, run: Run | None) -> Run:
        """From pieces to letters of the sentence: from the first piece's beginning to the end of the last one's word."""
        if run is None:
            return 0, 0
        start, end = self.offsets[run[0]], self.offsets[run[1] - 1]
        rest = _REST.match(self.text, end)
        end = max(rest.end() if rest else end, end + 1)
        while end > start and self.text[end - 1] in _EDGES:
            end -= 1
        return start, end


def _chances(scores: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float32)


def _shares(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def _stretches(chances: Floats) -> list[Run]:
    """Runs of pieces that are likely to belong to the words sought, small gaps filled."""
    return [run for run in _runs(np.flatnonzero(chances > MARKED).tolist()) if run[1] - run[0] >= SHORTEST]


def _or_none(runs: Sequence[Run]) -> list[Run | None]:
    return [*runs] or [None]


def _runs(places: Sequence[int]) -> Iterator[Run]:
    first = last = -GAP - 2
    for place in places:
        if place - last > GAP + 1:
            if last >= 0:
                yield first, last + 1
            first = place
        last = place
    if last >= 0:
        yield first, last + 1


def _filled(offsets: Sequence[int]) -> list[int]:
    """Offsets in which the mark of a slot stands where the piece before it does."""
    out, last = [], 0
    for offset in offsets:
        last = offset if offset >= 0 else last
        out.append(last)
    return out


@cache
def shipped_claims() -> ClaimReader:
    """The default coder's reader of claims, read once a process."""
    return read_claims(shipped_judge())


def read_claims(judge: Judge) -> ClaimReader:
    """The shipped reader of claims, read anew, upon the pieces of an event reader."""
    with as_file(files("detente.data").joinpath(FILE)) as path:
        return ClaimReader(read_arrays(path), judge.network.weights["words"])
