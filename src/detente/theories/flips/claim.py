"""The claim that balance moves signs, its rivals, and what came of it.

Claim: ties that go against the best division of a network (Harary and Kabell 1980; Doreian and Mrvar 2015), or close more unbalanced than
balanced triads (Heider 1946; Cartwright and Harary 1956), change sign more often than others. It is put to ties that are there both at a
window and `horizon` windows later, and scored against the past of ties and states alone, and against the past with the tie's place in the
network, which balance must beat too: ties of states with many foes change more often whatever the triads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from detente.relations.balance import Frustration, SignedGraph
from detente.theories.evaluation import Interval, holm, resampled
from detente.theories.flips.cases import FRUSTRATED, HISTORY, POSITION, TRIADS, Cases, Floats, cases
from detente.theories.flips.gains import Gain, forecast, gain, logistic
from detente.theories.landscape import faults

MODELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "history": HISTORY,
        "position": (*HISTORY, *POSITION),
        "frustrated": (*HISTORY, *FRUSTRATED),
        "triads": (*HISTORY, *TRIADS),
        "balance": (*HISTORY, *FRUSTRATED, *TRIADS),
        "position and balance": (*HISTORY, *POSITION, *FRUSTRATED, *TRIADS),
    }
)
"""The columns of each model."""
COMPARED = (("frustrated", "history"), ("triads", "history"), ("balance", "history"), ("position and balance", "position"))
REFUTED_BY = (
    "Refuted where ties against the best division, or in unbalanced triads, change sign no more often than others of the same past, or "
    "where knowing of them gives no better probabilities out of sample than the past alone: an interval of the gain in log score that lies "
    "at or below 0. An interval that holds 0 decides nothing. A gain over the past that vanishes once the tie's place in the network is "
    "known speaks of states with many foes, not of balance."
)
FIRST = 10
"""So many windows with known outcomes are learnt from before the first forecast."""


@dataclass(frozen=True, kw_only=True)
class SignChanges:
    """What came of the claim at one horizon.

    `cases` ties over all windows, of which `changed` changed sign and `lost` more were gone; `rate_frustrated` and `rate_balanced` the
    shares that changed, `difference` of the two with an interval by dyads drawn again (no past held fixed); `coefficients` of the balance
    columns beside history and beside history and position, of all cases, in standard deviations (a description of the sample); `forecasts`
    cases were forecast, in `origins` windows; `gains` as `COMPARED`, and `holm` their p-values adjusted together.
    """

    horizon: int
    windows: int
    cases: int
    changed: int
    lost: int
    uncertified: int
    rate_frustrated: float
    rate_balanced: float
    difference: Interval
    coefficients: Mapping[str, Mapping[str, float]]
    forecasts: int
    origins: int
    gains: tuple[Gain, ...]
    holm: tuple[float | None, ...]
    refuted_by: str = REFUTED_BY

    def gain(self, model: str, over: str = "history") -> Gain:
        """The gain of one model over another; KeyError where the two were not compared."""
        return {(each.model, each.over): each for each in self.gains}[model, over]

    def verdict(self, model: str = "balance", over: str = "history") -> str:
        """`supported`, `refuted` or `undecided`.

        Refuted where the interval of the gain in log score lies at or below 0, or no coefficient of balance is above 0; supported where the
        interval lies above 0 and the test by origins, adjusted for all comparisons of this horizon, leaves less than one chance in twenty.
        """
        at = next(place for place, each in enumerate(self.gains) if (each.model, each.over) == (model, over))
        interval, p = self.gains[at].log_score, self.holm[at]
        named = [value for name, value in self.coefficients[model].items() if name in (*FRUSTRATED, *TRIADS)]
        if interval.upper <= 0 or max(named) <= 0:
            return "refuted"
        return "supported" if interval.lower > 0 and p is not None and p < 0.05 else "undecided"


def sign_changes(
    networks: Mapping[str, SignedGraph],
    *,
    horizon: int = 1,
    width: int = 4,
    first: int = FIRST,
    solved: Mapping[str, Frustration] | None = None,
    seed: int = 0,
) -> SignChanges:
    """Put the claim to networks by window, in order of their names.

    `width` is how many steps a window is long (4 for windows of four years, one a year): two windows at a shorter distance share years, and
    a change between them is one of those years that came and went. Raises `DetenteError` 716 where there is too little.
    """
    seen = cases(networks, horizon=horizon, solved=solved)
    start = first + horizon - 1
    scored, learnt = seen.origin >= start, seen.origin <= start - horizon
    if not seen.changed[learnt].any() or not seen.changed[scored].any():
        raise faults.fault(faults.TOO_FEW, f"{len(seen.windows)} windows, {int(seen.changed.sum())} changes")
    told = {name: forecast(seen, columns, start) for name, columns in MODELS.items()}
    gains = tuple(gain(seen, told, model, over, width=width, seed=seed) for model, over in COMPARED)
    bad = seen.columns["frustrated"] == 1
    return SignChanges(
        horizon=horizon,
        windows=len(seen.windows),
        cases=len(seen.changed),
        changed=int(seen.changed.sum()),
        lost=seen.lost,
        uncertified=seen.uncertified,
        rate_frustrated=_share(seen.changed[bad]),
        rate_balanced=_share(seen.changed[~bad]),
        difference=_difference(seen, bad, seed),
        coefficients={model: _coefficients(seen, model) for model in MODELS if model != "history"},
        forecasts=int(scored.sum()),
        origins=len(np.unique(seen.origin[scored])),
        gains=gains,
        holm=tuple(holm([each.test.p_value for each in gains])),
    )


def _share(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _difference(seen: Cases, bad: np.ndarray, seed: int) -> Interval:
    """The share of frustrated ties that changed less that of the others, dyads being drawn again."""
    place = np.unique(seen.dyad, return_inverse=True)[1]
    sums = [np.bincount(place, values) for values in (seen.changed * bad, 1.0 * bad, seen.changed * ~bad, 1.0 * ~bad)]

    def apart(one: Floats, of_one: Floats, two: Floats, of_two: Floats) -> float:
        if not of_one.sum() or not of_two.sum():
            return float("nan")
        return float(one.sum() / of_one.sum() - two.sum() / of_two.sum())

    return resampled(apart, *sums, seed=seed)


def _coefficients(seen: Cases, model: str) -> Mapping[str, float]:
    """The coefficients of all columns but history, of all cases, a standard deviation each."""
    names = MODELS[model]
    table = seen.table(names)
    spread = table.std(axis=0)
    spread[spread < 1e-9] = 1.0
    found = logistic((table - table.mean(axis=0)) / spread, seen.changed)[1:]
    return {name: float(value) for name, value in zip(names, found, strict=True) if name not in HISTORY}
