"""Indicators that must be set against what is usual: votes, trade and memberships say friendship only beyond what two states do with all.

A large state trades more, a joiner shares more memberships, and most votes are near unanimous. Each of these is read as what is left
after the year's and the two states' own habits are taken off.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl

from detente.relations.latent.chain import Floats
from detente.relations.latent.indicators import finish, undirected, yearly

FEWEST_VOTES = 10
"""Two states' agreement in a year rests on at least so many roll calls on which both voted."""


def vote_agreement(votes: pl.DataFrame, unit: str = "year", *, centre: bool = True) -> pl.DataFrame:
    """Agreement in the General Assembly: 1 minus the mean distance of the two votes (yes 1, abstain 1/2, no 0), of each year.

    With `centre` the two states' own mean agreements are taken off and the year's is added (double centring): a state at odds with
    nearly all, as the United States since the 1980s, is not read as everyone's enemy. Votes of absent states are missing.
    """
    known = votes.filter(pl.col("vote").is_between(1, 3)).select("rollcall", "ccode", "year", "vote")
    known = known.unique(["rollcall", "ccode"], keep="first", maintain_order=True)
    frames = [_agreement_of_year(int(year[0]), part, centre) for year, part in sorted(known.group_by("year"), key=lambda item: item[0])]
    return finish(yearly(pl.concat(frames), unit))


def _agreement_of_year(year: int, votes: pl.DataFrame, centre: bool) -> pl.DataFrame:
    states, row = np.unique(votes["ccode"].to_numpy(), return_inverse=True)
    calls, column = np.unique(votes["rollcall"].to_numpy(), return_inverse=True)
    cast = np.zeros((3, len(states), len(calls)))
    cast[votes["vote"].to_numpy().astype(np.int64) - 1, row, column] = 1.0
    present = cast.sum(axis=0)
    together = present @ present.T
    far = cast[0] @ cast[2].T
    near = cast[1] @ (cast[0] + cast[2]).T
    with np.errstate(invalid="ignore", divide="ignore"):
        agreement = 1.0 - (far + far.T + 0.5 * (near + near.T)) / together
    agreement[together < FEWEST_VOTES] = np.nan
    return pairs_of(states, double_centred(agreement) if centre else agreement, year)


def double_centred(square: Floats) -> Floats:
    """A symmetric matrix less the means of its rows and columns plus its whole mean, the diagonal and gaps left out."""
    inner = square.copy()
    np.fill_diagonal(inner, np.nan)
    known = ~np.isnan(inner)
    filled = np.where(known, inner, 0.0)
    count = np.maximum(known.sum(axis=1), 1)
    own = filled.sum(axis=1) / count
    whole = filled.sum() / max(int(known.sum()), 1)
    result: Floats = inner - own[:, None] - own[None, :] + whole
    return result


def pairs_of(states: np.ndarray, square: Floats, year: int) -> pl.DataFrame:
    """The upper triangle of a matrix over states as rows `ccode1, ccode2, year, value`, gaps left out."""
    first, second = np.triu_indices(len(states), 1)
    value = square[first, second]
    known = np.isfinite(value)
    data = {"ccode1": states[first[known]], "ccode2": states[second[known]], "value": value[known]}
    return pl.DataFrame(data).with_columns(
        year=pl.lit(year, pl.Int64), ccode1=pl.col("ccode1").cast(pl.Int64), ccode2=pl.col("ccode2").cast(pl.Int64)
    )


def shared_memberships(igos: pl.DataFrame, unit: str = "year") -> pl.DataFrame:
    """log(1 + joint memberships), double centred within the year."""
    pooled = igos.lazy().select(*undirected(), pl.col("year").cast(pl.Int64), pl.col("joint").cast(pl.Float64)).drop_nulls()
    pooled = pooled.group_by("ccode1", "ccode2", "year").agg(value=(1.0 + pl.col("joint").max()).log())
    return finish(yearly(_centred(pooled.sort("year", "ccode1", "ccode2").collect()), unit))


def _centred(frame: pl.DataFrame) -> pl.DataFrame:
    """Double centring of each year's values, by sums over long rows: value less the two states' means plus the year's mean."""
    long = pl.concat([frame.select("year", pl.col(side).alias("ccode"), "value") for side in ("ccode1", "ccode2")])
    own = long.group_by("year", "ccode").agg(own=pl.col("value").mean())
    whole = frame.group_by("year").agg(whole=pl.col("value").mean())
    joined = frame.join(own, left_on=["year", "ccode1"], right_on=["year", "ccode"]).rename({"own": "own1"})
    joined = joined.join(own, left_on=["year", "ccode2"], right_on=["year", "ccode"]).join(whole, on="year")
    return joined.with_columns(value=pl.col("value") - pl.col("own1") - pl.col("own") + pl.col("whole"))


def trade_beyond_size(trade: pl.DataFrame, economy: pl.DataFrame, distance: pl.DataFrame, unit: str = "year") -> pl.DataFrame:
    """log(1 + trade) less what the gravity of the year leads one to expect: the two economies and the distance, by least squares.

    `trade` in millions of current dollars, both ways summed where at least one is known. A zero that borders on a year without data,
    between two states that trade more than ten millions in some year, is a gap in the source and is dropped.
    """
    flow = pl.sum_horizontal(pl.col("imports1").cast(pl.Float64), pl.col("imports2").cast(pl.Float64), ignore_nulls=True)
    known = trade.lazy().filter(pl.col("imports1").is_not_null() | pl.col("imports2").is_not_null())
    known = (
        known.select(*undirected(), pl.col("year").cast(pl.Int64), flow=flow).group_by("ccode1", "ccode2", "year").agg(pl.col("flow").max())
    )
    kept = without_false_zeros(known.collect())
    size = (
        economy.lazy()
        .select(pl.col("ccode").cast(pl.Int64), pl.col("year").cast(pl.Int64), pl.col("gdp").cast(pl.Float64).log())
        .drop_nulls()
    )
    size = size.filter(pl.col("gdp").is_finite()).unique(["ccode", "year"], keep="first", maintain_order=True)
    far = distance.lazy().select(*undirected(), pl.col("year").cast(pl.Int64), far=(1.0 + pl.col("km").cast(pl.Float64)).log())
    far = far.group_by("ccode1", "ccode2", "year").agg(pl.col("far").min())
    whole = kept.lazy().join(size, left_on=["ccode1", "year"], right_on=["ccode", "year"]).rename({"gdp": "gdp1"})
    whole = whole.join(size, left_on=["ccode2", "year"], right_on=["ccode", "year"]).join(far, on=["ccode1", "ccode2", "year"])
    ready = whole.with_columns(value=(1.0 + pl.col("flow")).log(), size=pl.col("gdp1") + pl.col("gdp")).sort("year", "ccode1", "ccode2")
    return finish(yearly(_residuals(ready.collect()), unit))


def without_false_zeros(flows: pl.DataFrame) -> pl.DataFrame:
    """Trade without the runs of zeros that touch a gap, for pairs that trade more than ten millions in some year."""
    keys = ["ccode1", "ccode2"]
    frame = flows.sort([*keys, "year"])
    zero, apart = pl.col("flow") == 0, (pl.col("year").diff().over(keys) != 1).fill_null(True)
    frame = frame.with_columns(run=(apart | (zero != zero.shift().over(keys).fill_null(False))).cum_sum(), gap=apart)
    starts = pl.col("gap") & (pl.col("year") > pl.col("year").min().over(keys))
    ends = (pl.col("year").diff().shift(-1).over(keys) > 1).fill_null(False)
    # a window inside a window is worked out wrongly: one step after the other
    frame = frame.with_columns(edge=starts | ends, most=pl.col("flow").max().over(keys))
    frame = frame.with_columns(touches=pl.col("edge").any().over("run"))
    return frame.filter(~((pl.col("flow") == 0) & pl.col("touches") & (pl.col("most") > 10))).select(*keys, "year", "flow")


def _residuals(frame: pl.DataFrame) -> pl.DataFrame:
    year = frame["year"].to_numpy()
    value, size, far = (frame[name].to_numpy() for name in ("value", "size", "far"))
    left = np.empty(len(value))
    edges = np.flatnonzero(np.r_[True, year[1:] != year[:-1], True])
    for start, stop in pairwise(edges):
        rows = slice(start, stop)
        design = np.stack([np.ones(stop - start), size[rows], far[rows]], axis=1)
        left[rows] = value[rows] - design @ np.linalg.lstsq(design, value[rows], rcond=None)[0]
    return frame.with_columns(value=pl.Series(left))
