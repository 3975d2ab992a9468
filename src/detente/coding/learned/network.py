"""The encoder and the scores on it, on plain arrays: no library of neural networks is needed to run them.

The encoder is a MiniLM of six layers (Wang et al. 2020), trained further on the sentences and passages in `training/`;
`training/network.py` is the same network as it is fitted, `training/export.py` writes its weights as 8-bit numbers with
one scale a row. Shapes: n sentences, t pieces, h = 384 numbers a piece, k slots.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
_AWAY = np.float32(-1e4)
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

    def score(self, lines: Sequence[Line]) -> list[Scores]:
        """The scores of each line; all are read at once, so that lines of like length should come together."""
        seen = self._encode(lines)
        return [self._scores(line, seen[n, : len(line.ids)]) for n, line in enumerate(lines)]

    def _encode(self, lines: Sequence[Line]) -> Floats:
        """The encoder's numbers for every piece: (n, t, h)."""
        longest = max(len(line.ids) for line in lines)
        ids = np.zeros((len(lines), longest), dtype=np.int64)
        mask = np.zeros((len(lines), longest), dtype=np.float32)
        part = np.zeros((len(lines), longest), dtype=np.int64)
        for n, line in enumerate(lines):
            ids[n, : len(line.ids)] = line.ids
            mask[n, : len(line.ids)] = 1.0
            part[n, line.begins : len(line.ids)] = 1
        w = self.weights
        hidden = _normal(w["words"][ids] + w["positions"][:longest] + w["parts"][part], w["norm.w"], w["norm.b"])
        shut = None if mask.all() else ((1.0 - mask) * _AWAY)[:, None, None, :]
        for layer in range(self.layers):
            hidden = self._layer(hidden, shut, f"{layer}.")
        return hidden

    def _layer(self, hidden: Floats, shut: Floats | None, at: str) -> Floats:
        w = self.weights
        hidden = _normal(hidden + self._attend(hidden, shut, at), w[at + "attention.norm.w"], w[at + "attention.norm.b"])
        wide = gelu(_linear(hidden, w, at + "in"))
        return _normal(hidden + _linear(wide, w, at + "out"), w[at + "out.norm.w"], w[at + "out.norm.b"])

    def _attend(self, hidden: Floats, shut: Floats | None, at: str) -> Floats:
        n, t, h = hidden.shape
        joined = _linear(hidden, self.weights, at + "attend").reshape(n, t, 3, _HEADS, h // _HEADS).transpose(2, 0, 3, 1, 4)
        query, key, value = joined
        scores = query @ key.transpose(0, 1, 3, 2)
        scores *= np.float32(1.0 / math.sqrt(h // _HEADS))
        if shut is not None:
            scores += shut
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(n, t, h)
        return _linear(mixed, self.weights, at + "attention")

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
    """x times the normal distribution function at x; the error function by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    z = np.abs(x) * np.float32(math.sqrt(0.5))
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    poly = np.float32(1.061405429) * t
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        poly += np.float32(term)
        poly *= t
    z *= -z
    np.exp(z, out=z)
    z *= poly
    return np.asarray(np.where(x >= 0, x * (1.0 - 0.5 * z), x * (0.5 * z)), dtype=np.float32)
