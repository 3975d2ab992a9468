"""The fitted dynamics of the ties of a system of states, run forward as an ensemble: one run, one possible past and its coefficients.

x_ij(t) = m + phi (x_ij(t-1) - m) + sum over terms of theta_k f_k,ij(t) + e_ij(t), e of variance `step`. Routine (phi, m, step) and how
evidence shows a tie are those of the latent model; the theta are estimated here by data augmentation (Tanner and Wong 1987, JASA 82,
528-540): each run draws paths given the coefficients and coefficients given the paths, in turn, so that the noise of the paths is in their
error and does not pull them to 0. A tie is drawn in the light of what the others did next, the terms straight about its last draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.relations.latent.chain import eliminate, solve
from detente.simulate import faults
from detente.simulate.system import Flags, Floats, System
from detente.simulate.terms import TIES, bounded, design, terms_of, thirds, tie_terms

RUNS = 1000
SWEEPS = 25
"""So often paths and coefficients are drawn in turn in each run; after that a run is one draw of both."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitted:
    """An ensemble fitted to a system: `paths` (T, R, P), the past in each run; `coefficients` (R, K) of `names`, points a year.

    `noise`, `pull` and `weight` are what the paths were last drawn with (draws; what coupling adds to each chain):
    the same again, under other evidence, gives the same run of another world.
    """

    system: System
    names: tuple[str, ...]
    coefficients: Floats
    paths: Floats
    noise: Floats
    pull: Floats
    weight: Floats
    seed: int

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return int(self.paths.shape[1])

    def drawn_under(self, other: System) -> Floats:
        """The paths that the same draws give under the evidence of another system of the same ties, (T, R, P)."""
        return drawn_paths(other.chain(), self.pull, self.weight, self.noise)


def standard_draws(system: System, label: int, runs: int, periods: int, seed: int) -> Floats:
    """Standard normal draws (R, periods, P). Those of a tie depend on `seed`, `label` and its two states, not on what else is drawn."""
    drawn = np.empty((runs, periods, len(system.dyads)))
    for at, (low, high) in enumerate(system.numbers):
        drawn[:, :, at] = np.random.default_rng([seed, label, low, high]).standard_normal((runs, periods))
    return drawn


def drawn_paths(chain: tuple[Floats, Floats, Floats], pull: Floats, weight: Floats, noise: Floats) -> Floats:
    """Paths (T, R, P) of chains with what coupling adds to them: `pull` to their information and `weight` to their precision, (T, R, P).

    `chain` is diagonal, off-diagonal and information without coupling, `noise` standard normal (R, T, P).
    """
    diagonal, off, information = (part[:, None, :] for part in chain)
    factor = eliminate(diagonal + weight, np.broadcast_to(off, (len(off), *pull.shape[1:])))
    path = solve(factor, information + pull)
    part = noise.transpose(1, 0, 2) / np.sqrt(factor.pivot)
    for t in range(len(part) - 2, -1, -1):
        part[t] -= factor.ratio[t] * part[t + 1]
    path += part
    return path


def fit_dynamics(system: System, *, runs: int = RUNS, seed: int = 0, sweeps: int = SWEEPS, names: Sequence[str] | None = None) -> Fitted:
    """The dynamics of a system, as an ensemble of pasts and coefficients; `names` by default all terms that it can tell of.

    A coefficient is expected at 0, and so that its term at its largest moves a tie by about one usual step a year: the standard deviation
    of its prior. Raises `DetenteError` 745 for fewer than 2 runs or no sweep.
    """
    if runs < 2 or sweeps < 1:
        raise faults.fault(faults.OUT_OF_RANGE, "2 runs and 1 sweep at least")
    names = tuple(terms_of(system) if names is None else names)
    chain = system.chain()
    pull = np.zeros((len(system.years), runs, len(system.dyads)))
    weight, theta = np.zeros_like(pull), np.zeros((runs, len(names)))
    noise = standard_draws(system, 0, runs, len(system.years), seed)
    paths = drawn_paths(chain, pull, weight, noise)
    for sweep in range(1, sweeps + 1 if names else 1):
        chance = np.random.default_rng([seed, sweep]).standard_normal((runs, len(names)))
        theta = drawn_coefficients(paths, system, names, chance)
        pull, weight = pull_of(paths, system, names, theta)
        noise = standard_draws(system, sweep, runs, len(system.years), seed)
        paths = drawn_paths(chain, pull, weight, noise)
    return Fitted(system=system, names=names, coefficients=theta, paths=paths, noise=noise, pull=pull, weight=weight, seed=seed)


def drawn_coefficients(paths: Floats, system: System, names: Sequence[str], chance: Floats) -> Floats:
    """A draw of the coefficients of each run given its paths, (R, K), by regression pooled over ties with the prior of `fit_dynamics`."""
    terms, moves, step = design(paths, system, names), system.moves[:, None, :], system.step
    left = np.where(moves, routine_error(paths, system), 0.0)
    terms = [np.where(moves, term, 0.0) for term in terms]
    most = [max(float(np.abs(term).max()), 1e-9) for term in terms]
    known = np.diag([each**2 / float(step.mean()) for each in most])
    runs, many = paths.shape[1], len(names)
    precision, told = np.empty((runs, many, many)), np.empty((runs, many))
    for k, term in enumerate(terms):
        weighed = term / step
        told[:, k] = (weighed * left).sum(axis=(0, 2))
        for other in range(k + 1):
            precision[:, k, other] = precision[:, other, k] = (weighed * terms[other]).sum(axis=(0, 2)) + known[k, other]
    half = np.linalg.cholesky(np.linalg.inv(precision))
    mean = np.linalg.solve(precision, told[..., None])[..., 0]
    drawn: Floats = mean + (half * chance[:, None, :]).sum(axis=2)
    return drawn


def routine_error(paths: Floats, system: System) -> Floats:
    """What routine leaves of each step, (T - 1, R, P)."""
    away = paths - system.mean
    result: Floats = away[1:] - system.inertia * away[:-1]
    return result


def coupling(paths: Floats, system: System, names: Sequence[str], theta: Floats) -> Floats:
    """What the terms together move each tie by in each step, (T - 1, R, P)."""
    total = np.zeros((len(paths) - 1, *paths.shape[1:]))
    for k, term in enumerate(design(paths, system, names)):
        total += theta[:, k][None, :, None] * term
    return np.where(system.moves[:, None, :], total, 0.0)


def pull_of(paths: Floats, system: System, names: Sequence[str], theta: Floats) -> tuple[Floats, Floats]:
    """The information and the precision (T, R, P) that the terms add to the chains of the ties.

    A tie is pushed in each step; and what the others did in the next step tells of it, by the slope of their terms in it.
    """
    moved = coupling(paths, system, names, theta)
    push = moved / system.step
    pull, weight = np.zeros_like(paths), np.zeros_like(paths)
    pull[1:] += push
    pull[:-1] -= system.inertia * push
    left = np.where(system.moves[:, None, :], routine_error(paths, system) - moved, 0.0)
    by = {name: theta[:, k] for k, name in enumerate(names) if name in TIES}
    for of, tie, slope in slopes(paths[:-1], system, by) if by else ():
        weight[:-1, :, tie] += slope**2 / system.step[of]
        pull[:-1, :, tie] += slope * (left[:, :, of] + slope * paths[:-1, :, tie]) / system.step[of]
    return pull, weight


def slopes(before: Floats, system: System, by: Mapping[str, Floats]) -> Iterator[tuple[int, int, Floats]]:
    """How each tie's coming step leans on each other tie now: place of the one, place of the other, slope (T - 1, R).

    `by` has the coefficients (R) of the terms of ties. Of joint threat the slope is 0 where the tie is no enmity.
    """
    alive = system.alive[:-1, None, :]
    g = np.where(alive, bounded(before, system.scale), 0.0)
    steep = np.where(alive, system.scale / (system.scale + np.abs(before)) ** 2, 0.0)
    balance, threat = (by.get(name, np.zeros(before.shape[1])) for name in TIES)
    for of, pairs in enumerate(thirds(system.dyads)):
        slope: dict[int, Floats] = {}
        for first, second in pairs:
            for tie, other in ((first, second), (second, first)):
                both = (g[:, :, tie] < 0) * np.maximum(-g[:, :, other], 0.0)
                lean = steep[:, :, tie] * (balance * g[:, :, other] - threat * both) / len(pairs)
                slope[tie] = slope.get(tie, 0.0) + np.where(system.moves[:, of][:, None], lean, 0.0)
        yield from ((of, tie, each) for tie, each in slope.items())


# forward ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Rules:
    """By what a run goes forward: `inertia`, the coefficients (R, K) of `names`, and the covariates of every period of the run."""

    inertia: float
    names: tuple[str, ...]
    coefficients: Floats


def expected(x: Floats, t: int, system: System, rules: Rules, triples: Sequence[Sequence[tuple[int, int]]]) -> Floats:
    """Where the ties `x` (R, P) of period t - 1 are expected in period t, (R, P)."""
    away = x - system.mean
    going = system.mean + rules.inertia * away
    if any(name in TIES for name in rules.names):
        ties = dict(zip(TIES, tie_terms(x, system.alive[t - 1], triples, system.scale), strict=True))
    for k, name in enumerate(rules.names):
        theta = rules.coefficients[:, k][:, None]
        if name in TIES:
            going = going + theta * ties[name]
        elif name == "leader":
            going = going + theta * (system.covariates[name][t] * away)
        else:
            going = going + theta * system.covariates[name][t - 1 if name == "aid" else t]
    return going


def errors_of(paths: Floats, start: int, system: System, rules: Rules) -> Floats:
    """What the rules leave unexplained of each step after period `start`, (T - 1 - start, R, P): what the same world had come otherwise."""
    triples = thirds(system.dyads)
    steps = [paths[t] - expected(paths[t - 1], t, system, rules, triples) for t in range(start + 1, len(paths))]
    return np.stack(steps) if steps else np.zeros((0, *paths.shape[1:]))


def run_forward(first: Floats, start: int, errors: Floats, system: System, rules: Rules, *, born: Floats | None = None) -> Floats:
    """Ties (S + 1, R, P) from `first` (R, P) in period `start` by S steps with `errors` (S, R, P), all runs and ties at once.

    A tie that first exists in a later period begins there with the row of `born` (S, R, P). A tie that does not exist stays as it is.
    """
    triples, path = thirds(system.dyads), [first]
    for at, error in enumerate(errors):
        t = start + 1 + at
        new = expected(path[-1], t, system, rules, triples) + error
        moves: Flags = system.alive[t] & system.alive[t - 1]
        other = path[-1] if born is None else born[at]
        path.append(new if moves.all() else np.where(moves, new, other))
    return np.stack(path)
