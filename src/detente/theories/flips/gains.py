"""Probabilities by logistic regression from the past of each origin, and what one set of columns gains over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.theories.evaluation import Difference, Interval, diebold_mariano, log_score_binary, resampled
from detente.theories.flips.cases import Cases, Floats, Ints

RIDGE = 1.0
"""What each squared coefficient costs, columns being standardised: a little, so that nothing runs away where nothing changed."""
_FLOOR = 1e-6


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a model adds to another, over all cases that were forecast.

    `log_score`: mean gain in log score a tie (above 0: better), and `skill`: 1 - Brier / Brier of the other, either with an interval by
    drawing dyads again; `test` is Diebold and Mariano's of the mean losses by origin, over as many lags as windows and horizon overlap
    (below 0: better).
    """

    model: str
    over: str
    log_score: Interval
    skill: Interval
    test: Difference


def logistic(x: Floats, y: Floats, *, begin: Floats | None = None, ridge: float = RIDGE, rounds: int = 50) -> Floats:
    """Coefficients of a logistic regression, the constant first, with a ridge on all others; by Newton's steps, halved where they fail.

    `begin` are coefficients to begin from, where there are some near (only the time it takes depends on them).
    """
    table = np.column_stack([np.ones(len(y)), x])
    cost = np.append(0.0, np.full(x.shape[1], ridge))
    found, value = np.zeros(table.shape[1]) if begin is None else begin, -np.inf
    if begin is None:
        found[0] = np.log((y.sum() + 0.5) / (len(y) - y.sum() + 0.5))
    step = np.zeros_like(found)
    for _ in range(rounds):
        line = table @ found
        now = float(y @ line - np.logaddexp(0, line).sum() - cost @ found**2 / 2)
        if now < value - 1e-9:
            step /= 2
            found = found - step
            continue
        if now - value < 1e-9:
            return found
        value, p = now, 1 / (1 + np.exp(-line))
        gradient = table.T @ (y - p) - cost * found
        step = np.linalg.solve((table * (p * (1 - p))[:, None]).T @ table + np.diag(cost + 1e-10), gradient)
        found = found + step
    return found


def forecast(seen: Cases, names: Sequence[str], first: int) -> Floats:
    """The probability of a change of each case from origin `first` on, learnt from cases whose outcome was known at its origin (NaN
    before).

    Columns are standardised by the past alone.
    """
    table, told = seen.table(names), np.full(len(seen.changed), np.nan)
    found: Floats | None = None
    for origin in range(first, int(seen.origin.max()) + 1):
        past, now = seen.origin <= origin - seen.horizon, seen.origin == origin
        centre, spread = table[past].mean(axis=0), table[past].std(axis=0)
        spread[spread < 1e-9] = 1.0
        found = logistic((table[past] - centre) / spread, seen.changed[past], begin=found)
        line = found[0] + (table[now] - centre) / spread @ found[1:]
        told[now] = np.clip(1 / (1 + np.exp(-line)), _FLOOR, 1 - _FLOOR)
    return told


def gain(seen: Cases, told: dict[str, Floats], model: str, over: str, *, width: int, seed: int = 0, level: float = 0.95) -> Gain:
    """What `model` adds to `over`; `width` is how many windows share a year with the next (the windows' own length in steps)."""
    scored = np.isfinite(told[over])
    y, mine, theirs = seen.changed[scored], told[model][scored], told[over][scored]
    better = log_score_binary(y, mine) - log_score_binary(y, theirs)
    one, two = (mine - y) ** 2, (theirs - y) ** 2
    dyad, origin = seen.dyad[scored], seen.origin[scored]
    cases, by_gain, by_one, by_two = (_sums(values, dyad) for values in (np.ones(len(y)), better, one, two))
    score = resampled(_ratio, by_gain, cases, seed=seed, level=level)
    skill = resampled(_skill, by_one, by_two, seed=seed, level=level)
    per = _sums(np.ones(len(y)), origin)
    losses = (_sums(-log_score_binary(y, p), origin) / per for p in (mine, theirs))
    return Gain(
        model=model,
        over=over,
        log_score=score,
        skill=skill,
        test=diebold_mariano(*losses, horizon=seen.horizon + width - 1),
    )


def _ratio(numerator: Floats, denominator: Floats) -> float:
    return float(numerator.sum() / denominator.sum())


def _skill(one: Floats, two: Floats) -> float:
    return 1 - _ratio(one, two)


def _sums(values: Floats, groups: Ints) -> Floats:
    """The sum in each group that has any case, groups in order."""
    place = np.unique(groups, return_inverse=True)[1]
    return np.asarray(np.bincount(place, values), dtype=np.float64)
