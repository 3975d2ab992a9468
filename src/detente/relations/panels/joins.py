"""How values are put beside the rows of a panel: by key, in the panel's order, with the meaning of absence from the codebook.

A value is taken where the data set has a row. Where it has none, a column that the codebook gives a `none` gets it inside the coverage
of the data set, and stays empty outside; every other column stays empty. A pair of which the Correlates of War list has not both
states (in a panel by Gleditsch and Ward) is outside every coverage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from detente.dates import UNIX_DAY
from detente.errors import DetenteError
from detente.relations.panels.book import TYPES, PanelColumn, family

PAIR = ("ccode1", "ccode2", "year")
"""The key of a pair of states in a year."""

STATE = ("ccode", "year")
"""The key of a state in a year."""


def number_of(name: str) -> pl.Expr:
    """A column of a data set as the keys of panels have it."""
    return pl.col(name).cast(pl.Int32)


def mirrored(frame: pl.DataFrame, swaps: Mapping[str, str] = {}) -> pl.DataFrame:
    """The rows of a frame in both orders of the pair, for what is true of the two alike.

    `swaps` names the columns that change places with the order (both ways: imports1 to imports2 and the reverse). A pair that the
    frame has in both orders keeps its own rows.
    """
    other = frame.select([pl.col({"ccode1": "ccode2", "ccode2": "ccode1", **swaps}.get(name, name)).alias(name) for name in frame.columns])
    if frame.select((pl.col.ccode1 > pl.col.ccode2).any() & (pl.col.ccode1 < pl.col.ccode2).any()).item():
        keys = [name for name in PAIR if name in frame.columns]
        other = other.join(frame.select(keys), on=keys, how="anti", maintain_order="left")
    return pl.concat([frame, other], how="vertical_relaxed")


def attach(
    panel: pl.LazyFrame,
    values: pl.DataFrame,
    kind: str,
    *,
    covers: pl.Expr,
    name: str | None = None,
) -> pl.LazyFrame:
    """The panel with the columns of a family, whose values stand in `values` by `ccode1`, `ccode2`, `year` without their prefix.

    `covers` says of which rows of the panel the data set speaks. `name` is the prefix, that of the family by default. Raises
    `DetenteError` 614 where the panel has such columns, 615 where `values` has two rows of one pair and year.
    """
    book = family(kind)
    prefix = name or book.prefix
    columns = [column for column in book.columns if column.name in values.columns]
    names = _free(panel, prefix, columns)
    _once(values, PAIR, kind)
    new = [pl.col(each.name).cast(TYPES[each.type]).alias(name) for each, name in zip(columns, names, strict=True)]
    typed = values.select(*map(number_of, PAIR), *new)
    known = covers & pl.col.ccode1.is_not_null() & pl.col.ccode2.is_not_null()
    return _joined(panel, typed, list(PAIR), columns, names=names, known=known)


def attach_states(panel: pl.LazyFrame, values: pl.DataFrame, kind: str, *, covers: pl.Expr, name: str | None = None) -> pl.LazyFrame:
    """The panel with the columns of a family of states: one for each state of the pair, or one where the panel is of state-years.

    `values` has them by `ccode` and `year`, without prefix and side. Raises as `attach` does.
    """
    book = family(kind)
    prefix = name or book.prefix
    _once(values, STATE, kind)
    for side in ("1", "2") if "ccode1" in panel.collect_schema().names() else ("",):
        ending = f"_{side}" if side else ""
        columns = [column for column in book.columns if column.name.endswith(f"_{side or 1}") and column.name[:-2] in values.columns]
        plain = [PanelColumn(name=f"{each.name[:-2]}{ending}", type=each.type, meaning=each.meaning, none=each.none) for each in columns]
        names = _free(panel, prefix, plain)
        new = [pl.col(each.name[:-2]).cast(TYPES[each.type]).alias(name) for each, name in zip(columns, names, strict=True)]
        typed = values.select(number_of("ccode").alias(f"ccode{side}"), number_of("year"), *new)
        known = covers & pl.col(f"ccode{side}").is_not_null()
        panel = _joined(panel, typed, [f"ccode{side}", "year"], plain, names=names, known=known)
    return panel


def _joined(
    panel: pl.LazyFrame, values: pl.DataFrame, keys: Sequence[str], columns: Sequence[PanelColumn], *, names: Sequence[str], known: pl.Expr
) -> pl.LazyFrame:
    """The panel with the columns of `values`, and what no row means where the data set has none and is `known` to speak."""
    empty = [(name, pl.lit(each.none, TYPES[each.type])) for each, name in zip(columns, names, strict=True) if each.none is not None]
    marked = values.with_columns(_row=pl.lit(True)) if empty else values
    # one number for the key: a join on three columns takes half as long again
    right = marked.lazy().select(_packed(keys).alias("_key"), pl.exclude(keys))
    joined = panel.with_columns(_packed(keys).alias("_key")).join(right, on="_key", how="left", maintain_order="left").drop("_key")
    if not empty:
        return joined
    absent = pl.col._row.is_null() & known
    return joined.with_columns([pl.when(absent).then(none).otherwise(pl.col(name)).alias(name) for name, none in empty]).drop("_row")


def _free(panel: pl.LazyFrame, prefix: str, columns: Sequence[PanelColumn]) -> list[str]:
    """The new columns' names."""
    names = [f"{prefix}_{column.name}" for column in columns]
    taken = sorted(set(names) & set(panel.collect_schema().names()))
    if taken:
        raise DetenteError(614, f"the panel has a column {taken[0]} already", todo="Give the second data set another `name`.")
    return names


def _packed(keys: Sequence[str]) -> pl.Expr:
    """The numbers of a key as one: a year has five digits, a state four."""
    return pl.sum_horizontal(
        [pl.col(key).cast(pl.Int64) * 10**place for key, place in zip(keys[::-1], (0, 5, 9), strict=False)], ignore_nulls=False
    )


def _once(values: pl.DataFrame, keys: Sequence[str], kind: str) -> None:
    if values.select(_packed(keys).n_unique()).item() == values.height:
        return
    row = values.filter(values.select(keys).is_duplicated()).row(0, named=True)
    told = ", ".join(f"{key} {row[key]}" for key in keys)
    raise DetenteError(615, f"the data set of {kind} has two rows of {told}", todo="Keep one of the two, or read the makers' own file.")


def years_of(frame: pl.DataFrame, *, until: int) -> pl.DataFrame:
    """The rows of spells, one for each `year` from `first_year` to `last_year`, both included.

    A spell without a last year goes on to `until`, the end of the data set's coverage; one without a first year is left out.
    """
    last = number_of("last_year").fill_null(until)
    spells = frame.filter(pl.col.first_year.is_not_null() & (pl.col.first_year <= last))
    yearly = spells.with_columns(year=pl.int_ranges(number_of("first_year"), last + 1, dtype=pl.Int32))
    return yearly.explode("year", empty_as_null=False)


def year_of_day(day: pl.Expr) -> pl.Expr:
    """The (Gregorian) year in which a day number falls, from year 1 on: `detente.dates.year_of` for a column."""
    return (day.cast(pl.Int32) - UNIX_DAY).cast(pl.Date).dt.year().cast(pl.Int32)
