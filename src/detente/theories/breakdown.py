"""The hazard of pacts: which pairs conclude a bilateral pact, which treaties break down, and whether theory tells more than time alone.

In discrete time: of those at risk in a year, P(it happens) = 1 / (1 + exp(-(a + f(d) + x b))), d the years at risk so far, f a natural
cubic spline, x the terms of `detente.theories.pact_cases` as of the end of the year before (Allison 1982, Sociological Methodology 13,
61-98; Beck, Katz and Tucker 1998). Errors of coefficients allow rows of one treaty to depend on each other.

**Units are treaties and bilateral pacts, not dyad-years.** The accession of one state to a pact of fifteen is one decision; as fifteen
pairs in twenty years it would count three hundred times.

Out of the sample: at each origin the models are fitted on the years before it and forecast the years from it to the next; the duration
alone, the duration with each term, and with all, are scored on the same cases. Terms that are missing are filled by the rule of
`detente.theories.designs`.

Errors: 728 too few events before the first origin, or none after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from detente.errors import DetenteError
from detente.theories.designs import design, knots_of, natural_spline, require
from detente.theories.evaluation import Difference, diebold_mariano, holm, log_score_binary, p_text
from detente.theories.logit import Floats, Logit, fit_logit
from detente.theories.pact_cases import BREAKDOWN, FORMATION, add_changes, breakdown_cases, formation_cases
from detente.theories.pacts import Pacts
from detente.theories.paired import MEASURES, Gain, Scores, paired, scores_of

DURATION, ALL = "duration", "all"
FEWEST = 10
"""Events before an origin below which nothing is fitted."""
REFUTED_BY: Mapping[str, str] = {
    "formation": (
        "That states ally because of a common threat is refuted here where pairs under greater joint threat do not conclude pacts more "
        "often (a coefficient at or below 0 with its interval), and the theory as a whole where its terms forecast new pacts no better "
        "than the time since the last: an interval of the gain that lies at or below 0."
    ),
    "breakdown": (
        "That a shift of power, lopsided dependence, a partner's rapprochement with a rival, the loss of a common threat or a difference "
        "of regimes strains a pact is refuted, each by itself, where its coefficient is at or below 0 with its interval, and as guides to "
        "which pacts will end where forecasts with them gain nothing on the pact's age: an interval of the gain that lies at or below 0."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """A fitted hazard and its forecasts.

    `kind` is formation or breakdown; `units` are treaties, pacts or pairs at risk, `clusters` the treaties that errors allow for. `fit` has
    all terms and `alone` the duration only, on all cases. `scores` are of the models in order (duration, each term, all) over the
    cases from the first of `origins`; `gains` are over the duration alone, `p_holm` adjusted within each measure. The gain of a term with
    gaps is that of the term and of whether it is known, which may be telling by itself (states that do not publish). `test` compares the
    yearly log scores of all with the duration's (Diebold and Mariano).
    """

    kind: str
    terms: tuple[str, ...]
    cases: int
    events: int
    units: int
    clusters: int
    years: tuple[int, int]
    fit: Logit
    alone: Logit
    origins: tuple[int, ...]
    scores: tuple[Scores, ...]
    gains: tuple[Gain, ...]
    test: Difference
    refuted_by: str

    def gain(self, name: str = ALL, measure: str = "log_score") -> Gain:
        """What a term, or all, add to the duration; `DetenteError` 726 where there is no such result."""
        for gain in self.gains:
            if (gain.name, gain.measure) == (name, measure):
                return gain
        raise DetenteError(726, f"there is no result for {name!r}, {measure}", todo=f"There is {', '.join((*self.terms, ALL))}.")

    def table(self) -> pl.DataFrame:
        """One row a term: coefficient, robust error, odds ratio, p, and the gain in log score of the term by itself with its interval."""
        told = self.fit.table().filter(pl.col.term.is_in(self.terms))
        rows = [{"term": name, **_told(self.gain(name))} for name in self.terms]
        return told.join(pl.DataFrame(rows), on="term", how="left", maintain_order="left")


def _told(gain: Gain) -> dict[str, float | None]:
    return {"gain": gain.gain.value, "gain_lower": gain.gain.lower, "gain_upper": gain.gain.upper, "gain_p_holm": gain.p_holm}


def formation(world: pl.DataFrame, pacts: Pacts, *, first: int = 1946, **options: int) -> Hazard:
    """The hazard of a bilateral pact, from the table of `pair_world`; forecasts begin `first`. Options as `hazard`; raises as it does."""
    cases = formation_cases(add_changes(world), pacts).with_columns(unit=pl.concat_str("ccode1", pl.lit("-"), "ccode2"))
    return hazard(cases, FORMATION, kind="formation", first=first, **options)


def breakdown(world: pl.DataFrame, pacts: Pacts, *, first: int = 1946, **options: int) -> Hazard:
    """The hazard that a treaty breaks down, from the table of `pair_world`; forecasts begin `first`. Options and errors as `hazard`."""
    cases = breakdown_cases(add_changes(world), pacts).rename({"treaty": "unit"})
    return hazard(cases, BREAKDOWN, kind="breakdown", first=first, **options)


def hazard(
    cases: pl.DataFrame,
    terms: Sequence[str],
    *,
    kind: str = "breakdown",
    first: int = 1946,
    step: int = 5,
    repeats: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Hazard:
    """Fit a hazard on `cases` (`unit`, `cluster`, `year`, `duration`, `happened`, `terms`) and forecast it from `first`, each `step` years.

    Raises `DetenteError` 722 where a column is lacking, 728 where fewer than ten events lie before `first` or none from it on.
    """
    require(cases, ("unit", "cluster", "year", "duration", "happened", *terms), "a hazard")
    late = cases.filter(pl.col.year >= first).sort("year", maintain_order=True)
    if cases.filter(pl.col.year < first)["happened"].sum() < FEWEST or not 0 < late["happened"].sum() < late.height:
        raise DetenteError(728, f"there are too few events before {first}, or none after", todo="Begin the forecasts in another year.")
    sets: dict[str, tuple[str, ...]] = {DURATION: (), **{name: (name,) for name in terms}, ALL: tuple(terms)}
    origins = tuple(range(first, int(late["year"].to_numpy().max()) + 1, step))
    told, reference = _rolled(cases, sets, origins, step)
    happened = late["happened"].cast(pl.Float64).to_numpy()
    found = paired(happened, told, reference=reference, clusters=late["cluster"].to_numpy(), repeats=repeats, seed=seed, level=level)
    families = [[found.gain(name, measure, DURATION) for name in (*terms, ALL)] for measure in MEASURES]
    adjusted = [zip(family, holm([gain.p_value for gain in family]), strict=True) for family in families]
    every = cases["year"].to_numpy()
    return Hazard(
        kind=kind,
        terms=tuple(terms),
        cases=cases.height,
        events=int(cases["happened"].sum()),
        units=cases["unit"].n_unique(),
        clusters=cases["cluster"].n_unique(),
        years=(int(every.min()), int(every.max())),
        fit=_fit(cases, terms)[1],
        alone=_fit(cases, ())[1],
        origins=origins,
        scores=tuple(scores_of(found, name, happened, told[name]) for name in sets),
        gains=tuple(replace(gain, p_holm=p) for family in adjusted for gain, p in family),
        test=_by_year(late["year"].to_numpy(), happened, told[ALL], told[DURATION]),
        refuted_by=REFUTED_BY[kind],
    )


def _rolled(cases: pl.DataFrame, sets: Mapping[str, Sequence[str]], origins: Sequence[int], step: int) -> tuple[dict[str, Floats], Floats]:
    """The forecasts of every model from every origin, in order of years, and the share of training cases that happened."""
    told: dict[str, list[Floats]] = {name: [] for name in sets}
    rates: list[Floats] = []
    for origin in origins:
        past = cases.filter(pl.col.year < origin)
        ahead = cases.filter(pl.col.year.is_between(origin, origin + step - 1)).sort("year", maintain_order=True)
        rates.append(np.full(ahead.height, float(past["happened"].cast(pl.Float64).to_numpy().mean())))
        for name, terms in sets.items():
            columns, fit = _fit(past, terms)
            told[name].append(fit.probabilities(columns(ahead)))
    return {name: np.concatenate(parts) for name, parts in told.items()}, np.concatenate(rates)


class _Columns:
    """The matrix of a hazard as training cases give it: the spline of the duration, then the terms."""

    def __init__(self, past: pl.DataFrame, terms: Sequence[str]) -> None:
        self.knots = knots_of(past["duration"].to_numpy())
        self.rule = design(past, terms)
        bends = max(0, len(self.knots) - 2)
        self.names = ("duration", *(f"duration bend {k + 1}" for k in range(bends)), *self.rule.names)

    def __call__(self, rows: pl.DataFrame) -> Floats:
        return np.column_stack([natural_spline(rows["duration"].to_numpy(), self.knots), self.rule.matrix(rows)])


def _fit(past: pl.DataFrame, terms: Sequence[str]) -> tuple[_Columns, Logit]:
    columns = _Columns(past, terms)
    happened = past["happened"].cast(pl.Float64).to_numpy()
    return columns, fit_logit(columns(past), happened, names=columns.names, clusters=past["cluster"].to_numpy())


def _by_year(years: Floats, happened: Floats, p: Floats, base: Floats) -> Difference:
    """Whether the mean log loss of a year is smaller than that of the base: years in order, one a case of the test."""
    losses = -log_score_binary(happened, p), -log_score_binary(happened, base)
    each = [np.array([loss[years == year].mean() for year in np.unique(years)]) for loss in losses]
    return diebold_mariano(each[0], each[1])


def strained(found: Hazard) -> Iterator[str]:
    """Each term in a sentence: which way it goes, how surely, and whether it forecasts."""
    verb = "conclude a pact more often" if found.kind == "formation" else "break down more often"
    who = "Pairs" if found.kind == "formation" else "Treaties"
    for name in found.terms:
        value, error, p = found.fit.of(name)
        gain = found.gain(name).gain
        way = verb if value > 0 else verb.replace("more", "less")
        adds = "adds to" if gain.lower > 0 else "takes from" if gain.upper < 0 else "neither adds to nor takes from"
        told = f"log odds {value:.2f}, error {error:.2f}, p {p_text(p)}"
        yield f"{who} with more of {name.replace('_', ' ')} {way} ({told}); it {adds} the forecast."
