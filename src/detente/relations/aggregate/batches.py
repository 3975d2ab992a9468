"""Which files are aggregated together, and what each of them is known by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from detente.dates import UNIX_DAY
from detente.errors import DataRefused, UsageFault, Where
from detente.relations.aggregate.layout import Kind, Layout, layout_of
from detente.relations.aggregate.units import checked_span

EPOCH = pl.date(1970, 1, 1)


@dataclass(frozen=True)
class EventFile:
    """A file of event rows: how many, and its first and last day (None where no row has a day)."""

    path: Path
    layout: Layout
    rows: int
    span: tuple[int, int] | None


@dataclass(frozen=True)
class Batch:
    """Files that are read by one query. `span` covers the days of all."""

    files: tuple[EventFile, ...]
    span: tuple[int, int]

    @property
    def paths(self) -> list[Path]:
        """The files, in their order."""
        return [file.path for file in self.files]

    @property
    def name(self) -> str:
        """The first file, and how many come with it."""
        more = f" and {len(self.files) - 1} more" if len(self.files) > 1 else ""
        return f"{self.paths[0].name}{more}"

    @cached_property
    def digest(self) -> str:
        """A hash of what stands in the files."""
        hashed = hashlib.sha256()
        for path in self.paths:
            with path.open("rb") as stream:
                hashed.update(hashlib.file_digest(stream, "sha256").digest())
        return hashed.hexdigest()


def paths_of(files: str | Path | Sequence[str | Path]) -> list[Path]:
    """The files meant, each folder standing for the `*.parquet` in it and below, each once, in order of their names.

    Raises `UsageFault` 654 where there is none.
    """
    given = [files] if isinstance(files, str | Path) else files
    found = {path.resolve() for each in given for path in (sorted(Path(each).rglob("*.parquet")) if Path(each).is_dir() else [Path(each)])}
    if not found:
        raise UsageFault(654, "no Parquet file was named or found", todo="Name files of event rows, or a folder that has some.")
    return sorted(found)


def read_file_head(path: Path, *, drop_repeats: bool) -> EventFile:
    """What a file holds, without its rows. Raises `DataRefused` 650 to 653 (see `layout_of`, `checked_span`)."""
    try:
        frame = pl.scan_parquet(path)
        layout = layout_of({name: _kind(dtype) for name, dtype in frame.collect_schema().items()}, path.name, drop_repeats=drop_repeats)
        day = pl.col("day").cast(pl.Int64) if layout.day_column == "day" else (pl.col("date") - EPOCH).dt.total_days() + UNIX_DAY
        rows, first, last = frame.select(pl.len(), day.min().alias("first"), day.max().alias("last")).collect(engine="streaming").row(0)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DataRefused(
            650, f"the file cannot be read as Parquet: {error}", where=Where(file=str(path)), todo="Write it again, or leave it out."
        ) from error
    return EventFile(path, layout, rows, None if first is None else checked_span(first, last, path.name))


def _kind(dtype: pl.DataType) -> Kind:
    if dtype.is_integer():
        return "whole"
    if dtype.is_float() or dtype.is_decimal():
        return "number"
    if dtype == pl.Date:
        return "date"
    return "text" if dtype in (pl.String, pl.Categorical, pl.Enum) else "other"


def same_layout(files: Sequence[EventFile]) -> Layout:
    """The layout that all files have; `DataRefused` 651 where one has other columns than the first."""
    first = files[0]
    for file in files:
        if file.layout != first.layout:
            other = ", ".join(sorted(file.layout.names ^ first.layout.names))
            todo = "Aggregate files of one layout at a time."
            raise DataRefused(651, f"not all files have {other}", where=Where(file=file.path.name), todo=todo)
    return first.layout


def batches_of(files: Sequence[EventFile], *, drop_repeats: bool) -> Iterator[Batch]:
    """Each file by itself; where repeats are dropped, files whose days overlap together, for one may repeat the other."""
    together: list[EventFile] = []
    for file in sorted((each for each in files if each.span), key=lambda each: (each.span, each.path)):
        if together and not (drop_repeats and file.span and file.span[0] <= _covered(together)[1]):
            yield Batch(tuple(together), _covered(together))
            together = []
        together.append(file)
    if together:
        yield Batch(tuple(together), _covered(together))


def _covered(files: Sequence[EventFile]) -> tuple[int, int]:
    spans = [file.span for file in files if file.span]
    return min(first for first, _ in spans), max(last for _, last in spans)
