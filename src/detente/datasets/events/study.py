"""The events that a study coded from its own sources, as a frame like that of any other data set."""

from __future__ import annotations

import polars as pl

from detente.datasets.delimited import ROW
from detente.datasets.events.actors import resolve_actors
from detente.datasets.events.scores import code_table
from detente.register import first_day, last_day

NEEDED = ("event_id", "source_state", "target_state", "event_type", "mode", "date_start", "date_end", "modality", "reciprocal")
"""The columns of a study's table of events that are read; `review_status` too, where it is there."""


def study_events(table: pl.DataFrame, *, label: str = "study") -> pl.DataFrame:
    """The events frame of a study's table `events` (see `detente.datasets.events.read` for the columns).

    Asserted events between two states count that no review has rejected, with a first and a last day; denied, planned and alleged ones
    do not. `day` and `last_day` are the first and last day that the words of the date can mean: a series leaves out those dated less finely
    than its periods. `scale` and `quad` are PLOVER's, of the mode where it is scored. A mutual deed is two rows, one in each
    direction, as ICEWS has its meetings. Statements are not deeds: pass the frame through `without_repeats`. No rows, no events.
    """
    told = table.select(pl.col(name) for name in table.columns if name in (*NEEDED, "review_status")).with_row_index(ROW, offset=1)
    counted = (pl.col("modality") == "asserted") & pl.col("source_state").is_not_null() & pl.col("target_state").is_not_null()
    if "review_status" in told.columns:
        counted &= pl.col("review_status").is_null() | (pl.col("review_status") != "rejected")
    told = told.filter(counted & (pl.col("source_state") != "") & (pl.col("target_state") != ""))
    days = {
        "day": [first_day(text or "") for text in told["date_start"].cast(pl.String)],
        "last_day": [last_day(text or "") for text in told["date_end"].cast(pl.String)],
    }
    told = told.with_columns(pl.Series(name, numbers, dtype=pl.Int32) for name, numbers in days.items()).drop_nulls(["day", "last_day"])
    mutual = told["reciprocal"].cast(pl.String).str.to_lowercase().is_in(["true", "1"])
    other = told.filter(mutual).rename({"source_state": "target_state", "target_state": "source_state"}).select(told.columns)
    both = pl.concat([told, other]).sort(ROW, maintain_order=True)
    return _framed(both, label)


def _framed(told: pl.DataFrame, label: str) -> pl.DataFrame:
    mode = pl.col("mode").cast(pl.String).fill_null("")
    coded = told.with_columns(
        pl.when(mode == "").then(pl.col("event_type")).otherwise(pl.concat_str("event_type", mode, separator="-")).alias("code"),
        *(resolve_actors(told[f"{use}_state"], told["day"], "letters")[0].alias(use) for use in ("source", "target")),
    ).join(code_table("plover"), on="code", how="left", maintain_order="left")
    bare = (
        code_table("plover")
        .filter(~pl.col("code").str.contains("-"))
        .rename({"code": "event_type", "scale": "type_scale", "quad": "type_quad"})
    )
    coded = coded.join(bare, on="event_type", how="left", maintain_order="left")
    return coded.select(
        "event_id",
        "day",
        "last_day",
        "source",
        "target",
        "code",
        pl.coalesce("scale", "type_scale").alias("scale"),
        pl.coalesce("quad", "type_quad").alias("quad"),
        pl.lit(1, dtype=pl.UInt32).alias("n"),
        pl.lit(label).cast(pl.Categorical).alias("file"),
        pl.col(ROW).alias("row"),
        pl.struct("event_id", "source", "target").hash(seed=0).alias("print"),
    )
