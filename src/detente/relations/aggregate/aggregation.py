"""`aggregate`: from files of event rows to one file of series."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal, get_args

import polars as pl

from detente.errors import UsageFault
from detente.relations.aggregate.batches import batches_of, paths_of, read_file_head, same_layout
from detente.relations.aggregate.engines import DuckEngine, Engine, PolarsEngine
from detente.relations.aggregate.parts import WORKERS, Told, Workshop, write_result
from detente.relations.aggregate.units import UNITS, Unit

EngineName = Literal["local", "duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
"""`local` is polars and needs no extra; `duckdb` keeps to a limit of memory; `spark` is for a cluster."""


@dataclass(frozen=True, kw_only=True)
class Aggregated:
    """What came of an aggregation: where it was written, the event rows read and those that went into it, and its own rows.

    Left out are rows without a day or a state, rows of a state with itself, and repeats where these are dropped.
    """

    out: Path | str
    read: int
    kept: int
    rows: int

    @property
    def left_out(self) -> int:
        """Event rows that went into no series."""
        return self.read - self.kept

    def frame(self) -> pl.LazyFrame:
        """The result, lazily."""
        place = self.out / "*.parquet" if isinstance(self.out, Path) and self.out.is_dir() else self.out
        return pl.scan_parquet(place)


def aggregate(
    files: str | Path | Sequence[str | Path],
    *,
    out: str | Path,
    unit: Unit = "month",
    directed: bool = True,
    engine: EngineName = "local",
    drop_repeats: bool = False,
    cache: str | Path | None = None,
    memory: str = "400MB",
    threads: int | None = None,
    told: Told = lambda *_: None,
) -> Aggregated:
    """Write the series of all pairs of states by `unit` to the Parquet file `out` (columns: see `COLUMNS`); say how many rows it has.

    `files` are Parquet files of event rows, or folders of them: `day` or `date`, `source`, `target`, `scale`, and `code`, `quad` and
    `n` if known (see `Layout`). The result has a row for each pair and period with at least one event, none for the others: whether
    those are empty or not covered is not for the events to say. It is in order of period and pair. `directed` tells who acts from
    who is acted upon; else the lower number comes first. `drop_repeats` lets each day, source, target and code count once.

    Three files are in hand at a time, however many there are. Where the pairs and periods of one are few it is counted (see
    `detente.relations.aggregate.counting`), in some hundred megabytes; else it is queried: `memory` and `threads` are DuckDB's. The
    sums of each file are kept in `cache`, known by a hash of what stands in it: a run that was stopped goes on from there, and so
    does one with more files. Without `cache` they are kept beside `out` until that is written. `told` is called after each file. The
    result is the same to the byte for `local` and `duckdb`, for any number of threads and order of files, and the same in value for
    `spark`, which writes a folder, takes addresses that Spark reads, and neither keeps sums nor tells of files.

    Raises `UsageFault` 654 for no file or an unknown unit or engine, `DataRefused` 650 to 653 for files that cannot be used,
    `DetenteError` 930 where the engine is not installed.
    """
    if unit not in UNITS or engine not in ENGINES:
        raise UsageFault(654, f"{unit!r} by {engine!r} is none of {', '.join(UNITS)} by {', '.join(ENGINES)}", todo="Choose one of these.")
    if engine == "spark":
        from detente.relations.aggregate.on_spark import aggregate_on_spark  # noqa: PLC0415 - most machines have no Spark

        return Aggregated(**aggregate_on_spark(files, out=out, unit=unit, directed=directed, drop_repeats=drop_repeats))
    with ThreadPoolExecutor(WORKERS) as some:
        heads = list(some.map(partial(read_file_head, drop_repeats=drop_repeats), paths_of(files)))
    layout, place = same_layout(heads), Path(out)
    with _folder(place, cache) as folder, _scratch(folder) as scratch:
        with _opened(engine, scratch, memory=memory, threads=threads) as opened:
            shop = Workshop(opened, folder, scratch, layout, unit, directed, drop_repeats)
            parts = list(shop.parts(list(batches_of(heads, drop_repeats=drop_repeats)), told))
            frames = shop.joined(parts)
        kept, rows = write_result(frames, place, has_quads=layout.has_quads)
    return Aggregated(out=place, read=sum(head.rows for head in heads), kept=kept, rows=rows)


@contextmanager
def _folder(out: Path, cache: str | Path | None) -> Iterator[Path]:
    """Where parts are kept: `cache`, or a folder beside `out` that goes when the run has come to its end, and stays when it has not."""
    folder = Path(cache) if cache is not None else out.with_name(out.name + ".parts")
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    if cache is None:
        shutil.rmtree(folder)


@contextmanager
def _opened(engine: EngineName, scratch: Path, *, memory: str, threads: int | None) -> Iterator[Engine]:
    opened: Engine = PolarsEngine() if engine == "local" else DuckEngine(memory=memory, threads=threads, spill=scratch / "spill")
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder of this run alone, for what is half written: two runs may share their parts."""
    scratch = Path(mkdtemp(prefix="run-", dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
