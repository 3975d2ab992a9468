"""International organisations and blocs, with their members by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.register.names import Kind, NameEntry
from detente.register.tables import first_day, last_day, table_rows

Membership = tuple[str, int, int | None]
"""COW letters of a member, first day, and last day (None while it lasts)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """An organisation, alliance or bloc. `start` and `end` bound its life; `members` may be empty where we list none.

    `leads` are the states that prose means by its name, where they are not simply its members; `shorts` the words by which a
    text that has named it calls it ("the Council").
    """

    ref: str
    name: str
    kind: Kind
    start: int | None
    end: int | None
    members: tuple[Membership, ...] = ()
    leads: tuple[Membership, ...] = ()
    shorts: tuple[str, ...] = ()

    def leads_on(self, on: int) -> tuple[str, ...]:
        """COW letters of those whom prose means by the name on day `on`: the powers that decide, where we list them, else the members."""
        return _held(self.leads, on) or self.members_on(on)

    def members_on(self, on: int) -> tuple[str, ...]:
        """COW letters of the members on day `on`, in the register's order; empty where there were none."""
        return _held(self.members, on)


def _held(spells: tuple[Membership, ...], on: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(state for state, first, last in spells if first <= on and (last is None or on <= last)))


def load_organisations() -> dict[str, Organisation]:
    """All organisations by id, in file order."""
    members, leads = _load_memberships("members.csv"), _load_memberships("bloc_leads.csv")
    shorts: dict[str, list[str]] = {}
    for _, (ref, word) in table_rows("organisation_shorts.csv", "organisation", "word"):
        shorts.setdefault(ref, []).append(word)
    return {
        ref: Organisation(
            ref=ref,
            name=name,
            kind=kind,  # type: ignore[arg-type]  # the integrity test holds every row to the kinds there are
            start=first_day(first),
            end=last_day(last),
            members=tuple(members.get(ref, ())),
            leads=tuple(leads.get(ref, ())),
            shorts=tuple(shorts.get(ref, ())),
        )
        for _, (ref, name, kind, first, last) in table_rows("organisations.csv", "organisation", "name", "kind", "first", "last")
    }


def _load_memberships(file_name: str) -> dict[str, list[Membership]]:
    found: dict[str, list[Membership]] = {}
    for _, (ref, state, first, last) in table_rows(file_name, "organisation", "state", "first", "last"):
        begin = first_day(first)
        if begin is not None:
            found.setdefault(ref, []).append((state, begin, last_day(last)))
    return found


def organisation_entries(organisations: Mapping[str, Organisation]) -> list[NameEntry]:
    """Every name of every organisation and bloc, valid while it lived; those of parties have a table of their own."""
    entries = [_entry(organisation, organisation.name, "") for organisation in organisations.values() if organisation.kind != "party"]
    for _, (ref, name, flags) in table_rows("organisation_names.csv", "organisation", "name", "flags"):
        entries.append(_entry(organisations[ref], name, flags))
    return entries


def _entry(organisation: Organisation, name: str, flags: str) -> NameEntry:
    return NameEntry(
        kind=organisation.kind,
        ref=organisation.ref,
        valid_from=organisation.start,
        valid_to=organisation.end,
        name=name,
        caution="caution" in flags,
        lesser="lesser" in flags,
    )
