"""Several forecasters of the same cases: their scores, and what each gains on one of them, with intervals by whole clusters drawn again.

Every forecaster is scored on the same draws, so that a gain is the difference within a draw. A draw takes as many clusters (dyads,
treaties) as there are, with replacement. The interval tells how the gain would vary among other pairs of the same years; it does not tell
how it would vary with other training rows, or in other years.

Errors: 724 forecasts that are not of the same cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.errors import DetenteError
from detente.theories.evaluation import Interval, average_precision, numbers
from detente.theories.logit import Floats

MEASURES = ("auc", "brier_skill", "log_score")
"""All higher is better: area under the curve, 1 - Brier / Brier of the reference, mean log probability of what happened (nats a case)."""
_FLOOR = 1e-12


@dataclass(frozen=True, kw_only=True)
class Scores:
    """A forecaster's scores over `cases`, of which `events` happened; `average_precision` has no interval."""

    name: str
    cases: int
    events: int
    auc: Interval
    brier_skill: Interval
    log_score: Interval
    average_precision: float


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a forecaster adds to the base in one measure: above 0 better. `p_value` is two-sided from the draws; `p_holm` is set by who
    tests several.
    """

    name: str
    measure: str
    gain: Interval
    p_value: float
    p_holm: float | None = None


@dataclass(frozen=True, kw_only=True)
class Paired:
    """The forecasters' values and draws: `values` by name as (3,), `draws` as (repeats, 3), in the order of `MEASURES`."""

    values: Mapping[str, Floats]
    draws: Mapping[str, Floats]
    level: float

    def interval(self, name: str, measure: str, base: str | None = None) -> Interval:
        """A measure of a forecaster, or of it less that of `base`, with its percentile interval."""
        at = MEASURES.index(measure)
        value, draws = self.values[name][at], self.draws[name][:, at]
        if base is not None:
            value, draws = value - self.values[base][at], draws - self.draws[base][:, at]
        known = draws[~np.isnan(draws)]
        low, high = np.quantile(known, [(1 - self.level) / 2, (1 + self.level) / 2])
        return Interval(value=float(value), lower=float(low), upper=float(high), se=float(known.std(ddof=1)), level=self.level)

    def gain(self, name: str, measure: str, base: str) -> Gain:
        """What a forecaster adds to `base`."""
        at = MEASURES.index(measure)
        draws = self.draws[name][:, at] - self.draws[base][:, at]
        draws = draws[~np.isnan(draws)]
        p = min(1.0, 2 * (1 + min((draws <= 0).sum(), (draws >= 0).sum())) / (draws.size + 1))
        return Gain(name=name, measure=measure, gain=self.interval(name, measure, base), p_value=float(p))


def paired(
    y: npt.ArrayLike,
    forecasts: Mapping[str, npt.ArrayLike],
    *,
    reference: npt.ArrayLike,
    clusters: npt.ArrayLike,
    repeats: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Paired:
    """Score probabilities of the same cases, over the cases and over `repeats` draws of clusters; `reference` is what Brier skill beats.

    The same seed gives the same draws, whatever the forecasters. Raises `DetenteError` 709 where a number is missing, 724 where nothing
    happened or everything did, or there is one cluster only.
    """
    happened, base, *said = numbers(y, reference, *forecasts.values())
    groups = np.unique(np.asarray(clusters), return_inverse=True)[1]
    count = int(groups.max()) + 1 if groups.size else 0
    if groups.size != happened.size or count < 2 or not 0 < happened.sum() < happened.size:
        raise DetenteError(724, "these forecasts cannot be compared", todo="Give cases of several clusters, of which some happened.")
    scored = {name: _Ready(happened, p, base) for name, p in zip(forecasts, said, strict=True)}
    chance = np.random.default_rng(seed)
    values = {name: ready.score(np.ones(happened.size)) for name, ready in scored.items()}
    draws = {name: np.full((repeats, len(MEASURES)), np.nan) for name in scored}
    for repeat in range(repeats):
        weights = np.bincount(chance.integers(count, size=count), minlength=count)[groups].astype(np.float64)
        if not 0 < weights @ happened < weights.sum():
            continue
        for name, ready in scored.items():
            draws[name][repeat] = ready.score(weights)
    return Paired(values=values, draws=draws, level=level)


class _Ready:
    """A forecaster's cases in order of its probabilities, so that a weighted score takes one pass."""

    def __init__(self, y: Floats, p: Floats, base: Floats) -> None:
        self.order = np.argsort(p, kind="stable")
        self.starts = np.append(0, np.flatnonzero(np.diff(p[self.order])) + 1)  # of cases with one probability
        self.events = y[self.order]
        self.loss, self.worst = (p - y) ** 2, (base - y) ** 2
        self.log = np.log(np.maximum(np.where(y == 1, p, 1 - p), _FLOOR))

    def score(self, weights: Floats) -> Floats:
        """The three measures with so much weight on each case."""
        ordered = weights[self.order]
        one = np.add.reduceat(ordered * self.events, self.starts)
        none = np.add.reduceat(ordered * (1 - self.events), self.starts)
        area = one @ (np.cumsum(none) - none / 2) / (one.sum() * none.sum())
        worst = weights @ self.worst
        skill = 1 - weights @ self.loss / worst if worst else np.nan
        return np.array([area, skill, weights @ self.log / weights.sum()])


def scores_of(found: Paired, name: str, y: npt.ArrayLike, p: npt.ArrayLike) -> Scores:
    """The scores of one forecaster, with average precision."""
    happened = np.asarray(y, dtype=np.float64)
    return Scores(
        name=name,
        cases=happened.size,
        events=int(happened.sum()),
        average_precision=average_precision(happened, p),
        **{measure: found.interval(name, measure) for measure in MEASURES},
    )
