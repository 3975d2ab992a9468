"""Indicators of a relation from the canonical frames of data sets: one function a family, each giving `ccode1, ccode2, period, value, n`.

Dyads are undirected: what the two did to each other is pooled. A value is positive where it speaks of friendship. No row means that
the source says nothing; a 0 stands only inside the source's coverage.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from detente.dates import UNIX_DAY
from detente.errors import DetenteError

PER_YEAR: Mapping[str, int] = MappingProxyType({"year": 1, "quarter": 4, "month": 12})
"""Periods in a year, by unit of time."""

KEYS = ("ccode1", "ccode2", "period")


def per_year(unit: str) -> int:
    """Periods in a year, or `DetenteError` 635 for a unit that is not one of `PER_YEAR`."""
    if unit not in PER_YEAR:
        raise DetenteError(635, f"{unit!r} is not a step of time for a relation", todo="Use year, quarter or month.")
    return PER_YEAR[unit]


def period_label(number: int, unit: str) -> str:
    """`1972`, `1972-Q1` or `1972-02`."""
    year, part = divmod(number, per_year(unit))
    return {"year": f"{year:04d}", "quarter": f"{year:04d}-Q{part + 1}", "month": f"{year:04d}-{part + 1:02d}"}[unit]


def yearly(frame: pl.DataFrame, unit: str = "year", *, every_period: bool = True) -> pl.DataFrame:
    """A frame by `year` as one by `period`: a year's state holds in each of its periods, or, without `every_period`, in the first."""
    parts = per_year(unit)
    if parts == 1:
        return frame.with_columns(period=pl.col("year").cast(pl.Int64))
    inside = pl.DataFrame({"part": range(parts if every_period else 1)}, schema={"part": pl.Int64})
    joined = frame.join(inside, how="cross")
    return joined.with_columns(period=pl.col("year").cast(pl.Int64) * parts + pl.col("part")).drop("part")


def undirected(first: str = "ccode1", second: str = "ccode2") -> list[pl.Expr]:
    """Columns `ccode1` and `ccode2` with the lower number first, from two columns of a frame."""
    return [
        pl.min_horizontal(first, second).cast(pl.Int64).alias("ccode1"),
        pl.max_horizontal(first, second).cast(pl.Int64).alias("ccode2"),
    ]


def finish(frame: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """The five columns of an indicator, null where there are no counts, in order of dyad and period."""
    lazy = frame.lazy()
    if "n" not in lazy.collect_schema().names():
        lazy = lazy.with_columns(n=pl.lit(None, pl.Int64))
    lazy = lazy.select(*(pl.col(key).cast(pl.Int64) for key in KEYS), pl.col("value").cast(pl.Float64), pl.col("n").cast(pl.Float64))
    return lazy.filter(pl.col("ccode1") != pl.col("ccode2")).sort(KEYS).collect()


def _in_order(rows: pl.LazyFrame) -> pl.DataFrame:
    """The rows in memory: a lazy frame adds up numbers as its threads come by them, and the last digits of a sum differ each time."""
    return rows.collect()


def _dated(events: pl.DataFrame, unit: str) -> pl.LazyFrame:
    parts = per_year(unit)
    day = pl.from_epoch(pl.col("day").cast(pl.Int32) - UNIX_DAY, time_unit="d")
    number = day.dt.year().cast(pl.Int64) * parts + (day.dt.month().cast(pl.Int64) - 1) * parts // 12
    known = events.lazy().filter(pl.col("source").is_not_null() & pl.col("target").is_not_null() & (pl.col("source") != pl.col("target")))
    return known.with_columns(*undirected("source", "target"), period=number)


def rooted(score: pl.Expr) -> pl.Expr:
    """The square root of a score with its sign: -10 becomes -3.16. Wars and treaties then weigh less against words, which is how means
    of one year tell most of the next (`benchmarks/latent.py`)."""
    return score.sign() * score.abs().sqrt()


def event_means(events: pl.DataFrame, unit: str = "year") -> pl.DataFrame:
    """The mean of the signed root of the Goldstein scale over the events of a period, with their number.

    A mean, not a sum, for a data set reports some dyads more than others. Exact repeats (day, actors, code) count once; rows that
    stand for several events (n above 1) are kept. `events` has `day, source, target, code, scale, n`.
    """
    known = _dated(events, unit).filter(pl.col("scale").is_not_null()).with_columns(scale=rooted(pl.col("scale").cast(pl.Float64)))
    known = known.unique(subset=["day", "source", "target", "code"], keep="first", maintain_order=True)
    weight = pl.col("n").cast(pl.Float64).fill_null(1.0)
    grouped = _in_order(known.select(*KEYS, "scale", "n")).group_by(KEYS)
    return finish(grouped.agg(value=(pl.col("scale").cast(pl.Float64) * weight).sum() / weight.sum(), n=weight.sum()))


def event_balance(events: pl.DataFrame, unit: str = "year") -> pl.DataFrame:
    """(cooperative - hostile events) / all, -1 to 1, with their number, from the quad classes (1 and 2 against 3 and 4)."""
    weight = pl.col("n").cast(pl.Float64).fill_null(1.0)
    sign = pl.when(pl.col("quad") <= 2).then(1.0).otherwise(-1.0)
    known = _dated(events, unit).filter(pl.col("quad").is_between(1, 4))
    return finish(known.group_by(KEYS).agg(value=(sign * weight).sum() / weight.sum(), n=weight.sum()))


def obligations(treaties: pl.DataFrame, covered: pl.DataFrame, unit: str = "year") -> pl.DataFrame:
    """The strongest obligation in force: 1 defence or offence, 1/2 neutrality, non-aggression, consultation or entente, 0 none.

    `treaties` is a frame of the families `alliances` or `atop`; `covered` (ccode1, ccode2, year) names the dyad-years in which no row
    means no obligation: they are observations, for these data sets list every alliance.
    """
    strong = [name for name in ("defence", "offence") if name in treaties.columns]
    weak = [name for name in ("neutrality", "nonaggression", "consultation", "entente") if name in treaties.columns]
    owed, promised = (pl.any_horizontal(pl.col(names).fill_null(value=False)) for names in (strong, weak))
    value = pl.when(owed).then(1.0).when(promised).then(0.5).otherwise(0.0)
    held = treaties.lazy().select(*undirected(), pl.col("year").cast(pl.Int64), value=value).group_by("ccode1", "ccode2", "year").max()
    return finish(yearly(with_zeros(held, covered), unit))


def with_zeros(said: pl.LazyFrame | pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """What a source says, `ccode1, ccode2, year, value`, and 0 for the covered dyad-years of which it says nothing."""
    ground = covered.lazy().select(*undirected(), pl.col("year").cast(pl.Int64)).unique()
    whole = ground.join(said.lazy(), on=["ccode1", "ccode2", "year"], how="full", coalesce=True)
    return whole.with_columns(pl.col("value").fill_null(0.0)).collect()


def disputes(frame: pl.DataFrame, covered: pl.DataFrame, unit: str = "year", *, deadly: bool = False) -> pl.DataFrame:
    """Militarised disputes of a year: -log(1 + sqrt(sum of levels)), 0 without one.

    The level of a dispute is its hostility (threat 1, display 2, use of force 3, war 4), or, with `deadly`, its level of deaths (1 to
    6): a fishing boat seized is a use of force as a border battle is. `covered` names the dyad-years in which no dispute is an
    observation: of pairs that could well have one. Of a pair that never meets, peace says nothing, and has no row.
    """
    level = pl.col("fatality").cast(pl.Float64) if deadly else (pl.col("hostility").cast(pl.Float64) - 1.0).clip(0.0, 4.0)
    known = frame.lazy().with_columns(*undirected(), level=level).filter(pl.col("level").is_not_null())
    single = known.group_by("dispute", "ccode1", "ccode2", "first_year", "last_year").agg(pl.col("level").max())
    years = single.with_columns(year=pl.int_ranges(pl.col("first_year").cast(pl.Int64), pl.col("last_year").cast(pl.Int64) + 1))
    told = years.explode("year", empty_as_null=True, keep_nulls=True).group_by("ccode1", "ccode2", "year")
    return finish(yearly(with_zeros(told.agg(value=-(1.0 + pl.col("level").sum().sqrt()).log()), covered), unit))


def spells(frame: pl.DataFrame, covered: pl.DataFrame, value: float, unit: str = "year") -> pl.DataFrame:
    """A state of things from `first_year` to `last_year` (a rivalry, value -1), and 0 in the covered dyad-years outside it."""
    last = covered["year"].max()
    end = pl.col("last_year").cast(pl.Int64).fill_null(pl.lit(last)) + 1
    years = (
        frame.lazy()
        .with_columns(year=pl.int_ranges(pl.col("first_year").cast(pl.Int64), end))
        .explode("year", empty_as_null=True, keep_nulls=True)
    )
    told = years.select(*undirected(), pl.col("year").cast(pl.Int64), value=pl.lit(value)).unique()
    return finish(yearly(with_zeros(told, covered), unit))


def counted(frame: pl.DataFrame, covered: pl.DataFrame, unit: str = "year") -> pl.DataFrame:
    """log(1 + amount) of what happened in a year (`ccode1, ccode2, year, amount`), and 0 in covered dyad-years without it."""
    grouped = frame.lazy().select(*undirected(), pl.col("year").cast(pl.Int64), pl.col("amount").cast(pl.Float64))
    told = _in_order(grouped).group_by("ccode1", "ccode2", "year").agg(value=(1.0 + pl.col("amount").sum()).log())
    return finish(yearly(with_zeros(told, covered), unit))


def levels(frame: pl.DataFrame, unit: str = "year") -> pl.DataFrame:
    """Values given by year, as they are: `ccode1, ccode2, year, value`; two rows of a pair and year are averaged."""
    said = frame.lazy().select(*undirected(), pl.col("year").cast(pl.Int64), pl.col("value").cast(pl.Float64))
    known = _in_order(said.filter(pl.col("value").is_not_null()))
    return finish(yearly(known.group_by("ccode1", "ccode2", "year").agg(pl.col("value").mean()), unit))
