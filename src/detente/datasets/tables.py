"""The small tables of facts that a study keeps in its folder `data/`, read strictly: each row right, or the file refused.

Errors: 301 the file cannot be read as text; 302 its columns are not those of its layout; 303 a row has
another number of cells; 304 a cell is not what its column holds; 305 a row is said twice.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import polars as pl

from detente.datasets.cells import Value, read_cell
from detente.datasets.layout import Layout, free_layout, layouts
from detente.dates import UncertainDate
from detente.errors import DataRefused, Where
from detente.model import content_id


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One row: its id (a hash of the table's name and its cells), its line in the file, and its values by column."""

    row_id: str
    line: int
    values: Mapping[str, Value]

    @property
    def citation(self) -> str:
        """The work that the row rests on; empty where the table has no such column."""
        return str(self.values.get("citation") or "")


@dataclass(frozen=True, kw_only=True)
class FactTable:
    """A table of facts. `name` is the file's stem, `path` a label, `sha256` of the file's bytes."""

    name: str
    title: str
    path: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[FactRow, ...]

    @property
    def citations(self) -> tuple[str, ...]:
        """The works that the rows rest on, each once, in order of first mention."""
        return tuple(dict.fromkeys(row.citation for row in self.rows if row.citation))

    def frame(self) -> pl.DataFrame:
        """The rows as a frame: `row_id`, then the columns; dates as written, several states with `;` between."""
        cells = [(row.row_id, *(_plain(row.values[name]) for name in self.columns)) for row in self.rows]
        return pl.DataFrame(cells, schema=["row_id", *self.columns], orient="row", infer_schema_length=None)


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, UncertainDate):
        return value.text
    return ";".join(value) if isinstance(value, tuple) else value


def find_tables(folder: str | Path) -> tuple[Path, ...]:
    """The CSV files of a folder, in order of name; none where there is no such folder."""
    return tuple(sorted(Path(folder).glob("*.csv")))


def read_table(path: str | Path, *, root: str | Path | None = None) -> FactTable:
    """Read one table; `root` is what its `path` is told relative to.

    A table whose name has a layout (see `layouts`) must fit it; any other keeps its columns, and its cells
    are numbers or text. Raises `DataRefused` 301 to 305, with file and line.
    """
    file = Path(path)
    label = file.relative_to(root).as_posix() if root is not None else file.name
    content = _bytes(file, label)
    lines = _lines(content, label)
    header = _header(next(lines, (1, []))[1], label)
    layout = layouts().get(file.stem) or free_layout(file.stem, header)
    _check_columns(header, layout, label)
    rows = tuple(_row(layout, header, cells, line, label) for line, cells in lines)
    _check_repeats(rows, label)
    digest = hashlib.sha256(content).hexdigest()
    return FactTable(name=file.stem, title=layout.title, path=label, sha256=digest, columns=header, rows=rows)


def _bytes(file: Path, label: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        what = f"the table cannot be read: {error.strerror or 'no reason given'}"
        raise DataRefused(301, what, where=label, todo="See that the file is there and may be read.") from None


def _lines(content: bytes, label: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the number of its last line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataRefused(301, f"byte {error.start} is not UTF-8", where=label, todo="Save the table as CSV in UTF-8.") from None
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        yield from ((reader.line_num, row) for row in reader if row)
    except csv.Error as error:
        where = Where(file=label, line=reader.line_num)
        raise DataRefused(301, f"not a CSV file: {error}", where=where, todo="Look at the quotation marks of that line.") from None


def _header(cells: Sequence[str], label: str) -> tuple[str, ...]:
    header = tuple(cell.strip() for cell in cells)
    if not header:
        raise DataRefused(302, "the table is empty", where=label, todo="Give it a line of column names, or take it away.")
    if len(set(header)) < len(header) or "" in header:
        raise DataRefused(302, "a column has no name, or two have the same", where=Where(file=label, line=1), todo="Name each column once.")
    return header


def _check_columns(header: Sequence[str], layout: Layout, label: str) -> None:
    wanted = {column.name for column in layout.columns}
    parts = [("no column", sorted(wanted - set(header))), ("an unknown column", sorted(set(header) - wanted))]
    faults = [f"{what} {', '.join(names)}" for what, names in parts if names]
    if faults:
        todo = f"A table called {layout.name} has the columns {', '.join(column.name for column in layout.columns)}."
        raise DataRefused(302, " and ".join(faults), where=Where(file=label, line=1), todo=todo)


def _row(layout: Layout, header: Sequence[str], cells: Sequence[str], line: int, label: str) -> FactRow:
    where = Where(file=label, line=line)
    if len(cells) != len(header):
        todo = "Put quotation marks round a cell that has a comma in it."
        raise DataRefused(303, f"{len(cells)} cells in a table of {len(header)} columns", where=where, todo=todo)
    columns = {column.name: column for column in layout.columns}
    try:
        values = {name: read_cell(cell, columns[name]) for name, cell in zip(header, cells, strict=True)}
        _check_sense(values, layout)
    except ValueError as fault:
        raise DataRefused(304, str(fault), where=where, todo="Mend the cell; nothing of the table was taken.") from None
    row_id = content_id("row", layout.name, sorted((name, _plain(value)) for name, value in values.items()))
    return FactRow(row_id=row_id, line=line, values=values)


def _check_sense(values: Mapping[str, Value], layout: Layout) -> None:
    if "state1" in values and values["state1"] == values.get("state2"):
        raise ValueError(f"state1 and state2 are both {values['state1']}")
    first, last = (values[name] for name in layout.order) if layout.order else (None, None)
    if isinstance(first, UncertainDate) and isinstance(last, UncertainDate) and (first.first or 0) > (last.last or 0):
        raise ValueError(f"the end ({last.text}) comes before the start ({first.text})")


def _check_repeats(rows: Sequence[FactRow], label: str) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.row_id in seen:
            where = Where(file=label, line=row.line)
            raise DataRefused(305, f"the row says what line {seen[row.row_id]} says", where=where, todo="Take one of the two away.")
        seen[row.row_id] = row.line
