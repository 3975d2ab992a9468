"""`detente sample`: a random sample for review, and what the review says of precision and recall."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import count, show_rows, told
from detente.cli.options import FileFormat, Format, OutFile

EXAMPLE = "detente sample examples/sino-soviet -o sheet.csv"
_SHOWN = ("measure", "type", "estimate", "low", "high", "judged", "note")


def sample(
    source: Annotated[Path | None, typer.Argument(metavar="STUDY|FILE", help="A study that was run, or a file of coded events.")] = None,
    *,
    events: Annotated[int, typer.Option(min=0, help="Draw at most so many events.")] = 100,
    sentences: Annotated[int, typer.Option(min=0, help="Draw at most so many sentences without an event, for recall.")] = 100,
    by_type: Annotated[bool, typer.Option("--by-type", help="Draw equally many events of each type.")] = False,
    context: Annotated[int, typer.Option(min=0, help="Sentences shown before and after.")] = 1,
    seed: Annotated[int, typer.Option(help="Seed of the draw: the same seed, the same sheet.")] = 0,
    out: OutFile = None,
    format: Format = None,
    read: Annotated[Path | None, typer.Option("--read", metavar="SHEET", help="Read this filled sheet and report on it.")] = None,
) -> None:
    """Draw a sample for review, or read it back.

    The sheet shows each event or sentence with what stands around it, and leaves the columns of the verdict empty. Filled and given
    to --read it tells precision and recall with their intervals, over all and by type. CSV sheets run nothing in a spreadsheet.

    Example: detente sample examples/sino-soviet -o sheet.csv
    """
    with told():
        from detente.study import faults

        if (source is None) == (read is None):
            raise faults.fault(faults.BAD_OPTION, "name a study or a file of events to draw from, or --read a filled sheet")
        if read is not None:
            _report(read)
            return
        _draw(source or Path(), out, format, events=events, sentences=sentences, by_type=by_type, seed=seed, context=context)


def _draw(
    source: Path, out: Path | None, format: FileFormat | None, *, events: int, sentences: int, by_type: bool, seed: int, context: int
) -> None:
    from detente.cli.code import write_out
    from detente.record import table_book
    from detente.sampling import sample_rows

    rows = sample_rows(source, events=events, sentences=sentences, by_type=by_type, seed=seed, context=context)
    write_out(iter(rows), table_book("sample").columns, out, format.value if format else None, excel=True)
    drawn = sum(row["unit"] == "event" for row in rows)
    print(f"{count(drawn, 'event')}, {count(len(rows) - drawn, 'sentence')} without an event, seed {seed}", file=sys.stderr)


def _report(sheet: Path) -> None:
    from detente.sampling import read_sheet, report

    rows = read_sheet(sheet)
    show_rows(report(rows), columns=_SHOWN)
    print(f"{sum(row.done for row in rows):,} of {count(len(rows), 'row')} judged", file=sys.stderr)
