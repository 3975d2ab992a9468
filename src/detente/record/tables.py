"""The rows of the exported tables, in the columns that data/columns.yaml says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from detente.dates import UncertainDate
from detente.model import Agreement, DateMention, Document, Event, Figure, Milestone, Period, Reason, Sentence, Statement
from detente.record.columns import table_book
from detente.record.store import Store
from detente.spans import Span

Row = dict[str, Any]
"""One row: column names to strings, numbers, booleans, lists of strings or None."""

Label = Callable[[str], str]
"""From a document's id to the key that tables show."""


def document_labels(documents: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The key that tables show for each (id, key, path): the key, or the path where two documents share a key."""
    documents = list(documents)
    shared = Counter(key for _, key, _ in documents)
    return {document_id: key if shared[key] == 1 else path + key[len(key.partition("#")[0]) :] for document_id, key, path in documents}


def _place(label: Label, statement: Statement, sentence: str) -> Row:
    return _span_cells(label(statement.document), sentence, statement.span, statement.quote, statement.page)


def _span_cells(document: str, sentence: str, span: Span, quote: str, page: str | None) -> Row:
    return {"document": document, "sentence": sentence, "char_start": span.start, "char_end": span.end, "quote": quote, "page": page}


def _date(date: UncertainDate | None) -> Row:
    return {
        "date_text": date and date.text,
        "date_edtf": date and date.edtf,
        "date_start": date and date.start_text,
        "date_end": date and date.end_text,
        "date_precision": date and date.precision,
        "day_start": date and date.start,
        "day_end": date and date.end,
    }


def _coder(statement: Statement) -> Row:
    return {"coder": statement.coder, "coder_version": statement.coder_version, "rule": statement.rule}


def event_row(event: Event, label: Label, *, review: str = "unreviewed", ccodes: Mapping[str, int] | None = None) -> Row:
    """The row of an event; `ccodes` gives the state numbers of wide exports."""
    source, target, numbers = event.source, event.target, ccodes or {}
    return {
        "event_id": event.event_id,
        **_place(label, event, event.sentence),
        **_date(event.date),
        "source_actor": source.name,
        "source_role": source.role,
        "source_state": source.state,
        "target_actor": target.name,
        "target_role": target.role,
        "target_state": target.state,
        **{name: getattr(event, name) for name in ("event_type", "mode", "reciprocal", "modality", "attributed_to", "intensity", "place")},
        "contexts": list(event.contexts),
        "confidence": event.confidence,
        **_coder(event),
        "review_status": review,
        "incident": None,
        "own_type": event.own_type,
        "ccode1": numbers.get(source.state or ""),
        "ccode2": numbers.get(target.state or ""),
    }


def figure_row(figure: Figure, label: Label) -> Row:
    """The row of a figure."""
    names = ("what", "value", "high", "unit", "bound", "giver", "receiver", "mutual", "promised", "cites")
    return {
        "figure_id": figure.figure_id,
        "incident": None,
        **_place(label, figure, figure.sentence),
        **{name: getattr(figure, name) for name in names},
        **_date(figure.date),
        **_coder(figure),
    }


def agreement_row(agreement: Agreement, label: Label) -> Row:
    """The row of an agreement."""
    signed, ended = agreement.signed, agreement.ended
    return {
        "agreement_id": agreement.agreement_id,
        "incident": None,
        **_place(label, agreement, agreement.sentence),
        "name": agreement.name,
        "kind": agreement.kind,
        "parties": list(agreement.parties),
        "signed": signed and signed.start_text,
        "signed_end": signed and signed.end_text,
        "signed_text": signed and signed.text,
        "signed_edtf": signed and signed.edtf,
        "place": agreement.place,
        "obligations": list(agreement.obligations),
        "terms": list(agreement.terms),
        "flows": list(agreement.flows),
        "term": agreement.term,
        "ended": ended and (ended.start_text or ended.end_text),
        "signatories": list(agreement.signatories),
        "secret": agreement.secret,
        **_coder(agreement),
    }


def reason_row(reason: Reason, label: Label) -> Row:
    """The row of a reason."""
    names = ("cause", "effect", "motive", "holder", "holder_kind", "rejected", "confidence")
    return {
        "reason_id": reason.reason_id,
        **_place(label, reason, reason.sentence),
        **{name: getattr(reason, name) for name in names},
        "also": list(reason.also),
        "states": list(reason.states),
        **_date(reason.date),
        **_coder(reason),
    }


def period_row(period: Period, label: Label) -> Row:
    """The row of a period."""
    names = ("label", "direction", "turning", "deed", "holder", "confidence")
    return {
        "period_id": period.period_id,
        "incident": None,
        **_place(label, period, period.sentence),
        **{name: getattr(period, name) for name in names},
        "states": list(period.states),
        **_date(period.date),
        **_coder(period),
    }


def milestone_row(milestone: Milestone, label: Label) -> Row:
    """The row of a milestone."""
    names = ("kind", "subject", "state", "words", "place")
    return {
        "milestone_id": milestone.milestone_id,
        "incident": None,
        **_place(label, milestone, milestone.sentence),
        **{name: getattr(milestone, name) for name in names},
        **_date(milestone.date),
        **_coder(milestone),
    }


_ROWS: Mapping[type, Callable[..., Row]] = {
    Event: event_row,
    Figure: figure_row,
    Agreement: agreement_row,
    Reason: reason_row,
    Period: period_row,
    Milestone: milestone_row,
}


def statement_row(statement: Statement, label: Label) -> Row:
    """The row of a statement, of whatever sort."""
    return _ROWS[type(statement)](statement, label)


def mention_row(mention: DateMention, label: Label, document: Document) -> Row:
    """The row of a date that a sentence names."""
    quote = mention.span.of(document.raw)
    page = document.page_of(mention.span.start)
    cells = _span_cells(label(mention.document), mention.sentence, mention.span, quote, page)
    return {**cells, **_date(mention.date), "states": list(mention.states)}


def sentence_row(sentence: Sentence, label: Label, document: Document) -> Row:
    """The row of a sentence."""
    quote = sentence.span.of(document.raw)
    cells = _span_cells(label(sentence.document), sentence.sentence_id, sentence.span, quote, sentence.page)
    names = ("paragraph", "text", "section", "heading")
    return {**cells, "number": sentence.index, **{name: getattr(sentence, name) for name in names}}


def export_rows(store: Store, table: str, *, wide: bool = False) -> Iterator[Row]:
    """The rows of one of the store's tables, each with exactly the columns of the dictionary, in a fixed order.

    The order is that of document key, sentence, place and id. Raises `RecordFault` 415 for an unknown table.
    """
    names = [column.name for column in table_book(table).shown(wide=wide)]
    for row in _MAKERS[table](store, wide):
        yield {name: row[name] for name in names}


def _label(store: Store) -> Label:
    return document_labels((row["document_id"], row["key"], row["path"]) for row in store.source_rows()).__getitem__


def _event_rows(store: Store, wide: bool) -> Iterator[Row]:
    label, verdicts, incident_of = _label(store), store.verdicts(), store.memberships()
    ccodes = _ccodes() if wide else {}
    for event in store.events():
        row = event_row(event, label, review=verdicts.get(event.event_id, "unreviewed"), ccodes=ccodes)
        yield row | {"incident": incident_of.get(event.event_id)}


def _grouped(store: Store, statements: Iterable[Statement], key: str) -> Iterator[Row]:
    """The rows of statements, with the incident in which each stands."""
    label, incident_of = _label(store), store.memberships()
    return (row | {"incident": incident_of.get(row[key])} for row in (statement_row(each, label) for each in statements))


def _ccodes() -> Mapping[str, int]:
    # only wide exports need the register
    from detente.register import default_register  # noqa: PLC0415

    return {code: state.ccode for code, state in default_register().states.items() if state.ccode is not None}


def _figure_rows(store: Store, _: bool) -> Iterator[Row]:
    return _grouped(store, store.figures(), "figure_id")


def _agreement_rows(store: Store, _: bool) -> Iterator[Row]:
    return _grouped(store, store.agreements(), "agreement_id")


def _reason_rows(store: Store, _: bool) -> Iterator[Row]:
    label = _label(store)
    return (reason_row(reason, label) for reason in store.reasons())


def _period_rows(store: Store, _: bool) -> Iterator[Row]:
    return _grouped(store, store.periods(), "period_id")


def _milestone_rows(store: Store, _: bool) -> Iterator[Row]:
    return _grouped(store, store.milestones(), "milestone_id")


def _mention_rows(store: Store, _: bool) -> Iterator[Row]:
    label = _label(store)
    for document in store.documents():
        mentions = sorted(store.dates(document.document_id), key=lambda m: (m.span.start, m.span.end, m.date.edtf))
        yield from (mention_row(mention, label, document) for mention in mentions)


def _sentence_rows(store: Store, _: bool) -> Iterator[Row]:
    label = _label(store)
    for document in store.documents():
        yield from (sentence_row(sentence, label, document) for sentence in store.sentences(document.document_id))


def _source_rows(store: Store, _: bool) -> Iterator[Row]:
    label, copies = _label(store), store.copies()
    rows = [_source_row(row, label) for row in store.source_rows()]
    shown = [name.name for name in table_book("sources").columns]
    for reading in store.readings():
        blank = dict.fromkeys(shown) | {"path": reading.path, "sha256": reading.sha256, "warnings": []}
        if reading.outcome == "refused":
            rows.append(blank | {"outcome": "refused", "reason": f"D{reading.number}: {reading.reason}"})
        for document_id in copies.get(reading.path, ()):
            rows.append(blank | {"outcome": "copy", "reason": f"the same text as {label(document_id)}"})
    return iter(sorted(rows, key=lambda row: (row["path"], row["document"] or "")))


def _source_row(row: Row, label: Label) -> Row:
    outcome = "failed" if row["failed"] else "coded" if row["coder"] else "read"
    return {**row, "path": row["reading"], "document": label(row["document_id"]), "outcome": outcome, "reason": row["failed"]}


_MAKERS: Mapping[str, Callable[[Store, bool], Iterator[Row]]] = {
    "events": _event_rows,
    "figures": _figure_rows,
    "agreements": _agreement_rows,
    "reasons": _reason_rows,
    "periods": _period_rows,
    "milestones": _milestone_rows,
    "dates": _mention_rows,
    "sentences": _sentence_rows,
    "sources": _source_rows,
}
