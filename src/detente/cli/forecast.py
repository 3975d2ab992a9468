"""`detente forecast`: what may come, with how such forecasts did in the past."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.cli.code import write_out
from detente.cli.console import show_table, told
from detente.cli.options import Format, Limit, OutFile, Seed, StudyFolder
from detente.cli.simulate import Runs

EXAMPLE = "detente forecast examples/sino-soviet --horizon 10"

_SHOWN = ("dyad", "year", "x_05", "x_25", "x_50", "x_75", "x_95", "positive")


def forecast(
    study: StudyFolder,
    *,
    horizon: Annotated[int, typer.Option(min=1, max=50, help="How many years ahead.")] = 10,
    scores: Annotated[bool, typer.Option("--scores", help="Print how forecasts made in past years did, instead.")] = False,
    runs: Runs = 1000,
    seed: Seed = 0,
    format: Format = None,
    out: OutFile = None,
    limit: Limit = None,
) -> None:
    """Print each tie of a study in the years ahead, as ranges.

    Forecasts from past years are judged by what the sources said later; whether they beat no change is told on stderr.

    Example: detente forecast examples/sino-soviet --horizon 10
    """
    with told():
        from detente.record import table_book
        from detente.study import forecast_rows

        ahead, judged = forecast_rows(study, horizon=horizon, runs=runs, seed=seed)
        own = next(row for row in judged if row["shown"])
        gain, p = 100 * own["gain"], own["p"]
        print(
            f"Against no change over {own['cases']} cases: {gain:+.1f}% of its error spared" + (f", p {p:.2f}" if p is not None else ""),
            file=sys.stderr,
        )
        table, rows = ("forecast_scores", judged[:limit]) if scores else ("forecasts", ahead[:limit])
        if out is None and format is None and sys.stdout.isatty():
            show_table(rows if scores else [{name: row[name] for name in _SHOWN} for row in rows])
            return
        write_out(iter(rows), table_book(table).shown(), out, format.value if format else None, excel=False)
