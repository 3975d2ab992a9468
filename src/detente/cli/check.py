"""`detente check`: every invariant of a study's record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import FINDINGS, count, plain, show_rows, told
from detente.cli.options import Limit, StudyFolder

EXAMPLE = "detente check examples/sino-soviet"


def check(
    study: StudyFolder,
    sources: Annotated[Path | None, typer.Option(help="The folder of its sources, where the study was written elsewhere.")] = None,
    limit: Limit = None,
) -> None:
    """Check a study: record and files.

    Every statement must stand in its source, every code have a meaning, every file be as it was written.
    Notes are worth knowing and need not be wrong. The exit code is 1 when there is a fault.

    Example: detente check examples/sino-soviet
    """
    with told():
        from detente.study import check_study

        findings = check_study(study, sources=sources)
        rows = [
            {"kind": "note" if each.note else "fault", "check": each.check, "where": plain(each.where), "finding": plain(each.what)}
            for each in findings
        ]
        if rows:
            show_rows(rows, columns=("kind", "check", "where", "finding"), limit=limit)
        notes = sum(each.note for each in findings)
        faults = len(findings) - notes
        print(f"{count(faults, 'fault')}, {count(notes, 'note')}", file=sys.stderr)
        if faults:
            raise typer.Exit(FINDINGS)
