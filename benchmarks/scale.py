"""Measure `detente.relations.aggregate`: monthly series of all pairs of a hundred million event rows, beside what one would write by hand.

    python benchmarks/scale.py --folder DIR [--rows 100000000] [--billion] [--repeats 2] [--write FILE]

Makes the rows first, if DIR has them not (`benchmarks/generate.py`: about 0.4 GB a hundred million). Each way runs in a process of its own,
which tells its seconds and the most memory that it held (VmHWM); the ways take turns, and the best of `--repeats` turns counts, because
shared machines vary. All ways make the same columns. The bare queries and pandas write floating sums, ours whole thousandths.

`--billion` adds up a thousand million rows: ten times as many in each year, made anew if DIR/billion has them not (4 GB).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from generate import generate

YEARS = 40
MEMORY = "400MB"
TIMES_BARE, TIMES_PANDAS, MOST, MOST_BILLION = 1.2, 4.0, 500, 1000
SPARK_ROWS = 2_000_000
SUMS = """count(*) AS n, count(scale) AS scaled, avg(scale) AS mean, stddev_samp(scale) / sqrt(count(scale)) AS se, sum(scale) AS sum,
sum(scale * scale) AS squares, sum(CASE WHEN scale > 0 THEN scale ELSE 0 END) AS positive,
sum(CASE WHEN scale < 0 THEN scale ELSE 0 END) AS negative, count(*) FILTER (WHERE quad = 1) AS quad1,
count(*) FILTER (WHERE quad = 2) AS quad2, count(*) FILTER (WHERE quad = 3) AS quad3, count(*) FILTER (WHERE quad = 4) AS quad4"""
MONTH = "date_trunc('month', DATE '0001-01-01' + (day - 1))"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one run took: seconds from the start of the work to the end, those of all processors, megabytes at the most, rows made."""

    seconds: float
    cpu: float
    megabytes: float
    rows: int


# the ways: each is run in a process of its own -----------------------------------------------------------


def ours(engine: str) -> Callable[[list[Path], Path], int]:
    """`aggregate` with one of its engines."""

    def run(files: list[Path], out: Path) -> int:
        from detente.relations.aggregate import aggregate

        return aggregate(files, out=out / "ours.parquet", engine=engine, memory=MEMORY).rows  # type: ignore[arg-type]

    return run


def bare(*, at_once: bool) -> Callable[[list[Path], Path], int]:
    """DuckDB's query as one would write it: over all files at once, or year by year into a file each."""

    def run(files: list[Path], out: Path) -> int:
        import duckdb

        connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(out / "spill")})
        rows = 0
        for number, some in enumerate([files] if at_once else [[file] for file in files]):
            names = ", ".join(f"'{file}'" for file in some)
            query = (
                f"SELECT {MONTH} AS month, source, target, {SUMS} FROM read_parquet([{names}]) GROUP BY ALL ORDER BY month, source, target"
            )
            rows += connection.execute(f"COPY ({query}) TO '{out}/{number}.parquet' (FORMAT parquet)").fetchone()[0]  # type: ignore[index]
        return rows

    return run


def pandas_by_file(*, tuned: bool) -> Callable[[list[Path], Path], int]:
    """Pandas, a file at a time: as it is first written, or `tuned` by hand (needed columns only, months as whole numbers)."""

    def run(files: list[Path], out: Path) -> int:
        return sum(_by_pandas(file, out, tuned=tuned) for file in files)

    return run


def _by_pandas(file: Path, out: Path, *, tuned: bool) -> int:
    import numpy as np
    import pandas as pd

    frame = pd.read_parquet(file, columns=["day", "source", "target", "scale", "quad"] if tuned else None)
    date = pd.to_datetime(frame["day"].astype("int64") - 719163, unit="D")
    frame["month"] = date.values.astype("datetime64[M]") if tuned else date.dt.to_period("M")
    frame["square"] = frame["scale"] ** 2
    frame["positive"], frame["negative"] = frame["scale"].clip(lower=0), frame["scale"].clip(upper=0)
    for quad in (1, 2, 3, 4):
        frame[f"quad{quad}"] = frame["quad"] == quad
    made = frame.groupby(["month", "source", "target"]).agg(
        n=("day", "size"), scaled=("scale", "count"), mean=("scale", "mean"), se=("scale", "std"), sum=("scale", "sum"),
        squares=("square", "sum"), positive=("positive", "sum"), negative=("negative", "sum"),
        **{f"quad{quad}": (f"quad{quad}", "sum") for quad in (1, 2, 3, 4)},
    )  # fmt: skip
    made["se"] /= np.sqrt(made["scaled"])
    made.reset_index().to_parquet(out / file.name)
    return len(made)


def polars_by_file(files: list[Path], out: Path) -> int:
    """Polars, a file at a time, where there is no pandas."""
    rows, scale = 0, pl.col("scale")
    for file in files:
        month = (pl.col("day") - 719163).cast(pl.Date).dt.truncate("1mo").alias("month")
        sums = [
            pl.len().alias("n"),
            scale.count().alias("scaled"),
            scale.mean().alias("mean"),
            (scale.std() / scale.count().sqrt()).alias("se"),
        ]
        sums += [scale.sum().alias("sum"), (scale**2).sum().alias("squares"), scale.clip(lower_bound=0).sum().alias("positive")]
        sums += [scale.clip(upper_bound=0).sum().alias("negative"), *((pl.col("quad") == q).sum().alias(f"quad{q}") for q in (1, 2, 3, 4))]
        made = pl.read_parquet(file).group_by(month, "source", "target").agg(sums).sort("month", "source", "target")
        made.write_parquet(out / file.name)
        rows += len(made)
    return rows


WAYS: dict[str, Callable[[list[Path], Path], int]] = {
    "ours": ours("duckdb"),
    "ours, local": ours("local"),
    "ours, spark": ours("spark"),
    "bare, one query": bare(at_once=True),
    "bare, year by year": bare(at_once=False),
    "pandas by file": pandas_by_file(tuned=False),
    "pandas by file, tuned": pandas_by_file(tuned=True),
    "polars by file": polars_by_file,
}


def child(way: str, folder: Path, out: Path) -> None:
    """Run one way here and print what it took."""
    files = sorted(folder.glob("*.parquet"))
    begun = time.perf_counter()
    rows = WAYS[way](files, out)
    seconds = time.perf_counter() - begun
    peak = next(line for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "megabytes": int(peak.split()[1]) / 1024, "rows": rows}))


def taken(way: str, folder: Path, out: Path) -> Taken | None:
    """What a way takes in a process of its own; None where it fails, with its last line told on stderr."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    command = [sys.executable, __file__, "--folder", str(folder), "--child", way, "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{way}: {(done.stderr.strip().splitlines() or ['stopped'])[-1]}", file=sys.stderr)
        return None
    found = Taken(**json.loads(done.stdout.splitlines()[-1]))
    print(f"{way}: {found.seconds:.1f} s, {found.cpu:.1f} s of processors, {found.megabytes:.0f} MB, {found.rows:,} rows", file=sys.stderr)
    return found


# the table ----------------------------------------------------------------------------------------------


def scale_lines(folder: Path, *, rows: int = 100_000_000, repeats: int = 2, billion: bool = False) -> Iterator[str]:
    """The lines of the table, measured now, with the floors that they have to keep."""
    place = folder / str(rows)
    size = sum(file.stat().st_size for file in generate(place, rows=rows, years=YEARS))
    by_file = "pandas by file" if importlib.util.find_spec("pandas") and importlib.util.find_spec("pyarrow") else "polars by file"
    by_files = [by_file, "pandas by file, tuned"] if by_file.startswith("pandas") else [by_file]
    ways = ["bare, year by year", "ours", "bare, one query", *by_files, "ours, local"]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        best = turns(ways, place, Path(scratch), repeats)
        yield f"Monthly series of all directed pairs from {rows:,} made-up event rows in {YEARS} Parquet files ({size / 1e9:.2f} GB), "
        yield f"{os.cpu_count()} processors, DuckDB held to {MEMORY}. Best of {repeats} turns, each in a process of its own."
        yield ""
        yield "| way | seconds | of all processors | peak MB | rows of the series |\n| --- | --- | --- | --- | --- |"
        for way in ways:
            run = best.get(way)
            told = f"{run.seconds:.1f} | {run.cpu:.1f} | {run.megabytes:.0f} | {run.rows:,}" if run else "fails | | |"
            yield f"| {way} | {told} |"
        yield ""
        yield from floors(best, by_files)
        if billion:
            yield from billion_lines(folder, Path(scratch))
        yield from spark_lines(folder, Path(scratch))


def turns(ways: list[str], place: Path, scratch: Path, repeats: int) -> dict[str, Taken]:
    """The best of each way's turns; the ways take turns, the second time in the other order."""
    best: dict[str, Taken] = {}
    for turn in range(repeats):
        for way in ways if turn % 2 == 0 else ways[::-1]:
            # what is not the yardstick of the first floor is measured once: it takes most of the time
            if turn and way not in ("ours", "bare, year by year"):
                continue
            run = taken(way, place, scratch / "out")
            if run and (way not in best or run.seconds < best[way].seconds):
                best[way] = replace(run, megabytes=max(run.megabytes, best[way].megabytes if way in best else 0))
    return best


def floors(best: dict[str, Taken], by_files: Sequence[str]) -> Iterator[str]:
    """Each floor with what was measured and whether it is kept."""
    mine, bares = best["ours"], [run for way, run in best.items() if way.startswith("bare")]
    fastest = min(run.seconds for run in bares)
    yield line(
        "time beside the bare query's best form", mine.seconds / fastest, f"at most {TIMES_BARE}", mine.seconds <= TIMES_BARE * fastest
    )
    for by_file in by_files:
        if by_file in best:
            times = best[by_file].seconds / mine.seconds
            yield line(f"times faster than {by_file}", times, f"at least {TIMES_PANDAS:g}", times >= TIMES_PANDAS)
    yield line("peak memory in MB", mine.megabytes, f"under {MOST}", mine.megabytes < MOST)
    same = {run.rows for run in best.values()}
    yield f"- All ways make the same number of rows: {'yes' if len(same) == 1 else f'NO: {sorted(same)}'}"


def line(what: str, found: float, floor: str, kept: bool) -> str:
    """A floor as a line of the list."""
    return f"- {what}: {found:.2f} ({floor}): {'kept' if kept else 'NOT KEPT'}"


def billion_lines(folder: Path, scratch: Path) -> Iterator[str]:
    """A thousand million rows: seconds and memory."""
    place = folder / "billion"
    generate(place, rows=1_000_000_000, years=YEARS)
    run = taken("ours", place, scratch / "out")
    if run is None:
        yield "- a billion rows: FAILED"
        return
    yield f"- a billion rows: {run.seconds:.0f} s, {run.rows:,} rows"
    yield line("a billion rows, peak memory in MB", run.megabytes, f"under {MOST_BILLION}", run.megabytes < MOST_BILLION)


def spark_lines(folder: Path, scratch: Path) -> Iterator[str]:
    """The distributed engine in local mode against the local one, on fewer rows."""
    if importlib.util.find_spec("pyspark") is None:
        yield "- spark, local mode: not measured, pyspark is not installed"
        return
    place = folder / str(SPARK_ROWS)
    generate(place, rows=SPARK_ROWS, years=4)
    run, other = taken("ours, spark", place, scratch / "spark"), taken("ours", place, scratch / "duck")
    if run is None or other is None:
        yield "- spark, local mode: FAILED"
        return
    same = pl.read_parquet(scratch / "spark" / "ours.parquet" / "*.parquet").equals(pl.read_parquet(scratch / "duck" / "ours.parquet"))
    yield f"- spark, local mode, {SPARK_ROWS:,} rows: {run.seconds:.1f} s; results equal to the last bit: {'yes' if same else 'NO'}"


def main() -> None:
    """Measure and print, or run one way for the parent process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--billion", action="store_true")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--child", choices=sorted(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    given: Any = parser.parse_args()
    if given.child:
        child(given.child, given.folder, given.out)
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for each in scale_lines(given.folder, rows=given.rows, repeats=given.repeats, billion=given.billion):
        lines.append(each)
        print(each, flush=True)
    if given.write:
        given.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
