"""`detente triangle`: the strategic triangle of three states by year."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.code import write_out
from detente.cli.console import show_table, told
from detente.cli.options import Format, Limit, OutFile, Seed

EXAMPLE = "detente triangle examples/sino-soviet --states CHN,RUS,USA"

_SHOWN = ("year", "type", "who", "probability", "best_pair", "best_probability", "entropy", "unsettled", "reason")


def triangle(
    study: Annotated[Path | None, typer.Argument(metavar="STUDY", help="The folder of a study that was run.")] = None,
    *,
    data: Annotated[Path | None, typer.Option(help="A folder of published data, in place of a study.")] = None,
    states: Annotated[str, typer.Option(help="Three states, such as CHN,RUS,USA; by default the first three of the study.")] = "",
    first: Annotated[int | None, typer.Option("--from", help="The first year.")] = None,
    last: Annotated[int | None, typer.Option("--to", help="The last year.")] = None,
    neutral: Annotated[float, typer.Option(min=0, help="A tie within so much of zero is neither good nor bad.")] = 0.0,
    format: Format = None,
    out: OutFile = None,
    seed: Seed = 0,
    limit: Limit = None,
) -> None:
    """Print which type the triangle of three states most probably is, by year.

    The types are Dittmer's: all friends (menage), a pivot between two at odds (romantic), two against an outcast (marriage), all at
    odds (veto), each with its probability.

    Example: detente triangle examples/sino-soviet --states CHN,RUS,USA
    """
    with told():
        from detente.record import table_book
        from detente.study import triangle_rows

        named = tuple(part.strip().upper() for part in states.split(",") if part.strip())
        rows = triangle_rows(study, data=data, states=named, years=(first, last), neutral=neutral, seed=seed)[:limit]
        if out is None and format is None and sys.stdout.isatty():
            show_table([{name: row[name] for name in _SHOWN} for row in rows])
            return
        write_out(iter(rows), table_book("triangle").shown(), out, format.value if format else None, excel=False)
