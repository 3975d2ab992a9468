"""`detente join`: a reader's word that statements tell of one happening."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from detente.cli.console import count, told
from detente.cli.options import Note, StudyFolder, User

EXAMPLE = "detente join examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b"


def join(
    study: StudyFolder,
    statements: Annotated[
        list[str], typer.Argument(metavar="ID ID ...", help="Statements; the first is joined with each other one.")
    ],
    *,
    user: User = "",
    note: Note = "",
) -> None:
    """Join statements into one incident.

    The judgement is kept with the study and outlives coding again; `detente split` of the same statements takes it back. Run
    `detente study` again for tables and report.

    Example: detente join examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b
    """
    with told():
        from detente.study import judge_grouping

        made = judge_grouping(study, "join", statements, user=user, at=datetime.now(UTC).isoformat(timespec="microseconds"), note=note)
        print(f"{count(len(made), 'judgement')} kept", file=sys.stderr)
