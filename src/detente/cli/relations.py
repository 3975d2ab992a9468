"""`detente relations`: the series of pairs of states."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.code import write_out
from detente.cli.console import show_table, told
from detente.cli.options import Format, Limit, OutFile, Seed, StudyFolder

EXAMPLE = "detente relations examples/sino-soviet --dyad CHN-RUS"


class Unit(StrEnum):
    """The length of a period."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


_SHOWN = ("dyad", "period", "cooperation", "conflict", "net", "low", "high", "n", "n_sources", "reason")


def relations(
    study: StudyFolder,
    *,
    dyad: Annotated[str | None, typer.Option(help="A pair of states, such as CHN-RUS; all pairs of the study by default.")] = None,
    unit: Annotated[Unit, typer.Option(help="The length of a period.")] = Unit.YEAR,
    format: Format = None,
    out: OutFile = None,
    seed: Seed = 0,
    limit: Limit = None,
) -> None:
    """Print the series of pairs of states.

    Cooperation, conflict and net by period, with gaps where the sources are silent.

    Example: detente relations examples/sino-soviet --dyad CHN-RUS
    """
    with told():
        from detente.record import table_book
        from detente.study import study_series

        rows = study_series(study, dyad=dyad, unit=unit.value, seed=seed)[:limit]
        if out is None and format is None and sys.stdout.isatty():
            shown = _SHOWN if dyad is None else _SHOWN[1:]
            show_table([{name: row[name] for name in shown} for row in rows])
            return
        write_out(iter(rows), table_book("series").shown(), out, format.value if format else None, excel=False)
