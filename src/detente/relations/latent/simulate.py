"""Made-up worlds with a known relation, to test the model on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.relations.latent.chain import Floats
from detente.relations.latent.evidence import Indicator
from detente.relations.latent.parameters import Measure, Parameters


@dataclass(frozen=True, kw_only=True)
class World:
    """The true x, (T, D), of dyads 1-2, 1-3, .. in periods 0 to T - 1, and what the indicators show of it."""

    truth: Floats
    indicators: tuple[Indicator, ...]


def simulate(parameters: Parameters, *, dyads: int, periods: int, seed: int, shown: float = 0.6, stubborn: float = 0.0) -> World:
    """A world of the model itself: each indicator shows a share `shown` of the dyad-periods, event means with 1 to 60 events.

    The first indicator by name with a sampling variance is the event set. With `stubborn` above 0 the world is not that of the model:
    this part of the error variance of the others stays with the dyad for good.
    """
    rng = np.random.default_rng(seed)
    phi, step, mean = parameters.dynamics.inertia, parameters.dynamics.step[1], parameters.dynamics.mean[1]
    truth = np.empty((periods, dyads))
    truth[0] = mean + np.sqrt(step / (1 - phi**2)) * rng.standard_normal(dyads)
    for t in range(1, periods):
        truth[t] = mean + phi * (truth[t - 1] - mean) + np.sqrt(step) * rng.standard_normal(dyads)
    made = [_shown(name, measure, truth, rng, (shown, stubborn)) for name, measure in sorted(parameters.measures.items())]
    return World(truth=truth, indicators=tuple(sorted(made, key=lambda one: not one.events)))


def _shown(name: str, measure: Measure, truth: Floats, rng: np.random.Generator, shares: tuple[float, float]) -> Indicator:
    shown, stubborn = shares
    t, d = np.nonzero(rng.random(truth.shape) < shown)
    events = measure.sampling > 0
    n = np.floor(np.exp(rng.random(len(t)) * np.log(60.0)))
    spread = measure.spread * measure.repeats
    stays = 0.0 if events else stubborn
    error = np.sqrt(spread * (1 - stays) + measure.sampling / n) * rng.standard_normal(len(t))
    habit: Floats = np.asarray(rng.standard_normal((truth.shape[1],)))
    error += np.sqrt(spread * stays + measure.offset) * habit[d]
    data = {
        "ccode1": np.ones(len(t), np.int64),
        "ccode2": d + 2,
        "period": t,
        "value": measure.intercept + measure.loading * truth[t, d] + error,
    }
    frame = pl.DataFrame(data).with_columns(n=pl.Series(n) if events else pl.lit(None, pl.Float64))
    return Indicator(name=name, frame=frame, events=events, standing=not events)
