"""What of a source stays with a dyad: how much two states trade, quarrel or vote alike by habit, whatever their relation does.

Each source k has one number a_k of each dyad, Gaussian around nought with the variance `Measure.offset`, beside x:

    y_k,t = intercept + a_k + loading x_t + error

Given the evidence, the chain of x and the numbers a_1 .. a_K of a dyad are jointly Gaussian. The chain is eliminated first, as without
them; what is left is a matrix of K x K a dyad (the Schur complement), and the chain's moments follow from it exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.relations.latent.chain import Factor, Floats, solve
from detente.relations.latent.evidence import Column, Evidence
from detente.relations.latent.parameters import Measure, Parameters, precision_of


@dataclass(frozen=True, kw_only=True)
class Offsets:
    """The offsets of K sources, in the order of `names`: their `mean` (D, K) and `covariance` (D, K, K) given all evidence.

    `lean` (K, T, D) is how far x_t falls for a unit more of an offset; `log_determinant` (D,) is that of their
    covariance beforehand over that given the evidence, and `gain` (D,) what they add to the quadratic form of the likelihood.
    """

    names: tuple[str, ...]
    mean: Floats
    covariance: Floats
    lean: Floats
    log_determinant: Floats
    gain: Floats

    def of(self, name: str) -> Floats | None:
        """The offset of each dyad in a source, (D,), or None where it has none."""
        return self.mean[:, self.names.index(name)] if name in self.names else None

    def shift(self) -> Floats:
        """How far the offsets move the mean of x, (T, D)."""
        result: Floats = -np.einsum("ktd,dk->td", self.lean, self.mean, optimize=True)
        return result

    def widening(self) -> tuple[Floats, Floats]:
        """What not knowing the offsets adds to the variance of x_t, (T, D), and to its covariance with x_t+1, (T - 1, D)."""
        half = np.einsum("dkl,ltd->ktd", self.covariance, self.lean, optimize=True)
        return (self.lean * half).sum(axis=0), (self.lean[:, :-1] * half[:, 1:]).sum(axis=0)

    def draws(self, dyad: int, numbers: np.random.Generator, n: int) -> Floats:
        """How far not knowing the offsets of one dyad moves its path, in `n` draws, (n, T)."""
        root = np.linalg.cholesky(self.covariance[dyad])
        drawn = numbers.standard_normal((n, len(self.names))) @ root.T
        result: Floats = -drawn @ self.lean[:, :, dyad]
        return result


def offsets_of(evidence: Evidence, parameters: Parameters, factor: Factor, mean: Floats) -> Offsets | None:
    """The offsets given all evidence: `factor` and `mean` are the chain's as if every offset were nought. None where no source has one."""
    shown = [(column, parameters.measure(column.name)) for column in evidence.columns if parameters.measure(column.name).offset > 0]
    if not shown:
        return None
    dyads = evidence.shape[1]
    lean = np.stack([solve(factor, _pull(column, measure, evidence.shape)) for column, measure in shown])
    left, right = np.zeros((dyads, len(shown), len(shown))), np.empty((dyads, len(shown)))
    for k, (column, measure) in enumerate(shown):
        t, d, weight = column.period, column.dyad, precision_of(column, measure)
        left[:, k, k] = 1.0 / measure.offset + np.bincount(d, weights=weight, minlength=dyads)
        for other in range(len(shown)):
            left[:, k, other] -= np.bincount(d, weights=measure.loading * weight * lean[other][t, d], minlength=dyads)
        missed = weight * (column.value - measure.intercept - measure.loading * mean[t, d])
        right[:, k] = np.bincount(d, weights=missed, minlength=dyads)
    found: Floats = np.linalg.solve(left, right[..., None])[..., 0].astype(np.float64)
    covariance: Floats = np.linalg.inv(left).astype(np.float64)
    return Offsets(
        names=tuple(column.name for column, _ in shown),
        mean=found,
        covariance=covariance,
        lean=lean,
        log_determinant=np.linalg.slogdet(left)[1] + sum(np.log(measure.offset) for _, measure in shown),
        gain=(right * found).sum(axis=1),
    )


def _pull(column: Column, measure: Measure, shape: tuple[int, int]) -> Floats:
    """How much a unit of an indicator pulls at each x, (T, D)."""
    grid = np.zeros(shape)
    grid[column.period, column.dyad] = measure.loading * precision_of(column, measure)
    return grid
