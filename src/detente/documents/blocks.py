"""What a format's reader gives: raw text, and the blocks that it falls into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from detente.dates import UncertainDate
from detente.model import Page
from detente.spans import Edit, Span

Kind = Literal["paragraph", "heading", "byline", "dateline", "item", "row", "note", "reference", "furniture"]
"""What a block is. `byline` is a line under the title (author, place of work, kind of text, date);
`note` a footnote's body; `reference` part of a list of works cited; `furniture` what the page or the
site adds (running heads, page numbers, navigation)."""

DROPPED: frozenset[str] = frozenset({"furniture", "reference"})
BYLINE_LEVEL = 9
DATELINE_LEVEL = 8


@dataclass(frozen=True, kw_only=True)
class Block:
    """A stretch of raw text that is one thing: a paragraph, a heading, a row of a table.

    `level` is a heading's rank, 1 the highest, and 0 for the rest. `sure` says that the format itself
    told the kind, so that guesses leave it alone.
    """

    span: Span
    kind: Kind = "paragraph"
    level: int = 0
    sure: bool = False

    def turned(self, kind: Kind, level: int = 0) -> Block:
        """The same stretch, seen as another kind."""
        return replace(self, kind=kind, level=level)


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """One document as its format gives it, before cleaning.

    `edits` are the changes inside blocks that only the format knows (marks of emphasis, note markers).
    `part` is the name of the document within a file of many. `declared` holds what the file says of
    itself: title, author, kind, citation.
    """

    format: str
    raw: str
    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...] = ()
    pages: tuple[Page, ...] = ()
    part: str | None = None
    published: UncertainDate | None = None
    covers: UncertainDate | None = None
    declared: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    warnings: tuple[str, ...] = ()


class RawBuilder:
    """Writes raw text block by block, for formats that hold text in a tree.

    White space inside a block means nothing in such formats and is folded to one space; blocks are
    set apart by a blank line.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._open: int | None = None
        self.blocks: list[Block] = []
        self.edits: list[Edit] = []

    @property
    def length(self) -> int:
        """The code points written so far."""
        return self._length

    @property
    def raw(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def text(self, words: str) -> Span:
        """Add words to the open block (opening one if none is open); the span they fill."""
        folded = _fold(words)
        if self._open is None or self._length == self._open or self._ends_with_space():
            folded = folded.lstrip(" ")
        if not folded:
            return Span(self._length, self._length)
        if self._open is None:
            self._separate()
            self._open = self._length
        start = self._length
        self._write(folded)
        return Span(start, self._length)

    def close(self, kind: Kind = "paragraph", level: int = 0, *, sure: bool = True) -> Span | None:
        """End the open block, if any, as a block of `kind`."""
        if self._open is None:
            return None
        end = self._length - (1 if self._ends_with_space() else 0)
        span = Span(self._open, end)
        self._open = None
        if len(span):
            self.blocks.append(Block(span=span, kind=kind, level=level, sure=sure))
        return span

    def _ends_with_space(self) -> bool:
        return bool(self._pieces) and self._pieces[-1].endswith(" ")

    def _separate(self) -> None:
        if self._pieces:
            self._write("\n\n")

    def _write(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)


def _fold(words: str) -> str:
    folded = " ".join(words.split())
    if not folded:
        return " " if words else ""
    return (" " if words[0].isspace() else "") + folded + (" " if words[-1].isspace() else "")
