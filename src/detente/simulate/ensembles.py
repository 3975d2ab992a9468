"""Whole systems of states run forward at once: every tie of every run in one array, for systems too large to fit tie by tie.

The dynamics are those of `dynamics` without covariates: routine, third party and joint threat, as products of matrices. Runs go in blocks
with draws of their own, so that the result is the same for a seed whatever the number of workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from detente.simulate import faults
from detente.simulate.system import Floats

BLOCK = 25
"""Runs that go forward together."""


@dataclass(frozen=True, kw_only=True)
class Motion:
    """How every tie moves: `inertia` toward `mean`, steps of variance `step`, and the coefficients of the two terms of ties.

    `scale` is the size at which a tie counts half in the terms (see `terms.bounded`).
    """

    inertia: float = 0.93
    mean: float = 0.0
    step: float = 0.085
    third_party: float = 0.0
    joint_threat: float = 0.0
    scale: float = 0.8


@dataclass(frozen=True, kw_only=True, eq=False)
class Ensemble:
    """Where a system came to: mean and standard deviation over runs of every tie, (T + 1, n, n) each, and the last period, (R, n, n)."""

    mean: Floats
    sd: Floats
    last: Floats


def run_ensemble(start: Floats, motion: Motion, *, periods: int, runs: int = 1000, seed: int = 0, workers: int = 1) -> Ensemble:
    """A system of n states run forward from `start` (n, n), alike both ways, its diagonal not read.

    States are taken in their order, and draws with it: the same states in the same order give the same runs. Raises `DetenteError`
    745 for a matrix that is not square, alike both ways and finite, or for no run or period.
    """
    if start.ndim != 2 or start.shape[0] != start.shape[1] or len(start) < 3 or runs < 1 or periods < 1:
        raise faults.fault(faults.OUT_OF_RANGE, "3 states, 1 run and 1 period at least")
    first = start.copy()
    np.fill_diagonal(first, motion.mean)
    if not np.isfinite(first).all() or not np.array_equal(first, first.T):
        raise faults.fault(faults.OUT_OF_RANGE, "every tie finite, and alike both ways")
    blocks = [(at, min(BLOCK, runs - at * BLOCK)) for at in range(-(-runs // BLOCK))]
    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        done = list(pool.map(lambda block: _block(first, motion, periods, block[1], [seed, block[0]]), blocks))
    total, squares = (sum(part[at] for part in done) for at in (0, 1))
    mean = np.asarray(total) / runs
    sd = np.sqrt(np.maximum(np.asarray(squares) / runs - mean**2, 0.0))
    return Ensemble(mean=mean, sd=sd, last=np.concatenate([part[2] for part in done]))


def _block(first: Floats, motion: Motion, periods: int, runs: int, seed: Sequence[int]) -> tuple[Floats, Floats, Floats]:
    """Sums and sums of squares over the runs of a block, (T + 1, n, n), and its last period."""
    chance, n = np.random.default_rng(seed), len(first)
    upper, spread = np.triu_indices(n, 1), np.sqrt(motion.step)
    flat = upper[0] * n + upper[1]
    other = upper[1] * n + upper[0]
    x = np.repeat(first[None], runs, axis=0)
    total, squares = np.empty((periods + 1, n, n)), np.empty((periods + 1, n, n))
    total[0], squares[0] = x.sum(axis=0), (x * x).sum(axis=0)
    for t in range(1, periods + 1):
        push = pushes(x, motion)
        x -= motion.mean
        x *= motion.inertia
        x += motion.mean
        if push is not None:
            x += push
        noise = chance.standard_normal((runs, len(flat)))
        noise *= spread
        by_run = x.reshape(runs, n * n)
        by_run[:, flat] += noise
        by_run[:, other] = by_run[:, flat]
        by_run[:, :: n + 1] = motion.mean
        total[t], squares[t] = x.sum(axis=0), np.einsum("rij,rij->ij", x, x)
    return total, squares, x


def pushes(x: Floats, motion: Motion) -> Floats | None:
    """What third parties and joint threats move every tie by, (R, n, n): mean over third states; None without terms."""
    if not motion.third_party and not motion.joint_threat:
        return None
    n = x.shape[1]
    g = np.abs(x)
    g += motion.scale
    np.divide(x, g, out=g)
    g.reshape(len(x), n * n)[:, :: n + 1] = 0.0
    push = np.zeros_like(g)
    if motion.third_party:
        push = np.matmul(g, g)
        push *= motion.third_party / (n - 2)
    if motion.joint_threat:
        foe = np.maximum(np.negative(g, out=g), 0.0, out=g)
        both = np.matmul(foe, foe)
        both *= motion.joint_threat / (n - 2)
        push += both
    return push
