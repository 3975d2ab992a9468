"""The published layouts of small tables of facts, read from `fact_tables.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import yaml

CellType = Literal["state", "states", "year", "date", "number", "count", "text", "free"]
"""What a cell holds; `free` is a number where it reads as one, else text."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a layout: its type, its bounds or allowed words, and what it means."""

    name: str
    type: CellType
    meaning: str = ""
    optional: bool = False
    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns that a table of this name has; `order` names two dates of which the first comes first."""

    name: str
    title: str
    columns: tuple[Column, ...]
    order: tuple[str, str] | None = None


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    return Column(
        name=name,
        type=entry["type"],
        meaning=entry["meaning"],
        optional=bool(entry.get("optional", False)),
        values=tuple(entry.get("values", ())),
        least=entry.get("least"),
        most=entry.get("most"),
    )


def _layout(name: str, entry: Mapping[str, Any]) -> Layout:
    order = entry.get("order")
    columns = tuple(_column(column, words) for column, words in entry["columns"].items())
    return Layout(name=name, title=entry["title"], columns=columns, order=(order[0], order[1]) if order else None)


@cache
def layouts() -> Mapping[str, Layout]:
    """The layouts by the file name they belong to, without `.csv`."""
    text = resources.files("detente").joinpath("data", "fact_tables.yaml").read_text(encoding="utf-8")
    return MappingProxyType({name: _layout(name, entry) for name, entry in yaml.safe_load(text).items()})


def free_layout(name: str, header: tuple[str, ...]) -> Layout:
    """The layout of a table that no published one belongs to: any columns, any cell may be empty."""
    columns = tuple(Column(name=column, type="free", optional=True) for column in header)
    return Layout(name=name, title=name.replace("_", " ").replace("-", " ").capitalize(), columns=columns)
