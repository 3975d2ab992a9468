"""Estimating the model in three steps, so that x stays what events measure.

1. Events. Dynamics and measures of the event sets by EM on the dyads that have events.
2. Other sources, each read against what the events show, by regression on a state that has not seen it.
3. Again, `LOOKS` times, against what events and all other sources show together, each left out of the state it is read against.

Maximising the joint likelihood of all sources at once is not done: with some 700,000 dyad-years of treaties and 12,000 of events, the
common factor of the sources becomes the treaty, and the score ceases to predict events (`docs/explain/latent-relation.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from detente.relations.latent.evidence import Column, Evidence, select_dyads, select_rows
from detente.relations.latent.filter import Smoothed, smooth
from detente.relations.latent.maximise import FLOOR, fit_dynamics, fit_line, fit_spread, fit_within
from detente.relations.latent.parameters import Dynamics, Measure, Parameters

LOOKS = 2
ROUNDS = 60
FEWEST_DYADS = 30
"""Event sets on fewer dyads are read against the others, like any source: alone they cannot say how relations move."""

FEWEST_ROWS = 40
"""A source with fewer informed rows gets no loading: it moves nothing."""

FEWEST_PERIODS = 3
"""What is usual for a dyad is not told by fewer."""

INFORMED = 0.8
"""Rows count in a regression where the state's variance is below this part of what it is without evidence."""


def estimate(evidence: Evidence, *, neutral: str = "act") -> tuple[Parameters, tuple[float, ...]]:
    """The parameters for some evidence, and the log likelihood of the events in each round of EM.

    The unit of x is that of the first event set (its loading is 1). `neutral` says where its zero lies: `act`, at which an act of
    average tone is expected; `scale`, where the expected event mean is 0; `dyad`, the mean of politically relevant dyads.
    """
    events = [column for column in evidence.columns if column.events and len(np.unique(column.dyad)) >= FEWEST_DYADS]
    events = events or [column for column in evidence.columns if column.events][:1] or [evidence.columns[0]]
    names, anchor = [column.name for column in events], events[0]
    ground = select_dyads(evidence.only(*names), np.unique(np.concatenate([column.dyad for column in events])))
    parameters, told = expect_and_maximise(ground, starting(ground, anchor.name), fixed=[anchor.name], rounds=ROUNDS)
    rest = [column.name for column in evidence.columns if column.name not in names]
    parameters = parameters.having({column.name: silent(column) for column in evidence.columns if column.name in rest})
    rich = select_dyads(evidence, np.flatnonzero(evidence.classes)) if rest and evidence.classes.any() else ground
    parameters = calibrated(rich, parameters, rest, smooth(rich.only(*names), parameters) if rest else None)
    for _ in range(LOOKS if rest else 0):
        parameters = calibrated(rich, parameters, rest, None)
    return parameters.moved(neutral_point(anchor, parameters, neutral)), tuple(told)


def neutral_point(anchor: Column, parameters: Parameters, neutral: str) -> float:
    """Where zero is put, on the scale on which the anchor's intercept is 0."""
    if neutral == "act":
        return float(np.average(anchor.value, weights=anchor.n))
    return parameters.dynamics.mean[1] if neutral == "dyad" else 0.0


def silent(column: Column) -> Measure:
    """The measure of a source of which nothing is known yet: no loading."""
    return Measure(intercept=float(column.value.mean()), loading=0.0, spread=max(float(column.value.var()), FLOOR))


def calibrated(evidence: Evidence, parameters: Parameters, names: Sequence[str], state: Smoothed | None) -> Parameters:
    """The parameters with the measures of `names` fitted to `state`, or, without it, each to the state that all others give."""
    found = {}
    for column in evidence.columns:
        if column.name in names:
            seen = state if state is not None else smooth(evidence.without(column.name), parameters)
            rows = select_rows(column, informed(column, seen, parameters.dynamics, evidence))
            found[column.name] = calibrate(rows, seen) if len(rows.value) >= FEWEST_ROWS else silent(column)
    return parameters.having(found)


def informed(column: Column, state: Smoothed, dynamics: Dynamics, evidence: Evidence) -> np.ndarray:
    """In which rows the state knows more than the pooled prior."""
    before = dynamics.of(evidence.classes)[1] / (1.0 - dynamics.inertia**2)
    known: np.ndarray = state.variance[column.period, column.dyad] < INFORMED * before[column.dyad]
    return known


def calibrate(column: Column, state: Smoothed, rounds: int = 8) -> Measure:
    """The measure of an indicator that the state has not seen, by weighted regression on it.

    Where it has several periods of at least `FEWEST_DYADS` dyads, and is no event set, it is read within dyads.
    """
    variance = max(float(column.value.var()), FLOOR)
    measure = Measure(intercept=float(column.value.mean()), loading=0.0, spread=variance, sampling=0.0 if column.n is None else variance)
    if not column.events and int((np.bincount(column.dyad) >= FEWEST_PERIODS).sum()) >= FEWEST_DYADS:
        return fit_within(column, measure, state)
    for _ in range(rounds):
        measure = fit_line(column, measure, state, blind=True)
        measure = fit_spread(column, measure, state, blind=True)
    return measure


def starting(evidence: Evidence, anchor: str) -> Parameters:
    """Numbers to begin EM from, taken from the spread of each indicator; the anchor has intercept 0 and loading 1."""
    measures = {}
    for column in evidence.columns:
        variance = max(float(column.value.var()), FLOOR)
        half = variance / 2 if column.n is not None else variance
        measure = Measure(intercept=float(column.value.mean()), loading=float(np.sqrt(variance) / 3), spread=half)
        measure = replace(measure, sampling=half if column.n is not None else 0.0)
        measures[column.name] = replace(measure, intercept=0.0, loading=1.0) if column.name == anchor else measure
    return Parameters(dynamics=Dynamics(), measures=measures)


def expect_and_maximise(
    evidence: Evidence, parameters: Parameters, *, fixed: Sequence[str], rounds: int = ROUNDS, enough: float = 1e-6
) -> tuple[Parameters, list[float]]:
    """EM until a round gains less than `enough` of the log likelihood, or `rounds` are done.

    The lines (intercept and loading) of `fixed` indicators stay, their variances do not. Returns the log likelihood of each round too.
    """
    told: list[float] = []
    for _ in range(rounds):
        state = smooth(evidence, parameters)
        told.append(float(state.log_likelihood.sum()))
        if len(told) > 1 and told[-1] - told[-2] < enough * abs(told[-1]):
            break
        measures = {}
        for column in evidence.columns:
            measure = parameters.measure(column.name)
            measure = measure if column.name in fixed else fit_line(column, measure, state, blind=False)
            measures[column.name] = fit_spread(column, measure, state, blind=False)
        dynamics = fit_dynamics(evidence, parameters.dynamics, state)
        parameters = replace(parameters.having(measures), dynamics=dynamics)
    return parameters, told
