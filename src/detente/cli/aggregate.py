"""`detente aggregate`: the series of all pairs of states from files of event rows, however many."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.console import count, plain, told

EXAMPLE = "detente aggregate events --unit month --engine duckdb -o monthly.parquet"


class Period(StrEnum):
    """The length of a period."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class AggregateEngine(StrEnum):
    """Who adds up."""

    LOCAL = "local"
    DUCKDB = "duckdb"
    SPARK = "spark"


def aggregate(
    files: Annotated[list[str], typer.Argument(help="Parquet files of event rows, or folders of them.")],
    *,
    out: Annotated[str, typer.Option("--out", "-o", help="The Parquet file to write; with --engine spark a folder.")],
    unit: Annotated[Period, typer.Option(help="The length of a period.")] = Period.MONTH,
    undirected: Annotated[bool, typer.Option("--undirected", help="Take both directions of a pair together.")] = False,
    drop_repeats: Annotated[bool, typer.Option("--drop-repeats", help="Count each day, source, target and code once.")] = False,
    engine: Annotated[
        AggregateEngine, typer.Option(help="Who adds up: polars (local), DuckDB within --memory, or a Spark cluster.")
    ] = AggregateEngine.LOCAL,
    memory: Annotated[str, typer.Option(help="What DuckDB may take of memory for files that are not counted.")] = "400MB",
    threads: Annotated[int | None, typer.Option(min=1, help="Threads of DuckDB; one for each processor by default.")] = None,
    cache: Annotated[Path | None, typer.Option(help="A folder that keeps the sums of each file for later runs.")] = None,
) -> None:
    """Add event rows up to series of all pairs of states.

    Reads one file at a time and writes a row for each pair and period with events: their number, mean score with its standard error,
    sums and quad classes. A run that was stopped goes on where it was.

    Example: detente aggregate events --unit month --engine duckdb -o monthly.parquet
    """
    with told():
        from detente.relations.aggregate import aggregate as add_up

        done = add_up(
            files,
            out=out,
            unit=unit.value,
            directed=not undirected,
            engine=engine.value,
            drop_repeats=drop_repeats,
            cache=cache,
            memory=memory,
            threads=threads,
            told=_teller(),
        )
        left = f", {count(done.left_out, 'row')} left out" if done.left_out else ""
        print(plain(f"{count(done.rows, 'row')} from {count(done.read, 'event row')}{left}: {done.out}"))


def _teller() -> Callable[[int, int, str], None]:
    """Say on stderr which file was added up: each on a terminal, about twenty of all elsewhere."""

    def tell(done: int, total: int, name: str) -> None:
        if sys.stderr.isatty() or done % max(1, total // 20) == 0 or done == total:
            print(plain(f"Added up {done} of {total}: {name}"), file=sys.stderr)

    return tell
