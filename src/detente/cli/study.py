"""`detente study`: all stages, from the folder to the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import REFUSED, plain, told
from detente.cli.options import CodingEngine, DryRun, Engine, Seed
from detente.cli.purse import Yes, purse

EXAMPLE = "detente study examples/sino-soviet"


def study(
    folder: Annotated[Path, typer.Argument(help="The study: a folder with sources/ (or the sources themselves) and study.toml, if any.")],
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write store, tables and report into this folder instead.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that code; one for each processor by default.")] = None,
    engine: Engine = CodingEngine.LOCAL,
    seed: Seed = 0,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Read, code and report on a folder of sources.

    Writes the store, the tables and report.html into the folder, or into --out.
    A second run does only what changed; a run that was stopped goes on where it was. Ends with what was
    found in five lines and where the report is.

    Example: detente study examples/sino-soviet
    """
    with told():
        from detente.study import progress_on, run_study

        if dry_run:
            _list_sources(folder)
            return
        outcome = run_study(
            folder,
            out=out,
            workers=workers,
            engine=engine.value,
            seed=seed,
            progress=progress_on(sys.stderr),
            purse=purse(yes=yes),
        )
        for row in outcome.refused:
            print(plain(f"Refused: {row.path}: D{row.number}: {row.reason}. {row.todo}"), file=sys.stderr)
        for key, reason in outcome.failed:
            print(plain(f"Not coded: {key}: {reason}"), file=sys.stderr)
        for line in outcome.lines():
            print(plain(line))
        print(plain(f"Report: {outcome.report}"))
        if outcome.all_refused:
            raise typer.Exit(REFUSED)


def _list_sources(folder: Path) -> None:
    from detente.study import find_place, plan_study, source_paths

    plan = plan_study(folder)
    place = find_place(folder, writes=False)
    for path in source_paths(place):
        print(plain(place.label(path)))
    if plan is not None:
        print(plain(plan.line()))
