"""`detente join`: a reader's word that statements tell of one happening."""

from __future__ import annotations

from detente.cli.grouping import Note, Statements, User, keep
from detente.cli.options import StudyFolder

EXAMPLE = "detente join examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b"


def join(study: StudyFolder, statements: Statements, *, user: User = "", note: Note = "") -> None:
    """Join statements into one incident.

    The judgement is kept with the study and outlives coding again; `detente split` of the same statements takes it back. Run
    `detente study` again for tables and report.

    Example: detente join examples/sino-soviet 5d41402abc4b2a76b971 7d793037a0760186574b
    """
    keep(study, "join", statements, user=user, note=note)
