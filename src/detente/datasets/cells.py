"""One cell of a table of facts, from its text to a value, or the reason it cannot be."""

from __future__ import annotations

from math import isfinite

from detente.datasets.layout import Column
from detente.dates import UncertainDate, read_edtf
from detente.register import default_register

Value = str | int | float | tuple[str, ...] | UncertainDate | None
"""A value of a table of facts; None where the cell is empty."""


def read_cell(text: str, column: Column) -> Value:
    """The value of a cell; raises `ValueError` that says what is wrong with it."""
    words = text.strip()
    if not words:
        if column.optional:
            return None
        raise ValueError(f"{column.name} is empty")
    if column.values and words not in column.values:
        raise ValueError(f"{column.name} is {words!r}, not one of {', '.join(column.values)}")
    value = _typed(words, column)
    if isinstance(value, int | float):
        _check_bounds(value, column)
    return value


def _typed(words: str, column: Column) -> Value:
    if column.type == "state":
        return _state(words)
    if column.type == "states":
        return _states(words)
    if column.type == "date":
        return _date(words, column.name)
    if column.type in ("year", "count"):
        return _whole(words, column.name)
    if column.type == "number":
        return _number(words, column.name)
    return _free(words) if column.type == "free" else words


def _state(words: str) -> str:
    if words not in default_register().states:
        raise ValueError(f"{words!r} is not the COW letters of a state")
    return words


def _states(words: str) -> tuple[str, ...]:
    states = tuple(_state(part.strip()) for part in words.split(";"))
    if len(set(states)) < 2:
        raise ValueError(f"{words!r} does not name two states or more")
    return states


def _date(words: str, name: str) -> UncertainDate:
    try:
        return read_edtf(words, basis="declared")
    except ValueError:
        raise ValueError(f"{name} is {words!r}, not a date such as 1950, 1950-02 or 1950-02-14") from None


def _whole(words: str, name: str) -> int:
    if not words.lstrip("-").isdecimal() or not words.isascii():
        raise ValueError(f"{name} is {words!r}, not a whole number")
    return int(words)


def _number(words: str, name: str) -> float:
    try:
        value = float(words)
    except ValueError:
        raise ValueError(f"{name} is {words!r}, not a number (a decimal point, no spaces or commas)") from None
    if not isfinite(value) or "_" in words:
        raise ValueError(f"{name} is {words!r}, not a number")
    return value


def _free(words: str) -> Value:
    try:
        return _whole(words, "") if words.lstrip("-").isdecimal() else _number(words, "")
    except ValueError:
        return words


def _check_bounds(value: float, column: Column) -> None:
    least = 0 if column.type == "count" else column.least
    if least is not None and value < least:
        raise ValueError(f"{column.name} is {value:g}, below {least:g}")
    if column.most is not None and value > column.most:
        raise ValueError(f"{column.name} is {value:g}, above {column.most:g}")
