"""Digests of what a store holds of one document, by which a changed byte is found out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from typing import Any

from detente.record import layouts

_CODED = (layouts.SENTENCE, *layouts.STATEMENTS, layouts.MENTION)


def document_digest(connection: sqlite3.Connection, document_id: str) -> str:
    """The digest of a document's row as the file holds it."""
    columns = ", ".join(layouts.DOCUMENT.columns)
    return _digest(connection.execute(f"SELECT {columns} FROM documents WHERE document_id = ?", (document_id,)))  # noqa: S608


def coding_digest(connection: sqlite3.Connection, document_id: str) -> str:
    """The digest of all that was coded in a document, sentences included, as the file holds it."""
    rows: list[Any] = []
    for layout in _CODED:
        columns = ", ".join(layout.columns)
        rows += sorted(
            connection.execute(f"SELECT '{layout.table}', {columns} FROM {layout.table} WHERE document = ?", (document_id,)),  # noqa: S608
            key=repr,
        )
    return _digest(rows)


def _digest(rows: Iterable[Any]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
