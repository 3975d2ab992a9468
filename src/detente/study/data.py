"""The small tables a scholar puts beside the sources, as the report shows them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import Where
from detente.study import faults
from detente.study.place import DATA, Place

if TYPE_CHECKING:
    from detente.report import DataSet

_SERIES = ("state", "dyad", "reporter")


def data_sets(place: Place) -> tuple[DataSet, ...]:
    """The CSV files of the study's `data/`, in the order of their names.

    A table with a column `year` and one column of numbers beside it is drawn over the years, one line for
    each state or pair of states. Published data sets and tables with a mapping are no small tables: those of alliances stand beside
    the agreements instead.
    Raises `UsageFault` 911 for a row of another length than the first.
    """
    from detente.datasets.shelf import is_published  # noqa: PLC0415 - only results need the data sets

    folder = place.folder / DATA
    return tuple(_data_set(path) for path in sorted(folder.glob("*.csv")) if not is_published(path))


def _data_set(path: Path) -> DataSet:
    from detente.report import DataSet  # noqa: PLC0415 - the report's room is heavy

    header, rows = _rows(path)
    if "state1" in header and "state2" in header:
        a, b = header.index("state1"), header.index("state2")
        header, rows = ["dyad", *header], [[f"{row[a]}-{row[b]}", *row] for row in rows]
    cells = tuple(tuple(_cell(value) for value in row) for row in rows)
    y = _measure(header, cells)
    return DataSet(
        key=path.stem,
        title=path.stem.replace("_", " ").replace("-", " ").capitalize(),
        citation=_citations(header, rows),
        columns=tuple(header),
        rows=cells,
        x="year" if y else None,
        y=y,
        series=next((name for name in _SERIES if name in header), None) if y else None,
    )


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    where = f"{DATA}/{path.name}"
    rows: list[list[str]] = []
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            for row in reader:
                line = reader.line_num + 1
                if row and rows and len(row) != len(rows[0]):
                    detail = f"{len(row)} cells, where the first row has {len(rows[0])}"
                    raise faults.fault(faults.RAGGED, detail, where=Where(file=where, line=reader.line_num))
                if row:
                    rows.append(row)
    except (UnicodeDecodeError, csv.Error) as error:
        # what is no text is found ahead of the row in hand
        at = Where(file=where, line=line if isinstance(error, csv.Error) else None)
        raise faults.fault(faults.RAGGED, str(error), where=at) from error
    return (rows[0], rows[1:]) if rows else ([], [])


def _cell(value: str) -> str | int | float | None:
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() and "." not in value else number


def _measure(header: Sequence[str], rows: Sequence[Sequence[str | int | float | None]]) -> str | None:
    """The first column that holds numbers in every row, where there are years to draw it over."""
    if "year" not in header or not rows:
        return None
    numeric = [name for at, name in enumerate(header) if name != "year" and all(isinstance(row[at], int | float) for row in rows)]
    return numeric[0] if numeric else None


def _citations(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if "citation" not in header:
        return ""
    at = header.index("citation")
    return "; ".join(dict.fromkeys(row[at] for row in rows if len(row) > at and row[at]))
