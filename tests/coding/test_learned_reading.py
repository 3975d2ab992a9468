"""A slate as the rows that the encoder reads: marks first, then the sentence before, then the sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learned_standins import small_pieces

from detente.coding.learned.pieces import END, START
from detente.coding.learned.reading import MOST_BEFORE, MOST_HERE, Line, mark, read_slate
from detente.coding.learned.slate import SLOTS, Part, Slate

PIECES = small_pieces()
NAMES = {number: piece for piece, number in PIECES.ids.items()}


def slate(keys: int, parts: tuple[Part, ...], before: tuple[Part, ...] = (), central: tuple[int, ...] | None = None) -> Slate:
    return Slate(
        keys=tuple(f"S{n}" for n in range(keys)),
        here=keys,
        central=tuple(range(keys)) if central is None else central,
        before=before,
        parts=parts,
    )


def read(line: Line) -> str:
    """The pieces in words; a slot as its number."""
    return " ".join(str(slot) if slot >= 0 else NAMES[piece] for piece, slot in zip(line.ids, line.slots, strict=True))


def test_marks_stand_in_the_order_of_how_central_they_are_then_the_two_sentences() -> None:
    line = read_slate(slate(3, (0, (" attacked ", 6), 1, (".", 18)), before=(2, (" signed", 0)), central=(1, 0, 2)), PIECES)
    assert read(line) == f"{START} 1 0 2 {END} 2 sign ##ed {END} 0 attack ##ed 1 . {END}"
    assert line.begins == 9
    assert line.offsets[line.begins :] == (-1, 7, 7, -1, 18, -1)
    assert set(line.offsets[: line.begins]) == {-1}
    assert line.keys == 3


def test_without_a_sentence_before_there_is_one_end_less() -> None:
    line = read_slate(slate(2, (0, (" and ", 5), 1)), PIECES)
    assert read(line) == f"{START} 0 1 {END} 0 and 1 {END}"
    assert line.begins == 4


def test_an_empty_sentence_is_only_its_end() -> None:
    line = read_slate(slate(0, ()), PIECES)
    assert read(line) == f"{START} {END} {END}"
    assert (line.begins, line.keys) == (2, 0)


def test_of_the_sentence_before_its_end_is_kept_and_of_the_sentence_its_beginning() -> None:
    before: tuple[Part, ...] = ((" ".join(["the"] * 100), 0), 1, ("of", 500))
    here: tuple[Part, ...] = ((" ".join(["a"] * 500), 0), 0)
    line = read_slate(slate(2, here, before), PIECES)
    assert line.begins == 4 + MOST_BEFORE + 1
    assert read(line).split()[4 : line.begins] == ["the"] * (MOST_BEFORE - 2) + ["1", "of", END]
    assert len(line.ids) == line.begins + MOST_HERE + 1
    assert line.offsets[line.begins : -1] == tuple(range(0, 2 * MOST_HERE, 2))
    assert (line.ids[-1], line.slots[-1]) == (PIECES.ids[END], -1)


def test_a_line_alone_is_the_marks_and_the_sentence() -> None:
    line = read_slate(slate(2, (0, (" signed ", 6), 1), before=(1, (" talks with ", 0), 0)), PIECES)
    alone, kept = line.alone()
    assert read(alone) == f"{START} 0 1 {END} 0 sign ##ed 1 {END}"
    assert [line.ids[n] for n in kept] == list(alone.ids)
    assert (alone.begins, alone.keys) == (4, 2)
    assert alone.offsets[alone.begins :] == line.offsets[line.begins :]
    assert alone.alone() == (alone, list(range(len(alone.ids)))), "without a sentence before, nothing is left out"


def test_slots_that_are_only_named_side_by_side_are_together() -> None:
    allies = ("the Allies", 0)
    assert read_slate(slate(3, (allies, 0, 1, (" and ", 11), 2)), PIECES).together() == [[0, 1]]
    assert read_slate(slate(3, (allies, 0, 1, (" and ", 11), 2, (" treat", 20), 1)), PIECES).together() == []
    assert read_slate(slate(4, (2, 0, (" with ", 3), 3, 1, (" and ", 9), 0, 2)), PIECES).together() == [[0, 2], [1, 3]]
    assert read_slate(slate(2, (("the talks", 0),), before=(allies, 0, 1)), PIECES).together() == [], "the sentence itself names neither"


def test_marks_are_the_pieces_that_follow_the_padding() -> None:
    assert [NAMES[mark(slot)] for slot in range(SLOTS)] == [f"[unused{n}]" for n in range(SLOTS)]
    for slot in (-1, SLOTS):
        with pytest.raises(ValueError, match="no slot"):
            mark(slot)


PARTS = st.lists(
    st.one_of(st.integers(0, 3), st.tuples(st.text("the of.é\U0001f600'", max_size=80), st.integers(0, 900))), max_size=30
).map(tuple)


@settings(deadline=None)
@given(parts=PARTS, before=PARTS, central=st.permutations(range(4)))
def test_rows_are_of_one_length_and_within_the_limits(parts: tuple[Part, ...], before: tuple[Part, ...], central: list[int]) -> None:
    line = read_slate(slate(4, parts, before, tuple(central)), PIECES)
    assert len(line.ids) == len(line.offsets) == len(line.slots) <= 1 + 4 + 1 + MOST_BEFORE + 1 + MOST_HERE + 1
    assert line.slots[1:5] == tuple(central)
    assert line.ids[line.begins - 1] == line.ids[-1] == PIECES.ids[END]
    for piece, offset, slot in zip(line.ids, line.offsets, line.slots, strict=True):
        assert (slot >= 0) == (1 <= piece <= SLOTS)
        assert slot < 0 or piece == mark(slot)
        assert slot < 0 or offset < 0
    begins = {part[1] for part in parts if not isinstance(part, int)}
    assert all(at < 0 or any(at >= begin for begin in begins) for at in line.offsets)
