"""Made-up worlds of ties whose rule is known: each tie by itself, towards balance, towards a pivot, or with shocks that ties share."""

from itertools import combinations

import numpy as np

from detente.relations.paths import Paths
from detente.theories.triads import Ties


def world(seed, rule="alone", *, states=9, periods=60, rate=0.06, pull=1.5):
    """Ties that change with a small chance; under a rule that chance is leant on by the triads that the change would make."""
    chance = np.random.default_rng(seed)
    now = np.triu(np.where(chance.random((states, states)) < 0.5, 1, -1), 1)
    now = now + now.T
    found = [now.copy()]
    for _ in range(periods - 1):
        later = now.copy()
        shock = chance.random(states) < 0.04  # a state turns to and from all others at once
        for i, j in combinations(range(states), 2):
            others = [k for k in range(states) if k not in (i, j)]
            gain = 0.0
            if rule == "balance":  # by how much more triads would be balanced
                gain = -np.mean([now[i, j] * now[i, k] * now[k, j] for k in others])
            elif rule == "pivot":
                gain = np.mean([has_pivot(-now[i, j], now[i, k], now[k, j]) - has_pivot(now[i, j], now[i, k], now[k, j]) for k in others])
            odds = rate / (1 - rate) * np.exp(2 * pull * gain)
            if chance.random() < odds / (1 + odds) or (rule == "shared" and shock[i] != shock[j]):
                later[i, j] = later[j, i] = -now[i, j]
        now = later
        found.append(now.copy())
    names = tuple(f"S{at}" for at in range(states))
    return Ties(states=names, labels=tuple(str(1900 + at) for at in range(periods)), signs=np.array(found))


def has_pivot(a, b, c):
    """Whether two of three ties are good."""
    return float(sum(bool(tie > 0) for tie in (a, b, c)) == 2)


def paths_of(signs, *, noise=0.0, draws=200, seed=0):
    """Scores of three states with given signs of their three ties, (T, 3)."""
    x = np.asarray(signs, dtype=float).T
    drawn = x[None] + noise * np.random.default_rng(seed).standard_normal((draws, *x.shape))
    years = tuple(range(1950, 1950 + x.shape[1]))
    return Paths(
        dyads=(("A", "B"), ("A", "C"), ("B", "C")),
        labels=tuple(map(str, years)),
        years=years,
        x=x,
        se=np.full(x.shape, max(noise, 0.01)),
        draws=drawn,
        evidence=np.ones(x.shape, dtype=bool),
    )
