"""When a statement says that something was, as far as statements are compared: first and last day, and how finely it is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.dates import UncertainDate

DAY, MONTH, YEAR, VAGUE = range(4)
"""How finely a time is known: to ten days or better, to the month, to the year, or more vaguely or not at all."""

LEVEL_DAYS = (10, 31, 366)
"""The most days that a time of each level spans."""

_OPEN = 10**9
"""Further away than any day of history."""


@dataclass(frozen=True, slots=True)
class Time:
    """First and last day, both None where no date is told and one None where a side is open.

    `firm` says that the sentence itself dates the deed; a date taken from the paragraph or from the day of writing is not firm.
    `rough` says that the days are about when it was: "a week later" and the like, of which the middle is the likeliest.
    """

    first: int | None
    last: int | None
    level: int
    firm: bool
    rough: bool = False

    @property
    def told(self) -> bool:
        """Whether any date is told."""
        return self.first is not None or self.last is not None

    @property
    def low(self) -> int:
        """The first day; far in the past where that side is open."""
        return -_OPEN if self.first is None else self.first

    @property
    def high(self) -> int:
        """The last day; far in the future where that side is open."""
        return _OPEN if self.last is None else self.last


def time_of(date: UncertainDate | None) -> Time:
    """The time that a date tells."""
    if date is None or (date.start is None and date.end is None):
        return Time(None, None, VAGUE, False)
    level = VAGUE
    if date.start is not None and date.end is not None:
        days = date.end - date.start + 1
        level = next((level for level, most in enumerate(LEVEL_DAYS) if days <= most), VAGUE)
    return Time(date.start, date.end, level, date.basis not in ("inherited", "published"), "~" in date.edtf)


def days_apart(one: Time, other: Time) -> int:
    """The days between two times, 0 where they share a day; a time that is not told shares every day."""
    return max(0, max(one.low, other.low) - min(one.high, other.high))


def middle(time: Time) -> Time:
    """The middle half of a rough time, and the whole of any other."""
    if not time.rough or time.first is None or time.last is None:
        return time
    quarter = (time.last - time.first) // 4
    return replace(time, first=time.first + quarter, last=time.last - quarter)


def meet(one: Time, other: Time) -> bool:
    """Whether both are told and share a day."""
    return one.told and other.told and days_apart(one, other) == 0


def overlap_of_shorter(one: Time, other: Time) -> float:
    """The days that two told times share, over those of the shorter one (0 to 1)."""
    shared = min(one.high, other.high) - max(one.low, other.low) + 1
    return max(0.0, shared / (min(one.high - one.low, other.high - other.low) + 1))


def times_as_long(one: Time, other: Time) -> float:
    """How many times as long as the shorter of two times the longer one is."""
    lengths = sorted((one.high - one.low + 1, other.high - other.low + 1))
    return lengths[1] / lengths[0]
