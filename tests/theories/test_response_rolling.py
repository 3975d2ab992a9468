"""Rolling forecasts against one made by hand, and that no forecast knows what came after it."""

import math

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.theories.evaluation import log_score_student
from detente.theories.response import rolling

CHANCE = np.random.default_rng(11)
Y = np.zeros((160, 3))
for _t in range(1, 160):
    Y[_t] = 0.5 * Y[_t - 1] + 0.4 * np.roll(Y[_t - 1], 1) + 1 + CHANCE.standard_normal(3)


def by_hand(past, lags, ahead, series, others):
    """The forecast of the next value but `ahead` - 1 from all that is in `past`, with loops and the grid searched by evidence."""
    sources = [series, *others]

    def row(t):
        return np.append([past[t - lag, at] for lag in range(lags) for at in sources], 1.0)

    targets = range(lags - 1 + ahead, len(past))
    x, y = np.asarray([row(t - ahead) for t in targets]), past[list(targets), series]
    spread = past[list(targets)].std(axis=0)
    best = None
    for own in rolling.OWN:
        for other in rolling.OTHERS if others else rolling.OTHERS[:1]:
            weight = [
                (lag * spread[at] / spread[series] / (own if at == series else other)) ** 2 for lag in range(1, lags + 1) for at in sources
            ]
            h = np.diag([*weight, rolling.CONSTANT**-2])
            v = np.linalg.inv(h + x.T @ x)
            b = v @ x.T @ y
            s = spread[series] ** 2 + y @ y - b @ (h + x.T @ x) @ b
            told = 0.5 * np.linalg.slogdet(h)[1] + 0.5 * np.linalg.slogdet(v)[1] - (2 + len(y)) / 2 * math.log(s)
            if best is None or told > best[0]:
                now = row(len(past) - 1)
                best = (told, now @ b, math.sqrt(s / (2 + len(y)) * (1 + now @ v @ now)), 2 + len(y))
    return best[1:]


@pytest.mark.parametrize(("lags", "ahead", "others"), [(1, 1, []), (2, 1, [1]), (2, 3, [1, 2])])
def test_a_forecast_by_hand(lags, ahead, others):
    rows = rolling.rows_of(Y, lags, ahead=ahead, first=50)
    found = rolling.forecasts(rows, 0, others)
    for at in (0, 7, len(found.centre) - 1):
        # so many rows are known at the first origin; each later one knows one period more
        size = 50 + lags + ahead - 1 + at
        centre, scale, df = by_hand(Y[:size], lags, ahead, 0, others)
        assert found.centre[at] == pytest.approx(centre)
        assert found.happened[at] == Y[size - 1 + ahead, 0]
        assert found.log_score[at] == pytest.approx(log_score_student(found.happened[at], centre, scale, df)[0])


def test_nothing_is_known_of_what_comes_after():
    other = Y.copy()
    other[101:] += 100 * CHANCE.standard_normal(other[101:].shape)
    for ahead in (1, 4):
        one, two = (rolling.forecasts(rolling.rows_of(values, 2, ahead=ahead, first=50), 1, [0, 2]) for values in (Y, other))
        # forecasts made by period 100 are the same, those after are not
        made = 100 - (50 + 2 + ahead - 1) + 2
        assert (one.centre[:made] == two.centre[:made]).all() and (one.centre[made:] != two.centre[made:]).all()


def test_forecasts_over_a_gap_use_what_was_known_before_it():
    holed = Y.copy()
    holed[80:90] = np.nan
    rows = rolling.rows_of(holed, 2, ahead=2, first=40)
    found = rolling.forecasts(rows, 0, [1])
    assert len(found.happened) == 160 - 10 - 2 * 3 - 40 - 1  # rows of both stretches, less those before the first origin and its wait
    assert np.isfinite(found.log_score).all()


def test_baselines_by_hand():
    rows = rolling.rows_of(Y, 1, ahead=1, first=50)
    mean, still = rolling.mean_of_the_past(rows, 2), rolling.no_change(rows, 2)
    assert mean.centre[0] == pytest.approx(Y[1:51, 2].mean())
    known = Y[1:51, 2]
    wide = known.std(ddof=1) * math.sqrt(1 + 1 / 50)
    assert mean.log_score[0] == pytest.approx(log_score_student(Y[51, 2], known.mean(), wide, 49)[0])
    assert still.centre[0] == Y[50, 2]
    sd = math.sqrt(((Y[1:51, 2] - Y[:50, 2]) ** 2).mean())
    assert still.log_score[0] == pytest.approx(-0.5 * math.log(2 * math.pi) - math.log(sd) - 0.5 * ((Y[51, 2] - Y[50, 2]) / sd) ** 2)


def test_a_block_that_matters_forecasts_better_and_one_that_does_not_costs_little():
    chance = np.random.default_rng(2)
    y = np.zeros((300, 2))
    for t in range(1, 300):
        y[t] = y[t - 1] @ np.array([[0.3, 0.0], [0.6, 0.5]]) + chance.standard_normal(2)
    rows = rolling.rows_of(y, 2, first=100)
    gain = [(rolling.forecasts(rows, a, [b]).log_score - rolling.forecasts(rows, a, []).log_score).mean() for a, b in ((0, 1), (1, 0))]
    assert gain[0] > 0.1 and -0.02 < gain[1] < 0.02


def test_a_series_too_short_is_refused():
    with pytest.raises(DetenteError) as caught:
        rolling.rows_of(Y[:30], 1, first=60)
    assert caught.value.number == 701
