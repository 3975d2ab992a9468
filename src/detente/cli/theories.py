"""`detente theories`: which theory adds what to history."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.code import write_out
from detente.cli.console import show_table, told
from detente.cli.options import Format, Limit, OutFile, Seed

EXAMPLE = "detente theories examples/sino-soviet --scope dyad"

_SHOWN = ("theory", "of", "claim", "n", "gain", "low", "high", "p_adjusted", "verdict")


class TheoryScope(StrEnum):
    """Of what a theory speaks."""

    DYAD = "dyad"
    TRIANGLE = "triangle"
    SYSTEM = "system"


def theories(
    study: Annotated[Path | None, typer.Argument(metavar="STUDY", help="The folder of a study that was run.")] = None,
    *,
    data: Annotated[Path | None, typer.Option(help="A folder of published data, in place of a study.")] = None,
    states: Annotated[str, typer.Option(help="Three states or more, such as CHN,RUS,USA; by default those of the study.")] = "",
    scope: Annotated[TheoryScope | None, typer.Option(help="Theories of a dyad, of a triangle or of the system; all by default.")] = None,
    format: Format = None,
    out: OutFile = None,
    seed: Seed = 0,
    limit: Limit = None,
) -> None:
    """Print which theory adds what to history, out of the sample.

    Each claim with its gain per forecast over history alone, the interval, p adjusted over all that is printed, and what would
    refute it; baselines stand in the table too, and a theory that the data cannot test says why.

    Example: detente theories examples/sino-soviet --scope dyad
    """
    with told():
        from detente.record import table_book
        from detente.study import theory_rows

        named = tuple(part.strip().upper() for part in states.split(",") if part.strip())
        rows = theory_rows(study, data=data, states=named, scope=scope.value if scope else None, seed=seed)[:limit]
        if out is None and format is None and sys.stdout.isatty():
            show_table([{name: row[name] for name in _SHOWN} for row in rows])
            return
        write_out(iter(rows), table_book("theories").shown(), out, format.value if format else None, excel=False)
