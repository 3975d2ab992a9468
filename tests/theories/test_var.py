"""Vector autoregression against statsmodels, the weekly Israel-Palestine series, and the meaning of each part."""

import os
from pathlib import Path

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.theories.response.stretches import lagged, stretches_of
from detente.theories.response.var import block_test, choose_lags, companion, fit_var

tsa = pytest.importorskip("statsmodels.tsa.api")
data = pytest.mark.data


def made(periods=300, seed=0, width=3):
    chance = np.random.default_rng(seed)
    effect = np.array([[0.5, 0.3, 0], [0, 0.4, 0], [0.2, 0, -0.3]])[:width, :width]
    y = np.zeros((periods, width))
    for t in range(1, periods):
        y[t] = 1 + effect @ y[t - 1] + chance.standard_normal(width)
    return y


@pytest.mark.parametrize("lags", [1, 4])
def test_coefficients_covariance_and_likelihood_are_those_of_statsmodels(lags):
    y = made()
    ours, theirs = fit_var(y, lags), tsa.VAR(y).fit(lags)
    assert ours.lag_matrices == pytest.approx(theirs.coefs, abs=1e-10)
    assert ours.coefficients[-1] == pytest.approx(theirs.intercept, abs=1e-10)
    assert ours.covariance == pytest.approx(theirs.sigma_u, abs=1e-10)
    assert ours.log_likelihood == pytest.approx(theirs.llf)
    assert ours.stable == theirs.is_stable() and ours.roots[0] == pytest.approx(1 / np.abs(theirs.roots).min())


def test_information_criteria_are_those_of_statsmodels():
    y = made()
    ours, theirs = choose_lags(y, 6), tsa.VAR(y).select_order(6).ics
    assert (
        ours.aic == pytest.approx(theirs["aic"]) and ours.bic == pytest.approx(theirs["bic"]) and ours.hq == pytest.approx(theirs["hqic"])
    )
    assert ours.best() == 1 and ours.observations == 294


@pytest.mark.parametrize(("effects", "causes"), [(["y1"], ["y2"]), (["y1"], ["y2", "y3"]), (["y1", "y3"], ["y2"])])
def test_blocks_are_those_of_statsmodels(effects, causes):
    y, places = made(), {"y1": 0, "y2": 1, "y3": 2}
    theirs = tsa.VAR(y).fit(2).test_causality([places[e] for e in effects], [places[c] for c in causes], kind="f")
    ours = block_test(fit_var(y, 2), effects, causes)
    assert (ours.f, ours.p_value) == pytest.approx((theirs.test_statistic, theirs.pvalue))
    assert (ours.df1, ours.df2) == theirs.df


def test_the_f_of_one_equation_is_that_of_leaving_the_block_out():
    fit = fit_var(made(), 2)
    rows = [1, 4]  # y2 one and two periods back
    part = np.delete(fit.x, rows, axis=1)
    left = fit.y[:, 0] - part @ np.linalg.lstsq(part, fit.y[:, 0], rcond=None)[0]
    full = float(fit.residuals[:, 0] @ fit.residuals[:, 0])
    found = block_test(fit, ["y1"], ["y2"], denominator="equation")
    assert found.f == pytest.approx((float(left @ left) - full) / 2 / (full / fit.df)) and found.df2 == fit.df
    assert str(found).startswith(f"F(2, {fit.df}) = ")


def test_the_wild_bootstrap_keeps_its_size_where_the_size_of_shocks_varies():
    plain = wild = 0
    for seed in range(150):
        chance = np.random.default_rng(seed)
        calm = np.exp(np.repeat(chance.standard_normal(30), 5))[:, None]  # crises of five months, the same for both
        found = block_test(fit_var(calm * chance.standard_normal((150, 2)), 2), ["y1"], ["y2"], wild=199, seed=seed)
        plain, wild = plain + (found.p_value < 0.05), wild + (found.p_wild < 0.05)
    assert plain / 150 > 0.12 and wild / 150 <= 0.10


def test_the_wild_bootstrap_finds_what_is_there_and_repeats_itself():
    fit = fit_var(made(), 1)
    found = block_test(fit, ["y1"], ["y2"], wild=199)
    assert found.p_wild == 1 / 200 and found == block_test(fit, ["y1"], ["y2"], wild=199)
    assert block_test(fit, ["y2"], ["y1"], wild=199).p_wild > 0.05


def test_no_row_reaches_across_a_gap():
    y = made(100)
    holed = y.copy()
    holed[40] = np.nan
    x, target = lagged(stretches_of(holed), 2)
    assert len(x) == 38 + 57 and not np.isnan(x).any()
    assert (target[38] == y[43]).all() and (x[38, :3] == y[42]).all() and (x[38, 3:6] == y[41]).all()
    whole, parts = fit_var(holed, 2), fit_var([y[:40], y[41:]], 2)
    assert (whole.coefficients == parts.coefficients).all()


def test_rows_further_ahead():
    y = np.arange(8.0)[:, None]
    x, target = lagged((y,), 2, ahead=3)
    assert x[:, 0].tolist() == [1, 2, 3, 4] and target[:, 0].tolist() == [4, 5, 6, 7]
    assert len(lagged((y,), 1, skip=3)[0]) == 5


def test_zero_is_a_value_and_missing_is_not():
    y = made(60)
    y[:, 1] = np.round(y[:, 1])
    assert len(stretches_of(y)) == 1
    y[30, 1] = np.nan
    assert [len(part) for part in stretches_of(y)] == [30, 29]


def test_the_companion_moves_the_past_on():
    fit = fit_var(made(), 2)
    moved = companion(fit.lag_matrices) @ np.concatenate([fit.stretches[0][-1], fit.stretches[0][-2]])
    assert moved[:3] == pytest.approx(fit.coefficients[:-1].T @ np.concatenate([fit.stretches[0][-1], fit.stretches[0][-2]]))
    assert (moved[3:] == fit.stretches[0][-1]).all()


@pytest.mark.parametrize(
    ("number", "call"),
    [
        (700, lambda: fit_var(np.full((10, 2), np.nan), 1)),
        (701, lambda: fit_var(made(4), 2)),
        (701, lambda: fit_var(made(2), 2)),
        (701, lambda: choose_lags(made(10), 3)),
        (702, lambda: fit_var(made(), 1, names=["a"])),
        (703, lambda: block_test(fit_var(made(), 1), ["y1"], ["nobody"])),
        (704, lambda: fit_var(np.column_stack([made(), np.zeros(300)]), 1)),
        (704, lambda: fit_var(np.column_stack([made(), made()[:, 0]]), 1)),
    ],
)
def test_what_cannot_be_fitted_is_numbered(number, call):
    with pytest.raises(DetenteError) as caught:
        call()
    assert caught.value.number == number


@data
@pytest.mark.skipif("DETENTE_DATA" not in os.environ, reason="DETENTE_DATA is not set")
def test_the_weekly_series_of_israel_and_palestine():
    path = Path(os.environ["DETENTE_DATA"]) / "theory" / "msbvar" / "IsraelPalestineConflict.csv"
    y = np.loadtxt(path, delimiter=",")
    assert y.shape == (1278, 2)
    fit = fit_var(y, 6, names=["i2p", "p2i"])
    assert str(block_test(fit, ["i2p"], ["p2i"])) == "F(6, 2518) = 17.63"
    assert str(block_test(fit, ["p2i"], ["i2p"])) == "F(6, 2518) = 10.91"
    choice = choose_lags(y, 12)
    assert (choice.best("aic"), choice.best("bic")) == (12, 11)
    assert choose_lags(y, 36).best("bic") == 11 and choose_lags(y, 36).best("aic") == 36  # AIC takes as many as it may
