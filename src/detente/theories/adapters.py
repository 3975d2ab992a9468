"""From what each theory returns to findings of one shape, and for each theory what it claims, of what, and what would refute it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from detente.theories.answers import PairAnswer
from detente.theories.blocs import BlocFinding
from detente.theories.evaluation import p_text
from detente.theories.findings import BEATEN, CONTRARY, LEVEL, Finding, Scope, known, of_test, untested
from detente.theories.flips import SignChanges
from detente.theories.reciprocity import REFUTED_BY as RECIPROCITY_REFUTED_BY
from detente.theories.reciprocity import THEORIES as RESPONSES
from detente.theories.reciprocity import Direction, Reciprocity
from detente.theories.triads import REFUTED_BY as TRIADS_REFUTED_BY
from detente.theories.triads import TriadClaims
from detente.theories.triangles import TypeTimes

NAMES = ("reciprocity", "triangles", "blocs", "threat", "onset", "breakdown")
"""The theories that a study can name, in the order in which they are shown."""

CLAIMS: dict[str, tuple[str, Scope]] = {
    "reciprocity": ("A state answers in kind what its partner did to it", "triangle"),
    "triangles": ("The next pattern of a triangle leans towards balance, or towards a pivot", "triangle"),
    "blocs": ("Ties against the two camps of a system change sign", "system"),
    "threat": ("States that are threatened by the same third ally", "system"),
    "onset": ("Threat, dependence and the third party foretell disputes", "system"),
    "breakdown": ("Shifts of power, dependence and a third party break pacts", "system"),
}
"""What each claims in a sentence, and of what."""

_REFUTED_BY = {
    "reciprocity": RECIPROCITY_REFUTED_BY,
    "triangles": TRIADS_REFUTED_BY["balance"],
    "blocs": "Refuted where ties against the camps change sign no more often than others with the same past.",
    "threat": "Refuted where pacts form no more often under a common threat than their history makes them.",
    "onset": "Refuted where the terms add nothing to the record of past disputes, out of sample.",
    "breakdown": "Refuted where pacts end no more often after such shifts than their age makes them.",
}
_RESPONSE_CLAIMS = {
    "reciprocity": "{a} answers what {b} did to it",
    "triangular": "{a} answers what passes between either of the two and {c}",
    "all": "{a} answers {b} and what involves {c}",
    "mean": "{a} does to {b} what it did on average",
    "no change": "{a} does to {b} what it did last",
}


def cannot_test(theory: str, why: str, *, source: str = "", of: str = "") -> Finding:
    """The row of a theory that these data cannot test, by its name, with the reason."""
    claim, scope = CLAIMS[theory]
    return untested(theory, claim, why, scope=scope, of=of, refuted_by=_REFUTED_BY[theory], source=source)


def findings_of_reciprocity(found: Reciprocity, source: str, *, ahead: int = 1) -> Iterator[Finding]:
    """The six directions of a triangle: reciprocity, triangular response and both over routine, with the two forecasts without a model."""
    for each in found.directions:
        for model in ("mean", "no change", *RESPONSES):
            yield _of_direction(each, model, ahead, f"{source}; {found.fit.lags} lags, {found.fit.observations} periods")


def findings_of_answers(found: Iterable[PairAnswer], source: str) -> Iterator[Finding]:
    """The two directions of one pair of states, where there are too few periods for a triangle."""
    for each in found:
        for model, test in each.tests.items():
            theory = model == "reciprocity"
            claim = _RESPONSE_CLAIMS[model].format(a=each.actor, b=each.partner, c="")
            yield Finding(
                theory=model if theory else f"{model} (no theory)",
                claim=claim,
                scope="dyad",
                of=each.name,
                kind="theory" if theory else "baseline",
                terms="past acts of the partner" if theory else "",
                n=test.n,
                score=each.scores[model],
                baseline=each.scores["routine"],
                against="routine alone",
                **of_test(test),
                verdict="" if theory else "a baseline",
                refuted_by=RECIPROCITY_REFUTED_BY if theory else "",
                source=f"{source}; {each.rows} periods, {each.active} of them with deeds of {each.actor}",
            )


def _of_direction(each: Direction, model: str, ahead: int, source: str) -> Finding:
    gain, answer = each.gain(model, ahead), each.answer
    theory = model in RESPONSES
    claim = _RESPONSE_CLAIMS[model].format(a=each.actor, b=each.partner, c=each.other)
    if model == "reciprocity":
        claim += f" (in the sample: {answer.label}, {answer.total:.2f} for each point [{answer.lower:.2f}, {answer.upper:.2f}])"
    return Finding(
        theory="reciprocity" if theory else f"{model} (no theory)",
        claim=claim,
        scope="triangle" if model in ("triangular", "all") else "dyad",
        of=each.name,
        kind="theory" if theory else "baseline",
        terms={
            "reciprocity": "past acts of the partner",
            "triangular": "past acts that involve the third",
            "all": "past acts of the partner, and those that involve the third",
        }.get(model, ""),
        n=gain.n,
        against="routine alone",
        **of_test(gain.test),
        verdict="" if theory else "a baseline",
        refuted_by=RECIPROCITY_REFUTED_BY if theory else "",
        source=source,
    )


def findings_of_triangles(times: Iterable[TypeTimes], claims: TriadClaims | None, source: str) -> Iterator[Finding]:
    """The types of triangles over time, described; and where there is enough, balance, pivot and independence over all triads."""
    for each in times:
        yield Finding(
            theory="triangles",
            claim="Which types there are, how long they last, and what follows",
            scope="triangle",
            of="-".join(each.states),
            kind="described",
            n=each.years,
            against="",
            verdict=f"described: {each.in_words()}",
            refuted_by="Nothing was put to a test here: the claims about triangles are in the rows on balance and pivot.",
            source=f"{source}; {each.n_draws:,} draws",
        )
    if claims is not None:
        yield from _of_claims(claims, source)


_TRIAD_WORDS = {
    "no change": "Triads keep their pattern",
    "types": "The next type follows from the present one alone",
    "shared shocks": "Ties of a triad change together",
    "independence": "Each tie goes its own way",
    "balance": "Triads change towards balance (Heider)",
    "pivot": "States take and keep the place of the pivot (Dittmer)",
    "balance and pivot": "Triads change towards balance or a pivot",
}


def _of_claims(found: TriadClaims, source: str) -> Iterator[Finding]:
    of = f"{len(found.states)} states, {found.first} to {found.last}"
    source = f"{source}; {found.ties_changed} changes of sign, {found.origins} periods forecast"
    scope: Scope = "triangle" if len(found.states) == 3 else "system"
    own = found.of("balance").baseline
    beaten = [model for model in ("balance", "pivot") if found.supported(model)]
    stands = f"refuted: {' and '.join(beaten)} forecast better" if beaten else "stands: neither balance nor pivot adds to it beyond chance"
    common: dict[str, Any] = {"scope": scope, "of": of, "n": found.triads, "source": source}
    yield Finding(
        theory="independence",
        claim=_TRIAD_WORDS["independence"],
        kind="baseline",
        score=own,
        against="",
        verdict=stands,
        refuted_by=found.refuted_by["independence"],
        **common,
    )
    for model in ("no change", "types", "shared shocks", "balance", "pivot", "balance and pivot"):
        each = found.of(model)
        theory = model in ("balance", "pivot", "balance and pivot")
        refuted = found.refuted_by.get(model, found.refuted_by["balance"] if theory else "")
        yield Finding(
            theory=model if theory else f"{model} (no theory)",
            claim=_TRIAD_WORDS[model],
            kind="theory" if theory else "baseline",
            terms=", ".join(f"{name} {value:+.2f}" for name, value in found.b.get(model, {}).items()),
            score=each.score,
            baseline=each.baseline,
            against="each tie alone",
            **of_test(each.test),
            verdict=_stricter(found, model) if theory else "a baseline",
            refuted_by=refuted,
            **common,
        )


def _stricter(found: TriadClaims, model: str) -> str:
    """The verdict where the common rule would say too much: the gain comes of leaning the other way, or vanishes beside shared shocks."""
    if model not in ("balance", "pivot"):
        return ""
    own = found.of(model)
    if not (own.gain > 0 and own.p_holm is not None and own.p_holm < LEVEL):
        return ""
    return CONTRARY if max(found.b[model].values()) <= 0 else "" if found.supported(model) else BEATEN


def findings_of_blocs(found: Sequence[BlocFinding], source: str, *, of: str = "") -> Iterator[Finding]:
    """What is found of blocs, described: camps with their certainty, and the case of 1936 with its own exact test."""
    for each in found:
        yield Finding(
            theory="blocs",
            claim=each.claim,
            scope="system",
            of="Europe, 1936" if each.theory == "landscape" else of,
            kind="described",
            terms=each.measure,
            n=each.n,
            against="",
            verdict=f"{each.verdict}: {each.measure} {_number(each.value)} ({each.certainty}); {each.against}",
            refuted_by=each.refuted_by,
            source="Axelrod and Bennett 1993, table 1" if each.theory == "landscape" else source,
        )


_BLOC_WORDS = {
    "frustrated": "Ties against the best division change sign",
    "triads": "Ties in unbalanced triads change sign",
    "balance": "Ties against the best division or in unbalanced triads change sign",
    "position and balance": "The same, the tie's place in the network being known",
}


def findings_of_signs(found: SignChanges, source: str, *, of: str) -> Iterator[Finding]:
    """Whether balance foretells which ties change sign; an interval by pairs drawn again, p over origins."""
    for gain in found.gains:
        balanced = [name for name in found.coefficients[gain.model] if name in ("frustrated", "pressure")]
        terms = ", ".join(f"{name} {found.coefficients[gain.model][name]:+.2f}" for name in balanced)
        yield Finding(
            theory="blocs",
            claim=_BLOC_WORDS[gain.model],
            scope="system",
            of=of,
            terms=terms,
            n=found.forecasts,
            against="the past of ties" if gain.over == "history" else "the past of ties and their place",
            gain=known(gain.log_score.value),
            low=known(gain.log_score.lower),
            high=known(gain.log_score.upper),
            p=known(gain.test.p_value),
            refuted_by=found.refuted_by,
            source=f"{source}; {found.changed} of {found.cases} ties changed, {found.origins} periods forecast",
        )


def _number(value: float | None) -> str:
    return "not certified" if value is None else f"{value:.3f}"


def in_words(row: Finding) -> str:
    """A finding as a sentence: the claim, what it adds per forecast with its interval, and the verdict."""
    if row.gain is None:
        return f"{row.claim}: {row.verdict.rstrip('.')}."
    interval = f" [{row.low:+.3f}, {row.high:+.3f}]" if row.low is not None and row.high is not None else ""
    chance = f", p {p_text(row.p_adjusted)} among all theories here" if row.p_adjusted is not None else ""
    return f"{row.claim}: {row.gain:+.3f}{interval} per forecast against {row.against}{chance}: {row.verdict}."
