"""Lines of plain text, with their offsets, whatever ends them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.spans import Span

_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_EDGE = " \t\ufeff\u00a0\u200b\u3000\x1c\x1d\x1e\x1f"


@dataclass(frozen=True)
class Line:
    """A line without its end: `span` is trimmed of white space, `indent` the columns before it.

    `new_page` is True when a form feed stands before the line.
    """

    span: Span
    words: str
    indent: int = 0
    new_page: bool = False

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing but white space."""
        return not self.words


def split_lines(raw: str) -> list[Line]:
    """The lines of `raw` in order."""
    lines: list[Line] = []
    at, page = 0, False
    for match in _BREAK.finditer(raw):
        lines.append(_line(raw, at, match.start(), page))
        page = match.group() == "\f"
        at = match.end()
    lines.append(_line(raw, at, len(raw), page))
    return lines


def group_lines(lines: list[Line]) -> list[list[Line]]:
    """Runs of lines with no blank line between them."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if line.blank or line.new_page:
            groups.append([])
        if not line.blank:
            groups[-1].append(line)
    return [group for group in groups if group]


def wrap_width(groups: list[list[Line]]) -> int | None:
    """The column at which the text was wrapped by hand, or None where a line is a paragraph.

    Text is wrapped when its lines that have another after them are mostly of one length (45 to 110).
    """
    lengths = sorted(len(line.words) for group in groups for line in group[:-1])
    if len(lengths) < 3:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(1 for length in lengths if length >= 0.75 * width)
    return width if 45 <= width <= 110 and full >= 0.6 * len(lengths) else None


def _line(raw: str, start: int, end: int, new_page: bool) -> Line:
    body = raw[start:end]
    kept = body.strip(_EDGE)
    if not kept:
        return Line(Span(start, start), "", 0, new_page)
    lead = len(body) - len(body.lstrip(_EDGE))
    return Line(Span(start + lead, start + lead + len(kept)), kept, len(body[:lead].expandtabs(4)), new_page)
