"""From raw text and its blocks to text for reading, with the map that leads back."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from detente.documents.blocks import DATELINE_LEVEL, DROPPED, Block
from detente.documents.furniture import mark_furniture
from detente.documents.hyphens import hyphen_edits, joining, vocabulary
from detente.documents.inline import glued_markers, letter_edits
from detente.documents.references import mark_references
from detente.documents.structure import goes_on, mark_headings, mark_title_lines
from detente.model import Section
from detente.spans import Edit, Span, SpanMap, apply_edits

_LAST_WORD = re.compile(r"([^\W\d_]+|\d+)[-\u2010\u00ad\u0002]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+|\d+")
_SPACE = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """The text for reading, its map to raw, its sections, and what was decided on the way."""

    text: str
    map: SpanMap
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


def clean(raw: str, blocks: Iterable[Block], edits: Iterable[Edit] = ()) -> Cleaned:
    """Clean `raw`: keep its blocks in order, a blank line between them, and mend what lines and pages broke.

    Kept blocks are paragraphs, items, rows, headings and notes; furniture and lists of works cited are
    left out, and so is a note that stands in the middle of a sentence.
    """
    found = sorted((block for block in blocks if len(block.span)), key=lambda block: block.span)
    found = mark_furniture(raw, found)
    found = mark_title_lines(raw, found)
    found = mark_headings(raw, found)
    found = mark_references(raw, found)
    inside = [edit for edit in [*edits, *letter_edits(raw), *glued_markers(raw)] if edit.end > edit.start or edit.text]
    kept, joined, dropped_notes = _flow(raw, found, {edit.end: edit.start for edit in inside if not edit.text})
    known = vocabulary(raw)
    all_edits = [*_gaps(raw, kept, joined, known), *_inside(raw, kept, inside, known)]
    text, span_map = apply_edits(raw, settled(all_edits))
    warnings = (f"cleaning: {dropped_notes} footnotes stood in mid-sentence and are left out",) if dropped_notes else ()
    return Cleaned(text=text, map=span_map, sections=_sections(kept, text, span_map, len(raw)), blocks=tuple(found), warnings=warnings)


def settled(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that can be applied together: of two that cross, the more leftward, then the longer, wins."""
    kept: list[Edit] = []
    at = 0
    for edit in sorted(set(edits), key=lambda each: (each.start, -each.end, each.text)):
        if edit.start >= at:
            kept.append(edit)
            at = edit.end
    return kept


def _flow(raw: str, blocks: list[Block], deleted: dict[int, int]) -> tuple[list[Block], set[int], int]:
    """The blocks that stay, the indexes of those that continue the one before, and how many notes fell out."""
    kept: list[Block] = []
    joined: set[int] = set()
    waiting: list[Block] = []
    apart, lost = False, 0
    for block in blocks:
        if block.kind in DROPPED:
            apart = True
            continue
        if block.kind == "note":
            waiting.append(block)
            continue
        far = apart or bool(waiting) or (bool(kept) and "\f" in raw[kept[-1].span.end : block.span.start])
        if kept and goes_on(raw, _unmarked(kept[-1], deleted), block, apart=far):
            lost += len(waiting)
            joined.add(len(kept))
        else:
            kept += waiting
        kept.append(block)
        waiting, apart = [], False
    return kept + waiting, joined, lost


def _unmarked(block: Block, deleted: dict[int, int]) -> Block:
    """The block without the note markers at its end, which hide whether its last sentence ends."""
    end = block.span.end
    while deleted.get(end, -1) > block.span.start:
        end = deleted[end]
    return replace(block, span=Span(block.span.start, end))


def _gaps(raw: str, kept: list[Block], joined: set[int], known: Counter[str]) -> Iterator[Edit]:
    """Edits for what lies before, between and after the kept blocks."""
    at = 0
    for index, block in enumerate(kept):
        if index in joined:
            yield _seam(raw, at, block.span.start, known)
        else:
            yield Edit(at, block.span.start, "\n\n" if index else "")
        at = block.span.end
    yield Edit(at, len(raw))


def _seam(raw: str, end: int, start: int, known: Counter[str]) -> Edit:
    """The edit that joins two halves of a paragraph: a space, or the mended word where a hyphen parts them."""
    first = _LAST_WORD.search(raw[max(0, end - 40) : end])
    second = _FIRST_WORD.match(raw[start : start + 40])
    if not first or not second:
        return Edit(end, start, " ")
    return Edit(end - 1, start, joining(first.group(1), raw[end - 1], second.group(), known))


def _inside(raw: str, kept: list[Block], edits: list[Edit], known: Counter[str]) -> Iterator[Edit]:
    """Edits within the kept blocks: the format's own, mended hyphens, white space folded to one space."""
    edits = sorted(edits, key=lambda each: each.start)
    starts = [edit.start for edit in edits]
    for block in kept:
        low, high = bisect_left(starts, block.span.start), bisect_left(starts, block.span.end)
        yield from (edit for edit in edits[low:high] if edit.end <= block.span.end)
        yield from hyphen_edits(raw, block.span, known)
        for match in _SPACE.finditer(raw, block.span.start, block.span.end):
            if match.group() != " ":
                yield Edit(match.start(), match.end(), " ")


def _sections(kept: list[Block], text: str, span_map: SpanMap, length: int) -> tuple[Section, ...]:
    """Headings, bylines and datelines as sections. A byline holds itself alone; a dateline what follows
    up to the next dateline or heading; a heading all up to the next of its rank or higher."""
    marks = [block for block in kept if block.kind in ("heading", "byline", "dateline")]
    sections: list[Section] = []
    for at, block in enumerate(marks):
        level = DATELINE_LEVEL if block.kind == "dateline" else block.level
        end = length
        if block.kind == "byline":
            end = block.span.end
        else:
            end = next((later.span.start for later in marks[at + 1 :] if later.kind != "byline" and later.level <= level), length)
        clean_span = span_map.clean_span(block.span)
        if clean_span is None:
            continue
        # the section begins where its title's own words do, behind marks such as ** that cleaning took out
        start = span_map.raw_span(clean_span).start
        sections.append(Section(title=clean_span.of(text).strip(), level=level, span=Span(start, max(start, end))))
    return tuple(sections)
