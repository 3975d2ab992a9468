"""Turn the written sentences and passages into examples for `train.py`, by the coder's own reading of who is spoken of.

    python training/prepare.py OUT.pickle

A passage is read as a document would be, so that the network learns from names found and missed, pronouns resolved and not, as
it will meet them. A written event whose sides the coder does not see is left out, and counted. Every twentieth passage is
kept from the network for `calibrate.py`.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from passages import FOLDER, TYPES, Passage, PassageFault, WrittenEvent, read_passages
from templates import Example, templates

from detente.coding.coder import DefaultCoder, Reading, readings_of
from detente.coding.learned.slate import Slate, is_organisation
from detente.documents import read_file
from detente.model import Document

HELD_OUT = 20
SEED = 1
_NEAREST = {
    "GMY": ("GFR", "GDR", "PRU"),
    "GFR": ("GMY",),
    "GDR": ("GMY",),
    "DRV": ("RVN",),
    "RVN": ("DRV",),
    "KOR": ("ROK", "PRK"),
    "ROK": ("KOR",),
    "PRK": ("KOR",),
    "AUH": ("AUS",),
    "AUS": ("AUH",),
    "ITA": ("SAR",),
    "YEM": ("YAR",),
    "<un-security-council>": ("<un>",),
    "<un-general-assembly>": ("<un>",),
    "<un>": ("<un-security-council>", "<un-general-assembly>", "<un-secretariat>", "<un-command>"),
    "<western-bloc>": ("<western-powers>", "<western-allies>"),
    "<western-powers>": ("<western-bloc>", "<western-allies>", "<great-powers>"),
    "<eu>": ("<eec>",),
    "<eec>": ("<eu>",),
    "<kurds>": ("<kurds-iraq>",),
    "<kurds-iraq>": ("<kurds>",),
    "<oau>": ("<au>",),
    "<au>": ("<oau>",),
}
"""Sides that a writer and the register may name differently: states at the edges of their membership, parts of organisations."""


class _Sentence(Protocol):
    @property
    def text(self) -> str: ...


class _Passage(Protocol):
    """What `documents` asks of a passage, whatever is coded in it."""

    @property
    def title(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def sentences(self) -> Sequence[_Sentence]: ...


Written = TypeVar("Written", bound=_Passage)


@dataclass
class Told:
    """A sentence of a passage as the coder reads it, with the events written for it."""

    reading: Reading
    events: list[tuple[int, int, int, bool, int | None, str]]


def documents(passages: Sequence[Written]) -> Iterator[tuple[Written, Document]]:
    """Each passage as a document, its title and year of writing included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "passages.jsonl"
        rows = [
            {"id": str(n), "text": " ".join(s.text for s in p.sentences), "title": p.title or "", "date": str(p.year) if p.year else None}
            for n, p in enumerate(passages)
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for document in read_file(path):
            yield passages[int(document.key.split("#")[-1])], document


def told(passage: Passage, document: Document, coder: DefaultCoder, lost: Counter[tuple[str, ...]]) -> Iterator[Told]:
    """The sentences of a passage as the coder splits it; an event belongs to the one that holds its word."""
    begins, at = [], 0
    for sentence in passage.sentences:
        begins.append(at)
        at += len(sentence.text) + 1
    for reading in readings_of(coder, document):
        span = reading.sentence.span
        events = []
        for sentence, start in zip(passage.sentences, begins, strict=True):
            if span.start >= start + len(sentence.text) or start >= span.end:
                continue
            for event in sentence.events:
                word = start + sentence.text.lower().find(event.word.lower())
                if span.start <= word < span.end:
                    events += _placed(event, reading.slate.keys, word - span.start, lost)
        yield Told(reading, events)


def _placed(event: WrittenEvent, keys: tuple[str, ...], word: int, lost: Counter[tuple[str, ...]]) -> list[Any]:
    sides = [f"<{code[1:]}>" if code.startswith("@") else code for code in (event.source, event.target)]
    source, target = (_slot(side, keys) for side in sides)
    if source is None or target is None or source == target:
        lost[tuple(side for side in sides if _slot(side, keys) is None)] += 1
        return []
    return [(source, target, TYPES.index(event.type), event.reciprocal, word, event.modality)]


def _slot(code: str, keys: tuple[str, ...]) -> int | None:
    return next((keys.index(each) for each in (code, *_NEAREST.get(code, ())) if each in keys), None)


def slated(slate: Slate, passage: Passage) -> dict[str, Any]:
    """A slate as `train.py` reads it, with the slots of which the writer told nothing."""
    untold = () if passage.organisations else tuple(slot for slot, key in enumerate(slate.keys) if is_organisation(key))
    return {**asdict(slate), "untold": untold}


def held_out(passage: Passage) -> bool:
    """Whether a passage is kept from the network; it stays so when others are written."""
    return zlib.crc32(passage.sentences[0].text.encode()) % HELD_OUT == 0


def written() -> list[Passage]:
    """All passages without fault, in the order of their files."""
    return [found for _, _, found in read_passages(sorted(FOLDER.glob("*.txt"))) if not isinstance(found, PassageFault)]


def main(out: Path) -> None:
    """Write the examples and say how many events the coder's reading lost."""
    coder = DefaultCoder(judge=None)
    lost: Counter[tuple[str, ...]] = Counter()
    parts: dict[str, list[Example]] = {"states_only": [], "passages": [], "held_out": []}
    for passage, document in documents(written()):
        part = "held_out" if held_out(passage) else "passages" if passage.organisations else "states_only"
        parts[part] += [(slated(t.reading.slate, passage), t.events) for t in told(passage, document, coder, lost)]
    kept = sum(len(events) for part in parts.values() for _, events in part)
    singles = templates(random.Random(SEED))
    out.write_bytes(pickle.dumps({**parts, "singles": singles}))
    print(", ".join(f"{name}: {len(rows)} sentences" for name, rows in parts.items()), f"and {len(singles)} single ones")
    print(f"{kept} events, and {sum(lost.values())} of which the coder does not see a side, commonest first:")
    print(", ".join(f"{'+'.join(codes)} {n}" for codes, n in lost.most_common(20)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
