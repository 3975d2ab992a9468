"""Importing dictionaries of TABARI and PETRARCH, and tables of CAMEO codes, into a file of own codes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from detente.codes import faults
from detente.codes.actor_dictionary import read_actors, read_agents
from detente.codes.dictionary import Entry, Import, Inexpressible, Line, dictionary_lines
from detente.codes.verb_dictionary import read_verbs

_CODE_LINE = re.compile(r"\s*\"?(\d{2,4})\"?\s*[:,;\t ]\s*(.+)")
_HEADER = """# Own codes imported from {files} by `detente import-codes`.
# What the dictionaries say and this file does not is in the report of the import. The dictionaries keep their own licence.
# Names were in capitals and are spelled here by rule; look them over. Words are lemmas; `detente lint` checks the file.
"""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import gave: the text of the file of own codes, and what came of every entry, by file and line."""

    text: str
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many entries were read, and of them kept, known already and refused."""
        told = Counter(entry.outcome for entry in self.entries)
        return {"read": len(self.entries), "kept": told["kept"], "known": told["known"], "refused": told["refused"]}


def import_dictionaries(paths: Sequence[Path]) -> Imported:
    """Read dictionaries, each by what it looks like, into one file of own codes.

    Codes become own types by their CAMEO number, each with the PLOVER type that the package's table gives it. Raises `CodingFault`
    540 for a file that cannot be read, 544 for one that is no dictionary. A file that is empty is none.
    """
    into = Import()
    files = [(path.name, dictionary_lines(path)) for path in paths]
    ordered = sorted(files, key=lambda each: kind_of(*each) != "codes")  # names of codes are known before they are used
    for name, lines in ordered:
        {"codes": _read_codes, "verbs": read_verbs, "agents": read_agents, "actors": read_actors}[kind_of(name, lines)](name, lines, into)
    order = {name: at for at, (name, _) in enumerate(files)}
    entries = sorted(into.entries, key=lambda entry: (order[entry.file], entry.line))
    return Imported(text=_HEADER.format(files=", ".join(order)) + _written(into), entries=tuple(entries))


def kind_of(name: str, lines: Sequence[Line]) -> str:
    """What a dictionary is of: codes, verbs, agents or actors; raises `CodingFault` 544."""
    texts = [line.text for line in lines]
    if _heading(texts) or (texts and sum(bool(_CODE_LINE.match(text)) for text in texts) > 0.8 * len(texts)):
        return "codes"
    if any(text.startswith("---") and "[" in text for text in texts):
        return "verbs"
    if any("[~" in text for text in texts):
        return "agents"
    if any("[" in text for text in texts):
        return "actors"
    raise faults.fault(faults.NOT_A_DICTIONARY, where=name)


def _heading(texts: Sequence[str]) -> list[str]:
    """The columns of a table of codes, or nothing."""
    columns = [cell.strip().lower() for cell in next(csv.reader(texts[:1]), [])]
    return columns if "code" in columns and "name" in columns else []


def _read_codes(file: str, lines: Sequence[Line], into: Import) -> None:
    columns = _heading([line.text for line in lines])
    for line in lines[1:] if columns else lines:
        code, name = _code_and_name(line.text, columns)
        try:
            if not code:
                raise Inexpressible("it is no code with its name")
            into.type_of(code)
            into.cameo[code] = name
        except Inexpressible as error:
            into.note(file, line, "refused", str(error), text=line.text[:80])
        else:
            into.note(file, line, "kept", text=f"{code} {name}")


def _code_and_name(text: str, columns: Sequence[str]) -> tuple[str, str]:
    if columns:
        cells = next(csv.reader([text]), [])
        row = dict(zip(columns, cells, strict=False))
        return row.get("code", "").strip(), row.get("name", "").strip()
    match = _CODE_LINE.match(text)
    return (match[1], match[2].strip().strip('"')) if match else ("", "")


def _written(into: Import) -> str:
    parts: dict[str, Any] = {
        "codebook": into.codebook(),
        **into.parts,
        "roles": {role: words for role, words in into.roles.items() if words},
    }
    kept = {name: part for name, part in parts.items() if part}
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    if not kept:
        return ""
    return str(yaml.dump(kept, Dumper=dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None))
