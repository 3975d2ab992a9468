"""What theories of threat, alliance and onset add over history, as rows that are printed beside those of other theories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from detente.theories.breakdown import ALL, DURATION, Hazard
from detente.theories.conflict_record import HISTORY
from detente.theories.findings import Finding
from detente.theories.onset import BLOCKS, HISTORY_ONLY, Onset
from detente.theories.paired import Gain, Scores

CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "place and power": "neighbours, powerful states and equals come into dispute",
        "threat": "who threatens the other by power, nearness, arms and hostility together comes into dispute with it",
        "alliance": "allies come into dispute less, or more, than others",
        "trade dependence": "mutual dependence keeps peace, and lopsided dependence endangers it",
        "organisations": "common organisations keep peace",
        "regime": "two democracies keep peace",
        "third party": "common allies and foes keep peace, and the ally of one that is the foe of the other endangers it",
        "joint threat": "a common threat keeps two states from dispute",
        "similarity": "states of like alliances keep peace",
        "power shift": "a shift of power between two states strains their pact",
        "share gap": "lopsided dependence strains a pact",
        "rapprochement": "a partner's rapprochement with a rival strains a pact",
        "joint threat loss": "the loss of a common threat ends a pact",
        "regime distance": "a difference of regimes strains a pact",
        ALL: "all of these together",
    }
)
FORMING: Mapping[str, str] = MappingProxyType(
    {
        "power shift": "a shift of power between two states moves them to a pact, or from it",
        "share gap": "lopsided dependence moves two states to a pact, or from it",
        "rapprochement": "who draws near to a state's rivals concludes no pact with it",
        "joint threat": "a common threat brings two states to a pact",
        "regime distance": "states of unlike regimes conclude no pact",
    }
)
"""Claims that differ where the formation of pacts is asked for."""
_QUESTIONS = {"formation": "new bilateral pacts", "breakdown": "broken treaties"}


def threat_findings(onset: Onset | None = None, hazards: Sequence[Hazard] = ()) -> tuple[Finding, ...]:
    """The findings of onset and of hazards in their order: the baseline, each theory, and all together; by log score.

    P-values are not adjusted here: `detente.theories.findings.side_by_side` does it over all that is printed.
    """
    return (*(() if onset is None else _of_onset(onset)), *(finding for hazard in hazards for finding in _of_hazard(hazard)))


def _of_onset(onset: Onset) -> Iterator[Finding]:
    first, last, _, _ = onset.scored
    of = f"new disputes, politically relevant pairs {first}-{last}"
    source = f"{onset.disputes}; logit fitted on {onset.training[0]}-{onset.training[1]}, pairs drawn again"
    base = onset.model(HISTORY_ONLY).scores
    yield _baseline("record of past disputes", of, base, HISTORY, source)
    for name, terms in {**BLOCKS, ALL: ()}.items():
        gain = next((gain for gain in onset.gains if (gain.name, gain.measure) == (name, "log_score")), None)
        if gain is not None:
            yield _theory(gain, onset.model(name).scores, base, terms, of=of, source=source, refuted_by=onset.refuted_by)


def _of_hazard(hazard: Hazard) -> Iterator[Finding]:
    of = f"{_QUESTIONS[hazard.kind]} {hazard.origins[0]}-{hazard.years[1]}"
    source = f"{hazard.units} units in {hazard.clusters} treaties or pairs; discrete-time hazard, rolling origin, treaties drawn again"
    scores = {score.name: score for score in hazard.scores}
    yield _baseline("time at risk", of, scores[DURATION], (DURATION,), source)
    for name in (*hazard.terms, ALL):
        terms = hazard.terms if name == ALL else (name,)
        gain = hazard.gain(name)
        yield _theory(gain, scores[name], scores[DURATION], terms, of=of, source=source, refuted_by=hazard.refuted_by, kind=hazard.kind)


def _baseline(claim: str, of: str, scores: Scores, terms: Sequence[str], source: str) -> Finding:
    return Finding(
        theory="history alone",
        claim=claim,
        scope="system",
        of=of,
        kind="baseline",
        terms=", ".join(terms),
        n=scores.cases,
        score=scores.log_score.value,
        against="",
        source=source,
    )


def _theory(
    gain: Gain, scores: Scores, base: Scores, terms: Sequence[str], *, of: str, source: str, refuted_by: str, kind: str = ""
) -> Finding:
    name = gain.name.replace("_", " ")
    return Finding(
        theory=name,
        claim=(FORMING if kind == "formation" else CLAIMS).get(name, CLAIMS.get(name, name)),
        scope="system",
        of=of,
        terms=", ".join(terms),
        n=scores.cases,
        score=scores.log_score.value,
        baseline=base.log_score.value,
        gain=gain.gain.value,
        low=gain.gain.lower,
        high=gain.gain.upper,
        p=gain.p_value,
        refuted_by=refuted_by,
        source=source,
    )
