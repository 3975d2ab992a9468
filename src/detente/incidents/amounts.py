"""Amounts as intervals: what a figure's words allow the number to be.

| words | interval |
| --- | --- |
| exact: "1,390", "88 billion" | the number; against another exact one as widely as the rounder of the two is rounded, at most 5 per cent |
| about: "some 7,000" | 5 per cent either way |
| at least, more than: "over 7,000" | from the number to twice it: nobody says "over 7,000" of 20,000 |
| at most, less than: "fewer than 1,400" | from half the number to the number |
| range: "7,000 to 8,000" | as told |
| order: "thousands" (1,000 to 9,999) | from the first to the last times the root of ten: a word for an order binds below, loosely above |
"""

from __future__ import annotations

from detente.model import Figure, Verdict

_ABOUT = 0.05
_SIDE = 2.0
_ORDER = 10**0.5

Interval = tuple[float, float]


def interval_of(figure: Figure) -> Interval:
    """The least and the most that a figure's words allow."""
    value, high = figure.value, figure.high
    match figure.bound:
        case "order":
            return value, (high if high is not None else 10 * value) * _ORDER
        case "range":
            return min(value, high if high is not None else value), max(value, high if high is not None else value)
        case "at_least" | "more_than":
            return value, _SIDE * value
        case "at_most" | "less_than":
            return value / _SIDE, value
        case "about":
            slack = _ABOUT * abs(value)
        case _:
            slack = 0.0
    return value - slack, max(value, high if high is not None else value) + slack


def amounts_verdict(one: Figure, other: Figure) -> Verdict:
    """Two amounts: the same words agree, amounts that can be one number differ in precision, others disagree."""
    if "exact" == one.bound == other.bound and one.high is None is other.high:
        apart = abs(one.value - other.value)
        slack = max(min(_ABOUT * abs(each.value), rounding(each.value)) for each in (one, other))
        return (
            "agree"
            if not apart
            else "differ in precision"
            if apart <= slack and rounding(one.value) != rounding(other.value)
            else "disagree"
        )
    (low, high), (least, most) = interval_of(one), interval_of(other)
    if (low, high) == (least, most):
        return "agree"
    return "differ in precision" if max(low, least) <= min(high, most) else "disagree"


def rounding(value: float) -> float:
    """Half a unit of the last digit that is not nought: 50 for 10,800, 500 million for 88 billion, 0 for a number told to the unit."""
    if value != int(value) or value == 0:
        return 0.0
    unit, left = 1, abs(int(value))
    while left % 10 == 0:
        left //= 10
        unit *= 10
    return unit / 2 if unit > 1 else 0.0


def far_apart(one: Interval, other: Interval) -> float:
    """How many times one of two disjoint amounts is the other, at the ends that face each other; 1 where they meet."""
    low, high = min(one[1], other[1]), max(one[0], other[0])
    if high <= low:
        return 1.0
    return high / low if low > 0 else float("inf")
