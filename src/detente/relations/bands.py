"""The 90 per cent band of a series: how far its balance would move with other sources and other statements.

A two-stage Poisson bootstrap. In each of `draws` replicates every document is drawn a Poisson(1)
number of times M, and each of its statements a Poisson(M) number of times K. With w the weight of a
statement and x its score, the replicate's net is W * (sum of K w x) / (sum of K w), where W, the sum of
w, is what the sources tell in all: the band says how the balance of what is told could shift, not how
much more might have been told. A replicate that draws no statement of the period is left out. The band
runs from the 5th to the 95th percentile of the rest.

Each draw is a function of the seed, the number of the replicate and the id of the document or
statement alone (the splitmix64 mixer of Steele, Lea and Flood, 2014), so that neither the order of the
events nor the presence of others moves it. The Poisson bootstrap: Chamandy, Muralidharan, Najmi and
Naidu, "Estimating uncertainty for massive data streams", 2012. The error of the coder is not in the band.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import exp, factorial

import numpy as np
from numpy.typing import NDArray

from detente.relations.periods import Days

Floats = NDArray[np.float64]
Counts = NDArray[np.int8]

_LARGEST = 12
"""A Poisson count of mean 1 is above this once in ten thousand million draws; it is cut to it."""

_COUNTS = 2 * _LARGEST


def _cumulative(mean: int) -> Floats:
    chances = [exp(-mean) * mean**count / factorial(count) for count in range(_COUNTS)]
    return np.cumsum(np.array(chances, dtype=np.float64))


_CUMULATIVE = np.stack([_cumulative(mean) for mean in range(_LARGEST + 1)])


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def uniforms(names: Sequence[str], seed: int, draws: int) -> Floats:
    """Numbers evenly spread from 0 to below 1, of shape (draws, names); each depends on its name, the seed and the draw alone."""
    keys = [hashlib.blake2b(f"{seed}:{name}".encode("utf-8", "surrogatepass"), digest_size=8).digest() for name in names]
    bases = np.array([int.from_bytes(key, "big") for key in keys], dtype=np.uint64)
    steps = np.arange(1, draws + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = _mixed(bases[np.newaxis, :] + steps[:, np.newaxis]) >> np.uint64(11)
    return mixed.astype(np.float64) * 2.0**-53


def _poisson(means: Counts, uniform: Floats) -> Counts:
    """Poisson counts of whole-number `means` (0 to 12) from uniform numbers, by inversion."""
    counts = np.zeros(uniform.shape, dtype=np.int8)
    for count in range(_COUNTS):
        above = uniform > _CUMULATIVE[:, count][means]
        if not above.any():
            break
        counts += above
    return np.minimum(counts, _LARGEST)


def draw_statements(events: Sequence[str], documents: Sequence[str], seed: int, draws: int) -> Counts:
    """How often each event is drawn, of shape (draws, events); `documents` names the document of each. The mean is 1."""
    named = sorted(set(documents))
    place = {name: column for column, name in enumerate(named)}
    uniform = uniforms([f"document:{name}" for name in named], seed, draws)
    drawn = _poisson(np.ones(uniform.shape, dtype=np.int8), uniform)
    return _poisson(drawn[:, [place[name] for name in documents]], uniforms([f"event:{name}" for name in events], seed, draws))


def net_band(repeats: Counts, weight: Floats, score: Floats, starts: Days, level: float = 0.9) -> tuple[Floats, Floats]:
    """Low and high end of the net of each period.

    `repeats` (draws, rows) says how often the statement of each row was drawn, `weight` and `score` are
    the row's own, and the rows of a period stand together from each of `starts`. Both ends are NaN
    where no replicate draws a statement of the period.
    """
    told = np.add.reduceat(repeats * weight, starts, axis=1)
    scored = np.add.reduceat(repeats * (weight * score), starts, axis=1)
    replicates = np.full(told.shape, np.nan)
    np.divide(scored * np.add.reduceat(weight, starts), told, out=replicates, where=told > 0)
    low, high = np.full(len(starts), np.nan), np.full(len(starts), np.nan)
    usable = (told > 0).any(axis=0)
    if usable.any():
        low[usable], high[usable] = np.nanquantile(replicates[:, usable], [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
