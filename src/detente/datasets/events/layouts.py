"""The published layouts of event data, read from `event_layouts.yaml`, and which of them a file is in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import yaml

from detente.datasets.events.faults import COLUMNS, event_refusal
from detente.datasets.published_layout import Layout
from detente.errors import Where

Scheme = Literal["weis", "cameo", "copdab", "plover", "weis_or_cameo", "score", "counts", "means"]
"""What the codes of a file are: of a coding scheme, none but a score of its own, or counts or means of longer periods."""

Actors = Literal["cow", "iso3", "name", "keds", "letters"]
"""By what actors are named: COW numbers, ISO 3166 letters, names of countries, letters of the KEDS and WEIS files, or COW letters."""


@dataclass(frozen=True, kw_only=True)
class EventLayout(Layout):
    """A published layout of event data; see `event_layouts.yaml` for the meaning of each field beside those of `Layout`."""

    scheme: Scheme
    actors: Actors
    separator: str | None = None
    quote: str | None = '"'
    trim: bool = False
    several: bool = False
    widths: tuple[int, ...] = ()
    sorts: Mapping[int, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether a first line without names is one of this layout: by the number and the sorts of its cells."""
        return len(cells) in self.widths and all(re.fullmatch(sort, cells[place].strip()) for place, sort in self.sorts.items())


def bibtex_of(key: str, fields: Mapping[str, str]) -> str:
    """An entry of BibTeX from its fields; `type` is the sort of entry."""
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if name != "type"]
    return "\n".join([f"@{fields['type']}{{{key},", *lines, "}"])


def _layout(name: str, entry: Mapping[str, Any]) -> EventLayout:
    return EventLayout(
        name=name,
        family="events",
        data_set=entry["data_set"],
        version=entry["version"],
        coverage=(entry["coverage"][0], entry["coverage"][1]),
        citation=entry["citation"],
        bibtex=bibtex_of(name, entry["bibtex"]),
        licence=entry["licence"],
        url=entry["url"],
        marks=frozenset(entry.get("marks", ())),
        columns=MappingProxyType(dict(entry["columns"])),
        ignored=frozenset(entry["ignored"]),
        optional=frozenset(entry.get("optional", ())),
        numbered=(),
        shape="events",
        absent="none",
        known_faults=tuple(entry.get("known_faults", ())),
        scheme=entry["scheme"],
        actors=entry["actors"],
        separator=entry.get("separator"),
        quote='"' if entry.get("quote", True) else None,
        trim=entry.get("trim", False),
        several=entry.get("several", False),
        widths=tuple(entry.get("widths", ())),
        sorts=MappingProxyType({int(place): sort for place, sort in entry.get("sorts", {}).items()}),
        names=tuple(entry.get("names", ())),
    )


@cache
def event_layouts() -> Mapping[str, EventLayout]:
    """All layouts by name, in the order in which a file is compared with them."""
    text = resources.files("detente").joinpath("data", "event_layouts.yaml").read_text(encoding="utf-8")
    return MappingProxyType({name: _layout(name, entry) for name, entry in yaml.safe_load(text).items()})


def event_layout_of(first: Sequence[str]) -> EventLayout | None:
    """The layout of a file whose first line has these cells, a heading or a first row; None where it is in none."""
    names = {name.strip().casefold() for name in first}
    for layout in event_layouts().values():
        if (layout.marks and layout.marks <= names) or (layout.widths and layout.fits(first)):
            return layout
    return None


def check_event_columns(layout: EventLayout, header: Sequence[str], label: str) -> None:
    """Raise `DataRefused` 337 where a column of the layout is missing, said twice, or not known."""
    names = [name.strip().casefold() for name in header]
    may_lack = layout.optional | {name for name, use in layout.columns.items() if use == "score"}
    faults = [f"no column {name}" for name in layout.columns if name not in names and name not in may_lack]
    faults += [f"two columns {name or 'without a name'}" for name in sorted(set(names)) if names.count(name) > 1]
    faults += [f"an unknown column {name}" for name in names if name and not layout.is_known(name) and names.count(name) == 1]
    if faults:
        raise event_refusal(COLUMNS, f"{layout.data_set}: {'; '.join(faults)}", where=Where(file=label, line=1))
