from hashlib import blake2b

import numpy as np
import pytest
from relation_makers import event, row_of

from detente.relations import always_member, dyad_series
from detente.relations.bands import draw_statements, net_band, uniforms


def band(events, **more):
    frame = dyad_series(events, [], states=["CHN", "RUS"], first_year=1953, last_year=1953, membership=always_member, **more)
    row = row_of(frame, "CHN-RUS", "1953")
    return row["low"], row["high"]


def test_uniform_numbers_are_uniform_and_depend_on_name_seed_and_draw():
    numbers = uniforms(["a", "b"], seed=1, draws=20_000)
    assert numbers.min() >= 0 and numbers.max() < 1
    assert numbers.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.01)
    assert numbers.var(axis=0) == pytest.approx([1 / 12, 1 / 12], abs=0.002)
    assert abs(np.corrcoef(numbers.T)[0, 1]) < 0.03
    assert (uniforms(["a"], seed=1, draws=5) == numbers[:5, :1]).all()
    assert (uniforms(["a"], seed=2, draws=5) != numbers[:5, :1]).all()


def splitmix(state):
    """The mixer in whole numbers of Python, as its authors print it."""
    mask = 2**64 - 1
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & mask
    return state ^ (state >> 31)


def test_the_numbers_are_those_of_splitmix64():
    start = int.from_bytes(blake2b(b"9:document:x", digest_size=8).digest(), "big")
    expected = [(splitmix((start + draw * 0x9E3779B97F4A7C15) % 2**64) >> 11) / 2**53 for draw in (1, 2, 3)]
    assert uniforms(["document:x"], seed=9, draws=3).ravel().tolist() == expected


def test_a_statement_is_drawn_once_on_average_with_the_variance_of_two_stages():
    drawn = draw_statements(["a"], ["doc"], seed=3, draws=40_000)
    assert drawn.mean() == pytest.approx(1, abs=0.03)
    assert drawn.var() == pytest.approx(2, abs=0.1)


def test_statements_of_one_document_rise_and_fall_together():
    drawn = draw_statements(["a", "b", "c"], ["doc-1", "doc-1", "doc-2"], seed=3, draws=20_000)
    together = np.corrcoef(drawn.T)
    assert together[0, 1] == pytest.approx(0.5, abs=0.03)
    assert abs(together[0, 2]) < 0.03


def test_band_of_hand_made_draws():
    """Two statements of +10 and -9, each drawn alone in half of the replicates: nets of 20 and of -18."""
    repeats = np.array([[1, 0], [0, 1]] * 10)
    low, high = net_band(repeats, np.array([1.0, 1.0]), np.array([10.0, -9.0]), np.array([0]))
    assert (low[0], high[0]) == (-18, 20)


def test_a_period_that_no_replicate_tells_of_has_no_band():
    low, high = net_band(np.array([[0, 1], [0, 1]]), np.array([1.0, 1.0]), np.array([10.0, 4.0]), np.array([0, 1]))
    assert np.isnan(low[0]) and np.isnan(high[0])
    assert (low[1], high[1]) == (4, 4)


def test_one_statement_has_no_band():
    assert band([event("a", "RUS", "CHN", "AID", "1953")]) == (None, None)


def test_sources_that_agree_have_a_band_of_no_width():
    assert band([event(name, "RUS", "CHN", "AID", f"1953-0{name}", document=name) for name in "123"]) == (30, 30)


def test_sources_that_disagree_have_a_band_on_both_sides_and_more_of_them_a_relatively_narrower_one():
    few = [event(f"{n}", "RUS", "CHN", kind, f"1953-{n:02d}", document=f"{n}") for n, kind in enumerate(["AID", "ACCUSE"], 1)]
    many = [
        event(f"{n}", "RUS", "CHN", ["AID", "ACCUSE"][n % 2], f"1953-{1 + n // 3:02d}-{1 + n % 3:02d}", document=f"{n}") for n in range(36)
    ]
    (low, high), (low_many, high_many) = band(few), band(many)
    assert low < 7 < high
    assert low_many < 18 * 7 < high_many
    assert (high_many - low_many) / 36 < (high - low) / 2 / 2


def test_the_band_depends_on_the_seed_and_on_nothing_else():
    told = [event(f"{n}", "RUS", "CHN", ["AID", "ACCUSE", "CONSULT"][n % 3], f"1953-{n:02d}", document=f"{n % 4}") for n in range(1, 12)]
    assert band(told, seed=7) == band(told[::-1], seed=7)
    assert band(told, seed=7) != band(told, seed=8)
