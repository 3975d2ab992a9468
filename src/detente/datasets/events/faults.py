"""The numbered faults of event data, of the user's own tables and of the shelf of data (330 to 349)."""

from __future__ import annotations

from detente.datasets.faults import RowFault
from detente.errors import DataRefused, Where

CODE, ACTOR, DAY, ARCHIVE, SCHEME, MAPPING, COARSE, COLUMNS = range(330, 338)
NAME_TAKEN, NOT_FOUND, CHECKSUM, UNREACHABLE, TOO_LARGE, NO_ADDRESS, NO_FOLDER, NOT_EMPTY = range(340, 348)

_WORDS: dict[int, tuple[str, str]] = {
    CODE: (
        "an event code is not in its coding scheme",
        "Compare it with the makers' codebook; the event stands without a score unless the file has one of its own.",
    ),
    ACTOR: (
        "actors are neither states of the register nor known as none",
        "They stand as no state; add those that are to src/detente/data/event_actors.csv.",
    ),
    DAY: ("the date of an event is no day", "Mend the cell, or fetch the makers' file again."),
    ARCHIVE: ("the archive cannot be read", "Fetch the makers' file again; an archive must hold one table."),
    SCHEME: ("the codes are of neither WEIS nor CAMEO alone", 'Say which they are in a mapping: scheme = "weis".'),
    MAPPING: ("the mapping of a table is wrong", "Give kind, and under columns which column is what; docs/howto/add-data.md has examples."),
    COARSE: ("the data set counts longer periods than those asked for", "Ask for longer periods: month, quarter or year."),
    COLUMNS: ("a column of the data set is missing or unknown", "Take the makers' own file, or describe its columns in a mapping."),
    NAME_TAKEN: ("a data set of that name is there already", "Give the file another name; nothing was overwritten."),
    NOT_FOUND: ("there is no such data set", "`detente data list` names those that are there; `detente data add FILE` adds one."),
    CHECKSUM: ("the file is not the one whose checksum was given", "Fetch it again; nothing was kept."),
    UNREACHABLE: ("the file could not be fetched", "Look at the address in a browser; the maker may have moved it."),
    TOO_LARGE: ("the file is larger than allowed", "Raise the limit with --most-bytes if it is really that large."),
    NO_ADDRESS: ("there is no address to fetch from", "Get the file from the maker's page, then: detente data add FILE."),
    NOT_EMPTY: ("the folder is not empty", "Name a new folder, or empty this one; nothing was written."),
    NO_FOLDER: ("there is no folder to put data in", "Name a study with --study, or a folder for all studies in DETENTE_DATA."),
}


def event_fault(number: int, file: str, row: int | None, detail: str = "", *, kept: bool = False) -> RowFault:
    """The fault of that number in a row, with a detail added to what it always says."""
    what = _WORDS[number][0]
    return RowFault(file=file, row=row, number=number, what=f"{what}: {detail}" if detail else what, kept=kept)


def event_refusal(number: int, detail: str = "", *, where: Where | str | None = None, todo: str = "") -> DataRefused:
    """The refusal of a whole file or request, with a detail added to what it always says."""
    what, always = _WORDS[number]
    return DataRefused(number, f"{what}: {detail}" if detail else what, where=where, todo=todo or always)
