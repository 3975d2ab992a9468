"""The makers' own files, read strictly: each column used, ignored by name, or an error; each row right, or a numbered fault.

A file (CSV with any usual separator, Parquet, or for visits XML) is known by its columns and read to the frame of its family, with
COW numbers and day numbers, whatever its makers call them. Missing is null, and 0 stands only where the makers say 0.

Errors of a whole file: 301 it cannot be read; 302 it has no heading; 312 a column is missing or unknown; 313 it is no known data
set; 318 it is broken; 321 the file it is read with is not there. Faults of a row: 314 to 320, 322 and 323.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from detente.datasets.delimited import ROW, Cells, read_cells, read_heading
from detente.datasets.faults import BROKEN, CELL, COMPANION, REPEATED, SENSE, UNKNOWN_FILE, RowFault, refusal
from detente.datasets.published_layout import Family, Layout, check_columns, families, layout_by_columns, published_layouts
from detente.datasets.records_xml import read_records
from detente.datasets.shapes import SHAPES
from detente.datasets.typed import Sifter, typed, with_days
from detente.errors import DataRefused, Where

__all__ = ["Layout", "Reading", "RowFault", "published_layouts", "read_published", "recognise"]

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".xml")
"""The endings of the files that are looked at."""

TYPES: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("state", "year", "month", "day_of_month", "whole", "yearmonth", "day", "date"), pl.Int32),
    "number": pl.Float64,
    "flag": pl.Boolean,
    "text": pl.String,
    "id": pl.String,
}
_IGO_CELLS = (-9.0, -1.0, 0.0, 1.0, 2.0, 3.0)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read of one file: its layout, the frame of its family, the faults of its rows, and the file's label.

    `notes` tell what the data set gets wrong, as its layout knows it, and how many rows of this file are marked for it.
    """

    layout: Layout
    frame: pl.DataFrame
    faults: tuple[RowFault, ...]
    file: str
    notes: tuple[str, ...] = ()


Finder = Callable[[Path], Layout | None]
Reader = Callable[[Path, str | Path | None], Reading]

READERS: list[tuple[Finder, Reader]] = []
"""The readers of families that are not read by their columns alone (event data): each by what finds its layout and what reads the file."""


def recognise(path: str | Path) -> Layout | None:
    """The layout of a file, known by its columns alone, or None; a Parquet or XML file that is broken raises `DataRefused` 318."""
    file = Path(path)
    other = next((layout for find, _ in READERS if file.is_file() and (layout := find(file)) is not None), None)
    if other is not None or file.suffix.lower() not in SUFFIXES or not file.is_file():
        return other
    return layout_by_columns(_header(file, file.name))


def read_published(path: str | Path, *, root: str | Path | None = None) -> Reading:
    """Read one file of any known layout; `root` is what its label is told relative to.

    The frame has the family's columns in order and is sorted by its key, so that the order of the file's rows does not matter.
    Raises `DataRefused` (301, 302, 312, 313, 318, 321) where the file as a whole cannot be trusted.
    """
    file = Path(path)
    label = file.relative_to(root).as_posix() if root is not None else file.name
    for find, read in READERS:
        if file.is_file() and find(file) is not None:
            return read(file, root)
    header = _header(file, label)
    layout = layout_by_columns(header)
    if layout is None:
        raise refusal(UNKNOWN_FILE, where=Where(file=label, line=1))
    check_columns(layout, header, label)
    cells = _cells(file, label)
    sifter = Sifter(label=label, faults=list(cells.faults))
    raw = cells.frame.rename({name: name.casefold() for name in cells.frame.columns})
    frame = _sifted(layout, raw, file, sifter)
    frame = _in_order(families()[layout.family], sifter.rest(frame) if ROW in frame.columns else frame)
    faults = tuple(sorted(sifter.faults, key=lambda fault: (fault.row or 0, fault.number, fault.what)))
    return Reading(layout=layout, frame=frame, faults=faults, file=label, notes=_notes(layout, frame))


def _notes(layout: Layout, frame: pl.DataFrame) -> tuple[str, ...]:
    marked = int(frame["doubtful"].sum()) if "doubtful" in frame.columns else 0
    return (*layout.known_faults, *([f"{marked} rows of this file are marked doubtful."] if marked else []))


# files ------------------------------------------------------------------------------------------------


def _header(file: Path, label: str) -> Sequence[str]:
    suffix = file.suffix.lower()
    if suffix == ".xml":
        return read_records(file, label=label).header
    if suffix != ".parquet":
        return read_heading(file)
    try:
        return list(pl.read_parquet_schema(file))
    except FileNotFoundError as error:
        todo = "See that the file is there and may be read."
        raise DataRefused(301, f"the data set cannot be read: {error.strerror}", where=label, todo=todo) from None
    except (OSError, pl.exceptions.PolarsError):
        raise refusal(BROKEN, "not a whole Parquet file", where=label) from None


def _cells(file: Path, label: str) -> Cells:
    suffix = file.suffix.lower()
    if suffix == ".xml":
        return read_records(file, label=label)
    if suffix != ".parquet":
        return read_cells(file, label=label)
    try:
        frame = pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError):
        raise refusal(BROKEN, "not a whole Parquet file", where=label) from None
    return Cells(frame=frame.with_row_index(ROW, offset=1), faults=(), header=tuple(frame.columns))


# rows -------------------------------------------------------------------------------------------------


def _sifted(layout: Layout, raw: pl.DataFrame, file: Path, sifter: Sifter) -> pl.DataFrame:
    if layout.wide:
        raw = _counted(layout, raw, sifter)
    rows = typed(layout, raw, sifter)
    if layout.wide:
        rows = rows.join(raw.select(ROW, "_joint", "_known"), on=ROW)
    if layout.companion:
        rows = rows.join(_companion(layout, file, sifter.label), on="rollcall", how="left")
    rows = _sensible(with_days(rows), sifter)
    rows = _said_once(layout, rows, sifter)
    return SHAPES[layout.shape](layout, rows, sifter)


def _counted(layout: Layout, raw: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """The rows of a wide file with the number of columns that are known and that hold 1; another cell is a fault."""
    named = {ROW, *layout.columns, *layout.ignored}
    wide = [name for name in raw.columns if name not in named]
    numbers = raw.select(ROW, pl.col(wide).cast(pl.String).str.strip_chars().cast(pl.Float64, strict=False))
    fine = pl.all_horizontal(pl.col(wide).is_in(_IGO_CELLS).fill_null(value=False))
    wrong = numbers.select(ROW, fine.alias("_fine")).filter(~pl.col("_fine"))
    sifter.tell(CELL, wrong[ROW].to_list(), ["a membership is none of the codebook's codes"] * wrong.height)
    known = pl.sum_horizontal(pl.col(wide) >= 0).alias("_known")
    joint = pl.sum_horizontal(pl.col(wide) == 1).alias("_joint")
    return raw.join(numbers.select(ROW, known, joint), on=ROW)


def _companion(layout: Layout, file: Path, label: str) -> pl.DataFrame:
    """The roll calls that a file of votes is dated by: the file of that layout in the same folder, the first by name."""
    for other in sorted(file.parent.iterdir()):
        if other != file and other.suffix.lower() in (".csv", ".tsv", ".tab", ".txt", ".parquet") and _is_of(other, layout.companion):
            return read_published(other).frame.select("rollcall", "day", "year", "important")
    raise refusal(COMPANION, published_layouts()[layout.companion].data_set, where=label)


def _is_of(file: Path, name: str) -> bool:
    try:
        layout = recognise(file)
    except DataRefused:
        return False
    return layout is not None and layout.name == name


def _sensible(rows: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Leave out rows of a state with itself, of days that there are not, and of ends before their starts."""
    has = set(rows.columns)
    for one, two in (("ccode1", "ccode2"), ("state", "state2"), ("supplier", "recipient")):
        if {one, two} <= has:
            rows = sifter.mark(rows, _true(rows, pl.col(one) == pl.col(two)), SENSE, "a state with itself")
    for side, name in (("start", "first"), ("end", "last")):
        if {f"{side}_year", f"{name}_day"} <= has:
            no_day = pl.col(f"{side}_year").is_not_null() & pl.col(f"{name}_day").is_null()
            rows = sifter.mark(rows, _true(rows, no_day), CELL, f"there is no such day as its {side}")
    for first, last in (("first_day", "last_day"), ("first_year", "last_year")):
        if {first, last} <= has:
            rows = sifter.mark(rows, _true(rows, pl.col(first) > pl.col(last)), SENSE, "its end comes before its start")
    return rows


def _true(rows: pl.DataFrame, wrong: pl.Expr) -> pl.Series:
    return rows.select(wrong.fill_null(value=False).alias("wrong"))["wrong"]


def _said_once(layout: Layout, rows: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Leave out a row that has the same key as an earlier row of the file."""
    keys = [name if name in rows.columns else f"{name}_first" for name in layout.unique]
    if not keys:
        return rows
    again = ~rows.select(pl.struct(keys).is_first_distinct().alias("first"))["first"]
    return sifter.mark(rows, again, REPEATED, ", ".join(layout.unique))


def _in_order(family: Family, frame: pl.DataFrame) -> pl.DataFrame:
    """The family's columns, those that the file does not tell null, sorted by the key and then by all."""
    columns = [
        (pl.col(each.name) if each.name in frame.columns else pl.lit(None)).cast(TYPES[each.type]).alias(each.name)
        for each in family.columns
    ]
    rest = [each.name for each in family.columns if each.name not in family.key]
    return frame.select(columns).sort([*family.key, *rest], nulls_last=True)
