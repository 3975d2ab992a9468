"""Made-up event rows by the hundred million: Parquet by year, of the columns of détente's event tables, for measuring.

    python benchmarks/generate.py FOLDER [--rows 100000000] [--first 1980] [--years 40] [--seed 1]

The rows mean nothing. Their shape is that of the field's event data: every directed pair of 195 states can occur, a few pairs make up
most rows (weights of states fall with their rank, and each pair has its own luck), later years have more rows than early ones, codes are
CAMEO's with the weights of Goldstein's scale, and a file is in order of the day. The same arguments make the same rows; a file that
stands already with that many rows is left. A hundred million rows take about 0.4 GB.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl

from detente.dates import day_number

STATES = 195
_TABLE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Codes:
    """The codes that events are drawn from, with their weight on the scale, their quad class and how often each occurs."""

    code: list[str]
    scale: np.ndarray
    quad: np.ndarray
    share: np.ndarray


def main() -> None:
    """Write the files that are asked for and say how many bytes they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--first", type=int, default=1980)
    parser.add_argument("--years", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    made = generate(given.folder, rows=given.rows, first=given.first, years=given.years, seed=given.seed)
    print(f"{len(made)} files, {sum(path.stat().st_size for path in made) / 1e9:.2f} GB in {given.folder}")


def generate(folder: Path, *, rows: int, first: int = 1980, years: int = 40, seed: int = 1) -> list[Path]:
    """The files of `years` years from `first` on, with `rows` rows together, in the order of the years."""
    folder.mkdir(parents=True, exist_ok=True)
    return list(_written(folder, _rows_by_year(rows, years), first, seed))


def _written(folder: Path, shares: list[int], first: int, seed: int) -> Iterator[Path]:
    table, codes = _dyads(np.random.default_rng(seed)), _codes()
    for year, count in enumerate(shares, first):
        path = folder / f"{year:04d}.parquet"
        if not path.exists() or pl.scan_parquet(path).select(pl.len()).collect().item() != count:
            beside = path.with_suffix(".part")
            _year(year, count, table, codes, np.random.default_rng([seed, year])).write_parquet(beside, row_group_size=1 << 19)
            beside.replace(path)
            print(f"{path.name}: {count:,} rows", file=sys.stderr)
        yield path


def _rows_by_year(rows: int, years: int) -> list[int]:
    """Rows of each year, growing by three per cent a year, as the press did."""
    weights = 1.03 ** np.arange(years)
    ends = np.rint(np.cumsum(weights) / weights.sum() * rows).astype(int)
    return [int(count) for count in np.diff(ends, prepend=0)]


def _dyads(chance: np.random.Generator) -> np.ndarray:
    """A table to draw pairs from: each pair stands in it as often as it is likely."""
    mass = (1.0 / np.arange(1, STATES + 1)) ** 0.9
    weight = np.outer(mass, mass) * chance.lognormal(0.0, 1.5, (STATES, STATES))
    np.fill_diagonal(weight, 0.0)
    ends = np.cumsum(weight.ravel())
    return np.searchsorted(ends / ends[-1], (np.arange(_TABLE) + 0.5) / _TABLE).astype(np.int32)


def _codes() -> Codes:
    """CAMEO's codes that have a weight; how often they occur falls with a made-up rank."""
    text = (files("detente") / "data" / "cameo_codes.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")) if row["goldstein"]]
    roots = np.array([int(row["code"][:2]) for row in rows])
    rank = np.random.default_rng(0).permutation(len(rows)) + 1
    return Codes(
        code=[row["code"] for row in rows],
        scale=np.array([float(row["goldstein"]) for row in rows], dtype=np.float32),
        quad=(1 + np.searchsorted([6, 9, 14], roots, side="right")).astype(np.uint8),
        share=np.cumsum(1.0 / rank) / np.sum(1.0 / rank),
    )


def _year(year: int, count: int, table: np.ndarray, codes: Codes, chance: np.random.Generator) -> pl.DataFrame:
    """The rows of one year, in order of the day."""
    first, end = day_number(year), day_number(year + 1)
    pair = table[chance.integers(0, _TABLE, count, dtype=np.int32)]
    which = np.searchsorted(codes.share, np.arange(0.5 / 65536, 1, 1 / 65536))[chance.integers(0, 65536, count, dtype=np.int32)]
    return pl.DataFrame(
        {
            "day": np.sort(chance.integers(first, end, count, dtype=np.int32)),
            "source": (2 + pair // STATES).astype(np.int16),
            "target": (2 + pair % STATES).astype(np.int16),
            "code": pl.Series(codes.code)[which],
            "scale": codes.scale[which],
            "quad": codes.quad[which],
            "n": np.ones(count, dtype=np.uint32),
        }
    )


if __name__ == "__main__":
    main()
