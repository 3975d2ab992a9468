"""Fit what a probability of the network, with the rules' findings, is worth: on passages that the network was not fitted on.

    python training/calibrate.py WEIGHTS.npz

Adds `calibration` to the weights: the terms of a logistic regression (Platt 1999) of "the writer coded this type between this
pair in this sentence" on a constant, the logit of the network's probability, and the rest of what `features` in the package's
`judge.py` gives.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from passages import TYPES
from prepare import documents, held_out, told, written

from detente.coding.coder import DefaultCoder
from detente.coding.deeds import read_deeds
from detente.coding.events import tell
from detente.coding.learned.judge import LEAST, chances_of, crowds, features, read_all
from detente.coding.learned.network import Network
from detente.coding.learned.pieces import WordPieces
from detente.coding.learned.slate import is_organisation
from detente.coding.learned.weights import read_weights
from detente.ontology import EVENT_TYPES

Array = NDArray[np.float64]
RIDGE = 1e-3


def rows(network: Network, pieces: WordPieces) -> Iterator[tuple[tuple[float, ...], bool]]:
    """The features of each candidate of the held-out passages, and whether its writer coded it."""
    coder = DefaultCoder(judge=None)
    for passage, document in documents([passage for passage in written() if held_out(passage)]):
        for each in told(passage, document, coder, Counter()):
            slate = each.reading.slate
            if len(slate.keys) < 2:
                continue
            right = {(frozenset((slate.keys[a], slate.keys[b])), EVENT_TYPES[kind]) for a, b, kind, *_ in each.events}
            ruled = tell(each.reading.sitting, read_deeds(each.reading.sitting.scene))
            same, pairs = {(one.pair, one.kind) for one in ruled}, {one.pair for one in ruled}
            found = chances_of(*read_all([slate], network, pieces), same)
            many = crowds(found)
            for key, finding in found.items():
                if not passage.organisations and any(map(is_organisation, key[0])):
                    continue
                if finding.chance >= LEAST or key in same:
                    yield features(finding, slate, key in same, key[0] in pairs and key not in same, many[key[1]]), key in right


def fitted(x: Array, y: Array) -> Array:
    """Logistic regression by Newton's method with a small ridge."""
    terms = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ terms))
        gradient = x.T @ (y - p) - RIDGE * terms
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(terms)), gradient)
        terms += step
        if np.abs(step).max() < 1e-10:
            break
    return terms


def main(path: Path) -> None:
    """Fit, say how the bins come out, and write the terms into the weights."""
    assert len(TYPES) == len(EVENT_TYPES)
    network, pieces, _ = read_weights(path)
    found = list(rows(network, pieces))
    x, y = np.array([row for row, _ in found]), np.array([float(right) for _, right in found])
    terms = fitted(x, y)
    sure = 1 / (1 + np.exp(-x @ terms))
    print(f"{len(y)} candidates, {int(y.sum())} right; terms {np.round(terms, 3).tolist()}")
    for low in np.arange(0, 1, 0.1):
        here = (sure >= low) & (sure < low + 0.1)
        if here.any():
            print(f"{low:.1f} to {low + 0.1:.1f}: {int(here.sum())} said {sure[here].mean():.2f}, right {y[here].mean():.2f}")
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    np.savez_compressed(path, **{**arrays, "calibration": terms})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
