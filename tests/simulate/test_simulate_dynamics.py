"""The coupled dynamics: planted coefficients come back with honest errors, routine is the latent model's, draws are those of the seed."""

from itertools import combinations

import numpy as np
import pytest
from planted_systems import NUMBERS, PHI, STEP, planted, system_from

from detente.errors import DetenteError
from detente.simulate.dynamics import Rules, coupling, errors_of, expected, fit_dynamics, routine_error, run_forward
from detente.simulate.ensembles import Motion, pushes, run_ensemble
from detente.simulate.interventions import rules_of
from detente.simulate.system import system_of
from detente.simulate.terms import TIES, bounded, terms_of, thirds, tie_terms

FOUR = tuple(combinations(("A", "B", "C", "D"), 2))


def test_the_terms_of_ties_are_those_of_their_equations_by_hand():
    # A-B, A-C, B-C at scale 1: g = 1/2, -1/2, -2/3
    balance, threat = tie_terms(np.array([1.0, -1.0, -2.0]), np.ones(3, bool), thirds((("A", "B"), ("A", "C"), ("B", "C"))), 1.0)
    assert balance == pytest.approx([1 / 3, -1 / 3, -1 / 4])
    assert threat == pytest.approx([1 / 3, 0, 0])


def test_of_several_third_states_the_mean_counts_and_one_that_does_not_exist_gives_nothing():
    x = np.array([0.5, 1.0, -3.0, 1.0, 3.0, 0.2])  # AB AC AD BC BD CD
    balance, _ = tie_terms(x, np.ones(6, bool), thirds(FOUR), 1.0)
    assert balance[0] == pytest.approx((0.5 * 0.5 - 0.75 * 0.75) / 2)
    some = np.array([True, True, False, True, True, True])
    assert tie_terms(x, some, thirds(FOUR), 1.0)[0][0] == pytest.approx(0.5 * 0.5 / 2)


def test_a_term_is_bounded_however_large_ties_grow():
    assert np.abs(bounded(np.array([1e9, -1e9, 0.0]), 0.5)).max() <= 1 and bounded(np.zeros(1), 0.5)[0] == 0


@pytest.mark.parametrize(("theta", "states"), [((0.4, 0.0), 4), ((0.0, 0.0), 4)])
def test_planted_coefficients_lie_in_their_intervals_about_as_often_as_they_say(theta, states):
    inside, middle = [], []
    for seed in range(12):
        system, _ = planted(theta, states=states, seed=seed)
        fitted = fit_dynamics(system, runs=160, seed=seed, sweeps=10, names=TIES)
        low, high = np.quantile(fitted.coefficients, [0.05, 0.95], axis=0)
        inside.append((low <= theta) & (np.array(theta) <= high))
        middle.append(fitted.coefficients.mean(axis=0))
    assert np.mean(inside) >= 0.75
    assert np.mean(middle, axis=0)[0] == pytest.approx(theta[0], abs=0.1)


def test_without_terms_the_paths_are_those_of_the_latent_model():
    system, truth = planted(seed=3)
    fitted = fit_dynamics(system, runs=600, names=())
    mean = system.smoothed()[0]
    assert fitted.paths.mean(axis=1) == pytest.approx(mean, abs=0.1)
    low, high = np.quantile(fitted.paths, [0.05, 0.95], axis=1)
    assert 0.8 < ((low <= truth) & (truth <= high)).mean() <= 1
    assert fitted.coefficients.shape == (600, 0)


def test_two_states_have_no_third_party():
    system, _ = planted(states=2)
    assert terms_of(system) == () and fit_dynamics(system, runs=10).names == ()


def test_the_same_seed_gives_the_same_runs_and_another_others():
    system, _ = planted(seed=1)
    one, two, other = (fit_dynamics(system, runs=20, seed=seed, sweeps=3) for seed in (5, 5, 6))
    assert np.array_equal(one.paths, two.paths) and np.array_equal(one.coefficients, two.coefficients)
    assert not np.array_equal(one.paths, other.paths)


def test_the_order_in_which_states_are_named_changes_nothing():
    system, _ = planted(seed=2)
    rows = [
        (*system.numbers[d], system.years[t], float(v), float(n))
        for c in system.evidence.columns
        for t, d, v, n in zip(c.period, c.dyad, c.value, c.n, strict=True)
    ]
    turned = tuple((b, a) for a, b in reversed(system.dyads))
    again = system_from(rows, turned)
    one, two = (fit_dynamics(each, runs=20, sweeps=4) for each in (system, again))
    assert one.coefficients == pytest.approx(two.coefficients, abs=1e-9)
    assert one.paths[:, :, ::-1] == pytest.approx(two.paths, abs=1e-9)


def test_a_run_with_its_own_errors_is_its_own_past():
    system, _ = planted(seed=4)
    fitted = fit_dynamics(system, runs=30, sweeps=3)
    rules = rules_of(fitted)
    errors = errors_of(fitted.paths, 10, system, rules)
    assert run_forward(fitted.paths[10], 10, errors, system, rules) == pytest.approx(fitted.paths[10:], abs=1e-9)
    assert errors == pytest.approx(
        (routine_error(fitted.paths, system) - coupling(fitted.paths, system, fitted.names, fitted.coefficients))[10:]
    )


def test_routine_alone_halves_a_distance_as_inertia_says():
    system, _ = planted()
    rules = Rules(inertia=0.5, names=(), coefficients=np.zeros((1, 0)))
    away = expected(np.full((1, 6), 2.0), 1, system, rules, thirds(system.dyads))
    assert away == pytest.approx(np.full((1, 6), 1.0))


def test_too_few_runs_are_refused():
    with pytest.raises(DetenteError) as refused:
        fit_dynamics(planted()[0], runs=1)
    assert refused.value.number == 745


def test_a_system_of_which_nothing_is_told_is_refused():
    from detente.relations.latent import RelationModel

    system, _ = planted(states=2)
    model = RelationModel(evidence=system.evidence, parameters=system.parameters)
    with pytest.raises(DetenteError) as refused:
        system_of(model, (("USA", "JPN"),), NUMBERS)
    assert refused.value.number == 740


# whole systems ---------------------------------------------------------------------------------------


def test_the_products_of_matrices_are_the_terms_of_the_ties():
    chance = np.random.default_rng(0)
    ties = chance.standard_normal((5, 6))
    x = np.zeros((5, 4, 4))
    for at, (i, j) in enumerate(combinations(range(4), 2)):
        x[:, i, j] = x[:, j, i] = ties[:, at]
    push = pushes(x, Motion(third_party=0.3, joint_threat=0.7, scale=1.0))
    balance, threat = tie_terms(ties, np.ones(6, bool), thirds(FOUR), 1.0)
    for at, (i, j) in enumerate(combinations(range(4), 2)):
        assert push[:, i, j] == pytest.approx(0.3 * balance[:, at] + 0.7 * threat[:, at])


def test_without_coupling_a_system_settles_at_the_spread_of_its_routine():
    found = run_ensemble(np.zeros((5, 5)), Motion(inertia=PHI, step=STEP), periods=80, runs=400)
    off = ~np.eye(5, dtype=bool)
    assert found.sd[-1][off].mean() == pytest.approx(np.sqrt(STEP / (1 - PHI**2)), rel=0.03)
    assert np.array_equal(found.last, found.last.transpose(0, 2, 1))


def test_the_number_of_workers_changes_no_bit():
    motion = Motion(third_party=0.2, joint_threat=0.1)
    one, three = (run_ensemble(np.zeros((6, 6)), motion, periods=5, runs=70, seed=1, workers=workers) for workers in (1, 3))
    assert np.array_equal(one.last, three.last) and np.array_equal(one.mean, three.mean) and np.array_equal(one.sd, three.sd)


@pytest.mark.parametrize("start", [np.zeros((2, 2)), np.zeros((3, 4)), np.triu(np.ones((3, 3))), np.full((3, 3), np.nan)])
def test_a_start_that_is_no_system_is_refused(start):
    with pytest.raises(DetenteError) as refused:
        run_ensemble(start, Motion(), periods=1)
    assert refused.value.number == 745
