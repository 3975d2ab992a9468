"""The two engines of one machine. Each runs a query over Parquet files and writes what comes of it to another, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from detente.errors import DataRefused
from detente.extras import needs

Views = Mapping[str, Sequence[Path]]
"""The files behind each name of a query."""


class Engine(Protocol):
    """Something that runs SQL over Parquet files."""

    def run(self, query: str, views: Views, out: Path) -> None:
        """Write the rows of `query` to `out` in their order; `DataRefused` 650 where a file cannot be read through."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...


class PolarsEngine:
    """polars' own SQL, streaming; nothing is needed beyond the bare installation. What it sorts has to fit into memory."""

    def run(self, query: str, views: Views, out: Path) -> None:
        """Write the rows of `query` to `out` in their order; `DataRefused` 650 where a file cannot be read through."""
        frames = {name: pl.scan_parquet(list(files)) for name, files in views.items()}
        try:
            pl.SQLContext(frames, eager=False).execute(query).collect(engine="streaming").write_parquet(out, compression="lz4")
        except (pl.exceptions.PolarsError, OSError) as error:
            raise unreadable(views, error) from error

    def close(self) -> None:
        """Nothing is held."""


class DuckEngine:
    """DuckDB within a limit of memory; what does not fit is laid on disk in `spill`, and taken away at the end."""

    def __init__(self, *, memory: str, threads: int | None, spill: Path) -> None:
        self._duckdb = needs("duckdb")
        config: dict[str, Any] = {"memory_limit": memory, "temp_directory": str(spill)}
        self._connection = self._duckdb.connect(config=config | ({} if threads is None else {"threads": threads}))

    def run(self, query: str, views: Views, out: Path) -> None:
        """Write the rows of `query` to `out` in their order; `DataRefused` 650 where a file cannot be read through."""
        try:
            for name, files in views.items():
                source = f"read_parquet([{', '.join(map(_quoted, files))}])"
                self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {source}")  # noqa: S608 - our own words
            self._connection.execute(f"COPY ({query}) TO {_quoted(out)} (FORMAT parquet, COMPRESSION lz4_raw)")
        except self._duckdb.OutOfMemoryException:
            raise
        except self._duckdb.Error as error:
            raise unreadable(views, error) from error

    def close(self) -> None:
        """End the connection and give its memory back."""
        self._connection.close()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def unreadable(views: Views, error: Exception) -> DataRefused:
    """The refusal of files that an engine could not read through, in its own words."""
    files = next(iter(views.values()))
    why = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return DataRefused(650, f"the file cannot be read as Parquet: {why}", where=str(files[0]), todo="Write it again, or leave it out.")
