"""The encoder and the scores on it, on plain arrays: no library of neural networks is needed to run them.

The encoder is a MiniLM of six layers (Wang et al. 2020), trained further on the sentences and passages in `training/`;
`training/network.py` is the same network as it is fitted, `training/export.py` writes its weights as 8-bit numbers with
one scale a row. Shapes: t pieces of a sentence, h = 384 numbers a piece, k slots.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.coding.learned.reading import Line

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]
_HEADS = 12
_TINY = 1e-12
_ROLE = 64
_SELDOM = np.float32(7.0)
"""An event between two given states is seldom; the scores start from there."""


class Scores(NamedTuple):
    """What a sentence says of its slots.

    `chance` of shape (k, k, 2 * types): the probability that the first slot does a deed of the type to the second, then
    that they do it to each other. `words` of the same with the sentence's pieces: how much each piece speaks for it.
    """

    chance: Floats
    words: Floats


@dataclass(frozen=True)
class Network:
    """The weights by name, as 32-bit floats."""

    weights: Weights
    layers: int
    types: int

    def score(self, line: Line) -> Scores:
        """The scores of one sentence; sentences are read one at a time, so that none depends on what stands beside it."""
        w, length = self.weights, len(line.ids)
        part = (np.arange(length) >= line.begins).astype(np.int64)
        hidden = _normal(w["words"][list(line.ids)] + w["positions"][:length] + w["parts"][part], w["norm.w"], w["norm.b"])
        for layer in range(self.layers):
            hidden = self._layer(hidden, f"{layer}.")
        return self._scores(line, hidden)

    def _layer(self, hidden: Floats, at: str) -> Floats:
        w = self.weights
        hidden = _normal(hidden + self._attend(hidden, at), w[at + "attention.norm.w"], w[at + "attention.norm.b"])
        wide = gelu(_linear(hidden, w, at + "in"))
        return _normal(hidden + _linear(wide, w, at + "out"), w[at + "out.norm.w"], w[at + "out.norm.b"])

    def _attend(self, hidden: Floats, at: str) -> Floats:
        t, h = hidden.shape
        query, key, value = _linear(hidden, self.weights, at + "attend").reshape(t, 3, _HEADS, h // _HEADS).transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1)
        scores *= np.float32(1.0 / math.sqrt(h // _HEADS))
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = np.asarray(scores @ value, dtype=np.float32)
        return _linear(mixed.transpose(1, 0, 2).reshape(t, h), self.weights, at + "attention")

    def _scores(self, line: Line, seen: Floats) -> Scores:
        w, types = self.weights, self.types
        here = seen[line.begins :]
        slots = _slots(line, seen)
        words = _linear(here, w, "roles.words").reshape(len(here), 3, _ROLE)
        sides = _linear(slots, w, "roles.slots").reshape(len(slots), 3, _ROLE)
        fit = np.einsum("lkr,skr->ksl", words, sides) / np.float32(math.sqrt(_ROLE))
        kinds = _linear(gelu(_linear(here, w, "types.0")), w, "types.1")
        directed = fit[0][:, None, :, None] + fit[1][None, :, :, None] + kinds[None, None, :, :types]
        mutual = fit[2][:, None, :, None] + fit[2][None, :, :, None] + kinds[None, None, :, types:]
        said = np.concatenate([directed, mutual], axis=-1)
        one, two = np.split(_linear(slots, w, "sides"), 2, axis=-1)
        extra = _linear(gelu(one[:, None] + two[None]), w, "pair")
        extra[..., types:] = (extra[..., types:] + extra.transpose(1, 0, 2)[..., types:]) / 2
        top = said.max(axis=2, keepdims=True)
        logits = np.log(np.exp(said - top).sum(axis=2)) + top[:, :, 0] + extra - _SELDOM
        return Scores(np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32), said.transpose(0, 1, 3, 2))


def _slots(line: Line, seen: Floats) -> Floats:
    """Each slot by its mark before the text and by the mean of its marks in the sentence: (k, 2h)."""
    out = np.zeros((line.keys, 2 * seen.shape[1]), dtype=np.float32)
    marks = np.asarray(line.slots)
    at = np.arange(len(marks))
    for slot in range(line.keys):
        ahead = seen[(marks == slot) & (at <= line.keys)]
        named = seen[(marks == slot) & (at >= line.begins)]
        if len(ahead):
            out[slot, : seen.shape[1]] = ahead.mean(axis=0)
        if len(named):
            out[slot, seen.shape[1] :] = named.mean(axis=0)
    return out


def _linear(x: Floats, w: Weights, name: str) -> Floats:
    flat = x.reshape(-1, x.shape[-1]) @ w[name + ".w"]
    flat += w[name + ".b"]
    return np.asarray(flat.reshape(*x.shape[:-1], -1), dtype=np.float32)


def _normal(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Layer normalisation over the last axis."""
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...h,...h->...", centred, centred)[..., None] / np.float32(x.shape[-1])
    centred /= np.sqrt(variance + np.float32(_TINY))
    return np.asarray(centred * weight + bias, dtype=np.float32)


def gelu(x: Floats) -> Floats:
    """x times about the normal distribution function at x (Hendrycks and Gimpel 2016, the tanh form; error below 0.0005)."""
    z = x * x
    z *= np.float32(-0.0713548163)
    z -= np.float32(1.5957691216)
    z *= x
    with np.errstate(over="ignore"):  # far below zero the quotient goes to nothing, as it should
        np.exp(z, out=z)
    z += np.float32(1.0)
    return np.asarray(x / z, dtype=np.float32)
