"""An open store's file: its transactions, and the faults of the disk told by number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from detente.record import faults
from detente.record.connect import connect, roll_back, store_path, writing


class StoreFile:
    """The file under a store; what stands in it is the business of the classes built on this one."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, readonly: bool = False) -> None:
        self._connection = connection
        self.path = path
        self.readonly = readonly

    @classmethod
    def open(cls, path: Path | str, *, readonly: bool = False, kind: type[sqlite3.Connection] = sqlite3.Connection) -> Self:
        """Open the store of a folder (or the file itself); make it new unless `readonly`.

        Raises `RecordFault` 401 to 409: missing, not a database, foreign, newer, older, busy, damaged.
        """
        file = store_path(path)
        return cls(connect(file, readonly=readonly, kind=kind), file, readonly=readonly)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was committed is kept."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All writes inside happen together or not at all; SQLite's refusals become numbered faults."""
        with faults.told(self.path.name), writing(self._connection):
            yield self._connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the store for several questions, whatever others write meanwhile."""
        with faults.told(self.path.name):
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN DEFERRED")
            try:
                yield self._connection
            finally:
                roll_back(self._connection)
