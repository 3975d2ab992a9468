"""Data sets that tell no single events: counts by class of a year, and means of a month, as rows of the events frame."""

from __future__ import annotations

import polars as pl

from detente.datasets.delimited import ROW
from detente.datasets.events.layouts import EventLayout
from detente.datasets.events.scores import AZAR_UNIT
from detente.datasets.faults import CELL, RowFault, row_fault


def counted(frame: pl.DataFrame, layout: EventLayout, label: str) -> tuple[pl.DataFrame, list[RowFault]]:
    """Counts by quad class: a row for each class that is not 0 (`n`), and one of `n` 0 for a pair of which all four are; no score."""
    uses = {f"@{name}": int(use.removeprefix("quad ")) for name, use in layout.columns.items() if use.startswith("quad ")}
    kept = [name for name in frame.columns if name not in uses]
    long = frame.unpivot(on=list(uses), index=kept, variable_name="code_", value_name="n_text").with_columns(
        pl.col("n_text").str.replace(r"\.0+$", "").cast(pl.UInt32, strict=False).alias("n"),
        pl.col("code_").replace_strict(uses, return_dtype=pl.UInt8).alias("quad"),
    )
    wrong = long.filter(pl.col("n").is_null() & (pl.col("n_text") != ""))
    faults = [row_fault(CELL, label, row, f"{name[1:]} {text!r}") for row, name, text in wrong.select(ROW, "code_", "n_text").iter_rows()]
    long = long.filter(pl.col("n").is_not_null()).with_columns(
        ((pl.col("n").sum().over(ROW) == 0) & (pl.len().over(ROW) == len(uses))).alias("none_")
    )
    some = long.filter(pl.col("n") > 0)
    none = long.filter(pl.col("none_")).unique(ROW, keep="first", maintain_order=True)
    none = none.with_columns(pl.lit(None, dtype=pl.UInt8).alias("quad"), pl.lit("").alias("code_"))
    some = some.with_columns(pl.col("code_").str.strip_prefix("@"))
    both = pl.concat([some, none]).with_columns(pl.lit(None, dtype=pl.Float32).alias("scale"))
    return both.sort(ROW, "quad", nulls_last=True), faults


def meant(frame: pl.DataFrame, layout: EventLayout, label: str) -> tuple[pl.DataFrame, list[RowFault]]:
    """Means of Azar's weights by month, a row for each direction that has one; 0 is a month without an event: `n` 0 and no score."""
    uses = {f"@{name}": use for name, use in layout.columns.items() if ">" in use}
    kept = [name for name in frame.columns if name not in uses]
    long = frame.unpivot(on=list(uses), index=kept, variable_name="pair_", value_name="mean_text").with_columns(
        pl.col("mean_text").str.strip_chars().cast(pl.Float64, strict=False).alias("mean_"),
        pl.col("pair_").replace_strict(uses, return_dtype=pl.String).str.split(">").alias("sides_"),
    )
    wrong = long.filter(pl.col("mean_").is_null() & (pl.col("mean_text") != ""))
    faults = [
        row_fault(CELL, label, row, f"{name[1:]} {text!r}") for row, name, text in wrong.select(ROW, "pair_", "mean_text").iter_rows()
    ]
    known = long.filter(pl.col("mean_").is_not_null()).with_columns(
        pl.when(pl.col("mean_") != 0).then(pl.col("mean_") / AZAR_UNIT).cast(pl.Float32).alias("scale"),
        pl.when(pl.col("mean_") == 0).then(pl.lit(0)).cast(pl.UInt32).alias("n"),
        pl.lit(None, dtype=pl.UInt8).alias("quad"),
        pl.lit("").alias("code_"),
        pl.col("sides_").list.get(0).alias("source_"),
        pl.col("sides_").list.get(1).alias("target_"),
    )
    return known.sort(ROW, "pair_"), faults
