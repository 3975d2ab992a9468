"""Lists of works cited: found by their heading, or at the end of a text by their look."""

from __future__ import annotations

import re

from detente.documents.blocks import Block
from detente.documents.words import word_list

_YEAR = re.compile(r"\b(?:1[6-9]\d\d|20\d\d)[a-z]?\b")
_SURNAME = re.compile(r"(?:[-*•]\s+)?(?:\[\d{1,3}\]\s*|\d{1,3}\.\s+)?[^\W\d_][\w’'-]{1,30}(?:\s[^\W\d_][\w’'-]{1,30}){0,2},\s")
_SIGNS = (
    re.compile(r"\bpp?\.\s?\d"),
    re.compile(r"\b(?:vol|no|ed|eds|edit|trans)\.\s?\(?\w", re.IGNORECASE),
    re.compile(r"\b(?:University|Press|Verlag|Publishers|Routledge|Quarterly|Journal|Review of|Papers|Working Paper|Thesis)\b"),
    re.compile(r"https?://|doi:|ISBN|www\."),
    re.compile(r"\b(?:Available at|Accessed|Retrieved|In:|ibid|op\. cit)", re.IGNORECASE),
    re.compile(r"\b\d{1,4}\s?[-–]\s?\d{1,4}\b"),
    re.compile(r"[*_“\"‘][A-Z][^*_”\"’]{8,200}[*_”\"’]"),
)
_OPENING = re.compile(r"[*_\s]{0,4}([^\W\d_][^:*_\n]{2,30})[*_]{0,3}:")
_TITLE_MARKS = re.compile(r"^[\W\d_]+|[\W_]+$")


def mark_references(raw: str, blocks: list[Block]) -> list[Block]:
    """Blocks with lists of works cited turned to `reference`, their headings with them."""
    marked = list(blocks)
    for at, block in enumerate(blocks):
        if block.kind == "heading" and at >= 0.3 * len(blocks):
            end = _section_end(blocks, at)
            if _opens_references(raw, blocks[at + 1 : end], block):
                marked[at:end] = [each if each.kind in ("furniture", "note") else each.turned("reference") for each in marked[at:end]]
    return _trailing(raw, _closing_line(raw, marked))


def _closing_line(raw: str, blocks: list[Block]) -> list[Block]:
    """Turn a last paragraph that lists its sources after a word such as "Further reading:"."""
    for at in range(len(blocks) - 1, max(-1, len(blocks) - 12), -1):
        block = blocks[at]
        if block.kind in ("paragraph", "item"):
            opening = _OPENING.match(block.span.of(raw))
            lists = word_list("reference_headings") | word_list("perhaps_reference_headings")
            if opening and opening.group(1).lower() in lists:
                return [*blocks[:at], block.turned("reference"), *blocks[at + 1 :]]
            break
    return blocks


def looks_like_citation(text: str) -> bool:
    """Whether a paragraph has the look of one work cited: a year and two more signs, or three signs."""
    if len(text) > 900:
        return False
    head = text[:600]
    signs = sum(1 for sign in _SIGNS if sign.search(head)) + bool(_SURNAME.match(head))
    return signs >= (2 if _YEAR.search(head) else 3)


def _section_end(blocks: list[Block], at: int) -> int:
    level = blocks[at].level
    for later in range(at + 1, len(blocks)):
        if blocks[later].kind == "heading" and blocks[later].level <= level:
            return later
    return len(blocks)


def _opens_references(raw: str, under: list[Block], heading: Block) -> bool:
    title = _TITLE_MARKS.sub("", heading.span.of(raw)[:200]).lower()
    if title in word_list("reference_headings"):
        return True
    if title not in word_list("perhaps_reference_headings"):
        return False
    texts = [block.span.of(raw) for block in under if block.kind != "furniture"]
    return bool(texts) and sum(map(looks_like_citation, texts)) >= 0.6 * len(texts)


def _cites(raw: str, block: Block) -> bool:
    return block.kind in ("paragraph", "item") and looks_like_citation(block.span.of(raw))


def _trailing(raw: str, blocks: list[Block]) -> list[Block]:
    """Turn a run of three or more citations at the very end, which no heading announces."""
    at = len(blocks)
    while at and (blocks[at - 1].kind == "furniture" or _cites(raw, blocks[at - 1])):
        at -= 1
    run = [block for block in blocks[at:] if block.kind != "furniture"]
    if len(run) < 3 or at < 0.3 * len(blocks):
        return blocks
    return blocks[:at] + [block.turned("reference") if block.kind != "furniture" else block for block in blocks[at:]]
