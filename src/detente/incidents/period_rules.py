"""When two statements assert one period of a relation, or one point at which it turned."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from detente.incidents.telling import Rules, Telling
from detente.incidents.times import Time, days_apart, overlap_of_shorter, time_of, times_as_long
from detente.incidents.words import content_words, total
from detente.model import Period

TURNING_DAYS = 3653
"""Ten years: by so much accounts of one turning may differ."""
_HALF, _LONGER = 0.5, 4.0


@dataclass(frozen=True, slots=True)
class PeriodGate:
    """What a period is compared by: the states, whether it is told as good or bad, whether as a turning, its time and label."""

    states: frozenset[str]
    good: bool
    turning: bool
    label: frozenset[str]
    time: Time


def telling_of(period: Period) -> Telling:
    """A period, made ready."""
    time, words = time_of(period.date), content_words(period.quote)
    gate = PeriodGate(
        states=frozenset(period.states),
        good=period.direction in ("up", "high"),
        turning=period.turning,
        label=frozenset(content_words(period.label)),
        time=time,
    )
    return Telling(
        statement=period, key=period.period_id, kind="period", document=period.document, sentence=period.sentence, span=period.span,
        blocks=((gate.states, gate.good, gate.turning),), gate=gate, time=time, level=time.level, words=words, weight=total(words),
    )  # fmt: skip


def alike(one: PeriodGate, other: PeriodGate) -> bool:
    """Whether both tell of the same states, and of the same sort of time."""
    return (one.states, one.good, one.turning) == (other.states, other.good, other.turning)


def _gate_keys(gate: PeriodGate, time: Time) -> Iterable[Hashable]:
    yield gate.states, gate.good, gate.turning


def by_gate(one: PeriodGate, other: PeriodGate) -> float:
    """The score of two periods: turnings within ten years, other periods that are mostly the same time."""
    if not alike(one, other):
        return 0.0
    if not (one.time.told and other.time.told):
        return 0.5 if one.label and one.label == other.label else 0.0
    if one.turning:
        apart = days_apart(one.time, other.time)
        return round(0.9 - 0.4 * apart / TURNING_DAYS, 6) if apart <= TURNING_DAYS else 0.0
    bounded = None not in (one.time.first, one.time.last, other.time.first, other.time.last)
    if not bounded:
        return 0.5 if days_apart(one.time, other.time) == 0 and one.label & other.label else 0.0
    share = overlap_of_shorter(one.time, other.time)
    return round(0.4 + 0.5 * share, 6) if share >= _HALF and times_as_long(one.time, other.time) <= _LONGER else 0.0


def by_words(one: PeriodGate, other: PeriodGate, likeness: float, shared: int) -> float:
    """The score of two periods whose sentences are alike, where their times share a day."""
    told = one.time.told and other.time.told
    return min(1.0, 0.3 + 0.6 * likeness) if told and alike(one, other) and days_apart(one.time, other.time) == 0 else 0.0


def shares(one: PeriodGate, other: PeriodGate) -> str:
    """What two periods have in common apart from time and words."""
    sort = "turning" if one.turning else "period"
    return f"same states, both a {sort} for the {'better' if one.good else 'worse'}"


PERIOD_RULES = Rules(
    kind="period", telling=telling_of, gate_keys=_gate_keys, by_gate=by_gate, by_words=by_words, alike=alike, shares=shares,
    floor=(0.5, 0.5, 0.5, 0.6), least=(30, 30, 30, 40),
)  # fmt: skip
