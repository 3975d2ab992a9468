"""Holding out an event data set: how well its yearly means are told by the score, by their own last value, and by each other source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.relations.latent.chain import Floats, eliminate
from detente.relations.latent.estimate import calibrate, estimate
from detente.relations.latent.evidence import Column, Evidence
from detente.relations.latent.filter import chain_of, smooth
from detente.relations.latent.parameters import Parameters

FOLDS = 10
MOST_EVENTS = 50.0
"""A mean of more events weighs no more than one of so many: its error is then not one of counting."""


@dataclass(frozen=True, kw_only=True)
class Rival:
    """How the score does beside a rival on the same dyad-years: root mean squared errors, weighted by events, and how many there are."""

    rival: str
    score: float
    other: float
    rows: int


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """An event set held out: `column` its rows, `evidence` the rest, `parameters` estimated without it."""

    column: Column
    evidence: Evidence
    parameters: Parameters

    @property
    def weight(self) -> Floats:
        """The weight of each row: its events, at most `MOST_EVENTS`."""
        n = self.column.n if self.column.n is not None else np.ones(len(self.column.value))
        result: Floats = np.minimum(n, MOST_EVENTS)
        return result


def hold_out(evidence: Evidence, name: str, *kin: str) -> HeldOut:
    """Leave an event set out, and its `kin` (other sets made of the same reports) with it, and estimate anew."""
    column = next(column for column in evidence.columns if column.name == name)
    rest = evidence.without(name, *kin)
    return HeldOut(column=column, evidence=rest, parameters=estimate(rest)[0])


def predicted(held: HeldOut, by: Floats, rows: np.ndarray) -> Floats:
    """The held-out values told from `by` by one pooled line, of which each tenth of the dyads is told from the other nine."""
    fold = (held.column.dyad * 7919) % FOLDS
    told = np.full(len(by), np.nan)
    for part in range(FOLDS):
        train, test = rows & (fold != part), rows & (fold == part)
        root = np.sqrt(held.weight[train])
        design = np.stack([np.ones(int(train.sum())), by[train]], axis=1)
        line = np.linalg.lstsq(design * root[:, None], held.column.value[train] * root, rcond=None)[0]
        told[test] = line[0] + line[1] * by[test]
    return told


def error(held: HeldOut, told: Floats, rows: np.ndarray) -> float:
    """The weighted root mean squared error over some rows."""
    miss = (held.column.value - told)[rows]
    return float(np.sqrt(np.average(miss**2, weights=held.weight[rows])))


def against_sources(held: HeldOut, fewest: int = 200) -> list[Rival]:
    """The score, without the held-out set, beside each other source: its value of that year, and its own smoothed path alone.

    Both are told through the same pooled line on the same dyad-years: those with a value, or of dyads that the source knows.
    """
    period, dyad = held.column.period, held.column.dyad
    x = smooth(held.evidence, held.parameters).mean[period, dyad]
    found = []
    for column in held.evidence.columns:
        grid = np.full(held.evidence.shape, np.nan)
        grid[column.period, column.dyad] = column.value
        alone = smooth(held.evidence.only(column.name), held.parameters).mean[period, dyad]
        same_year, known = np.isfinite(grid[period, dyad]), np.isin(dyad, column.dyad)
        for what, by, rows in (("value", np.nan_to_num(grid[period, dyad]), same_year), ("smoothed", alone, known)):
            if rows.sum() >= fewest:
                pair = (error(held, predicted(held, one, rows), rows) for one in (x, by))
                found.append(Rival(rival=f"{column.name}, {what}", score=next(pair), other=next(pair), rows=int(rows.sum())))
    return found


def against_last_value(held: HeldOut) -> tuple[Rival, Rival]:
    """The score beside the last value seen of the held-out set for the dyad, in any earlier year.

    First the score without the held-out set at all; then the score that has also seen the set up to the year before.
    """
    column = held.column
    again = np.r_[False, column.dyad[1:] == column.dyad[:-1]]
    last = np.r_[0.0, column.value[:-1]]
    state = smooth(held.evidence, held.parameters)
    measure = calibrate(column, state)
    told = measure.intercept + measure.loading * seen_before(held, held.parameters.having({column.name: measure}))
    wholly = predicted(held, state.mean[column.period, column.dyad], again)
    other, rows = error(held, last, again), int(again.sum())
    return (
        Rival(rival="last value seen (score without the set)", score=error(held, wholly, again), other=other, rows=rows),
        Rival(rival="last value seen (score with the set up to the year before)", score=error(held, told, again), other=other, rows=rows),
    )


def seen_before(held: HeldOut, parameters: Parameters) -> Floats:
    """x at each held-out row, given all other evidence and the held-out set up to the period before: the meeting of two passes."""
    whole = Evidence(
        first=held.evidence.first,
        last=held.evidence.last,
        pairs=held.evidence.pairs,
        columns=(*held.evidence.columns, held.column),
        classes=held.evidence.classes,
    )
    diagonal, off, pull = chain_of(held.evidence, parameters)
    past, past_pull = _forward(*chain_of(whole, parameters))
    future, future_pull = (part[::-1] for part in _forward(diagonal[::-1], off[::-1], pull[::-1]))
    precision, information = future.copy(), future_pull.copy()
    precision[1:] -= off**2 / past[:-1]
    information[1:] -= off / past[:-1] * past_pull[:-1]
    result: Floats = (information / precision)[held.column.period, held.column.dyad]
    return result


def _forward(diagonal: Floats, off: Floats, pull: Floats) -> tuple[Floats, Floats]:
    """Pivots and forward-substituted information of a chain."""
    factor = eliminate(diagonal, off)
    information = pull.copy()
    for t in range(1, len(information)):
        information[t] -= factor.ratio[t - 1] * information[t - 1]
    return factor.pivot, information


def log_score(held: HeldOut, without: Sequence[str] = ()) -> float:
    """The mean log density of a held-out mean, weighted by events, with some other sources left out too: what these add.

    The held-out set is read by a measure fitted to the state that the remaining sources give.
    """
    state = smooth(held.evidence.without(*without), held.parameters)
    measure = calibrate(held.column, state)
    x, variance = (part[held.column.period, held.column.dyad] for part in (state.mean, state.variance))
    n = held.column.n if held.column.n is not None else np.ones(len(x))
    spread = measure.spread + measure.sampling / n + measure.loading**2 * variance
    miss = held.column.value - measure.intercept - measure.loading * x
    return float(np.average(-0.5 * (np.log(2 * np.pi * spread) + miss**2 / spread), weights=held.weight))


__all__ = ["HeldOut", "Rival", "against_last_value", "against_sources", "hold_out", "log_score", "predicted", "seen_before"]
