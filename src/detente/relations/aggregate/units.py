"""Days and the periods they fall in, as a table that every engine joins: no engine's calendar is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, get_args

import polars as pl

from detente.dates import UNIX_DAY, calendar_day, day_number, iso_day
from detente.errors import DataRefused, Where

Unit = Literal["day", "month", "quarter", "year"]
"""The length of a period."""

UNITS: tuple[Unit, ...] = get_args(Unit)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
FIRST_DAY, LAST_DAY = day_number(1), day_number(9999, 12, 31)
"""The days that a row may have: years 1 to 9999, as in all engines' dates."""


def days_and_periods(first: int, last: int, unit: Unit) -> list[tuple[int, int]]:
    """Each day from `first` to `last` with the first day of its period (day numbers of `detente.dates`)."""
    if unit == "day":
        return [(day, day) for day in range(first, last + 1)]
    starts = [*_starts(first, last, _MONTHS[unit]), last + 1]
    return [(day, start) for start, after in pairwise(starts) for day in range(max(start, first), min(after, last + 1))]


def _starts(first: int, last: int, months: int) -> Iterator[int]:
    """The first days of the periods that meet the days from `first` to `last`."""
    year, month, _ = calendar_day(first)
    index = (year * 12 + month - 1) // months * months
    while (start := day_number(index // 12, index % 12 + 1)) <= last:
        yield start
        index += months


def period_table(first: int, last: int, unit: Unit) -> pl.DataFrame:
    """Columns `day` (Int32), `date` (Date: the same day) and `first_day` (Int32) of its period."""
    rows = days_and_periods(first, last, unit)
    table = pl.DataFrame(rows, schema={"day": pl.Int32, "first_day": pl.Int32}, orient="row")
    return table.select("day", (pl.col("day") - UNIX_DAY).cast(pl.Date).alias("date"), "first_day")


def checked_span(first: int, last: int, file: str) -> tuple[int, int]:
    """The span as it is; `DataRefused` 651 where a day is in no year from 1 to 9999."""
    if FIRST_DAY <= first <= last <= LAST_DAY:
        return first, last
    bad = first if first < FIRST_DAY else last
    raise DataRefused(
        651,
        f"a day is {bad}, which is no day of the years 1 to 9999",
        where=Where(file=file),
        todo=f"Count days so that {iso_day(1)} is 1.",
    )
