"""Onset of disputes: paired scores beside their definitions, lags, planted and empty theories, and the figures on published data."""

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from threat_makers import panel

from detente.errors import DetenteError
from detente.theories import evaluation as ev
from detente.theories.breakdown import hazard
from detente.theories.conflict_record import HISTORY
from detente.theories.findings import findings_frame, side_by_side
from detente.theories.onset import ALL, BLOCKS, HISTORY_ONLY, onset, onset_cases
from detente.theories.pacts import find_pacts
from detente.theories.paired import paired, scores_of
from detente.theories.threat_findings import CLAIMS, FORMING, threat_findings
from detente.theories.threat_world import derived, pair_world

pytest.importorskip("sklearn")
CHANCE = np.random.default_rng(5)
Y = (CHANCE.random(500) < 0.2).astype(float)
P = np.clip(0.2 + 0.2 * (Y - 0.2) + 0.1 * CHANCE.standard_normal(500), 0.01, 0.99).round(2)  # rounded: ties
PAIRS = CHANCE.integers(50, size=500)


def test_paired_scores_are_those_of_each_by_itself():
    found = paired(Y, {"p": P, "q": 1 - P}, reference=0.3, clusters=PAIRS, repeats=50)
    area, skill, log = found.values["p"]
    assert area == pytest.approx(ev.auc(Y, P).value)
    assert skill == pytest.approx(ev.brier_skill(Y, P, 0.3))
    assert log == pytest.approx(ev.log_score_binary(Y, P).mean())
    assert found.values["q"][0] == pytest.approx(1 - area)
    scores = scores_of(found, "p", Y, P)
    assert scores.average_precision == pytest.approx(ev.average_precision(Y, P))
    assert scores.auc.lower < area < scores.auc.upper


def test_a_draw_is_the_score_of_the_cases_drawn():
    found = paired(Y, {"p": P}, reference=0.3, clusters=PAIRS, repeats=3, seed=9)
    drawn = np.random.default_rng(9).integers(50, size=50)
    rows = np.concatenate([np.flatnonzero(pair == PAIRS) for pair in drawn])
    expected = ev.auc(Y[rows], P[rows]).value, ev.brier_skill(Y[rows], P[rows], 0.3), ev.log_score_binary(Y[rows], P[rows]).mean()
    assert found.draws["p"][0] == pytest.approx(expected)


def test_a_forecaster_gains_nothing_on_itself_and_the_draws_are_shared():
    both = paired(Y, {"p": P, "same": P.copy()}, reference=0.3, clusters=PAIRS, repeats=50)
    gain = both.gain("same", "auc", "p")
    assert (gain.gain.value, gain.gain.lower, gain.gain.upper, gain.p_value) == (0, 0, 0, 1)
    alone = paired(Y, {"p": P}, reference=0.3, clusters=PAIRS, repeats=50)
    assert (alone.draws["p"] == both.draws["p"]).all()


def test_intervals_by_pairs_are_wider_than_by_rows_where_pairs_are_alike():
    pairs = np.repeat(np.arange(50), 10)
    alike = np.repeat((np.random.default_rng(1).random(50) < 0.3).astype(float), 10)
    p = np.clip(0.3 + 0.1 * alike + 0.2 * np.repeat(np.random.default_rng(2).standard_normal(50), 10), 0.01, 0.99)
    by_pair, by_row = (paired(alike, {"p": p}, reference=0.3, clusters=each, repeats=300) for each in (pairs, np.arange(500)))
    assert by_pair.interval("p", "auc").se > 2 * by_row.interval("p", "auc").se


@pytest.mark.parametrize(("y", "clusters"), [(np.zeros(500), PAIRS), (Y, np.zeros(500)), (Y, PAIRS[:10])])
def test_what_cannot_be_compared_is_refused(y, clusters):
    with pytest.raises(DetenteError, match="D724"):
        paired(y, {"p": P}, reference=0.3, clusters=clusters)


# cases ------------------------------------------------------------------------------------------------


def test_terms_are_of_the_year_before_and_outcomes_of_the_year():
    world = panel(range(1900, 1911), gml_onset={(1, 2, 1905): True}, share_gap={(1, 2, 1904): 0.9}, relevant={(1, 3, 1905): False})
    cases = onset_cases(world, terms=["share_gap"])
    row = cases.row(by_predicate=(pl.col.ccode1 == 1) & (pl.col.ccode2 == 2) & (pl.col.year == 1905), named=True)
    assert row["happened"]
    assert row["share_gap"] == 0.9
    assert row["pair_20"] == 0
    assert cases.filter(pl.col.ccode2 == 3, pl.col.ccode1 == 1, pl.col.year == 1905).is_empty()
    assert cases.filter(pl.col.year == 1900)["share_gap"].null_count() == 3


def test_years_that_the_disputes_do_not_cover_are_no_cases():
    late = {(one, two, 1910): None for one, two in ((1, 2), (1, 3), (2, 3))}
    assert onset_cases(panel(range(1900, 1911), gml_onset=late), terms=["s"])["year"].to_numpy().max() == 1909


def test_derived_terms_are_unknown_where_a_part_is():
    frame = pl.DataFrame(
        {
            "cap_cinc_1": [0.1, 0.1],
            "cap_cinc_2": [0.3, None],
            "regime_polity2_1": [5, 5],
            "regime_polity2_2": [-5, None],
            "contiguity_kind": [1, 0],
            "distance_km": [None, 99.0],
            "major_power_1": [True, False],
            "major_power_2": [True, False],
            "threat_1": [0.1, 0.1],
            "threat_2": [0.2, None],
            "share_1": [0.1, 0.1],
            "share_2": [0.3, None],
            "igo_joint": [3, None],
        }
    )
    known, unknown = derived(frame).rows(named=True)
    assert (known["preponderance"], known["balance"], known["regime_distance"], known["majors"]) == pytest.approx((0.75, 0.25, 10, 2))
    assert (known["threat_most"], known["threat_least"], known["share_least"]) == pytest.approx((0.2, 0.1, 0.1))
    assert known["share_gap"] == pytest.approx(0.2)
    assert (known["distance_log"], unknown["distance_log"]) == pytest.approx((0, np.log(100)))
    empty = ("preponderance", "regime_distance", "democracy_least", "threat_most", "threat_least", "share_least", "share_gap", "igo_log")
    assert [unknown[name] for name in empty] == [None] * len(empty)


# planted ----------------------------------------------------------------------------------------------


def cases_of(effect, *, seed=0, pairs=120, years=range(1960, 2000)):
    """Cases whose risk rises with history (`pair_20`) and by `effect` with the term `planted`; `idle` has none."""
    chance = np.random.default_rng(seed)
    rows = pairs * len(years)
    frame = pl.DataFrame({name: np.abs(chance.standard_normal(rows)) for name in HISTORY} | {"planted": chance.standard_normal(rows)})
    pair = np.repeat(np.arange(pairs), len(years))
    keys = {"ccode1": pair, "ccode2": pair + 1000, "year": np.tile(list(years), pairs)}
    risk = -3 + frame["pair_20"].to_numpy() + effect * frame["planted"].to_numpy()
    happened = chance.random(rows) < 1 / (1 + np.exp(-risk))
    return frame.with_columns(**keys, happened=pl.Series(happened), idle=pl.Series(chance.standard_normal(pairs)[pair]))


THEORIES = {"planted": ("planted",), "idle": ("idle",)}


def test_a_planted_theory_gains_and_an_idle_one_does_not():
    found = onset(cases_of(0.6), split=1985, blocks=THEORIES, repeats=300)
    assert [model.name for model in found.models] == [HISTORY_ONLY, "planted", "idle", ALL]
    for measure in ("auc", "brier_skill", "log_score"):
        assert found.gain("planted", measure).gain.lower > 0
        assert found.gain("planted", measure).p_holm < 0.05
        assert found.gain("idle", measure).p_holm > 0.05
    value, error, _ = found.model("planted").fit.of("planted")
    assert abs(value - 0.6) < 3 * error
    assert found.training[:2] == (1960, 1984)
    assert found.scored[:2] == (1985, 1999)
    assert found.table().height == 4
    assert found.table()["auc_gain"].null_count() == 1
    assert "refute" in found.refuted_by


def test_theories_without_effect_rarely_gain():
    worlds = 60
    sure = sum(
        found.gain(name).gain.lower > 0
        for seed in range(worlds)
        for found in [onset(cases_of(0.0, seed=seed, pairs=50), split=1985, blocks=THEORIES, repeats=100)]
        for name in THEORIES
    )
    assert sure / (2 * worlds) < 0.06


def test_the_scored_years_do_not_touch_the_fit():
    cases = cases_of(0.6)
    turned = cases.with_columns(happened=pl.when(pl.col.year >= 1985).then(~pl.col.happened).otherwise(pl.col.happened))
    one, two = (onset(each, split=1985, blocks=THEORIES, repeats=20) for each in (cases, turned))
    assert (one.model(ALL).fit.coefficients == two.model(ALL).fit.coefficients).all()


def test_a_seed_gives_one_result():
    one, two = (onset(cases_of(0.3), split=1985, blocks=THEORIES, repeats=50, seed=4).table() for _ in range(2))
    assert one.equals(two)


def test_no_cases_and_no_block_are_refused():
    with pytest.raises(DetenteError, match="D725"):
        onset(cases_of(0.3), split=2005, blocks=THEORIES)
    found = onset(cases_of(0.3), split=1985, blocks=THEORIES, repeats=20)
    with pytest.raises(DetenteError, match="D726"):
        found.model("balance")
    with pytest.raises(DetenteError, match="D726"):
        found.gain("balance")


def test_findings_are_rows_with_their_baseline():
    found = onset(cases_of(0.6), split=1985, blocks={"alliance": ("planted",), "regime": ("idle",)}, repeats=300)
    told = side_by_side(threat_findings(found))
    assert [row.kind for row in told] == ["baseline", "theory", "theory", "theory"]
    assert told[1].verdict == "adds to history"
    assert told[1].gain == pytest.approx(told[1].score - told[1].baseline)
    assert told[2].verdict.startswith("undecided")
    assert all(row.refuted_by and row.claim for row in told[1:])
    assert findings_frame(told).height == 4


def test_findings_of_a_hazard_name_its_units():
    chance = np.random.default_rng(1)
    n = 900
    unit, a = np.repeat(np.arange(90), 10).astype(str), chance.standard_normal(n)
    happened = chance.random(n) < 1 / (1 + np.exp(2 - a))
    years = np.tile(np.arange(1950, 1960), 90)
    frame = {"unit": unit, "cluster": unit, "year": years, "duration": (years - 1949.0), "happened": happened, "joint_threat": a}
    told = threat_findings(hazards=[hazard(pl.DataFrame(frame), ["joint_threat"], kind="formation", first=1955, repeats=50)])
    assert [row.theory for row in told] == ["history alone", "joint threat", "all"]
    assert told[1].claim == FORMING["joint threat"]
    assert "90 units" in told[1].source


def test_every_block_has_its_claim():
    assert set(BLOCKS) < set(CLAIMS)


# published data ---------------------------------------------------------------------------------------

DATA = Path(os.environ.get("DETENTE_DATA", "data"))


@pytest.fixture(scope="module")
def published():
    if not (DATA / "cow").is_dir():
        pytest.skip("the published data are not here")
    return pair_world(DATA)


@pytest.mark.data
def test_history_reaches_what_was_asked(published):
    found = onset(onset_cases(published), repeats=100)
    history, whole = found.model(HISTORY_ONLY).scores, found.model(ALL).scores
    assert history.auc.value >= 0.911
    assert history.brier_skill.value >= 0.131
    assert found.scored == (1990, 2010, 36377, 612)
    assert whole.auc.value >= 0.917
    assert whole.brier_skill.value >= 0.130
    assert found.gain("place and power", "auc").gain.lower > 0


@pytest.mark.data
def test_the_soviet_union_threatened_both_china_and_the_united_states(published):
    pair = published.filter(pl.col.ccode1 == 2, pl.col.ccode2 == 710)
    before, after = (pair.filter(pl.col.year == year).row(0, named=True) for year in (1950, 1972))
    assert after["joint_by"] == 365
    assert after["joint_threat"] > 2 * before["joint_threat"]


@pytest.mark.data
def test_defence_ties_since_1946_are_some_seventy_treaties():
    if not (DATA / "cow").is_dir():
        pytest.skip("the published data are not here")
    from detente.datasets.published import read_published

    told = find_pacts(read_published(DATA / "cow" / "cow_alliance_v41_directed_dyadyear.csv")).counted(1946)
    assert told == {"ties": 1203, "treaties": 69, "treaties of two states": 24, "bilateral ties": 36}
