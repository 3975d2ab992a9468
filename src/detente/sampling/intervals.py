"""Intervals of proportions and ratios from samples, at 95 per cent.

Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209-212; Cochran, W. G. (1977), Sampling Techniques,
3rd edition, chapters 5 (stratified sampling) and 6 (ratios); Korn, E. L. and Graubard, B. I. (1998), Survey Methodology 24,
193-201 (the effective sample size); Hanley, J. A. and Lippman-Hand, A. (1983), JAMA 249, 1743-1745 (the rule of three).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Z = 1.959963984540054
"""The 97.5 per cent point of the normal distribution."""
NONE_SEEN = 3.0
"""Where none was seen among n, so many in n are still likely as one case in twenty: the rule of three."""

R = TypeVar("R")


@dataclass(frozen=True)
class Stratum(Generic[R]):
    """What was judged of one stratum, and how many there are of it in all."""

    size: int
    rows: tuple[R, ...]

    @property
    def weight(self) -> float:
        """How many of the stratum each judged row stands for."""
        return self.size / len(self.rows)


@dataclass(frozen=True)
class Ratio:
    """A ratio of two totals, its standard error, and the total below the line."""

    value: float
    error: float
    total: float


def wilson(share: float, n: float) -> tuple[float, float]:
    """The Wilson interval of a share of `n` (which may be an effective size), from 0 to 1; the whole range where n is 0."""
    if n <= 0:
        return 0.0, 1.0
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    low = 0.0 if share == 0 else max(0.0, middle - half)
    return low, 1.0 if share == 1 else min(1.0, middle + half)


def ratio(strata: Sequence[Stratum[R]], over: Callable[[R], float], under: Callable[[R], float]) -> Ratio | None:
    """The ratio of two weighted totals over all strata, with the error of its linear form (Cochran, eq. 6.13 in each stratum).

    The finite population is not corrected for: what is asked is how the coder does on such texts, not on these alone. A stratum of
    which one row was judged counts with the square of its residual. None where nothing stands below the line.
    """
    total = sum(each.weight * sum(map(under, each.rows)) for each in strata if each.rows)
    if total <= 0:
        return None
    value = sum(each.weight * sum(map(over, each.rows)) for each in strata if each.rows) / total
    variance = sum(
        _spread([over(row) - value * under(row) for row in each.rows]) * each.size**2 / len(each.rows) for each in strata if each.rows
    )
    return Ratio(value=value, error=math.sqrt(variance) / total, total=total)


def _spread(values: Sequence[float]) -> float:
    """The sample variance; of a single value its square."""
    n = len(values)
    if n == 1:
        return values[0] ** 2
    mean = sum(values) / n
    return sum((value - mean) ** 2 for value in values) / (n - 1)


def share_interval(found: Ratio, weights: Sequence[float]) -> tuple[float, float]:
    """The Wilson interval of a share of rows with `weights`: on the rows where all weigh the same, else on as many as they are worth.

    They are worth p(1-p) over the variance of the share (Korn and Graubard), but no more than (sum w)^2 / sum w^2 (Kish 1965, section
    11.7): where a few strata with little spread weigh most, the first alone gave intervals that held the truth 91 times in 100.
    """
    n: float = len(weights)
    if max(weights) - min(weights) > 1e-9 * max(weights):
        spread = found.value * (1 - found.value)
        kish = sum(weights) ** 2 / sum(weight * weight for weight in weights)
        n = min(kish, spread / found.error**2) if found.error > 0 and spread > 0 else kish
    return wilson(found.value, n)


def logit_interval(found: Ratio) -> tuple[float, float]:
    """The interval of a ratio between 0 and 1 by the delta method on its logit; the point itself where that has no spread."""
    if found.error <= 0 or not 0 < found.value < 1:
        return found.value, found.value
    middle = math.log(found.value / (1 - found.value))
    half = Z * found.error / (found.value * (1 - found.value))
    return _expit(middle - half), _expit(middle + half)


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
