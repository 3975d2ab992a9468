"""What moves a tie beside its routine: the terms of the coupled dynamics, each a number for every run, period and tie.

Ties enter through g(x) = x / (s + |x|), which lies between -1 and 1, keeps the sign, and cannot grow without end as a product of raw
scores would. The docs page `explain/simulation.md` has the equations and what each term assumes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.simulate.system import Flags, Floats, Pair, System

TIES = ("third_party", "joint_threat")
"""Terms made of the other ties of a system of three states or more."""
COVARIATES = ("aid", "leader", "parity")
"""Terms made of covariates, where a system has them."""


def bounded(x: Floats, scale: float) -> Floats:
    """g(x) = x / (scale + |x|): between -1 and 1, 0 at 0, a half at `scale`."""
    result: Floats = x / (scale + np.abs(x))
    return result


def thirds(dyads: Sequence[Pair]) -> list[list[tuple[int, int]]]:
    """For each pair, the places of the two ties that each third state has with its members, where the system has both."""
    places = {frozenset(pair): at for at, pair in enumerate(dyads)}
    states = sorted({state for pair in dyads for state in pair})
    found = []
    for a, b in dyads:
        ties = [(places.get(frozenset((a, k))), places.get(frozenset((b, k)))) for k in states if k not in (a, b)]
        found.append(sorted((first, second) for first, second in ties if first is not None and second is not None))
    return found


def terms_of(system: System) -> tuple[str, ...]:
    """The terms that a system can tell of: with ties of third states, and with covariates that ever change."""
    coupled = TIES if any(thirds(system.dyads)) else ()
    told = [name for name in COVARIATES if name in system.covariates and np.ptp(system.covariates[name]) > 0]
    return (*coupled, *told)


def tie_terms(x: Floats, alive: Flags, triples: Sequence[Sequence[tuple[int, int]]], scale: float) -> tuple[Floats, Floats]:
    """The third-party and the joint-threat term of ties `x` (..., P), `alive` of the same shape or (P,): means over third states.

    Third party: g(x_ik) g(x_jk), above 0 where both stand alike to k. Joint threat: the product of both enmities, 0 unless both are at odds
    with k. A third state of which a tie does not exist gives nothing; without any the terms are 0.
    """
    g = np.where(alive, bounded(x, scale), 0.0)
    foe = np.maximum(-g, 0.0)
    balance, threat = np.zeros_like(g), np.zeros_like(g)
    for at, pairs in enumerate(triples):
        for first, second in pairs:
            balance[..., at] += g[..., first] * g[..., second] / len(pairs)
            threat[..., at] += foe[..., first] * foe[..., second] / len(pairs)
    return balance, threat


def design(x: Floats, system: System, names: Sequence[str]) -> list[Floats]:
    """The terms of every step of paths `x` (T, R, P): for each name (T - 1, R, P), what moves a tie from t - 1 to t."""
    before = x[:-1]
    found: dict[str, Floats] = {}
    if any(name in TIES for name in names):
        ties = tie_terms(before, system.alive[:-1, None, :], thirds(system.dyads), system.scale)
        found |= dict(zip(TIES, ties, strict=True))
    return [found[name] if name in found else covariate_term(name, before, system) for name in names]


def covariate_term(name: str, before: Floats, system: System) -> Floats:
    """The term of a covariate: `aid` of the year before; `parity` of the year; `leader` times the tie's distance from its mean."""
    values = system.covariates[name]
    if name == "aid":
        return np.broadcast_to(values[:-1, None, :], before.shape)
    if name == "leader":
        result: Floats = values[1:, None, :] * (before - system.mean)
        return result
    return np.broadcast_to(values[1:, None, :], before.shape)
