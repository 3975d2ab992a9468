"""The numbered faults of samples for review (36x), each with what to do next."""

from __future__ import annotations

from detente.errors import DataRefused, Where

NO_EVENTS, NO_SENTENCES, NOT_A_SHEET, ROW = range(361, 365)

_WORDS: dict[int, tuple[str, str]] = {
    NO_EVENTS: ("these are no coded events", "Name a study that was run, or events written by `detente code` or `detente export`."),
    NO_SENTENCES: (
        "a file of events does not hold the sentences that gave none",
        "Name the study itself, or ask for events only with --sentences 0.",
    ),
    NOT_A_SHEET: ("this is no sheet of `detente sample`", "Keep its columns and its heading; save it as CSV or JSON lines."),
    ROW: ("a row of the sheet cannot be read", "Correct the row; the page on samples in the documentation says what each column takes."),
}


def fault(number: int, detail: str = "", *, where: Where | str | None = None) -> DataRefused:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return DataRefused(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
