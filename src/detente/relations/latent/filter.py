"""From evidence and parameters to the state of every dyad: its mean, its variance, and what each source gave to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.relations.latent.chain import Factor, Floats, eliminate, moments, solve
from detente.relations.latent.evidence import Column, Evidence
from detente.relations.latent.offsets import Offsets, offsets_of
from detente.relations.latent.parameters import Dynamics, Measure, Parameters, precision_of


@dataclass(frozen=True, kw_only=True)
class Smoothed:
    """The state given all evidence: mean and variance (T, D), covariance of neighbours (T-1, D), the eliminated chain, what stays with
    each dyad in the sources (None where nothing does), and the log likelihood of the evidence of each dyad (D,)."""

    mean: Floats
    variance: Floats
    beside: Floats
    factor: Factor
    offsets: Offsets | None
    log_likelihood: Floats


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


def add_information(column: Column, measure: Measure, information: Floats, offset: Floats | None = None) -> None:
    """What an indicator adds to the information vector of the chain, in place; `offset` (D,) is what of it stays with each dyad."""
    usual = measure.intercept if offset is None else measure.intercept + offset[column.dyad]
    pull = measure.loading * precision_of(column, measure) * (column.value - usual)
    information[column.period, column.dyad] += pull


def chain_of(evidence: Evidence, parameters: Parameters) -> tuple[Floats, Floats, Floats]:
    """The chain with all evidence: diagonal, off-diagonal, information vector.

    Its mean is exactly the state's. What stays with a dyad is put at its expectation, so that its variance is a little less.
    """
    diagonal, off, information = _plain_chain(evidence, parameters)
    factor = eliminate(diagonal, off)
    offsets = offsets_of(evidence, parameters, factor, solve(factor, information))
    if offsets is None:
        return diagonal, off, information
    information = prior(evidence, parameters.dynamics)[2]
    for column in evidence.columns:
        add_information(column, parameters.measure(column.name), information, offsets.of(column.name))
    return diagonal, off, information


def _plain_chain(evidence: Evidence, parameters: Parameters) -> tuple[Floats, Floats, Floats]:
    """The chain as if nothing stayed with a dyad."""
    diagonal, off, information = prior(evidence, parameters.dynamics)
    for column in evidence.columns:
        add_precision(column, parameters.measure(column.name), diagonal)
        add_information(column, parameters.measure(column.name), information)
    return diagonal, off, information


def smooth(evidence: Evidence, parameters: Parameters) -> Smoothed:
    """The state of every dyad given all its evidence, with the log likelihood of that evidence."""
    diagonal, off, information = _plain_chain(evidence, parameters)
    factor = eliminate(diagonal, off)
    mean = solve(factor, information)
    variance, beside = moments(factor)
    offsets = offsets_of(evidence, parameters, factor, mean)
    likelihood = _log_likelihood(evidence, parameters, factor, information, mean)
    if offsets is not None:
        likelihood += 0.5 * (offsets.gain - offsets.log_determinant)
        mean = mean + offsets.shift()
        wider, wider_beside = offsets.widening()
        variance, beside = variance + wider, beside + wider_beside
    return Smoothed(mean=mean, variance=variance, beside=beside, factor=factor, offsets=offsets, log_likelihood=likelihood)


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
