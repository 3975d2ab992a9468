"""How long types of a triangle last and what follows what: chains whose matrix is known, and counts by hand."""

import numpy as np
import pytest
from triad_makers import paths_of

from detente.errors import DetenteError
from detente.theories.triangles import TYPES, type_times, types_of

SIGNS = {"menage": (1, 1, 1), "romantic": (1, 1, -1), "marriage": (1, -1, -1), "veto": (-1, -1, -1)}


def chain(stay, years, seed=0):
    """A memoryless triangle of romantic and marriage."""
    chance, kind, found = np.random.default_rng(seed), 0, []
    for _ in range(years):
        found.append(SIGNS[("romantic", "marriage")[kind]])
        kind = kind if chance.random() < stay[kind] else 1 - kind
    return found


def of(found, kind):
    return next(each for each in found.dwell if each.type == kind)


def test_a_long_memoryless_chain_has_its_own_dwell_times():
    found = type_times(paths_of(chain((0.8, 0.9), 4000), draws=50), ("A", "B", "C"))
    romantic, marriage = of(found, "romantic"), of(found, "marriage")
    assert romantic.memoryless.low < 5 < romantic.memoryless.high and marriage.memoryless.low < 10 < marriage.memoryless.high
    assert romantic.lasted.value == pytest.approx(5, rel=0.15)
    assert found.transitions[1, 2] == pytest.approx(0.2, abs=0.03) and found.transitions.sum(axis=1) == pytest.approx(1)
    assert 0.02 < romantic.firmer_with_age < 0.98


def test_spells_of_one_length_have_a_memory():
    signs = [SIGNS[kind] for _ in range(30) for kind in (*["romantic"] * 6, *["marriage"] * 6)]
    found = of(type_times(paths_of(signs), ("A", "B", "C")), "romantic")
    assert found.lasted.value == 6 and found.firmer_with_age < 0.01 and found.young.value < 0.05 < found.old.value


def test_counts_of_a_short_triangle_by_hand():
    # the first spell is left out of what lasted: nobody saw it begin
    signs = [
        SIGNS[kind]
        for kind in ("menage", "menage", "veto", "veto", "veto", "romantic", "menage", "menage", "menage", "marriage", "marriage")
    ]
    found = type_times(paths_of(signs), ("A", "B", "C"))
    expected = np.zeros((4, 4))
    for one, two in [(0, 0), (0, 3), (3, 3), (3, 3), (3, 1), (1, 0), (0, 0), (0, 0), (0, 2), (2, 2)]:
        expected[one, two] += 1
    assert found.seen.tolist() == expected.tolist()
    assert [each.spells for each in found.dwell] == [2, 1, 1, 1] and of(
        found, "menage"
    ).lasted.value == 3  # the first spell's age is unknown
    assert of(found, "marriage").lasted.value is None and of(found, "veto").share.value == pytest.approx(3 / 11)
    assert found.table()["type"].to_list() == list(TYPES) and "years" in found.in_words()


def test_unsure_scores_widen_what_is_said():
    signs = chain((0.8, 0.9), 60)
    sure, unsure = (of(type_times(paths_of(signs, noise=noise), ("A", "B", "C")), "marriage").share for noise in (0.0, 1.0))
    assert sure.low == sure.high and unsure.high - unsure.low > 0.1


def test_gaps_break_the_chain_and_too_few_years_are_refused():
    paths = paths_of(chain((0.8, 0.9), 30))
    paths.draws[:, 0, 10:12] = np.nan
    assert (types_of(paths, ("A", "B", "C"))[:, 10:12] == -1).all()
    assert type_times(paths, ("A", "B", "C")).seen.sum() == 26
    paths.draws[:, 0, 8:] = np.nan
    for states in (("A", "B", "C"), ("A", "B", "B")):
        with pytest.raises(DetenteError) as told:
            type_times(paths, states)
        assert told.value.number == 733
