"""`detente check`: every invariant of a study's record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import FINDINGS, plain, show_rows, told
from detente.cli.options import Limit, StudyFolder

EXAMPLE = "detente check examples/sino-soviet"


def check(
    study: StudyFolder,
    sources: Annotated[Path | None, typer.Option(help="The folder of its sources, where the study was written elsewhere.")] = None,
    limit: Limit = None,
) -> None:
    """Check a study: record and files.

    Every statement must stand in its source, every code have a meaning, every file be as it was written.
    The exit code is 1 when anything is wrong.

    Example: detente check examples/sino-soviet
    """
    with told():
        from detente.study import check_study

        findings = check_study(study, sources=sources)
        rows = [{"check": each.check, "where": plain(each.where), "what": plain(each.what)} for each in findings]
        if rows:
            show_rows(rows, columns=("check", "where", "what"), limit=limit)
            print(f"{len(rows)} finding{'' if len(rows) == 1 else 's'}", file=sys.stderr)
            raise typer.Exit(FINDINGS)
        print("Nothing is wrong.", file=sys.stderr)
