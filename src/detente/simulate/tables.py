"""The tables of counterfactuals and forecasts: ranges of each tie by year, their sensitivity, and how forecasts did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from detente.dates import iso_day
from detente.simulate.forecast import Forecast
from detente.simulate.interventions import Counterfactual, ranges
from detente.simulate.system import Floats

_PLACES = 9
SHARES = ("05", "25", "50", "75", "95")
_F, _S, _I, _B, _L = pl.Float64(), pl.String(), pl.Int64(), pl.Boolean(), pl.List(pl.String())


def _named(what: str) -> list[str]:
    return [f"{what}_{share}" for share in SHARES]


_MADE: dict[str, Any] = {"n_runs": _I, "seed": _I}
_WHOSE: dict[str, Any] = {"intervention": _S, "kind": _S, "on": _S, "until": _S, "size": _F, "dyad": _S}
_RANGES = {name: _F for what in ("baseline", "changed", "effect") for name in _named(what)}
COUNTERFACTUALS: dict[str, Any] = (
    _WHOSE | {"year": _I, "imposed": _B} | _RANGES | {"change": _S, "event_ids": _L, "rows_changed": _L} | _MADE
)
SENSITIVITY: dict[str, Any] = (
    {"intervention": _S, "dyad": _S, "assumption": _S, "setting": _S} | dict.fromkeys(_named("effect"), _F) | _MADE
)
FORECASTS: dict[str, Any] = {"dyad": _S, "year": _I, "ahead": _I} | dict.fromkeys(_named("x"), _F) | {"positive": _F} | _MADE
FORECAST_SCORES: dict[str, Any] = {
    "forecaster": _S,
    "shown": pl.Boolean,
    "ahead_from": _I,
    "ahead_to": _I,
    "cases": _I,
    "origins": _I,
    "crps": _F,
    "log_score": _F,
    "within_50": _F,
    "within_90": _F,
    "gain": _F,
    "p": _F,
}


def counterfactuals_frame(found: Sequence[Counterfactual], *, seed: int) -> pl.DataFrame:
    """A row for each intervention, pair and year from the year before on: ranges over runs of baseline, changed and effect.

    Numbers are null in a year in which the pair does not exist. `event_ids` are the statements taken away, the same on each row of
    an intervention; `imposed` marks pairs that the intervention changes by hand.
    """
    rows = [row for each in found for row in _of_one(each, seed)]
    return pl.DataFrame(rows, schema=COUNTERFACTUALS, orient="row")


def _of_one(found: Counterfactual, seed: int) -> Iterator[dict[str, Any]]:
    asked = found.asked
    named = _whose(found) | {"size": asked.size, "kind": asked.kind, "on": iso_day(asked.on)}
    told: dict[str, Any] = {"change": found.change.told, "event_ids": list(found.change.event_ids), "rows_changed": list(found.change.rows)}
    told |= {"until": iso_day(asked.last_day(found.years[-1])), "n_runs": found.baseline.shape[1], "seed": seed}
    parts = {
        what: ranges(values, axis=1)
        for what, values in (("baseline", found.baseline), ("changed", found.changed), ("effect", found.effect))
    }
    for at, pair in enumerate(found.dyads):
        for when, year in enumerate(found.years):
            numbers = {
                f"{what}_{share}": _one(values[level, when, at]) if found.alive[when, at] else None
                for what, values in parts.items()
                for level, share in enumerate(SHARES)
            }
            yield named | told | numbers | {"dyad": "-".join(pair), "year": year, "imposed": found.imposed[at]}


def _whose(found: Counterfactual) -> dict[str, Any]:
    return {"intervention": found.asked.name}


def sensitivity_frame(found: Sequence[Counterfactual], *, seed: int) -> pl.DataFrame:
    """A row for each intervention, pair and assumption: the ranges of the mean effect over the first ten years, as fitted first."""
    rows = []
    for each in found:
        for assumption in each.sensitivity:
            for at, pair in enumerate(each.dyads):
                effect = {name: _one(values[at]) for name, values in zip(_named("effect"), assumption.effect, strict=True)}
                what = {"dyad": "-".join(pair), "assumption": assumption.which, "setting": assumption.setting}
                rows.append(_whose(each) | what | effect | {"n_runs": each.baseline.shape[1], "seed": seed})
    return pl.DataFrame(rows, schema=SENSITIVITY, orient="row")


def forecasts_frame(found: Forecast, *, seed: int) -> pl.DataFrame:
    """A row for each pair and year, the last year known (`ahead` 0) first: ranges over runs, and the share of runs above 0."""
    told, positive = found.quantiles(), (found.paths > 0).mean(axis=1)
    rows = []
    for at, pair in enumerate(found.dyads):
        for ahead, year in enumerate(found.years):
            numbers = {name: _one(told[level, ahead, at]) for level, name in enumerate(_named("x"))}
            row = {"dyad": "-".join(pair), "year": year, "ahead": ahead, "positive": _one(positive[ahead, at])}
            rows.append(row | numbers | {"n_runs": found.paths.shape[1], "seed": seed})
    return pl.DataFrame(rows, schema=FORECASTS, orient="row")


def forecast_scores_frame(found: Forecast) -> pl.DataFrame:
    """A row for each forecaster and span of years ahead, all years first."""
    rows = [
        {
            "forecaster": each.forecaster,
            "shown": each.forecaster == found.shown,
            "ahead_from": each.ahead[0],
            "ahead_to": each.ahead[1],
            "cases": each.cases,
            "origins": len(found.origins),
            **{name: _one(getattr(each, name)) for name in ("crps", "log_score", "within_50", "within_90", "gain")},
            "p": None if each.p is None else _one(each.p),
        }
        for each in found.scores
    ]
    return pl.DataFrame(rows, schema=FORECAST_SCORES, orient="row")


def _one(value: float | Floats) -> float:
    return round(float(np.asarray(value)), _PLACES) + 0.0
