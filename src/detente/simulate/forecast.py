"""What may come: the ties of a system of states ahead, with intervals, scored on past origins before they are shown.

A forecast is scored against what the sources said later (the mean of events of a pair and year, with the error of so many events), not
against the smoothed tie, which has seen the future. At each past origin the coefficients and the ties are those of the evidence until then.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.relations.latent.evidence import Column
from detente.simulate import faults
from detente.simulate.dynamics import Fitted, Rules, fit_dynamics, run_forward, standard_draws
from detente.simulate.interventions import ranges, rules_of
from detente.simulate.system import Floats, System
from detente.theories.evaluation import crps_draws, diebold_mariano, log_score_normal, rolling_origins

HORIZON = 10
FORECASTERS = ("coupled", "routine", "no change", "history")
"""The fitted model; the same without coupling; each tie stays where it is; each tie is somewhere in its own past."""
SHOWN = FORECASTERS[:2]
"""Of these the one that erred less from past origins is shown."""
_ORIGINS = 24
_RUNS, _SWEEPS = 240, 8
_AHEAD, _OUTCOME = 1000, 1001
_FEWEST = 8


@dataclass(frozen=True, kw_only=True)
class Score:
    """How a forecaster did over `cases` later statements of the sources, `ahead` from and to so many years.

    `crps` in points (less is better), `log_score` (more is better), the shares of outcomes within its 50 and 90 per cent intervals. `gain`
    is 1 - crps / crps of no change; `p` that of Diebold and Mariano's test against no change (None where it cannot be had).
    """

    forecaster: str
    ahead: tuple[int, int]
    cases: int
    crps: float
    log_score: float
    within_50: float
    within_90: float
    gain: float
    p: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecast:
    """Ties ahead: `paths` (H + 1, R, P) in `years`, the last year known being the first; `scores` on `origins` past origins.

    `shown` names the forecaster whose paths these are, `names` what moves a tie in it beside routine.
    """

    dyads: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    paths: Floats
    scores: tuple[Score, ...]
    origins: tuple[int, ...]
    names: tuple[str, ...] = ()
    shown: str = SHOWN[0]

    def score(self, forecaster: str) -> Score | None:
        """The score of one forecaster over all years ahead; None where nothing could be scored."""
        return next((each for each in self.scores if each.forecaster == forecaster and each.ahead[0] == 1 and each.ahead[1] > 1), None)

    @property
    def beats_no_change(self) -> bool | None:
        """Whether the forecast that is shown lost less than no change, beyond chance at 10 per cent; None where it was not scored."""
        own = self.score(self.shown)
        return None if own is None else own.gain > 0 and own.p is not None and own.p < 0.1

    def quantiles(self) -> Floats:
        """The ranges of each tie ahead, (5, H + 1, P)."""
        return ranges(self.paths, axis=1)


def extended(system: System, horizon: int) -> System:
    """The system with `horizon` years after its last: pairs that exist go on; covariates as usual, save power, which stays as it is."""
    more = {name: np.zeros((horizon, values.shape[1])) for name, values in system.covariates.items()}
    if "parity" in more:
        more["parity"] += system.covariates["parity"][-1]
    covariates = {name: np.concatenate([values, more[name]]) for name, values in system.covariates.items()}
    alive = np.concatenate([system.alive, np.repeat(system.alive[-1:], horizon, axis=0)])
    years = (*system.years, *(system.years[-1] + ahead for ahead in range(1, horizon + 1)))
    return replace(system, years=years, alive=alive, covariates=covariates)


def ahead(fitted: Fitted, horizon: int, rules: Rules | None = None) -> Floats:
    """The ties of a fit and of `horizon` years after it, (H + 1, R, P), by its own rules or others."""
    system, last = fitted.system, len(fitted.system.years) - 1
    draws = standard_draws(system, _AHEAD, fitted.runs, horizon, fitted.seed) * np.sqrt(system.step)
    further = extended(system, horizon)
    errors = np.ascontiguousarray(draws.transpose(1, 0, 2))
    return run_forward(fitted.paths[last], last, errors, further, rules or rules_of(fitted))


def forecast(fitted: Fitted, *, horizon: int = HORIZON, seed: int = 0, scored: bool = True) -> Forecast:
    """The ties ahead from the last year of a fit, scored on past origins first: with coupling, or without where that erred less.

    Raises `DetenteError` 745 for a horizon below 1, 747 where no origin has a later statement to be judged by.
    """
    if horizon < 1:
        raise faults.fault(faults.OUT_OF_RANGE, "a horizon of 1 year or more")
    cases = list(past_cases(fitted.system, horizon, seed=seed)) if scored else []
    if scored and not cases:
        raise faults.fault(faults.TOO_SHORT, f"{len(fitted.system.years)} years, {horizon} ahead")
    last, scores = fitted.system.years[-1], tuple(_scores(cases, horizon))
    shown = min(SHOWN, key=lambda who: next((each.crps for each in scores if each.forecaster == who), 0.0))
    by = fitted if shown == SHOWN[0] else fit_dynamics(fitted.system, runs=fitted.runs, seed=fitted.seed, names=())
    return Forecast(
        dyads=fitted.system.dyads,
        years=tuple(last + at for at in range(horizon + 1)),
        paths=ahead(by, horizon),
        scores=scores,
        origins=tuple(dict.fromkeys(case.origin for case in cases)),
        names=by.names,
        shown=shown,
    )


# past origins ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One later year of one pair, seen from an origin: what was said, and draws of it by each forecaster (R)."""

    origin: int
    ahead: int
    value: float
    draws: dict[str, Floats]


def judged_by(system: System) -> Column:
    """What later years are told by: of the event sets the one that tells most of these pairs, else the first source."""
    columns = system.evidence.columns
    return max([column for column in columns if column.events] or columns[:1], key=lambda column: len(column.value))


def past_cases(system: System, horizon: int, *, seed: int = 0, runs: int = _RUNS) -> Iterator[Case]:
    """Every later event mean within `horizon` years of each past origin, as each forecaster saw it."""
    periods = len(system.years)
    first = max(periods // 3, _FEWEST)
    every = max(1, math.ceil((periods - first) / _ORIGINS))
    column = judged_by(system)
    measure = system.parameters.measure(column.name)
    sizes = np.ones(len(column.value)) if column.n is None else column.n
    for past, _ in rolling_origins(periods, first=first, step=every):
        known = system.until(len(past))
        if not any(len(each.value) for each in known.evidence.columns):
            continue
        drawn = _drawn(known, horizon, seed, runs)
        noise = standard_draws(system, _OUTCOME, runs, horizon, seed)
        for t, d, value, n in zip(column.period, column.dyad, column.value, sizes, strict=True):
            step = int(t) - len(past) + 1
            if 1 <= step <= horizon and known.alive[-1, d]:
                spread = math.sqrt(measure.offset + measure.spread * measure.repeats + measure.sampling / n)
                shown = {
                    who: measure.intercept + measure.loading * x[step, :, d] + spread * noise[:, step - 1, d] for who, x in drawn.items()
                }
                yield Case(origin=system.years[len(past) - 1], ahead=step, value=float(value), draws=shown)


def _drawn(known: System, horizon: int, seed: int, runs: int) -> dict[str, Floats]:
    """What each forecaster expects after the last year known, (H + 1, R, P) each."""
    fitted = fit_dynamics(known, runs=runs, seed=seed, sweeps=_SWEEPS)
    plain = fit_dynamics(known, runs=runs, seed=seed, names=())
    last = np.repeat(plain.paths[-1:], horizon + 1, axis=0)
    steps = standard_draws(known, _AHEAD, runs, horizon, seed) * np.sqrt(known.step)
    walk = last.copy()
    walk[1:] += np.cumsum(steps.transpose(1, 0, 2), axis=0)
    return dict(zip(FORECASTERS, (ahead(fitted, horizon), ahead(plain, horizon), walk, _history(known, plain, horizon)), strict=True))


def _history(known: System, plain: Fitted, horizon: int) -> Floats:
    """Each tie around the mean of its own past, as widely as it has been spread: normal, the same for every year ahead."""
    mean, variance = known.smoothed()
    alive = np.where(known.alive, 1.0, np.nan)
    centre = np.nanmean(mean * alive, axis=0)
    spread = np.sqrt(np.nanmean((variance + (mean - centre) ** 2) * alive, axis=0))
    return np.repeat((centre + spread * plain.noise[:, -1, :])[None], horizon + 1, axis=0)


def _scores(cases: Sequence[Case], horizon: int) -> Iterator[Score]:
    """Each forecaster over all years ahead, then over near and far ones."""
    bounds = [(1, horizon), *([(1, 1), (2, min(5, horizon)), (6, horizon)] if horizon > 5 else [(1, 1)] if horizon > 1 else [])]
    for low, high in bounds:
        some = [case for case in cases if low <= case.ahead <= high]
        if some:
            values = np.array([case.value for case in some])
            losses = {who: crps_draws(values, np.stack([case.draws[who] for case in some], axis=1), fair=True) for who in FORECASTERS}
            for who in FORECASTERS:
                yield _score(who, (low, high), some, losses)


def _score(who: str, bounds: tuple[int, int], cases: Sequence[Case], losses: dict[str, Floats]) -> Score:
    values = np.array([case.value for case in cases])
    draws = np.stack([case.draws[who] for case in cases], axis=1)
    low, quarter, three, high = np.quantile(draws, (0.05, 0.25, 0.75, 0.95), axis=0)
    base = losses["no change"]
    return Score(
        forecaster=who,
        ahead=bounds,
        cases=len(cases),
        crps=float(losses[who].mean()),
        log_score=float(log_score_normal(values, draws.mean(axis=0), draws.std(axis=0, ddof=1)).mean()),
        within_50=float(((quarter <= values) & (values <= three)).mean()),
        within_90=float(((low <= values) & (values <= high)).mean()),
        gain=float(1 - losses[who].mean() / base.mean()),
        p=None if who == "no change" else _p(cases, losses[who], base, bounds[1]),
    )


def _p(cases: Sequence[Case], own: Floats, base: Floats, reach: int) -> float | None:
    """Diebold and Mariano's p-value over origins in order of time, each by the mean loss of its cases; `reach` years overlap."""
    origins = np.array([case.origin for case in cases])
    years = np.unique(origins)
    mean = [np.array([values[origins == year].mean() for year in years]) for values in (own, base)]
    apart = int(np.diff(years).min()) if len(years) > 1 else 1
    return diebold_mariano(*mean, horizon=max(1, math.ceil(reach / apart))).p_value
