"""Forecasts: nothing of the future is used, intervals cover, and whether no change is beaten is told as it is."""

import numpy as np
import pytest
from planted_systems import PHI, STEP, planted

from detente.errors import DetenteError
from detente.simulate.dynamics import fit_dynamics
from detente.simulate.forecast import FORECASTERS, ahead, extended, forecast, past_cases
from detente.simulate.tables import forecast_scores_frame, forecasts_frame


def test_routine_ahead_has_the_mean_and_the_spread_of_its_equation():
    system, _ = planted(states=3, seed=1)
    fitted = fit_dynamics(system, runs=4000, names=())
    paths = ahead(fitted, 6)
    last, mean = fitted.paths[-1], paths.mean(axis=1)
    assert mean[6] == pytest.approx(PHI**6 * last.mean(axis=0), abs=0.05)
    spread = np.sqrt(PHI**12 * last.var(axis=0) + STEP * (1 - PHI**12) / (1 - PHI**2))
    assert paths[6].std(axis=0) == pytest.approx(spread, rel=0.06)


def test_a_past_origin_knows_nothing_of_what_came_after():
    system, _ = planted(states=3, years=40, seed=2)
    (column,) = system.evidence.columns
    known = system.until(20)
    assert known.evidence.last - known.evidence.first + 1 == 20 == len(known.years)
    assert known.evidence.columns[0].period.max() < 20
    first = next(iter(past_cases(system, 3, runs=20)))
    late = column.value.copy()
    late[column.period > 25] += 50.0
    from dataclasses import replace

    other = replace(system, evidence=replace(system.evidence, columns=(replace(column, value=late),)))
    again = next(iter(past_cases(other, 3, runs=20)))
    assert first.origin == again.origin and all(np.array_equal(first.draws[who], again.draws[who]) for who in FORECASTERS)


def test_intervals_of_planted_worlds_cover_about_what_they_say():
    half, most = [], []
    for seed in range(6):
        found = forecast(fit_dynamics(planted((0.3, 0.0), seed=seed, years=50)[0], runs=60, sweeps=4, seed=seed), horizon=4, seed=seed)
        own = found.score("coupled")
        half.append(own.within_50)
        most.append(own.within_90)
    assert 0.42 < np.mean(half) < 0.58 and 0.84 < np.mean(most) < 0.95


def test_scores_stand_for_every_forecaster_and_no_change_gains_nothing_on_itself():
    found = forecast(fit_dynamics(planted(states=3, years=45)[0], runs=60, sweeps=3), horizon=8)
    assert [each.forecaster for each in found.scores if each.ahead == (1, 8)] == list(FORECASTERS)
    base = found.score("no change")
    assert base.gain == 0 and base.p is None and base.cases == found.score("history").cases > 50
    assert {each.ahead for each in found.scores} == {(1, 8), (1, 1), (2, 5), (6, 8)}
    own = found.score(found.shown)
    assert own.crps == min(found.score(who).crps for who in ("coupled", "routine"))
    assert found.beats_no_change == (own.gain > 0 and own.p is not None and own.p < 0.1)


def test_a_world_that_returns_to_its_mean_is_forecast_better_than_by_no_change():
    from dataclasses import replace

    from planted_systems import PARAMETERS

    quick = replace(PARAMETERS, dynamics=replace(PARAMETERS.dynamics, inertia=0.3, step=(0.6, 0.6)))
    chance = np.random.default_rng(0)
    x = np.zeros((60, 3))
    for t in range(1, 60):
        x[t] = 0.3 * x[t - 1] + np.sqrt(0.6) * chance.standard_normal(3)
    system, _ = planted(states=3, years=60, shown=1.0)
    (column,) = system.evidence.columns
    seen = x[column.period, column.dyad] + 0.2 * chance.standard_normal(len(column.period))
    column = replace(column, value=seen, n=np.full(len(seen), 60.0))
    world = replace(system, parameters=quick, evidence=replace(system.evidence, columns=(column,)))
    found = forecast(fit_dynamics(world, runs=60, sweeps=3), horizon=3)
    assert found.beats_no_change and found.score("routine").gain > 0.05


def test_the_years_ahead_follow_the_last_and_power_stays_as_it_is():
    system, _ = planted(states=3, years=30)
    system = system.having(parity=np.tile(np.arange(30.0)[:, None], (1, 3)), leader=np.ones((30, 3)))
    longer = extended(system, 4)
    assert longer.years[-5:] == (1974, 1975, 1976, 1977, 1978) and longer.alive.shape == (34, 3)
    assert (longer.covariates["parity"][30:] == 29).all() and not longer.covariates["leader"][30:].any()


def test_the_same_seed_gives_the_same_tables_in_order():
    one, two = (forecast(fit_dynamics(planted(states=3, years=30)[0], runs=40, sweeps=2), horizon=2) for _ in range(2))
    frame = forecasts_frame(one, seed=0)
    assert frame.equals(forecasts_frame(two, seed=0)) and forecast_scores_frame(one).equals(forecast_scores_frame(two))
    assert frame["ahead"].to_list() == [0, 1, 2] * 3 and frame["positive"].is_between(0, 1).all()
    assert (np.diff(frame.select("x_05", "x_25", "x_50", "x_75", "x_95").to_numpy(), axis=1) >= 0).all()


@pytest.mark.parametrize(("horizon", "years", "number"), [(0, 30, 745), (3, 8, 747)])
def test_what_cannot_be_judged_is_not_shown(horizon, years, number):
    fitted = fit_dynamics(planted(states=3, years=years)[0], runs=10, sweeps=1)
    with pytest.raises(DetenteError) as refused:
        forecast(fitted, horizon=horizon)
    assert refused.value.number == number
