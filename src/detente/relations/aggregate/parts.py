"""Sums of files, kept while a run lasts so that one which is stopped goes on from there; and put together at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock, get_ident

import polars as pl

from detente.errors import DataRefused
from detente.relations.aggregate.batches import Batch
from detente.relations.aggregate.counting import counted
from detente.relations.aggregate.engines import Engine, unreadable
from detente.relations.aggregate.layout import Layout
from detente.relations.aggregate.query import EXACT, KEYS, MERGE_QUERY, SUMS, result_query, sums_query
from detente.relations.aggregate.units import Unit, period_table

Told = Callable[[int, int, str], None]
"""Told after each batch: how many are done, of how many, and the name of the last."""

ROWS_OF_A_GROUP = 1 << 17
COUNTED = ".arrow"
"""Parts that were counted are laid down as they stand in memory, which takes a third of the time and four times the room of Parquet."""
WORKERS = 3
"""Batches in hand at once: more gain little, since counting itself is done one at a time, and each takes memory."""


@dataclass(frozen=True)
class Part:
    """The sums of one batch on disk, with its first and last period."""

    path: Path
    first: int
    last: int


@dataclass(frozen=True)
class Workshop:
    """Where and with what parts are made. The folder may hold parts of other runs: a part is known by what it was made from.

    What is half written stands in `scratch`, which is of this run alone.
    """

    engine: Engine
    folder: Path
    scratch: Path
    layout: Layout
    unit: Unit
    directed: bool
    drop_repeats: bool
    _alone: Lock = field(default_factory=Lock)
    """An engine runs one query at a time."""

    @cached_property
    def query(self) -> str:
        """The sums of a batch, in SQL."""
        return sums_query(self.layout, directed=self.directed, drop_repeats=self.drop_repeats)

    def parts(self, batches: Sequence[Batch], told: Told) -> Iterator[Part]:
        """The parts of all batches, those that stand already not made again; a batch without a row of two states gives none."""
        # one batch is read and written while another is added up
        beside = ThreadPoolExecutor(WORKERS)
        try:
            for done, (batch, path) in enumerate(zip(batches, beside.map(self._part, batches), strict=True), 1):
                first, last = _scan(path).select(pl.min("first_day"), pl.max("first_day").alias("last")).collect().row(0)
                told(done, len(batches), batch.name)
                if first is not None:
                    yield Part(path, first, last)
        finally:
            beside.shutdown(cancel_futures=True)

    def _part(self, batch: Batch) -> Path:
        queried = self.folder / f"{_key(self.query, self.unit, batch.digest)}.parquet"
        by_count = queried.with_suffix(COUNTED)
        if by_count.exists() or (not queried.exists() and self._counted(batch, by_count)):
            return by_count
        if not queried.exists():
            periods = self.scratch / f"{get_ident()}-periods.parquet"
            period_table(*batch.span, self.unit).write_parquet(periods)
            self.write(self.query, {"events": batch.paths, "periods": [periods]}, queried)
        return queried

    def _counted(self, batch: Batch, path: Path) -> bool:
        """Make a part by counting; whether that could be done."""
        if self.drop_repeats or len(batch.files) > 1:
            return False
        try:
            sums = counted(batch.files[0], self.unit, directed=self.directed)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise unreadable({"events": batch.paths}, error) from error
        if sums is not None:
            beside = self.scratch / f"{get_ident()}-{path.name}"  # two files may hold the same
            sums.write_ipc(beside, compression="uncompressed")
            beside.replace(path)
        return sums is not None

    def write(self, query: str, views: dict[str, list[Path]], path: Path) -> None:
        """Run a query into a file that is there whole or not at all."""
        beside = self.scratch / f"{get_ident()}-{path.name}"
        with self._alone:
            self.engine.run(query, views, beside)
        beside.replace(path)

    def joined(self, parts: Sequence[Part]) -> list[pl.LazyFrame]:
        """The parts in order of their periods; where several have a period, their sums summed."""
        return [self._stretch(start, end, here) for start, end, here in stretches(parts)]

    def _stretch(self, start: int, end: int, parts: Sequence[Part]) -> pl.LazyFrame:
        path = parts[0].path
        if len(parts) > 1:
            query = MERGE_QUERY.format(start=start, end=end)
            path = self.folder / f"{_key(query, *(part.path.name for part in parts))}.parquet"
            if not path.exists():
                self.write(query, {"parts": [self._for_engine(part.path) for part in parts]}, path)
        return _scan(path).filter(pl.col("first_day").is_between(start, end, closed="left"))

    def _for_engine(self, part: Path) -> Path:
        """The part as Parquet, which engines read."""
        path = self.scratch / part.with_suffix(".parquet").name
        if part.suffix != COUNTED:
            return part
        if not path.exists():
            _scan(part).sink_parquet(path, compression="lz4")
        return path


def _scan(part: Path) -> pl.LazyFrame:
    """The sums of a part, in the columns and types of those that an engine makes."""
    if part.suffix != COUNTED:
        return pl.scan_parquet(part)
    sums = pl.scan_ipc(part)
    if "n" not in sums.collect_schema():
        sums = sums.with_columns(n=pl.col("row_count"), scaled=pl.col("row_count"))
    return sums.select(pl.col(name).cast(kind) for name, kind in _SUMS.items())


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def stretches(parts: Sequence[Part]) -> Iterator[tuple[int, int, list[Part]]]:
    """Time cut where a part begins or ends: each stretch (its end not in it) with the parts that have periods in it."""
    cuts = sorted({cut for part in parts for cut in (part.first, part.last + 1)})
    for start, end in pairwise(cuts):
        here = [part for part in parts if part.first <= start <= part.last]
        if here:
            yield start, end, here


def write_result(frames: Sequence[pl.LazyFrame], out: Path, *, has_quads: bool) -> tuple[int, int]:
    """Write the result to `out`, whole or not at all; return the rows that went into it and the rows that it has.

    Raises `DataRefused` 653 where a pair's sum of squares in one period is no longer exact.
    """
    sums = pl.concat(frames) if frames else pl.LazyFrame(schema=_SUMS)
    kept, most, cells = sums.select(pl.sum("row_count"), pl.max("squares"), pl.len()).collect(engine="streaming").row(0)
    check_exact(most, out)
    beside = out.with_name(out.name + ".new")
    result = pl.SQLContext({"sums": sums}, eager=False).execute(result_query(has_quads=has_quads))
    result.sink_parquet(beside, row_group_size=ROWS_OF_A_GROUP, compression="lz4", maintain_order=True)
    beside.replace(out)
    return int(kept or 0), cells


_SUMS: pl.Schema = pl.Schema(dict.fromkeys(KEYS, pl.Int32) | dict.fromkeys(SUMS, pl.Float64))


def check_exact(most: float | None, out: Path | str) -> None:
    """Raise `DataRefused` 653 where the greatest sum of squares of a pair and period is past what a double holds exactly."""
    if most is not None and most >= EXACT:
        raise DataRefused(
            653,
            "a pair's scores in one period are too many or too great to be summed exactly",
            where=str(out),
            todo="Take a shorter unit, or a scale of -10 to 10.",
        )
