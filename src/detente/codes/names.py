"""Lint of names: senses that are said twice, never found, ambiguous, or outside a state's time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from detente.codes.marked import Located, Problem
from detente.dates import day_number, iso_day
from detente.register import NameEntry, Organisation, Person, Register

_SYSTEM_BEGINS = day_number(1816)
_EARLIEST, _LATEST = -(10**7), 10**7
_BEARERS = ("leader", "organisation", "bloc", "party")
Days = tuple[int | None, int | None]


def sense_problems(entries: Sequence[Located[NameEntry]], register: Register) -> Iterator[Problem]:
    """What is wrong with senses of names among themselves and by the dates of `register`."""
    grouped: dict[str, list[Located[NameEntry]]] = {}
    for each in entries:
        grouped.setdefault(each.value.name, []).append(each)
        held = each.value
        yield from outside(held.ref, _span(held), each, f"{held.name!r}", register)
    for senses in grouped.values():
        for one, two in combinations(senses, 2):
            yield from _between(one, two)


def _between(one: Located[NameEntry], two: Located[NameEntry]) -> Iterator[Problem]:
    a, b = one.value, two.value
    if not _meet(_span(a), _span(b)):
        return
    if (a.ref, a.kind) == (b.ref, b.kind):
        yield _problem("duplicate", two, f"{b.name!r} means {b.ref} in line {one.line} already, at the same time", "Take one out.")
    elif a.ref != b.ref and not (a.lesser or b.lesser) and a.kind != "leader" and b.kind != "leader":
        what = f"{b.name!r} means {a.ref} (line {one.line}) and {b.ref} at the same time, and so neither"
        yield _problem("duplicate", two, what, "Date the senses, or flag one of them lesser.")


def found_problems(entries: Sequence[Located[NameEntry]], register: Register) -> Iterator[Problem]:
    """Names that the coder never finds in a text, as `register` (with these names in it) reads it."""
    for each in entries:
        name = each.value.name
        text = f"of {name}x " if name.endswith("-") else f"of {name} "
        found = any(match.surface == name and each.value in match.entries for match in register.find_names(text))
        if not found:
            what = f"{name!r} is never found: a name begins with a capital letter, A to Z but for its accents, or with a digit"
            yield _problem("unreachable", each, what, "Write it as it stands in a text, or take it out.")


def known_problems(entries: Sequence[Located[NameEntry]], register: Register) -> Iterator[Problem]:
    """Senses that the register's own tables have already, and persons and bodies whose names others bear there (a note)."""
    for each in entries:
        mine = each.value
        for held in register.senses(mine.name):
            if (held.name, held.ref, held.kind) == (mine.name, mine.ref, mine.kind) and _within(mine, held):
                yield _problem("duplicate", each, f"{mine.name!r} means {mine.ref} without the study's saying so", "Take it out.")
                break
            if mine.kind == held.kind and mine.kind in _BEARERS and " " in mine.name and _meet(_span(mine), _span(held)):
                what = f"{mine.name!r} is {held.ref} in the register; in its time {mine.ref} stands in that place"
                yield replace(_problem("duplicate", each, what, "See that they are two."), note=True)
                break


def person_problems(persons: Sequence[Located[Person]], register: Register) -> Iterator[Problem]:
    """Offices outside the time of their state, and ids that are taken."""
    yield from _taken(persons, {*register.states, *register.persons, *register.organisations})
    for each in persons:
        for office in each.value.offices:
            days = (office.start, office.end)
            yield from outside(office.state, days, each, f"{each.value.name!r} as {office.role}", register)


def organisation_problems(organisations: Sequence[Located[Organisation]], register: Register) -> Iterator[Problem]:
    """Members outside their state's time or the organisation's own, and ids that are taken."""
    yield from _taken(organisations, {*register.states, *register.persons, *register.organisations})
    for each in organisations:
        own = each.value
        for state, first, last in own.members:
            yield from outside(state, (first, last), each, f"the membership of {own.ref} of", register)
            if not _meet((first, last), (own.start, own.end)):
                yield _problem("dates", each, f"{state} is a member of {own.ref} only when there is none", "Correct the dates.")
        if len(set(own.members)) < len(own.members):
            yield _problem("duplicate", each, f"a member of {own.ref} stands there twice", "Take one out.")


def _taken(things: Sequence[Located[Any]], known: set[str]) -> Iterator[Problem]:
    seen = set(known)
    for each in things:
        if each.value.ref in seen:
            yield _problem("duplicate", each, f"the id {each.value.ref!r} is taken", "Give it another id.")
        seen.add(each.value.ref)


def outside(ref: str, days: Days, at: Located[Any], what: str, register: Register) -> Iterator[Problem]:
    """A finding where a time does not touch any membership of the state in either list; before 1816 neither list speaks."""
    state = register.states.get(ref)
    if state is None or days == (None, None) or (days[1] is not None and days[1] < _SYSTEM_BEGINS):
        return
    spells = (*state.cow_spells, *state.gw_spells)
    if not any(_meet(days, spell) for spell in spells):
        told = ", ".join(f"{iso_day(first)} to {'today' if last is None else iso_day(last)}" for first, last in dict.fromkeys(spells))
        yield _problem(
            "dates", at, f"{what} {ref}: the state was a member of the system only from {told}", "Correct the dates or the state."
        )


def _meet(one: Days, two: Days) -> bool:
    return _low(one) <= _high(two) and _low(two) <= _high(one)


def _within(inner: NameEntry, outer: NameEntry) -> bool:
    mine, held = _span(inner), _span(outer)
    return _low(held) <= _low(mine) and _high(mine) <= _high(held)


def _span(entry: NameEntry) -> Days:
    return entry.valid_from, entry.valid_to


def _low(days: Days) -> int:
    return _EARLIEST if days[0] is None else days[0]


def _high(days: Days) -> int:
    return _LATEST if days[1] is None else days[1]


def _problem(check: str, at: Located[Any], what: str, todo: str) -> Problem:
    return Problem(check=check, file=at.file, line=at.line, what=what, todo=todo)
