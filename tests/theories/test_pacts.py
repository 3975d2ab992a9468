"""Treaties from dyad-years, the cases of formation and breakdown, and their hazards: by hand, and in planted worlds."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threat_makers import at, panel

from detente.errors import DetenteError
from detente.theories import breakdown as bd
from detente.theories.pact_cases import add_changes, breakdown_cases, closer, formation_cases
from detente.theories.pacts import components, find_pacts
from detente.theories.threat import add_joint_threat, add_threat

pytest.importorskip("sklearn")


def pacts(*spells, span=(1900, 1930)):
    """Pacts of (state, state, first year, last year), each in both directions."""
    rows = [
        {"ccode1": a, "ccode2": b, "year": year, "defence": True}
        for one, two, first, last in spells
        for year in range(first, last + 1)
        for a, b in ((one, two), (two, one))
    ]
    # the rows of no pact bound the data
    rows += [{"ccode1": 8, "ccode2": 9, "year": year, "defence": False} for year in span]
    return find_pacts(pl.DataFrame(rows))


def treaties(found):
    return found.treaties.select("year", "states", "pairs", "bilateral").rows()


def test_ties_that_begin_together_and_hang_together_are_one_treaty():
    found = pacts((1, 2, 1910, 1920), (1, 3, 1910, 1920), (2, 3, 1910, 1920), (4, 5, 1910, 1912))
    assert treaties(found) == [(1910, 3, 3, 0), (1910, 2, 1, 1)]
    assert found.counted(1901) == {"ties": 4, "treaties": 2, "treaties of two states": 1, "bilateral ties": 1}
    assert found.counted(1911)["ties"] == 0


def test_an_accession_is_one_treaty_and_not_bilateral():
    found = pacts((1, 2, 1905, 1920), (1, 3, 1910, 1920), (2, 3, 1910, 1920))
    assert treaties(found) == [(1905, 2, 1, 1), (1910, 3, 2, 0)]


def test_pacts_that_one_state_concludes_in_one_year_are_bilateral_and_counted_as_one():
    found = pacts((1, 2, 1910, 1920), (1, 3, 1910, 1915))
    assert treaties(found) == [(1910, 3, 2, 2)]
    assert found.spells["bilateral"].to_list() == [True, True]


def test_a_pact_renewed_after_a_gap_is_another():
    found = pacts((1, 2, 1905, 1907), (1, 2, 1909, 1911))
    assert found.spells.select("first_year", "last_year").rows() == [(1905, 1907), (1909, 1911)]
    assert len(treaties(found)) == 2


def test_what_was_in_force_at_the_beginning_has_no_known_beginning():
    found = pacts((1, 2, 1900, 1907))
    assert treaties(found) == []
    assert found.spells["treaty"].to_list() == [None]


def test_no_pacts_are_refused():
    with pytest.raises(DetenteError, match="D727"):
        pacts()


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), min_size=1))
def test_components_are_those_of_scipy(ties):
    sparse = pytest.importorskip("scipy.sparse")
    graph = pytest.importorskip("scipy.sparse.csgraph")
    one, two = zip(*ties, strict=True)
    _, label = graph.connected_components(sparse.coo_matrix((np.ones(len(ties)), (one, two)), shape=(10, 10)), directed=False)
    by_label = {}
    for pair in ties:
        by_label.setdefault(label[pair[0]], set()).add(pair)
    assert sorted(map(sorted, by_label.values())) == sorted(map(sorted, components(sorted(ties))))


# cases ------------------------------------------------------------------------------------------------


def world(**given):
    return add_joint_threat(add_threat(panel(range(1900, 1931), **given)))


def test_a_pact_is_at_risk_from_the_year_after_it_began_until_it_ends():
    found = breakdown_cases(add_changes(world()), pacts((1, 2, 1910, 1913)))
    assert found.select("year", "duration", "pairs", "happened").rows() == [
        (1911, 1, 1, False),
        (1912, 2, 1, False),
        (1913, 3, 1, False),
        (1914, 4, 1, True),
    ]


def test_a_pact_that_outlives_the_data_or_its_state_is_not_broken():
    lasting = breakdown_cases(add_changes(world()), pacts((1, 2, 1925, 1930)))
    assert lasting["year"].to_list() == [1926, 1927, 1928, 1929, 1930]
    gone = add_changes(world()).filter((pl.col.ccode2 != 2) | (pl.col.year <= 1914))
    fallen = breakdown_cases(gone, pacts((1, 2, 1910, 1914)))
    assert fallen["year"].to_list() == [1911, 1912, 1913, 1914]
    assert not lasting["happened"].any()
    assert not fallen["happened"].any()


def test_a_wider_treaty_breaks_down_with_half_of_its_pairs():
    one_leaves = pacts((1, 2, 1910, 1920), (1, 3, 1910, 1914), (2, 3, 1910, 1914))
    found = breakdown_cases(add_changes(world()), one_leaves)
    assert found["year"].to_list() == [1911, 1912, 1913, 1914, 1915]
    assert found.select("pairs", "happened").row(-1) == (3, True)
    one_pair = breakdown_cases(add_changes(world()), pacts((1, 2, 1910, 1920), (1, 3, 1910, 1920), (2, 3, 1910, 1914)))
    assert one_pair.filter(pl.col.happened)["year"].to_list() == [1921]
    assert one_pair.filter(pl.col.year == 1916)["pairs"].to_list() == [2]


def test_terms_of_breakdown_are_of_the_year_before_and_means_over_pairs():
    gaps = {(1, 2, 1911): 0.2, (1, 3, 1911): 0.4, (2, 3, 1911): None}
    triple = pacts((1, 2, 1910, 1920), (1, 3, 1910, 1920), (2, 3, 1910, 1920))
    found = breakdown_cases(add_changes(world(share_gap=gaps)), triple)
    assert found.filter(pl.col.year == 1912)["share_gap"].to_list() == [pytest.approx(0.3)]
    assert found.filter(pl.col.year == 1911)["share_gap"].to_list() == [pytest.approx(0.1)]


def test_formation_leaves_out_years_in_which_a_pact_is_in_force_or_a_wider_one_begins():
    one = pacts((1, 2, 1910, 1913), (1, 3, 1920, 1925), (2, 3, 1920, 1925), (1, 2, 1920, 1922))
    found = formation_cases(add_changes(world()), one).filter(pl.col.ccode1 == 1, pl.col.ccode2 == 2)
    assert found["year"].to_list() == [*range(1901, 1911), *range(1914, 1920), *range(1923, 1931)]
    assert found.filter(pl.col.happened)["year"].to_list() == [1910]
    assert dict(found.select("year", "duration").iter_rows())[1910] == 10
    assert dict(found.select("year", "duration").iter_rows())[1919] == 6


def test_changes_are_over_five_years():
    balances = {(1, 2, year): 0.5 if year < 1910 else 0.7 for year in range(1900, 1931)}
    found = add_changes(world(balance=balances))
    assert at(found, 1, 2, 1910)["power_shift"] == pytest.approx(0.2)
    assert at(found, 1, 2, 1914)["power_shift"] == pytest.approx(0.2)
    assert at(found, 1, 2, 1915)["power_shift"] == 0
    assert at(found, 1, 2, 1904)["power_shift"] is None


def test_a_partner_that_draws_near_to_a_rival_is_seen():
    fought = {(1, 3, 1905): True}
    similar = {(2, 3, year): 0.1 if year < 1910 else 0.9 for year in range(1900, 1931)}
    found = add_changes(world(gml_ongoing=fought, gml_hostility_2=dict.fromkeys(fought, 5), s=similar))
    assert at(found, 1, 2, 1910)["rapprochement"] == pytest.approx(0.8)
    assert at(found, 1, 2, 1920)["rapprochement"] == pytest.approx(0)
    # 3 was told nothing of by 1's record, and has no rival beside 1
    assert at(found, 2, 3, 1910)["rapprochement"] == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**31))
def test_rapprochement_is_its_definition(size, seed):
    chance = np.random.default_rng(seed)
    threat = np.where(chance.random((size, size)) < 0.5, chance.random((size, size)), 0)
    change = np.where(chance.random((size, size)) < 0.8, chance.standard_normal((size, size)), np.nan)
    np.fill_diagonal(threat, 0)
    found = closer(threat, change)
    for i in range(size):
        for j in range(size):
            if i == j:
                continue
            rivals = [k for k in range(size) if k != j and threat[i, k] > 0]
            known = [k for k in rivals if not np.isnan(change[j, k])]
            if known:
                assert found[i, j] == pytest.approx(np.average(change[j, known], weights=threat[i, known]))
            else:
                assert np.isnan(found[i, j]) if rivals else found[i, j] == 0


# hazards ----------------------------------------------------------------------------------------------


def planted(effect, *, units=500, seed=0, gap=0.0):
    """Units at risk from 1901, at most twelve years each, whose hazard rises with `a` and not with `b`; units of a cluster share `b`."""
    chance = np.random.default_rng(seed)
    rows = []
    for unit in range(units):
        begin = int(chance.integers(1900, 1980))
        for duration in range(1, 13):
            a, b = chance.standard_normal(2)
            happened = chance.random() < 1 / (1 + np.exp(2.5 - effect * a + 0.05 * duration))
            known = a if chance.random() >= gap else None
            rows.append((f"{unit}", f"{unit // 2}", begin + duration, float(duration), bool(happened), known, b))
            if happened:
                break
    names = ("unit", "cluster", "year", "duration", "happened", "a", "b")
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def test_a_planted_effect_is_found_in_the_sample_and_out_of_it():
    found = bd.hazard(planted(0.8), ["a", "b"], first=1940, repeats=200)
    value, error, p = found.fit.of("a")
    assert abs(value - 0.8) < 3 * error
    assert p < 0.001
    assert found.gain("a").gain.lower > 0
    assert found.gain("a").p_holm < 0.05
    assert found.gain("b").p_holm > 0.05
    assert found.gain(measure="auc").gain.value > 0.05
    assert found.test.mean < 0
    assert (found.units, found.clusters) == (500, 250)
    assert found.origins[:2] == (1940, 1945)
    assert "cases" not in found.table().columns
    assert found.table()["term"].to_list() == ["a", "b"]
    assert "more of a break down more often" in next(bd.strained(found))


def test_gaps_drop_no_case():
    whole, holed = (bd.hazard(planted(0.8, gap=gap), ["a", "b"], first=1940, repeats=50) for gap in (0.0, 0.3))
    assert holed.cases == holed.fit.rows
    assert "a unknown" in holed.fit.names
    assert 0 < holed.gain("a").gain.value < whole.gain("a").gain.value


def test_false_positives_of_a_world_without_effects_are_near_nominal():
    worlds, in_sample, gains = 60, 0, 0
    for seed in range(worlds):
        found = bd.hazard(planted(0.0, units=150, seed=seed), ["a", "b"], first=1950, step=15, repeats=100)
        in_sample += (found.fit.of("a")[2] < 0.05) + (found.fit.of("b")[2] < 0.05)
        gains += sum(found.gain(name).gain.lower > 0 for name in ("a", "b"))
    assert in_sample / (2 * worlds) < 0.11
    assert gains / (2 * worlds) < 0.06  # out of the sample a term without effect loses a little


def test_forecasts_know_nothing_of_their_own_years():
    cases = planted(0.8)
    turned = cases.with_columns(happened=pl.when(pl.col.year >= 1950).then(~pl.col.happened).otherwise(pl.col.happened))
    sets = {"all": ("a", "b")}
    one, two = (bd._rolled(each, sets, (1940, 1945), 5)[0]["all"] for each in (cases, turned))
    assert (one == two).all()
    third = bd._rolled(turned, sets, (1950, 1955), 5)[0]["all"]
    assert not (third == bd._rolled(cases, sets, (1950, 1955), 5)[0]["all"]).all()


def test_too_few_events_are_refused():
    with pytest.raises(DetenteError, match="D728"):
        bd.hazard(planted(0.0, units=20), ["a"], first=1901)
    with pytest.raises(DetenteError, match="D722"):
        bd.hazard(planted(0.0), ["c"])
    with pytest.raises(DetenteError, match="D726"):
        bd.hazard(planted(0.0), ["a"], first=1940, repeats=20).gain("c")
