"""Scores of forecasts and probabilities, and tests of one forecaster against another: what every theory is judged by.

Log scores are logarithms of the density or probability that a forecast gave to what happened: **higher is better**. CRPS, Brier and
squared errors are losses: **lower is better**. Scores come one per case, so that they can be averaged, resampled and tested; nothing here
leaves a case out, and a case that is not known (NaN) is refused with D709 rather than scored. Sources are with each function;
Gneiting and Raftery (2007), JASA 102(477), 359-378, has all the proper scores used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.errors import DetenteError
from detente.theories.tails import log_gamma, normal_cdf, normal_quantile, t_two_sided

Floats = npt.NDArray[np.float64]
LOG_2PI = math.log(2 * math.pi)


def numbers(*columns: npt.ArrayLike) -> tuple[Floats, ...]:
    """The columns as equally long one-dimensional arrays of finite numbers, single numbers repeated; `DetenteError` 709 otherwise."""
    try:
        arrays = np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column in columns))
    except ValueError:
        arrays = ()
    if not arrays or arrays[0].ndim > 1 or not all(np.isfinite(array).all() for array in arrays):
        todo = "Leave cases out before they are scored, and say how many; a case without an outcome is missing, not 0."
        raise DetenteError(709, "what happened and what was forecast do not go together, or are not all known", todo=todo)
    return tuple(np.atleast_1d(array) for array in arrays)


def _probabilities(y: npt.ArrayLike, p: npt.ArrayLike) -> tuple[Floats, Floats]:
    happened, said = numbers(y, p)
    if not np.isin(happened, (0.0, 1.0)).all() or (said < 0).any() or (said > 1).any():
        raise DetenteError(709, "outcomes are not 0 or 1, or probabilities not between 0 and 1", todo="Give 0 or 1, and a share of 1.")
    return happened, said


# of numbers ------------------------------------------------------------------------------------------


def log_score_normal(y: npt.ArrayLike, mean: npt.ArrayLike, sd: npt.ArrayLike) -> Floats:
    """The log density of each outcome under a normal forecast; `sd` above 0."""
    happened, centre, spread = numbers(y, mean, sd)
    z = (happened - centre) / spread
    return np.asarray(-0.5 * (LOG_2PI + z * z) - np.log(spread))


def log_score_student(y: npt.ArrayLike, centre: npt.ArrayLike, scale: npt.ArrayLike, df: npt.ArrayLike) -> Floats:
    """The log density of each outcome under Student's t moved to `centre` and widened by `scale`, with `df` degrees of freedom."""
    happened, middle, spread, free = numbers(y, centre, scale, df)
    z = (happened - middle) / spread
    norm = log_gamma((free + 1) / 2) - log_gamma(free / 2) - 0.5 * np.log(free * math.pi) - np.log(spread)
    return np.asarray(norm - (free + 1) / 2 * np.log1p(z * z / free))


def log_score_binary(y: npt.ArrayLike, p: npt.ArrayLike, *, floor: float = 1e-12) -> Floats:
    """The log of the probability given to what happened (0 or 1), no probability being counted below `floor`: certainty may err."""
    happened, said = _probabilities(y, p)
    return np.asarray(np.log(np.maximum(np.where(happened == 1, said, 1 - said), floor)))


def crps_normal(y: npt.ArrayLike, mean: npt.ArrayLike, sd: npt.ArrayLike) -> Floats:
    """The continuous ranked probability score of a normal forecast, in the unit of `y`; 0 is a perfect forecast.

    sd (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)), z = (y - mean) / sd. Source: Gneiting and others (2005), Monthly Weather Review
    133, 1098-1118, equation 5.
    """
    happened, centre, spread = numbers(y, mean, sd)
    z = (happened - centre) / spread
    density = np.exp(-0.5 * (LOG_2PI + z * z))
    return np.asarray(spread * (z * (2 * normal_cdf(z) - 1) + 2 * density - 1 / math.sqrt(math.pi)))


def crps_draws(y: npt.ArrayLike, draws: npt.ArrayLike, *, fair: bool = False) -> Floats:
    """The continuous ranked probability score of forecasts given as draws: `draws` is (n, cases), `y` (cases).

    E|X - y| - E|X - X'| / 2 over the draws. `fair` takes the second mean over pairs of different draws (Ferro 2014), which forgives a
    small number of draws; without it the score is that of the n draws as they stand.
    """
    (happened,) = numbers(y)
    drawn = np.asarray(draws, dtype=np.float64)
    n = drawn.shape[0]
    if drawn.shape != (n, happened.size) or not np.isfinite(drawn).all() or n < (2 if fair else 1):
        raise DetenteError(709, "the draws are not one column a case, or are not all known", todo="Give draws as (n, cases).")
    ordered = np.sort(drawn, axis=0)
    weights = (2 * np.arange(1, n + 1) - n - 1)[:, None]
    apart = (weights * ordered).sum(axis=0) / (n * (n - 1) if fair else n * n)  # half the mean |X - X'|
    return np.asarray(np.abs(drawn - happened).mean(axis=0) - apart)


def interval_score(y: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike, level: float) -> Floats:
    """The loss of an interval that claims to hold `level` of outcomes: its width, and 2 / (1 - level) for each unit of a miss."""
    happened, low, high = numbers(y, lower, upper)
    return np.asarray(high - low + 2 / (1 - level) * (np.maximum(low - happened, 0) + np.maximum(happened - high, 0)))


def covered(y: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike) -> float:
    """The share of outcomes inside their intervals, ends included."""
    happened, low, high = numbers(y, lower, upper)
    return float(((low <= happened) & (happened <= high)).mean())


def rmse(y: npt.ArrayLike, forecast: npt.ArrayLike) -> float:
    """The root of the mean squared error, in the unit of `y`."""
    happened, said = numbers(y, forecast)
    return float(np.sqrt(((happened - said) ** 2).mean()))


# of things that happen or not ------------------------------------------------------------------------


def brier(y: npt.ArrayLike, p: npt.ArrayLike) -> float:
    """The mean squared difference of probability and outcome (Brier 1950), from 0 to 1."""
    happened, said = _probabilities(y, p)
    return float(((said - happened) ** 2).mean())


def brier_skill(y: npt.ArrayLike, p: npt.ArrayLike, reference: npt.ArrayLike | None = None) -> float:
    """1 - Brier / Brier of the reference: 0 adds nothing, 1 is certainty, below 0 is worse.

    `reference` is the forecast to beat (a number or one a case); without it the share of outcomes that were 1, known only afterwards.
    NaN where the reference is perfect.
    """
    happened, _ = _probabilities(y, p)
    base = brier(happened, float(happened.mean()) if reference is None else reference)
    return 1 - brier(happened, p) / base if base else math.nan


def average_precision(y: npt.ArrayLike, p: npt.ArrayLike) -> float:
    """Precision averaged over recall in steps, ties taken together, as scikit-learn does; NaN where nothing happened.

    sum over distinct thresholds of (recall gained) x (precision there). What chance gives is the share of cases that happened.
    """
    happened, said = numbers(y, p)
    total = happened.sum()
    if not total:
        return math.nan
    order = np.argsort(-said, kind="stable")
    last = np.append(np.flatnonzero(np.diff(said[order])), said.size - 1)
    hits = np.cumsum(happened[order])[last]
    return float((np.diff(hits, prepend=0.0) / total * hits / (last + 1)).sum())


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate with the interval that holds it at `level`; `se` its standard error; NaN where it cannot be had."""

    value: float
    lower: float
    upper: float
    se: float
    level: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.lower:.3f}, {self.upper:.3f}]"


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return np.asarray(middle[place])


def _placements(y: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Of each case that happened the share of the others it stands above, and of each other the share it stands below."""
    one, none = p[y == 1], p[y == 0]
    together = _ranks(np.concatenate([one, none]))
    above = (together[: one.size] - _ranks(one)) / none.size
    below = 1 - (together[one.size :] - _ranks(none)) / one.size
    return above, below


def auc(y: npt.ArrayLike, p: npt.ArrayLike, *, level: float = 0.95) -> Interval:
    """The area under the ROC curve, with DeLong's standard error and an interval on the logit scale; `p` may be any score.

    The chance that a case that happened is ranked above one that did not, ties counting half. NaN where all or none happened. The
    interval takes cases as independent: for dyads over years use `resampled` by dyad. Source: DeLong, DeLong and Clarke-Pearson (1988),
    Biometrics 44, 837-845, by the midranks of Sun and Xu (2014).
    """
    happened, said = numbers(y, p)
    if happened.min() == happened.max():
        return Interval(value=math.nan, lower=math.nan, upper=math.nan, se=math.nan, level=level)
    above, below = _placements(happened, said)
    area = float(above.mean())
    se = math.sqrt(_variance(above) / above.size + _variance(below) / below.size)
    if not 0 < area < 1:
        return Interval(value=area, lower=area, upper=area, se=se, level=level)
    reach = float(normal_quantile(0.5 + level / 2)) * se / (area * (1 - area))
    centre = math.log(area / (1 - area))
    return Interval(value=area, lower=_logistic(centre - reach), upper=_logistic(centre + reach), se=se, level=level)


def auc_gain(y: npt.ArrayLike, p: npt.ArrayLike, base: npt.ArrayLike, *, level: float = 0.95) -> Interval:
    """The area under the curve of `p` less that of `base` on the same cases, with DeLong's paired standard error."""
    happened, said, known = numbers(y, p, base)
    if happened.min() == happened.max():
        return Interval(value=math.nan, lower=math.nan, upper=math.nan, se=math.nan, level=level)
    (above, below), (above0, below0) = _placements(happened, said), _placements(happened, known)
    more, less = above - above0, below - below0
    se = math.sqrt(_variance(more) / more.size + _variance(less) / less.size)
    return _normal_interval(float(more.mean()), se, level)


def _variance(values: Floats) -> float:
    return float(values.var(ddof=1)) if values.size > 1 else 0.0


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _normal_interval(value: float, se: float, level: float) -> Interval:
    reach = float(normal_quantile(0.5 + level / 2)) * se
    return Interval(value=value, lower=value - reach, upper=value + reach, se=se, level=level)


def resampled(
    score: Callable[..., float],
    *columns: npt.ArrayLike,
    clusters: npt.ArrayLike | None = None,
    repeats: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """`score(*columns)` with a percentile interval from cases drawn again, or from whole clusters (dyads, origins) drawn again.

    Repeats in which the score is NaN (nothing happened in the draw) are left out of the interval; it is NaN when fewer than half remain.
    The same seed gives the same interval, whatever the order of the clusters' names.
    """
    cases = numbers(*columns)
    groups = np.arange(cases[0].size) if clusters is None else np.unique(np.asarray(clusters), return_inverse=True)[1]
    order = np.argsort(groups, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(repeats):
        drawn = np.concatenate([members[at] for at in chance.integers(len(members), size=len(members))])
        found.append(score(*(case[drawn] for case in cases)))
    known = np.asarray([value for value in found if not math.isnan(value)])
    value = float(score(*cases))
    if known.size < repeats / 2:
        return Interval(value=value, lower=math.nan, upper=math.nan, se=math.nan, level=level)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Interval(value=value, lower=float(low), upper=float(high), se=math.sqrt(_variance(known)), level=level)


# one forecaster against another ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The mean difference of two forecasters' losses over `n` cases, and the test that it is 0.

    `mean` below 0 says that the first loses less. `statistic` and `p_value` (two-sided) are None where the difference does not vary, with
    the reason in `undefined`.
    """

    mean: float
    se: float
    n: int
    horizon: int
    statistic: float | None
    p_value: float | None
    undefined: str = ""


def diebold_mariano(loss: npt.ArrayLike, base: npt.ArrayLike, *, horizon: int = 1) -> Difference:
    """Whether one forecaster's losses are smaller than another's, over origins in order of time, `horizon` steps ahead.

    The variance of the mean difference takes in the autocovariances up to `horizon` - 1 (forecasts h steps ahead overlap), with
    triangular weights where plain ones give none above 0; small-sample factor and Student's t with n - 1 degrees of freedom after
    Harvey, Leybourne and Newbold (1997), International Journal of Forecasting 13, 281-291, equations 7 to 9. Nested models make the test
    cautious: the larger one pays for what it estimates. Source: Diebold and Mariano (1995), JBES 13, 253-263.
    """
    first, second = numbers(loss, base)
    d, n = first - second, first.size
    mean, undefined = float(d.mean()), ""
    if n <= horizon + 1:
        undefined = "too few forecasts for the horizon"
    elif np.ptp(d) <= 1e-12 * (1 + np.abs(d).max()):
        undefined = "the two lose the same throughout" if not mean else "the difference never varies"
    if undefined:
        return Difference(mean=mean, se=math.nan, n=n, horizon=horizon, statistic=None, p_value=None, undefined=undefined)
    centred = d - mean
    autocovariances = [float(centred[lag:] @ centred[: n - lag]) / n for lag in range(horizon)]
    variance = autocovariances[0] + 2 * sum(autocovariances[1:])
    if variance <= 0:
        variance = autocovariances[0] + 2 * sum((1 - lag / horizon) * c for lag, c in enumerate(autocovariances) if lag)
    factor = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    se = math.sqrt(variance / n / factor)
    statistic = mean / se
    p_value = float(t_two_sided(statistic, n - 1))
    return Difference(mean=mean, se=se, n=n, horizon=horizon, statistic=statistic, p_value=p_value)


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """The p-values of a family of tests, adjusted so that one false finding in the whole family has at most the stated chance.

    Step-down: the k-th smallest of m is multiplied by m - k + 1 and never falls below those before it; at most 1. None (undefined) stays
    None and is not counted. Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    known = sorted((p, at) for at, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, at) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        adjusted[at] = highest
    return adjusted


def rolling_origins(n: int, *, first: int, horizon: int = 1, step: int = 1) -> Iterator[tuple[range, int]]:
    """The past of each origin, as places in a series of `n`, and the place that is forecast, `horizon` steps after its last.

    The past begins with `first` places and grows by `step`. Nothing where the series is too short.
    """
    for size in range(first, n - horizon + 1, step):
        yield range(size), size + horizon - 1


def p_text(p: float | None) -> str:
    """A p-value for a table: `<0.001`, three decimals, or a dash where there is none."""
    if p is None or math.isnan(p):
        return "–"
    return "<0.001" if p < 0.001 else f"{p:.3f}"
