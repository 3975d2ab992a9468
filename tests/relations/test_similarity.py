"""Similarity of portfolios: published figures, other ways of reckoning, missing items, tables of years."""

import math
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UsageFault
from detente.relations.similarity import (
    MEASURES,
    Portfolios,
    all_pairs,
    capability_weights,
    crosstabs,
    portfolios,
    similar,
    similarity_year,
    similarity_years,
    system_states,
    vote_matrix,
)

# Signorino and Ritter (1999), International Studies Quarterly 43, 115-144, table 6: state, share of capabilities, Germany's and
# Russia's commitments of 1914.
TABLE_6 = """
GMY .25 3 0, RUS .21 0 3, UKG .20 0 1, FRN .08 0 3, AUH .08 3 0, ITA .05 3 1, BEL .03 0 0, SPN .03 0 0, TUR .02 0 0, NTH .01 0 0,
SWD .01 0 0, RUM .01 3 0, POR .01 0 0, SWZ .01 0 0, GRC 0 0 0, DEN 0 0 0, YUG 0 0 0, BUL 0 0 0, NOR 0 0 0, ALB 0 0 0
"""
ROWS = [row.split() for row in TABLE_6.replace("\n", " ").split(",")]
SIZES = [float(row[1]) for row in ROWS]
GERMANY, RUSSIA = ([int(row[place]) for row in ROWS] for place in (2, 3))


def test_table_6_to_the_printed_digits():
    found = similar(GERMANY, RUSSIA, levels=4, measures=MEASURES, weights=SIZES)
    assert {name: round(value, 8) for name, value in found.items() if name in ("kappa", "pi")} == {"kappa": -0.07758621, "pi": -0.04477612}
    assert (round(found["s"], 2), round(found["s_weighted"], 2), round(found["tau_b"], 4)) == (0.40, -0.46, 0.0303)
    assert found["n"] == 20


def test_the_other_distances_of_table_6_by_hand():
    """Seven items differ, by 3, 3, 1, 3, 3, 2 and 3 steps: 18 of 60, their squares 50 of 180; Germany has 4 threes, Russia 2 and 2 ones."""
    nominal = similar(GERMANY, RUSSIA, levels=4, distance="nominal")
    assert nominal["s"] == pytest.approx(1 - 2 * 7 / 20)
    assert nominal["kappa"] == pytest.approx((13 / 20 - 0.66) / 0.34)  # .8 x .8 + .2 x .1
    assert similar(GERMANY, RUSSIA, levels=4, distance="squared")["s"] == pytest.approx(1 - 2 * 50 / 180)
    assert similar(GERMANY, RUSSIA, levels=4, distance="absolute")["kappa"] == pytest.approx(1 - 18 / 16.8)


def apart(a, b, distance):
    return {"nominal": float(a != b), "absolute": abs(a - b), "squared": (a - b) ** 2}[distance]


def by_definition(first, second, levels, distance, weights=None):
    """Each measure as its definition says it, pair of items by pair of items."""
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    n = len(both)
    seen = sum(apart(a, b, distance) for a, b in both)
    chance = sum(apart(a, b, distance) for a, _ in both for _, b in both) / n if n else 0
    pool = [level for pair in both for level in pair]
    pooled = sum(apart(a, b, distance) for a in pool for b in pool) / (4 * n) if n else 0
    steps = [((a > c) - (a < c)) * ((b > d) - (b < d)) for (a, b), (c, d) in combinations(both, 2)]
    untied = [sum(pair[side] != other[side] for pair, other in combinations(both, 2)) for side in (0, 1)]
    return {
        "s": 1 - 2 * seen / (n * apart(0, levels - 1, distance)) if n else None,
        "kappa": 1 - seen / chance if chance else None,
        "pi": 1 - seen / pooled if pooled else None,
        "tau_b": sum(steps) / math.sqrt(untied[0] * untied[1]) if all(untied) else None,
    }


items = st.lists(st.tuples(*[st.sampled_from([None, 0, 1, 2, 3])] * 3), max_size=12)


@given(items, st.sampled_from(["nominal", "absolute", "squared"]))
def test_every_measure_of_every_pair_is_what_its_definition_says(rows, distance):
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    codes = np.array([[-1 if level is None else level for level in row] for row in columns], dtype=np.int8).reshape(3, len(rows))
    of = Portfolios(year=1, states=(2, 20, 31), items=tuple(range(len(rows))), codes=codes, levels=4)
    found = all_pairs(of, ("s", "kappa", "pi", "tau_b"), distance=distance)
    for i, j in combinations(range(3), 2):
        for name, value in by_definition(columns[i], columns[j], 4, distance).items():
            assert found[name][i, j] == pytest.approx(math.nan if value is None else value, nan_ok=True), name
            assert found[name][j, i] == pytest.approx(found[name][i, j], nan_ok=True)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 50)), min_size=1, max_size=15))
def test_weighted_s_is_that_of_items_said_over_and_over(rows):
    first, second, weights = zip(*rows, strict=True)
    again = [[level for level, times in zip(side, weights, strict=True) for _ in range(times)] for side in (first, second)]
    weighted = similar(first, second, levels=3, measures=["s_weighted"], weights=weights)["s_weighted"]
    assert weighted == pytest.approx(similar(*again, levels=3, measures=["s"])["s"], abs=1e-9)


def test_tau_b_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    drawn = np.random.default_rng(5).integers(0, 4, (12, 60)).astype(np.int8)
    of = Portfolios(year=1, states=tuple(range(12)), items=tuple(range(60)), codes=drawn, levels=4)
    found = all_pairs(of, ["tau_b"])["tau_b"]
    for i, j in combinations(range(12), 2):
        assert found[i, j] == pytest.approx(stats.kendalltau(drawn[i], drawn[j]).statistic, abs=1e-12)


def test_the_sums_are_the_same_to_the_bit_in_any_order_of_items():
    """What threads add up in another order must come out alike."""
    draw = np.random.default_rng(7)
    codes, weights = draw.integers(0, 4, (30, 200)).astype(np.int8), draw.random(200)
    order = draw.permutation(200)
    one, two = (
        all_pairs(Portfolios(year=1, states=tuple(range(30)), items=tuple(range(200)), codes=c, levels=4), ["s_weighted"], weights=w)
        for c, w in ((codes, weights), (codes[:, order], weights[order]))
    )
    assert one["s_weighted"].tobytes() == two["s_weighted"].tobytes()


def test_items_without_a_known_weight_are_left_out():
    found = similar([0, 0, 3], [0, 3, 3], levels=4, measures=["s", "s_weighted"], weights=[0.5, math.nan, 0.5])
    assert (found["s"], found["s_weighted"]) == (pytest.approx(1 / 3), 1.0)
    assert similar([0], [0], levels=4, measures=["s_weighted"], weights=[0.0])["s_weighted"] is None


ALLIANCES = pl.DataFrame(
    [
        # the United States and Canada a defence pact, Russia and China one, an entente of one side only, and nonaggression
        (2, 20, 1960, True, False, True, True),
        (20, 2, 1960, True, False, True, True),
        (365, 710, 1960, True, False, True, False),
        (710, 365, 1960, True, False, True, False),
        (2, 710, 1960, False, False, False, True),
        (365, 20, 1960, False, False, True, False),
        (365, 2, 1960, False, None, False, True),
        (2, 999, 1960, True, False, False, False),
        (2, 20, 1961, True, False, True, True),
    ],
    schema=["ccode1", "ccode2", "year", "defence", "neutrality", "nonaggression", "entente"],
    orient="row",
)


def test_commitments_on_the_published_scale():
    of = portfolios(ALLIANCES, 1960, [710, 2, 20, 365])
    assert of.states == of.items == (2, 20, 365, 710)
    # what is not known of Russia's neutrality towards the United States is not nothing
    assert of.codes.tolist() == [[3, 3, 0, 1], [3, 3, 0, 0], [-1, 2, 3, 3], [0, 0, 3, 3]]
    assert similarity_year(of).filter(ccode1=2, ccode2=365)["n"].item() == 3


def test_atop_has_its_own_obligations_on_the_same_scale():
    frame = pl.DataFrame(
        [
            (2, 20, 1950, False, True, False, False, False),
            (2, 31, 1950, False, False, False, True, True),
            (20, 31, 1950, *[False] * 4, True),
        ],
        schema=["ccode1", "ccode2", "year", "defence", "offence", "neutrality", "nonaggression", "consultation"],
        orient="row",
    )
    assert portfolios(frame, 1950, [2, 20, 31]).codes.tolist() == [[3, 3, 2], [0, 3, 1], [0, 0, 3]]


def test_outside_the_coverage_nothing_is_known_and_within_it_no_row_is_no_commitment():
    assert (portfolios(ALLIANCES, 1970, [2, 20]).codes == -1).all()
    assert portfolios(ALLIANCES, 1970, [2, 20], coverage=(1816, 2012)).codes.tolist() == [[3, 0], [0, 3]]
    row = similarity_year(portfolios(ALLIANCES, 1970, [2, 20])).row(0, named=True)
    assert row == {"ccode1": 2, "ccode2": 20, "year": 1970, "n": 0, "s": None, "kappa": None, "pi": None}


VOTES = pl.DataFrame(
    [(1, 1950, 2, 1), (2, 1950, 2, 3), (3, 1950, 2, 2), (1, 1950, 365, 3), (2, 1950, 365, 1), (3, 1950, 20, 2), (4, 1951, 2, 1)],
    schema=["rollcall", "year", "ccode", "vote"],
    orient="row",
)


def test_votes_are_compared_where_both_voted():
    of = vote_matrix(VOTES, 1950, states=[2, 713])
    assert (of.states, of.items) == ((2, 20, 365, 713), (1, 2, 3))
    assert of.codes.tolist() == [[0, 2, 1], [-1, -1, 1], [2, 0, -1], [-1, -1, -1]]
    pairs = {(row[0], row[1]): row[3:] for row in similarity_year(of, ["s"]).iter_rows()}
    assert pairs == {
        (2, 20): (1, 1.0),
        (2, 365): (2, -1.0),
        (2, 713): (0, None),
        (20, 365): (0, None),
        (20, 713): (0, None),
        (365, 713): (0, None),
    }


def test_all_years_in_order_with_the_members_of_each():
    states = pl.DataFrame(
        {"ccode": [2, 20, 365], "first_day": [662915, 700909, 662915], "last_day": [None, 715875, None]},
        schema={"ccode": pl.Int32, "first_day": pl.Int32, "last_day": pl.Int32},
    )
    assert (system_states(1960, states), system_states(1961, states)) == ((2, 20, 365), (2, 365))
    capabilities = pl.DataFrame({"ccode": [2, 365, 20], "year": [1960, 1960, 1959], "cinc": [0.2, 0.2, 0.1]})
    found = similarity_years(ALLIANCES, measures=["s", "s_weighted"], states=states, capabilities=capabilities)
    assert found.select("ccode1", "ccode2", "year", "n").rows() == [
        (2, 20, 1960, 3),
        (2, 365, 1960, 2),
        (20, 365, 1960, 2),
        (2, 365, 1961, 2),
    ]
    assert found["s_weighted"].null_count() == 1  # of 1961 no capabilities are known
    assert np.isnan(capability_weights(capabilities, 1960, [20])).all()
    assert similarity_years(ALLIANCES, []).is_empty()


def test_the_register_knows_the_members():
    assert {2, 365, 710, 713} <= set(system_states(1950)) and 713 not in system_states(1948)


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        (lambda: portfolios(VOTES, 1950, [2]), 620),
        (lambda: vote_matrix(ALLIANCES, 1960), 620),
        (lambda: similar([0], [1], levels=2, measures=["affinity"]), 621),
        (lambda: similar([0], [1], levels=2, distance="far"), 621),
        (lambda: similar([0], [5], levels=4), 622),
        (lambda: similar([0], [1, 1], levels=4), 622),
        (lambda: vote_matrix(VOTES.with_columns(vote=pl.lit(8)), 1950), 622),
        (lambda: similar([0], [1], levels=2, measures=["s_weighted"]), 623),
        (lambda: similar([0], [1], levels=2, measures=["s_weighted"], weights=[-1]), 623),
        (lambda: similar([0], [1], levels=2, measures=["s_weighted"], weights=[1, 1]), 623),
    ],
)
def test_what_cannot_be_reckoned_is_said(wrong, number):
    with pytest.raises(UsageFault) as caught:
        wrong()
    assert caught.value.number == number


def test_no_state_and_no_item_are_no_fault():
    nothing = Portfolios(year=1, states=(), items=(), codes=np.zeros((0, 0), dtype=np.int8), levels=3)
    assert crosstabs(nothing).total.shape == (0, 0) and similarity_year(nothing, MEASURES, weights=np.zeros(0)).is_empty()
    lone = Portfolios(year=1, states=(2, 20), items=(), codes=np.zeros((2, 0), dtype=np.int8), levels=3)
    assert similarity_year(lone).row(0) == (2, 20, 1, 0, None, None, None)
