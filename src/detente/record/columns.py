"""The dictionary of columns: what each column of an exported table means, its type, unit and values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from detente.record import faults

ColumnType = Literal["string", "integer", "number", "boolean", "list", "numbers"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `wide` ones stand in wide exports only."""

    name: str
    type: ColumnType
    meaning: str
    unit: str = ""
    values: str = ""
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class TableBook:
    """What a table holds, which columns tell its rows apart, and its columns in order."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def shown(self, *, wide: bool = False) -> tuple[Column, ...]:
        """The columns of a plain or a wide export."""
        return tuple(column for column in self.columns if wide or not column.wide)


def table_book(name: str) -> TableBook:
    """The dictionary of one table; raises `RecordFault` 415 when there is no such table."""
    books = _books()
    if name not in books:
        raise faults.fault(faults.KIND, name)
    return books[name]


def table_names() -> tuple[str, ...]:
    """The tables that can be exported, in the order of the dictionary."""
    return tuple(_books())


@cache
def _books() -> dict[str, TableBook]:
    text = (files("detente") / "data" / "columns.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tables: dict[str, Any] = yaml.load(text, Loader=loader)["tables"]  # noqa: S506 - both are safe loaders
    return {name: _book(name, entry) for name, entry in tables.items()}


def _book(name: str, entry: dict[str, Any]) -> TableBook:
    key = entry["key"]
    columns: list[Column] = []
    for item in entry["columns"]:
        columns += [Column(**column) for column in (item if isinstance(item, list) else [item])]
    return TableBook(name=name, title=entry["title"], key=tuple([key] if isinstance(key, str) else key), columns=tuple(columns))
