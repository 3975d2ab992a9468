"""The states of the international system since 1816, with their codes and dates of membership."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.dates import day_number
from detente.register.tables import first_day, last_day, table_rows

System = Literal["COW", "GW"]
"""Which list of states is meant: Correlates of War, or Gleditsch and Ward."""

Spell = tuple[int, int | None]
"""First and last day of a membership; no last day while it lasts."""

LISTS_BEGIN = day_number(1816)
"""The first day of which the two lists speak."""


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """A state under its COW letters.

    `ccode` is the COW number, None for a state that only Gleditsch and Ward list; `gwcode` theirs, None
    where they list none; `iso3` the ISO 3166 letters, None for states that ended before there were any.
    `cow_spells` and `gw_spells` are the memberships in each list, in order; empty where there is none.
    `names` holds the name first, then every other name of the state in the register.
    """

    code: str
    ccode: int | None
    gwcode: int | None
    iso3: str | None
    name: str
    cow_spells: tuple[Spell, ...] = ()
    gw_spells: tuple[Spell, ...] = ()
    names: tuple[str, ...] = ()

    def spells(self, system: System) -> tuple[Spell, ...]:
        """The memberships in one of the two lists."""
        return self.cow_spells if system == "COW" else self.gw_spells

    def is_member(self, on: int, system: System = "COW") -> bool:
        """Whether the state is in the list on day `on`."""
        return any(first <= on and (last is None or on <= last) for first, last in self.spells(system))

    def was_listed(self, first: int | None, last: int | None) -> bool:
        """Whether either list has the state on some day from `first` to `last`, both included.

        True where a side is not known, and before 1816, where neither list speaks.
        """
        if first is None or last is None or first < LISTS_BEGIN:
            return True
        spells = (*self.cow_spells, *self.gw_spells)
        return any(start <= last and (end is None or first <= end) for start, end in spells)


def load_states(names: dict[str, list[str]] | None = None) -> dict[str, State]:
    """All states by COW letters, in order of their numbers; `names` adds the other names by letters."""
    spells = _load_spells()
    states = {}
    for _, (code, ccode, gwcode, iso3, name) in table_rows("states.csv", "code", "ccode", "gwcode", "iso3", "name"):
        others = [other for other in (names or {}).get(code, []) if other != name]
        states[code] = State(
            code=code,
            ccode=int(ccode) if ccode else None,
            gwcode=int(gwcode) if gwcode else None,
            iso3=iso3 or None,
            name=name,
            cow_spells=tuple(spells.get((code, "COW"), ())),
            gw_spells=tuple(spells.get((code, "GW"), ())),
            names=(name, *dict.fromkeys(others)),
        )
    return states


def _load_spells() -> dict[tuple[str, str], list[Spell]]:
    spells: dict[tuple[str, str], list[Spell]] = {}
    for _, (code, system, first, last) in table_rows("state_spells.csv", "code", "system", "first", "last"):
        begin = first_day(first)
        if begin is not None:
            spells.setdefault((code, system), []).append((begin, last_day(last)))
    return spells
