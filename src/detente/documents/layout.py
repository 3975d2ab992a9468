"""From the lines of pages, with their places, to raw text and blocks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from detente.documents.blocks import Block, Kind, Parsed
from detente.documents.furniture import ends_sentence
from detente.model import Page
from detente.spans import Edit, Span

_EDGE_LINES = 3
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[\W_]{0,4}(?:p(?:age|\.)?\s{0,3})?(\d{1,4}|[ivxlc]{1,7})(?:\s{0,3}(?:of|/)\s{0,3}\d{1,4})?[\W_]{0,4}", re.IGNORECASE)
_AT_EDGE = re.compile(r"(\d{1,4})\b.{0,150}|.{0,150}\b(\d{1,4})")
_NOTE_START = re.compile(r"\s{0,4}\[?(?:\d{1,3}|[*†‡])[.)\]]?\s{0,4}\S")


@dataclass(frozen=True, kw_only=True)
class PageLine:
    """A line of a page: its words, the height of its letters, its edges and baseline in points, and
    the indexes of digits that stand raised."""

    words: str
    size: float
    left: float
    right: float
    base: float
    raised: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Placed:
    line: PageLine
    span: Span
    page: int
    kind: Kind


def lay_out(pages: list[list[PageLine]], warnings: tuple[str, ...] = ()) -> Parsed:
    """Raw text (lines ended by a line feed, pages parted by a form feed) with its blocks and pages.

    Running heads and page numbers are furniture, small print at a page's foot is notes, large print is
    headings; the rest falls into paragraphs by indents, gaps and short last lines. The notes of all
    pages stand behind the text of the last, each under the label of its own page, so that no note
    comes between the halves of a sentence.
    """
    pages = [[line for line in page if line.words.strip()] for page in pages]
    body = _body_size(pages)
    furniture = _furniture(pages)
    labels = _labels(pages, furniture)
    writer = _Writer()
    feet = [_foot(page, body, furniture, number) for number, page in enumerate(pages)]
    for number, page in enumerate(pages):
        kinds = [(index, line, _place(line, body, (number, index) in furniture)) for index, line in enumerate(page)]
        writer.page(number, labels[number], [(line, kind) for index, line, kind in kinds if index < feet[number] or kind == "furniture"])
    for number, page in enumerate(pages):
        notes: list[tuple[PageLine, Kind]] = [
            (line, "note") for at, line in enumerate(page) if at >= feet[number] and (number, at) not in furniture
        ]
        if notes:
            writer.page(number, labels[number], notes)
    return Parsed(
        format="pdf",
        raw="".join(writer.pieces),
        blocks=tuple(_blocks(writer.placed, body)),
        edits=tuple(_raised(writer.placed)),
        pages=tuple(writer.pages),
        warnings=warnings,
    )


def _place(line: PageLine, body: float, furniture: bool) -> Kind:
    if furniture:
        return "furniture"
    larger = line.size > 1.12 * body and len(line.words) < 200
    apart = line.size > 1.03 * body and len(line.words) < 100 and not ends_sentence(line.words)
    return "heading" if larger or apart else "paragraph"


class _Writer:
    """Writes raw text page by page and keeps where each line came to stand."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.placed: list[_Placed] = []
        self.pages: list[Page] = []
        self._at = 0

    def page(self, number: int, label: str, lines: list[tuple[PageLine, Kind]]) -> None:
        """Write the lines of one page, and a form feed."""
        start = self._at
        for line, kind in lines:
            words = line.words.rstrip()
            self.placed.append(_Placed(line=line, span=Span(self._at, self._at + len(words)), page=number, kind=kind))
            self._write(words + "\n")
        self._write("\f")
        self.pages.append(Page(label=label, span=Span(start, self._at)))

    def _write(self, words: str) -> None:
        self.pieces.append(words)
        self._at += len(words)


def _body_size(pages: list[list[PageLine]]) -> float:
    """The height of letters that most characters have."""
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page:
            weights[line.size] += len(line.words)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 0.0


def _furniture(pages: list[list[PageLine]]) -> set[tuple[int, int]]:
    """(page, line) of running heads and page numbers: at a page's edge, numbers or words that come back."""
    edges = [(number, index) for number, page in enumerate(pages) for index in _edge(page)]
    counts = Counter(_look(pages[number][index]) for number, index in edges)
    needed = 2 if len(pages) < 6 else 3
    found = set()
    for number, index in edges:
        words = pages[number][index].words.strip()
        if _NUMBER.fullmatch(words) or (len(words) <= 120 and counts[_look(pages[number][index])] >= needed):
            found.add((number, index))
    return {place for place in found if _reaches_edge(place, pages, found)}


def _edge(page: list[PageLine]) -> list[int]:
    return sorted({*range(min(_EDGE_LINES, len(page))), *range(max(0, len(page) - _EDGE_LINES), len(page))})


def _reaches_edge(place: tuple[int, int], pages: list[list[PageLine]], found: set[tuple[int, int]]) -> bool:
    """Whether only furniture stands between the line and the page's top or foot."""
    number, index = place
    above = all((number, other) in found for other in range(index))
    return above or all((number, other) in found for other in range(index + 1, len(pages[number])))


def _look(line: PageLine) -> tuple[str, int]:
    """A line's words but for its numbers, and about how high it stands on the page."""
    return _DIGITS.sub("#", " ".join(line.words.split())).lower(), round(line.base / 4)


def _foot(page: list[PageLine], body: float, furniture: set[tuple[int, int]], number: int) -> int:
    """The index of the first line of the notes at the foot of a page, or the number of its lines."""
    first = len(page)
    for index in range(len(page) - 1, -1, -1):
        if (number, index) in furniture:
            continue
        if page[index].size > 0.93 * body:
            break
        first = index
    while first < len(page) and not (_NOTE_START.match(page[first].words) or 0 in page[first].raised):
        first += 1
    return first


def _blocks(placed: list[_Placed], body: float) -> list[Block]:
    blocks: list[Block] = []
    run: list[_Placed] = []
    margins = _margins(placed)
    pitch = _pitch(placed)
    for item in placed:
        if run and _parted(run[-1], item, margins, pitch):
            blocks.append(_block(run, body))
            run = []
        run.append(item)
    return [*blocks, _block(run, body)] if run else blocks


def _block(run: list[_Placed], body: float) -> Block:
    first = run[0]
    level = 0
    if first.kind == "heading":
        level = 1 if first.line.size > 1.45 * body else 2
    words = first.line.words
    start = first.span.start + len(words) - len(words.lstrip())
    return Block(span=Span(min(start, run[-1].span.end), run[-1].span.end), kind=first.kind, level=level, sure=first.kind != "paragraph")


def _margins(placed: list[_Placed]) -> tuple[float, float]:
    """The left and right edge that body lines most often keep."""
    lines = [item.line for item in placed if item.kind == "paragraph"]
    lefts = Counter(round(line.left) for line in lines)
    rights = sorted(line.right for line in lines)
    left = min((edge for edge, count in lefts.items() if count >= 0.5 * max(lefts.values())), default=0)
    return float(left), rights[int(len(rights) * 0.8)] if rights else 0.0


def _pitch(placed: list[_Placed]) -> float:
    """The usual distance between the baselines of body lines; 0 where there is none."""
    steps = sorted(
        first.line.base - second.line.base
        for first, second in pairwise(placed)
        if first.page == second.page and first.kind == second.kind == "paragraph" and first.line.base > second.line.base
    )
    return steps[len(steps) // 2] if steps else 0.0


def _parted(before: _Placed, item: _Placed, margins: tuple[float, float], pitch: float) -> bool:
    """Whether a new block begins with `item`."""
    if before.page != item.page or before.kind != item.kind or item.kind == "furniture":
        return True
    if item.kind == "note":
        return bool(_NOTE_START.match(item.line.words)) and (0 in item.line.raised or ends_sentence(before.line.words))
    if item.kind == "heading":
        return abs(before.line.size - item.line.size) > 0.5 or before.line.base - item.line.base > 2 * item.line.size
    if abs(before.line.size - item.line.size) > 0.12 * max(before.line.size, item.line.size):
        return True
    step = before.line.base - item.line.base
    if pitch and step > 1.35 * pitch:
        return True
    left, right = margins
    indented = item.line.left > before.line.left + 0.8 * item.line.size and item.line.left > left + 0.8 * item.line.size
    short = before.line.right < right - 0.12 * (right - left) and ends_sentence(before.line.words)
    return step > 0 and (indented or short)


def _raised(placed: list[_Placed]) -> list[Edit]:
    """Deletions of note numbers that stand raised behind a word or open a note."""
    edits = []
    for item in placed:
        words = item.line.words
        for index in item.line.raised:
            if index >= len(item.span):
                continue
            at = index
            while at and (at - 1 in item.line.raised or words[at - 1] == " "):
                at -= 1
            before = words[at - 1 : at]
            if not before or before.isalpha() or before in ".,;:!?)]”’\"'":
                edits.append(Edit(item.span.start + index, item.span.start + index + 1))
    return edits


def _labels(pages: list[list[PageLine]], furniture: set[tuple[int, int]]) -> list[str]:
    """Printed page numbers where most pages bear one that counts on; else the count of pages."""
    offsets: Counter[int] = Counter()
    for number, index in sorted(furniture):
        words = pages[number][index].words.strip()
        match = _NUMBER.fullmatch(words) or _AT_EDGE.fullmatch(words)
        digits = next((group for group in match.groups() if group and group.isdigit()), "") if match else ""
        if digits:
            offsets[int(digits) - number] += 1
    shift, count = max(offsets.items(), key=lambda each: (each[1], -each[0]), default=(1, 0))
    return [str(number + shift) if count >= 0.5 * len(pages) and shift > -len(pages) else str(number + 1) for number in range(len(pages))]
