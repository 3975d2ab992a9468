"""The encoder and the scores on it, on plain arrays: no library of neural networks is needed to run them.

The encoder is a MiniLM of six layers (Wang et al. 2020), trained further on the sentences and passages in `training/`;
`training/network.py` is the same network as it is fitted, `training/export.py` writes its weights as 8-bit numbers with
one scale a row. Shapes: t pieces of a sentence, h = 384 numbers a piece, k slots.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.coding.learned.reading import Line

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]
_HEADS = 12
_TINY = 1e-30
_EVEN = 1e-12
_ROLE = 64
_ALONE = 3
"""From this layer on the sentence before is left out: what it says has been taken up, and a quarter of the time is saved."""
_SELDOM = np.float32(7.0)
"""An event between two given states is seldom; the scores start from there."""


class OwnProducts(dict[str, Floats], ABC):
    """Weights by name that take some of their products in a way of their own."""

    @abstractmethod
    def product(self, x: Floats, name: str) -> Floats | None:
        """The rows of x times the matrix of that name, and its constants added; None where the product is to be taken as usual."""

    @abstractmethod
    def wide(self, x: Floats, at: str) -> Floats:
        """The rows of x through the two wide matrices of a layer; see `_wide`."""


@dataclass(frozen=True)
class Scores:
    """What a sentence says of its slots.

    `chance` of shape (k, k, 2 * types): the probability that the first slot does a deed of the type to the second, then
    that they do it to each other. `fit` of shape (3, k, pieces of the sentence): how well a piece fits a slot as source, as
    target, and as one of two; `kinds` of shape (pieces, 2 * types): how much it tells of each type. `seen` of shape
    (keys + 2 + pieces, h) is what the encoder makes of the marks and the sentence, for other readers to go on from.
    """

    chance: Floats
    fit: Floats
    kinds: Floats
    seen: Floats

    def words(self, source: int, target: int, kind: int, *, mutual: bool) -> Floats:
        """How much each piece of the sentence speaks for a deed of a type between two slots."""
        types = self.kinds.shape[1] // 2
        one, two = (2, 2) if mutual else (0, 1)
        return np.asarray(self.fit[one, source] + self.fit[two, target] + self.kinds[:, kind + types * mutual], dtype=np.float32)


@dataclass(frozen=True)
class Network:
    """The weights by name, as 32-bit floats."""

    weights: Weights
    layers: int
    types: int

    def score(self, line: Line) -> Scores:
        """The scores of one sentence."""
        return self.scores([line])[0]

    def scores(self, lines: Sequence[Line]) -> list[Scores]:
        """The scores of sentences, read side by side: the weights, which no cache holds, are fetched once for all of them.

        No piece attends to another sentence. What stands beside a sentence may change the last digits of its sums.
        """
        hidden = np.concatenate([self._embedded(line) for line in lines]) if lines else np.zeros((0, 0), dtype=np.float32)
        for layer in range(self.layers if lines else 0):
            if layer == _ALONE:
                alone = [line.alone() for line in lines]
                hidden = np.concatenate([part[kept] for part, (_, kept) in zip(parted(hidden, lines), alone, strict=True)])
                lines = [line for line, _ in alone]
            hidden = layer_of(hidden, lines, self.weights, f"{layer}.")
        return [self._scores(line, part) for line, part in zip(lines, parted(hidden, lines), strict=True)]

    def _embedded(self, line: Line) -> Floats:
        w, length = self.weights, len(line.ids)
        part = (np.arange(length) >= line.begins).astype(np.int64)
        return _normal(w["words"][list(line.ids)] + w["positions"][:length] + w["parts"][part], w["norm.w"], w["norm.b"])

    def _scores(self, line: Line, seen: Floats) -> Scores:
        w, types = self.weights, self.types
        here = seen[line.begins :]
        slots = _slots(line, seen)
        words = linear(here, w, "roles.words").reshape(len(here), 3, _ROLE)
        sides = linear(slots, w, "roles.slots").reshape(len(slots), 3, _ROLE)
        fit = np.asarray(np.einsum("lkr,skr->ksl", words, sides, optimize=True) / math.sqrt(_ROLE), dtype=np.float32)
        kinds = linear(gelu(linear(here, w, "types.0")), w, "types.1")
        said = np.concatenate(
            [
                _summed(fit[0][:, None] + fit[1][None], kinds[:, :types]),
                _summed(fit[2][:, None] + fit[2][None], kinds[:, types:]),
            ],
            axis=-1,
        )
        one, two = np.split(linear(slots, w, "sides"), 2, axis=-1)
        extra = linear(gelu(one[:, None] + two[None]), w, "pair")
        extra[..., types:] = (extra[..., types:] + extra.transpose(1, 0, 2)[..., types:]) / 2
        return Scores(np.asarray(1.0 / (1.0 + np.exp(_SELDOM - said - extra)), dtype=np.float32), fit, kinds, seen)


def layer_of(hidden: Floats, lines: Sequence[Line], w: Weights, at: str) -> Floats:
    """What one layer, whose weights' names begin with `at`, makes of the pieces of sentences that stand one below the other."""
    read = np.concatenate([_attended(part) for part in parted(linear(hidden, w, at + "attend"), lines)])
    hidden = _normal(hidden + linear(read, w, at + "attention"), w[at + "attention.norm.w"], w[at + "attention.norm.b"])
    return _normal(hidden + _wide(hidden, w, at), w[at + "out.norm.w"], w[at + "out.norm.b"])


def _wide(hidden: Floats, w: Weights, at: str) -> Floats:
    """What the two wide matrices of a layer make of each piece by itself."""
    return w.wide(hidden, at) if isinstance(w, OwnProducts) else linear(gelu(linear(hidden, w, at + "in")), w, at + "out")


def parted(rows: Floats, lines: Sequence[Line]) -> list[Floats]:
    """The rows of each line."""
    ends = np.cumsum([len(line.ids) for line in lines])
    return [rows[end - len(line.ids) : end] for line, end in zip(lines, ends.tolist(), strict=True)]


def _attended(asked: Floats) -> Floats:
    """What each piece of one sentence takes up from the others: queries, keys and values (t, 3h) give (t, h)."""
    t, h = len(asked), asked.shape[1] // 3
    query, key, value = asked.reshape(t, 3, _HEADS, h // _HEADS).transpose(1, 2, 0, 3)
    scores = query @ key.transpose(0, 2, 1)
    scores *= np.float32(1.0 / math.sqrt(h // _HEADS))
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return np.asarray((scores @ value).transpose(1, 0, 2).reshape(t, h), dtype=np.float32)


def _summed(fit: Floats, kinds: Floats) -> NDArray[np.float64]:
    """The logarithm of the sum over pieces of exp(fit + kind): (k, k, pieces) and (pieces, types) give (k, k, types)."""
    high, top = fit.max(axis=-1, keepdims=True), kinds.max(axis=0, keepdims=True)
    total = np.exp((fit - high).astype(np.float64)) @ np.exp((kinds - top).astype(np.float64))
    return np.asarray(np.log(total + _TINY) + high + top)


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


def linear(x: Floats, w: Weights, name: str) -> Floats:
    """The rows of x times a matrix, and its constants added."""
    rows = x.reshape(-1, x.shape[-1])
    flat = w.product(rows, name) if isinstance(w, OwnProducts) else None
    if flat is None:
        flat = rows @ w[name + ".w"]
        flat += w[name + ".b"]
    return np.asarray(flat.reshape(*x.shape[:-1], -1), dtype=np.float32)


def _normal(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Layer normalisation over the last axis."""
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...h,...h->...", centred, centred)[..., None] / np.float32(x.shape[-1])
    centred /= np.sqrt(variance + np.float32(_EVEN))
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
