"""What a run found, as it is told at its end and kept for the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.record import ReadingRow, Store


@dataclass(frozen=True, kw_only=True)
class StudyOutcome:
    """The end of a run: where the report is, what was done this time, and what the study holds.

    `read`, `coded` count what this run did; `fresh` says whether tables and report were made again.
    `found` is what `results` made: years, dyad, best and worst.
    """

    report: Path
    read: int
    coded: int
    fresh: bool
    files: int
    documents: int
    refused: tuple[ReadingRow, ...]
    failed: tuple[tuple[str, str], ...]
    copies: int
    events: int
    figures: int
    agreements: int
    found: Mapping[str, Any]

    @property
    def all_refused(self) -> bool:
        """Whether not one file could be read."""
        return self.files > 0 and len(self.refused) == self.files

    def lines(self) -> tuple[str, ...]:
        """The five lines a run ends with."""
        return self._sources(), self._events(), self._figures(), self._years(), self._dyad()

    def _sources(self) -> str:
        text = f"Sources: {_count(self.files - len(self.refused), 'file')} read, {_count(self.documents, 'document')}"
        if self.copies:
            text += f", {self.copies} a copy of another"
        if self.refused:
            reasons = Counter((row.number, row.reason) for row in self.refused)
            told = "; ".join(f"{n} D{number} {str(reason).partition(':')[0]}" for (number, reason), n in sorted(reasons.items(), key=str))
            text += f"; {len(self.refused)} refused ({told})"
        return f"{text}; {len(self.failed)} could not be coded" if self.failed else text

    def _events(self) -> str:
        return f"Events: {self.events:,}" + (
            f", between {_count(self.found['pairs'], 'pair')} of states" if self.found.get("pairs") else ""
        )

    def _figures(self) -> str:
        return f"Figures: {self.figures:,}; agreements: {self.agreements:,}"

    def _years(self) -> str:
        first, last = self.found.get("first_year"), self.found.get("last_year")
        if first is None or last is None:
            return "Years: none: no event between two states has a year"
        dyad, covered = self.found.get("dyad"), self.found.get("covered", 0)
        return f"Years: {first} to {last}; the sources speak of {dyad} in {covered} of {last - first + 1}"

    def _dyad(self) -> str:
        best, worst, name = self.found.get("best"), self.found.get("worst"), self.found.get("name")
        told = [
            f"{word} year {year[0]} (net {year[1]:+.1f}, {_count(year[2], 'statement')})"
            for word, year in (("best", best), ("worst", worst))
            if year
        ]
        if not told:
            return "Strongest finding: none: no year of cooperation or conflict between two states"
        return f"{name}: {', '.join(told)}"


def outcome_of(store: Store, report: Path, *, read: int, coded: int, fresh: bool) -> StudyOutcome:
    """What the store holds at the end of a run."""
    readings, rows = store.readings(), store.source_rows()
    return StudyOutcome(
        report=report,
        read=read,
        coded=coded,
        fresh=fresh,
        files=len(readings),
        documents=len(rows),
        refused=tuple(row for row in readings if row.outcome == "refused"),
        failed=tuple((row["key"], row["failed"]) for row in rows if row["failed"]),
        copies=len(store.copies()),
        events=sum(row["events"] for row in rows),
        figures=sum(row["figures"] for row in rows),
        agreements=sum(row["agreements"] for row in rows),
        found=store.found("results"),
    )


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
