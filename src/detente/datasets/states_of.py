"""Whole columns of names and codes of states, to COW numbers, by the register and the day of each row.

A number of the COW list stands for itself. Of Gleditsch-Ward numbers, ISO letters and names, each is asked of the register once a year;
where the answers at the first and last day of a year differ, each day is asked for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl

from detente.dates import year_of
from detente.errors import NameUnresolved
from detente.register import System, default_register, first_day, last_day, table_rows

CODE, WORD, DAY = "code", "_word", "_day"

Finder = Callable[[str, int | None], int | None]
"""The COW number that a word means on a day, `NO_STATE`, or None where it is not known."""

NO_STATE = 0
"""What is known and no state of the COW list: the Holy See, or a state that only Gleditsch and Ward list."""


@cache
def cow_numbers() -> frozenset[int]:
    """The numbers of all states of the COW list."""
    return frozenset(state.ccode for state in default_register().states.values() if state.ccode is not None)


@cache
def gw_numbers() -> frozenset[int]:
    """The numbers of all states of the list of Gleditsch and Ward."""
    return frozenset(state.gwcode for state in default_register().states.values() if state.gwcode is not None)


@cache
def _iso2() -> dict[str, str]:
    return {two: three for _, (two, three) in table_rows("layouts/iso2.csv", "iso2", "iso3")}


@cache
def _places() -> dict[str, tuple[tuple[str, int | None, int | None], ...]]:
    found: dict[str, list[tuple[str, int | None, int | None]]] = {}
    for _, (place, code, first, last) in table_rows("layouts/historian_places.csv", "id", "code", "first", "last"):
        found.setdefault(place, []).append((code, first_day(first), last_day(last)))
    return {place: tuple(rows) for place, rows in found.items()}


def number_of(word: str, on: int | None, system: System = "COW") -> int | None:
    """The COW number of the state that a name or code means on day `on`, or None.

    A state that was no member on that day is taken all the same where the word can mean no other: the assembly of 1946 had
    members (India, Ukraine) that the list has later.
    """
    for day in dict.fromkeys((on, None)):
        try:
            return default_register().state_of(word, on=day, system=system).ccode
        except NameUnresolved:
            continue
    return None


def by_gw_number(word: str, on: int | None) -> int | None:
    """The COW number of a Gleditsch-Ward number."""
    found = number_of(word, on, "GW")
    return NO_STATE if found is None and int(word) in gw_numbers() else found


@cache
def _by_iso3() -> dict[str, tuple[str, int | None]]:
    return {state.iso3: (code, state.ccode) for code, state in default_register().states.items() if state.iso3}


def by_iso3(word: str, on: int | None) -> int | None:
    """The COW number of three ISO letters; where their state was no member on the day, that of the state which then had its name.

    ISO letters are never taken for COW letters: AUS is Australia in the one and Austria in the other.
    """
    code, number = _by_iso3().get(word, ("", None))
    if not code:
        return None
    state = default_register().states[code]
    if on is None or state.is_member(on):
        return number
    then = number_of(state.name, on)
    return number if then is None else then


def by_iso2_or_name(word: str, on: int | None) -> int | None:
    """The COW number of "letters|name": by the two ISO letters, or by the name where there are none."""
    two, _, name = word.partition("|")
    three = _iso2().get(two)
    return by_iso3(three, on) if three else number_of(name, on)


def by_place(word: str, on: int | None) -> int | None:
    """The COW number of "id|name", as the Office of the Historian writes its countries (`china|China, People's Republic of`)."""
    place, _, name = word.partition("|")
    for code, first, last in _places().get(place, ()):
        if (on is None or first is None or first <= on) and (on is None or last is None or on <= last):
            return default_register().states[code].ccode if code else NO_STATE
    last_first = " ".join(reversed(name.split(", ", 1)))
    tries = (place.replace("-", " ").title(), name, last_first, name.partition(" (")[0])
    return next((found for each in tries if (found := number_of(each, on)) is not None), None)


FINDERS: dict[str, Finder] = {"gw": by_gw_number, "iso3": by_iso3, "iso2": by_iso2_or_name, "place": by_place}
"""How each kind of code is asked of the register."""


def resolve(words: pl.Series, days: pl.Series, kind: str) -> pl.Series:
    """COW numbers (Int32) of words on days, in the same order; null where the register does not know."""
    finder = FINDERS[kind]
    asked = pl.DataFrame({WORD: words.cast(pl.String), DAY: days.cast(pl.Int32)})
    by_year: dict[tuple[str, int | None], list[int | None]] = {}
    for word, day in asked.unique().sort(WORD, DAY).drop_nulls(WORD).iter_rows():
        by_year.setdefault((word, None if day is None else year_of(day)), []).append(day)
    rows = [(word, day, code) for (word, _), on in by_year.items() for day, code in zip(on, _answers(word, on, finder), strict=True)]
    answers = pl.DataFrame(rows, schema={WORD: pl.String, DAY: pl.Int32, CODE: pl.Int32}, orient="row")
    return asked.join(answers, on=[WORD, DAY], how="left", nulls_equal=True, maintain_order="left")[CODE]


def _answers(word: str, days: list[int | None], finder: Finder) -> list[int | None]:
    first, last = finder(word, days[0]), finder(word, days[-1])
    return [first] * len(days) if first == last else [finder(word, day) for day in days]
