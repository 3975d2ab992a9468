"""The numbered faults of the study file and the command line (9xx)."""

from __future__ import annotations

from detente.errors import UsageFault, Where

NO_FOLDER, NOT_TOML, UNKNOWN_KEY, WRONG_VALUE, NO_SOURCES, NO_STATEMENT, BAD_OPTION, NO_SUCH_SOURCE, EXISTS, NOT_WRITABLE, RAGGED = range(
    901, 912
)

_WORDS: dict[int, tuple[str, str]] = {
    NO_FOLDER: ("there is no such folder", "Name the folder that holds your sources, or make one with `detente init FOLDER`."),
    NOT_TOML: ("study.toml is not TOML", "Correct the line named; `detente init` writes an example."),
    UNKNOWN_KEY: (
        "study.toml has a key that means nothing",
        "Known keys: title, question, states, focus, from, to, licence, codes, data, theories, fast, eight_bit, horizon, [coder], "
        "[[interventions]], [sources].",
    ),
    WRONG_VALUE: ("study.toml has a value of the wrong sort", "Correct the value; `detente init` writes an example."),
    NO_SOURCES: ("the folder holds no sources", "Put txt, md, html, pdf, docx, jsonl or TEI xml files into sources/ and run again."),
    NO_STATEMENT: ("no statement of the study has this id", "Take ids from the tables; coding again may have changed them."),
    BAD_OPTION: ("an option has a value that means nothing", "See --help for the values."),
    NO_SUCH_SOURCE: (
        "study.toml describes a source that is not there",
        "Correct its name to a path within the sources, or take the entry out.",
    ),
    EXISTS: ("there is a study here already", "Edit its study.toml, or name another folder."),
    NOT_WRITABLE: ("the study cannot be written into its folder", "Write it elsewhere: detente study FOLDER --out DIR."),
    RAGGED: ("a table beside the sources cannot be read", "Give every row as many cells as the first, in UTF-8, and run again."),
}


def fault(number: int, detail: str = "", *, where: Where | str | None = None) -> UsageFault:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return UsageFault(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
