"""Where sentences end in one paragraph: pysbd, checked and mended, with a plain rule to fall back on."""

from __future__ import annotations

import re
from functools import cache

import pysbd
from pysbd.languages import LANGUAGE_CODES

from detente.documents.words import word_list
from detente.spans import Span

_CHUNK = 1_500
_END = re.compile(r"[.!?…。！？؟।](?:[\"'”’»)\]]{0,3})(?=\s)|[。！？]")
_SAFE = re.compile(r"(?<=[a-zà-ÿ]{4})[.!?][\"”’)]{0,2}\s+(?=[\"“‘(]?[A-ZÀ-Ý])")
_TAIL = re.compile(r"(?:^|[\s(\[“\"‘'—–-])((?:[^\W\d_]{1,6}\.)+|[^\W\d_]+\.)$")
_INITIAL = re.compile(r"(?:^|[\s(\[“\"‘'.—–-])[^\W\d_]\.$")
_CLOSING = re.compile(r"[\"”’»)\].,;]{1,4}$")
_MARK_ALONE = re.compile(r"[“\"‘(]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]")
_PLAIN = re.compile(r"\s*[A-ZÀ-Ý][^.!?…:;\n。！？؟।]*(?:[.!?]\s*)?")
"""One sentence without a mark inside that might end it."""
_LISTED = re.compile(r"(?:^|\s)\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s|\)\s+\(?\w{1,3}[.)]")
"""A mark of a list, which pysbd reads as such only in a longer stretch."""
_LONG = 400
_LONGEST = 3_000
_SPECIAL = re.compile("[\u0220-\u0223\u2192-\u21ff\u2200-\u22ff\u2600-\u27bf]")


def sentence_spans(paragraph: str, language: str = "en") -> list[Span]:
    """The spans of the sentences of one paragraph, trimmed of white space, in order.

    They cover every character of the paragraph but white space. Time grows with length, not faster.
    """
    spans: list[Span] = []
    for chunk in _chunks(paragraph):
        spans += [span.shifted(chunk.start) for span in _split(chunk.of(paragraph), language)]
    return [short for span in _mended(paragraph, spans) for short in _shorter(paragraph, span)]


def _shorter(paragraph: str, span: Span) -> list[Span]:
    """An overlong sentence cut at the sentences quoted in it, which pysbd leaves whole."""
    if len(span) <= _LONG:
        return [span]
    pieces, at = [], span.start
    for match in _SAFE.finditer(paragraph, span.start, span.end):
        before = paragraph[max(at, match.end() - 80) : match.end()].rstrip()
        if not _falsely_cut(before, paragraph[match.end() : match.end() + 80]):
            pieces.append(_trimmed(paragraph, at, match.end()))
            at = match.end()
    return [*pieces, _trimmed(paragraph, at, span.end)]


def _chunks(paragraph: str) -> list[Span]:
    """Pieces of about 1,500 characters that end where a sentence surely ends, or where a word does."""
    chunks, at = [], 0
    while len(paragraph) - at > 2 * _CHUNK:
        match = _SAFE.search(paragraph, at + _CHUNK, at + 3 * _CHUNK)
        if match:
            cut = match.end()
        else:
            space = paragraph.rfind(" ", at + _CHUNK, at + 3 * _CHUNK)
            cut = space + 1 if space > 0 else min(at + 3 * _CHUNK, len(paragraph))
        chunks.append(Span(at, cut))
        at = cut
    if at < len(paragraph):
        chunks.append(Span(at, len(paragraph)))
    return chunks


def _split(text: str, language: str) -> list[Span]:
    """The sentences of a piece: what plainly is one is told by a rule, and pysbd, which takes long, reads the rest."""
    if _LISTED.search(text):
        return _by_reading(text, language)
    spans: list[Span] = []
    for piece, plain in _pieces(text):
        words = piece.of(text)
        found = [_trimmed(words, 0, len(words))] if plain else _by_reading(words, language)
        spans += [span.shifted(piece.start) for span in found]
    return spans


def _pieces(text: str) -> list[tuple[Span, bool]]:
    """Runs of sentences between ends that are sure and outside of quotations and brackets, and whether each plainly is one sentence."""
    out: list[tuple[Span, bool]] = []
    at = 0
    for end in (*(match.end() for match in _SAFE.finditer(text)), len(text)):
        words = text[at:end]
        if end < len(text) and not _closed(words):
            continue
        plain = bool(_PLAIN.fullmatch(words))
        if out and not plain and not out[-1][1]:
            at = out.pop()[0].start
        out.append((Span(at, end), plain))
        at = end
    return out


def _closed(words: str) -> bool:
    """Whether brackets and quotation marks are even."""
    pairs = all(words.count(one) == words.count(two) for one, two in ("()", "[]", "“”"))
    return pairs and words.count('"') % 2 == 0 and words.count("‘") <= words.count("’")


def _by_reading(text: str, language: str) -> list[Span]:
    bare = text.strip()
    if not bare:
        return []
    shift = text.index(bare[0])
    crowded = len(bare) > 200 and sum(map(bare.count, ".!?")) > len(bare) / 8
    found = None if crowded or _SPECIAL.search(bare) else _by_pysbd(bare, language)
    return [span.shifted(shift) for span in (found if found is not None else _by_rule(bare))]


def _by_pysbd(text: str, language: str) -> list[Span] | None:
    """pysbd's sentences, or None where they do not tile the text as they should.

    Its own search for offsets compiles a pattern for each sentence, which takes most of its time; the
    sentences are looked up in order here instead.
    """
    try:
        sentences = [str(sentence).strip() for sentence in _segmenter(language).processor(text).process()]
    except (ValueError, IndexError, AttributeError, TypeError, RecursionError):
        return None
    at, spans = 0, []
    for words in filter(None, sentences):
        start = text.find(words, at)
        if start < 0 or text[at:start].strip():
            return None
        at = start + len(words)
        spans.append(Span(start, at))
    return spans if spans and not text[at:].strip() else None


def _by_rule(text: str) -> list[Span]:
    """A sentence ends at an end mark before white space."""
    spans, at = [], 0
    for match in _END.finditer(text):
        if text[at : match.end()].strip():
            spans.append(_trimmed(text, at, match.end()))
            at = match.end()
    if text[at:].strip():
        spans.append(_trimmed(text, at, len(text)))
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _mended(paragraph: str, spans: list[Span]) -> list[Span]:
    """Join what was cut after an abbreviation, before a lower-case word, or before closing marks."""
    mended: list[Span] = []
    for span in spans:
        last = mended[-1] if mended else None
        if last and len(last) < _LONGEST and _falsely_cut(_tail(paragraph, last), paragraph[span.start : min(span.end, span.start + 80)]):
            mended[-1] = Span(last.start, span.end)
        else:
            mended.append(span)
    return mended


def _tail(paragraph: str, span: Span) -> str:
    return paragraph[max(span.start, span.end - 80) : span.end]


def _falsely_cut(before: str, after: str) -> bool:
    if after[0].islower() and before[-1] not in "!?…" and not _list_mark(before):
        return True
    if _CLOSING.match(after) or _MARK_ALONE.fullmatch(before):
        return True
    tail = _TAIL.search(before[-24:])
    if tail:
        word = tail.group(1).rstrip(".").lower()
        if word in word_list("abbreviations_before_names"):
            return True
        if word in word_list("abbreviations_before_numbers") and (after[0].isdigit() or re.match(r"[IVXLC]+\b", after)):
            return True
    return bool(_INITIAL.search(before[-8:])) and after[0].isupper() and _name_like(before, after)


def _list_mark(before: str) -> bool:
    return bool(re.search(r"(?:^|\s)\(?(?:\d{1,3}|[a-z])[.)]$", before[-8:]))


def _name_like(before: str, after: str) -> bool:
    """Whether an initial at the end of `before` belongs to the name that opens `after` ("J. | Kennan")."""
    head = before[-60:].split()
    previous = head[-2] if len(head) > 1 else ""
    second = after.split(maxsplit=1)[0].rstrip(",.;:’'s")
    led = len(head) == 1 or previous[:1].isupper() or previous in ("by", "and", "to", "of", "with")
    return led and second[:1].isupper() and second.lower() not in word_list("sentence_openers")


@cache
def _segmenter(language: str) -> pysbd.Segmenter:
    return pysbd.Segmenter(language=language if language in LANGUAGE_CODES else "en", clean=False, char_span=True)
