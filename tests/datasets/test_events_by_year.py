"""Event files of any layout as Parquet by year, and on to series."""

import polars as pl
import pytest
from event_rows import SAMPLES
from polars.testing import assert_frame_equal

from detente.datasets.events import read_events, write_by_year
from detente.datasets.events.by_year import KEPT
from detente.errors import DataRefused
from detente.relations.aggregate import aggregate


@pytest.fixture
def files(tmp_path):
    made = []
    for sample in SAMPLES:
        if sample.suffix in (".csv", ".tab", ".txt"):
            path = tmp_path / f"{sample.layout}{sample.suffix}"
            path.write_text(sample.text(), encoding="utf-8")
            made.append(path)
    return made


def written(folder):
    return pl.read_parquet(folder / "*.parquet")


def test_every_row_with_a_day_is_there_once_in_the_file_of_its_year(files, tmp_path):
    done = write_by_year(files, tmp_path / "out")
    whole = pl.concat([read_events(path).frame.with_columns(pl.col("file").cast(pl.String)) for path in files])
    assert sum(done.rows.values()) == whole["day"].is_not_null().sum() > len(files) / 2
    assert sorted(path.stem for path in (tmp_path / "out").iterdir()) == [f"{year:04d}" for year in done.rows]
    keys = ["file", "row", "day", "source", "target", "code", "scale"]
    assert_frame_equal(written(tmp_path / "out").sort(keys), whole.filter(pl.col("day").is_not_null()).select(KEPT).sort(keys))


def test_the_size_of_a_batch_changes_nothing(files, tmp_path):
    one, two = (write_by_year(files, tmp_path / name, rows=rows) for name, rows in (("one", 1), ("two", 1000)))
    assert one.rows == two.rows
    assert_frame_equal(written(tmp_path / "one"), written(tmp_path / "two"))


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(files, tmp_path):
    bad = tmp_path / "diary.csv"
    bad.write_text("when,what\n1969,quarrel\n", encoding="utf-8")
    alone, mixed = write_by_year(files, tmp_path / "a"), write_by_year([bad, *files], tmp_path / "b")
    assert [error.where.file for error in mixed.refused] == ["diary.csv"] and not alone.refused
    assert mixed.rows == alone.rows


def test_a_folder_that_holds_something_is_left_alone(files, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(DataRefused) as refused:
        write_by_year(files, tmp_path / "mine")
    assert refused.value.number == 347
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_what_is_written_can_be_added_up(files, tmp_path):
    done = write_by_year(files, tmp_path / "out")
    added = aggregate(tmp_path / "out", out=tmp_path / "yearly.parquet", unit="year")
    rows = written(tmp_path / "out").filter(pl.col("source").is_not_null() & pl.col("target").is_not_null())
    rows = rows.filter(pl.col("source") != pl.col("target"))
    assert added.read == sum(done.rows.values()) and added.kept == rows.height
    pairs = rows.with_columns(year=pl.from_epoch(pl.col("day") - 719163, time_unit="d").dt.year())
    assert added.rows == pairs.select("year", "source", "target").unique().height
