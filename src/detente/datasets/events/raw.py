"""Event files as batches of cells, in bounded memory: text with separators, zip archives of one such text, and Parquet.

Text is cut into blocks of whole rows, and each block is read by `read_cells`, which finds rows at fault. Of an archive, the size
it declares is looked at before anything is unpacked.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import polars as pl

from detente.datasets.delimited import ROW, SEPARATORS, read_cells
from detente.datasets.events.faults import ARCHIVE, event_refusal
from detente.datasets.events.layouts import EventLayout, check_event_columns, event_layout_of
from detente.datasets.faults import BROKEN, RowFault, refusal, row_fault
from detente.errors import DataRefused

MOST_BYTES = 8 * 2**30
"""The most that the one file of an archive may declare to hold; the largest yearly files of the makers hold a quarter of it."""

MOST_RATIO = 200
"""The most that an archive of more than a hundred megabytes may shrink; event data shrink to a tenth."""

_LONGEST_LINE = 16 * 2**20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class RawBatch:
    """Some rows of a file: `_row` and a column of strings for each column of the file, by its name in small letters."""

    frame: pl.DataFrame
    faults: tuple[RowFault, ...]


def layout_of_file(path: Path) -> EventLayout | None:
    """The layout of event data that a file is in, by its columns or by its first line; None where it is in none.

    Raises `DataRefused` 301, 318 or 333 where the file cannot be read at all.
    """
    return event_layout_of(first_cells(path))


def first_cells(path: Path) -> list[str]:
    """The cells of the first line of a file, in an archive too; the columns of a Parquet file."""
    if path.suffix.lower() == ".parquet":
        return _parquet_columns(path, path.name)
    with _opened(path, path.name) as stream:
        return _cells(_plain(stream.readline(_LONGEST_LINE)), None)


def raw_batches(path: Path, layout: EventLayout, *, rows: int, label: str) -> Iterator[RawBatch]:
    """The rows of a file in batches of `rows` (a few more where a cell has line feeds); one batch at least.

    Raises `DataRefused` 337 for columns that are not the layout's, 333 for a bad archive, 301 and 318 where the file cannot be read.
    """
    if path.suffix.lower() == ".parquet":
        yield from _parquet(path, layout, rows, label)
        return
    with _opened(path, label) as stream:
        yield from _text(stream, layout, rows, label)


# bytes ------------------------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path, label: str) -> Iterator[IO[bytes]]:
    try:
        if path.suffix.lower() != ".zip":
            with path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, label)) as member:
            yield member
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise event_refusal(ARCHIVE, str(error), where=label) from None
    except OSError as error:
        what = f"the data set cannot be read: {error.strerror or type(error).__name__}"
        raise DataRefused(301, what, where=label, todo="See that the file is there, whole, and may be read.") from None


def _member(archive: zipfile.ZipFile, label: str) -> zipfile.ZipInfo:
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]
    if len(files) != 1:
        raise event_refusal(ARCHIVE, f"it holds {len(files)} files", where=label)
    size, packed = files[0].file_size, files[0].compress_size
    if size > MOST_BYTES or (size > 100 * 2**20 and size > MOST_RATIO * packed):
        raise event_refusal(ARCHIVE, f"it declares {size:,} bytes in {packed:,}", where=label)
    if files[0].flag_bits & 1:
        raise event_refusal(ARCHIVE, "it is encrypted", where=label)
    return files[0]


def _plain(line: bytes) -> str:
    return line.removeprefix(_BOM).decode("utf-8", "replace").rstrip("\r\n")


def _cells(line: str, separator: str | None) -> list[str]:
    line = line.partition("\r")[0]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator or _separator(line)), [])] if line else []
    except csv.Error:
        return []


# text -------------------------------------------------------------------------------------------------


def _text(stream: IO[bytes], layout: EventLayout, rows: int, label: str) -> Iterator[RawBatch]:
    first = stream.readline(_LONGEST_LINE)
    cells = _cells(_plain(first), layout.separator)
    lines = iter(lambda: stream.readline(_LONGEST_LINE), b"")
    separator = layout.separator or _separator(_plain(first))
    pending: list[bytes] = []
    if layout.widths and layout.fits(cells):
        names = layout.names[: len(cells)]
        pending = [first.removeprefix(_BOM)]
    else:
        pending = list(islice(lines, 1))
        width = pending[0].count(separator.encode()) + 1 if pending else len(cells)
        names = _heading(layout, cells, width)
        check_event_columns(layout, names, label)
    offset = 0
    with TemporaryDirectory(prefix="detente-") as folder:
        block = Path(folder) / "block"
        while True:
            taken = pending + _whole_rows(lines, rows - len(pending), layout)
            pending = []
            if not taken and offset:
                return
            batch, count = _block(block, taken, names, layout, separator=separator, label=label)
            yield _shifted(batch, offset)
            offset += count
            if not taken:
                return


def _separator(line: str) -> str:
    return max(SEPARATORS, key=lambda mark: (line.count(mark), -SEPARATORS.index(mark)))


def _heading(layout: EventLayout, cells: Sequence[str], width: int) -> tuple[str, ...]:
    """The names of the columns; of a layout that is trimmed, without excess ones that no row has a cell for."""
    if not layout.trim:
        return tuple(cells)
    named = [cell for cell in cells if cell]
    if (
        len(named) > len(layout.names)
        and width <= len(named)
        and {name.casefold() for name in layout.names} <= {c.casefold() for c in named}
    ):
        return layout.names
    return tuple(named)


def _whole_rows(lines: Iterator[bytes], rows: int, layout: EventLayout) -> list[bytes]:
    taken = list(islice(lines, max(rows, 1)))
    if layout.quote is not None:
        marks = sum(line.count(b'"') for line in taken)
        while marks % 2 and (more := next(lines, b"")) and len(taken) < 2 * rows + 1000:
            taken.append(more)
            marks += more.count(b'"')
    return taken


def _block(
    block: Path, lines: list[bytes], names: Sequence[str], layout: EventLayout, *, separator: str, label: str
) -> tuple[RawBatch, int]:
    wanted, mark = len(names) - 1, separator.encode()
    if layout.trim:
        lines = [_trimmed(line, wanted, mark) for line in lines]
    block.write_bytes(b"".join(lines))
    columns = [name.strip().casefold() for name in names]
    cells = read_cells(block, separator=separator, columns=columns, quote=layout.quote, label=label)
    rows = [int(cells.frame[ROW][-1]) if cells.frame.height else 0, *(fault.row or 0 for fault in cells.faults)]
    return RawBatch(frame=cells.frame, faults=cells.faults), max(rows)


def _trimmed(line: bytes, wanted: int, mark: bytes) -> bytes:
    """A row without the excess empty cells at its end."""
    excess = line.count(mark) - wanted
    body = line.rstrip(b"\r\n")
    return body[:-excess] + b"\n" if excess > 0 and body.endswith(mark * excess) else line


def _shifted(batch: RawBatch, offset: int) -> RawBatch:
    if not offset:
        return batch
    faults = tuple(
        RowFault(
            file=fault.file,
            row=fault.row + offset if fault.row is not None else None,
            number=fault.number,
            what=fault.what,
            kept=fault.kept,
        )
        for fault in batch.faults
    )
    return RawBatch(frame=batch.frame.with_columns(pl.col(ROW) + offset), faults=faults)


# parquet ----------------------------------------------------------------------------------------------


def _parquet_columns(path: Path, label: str) -> list[str]:
    try:
        return list(pl.read_parquet_schema(path))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise refusal(BROKEN, getattr(error, "strerror", None) or "it is no whole Parquet file", where=label) from None


def _parquet(path: Path, layout: EventLayout, rows: int, label: str) -> Iterator[RawBatch]:
    header = _parquet_columns(path, label)
    check_event_columns(layout, header, label)
    texts = [pl.col(name).cast(pl.String, strict=False).fill_null("").alias(name.strip().casefold()) for name in header]
    scan = pl.scan_parquet(path, glob=False)
    offset = 0
    while True:
        try:
            frame = scan.slice(offset, rows).select(texts).collect()
        except pl.exceptions.PolarsError as error:
            fault = row_fault(BROKEN, label, offset + 1, str(error).splitlines()[0][:200])
            raise DataRefused(fault.number, fault.what, where=label, todo="Fetch the makers' file again.") from None
        yield RawBatch(frame=frame.with_row_index(ROW, offset=offset + 1), faults=())
        offset += frame.height
        if frame.height < rows:
            return
