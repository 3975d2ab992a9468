"""Running heads, page numbers and other things that pages add to a text."""

from __future__ import annotations

import re
from collections import Counter

from detente.documents.blocks import Block

_NUMBER = re.compile(
    r"[\W_]{0,4}(?:p(?:age|\.)?\s{0,3})?(?:\d{1,4}|[ivxlc]{1,7})(?:\s{0,3}(?:of|/)\s{0,3}\d{1,4})?[\W_]{0,4}", re.IGNORECASE
)
_CLOSERS = re.compile(r"(?:<sup>[^<]{0,10}</sup>|\[\d{1,3}\]|[\s\"'”’»)\]*_¹²³⁰⁴-⁹])+$")
_END_MARKS = (".", "!", "?", ":", "…", "。", "！", "？", "؟", "।", ";")
_MOST = 0.3
_DIGITS = re.compile(r"\d+")
_AT_EDGE = re.compile(r"\d{1,4}(?:\s{2,}|\s*\|\s*|\t)\S.{0,118}|\S.{0,118}?(?:\s{2,}|\s*\|\s*|\t)\d{1,4}")
_CAPITALS = re.compile(r"(?:\d{1,4}\s+)?[^a-z\n]{0,100}[A-Z]{3}[^a-z\n]{0,100}")


def mark_furniture(raw: str, blocks: list[Block]) -> list[Block]:
    """Blocks with the page's own lines turned to `furniture`.

    These are: a bare page number; a short line that comes back (but for its numbers) three times or
    more; a line with a page number at its edge, or all in capitals, that parts two halves of a sentence.
    Where that would be more than three tenths of the text, lines that come back are its own, and all stay.
    """
    words = [block.span.of(raw) for block in blocks]
    counts = Counter(_shape(text) for block, text in zip(blocks, words, strict=True) if _may_be(block, text))
    marked = [
        block.turned("furniture")
        if _may_be(block, text) and (_is_number(text) or counts[_shape(text)] >= _enough(text) or _parts_a_sentence(words, blocks, at))
        else block
        for at, (block, text) in enumerate(zip(blocks, words, strict=True))
    ]
    weight = sum(len(after.span) for before, after in zip(blocks, marked, strict=True) if after.kind != before.kind)
    return marked if weight <= _MOST * sum(len(block.span) for block in blocks) else blocks


def _may_be(block: Block, text: str) -> bool:
    return block.kind in ("paragraph", "item") and not block.sure and len(text) <= 120 and "\n" not in text


def _is_number(text: str) -> bool:
    """A bare page number; a year alone may head a chronicle and stays."""
    year = re.fullmatch(r"1[4-9]\d\d|20\d\d", text)
    return bool(_NUMBER.fullmatch(text)) and not year


def _shape(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split())).lower()


def _enough(text: str) -> int:
    """How often a line must come back to be furniture: the shorter and the less like a sentence, the fewer."""
    return 2 if _AT_EDGE.fullmatch(text) else 3


def _parts_a_sentence(words: list[str], blocks: list[Block], at: int) -> bool:
    if not _like_a_head(words[at]):
        return False
    before = next((words[i] for i in range(at - 1, -1, -1) if blocks[i].kind == "paragraph" and not _like_a_head(words[i])), "")
    after = words[at + 1] if at + 1 < len(words) else ""
    return bool(before) and bool(after) and not ends_sentence(before) and after[0].islower()


def _like_a_head(text: str) -> bool:
    return len(text) <= 120 and bool(_AT_EDGE.fullmatch(text) or _CAPITALS.fullmatch(text) or _is_number(text))


def ends_sentence(text: str) -> bool:
    """Whether `text` closes with an end mark, quotation marks, brackets and note marks set aside."""
    bare = _CLOSERS.sub("", text[-40:])
    return bare.endswith(_END_MARKS)
