"""Turn the passages with written claims into examples for `train_claims.py`, by the coder's own reading and its encoder.

    python training/prepare_claims.py OUT.pickle

Each sentence becomes what the shipped encoder makes of its pieces, with the claims as ranges of pieces. The encoder stays as it
is: only what stands upon it is fitted.
"""

from __future__ import annotations

import pickle
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from claims import DIRECTIONS, FOLDER, MOTIVES, ClaimExample, ClaimFault, ClaimPassage, ClaimSentence, Range, read_claims
from prepare import documents

from detente.coding.coder import DefaultCoder, Reading, readings_of
from detente.coding.learned.judge import Read, read_all
from detente.coding.learned.weights import shipped_judge
from detente.model import Document

HELD_OUT = 12


def examples(passage: ClaimPassage, document: Document, coder: DefaultCoder) -> Iterator[ClaimExample]:
    """The sentences of a passage that the coder splits as its author did."""
    judge = shipped_judge()
    begins, at = dict[int, ClaimSentence](), 0
    for sentence in passage.sentences:
        begins[at] = sentence
        at += len(sentence.text) + 1
    out = zlib.crc32(passage.sentences[0].text.encode()) % HELD_OUT == 0
    found = [r for r in readings_of(coder, document) if r.sentence.span.start in begins and r.slate.keys]
    for reading, read in zip(found, read_all([r.slate for r in found], judge.network, judge.pieces), strict=True):
        sentence = begins[reading.sentence.span.start]
        if len(sentence.text) == len(reading.sentence.text):
            yield _example(reading, read, sentence, out)


def _example(reading: Reading, read: Read, sentence: ClaimSentence, out: bool) -> ClaimExample:
    order, directions = list(MOTIVES.values()), list(DIRECTIONS)
    text = reading.sentence.text
    reasons = tuple(
        (tuple(order.index(m) for m in r.motives), _range(read, text, r.cause), _range(read, text, r.effect), r.rejected)
        for r in sentence.reasons
    )
    periods = tuple((directions.index(p.direction), _range(read, text, p.words)) for p in sentence.periods)
    words = shipped_judge().network.weights["words"][list(read.line.ids[read.line.begins :])]
    return ClaimExample(read.scores.seen.astype(np.float16), words.astype(np.float16), read.line.keys + 2, reasons, periods, out)


def _range(read: Read, text: str, words: str | None) -> Range | None:
    at = text.find(words) if words else -1
    if words is None or at < 0:
        return None
    offsets = _filled(read.line.offsets[read.line.begins :])
    inside = [n for n, offset in enumerate(offsets) if at <= offset < at + len(words)]
    return (inside[0], inside[-1] + 1) if inside else None


def _filled(offsets: tuple[int, ...]) -> list[int]:
    """Offsets in which a mark of a slot stands where the piece before it does."""
    out, last = [], -1
    for offset in offsets[:-1]:
        last = offset if offset >= 0 else last
        out.append(last)
    return out


def main(out: Path) -> None:
    """Write the examples and say how many there are."""
    found = [passage for _, _, passage in read_claims(sorted(FOLDER.glob("*.txt"))) if not isinstance(passage, ClaimFault)]
    coder, rows, lost = DefaultCoder(judge=None), list[ClaimExample](), Counter[str]()
    for passage, document in documents(found):
        these = list(examples(passage, document, coder))
        lost["sentences"] += len(passage.sentences) - len(these)
        rows += these
    out.write_bytes(pickle.dumps(rows))
    print(f"{len(rows)} sentences, {lost['sentences']} not read as written, {sum(row.held_out for row in rows)} held out")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
