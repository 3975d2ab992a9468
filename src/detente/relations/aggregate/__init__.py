"""Event rows beyond memory to series of all pairs of states: file by file on DuckDB, at once on Spark, or with polars alone.

    from detente.relations.aggregate import aggregate
    done = aggregate("events/", out="monthly.parquet", unit="month", engine="duckdb")
    pl.scan_parquet(done.out)

One text of SQL (`detente.relations.aggregate.query`) is run by all three engines, and their results are equal to the last bit: scores
are counted in whole thousandths, so that no sum depends on its order.
"""

from detente.relations.aggregate.aggregation import ENGINES, Aggregated, aggregate
from detente.relations.aggregate.query import COLUMNS, THOUSANDTHS
from detente.relations.aggregate.units import UNITS

__all__ = ["COLUMNS", "ENGINES", "THOUSANDTHS", "UNITS", "Aggregated", "aggregate"]
