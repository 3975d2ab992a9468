"""`detente code`: code files without a study."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.console import REFUSED, plain, show_rows, told
from detente.cli.options import Codes, DryRun, Excel, Format, Limit, OutFile

if TYPE_CHECKING:
    from detente.model import Coding, Document
    from detente.record import Column

EXAMPLE = "detente code essay.pdf --table events -o events.jsonl"


class Table(StrEnum):
    """What is read out of the documents."""

    EVENTS = "events"
    FIGURES = "figures"
    AGREEMENTS = "agreements"
    REASONS = "reasons"
    PERIODS = "periods"


_SHOWN = {
    "events": ("document", "date_edtf", "source_state", "target_state", "event_type", "mode", "modality", "quote"),
    "figures": ("document", "date_edtf", "what", "value", "unit", "bound", "giver", "receiver", "quote"),
    "agreements": ("document", "signed", "name", "parties", "obligations", "quote"),
}


def code(
    files: Annotated[list[str], typer.Argument(help="Files or folders; - is stdin (text, or JSON lines with id, text and date).")],
    *,
    table: Annotated[Table, typer.Option(help="What to read out of the documents.")] = Table.EVENTS,
    format: Format = None,
    out: OutFile = None,
    codes: Codes = None,
    explain: Annotated[bool, typer.Option("--explain", help="Add the words that gave each part of a code, and the sentence.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that code.")] = 1,
    limit: Limit = None,
    excel: Excel = False,
    dry_run: DryRun = False,
) -> None:
    """Code documents without a study.

    Writes their events, figures or agreements, a row each.
    `document` in the output is the file's stem, or the id of a JSON line. Files that cannot be read are
    named on stderr; the exit code is 3 when none could.

    Example: detente code essay.pdf --table events -o events.jsonl
    """
    with told():
        from detente.study import check_code_table

        check_code_table(table.value)
        work = _Work(files, workers, codes=codes or [], dry_run=dry_run)
        if dry_run:
            for document in work.documents():
                print(plain(f"{document.key}\t{len(document.text)} characters\t{document.path}"))
        else:
            _write(work, table.value, format.value if format else None, out, explain=explain, limit=limit, excel=excel)
        if work.all_refused:
            raise typer.Exit(REFUSED)


class _Work:
    """The documents of some files and their codings, with what was refused told on stderr."""

    def __init__(self, files: list[str], workers: int, *, codes: list[Path], dry_run: bool) -> None:
        self.files, self.workers, self.codes, self.dry_run = files, workers, codes, dry_run
        self.read = self.refused = 0

    @property
    def all_refused(self) -> bool:
        """Whether there were files and not one could be read."""
        return self.refused > 0 and self.read == 0

    def documents(self) -> Iterator[Document]:
        """The documents that could be read, one after the other."""
        from detente.study import read_loose

        for reading in read_loose(self.files, sys.stdin.buffer):
            if reading.refused is not None:
                self.refused += 1
                print(plain(str(reading.refused)), file=sys.stderr)
            else:
                self.read += 1
                yield from reading.documents

    def codings(self) -> Iterator[tuple[Document, Coding]]:
        """The documents with their codings, those that failed left out."""
        from detente.study import Lines, Rooms, code_all

        with Lines(sys.stderr).stage("Coded", 0) as step:
            for document, coded in code_all(self.documents(), Rooms().coder, workers=self.workers, codes=self.codes):
                if isinstance(coded, str):
                    print(plain(f"Not coded: {document.key}: {coded}"), file=sys.stderr)
                    continue
                step(document.key)
                yield document, coded


def _write(work: _Work, table: str, format: str | None, out: Path | None, *, explain: bool, limit: int | None, excel: bool) -> None:
    from itertools import islice

    from detente.record import table_book
    from detente.study import coded_rows, explained_columns

    columns = explained_columns(table_book(table).shown()) if explain else table_book(table).shown()
    rows: Iterator[dict[str, Any]] = islice(coded_rows(table, work.codings(), explain=explain), limit)
    if out is None and format is None:
        rows = ({column.name: row[column.name] for column in columns} for row in rows)
        show_rows(rows, columns=(*_SHOWN[table][:-1], "trace") if explain else _SHOWN[table])
        return
    write_out(rows, columns, out, format, excel=excel)


def write_out(rows: Iterator[dict[str, Any]], columns: tuple[Column, ...], out: Path | None, format: str | None, *, excel: bool) -> None:
    """Write a table to a file, whole or not at all, or to stdout; the format is that of the name where none is given."""
    from detente.record import table_chunks, write_table
    from detente.study import table_format

    if out is None or str(out) == "-":
        for chunk in table_chunks(rows, columns, table_format(format, None), excel=excel):
            sys.stdout.buffer.write(chunk)
        sys.stdout.flush()
        return
    write_table(rows, columns, out, table_format(format, out), excel=excel)
