"""Which paragraphs are headings and title lines, and which are halves of one paragraph."""

from __future__ import annotations

import re

from detente.documents.blocks import BYLINE_LEVEL, Block
from detente.documents.furniture import ends_sentence
from detente.documents.references import looks_like_citation
from detente.documents.words import word_list

_BOLD = re.compile(r"(?:\*\*|__)[^*_\n]{1,150}(?:\*\*|__)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL = frozenset(
    ("a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "by", "for", "from", "with", "as", "de", "la", "du")
)
_NOT_HEADING_END = (".", ",", ";", ":", "!", "…", "-")
_CITED_YEAR = re.compile(r"\(\d{4}[a-z]?\)[.,:]")
_TWO_SENTENCES = re.compile(r"[a-z]{3}[.!?] [A-Z]")
_NUMBERED = re.compile(r"\d{1,2}\.?\s+[A-Z][^.]{1,80}")
_TITLE_LINES = 8


def mark_title_lines(raw: str, blocks: list[Block]) -> list[Block]:
    """Turn the lines that open a text before its first paragraph: the first is the title, the rest bylines.

    Nothing changes where the text opens with a paragraph.
    """
    marked = list(blocks)
    places = [at for at, block in enumerate(blocks) if block.kind not in ("furniture", "note")]
    opening = _opening(raw, blocks, places)
    if len(opening) == len(places):
        return marked
    for rank, at in enumerate(opening):
        if not marked[at].sure:
            marked[at] = marked[at].turned("byline", BYLINE_LEVEL) if rank else marked[at].turned("heading", 1)
    return marked


def _opening(raw: str, blocks: list[Block], places: list[int]) -> list[int]:
    """The indexes of the title lines; of a text that is all short lines, the first only."""
    opening: list[int] = []
    for at, after in zip(places[:_TITLE_LINES], [*places[1:], len(blocks)], strict=False):
        text = blocks[at].span.of(raw)
        heading = blocks[at].kind == "heading"
        goes_further = after < len(blocks) and (raw[blocks[after].span.start].islower() or _unfinished(text))
        if (heading and opening) or not (heading or (_title_line(text, first=not opening) and not goes_further)):
            break
        opening.append(at)
    return opening[:1] if len(opening) == _TITLE_LINES else opening


def _unfinished(text: str) -> bool:
    """Whether a line ends as no title does: with a hyphen, or with a word such as "the"."""
    last = re.search(r"[^\W\d_]+$", text[-30:])
    return text.endswith(("-", "\u00ad", "\u2010", "\u0002")) or bool(last and last.group() in word_list("unfinished_ends"))


def mark_headings(raw: str, blocks: list[Block]) -> list[Block]:
    """Turn short paragraphs that read like headings over the paragraph that follows them."""
    marked = list(blocks)
    for at, block in enumerate(blocks):
        alone = block.kind == "paragraph" or (block.kind == "item" and _NUMBERED.fullmatch(block.span.of(raw)))
        if alone and not block.sure and _is_heading(raw, blocks, at):
            marked[at] = block.turned("heading", 3 if _BOLD.fullmatch(block.span.of(raw)) else 2)
    return marked


def _title_line(text: str, *, first: bool) -> bool:
    ends = (".", ";", ",") if first else (".", ";", ",", "!", "?", ":")
    short = len(text) <= 160 and "\n" not in text and (first or not _TWO_SENTENCES.search(text))
    return short and not text.rstrip("*_").endswith(ends) and not text[0].islower()


def _is_heading(raw: str, blocks: list[Block], at: int) -> bool:
    text = blocks[at].span.of(raw)
    if len(text) > 150 or "\n" in text or _CITED_YEAR.search(text) or _TWO_SENTENCES.search(text) or looks_like_citation(text):
        return False
    after = next((block for block in blocks[at + 1 :] if block.kind != "furniture"), None)
    if after is None or "\f" in raw[blocks[at].span.end : after.span.start] or after.kind not in ("paragraph", "item", "row", "heading"):
        return False
    follows = after.span.of(raw)
    if _BOLD.fullmatch(text):
        return True
    if text[0].islower() or text.endswith(_NOT_HEADING_END) or follows[0].islower():
        return False
    if after.kind == "heading":
        return after.sure or _titled(text)
    return len(follows) > len(text) and (_titled(text) or (len(text) <= 80 and ends_sentence(follows) and len(follows) >= 2 * len(text)))


def _titled(text: str) -> bool:
    """Whether the words that matter are capitalised, as in a title."""
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL]
    return not words or sum(1 for word in words if word[0].isupper()) >= 0.7 * len(words)


def goes_on(raw: str, before: Block, after: Block, *, apart: bool) -> bool:
    """Whether `after` continues the paragraph `before`.

    It does when `before` has no end mark and `after` opens in lower case; or when `before` ends with
    a word that ends no paragraph; or, where a page's end or furniture stands between (`apart`), when
    `before` has no end mark and fills more than a line.
    """
    if before.kind not in ("paragraph", "item", "note") or after.kind != "paragraph":
        return False
    first, second = before.span.of(raw), after.span.of(raw)
    if first.endswith(("-", "\u00ad", "\u2010", "\u0002")) and second[0].isalpha():
        return True
    if ends_sentence(first) and not first.endswith((";", ":")):
        return False
    if second[0].islower():
        return True
    if _unfinished(first) and len(first) > 60:
        return True
    return len(first) > 60 and (first.endswith(",") or apart) and not first.endswith((";", ":"))
