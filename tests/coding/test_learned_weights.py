"""The file of weights: 8-bit numbers with a scale a row, the pieces, and the terms of the calibration."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from coding_documents import document_of
from learned_standins import HIDDEN, LAYERS, TYPES, small_network, small_pieces

from detente.coding.coder import DefaultCoder
from detente.coding.learned.judge import Finding, features
from detente.coding.learned.pieces import END, PADDING, START, UNKNOWN
from detente.coding.learned.reading import MOST_BEFORE, MOST_HERE, mark, read_slate
from detente.coding.learned.slate import SLOTS, Slate
from detente.coding.learned.weights import FILE, LEAST, read_weights, shipped_judge
from detente.ontology import EVENT_TYPES

SHIPPED = Path(str(files("detente.data").joinpath(FILE)))
WORDS = "\n".join(small_pieces().ids)


def stored(folder: Path, **more: Any) -> Path:
    """A file of small weights, the matrices of the layers as 8-bit numbers."""
    arrays: dict[str, Any] = {"pieces": np.frombuffer(WORDS.encode("utf-8"), dtype=np.uint8)}
    for name, values in small_network().weights.items():
        if name.endswith(".w") and values.ndim == 2:
            scale = np.abs(values).max(axis=1, keepdims=True) / 127
            arrays |= {f"{name}:q": np.round(values / scale).astype(np.int8), f"{name}:s": scale.astype(np.float32)}
        else:
            arrays[name] = values.astype(np.float16)
    path = folder / "reader.npz"
    np.savez_compressed(path, **arrays, **more)
    return path


def test_weights_come_back_as_floats_and_near_to_what_was_stored(tmp_path: Path) -> None:
    network, pieces, _ = read_weights(stored(tmp_path))
    wanted = small_network().weights
    assert set(network.weights) == set(wanted)
    assert (network.layers, network.types) == (LAYERS, TYPES)
    for name, values in network.weights.items():
        assert values.dtype == np.float32 and values.shape == wanted[name].shape
        assert np.abs(values - wanted[name]).max() <= np.abs(wanted[name]).max() / 200
    assert pieces.ids == small_pieces().ids


def test_a_network_read_back_scores_nearly_as_the_one_stored(tmp_path: Path) -> None:
    network, pieces, _ = read_weights(stored(tmp_path))
    slate = Slate(keys=("A", "B"), here=2, central=(0, 1), before=(), parts=(0, (" attacked ", 2), 1))
    line = read_slate(slate, pieces)
    one, two = network.score(line), small_network().score(line)
    assert np.abs(one.chance - two.chance).max() < 0.1


def test_without_a_calibration_there_are_no_terms_and_with_one_they_are_numbers(tmp_path: Path) -> None:
    assert read_weights(stored(tmp_path))[2] == ()
    terms = read_weights(stored(tmp_path, calibration=np.asarray([0.5, 1, -2, 0, 0.25])))[2]
    assert terms == (0.5, 1.0, -2.0, 0.0, 0.25)
    assert all(type(term) is float for term in terms)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_weights(tmp_path / "none.npz")


def test_the_shipped_file_has_the_shapes_that_the_reader_needs() -> None:
    network, pieces, terms = read_weights(SHIPPED)
    width = network.weights["words"].shape[1]
    assert network.types == len(EVENT_TYPES)
    slate = Slate(keys=("A", "B"), here=2, central=(0, 1), before=(), parts=())
    assert len(terms) == len(features(Finding(0, 1, "AID", False, 0.5, -1, frozenset((0, 1)), 0.5), slate, True, False, 1))
    assert len(pieces.ids) == len(network.weights["words"])
    assert len(network.weights["positions"]) >= 1 + SLOTS + 1 + MOST_BEFORE + 1 + MOST_HERE + 1
    small = small_network().weights
    assert {name for name in network.weights if not name[0].isdigit()} == {name for name in small if not name[0].isdigit()}
    for name in ("types.0.w", "roles.words.w", "roles.slots.w", "sides.w", "0.attend.w"):
        assert network.weights[name].shape[0] == width * small[name].shape[0] // HIDDEN
    assert all(np.isfinite(values).all() for values in network.weights.values())
    names = {number: piece for piece, number in pieces.ids.items()}
    assert {START, END, PADDING, UNKNOWN} <= set(pieces.ids)
    assert all(names[mark(slot)].startswith("[unused") for slot in range(SLOTS))


def test_the_shipped_reader_is_read_once_and_is_the_default() -> None:
    judge = shipped_judge()
    assert judge is shipped_judge() and judge.least == LEAST
    assert DefaultCoder().judge is judge
    assert (DefaultCoder().name, DefaultCoder(judge=None).name) == ("detente-default", "detente-rules")


def test_the_shipped_reader_leaves_a_plain_attack_and_finds_none_between_the_unmentioned() -> None:
    (event,) = DefaultCoder().code(document_of("On 1 September 1939 Germany attacked Poland.")).events
    assert (event.source.state, event.target.state, event.event_type) == ("GMY", "POL", "ASSAULT")
    assert DefaultCoder().code(document_of("The harvest of 1939 in Sweden was poor.")).events == ()
