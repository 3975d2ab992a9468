"""Blocs out of relations, and the findings as rows."""

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.relations.balance import read_ties
from detente.theories.blocs import BlocFinding, blocs_at, blocs_findings
from detente.theories.landscape import landscape, minima

pytest.importorskip("scipy")


def relations(*rows, sd=None):
    frame = pl.DataFrame(list(rows), schema={"ccode1": pl.Int32, "ccode2": pl.Int32, "x": pl.Float64}, orient="row")
    return frame if sd is None else frame.with_columns(sd=pl.Series(sd, dtype=pl.Float64))


def test_the_triangle_of_three_foes_gives_up_its_weakest_enmity():
    found = blocs_at(relations((2, 365, -3.0), (365, 710, -1.25), (2, 710, -2.0), (710, 713, None)))
    assert found.value == 1.25 and found.solved.against == (("CHN", "RUS"),)
    by_state = dict(found.camps.select("state", "camp").iter_rows())
    assert by_state["CHN"] == by_state["RUS"] != by_state["USA"] and by_state["TAW"] is None
    assert (found.unknown, found.unsure) == (1, 0) and found.share == (0.2, 0.2)
    assert found.statement() == "exactly 1.25 of 6.25 goes against the best division (cycles)"


def test_a_relation_that_is_not_known_is_no_tie_and_no_zero():
    assert blocs_at(relations((2, 365, None), (2, 710, float("nan")))).graph.ties == 0
    found = blocs_at(relations((2, 365, 0.0), (2, 710, 1.0)))
    assert (found.graph.ties, found.unsure) == (1, 1)
    assert blocs_at(relations()).value == 0.0


def test_relations_that_cannot_be_told_from_zero_are_left_out_and_counted():
    frame = relations((2, 365, -3.0), (365, 710, -1.0), (2, 710, -2.0), sd=[1.0, 1.0, None])
    found = blocs_at(frame, sure=1.64)
    assert (found.graph.ties, found.unsure, found.value) == (1, 2, 0.0)
    with pytest.raises(DetenteError, match="D717"):
        blocs_at(frame.drop("sd"), sure=1.64)


@pytest.mark.parametrize("rows", [[(2, 365, 1.0), (365, 2, 1.0)], [(2, 2, 1.0)], [(2, 365, float("inf"))]])
def test_tables_that_are_no_relation_are_refused(rows):
    with pytest.raises(DetenteError, match="D717"):
        blocs_at(relations(*rows))


def test_bounds_are_never_shown_as_exact():
    chance = np.random.default_rng(0)
    rows = [(a, b, float(chance.normal())) for a in range(1, 41) for b in range(a + 1, 41)]
    found = blocs_at(relations(*rows), seconds=0.2, letters=False)
    assert found.value is None and found.share[0] < found.share[1]
    assert found.statement().startswith("between") and "not proved" in found.statement()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([-2.5, -1.0, 0.5, 1.0, 3.0]), min_size=10, max_size=10))
def test_blocs_are_the_landscape_of_equal_sizes(values):
    pairs = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    table = np.zeros((5, 5))
    for (a, b), x in zip(pairs, values, strict=True):
        table[a, b] = table[b, a] = x
    found = blocs_at(relations(*[(a + 1, b + 1, x) for (a, b), x in zip(pairs, values, strict=True)]), letters=False)
    foes = -sum(x for x in values if x < 0)
    assert 2 * (found.value - foes) == pytest.approx(minima(landscape("abcde", [1] * 5, table)).least.energy)


def test_findings_say_what_would_refute_them():
    found = blocs_findings(world=landscape(["a", "b"], [1, 1], [[0, -1], [-1, 0]]))
    assert [each.verdict for each in found] == ["supported", "undecided", "described"]
    assert all(isinstance(each, BlocFinding) and each.refuted_by for each in found)
    assert "propensities" in found[0].remark and found[2].value == -2.0 and found[2].certainty == "exact (all divisions)"


@pytest.mark.data
def test_findings_of_the_51_windows():
    path = Path(os.environ.get("DETENTE_DATA", "missing")) / "signed" / "cow_signed_edges.csv"
    if not path.is_file():
        pytest.skip("no published data here")
    networks = read_ties(path)
    found = blocs_findings(networks=networks, horizons=(4,))
    assert found == blocs_findings(networks=dict(reversed(list(networks.items()))), horizons=(4,))
    windows = next(each for each in found if each.claim == "States stand in two camps")
    assert windows.certainty == "51 of 51 windows exact" and windows.lower == windows.value == windows.upper
    gains = [each for each in found if each.measure.startswith("gain")]
    assert len(gains) == 4 and all(each.lower < each.value < each.upper and each.n == 27550 for each in gains)
    assert {each.verdict for each in gains} <= {"supported", "undecided", "refuted"}
