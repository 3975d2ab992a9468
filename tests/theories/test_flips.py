"""Changes of sign: what is known of a tie when, the probabilities, and the claim in planted worlds with and without an effect."""

from itertools import combinations

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.relations.balance import signed_graph
from detente.theories.flips import MODELS, REFUTED_BY, cases, sign_changes
from detente.theories.flips.cases import HISTORY, Memory
from detente.theories.flips.gains import forecast, logistic

pytest.importorskip("scipy")


def windows(*networks):
    return {f"{at:02d}": signed_graph(ties) for at, ties in enumerate(networks)}


def planted(seed, pull, *, nodes=12, length=30, rate=0.03):
    """Networks whose ties change sign at a rate, times `pull` for those that close more unbalanced than balanced triads."""
    chance = np.random.default_rng(seed)
    first, second = np.triu_indices(nodes, 1)
    kept = chance.random(len(first)) < 0.7
    first, second = first[kept], second[kept]
    sign = chance.choice([-1, 1], len(first))
    found = {}
    for at in range(length):
        names = [(f"s{a:02d}", f"s{b:02d}") for a, b in zip(first, second, strict=True)]
        found[f"{at:02d}"] = signed_graph([(a, b, int(value)) for (a, b), value in zip(names, sign, strict=True)])
        matrix = np.zeros((nodes, nodes))
        matrix[first, second] = matrix[second, first] = sign
        bad = (matrix @ matrix)[first, second] * sign < 0
        sign = np.where(chance.random(len(sign)) < np.where(bad, pull * rate, rate), -sign, sign)
    return found


def test_what_is_known_of_a_tie_is_of_its_past_and_its_network():
    """a-b changes at the third window; b-c is gone at the second; the triangle a b c is unbalanced at the first."""
    seen = cases(
        windows(
            [("a", "b", 1), ("b", "c", 1), ("a", "c", -1)],
            [("a", "b", 1), ("a", "c", -1)],
            [("a", "b", -1), ("a", "c", -1), ("b", "c", 1)],
        ),
        horizon=1,
    )
    assert (seen.lost, seen.uncertified) == (1, 0)
    assert seen.origin.tolist() == [0, 0, 1, 1] and seen.changed.tolist() == [0, 0, 1, 0]
    assert seen.columns["hostile"].tolist() == [0, 1, 0, 1]
    assert np.allclose(seen.columns["run"], np.log([2, 2, 3, 3]))
    # one third state in common, the triad unbalanced: 1 / (1 + 1); at the second window there is no triad
    assert seen.columns["pressure"].tolist() == [0.5, 0.5, 0, 0]
    assert seen.columns["frustrated"].sum() <= 1 and set(seen.columns) == {name for names in MODELS.values() for name in names}


def test_a_run_begins_anew_after_a_change_and_after_an_absence():
    memory, pair = Memory(), ("a", "b")
    place = {name: at for at, name in enumerate(HISTORY)}
    for sign, run, changes in ((1, 1, 0), (1, 2, 0), (-1, 1, 1), (None, 0, 0), (-1, 1, 1), (-1, 2, 1)):
        memory.see({} if sign is None else {pair: sign})
        if sign is not None:
            known = memory.of(pair)
            assert known[place["run"]] == pytest.approx(np.log1p(run)) and known[place["changes"]] == pytest.approx(np.log1p(changes))
    assert known[place["changed_3_ago"]] == known[place["turned_hostile_3_ago"]] == 1 and known[place["changed_2_ago"]] == 0
    # three changes and chances of either state: one change of four
    assert known[place["states_changes"]] == pytest.approx(np.log((1 + 1 + 1) / (4 + 4 + 50)))


def test_coefficients_are_those_of_statsmodels():
    api = pytest.importorskip("statsmodels.api")
    chance = np.random.default_rng(0)
    x = chance.normal(size=(400, 3))
    y = (chance.random(400) < 1 / (1 + np.exp(-(x @ [1.0, -0.5, 0.0] - 1)))).astype(float)
    peer = api.Logit(y, api.add_constant(x)).fit(disp=0).params
    assert np.allclose(logistic(x, y, ridge=0.0), peer, atol=1e-5)
    assert np.allclose(logistic(x, y, ridge=0.0, begin=np.array([5.0, 5.0, 5.0, 5.0])), peer, atol=1e-5)
    assert np.isfinite(logistic(x, (x[:, 0] > 0).astype(float))).all()  # parted altogether: the ridge holds


def test_no_forecast_knows_what_came_after_its_origin():
    networks = planted(1, 6.0, length=20)
    seen = cases(networks, horizon=2)
    told = forecast(seen, MODELS["balance"], 8)
    later = {window: graph for window, graph in networks.items() if window <= "12"}
    early = cases(later, horizon=2)
    again = forecast(early, MODELS["balance"], 8)
    shared = early.origin <= 10
    assert np.isnan(told[seen.origin < 8]).all() and np.isfinite(told[seen.origin >= 8]).all()
    assert np.allclose(again[shared], told[seen.origin <= 10], equal_nan=True, atol=1e-7)


def test_a_planted_effect_is_found_and_comes_with_its_refutation():
    found = sign_changes(planted(2, 8.0, nodes=16), horizon=1, width=1)
    assert found.rate_frustrated > found.rate_balanced and found.difference.lower > 0
    assert found.verdict("triads") == "supported" and found.coefficients["triads"]["pressure"] > 0
    assert found.gain("triads").log_score.lower > 0 and found.refuted_by == REFUTED_BY
    assert found.forecasts <= found.cases and found.lost == 0


def test_a_world_without_an_effect_seldom_shows_one():
    verdicts = [sign_changes(planted(seed, 1.0, rate=0.06), horizon=1, width=1).verdict("balance") for seed in range(12)]
    assert verdicts.count("supported") <= 1


def test_a_world_that_flees_balance_refutes_it():
    assert sign_changes(planted(4, 0.1, nodes=16, rate=0.1), horizon=1, width=1).verdict("triads") == "refuted"


def test_the_same_networks_give_the_same_numbers_in_any_order():
    networks = planted(5, 4.0, length=16)
    other = dict(reversed(list(networks.items())))
    assert sign_changes(networks, width=1, first=6) == sign_changes(other, width=1, first=6)


@pytest.mark.parametrize(("horizon", "number"), [(0, "D715"), (2, "D716")])
def test_too_little_is_refused(horizon, number):
    with pytest.raises(DetenteError, match=number):
        cases(windows([("a", "b", 1)], [("a", "b", 1)], [("a", "b", 1)]), horizon=horizon)


def test_networks_in_which_nothing_changes_are_refused():
    ties = [(a, b, 1) for a, b in combinations("abcd", 2)]
    with pytest.raises(DetenteError, match="D716"):
        sign_changes(windows(*[ties] * 20))
