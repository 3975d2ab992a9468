"""The published layouts of data sets of alliances, read from `alliance_layouts.yaml`, and which of them a file is in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import yaml

from detente.errors import DataRefused, Where

Shape = Literal["members", "dyads", "years"]
"""What one row of a file is about: a member of a treaty, a pair of a treaty, or a pair in a year."""

OBLIGATIONS = ("defence", "offence", "neutrality", "nonaggression", "consultation", "entente")
"""What parties may owe each other: ATOP's five terms, and COW's entente, which is a promise to consult."""


@dataclass(frozen=True, kw_only=True)
class AllianceLayout:
    """One published layout: the use of each column by its name, and what may stand beside and is not used."""

    name: str
    data_set: str
    citation: str
    shape: Shape
    marks: frozenset[str]
    columns: Mapping[str, str]
    ignored: frozenset[str]
    numbered: tuple[str, ...]
    nothing: frozenset[str]

    @property
    def known(self) -> tuple[str, ...]:
        """The obligations that this layout tells of; of others it says nothing, which is not that there were none."""
        return tuple(term for term in OBLIGATIONS if term in self.columns.values())


def _layout(name: str, entry: Mapping[str, Any]) -> AllianceLayout:
    return AllianceLayout(
        name=name,
        data_set=entry["data_set"],
        citation=entry["citation"],
        shape=entry["shape"],
        marks=frozenset(entry["marks"]),
        columns=MappingProxyType(dict(entry["columns"])),
        ignored=frozenset(entry.get("ignored", ())),
        numbered=tuple(entry.get("numbered", ())),
        nothing=frozenset(entry.get("nothing", ())),
    )


@cache
def alliance_layouts() -> tuple[AllianceLayout, ...]:
    """All layouts, in the order in which a file is compared with them."""
    text = resources.files("detente").joinpath("data", "alliance_layouts.yaml").read_text(encoding="utf-8")
    return tuple(_layout(name, entry) for name, entry in yaml.safe_load(text).items())


def layout_of(header: Sequence[str]) -> AllianceLayout | None:
    """The layout that a file with these columns is in, or None where it is no data set of alliances."""
    names = {name.casefold() for name in header}
    return next((layout for layout in alliance_layouts() if layout.marks <= names), None)


def check_columns(layout: AllianceLayout, header: Sequence[str], label: str) -> None:
    """Raise `DataRefused` 312 where a column of the layout is missing, said twice, or not known."""
    names = [name.casefold() for name in header]
    faults = [f"no column {name}" for name in layout.columns if name not in names]
    faults += [f"two columns {name}" for name in sorted(set(names)) if names.count(name) > 1]
    faults += [f"an unknown column {shown}" for shown, name in zip(header, names, strict=True) if not _is_known(layout, name)]
    if faults:
        todo = f"Take the makers' own file, or keep only the columns {', '.join(layout.columns)}."
        raise DataRefused(312, f"{layout.data_set}: {'; '.join(faults)}", where=Where(file=label, line=1), todo=todo)


def _is_known(layout: AllianceLayout, name: str) -> bool:
    return name in layout.columns or name in layout.ignored or any(re.fullmatch(rf"{stem}\d+", name) for stem in layout.numbered)
