"""F1, Cohen's kappa and Krippendorff's alpha for nominal codes; undefined is said with its reason, never as 0 or 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Code = Hashable
"""A category. None stands for a unit that a coder has not coded."""


@dataclass(frozen=True, kw_only=True)
class Coefficient:
    """A measure of agreement: its value, or None with the reason why it has none; `units` is how many it rests on."""

    value: float | None
    units: int
    undefined: str = ""


def f1(hits_a: int, hits_b: int, n_a: int, n_b: int) -> Coefficient:
    """The F1 of two sets of `n_a` and `n_b` things, of which `hits_a` and `hits_b` have their like in the other; from 0 to 1.

    The harmonic mean of the two shares; with one-to-one pairs both hits are one number and this is
    2 hits / (n_a + n_b). 0 where one set is empty and the other not; undefined where both are.
    """
    if n_a + n_b == 0:
        return Coefficient(value=None, units=0, undefined="neither coding has any")
    if not n_a or not n_b or not hits_a or not hits_b:
        return Coefficient(value=0.0, units=n_a + n_b)
    return Coefficient(value=2 / (n_a / hits_a + n_b / hits_b), units=n_a + n_b)


def kappa(pairs: Iterable[tuple[Code | None, Code | None]]) -> Coefficient:
    """Cohen's kappa of two coders over units that both have coded; from -1 to 1, 0 being what chance gives.

    `pairs` holds for each unit the code of either coder; a unit that one has not coded (None) is left
    out. Chance is reckoned from each coder's own use of the codes. Undefined without units, and where
    both use one and the same code throughout.

    Source: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
    """
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    if not both:
        return Coefficient(value=None, units=0, undefined="no unit was coded by both")
    n = len(both)
    first, second = Counter(a for a, _ in both), Counter(b for _, b in both)
    expected = sum(first[code] * second[code] for code in first)  # times n squared
    if expected == n * n:
        return Coefficient(value=None, units=n, undefined="both use one code throughout, so that chance alone would agree")
    observed = sum(a == b for a, b in both)
    return Coefficient(value=(n * observed - expected) / (n * n - expected), units=n)


def krippendorff_alpha(units: Iterable[Sequence[Code | None]]) -> Coefficient:
    """Krippendorff's alpha for nominal codes, any number of coders, with missing codes; at most 1, 0 being what chance gives.

    `units` holds for each unit the codes given to it, None for a coder who gave none. A unit with fewer
    than two codes can be paired with nothing and is left out. Chance is reckoned from all codes paired,
    whoever gave them. Undefined without such units, and where only one code is used.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.
    """
    totals: Counter[Code] = Counter()
    n = paired = 0
    disagreement = 0.0
    for unit in units:
        codes = [code for code in unit if code is not None]
        if len(codes) < 2:
            continue
        paired, n = paired + 1, n + len(codes)
        counts = Counter(codes)
        totals.update(counts)
        same = sum(count * (count - 1) for count in counts.values())
        disagreement += (len(codes) * (len(codes) - 1) - same) / (len(codes) - 1)
    if not paired:
        return Coefficient(value=None, units=0, undefined="no unit has two codes")
    by_chance = n * n - sum(count * count for count in totals.values())
    if not by_chance:
        return Coefficient(value=None, units=paired, undefined="only one code is used, so that chance alone would agree")
    return Coefficient(value=1 - (n - 1) * disagreement / by_chance, units=paired)


def confusion(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How often the first coder's code stands beside the second's, by both codes in order; empty without pairs."""
    return dict(sorted(Counter(pairs).items()))
