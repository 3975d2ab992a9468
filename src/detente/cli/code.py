"""`detente code`: code files without a study."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.console import REFUSED, plain, show_rows, told
from detente.cli.options import Codes, CodingEngine, DryRun, EightBit, Engine, Excel, Fast, Format, Limit, OutFile
from detente.cli.purse import AnswersFolder, KeyVariable, Model, MostCost, MostTokens, PriceIn, PriceOut, Url, Yes, purse, settings_of

if TYPE_CHECKING:
    from detente.coding.remote.settings import ModelSettings
    from detente.model import Coding, Document
    from detente.record import Column
    from detente.study import Rooms

EXAMPLE = "detente code essay.pdf --table events -o events.jsonl"


class Table(StrEnum):
    """What is read out of the documents."""

    EVENTS = "events"
    FIGURES = "figures"
    AGREEMENTS = "agreements"
    REASONS = "reasons"
    PERIODS = "periods"
    MILESTONES = "milestones"


_SHOWN = {
    "events": ("document", "date_edtf", "source_state", "target_state", "event_type", "mode", "modality", "quote"),
    "figures": ("document", "date_edtf", "what", "value", "unit", "bound", "giver", "receiver", "quote"),
    "agreements": ("document", "signed", "kind", "name", "parties", "obligations", "quote"),
    "reasons": ("document", "motive", "cause", "effect", "holder", "rejected", "quote"),
    "periods": ("document", "date_edtf", "states", "direction", "turning", "label", "quote"),
    "milestones": ("document", "date_edtf", "kind", "subject", "words", "quote"),
}


def code(
    files: Annotated[list[str], typer.Argument(help="Files or folders; - is stdin (text, or JSON lines with id, text and date).")],
    *,
    table: Annotated[Table, typer.Option(help="What to read out of the documents.")] = Table.EVENTS,
    format: Format = None,
    out: OutFile = None,
    codes: Codes = None,
    fast: Fast = False,
    eight_bit: EightBit = False,
    explain: Annotated[bool, typer.Option("--explain", help="Add the words that gave each part of a code, and the sentence.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that code.")] = 1,
    engine: Engine = CodingEngine.LOCAL,
    limit: Limit = None,
    excel: Excel = False,
    model: Model = None,
    url: Url = None,
    key_variable: KeyVariable = None,
    price_in: PriceIn = None,
    price_out: PriceOut = None,
    most_tokens: MostTokens = None,
    most_cost: MostCost = None,
    answers: AnswersFolder = Path("answers"),
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Code documents without a study.

    Writes their events, figures, agreements, reasons, periods or milestones, a row each.
    `document` in the output is the file's stem, or the id of a JSON line. Files that cannot be read are
    named on stderr; the exit code is 3 when none could.

    Example: detente code essay.pdf --table events -o events.jsonl
    """
    with told():
        from detente.study import Rooms, on_this_machine

        settings = settings_of(
            model=model,
            url=url,
            key_variable=key_variable,
            price_in=price_in,
            price_out=price_out,
            most_tokens=most_tokens,
            most_cost=most_cost,
        )
        if settings is not None:
            on_this_machine(engine.value)
        rooms = Rooms().chosen(codes=codes or (), fast=fast, eight_bit=eight_bit)
        work = _Work(files, rooms, workers, engine) if settings is None else _ModelWork(files, rooms, settings, answers, yes=yes)
        if dry_run:
            work.tell()
        else:
            _write(work, table.value, format.value if format else None, out, explain=explain, limit=limit, excel=excel)
        if work.all_refused:
            raise typer.Exit(REFUSED)


class _Work:
    """The documents of some files and their codings, with what was refused told on stderr."""

    def __init__(self, files: list[str], rooms: Rooms, workers: int = 1, engine: CodingEngine = CodingEngine.LOCAL) -> None:
        self.files, self.rooms, self.workers, self.engine = files, rooms, workers, engine
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

    def tell(self) -> None:
        """Say what would be coded."""
        for document in self.documents():
            print(plain(f"{document.key}\t{len(document.text)} characters\t{document.path}"))

    def results(self) -> Iterator[tuple[Document, Coding | str]]:
        """The documents with their codings, or in words why there is none."""
        from detente.study import code_all

        return code_all(self.documents(), self.rooms.coder, workers=self.workers, codes=self.rooms.codes, engine=self.engine.value)

    def codings(self) -> Iterator[tuple[Document, Coding]]:
        """The documents with their codings, those that failed left out."""
        from detente.study import Lines

        results = self.results()
        with Lines(sys.stderr).stage("Coded", 0) as step:
            for document, coded in results:
                if isinstance(coded, str):
                    print(plain(f"Not coded: {document.key}: {coded}"), file=sys.stderr)
                    continue
                step(document.key)
                yield document, coded


class _ModelWork(_Work):
    """The same with a language model, which is asked for all documents before the first is coded."""

    def __init__(self, files: list[str], rooms: Rooms, settings: ModelSettings, answers: Path, *, yes: bool) -> None:
        super().__init__(files, rooms)
        self.settings, self.answers, self.yes = settings, answers, yes

    def tell(self) -> None:
        """Say what would be coded, and about what it would cost."""
        from detente.study import model_coder

        super().tell()
        print(plain(model_coder(self.settings, self.answers, self.rooms).plan(self._kept).line()))

    @cached_property
    def _kept(self) -> tuple[Document, ...]:
        return tuple(super().documents())

    def documents(self) -> Iterator[Document]:
        """The documents that could be read; read once, though gone through several times."""
        return iter(self._kept)

    def results(self) -> Iterator[tuple[Document, Coding | str]]:
        """The documents with their codings, after the question what these may cost."""
        from detente.study import code_by_model, model_coder, progress_on

        coder = model_coder(self.settings, self.answers, self.rooms)
        for document, coded in code_by_model(coder, self.documents, purse=purse(yes=self.yes), progress=progress_on(sys.stderr)):
            if not isinstance(coded, str):
                for note in coded.notes:
                    print(plain(f"{document.key}: {note}"), file=sys.stderr)
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
