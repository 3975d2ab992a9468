"""The numbered faults of the record (4xx), each with what to do next, and how SQLite's own errors become one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import RecordFault

NO_STORE, NOT_SQLITE, FOREIGN, NEWER, OLDER, BUSY, LONG_RUN, BROKEN = range(401, 409)
READ_ONLY, SEARCH, NO_ROOM, EXPORT, UNKNOWN, SPAN, KIND, CLASH = range(409, 417)

_WORDS: dict[int, tuple[str, str]] = {
    NO_STORE: ("there is no study store here", "Run `detente study FOLDER` first, or name the folder of detente.sqlite."),
    NOT_SQLITE: (
        "this file is not a SQLite database",
        "Move it away and run `detente study` again: the store is rebuilt from the sources.",
    ),
    FOREIGN: ("this SQLite file was not written by détente", "Name another folder with --out; the file is left as it is."),
    NEWER: ("the store was written by a newer version of détente", "Install that version, or write to another folder with --out."),
    OLDER: ("the store was written by an older version and cannot be brought up to date", "Move it away and run `detente study` again."),
    BUSY: ("another process held the store for longer than 30 seconds", "Wait for it to end and try again; nothing was changed."),
    LONG_RUN: ("another long run works on this study", "Wait for it to end, or stop it; what it has finished is kept."),
    BROKEN: ("the store is damaged", "Move it away and run `detente study` again: the store is rebuilt from the sources."),
    READ_ONLY: ("the store cannot be written", "Check the permissions of the folder, or write elsewhere with --out."),
    SEARCH: ("the search cannot be read", 'Words side by side must all occur; "a phrase"; A OR B; begin*; A NOT B; NEAR(A B, 5).'),
    NO_ROOM: ("the disk refused a write", "Make room on the disk and try again; what was finished is kept."),
    EXPORT: ("the table could not be written", "Check that the folder exists and has room; no file was left half written."),
    UNKNOWN: ("the store has no such document", "Run `detente study` again: sources are read before they are coded."),
    SPAN: ("a coder's evidence is not in the document", "This is a fault of the coder: report it with the document; the rest goes on."),
    KIND: ("there is no such table", "codebook.md, beside the tables of a study, names them all."),
    CLASH: ("two statements of one coding have the same id", "This is a fault of the coder: report it with the document."),
}


def fault(number: int, detail: str = "", *, where: str | None = None) -> RecordFault:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return RecordFault(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)


def no_store(folder: Path) -> RecordFault:
    """The fault of a folder in which no study was run."""
    return fault(NO_STORE, where=str(folder))


def no_room(detail: str) -> RecordFault:
    """The fault of a disk that is full."""
    return fault(NO_ROOM, detail)


_BY_CODE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_NOTADB: NOT_SQLITE,
    sqlite3.SQLITE_CORRUPT: BROKEN,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: NO_ROOM,
    sqlite3.SQLITE_IOERR: NO_ROOM,
}


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn SQLite's errors about the file into numbered faults; errors of our own SQL pass through."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise fault(BROKEN, str(error), where=where) from error
    except sqlite3.DatabaseError as error:
        number = _BY_CODE.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
        if number is None and str(error).startswith("no such "):
            number = BROKEN  # a table or column of ours is not there: its header says that it should be
        if number is None:
            raise
        raise fault(number, str(error), where=where) from error
