"""A study's own codes: types, names, persons, organisations and words, and a coder that uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from detente.codes import faults
from detente.codes.marked import Located
from detente.coding.lexicon import Lexicon, extend_lexicon
from detente.ontology import OwnType
from detente.register import NameEntry, Organisation, Person, Register

C = TypeVar("C")


@dataclass(frozen=True, kw_only=True)
class OwnFrame:
    """A frame of verbs or nouns: its part, its row in the form of the package's predicates, and where each word stands."""

    part: str
    row: Mapping[str, Any]
    words: tuple[Located[str], ...]


@dataclass(frozen=True, kw_only=True)
class OwnCodes:
    """All that the files of a study's own codes say, each with its place.

    `entries` are all names, those of the persons and organisations among them; `classes` and `roles` pair a class or role
    with a noun. `digest` is a hash of the files: it is part of the coder's version. Without a file all is empty.
    """

    types: tuple[Located[OwnType], ...] = ()
    entries: tuple[Located[NameEntry], ...] = ()
    persons: tuple[Located[Person], ...] = ()
    organisations: tuple[Located[Organisation], ...] = ()
    not_names: tuple[Located[str], ...] = ()
    classes: tuple[Located[tuple[str, str]], ...] = ()
    roles: tuple[Located[tuple[str, str]], ...] = ()
    frames: tuple[Located[OwnFrame], ...] = ()
    digest: str = ""

    @property
    def codebook(self) -> tuple[OwnType, ...]:
        """The study's own event types, in the order of the files."""
        return tuple(each.value for each in self.types)

    def register(self, base: Register) -> Register:
        """`base` with the study's names, persons and organisations; see `Register.joined`."""
        return base.joined(
            entries=[each.value for each in self.entries],
            persons=[each.value for each in self.persons],
            organisations=[each.value for each in self.organisations],
            not_names=[each.value for each in self.not_names],
        )

    def lexicon(self, base: Lexicon) -> Lexicon:
        """`base` with the study's words before its own; see `extend_lexicon`."""
        parts: dict[str, Any] = {name: [each.value.row for each in self.frames if each.value.part == name] for name in ("verbs", "nouns")}
        parts |= {"classes": _grouped(self.classes), "roles": _grouped(self.roles)}
        return extend_lexicon(base, parts, {kind.name: kind for kind in self.codebook}, version=self.digest[:12])


def _grouped(pairs: Sequence[Located[tuple[str, str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in pairs:
        found.setdefault(each.value[0], []).append(each.value[1])
    return found


def with_codes(coder: C, own: OwnCodes) -> C:
    """`coder` with a study's own codes; its version is another then.

    Raises `CodingFault` 543 for a coder that has no register and lexicon of its own to put them in.
    """
    if not own.digest:
        return coder
    if not is_dataclass(coder) or not {"register", "lexicon"} <= {each.name for each in fields(coder)}:
        raise faults.fault(faults.NO_FIELDS, type(coder).__name__)
    mine: Any = coder
    changed: C = replace(mine, register=own.register(mine.register), lexicon=own.lexicon(mine.lexicon))
    return changed
