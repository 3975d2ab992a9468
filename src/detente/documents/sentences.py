"""A document's sentences, each with its place in the cleaned and in the raw text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from detente.documents.inline import LIGATURES
from detente.documents.splitting import sentence_spans
from detente.model import Document, Section, Sentence, content_id
from detente.spans import Span


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of `document.text` in order; an empty text gives none.

    Headings, title lines and datelines come as one sentence each, with `heading` set. Footnotes that
    stand between paragraphs are read, lists of works cited are not. Identifiers are made of the
    document's id and the raw span.
    """
    headings = {section.span.start for section in document.sections}
    finder = _Finder(document)
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(_paragraphs(document.text)):
        heading = finder.raw_span(paragraph).start in headings
        words = paragraph.of(document.text)
        spans = [Span(0, len(words))] if heading else sentence_spans(words, document.language)
        for span in spans:
            clean = span.shifted(paragraph.start)
            sentences.append(_sentence(document, finder, clean, number, len(sentences), heading=heading))
    return tuple(sentences)


def _sentence(document: Document, finder: _Finder, clean: Span, paragraph: int, index: int, *, heading: bool) -> Sentence:
    raw = finder.raw_span(clean)
    section = finder.section(raw.start)
    return Sentence(
        sentence_id=content_id("sentence", document.document_id, raw.start, raw.end),
        document=document.document_id,
        index=index,
        paragraph=paragraph,
        span=raw,
        clean_span=clean,
        text=clean.of(document.text),
        page=finder.page(raw.start),
        section=section.title if section else "",
        heading=heading,
    )


def _paragraphs(text: str) -> Iterator[Span]:
    """The spans of the paragraphs that hold words, trimmed."""
    at = 0
    while at <= len(text):
        end = text.find("\n\n", at)
        end = len(text) if end < 0 else end
        words = text[at:end]
        if words.strip():
            yield Span(at + len(words) - len(words.lstrip()), at + len(words.rstrip()))
        at = end + 2


class _Finder:
    """Raw spans, pages and sections of one document, looked up in the order of the text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._page_starts = [page.span.start for page in document.pages]
        self._sections = sorted(document.sections, key=lambda section: section.span.start)
        self._open: list[Section] = []
        self._next = 0

    def raw_span(self, clean: Span) -> Span:
        """The raw span of a cleaned one; a ligature that was written out at its edge belongs to it."""
        span = self._document.map.raw_span(clean)
        raw, start, end = self._document.raw, span.start, span.end
        if start and raw[start - 1] in LIGATURES and self._document.text[clean.start] == LIGATURES[raw[start - 1]][0]:
            start -= 1
        if end < len(raw) and raw[end] in LIGATURES and self._document.text[clean.end - 1] == LIGATURES[raw[end]][-1]:
            end += 1
        return Span(start, end)

    def page(self, offset: int) -> str | None:
        """The label of the page that holds a raw offset."""
        at = bisect_right(self._page_starts, offset) - 1
        return self._document.pages[at].label if at >= 0 else None

    def section(self, offset: int) -> Section | None:
        """The innermost section that holds a raw offset; offsets must come in rising order."""
        while self._next < len(self._sections) and self._sections[self._next].span.start <= offset:
            self._open.append(self._sections[self._next])
            self._next += 1
        self._open = [section for section in self._open if section.span.end > offset]
        return max(self._open, key=lambda section: (section.level, section.span.start)) if self._open else None
