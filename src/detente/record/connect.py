"""Opening a store: what is ours, what is of another version, what is no database at all."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from detente.record import faults
from detente.record.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION, TABLES

STORE_NAME = "detente.sqlite"
"""The store's name in a study's folder."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another before it gives up with a numbered fault."""


def store_path(path: Path | str) -> Path:
    """The store's file, where `path` is the file itself or the study's folder."""
    path = Path(path)
    return path / STORE_NAME if path.is_dir() else path


def connect(
    path: Path,
    *,
    readonly: bool = False,
    kind: type[sqlite3.Connection] = sqlite3.Connection,
    migrations: Mapping[int, tuple[str, ...]] = MIGRATIONS,
) -> sqlite3.Connection:
    """An open store at `path`, made new when there is none and it may be written.

    Refuses, with a numbered fault: a missing store (when read only), a file that is no database or
    another program's, a store of a newer version. An older one is copied beside itself and migrated.
    """
    with faults.told(path.name):
        if readonly and not path.is_file():
            raise faults.fault(faults.NO_STORE, where=str(path))
        connection = sqlite3.connect(_address(path, readonly), uri=True, timeout=BUSY_SECONDS, isolation_level=None, factory=kind)
        try:
            _verify(connection, path, readonly=readonly, migrations=migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def _address(path: Path, readonly: bool) -> str:
    mode = "ro" if readonly else "rwc"
    # on a read-only medium SQLite cannot make its shared-memory file; with no log to read, the file alone is the store
    alone = readonly and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    return f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if alone else ''}"


def _verify(connection: sqlite3.Connection, path: Path, *, readonly: bool, migrations: Mapping[int, tuple[str, ...]]) -> None:
    application, version, empty = _state(connection)
    if application != APPLICATION_ID and not (empty and application == 0):
        raise faults.fault(faults.FOREIGN, where=path.name)
    if version > SCHEMA_VERSION:
        raise faults.fault(faults.NEWER, f"schema {version}, this version knows {SCHEMA_VERSION}", where=path.name)
    if empty and readonly:
        raise faults.fault(faults.NO_STORE, where=path.name)
    if not readonly:
        _use_log(connection)
        _settle(connection)
        if not empty and version < SCHEMA_VERSION:
            _migrate(connection, path, version, migrations)
        _create_if_empty(connection)
    elif version < SCHEMA_VERSION:
        raise faults.fault(faults.OLDER, f"schema {version}; open it once for writing", where=path.name)
    connection.execute("PRAGMA foreign_keys = ON")


def _state(connection: sqlite3.Connection) -> tuple[int, int, bool]:
    """Whose file it is, its version and whether it is empty, at one moment: another process may be making it just now."""
    connection.execute("BEGIN")
    application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.execute("COMMIT")
    return application, version, empty


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait by itself when two processes switch at once."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _settle(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA journal_size_limit = 16777216")


def _create_if_empty(connection: sqlite3.Connection) -> None:
    if _pragma(connection, "application_id") == APPLICATION_ID:
        return
    with writing(connection):
        # asked again inside the transaction: another process may have been first
        if _pragma(connection, "application_id") == APPLICATION_ID:
            return
        for statement in TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _migrate(connection: sqlite3.Connection, path: Path, version: int, migrations: Mapping[int, tuple[str, ...]]) -> None:
    """Bring the store from `version` up to date, step by step, after a copy `detente.sqlite.vN` was made."""
    if any(step not in migrations for step in range(version, SCHEMA_VERSION)):
        raise faults.fault(faults.OLDER, f"schema {version}, this version needs {SCHEMA_VERSION}", where=path.name)
    with closing(sqlite3.connect(f"{path}.v{version}")) as backup:
        connection.backup(backup)
    with writing(connection):
        for step in range(version, SCHEMA_VERSION):
            for statement in migrations[step]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One write transaction: all of it or, after any error or interruption, nothing.

    It takes the write lock at once (BEGIN IMMEDIATE): a transaction that reads first and asks for the
    lock later is refused without waiting when another process has committed between.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def roll_back(connection: sqlite3.Connection) -> None:
    """Undo what is not committed. A connection that is closed has done so itself: an interruption may close it first."""
    with suppress(sqlite3.ProgrammingError):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
