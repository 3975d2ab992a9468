"""`detente aggregate`: the table is written, progress stands on stderr, refusals are blocks with a number."""

import polars as pl
import pytest


@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_series_are_written_and_progress_is_told_on_stderr(detente, tmp_path, engine):
    rows = {"day": [700_000, 700_000, 700_001], "source": [2, 365, 2], "target": [365, 2, 365], "scale": [1.0, 3.0, None]}
    for name in "ab":
        pl.DataFrame(rows).write_parquet(tmp_path / f"{name}.parquet")
    out = tmp_path / "out" / "years.parquet"
    out.parent.mkdir()
    done = detente("aggregate", tmp_path, "--unit", "year", "--undirected", "--engine", engine, "-o", out)
    assert done.returncode == 0, done.err
    assert done.out.startswith("1 row from 6 event rows: ") and "Added up 2 of 2: b.parquet" in done.err
    (row,) = pl.read_parquet(out).to_dicts()
    assert (row["ccode1"], row["ccode2"], row["n"], row["scaled"], row["mean"]) == (2, 365, 6, 4, 2.0)
    assert [path.name for path in out.parent.iterdir()] == ["years.parquet"]


def test_a_file_that_is_none_is_refused_by_number(detente, tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"day,source")
    done = detente("aggregate", tmp_path, "-o", tmp_path / "o.parquet")
    assert done.returncode != 0 and done.err.startswith("D650:") and "a.parquet" in done.err
    assert detente("aggregate", tmp_path / "nothing", "-o", tmp_path / "o.parquet", "--unit", "week").returncode == 2
