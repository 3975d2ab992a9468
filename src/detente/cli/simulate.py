"""`detente simulate`: what might have been, by the interventions of a study."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.cli.code import write_out
from detente.cli.console import show_table, told
from detente.cli.options import Format, Limit, OutFile, Seed, StudyFolder

EXAMPLE = "detente simulate examples/sino-soviet"

_SHOWN = ("intervention", "dyad", "year", "baseline_50", "changed_50", "effect_05", "effect_50", "effect_95", "imposed")

Runs = Annotated[int, typer.Option(min=2, max=100_000, help="How many runs there are.")]


def simulate(
    study: StudyFolder,
    *,
    intervention: Annotated[str | None, typer.Option(help="The name of one of the interventions in study.toml; all by default.")] = None,
    runs: Runs = 1000,
    seed: Seed = 0,
    format: Format = None,
    out: OutFile = None,
    limit: Limit = None,
) -> None:
    """Print each tie by year with and without the interventions of a study.

    Both are run with the same draws, so that the difference is the effect. Every number is a range over runs.

    Example: detente simulate examples/sino-soviet
    """
    with told():
        from detente.record import table_book
        from detente.study import simulated_rows

        rows = simulated_rows(study, name=intervention, runs=runs, seed=seed)[:limit]
        if out is None and format is None and sys.stdout.isatty():
            show_table([{name: row[name] for name in _SHOWN} for row in rows])
            return
        write_out(iter(rows), table_book("counterfactuals").shown(), out, format.value if format else None, excel=False)
