"""Balance, pivot and independence in made-up worlds whose rule is known, and each part by hand."""

from itertools import combinations, product
from types import SimpleNamespace

import numpy as np
import pytest
from triad_makers import paths_of, world

pytest.importorskip("scipy")

from detente.errors import DetenteError
from detente.relations.balance import signed_graph
from detente.theories.adapters import findings_of_triangles
from detente.theories.findings import ADDS, CONTRARY, side_by_side
from detente.theories.triads import Ties, ties_of_networks, ties_of_paths, triad_claims
from detente.theories.triads import models as of
from detente.theories.triads.history import friendly_chances, histories
from detente.theories.triads.ties import triads_of


def planted_world(rule):
    return world(1, rule, pull=1.2, rate=0.3, states=8, periods=80)


def test_the_worlds_rule_is_found_and_no_other():
    balance, alone = triad_claims(planted_world("balance")), triad_claims(world(2, "alone"))
    assert balance.supported("balance") and not balance.supported("pivot")
    assert balance.b["balance"]["balanced"] > 0 and balance.of("balance").gain > 0
    assert not alone.supported("balance") and not alone.supported("pivot")
    assert abs(alone.b["balance"]["balanced"]) < 0.25 and abs(alone.of("balance").gain) < 0.01
    assert abs(alone.of("types").gain) < 0.02 and set(alone.brier) == {*alone.b, "no change", "types", "independence"}


def test_a_world_that_seeks_the_pivot_refutes_balance():
    found = triad_claims(planted_world("pivot"))
    assert found.supported("pivot") and found.b["pivot"]["take"] > 0
    assert found.b["balance"]["balanced"] < 0 and not found.supported("balance")
    said = {row.theory: row.verdict for row in side_by_side(findings_of_triangles((), found, "made"))}
    assert said["balance"] == CONTRARY and said["pivot"] == ADDS


def test_worlds_without_a_rule_seldom_support_one():
    said = [triad_claims(world(seed, periods=45, states=6)) for seed in range(100, 112)]
    assert sum(found.supported("balance") or found.supported("pivot") for found in said) <= 1


def test_ties_that_change_together_are_not_taken_for_balance():
    found = triad_claims(world(5, "shared", rate=0.02))
    assert found.of("shared shocks").gain > 0.01
    assert not found.supported("balance")


def test_findings_have_the_baselines_and_the_verdict_of_the_world():
    rows = side_by_side(findings_of_triangles((), triad_claims(planted_world("balance")), "made"))
    assert {row.theory: row.verdict for row in rows if row.kind == "theory"}["balance"] == ADDS
    assert [row.theory for row in rows if row.kind == "baseline"] == [
        "independence", "no change (no theory)", "types (no theory)", "shared shocks (no theory)",
    ]  # fmt: skip
    assert rows[0].verdict.startswith("refuted: balance") and all(row.refuted_by for row in rows if row.kind == "theory")


# the parts -------------------------------------------------------------------------------------------


def test_patterns_are_triads_known_twice():
    signs = world(0, states=5, periods=6).signs.copy()
    signs[2, 0, 1] = signs[2, 1, 0] = 0
    found = triads_of(Ties(states=tuple("ABCDE"), labels=tuple("123456"), signs=signs))
    by_hand = []
    for at, three in product(range(5), combinations(range(5), 3)):
        pairs = list(combinations(three, 2))
        if all(signs[when][pair] for when in (at, at + 1) for pair in pairs):
            codes = [sum(4 >> k for k, pair in enumerate(pairs) if signs[when][pair] > 0) for when in (at, at + 1)]
            by_hand.append((at, *three, *codes))
    assert [tuple(row) for row in np.column_stack([found.origin, found.states, found.present, found.later]).tolist()] == by_hand


def test_terms_by_hand():
    table = of.term_table()
    friends, pivot_first, outcast, foes = 0b111, 0b110, 0b100, 0b000
    named = dict(zip(of.TERMS, range(4), strict=True))
    assert [table[0, code, named["balanced"]] for code in (friends, pivot_first, outcast, foes)] == [1, 0, 1, 0]
    assert table[friends, pivot_first, named["take"]] == 1 and table[pivot_first, pivot_first, named["keep"]] == 1
    assert table[0b101, pivot_first, named["take"]] == 1 and table[friends, friends, named["keep"]] == 0
    assert [table[foes, code, named["shared"]] for code in (foes, outcast, pivot_first, friends)] == [0, 0, 1, 3]


def test_every_model_gives_probabilities_and_without_leaning_is_the_product():
    chance = np.random.default_rng(0)
    base = of.product(chance.uniform(0.05, 0.95, (40, 3)))
    now, later = chance.integers(8, size=40), chance.integers(8, size=40)
    for told in (
        base,
        of.leaning(base, now, ("balanced", "shared"), np.array([0.7, -0.2])),
        of.still(now, now, later),
        of.by_type(now, now, later),
    ):
        assert told.sum(axis=1) == pytest.approx(1) and (told > 0).all()
    assert of.leaning(base, now, ("take",), np.zeros(1)) == pytest.approx(base)


def test_leaning_is_the_maximum_that_scipy_finds():
    from scipy.optimize import minimize

    chance = np.random.default_rng(1)
    base = of.product(chance.uniform(0.2, 0.8, (300, 3)))
    now, later = chance.integers(8, size=300), chance.integers(8, size=300)
    f = of.term_table()[now][:, :, [0, 3]]

    def loss(b):
        line = np.log(base) + f @ b
        return of.RIDGE / 2 * b @ b - (line[np.arange(300), later] - np.log(np.exp(line).sum(axis=1))).sum()

    assert of.lean(base, now, later, ("balanced", "shared")) == pytest.approx(minimize(loss, np.zeros(2), tol=1e-9).x, abs=1e-4)


def test_histories_count_runs_changes_and_gaps():
    signs = np.zeros((6, 2, 2), dtype=np.int64)
    signs[:, 0, 1] = signs[:, 1, 0] = [1, 1, -1, 0, -1, 1]
    told = histories(Ties(states=("A", "B"), labels=tuple("123456"), signs=signs))[:, 0, 1]
    assert told[:, 0].tolist() == [0, 0, 1, 0, 1, 0]
    assert np.expm1(told[:, 1]).round(9).tolist() == [1, 2, 1, 0, 1, 1]
    assert np.expm1(told[:, 3]).round(9).tolist() == [0, 0, 1, 1, 1, 2]


def test_nothing_later_than_the_origin_moves_a_forecast():
    whole = world(7, periods=40)
    cut = Ties(states=whole.states, labels=whole.labels[:32], signs=whole.signs[:32])
    for (origin, one), (again, two) in zip(friendly_chances(whole, 25), friendly_chances(cut, 25), strict=False):
        assert origin == again and np.array_equal(one, two)


def test_ties_of_scores_and_of_networks():
    paths = paths_of([[1, -1, 1], [1, -1, -1]])
    ties = ties_of_paths(paths, ("C", "A", "B"))
    assert ties.signs[0].tolist() == [[0, -1, 1], [-1, 0, 1], [1, 1, 0]] and ties.changes == 1
    networks = {"50": signed_graph([("A", "B", 1, 1.0)]), "51": signed_graph([("A", "B", -1, 1.0), ("B", "C", 1, 1.0)])}
    found = ties_of_networks(networks)
    assert found.states == ("A", "B", "C") and found.signs[1].tolist() == [[0, -1, 0], [-1, 0, 1], [0, 1, 0]] and found.changes == 1


def test_too_little_is_refused_with_how_little():
    with pytest.raises(DetenteError, match="changes among 3 states") as told:
        triad_claims(world(1, states=3, periods=20))
    assert told.value.number == 732
    with pytest.raises(DetenteError) as told:
        Ties(states=("A", "B"), labels=("1",), signs=np.array([[[0, 1], [-1, 0]]]))
    assert told.value.number == 731


def test_the_same_ties_give_the_same_claims():
    one, two = (triad_claims(world(8, periods=40, states=6)) for _ in range(2))
    assert SimpleNamespace(**vars(one)) == SimpleNamespace(**vars(two))
