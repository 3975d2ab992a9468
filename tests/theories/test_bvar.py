"""The Bayesian autoregression against rows of dummy observations, the chain of its own predictions, and numerical integration."""

import math
import os
from pathlib import Path

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.theories.response.bvar import Prior, fit_bvar, own_scales
from detente.theories.response.impulse import impulse
from detente.theories.response.var import fit_var

stats = pytest.importorskip("scipy.stats")
FULL = Prior(lambda0=0.8, lambda1=0.3, lambda3=1.5, lambda4=0.7, mu5=1.2, mu6=0.6)


def made(periods=60, width=2, seed=0):
    chance = np.random.default_rng(seed)
    y = np.zeros((periods, width))
    for t in range(1, periods):
        y[t] = 0.5 * y[t - 1] + 0.2 * y[t - 1][::-1] + 1 + chance.standard_normal(width)
    return y


def by_dummies(y, lags, prior, s):
    """The posterior mean and scale as least squares on rows: written out entry by entry, unlike the module."""
    m = y.shape[1]
    rows_x, rows_y = [], []

    def add(x, target):
        rows_x.append(x)
        rows_y.append(target)

    for lag in range(1, lags + 1):
        for j in range(m):
            x, target = np.zeros(m * lags + 1), np.zeros(m)
            x[(lag - 1) * m + j] = s[j] * lag**prior.lambda3 / (prior.lambda0 * prior.lambda1)
            if lag == 1:
                target[j] = prior.own_lag * x[j]
            add(x, target)
    x = np.zeros(m * lags + 1)
    x[-1] = 1 / (prior.lambda0 * prior.lambda4)
    add(x, np.zeros(m))
    level = y[:lags].mean(axis=0)
    for j in range(m):
        x, target = np.zeros(m * lags + 1), np.zeros(m)
        x[j : m * lags : m] = prior.mu5 * level[j]
        target[j] = prior.mu5 * level[j]
        add(x, target)
    add(np.append(prior.mu6 * np.tile(level, lags), prior.mu6), prior.mu6 * level)
    for t in range(lags, len(y)):
        add(np.append(np.concatenate([y[t - lag] for lag in range(1, lags + 1)]), 1), y[t])
    x, target = np.asarray(rows_x), np.asarray(rows_y)
    b = np.linalg.lstsq(x, target, rcond=None)[0]
    left = target - x @ b
    return b, np.diag(s**2) / prior.lambda0**2 + left.T @ left


@pytest.mark.parametrize("lags", [1, 3])
@pytest.mark.parametrize("width", [1, 3])
def test_the_posterior_is_least_squares_with_dummy_rows(lags, width):
    y, s = made(width=width), np.full(width, 0.9)
    found = fit_bvar(y, lags, prior=FULL, scales=s)
    mean, scale = by_dummies(y, lags, FULL, s)
    assert found.mean == pytest.approx(mean, abs=1e-10)
    assert found.scale == pytest.approx(scale, rel=1e-10)
    assert found.df == width + 1 + len(y) - lags + width + 1


@pytest.mark.parametrize("prior", [Prior(), FULL])
def test_the_marginal_likelihood_is_the_chain_of_one_step_predictions(prior):
    y, lags, s = made(24), 2, [0.9, 1.1]
    chain = 0.0
    for t in range(lags, len(y)):
        if t == lags:
            # nothing seen yet: a fit whose one row weighs nothing is the prior itself
            before = fit_bvar(y[:3], lags, prior=prior, scales=s)
            chain += before.log_marginal
            continue
        before = fit_bvar(y[:t], lags, prior=prior, scales=s)
        centre, scale, df = before.one_step(np.concatenate([y[t - 1], y[t - 2], [1.0]]))
        chain += stats.multivariate_t.logpdf(y[t], centre, scale, df)
    assert fit_bvar(y, lags, prior=prior, scales=s).log_marginal == pytest.approx(chain)


def test_one_series_against_numerical_integration():
    y, s, prior = np.asarray([[0.5], [1.0], [0.2], [0.8], [1.1]]), 0.7, Prior(lambda1=0.4)
    found = fit_bvar(y, 1, prior=prior, scales=[s])
    sd_b, sd_c = prior.lambda0 * prior.lambda1 / s, prior.lambda0 * prior.lambda4
    b, c, v = np.meshgrid(np.linspace(-3, 4, 121), np.linspace(-4, 4, 121), np.exp(np.linspace(-4, 6, 161)), indexing="ij")
    log = stats.norm.logpdf(b, 1, sd_b * np.sqrt(v)) + stats.norm.logpdf(c, 0, sd_c * np.sqrt(v))
    log += stats.invgamma.logpdf(v, 1, scale=(s / prior.lambda0) ** 2 / 2)  # inverse Wishart of one series with 2 degrees of freedom
    for t in range(1, len(y)):
        log += stats.norm.logpdf(y[t, 0], b * y[t - 1, 0] + c, np.sqrt(v))
    weight = np.exp(log) * v  # equal steps of log v
    cell = (7 / 120) * (8 / 120) * (10 / 160)
    assert found.log_marginal == pytest.approx(math.log(weight.sum() * cell), abs=0.02)
    assert found.mean[:, 0] == pytest.approx([(weight * b).sum() / weight.sum(), (weight * c).sum() / weight.sum()], abs=0.01)


def test_a_loose_prior_gives_least_squares_and_a_tight_one_the_prior():
    y = made(200)
    loose = fit_bvar(y, 2, prior=Prior(lambda0=1e5, lambda3=0))
    assert loose.mean == pytest.approx(fit_var(y, 2).coefficients, abs=1e-5)
    tight = fit_bvar(y, 2, prior=Prior(lambda1=1e-6, own_lag=0.0))
    assert tight.mean[:4] == pytest.approx(np.zeros((4, 2)), abs=1e-6)


def test_draws_have_the_moments_of_the_posterior():
    found = fit_bvar(made(80), 1, prior=FULL)
    b, s = found.draws(40_000, seed=1)
    assert s.mean(axis=0) == pytest.approx(found.covariance, rel=0.02, abs=0.01)
    assert b.mean(axis=0) == pytest.approx(found.mean, abs=0.01)
    joint = np.cov(b[:, :, 0].T)
    assert joint == pytest.approx(found.covariance[0, 0] * found.spread, rel=0.1, abs=1e-4)
    assert np.corrcoef(b[:, 0, 0], b[:, 0, 1])[0, 1] == pytest.approx(
        found.covariance[0, 1] / math.sqrt(found.covariance[0, 0] * found.covariance[1, 1]), abs=0.03
    )


def test_one_step_forecasts_are_the_predictive_t():
    y = made(40)
    found = fit_bvar(y, 1)
    drawn = found.forecast(2, n=60_000, seed=2)
    centre, scale, df = found.one_step([*y[-1], 1.0])
    assert drawn[:, 0].mean(axis=0) == pytest.approx(centre, abs=0.02)
    assert np.quantile(drawn[:, 0, 0], 0.9) == pytest.approx(stats.t.ppf(0.9, df, centre[0], math.sqrt(scale[0, 0])), abs=0.03)
    assert drawn.shape == (60_000, 2, 2) and drawn[:, 1].std() > drawn[:, 0].std() * 0.95
    assert (found.forecast(2, n=50, seed=2) == found.forecast(2, n=50, seed=2)).all()


def test_posterior_responses_lie_about_those_of_the_mean():
    y = made(600)
    bands = fit_bvar(y, 2, prior=Prior(lambda0=5.0, own_lag=0.0)).responses(8, n=800)
    plain = impulse(fit_var(y, 2), 8)
    assert bands.point == pytest.approx(plain, abs=0.03)
    assert ((bands.lower <= bands.point + 1e-9) & (bands.point <= bands.upper + 1e-9)).mean() > 0.97
    assert bands.order == ("y1", "y2") and "posterior" in bands.source


def test_outside_series_act_in_their_own_period():
    chance = np.random.default_rng(4)
    z = (chance.random((300, 1)) < 0.3).astype(float)
    y = made(300) + 5 * z
    y[0] = np.nan
    found = fit_bvar(y, 1, outside=z)
    assert found.mean.shape == (4, 2) and found.mean[3] == pytest.approx([5, 5], abs=0.6) and math.isnan(found.log_marginal)
    ahead = found.forecast(1, n=4000, outside=[[1.0]]).mean(axis=0) - found.forecast(1, n=4000, outside=[[0.0]]).mean(axis=0)
    assert ahead[0] == pytest.approx(found.mean[3], abs=0.05)
    with pytest.raises(DetenteError) as caught:
        found.forecast(1)
    assert caught.value.number == 702
    assert math.isfinite(fit_bvar(y, 1, prior=Prior(lambda5=1.0), outside=z).log_marginal)


def test_scales_are_those_of_each_series_alone():
    y = made(100)
    assert own_scales((y,), 2)[1] ** 2 == pytest.approx(fit_var(y[:, [1]], 2).covariance[0, 0])


def test_a_prior_out_of_range_is_refused():
    for wrong in ({"lambda0": 0.0}, {"mu5": -1.0}, {"lambda3": -0.1}):
        with pytest.raises(DetenteError) as caught:
            Prior(**wrong)
        assert caught.value.number == 705


@pytest.mark.data
@pytest.mark.skipif("DETENTE_DATA" not in os.environ, reason="DETENTE_DATA is not set")
def test_the_monthly_series_of_brandt_and_freeman_with_outside_series():
    folder = Path(os.environ["DETENTE_DATA"]) / "theory" / "msbvar"
    y, z = np.loadtxt(folder / "Y.csv", delimiter=","), np.loadtxt(folder / "z2.csv", delimiter=",")
    prior = Prior(lambda0=0.6, lambda1=0.1, lambda3=2, lambda4=0.25, lambda5=0, mu5=0, mu6=0)
    found = fit_bvar(y, 12, prior=prior, outside=z)
    assert np.isfinite(found.mean).all() and np.linalg.eigvalsh(found.scale).min() > 0
