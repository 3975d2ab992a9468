"""`detente balance`: balance and camps of signed networks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.code import write_out
from detente.cli.console import FINDINGS, count, show_table, told
from detente.cli.options import Format, Limit, OutFile

if TYPE_CHECKING:
    from detente.relations.balance import Frustration, SignedGraph

EXAMPLE = "detente balance ties.csv --table camps"


class BalanceTable(StrEnum):
    """What is shown of signed networks."""

    BALANCE = "balance"
    CAMPS = "camps"
    AGAINST = "against"
    CYCLES = "cycles"


_BOOKS = {"balance": "balance", "camps": "camps", "against": "ties_against", "cycles": "negative_cycles"}
_SHOWN = ("window", "states", "ties", "frustration", "lower", "upper", "balance", "triads", "triads_balanced", "walk_balance", "proof")


def balance(
    ties: Annotated[Path, typer.Argument(metavar="TIES", help="A CSV file: a, b, sign (1 or -1), and where there are any weight, window.")],
    *,
    table: Annotated[BalanceTable, typer.Option(help="Measures by window, camps, ties against them, or the cycles of the proof.")] = (
        BalanceTable.BALANCE
    ),
    window: Annotated[str | None, typer.Option(help="One window; all by default.")] = None,
    seconds: Annotated[float, typer.Option(min=0, help="Time for each network, after which bounds are given.")] = 60.0,
    format: Format = None,
    out: OutFile = None,
    limit: Limit = None,
) -> None:
    """Measure the balance of signed networks and name their two camps.

    The frustration index is exact and comes with its proof, or else with bounds and exit code 1. Triads and
    closed walks stand beside it.

    Example: detente balance ties.csv --table camps
    """
    with told():
        from detente.record import table_book
        from detente.relations.balance import frustration

        networks = _networks(ties, window)
        solved = [(name, graph, frustration(graph, seconds=seconds)) for name, graph in networks.items()]
        rows = list(_rows(solved, table))[:limit]
        if out is None and format is None and sys.stdout.isatty():
            _show(solved, rows, table)
        else:
            write_out(iter(rows), table_book(_BOOKS[table.value]).shown(), out, format.value if format else None, excel=False)
        if open_ := sum(not found.certified for _, _, found in solved):
            print(f"{count(open_, 'network')} not certified within the time: the index lies between lower and upper.", file=sys.stderr)
            raise typer.Exit(FINDINGS)


def _networks(path: Path, window: str | None) -> dict[str, SignedGraph]:
    from detente.relations.balance import named_window, read_ties

    networks = read_ties(path)
    return networks if window is None else {window: named_window(networks, window)}


def _rows(solved: list[tuple[str, SignedGraph, Frustration]], table: BalanceTable) -> Iterator[dict[str, Any]]:
    from detente.relations.balance import against_rows, balance_row, camp_rows, cycle_rows

    if table is BalanceTable.BALANCE:
        yield from (balance_row(*each) for each in solved)
        return
    rows = {BalanceTable.CAMPS: camp_rows, BalanceTable.AGAINST: against_rows, BalanceTable.CYCLES: cycle_rows}[table]
    for each in solved:
        yield from rows(*each)


def _show(solved: list[tuple[str, SignedGraph, Frustration]], rows: list[dict[str, Any]], table: BalanceTable) -> None:
    """A table for a terminal; the measures of a single network are followed by its camps."""
    if table is not BalanceTable.BALANCE:
        show_table(rows)
        return
    show_table([{name: row[name] for name in _SHOWN} for row in rows])
    if len(solved) == 1:
        show_table(list(_rows(solved, BalanceTable.CAMPS)))
