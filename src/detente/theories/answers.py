"""Reciprocity of one pair of states, where data are too thin for a triangle: each forecast from its own past, and from the partner's too.

A study's own documents give a number a year and direction, and gaps. Six flows at once would ask more of them than they hold; two flows,
forecast one year ahead from one year before with coefficients held near 0 (`response.rolling`), are what they may bear. Nothing is tested
where the years are fewer than `LEARN` + `FORECAST`, or where a state acts in too few of them: a series of zeros answers nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.errors import DetenteError
from detente.theories.evaluation import Difference, diebold_mariano
from detente.theories.response.rolling import forecasts, mean_of_the_past, no_change, rows_of
from detente.theories.response.stretches import Floats

LEARN, FORECAST = 20, 15
"""Pairs of years in a row that are learnt from before the first forecast, and that are forecast, at least."""
ACTIVE = 20
"""Years in which a state does anything to the other, at least, for either."""


@dataclass(frozen=True, kw_only=True)
class PairAnswer:
    """What one direction comes to: mean log scores of `routine`, `reciprocity` and two forecasts without a model, and tests over routine.

    `rows` years have a year before them in the data, `active` years an act of the `actor`.
    """

    actor: str
    partner: str
    rows: int
    active: int
    scores: Mapping[str, float]
    tests: Mapping[str, Difference]

    @property
    def name(self) -> str:
        """`CHN>RUS`."""
        return f"{self.actor}>{self.partner}"


def pair_answers(values: Floats, states: tuple[str, str]) -> tuple[PairAnswer, PairAnswer]:
    """Both directions of a pair: `values` (T, 2) is what the first did to the second and the second to the first, NaN in gaps.

    Values are tamed (asinh), since a year of crisis would else outweigh all others. Raises `DetenteError` 734 where they are too few.
    """
    known = np.asarray(np.isfinite(values).all(axis=1), dtype=np.bool_)
    rows = int(np.count_nonzero(np.logical_and(known[1:], known[:-1])))
    active = [int(np.count_nonzero(values[known, side])) for side in (0, 1)]
    if rows < LEARN + FORECAST or min(active) < ACTIVE:
        one, two = states
        raise DetenteError(
            734,
            f"too few years with deeds: {one} and {two} have {rows} years with a year before them (at least {LEARN + FORECAST} are wanted),"
            f" {active[0]} with a deed of {one} and {active[1]} of {two} (at least {ACTIVE} of each)",
            todo="Add sources, or name event data in study.toml.",
        )
    tamed = np.arcsinh(values)
    every = rows_of(tamed, 1, first=LEARN)
    found = []
    for side, (actor, partner) in enumerate((states, states[::-1])):
        told = {
            "routine": forecasts(every, side, []),
            "mean": mean_of_the_past(every, side),
            "no change": no_change(every, side),
            "reciprocity": forecasts(every, side, [1 - side]),
        }
        tests = {name: diebold_mariano(-each.log_score, -told["routine"].log_score) for name, each in told.items() if name != "routine"}
        scores = {name: float(each.log_score.mean()) for name, each in told.items()}
        found.append(PairAnswer(actor=actor, partner=partner, rows=rows, active=active[side], scores=scores, tests=tests))
    return found[0], found[1]
