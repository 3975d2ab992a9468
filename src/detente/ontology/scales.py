"""CAMEO and WEIS: their weights on the Goldstein scale, and CAMEO's place in PLOVER."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple


class PloverCode(NamedTuple):
    """A CAMEO code put into PLOVER: type, mode and the first context, the latter two None where it names none."""

    event_type: str
    mode: str | None
    context: str | None


@dataclass(frozen=True, kw_only=True)
class CameoCode:
    """A CAMEO code. `goldstein` is its weight (-10 to 10) and `event_type` its PLOVER type, or None where none is published."""

    code: str
    goldstein: float | None
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]

    @property
    def root(self) -> str:
        """The two digits that name its family."""
        return self.code[:2]


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("detente").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def _cameo(row: Mapping[str, str]) -> CameoCode:
    return CameoCode(
        code=row["code"],
        goldstein=float(row["goldstein"]) if row["goldstein"] else None,
        event_type=row["type"] or None,
        mode=row["mode"] or None,
        contexts=tuple(filter(None, row["contexts"].split(";"))),
    )


@cache
def cameo_codes() -> Mapping[str, CameoCode]:
    """Every CAMEO code of two, three and four digits, by code."""
    return MappingProxyType({row["code"]: _cameo(row) for row in _rows("cameo_codes.csv")})


@cache
def _weis_weights() -> Mapping[str, float]:
    return MappingProxyType({row["code"]: float(row["goldstein"]) for row in _rows("weis_goldstein.csv")})


def cameo_to_plover(code: str) -> PloverCode | None:
    """The PLOVER type, mode and first context of a CAMEO code.

    None for a code that CAMEO does not have and for its statements (family 01), which PLOVER leaves
    out. `cameo_codes()[code].contexts` has all the contexts of the few codes that have two.
    """
    entry = cameo_codes().get(code)
    if entry is None or entry.event_type is None:
        return None
    return PloverCode(entry.event_type, entry.mode, entry.contexts[0] if entry.contexts else None)


def goldstein(code: str) -> float | None:
    """The Goldstein weight of a CAMEO code, -10 (conflict) to 10 (cooperation); None where none is published.

    Goldstein (1992), Journal of Conflict Resolution 36(2), 369-385, carried over to CAMEO.
    """
    entry = cameo_codes().get(code)
    return entry.goldstein if entry else None


def weis_goldstein(code: str) -> float | None:
    """The Goldstein (1992) weight of a WEIS code, -10 to 10; the leading zero may be missing ("72" is "072").

    Two-digit category codes are written with a 0 behind ("220" is force as such). None for an unknown code.
    """
    return _weis_weights().get(code.zfill(3))
