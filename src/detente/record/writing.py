"""Writing tables and pages: whole or not at all, and the same bytes for the same rows on every machine."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Literal

from detente.record import faults
from detente.record.columns import Column
from detente.record.tables import Row

Format = Literal["jsonl", "csv", "parquet"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under `path` only when it is complete and on the disk.

    After an error the name holds what it held before. Raises `RecordFault` 412 where the system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # a device or pipe: nothing can be put in its place
            with path.open("wb") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, _mode())  # noqa: PTH101 - the temporary file is private, the result is not
            os.replace(name, path)  # noqa: PTH105
        except BaseException:
            with suppress(OSError):
                os.unlink(name)  # noqa: PTH108
            raise
    except OSError as error:
        raise faults.fault(faults.EXPORT, error.strerror or str(error), where=path.name) from error


def sweep(folder: Path) -> None:
    """Take away what a killed run left half written in a folder; none of it stands under a final name."""
    for path in folder.glob(".*.part"):
        path.unlink(missing_ok=True)


def _mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_table(rows: Iterable[Row], columns: Sequence[Column], path: Path, format: Format, *, excel: bool = False) -> None:
    """Write rows to `path` as JSON lines, CSV or Parquet, whole or not at all; see `table_chunks`."""
    with whole_file(path) as stream:
        for chunk in table_chunks(rows, columns, format, excel=excel):
            stream.write(chunk)


def table_chunks(rows: Iterable[Row], columns: Sequence[Column], format: Format, *, excel: bool = False) -> Iterator[bytes]:
    """The bytes of a table, piece by piece.

    CSV is UTF-8 with line feeds, empty for None, `""` for an empty text, lists joined with `|`; with
    `excel` it has a byte order mark and no text cell that a spreadsheet would run as a formula.
    """
    if format == "jsonl":
        for row in rows:
            yield json_line({column.name: row[column.name] for column in columns})
    elif format == "csv":
        if excel:
            yield b"\xef\xbb\xbf"
        yield (",".join(column.name for column in columns) + "\n").encode()
        for row in rows:
            line = ",".join(csv_cell(row[column.name], excel=excel) for column in columns) + "\n"
            yield line.encode("utf-8", "backslashreplace")
    else:
        yield _parquet(rows, columns)


def json_line(row: Row) -> bytes:
    """One JSON object and a line feed; a row with a lone surrogate is written in ASCII escapes."""
    try:
        return (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(row, allow_nan=False) + "\n").encode()


def csv_cell(value: Any, *, excel: bool = False) -> str:  # noqa: ANN401 - a cell of any of the column types
    """A value as one CSV cell; whole numbers have no decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    text = (
        "|".join(csv_cell(each) if not isinstance(each, str) else each for each in value) if isinstance(value, list | tuple) else str(value)
    )
    if excel and text.startswith(_FORMULA):
        text = f"'{text}"
    if not text or any(mark in text for mark in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def _parquet(rows: Iterable[Row], columns: Sequence[Column]) -> bytes:
    # polars is heavy, and only Parquet needs it
    import io  # noqa: PLC0415

    import polars as pl  # noqa: PLC0415

    types: dict[str, Any] = {
        "string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "list": pl.List(pl.String),
        "numbers": pl.List(pl.Float64),
    }  # fmt: skip
    frame = pl.DataFrame(
        [[_plain(row[column.name]) for column in columns] for row in rows],
        schema={column.name: types[column.type] for column in columns},
        orient="row",
        strict=False,
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Arrow's strings are UTF-8 without exception: a lone surrogate becomes its escape."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value
