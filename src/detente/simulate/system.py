"""A system of states: the ties of a few states in a fitted latent relation, with the evidence they rest on and what else may move them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from detente.relations.latent.chain import eliminate, moments, solve
from detente.relations.latent.evidence import Evidence, select_dyads, select_rows
from detente.relations.latent.filter import chain_of
from detente.relations.latent.model import RelationModel
from detente.relations.latent.parameters import Parameters
from detente.simulate import faults

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True, eq=False)
class System:
    """The ties of some states by period: P pairs, T periods.

    `dyads` by the letters of their states, `numbers` (COW) of each pair, lower first: they seed its draws. `years` of the periods.
    `evidence` and `parameters` are those of the latent model, for these pairs alone and in their order; `alive` (T, P) says when a pair
    exists. `covariates` by name are (T, P), finite, 0 where nothing is known to differ from what is usual.
    """

    dyads: tuple[Pair, ...]
    numbers: tuple[tuple[int, int], ...]
    years: tuple[int, ...]
    evidence: Evidence
    parameters: Parameters
    alive: Flags
    covariates: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def inertia(self) -> float:
        """How much of a tie's distance from its mean is left after a period."""
        return self.parameters.dynamics.inertia

    @property
    def mean(self) -> Floats:
        """Where each tie drifts to, (P,)."""
        return self.parameters.dynamics.of(self.evidence.classes)[0]

    @property
    def step(self) -> Floats:
        """The variance of each tie's step, (P,)."""
        return self.parameters.dynamics.of(self.evidence.classes)[1]

    @property
    def scale(self) -> float:
        """How large a tie is by itself: the standard deviation to which routine alone leads."""
        return float(np.sqrt(self.step.mean() / (1 - self.inertia**2)))

    @property
    def moves(self) -> Flags:
        """In which steps a tie moves, (T - 1, P): it exists before and after."""
        return np.asarray(self.alive[1:] & self.alive[:-1])

    def place(self, a: str, b: str) -> int:
        """Where a pair stands, named in either order; `DetenteError` 748 where it is not of the system."""
        found = next((at for at, pair in enumerate(self.dyads) if {*pair} == {a, b}), None)
        if found is None:
            raise faults.fault(faults.NO_STATES, f"{a} and {b} are no pair of the study with a relation")
        return found

    def chain(self) -> tuple[Floats, Floats, Floats]:
        """The chains of all evidence without coupling: diagonal (T, P) and off-diagonal (T - 1, P) of the precision, information (T, P)."""
        return chain_of(self.evidence, self.parameters)

    def smoothed(self) -> tuple[Floats, Floats]:
        """Mean and variance of each tie given all evidence, without coupling, (T, P)."""
        diagonal, off, information = self.chain()
        factor = eliminate(diagonal, off)
        return solve(factor, information), moments(factor)[0]

    def until(self, periods: int) -> System:
        """The system as it could be known after so many periods: no evidence and no covariate of later ones."""
        columns = tuple(select_rows(column, column.period < periods) for column in self.evidence.columns)
        evidence = replace(self.evidence, last=self.evidence.first + periods - 1, columns=columns)
        covariates = {name: values[:periods] for name, values in self.covariates.items()}
        return replace(self, years=self.years[:periods], evidence=evidence, alive=self.alive[:periods], covariates=covariates)

    def having(self, **covariates: Floats) -> System:
        """The system with some covariates replaced or added."""
        return replace(self, covariates=MappingProxyType({**self.covariates, **covariates}))


def system_of(model: RelationModel, dyads: Sequence[Pair], numbers: Mapping[str, int]) -> System:
    """The system of some pairs of states in a fitted model by year; pairs without any evidence are left out.

    Raises `DetenteError` 740 where none is left.
    """
    known = {(int(low), int(high)): at for at, (low, high) in enumerate(model.evidence.pairs)}
    found = [(pair, known.get((min(two), max(two)))) for pair in dyads for two in [(numbers[pair[0]], numbers[pair[1]])]]
    told = [(pair, at) for pair, at in found if at is not None and model.seen[:, at].any()]
    if not told:
        raise faults.fault(faults.NO_SYSTEM)
    places = np.array([at for _, at in told], dtype=np.int64)
    alive = np.ones(model.evidence.shape, dtype=np.bool_) if model.members is None else model.members
    return System(
        dyads=tuple(pair for pair, _ in told),
        numbers=tuple((int(low), int(high)) for low, high in model.evidence.pairs[places]),
        years=model.periods,
        evidence=select_dyads(model.evidence, places),
        parameters=model.parameters,
        alive=np.asarray(alive[:, places], dtype=np.bool_),
    )
