"""What the record keeps beside the statements: stages done, files written, runs, and readers' judgements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.record import faults, layouts
from detente.record.storefile import StoreFile


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a reader decided of one event, and when; `at` is an ISO time that the caller gives."""

    event_id: str
    user: str
    at: str
    verdict: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupingRow:
    """A reader's joining or splitting of two statements, each anchored in its text as a JSON object; `at` is an ISO time."""

    user: str
    at: str
    verdict: str
    one: str
    other: str
    note: str = ""


class Ledger(StoreFile):
    """Stages, outputs, runs and judgements of a store."""

    def mark(self, stage: str, key: str, detail: Mapping[str, Any] | None = None) -> None:
        """Note that a stage was finished on the input with hash `key`, and what it found."""
        with self.transaction() as connection:
            cells = (stage, key, json.dumps(detail or {}, sort_keys=True))
            connection.execute("INSERT OR REPLACE INTO stages VALUES (?, ?, ?)", cells)

    def done(self, stage: str, key: str) -> bool:
        """Whether the stage was last finished on this very input."""
        return bool(self._asked("SELECT 1 FROM stages WHERE stage = ? AND key = ?", stage, key))

    def found(self, stage: str) -> dict[str, Any]:
        """What the stage found when it was last finished; empty when it never was."""
        rows = self._asked("SELECT detail FROM stages WHERE stage = ?", stage)
        return dict(json.loads(rows[0][0])) if rows else {}

    def put_outputs(self, hashes: Mapping[str, str]) -> None:
        """Note the files that a study has written, by their path in its folder, with their SHA-256."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM outputs")
            connection.executemany("INSERT INTO outputs VALUES (?, ?)", sorted(hashes.items()))

    def outputs(self) -> dict[str, str]:
        """The files that the study has written last, with their SHA-256."""
        return dict(self._asked("SELECT path, sha256 FROM outputs ORDER BY path"))

    def begin_run(self, command: str, *, pid: int, started: str) -> int:
        """Note a run; the only place that knows a clock, read by no result."""
        with self.transaction() as connection:
            row = connection.execute("INSERT INTO runs (command, pid, started) VALUES (?, ?, ?)", (command, pid, started))
            return int(row.lastrowid or 0)

    def end_run(self, number: int, *, ended: str) -> None:
        """Note that a run came to its end."""
        with self.transaction() as connection:
            connection.execute("UPDATE runs SET ended = ? WHERE number = ?", (ended, number))

    def put_judgement(self, judgement: Judgement) -> None:
        """Keep a reader's judgement; earlier ones of the same event stay."""
        with self.transaction() as connection:
            cells = (judgement.event_id, judgement.user, judgement.at, judgement.verdict, judgement.note)
            query = "INSERT INTO judgements (event_id, user, at, verdict, note) VALUES (?, ?, ?, ?, ?)"
            connection.execute(query, tuple(layouts.store_text(cell) for cell in cells))

    def judgements(self, event_id: str | None = None) -> tuple[Judgement, ...]:
        """The judgements of one event or of all, in the order they were given."""
        query = "SELECT event_id, user, at, verdict, note FROM judgements WHERE ?1 IS NULL OR event_id = ?1 ORDER BY number"
        names = ("event_id", "user", "at", "verdict", "note")
        return tuple(Judgement(**dict(zip(names, map(layouts.load_text, row), strict=True))) for row in self._asked(query, event_id))

    def verdicts(self) -> dict[str, str]:
        """The latest verdict of each judged event."""
        return {judgement.event_id: judgement.verdict for judgement in self.judgements()}

    def put_grouping(self, row: GroupingRow) -> None:
        """Keep that a reader joined or split two statements; earlier ones of the same two stay."""
        with self.transaction() as connection:
            cells = (row.user, row.at, row.verdict, row.one, row.other, row.note)
            query = "INSERT INTO groupings (user, at, verdict, one, other, note) VALUES (?, ?, ?, ?, ?, ?)"
            connection.execute(query, tuple(layouts.store_text(cell) for cell in cells))

    def groupings(self) -> tuple[GroupingRow, ...]:
        """What readers joined and split, in the order it was given."""
        names = ("user", "at", "verdict", "one", "other", "note")
        rows = self._asked(f"SELECT {', '.join(names)} FROM groupings ORDER BY number")  # noqa: S608 - names of our own
        return tuple(GroupingRow(**dict(zip(names, map(layouts.load_text, row), strict=True))) for row in rows)

    def put_memberships(self, incident_of: Mapping[str, str]) -> None:
        """Note in which incident each statement stands, in place of what was noted before."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM memberships")
            connection.executemany("INSERT INTO memberships VALUES (?, ?)", sorted(incident_of.items()))

    def memberships(self) -> dict[str, str]:
        """The incident of each statement, by ids; empty before incidents were grouped."""
        return dict(self._asked("SELECT statement, incident FROM memberships ORDER BY statement"))

    def withdrawn(self) -> tuple[tuple[str, str, str, str], ...]:
        """Statements that the record held and holds no longer: kind, id, source, and why."""
        return tuple(self._asked("SELECT kind, id, source, why FROM withdrawn ORDER BY kind, id"))

    def _asked(self, query: str, *values: object) -> list[Any]:
        with faults.told(self.path.name):
            return self._connection.execute(query, values).fetchall()
