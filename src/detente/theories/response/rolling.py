"""Forecasts of one series from its own past and that of others, made again at every period from what was known by then.

Each equation is a regression with the prior of Sims and Zha, one equation at a time (`bvar`): coefficients about 0, tighter for longer
lags. How tight on the series' own past and on that of the others is chosen at each origin, from a grid, by the marginal likelihood of the
periods before it, as in Giannone, Lenza and Primiceri (2015), Review of Economics and Statistics 97, 436-451. A larger model is thus free
to lean on nothing but routine, and pays little where the others tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from detente.theories.evaluation import log_score_normal, log_score_student
from detente.theories.response.faults import TOO_SHORT, fault
from detente.theories.response.stretches import Floats, lagged, stretches_of

OWN = (0.1, 0.3, 1.0)
OTHERS = (0.003, 0.03, 0.1, 0.3)
"""Tightness of coefficients about 0, in standard deviations of the series: of its own past and of that of others."""
CONSTANT = 10.0
"""The same of the constant, in residual standard deviations."""
FADE = 1.0
"""The power of the lag by which coefficients are held nearer to 0."""


@dataclass(frozen=True, kw_only=True)
class Forecasts:
    """Forecasts of one series, `ahead` periods ahead, in order of time: what happened, the centre, and the log score of each."""

    ahead: int
    happened: Floats
    centre: Floats
    log_score: Floats


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The regression rows of all series, `ahead` periods ahead, with the running sums that every origin needs.

    `seen` (origins) is how many rows are known at each origin; `row` the row it forecasts. `gram` (rows, k + m, k + m) is the sum of
    products over the first rows.
    """

    lags: int
    ahead: int
    x: Floats
    y: Floats
    seen: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    gram: Floats


def rows_of(values: Floats, lags: int, *, ahead: int = 1, first: int = 60) -> Rows:
    """The rows of series `values` (periods, m), NaN where not covered; forecasts begin when `first` rows are known. D701 where none can."""
    numbered = np.where(np.isfinite(values).all(axis=1), np.arange(float(len(values))), np.nan)
    stretches = stretches_of(values)
    x, y = lagged(stretches, lags, ahead=ahead)
    _, when = lagged(stretches_of(numbered[:, None]), lags, ahead=ahead)
    seen = np.searchsorted(when[:, 0], when[:, 0] - ahead, side="right")
    row = np.flatnonzero(seen >= first)
    if not row.size:
        raise fault(TOO_SHORT, f"{len(x)} rows, forecasts begin after {first}")
    both = np.hstack([x, y])
    return Rows(lags=lags, ahead=ahead, x=x, y=y, seen=seen[row], row=row, gram=np.cumsum(both[:, :, None] * both[:, None, :], axis=0))


def forecasts(rows: Rows, series: int, others: Sequence[int]) -> Forecasts:
    """Forecasts of a series from its own lags, a constant, and the lags of `others` (none: routine alone)."""
    width = rows.y.shape[1]
    sources = [series, *others]
    columns = np.asarray([lag * width + at for lag in range(rows.lags) for at in sources] + [rows.x.shape[1] - 1])
    target = rows.x.shape[1] + series
    known = rows.gram[rows.seen - 1]
    xx, xy = known[:, columns[:, None], columns], known[:, columns, target]
    yy, count = known[:, target, target], rows.seen
    scales = np.maximum(_spreads(known, rows.x.shape[1], count), 1e-9)
    ahead_x, happened = rows.x[rows.row][:, columns], rows.y[rows.row, series]
    best = np.full(len(count), -np.inf)
    centre, spread = np.zeros(len(count)), np.ones(len(count))
    df = 2.0 + count
    for own, other in product(OWN, OTHERS if others else OTHERS[:1]):
        precision = _precision(scales[:, sources] / scales[:, [series]], own, other, rows.lags)
        after = xx + precision[:, :, None] * np.eye(len(columns))
        solved = np.linalg.solve(after, np.stack([xy, ahead_x], axis=2))
        # the prior of the residual variance: the series' own, with 2 degrees of freedom
        left = scales[:, series] ** 2 + np.maximum(yy - (xy * solved[:, :, 0]).sum(axis=1), 1e-12)
        told = 0.5 * (np.log(precision).sum(axis=1) - np.linalg.slogdet(after)[1]) - df / 2 * np.log(left)
        wide = np.sqrt(left / df * (1 + (ahead_x * solved[:, :, 1]).sum(axis=1)))
        better = told > best
        best = np.where(better, told, best)
        centre = np.where(better, (ahead_x * solved[:, :, 0]).sum(axis=1), centre)
        spread = np.where(better, wide, spread)
    return Forecasts(ahead=rows.ahead, happened=happened, centre=centre, log_score=log_score_student(happened, centre, spread, df))


def _spreads(known: Floats, k: int, count: npt.NDArray[np.int64]) -> Floats:
    """The standard deviation of each series over the rows known at each origin, (origins, m)."""
    squares = np.diagonal(known, axis1=1, axis2=2)[:, k:] / count[:, None]
    return np.sqrt(np.maximum(squares - (known[:, k - 1, k:] / count[:, None]) ** 2, 0))


def _precision(ratios: Floats, own: float, other: float, lags: int) -> Floats:
    """The diagonal of H, (origins, coefficients): own series first in each lag, the constant last."""
    tightness = np.full(ratios.shape[1], other)
    tightness[0] = own
    fades = np.arange(1, lags + 1) ** FADE
    of_lags = (fades[None, :, None] * ratios[:, None, :] / tightness) ** 2
    return np.hstack([of_lags.reshape(len(ratios), -1), np.full((len(ratios), 1), CONSTANT**-2)])


def mean_of_the_past(rows: Rows, series: int) -> Forecasts:
    """Forecasts by the mean of what is known, as Student's t."""
    k, target = rows.x.shape[1], rows.x.shape[1] + series
    known, count = rows.gram[rows.seen - 1], rows.seen.astype(np.float64)
    centre = known[:, k - 1, target] / count
    deviation = np.sqrt(np.maximum(known[:, target, target] - count * centre**2, 1e-12) / (count - 1) * (1 + 1 / count))
    happened = rows.y[rows.row, series]
    return Forecasts(
        ahead=rows.ahead, happened=happened, centre=centre, log_score=log_score_student(happened, centre, deviation, count - 1)
    )


def no_change(rows: Rows, series: int) -> Forecasts:
    """Forecasts by the last known value, normal with the spread of past changes over as many periods."""
    last = rows.x[:, series]
    squares = np.cumsum((rows.y[:, series] - last) ** 2)[rows.seen - 1]
    happened, centre = rows.y[rows.row, series], last[rows.row]
    spread = np.sqrt(np.maximum(squares / rows.seen, 1e-12))
    return Forecasts(ahead=rows.ahead, happened=happened, centre=centre, log_score=log_score_normal(happened, centre, spread))
