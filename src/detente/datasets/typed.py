"""Columns of a published file, from cells as they stand to numbers, flags, text and days, whole columns at a time.

Each cell must be what its column holds: what is not is a fault with its row, and the row is left out; but a month or a day of the month
that there is not only makes the date less precise, and the row is kept. Errors: 315 a cell is not
what its column holds; 316 a number is not the COW number of a state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from detente.datasets.delimited import ROW
from detente.datasets.faults import CELL, STATE, RowFault, row_fault
from detente.datasets.published_layout import Field, Layout, field_of
from detente.datasets.states_of import cow_numbers
from detente.dates import UNIX_DAY, read_edtf

EMPTY = ("", ".", "NA", "<NA>", "NaN", "nan", "NULL", "N/A")
"""Cells that mean "not known" in every layout."""

YEARS = (1000, 2200)
"""The years that a column of years may hold."""

_KINDS = {
    "state": "the COW number of a state",
    "year": "a year",
    "month": "a month",
    "day_of_month": "a day of the month",
    "whole": "a whole number within its bounds",
    "number": "a number within its bounds",
    "flag": "0 or 1",
    "date": "a date such as 1950-02-14",
    "yearmonth": "a year and month such as 195002",
}


@dataclass
class Sifter:
    """The rows of one file on their way to a frame: what is wrong with which, and which are left out."""

    label: str
    faults: list[RowFault] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)

    def tell(self, number: int, rows: Iterable[int], details: Iterable[str], *, kept: bool = False) -> None:
        """Note a fault of each row, with its own detail; the rows are left out unless `kept`."""
        for row, detail in zip(rows, details, strict=True):
            self.faults.append(row_fault(number, self.label, int(row), detail, kept=kept))
            if not kept:
                self.left_out.add(int(row))

    def mark(self, frame: pl.DataFrame, wrong: pl.Series, number: int, detail: str) -> pl.DataFrame:
        """Leave out the rows that are `wrong`, with one detail for all, and give back the others."""
        if not wrong.any():
            return frame
        rows = frame.filter(wrong)[ROW].to_list()
        self.tell(number, rows, [detail] * len(rows))
        return frame.filter(~wrong)

    def rest(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of a frame that are not left out."""
        return frame.filter(~pl.col(ROW).is_in(list(self.left_out))) if self.left_out else frame


def typed(layout: Layout, raw: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """The used columns under the names of their uses, with `_row`; rows with a cell that is wrong are left out.

    `raw` has `_row` and the columns of the file in small letters, as strings or as a Parquet file has them. A date becomes two
    columns of day numbers, `NAME_first` and `NAME_last`. States by other codes than COW numbers stay text.
    """
    columns = [raw[ROW]]
    for name, use in layout.columns.items():
        if name in raw.columns:
            columns += _column(layout, raw, name, use, sifter)
    return sifter.rest(pl.DataFrame(columns))


def _column(layout: Layout, raw: pl.DataFrame, name: str, use: str, sifter: Sifter) -> list[pl.Series]:
    kind = field_of(layout, use)
    if use in layout.states:
        kind = Field(name=use, type="id", needed=kind.needed)
    cells = _known(raw[name], layout, use)
    if kind.type == "date":
        found = _dates(cells, use)
    elif kind.type in ("text", "id"):
        found = [_text(cells).alias(use)]
    else:
        found = [_number(cells, kind).alias(use)]
    wrong = (found[0].is_null() & cells.is_not_null()).fill_null(value=False)
    if kind.needed:
        wrong |= cells.is_null()
    if wrong.any():
        _tell(sifter, name, raw.select(ROW, cells.alias(name)).filter(wrong), kind)
    return found


def _tell(sifter: Sifter, name: str, wrong: pl.DataFrame, kind: Field) -> None:
    rows, said = wrong[ROW].to_list(), wrong[name].to_list()
    what = _KINDS.get(kind.type, "text")
    empty = f"{name} is empty"
    number = STATE if kind.type == "state" else CELL
    details = [empty if cell is None else f"{name} is {str(cell)[:60]!r}, not {what}" for cell in said]
    sifter.tell(number, rows, details, kept=kind.type in ("month", "day_of_month"))


def _known(cells: pl.Series, layout: Layout, use: str) -> pl.Series:
    """The cells with blanks stripped, null where they mean that nothing is known."""
    missing = layout.missing | layout.missing_in.get(use, frozenset())
    if layout.family in ("alliances", "atop") and use.startswith(("start_", "end_")):
        missing |= layout.nothing
    if cells.dtype == pl.String:
        bare = cells.str.strip_chars()
        bare = bare.set(bare.is_in([*EMPTY, *missing]) | _is_one_of(bare, missing), None)
        pairs = layout.values.get(use)
        return bare.replace(pairs) if pairs else bare
    if cells.dtype.is_float():
        cells = cells.fill_nan(None)
    return cells.set(_is_one_of(cells, missing), None) if cells.dtype.is_numeric() else cells


def _is_one_of(cells: pl.Series, missing: frozenset[str]) -> pl.Series:
    """Whether a cell is one of these numbers, however it is written (-9 and -9.0)."""
    if not missing:
        return pl.Series([False]).new_from_index(0, len(cells))
    return cells.cast(pl.Float64, strict=False).is_in([float(cell) for cell in missing]).fill_null(value=False)


def _text(cells: pl.Series) -> pl.Series:
    if cells.dtype.is_float():
        cells = cells.cast(pl.Int64, strict=False)
    return cells.cast(pl.String)


def _number(cells: pl.Series, kind: Field) -> pl.Series:
    """The numbers of a column, null where a cell is none, is not whole where it should be, or lies beyond the bounds."""
    numbers = cells.cast(pl.Float64, strict=False) if cells.dtype != pl.Boolean else cells.cast(pl.Float64)
    fine = numbers.is_finite()
    if kind.type != "number":
        fine &= numbers == numbers.floor()
    least, most = _bounds(kind)
    if least is not None:
        fine &= numbers >= least
    if most is not None:
        fine &= numbers <= most
    if kind.type == "state":
        fine &= numbers.is_in([float(code) for code in cow_numbers()])
    if kind.type == "yearmonth":
        fine &= (numbers % 100).is_between(1, 12)
    numbers = numbers.set(~fine, None)
    if kind.type == "flag":
        return numbers.cast(pl.Boolean)
    return numbers if kind.type == "number" else numbers.cast(pl.Int32)


def _bounds(kind: Field) -> tuple[float | None, float | None]:
    if kind.type == "year":
        return YEARS
    if kind.type == "yearmonth":
        return YEARS[0] * 100, YEARS[1] * 100
    return (0, 1) if kind.type == "flag" else (kind.least, kind.most)


# dates ------------------------------------------------------------------------------------------------


def _dates(cells: pl.Series, use: str) -> list[pl.Series]:
    """First and last day that each date can mean."""
    if cells.dtype in (pl.Date, pl.Datetime):
        days = cells.cast(pl.Date).to_physical().cast(pl.Int32) + UNIX_DAY
        return [days.alias(f"{use}_first"), days.alias(f"{use}_last")]
    texts = cells.cast(pl.String)
    different = texts.unique().drop_nulls().sort()
    spans = [_span(text) for text in different]
    table = pl.DataFrame(
        {
            "_text": different,
            f"{use}_first": pl.Series([span[0] for span in spans], dtype=pl.Int32),
            f"{use}_last": pl.Series([span[1] for span in spans], dtype=pl.Int32),
        }
    )
    joined = texts.to_frame("_text").join(table, on="_text", how="left", maintain_order="left")
    return [joined[f"{use}_first"], joined[f"{use}_last"]]


def _span(text: str) -> tuple[int | None, int | None]:
    plain = text.removesuffix("T00:00:00").removesuffix(" 00:00:00")
    try:
        date = read_edtf(plain.replace("..", "/") if ".." in plain.strip(".") else plain)
    except ValueError:
        return None, None
    return date.first, date.last


def day_of(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The day numbers of Gregorian dates, as `detente.dates.day_number`; null where there is no such day."""
    shifted = year - (month <= 2).cast(pl.Int32)
    era = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400
    number = era + (153 * ((month + 9) % 12) + 2) // 5 + day - 306
    return pl.when(day <= month_length(year, month)).then(number).cast(pl.Int32)


def month_length(year: pl.Expr, month: pl.Expr) -> pl.Expr:
    """The number of days of months."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    long = pl.when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    return pl.when(month == 2).then(28 + leap.cast(pl.Int32)).otherwise(long)


def with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `first_day`, `last_day`, `first_year` and `last_year`, as far as its dates tell them.

    Of a date without day or month the first day is the earliest that it can mean, and the last day the latest.
    """
    for side, name in (("start", "first"), ("end", "last")):
        days = _side_days(frame, side, first=side == "start")
        if days is not None:
            frame = frame.with_columns(days.alias(f"{name}_day"))
        if days is not None and f"{name}_year" not in frame.columns:
            frame = frame.with_columns(years_of(pl.col(f"{name}_day")).alias(f"{name}_year"))
    if "day_first" in frame.columns:
        frame = frame.with_columns(pl.col("day_first").alias("day"))
        if "year" not in frame.columns:
            frame = frame.with_columns(years_of(pl.col("day")).alias("year"))
    return frame


def _side_days(frame: pl.DataFrame, side: str, *, first: bool) -> pl.Expr | None:
    has = frame.columns
    if f"{side}_first" in has:
        return pl.col(f"{side}_first" if first else f"{side}_last")
    if f"{side}_yearmonth" in has:
        year, month = pl.col(f"{side}_yearmonth") // 100, pl.col(f"{side}_yearmonth") % 100
        return day_of(year, month, pl.lit(1) if first else month_length(year, month))
    if f"{side}_year" not in has:
        return None
    year = pl.col(f"{side}_year")
    month = pl.col(f"{side}_month") if f"{side}_month" in has else pl.lit(None, dtype=pl.Int32)
    day = pl.col(f"{side}_day") if f"{side}_day" in has else pl.lit(None, dtype=pl.Int32)
    told = pl.when(month.is_not_null()).then(day)
    month = month.fill_null(1 if first else 12)
    return day_of(year, month, told.fill_null(pl.lit(1) if first else month_length(year, month)))


def years_of(days: pl.Expr) -> pl.Expr:
    """The Gregorian years of day numbers."""
    return (days - UNIX_DAY).cast(pl.Date).dt.year()
