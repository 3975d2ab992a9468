"""Tables of text with separators, from bytes to cells: fast where a file is well formed, row by row where it is not.

A well-formed file is parsed by polars. It tells nothing of rows that are too short, so that the separators of the
file are counted against those that its rows should have; where they differ, or polars refuses, the file is read again in Python,
which finds each row at fault and keeps the others.

Errors: 301 the file cannot be read; 302 it has no heading; 314 a row has another number of cells; 317 the file is not UTF-8 and is
read as Windows-1252; 319 the last line has no end; 322 a quotation mark is out of place.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import polars as pl

from detente.datasets.faults import CELL_COUNT, NO_END, NOT_UTF8, QUOTE, RowFault, row_fault
from detente.errors import DataRefused, Where

__all__ = ["Cells", "RowFault", "read_cells", "read_heading"]

SEPARATORS = (",", "\t", ";", "|")
"""What may stand between cells; of two that are equally frequent in the heading the earlier."""

ROW = "_row"
"""The column of a row's number, the first below the heading being 1."""

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEADING_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The cells of a file: `frame` of strings (an empty cell is "") with `_row` (UInt32) first, and the rows at fault."""

    frame: pl.DataFrame
    faults: tuple[RowFault, ...]
    header: tuple[str, ...]


def read_cells(
    path: str | Path,
    *,
    separator: str | None = None,
    columns: Sequence[str] | None = None,
    quote: str | None = '"',
    label: str | None = None,
) -> Cells:
    """The cells of a file with separators, each column as strings.

    `separator` is found from the heading where it is not given; `columns` names those of a file without a heading; `quote`
    of None takes quotation marks as they stand; `label` is the file's name in faults. A heading may not name a column twice
    or leave one without a name: `DataRefused` 302. Raises 301 where the file cannot be read at all.
    """
    file = Path(path)
    name = label or file.name
    content, faults = _text_bytes(file, name)
    between = separator or _separator(content)
    heading = tuple(columns) if columns is not None else _heading(content, between, quote, name)
    _check_heading(heading, name)
    frame = _fast(content, heading, between, quote, skip=columns is None)
    if frame is None:
        frame, found = _slow(content, heading, between, quote, skip=columns is None, label=name)
        faults += found
    last = int(frame[ROW][-1]) if frame.height else 0
    if last and not content.endswith(b"\n") and not any(fault.row is not None and fault.row > last for fault in faults):
        faults.append(row_fault(NO_END, name, last, kept=True))
    return Cells(frame=frame, faults=tuple(faults), header=heading)


def read_heading(path: str | Path, *, separator: str | None = None) -> tuple[str, ...]:
    """The names of the columns of a file with separators, blanks stripped; none of an empty file. Raises `DataRefused` 301."""
    file = Path(path)
    try:
        with file.open("rb") as stream:
            start = stream.read(_HEADING_BYTES)
    except OSError as error:
        raise _unreadable(file.name, error) from None
    content = start if start[:2] in _UTF16 else start.replace(b"\r", b"\n").lstrip(b"\n").split(b"\n", 1)[0]
    plain, _ = _decoded(content, file.name)
    return _heading(plain, separator or _separator(plain), '"', file.name) if plain.strip() else ()


# bytes ------------------------------------------------------------------------------------------------


def _unreadable(label: str, error: Exception) -> DataRefused:
    what = f"the data set cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}"
    return DataRefused(301, what, where=label, todo="See that the file is there, whole, and may be read.")


def _text_bytes(file: Path, label: str) -> tuple[bytes, list[RowFault]]:
    try:
        return _decoded(file.read_bytes(), label)
    except OSError as error:
        raise _unreadable(label, error) from None


def _decoded(content: bytes, label: str) -> tuple[bytes, list[RowFault]]:
    """The bytes as UTF-8 without a byte-order mark, with line feeds; a fault where they were in another encoding."""
    faults: list[RowFault] = []
    if content[:2] in _UTF16:
        content = content.decode("utf-16", "replace").encode("utf-8")
    content = content.removeprefix(_BOM)
    if not content.isascii():
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            faults.append(row_fault(NOT_UTF8, label, None, f"byte {error.start}", kept=True))
            content = content.decode("cp1252", "replace").encode("utf-8")
    if b"\r" in content and b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    return content, faults


def _separator(content: bytes) -> str:
    first = content.split(b"\n", 1)[0].decode("utf-8", "replace")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=lambda mark: (outside.count(mark), -SEPARATORS.index(mark)))


def _heading(content: bytes, separator: str, quote: str | None, label: str) -> tuple[str, ...]:
    try:
        cells = next(_reader(content, separator, quote), [])
    except csv.Error as error:
        raise _unreadable(label, error) from None
    return tuple(cell.strip() for cell in cells)


def _check_heading(heading: Sequence[str], label: str) -> None:
    if not heading:
        raise DataRefused(302, "the table is empty", where=label, todo="Fetch the makers' file again.")
    if "" in heading or len(set(heading)) < len(heading):
        raise DataRefused(302, "a column has no name, or two have the same", where=Where(file=label, line=1), todo="Name each column once.")


# rows -------------------------------------------------------------------------------------------------


def _fast(content: bytes, heading: Sequence[str], separator: str, quote: str | None, *, skip: bool) -> pl.DataFrame | None:
    """The cells by polars, or None where the file is not well formed."""
    marked = quote if quote is not None and quote.encode() in content else None
    if skip and content.find(b"\n") < 0:
        return _frame([], [], heading)
    try:
        frame = pl.read_csv(
            content,
            has_header=False,
            skip_rows=1 if skip else 0,
            schema=dict.fromkeys(heading, pl.String),
            separator=separator,
            quote_char=marked,
            empty_string_is_null=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if not _is_whole(content, frame, heading, separator, skip=skip, quoted=marked is not None):
        return None
    return frame.with_row_index(ROW, offset=1)


def _is_whole(content: bytes, frame: pl.DataFrame, heading: Sequence[str], separator: str, *, skip: bool, quoted: bool) -> bool:
    """Whether no row is too short: polars has refused those too long, so that it is enough that the separators add up."""
    mark = separator.encode()
    wanted = (len(heading) - 1) * frame.height
    if quoted:
        inside = frame.select(pl.sum_horizontal(pl.all().str.count_matches(separator, literal=True).sum())).item() if frame.height else 0
        wanted += int(inside)
    first = content.find(b"\n") + 1 if skip else 0
    if len(heading) == 1:
        return b"\n\n" not in content and b"\n\r\n" not in content
    return content.count(mark, first) == wanted and b"\x00" not in content


def _reader(content: bytes, separator: str, quote: str | None) -> Iterator[list[str]]:
    text = StringIO(content.decode("utf-8", "replace"), newline="")
    if quote is None:
        return csv.reader(text, delimiter=separator, quoting=csv.QUOTE_NONE)
    return csv.reader(text, delimiter=separator, quotechar=quote, strict=True)


def _slow(
    content: bytes, heading: Sequence[str], separator: str, quote: str | None, *, skip: bool, label: str
) -> tuple[pl.DataFrame, list[RowFault]]:
    """The rows of the right number of cells, and a fault for each other; an empty row is counted and passed over."""
    faults: list[RowFault] = []
    rows: list[list[str]] = []
    at: list[int] = []
    reader = _reader(content, separator, quote)
    if skip:
        next(reader, None)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            lost = "end of data" in str(error) or "field larger" in str(error)
            faults.append(row_fault(QUOTE, label, number, "the rest of the file is left out" if lost else str(error)))
            if lost:
                break
            continue
        if len(cells) == len(heading):
            rows.append(cells)
            at.append(number)
        elif cells:
            faults.append(row_fault(CELL_COUNT, label, number, f"{len(cells)} cells, not {len(heading)}"))
    return _frame(rows, at, heading), faults


def _frame(rows: Sequence[Sequence[str]], at: Sequence[int], heading: Sequence[str]) -> pl.DataFrame:
    columns = {name: [row[place] for row in rows] for place, name in enumerate(heading)}
    numbers = pl.Series(ROW, at, dtype=pl.UInt32)
    return pl.DataFrame({ROW: numbers, **{name: pl.Series(name, cells, dtype=pl.String) for name, cells in columns.items()}})
