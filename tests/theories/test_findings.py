"""Findings of all theories in one shape: verdicts, the family of tests, and the pairs of a study."""

import math

import numpy as np
import pytest
from response_makers import planted

pytest.importorskip("scipy")

from detente.errors import DetenteError
from detente.study.file import THEORIES
from detente.theories.adapters import CLAIMS, NAMES, cannot_test, findings_of_answers, findings_of_blocs, findings_of_reciprocity, in_words
from detente.theories.answers import pair_answers
from detente.theories.blocs import blocs_findings
from detente.theories.evaluation import diebold_mariano, holm
from detente.theories.findings import ADDS, COLUMNS, UNDECIDED, WORSE, Finding, finding_of_row, findings_frame, of_test, side_by_side
from detente.theories.reciprocity import reciprocity


def finding(gain=0.1, p=0.001, **more):
    return Finding(**{"theory": "t", "claim": "c", "scope": "dyad", "of": "CHN>RUS", "gain": gain, "p": p} | more)


def test_verdicts_follow_from_the_adjusted_p_and_the_sign():
    rows = side_by_side(
        [finding(), finding(-0.1), finding(p=0.03), finding(p=None), finding(kind="baseline"), cannot_test("onset", "no data")]
    )
    assert [row.verdict for row in rows] == [ADDS, WORSE, ADDS, UNDECIDED, "a baseline", "not tested: no data"]
    assert [row.p_adjusted for row in rows[:4]] == holm([0.001, 0.001, 0.03, None]) and rows[4].p_adjusted is None
    crowd = side_by_side([finding(p=0.03) for _ in range(3)])
    assert {row.verdict for row in crowd} == {UNDECIDED}
    assert side_by_side([finding(verdict="refuted: so")])[0].verdict == "refuted: so"


def test_a_gain_is_the_loss_that_is_saved_with_its_interval():
    chance = np.random.default_rng(0)
    loss, base = chance.normal(1, 1, 50), chance.normal(1.5, 1, 50)
    test = diebold_mariano(loss, base)
    told = of_test(test)
    assert told["gain"] == pytest.approx(float((base - loss).mean())) and told["low"] < told["gain"] < told["high"]
    assert (told["low"] > 0) == (told["p"] < 0.05)
    assert of_test(diebold_mariano(loss, loss)) == {"gain": 0.0, "low": None, "high": None, "p": None}


def test_the_table_gives_the_findings_again_and_nan_is_none():
    rows = side_by_side([finding(score=-1.25, n=3), cannot_test("blocs", "few")])
    frame = findings_frame(rows)
    assert tuple(frame.columns) == COLUMNS and [finding_of_row(row) for row in frame.iter_rows(named=True)] == list(rows)
    assert findings_frame([]).height == 0
    with pytest.raises(DetenteError) as told:
        finding(score=math.nan)
    assert told.value.number == 730


def test_a_study_can_name_every_theory_and_no_other():
    assert THEORIES == NAMES == tuple(CLAIMS)


def test_reciprocity_has_its_baselines_and_six_directions():
    flows, _ = planted(3, 200, (("USA>RUS", "RUS>USA", 0.5),))
    rows = side_by_side(findings_of_reciprocity(reciprocity(flows, lags=1, repeats=200, wild=99), "made"))
    assert len(rows) == 30 and sum(row.kind == "baseline" for row in rows) == 12
    best = max((row for row in rows if row.theory == "reciprocity" and row.scope == "dyad"), key=lambda row: row.gain)
    assert best.of == "USA>RUS" and best.gain > 0 and best.low < best.gain < best.high and "reciprocal" in best.claim
    assert "among all theories here" in in_words(best)


def test_blocs_are_described_with_what_would_refute_them():
    rows = side_by_side(findings_of_blocs(blocs_findings(), "1936"))
    assert rows and all(row.kind == "described" and row.refuted_by and row.scope == "system" for row in rows)


def answering(seed, strength, years=120):
    """Two flows of which the first answers the second a year later."""
    chance = np.random.default_rng(seed)
    flows = chance.normal(0, 1, (years, 2))
    flows[1:, 0] += strength * flows[:-1, 1]
    return flows


def test_a_pair_that_answers_is_told_from_one_that_does_not():
    first, second = pair_answers(answering(1, 0.8), ("CHN", "RUS"))
    assert (first.name, second.name) == ("CHN>RUS", "RUS>CHN") and first.rows == 119
    one, other = (each.tests["reciprocity"] for each in (first, second))
    assert one.mean < 0 and one.p_value < 0.01 and other.p_value > 0.05
    rows = list(findings_of_answers((first, second), "made"))
    assert [row.kind for row in rows] == ["baseline", "baseline", "theory"] * 2
    assert rows[2].gain == pytest.approx(rows[2].score - rows[2].baseline)


def test_gaps_are_no_zeros_and_thin_pairs_are_refused_with_how_thin():
    flows = answering(2, 0.5, years=60)
    flows[::3] = np.nan
    with pytest.raises(DetenteError, match="20 years with a year before them") as told:
        pair_answers(flows, ("CHN", "RUS"))
    assert told.value.number == 734
    idle = answering(2, 0.5, years=80)
    idle[15:, 1] = 0
    with pytest.raises(DetenteError, match="15 of RUS"):
        pair_answers(idle, ("CHN", "RUS"))
