"""Spans of text, and the map from cleaned text back to the raw text it was made from.

Offsets are Unicode code points, half-open. Raw text is never altered: cleaning is a list of edits on
it, and every span of the cleaned text leads back to one span of the raw text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same span, `by` code points further on."""
        return Span(self.start + by, self.end + by)


def find_words(words: str, text: str) -> Span | None:
    """Where `words` first stand in `text`, letter by letter save for runs of white space, as whole words; else None.

    Words that are empty or longer than the text stand nowhere.
    """
    parts = words.split()
    if not parts or len(" ".join(parts)) > len(text):
        return None
    before = r"(?<!\w)" if parts[0][0].isalnum() else ""
    after = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    found = re.search(before + r"\s+".join(map(re.escape, parts)) + after, text)
    return Span(found.start(), found.end()) if found else None


@dataclass(frozen=True)
class Edit:
    """Replace raw text `start` to `end` by `text`; a deletion has an empty text."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True)
class SpanMap:
    """Where each piece of a cleaned text stands in the raw text.

    `pieces` are (clean start, raw start, length) runs copied unchanged, in order; what stands between
    two runs in the cleaned text was put in by the cleaning. Both sides rise strictly.
    """

    pieces: tuple[tuple[int, int, int], ...]
    clean_length: int
    raw_length: int

    @classmethod
    def identity(cls, length: int) -> SpanMap:
        """The map of a text that needed no cleaning."""
        return cls(((0, 0, length),) if length else (), length, length)

    def raw_span(self, span: Span) -> Span:
        """The raw span from the first to the last copied character of a cleaned `span`.

        A span that covers inserted text only comes back empty, at the place of insertion.
        """
        if span.end > self.clean_length:
            raise ValueError(f"span {span} is outside the cleaned text of length {self.clean_length}")
        starts = [piece[0] for piece in self.pieces] if len(self.pieces) < 8 else self._starts()
        first = max(bisect_right(starts, span.start) - 1, 0)
        last = bisect_left(starts, span.end) - 1
        covered = [
            (max(span.start, clean) - clean + raw, min(span.end, clean + size) - clean + raw)
            for clean, raw, size in self.pieces[first : last + 1]
            if max(span.start, clean) < min(span.end, clean + size)
        ]
        if not covered:
            return self._between(span.start)
        return Span(covered[0][0], covered[-1][1])

    def _starts(self) -> list[int]:
        cached: list[int] | None = self.__dict__.get("_clean_starts")
        if cached is None:
            cached = [piece[0] for piece in self.pieces]
            object.__setattr__(self, "_clean_starts", cached)
        return cached

    def _between(self, at: int) -> Span:
        raw = 0
        for clean, raw_start, size in self.pieces:
            if clean > at:
                break
            raw = raw_start + min(size, at - clean)
        return Span(raw, raw)

    def clean_span(self, span: Span) -> Span | None:
        """The part of the cleaned text that was copied from a raw `span`, or None if all of it was removed."""
        found = [
            (max(span.start, raw) - raw + clean, min(span.end, raw + size) - raw + clean)
            for clean, raw, size in self.pieces
            if max(span.start, raw) < min(span.end, raw + size)
        ]
        return Span(found[0][0], found[-1][1]) if found else None

    def after(self, earlier: SpanMap) -> SpanMap:
        """This map applied to a text that `earlier` had already cleaned: one map back to the first raw text.

        Raises `ValueError` when this map was not made on the text that `earlier` leads to.
        """
        if self.raw_length != earlier.clean_length:
            raise ValueError(f"a map of {self.raw_length} characters cannot follow one to {earlier.clean_length}")
        pieces: list[tuple[int, int, int]] = []
        mine = theirs = 0
        while mine < len(self.pieces) and theirs < len(earlier.pieces):
            clean, middle, size = self.pieces[mine]
            middle_start, raw, length = earlier.pieces[theirs]
            low, high = max(middle, middle_start), min(middle + size, middle_start + length)
            if low < high:
                pieces.append((clean + low - middle, raw + low - middle_start, high - low))
            if middle + size <= middle_start + length:
                mine += 1
            else:
                theirs += 1
        return SpanMap(tuple(pieces), self.clean_length, earlier.raw_length)


def apply_edits(raw: str, edits: Iterable[Edit]) -> tuple[str, SpanMap]:
    """Cut and replace pieces of `raw`; return the cleaned text and its map.

    Edits may come in any order. One that overlaps an earlier (more leftward, then longer) edit is
    dropped where it lies inside it, and refused with `ValueError` where they cross, where it ends
    before it begins, or where it leaves the text.
    """
    out: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    at = length = 0
    for edit in sorted(set(edits), key=lambda e: (e.start, -e.end, e.text)):
        if not 0 <= edit.start <= edit.end <= len(raw):
            raise ValueError(f"{edit} is not within a text of {len(raw)} characters")
        if edit.end <= at and edit.start < at:
            continue
        if edit.start < at:
            raise ValueError(f"{edit} crosses another that ends at {at}")
        if edit.start > at:
            out.append(raw[at : edit.start])
            pieces.append((length, at, edit.start - at))
            length += edit.start - at
        out.append(edit.text)
        length += len(edit.text)
        at = edit.end
    if at < len(raw):
        out.append(raw[at:])
        pieces.append((length, at, len(raw) - at))
    clean = "".join(out)
    return clean, SpanMap(tuple(pieces), len(clean), len(raw))
