"""`detente split`: a reader's word that statements do not tell of one happening."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from detente.cli.console import count, told
from detente.cli.options import Note, StudyFolder, User

EXAMPLE = "detente split examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b"


def split(
    study: StudyFolder,
    statements: Annotated[
        list[str], typer.Argument(metavar="ID ID ...", help="Statements; the first is split from each other one.")
    ],
    *,
    user: User = "",
    note: Note = "",
) -> None:
    """Split statements apart.

    The judgement is kept with the study and outlives coding again; `detente join` of the same statements takes it back. Run
    `detente study` again for tables and report.

    Example: detente split examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b
    """
    with told():
        from detente.study import judge_grouping

        made = judge_grouping(study, "split", statements, user=user, at=datetime.now(UTC).isoformat(timespec="microseconds"), note=note)
        print(f"{count(len(made), 'judgement')} kept", file=sys.stderr)
