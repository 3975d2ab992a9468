"""A landscape from two tables of one's own: the actors with their strengths, and the propensity of each two."""

from __future__ import annotations

import csv
from pathlib import Path

from detente.errors import DetenteError, Where
from detente.theories.landscape import faults
from detente.theories.landscape.model import Landscape, landscape


def read_landscape(actors: Path, propensities: Path, *, neutral: float = 0.0) -> Landscape:
    """The landscape of two CSV files (UTF-8), whatever their line ends.

    `actors` has the columns id, actor and strength. `propensities` is a square: a heading with a name for each actor, in the order of the
    ids, and the same names at the head of each row; `neutral` (the middle of its scale) is taken off. The diagonal is empty. Names in the
    two files may differ and are not compared. Raises `DetenteError` 718 for a file that is not so, with its row, and 710.
    """
    heading, *rows = _rows(actors)
    if heading != ["id", "actor", "strength"]:
        raise faults.fault(faults.NO_FILE, ", ".join(heading), where=str(actors))
    if [row[0] for row in rows] != [str(number) for number in range(1, len(rows) + 1)]:
        raise faults.fault(faults.NO_FILE, "ids are not 1, 2, 3 and so on", where=str(actors))
    (_, *across), *square = _rows(propensities)
    if [row[0] for row in square] != across or len(across) != len(rows):
        raise faults.fault(faults.NO_FILE, "headings and rows are not those of the actors", where=str(propensities))
    sizes = [_number(row[2], actors, at) for at, row in enumerate(rows, start=2)]
    table = [
        [0.0 if i == j else _number(cell, propensities, i + 2) - neutral for j, cell in enumerate(row[1:])] for i, row in enumerate(square)
    ]
    return landscape([row[1] for row in rows], sizes, table)


def _rows(path: Path) -> list[list[str]]:
    """The rows of a file that have any cell, all of one length."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise faults.fault(faults.NO_FILE, str(error), where=str(path)) from error
    if len(rows) < 3 or len({len(row) for row in rows}) > 1:
        raise faults.fault(faults.NO_FILE, "rows of different lengths, or too few", where=str(path))
    return rows


def _number(cell: str, path: Path, row: int) -> float:
    try:
        return float(cell)
    except ValueError:
        place = Where(file=str(path), row=row)
        wrong: DetenteError = faults.fault(faults.NO_FILE, f"{cell!r} is no number", where=place)
        raise wrong from None
