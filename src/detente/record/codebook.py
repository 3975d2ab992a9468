"""What stands beside every export: codebook.md for readers, datapackage.json (Frictionless) for programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from detente.record.columns import Column, TableBook, table_book
from detente.record.store import Store
from detente.record.tables import Row, export_rows
from detente.record.writing import Format, whole_file, write_table
from detente.version import __version__

_MEDIA = {"jsonl": "application/x-ndjson", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
OWN_TYPE_COLUMNS = ("own_type", "event_type", "mode", "tone", "intensity", "definition")
_TYPES = {"list": "array", "numbers": "array"}


def export_tables(
    store: Store, out: Path, tables: Sequence[str], *, format: Format, wide: bool = False, excel: bool = False, title: str = ""
) -> tuple[Path, ...]:
    """Write `tables` of the store to the folder `out`, with their codebook and data package; return the files."""
    written, books = [], []
    for table in tables:
        book = table_book(table)
        path = out / f"{table}.{format}"
        write_table(export_rows(store, table, wide=wide), book.shown(wide=wide), path, format, excel=excel)
        written.append(path)
        books.append((book, path, book.shown(wide=wide)))
    return (*written, *write_books(out, books, title=title))


def write_books(
    out: Path, tables: Sequence[tuple[TableBook, Path, tuple[Column, ...]]], *, title: str = "", own_types: Sequence[Row] = ()
) -> tuple[Path, ...]:
    """Write codebook.md and datapackage.json for tables that stand in `out`; return the two files.

    `own_types` are the rows of the study's own event types, which codebook.md defines.
    """
    codebook, package = out / "codebook.md", out / "datapackage.json"
    with whole_file(codebook) as stream:
        stream.write(codebook_text([(book, columns) for book, _, columns in tables], own_types).encode())
    with whole_file(package) as stream:
        stream.write(json.dumps(data_package(tables, title=title), ensure_ascii=False, indent=1).encode() + b"\n")
    return codebook, package


def codebook_text(tables: Sequence[tuple[TableBook, tuple[Column, ...]]], own_types: Sequence[Row] = ()) -> str:
    """A codebook in Markdown: each table, each column with its type, unit, values and meaning, and the study's own event types."""
    parts = [f"# Codebook\n\nTables made by détente {__version__}. An empty cell means that the source does not say.\n"]
    told = set()
    for book, columns in tables:
        if book.name in told:
            continue
        told.add(book.name)
        parts.append(f"\n## {book.name}\n\n{book.title}. One row is told from another by {', '.join(book.key)}.\n")
        parts.append("\n| column | type | meaning | unit | values |\n| --- | --- | --- | --- | --- |\n")
        parts += [f"| {c.name} | {c.type} | {c.meaning} | {c.unit} | {c.values} |\n" for c in columns]
    return "".join((*parts, *_own_types(own_types)))


def _own_types(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    yield "\n## Own event types\n\nThe study's own codebook: what stands in `own_type`, each a kind of the PLOVER type beside it.\n"
    yield f"\n| {' | '.join(OWN_TYPE_COLUMNS)} |\n| {' | '.join('---' for _ in OWN_TYPE_COLUMNS)} |\n"
    yield from (f"| {' | '.join(_cell(row[name]) for name in OWN_TYPE_COLUMNS)} |\n" for row in rows)


def _cell(value: Any) -> str:  # noqa: ANN401 - a cell of any sort
    """A value as a cell of a Markdown table: one line, no bar, no markup of its own."""
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def data_package(tables: Sequence[tuple[TableBook, Path, tuple[Column, ...]]], *, title: str = "") -> dict[str, Any]:
    """The Frictionless descriptor of tables on the disk, with the hash of each file."""
    return {
        "profile": "data-package",
        "name": "detente-export",
        "title": title or "Tables made by détente",
        "version": __version__,
        "resources": [_resource(book, path, columns) for book, path, columns in tables],
    }


def _resource(book: TableBook, path: Path, columns: tuple[Column, ...]) -> dict[str, Any]:
    content = path.read_bytes()
    format = path.suffix[1:]
    return {
        "name": f"{book.name}-{format}",
        "title": book.title,
        "path": path.name,
        "format": format,
        "mediatype": _MEDIA[format],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": [_field(column, format) for column in columns], "primaryKey": list(book.key), "missingValues": [""]},
    }


def _field(column: Column, format: str) -> dict[str, str]:
    type_ = _TYPES.get(column.type, column.type)
    if format == "csv" and column.type in _TYPES:
        type_ = "string"
    meaning = column.meaning + (f" Unit: {column.unit}." if column.unit else "") + (f" Values: {column.values}." if column.values else "")
    return {"name": column.name, "type": type_, "description": meaning}
