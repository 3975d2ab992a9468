"""Logistic regression with clustered errors beside statsmodels and hand numbers; the rule for what is missing; splines."""

import math

import numpy as np
import polars as pl
import pytest

from detente.errors import DetenteError
from detente.theories.designs import design, knots_of, natural_spline
from detente.theories.logit import fit_logit, sandwich

pytest.importorskip("sklearn")
CHANCE = np.random.default_rng(3)


def sample(rows=600, clusters=60):
    x = CHANCE.standard_normal((rows, 3)) * [1, 10, 0.1] + [0, 100, 5]
    groups = CHANCE.integers(clusters, size=rows)
    shock = CHANCE.standard_normal(clusters)[groups]
    y = (CHANCE.random(rows) < 1 / (1 + np.exp(-(-1 + 0.5 * x[:, 0] + 0.05 * (x[:, 1] - 100) + shock)))).astype(float)
    return x, y, groups


def test_coefficients_and_clustered_errors_are_those_of_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    x, y, groups = sample()
    fit = fit_logit(x, y, names=["a", "b", "c"], clusters=groups)
    other = sm.Logit(y, sm.add_constant(x)).fit(disp=0, cov_type="cluster", cov_kwds={"groups": groups}, tol=1e-12)
    assert fit.coefficients == pytest.approx(other.params, rel=1e-4, abs=1e-6)
    assert fit.errors == pytest.approx(other.bse, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(other.llf, rel=1e-8)
    assert fit.probabilities(x) == pytest.approx(other.predict(), rel=1e-4)


def test_errors_without_clusters_are_those_of_white():
    sm = pytest.importorskip("statsmodels.api")
    x, y, _ = sample(300)
    other = sm.Logit(y, sm.add_constant(x)).fit(disp=0, cov_type="cluster", cov_kwds={"groups": np.arange(300)})
    assert fit_logit(x, y, names="abc").errors == pytest.approx(other.bse, rel=1e-4)


def test_a_table_of_two_by_two_by_hand():
    # 10 of 40 without, 30 of 40 with: log odds ratio ln((30/10) / (10/30)) = ln 9
    x = np.repeat([0.0, 1.0], 40)[:, None]
    y = np.concatenate([np.repeat([1.0, 0.0], [10, 30]), np.repeat([1.0, 0.0], [30, 10])])
    fit = fit_logit(x, y, names=["with"])
    value, error, p = fit.of("with")
    assert value == pytest.approx(math.log(9), abs=1e-4)
    # a saturated model: White's error is the classical one, sqrt of the sum of 1 / cell, times the correction G/(G-1) (n-1)/(n-k)
    assert error == pytest.approx(math.sqrt((2 / 10 + 2 / 30) * 80 / 78), abs=1e-4)
    assert 0 < p < 0.001
    assert (fit.rows, fit.events, fit.clusters) == (80, 40, 80)


def test_a_term_that_never_varies_tells_nothing():
    x, y, groups = sample(200)
    x[:, 1] = 7.0
    fit = fit_logit(x, y, names=["a", "still", "c"], clusters=groups)
    assert fit.of("still")[0] == 0
    assert math.isnan(fit.of("still")[1])
    assert fit.table().filter(pl.col.term == "still")["error"].to_list() == [None]
    without = fit_logit(x[:, [0, 2]], y, names=["a", "c"], clusters=groups)
    assert fit.of("a") == pytest.approx(without.of("a"), rel=1e-6)


def test_no_terms_give_the_share():
    _, y, _ = sample(200)
    assert fit_logit(np.zeros((200, 0)), y, names=[]).probabilities(np.zeros((1, 0)))[0] == pytest.approx(y.mean())


def test_the_order_of_rows_is_nothing():
    x, y, groups = sample(300)
    turned = CHANCE.permutation(300)
    one, two = (fit_logit(x[at], y[at], names="abc", clusters=groups[at]) for at in (np.arange(300), turned))
    assert one.coefficients == pytest.approx(two.coefficients, rel=1e-7)
    assert one.errors == pytest.approx(two.errors, rel=1e-7)


@pytest.mark.parametrize(
    ("x", "y", "number"),
    [([[1.0], [math.nan]], [0, 1], 720), ([[1.0], [2.0]], [0, 2], 720), ([[1.0]], [0, 1], 720), ([[1.0], [2.0]], [1, 1], 721)],
)
def test_what_cannot_be_fitted_is_refused(x, y, number):
    with pytest.raises(DetenteError) as refused:
        fit_logit(x, y, names=["a"])
    assert refused.value.number == number


def test_an_unknown_term_is_refused():
    x, y, _ = sample(100)
    with pytest.raises(DetenteError, match="D720"):
        fit_logit(x, y, names="abc").of("d")


def test_false_positives_are_near_nominal_where_rows_come_in_clusters():
    """A term of the whole cluster without effect: 5 per cent are found with clustered errors, many more without."""
    chance = np.random.default_rng(11)
    found, naive = 0, 0
    worlds = 300
    for _ in range(worlds):
        groups = np.repeat(np.arange(60), 10)
        x = chance.standard_normal(60)[groups][:, None]
        shock = 1.5 * chance.standard_normal(60)[groups]
        y = (chance.random(600) < 1 / (1 + np.exp(1 - shock))).astype(float)
        found += fit_logit(x, y, names=["x"], clusters=groups).of("x")[2] < 0.05
        naive += fit_logit(x, y, names=["x"]).of("x")[2] < 0.05
    assert 0.02 <= found / worlds <= 0.09
    assert naive / worlds > 0.15


def test_intervals_cover_a_planted_effect():
    chance = np.random.default_rng(12)
    held = 0
    for _ in range(200):
        groups = np.repeat(np.arange(80), 8)
        x = chance.standard_normal((640, 1))
        y = (chance.random(640) < 1 / (1 + np.exp(1 - 0.7 * x[:, 0]))).astype(float)
        value, error, _ = fit_logit(x, y, names=["x"], clusters=groups).of("x")
        held += abs(value - 0.7) <= 1.645 * error
    assert 0.85 <= held / 200 <= 0.95


def test_the_sandwich_of_single_rows_sums_the_squares_of_scores():
    z = np.column_stack([np.ones(4), [0.0, 1.0, 2.0, 3.0]])
    y, b = np.array([0.0, 1.0, 0.0, 1.0]), np.array([-0.2, 0.1])
    p = 1 / (1 + np.exp(-z @ b))
    bread = np.linalg.inv((z.T * (p * (1 - p))) @ z)
    scores = z * (y - p)[:, None]
    by_hand = 4 / 3 * 3 / 2 * bread @ scores.T @ scores @ bread
    assert sandwich(z, y, b, np.arange(4)) == pytest.approx(by_hand)


# what is missing --------------------------------------------------------------------------------------


def test_what_is_missing_takes_the_training_mean_and_a_mark():
    training = pl.DataFrame({"a": [1.0, None, 3.0], "b": [1, 1, 4], "c": [None, 5.0, 5.0]})
    rule = design(training, ["a", "b", "c"])
    assert rule.names == ("a", "b", "c", "a unknown", "c unknown")
    assert rule.matrix(training).tolist() == [[1, 1, 5, 0, 1], [2, 1, 5, 1, 0], [3, 4, 5, 0, 0]]
    # rows to be forecast are filled from training rows, also where training had no gap
    assert rule.matrix(pl.DataFrame({"a": [None], "b": [None], "c": [0.0]})).tolist() == [[2, 2, 0, 1, 0]]


def test_marks_that_are_alike_are_taken_once():
    training = pl.DataFrame({"a": [1.0, None], "b": [None, 2.0], "c": [3.0, None]})
    assert design(training, ["a", "b", "c"]).marked == ("a", "b")


def test_a_term_that_is_never_known_is_nought():
    training = pl.DataFrame({"a": [None, None]}, schema={"a": pl.Float64})
    assert design(training, ["a"]).matrix(training).tolist() == [[0, 1], [0, 1]]


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(DetenteError, match="D722"):
        design(pl.DataFrame({"a": [1.0]}), ["b"])


def test_a_natural_spline_is_straight_beyond_its_knots_and_smooth_between():
    knots = np.array([2.0, 5.0, 9.0, 20.0])
    for times in (np.arange(-5, 2.01, 0.5), np.arange(20, 40, 0.5)):
        assert np.diff(natural_spline(times, knots), 2, axis=0) == pytest.approx(0, abs=1e-9)
    fine = np.arange(0, 30, 0.001)
    bends = natural_spline(fine, knots)
    assert bends.shape[1] == 3
    assert np.abs(np.diff(bends, 2, axis=0)).max() < 1e-5  # no kink
    assert np.linalg.matrix_rank(bends - bends.mean(axis=0)) == 3


def test_few_different_durations_have_no_bend():
    assert natural_spline(np.array([1.0, 2.0]), knots_of(np.array([1.0, 1.0, 2.0]), 2)).shape == (2, 1)
