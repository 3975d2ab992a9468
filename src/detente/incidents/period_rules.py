"""When two statements assert one period of a relation, or one point at which it turned."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from detente.incidents.lists import lists
from detente.incidents.telling import Rules, Telling
from detente.incidents.times import DAY, MONTH, Time, days_apart, meet, overlap_of_shorter, time_of, times_as_long
from detente.incidents.words import content_words, total
from detente.model import Direction, Period

TURNING_DAYS = 3653
"""Ten years: by so much accounts of one turning may differ."""
_ANY_DAYS = 366
"""A year: so near to each other two turnings may be one though their words name no sort in common."""
_WORD = re.compile(r"[^\W\d_]+")
_HALF, _LONGER = 0.5, 4.0
_GOOD = frozenset({"up", "high"})


@dataclass(frozen=True, slots=True)
class PeriodGate:
    """What a period is compared by: the states, whether it is told as good or bad, whether as a turning, its time and label.

    `sorts` are the sorts of turning that the label names; `deed` says that a deed stands for the turning.
    """

    states: frozenset[str]
    good: bool
    turning: bool
    label: frozenset[str]
    time: Time
    sorts: frozenset[int]
    deed: bool


def telling_of(period: Period) -> Telling:
    """A period, made ready."""
    time, words = time_of(period.date), content_words(period.quote)
    direction, turning = told_as(period)
    gate = PeriodGate(
        states=frozenset(period.states),
        good=direction in _GOOD,
        turning=turning,
        label=frozenset(content_words(period.label)),
        time=time,
        sorts=sorts_of(period.label),
        deed=period.deed,
    )
    return Telling(
        statement=period, key=period.period_id, kind="period", document=period.document, sentence=period.sentence, span=period.span,
        blocks=((gate.states, gate.good),), gate=gate, time=time, level=time.level, words=words, weight=total(words),
    )  # fmt: skip


def sorts_of(label: str) -> frozenset[int]:
    """The sorts of turning that words name: a split, a quarrel, a thaw, a friendship."""
    words = _WORD.findall(label.casefold())
    return frozenset(sort for sort, begun in enumerate(lists().turnings) if any(word.startswith(begun) for word in words))


def told_as(period: Period) -> tuple[Direction, bool]:
    """The direction of a period and whether it is a turning: a good time that is told by its end is a turning for the worse."""
    words = lists().ended + (lists().until if period.date and period.date.start is None else ())
    over = period.direction in _GOOD and any(re.search(rf"\b{each}\b", period.quote.casefold()) for each in words)
    return ("down", True) if over and not period.turning else (period.direction, period.turning)


def alike(one: PeriodGate, other: PeriodGate) -> bool:
    """Whether both tell of the same states, and of the same sort of time; what began on a day was so from that day.

    A deed that stands for a turning is compared with deeds, of about its day and under its name: nobody says of it that it was the one.
    """
    if (one.states, one.good, one.deed) != (other.states, other.good, other.deed):
        return False
    return one.turning == other.turning or (max(one.time.level, other.time.level) == DAY and meet(one.time, other.time))


def _gate_keys(gate: PeriodGate, time: Time) -> Iterable[Hashable]:
    yield gate.states, gate.good


def by_gate(one: PeriodGate, other: PeriodGate) -> float:
    """The score of two periods: turnings within ten years, other periods that are mostly the same time."""
    if not alike(one, other):
        return 0.0
    if not (one.time.told and other.time.told):
        return 0.5 if one.label and one.label == other.label else 0.0
    if one.deed:
        fine = max(one.time.level, other.time.level) <= MONTH
        return 0.6 if fine and meet(one.time, other.time) and one.label & other.label else 0.0
    if one.turning or other.turning:
        apart = days_apart(_point(one.time), _point(other.time))
        most = TURNING_DAYS if one.sorts & other.sorts or one.label == other.label else _ANY_DAYS
        return round(0.9 - 0.4 * apart / TURNING_DAYS, 6) if apart <= most else 0.0
    bounded = None not in (one.time.first, one.time.last, other.time.first, other.time.last)
    if not bounded:
        return 0.5 if days_apart(one.time, other.time) == 0 and one.label & other.label else 0.0
    share = overlap_of_shorter(one.time, other.time)
    return round(0.4 + 0.5 * share, 6) if share >= _HALF and times_as_long(one.time, other.time) <= _LONGER else 0.0


def _point(time: Time) -> Time:
    """When a turning was: "from 1959 on" is 1959, and no year after it."""
    first, last = (time.first if time.first is not None else time.last), (time.last if time.last is not None else time.first)
    return replace(time, first=first, last=last)


def by_words(one: PeriodGate, other: PeriodGate, likeness: float, shared: int) -> float:
    """The score of two periods whose sentences are alike, where their times share a day."""
    told = one.time.told and other.time.told
    return min(1.0, 0.3 + 0.6 * likeness) if told and alike(one, other) and days_apart(one.time, other.time) == 0 else 0.0


def shares(one: PeriodGate, other: PeriodGate) -> str:
    """What two periods have in common apart from time and words."""
    sort = "turning" if one.turning and other.turning else "period"
    return f"same states, both a {sort} for the {'better' if one.good else 'worse'}"


PERIOD_RULES = Rules(
    kind="period", telling=telling_of, gate_keys=_gate_keys, by_gate=by_gate, by_words=by_words, alike=alike, shares=shares,
    floor=(0.5, 0.5, 0.5, 0.6), least=(30, 30, 30, 40),
)  # fmt: skip
