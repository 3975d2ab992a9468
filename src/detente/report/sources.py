"""What each source contributed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.model import Agreement, Document, Event, Figure, Period, Reason, Sentence
from detente.report.view import Source
from detente.report.words import date_text

Counted = Sequence[Sentence | Event | Figure | Agreement | Reason | Period]


def sources_of(
    documents: Sequence[Document],
    sentences: Counted,
    events: Counted,
    figures: Counted,
    agreements: Counted,
    *,
    reasons: Counted = (),
    periods: Counted = (),
) -> tuple[Source, ...]:
    """One row a document, by its key, with the numbers of sentences, events, figures, agreements, reasons and periods read in it."""
    read = (sentences, events, figures, agreements, reasons, periods)
    counts = [Counter(each.document for each in things) for things in read]
    ordered = sorted(documents, key=lambda each: (each.key, each.document_id))
    return tuple(_source(each, [sum(count[name] for name in {each.key, each.document_id}) for count in counts]) for each in ordered)


def _source(document: Document, counts: Sequence[int]) -> Source:
    sentences, events, figures, agreements, reasons, periods = counts
    return Source(
        key=document.key,
        document=document.document_id,
        title=document.title,
        author=document.author,
        published=date_text(document.published) if document.published else "",
        kind=document.kind,
        format=document.format,
        citation=document.citation,
        language=document.language,
        encoding=document.encoding,
        path=document.path,
        sha256=document.sha256,
        warnings=document.warnings,
        pages=len(document.pages),
        sentences=sentences,
        events=events,
        figures=figures,
        agreements=agreements,
        reasons=reasons,
        periods=periods,
    )
