"""Reading a coding: a study's store, a table as the program writes it, or one that a person made."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.agreement import faults
from detente.agreement.rows import NEEDED, CodedEvent, RowRefused, event_of
from detente.errors import Where
from detente.record import Store, export_rows
from detente.spans import Span, find_words

Rows = Iterator[tuple[int, Mapping[str, Any]]]
"""Rows with the numbers of their lines in a file, or of their places in a store."""


@dataclass(frozen=True, kw_only=True)
class Selected:
    """Where a coding stands and whose it is: None where it has one coder only, or none named."""

    path: Path
    coder: str | None = None


def select(named: str) -> Selected:
    """The coding that `PATH` or `PATH@CODER` names; raises `RecordFault` 440 where there is nothing."""
    if Path(named).exists():
        return Selected(path=Path(named))
    parts = named.split("@")
    for cut in range(1, len(parts)):
        path = Path("@".join(parts[:cut]))
        if parts[cut] and path.exists():
            return Selected(path=path, coder="@".join(parts[cut:]))
    raise faults.fault(faults.NO_CODING, where=named)


def read_coding(selected: Selected, *, texts: Mapping[str, str] | None = None) -> tuple[CodedEvent, ...]:
    """The events of a coding in the order of the texts; empty for a table without rows.

    `texts` holds raw texts by document, in which evidence that has only a quotation is looked for. Raises
    `RecordFault` 440 to 445 for what is no coding, 401 for a folder in which no study was run.
    """
    path, events, coders = selected.path, [], set()
    for number, row in _rows(path):
        coder = str(row.get("coder") or "")
        coders.add(coder)
        if selected.coder is not None and coder != selected.coder:
            continue
        where = Where(file=path.name, row=number)
        try:
            events.append(event_of(row, _span(row, texts or {}, where)))
        except RowRefused as refused:
            raise faults.fault(faults.BAD_ROW, str(refused), where=where) from None
    named = ", ".join(sorted(coders - {""}))
    if selected.coder is None and len(coders) > 1:
        raise faults.fault(faults.SEVERAL, named, where=path.name)
    if selected.coder is not None and selected.coder not in coders:
        raise faults.fault(faults.NO_CODER, f"{selected.coder}; it has {named or 'none'}", where=path.name)
    return tuple(sorted(events, key=lambda event: event.key))


def _rows(path: Path) -> Rows:
    if path.is_dir() or path.name.endswith(".sqlite"):
        with Store.open(path, readonly=True) as store:
            yield from enumerate(export_rows(store, "events"), 1)
        return
    readers = {".jsonl": _json_rows, ".csv": _csv_rows, ".parquet": _parquet_rows}
    if path.suffix.lower() not in readers:
        raise faults.fault(faults.NO_CODING, f"{path.suffix!r} is no table", where=path.name)
    try:
        for number, row in readers[path.suffix.lower()](path):
            _check_columns(row, Where(file=path.name, row=number))
            yield number, row
    except (UnicodeDecodeError, csv.Error) as error:
        raise faults.fault(faults.NO_TABLE, str(error), where=path.name) from error


def _json_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict):
                raise faults.fault(faults.NO_TABLE, "a line is no JSON object", where=Where(file=path.name, line=number))
            yield number, row


def _csv_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames is not None:
            _check_columns(dict.fromkeys(reader.fieldnames), Where(file=path.name, row=1))
        yield from enumerate(reader, 2)


def _parquet_rows(path: Path) -> Rows:
    import polars as pl  # noqa: PLC0415 - only Parquet needs it

    try:
        frame = pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise faults.fault(faults.NO_TABLE, str(error), where=path.name) from error
    yield from enumerate(frame.iter_rows(named=True), 1)


def _check_columns(row: Mapping[str, Any], where: Where) -> None:
    missing = [name for name in NEEDED if name not in row]
    if not {"char_start", "char_end"} <= row.keys() and "quote" not in row:
        missing.append("char_start")
    if missing:
        raise faults.fault(faults.NO_TABLE, f"without {', '.join(missing)}", where=where)


def _span(row: Mapping[str, Any], texts: Mapping[str, str], where: Where) -> Span:
    """The evidence of a row: its offsets, else where its quotation stands in the document's text."""
    start, end = (str("" if row.get(name) is None else row[name]).strip() for name in ("char_start", "char_end"))
    if start.isdecimal() and end.isdecimal():
        if int(start) >= int(end):
            raise RowRefused(f"its evidence begins at {start} and ends at {end}")
        return Span(int(start), int(end))
    if start or end:
        raise RowRefused(f"char_start {start!r} and char_end {end!r} are no two whole numbers")
    document = str(row.get("document") or "")
    if document not in texts:
        raise faults.fault(faults.NO_QUOTE, f"there is no text of {document!r}", where=where)
    span = find_words(str(row.get("quote") or ""), texts[document])
    if span is None:
        raise faults.fault(faults.NO_QUOTE, f"{str(row.get('quote') or '')[:60]!r} in {document!r}", where=where)
    return span
