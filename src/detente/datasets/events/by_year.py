"""Event files of the makers as Parquet by year, to be added up: however many files, one batch of rows in memory at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from detente.datasets.events.faults import NOT_EMPTY, event_refusal
from detente.datasets.events.read import ROWS, SCHEMA, read_event_batches
from detente.datasets.faults import RowFault
from detente.dates import UNIX_DAY
from detente.errors import DataRefused

KEPT = tuple(name for name in SCHEMA if name != "print")
"""The columns that are written: those of a frame of events, without the fingerprint of the row."""

Told = Callable[[int, int, str], None]
"""Told after each file: how many are done, of how many, and the name of the last."""

_PARTS = ".parts"


@dataclass(frozen=True, kw_only=True)
class ByYear:
    """What came of it: rows written by year, rows without a day (left out), faults of rows, and files that were refused, by name."""

    rows: dict[int, int] = field(default_factory=dict)
    undated: int = 0
    faults: tuple[RowFault, ...] = ()
    refused: tuple[DataRefused, ...] = ()


def write_by_year(files: Sequence[str | Path], out: str | Path, *, rows: int = ROWS, told: Told = lambda *_: None) -> ByYear:
    """Write the events of some files, of any layouts, to `out`: one Parquet file a year (`1979.parquet`), in the order of the files.

    `rows` is how many are read at a time. A file that is refused (in no layout of event data, or not to be read) is told, and the
    others go on. Raises `DataRefused` 347 where `out` holds something already; where no row is written, it is left empty.
    """
    folder = Path(out)
    if folder.exists() and any(folder.iterdir()):
        raise event_refusal(NOT_EMPTY, where=str(folder))
    parts = folder / _PARTS
    parts.mkdir(parents=True)
    count: dict[int, int] = {}
    faults: list[RowFault] = []
    refused: list[DataRefused] = []
    undated = 0
    for place, file in enumerate(files):
        try:
            for number, batch in enumerate(read_event_batches(file, rows=rows)):
                faults += batch.faults
                undated += batch.frame["day"].null_count()
                for year, some in _years(batch.frame):
                    _put(some, parts / f"{year:04d}" / f"{place:07d}-{number:07d}.parquet")
                    count[year] = count.get(year, 0) + some.height
        except DataRefused as error:
            refused.append(error)
        told(place + 1, len(files), Path(file).name)
    for year in sorted(count):
        _join(parts / f"{year:04d}", folder / f"{year:04d}.parquet")
    shutil.rmtree(parts)
    return ByYear(rows=dict(sorted(count.items())), undated=undated, faults=tuple(faults), refused=tuple(refused))


def _years(frame: pl.DataFrame) -> list[tuple[int, pl.DataFrame]]:
    day = pl.from_epoch(pl.col("day") - UNIX_DAY, time_unit="d")
    dated = frame.filter(pl.col("day").is_not_null()).select(*KEPT, year=day.dt.year()).with_columns(pl.col("file").cast(pl.String))
    parts = dated.partition_by("year", maintain_order=True, as_dict=True, include_key=False)
    return [(int(key[0]), part) for key, part in sorted(parts.items())]


def _put(frame: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    frame.write_parquet(path, compression="lz4")


def _join(parts: Path, out: Path) -> None:
    """The parts of a year in order of their names as one file, streaming."""
    pl.scan_parquet(sorted(parts.glob("*.parquet"))).sink_parquet(out, maintain_order=True)
