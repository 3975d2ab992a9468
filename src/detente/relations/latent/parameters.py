"""The numbers of the model: how a relation moves, and how each indicator shows it. Pooled over all dyads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from detente.errors import DetenteError
from detente.relations.latent.chain import Floats
from detente.relations.latent.evidence import Column, Ints


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How an indicator shows the relation: value = intercept + what stays with the dyad + loading x + error.

    What stays with a dyad for good has variance `offset` over dyads. The error has variance `spread` + `sampling` / n for a mean of n
    events. `repeats` (1 or more) is how many periods of a source say as much as one independent observation would, for its error lasts:
    each period then counts with `repeats` times the variance.
    """

    intercept: float = 0.0
    loading: float = 1.0
    spread: float = 1.0
    sampling: float = 0.0
    repeats: float = 1.0
    offset: float = 0.0


def precision_of(column: Column, measure: Measure) -> Floats:
    """One over the error variance of each row of an indicator, its dyad's offset known."""
    own = np.full(len(column.value), measure.spread * measure.repeats)
    result: Floats = 1.0 / (own if column.n is None else own + measure.sampling / column.n)
    return result


@dataclass(frozen=True, kw_only=True)
class Dynamics:
    """How a relation moves: x_t = mean + inertia (x_t-1 - mean) + a step of variance `step`.

    `mean` and `step` have one number for each class of dyad: ordinary ones (0) and politically relevant ones (1).
    """

    inertia: float = 0.95
    mean: tuple[float, float] = (0.0, 0.0)
    step: tuple[float, float] = (0.1, 0.1)

    def of(self, classes: Ints) -> tuple[Floats, Floats]:
        """The mean and the step's variance of each dyad, (D,) each."""
        return np.asarray(self.mean, np.float64)[classes], np.asarray(self.step, np.float64)[classes]


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Dynamics, and one measure for each indicator by its name."""

    dynamics: Dynamics = field(default_factory=Dynamics)
    measures: Mapping[str, Measure] = field(default_factory=dict)

    def measure(self, name: str) -> Measure:
        """The measure of an indicator, or `DetenteError` 634 where the model has none for it."""
        if name not in self.measures:
            raise DetenteError(634, f"the model has no measure for the indicator {name}", todo="Fit the model with this indicator.")
        return self.measures[name]

    def having(self, measures: Mapping[str, Measure]) -> Parameters:
        """These parameters with some measures replaced or added."""
        return replace(self, measures={**self.measures, **measures})

    def moved(self, zero: float) -> Parameters:
        """The same model with the zero of x put where x was `zero`."""
        low, high = self.dynamics.mean
        measures = {name: replace(m, intercept=m.intercept + m.loading * zero) for name, m in self.measures.items()}
        return replace(self, dynamics=replace(self.dynamics, mean=(low - zero, high - zero)), measures=measures)

    def frame(self) -> pl.DataFrame:
        """One row an indicator: `indicator`, `intercept`, `loading`, `spread`, `sampling`, `repeats`, `offset`, in order of name."""
        names = ("intercept", "loading", "spread", "sampling", "repeats", "offset")
        rows = [(name, *(getattr(measure, each) for each in names)) for name, measure in sorted(self.measures.items())]
        return pl.DataFrame(rows, schema={"indicator": pl.String, **dict.fromkeys(names, pl.Float64)}, orient="row")
