"""The codebook of panels: what each column means, and what the absence of a row stands for (`data/panel_columns.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import polars as pl
import yaml

from detente.errors import DetenteError

TYPES: Mapping[str, pl.DataType] = MappingProxyType(
    {"boolean": pl.Boolean(), "integer": pl.Int32(), "number": pl.Float64(), "string": pl.String()}
)
"""The types of a panel's columns."""


@dataclass(frozen=True, kw_only=True)
class PanelColumn:
    """A column of a panel: its name without the prefix of its family; `none` is what no row means inside coverage, None for not known."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    values: str = ""
    none: bool | int | None = None


@dataclass(frozen=True, kw_only=True)
class Family:
    """What one kind of data set adds to a panel; `absent` says in words what the absence of a row means."""

    name: str
    prefix: str
    title: str
    source: str
    absent: str
    columns: tuple[PanelColumn, ...]

    def column(self, name: str) -> PanelColumn:
        """The column of this name, without the prefix; raises `KeyError`."""
        return {column.name: column for column in self.columns}[name]


def _columns(entry: Mapping[str, Any]) -> list[PanelColumn]:
    """A column of both states is two, one for each; the second state's meaning is the same words."""
    if "{side}" not in entry["name"]:
        return [PanelColumn(**entry)]
    return [PanelColumn(**{**entry, "name": entry["name"].replace("{side}", side)}) for side in "12"]


@cache
def families() -> Mapping[str, Family]:
    """All families by name, in the order of the list."""
    text = resources.files("detente").joinpath("data", "panel_columns.yaml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            name: Family(
                name=name,
                prefix=entry["prefix"],
                title=entry["title"],
                source=entry["source"],
                absent=entry["absent"],
                columns=tuple(column for each in entry["columns"] for column in _columns(each)),
            )
            for name, entry in yaml.safe_load(text).items()
        }
    )


def family(name: str) -> Family:
    """The family of this name; raises `DetenteError` 612 for one that adds nothing to panels."""
    if name not in families():
        raise DetenteError(612, f"no data set of the kind {name!r} is added to panels", todo=f"Choose among {', '.join(families())}.")
    return families()[name]
