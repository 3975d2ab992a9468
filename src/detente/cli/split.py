"""`detente split`: a reader's word that statements do not tell of one happening."""

from __future__ import annotations

from detente.cli.grouping import Note, Statements, User, keep
from detente.cli.options import StudyFolder

EXAMPLE = "detente split examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b"


def split(study: StudyFolder, statements: Statements, *, user: User = "", note: Note = "") -> None:
    """Split statements apart.

    The judgement is kept with the study and outlives coding again; `detente join` of the same statements takes it back. Run
    `detente study` again for tables and report.

    Example: detente split examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b
    """
    keep(study, "split", statements, user=user, note=note)
