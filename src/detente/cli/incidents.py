"""`detente incidents`: what several statements tell of, and where the sources differ."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.code import write_out
from detente.cli.console import show_table, told
from detente.cli.options import Format, Limit, OutFile, StudyFolder

EXAMPLE = "detente incidents examples/sino-soviet --verdict disagree"
_SHOWN = ("incident_id", "kind", "label", "verdict", "strength", "independent", "n", "reason")


class Verdict(StrEnum):
    """How the sources of an incident stand to each other."""

    SINGLE = "single"
    AGREE = "agree"
    PRECISION = "differ in precision"
    DISAGREE = "disagree"


def incidents(
    study: StudyFolder,
    *,
    verdict: Annotated[Verdict | None, typer.Option(help="Only those of this verdict, the strongest first.")] = None,
    format: Format = None,
    out: OutFile = None,
    limit: Limit = None,
) -> None:
    """List incidents and what sources differ in.

    An incident is what several statements, of one source or of many, are judged to tell of. `detente join` and `detente split`
    change the grouping.

    Example: detente incidents examples/sino-soviet --verdict disagree
    """
    with told():
        from detente.record import table_book
        from detente.study import study_incidents

        rows = study_incidents(study, verdict=verdict.value if verdict else None)[:limit]
        if out is None and format is None and sys.stdout.isatty():
            show_table([{name: row[name] for name in _SHOWN} for row in rows])
            return
        write_out(iter(rows), table_book("incidents").columns, out, format.value if format else None, excel=False)
