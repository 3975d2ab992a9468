"""The trained network as the package ships it."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from detente.coding.learned.judge import Judge
from detente.coding.learned.network import Floats, Network
from detente.coding.learned.pieces import WordPieces

FILE = "event_reader.npz"
LEAST = 0.28
"""The confidence from which a finding is an event: where F1 was highest on the texts looked at while writing."""


@cache
def shipped_judge() -> Judge:
    """The default coder's reader, read once a process."""
    return read_judge()


def read_judge() -> Judge:
    """The shipped reader, read anew."""
    with as_file(files("detente.data").joinpath(FILE)) as path:
        network, pieces, terms = read_weights(path)
    return Judge(network, pieces, terms, LEAST)


def read_weights(path: Path) -> tuple[Network, WordPieces, tuple[float, ...]]:
    """The network, its pieces, and the terms of its calibration (none before `training/calibrate.py` has added them)."""
    weights = read_arrays(path)
    with np.load(path) as stored:
        pieces = bytes(stored["pieces"]).decode("utf-8").split("\n")
        terms = tuple(float(term) for term in stored["calibration"]) if "calibration" in stored.files else ()
    layers = sum(1 for name in weights if name.endswith(".attend.w"))
    return Network(weights, layers, weights["pair.w"].shape[1] // 2), WordPieces.of(pieces), terms


def read_arrays(path: Path) -> dict[str, Floats]:
    """The arrays of a file of weights by name, those kept as 8-bit numbers with their scales as 32-bit floats."""
    weights: dict[str, Floats] = {}
    with np.load(path) as stored:
        for name in stored.files:
            if name.endswith(":q"):
                weights[name[:-2]] = stored[name].astype(np.float32) * stored[name[:-2] + ":s"]
            elif name not in ("pieces", "calibration") and not name.endswith(":s"):
                weights[name] = stored[name].astype(np.float32)
    return weights
