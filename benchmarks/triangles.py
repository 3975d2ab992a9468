"""Requirement 6 of the relation: the triangle of China, the USSR (Russia) and the United States, 1946-2014, from published data alone.

    DETENTE_DATA=FOLDER python benchmarks/triangles.py

For each span of years that historians agree on, in how many years the type they name is the most probable, and what is most probable
else. Nothing is set by hand: the scores are those of `detente triangle --data`.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.study import triangle_rows

STATES = ("CHN", "RUS", "USA")
YEARS = (1946, 2014)
SPANS: tuple[tuple[int, int, str, str | None, str], ...] = (
    (1950, 1956, "marriage", "USA", "China and the USSR together against the United States"),
    (1965, 1970, "veto", None, "all three at odds"),
    (1972, 1979, "romantic", "USA", "the United States as pivot"),
    (2013, 2014, "best_pair", "CHN-RUS", "China and Russia have the best relation"),
)
"""First and last year, the type and its pivot or outcast (or the pair with the best relation), and the same in words."""

Row = Mapping[str, Any]


def lines(data: Path, *, seed: int = 0) -> Iterator[str]:
    """The table of requirement 6 in Markdown, a line at a time, from a folder of published data."""
    rows = triangle_rows(None, data=data, states=STATES, years=YEARS, seed=seed)
    yield from table(rows)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of the table for rows of `detente triangle`; a span holds where more than half of its years have what is asked."""
    yield "| span | asked | years most probable | mean probability | verdict | by year |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for first, last, kind, who, words in SPANS:
        inside = [row for row in rows if first <= row["year"] <= last]
        n = sum(_holds(row, kind, who) for row in inside)
        chances = [chance for row in inside if (chance := _chance(row, kind, who)) is not None]
        mean = f"{sum(chances) / len(chances):.2f}" if chances else "none"
        verdict = "met" if 2 * n > last - first + 1 else "missed"
        yield f"| {first}-{last} | {words} | {n} of {last - first + 1} | {mean} | {verdict} | {_told(inside, kind)} |"


def _holds(row: Row, kind: str, who: str | None) -> bool:
    return bool(row["best_pair"] == who if kind == "best_pair" else (row["type"], row["who"]) == (kind, who))


def _chance(row: Row, kind: str, who: str | None) -> float | None:
    if kind == "best_pair":
        return float(row["best_probability"]) if row["best_pair"] == who else 0.0
    column = kind if who is None else f"{'pivot' if kind == 'romantic' else 'outcast'}_{'abc'[STATES.index(who)]}"
    return None if row[column] is None else float(row[column])


def _told(rows: Sequence[Row], kind: str) -> str:
    """What is the most probable, and in how many years."""
    found = Counter(row["best_pair"] if kind == "best_pair" else " ".join(filter(None, (row["type"], row["who"]))) or "gap" for row in rows)
    return ", ".join(f"{name} {n}" for name, n in sorted(found.items(), key=lambda each: (-each[1], each[0])))


if __name__ == "__main__":
    folder = os.environ.get("DETENTE_DATA")
    if not folder:
        sys.exit("Let DETENTE_DATA name the folder of published data.")
    for line in lines(Path(folder)):
        print(line)
