"""Local and constrained triad dynamics: the stationary share, the rule triad by triad, and balance at the end."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given as drawn_from
from hypothesis import settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.simulate import triads
from detente.simulate.triads import constrained_triads, local_triads, stationary_friends


@pytest.mark.parametrize("p", [0.0, 0.25, 0.4])
def test_the_share_of_friends_settles_where_the_formula_says(p):
    mean, error = local_triads(32, p, sweeps=60, runs=64, seed=7).density(30)
    assert abs(mean - stationary_friends(p)) < 0.01 and error < 0.003


def test_the_formula_by_hand():
    assert stationary_friends(0) == pytest.approx(1 / (1 + 3**0.5))
    assert stationary_friends(1 / 3) == pytest.approx(0.5)
    assert stationary_friends(0.5) == stationary_friends(0.8) == 1


def test_above_one_half_all_become_friends():
    run = local_triads(16, 0.8, sweeps=200, runs=8, seed=1)
    assert run.friends[-1].tolist() == [1.0] * 8 and run.settled == 8


def test_a_balanced_triad_never_changes_and_an_unbalanced_one_becomes_balanced():
    for code, how in product(range(8), range(12)):
        slot = int(triads._CHANGE[code, how])
        odd = code.bit_count() % 2 == 1
        assert (slot < 3) == odd
        if code.bit_count() == 1:
            assert bool(code >> slot & 1) == (how >= 6)  # the foe is made a friend exactly if the draw heals
    taken = [triads._CHANGE[7, how] for how in range(12)]
    assert [taken.count(slot) for slot in range(3)] == [4, 4, 4]
    friends = [triads._CHANGE[1, how] for how in range(6)]
    assert [friends.count(slot) for slot in range(3)] == [0, 3, 3]


def test_triads_are_drawn_alike_and_of_three_different_states():
    nodes, drawn = 6, 60_000
    places = triads._drawn_triads(nodes, (drawn, 1), np.random.default_rng(0))[:, 0]
    tie = {pair: at for at, pair in enumerate(sorted(combinations(range(nodes), 2), key=lambda pair: (pair[1], pair[0])))}
    expected = {frozenset(tie[pair] for pair in combinations(three, 2)) for three in combinations(range(nodes), 3)}
    seen = [frozenset(row) for row in places.tolist()]
    assert set(seen) == expected
    counts = np.array([seen.count(each) for each in expected])
    assert ((counts - drawn / 20) ** 2 / (drawn / 20)).sum() < 43.8  # chi square of 19 degrees, one in a thousand


def test_the_same_seed_gives_the_same_run_and_another_another():
    one, two, other = (local_triads(10, 0.3, sweeps=5, runs=4, seed=seed).friends for seed in (1, 1, 2))
    assert (one == two).all() and (one != other).any()


def test_small_networks_fall_into_balance_and_stay():
    run = local_triads(5, 0.3, sweeps=2000, runs=16, seed=3)
    assert run.settled == 16 and (run.friends[-1] == run.friends[-200]).all()


@settings(max_examples=15, deadline=None)
@drawn_from(st.integers(3, 9), st.integers(0, 10**6))
def test_constrained_runs_count_what_is_left_unbalanced(nodes, seed):
    run = constrained_triads(nodes, sweeps=10, runs=3, seed=seed)
    for signs, left in zip(run.signs, run.unbalanced, strict=True):
        assert (signs == signs.T).all() and (np.diag(signs) == 0).all()
        assert left == sum(signs[a, b] * signs[b, c] * signs[a, c] < 0 for a, b, c in combinations(range(nodes), 3))
    assert run.balanced == (run.unbalanced == 0).sum() and run.balanced + run.jammed <= 3


def test_constrained_dynamics_ends_in_balance_nearly_always():
    run = constrained_triads(12, sweeps=60, runs=64, seed=0)
    assert run.balanced + run.jammed >= 60 and run.balanced > 50


@pytest.mark.parametrize("given", [{"nodes": 2, "p": 0.1}, {"nodes": 5, "p": 1.5}, {"nodes": 5, "p": 0.1, "runs": 0}])
def test_numbers_out_of_range_are_refused(given):
    with pytest.raises(DetenteError, match="D715"):
        local_triads(**given, sweeps=1)


@pytest.mark.parametrize("given", [{"nodes": 2}, {"nodes": 5, "friends": -0.1}, {"nodes": 5, "runs": 0}])
def test_and_of_constrained_dynamics_too(given):
    with pytest.raises(DetenteError, match="D715"):
        constrained_triads(**given, sweeps=1)
