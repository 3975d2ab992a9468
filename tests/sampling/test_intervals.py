"""Intervals against published values and against what simulation says of them."""

import math

import numpy as np
import pytest

from detente.sampling.intervals import Ratio, Stratum, logit_interval, ratio, share_interval, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (Wilson's score interval)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(k, n, low, high):
    assert wilson(k / n, n) == pytest.approx((low, high), abs=6e-5)


def test_wilsons_interval_keeps_within_bounds():
    assert wilson(0.5, 0) == (0.0, 1.0)
    assert wilson(1.0, 10)[1] == 1.0 and wilson(0.0, 10)[0] == 0.0


def test_a_stratified_share_is_that_of_the_textbook():
    """Cochran (1977), ch. 5: p_st = sum of W_h p_h, v(p_st) = sum of W_h^2 p_h q_h / (n_h - 1), without the correction."""
    strata = [Stratum(600, (1,) * 6 + (0,) * 4), Stratum(400, (1,) * 16 + (0,) * 4)]
    found = ratio(strata, float, lambda _: 1.0)
    assert found.value == pytest.approx(0.6 * 0.6 + 0.4 * 0.8)
    assert found.error**2 == pytest.approx(0.6**2 * 0.6 * 0.4 / 9 + 0.4**2 * 0.8 * 0.2 / 19)
    assert found.total == 1000


def test_a_stratum_of_one_row_is_not_without_error():
    assert ratio([Stratum(10, (1,)), Stratum(10, (0,))], float, lambda _: 1.0).error > 0


def test_where_nothing_stands_below_the_line_there_is_no_ratio():
    assert ratio([Stratum(10, (0,))], float, float) is None
    assert ratio([], float, float) is None


def test_rows_of_one_weight_have_wilsons_interval_and_others_that_of_their_effective_number():
    even = Ratio(0.3, 0.05, 100)
    assert share_interval(even, [2.0] * 50) == wilson(0.3, 50)
    assert share_interval(Ratio(0.3, 0.1, 100), [1.0] * 25 + [3.0] * 25) == pytest.approx(wilson(0.3, 0.21 / 0.01))
    assert share_interval(Ratio(0.3, 0.01, 100), [1.0] * 25 + [3.0] * 25) == pytest.approx(wilson(0.3, 100**2 / (25 + 225)))
    assert share_interval(Ratio(1.0, 0.0, 100), [1.0, 3.0]) == pytest.approx(wilson(1.0, 16 / 10))


def test_the_logit_interval_is_the_delta_methods():
    low, high = logit_interval(Ratio(0.8, 0.05, 10))
    assert math.log(high / (1 - high)) - math.log(low / (1 - low)) == pytest.approx(2 * 1.959964 * 0.05 / 0.16, rel=1e-6)
    assert logit_interval(Ratio(1.0, 0.1, 10)) == (1.0, 1.0)


def test_the_interval_of_a_stratified_share_holds_the_truth_about_as_often_as_it_says():
    draws, held, truth = np.random.default_rng(7), 0, (900 * 0.9 + 100 * 0.5) / 1000
    for _ in range(1000):
        strata = [Stratum(900, tuple(draws.random(40) < 0.9)), Stratum(100, tuple(draws.random(40) < 0.5))]
        found = ratio(strata, float, lambda _: 1.0)
        low, high = share_interval(found, [each.weight for each in strata for _ in each.rows])
        held += low <= truth <= high
    assert 0.93 <= held / 1000 <= 0.98
