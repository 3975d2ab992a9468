"""Scores against hand numbers, scipy, scikit-learn and their own definitions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.theories import evaluation as ev

stats = pytest.importorskip("scipy.stats")
CHANCE = np.random.default_rng(7)
Y = (CHANCE.random(400) < 0.2).astype(float)
P = np.clip(0.2 + 0.15 * (Y - 0.2) + 0.1 * CHANCE.standard_normal(400), 0, 1).round(2)  # rounded: ties


def test_log_scores_are_log_densities():
    assert ev.log_score_normal(1.0, 0.0, 2.0)[0] == pytest.approx(stats.norm.logpdf(1, 0, 2))
    assert ev.log_score_student(1.0, 0.5, 2.0, 5)[0] == pytest.approx(stats.t.logpdf(1, 5, 0.5, 2))
    assert ev.log_score_binary([1, 0], [0.25, 0.25]) == pytest.approx([math.log(0.25), math.log(0.75)])


def test_certainty_that_errs_is_punished_but_finite():
    assert ev.log_score_binary([1], [0.0])[0] == pytest.approx(math.log(1e-12))


def test_crps_of_a_normal_by_hand():
    # at its own mean: sd (2 phi(0) - 1/sqrt(pi)) = sd (sqrt(2) - 1) / sqrt(pi)
    assert ev.crps_normal(3.0, 3.0, 2.0)[0] == pytest.approx(2 * (math.sqrt(2) - 1) / math.sqrt(math.pi))


def test_crps_of_a_normal_is_the_integral_of_its_definition():
    grid = np.linspace(-30, 30, 200_001)
    whole = ((stats.norm.cdf(grid, 1, 2) - (grid >= 2.5)) ** 2).sum() * (grid[1] - grid[0])
    assert ev.crps_normal(2.5, 1.0, 2.0)[0] == pytest.approx(whole, abs=1e-3)


def test_crps_of_draws_by_hand():
    # draws 0 and 2, outcome 1: mean |x - y| = 1, mean |x - x'| = 1 of four pairs, 2 of the two different ones
    assert ev.crps_draws([1.0], [[0.0], [2.0]])[0] == pytest.approx(0.5)
    assert ev.crps_draws([1.0], [[0.0], [2.0]], fair=True)[0] == pytest.approx(0.0)


def test_crps_of_one_draw_is_the_absolute_error():
    assert ev.crps_draws([1.0, 5.0], [[4.0, 4.0]]) == pytest.approx([3.0, 1.0])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-50, 50), min_size=2, max_size=12), st.floats(-50, 50))
def test_crps_of_draws_is_its_double_sum(draws, y):
    x = np.asarray(draws)
    slow = np.abs(x - y).mean() - np.abs(x[:, None] - x[None, :]).mean() / 2
    assert ev.crps_draws([y], x[:, None])[0] == pytest.approx(slow, abs=1e-9)


def test_crps_of_many_draws_comes_to_that_of_the_normal():
    drawn = np.random.default_rng(1).normal(1, 2, (40_000, 1))
    assert ev.crps_draws([2.0], drawn)[0] == pytest.approx(ev.crps_normal(2.0, 1.0, 2.0)[0], abs=0.02)


def test_intervals_by_hand():
    assert ev.interval_score([5.0, 12.0, -1.0], 0.0, 10.0, 0.9) == pytest.approx([10, 50, 30])
    assert ev.covered([0.0, 10.0, 11.0, 5.0], 0.0, 10.0) == 0.75
    assert ev.rmse([1.0, 3.0], [1.0, 1.0]) == pytest.approx(math.sqrt(2))


def test_brier_against_scikit_learn_and_by_hand():
    metrics = pytest.importorskip("sklearn.metrics")
    assert ev.brier(Y, P) == pytest.approx(metrics.brier_score_loss(Y, P))
    assert ev.brier_skill([1, 0], [1, 0]) == 1
    assert ev.brier_skill([1, 0, 0, 0], 0.25) == pytest.approx(0)
    assert ev.brier_skill([1, 0], [0.5, 0.5], reference=[1.0, 1.0]) == pytest.approx(0.5)
    assert math.isnan(ev.brier_skill([0, 0], [0.1, 0.1]))


def test_ranking_against_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    assert ev.average_precision(Y, P) == pytest.approx(metrics.average_precision_score(Y, P))
    assert ev.auc(Y, P).value == pytest.approx(metrics.roc_auc_score(Y, P))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=2, max_size=20))
def test_auc_is_the_share_of_pairs_in_order(cases):
    y, p = np.asarray(cases, dtype=float).T
    one, none = p[y == 1], p[y == 0]
    found = ev.auc(y, p).value
    if not one.size or not none.size:
        assert math.isnan(found) and (one.size > 0 or math.isnan(ev.average_precision(y, p)))
    else:
        assert found == pytest.approx(((one[:, None] > none) + 0.5 * (one[:, None] == none)).mean())


def test_delong_by_hand():
    # happened 0.9 and 0.4, not 0.5 and 0.1: placements above 1, 1/2; below 1/2, 1; each of variance 1/8, so se = sqrt(1/8)
    area = ev.auc([1, 1, 0, 0], [0.9, 0.4, 0.5, 0.1])
    assert (area.value, area.se) == pytest.approx((0.75, math.sqrt(1 / 8)))
    assert 0 < area.lower < 0.75 < area.upper < 1


def test_delongs_interval_covers():
    chance, inside = np.random.default_rng(3), 0
    true = stats.norm.cdf(1 / math.sqrt(2))
    for _ in range(400):
        y = (np.arange(200) < 40).astype(float)
        area = ev.auc(y, chance.standard_normal(200) + y, level=0.9)
        inside += area.lower <= true <= area.upper
    assert 0.85 <= inside / 400 <= 0.95


def test_the_gain_of_a_score_over_itself_is_nothing():
    assert ev.auc_gain(Y, P, P).value == 0 and ev.auc_gain(Y, P, P).se == 0
    assert ev.auc_gain(Y, P, np.zeros(400)).value == pytest.approx(ev.auc(Y, P).value - 0.5)


def test_cases_drawn_again_come_near_delong_and_clusters_widen():
    plain = ev.resampled(lambda y, p: ev.auc(y, p).value, Y, P, repeats=300)
    assert plain.se == pytest.approx(ev.auc(Y, P).se, rel=0.2)
    assert plain == ev.resampled(lambda y, p: ev.auc(y, p).value, Y, P, repeats=300)
    twice = ev.resampled(lambda y: float(y.mean()), np.repeat(Y, 4), clusters=np.repeat(np.arange(400), 4), repeats=400)
    once = ev.resampled(lambda y: float(y.mean()), np.repeat(Y, 4), repeats=400)
    assert twice.se == pytest.approx(2 * once.se, rel=0.25)


def test_an_interval_that_cannot_be_had_is_not_shown():
    assert math.isnan(ev.resampled(lambda y: math.nan, [1.0, 2.0], repeats=20).lower)


def test_diebold_mariano_one_step_is_a_t_test():
    a, b = CHANCE.random(50), CHANCE.random(50)
    found = ev.diebold_mariano(a, b)
    # with h = 1 the factor (n - 1) / n turns the variance by n into that by n - 1
    assert (found.statistic, found.p_value) == pytest.approx(tuple(stats.ttest_1samp(a - b, 0)))
    assert found.mean == pytest.approx((a - b).mean()) and found.n == 50


def test_diebold_mariano_two_steps_by_hand():
    # d = 1, 2, 4, 1: mean 2, deviations -1, 0, 2, -1; c0 = 6/4, c1 = -2/4; variance 1/2; factor (4 + 1 - 4 + 2/4) / 4 = 3/8
    found = ev.diebold_mariano([1, 2, 4, 1], 0.0, horizon=2)
    assert found.statistic == pytest.approx(2 / math.sqrt(0.5 / 4) * math.sqrt(3 / 8))
    assert found.p_value == pytest.approx(2 * stats.t.sf(found.statistic, 3))


def test_diebold_mariano_falls_back_where_the_variance_is_not_above_0():
    # d alternates: c0 = 1, c1 = -5/6; c0 + 2 c1 < 0; triangular c0 + c1 = 1/6
    found = ev.diebold_mariano([3, 1, 3, 1, 3, 1], 0.0, horizon=2)
    assert found.statistic == pytest.approx(2 / math.sqrt(1 / 6 / 6) * math.sqrt((6 + 1 - 4 + 2 / 6) / 6))


@pytest.mark.parametrize(
    ("loss", "base", "why"), [([1, 1, 1], [1, 1, 1], "same"), ([1, 1, 1], [2, 2, 2], "never"), ([1, 2], [0, 0], "few")]
)
def test_a_difference_that_cannot_be_tested_says_why(loss, base, why):
    found = ev.diebold_mariano(loss, base)
    assert found.p_value is None and why in found.undefined


def test_diebold_mariano_keeps_its_size_when_forecasts_overlap():
    chance, false = np.random.default_rng(5), 0
    for _ in range(500):
        e = chance.standard_normal(102)
        false += ev.diebold_mariano(e[2:] + e[1:-1] + e[:-2], 0.0, horizon=3).p_value < 0.1
    assert 0.06 <= false / 500 <= 0.15


def test_holm_by_hand():
    assert ev.holm([0.01, 0.04, None, 0.03]) == [pytest.approx(0.03), pytest.approx(0.06), None, pytest.approx(0.06)]
    assert ev.holm([0.9, 0.8]) == [1.0, 1.0] and ev.holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_never_lowers_and_keeps_the_order(ps):
    adjusted = ev.holm(ps)
    assert all(p <= q <= 1 for p, q in zip(ps, adjusted, strict=True))
    order = np.argsort(ps, kind="stable")
    assert np.all(np.diff(np.asarray(adjusted)[order]) >= 0) if ps else not adjusted


def test_origins_roll():
    assert [(past.stop, at) for past, at in ev.rolling_origins(6, first=3, horizon=2)] == [(3, 4), (4, 5)]
    assert [(past.stop, at) for past, at in ev.rolling_origins(6, first=3, step=2)] == [(3, 3), (5, 5)]
    assert not list(ev.rolling_origins(3, first=3))


@pytest.mark.parametrize("score", [ev.brier, ev.log_score_binary, ev.rmse])
def test_what_is_missing_is_refused_and_not_scored(score):
    with pytest.raises(DetenteError) as caught:
        score([1.0, math.nan], [0.5, 0.5])
    assert caught.value.number == 709


def test_probabilities_are_shares_of_one_and_columns_as_long():
    for y, p in (([1.0], [1.2]), ([2.0], [0.5]), ([1.0, 0.0], [0.1, 0.2, 0.3])):
        with pytest.raises(DetenteError):
            ev.brier(y, p)
    with pytest.raises(DetenteError):
        ev.crps_draws([1.0, 2.0], [[1.0]])


def test_p_values_in_words():
    assert [ev.p_text(p) for p in (0.0004, 0.0213, None)] == ["<0.001", "0.021", "–"]
