"""The register's tables: one fact a row, lines that start with `#` are comments, dates as partial ISO."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

from detente.dates import day_number, days_in_month
from detente.errors import DataRefused, Where


def table_rows(file_name: str, *columns: str) -> Iterator[tuple[int, list[str]]]:
    """Each row of a table of the package's data folder with its line number, in file order.

    The first line that is no comment must be exactly `columns`. Raises `DataRefused` (201) at a row
    of another width and at a heading that differs; a table with no row yields nothing.
    """
    with files("detente").joinpath("data", file_name).open(encoding="utf-8") as lines:
        heading: list[str] | None = None
        reader = csv.reader(line if not line.startswith("#") else "\n" for line in lines)
        for row in reader:
            if not row:
                continue
            if heading is None:
                heading = row
                if heading != list(columns):
                    raise _refused(file_name, reader.line_num, f"the columns are {heading}, not {list(columns)}")
            elif len(row) != len(columns):
                raise _refused(file_name, reader.line_num, f"{len(row)} values for {len(columns)} columns")
            else:
                yield reader.line_num, row


def _refused(file_name: str, line: int, what: str) -> DataRefused:
    return DataRefused(201, what, where=Where(file=file_name, line=line), todo="Mend the row.")


def first_day(text: str) -> int | None:
    """The first day of `1949`, `1949-10` or `1949-10-01`; None for an empty text (open)."""
    return None if not text else _bounds(text)[0]


def last_day(text: str) -> int | None:
    """The last day of `1949`, `1949-10` or `1949-10-01`; None for an empty text (open)."""
    return None if not text else _bounds(text)[1]


def _bounds(text: str) -> tuple[int, int]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = day_number(*parts)
        return day, day
    year = parts[0]
    low, high = (parts[1], parts[1]) if len(parts) == 2 else (1, 12)
    return day_number(year, low), day_number(year, high, days_in_month(year, high))
