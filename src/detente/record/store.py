"""The store of a study: one SQLite file that holds what was read and what was coded.

Every change of one document is one transaction, so that a run killed at any moment leaves whole
documents and the next run does the rest. Readers work beside a writer; writers wait for each other.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from detente.errors import DetenteError
from detente.model import Agreement, Coding, DateMention, Document, Event, Figure, Milestone, Period, Reason, Sentence
from detente.record import faults, layouts
from detente.record.concordance import Concordance
from detente.record.digest import coding_digest, document_digest
from detente.record.evidence import coding_fault
from detente.record.findings import Finding
from detente.record.layouts import Layout
from detente.record.ledger import Ledger

Noun = TypeVar("Noun")
_IDS = {layout.table: layout.key for layout in layouts.STATEMENTS}
_STATEMENT_TABLES = (*_IDS, "dates")


@dataclass(frozen=True, kw_only=True)
class ReadingRow:
    """How the reading of one source file ended: `outcome` is read or refused, then with number and reason.

    `reader` and `metadata` are hashes: the file is read again when either, or its own hash, changes.
    """

    path: str
    sha256: str
    reader: str = ""
    metadata: str = ""
    outcome: str = "read"
    number: int | None = None
    reason: str | None = None
    todo: str | None = None

    @classmethod
    def refused(cls, error: DetenteError, *, path: str, sha256: str, reader: str = "", metadata: str = "") -> ReadingRow:
        """The row of a file that a reader refused with `error`."""
        return cls(
            path=path, sha256=sha256, reader=reader, metadata=metadata,
            outcome="refused", number=error.number, reason=error.what, todo=error.todo,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CodingRow:
    """With which coder, version and lexicon a document was coded; `failed` says why it could not be.

    `digest` is of all that was coded, set by the store.
    """

    document: str
    coder: str
    coder_version: str
    lexicon: str
    failed: str | None = None
    digest: str = ""


class Store(Ledger, Concordance):
    """An open store. Use it as a context manager; `Store.open` says what it refuses."""

    # -- writing -------------------------------------------------------------------------------

    def put_reading(self, reading: ReadingRow, documents: Iterable[Document] = ()) -> None:
        """Keep what was read of one file, in place of what was read of it before.

        A document that another file holds letter for letter is kept once, with the file whose path sorts
        first; the other is noted as a copy, and read again should the first go away.
        """
        with self.transaction() as connection:
            self._drop_reading(connection, reading.path, "its source was read again")
            connection.execute("INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _reading_cells(reading))
            for position, document in enumerate(documents):
                self._put_document(connection, reading.path, position, document)

    def _put_document(self, connection: sqlite3.Connection, path: str, position: int, document: Document) -> None:
        held = connection.execute("SELECT reading FROM documents WHERE document_id = ?", (document.document_id,)).fetchone()
        if held and held[0] <= path:
            connection.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (path, document.document_id))
            return
        if held:
            self._drop_reading(connection, held[0], "the same text stands in another source")
        _insert(connection, layouts.DOCUMENT, [document], {"reading": path, "position": position})
        digest = document_digest(connection, document.document_id)
        connection.execute("UPDATE documents SET digest = ? WHERE document_id = ?", (digest, document.document_id))

    def drop_reading(self, path: str) -> None:
        """Take away what was read of a source that is gone, with all that was coded from it."""
        with self.transaction() as connection:
            self._drop_reading(connection, path, "its source was removed")

    def _drop_reading(self, connection: sqlite3.Connection, path: str, why: str) -> None:
        ids = [row[0] for row in connection.execute("SELECT document_id FROM documents WHERE reading = ?", (path,))]
        for document_id in ids:
            self._withdraw(connection, document_id, why)
        connection.execute("DELETE FROM readings WHERE path = ?", (path,))
        for document_id in ids:
            connection.execute("DELETE FROM readings WHERE path IN (SELECT reading FROM copies WHERE document_id = ?)", (document_id,))

    def put_coding(self, coding: Coding, *, lexicon: str = "") -> None:
        """Keep a coding in place of the document's earlier one; ids that it no longer has go to the withdrawn.

        Raises `RecordFault` 413 for a document that was not read, 414 where evidence does not stand in
        the text, 416 when two statements share an id; nothing is changed then.
        """
        document = self.document(coding.document)
        fault = coding_fault(coding, document)
        if fault:
            raise faults.fault(faults.SPAN, fault, where=document.path)
        row = CodingRow(document=coding.document, coder=coding.coder, coder_version=coding.coder_version, lexicon=lexicon)
        with self.transaction() as connection:
            self._withdraw(connection, coding.document, f"{coding.coder} {coding.coder_version} does not say it")
            _put_coding_row(connection, row, coding.notes)
            try:
                _put_statements(connection, coding)
            except sqlite3.IntegrityError as error:
                raise faults.fault(faults.CLASH, str(error), where=document.path) from error

    def put_failure(self, row: CodingRow) -> None:
        """Keep that a document could not be coded, with the reason in `row.failed`."""
        with self.transaction() as connection:
            self._withdraw(connection, row.document, "its document could not be coded")
            _put_coding_row(connection, row, ())

    def _withdraw(self, connection: sqlite3.Connection, document_id: str, why: str) -> None:
        source = connection.execute("SELECT path FROM documents WHERE document_id = ?", (document_id,)).fetchone()[0]
        for table, column in _IDS.items():
            connection.execute(
                f"INSERT OR REPLACE INTO withdrawn SELECT ?, {column}, ?, ? FROM {table} WHERE document = ?",  # noqa: S608
                (table, source, why, document_id),
            )
        for table in (*_STATEMENT_TABLES, "sentences"):
            connection.execute(f"DELETE FROM {table} WHERE document = ?", (document_id,))  # noqa: S608
        connection.execute("DELETE FROM codings WHERE document = ?", (document_id,))

    # -- reading -------------------------------------------------------------------------------

    def readings(self) -> tuple[ReadingRow, ...]:
        """How each source file was read, in the order of paths."""
        rows = self._connection.execute("SELECT * FROM readings ORDER BY path")
        return tuple(ReadingRow(**dict(zip(_names(rows), map(layouts.load_text, row), strict=True))) for row in rows)

    def copies(self) -> dict[str, tuple[str, ...]]:
        """The ids of the documents that each source holds as a copy of another source's."""
        found: dict[str, tuple[str, ...]] = {}
        for path, document_id in self._connection.execute("SELECT reading, document_id FROM copies ORDER BY reading, document_id"):
            found[path] = (*found.get(path, ()), document_id)
        return found

    def source_rows(self) -> tuple[dict[str, Any], ...]:
        """A light row for each document, without its texts: what it is, how it was coded, how much it gave."""
        with faults.told(self.path.name):
            rows = self._connection.execute(_SOURCE_ROWS)
            names = _names(rows)
            found = [dict(zip(names, map(layouts.load_text, row), strict=True)) for row in rows]
        return tuple(row | {"warnings": json.loads(row["warnings"])} for row in found)

    def codings(self) -> tuple[CodingRow, ...]:
        """With what each coded document was coded, in the order of document ids."""
        rows = self._connection.execute("SELECT document, coder, coder_version, lexicon, failed, digest FROM codings ORDER BY document")
        return tuple(CodingRow(**dict(zip(_names(rows), row, strict=True))) for row in rows)

    def documents(self) -> Iterator[Document]:
        """The documents, one at a time (texts may be large), in the order of keys."""
        for document_id in self.document_ids():
            yield self.document(document_id)

    def document_ids(self) -> tuple[str, ...]:
        """The ids of all documents, in the order of their keys."""
        return tuple(row[0] for row in self._connection.execute("SELECT document_id FROM documents ORDER BY key, document_id"))

    def document(self, document_id: str) -> Document:
        """One document with its texts; raises `RecordFault` 413 when it was not read."""
        found = self._select(layouts.DOCUMENT, "n.document_id = ?", (document_id,), "ORDER BY n.document_id")
        if not found:
            raise faults.fault(faults.UNKNOWN, document_id)
        return found[0]

    def sentences(self, document_id: str | None = None) -> tuple[Sentence, ...]:
        """The sentences of one document or of all, in reading order."""
        return self._of(layouts.SENTENCE, document_id, "n.idx")

    def events(self, document_id: str | None = None) -> tuple[Event, ...]:
        """The events of one document or of all, in the order of document key, sentence, place and id."""
        return self._of(layouts.EVENT, document_id, "s.idx, n.char_start, n.event_id")

    def figures(self, document_id: str | None = None) -> tuple[Figure, ...]:
        """The figures, in the order of `events`."""
        return self._of(layouts.FIGURE, document_id, "s.idx, n.char_start, n.figure_id")

    def agreements(self, document_id: str | None = None) -> tuple[Agreement, ...]:
        """The agreements, in the order of `events`."""
        return self._of(layouts.AGREEMENT, document_id, "s.idx, n.char_start, n.agreement_id")

    def reasons(self, document_id: str | None = None) -> tuple[Reason, ...]:
        """The reasons, in the order of `events`."""
        return self._of(layouts.REASON, document_id, "s.idx, n.char_start, n.reason_id")

    def periods(self, document_id: str | None = None) -> tuple[Period, ...]:
        """The periods, in the order of `events`."""
        return self._of(layouts.PERIOD, document_id, "s.idx, n.char_start, n.period_id")

    def milestones(self, document_id: str | None = None) -> tuple[Milestone, ...]:
        """The milestones, in the order of `events`."""
        return self._of(layouts.MILESTONE, document_id, "s.idx, n.char_start, n.milestone_id")

    def dates(self, document_id: str | None = None) -> tuple[DateMention, ...]:
        """The dates that sentences name, in the order the coder gave them within each document."""
        return self._of(layouts.MENTION, document_id, "n.position")

    def coding(self, document_id: str) -> Coding | None:
        """The coding of one document as it was put, or None when it is not coded (or could not be).

        Statements come back in the record's own order.
        """
        query = "SELECT coder, coder_version, notes FROM codings WHERE document = ? AND failed IS NULL"
        row = self._connection.execute(query, (document_id,)).fetchone()
        if row is None:
            return None
        return Coding(
            document=document_id, coder=row[0], coder_version=row[1], notes=tuple(json.loads(row[2])),
            sentences=self.sentences(document_id), events=self.events(document_id), figures=self.figures(document_id),
            agreements=self.agreements(document_id), reasons=self.reasons(document_id), periods=self.periods(document_id),
            milestones=self.milestones(document_id), dates=self.dates(document_id),
        )  # fmt: skip

    def check(self, *, sources: Path | None = None, outputs: Path | None = None) -> list[Finding]:
        """All that is wrong with the store, each with the name of the check; see `detente.record.checks`."""
        # the checks need the register and the ontology, which opening a study does not
        from detente.record.checks import check_store  # noqa: PLC0415

        return check_store(self, sources=sources, outputs=outputs)

    def _of(self, layout: Layout[Noun], document_id: str | None, order: str) -> tuple[Noun, ...]:
        where, values = ("n.document = ?", (document_id,)) if document_id is not None else ("1", ())
        join = "JOIN documents d ON d.document_id = n.document"
        if layout.table != "sentences":
            join += " JOIN sentences s ON s.sentence_id = n.sentence"
        return self._select(layout, where, values, f"ORDER BY d.key, d.document_id, {order}", join)

    def _select(self, layout: Layout[Noun], where: str, values: tuple[Any, ...], order: str, join: str = "") -> tuple[Noun, ...]:
        columns = ", ".join(f"n.{column}" for column in layout.columns)
        query = f"SELECT {columns} FROM {layout.table} n {join} WHERE {where} {order}"  # noqa: S608
        with faults.told(self.path.name):
            rows = self._connection.execute(query, values).fetchall()
        try:
            return tuple(map(layout.noun_of, rows))
        except (ValueError, TypeError) as error:
            raise faults.fault(faults.BROKEN, f"{layout.table}: {error}", where=self.path.name) from error


_SOURCE_ROWS = """
SELECT d.document_id, d.reading, d.key, d.path, d.title, d.author, d.published_edtf AS published, d.kind, d.citation,
  d.covers_edtf AS covers, d.format, d.language, d.encoding, json_extract(d.map, '$[2]') AS characters, json_array_length(d.pages) AS pages,
  (SELECT count(*) FROM sentences WHERE document = d.document_id) AS sentences,
  (SELECT count(*) FROM events WHERE document = d.document_id) AS events,
  (SELECT count(*) FROM figures WHERE document = d.document_id) AS figures,
  (SELECT count(*) FROM agreements WHERE document = d.document_id) AS agreements,
  (SELECT count(*) FROM reasons WHERE document = d.document_id) AS reasons,
  (SELECT count(*) FROM periods WHERE document = d.document_id) AS periods,
  d.warnings, d.sha256, c.coder, c.coder_version, c.failed
FROM documents d LEFT JOIN codings c ON c.document = d.document_id ORDER BY d.key, d.document_id"""


def _names(rows: sqlite3.Cursor) -> list[str]:
    return [column[0] for column in rows.description]


def _reading_cells(reading: ReadingRow) -> tuple[Any, ...]:
    cells = (reading.path, reading.sha256, reading.reader, reading.metadata, reading.outcome, reading.number, reading.reason, reading.todo)
    return tuple(layouts.store_text(cell) for cell in cells)


def _put_coding_row(connection: sqlite3.Connection, row: CodingRow, notes: tuple[str, ...]) -> None:
    cells = (row.document, row.coder, row.coder_version, row.lexicon, json.dumps(notes), layouts.store_text(row.failed))
    connection.execute("INSERT INTO codings (document, coder, coder_version, lexicon, notes, failed) VALUES (?, ?, ?, ?, ?, ?)", cells)


def _put_statements(connection: sqlite3.Connection, coding: Coding) -> None:
    _insert(connection, layouts.SENTENCE, coding.sentences)
    _insert(connection, layouts.EVENT, coding.events)
    _insert(connection, layouts.FIGURE, coding.figures)
    _insert(connection, layouts.AGREEMENT, coding.agreements)
    _insert(connection, layouts.REASON, coding.reasons)
    _insert(connection, layouts.PERIOD, coding.periods)
    _insert(connection, layouts.MILESTONE, coding.milestones)
    for position, mention in enumerate(coding.dates):
        _insert(connection, layouts.MENTION, [mention], {"position": position})
    for table, column in _IDS.items():
        # a statement that is said again is no longer withdrawn
        connection.execute(
            f"DELETE FROM withdrawn WHERE kind = ? AND id IN (SELECT {column} FROM {table} WHERE document = ?)",  # noqa: S608
            (table, coding.document),
        )
    digest = coding_digest(connection, coding.document)
    connection.execute("UPDATE codings SET digest = ? WHERE document = ?", (digest, coding.document))


def _insert(connection: sqlite3.Connection, layout: Layout[Noun], nouns: Iterable[Noun], beside: Mapping[str, Any] | None = None) -> None:
    extra = dict(beside or {})
    columns = (*extra, *layout.columns)
    marks = ", ".join("?" * len(columns))
    query = f"INSERT INTO {layout.table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    connection.executemany(query, ((*extra.values(), *layout.row(noun)) for noun in nouns))
