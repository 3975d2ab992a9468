"""From a slate to the numbers that the encoder reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.learned.pieces import END, START, WordPieces
from detente.coding.learned.slate import SLOTS, Part, Slate

MOST_BEFORE = 16
MOST_HERE = 140
_FIRST_MARK = 1
"""The vocabulary's unused pieces begin at this number; the first `SLOTS` of them are the marks of the slots."""


@dataclass(frozen=True)
class Line:
    """A slate as pieces: `ids`; where the sentence begins; each piece's offset in the sentence (-1 for none);

    `slots` the slot that a piece marks (-1 for none); `keys` how many slots there are.
    """

    ids: tuple[int, ...]
    begins: int
    offsets: tuple[int, ...]
    slots: tuple[int, ...]
    keys: int

    def alone(self) -> tuple[Line, list[int]]:
        """The line without the sentence before, and which of its pieces are left."""
        kept = [*range(self.keys + 2), *range(self.begins, len(self.ids))]
        ids, offsets, slots = (tuple(row[n] for n in kept) for row in (self.ids, self.offsets, self.slots))
        return Line(ids=ids, begins=self.keys + 2, offsets=offsets, slots=slots, keys=self.keys), kept

    def together(self) -> list[list[int]]:
        """The slots that the sentence names only side by side ("the three powers"): nothing in it tells them apart."""
        places: dict[int, list[int]] = {}
        run = 0
        for at in range(self.begins, len(self.ids)):
            run += self.slots[at] < 0
            if self.slots[at] >= 0:
                places.setdefault(self.slots[at], []).append(run)
        alike: dict[tuple[int, ...], list[int]] = {}
        for slot, runs in places.items():
            alike.setdefault(tuple(runs), []).append(slot)
        return [sorted(slots) for slots in alike.values() if len(slots) > 1]


def mark(slot: int) -> int:
    """The piece that marks a slot."""
    if not 0 <= slot < SLOTS:
        raise ValueError(f"no slot {slot}")
    return _FIRST_MARK + slot


def read_slate(slate: Slate, pieces: WordPieces) -> Line:
    """The slots in order of how central they are, the end of the sentence before, then the sentence."""
    start, end = pieces.ids[START], pieces.ids[END]
    first = [(start, -1, -1), *((mark(slot), -1, slot) for slot in slate.central), (end, -1, -1)]
    before = [(piece, -1, slot) for piece, _, slot in _pieces(slate.before, pieces)][-MOST_BEFORE:]
    before = [*before, (end, -1, -1)] if before else []
    here = _pieces(slate.parts, pieces)[:MOST_HERE]
    rows = [*first, *before, *here, (end, -1, -1)]
    return Line(
        ids=tuple(row[0] for row in rows),
        begins=len(first) + len(before),
        offsets=tuple(row[1] for row in rows),
        slots=tuple(row[2] for row in rows),
        keys=len(slate.keys),
    )


def _pieces(parts: Sequence[Part], pieces: WordPieces) -> list[tuple[int, int, int]]:
    out: list[tuple[int, int, int]] = []
    for part in parts:
        if isinstance(part, int):
            out.append((mark(part), -1, part))
        else:
            text, begins = part
            out += [(piece, begins + at, -1) for piece, at in pieces.split(text)]
    return out
