"""What the importers of dictionaries share: lines without comments, CAMEO codes as types, and what came of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from detente.codes import faults
from detente.ontology import cameo_codes, event_type

Outcome = Literal["kept", "known", "refused"]
_COMMENT = re.compile(r"<!\s?--.*?-->", re.DOTALL)
NULL_CODE = "---"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What came of one entry of a dictionary: kept, known to the package already, or refused with the reason."""

    file: str
    line: int
    text: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a dictionary without its comments."""

    number: int
    text: str


@dataclass
class Import:
    """An import under way: the parts of the file of own codes that it makes, and what came of each entry.

    `cameo` are the CAMEO codes used, with their names where a code list gave them.
    """

    parts: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"aliases": [], "persons": [], "organisations": [], "verbs": []})
    roles: dict[str, list[str]] = field(default_factory=dict)
    cameo: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def note(self, file: str, line: Line, outcome: Outcome, reason: str = "", *, text: str = "") -> None:
        """Tell what came of an entry."""
        self.entries.append(Entry(file=file, line=line.number, text=" ".join((text or line.text).split()), outcome=outcome, reason=reason))

    def type_of(self, code: str) -> str:
        """The own type of a CAMEO code, entered into the codebook; raises `Inexpressible` where PLOVER has no place for it."""
        known = cameo_codes().get(code)
        if known is None:
            raise Inexpressible(f"{code!r} is no CAMEO code")
        if known.event_type is None:
            raise Inexpressible(f"CAMEO {code} is a statement, for which PLOVER has no type")
        self.cameo.setdefault(code, "")
        return f"CAMEO_{code}"

    def codebook(self) -> dict[str, dict[str, Any]]:
        """The codebook of the codes used: their PLOVER types, and their Goldstein weights where these are of the type's side."""
        found = {}
        for code, name in sorted(self.cameo.items()):
            known = cameo_codes()[code]
            if known.event_type is None:
                continue
            row: dict[str, Any] = {"type": known.event_type} | ({"mode": known.mode} if known.mode else {})
            row["definition"] = f"CAMEO {code}: {name}" if name else f"CAMEO {code}"
            side = 1 if event_type(known.event_type).cooperative else -1
            if known.goldstein is not None and known.goldstein * side > 0:
                row["intensity"] = known.goldstein
            elif known.goldstein:
                row["definition"] += f" (its Goldstein weight, {known.goldstein:g}, is of the other side than {known.event_type})"
            found[f"CAMEO_{code}"] = row
        return found


class Inexpressible(Exception):
    """An entry that own codes cannot say; its text is the reason."""


def dictionary_lines(path: Path) -> list[Line]:
    """The lines of a dictionary that hold anything, without `<!-- -->` and `#` comments; UTF-8, else Latin-1."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise faults.fault(faults.NO_FILE, error.strerror or "", where=path.name) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return list(_without_notes(text))


def _without_notes(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), 1):
        told = line.partition("#")[0].rstrip()
        if told.strip():
            yield Line(number, told)


def slug(text: str) -> str:
    """A text as an id: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"
