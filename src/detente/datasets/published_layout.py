"""The layouts in which makers publish their data sets, read from `data/layouts`: which columns, what for, and whose they are.

A file is known by its columns alone. Column recognition stands here once, for `read_published` and for `read_alliances`.
Errors: 312 a column is missing, said twice, or not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import yaml

from detente.errors import DataRefused, Where

OBLIGATIONS = ("defence", "offence", "neutrality", "nonaggression", "consultation", "entente")
"""What parties may owe each other: ATOP's five terms, and COW's entente, which is a promise to consult."""

FieldType = Literal["state", "year", "month", "day_of_month", "whole", "number", "flag", "text", "date", "yearmonth", "day", "id"]
"""What a column holds; `state` is a COW number in a frame, `day` a day number of `detente.dates`."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a family: its type, its meaning and unit, its bounds, and whether a row may lack it."""

    name: str
    type: FieldType
    meaning: str = ""
    needed: bool = False
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Family:
    """Data sets of one kind: the columns of their frame, in order, and by which of them its rows are sorted."""

    name: str
    title: str
    columns: tuple[Field, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One published layout.

    `marks` are the columns by which a file of it is known; `columns` gives the use of each column that is read (those of `optional`
    may be absent), `ignored` those that are not, `numbered` the stems of numbered columns that are not, and `wide` says that every
    other column is one of a long list of alike columns. `coverage` is the first and last year of the release, `absent` what it means
    that a pair or state-year within them is not listed: "none" or "unknown". `missing` are the cells that mean "not known",
    `missing_in` those of one use; `states` says by which codes a use names states; `values` translates cells. `shape` names the way
    from rows to the frame. `known_faults` are what the data get wrong, for the reader of any figure made from them.
    """

    name: str
    family: str
    data_set: str
    version: str
    coverage: tuple[int, int]
    citation: str
    bibtex: str
    licence: str
    url: str
    marks: frozenset[str]
    columns: Mapping[str, str]
    ignored: frozenset[str]
    optional: frozenset[str]
    numbered: tuple[str, ...]
    shape: str
    absent: Literal["none", "unknown"] = "unknown"
    wide: bool = False
    missing: frozenset[str] = frozenset()
    missing_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unique: tuple[str, ...] = ()
    mirror: bool = False
    companion: str = ""
    nothing: frozenset[str] = frozenset()
    known_faults: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """The obligations that this layout tells of; of others it says nothing, which is not that there were none."""
        return tuple(term for term in OBLIGATIONS if term in self.columns.values())

    def is_known(self, column: str) -> bool:
        """Whether a column of this name, in small letters, is used or left aside by name."""
        return self.wide or column in self.columns or column in self.ignored or any(re.fullmatch(rf"{s}\d+", column) for s in self.numbered)


def _texts(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(text) for text in entry.get(name, ()))


def _layout(name: str, entry: Mapping[str, Any], source: Mapping[str, Any]) -> Layout:
    first, last = entry["coverage"]
    return Layout(
        name=name,
        family=entry["family"],
        data_set=entry.get("data_set", source["data_set"]),
        version=str(entry.get("version", source.get("version", ""))),
        coverage=(int(first), int(last)),
        citation=source["citation"],
        bibtex=source["bibtex"].strip(),
        licence=source["licence"],
        url=source["url"],
        marks=frozenset(_texts(entry, "marks")),
        columns=MappingProxyType(dict(entry["columns"])),
        ignored=frozenset(_texts(entry, "ignored")),
        optional=frozenset(_texts(entry, "optional")),
        numbered=_texts(entry, "numbered"),
        shape=entry.get("shape", "rows"),
        absent=entry.get("absent", "unknown"),
        wide=bool(entry.get("wide", False)),
        missing=frozenset(_texts(entry, "missing")),
        missing_in=MappingProxyType({use: frozenset(map(str, cells)) for use, cells in entry.get("missing_in", {}).items()}),
        states=MappingProxyType(dict(entry.get("states", {}))),
        values=MappingProxyType({use: {str(k): str(v) for k, v in pairs.items()} for use, pairs in entry.get("values", {}).items()}),
        unique=_texts(entry, "unique"),
        mirror=bool(entry.get("mirror", False)),
        companion=entry.get("companion", ""),
        nothing=frozenset(_texts(entry, "nothing")),
        known_faults=(*_texts(source, "known_faults"), *_texts(entry, "known_faults")),
    )


def _read(name: str) -> Mapping[str, Any]:
    text = resources.files("detente").joinpath("data", "layouts", name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return loaded


LISTS = ("states", "power", "alliances", "disputes", "exchange", "contacts", "context")
"""The lists of layouts, each a file of `data/layouts`."""


def _entries() -> Iterator[Layout]:
    sources = _read("sources.yaml")
    for name in LISTS:
        for layout, entry in _read(f"{name}.yaml").items():
            yield _layout(layout, entry, sources[entry["source"]])


@cache
def published_layouts() -> Mapping[str, Layout]:
    """All layouts by name, in the order of the lists."""
    return MappingProxyType({layout.name: layout for layout in _entries()})


def _field(name: str, entry: Mapping[str, Any] | str) -> Field:
    if isinstance(entry, str):
        return Field(name=name, type=entry)  # type: ignore[arg-type]
    return Field(name=name, **entry)


@cache
def families() -> Mapping[str, Family]:
    """All families by name."""
    found = {}
    for name, entry in _read("families.yaml")["families"].items():
        columns = tuple(_field(column, words) for column, words in entry["columns"].items())
        found[name] = Family(name=name, title=entry["title"], columns=columns, key=tuple(entry["key"]))
    return MappingProxyType(found)


@cache
def _steps() -> Mapping[str, Field]:
    return MappingProxyType({name: _field(name, entry) for name, entry in _read("families.yaml")["steps"].items()})


def field_of(layout: Layout, use: str) -> Field:
    """The type and bounds of a use: of the family's own column, or of a step on the way to one (`start_year`)."""
    own = next((one for one in families()[layout.family].columns if one.name == use), None)
    return own if own is not None and own.type != "day" else _steps()[use]


def layout_by_columns(header: Sequence[str], *, among: Sequence[str] = ()) -> Layout | None:
    """The layout whose marks are all among the columns, or None; `among` names families.

    Of several, one that knows every column comes first, then that with the most marks.
    """
    names = {name.casefold() for name in header}
    fitting = [one for one in published_layouts().values() if one.marks <= names and (not among or one.family in among)]
    return max(fitting, key=lambda one: (all(map(one.is_known, names)), len(one.marks)), default=None)


def check_columns(layout: Layout, header: Sequence[str], label: str) -> None:
    """Raise `DataRefused` 312 where a column of the layout is missing, said twice, or not known."""
    names = [name.casefold() for name in header]
    faults = [f"no column {name}" for name in layout.columns if name not in names and name not in layout.optional]
    faults += [f"two columns {name}" for name in sorted(set(names)) if names.count(name) > 1]
    faults += [f"an unknown column {shown}" for shown, name in zip(header, names, strict=True) if not layout.is_known(name)]
    if faults:
        todo = f"Take the makers' own file, or keep only the columns {', '.join(layout.columns)}."
        raise DataRefused(312, f"{layout.data_set}: {'; '.join(faults)}", where=Where(file=label, line=1), todo=todo)
