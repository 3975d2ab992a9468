"""Checks of every invariant that a store promises, each by its name."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from detente.dates import UncertainDate, iso_day
from detente.errors import DetenteError
from detente.model import Document, Event, Statement
from detente.ontology import CONTEXTS, EVENT_TYPES, event_type
from detente.record.digest import coding_digest, document_digest
from detente.record.evidence import identity, sentence_fault, statement_fault, statements
from detente.record.findings import Finding
from detente.record.store import Store
from detente.register import Register, default_register

Check = Callable[[Store], Iterator[Finding]]


def check_store(store: Store, *, sources: Path | None = None, outputs: Path | None = None) -> list[Finding]:
    """All that is wrong with a store; empty when every invariant holds.

    With `sources`, the folder that was read, the hashes of its files are compared; with `outputs`, the
    study's folder, so are those of the tables and the report written there.
    """
    found: list[Finding] = []
    for check in (_file, _search, _documents, _codings, _digests, _codes):
        found += _run(check, store)
    if sources is not None:
        found += _sources(store, sources)
    if outputs is not None:
        found += _outputs(store, outputs)
    return found


def _run(check: Check, store: Store) -> list[Finding]:
    """A check's findings; a store too damaged for it to finish is a finding itself."""
    name = check.__name__.strip("_")
    try:
        return list(check(store))
    except (DetenteError, sqlite3.Error, ValueError, TypeError, KeyError) as error:
        return [Finding(check=name, where=store.path.name, what=f"the check could not finish: {error}")]


def _file(store: Store) -> Iterator[Finding]:
    with store.reading() as connection:
        for (line,) in connection.execute("PRAGMA integrity_check").fetchall():
            if line != "ok":
                yield Finding(check="file", where=store.path.name, what=str(line))
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
            yield Finding(check="file", where=f"{table} row {row}", what=f"points to no row of {parent}")


def _search(store: Store) -> Iterator[Finding]:
    if store.readonly:
        return
    try:
        with store.transaction() as connection:
            connection.execute("INSERT INTO sentence_words(sentence_words, rank) VALUES ('integrity-check', 1)")
    except (sqlite3.Error, DetenteError):
        yield Finding(check="search", where=store.path.name, what="the search index does not match the sentences")


def _documents(store: Store) -> Iterator[Finding]:
    for document in store.documents():
        for what in _document_faults(document):
            yield Finding(check="documents", where=document.path, what=what)
        for name in ("published", "covers"):
            yield from _date_fault(getattr(document, name), f"{document.path} {name}")


def _document_faults(document: Document) -> Iterator[str]:
    raw, text, clean_map = document.raw, document.text, document.map
    if (clean_map.raw_length, clean_map.clean_length) != (len(raw), len(text)):
        yield "the map does not fit the lengths of the texts"
    at = (0, 0)
    for clean, start, size in clean_map.pieces:
        if clean < at[0] or start < at[1]:
            yield f"the map goes back at {clean}"
        if text[clean : clean + size] != raw[start : start + size]:
            yield f"the cleaned text differs from the raw text at {start}"
        at = (clean + size, start + size)
    if any(page.span.end > len(raw) for page in document.pages):
        yield "a page lies outside the text"


def _codings(store: Store) -> Iterator[Finding]:
    for document in store.documents():
        coding = store.coding(document.document_id)
        if coding is None:
            continue
        sentences = {sentence.sentence_id: sentence for sentence in coding.sentences}
        for sentence in coding.sentences:
            fault = sentence_fault(sentence, document)
            if fault:
                yield Finding(check="sentences", where=f"{document.path}, sentence {sentence.index}", what=fault)
        for statement in statements(coding):
            fault = statement_fault(statement, sentences.get(statement.sentence), document.raw)
            if fault:
                yield Finding(check="evidence", where=f"{document.path}, {' '.join(identity(statement))}", what=fault)


def _digests(store: Store) -> Iterator[Finding]:
    with store.reading() as connection:
        for document_id, path, digest in connection.execute("SELECT document_id, path, digest FROM documents").fetchall():
            if document_digest(connection, document_id) != digest:
                yield Finding(check="digest", where=path, what="its row is not what was written")
        query = "SELECT c.document, d.path, c.digest FROM codings c JOIN documents d ON d.document_id = c.document WHERE c.failed IS NULL"
        for document_id, path, digest in connection.execute(query).fetchall():
            if coding_digest(connection, document_id) != digest:
                yield Finding(check="digest", where=path, what="its coding is not what was written")


def _codes(store: Store) -> Iterator[Finding]:
    register = default_register()
    for event in store.events():
        yield from _event_codes(event, register)
    for figure in store.figures():
        yield from _named_states(figure, (figure.giver, figure.receiver), figure.date, register)
    for agreement in store.agreements():
        yield from _named_states(agreement, agreement.parties, agreement.signed, register)
        yield from _date_fault(agreement.ended, f"agreements {agreement.agreement_id} ended")
    for reason in store.reasons():
        yield from _named_states(reason, reason.states, reason.date, register)
    for period in store.periods():
        yield from _named_states(period, period.states, period.date, register)
    for milestone in store.milestones():
        yield from _named_states(milestone, (milestone.state,), milestone.date, register)


def _event_codes(event: Event, register: Register) -> Iterator[Finding]:
    where = f"events {event.event_id}"
    if event.event_type not in EVENT_TYPES:
        yield Finding(check="codes", where=where, what=f"{event.event_type} is no event type")
    elif event.mode is not None and event.mode not in event_type(event.event_type).modes:
        yield Finding(check="codes", where=where, what=f"{event.mode} is no mode of {event.event_type}")
    for context in event.contexts:
        if context not in CONTEXTS:
            yield Finding(check="codes", where=where, what=f"{context} is no context")
    yield from _named_states(event, (event.source.state, event.target.state), event.date, register)


def _named_states(statement: Statement, codes: tuple[str | None, ...], date: UncertainDate | None, register: Register) -> Iterator[Finding]:
    where = " ".join(identity(statement))
    yield from _date_fault(date, where)
    for code in dict.fromkeys(codes):
        if code is None:
            continue
        if code not in register.states:
            yield Finding(check="states", where=where, what=f"{code} is no state of the register")
        elif date is not None and not register.states[code].was_listed(date.first, date.last):
            yield Finding(check="states", where=where, what=f"{code} was no member of the state system in {date.edtf}", note=True)


def _date_fault(date: UncertainDate | None, where: str) -> Iterator[Finding]:
    if date is not None and date.start is not None and date.end is not None and date.start > date.end:
        yield Finding(check="dates", where=where, what=f"{iso_day(date.start)} comes after {iso_day(date.end)}")


def _sources(store: Store, folder: Path) -> Iterator[Finding]:
    for reading in store.readings():
        path = folder / reading.path
        if path.is_file() and _sha256(path) != reading.sha256:
            yield Finding(check="sources", where=reading.path, what="the file has changed since it was read; run the study again")
        elif not path.exists():
            yield Finding(check="sources", where=reading.path, what="the file is gone; run the study again to take its rows out")


def _outputs(store: Store, folder: Path) -> Iterator[Finding]:
    for name, sha256 in store.outputs().items():
        path = folder / name
        if not path.is_file():
            yield Finding(check="outputs", where=name, what="the file is gone; run the study again")
        elif _sha256(path) != sha256:
            yield Finding(check="outputs", where=name, what="the file is not as the study wrote it; run the study again")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
