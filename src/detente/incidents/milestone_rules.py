"""When two statements tell of one founding, death, accession or saying."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import product

from detente.incidents.telling import Rules, Telling
from detente.incidents.times import VAGUE, Time, days_apart, time_of
from detente.incidents.words import content_words, total
from detente.model import Milestone

_YEAR, _TEN_YEARS = 366, 3653
_APART = {"founding": _YEAR, "accession": _YEAR, "death": _TEN_YEARS, "saying": _TEN_YEARS}
"""Days by which two dates of one milestone may lie apart."""
_BARS = {"founding": 0.5, "accession": 0.6, "death": 0.6, "saying": 0.6}


@dataclass(frozen=True, slots=True)
class MilestoneGate:
    """What a milestone is compared by apart from its words: its kind, whose it is, the state, and when."""

    kind: str
    subject: frozenset[str]
    state: str | None
    time: Time


def telling_of(milestone: Milestone) -> Telling:
    """A milestone, made ready: its words are those of what was founded or said, not those of the sentence."""
    time, words = time_of(milestone.date), content_words(milestone.words or milestone.quote, states=True)
    gate = MilestoneGate(kind=milestone.kind, subject=frozenset(milestone.subject.casefold().split()), state=milestone.state, time=time)
    return Telling(
        statement=milestone, key=milestone.milestone_id, kind="milestone", document=milestone.document, sentence=milestone.sentence,
        span=milestone.span, blocks=(milestone.kind,), gate=gate, time=time, level=VAGUE, words=words, weight=total(words),
    )  # fmt: skip


def same_subject(one: MilestoneGate, other: MilestoneGate) -> bool:
    """Whether both name the same one: "Mao" is Mao Zedong."""
    return bool(one.subject and other.subject) and (one.subject <= other.subject or other.subject <= one.subject)


def alike(one: MilestoneGate, other: MilestoneGate) -> bool:
    """Whether the two are of one kind and state. A saying is one whoever is said to have said it, a life is one person's."""
    states = one.state == other.state or one.state is None or other.state is None
    return one.kind == other.kind and states and (one.kind in ("founding", "saying") or same_subject(one, other))


def _gate_keys(gate: MilestoneGate, time: Time) -> Iterable[Hashable]:
    return product([gate.kind], sorted(gate.subject))


def by_gate(one: MilestoneGate, other: MilestoneGate) -> float:
    """The score of two lives' events: a person dies once, and comes to power once in a year."""
    if one.kind not in ("death", "accession") or not alike(one, other):
        return 0.0
    told = one.time.told and other.time.told
    if one.kind == "accession" and not told:
        return 0.0
    return 0.9 if days_apart(one.time, other.time) <= _APART[one.kind] else 0.0


def by_words(one: MilestoneGate, other: MilestoneGate, likeness: float, shared: int) -> float:
    """The score of two milestones whose words are alike."""
    borrowed = [time.told and time.level == VAGUE and not time.firm for time in (one.time, other.time)]
    if one.kind == "founding" and borrowed[0] != borrowed[1]:
        return 0.0  # what a paragraph on a decade mentions is not dated by it
    if not alike(one, other) or likeness < _BARS[one.kind] or days_apart(one.time, other.time) > _APART[one.kind]:
        return 0.0
    return min(1.0, 0.35 + 0.6 * likeness + 0.05 * same_subject(one, other))


def shares(one: MilestoneGate, other: MilestoneGate) -> str:
    """What two milestones have in common apart from time and words."""
    return f"both a {one.kind}" + (f" of {' '.join(sorted(one.subject & other.subject)).title()}" if same_subject(one, other) else "")


MILESTONE_RULES = Rules(
    kind="milestone", telling=telling_of, gate_keys=_gate_keys, by_gate=by_gate, by_words=by_words, alike=alike, shares=shares,
    floor=(0.5, 0.5, 0.5, 0.5), least=(10, 10, 10, 10),
)  # fmt: skip
