"""dX/dt = X^2: closed form against scipy and by hand, blow-up, factions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.simulate.squares import squares


def drawn(seed, n=12):
    table = np.random.default_rng(seed).normal(size=(n, n))
    return (table + table.T) / 2


def test_two_states_by_hand():
    """x12 = a: the eigenvalues are a and -a, x12(t) = a / (1 - a^2 t^2)."""
    run = squares([[0, 0.5], [0.5, 0]])
    assert run.blow_up == pytest.approx(2) and run.factions == (0, 0)
    assert run.at(1.0)[0, 1] == pytest.approx(0.5 / 0.75) and run.at(1.0)[0, 0] == pytest.approx(0.25 / 0.75)
    assert squares([[0, -0.5], [-0.5, 0]]).factions == (0, 1)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 0.9))
def test_the_closed_form_is_that_of_small_steps(seed, part):
    run = squares(drawn(seed))
    time = part * run.blow_up
    assert np.allclose(run.at(time), run.stepped(time), rtol=1e-7, atol=1e-7 * np.abs(run.at(time)).max())


def test_the_closed_form_is_that_of_scipy():
    solve = pytest.importorskip("scipy.integrate").solve_ivp
    run = squares(drawn(3, 6))
    end = 0.8 * run.blow_up
    peer = solve(lambda t, x: (x.reshape(6, 6) @ x.reshape(6, 6)).ravel(), (0, end), run.start.ravel(), rtol=1e-10, atol=1e-12)
    assert np.allclose(peer.y[:, -1].reshape(6, 6), run.at(end), rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_just_before_the_end_all_signs_are_those_of_the_factions(seed):
    run = squares(drawn(seed))
    late = run.at(run.blow_up * (1 - 1e-10))
    stands = 1 - 2 * np.array(run.factions)
    clear = np.abs(np.outer(run.vectors[:, 0], run.vectors[:, 0])) > 1e-6
    assert (np.sign(late) == np.outer(stands, stands))[clear].all()
    assert np.allclose(late * 1e-10 / run.values[0], np.outer(run.vectors[:, 0], run.vectors[:, 0]), atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=3, max_size=10))
def test_two_camps_without_exception_are_the_factions(camps):
    stands = 1.0 - 2 * np.array(camps)
    assert squares(np.outer(stands, stands) - np.eye(len(camps))).factions == tuple(camp ^ camps[0] for camp in camps)


def test_where_nothing_blows_up_or_nothing_decides_no_faction_is_named():
    fading = squares(-np.eye(3))
    assert fading.blow_up is None and fading.factions is None and np.allclose(fading.at(1e6), -1e-6 * np.eye(3), rtol=1e-5)
    # two pairs of friends who know nothing of each other: two leading eigenvectors
    assert squares(np.kron(np.eye(2), [[0, 1], [1, 0]])).factions is None
    assert squares([[0, 1, 0], [1, 0, 0], [0, 0, 0.5]]).factions == (0, 0, None)
    assert squares(np.zeros((2, 2))).blow_up is None


@pytest.mark.parametrize("table", [[[0, float("nan")], [float("nan"), 0]], [[0, 1], [2, 0]], [[0, 1]], []])
def test_a_matrix_that_is_not_whole_is_refused_and_not_filled_in(table):
    with pytest.raises(DetenteError, match="D714"):
        squares(table)


def test_no_time_after_the_end():
    run = squares([[0, 0.5], [0.5, 0]])
    for time in (2.0, -0.1):
        with pytest.raises(DetenteError, match="D715"):
            run.at(time)
