"""What `detente join` and `detente split` share: keeping a reader's word on statements."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import count, told

Statements = Annotated[list[str], typer.Argument(metavar="ID ID ...", help="Statements; the first is judged with each other one.")]
User = Annotated[str, typer.Option(help="Who judges, as the record is to name you.")]
Note = Annotated[str, typer.Option(help="Why, in a few words.")]


def keep(study: Path, verdict: str, statements: Sequence[str], *, user: str, note: str) -> None:
    """Keep a judgement with a study and say so; a fault is told and ends the command."""
    with told():
        from detente.study import judge_grouping

        made = judge_grouping(study, verdict, statements, user=user, at=datetime.now(UTC).isoformat(timespec="microseconds"), note=note)
        print(f"{count(len(made), 'judgement')} kept", file=sys.stderr)
