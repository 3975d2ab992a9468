"""`detente agree`: how far two codings agree."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.code import write_out
from detente.cli.console import count, plain, show_table, told
from detente.cli.options import Format, Limit, OutFile

if TYPE_CHECKING:
    from detente.agreement import Comparison

EXAMPLE = "detente agree events.jsonl by-hand.csv --texts sources"
_CODING = "A file of events (.jsonl, .csv, .parquet) or the folder of a study; PATH@CODER where it has several coders."


class AgreeTable(StrEnum):
    """What is shown of an agreement."""

    AGREEMENT = "agreement"
    CONFUSION = "confusion"
    UNITS = "units"


_SHOWN = ("measure", "unit", "code", "value", "units", "n_a", "n_b", "only_a", "only_b", "undefined")


def agree(
    first: Annotated[str, typer.Argument(metavar="A", help=_CODING)],
    second: Annotated[str, typer.Argument(metavar="B", help="The coding to compare it with.")],
    *,
    table: Annotated[AgreeTable, typer.Option(help="The measures, the confusion of types, or the units compared.")] = AgreeTable.AGREEMENT,
    no_event: Annotated[bool, typer.Option("--no-event", help="Give kappa and alpha with `no event` as a code, too.")] = False,
    common: Annotated[bool, typer.Option("--common", help="Compare only documents in which both have an event.")] = False,
    texts: Annotated[Path | None, typer.Option(help="The documents, for codings whose evidence is quoted without offsets.")] = None,
    format: Format = None,
    out: OutFile = None,
    limit: Limit = None,
) -> None:
    """Compare two codings of the same documents.

    Span F1, event F1 by level, Cohen's kappa and Krippendorff's alpha, and who confused what. A measure
    that is undefined has no value but a reason.

    Example: detente agree events.jsonl by-hand.csv --texts sources
    """
    with told():
        from detente.agreement import compare, read_coding, select
        from detente.record import table_book

        raw = _texts(texts) if texts else {}
        codings = [read_coding(select(name), texts=raw) for name in (first, second)]
        comparison = compare(*codings, common=common)
        _tell(comparison, common=common)
        rows = _rows(comparison, table, no_event=no_event)[:limit]
        if out is None and format is None and sys.stdout.isatty():
            shown = _SHOWN if table is AgreeTable.AGREEMENT else tuple(rows[0]) if rows else ()
            show_table([{name: row[name] for name in shown} for row in rows])
            return
        book = table_book("agreement_units" if table is AgreeTable.UNITS else table.value)
        write_out(iter(rows), book.shown(), out, format.value if format else None, excel=False)


def _rows(comparison: Comparison, table: AgreeTable, *, no_event: bool) -> list[dict[str, Any]]:
    from detente.agreement import confusion_rows, measure_rows, unit_rows

    if table is AgreeTable.CONFUSION:
        return confusion_rows(comparison)
    return unit_rows(comparison) if table is AgreeTable.UNITS else measure_rows(comparison, with_none=no_event)


def _texts(path: Path) -> dict[str, str]:
    """The raw texts of a file or folder by document; what cannot be read is told on stderr."""
    from detente.study import read_loose

    found: dict[str, str] = {}
    for reading in read_loose([str(path)], sys.stdin.buffer):
        if reading.refused is not None:
            print(plain(str(reading.refused)), file=sys.stderr)
        found |= {document.key: document.raw for document in reading.documents}
    return found


def _tell(comparison: Comparison, *, common: bool) -> None:
    """Which documents were compared, and what became of those that only one coding has."""
    both, only_a, only_b = comparison.documents
    rest = "left out" if common else "whose events count as found by one coder only"
    text = f"{count(both, 'document')} with events of both; {only_a} of A only and {only_b} of B only, {rest}"
    print(f"{text}. {count(len(comparison.pairs), 'pair')} of events matched.", file=sys.stderr)
