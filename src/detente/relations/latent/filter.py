"""From evidence and parameters to the state of every dyad: its mean, its variance, and what each source gave to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.relations.latent.chain import Factor, Floats, eliminate, moments, solve
from detente.relations.latent.evidence import Column, Evidence
from detente.relations.latent.parameters import Dynamics, Measure, Parameters


@dataclass(frozen=True, kw_only=True)
class Smoothed:
    """The state given all evidence: mean and variance (T, D), covariance of neighbours (T-1, D), the eliminated chain, and the log
    likelihood of the evidence of each dyad (D,)."""

    mean: Floats
    variance: Floats
    beside: Floats
    factor: Factor
    log_likelihood: Floats


def precision_of(column: Column, measure: Measure) -> Floats:
    """One over the error variance of each row of an indicator."""
    own = np.full(len(column.value), measure.spread * measure.repeats)
    result: Floats = 1.0 / (own if column.n is None else own + measure.sampling / column.n)
    return result


def prior(evidence: Evidence, dynamics: Dynamics) -> tuple[Floats, Floats, Floats]:
    """The chain before any evidence: diagonal (T, D), off-diagonal (T-1, D), information vector (T, D)."""
    periods, dyads = evidence.shape
    mean, step = dynamics.of(evidence.classes)
    phi = dynamics.inertia
    diagonal = np.tile((1.0 + phi * phi) / step, (periods, 1))
    diagonal[0] = diagonal[-1] = 1.0 / step
    if periods == 1:
        diagonal[0] = (1.0 - phi * phi) / step
    off = np.tile(-phi / step, (periods - 1, 1))
    information = diagonal * mean
    information[1:] += off * mean
    information[:-1] += off * mean
    return diagonal, off, information.reshape(periods, dyads)


def add_precision(column: Column, measure: Measure, diagonal: Floats) -> None:
    """What an indicator adds to the precision of the chain, in place."""
    diagonal[column.period, column.dyad] += measure.loading**2 * precision_of(column, measure)


def add_information(column: Column, measure: Measure, information: Floats) -> None:
    """What an indicator adds to the information vector of the chain, in place."""
    pull = measure.loading * precision_of(column, measure) * (column.value - measure.intercept)
    information[column.period, column.dyad] += pull


def chain_of(evidence: Evidence, parameters: Parameters) -> tuple[Floats, Floats, Floats]:
    """The chain with all evidence: diagonal, off-diagonal, information vector."""
    diagonal, off, information = prior(evidence, parameters.dynamics)
    for column in evidence.columns:
        add_precision(column, parameters.measure(column.name), diagonal)
        add_information(column, parameters.measure(column.name), information)
    return diagonal, off, information


def smooth(evidence: Evidence, parameters: Parameters) -> Smoothed:
    """The state of every dyad given all its evidence, with the log likelihood of that evidence."""
    diagonal, off, information = chain_of(evidence, parameters)
    factor = eliminate(diagonal, off)
    mean = solve(factor, information)
    variance, beside = moments(factor)
    likelihood = _log_likelihood(evidence, parameters, factor, information, mean)
    return Smoothed(mean=mean, variance=variance, beside=beside, factor=factor, log_likelihood=likelihood)


def _log_likelihood(evidence: Evidence, parameters: Parameters, factor: Factor, information: Floats, mean: Floats) -> Floats:
    diagonal, off, pull = prior(evidence, parameters.dynamics)
    start, _ = parameters.dynamics.of(evidence.classes)
    total = 0.5 * (eliminate(diagonal, off).log_determinant() - factor.log_determinant())
    total += 0.5 * ((information * mean).sum(axis=0) - pull.sum(axis=0) * start)
    for column in evidence.columns:
        measure = parameters.measure(column.name)
        precision = precision_of(column, measure)
        each = 0.5 * (np.log(precision / (2.0 * np.pi)) - precision * (column.value - measure.intercept) ** 2)
        total += np.bincount(column.dyad, weights=each, minlength=len(total))
    return total
