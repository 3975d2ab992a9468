"""Marks inside a paragraph that are not its words: Markdown, tags, escapes, note markers, soft hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.spans import Edit

_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!$%&<>|~-])")
_STARS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]{1,400})(?<=[^\s\\])\1(?![\w*])")
_LINES = re.compile(r"(?<![\w_\\])(_{1,3})(?=[^\s_])([^_\n]{1,400})(?<=[^\s\\])\1(?![\w_])")
_SUP_NOTE = re.compile(r"(?<!\d)[ \t]?<sup>\s*\[?[\d,;*†‡ ]{1,8}\]?\s*</sup>")
_TAG = re.compile(r"</?(?:sup|sub|b|i|u|em|strong|small|span|font|br|a|cite|mark|q)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_BRACKET_NOTE = re.compile(r"(?<=[^\s\[(])[ \t]?\[(?:\d{1,3}|\^\w{1,20}|[a-z]|note \d{1,3})\](?![(:\w])")
_LEAD_NOTE = re.compile(r"(?m)^[ \t]*(?:<sup>\s*[\d,;*†‡ ]{1,8}\s*</sup>|\[\d{1,3}\]|\[\^?\w{1,20}\]:|[¹²³⁰⁴-⁹]{1,3})[ \t]*")
_RAISED = re.compile(r"(?<=[^\W\d][^\W\d][^\W\d])[¹²³⁰⁴-⁹]{1,3}|(?<=[.,;:!?)\]”’\"'])[¹²³⁰⁴-⁹]{1,3}")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\([^()\s]{0,500}(?: \"[^\"\n]{0,200}\")?\)")
_GLUED = re.compile(r"(?<=[a-z)”’\"][.,;:])(\d{1,3})(?=\s|$)|(?<=[a-z][.,;:][”’\"])(\d{1,3})(?=\s|$)")
_NEVER_NOTE = re.compile(r"(?:\b(?:vol|no|nos|p|pp|art|ch|fig|sec|para|cf|ed|c|ca)[.,;:]|\d[.,:;])$", re.IGNORECASE)

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_LETTER_SHAPES = re.compile("[" + "".join(LIGATURES) + "]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff\x00-\x08\x0e-\x1b\x7f]")
_WIDE_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def markup_edits(raw: str, *, markdown: bool, start: int = 0) -> tuple[Edit, ...]:
    """Deletions that take Markdown, inline tags and note markers out of `raw` from `start` on.

    Plain text gets them too, since text converted from other formats carries such traces; only
    underscores as emphasis are left to Markdown proper.
    """
    edits = list(_deletions(raw, start))
    edits += _paired(_STARS, raw, start)
    if markdown:
        edits += _paired(_LINES, raw, start)
    for match in _LINK.finditer(raw, start):
        edits += [Edit(match.start(), match.start(1)), Edit(match.end(1), match.end())]
    return tuple(edits)


def letter_edits(raw: str) -> Iterator[Edit]:
    """Ligatures written out, soft hyphens and other unseen characters removed, odd spaces made plain."""
    for match in _LETTER_SHAPES.finditer(raw):
        yield Edit(match.start(), match.end(), LIGATURES[match.group()])
    for match in _INVISIBLE.finditer(raw):
        yield Edit(match.start(), match.end())
    for match in _WIDE_SPACE.finditer(raw):
        yield Edit(match.start(), match.end(), " ")


def glued_markers(raw: str) -> list[Edit]:
    """Note numbers that lost their raising and stand glued to a word's end ("theatre,12 the").

    They are taken for notes only when they count upwards from 1, which figures do not.
    """
    found = [match for match in _GLUED.finditer(raw) if not _NEVER_NOTE.search(raw[max(0, match.start() - 6) : match.start()])]
    kept: list[Edit] = []
    expected = 1
    for match in found:
        if int(match.group(1) or match.group(2)) == expected:
            kept.append(Edit(match.start(), match.end()))
            expected += 1
    return kept if len(kept) >= 2 and len(kept) >= 0.5 * len(found) else []


def _deletions(raw: str, start: int) -> Iterator[Edit]:
    for pattern in (_ESCAPE, _LEAD_NOTE, _SUP_NOTE, _TAG, _BRACKET_NOTE, _RAISED, _IMAGE):
        for match in pattern.finditer(raw, start):
            if match.end() > match.start():
                yield Edit(match.start(), match.end())


def _paired(pattern: re.Pattern[str], raw: str, start: int) -> list[Edit]:
    edits = []
    for match in pattern.finditer(raw, start):
        edits += [Edit(match.start(1), match.end(1)), Edit(match.end(2), match.end())]
    return edits
