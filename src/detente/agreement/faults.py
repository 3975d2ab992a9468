"""The numbered faults of comparing codings (44x): what cannot be read as a coding."""

from __future__ import annotations

from detente.errors import RecordFault, Where

NO_CODING, NO_TABLE, BAD_ROW, SEVERAL, NO_CODER, NO_QUOTE = range(440, 446)

_WORDS: dict[int, tuple[str, str]] = {
    NO_CODING: ("there is no such coding", "Name a file of events (.jsonl, .csv, .parquet) or the folder of a study."),
    NO_TABLE: (
        "the file is no table of events",
        "It needs document, source_state, target_state, event_type, and char_start with char_end, or quote.",
    ),
    BAD_ROW: ("a row is no event", "Correct the row, or take it out."),
    SEVERAL: ("the coding has events of several coders", "Name one of them behind the file or study: PATH@CODER."),
    NO_CODER: ("the coding has no event of that coder", "Its coders are named; leave @CODER away where there is only one."),
    NO_QUOTE: ("a quotation cannot be found", "Give char_start and char_end, or the documents with --texts, quoted letter by letter."),
}


def fault(number: int, detail: str = "", *, where: Where | str | None = None) -> RecordFault:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return RecordFault(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
