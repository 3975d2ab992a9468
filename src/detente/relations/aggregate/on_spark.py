"""The same query run by Spark SQL, over whatever Spark reads: files of this machine, or of a cluster."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.dates import UNIX_DAY
from detente.errors import DataRefused
from detente.relations.aggregate.batches import paths_of
from detente.relations.aggregate.layout import Kind, layout_of
from detente.relations.aggregate.parts import check_exact
from detente.relations.aggregate.query import result_query, sums_query
from detente.relations.aggregate.units import Unit, checked_span, days_and_periods
from detente.spark import spark_session

_KINDS: dict[str, Kind] = {"date": "date", "string": "text", "float": "number", "double": "number"}
_WHOLE = ("tinyint", "smallint", "int", "bigint", "decimal(20,0)")  # the last is how Spark reads whole numbers without a sign


def aggregate_on_spark(
    files: str | Path | Sequence[str | Path], *, out: str | Path, unit: Unit, directed: bool, drop_repeats: bool
) -> dict[str, Any]:
    """What `aggregate` gives, made by Spark: `out` is a folder of Parquet files whose names are in the order of their rows.

    A path with `://` in it is an address that Spark reads or writes, as `hdfs://...`; such an `out` is written over.
    """
    spark = _with_partitions(spark_session())
    events = _read(spark, files)
    layout = layout_of({name: _kind(kind) for name, kind in events.dtypes}, str(files), drop_repeats=drop_repeats)
    events.createOrReplaceTempView("events")
    day = "CAST(day AS BIGINT)" if layout.day_column == "day" else f"datediff(date, DATE '1970-01-01') + {UNIX_DAY}"
    read, first, last = spark.sql(f"SELECT count(*), min({day}), max({day}) FROM events").first()  # noqa: S608 - our own words
    days = [] if first is None else days_and_periods(*checked_span(first, last, str(files)), unit)
    periods = spark.createDataFrame(days, "day int, first_day int")
    periods.selectExpr("day", f"date_add(DATE '1970-01-01', day - {UNIX_DAY}) AS date", "first_day").createOrReplaceTempView("periods")
    sums = spark.sql(sums_query(layout, directed=directed, drop_repeats=drop_repeats)).cache()
    try:
        sums.createOrReplaceTempView("sums")
        kept, most, rows = spark.sql("SELECT sum(row_count), max(squares), count(*) FROM sums").first()
        check_exact(most, str(out))
        place = _write(spark.sql(result_query(has_quads=layout.has_quads)), out)
    finally:
        sums.unpersist()
    return {"out": place, "read": read, "kept": int(kept or 0), "rows": rows}


def _with_partitions(spark: Any) -> Any:  # noqa: ANN401 - pyspark has no types to rely on
    """The session with a few partitions a processor, unless it was told how many: Spark's own 200 are many for one machine."""
    if spark.sparkContext.getConf().get("spark.sql.shuffle.partitions") is None:
        spark.conf.set("spark.sql.shuffle.partitions", 3 * spark.sparkContext.defaultParallelism)
    return spark


def _read(spark: Any, files: str | Path | Sequence[str | Path]) -> Any:  # noqa: ANN401
    given = [files] if isinstance(files, str | Path) else list(files)
    remote = [str(each) for each in given if "://" in str(each)]
    local = [each for each in given if "://" not in str(each)]
    names = [*remote, *(path.as_uri() for path in (paths_of(local) if local or not remote else ()))]
    try:
        return spark.read.parquet(*names)
    except Exception as error:
        why = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise DataRefused(
            650, f"the file cannot be read as Parquet: {why}", where=names[0], todo="Write it again, or leave it out."
        ) from error


def _kind(name: str) -> Kind:
    if name in _WHOLE:
        return "whole"
    return "number" if name.startswith("decimal") else _KINDS.get(name, "other")


def _write(result: Any, out: str | Path) -> Path | str:  # noqa: ANN401
    """Write the rows in their order; on this machine the folder is there whole or not at all."""
    if "://" in str(out):
        result.write.mode("overwrite").parquet(str(out))
        return str(out)
    place = Path(out).resolve()
    beside = place.with_name(place.name + ".new")
    result.write.mode("overwrite").parquet(beside.as_uri())
    if place.is_dir():
        shutil.rmtree(place)
    beside.replace(place)
    return place
