"""Where statements on one happening differ: aspect by aspect, what each says, and how far it is a disagreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.incidents.aspects import ASPECTS, RANK
from detente.incidents.likeness import KINDS, key_of, kind_of, likeness
from detente.incidents.telling import Told
from detente.model import Difference, Verdict


def differences_of(statements: Sequence[Told]) -> tuple[Difference, ...]:
    """The aspects in which statements of one kind differ. A statement that is silent on an aspect does not differ in it."""
    if len(statements) < 2:
        return ()
    ordered = sorted(statements, key=key_of)
    return tuple(difference for aspect in ASPECTS if (difference := aspect(ordered)))


def verdict_of(differences: Iterable[Difference], independent: int) -> Verdict:
    """The worst of the differences. One source alone agrees with nobody, but it can contradict itself."""
    worst: Verdict = max((difference.verdict for difference in differences), key=RANK.__getitem__, default="agree")
    return "single" if independent < 2 and worst != "disagree" else worst


def pair_verdict(one: Told, other: Told, *, copied: bool = False) -> tuple[str, str]:
    """How two statements stand to each other: agree, differ in precision, disagree, or unrelated; and why, in words.

    `copied` says that their documents are copies of one text.
    """
    if kind_of(one) != kind_of(other):
        kinds = sorted((kind_of(one), kind_of(other)), key=KINDS.index)
        return "unrelated", f"one is a {kinds[0]}, the other a {kinds[1]}: they are not compared"
    found = likeness(one, other, copied=copied)
    if found is None:
        return "unrelated", "time, states, type and words do not make them one happening"
    differences = differences_of((one, other))
    told = "; ".join(f"{each.aspect}: {' against '.join(dict.fromkeys(value for _, value in each.says))}" for each in differences)
    return verdict_of(differences, 2), f"{found.reason}; {told}" if told else found.reason
