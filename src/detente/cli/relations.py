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

_SCORE = ("dyad", "period", "x", "se", "low", "high", "positive", "evidence", "moved_by")


def relations(
    study: StudyFolder,
    *,
    dyad: Annotated[str | None, typer.Option(help="A pair of states, such as CHN-RUS; all pairs of the study by default.")] = None,
    unit: Annotated[Unit, typer.Option(help="The length of a period.")] = Unit.YEAR,
    format: Format = None,
    out: OutFile = None,
    score: Annotated[bool, typer.Option("--score", help="Print the score of each pair by year, with its standard error, instead.")] = False,
    seed: Seed = 0,
    limit: Limit = None,
) -> None:
    """Print the series of pairs of states.

    Cooperation, conflict and net by period, with gaps where the sources are silent.

    Example: detente relations examples/sino-soviet --dyad CHN-RUS
    """
    with told():
        from detente.record import table_book
        from detente.study import score_rows, study_series

        table, columns = ("latent", _SCORE) if score else ("series", _SHOWN)
        rows = (score_rows(study, dyad=dyad, seed=seed) if score else study_series(study, dyad=dyad, unit=unit.value, seed=seed))[:limit]
        if out is None and format is None and sys.stdout.isatty():
            shown = columns if dyad is None else columns[1:]
            show_table([{name: row[name] for name in shown} for row in rows])
            return
        write_out(iter(rows), table_book(table).shown(), out, format.value if format else None, excel=False)
