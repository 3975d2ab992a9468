"""Made-up triangles whose answers are known."""

import numpy as np

from detente.theories.response.flows import Flows, directions, pair_name

STATES = ("USA", "RUS", "CHN")
SIDES = directions(STATES)
NAMES = tuple(pair_name(a, b) for a, b, _ in SIDES)


def planted(seed, periods, answers=(), *, routine=0.4, shared=0.6, swings=False):
    """Flows in which `answers` ((effect, cause, strength), ...) hold beside routine, and their effect matrix.

    Shocks of the two directions of a pair are correlated; with `swings` their size swings over time, as in crises.
    """
    chance = np.random.default_rng(seed)
    effect, together = routine * np.eye(6), np.eye(6)
    for at, (a, b, _) in enumerate(SIDES):
        together[at, NAMES.index(pair_name(b, a))] = shared
    for answer, cause, strength in answers:
        effect[NAMES.index(answer), NAMES.index(cause)] = strength
    shocks = chance.standard_normal((periods + 50, 6)) @ np.linalg.cholesky(together).T
    if swings:
        size = np.zeros(periods + 50)
        for t in range(1, periods + 50):
            size[t] = 0.9 * size[t - 1] + 0.4 * chance.standard_normal()
        shocks *= np.exp(size)[:, None]
    y = np.zeros((periods + 50, 6))
    for t in range(1, periods + 50):
        y[t] = effect @ y[t - 1] + shocks[t]
    return flows_of(y[50:]), effect


def flows_of(values):
    """Flows of values (periods, 6), months from January 1966."""
    labels = tuple(f"{1966 + at // 12}-{at % 12 + 1:02d}" for at in range(len(values)))
    return Flows(states=STATES, names=NAMES, labels=labels, every="month", values=np.asarray(values))


def true_answers(effect, horizon):
    """The cumulative answers to a shock of one unit in one flow alone, from the period after it on."""
    return sum(np.linalg.matrix_power(effect, h) for h in range(1, horizon + 1))
