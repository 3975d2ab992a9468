"""Persons who led states or spoke for them, and the offices they held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.register.folding import fold_name
from detente.register.names import NameEntry
from detente.register.tables import first_day, last_day, table_rows

FUNCTIONS = {
    "head of government": ("prime minister", "chancellor", "premier", "head of government", "president", "monarch", "leader"),
    "head of state": ("monarch", "regent", "head of state", "president", "leader"),
    "secretary of state": ("foreign minister",),
    "defense secretary": ("defence minister",),
    "leader": ("leader", "party leader", "president", "prime minister", "chancellor", "monarch"),
}
"""Functions that go by many titles: the titles to look for, the nearest to the function first."""

_HIGHEST = ("leader", "monarch", "president", "chancellor", "prime minister", "party leader", "head of state", "foreign minister")


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """An office held: role ("foreign minister"), COW letters or the id of an organisation, first and last day (None while held)."""

    role: str
    state: str
    start: int
    end: int | None

    def is_held(self, on: int) -> bool:
        """Whether the office was held on day `on`."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A leader, minister or envoy. `ref` is the id; `state` the COW letters of the state first served; offices in order of time."""

    ref: str
    name: str
    surnames: tuple[str, ...]
    state: str
    offices: tuple[Office, ...]
    names: tuple[str, ...] = ()

    def office_of(self, on: int) -> Office | None:
        """The office held on day `on`; of several the highest; None when there was none."""
        held = [office for office in self.offices if office.is_held(on)]
        return min(held, key=lambda office: (_rank(office.role), office.start)) if held else None


def _rank(role: str) -> int:
    return _HIGHEST.index(role) if role in _HIGHEST else len(_HIGHEST)


def load_persons() -> dict[str, Person]:
    """All persons by id, in file order."""
    offices = _load_offices()
    names: dict[str, list[str]] = {}
    surnames: dict[str, list[str]] = {}
    for _, (person, name, sort, _flags) in table_rows("leader_names.csv", "person", "name", "sort", "flags"):
        names.setdefault(person, []).append(name)
        if sort == "surname":
            surnames.setdefault(person, []).append(name)
    return {
        ref: Person(
            ref=ref,
            name=name,
            surnames=tuple(surnames.get(ref, ())),
            state=offices[ref][0].state if ref in offices else "",
            offices=tuple(offices.get(ref, ())),
            names=tuple(dict.fromkeys((name, *names.get(ref, ())))),
        )
        for _, (ref, name) in table_rows("leaders.csv", "person", "name")
    }


def _load_offices() -> dict[str, list[Office]]:
    offices: dict[str, list[Office]] = {}
    for _, (person, state, role, first, last) in table_rows("offices.csv", "person", "state", "role", "first", "last"):
        start = first_day(first)
        if start is not None:
            offices.setdefault(person, []).append(Office(role=role, state=state, start=start, end=last_day(last)))
    for held in offices.values():
        held.sort(key=lambda office: (office.start, office.role))
    return offices


def leader_entries(persons: Mapping[str, Person]) -> list[NameEntry]:
    """Every form of name of every person, valid from the first day of the first office to the last of the last."""
    entries = []
    flags = {(person, name): marks for _, (person, name, _, marks) in table_rows("leader_names.csv", "person", "name", "sort", "flags")}
    for person in persons.values():
        start = min((office.start for office in person.offices), default=None)
        ends = [office.end for office in person.offices]
        last = max((end for end in ends if end is not None), default=None)
        end = None if None in ends else last
        for name in _written(person.names):
            marks = flags.get((person.ref, name), "")
            entries.append(
                NameEntry(
                    kind="leader",
                    ref=person.ref,
                    valid_from=start,
                    valid_to=end,
                    name=name,
                    caution="caution" in marks,
                    lesser="lesser" in marks,
                )
            )
    return entries


def _written(names: Iterable[str]) -> list[str]:
    """The names with the ways hyphens are written in them: Kim Il-sung, Kim Il Sung, Kim Il-Sung."""
    forms: dict[str, None] = {}
    for name in names:
        forms[name] = None
        if "-" in name.strip("-"):
            raised = "-".join(part[:1].upper() + part[1:] for part in name.split("-"))
            forms |= {raised: None, raised.replace("-", " "): None, name.replace("-", " "): None}
    return list(forms)


def given_names(persons: Mapping[str, Person]) -> dict[str, frozenset[str]]:
    """The given names that stand before the surname in some form of each person's name."""
    given: dict[str, frozenset[str]] = {}
    titles = {row[0] for _, row in table_rows("titles.csv", "title")}
    for person in persons.values():
        words: set[str] = set()
        for name in person.names:
            for surname in person.surnames:
                if name.endswith(" " + surname):
                    words.add(fold_name(name[: -len(surname)]).split()[0].strip("."))
        given[person.ref] = frozenset(word for word in words if word and word[0].isupper() and word not in titles)
    return given
