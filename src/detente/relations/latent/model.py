"""The relation of every dyad, fitted: scores with their standard errors, what each source gave to them, and joint draws of paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import polars as pl

from detente.errors import DetenteError
from detente.relations.latent.chain import Factor, Floats, draw, solve
from detente.relations.latent.estimate import estimate
from detente.relations.latent.evidence import Evidence, Indicator, Ints, gather
from detente.relations.latent.filter import Smoothed, add_information, prior, smooth
from detente.relations.latent.indicators import per_year, period_label
from detente.relations.latent.parameters import Parameters

START = "start"
"""The part of a score that no source gave: the pooled mean from which every dyad is expected to begin, and to which it drifts."""


@dataclass(frozen=True, kw_only=True)
class RelationModel:
    """The fitted relation of all dyads of `evidence`, by `unit` of time, with `parameters` pooled over them.

    `sources` names the data set of each indicator. `members` (T, D) says in which periods a dyad exists, None for all. `told` are the
    log likelihoods of the rounds of estimation, none where the parameters were given. Everything else follows from these and is
    worked out when it is first asked for.
    """

    evidence: Evidence
    parameters: Parameters
    unit: str = "year"
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    members: np.ndarray | None = None
    told: tuple[float, ...] = ()

    @cached_property
    def state(self) -> Smoothed:
        """Mean and variance of x for every dyad and period, (T, D)."""
        return smooth(self.evidence, self.parameters)

    @cached_property
    def periods(self) -> tuple[int, ...]:
        """The numbers of the periods, in order."""
        return tuple(range(self.evidence.first, self.evidence.last + 1))

    @property
    def labels(self) -> tuple[str, ...]:
        """The periods as written: `1972`, `1972-Q1`, `1972-02`."""
        return tuple(period_label(number, self.unit) for number in self.periods)

    def place(self, dyad: tuple[int, int]) -> int:
        """Where a pair of COW numbers, in either order, stands in the evidence; `DetenteError` 636 where there is none on it."""
        wanted = (min(dyad), max(dyad))
        key = self.evidence.pairs[:, 0] * 10_000 + self.evidence.pairs[:, 1]
        at = int(np.searchsorted(key, wanted[0] * 10_000 + wanted[1]))
        if at == len(key) or tuple(self.evidence.pairs[at]) != wanted:
            raise DetenteError(636, f"there is no evidence on the dyad {wanted[0]}-{wanted[1]}")
        return at

    def scores(self, dyads: Sequence[tuple[int, int]] | None = None, *, parts: bool = True) -> pl.DataFrame:
        """One row a dyad and period in which the dyad exists, in order: `ccode1, ccode2, period, year, x, se, n_sources`.

        With `parts` follow columns `from_<source>` and `from_start`: what each source gave to x, negative where it pulled towards
        enmity. They add up to x exactly, for the smoothed mean is linear in the observations; each is that of the source in the
        company of the others, and would be another without them. `n_sources` counts indicators observed in that very period.
        """
        at = np.arange(len(self.evidence.pairs)) if dyads is None else np.array([self.place(dyad) for dyad in dyads], np.int64)
        order = np.argsort(at, kind="stable")
        grid = np.stack(np.meshgrid(np.arange(len(self.periods)), at[order]), axis=-1).reshape(-1, 2)
        t, d = grid[:, 0], grid[:, 1]
        if self.members is not None:
            kept = self.members[t, d]
            t, d = t[kept], d[kept]
        number = np.array(self.periods)[t]
        data: dict[str, np.ndarray] = {
            "ccode1": self.evidence.pairs[d, 0].astype(np.int32),
            "ccode2": self.evidence.pairs[d, 1].astype(np.int32),
            "period": number.astype(np.int32),
            "year": (number // per_year(self.unit)).astype(np.int32),
            "x": self.state.mean[t, d],
            "se": np.sqrt(self.state.variance[t, d]),
            "n_sources": self.seen[t, d].astype(np.int32),
        }
        if parts:
            chosen = None if dyads is None else np.sort(at)
            place = d if chosen is None else np.searchsorted(chosen, d)
            data |= {f"from_{name}": part[t, place] for name, part in self.parts(chosen).items()}
        return pl.DataFrame(data)

    @cached_property
    def seen(self) -> Ints:
        """How many indicators were observed, (T, D)."""
        count = np.zeros(self.evidence.shape, np.int64)
        for column in self.evidence.columns:
            count[column.period, column.dyad] += 1
        return count

    def parts(self, at: Ints | None = None) -> dict[str, Floats]:
        """What each source, and the start, gave to x: (T, D) by name, for all dyads or those at some places. They add up to x.

        What of a source stays with a dyad is no part of what it gives: a source moves x where it differs from what is usual for the dyad.
        """
        factor = self.state.factor if at is None else _sliced(self.state.factor, at)
        usual = self.state.offsets
        pulls: dict[str, Floats] = {}
        for column in self.evidence.columns:
            source = self.sources.get(column.name) or column.name
            pull = pulls.setdefault(source, np.zeros(self.evidence.shape))
            add_information(column, self.parameters.measure(column.name), pull, usual.of(column.name) if usual else None)
        start = prior(self.evidence, self.parameters.dynamics)[2]
        named = {**dict(sorted(pulls.items())), START: start}
        return {name: solve(factor, pull if at is None else np.ascontiguousarray(pull[:, at])) for name, pull in named.items()}

    def of(self, dyad: tuple[int, int]) -> pl.DataFrame:
        """The scores of one dyad, with what each source gave: the rows of `scores` for it."""
        return self.scores([dyad])

    def draw_paths(self, dyads: Sequence[tuple[int, int]], n: int, seed: int = 0) -> Floats:
        """Joint draws of the whole paths of some dyads given all evidence, (n, dyads, periods).

        Periods of a dyad are drawn together, as a path; dyads are independent of each other given the parameters, whose own error is
        left out. The draws of a dyad depend on `seed` and on the dyad, not on which others are asked for.
        """
        at = np.array([self.place(dyad) for dyad in dyads], np.int64)
        factor, mean = _sliced(self.state.factor, at), self.state.mean[:, at]
        noise = np.empty((n, *mean.shape))
        beside = np.zeros((n, *mean.shape))
        for column, place in enumerate(at):
            pair = self.evidence.pairs[place]
            numbers = np.random.default_rng([seed, int(pair[0]), int(pair[1])])
            noise[:, :, column] = numbers.standard_normal((n, len(mean)))
            if self.state.offsets is not None:
                beside[:, :, column] = self.state.offsets.draws(int(place), numbers, n)
        return np.ascontiguousarray((draw(factor, mean, noise) + beside).transpose(0, 2, 1))

    def last_state(self) -> pl.DataFrame:
        """Where a forecast begins: `ccode1, ccode2, period, x, variance, mean, inertia, step` of each dyad's last period."""
        mean, step = self.parameters.dynamics.of(self.evidence.classes)
        last = np.full(len(mean), len(self.periods) - 1)
        if self.members is not None:
            last = last - np.argmax(self.members[::-1], axis=0)
        d = np.arange(len(mean))
        data = {
            "ccode1": self.evidence.pairs[:, 0],
            "ccode2": self.evidence.pairs[:, 1],
            "period": np.array(self.periods)[last],
            "x": self.state.mean[last, d],
            "variance": self.state.variance[last, d],
            "mean": mean,
            "inertia": np.full(len(mean), self.parameters.dynamics.inertia),
            "step": step,
        }
        return pl.DataFrame(data).with_columns(pl.col("ccode1", "ccode2", "period").cast(pl.Int32))


def _sliced(factor: Factor, at: Ints) -> Factor:
    return Factor(pivot=np.ascontiguousarray(factor.pivot[:, at]), ratio=np.ascontiguousarray(factor.ratio[:, at]))


def fit_relation(
    indicators: Sequence[Indicator],
    *,
    first: int,
    last: int,
    unit: str = "year",
    dyads: pl.DataFrame | None = None,
    relevant: pl.DataFrame | None = None,
    parameters: Parameters | None = None,
) -> RelationModel:
    """The relation of every dyad from the year `first` to the year `last`, by year, quarter or month.

    `dyads` (ccode1, ccode2, and year for the years in which the pair exists) names the pairs, by default all of which an indicator
    tells; a study gives its own. `relevant` (ccode1, ccode2) are politically relevant pairs. `parameters` given are used as they are,
    and nothing is estimated (a study with its own events only takes `default_parameters`). An indicator of all nulls is left out.
    Raises `DetenteError` 630 to 635 for indicators that are not in the contract, no evidence, or an unknown unit.
    """
    parts = per_year(unit)
    evidence = gather(indicators, first=first * parts, last=last * parts + parts - 1, dyads=dyads, relevant=relevant)
    told: tuple[float, ...] = ()
    if parameters is None:
        parameters, told = estimate(evidence)
    sources = MappingProxyType({one.name: one.source or one.name for one in indicators})
    members = _members(evidence, dyads, parts) if dyads is not None and "year" in dyads.columns else None
    return RelationModel(evidence=evidence, parameters=parameters, unit=unit, sources=sources, members=members, told=told)


def _members(evidence: Evidence, dyads: pl.DataFrame, parts: int) -> np.ndarray:
    keys = evidence.pairs[:, 0] * 10_000 + evidence.pairs[:, 1]
    low, high = (
        dyads.select(f(pl.col("ccode1", "ccode2").cast(pl.Int64))).to_series().to_numpy() for f in (pl.min_horizontal, pl.max_horizontal)
    )
    place = np.searchsorted(keys, low * 10_000 + high)
    year = dyads["year"].to_numpy().astype(np.int64) - evidence.first // parts
    inside = (year >= 0) & (year < evidence.shape[0] // parts)
    yearly = np.zeros((evidence.shape[0] // parts, len(keys)), bool)
    yearly[year[inside], place[inside]] = True
    return np.repeat(yearly, parts, axis=0)
