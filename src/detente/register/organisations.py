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
    """An organisation, alliance or bloc. `start` and `end` bound its life; `members` may be empty where we list none."""

    ref: str
    name: str
    kind: Kind
    start: int | None
    end: int | None
    members: tuple[Membership, ...] = ()

    def members_on(self, on: int) -> tuple[str, ...]:
        """COW letters of the members on day `on`, in the register's order; empty where there were none."""
        return tuple(dict.fromkeys(state for state, first, last in self.members if first <= on and (last is None or on <= last)))


def load_organisations() -> dict[str, Organisation]:
    """All organisations by id, in file order."""
    members: dict[str, list[Membership]] = {}
    for _, (ref, state, first, last) in table_rows("members.csv", "organisation", "state", "first", "last"):
        begin = first_day(first)
        if begin is not None:
            members.setdefault(ref, []).append((state, begin, last_day(last)))
    return {
        ref: Organisation(
            ref=ref,
            name=name,
            kind=kind,  # type: ignore[arg-type]  # the integrity test holds every row to the kinds there are
            start=first_day(first),
            end=last_day(last),
            members=tuple(members.get(ref, ())),
        )
        for _, (ref, name, kind, first, last) in table_rows("organisations.csv", "organisation", "name", "kind", "first", "last")
    }


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
