"""Measures of similarity, each a function of a cross-tabulation: for all pairs at once, not a number where undefined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

import numpy as np

from detente.relations.similarity import faults
from detente.relations.similarity.crosstabs import Crosstabs, Matrix

Distance = Literal["nominal", "absolute", "squared"]
"""How far apart two levels are: 1 if they differ at all; by their steps; by the square of their steps."""


def distances(levels: int, distance: Distance) -> Matrix:
    """Levels by levels: how far apart they are. Raises `UsageFault` 621 for another word."""
    steps = np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))).astype(np.float64)
    if distance == "nominal":
        return (steps > 0).astype(np.float64)
    if distance not in ("absolute", "squared"):
        raise faults.fault(faults.UNKNOWN_MEASURE, str(distance))
    return steps if distance == "absolute" else steps**2


def s_score(tables: Crosstabs, distance: Distance = "absolute") -> Matrix:
    """Signorino and Ritter's S for all pairs: 1 - 2 d / d_max, from -1 (as far apart as can be) to 1 (alike in all).

    d is the sum over the items of their distance (by weight, where the cross-tabulation is weighted), d_max what it would be
    with every item at opposite ends of the scale (the theoretical maximum, not the largest seen).

    Source: Signorino and Ritter (1999), International Studies Quarterly 43, 115-144.
    """
    far = distances(tables.levels, distance)
    return _ratio(_apart(tables, far), tables.total * far.max(), twice=2.0)


def kappa(tables: Crosstabs, distance: Distance = "squared") -> Matrix:
    """Cohen's kappa for all pairs: 1 - observed distance / that by chance; at most 1, 0 being what chance gives.

    Chance is that the items of the two states, each with its own share of items at each level, were paired at random. Undefined
    where both have one and the same level throughout. With "squared" or "absolute" the weighted kappa of 1968; with "nominal"
    that of 1960.

    Sources: Cohen (1960), Educational and Psychological Measurement 20, 37-46; (1968) Psychological Bulletin 70, 213-220;
    Häge (2011), Political Analysis 19, 287-305.
    """
    far = distances(tables.levels, distance)
    return _ratio(_apart(tables, far), _by_chance(tables.left, [left.T for left in tables.left], far, tables.total))


def pi(tables: Crosstabs, distance: Distance = "nominal") -> Matrix:
    """Scott's pi for all pairs: as kappa, but with both states drawing on the mean of their two shares at each level.

    It punishes unlike leanings where kappa excuses them. Undefined where both have one and the same level throughout.

    Sources: Scott (1955), Public Opinion Quarterly 19, 321-325; Häge (2011), Political Analysis 19, 287-305.
    """
    far = distances(tables.levels, distance)
    mean = [(left + left.T) / 2 for left in tables.left]
    return _ratio(_apart(tables, far), _by_chance(mean, mean, far, tables.total))


def tau_b(tables: Crosstabs) -> Matrix:
    """Kendall's tau-b for all pairs: the rank correlation of their levels, from -1 to 1, adjusted for ties.

    Pairs of items are counted in the cross-tabulation, so that their number does not matter. Undefined where a state has
    one level throughout. For cross-tabulations of numbers, not of weights.

    Source: Kendall (1945), Biometrika 33, 239-251; for alliances Bueno de Mesquita (1975), Journal of Conflict Resolution 19.
    """
    counts = tables.counts.astype(np.float64, copy=False)
    score = np.zeros_like(tables.total)
    for low, high in combinations(range(tables.levels), 2):
        for under, over in combinations(range(tables.levels), 2):
            score += counts[low, :, under] * counts[high, :, over] - counts[low, :, over] * counts[high, :, under]
    untied = (tables.total**2 - sum(left**2 for left in tables.left)) / 2
    both = untied * untied.T
    defined = both > 0
    return np.where(defined, score / np.sqrt(np.where(defined, both, 1.0)), np.nan)


def _apart(tables: Crosstabs, far: Matrix) -> Matrix:
    """The sum of the distances over the items of each pair."""
    return sum((far[pair] * items for pair, items in tables.between.items()), start=np.zeros_like(tables.total))


def _by_chance(first: Sequence[Matrix], second: Sequence[Matrix], far: Matrix, total: Matrix) -> Matrix:
    """The distance that two states of those shares have if their items are paired at random; 0 where they share no item."""
    found = np.zeros_like(total)
    for low, high in combinations(range(len(first)), 2):
        found += far[low, high] * (first[low] * second[high] + first[high] * second[low])
    return found / np.maximum(total, np.finfo(np.float64).tiny)


def _ratio(apart: Matrix, at_most: Matrix, twice: float = 1.0) -> Matrix:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(at_most > 0, 1 - twice * apart / at_most, np.nan)
