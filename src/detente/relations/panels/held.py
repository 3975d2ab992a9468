"""A published data set as a panel takes it: its frame, its name, and the years that it covers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from detente.errors import DetenteError


class SourceLayout(Protocol):
    """What a panel asks of the layout of a data set."""

    @property
    def family(self) -> str:
        """The kind of data set: alliances, trade ..."""

    @property
    def data_set(self) -> str:
        """Its name."""

    @property
    def version(self) -> str:
        """Its version."""

    @property
    def coverage(self) -> tuple[int | None, int | None]:
        """First and last year of which it speaks."""


class SourceReading(Protocol):
    """A data set that was read, as `detente.datasets.read_published` gives it."""

    @property
    def frame(self) -> pl.DataFrame:
        """Its rows in the canonical columns of its family."""

    @property
    def layout(self) -> SourceLayout:
        """Its layout."""


Source = SourceReading | pl.DataFrame | pl.LazyFrame | Sequence[SourceReading]
"""A reading, several of one family taken together, or a bare frame in the canonical columns."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """The rows of a data set with the years, both included, of which it speaks."""

    frame: pl.DataFrame
    first: int
    last: int
    data_set: str = ""

    @property
    def covers(self) -> pl.Expr:
        """Whether a panel's row lies in a covered year."""
        return pl.col.year.is_between(self.first, self.last)


def held(
    source: Source,
    family: str,
    *,
    needs: Collection[str],
    coverage: tuple[int, int] | None = None,
    years: tuple[pl.Expr, pl.Expr] = (pl.col.year, pl.col.year),
) -> Held:
    """A source as a panel takes it.

    `needs` are the columns without which nothing can be added, `years` those that bound its years where no coverage is stated. Stated
    is the argument `coverage`, else that of the layout; a bare frame covers the years from its first to its last row. Raises
    `DetenteError` 613 for a data set of another family, for one without a column of `needs`, and for an empty one of unknown coverage.
    """
    readings = [] if isinstance(source, pl.DataFrame | pl.LazyFrame) else list(source) if isinstance(source, Sequence) else [source]
    strangers = sorted({reading.layout.family for reading in readings} - {family})
    if strangers:
        raise _unfit(family, f"it holds {' and '.join(strangers)}")
    frame = pl.concat([each.frame for each in readings], how="diagonal_relaxed") if readings else _collected(source)
    lacking = [name for name in needs if name not in frame.columns]
    if lacking:
        raise _unfit(family, f"it has no column {', '.join(lacking)}")
    first, last = coverage or _coverage([reading.layout for reading in readings], frame, years, family)
    return Held(frame=frame, first=first, last=last, data_set="; ".join(dict.fromkeys(told_name(each.layout) for each in readings)))


def told_name(layout: SourceLayout) -> str:
    """The name of a data set with its version."""
    return f"{layout.data_set} {layout.version}".strip()


def _collected(source: Source) -> pl.DataFrame:
    if isinstance(source, pl.LazyFrame):
        return source.collect()
    if isinstance(source, pl.DataFrame):
        return source
    raise _unfit("data", "there is nothing in it")


def _coverage(layouts: Sequence[SourceLayout], frame: pl.DataFrame, years: tuple[pl.Expr, pl.Expr], family: str) -> tuple[int, int]:
    firsts = [layout.coverage[0] for layout in layouts]
    lasts = [layout.coverage[1] for layout in layouts]
    known = frame.select(years[0].min().alias("first"), years[1].max().alias("last")).row(0)
    first = known[0] if not firsts or None in firsts else min(year for year in firsts if year is not None)
    last = known[1] if not lasts or None in lasts else max(year for year in lasts if year is not None)
    if first is None or last is None:
        raise _unfit(family, "it is empty, and says nothing of the years that it covers")
    return int(first), int(last)


def _unfit(family: str, what: str) -> DetenteError:
    return DetenteError(
        613, f"this is no data set of {family}: {what}", todo="Read the makers' own file with detente.datasets.read_published."
    )
