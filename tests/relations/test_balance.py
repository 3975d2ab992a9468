"""Balance of signed networks: triads, walks, the exact frustration index and its proof."""

import os
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageFault
from detente.relations.balance import (
    WHOLE,
    Triads,
    balance_row,
    balanced_triads_of,
    camps,
    check,
    frustration,
    named_window,
    read_ties,
    signed_graph,
    signed_graphs,
    triads,
    walk_balance,
)

pytest.importorskip("scipy")


def brute(graph):
    """The least weight against any division, all of them tried."""
    best = float("inf")
    for rest in product((0, 1), repeat=max(len(graph.nodes) - 1, 0)):
        sides = np.array((0, *rest)[: len(graph.nodes)], dtype=np.int64)
        best = min(best, float(graph.weight[graph.frustrated(sides)].sum()))
    return best


@st.composite
def networks(draw, most=9, weights=False):
    size = draw(st.integers(2, most))
    pairs = list(combinations("abcdefghij"[:size], 2))
    signs = draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=len(pairs), max_size=len(pairs)))
    heavy = draw(st.lists(st.integers(1, 400), min_size=len(pairs), max_size=len(pairs))) if weights else [100] * len(pairs)
    return [(a, b, sign, weight / 100) for (a, b), sign, weight in zip(pairs, signs, heavy, strict=True) if sign]


@settings(max_examples=60, deadline=None)
@given(networks())
def test_the_index_is_the_least_of_all_divisions(ties):
    graph = signed_graph(ties)
    found = frustration(graph, seconds=None)
    assert found.certified and found.value == found.lower == found.upper == brute(graph)
    assert check(graph, found) or found.proof == "branch and bound"
    assert len(found.against) == found.value


@settings(max_examples=40, deadline=None)
@given(networks(most=8, weights=True), st.sampled_from([1, 0.5, 3, 1000]))
def test_the_index_of_weighted_ties_is_the_least_and_grows_with_the_scale(ties, scale):
    graph = signed_graph(ties)
    found = frustration(graph, seconds=None)
    assert found.certified and found.value == pytest.approx(brute(graph), abs=1e-9)
    scaled = frustration(signed_graph([(a, b, sign, weight * scale) for a, b, sign, weight in ties]), seconds=None)
    assert scaled.value == pytest.approx(found.value * scale, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(networks(), st.sets(st.sampled_from("abcdefghij")))
def test_switching_a_set_of_states_changes_no_measure_of_balance(ties, switched):
    """Every state of a set turning all its ties round leaves the sign of each cycle as it is."""
    turned = [(a, b, sign * (-1) ** ((a in switched) + (b in switched)), weight) for a, b, sign, weight in ties]
    one, two = signed_graph(ties), signed_graph(turned)
    assert frustration(one, seconds=None).value == frustration(two, seconds=None).value
    assert triads(one).balanced == triads(two).balanced
    assert (walk_balance(one) or 1) == pytest.approx(walk_balance(two) or 1)


@settings(max_examples=40, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_names_in_them_changes_nothing(ties, shuffler):
    again = [(b, a, sign, weight) if shuffler.random() < 0.5 else (a, b, sign, weight) for a, b, sign, weight in ties]
    shuffler.shuffle(again)
    assert frustration(signed_graph(again), seconds=None) == frustration(signed_graph(ties), seconds=None)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_triads_are_counted_as_by_hand(ties):
    graph, sign = signed_graph(ties), {frozenset((a, b)): sign for a, b, sign, _ in ties}
    closed = [
        ([a, b, c], sum(sign[frozenset(pair)] < 0 for pair in ((a, b), (b, c), (a, c))))
        for a, b, c in combinations(graph.nodes, 3)
        if all(frozenset(pair) in sign for pair in ((a, b), (b, c), (a, c)))
    ]
    sorts = [sum(foes == number for _, foes in closed) for number in range(4)]
    assert triads(graph) == Triads(none=sorts[0], one=sorts[1], two=sorts[2], three=sorts[3])
    for node in graph.nodes:
        mine = balanced_triads_of(graph, node)
        assert mine.total == sum(node in three for three, _ in closed)
        assert mine.none + mine.two == sum(node in three and foes % 2 == 0 for three, foes in closed)


def test_three_foes_need_one_tie_against_them_and_the_triangle_proves_it():
    graph = signed_graph([("CHN", "USA", -1), ("CHN", "RUS", -1), ("RUS", "USA", -1)])
    found = frustration(graph)
    assert (found.value, found.balance, found.proof, found.sides) == (1.0, 1 - 2 / 3, "cycles", (0, 0, 1))
    assert found.against == (("CHN", "RUS"),) and [packed.states for packed in found.packing] == [("CHN", "RUS", "USA")]
    assert (triads(graph).three, triads(graph).balanced) == (1, 0)
    # tr exp(A) / tr exp(|A|): the eigenvalues of three foes are 1, 1 and -2, those of three friends -1, -1 and 2
    assert walk_balance(graph) == pytest.approx((2 * np.e + np.exp(-2)) / (np.exp(2) + 2 / np.e))


def test_a_proof_that_is_tampered_with_does_not_hold():
    graph = signed_graph([("a", "b", -1), ("b", "c", -1), ("a", "c", -1), ("c", "d", 1)])
    found = frustration(graph)
    (packed,) = found.packing
    assert check(graph, found)
    wrong = [
        replace(found, sides=(0, 0, 0, 0)),
        replace(found, upper=0.0),
        replace(found, against=()),
        replace(found, packing=()),
        replace(found, certified=False),
        replace(found, packing=(packed, packed)),
        replace(found, packing=(replace(packed, states=("a", "b", "d")),)),
        replace(found, packing=(replace(packed, share=packed.share * 2),)),
    ]
    assert not any(check(graph, each) for each in wrong)
    # of one tie less, the cycle is no longer there
    assert not check(signed_graph([("a", "b", -1), ("b", "c", -1), ("a", "d", -1), ("c", "d", 1)]), found)


def test_a_balanced_network_is_proved_by_its_camps():
    graph = signed_graph([("a", "b", 1), ("b", "c", -1), ("c", "d", 1), ("a", "d", -1)], nodes=["z"])
    found = frustration(graph)
    assert (found.value, found.proof, found.packing, check(graph, found)) == (0.0, "balanced", (), True)
    assert camps(graph, found)["camp"].to_list() == ["A", "A", "B", "B", None]
    nothing = frustration(signed_graph([]))
    assert (nothing.value, nothing.balance) == (0.0, None) and walk_balance(signed_graph([])) is None


def foes(names):
    return signed_graph([(a, b, -1) for a, b in combinations(names, 2)])


def test_a_bound_that_is_not_whole_is_rounded_up_to_a_whole_tie():
    """Five foes: ten triangles, each tie in three of them, so that they share to ten thirds; four ties is what it must be."""
    graph = foes("abcde")
    found = frustration(graph)
    assert (found.value, found.proof, check(graph, found)) == (4.0, "cycles", True)
    assert sum(packed.share for packed in found.packing) == pytest.approx(10 / 3 * WHOLE, abs=20)


def test_where_cycles_do_not_suffice_branch_and_bound_does_and_says_so():
    """Seven foes: 21 ties, 12 of them between camps of three and four; the 35 triangles share to 7 only."""
    graph = foes("abcdefg")
    found = frustration(graph, seconds=None)
    assert (found.value, found.certified, found.proof, check(graph, found)) == (9.0, True, "branch and bound", False)
    bounds = frustration(graph, nodes=0)
    assert (bounds.value, bounds.lower, bounds.upper, bounds.certified, bounds.proof) == (None, 7.0, 9.0, False, "none")


def test_out_of_time_there_are_bounds_and_no_index():
    graph = planted(30, 12, 0.4, seed=3)
    found = frustration(graph, seconds=0)
    assert not found.certified and found.value is None and found.balance is None and found.proof == "none"
    whole = frustration(graph, seconds=60)
    assert found.lower <= whole.lower <= whole.upper <= found.upper and found.gap > 0
    row = balance_row("", graph, found)
    assert row["frustration"] is None and row["lower"] < row["upper"] and not row["checked"]


def planted(size, degree, noise, seed, fine=False):
    """Two camps, and ties of which some have the wrong sign."""
    draw = np.random.default_rng(seed)
    side = draw.integers(0, 2, size)
    ties = []
    for a, b in combinations(range(size), 2):
        if draw.random() < degree / size:
            sign = (1 if side[a] == side[b] else -1) * (-1 if draw.random() < noise else 1)
            ties.append((f"{a:03}", f"{b:03}", sign, 1 - draw.random() if fine else 1))
    return signed_graph(ties)


@pytest.mark.slow
@pytest.mark.parametrize(("degree", "noise"), [(10, 0.1), (20, 0.1), (40, 0.15), (6, 0.5)])
def test_planted_camps_of_two_hundred_are_solved_or_bounded(degree, noise):
    graph = planted(200, degree, noise, seed=1)
    found = frustration(graph, seconds=15)
    assert 0 < found.lower <= found.upper and (check(graph, found) or found.proof in ("branch and bound", "none"))
    assert found.certified or noise == 0.5


def test_weights_of_many_digits_are_certified_to_a_stated_gap():
    graph = planted(40, 8, 0.15, seed=2, fine=True)
    found = frustration(graph, seconds=None)
    assert found.certified and found.gap <= 1e-7 * graph.weight.sum() and check(graph, found)


def test_parts_that_do_not_touch_have_camps_of_their_own():
    graph = signed_graph([("a", "b", -1), ("c", "d", -1), ("d", "e", 1), ("c", "e", -1), ("e", "f", 1), ("e", "g", 1)])
    table = camps(graph, frustration(graph))
    assert table["component"].to_list() == [0, 0, 1, 1, 1, 1, 1]
    assert table["camp"].to_list() == list("ABABBBB")
    assert table["led_by"].to_list() == ["a", "b", "c", "e", "e", "e", "e"]
    assert table.filter(state="e").select("friends", "foes", "against", "undecided").row(0) == (3, 1, 0, False)


def test_who_could_stand_on_either_side_is_said_and_stands_with_the_first():
    graph = signed_graph([("a", "b", 1), ("a", "c", -1), ("b", "c", -1), ("a", "z", 1), ("c", "z", 1)])
    table = camps(graph, frustration(graph))
    assert table["camp"].to_list() == ["A", "A", "B", "A"]
    assert table["undecided"].to_list() == [False, False, False, True]


@pytest.mark.parametrize(
    ("ties", "number"),
    [
        ([("a", "b", 0)], 624),
        ([("a", "b", 1, 0.0)], 624),
        ([("a", "b", 1, float("nan"))], 624),
        ([("a", "b", 1), ("b", "a", -1)], 625),
        ([("a", "b", 1, 2.0), ("a", "b", 1, 3.0)], 625),
        ([("a", "a", 1)], 626),
    ],
)
def test_ties_that_make_no_network_are_refused(ties, number):
    with pytest.raises(UsageFault) as caught:
        signed_graph(ties)
    assert caught.value.number == number


def test_a_file_of_ties_is_read_strictly(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("\ufeffa,b,sign,weight,window\nCHN,RUS,1,2.5,50\nRUS,CHN,1,2.5,50\nCHN,USA,-1,,51\n", encoding="utf-8")
    networks = read_ties(path)
    assert list(networks) == ["50", "51"] and networks["50"].weight.tolist() == [2.5] and networks["51"].weight.tolist() == [1.0]
    frame = pl.read_csv(path, encoding="utf8-lossy")
    assert [graph.nodes for graph in signed_graphs(frame).values()] == [graph.nodes for graph in networks.values()]
    with pytest.raises(UsageFault) as caught:
        named_window(networks, "52")
    assert caught.value.number == 627


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("a,b,tone\nx,y,1\n", 628, "sign, tone"),
        ("a,b,sign,begin\nx,y,1,1\n", 628, "begin"),
        ("a,b,sign\nx,y\n", 628, "row 2"),
        ("a,b,sign\nx,y,1\nx,z,friend\n", 624, "row 3"),
        ("a,b,sign\nx,y,0\n", 624, "row 2"),
        ("a,b,sign\nx,y,1\ny,x,-1\n", 625, "ties.csv"),
        ("", 628, "a, b, sign"),
        (b"a,b,sign\n\xff,y,1\n", 628, "ties.csv"),
    ],
)
def test_a_file_that_is_no_table_of_ties_is_refused_with_its_row(tmp_path, text, number, said):
    path = tmp_path / "ties.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageFault) as caught:
        read_ties(path)
    assert caught.value.number == number and said in str(caught.value)


# on the data that others published -------------------------------------------------------------------

DATA = Path(os.environ.get("DETENTE_DATA", "nowhere"))
with_data = pytest.mark.skipif(not (DATA / "signed").is_dir(), reason="DETENTE_DATA names no folder of data")


@pytest.mark.data
@with_data
def test_the_tribes_of_highland_new_guinea():
    graph = read_ties(DATA / "signed" / "signed_gahuku_gama.csv")[""]
    row = balance_row("", graph, frustration(graph))
    assert (row["frustration"], row["certified"], row["checked"]) == (7.0, True, True)
    assert [round(row[name], 7) for name in ("balance", "triads_balanced", "walk_balance")] == [0.7586207, 0.8676471, 0.3575761]


@pytest.mark.data
@with_data
def test_the_networks_of_states_are_those_of_the_reference():
    networks = read_ties(DATA / "signed" / "cow_signed_edges.csv")
    reference = pl.read_csv(DATA / "theory" / "cow_balance_reference.csv")
    assert reference.height == len(networks) == 51
    for row in reference.iter_rows(named=True):
        graph = networks[row["window"]]
        ours = balance_row(row["window"], graph, frustration(graph))
        assert (ours["states"], ours["ties"], ours["hostile"]) == (row["n"], row["m"], row["m_neg"])
        assert ours["checked"] and ours["frustration"] == row["L"] and ours["triads"] == row["triangles"]
        for mine, theirs in (("balance", "F"), ("triads_balanced", "tri_balanced_frac"), ("walk_balance", "walk_balance")):
            assert ours[mine] == pytest.approx(row[theirs], abs=6e-6), (row["window"], mine)
