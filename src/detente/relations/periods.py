"""The years, quarters or months of a study, as day numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.dates import day_number, days_in_month
from detente.errors import DetenteError

Unit = Literal["year", "quarter", "month"]
"""How long a period of a series is."""

Days = NDArray[np.int64]
"""An array of day numbers, or of places in the list of periods."""

_MONTHS: dict[str, int] = {"year": 12, "quarter": 3, "month": 1}
LONGEST_DAYS: dict[str, int] = {"year": 366, "quarter": 92, "month": 31}
"""The length in days of the longest period of each unit."""


@dataclass(frozen=True, kw_only=True)
class Periods:
    """Consecutive periods: their labels, the years they fall in, and first and last day of each (inclusive)."""

    unit: Unit
    labels: tuple[str, ...]
    years: tuple[int, ...]
    starts: Days
    ends: Days

    def __len__(self) -> int:
        return len(self.labels)

    def touched(self, first: Days, last: Days) -> tuple[Days, Days]:
        """The places of the first and last period that each range of days touches; last < first where it touches none."""
        return np.searchsorted(self.ends, first), np.searchsorted(self.starts, last, side="right") - 1


def periods(unit: Unit, first_year: int, last_year: int) -> Periods:
    """The periods of the years `first_year` to `last_year`, both included (astronomical years).

    Labels are `1950`, `1950-Q1` or `1950-02`. Raises `DetenteError` 601 for another unit, or when the
    last year is before the first.
    """
    if unit not in get_args(Unit):
        raise DetenteError(601, f"{unit!r} is not a unit of time for a series", todo="Use year, quarter or month.")
    if last_year < first_year:
        raise DetenteError(601, f"the series would end ({last_year}) before it begins ({first_year})", todo="Swap the two years.")
    rows = list(_rows(unit, first_year, last_year))
    labels, years, starts, ends = zip(*rows, strict=True)
    return Periods(unit=unit, labels=labels, years=years, starts=np.array(starts, np.int64), ends=np.array(ends, np.int64))


def _rows(unit: Unit, first_year: int, last_year: int) -> Iterator[tuple[str, int, int, int]]:
    length = _MONTHS[unit]
    for year in range(first_year, last_year + 1):
        for month in range(1, 13, length):
            final = month + length - 1
            yield _label(unit, year, month), year, day_number(year, month), day_number(year, final, days_in_month(year, final))


def _label(unit: Unit, year: int, month: int) -> str:
    label = f"{'-' if year < 0 else ''}{abs(year):04d}"
    return {"year": label, "quarter": f"{label}-Q{(month + 2) // 3}", "month": f"{label}-{month:02d}"}[unit]
