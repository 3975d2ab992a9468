"""Who acted: codes and names of event data to COW numbers on the day, each name and year looked up once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import polars as pl

from detente.dates import day_number
from detente.errors import NameUnresolved
from detente.register import State, default_register, first_day, last_day, table_rows

_NOWHERE = frozenset({"", "none", "na", ".", "---"})
"""Cells that say that there was no actor, in small letters."""


@cache
def _listed(system: str) -> dict[str, list[tuple[str, int | None, int | None]]]:
    """What `event_actors.csv` says of each code: COW letters (empty for no state), and the days from which and until which."""
    found: dict[str, list[tuple[str, int | None, int | None]]] = {}
    for _, (of, code, letters, first, last) in table_rows("event_actors.csv", "system", "code", "letters", "from", "to"):
        if of == system:
            found.setdefault(code, []).append((letters, first_day(first), last_day(last)))
    return found


@cache
def _by_iso() -> dict[str, list[State]]:
    found: dict[str, list[State]] = {}
    for state in default_register().states.values():
        if state.iso3:
            found.setdefault(state.iso3, []).append(state)
    return found


@cache
def _by_number() -> dict[str, list[State]]:
    found: dict[str, list[State]] = {}
    for state in default_register().states.values():
        if state.ccode is not None:
            found.setdefault(str(state.ccode), []).append(state)
    return found


def _states(system: str, code: str, on: int) -> list[State] | None:
    """The states that a code may mean on a day, none for what is no state; None for a code that nobody knows."""
    register = default_register()
    if code in (entries := _listed(system)):
        valid = [letters for letters, first, last in entries[code] if (first is None or first <= on) and (last is None or on <= last)]
        return [register.states[letters] for letters in valid if letters]
    if system == "cow":
        return _by_number().get(code)
    if system == "iso3":
        return _by_iso().get(code)
    if system in ("keds", "letters"):
        return [register.states[code]] if code in register.states else None
    try:
        return [register.state_of(code, on=on)]
    except NameUnresolved as fault:
        return None if fault.number == 202 else []


@lru_cache(maxsize=200_000)
def actor_on(system: str, code: str, on: int) -> tuple[int | None, bool]:
    """The COW number of a code or name on a day, None for what was no state of the COW system then, and whether it is known.

    `system` is cow, iso3, name, keds, or letters for those of COW. A state before or after its membership is none:
    Namibia in 1975, Ukraine in 1985.
    """
    if code.casefold() in _NOWHERE:
        return None, True
    states = _states(system, code, on)
    if states is None:
        return None, False
    return next((state.ccode for state in states if state.ccode is not None and state.is_member(on)), None), True


def resolve_actors(names: pl.Series, days: pl.Series, system: str) -> tuple[pl.Series, list[str]]:
    """The COW number (Int16, null where it was no state) of each name on its day, and the names that nobody knows, in order.

    Each pair of name and year is looked up on the first and the last day of the year; where the two differ, on each of its days.
    """
    year = (days - 1).cast(pl.Int64) * 400 // 146097 + 1
    table = pl.DataFrame({"name": names, "day": days, "year": year})
    unique = table.select("name", "year").unique().sort("year", "name")
    firsts = [actor_on(system, name, _edge(at, first=True)) for name, at in unique.iter_rows()]
    lasts = [actor_on(system, name, _edge(at, first=False)) for name, at in unique.iter_rows()]
    same = [first[0] == last[0] for first, last in zip(firsts, lasts, strict=True)]
    unique = unique.with_columns(
        pl.Series("ccode", [each[0] for each in firsts], dtype=pl.Int16), pl.Series("same", same, dtype=pl.Boolean)
    )
    joined = table.join(unique, on=["name", "year"], how="left", nulls_equal=True, maintain_order="left")
    found = joined["ccode"]
    if not all(same):
        found = _by_day(joined, lambda name, day: actor_on(system, name, day)[0])
    unknown = sorted({name for (name, _), known in zip(unique.select("name", "year").iter_rows(), lasts, strict=True) if not known[1]})
    return found.cast(pl.Int16), unknown


def _edge(year: int, *, first: bool) -> int:
    """A day a little outside the year: the year of a day is reckoned by mean years, and may be one day off."""
    return day_number(year, 1, 1) - 2 if first else day_number(year, 12, 31) + 2


def _by_day(joined: pl.DataFrame, look_up: Callable[[str, int], int | None]) -> pl.Series:
    differing = joined.filter(~pl.col("same")).select("name", "day").unique()
    exact = [look_up(name, day) for name, day in differing.iter_rows()]
    table = differing.with_columns(pl.Series("exact", exact, dtype=pl.Int16))
    wide = joined.join(table, on=["name", "day"], how="left", maintain_order="left")
    return wide.select(pl.when(pl.col("same")).then("ccode").otherwise("exact").alias("ccode"))["ccode"]
