"""Evidence that holds: a coder's statements lie in their sentence and quote the raw text letter by letter."""

from __future__ import annotations

from collections.abc import Iterator

from detente.model import Coding, DateMention, Document, Sentence, Statement
from detente.record.layouts import layout_of


def statements(coding: Coding) -> Iterator[Statement | DateMention]:
    """All that a coding says: events, figures, agreements, reasons, periods, milestones, dates."""
    for said in (coding.events, coding.figures, coding.agreements, coding.reasons, coding.periods, coding.milestones, coding.dates):
        yield from said


def identity(statement: Statement | DateMention) -> tuple[str, str]:
    """The table a statement stands in, and its id there (a date is known by its place)."""
    if isinstance(statement, DateMention):
        return "dates", f"{statement.document}:{statement.span.start}-{statement.span.end}"
    layout = layout_of(statement)
    return layout.table, getattr(statement, layout.key)


def statement_fault(statement: Statement | DateMention, sentence: Sentence | None, raw: str) -> str | None:
    """What is wrong with a statement's evidence, in words, or None when it holds."""
    if sentence is None:
        return "its sentence is not in the record"
    if sentence.document != statement.document:
        return "its sentence belongs to another document"
    if not sentence.span.contains(statement.span):
        return "it lies outside its sentence"
    quote = getattr(statement, "quote", None)
    if quote is not None and statement.span.of(raw) != quote:
        return "its quotation is not what the document says there"
    return None


def sentence_fault(sentence: Sentence, document: Document) -> str | None:
    """What is wrong with a sentence's place, in words, or None when it holds."""
    if sentence.span.end > len(document.raw):
        return "it lies outside the document"
    if sentence.clean_span.of(document.text) != sentence.text:
        return "its words are not those of the cleaned text"
    if len(sentence.clean_span) and document.map.raw_span(sentence.clean_span) != sentence.span:
        return "its raw span is not where its words come from"
    return None


def coding_fault(coding: Coding, document: Document) -> str | None:
    """The first fault of a coding against its document, or None when every statement has its evidence."""
    sentences = {sentence.sentence_id: sentence for sentence in coding.sentences}
    for sentence in coding.sentences:
        if sentence.document != document.document_id:
            return f"sentence {sentence.index} names another document"
        if sentence.span.end > len(document.raw):
            return f"sentence {sentence.index} lies outside the document"
    for statement in statements(coding):
        fault = statement_fault(statement, sentences.get(statement.sentence), document.raw)
        if fault:
            return f"{' '.join(identity(statement))}: {fault}"
    return None
