"""The landscape theory: energies by hand and by loop, all local minima, basins, the solver, and the published energies of 2016."""

import os
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.theories.landscape import division_energies, landscape, lowest, minima, read_landscape, valleys
from detente.theories.landscape.valleys import number_of_sides, sides_of_number

ACTORS = "id,actor,strength\r1,Red,2\r2,Blue,1\r3,Green,3"
SQUARE = ",R,B,G\rR,,5,1\rB,5,,2\rG,1,2,"


@st.composite
def worlds(draw, most=7):
    n = draw(st.integers(2, most))
    sizes = draw(st.lists(st.sampled_from([0.25, 1, 2, 3.5, 7]), min_size=n, max_size=n))
    table = np.zeros((n, n))
    table[np.triu_indices(n, 1)] = draw(st.lists(st.integers(-2, 2), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2))
    return landscape("abcdefg"[:n], sizes, table + table.T)


def energy_by_loop(world, sides):
    return sum(
        world.sizes[i] * world.sizes[j] * world.propensity[i, j] * (sides[i] != sides[j])
        for i, j in product(range(len(sides)), repeat=2)
        if i != j
    )


def changed(sides, actor):
    return tuple(side ^ (place == actor) for place, side in enumerate(sides))


def test_three_actors_by_hand():
    """Pulls: a-b 2 x 1 x 2 = 4, a-c 2 x 3 x -2 = -12, b-c 1 x 3 x -1 = -3; each counts twice."""
    world = landscape(["a", "b", "c"], [2, 1, 3], [[0, 2, -2], [2, 0, -1], [-2, -1, 0]])
    assert division_energies(world).tolist() == [0, 2 * (4 - 3), 2 * (-12 - 3), 2 * (4 - 12)]
    assert world.energy((1, 1, 0)) == world.energy((0, 0, 1)) == -30
    assert world.frustration((0, 0, 1)).tolist() == [-6, -3, -5] and world.sizes @ world.frustration((0, 0, 1)) == -30
    found = minima(world)
    assert (found.found, found.tried, found.proof) == (1, 4, "all divisions")
    assert found.least.camps == (("a", "b"), ("c",)) and found.least.basin == 4 and found.least.strict
    assert found.table().row(0) == (-30.0, True, 4, 1.0, "a, b", "c")


def test_of_equal_changes_the_actor_named_first_moves():
    """Two foes: either may leave, both lead to the same division. Three alike foes: the first leaves."""
    world = landscape(["a", "b", "c"], [1, 1, 1], -np.ones((3, 3)))
    seen = valleys(world)
    assert seen.units.tolist() == [0, -4, -4, -4]
    assert sides_of_number(int(seen.ends[0]), 3) == (0, 1, 1) and sorted(seen.basins.tolist()) == [1, 1, 2]
    # from each of the three a change of one actor leads to another of the three: level, no valley of its own
    assert not seen.strict.any()


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_all_energies_minima_and_basins_are_those_of_a_plain_loop(world):
    n = len(world.actors)
    energies = division_energies(world)
    sides = [sides_of_number(number, n) for number in range(2 ** (n - 1))]
    assert [number_of_sides(each) for each in sides] == list(range(len(sides)))
    assert np.allclose(energies, [energy_by_loop(world, each) for each in sides])
    ends = []
    for begun in sides:
        each = begun
        while True:
            ways = [(round(energy_by_loop(world, changed(each, actor)), 6), actor) for actor in range(n)]
            if min(ways)[0] >= round(energy_by_loop(world, each), 6):
                break
            each = changed(each, min(ways)[1])
        ends.append(number_of_sides(each))
    seen = valleys(world)
    assert seen.ends.tolist() == ends
    assert sorted(seen.lowest.tolist()) == sorted(set(ends)) and seen.basins.sum() == len(sides)
    assert all(seen.basins[at] == ends.count(number) for at, number in enumerate(seen.lowest.tolist()))


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_the_exact_solver_finds_the_same_least_energy_with_its_proof(world):
    pytest.importorskip("scipy")
    every = minima(world)
    solved = lowest._solved(world, lowest.frustration(world.graph, seconds=None), 16, 0)
    assert solved.certified and not solved.complete
    assert solved.minima[0].energy == solved.lower == pytest.approx(every.minima[0].energy)
    assert {each.sides for each in solved.minima} <= {sides_of_number(int(at), len(world.actors)) for at in valleys(world).lowest}
    listed = {each.sides: each.strict for each in every.minima}
    assert all(listed[each.sides] == each.strict for each in solved.minima)


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_names_of_camps_and_order_of_actors_change_no_energy(world, shuffler):
    n = len(world.actors)
    order = list(range(n))
    shuffler.shuffle(order)
    other = landscape([world.actors[at] for at in order], world.sizes[order], world.propensity[np.ix_(order, order)])
    sides = tuple(shuffler.randint(0, 1) for _ in range(n))
    assert other.energy([sides[at] for at in order]) == pytest.approx(world.energy(sides))
    assert world.energy([1 - side for side in sides]) == world.energy(sides)
    assert float(world.sizes @ world.frustration(sides)) == pytest.approx(world.energy(sides))


def test_beyond_enumeration_the_least_is_certified_and_minima_need_not_be_all():
    pytest.importorskip("scipy")
    n = 30
    camp = np.arange(n) % 3 == 0
    world = landscape([f"s{at:02d}" for at in range(n)], np.arange(1, n + 1), np.where(camp[:, None] == camp[None], 1.0, -1.0))
    found = minima(world, starts=32)
    assert found.certified and found.least.camps[0] == tuple(f"s{at:02d}" for at in range(0, n, 3))
    assert not found.complete and found.tried == 32 and found.lower == found.least.energy
    with pytest.raises(DetenteError, match="D711"):
        division_energies(world)


def test_a_least_that_is_not_certified_is_not_given():
    pytest.importorskip("scipy")
    chance = np.random.default_rng(3)
    table = np.triu(chance.choice([-1.0, 1.0], (40, 40)), 1)
    world = landscape([f"s{at:02d}" for at in range(40)], np.ones(40), table + table.T)
    found = minima(world, seconds=0.2, starts=8)
    assert found.least is None and not found.certified and found.proof == "none" and found.lower < found.minima[0].energy


@pytest.mark.parametrize(
    ("sizes", "table"),
    [
        ([1, 0], [[0, 1], [1, 0]]),
        ([1, 2], [[0, 1], [2, 0]]),
        ([1, 2], [[0, float("nan")], [float("nan"), 0]]),
        ([1], [[0, 1], [1, 0]]),
    ],
)
def test_what_is_no_landscape_is_refused(sizes, table):
    with pytest.raises(DetenteError, match="D710"):
        landscape(["a", "b"], sizes, table)


def test_a_division_of_others_is_refused():
    with pytest.raises(DetenteError, match="D713"):
        landscape(["a", "b"], [1, 1], np.ones((2, 2))).energy((0, 2))


def test_two_tables_are_read_whatever_their_line_ends(tmp_path):
    for ends in ("\r", "\n", "\r\n"):
        (tmp_path / "actors.csv").write_text(ACTORS.replace("\r", ends), encoding="utf-8", newline="")
        (tmp_path / "square.csv").write_text(SQUARE.replace("\r", ends), encoding="utf-8", newline="")
        world = read_landscape(tmp_path / "actors.csv", tmp_path / "square.csv", neutral=3)
        assert world.actors == ("Red", "Blue", "Green") and world.propensity.tolist() == [[0, 2, -2], [2, 0, -1], [-2, -1, 0]]


@pytest.mark.parametrize(
    ("actors", "square"),
    [
        (ACTORS.replace("strength", "power"), SQUARE),
        (ACTORS.replace("3,Green", "4,Green"), SQUARE),
        (ACTORS, SQUARE.replace("G,1,2", "G,1,x")),
        (ACTORS, SQUARE.replace("\rB,", "\rY,")),
        (ACTORS, SQUARE.replace("R,,5,1", "R,,5")),
    ],
)
def test_tables_that_are_not_so_are_refused(tmp_path, actors, square):
    for name, text in (("actors.csv", actors), ("square.csv", square)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DetenteError, match="D718"):
        read_landscape(tmp_path / "actors.csv", tmp_path / "square.csv", neutral=3)


@pytest.mark.data
def test_every_published_energy_of_2016_and_the_one_local_minimum():
    data = Path(os.environ.get("DETENTE_DATA", "missing")) / "theory" / "axelrod_isis"
    if not data.is_dir():
        pytest.skip("no published data here")
    world = read_landscape(data / "Actor_data.csv", data / "Pairwise_propensity_Feb_20.csv", neutral=3)
    lines = (data / "Landscape_Results_2016-02-20.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines if line.split(",")[0].strip().isdigit()]
    assert len(rows) == 1024
    energies = division_energies(world)
    for row in rows:
        sides = tuple(int(cell) - 1 for cell in row[1:12])
        assert world.energy(sides) == energies[number_of_sides(sides)] == float(row[12])
        assert (world.sizes * world.frustration(sides)).tolist() == [float(cell) for cell in row[13:24]]
    found = minima(world)
    assert found.found == 1 and found.least.energy == -83200
    assert found.least.camps[1] == ("Turkey", "ISIS", "Nursa")
    assert [row[0] for row in rows if row[24].strip() == "TRUE"] == ["891"]
