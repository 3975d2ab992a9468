"""One step of estimation: least squares with the smoothed moments of the state, as in Shumway and Stoffer (1982).

Where the state has seen an indicator, this is the step of maximisation of EM. Where it has not (`blind`), it is regression on the
smoothed mean, which has no bias from the error in it: E(y | the rest) = a + b E(x | the rest), an error of Berkson's kind.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.relations.latent.chain import Floats
from detente.relations.latent.evidence import Column, Evidence, Ints
from detente.relations.latent.filter import Smoothed
from detente.relations.latent.parameters import Dynamics, Measure, precision_of

FLOOR = 1e-6
"""No variance is estimated below this."""

FARTHEST = 25
"""Residuals are compared up to so many periods apart."""

FAINT = 0.02
FEWEST_PAIRS = 100


def fit_line(column: Column, measure: Measure, state: Smoothed, *, blind: bool) -> Measure:
    """Intercept and loading by weighted least squares on the state.

    Where the state has seen this indicator the variance of the state belongs in the sum of squares; where it has not (`blind`) its
    mean is a regressor like any other, and its variance is error in the outcome.
    """
    mean, variance = state.mean[column.period, column.dyad], state.variance[column.period, column.dyad]
    precision = precision_of(column, replace(measure, repeats=1.0))
    weight = precision if not blind else 1.0 / (1.0 / precision + measure.loading**2 * variance)
    second = mean * mean if blind else mean * mean + variance
    left = np.array([[weight.sum(), (weight * mean).sum()], [(weight * mean).sum(), (weight * second).sum()]])
    right = np.array([(weight * column.value).sum(), (weight * mean * column.value).sum()])
    intercept, loading = np.linalg.solve(left + 1e-12 * np.eye(2), right)
    return replace(measure, intercept=float(intercept), loading=float(loading))


def fit_spread(column: Column, measure: Measure, state: Smoothed, *, blind: bool) -> Measure:
    """Variances of the error, and how often a standing source repeats itself."""
    t, d = column.period, column.dyad
    sign = -1.0 if blind else 1.0
    residual = column.value - measure.intercept - measure.loading * state.mean[t, d]
    square = residual**2 + sign * measure.loading**2 * state.variance[t, d]
    if column.n is not None:
        return _two_variances(measure, square, column.n)
    repeats = _repeats(column, residual, state.mean.shape) if column.standing else 1.0
    return replace(measure, spread=max(float(square.mean()), FLOOR), repeats=repeats)


def fit_within(column: Column, measure: Measure, state: Smoothed, rounds: int = 8) -> Measure:
    """An indicator that the state has not seen, read by how it differs from what is usual for each dyad.

    The line is that of deviations from the dyad's own means ("within", Baltagi 2021, section 2.2): what makes one dyad trade, quarrel or
    vote together more than another for good need not be its relation. What stays with dyads is then the variance of what the line
    leaves of their means, the error of these means taken off. Spread and repeats are those of the deviations.
    """
    t, d, dyads = column.period, column.dyad, state.mean.shape[1]
    x, unsure = state.mean[t, d], state.variance[t, d]
    rows = np.bincount(d, minlength=dyads).astype(np.float64)
    for _ in range(rounds):
        weight = 1.0 / (measure.spread + measure.loading**2 * unsure)
        usual_x, usual = (_means(d, weight, values, dyads) for values in (x, column.value))
        apart = x - usual_x[d]
        loading = float((weight * apart * (column.value - usual[d])).sum() / max(float((weight * apart**2).sum()), FLOOR))
        residual = column.value - usual[d] - loading * apart
        repeats = _repeats(column, residual, state.mean.shape)
        free = float((rows - np.minimum(repeats, rows / 2))[rows > 0].sum())
        spread = max((float((residual**2).sum()) - loading**2 * float(unsure.sum())) / free, FLOOR)
        measure = replace(measure, loading=loading, spread=spread, repeats=repeats)
    return _with_offset(measure, (usual - measure.loading * usual_x)[rows > 0], measure.spread * measure.repeats / rows[rows > 0])


def _means(dyad: Ints, weight: Floats, values: Floats, dyads: int) -> Floats:
    """The weighted mean of each dyad's values; nought for a dyad without any."""
    total = np.bincount(dyad, weights=weight, minlength=dyads)
    result: Floats = np.bincount(dyad, weights=weight * values, minlength=dyads) / np.where(total > 0, total, 1.0)
    return result


def _with_offset(measure: Measure, usual: Floats, error: Floats, rounds: int = 50) -> Measure:
    """Intercept and offset from the level of each dyad and the error variance of that level, by the EM of a sum of two errors."""
    offset = max(float(usual.var()), FLOOR)
    for _ in range(rounds):
        weight = 1.0 / (offset + error)
        intercept = float((weight * usual).sum() / weight.sum())
        left = offset * weight * (usual - intercept)
        offset = max(float((left**2 + offset * error * weight).mean()), FLOOR)
    return replace(measure, intercept=intercept, offset=offset)


def _repeats(column: Column, residual: Floats, shape: tuple[int, ...]) -> float:
    """1 + 2 (r_1 + r_2 + ..), with r_k the correlation of the residuals k periods apart: the variance of a long mean of them in units of
    that of independent ones (Priestley 1981, section 5.3). The sum ends where r_k falls below `FAINT`, and at `FARTHEST`."""
    grid = np.zeros(shape)
    there = np.zeros(shape)
    grid[column.period, column.dyad], there[column.period, column.dyad] = residual, 1.0
    variance, total = max(float((grid**2).sum() / there.sum()), FLOOR), 1.0
    for apart in range(1, min(FARTHEST + 1, shape[0])):
        pairs = float((there[apart:] * there[:-apart]).sum())
        correlation = float((grid[apart:] * grid[:-apart]).sum()) / pairs / variance if pairs >= FEWEST_PAIRS else 0.0
        if correlation < FAINT:
            break
        total += 2.0 * correlation
    return total


def _two_variances(measure: Measure, square: Floats, n: Floats, rounds: int = 30) -> Measure:
    """Spread and sampling variance from expected squares, by the EM of a sum of two errors; every round raises the likelihood."""
    spread, sampling = measure.spread, max(measure.sampling, FLOOR)
    for _ in range(rounds):
        total = spread + sampling / n
        gain = (square / total - 1.0) / total
        step = float((n * (sampling / n) ** 2 * gain).mean())
        spread, sampling = max(spread + spread**2 * float(gain.mean()), FLOOR), max(sampling + step, FLOOR)
    return replace(measure, spread=spread, sampling=sampling)


def fit_dynamics(evidence: Evidence, dynamics: Dynamics, state: Smoothed) -> Dynamics:
    """Inertia, mean and step of the state from its smoothed moments; a class without dyads keeps its numbers.

    The first period is left out of the inertia, which biases it by less than one part in the number of periods.
    """
    seen = np.zeros(evidence.shape[1], bool)
    for column in evidence.columns:
        seen[column.dyad] = True
    mean = np.array(dynamics.mean)
    step = np.array(dynamics.step)
    inertia = _inertia(state, mean[evidence.classes], step[evidence.classes], seen)
    for group in (0, 1):
        inside = seen & (evidence.classes == group)
        if inside.any() and len(state.mean) > 1:
            mean[group], step[group] = _mean_and_step(state, inside, inertia)
    return Dynamics(inertia=inertia, mean=(float(mean[0]), float(mean[1])), step=(float(step[0]), float(step[1])))


def _inertia(state: Smoothed, mean: Floats, step: Floats, seen: np.ndarray) -> float:
    centred = (state.mean - mean)[:, seen]
    before = (centred[:-1] ** 2 + state.variance[:-1, seen]).sum(axis=0)
    both = (centred[:-1] * centred[1:] + state.beside[:, seen]).sum(axis=0)
    total = float((before / step[seen]).sum())
    return float(np.clip((both / step[seen]).sum() / total, 0.0, 0.999)) if total > 0 else 0.95


def _mean_and_step(state: Smoothed, inside: np.ndarray, phi: float) -> tuple[float, float]:
    x, v, c = state.mean[:, inside], state.variance[:, inside], state.beside[:, inside]
    periods = len(x)
    weight = (1 - phi**2) + (periods - 1) * (1 - phi) ** 2
    pull = (1 - phi**2) * x[0] + (1 - phi) * (x[1:] - phi * x[:-1]).sum(axis=0)
    mean = float(pull.mean() / weight)
    jump = x[1:] - mean - phi * (x[:-1] - mean)
    squares = (jump**2 + v[1:] + phi**2 * v[:-1] - 2 * phi * c).sum() + (1 - phi**2) * ((x[0] - mean) ** 2 + v[0]).sum()
    return mean, max(float(squares / x.size), FLOOR)
