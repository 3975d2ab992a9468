"""Turning points of a relation's score, with their uncertainty, beside the naive ones and those that sources assert.

**A turn of the score** is a change of its mean level. Each of the n joint draws of a path is cut where that lowers the squared
distance to the means of the pieces by more than a penalty (`ruptures`: Truong, Oudre and Vayatis 2020, Signal Processing 167,
107299; exact search, squared-error cost, no piece shorter than `SHORTEST` periods). With T periods the penalty is

    2 v log T

as in the Bayesian criterion, a cut being two numbers, its date and its change (Yao 1988, Statistics and Probability Letters
6:181-189). v is what a change of level has to outdo, and has two parts. The first is the error of the score: the long-run variance of
the draws about their mean, s2 (1 + r) / (1 - r), with s2 their variance and r their autocorrelation at one period, kept between 0 and
0.8, for errors that last look like levels (Lavielle and Moulines 2000, Journal of Time Series Analysis 21:33-59). The second is how the
score ordinarily moves: the square of 1.4826 times the median of its absolute changes from one period to the next.

**A crossing** is a period from which a draw keeps one sign for `SHORTEST` periods, having kept the other for as many before.

**From draws to a date.** For each direction the period is sought within a year of which most draws turn; its `share` is that of the
draws. The nearest turn of each draw, less than three years away, gives the interval of the date (5 to 95 per cent) and the median size.
Then the next such period is sought, three years away or further. What fewer than a quarter of the draws have is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any, Literal

import numpy as np
import polars as pl

from detente.extras import needs
from detente.relations.paths import Flags, Floats, Paths

SHORTEST = 3
"""Periods in the shortest piece between two turns."""

REACH = 3
"""Years by which two turns of one direction differ at least; nearer ones are one turn dated differently."""

LEAST = 0.25
"""Share of the draws below which a turn is left out."""

STRENGTHS = (0.5, 1.0, 2.0, 4.0)
"""Penalties, as multiples of the rule's, for which turns are counted."""

_MOST_MEMORY = 0.8
_TO_DEVIATION = 1.4826
"""A median absolute change as a standard deviation, were changes normal."""

Direction = Literal["up", "down"]

Found = tuple[Sequence[int], Sequence[float]]
"""The turns of one draw: places of the first period after each, and its change of level."""


@dataclass(frozen=True, kw_only=True)
class ScoreTurn:
    """A turn of a pair's score: the place and year from which it is better (`up`) or worse, and how sure that is.

    `share` of the draws turn so within a year of it; nine in ten of those near it between `low_year` and `high_year`; `size` is the
    median change of level, for a crossing the median change from one period to the next.
    """

    place: int
    year: int
    direction: Direction
    share: float
    low_year: int
    high_year: int
    size: float


def penalty(draws: Floats) -> float:
    """The penalty of the module's rule for draws (n, T) of one path; 0 where they neither differ nor move."""
    mean = draws.mean(axis=0)
    left = draws - mean
    power = float((left**2).sum())
    together = float((left[:, 1:] * left[:, :-1]).sum())
    memory = min(max(together / power, 0.0), _MOST_MEMORY) if power > 0 else 0.0
    error = power / left.size * (1 + memory) / (1 - memory)
    moves = (_TO_DEVIATION * float(np.median(np.abs(np.diff(mean))))) ** 2 if len(mean) > 1 else 0.0
    return float(2 * log(max(len(mean), 2)) * (error + moves))


def _cuts(path: Floats, strength: float) -> Found:
    """The turns of level of one draw under a penalty."""
    if len(path) < 2 * SHORTEST or strength <= 0:
        return [], []
    search = needs("ruptures").KernelCPD(kernel="linear", min_size=SHORTEST)
    ends = [0, *search.fit(path[:, None]).predict(pen=strength)]
    means = [path[first:last].mean() for first, last in pairwise(ends)]
    return ends[1:-1], [after - before for before, after in pairwise(means)]


def _crossings(path: Floats) -> Found:
    """Where one draw changes sign to stay, and by how much it moves there."""
    good = path > 0
    kept = [good[at] != good[at - 1] and len({*good[at : at + SHORTEST]}) == len({*good[at - SHORTEST : at]}) == 1 for at in _inner(path)]
    at = np.array(_inner(path), dtype=np.int64)[np.array(kept, dtype=np.bool_)]
    return at.tolist(), (path[at] - path[at - 1]).tolist()


def _inner(path: Floats) -> range:
    """The periods with `SHORTEST` before them, and as many from them on."""
    return range(SHORTEST, len(path) - SHORTEST + 1)


def _stretches(known: Flags) -> list[tuple[int, int]]:
    """The runs of periods with a score, half-open."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _in_stretches(draws: Floats, find: Callable[[Floats, float], Found], strength: float | None, *, times: float = 1.0) -> list[Found]:
    """The turns of every draw, sought in each stretch of periods by itself."""
    found: list[tuple[list[int], list[float]]] = [([], []) for _ in draws]
    for first, last in _stretches(np.asarray(np.isfinite(draws).all(axis=0))):
        part = np.ascontiguousarray(draws[:, first:last])
        rule = times * (penalty(part) if strength is None else strength)
        for at, path in enumerate(part):
            places, sizes = find(path, rule)
            found[at][0].extend(place + first for place in places)
            found[at][1].extend(sizes)
    return list(found)


def gather(found: Sequence[Found], years: Sequence[int], *, least: float = LEAST) -> tuple[ScoreTurn, ...]:
    """The turns that many draws share, by the rule of the module, in order of time; `years` has the year of each period."""
    turns = [turn for direction in (1, -1) for turn in _one_way(found, years, direction, least)]
    return tuple(sorted(turns, key=lambda turn: (turn.place, turn.direction)))


def _one_way(found: Sequence[Found], years: Sequence[int], sign: int, least: float) -> Iterable[ScoreTurn]:
    size = np.full((len(found), len(years)), np.nan)
    for at, (places, sizes) in enumerate(found):
        for place, change in zip(places, sizes, strict=True):
            if change * sign > 0:
                size[at, place] = change
    turned, year = np.isfinite(size), np.asarray(years)
    near = [turned[:, np.abs(year - each) <= 1].any(axis=1).mean() for each in year]
    here, free = turned.mean(axis=0), np.ones(len(year), dtype=np.bool_)
    while free.any():
        place = max(np.flatnonzero(free).tolist(), key=lambda at: (near[at], here[at], -at))
        if near[place] < least or here[place] == 0:
            return
        yield _turn(size, year, place, sign, float(near[place]))
        free &= np.abs(year - year[place]) >= REACH


def _turn(size: Floats, year: Any, place: int, sign: int, share: float) -> ScoreTurn:  # noqa: ANN401 - an array of years
    """A turn at a period, dated and measured by the nearest turn of each draw."""
    within = np.flatnonzero(np.abs(year - year[place]) < REACH)
    away = np.where(np.isfinite(size[:, within]), np.abs(within - place), np.inf)
    nearest, any_near = within[away.argmin(axis=1)], np.isfinite(away.min(axis=1))
    dates = np.sort(year[nearest[any_near]])
    low, high = np.quantile(dates, [0.05, 0.95], method="inverted_cdf")
    sizes = size[np.flatnonzero(any_near), nearest[any_near]]
    return ScoreTurn(
        place=place,
        year=int(year[place]),
        direction="up" if sign > 0 else "down",
        share=round(share, 9),
        low_year=int(low),
        high_year=int(high),
        size=round(float(np.median(sizes)), 9),
    )


def score_turns(paths: Paths, a: str, b: str, *, strength: float | None = None, least: float = LEAST) -> tuple[ScoreTurn, ...]:
    """The turns of a pair's score; none for a pair without a path. `strength` is the penalty, by default that of the rule.

    Raises `DetenteError` 930 where `ruptures` is not installed.
    """
    place = paths.place(a, b)
    return () if place is None else gather(_in_stretches(paths.draws[:, place], _cuts, strength), paths.years, least=least)


def crossings(paths: Paths, a: str, b: str, *, least: float = LEAST) -> tuple[ScoreTurn, ...]:
    """Where a pair's score changes its sign; none for a pair without a path."""
    place = paths.place(a, b)
    found = [] if place is None else _in_stretches(paths.draws[:, place], lambda path, _: _crossings(path), 0.0)
    return gather(found, paths.years, least=least) if found else ()


def positive(paths: Paths, a: str, b: str) -> list[float | None]:
    """The share of draws in which a pair's score is above 0, by period; None where it has no score."""
    place = paths.place(a, b)
    if place is None:
        return [None] * len(paths.labels)
    known, above = paths.known()[place], (paths.draws[:, place] > 0).mean(axis=0)
    return [round(float(share), 9) if yes else None for share, yes in zip(above, known, strict=True)]


def turn_counts(paths: Paths) -> pl.DataFrame:
    """How many turns the draws of each pair have by penalty: `dyad`, `strength`, `mean`, and `low` to `high` of nine in ten draws.

    `strength` is a multiple of the rule's penalty. A pair without a score has no row.
    """
    rows: list[dict[str, Any]] = []
    for at, (a, b) in enumerate(paths.dyads):
        drawn = paths.draws[:, at]
        for strength in STRENGTHS if np.isfinite(drawn).all(axis=0).any() else ():
            found = _in_stretches(drawn, _cuts, None, times=strength)
            n = np.sort([len(places) for places, _ in found])
            low, high = np.quantile(n, [0.05, 0.95], method="inverted_cdf")
            rows.append({"dyad": f"{a}-{b}", "strength": strength, "mean": float(n.mean()), "low": int(low), "high": int(high)})
    schema = {"dyad": pl.String(), "strength": pl.Float64(), "mean": pl.Float64(), "low": pl.Int64(), "high": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row")
