"""The register: asked with a name or a code and a date, it answers for that date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from detente.dates import iso_day
from detente.errors import NameUnresolved
from detente.register.finder import NameFinder
from detente.register.folding import fold_name
from detente.register.leaders import FUNCTIONS, Office, Person, given_names, leader_entries, load_persons
from detente.register.names import STATE_KINDS, NameEntry, NameMatch, load_given_names, load_names, load_not_names, read_entry, resolve
from detente.register.organisations import Organisation, load_organisations, organisation_entries
from detente.register.states import Spell, State, System, load_states


@dataclass(frozen=True, kw_only=True)
class Register:
    """States, persons and organisations with their names and dates."""

    states: Mapping[str, State]
    persons: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    entries: tuple[NameEntry, ...]
    not_names: tuple[str, ...] = ()

    @cached_property
    def _finder(self) -> NameFinder:
        return NameFinder(self.entries, not_names=self.not_names, given=given_names(self.persons), given_names=load_given_names())

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        """COW letters by letters, ISO letters and (under `COW 255`, `GW 255`) numbers."""
        codes: dict[str, list[str]] = {}
        for state in self.states.values():
            keys = {state.code, f"COW {state.ccode}", f"GW {state.gwcode}"} | ({state.iso3} if state.iso3 else set())
            for key in sorted(keys):
                codes.setdefault(key, []).append(state.code)
        return codes

    def find_names(self, text: str) -> tuple[NameMatch, ...]:
        """The names in `text`: longest, non-overlapping, word-bounded, left to right; offsets in code points."""
        return self._finder.find(text)

    def senses(self, name: str) -> tuple[NameEntry, ...]:
        """All that a whole name can mean; empty for a name the register does not have."""
        return self._finder.senses(name)

    def resolve(self, match: NameMatch, on: int | None) -> NameEntry | None:
        """The sense of a match on day `on`, or None when truly ambiguous; see `detente.register.resolve`."""
        return resolve(match, on)

    def state_of(self, name_or_code: str | int, *, on: int | None, system: System = "COW") -> State:
        """The state that a name, COW letters, ISO letters or a number of the `system` means on day `on`.

        A number and letters are codes before they are names. Raises `NameUnresolved`: 202 for what the
        register does not have, 203 when several states fit, 204 when none was a member of the system then.
        """
        candidates = self._candidates(str(name_or_code), system)
        if not candidates:
            raise NameUnresolved(
                202, f"the register has no state {name_or_code!r}", todo="Check the spelling, or add the name to the study."
            )
        if on is None:
            return self._only(name_or_code, self._usual(str(name_or_code), candidates), None)
        members = [code for code in candidates if self.is_member(code, on, system)]
        if not members:
            told = "; ".join(f"{code} {_spells_text(self.states[code].spells(system))}" for code in candidates)
            raise NameUnresolved(204, f"{name_or_code!r} was no member of the {system} system on {iso_day(on)}: {told}")
        valid = [entry.ref for entry in self.senses(str(name_or_code)) if entry.is_valid(on) and not entry.lesser]
        return self._only(name_or_code, [code for code in members if code in valid] or members, on)

    def _candidates(self, asked: str, system: System) -> list[str]:
        if asked.isdecimal():
            return self._codes.get(f"{system} {asked}", [])
        named = [entry.ref for entry in self.senses(asked) if entry.kind in STATE_KINDS]
        if asked in self.states:
            named = [asked]
        return list(dict.fromkeys(named or self._codes.get(asked, [])))

    def _usual(self, asked: str, candidates: list[str]) -> list[str]:
        sense = resolve((entry for entry in self.senses(asked) if entry.kind in STATE_KINDS), None)
        return [sense.ref] if sense is not None and len(candidates) > 1 and sense.ref in candidates else candidates

    def _only(self, asked: str | int, codes: list[str], on: int | None) -> State:
        distinct = list(dict.fromkeys(codes))
        if len(distinct) > 1:
            when = "without a date" if on is None else f"on {iso_day(on)}"
            raise NameUnresolved(203, f"{asked!r} {when} may be {' or '.join(distinct)}", todo="Name one by its COW letters.")
        return self.states[distinct[0]]

    def is_member(self, code: str, on: int, system: System = "COW") -> bool:
        """Whether the state of these COW letters was a member of the system on day `on`; raises `NameUnresolved` (202)."""
        return self._state(code).is_member(on, system)

    def names_of(self, code: str) -> tuple[str, ...]:
        """Every name of the state itself (not its people, seats or places), the usual one first."""
        return self._state(code).names

    def _state(self, code: str) -> State:
        if code not in self.states:
            raise NameUnresolved(202, f"the register has no state with the letters {code!r}", todo="Use COW letters, as CHN.")
        return self.states[code]

    def person(self, ref: str) -> Person:
        """The person with this id; raises `NameUnresolved` (205)."""
        if ref not in self.persons:
            raise NameUnresolved(205, f"the register has no person {ref!r}")
        return self.persons[ref]

    def office_of(self, person_ref: str, on: int) -> Office | None:
        """The (highest) office that a person held on day `on`, or None."""
        return self.person(person_ref).office_of(on)

    def holder(self, state: str, role: str, on: int) -> Person | None:
        """Who held an office of a state on day `on`: a title, or a function such as "head of government"; None if not known.

        Of two who hold it on one day (the day of handing over), the later.
        """
        for title in FUNCTIONS.get(role, (role,)):
            held = [
                (office.start, person.ref)
                for person in self._of_state.get(state, ())
                for office in person.offices
                if office.state == state and office.role == title and office.is_held(on)
            ]
            if held:
                return self.persons[max(held)[1]]
        return None

    @cached_property
    def _of_state(self) -> dict[str, list[Person]]:
        by_state: dict[str, list[Person]] = {}
        for person in self.persons.values():
            for state in dict.fromkeys(office.state for office in person.offices):
                by_state.setdefault(state, []).append(person)
        return by_state

    def organisation(self, ref: str) -> Organisation:
        """The organisation or bloc with this id; raises `NameUnresolved` (206)."""
        if ref not in self.organisations:
            raise NameUnresolved(206, f"the register has no organisation {ref!r}")
        return self.organisations[ref]

    def members(self, ref: str, on: int) -> tuple[str, ...]:
        """COW letters of an organisation's members on day `on`; empty where it had none or we list none."""
        return self.organisation(ref).members_on(on)

    def leads(self, ref: str, on: int) -> tuple[str, ...]:
        """COW letters of the states meant by a bloc's name on day `on`: those that led it where we list them, else its members."""
        return self.organisation(ref).leads_on(on)

    def extended(self, extra: Mapping[str, Any]) -> Register:
        """This register with a study's own names, and with phrases to read over.

        `extra` may hold `names`, a list of mappings with `name`, `kind`, `ref` and, where they apply, `from`,
        `to` (partial ISO dates) and `flags` ("caution", "lesser"); and `not_names`, a list of phrases. Raises
        `NameUnresolved` (207) at a key that is not known or a `ref` that the register does not have.
        """
        unknown = set(extra) - {"names", "not_names"}
        if unknown:
            raise NameUnresolved(207, f"a study can add names and not_names, not {sorted(unknown)}")
        added = tuple(self._own_entry(row) for row in extra.get("names", ()))
        return replace(self, entries=self.entries + added, not_names=(*self.not_names, *map(str, extra.get("not_names", ()))))

    def _own_entry(self, row: Mapping[str, Any]) -> NameEntry:
        fields = {key: "" if value is None else str(value) for key, value in row.items()}
        ref = fields.get("ref", "")
        if set(fields) - {"name", "kind", "ref", "from", "to", "flags"} or not fields.get("name"):
            raise NameUnresolved(207, f"not a name of a study: {dict(row)}", todo="Give name, kind, ref and, if dated, from and to.")
        if ref and ref not in self.states and ref not in self.persons and ref not in self.organisations:
            raise NameUnresolved(207, f"{fields['name']!r} refers to {ref!r}, which the register does not have")
        first, last, flags = (fields.get(key, "") for key in ("from", "to", "flags"))
        return read_entry(fields["name"], fields.get("kind", "state"), ref, first=first, last=last, flags=flags)

    def joined(
        self,
        *,
        entries: Iterable[NameEntry] = (),
        persons: Iterable[Person] = (),
        organisations: Iterable[Organisation] = (),
        not_names: Iterable[str] = (),
    ) -> Register:
        """This register with a study's own persons and organisations, and with `entries` as the names of all that is added.

        Within its dates a study's sense of a name stands in the place of the register's own senses of that name; a person or
        organisation of an id that the register has takes its place. What `entries` refer to is not checked here.
        """
        own = tuple(entries)
        spells: dict[str, list[NameEntry]] = {}
        for entry in own:
            spells.setdefault(fold_name(entry.name), []).append(entry)
        held = [rest for entry in self.entries for rest in _outside(entry, spells.get(fold_name(entry.name), ()))]
        return replace(
            self,
            persons=dict(self.persons) | {person.ref: person for person in persons},
            organisations=dict(self.organisations) | {each.ref: each for each in organisations},
            entries=(*held, *own),
            not_names=(*self.not_names, *not_names),
        )


def _outside(entry: NameEntry, taken: Iterable[NameEntry]) -> list[NameEntry]:
    """A sense for the times in which no other of some senses is valid; the sense itself where none of them is."""
    rest = [entry]
    for other in taken:
        rest = [part for each in rest for part in _around(each, other)]
    return rest


def _around(entry: NameEntry, other: NameEntry) -> Iterator[NameEntry]:
    first, last = entry.valid_from, entry.valid_to
    if other.valid_from is not None and (first is None or first < other.valid_from):
        ends = other.valid_from - 1
        yield replace(entry, valid_to=ends if last is None or ends < last else last)
    if other.valid_to is not None and (last is None or other.valid_to < last):
        begins = other.valid_to + 1
        yield replace(entry, valid_from=begins if first is None or begins > first else first)


def _spells_text(spells: Iterable[Spell]) -> str:
    told = [f"{iso_day(first)} to {'today' if last is None else iso_day(last)}" for first, last in spells]
    return ", ".join(told) or "never"


@lru_cache(maxsize=1)
def default_register() -> Register:
    """The register of the package's own data, loaded once."""
    state_names, persons, organisations = load_names("state_names.csv"), load_persons(), load_organisations()
    names: dict[str, list[str]] = {}
    for entry in state_names:
        if entry.kind == "state":
            names.setdefault(entry.ref, []).append(entry.name)
    entries = [
        *state_names,
        *load_names("places.csv"),
        *load_names("parties.csv"),
        *organisation_entries(organisations),
        *leader_entries(persons),
    ]
    return Register(
        states=load_states(names),
        persons=persons,
        organisations=organisations,
        entries=tuple(entries),
        not_names=tuple(load_not_names()),
    )
