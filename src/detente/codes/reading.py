"""Reading the files of a study's own codes: each part to the noun it stands for, all that is wrong with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from detente.codes import faults
from detente.codes.fields import Fields
from detente.codes.frames import FRAME_PARTS, FrameReader
from detente.codes.marked import Located, Marked, Problem, read_marked
from detente.codes.own import OwnCodes
from detente.coding.lexicon import Lexicon, default_lexicon
from detente.errors import Where
from detente.ontology import EVENT_TYPES, OwnType, Tone, event_type, mode_names
from detente.register import STATE_KINDS, NameEntry, Office, Organisation, Person, Register, default_register, leader_entries

PARTS = ("codebook", "aliases", "persons", "organisations", "not_names", "classes", "roles", *FRAME_PARTS)
_TYPE_KEYS = ("type", "mode", "definition", "tone", "intensity")
_ALIAS_KEYS = ("name", "kind", "state", "from", "to", "flags")
_PERSON_KEYS = ("id", "name", "surname", "names", "state", "offices")
_OFFICE_KEYS = ("role", "state", "from", "to")
_ORGANISATION_KEYS = ("id", "name", "names", "kind", "from", "to", "members")
_MEMBER_KEYS = ("state", "from", "to")
_ALIAS_KINDS = (*STATE_KINDS, "place")
_OPEN = -(10**6)
"""Before all history: a side that is left open at its start."""


def read_codes(paths: Sequence[Path]) -> OwnCodes:
    """The own codes of a study from its files, taken together.

    Raises `CodingFault` 540 or 541 for a file that cannot be read, 542 at the first line that cannot be used: an unknown key,
    code or type, a date that is none, an end before its start, an empty entry. Without files all is empty.
    """
    own, problems = gather_codes(paths)
    if problems:
        first = problems[0]
        rest = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise faults.fault(faults.WRONG, f"{first.what}{rest}", where=Where(file=first.file, line=first.line))
    return own


def gather_codes(paths: Sequence[Path]) -> tuple[OwnCodes, list[Problem]]:
    """What can be read of the files, and everything that keeps the rest from being used, in the order of files and lines."""
    every = [read_marked(path, name=_label(path, paths)) for path in paths]
    reader = _Reader(default_register(), default_lexicon())
    own = reader.codes([marked for marked, _ in every])
    digest = hashlib.sha256("".join(digest for _, digest in every).encode()).hexdigest() if every else ""
    order = {_label(path, paths): at for at, path in enumerate(paths)}
    problems = sorted(reader.take.problems, key=lambda each: (order.get(each.file, 0), each.line))
    return replace(own, digest=digest), problems


def _label(path: Path, paths: Sequence[Path]) -> str:
    """The file's name; with its folder where two share one."""
    alone = sum(other.name == path.name for other in paths) == 1
    return path.name if alone else f"{path.parent.name}/{path.name}"


class _Reader:
    def __init__(self, register: Register, lexicon: Lexicon) -> None:
        self.take = Fields()
        self.register, self.lexicon = register, lexicon

    def codes(self, files: Sequence[Marked]) -> OwnCodes:
        """All parts of all files; what a later part refers to is read before it."""
        tables = [self.take.table(marked, PARTS) for marked in files]
        types = [kind for table in tables for kind in self._types(table.get("codebook"))]
        organisations = [self._organisation(row) for table in tables for row in self.take.rows(table.get("organisations"))]
        known = {*self.register.states, *self.register.organisations, *(each.value.ref for each, _ in organisations)}
        persons = [self._person(row, known) for table in tables for row in self.take.rows(table.get("persons"))]
        aliases = [self._alias(row) for table in tables for row in self.take.rows(table.get("aliases"))]
        classes = [pair for table in tables for pair in self._nouns(table.get("classes"), None)]
        frames = FrameReader(
            take=self.take,
            types={each.value.name: each.value for each in types},
            classes={*self.lexicon.classes.values(), *(each.value[0] for each in classes)},
        )
        return OwnCodes(
            types=tuple(types),
            entries=tuple(
                [each for each in aliases if each is not None]
                + [entry for _, entries in organisations for entry in entries]
                + [entry for each in persons for entry in _named(each)]
            ),
            persons=tuple(persons),
            organisations=tuple(each for each, _ in organisations),
            not_names=tuple(text for table in tables for text in self.take.texts(table.get("not_names"))),
            classes=tuple(classes),
            roles=tuple(pair for table in tables for pair in self._nouns(table.get("roles"), dict.fromkeys(self.lexicon.roles.values()))),
            frames=tuple(
                frame
                for table in tables
                for part in FRAME_PARTS
                for row in self.take.rows(table.get(part))
                for frame in frames.read(part, row)
            ),
        )

    def _types(self, at: Marked | None) -> list[Located[OwnType]]:
        found = []
        for name, row in self.take.pairs(at).items():
            table = self.take.table(row, _TYPE_KEYS, needs=("type", "definition"))
            kind = self.take.choice(table.get("type"), EVENT_TYPES, "PLOVER type", default="CONSULT")
            modes = mode_names(kind)
            side = "cooperation" if event_type(kind).cooperative else "conflict"
            tone: Any = self.take.choice(table.get("tone"), get_args(Tone), "tone", default=side)
            if name in EVENT_TYPES or name == "none":
                self.take.wrong("duplicate", row, f"{name} is a name of PLOVER's", "Give the type a name of its own.")
            intensity = self.take.number(table.get("intensity"), -10, 10)
            own = OwnType(
                name=name,
                event_type=kind,
                definition=self.take.text(table.get("definition")),
                tone=tone,
                mode=self.take.choice(table.get("mode"), modes, f"mode of {kind}") or None,
                intensity=intensity,
            )
            if tone != side or (intensity is not None and intensity * (1 if side == "cooperation" else -1) < 0):
                self.take.wrong("value", row, f"{name} is a kind of {kind}, which is {side}", "Let type, tone and intensity agree.")
            found.append(Located(own, row.file, row.line))
        return found

    def _alias(self, at: Marked) -> Located[NameEntry] | None:
        table = self.take.table(at, _ALIAS_KEYS, needs=("name", "state"))
        kind: Any = self.take.choice(table.get("kind"), _ALIAS_KINDS, "kind of alias", default="state")
        state = self.take.choice(table.get("state"), self.register.states, "state by its Correlates of War letters")
        flags = [each.value for each in self.take.texts(table.get("flags"))]
        first, last = self.take.days(table)
        name = self.take.text(table.get("name"))
        if not name or not state:
            return None
        entry = NameEntry(
            kind=kind, ref=state, valid_from=first, valid_to=last, name=name, caution="caution" in flags, lesser="lesser" in flags
        )
        return Located(entry, at.file, at.line)

    def _person(self, at: Marked, known: set[str]) -> Located[Person]:
        table = self.take.table(at, _PERSON_KEYS, needs=("id", "name", "offices"))
        state = self.take.choice(table.get("state"), known, "state or organisation")
        name, surname = self.take.text(table.get("name")), self.take.text(table.get("surname"))
        offices = [self._office(row, state, known) for row in self.take.rows(table.get("offices"))]
        names = dict.fromkeys((name, *(each.value for each in self.take.texts(table.get("names"))), surname))
        person = Person(
            ref=self.take.text(table.get("id")),
            name=name,
            surnames=(surname,) if surname else (),
            state=state or (offices[0].state if offices else ""),
            offices=tuple(sorted(offices, key=lambda office: (office.start, office.role))),
            names=tuple(each for each in names if each),
        )
        if not offices:
            self.take.wrong("empty", at, f"{name or 'the person'} holds no office", "Give at least one, with its dates.")
        return Located(person, at.file, at.line)

    def _office(self, at: Marked, state: str, known: set[str]) -> Office:
        table = self.take.table(at, _OFFICE_KEYS, needs=("role",) if state else ("role", "state"))
        first, last = self.take.days(table)
        where = self.take.choice(table.get("state"), known, "state or organisation", default=state)
        return Office(role=self.take.text(table.get("role")), state=where, start=_OPEN if first is None else first, end=last)

    def _organisation(self, at: Marked) -> tuple[Located[Organisation], list[Located[NameEntry]]]:
        table = self.take.table(at, _ORGANISATION_KEYS, needs=("id", "name"))
        kind: Any = self.take.choice(table.get("kind"), ("organisation", "bloc", "party"), "kind of organisation", default="organisation")
        first, last = self.take.days(table)
        own = Organisation(
            ref=self.take.text(table.get("id")),
            name=self.take.text(table.get("name")),
            kind=kind,
            start=first,
            end=last,
            members=tuple(self._member(row, first) for row in self.take.rows(table.get("members"))),
        )
        names = dict.fromkeys((own.name, *(each.value for each in self.take.texts(table.get("names")))))
        entries = [NameEntry(kind=kind, ref=own.ref, valid_from=first, valid_to=last, name=name) for name in names if name]
        return Located(own, at.file, at.line), [Located(entry, at.file, at.line) for entry in entries]

    def _member(self, at: Marked, start: int | None) -> tuple[str, int, int | None]:
        table = self.take.table(at, _MEMBER_KEYS, needs=("state",))
        first, last = self.take.days(table)
        state = self.take.choice(table.get("state"), self.register.states, "state by its Correlates of War letters")
        return state, next((day for day in (first, start) if day is not None), _OPEN), last

    def _nouns(self, at: Marked | None, known: dict[str, None] | None) -> list[Located[tuple[str, str]]]:
        """Classes or roles with their nouns; roles are those the coder knows."""
        found = []
        for name, row in self.take.pairs(at).items():
            if known is not None and name not in known:
                self.take.wrong("unknown", row, f"{name!r} is no role", f"Roles: {', '.join(known)}.")
                continue
            found += [Located((name, each.value), each.file, each.line) for each in self.take.texts(row)]
        return found


def _named(person: Located[Person]) -> list[Located[NameEntry]]:
    return [Located(entry, person.file, person.line) for entry in leader_entries({person.value.ref: person.value})]
