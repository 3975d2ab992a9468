"""Signed ties from a table of one's own: a, b, sign, and where there are any weight and window."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from detente.errors import UsageFault, Where
from detente.relations.balance import faults
from detente.relations.balance.graph import SignedGraph, signed_graph

_NEEDED, _MAY = {"a", "b", "sign"}, {"weight", "window"}
Tie = tuple[str, str, int, float]


def read_ties(path: Path) -> dict[str, SignedGraph]:
    """The networks of a CSV file (UTF-8, with a heading), by window in order; one, named by the empty string, without windows.

    Every column is used: raises `UsageFault` 628 for one that is missing or not known, or a row of another length, 624 for a
    cell that is no sign or weight, each with its row, and 625 and 626 as `signed_graph`.
    """
    found: dict[str, list[Tie]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            heading = [name.strip() for name in next(rows, [])]
            wrong = _NEEDED - set(heading) | set(heading) - _NEEDED - _MAY
            if wrong or len(set(heading)) < len(heading):
                raise faults.fault(faults.NO_TABLE, ", ".join(sorted(wrong)) or "a column stands twice", where=str(path))
            for number, row in enumerate(rows, start=2):
                if row:
                    window, tie = _tie(heading, row, Where(file=str(path), row=number))
                    found.setdefault(window, []).append(tie)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise faults.fault(faults.NO_TABLE, str(error), where=str(path)) from error
    return {window: _network(found[window], path) for window in sorted(found)}


def _tie(heading: list[str], row: list[str], where: Where) -> tuple[str, Tie]:
    if len(row) != len(heading):
        raise faults.fault(faults.NO_TABLE, f"{len(row)} cells under {len(heading)} headings", where=where)
    cells: dict[str, Any] = {name: cell.strip() for name, cell in zip(heading, row, strict=True)}
    try:
        sign, weight = float(cells["sign"]), float(cells.get("weight") or 1)
    except ValueError:
        sign, weight = 0.0, 1.0
    if sign not in (1, -1) or not 0 < weight < float("inf") or not cells["a"] or not cells["b"]:
        raise faults.fault(faults.NOT_A_TIE, ", ".join(row), where=where)
    return cells.get("window", ""), (cells["a"], cells["b"], int(sign), weight)


def _network(ties: list[Tie], path: Path) -> SignedGraph:
    try:
        return signed_graph(ties)
    except UsageFault as error:
        raise UsageFault(error.number, error.what, where=str(path), todo=error.todo) from error
