"""The network on plain arrays, on small random weights: what must hold whatever the weights are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learned_standins import HIDDEN, LAYERS, TYPES, small_network, small_pieces

from detente.coding.learned.network import Floats, Network, Scores, _normal, _slots, _summed, gelu, linear
from detente.coding.learned.reading import Line, mark, read_slate
from detente.coding.learned.slate import Part, Slate

PIECES = small_pieces()
NETWORK = small_network()
CLOSE = 1e-4


def line_of(*parts: Part, keys: int = 3, before: tuple[Part, ...] = (), central: tuple[int, ...] | None = None) -> Line:
    states = tuple(f"S{n}" for n in range(keys))
    slate = Slate(keys=states, here=keys, central=central or tuple(range(keys)), before=before, parts=parts)
    return read_slate(slate, PIECES)


LINES = [
    line_of(0, (" attacked ", 6), 1, (" and ", 20), 2, (".", 30)),
    line_of(1, (" signed the treaty with ", 6), 0, before=(2, (" talks", 4))),
    line_of(("the talks", 0), keys=2),
    line_of(0, (" and ", 3), 1, (" of " * 30, 9), keys=5),
]


def close(one: Floats, two: Floats) -> bool:
    return bool(np.allclose(one, two, atol=CLOSE, rtol=CLOSE))


def words_of(scores: Scores) -> Floats:
    """How much each piece speaks for each type between each two slots: (k, k, 2 * types, pieces)."""
    keys = range(len(scores.chance))
    rows = [[[scores.words(one, two, n % TYPES, mutual=n >= TYPES) for n in range(2 * TYPES)] for two in keys] for one in keys]
    return np.asarray(rows, dtype=np.float32)


def test_scores_are_probabilities_of_every_ordered_pair_and_type() -> None:
    for line in LINES:
        scores = NETWORK.score(line)
        assert scores.chance.shape == (line.keys, line.keys, 2 * TYPES)
        assert scores.fit.shape == (3, line.keys, len(line.ids) - line.begins)
        assert scores.kinds.shape == (len(line.ids) - line.begins, 2 * TYPES)
        assert ((scores.chance > 0) & (scores.chance < 1)).all()
        assert np.isfinite(words_of(scores)).all()
        assert scores.chance.dtype == np.float32


def test_the_scores_of_a_line_do_not_depend_on_those_read_before() -> None:
    alone = [small_network().score(line) for line in LINES]
    for line, first in reversed(list(zip(LINES, alone, strict=True))):
        again = NETWORK.score(line)
        assert again.chance.tobytes() == first.chance.tobytes()
        assert (again.fit.tobytes(), again.kinds.tobytes()) == (first.fit.tobytes(), first.kinds.tobytes())


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1), (2, 2, 0), (1,)])
def test_sentences_read_side_by_side_have_the_scores_that_each_has_alone(order: tuple[int, ...]) -> None:
    lines = [LINES[n] for n in order]
    for line, beside in zip(lines, NETWORK.scores(lines), strict=True):
        alone = NETWORK.score(line)
        assert close(beside.chance, alone.chance) and close(beside.fit, alone.fit) and close(beside.kinds, alone.kinds)
    assert NETWORK.scores([]) == []


def test_the_sentence_before_is_taken_up_by_the_lower_layers_and_left_out_of_the_upper_ones() -> None:
    with_it, without = LINES[1], LINES[1].alone()[0]
    assert len(with_it.ids) > len(without.ids)
    assert not close(NETWORK.score(with_it).chance, NETWORK.score(without).chance)
    positions = {"positions": np.zeros_like(NETWORK.weights["positions"])}
    upper = Network(dict(NETWORK.weights) | positions, 0, TYPES)
    assert close(upper.score(with_it).chance, upper.score(without).chance), "no layer has read it"
    assert LAYERS > 3


def renamed(line: Line, order: tuple[int, ...]) -> Line:
    """The line in which slot n is called order[n], with the marks before it where they stood."""
    slots = tuple(order[slot] if slot >= 0 else slot for slot in line.slots)
    ids = tuple(mark(slot) if slot >= 0 else piece for piece, slot in zip(line.ids, slots, strict=True))
    return Line(ids=ids, begins=line.begins, offsets=line.offsets, slots=slots, keys=line.keys)


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 0, 1), (0, 1, 2)])
@pytest.mark.parametrize("line", LINES[:2])
def test_slots_by_other_names_have_their_scores_under_these(line: Line, order: tuple[int, ...]) -> None:
    """With one vector for all marks, what a slot is called is of no matter; the trained marks differ as positions in a list do."""
    weights = dict(NETWORK.weights)
    words = weights["words"].copy()
    words[[mark(slot) for slot in range(3)]] = words[mark(0)]
    network = Network(weights | {"words": words}, NETWORK.layers, TYPES)
    one, two = network.score(line), network.score(renamed(line, order))
    at = np.asarray(order)
    assert close(one.chance, two.chance[at][:, at])
    assert close(one.fit, two.fit[:, at])
    assert close(one.kinds, two.kinds)


def test_what_two_do_to_each_other_is_one_score_and_a_direction_is_two() -> None:
    for scores in map(NETWORK.score, LINES):
        mutual, directed, words = scores.chance[..., TYPES:], scores.chance[..., :TYPES], words_of(scores)
        assert close(mutual, mutual.transpose(1, 0, 2))
        assert close(words[..., TYPES:, :], words[..., TYPES:, :].transpose(1, 0, 2, 3))
        assert not close(directed, directed.transpose(1, 0, 2))


def test_a_score_is_the_sum_over_words_of_what_each_says_and_of_what_the_pair_adds() -> None:
    silenced = Network(dict(NETWORK.weights) | {"pair.w": 0 * NETWORK.weights["pair.w"]}, NETWORK.layers, TYPES)
    scores = silenced.score(LINES[0])
    words = words_of(scores).astype(np.float64)
    logits = np.log(scores.chance / (1 - scores.chance.astype(np.float64)))
    wanted = np.log(np.exp(words).sum(-1)) + NETWORK.weights["pair.b"] - 7.0
    assert np.allclose(logits, wanted, atol=1e-2)
    assert not close(scores.chance, NETWORK.score(LINES[0]).chance)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([0.1, 3.0, 60.0]))
def test_the_sum_over_pieces_is_that_of_the_plain_formula(seed: int, scale: float) -> None:
    draw = np.random.default_rng(seed)
    fit, kinds = ((draw.standard_normal(shape) * scale).astype(np.float32) for shape in ((2, 2, 5), (5, 3)))
    found = _summed(fit, kinds)
    said = fit.astype(np.float64)[:, :, :, None] + kinds.astype(np.float64)[None, None]
    wanted = np.logaddexp.reduce(said, axis=2)
    near = wanted > fit.max(-1)[..., None] + kinds.max(0) - 60
    assert np.allclose(found[near], wanted[near], atol=1e-3)
    assert np.isfinite(found).all()


def test_a_slot_is_its_mark_ahead_and_the_mean_of_its_marks_in_the_sentence() -> None:
    line = LINES[1]
    seen = np.arange(len(line.ids) * HIDDEN, dtype=np.float32).reshape(-1, HIDDEN)
    slots = _slots(line, seen)
    named = [n for n, slot in enumerate(line.slots) if slot == 0 and n >= line.begins]
    assert np.array_equal(slots[0], np.concatenate([seen[1], seen[named].mean(0)]))
    assert line.slots[3] == 2 and np.array_equal(slots[2], np.concatenate([seen[3], 0 * seen[3]])), "named only in the sentence before"


def test_a_slot_named_twice_is_the_mean_of_both() -> None:
    line = line_of(0, ("and", 3), 0, keys=1)
    seen = np.arange(len(line.ids) * HIDDEN, dtype=np.float32).reshape(-1, HIDDEN)
    first, second = (n for n, slot in enumerate(line.slots) if slot == 0 and n >= line.begins)
    assert np.array_equal(_slots(line, seen)[0, HIDDEN:], (seen[first] + seen[second]) / 2)


@settings(deadline=None)
@given(values=st.lists(st.floats(-30, 30, width=32), min_size=1, max_size=40))
def test_gelu_is_nearly_x_times_the_normal_distribution(values: list[float]) -> None:
    found = gelu(np.asarray(values, dtype=np.float32))
    wanted = [x * 0.5 * (1 + math.erf(x / math.sqrt(2))) for x in values]
    assert np.allclose(found, wanted, atol=5e-4, rtol=1e-6)


@pytest.mark.parametrize(("x", "wanted"), [(-1e4, 0.0), (-50.0, 0.0), (50.0, 50.0), (1e4, 1e4)])
def test_gelu_far_out_is_nothing_or_x(x: float, wanted: float) -> None:
    assert gelu(np.asarray([x], dtype=np.float32))[0] == np.float32(wanted)


def test_gelu_leaves_its_argument_alone_and_is_zero_at_zero() -> None:
    x = np.linspace(-3, 3, 7, dtype=np.float32).reshape(7, 1)
    kept = x.copy()
    assert gelu(x).shape == x.shape and np.array_equal(x, kept)
    assert gelu(x)[3, 0] == 0.0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 50))
def test_normalising_follows_the_plain_formula(seed: int, size: int) -> None:
    draw = np.random.default_rng(seed)
    x, weight, bias = (draw.standard_normal(shape).astype(np.float32) for shape in ((3, 2, size), size, size))
    found = _normal(x, weight, bias)
    for row, got in zip(x.reshape(-1, size), found.reshape(-1, size), strict=True):
        mean = sum(row.tolist()) / size
        spread = math.sqrt(sum((v - mean) ** 2 for v in row.tolist()) / size)
        wanted = [(v - mean) / spread * w + b for v, w, b in zip(row.tolist(), weight.tolist(), bias.tolist(), strict=True)]
        assert np.allclose(got, wanted, atol=2e-3)


def test_a_row_of_one_number_is_normalised_to_the_bias() -> None:
    same = np.full((1, 1, 8), 3.0, dtype=np.float32)
    assert np.array_equal(_normal(same, np.ones(8, np.float32), np.full(8, 0.5, np.float32)), np.full((1, 1, 8), 0.5, np.float32))


def test_a_linear_layer_is_a_product_and_a_sum() -> None:
    draw = np.random.default_rng(3)
    x, w, b = (draw.standard_normal(shape).astype(np.float32) for shape in ((2, 3, 4), (4, 5), 5))
    found = linear(x, {"a.w": w, "a.b": b}, "a")
    assert found.shape == (2, 3, 5)
    assert np.allclose(found, np.einsum("nth,hk->ntk", x, w) + b, atol=1e-5)


@pytest.mark.parametrize("keys", [1, 8])
def test_a_sentence_without_words_has_scores_too(keys: int) -> None:
    assert NETWORK.score(line_of(keys=keys)).chance.shape == (keys, keys, 2 * TYPES)
