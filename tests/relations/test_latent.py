"""The latent relation: the chain against brute-force conditioning, parts that add up, gaps, estimation, coverage, and symmetry."""

from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from detente.errors import DetenteError
from detente.relations.latent import Indicator, default_parameters, fit_relation
from detente.relations.latent.chain import eliminate, moments, solve
from detente.relations.latent.estimate import expect_and_maximise, starting
from detente.relations.latent.evidence import gather
from detente.relations.latent.filter import chain_of, smooth
from detente.relations.latent.parameters import Dynamics, Measure, Parameters
from detente.relations.latent.simulate import simulate

PARAMETERS = Parameters(
    dynamics=Dynamics(inertia=0.9, mean=(0.1, 0.3), step=(0.05, 0.1)),
    measures={
        "news": Measure(intercept=-0.2, spread=0.1, sampling=3.0),
        "votes": Measure(intercept=0.5, loading=0.3, spread=0.2, repeats=2.0, offset=0.15),
    },
)


def indicator(name, rows, **kinds):
    schema = {"ccode1": pl.Int64, "ccode2": pl.Int64, "period": pl.Int64, "value": pl.Float64, "n": pl.Float64}
    return Indicator(name=name, frame=pl.DataFrame(rows, schema=schema, orient="row"), **kinds)


NEWS = [(2, 365, 1, -0.5, 9.0), (2, 365, 2, -0.9, 4.0), (365, 710, 1, 1.0, 2.0), (365, 710, 4, 0.7, 30.0)]
VOTES = [(2, 365, 2, 0.1, None), (2, 365, 5, 0.3, None), (2, 710, 3, 0.6, None)]


def small(**swaps):
    news = swaps.get("news", NEWS)
    return [indicator("news", news, events=True), indicator("votes", swaps.get("votes", VOTES), standing=True)]


def brute_force(evidence, parameters, dyad):
    """Mean, covariance and log density by conditioning one multivariate normal, with no recursion at all."""
    periods, phi = evidence.shape[0], parameters.dynamics.inertia
    mean, step = (float(part[dyad]) for part in parameters.dynamics.of(evidence.classes))
    lag = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    before = step / (1 - phi**2) * phi**lag
    rows, value, level, error, stays = [], [], [], [], []
    for column in evidence.columns:
        m = parameters.measure(column.name)
        for at in np.flatnonzero(column.dyad == dyad):
            rows.append(m.loading * np.eye(periods)[column.period[at]])
            value.append(column.value[at])
            level.append(m.intercept)
            error.append(m.spread * m.repeats + (m.sampling / column.n[at] if column.n is not None else 0.0))
            stays.append((column.name, m.offset))
    alike = np.array([[offset * (name == other) for other, _ in stays] for name, offset in stays])
    load, start = np.array(rows), np.full(periods, mean)
    total = load @ before @ load.T + np.diag(error) + alike
    off = np.array(value) - np.array(level) - load @ start
    gain = before @ load.T @ np.linalg.inv(total)
    density = -0.5 * (len(off) * np.log(2 * np.pi) + np.linalg.slogdet(total)[1] + off @ np.linalg.solve(total, off))
    return start + gain @ off, before - gain @ load @ before, density


def test_the_smoother_is_the_conditional_normal():
    evidence = gather(small(), first=1, last=5)
    state = smooth(evidence, PARAMETERS)
    for dyad in range(3):
        mean, covariance, density = brute_force(evidence, PARAMETERS, dyad)
        assert state.mean[:, dyad] == pytest.approx(mean, abs=1e-12)
        assert state.variance[:, dyad] == pytest.approx(np.diag(covariance), abs=1e-12)
        assert state.beside[:, dyad] == pytest.approx(np.diag(covariance, 1), abs=1e-12)
        assert state.log_likelihood[dyad] == pytest.approx(density, abs=1e-10)


def test_a_chain_of_one_period_is_solved():
    evidence = gather([indicator("news", [(2, 365, 1, 0.5, 4.0)], events=True)], first=1, last=1)
    mean, covariance, density = brute_force(evidence, PARAMETERS, 0)
    state = smooth(evidence, PARAMETERS)
    assert (state.mean[0, 0], state.variance[0, 0]) == (pytest.approx(mean[0]), pytest.approx(covariance[0, 0]))
    assert state.log_likelihood[0] == pytest.approx(density)


def test_draws_have_the_covariance_of_the_state():
    model = fit_relation(small(), first=1, last=5, parameters=PARAMETERS)
    paths = model.draw_paths([(2, 365)], 40_000)[:, 0]
    mean, covariance, _ = brute_force(model.evidence, PARAMETERS, 0)
    assert np.cov(paths.T) == pytest.approx(covariance, abs=0.01)
    assert paths.mean(axis=0) == pytest.approx(mean, abs=0.01)


def test_the_chain_with_all_evidence_has_the_states_mean_and_no_more_than_its_variance():
    evidence = gather(small(), first=1, last=5)
    diagonal, off, information = chain_of(evidence, PARAMETERS)
    factor, state = eliminate(diagonal, off), smooth(evidence, PARAMETERS)
    assert solve(factor, information) == pytest.approx(state.mean, abs=1e-12)
    assert (moments(factor)[0] <= state.variance + 1e-12).all()
    assert (moments(factor)[0] < state.variance - 1e-4).any()


def test_the_parts_of_a_score_add_up_to_it():
    model = fit_relation(small(), first=1, last=5, parameters=PARAMETERS)
    scores = model.scores()
    parts = [name for name in scores.columns if name.startswith("from_")]
    assert sorted(parts) == ["from_news", "from_start", "from_votes"]
    assert scores.select(pl.sum_horizontal(parts)).to_series().to_list() == pytest.approx(scores["x"].to_list(), abs=1e-12)
    unseen = scores.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 710))
    assert unseen["from_news"].to_list() == [0.0] * 5


def test_a_gap_is_filled_with_a_wider_error():
    model = fit_relation(
        [indicator("news", [(2, 365, 1, -1.0, 50.0), (2, 365, 9, -1.0, 50.0)], events=True)], first=1, last=9, parameters=PARAMETERS
    )
    errors = model.of((365, 2))["se"].to_list()
    assert max(errors) == errors[4] > 1.4 * errors[0]
    assert model.of((2, 365))["n_sources"].to_list() == [1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_neither_labels_nor_order_nor_other_dyads_matter():
    one = fit_relation(small(), first=1, last=5, parameters=PARAMETERS)
    turned = [(b, a, *rest) for a, b, *rest in reversed(NEWS)]
    two = fit_relation(small(news=turned)[::-1], first=1, last=5, parameters=PARAMETERS)
    assert one.scores().equals(two.scores(), null_equal=True)
    alone = fit_relation(small(news=NEWS[:2], votes=VOTES[:2]), first=1, last=5, parameters=PARAMETERS)
    assert alone.of((2, 365)).equals(one.of((2, 365)))
    pairs = [(710, 365), (365, 2)]
    assert (one.draw_paths(pairs, 7, seed=3)[:, 0] == one.draw_paths(pairs[:1], 7, seed=3)[:, 0]).all()


def test_em_never_lowers_the_likelihood():
    plain = PARAMETERS.having({"votes": Measure(intercept=0.5, loading=0.3, spread=0.4)})
    evidence = gather(simulate(plain, dyads=60, periods=25, seed=5).indicators, first=0, last=24)
    _, told = expect_and_maximise(evidence, starting(evidence, "news"), fixed=["news"], rounds=25)
    assert len(told) > 5 and all(later >= earlier - 1e-7 for earlier, later in pairwise(told))
    assert told[-1] > told[0]


@pytest.mark.parametrize("stubborn", [0.0, 0.6])
def test_nine_in_ten_intervals_hold_the_truth_on_made_worlds(stubborn):
    """Parameters are estimated anew; with `stubborn`, errors of the votes stay over time, which the model only allows for."""
    world = simulate(PARAMETERS, dyads=400, periods=40, seed=11, stubborn=stubborn)
    model = fit_relation(world.indicators, first=0, last=39)
    zero = model.parameters.measures["news"].intercept
    covered = np.abs(model.state.mean + zero - (world.truth - 0.2)) <= 1.6449 * np.sqrt(model.state.variance)
    assert 0.87 <= covered.mean() <= 0.93


def test_estimation_finds_the_parameters_of_a_made_world():
    world = simulate(PARAMETERS, dyads=800, periods=40, seed=2)
    found = fit_relation(world.indicators, first=0, last=39).parameters
    assert found.dynamics.inertia == pytest.approx(0.9, abs=0.03)
    assert found.measures["votes"].loading == pytest.approx(0.3, abs=0.05)
    assert found.measures["news"].sampling == pytest.approx(3.0, rel=0.1)
    assert found.measures["votes"].offset == pytest.approx(0.15, rel=0.2)
    assert found.measures["votes"].spread * found.measures["votes"].repeats == pytest.approx(0.4, rel=0.1)


def test_what_stays_with_a_dyad_is_not_taken_for_its_relation():
    """Two dyads with the same news; one has always voted together more. Their scores are nearly alike, and the offset takes it up."""
    news = [(2, other, t, 0.5, 9.0) for other in (20, 365) for t in range(1, 6)]
    votes = [(2, other, t, 0.65 + habit, None) for other, habit in ((20, 0.5), (365, 0.0)) for t in range(1, 6)]
    with_habits = fit_relation(small(news=news, votes=votes), first=1, last=5, parameters=PARAMETERS)
    plain = PARAMETERS.having({"votes": Measure(intercept=0.5, loading=0.3, spread=0.2, repeats=2.0)})
    without = fit_relation(small(news=news, votes=votes), first=1, last=5, parameters=plain)
    apart, before = (np.abs(model.state.mean[:, 0] - model.state.mean[:, 1]).max() for model in (with_habits, without))
    assert apart < 0.6 * before
    usual = with_habits.state.offsets.of("votes")
    assert usual[0] - usual[1] > 0.2 and with_habits.state.offsets.of("news") is None


def test_moving_the_zero_moves_every_score_alike():
    one = fit_relation(small(), first=1, last=5, parameters=PARAMETERS)
    two = fit_relation(small(), first=1, last=5, parameters=PARAMETERS.moved(0.4))
    assert (one.scores()["x"] - two.scores()["x"]).to_list() == pytest.approx([0.4] * 15)
    assert one.scores()["se"].to_list() == pytest.approx(two.scores()["se"].to_list())


def test_months_and_quarters_have_their_labels():
    model = fit_relation(
        [indicator("news", [(2, 365, 1972 * 12 + 1, 1.0, 3.0)], events=True)], first=1972, last=1972, unit="month", parameters=PARAMETERS
    )
    assert (len(model.labels), model.labels[1], model.scores()["n_sources"].to_list()[:3]) == (12, "1972-02", [0, 1, 0])


def test_a_study_alone_has_scores_with_the_parameters_that_come_along():
    own = indicator("study", [(365, 710, 1969, -1.2, 12.0), (365, 710, 1989, 1.0, 5.0)], events=True)
    scores = fit_relation([own], first=1950, last=2000, parameters=default_parameters(["study"])).of((365, 710))
    x = dict(zip(scores["year"], scores["x"], strict=True))
    assert x[1969] < -0.3 < 0.3 < x[1989]
    assert scores["x"].is_finite().all() and scores["se"].is_finite().all()


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        (631, lambda: fit_relation([*small(), *small()], first=1, last=5)),
        (632, lambda: fit_relation(small(news=[*NEWS, (365, 2, 1, 0.0, 1.0)]), first=1, last=5)),
        (633, lambda: fit_relation([], first=1, last=5)),
        (633, lambda: fit_relation(small(), first=50, last=55)),
        (634, lambda: fit_relation(small(), first=1, last=5, parameters=Parameters()).scores()),
        (635, lambda: fit_relation(small(), first=1, last=5, unit="week")),
        (636, lambda: fit_relation(small(), first=1, last=5, parameters=PARAMETERS).of((2, 20))),
        (630, lambda: Indicator(name="news", frame=pl.DataFrame({"ccode1": [2]}))),
    ],
)
def test_what_cannot_be_is_a_numbered_error(number, wrong):
    with pytest.raises(DetenteError) as error:
        wrong()
    assert error.value.number == number
