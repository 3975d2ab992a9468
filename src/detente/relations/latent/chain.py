"""Gaussian chains in time, one for each dyad, solved for all dyads at once.

Given its evidence the state x_1 .. x_T of a dyad is Gaussian with a tridiagonal precision matrix: each x_t is tied to its neighbours
and to nothing else. Forward elimination is the Kalman filter in information form, back substitution the smoother of Rauch, Tung and
Striebel (1965); a gap is a period that adds no information. Arrays are (periods, dyads), so that a step is one row for all dyads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Factor:
    """The eliminated chain: `pivot` (T, D), the precision of x_t given x_t+1 and all before; `ratio` (T-1, D), how x_t leans on x_t+1."""

    pivot: Floats
    ratio: Floats

    def log_determinant(self) -> Floats:
        """The log determinant of each dyad's precision, (D,)."""
        result: Floats = np.log(self.pivot).sum(axis=0)
        return result


def eliminate(diagonal: Floats, off: Floats) -> Factor:
    """The factor of a tridiagonal precision: `diagonal` (T, D), `off` (T-1, D). Both must make a positive definite matrix."""
    pivot, ratio = np.empty_like(diagonal), np.empty_like(off)
    pivot[0] = diagonal[0]
    for t in range(1, len(diagonal)):
        np.divide(off[t - 1], pivot[t - 1], out=ratio[t - 1])
        pivot[t] = diagonal[t] - ratio[t - 1] * off[t - 1]
    return Factor(pivot=pivot, ratio=ratio)


def solve(factor: Factor, information: Floats) -> Floats:
    """The mean of each x_t, (T, D), from the information vector (T, D): linear in it, so that parts of it give parts of the mean."""
    mean = information.copy()
    for t in range(1, len(mean)):
        mean[t] -= factor.ratio[t - 1] * mean[t - 1]
    return _back(factor, mean)


def _back(factor: Factor, forward: Floats) -> Floats:
    """Back substitution in place: `forward` (T, D) becomes the mean."""
    forward /= factor.pivot
    for t in range(len(forward) - 2, -1, -1):
        forward[t] -= factor.ratio[t] * forward[t + 1]
    return forward


def moments(factor: Factor) -> tuple[Floats, Floats]:
    """The variance of each x_t, (T, D), and the covariance of x_t with x_t+1, (T-1, D)."""
    variance, beside = np.empty_like(factor.pivot), np.empty_like(factor.ratio)
    variance[-1] = 1.0 / factor.pivot[-1]
    for t in range(len(variance) - 2, -1, -1):
        beside[t] = -factor.ratio[t] * variance[t + 1]
        variance[t] = 1.0 / factor.pivot[t] - factor.ratio[t] * beside[t]
    return variance, beside


def draw(factor: Factor, mean: Floats, noise: Floats) -> Floats:
    """Joint draws of the paths, (draws, T, D): the mean (T, D) plus `noise` (standard normal, draws, T, D) given the chain's covariance."""
    paths = noise / np.sqrt(factor.pivot)
    for t in range(len(mean) - 2, -1, -1):
        paths[:, t] -= factor.ratio[t] * paths[:, t + 1]
    paths += mean
    return paths
