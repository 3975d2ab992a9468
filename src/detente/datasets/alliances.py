"""Published data sets of alliances, COW and ATOP, and a study's own table of them: each to one kind of row.

A file is known by its columns (`data/layouts/alliances.yaml`) and read strictly. Files of one row a year do not tell one
treaty from the next: a row is made of each run of years in which a pair owes each other one obligation, in
either direction. COW number 710 is the Republic of China before October 1949, and CHN in the register throughout.

Errors: 301 the file cannot be read; 303 a row has another number of cells; 304 a cell is not what its
column holds; 311 the columns are those of no data set of alliances; 312 a column is missing or unknown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from detente.datasets.alliance_layout import OBLIGATIONS, AllianceLayout, check_columns, layout_of
from detente.datasets.tables import read_table
from detente.dates import UncertainDate, read_edtf
from detente.errors import DataRefused, Where
from detente.model import content_id
from detente.register import default_register

OWN_NAME = "alliances"
"""The stem of a study's own table of alliances."""

OWN = "The study's own table"

_EMPTY = frozenset({"", ".", "NA"})
_TODO = "Mend the row, or fetch the makers' file again; nothing of the file was taken."

Cells = Mapping[str, str]
"""The cells of a row by the use of their column, blanks stripped; what is not known is empty."""


@dataclass(frozen=True, kw_only=True)
class AllianceRow:
    """What a data set says of one alliance.

    `file` and `row` say where: the row's number, the first below the heading being 1, and the first of them where several
    rows are taken together. `ident` is the data set's own id (a pair and an obligation where it has none). `members` are
    COW letters in order, `start` and `end` as precise as given; an `end` of None is open: in force in `last_year`, with
    which the data end, where that is known. `obligations` are those promised, `known` those that the data set tells
    of at all. `yearly` says that it counts years and not treaties.
    """

    row_id: str
    data_set: str
    citation: str
    file: str
    row: int
    ident: str
    name: str
    members: tuple[str, ...]
    start: UncertainDate | None
    end: UncertainDate | None
    obligations: tuple[str, ...]
    known: tuple[str, ...]
    yearly: bool = False
    last_year: int | None = None


def is_alliance_file(path: str | Path) -> bool:
    """Whether the columns of a file (CSV or Parquet) are those of a published data set of alliances.

    A CSV file that cannot be read is none; a Parquet file that cannot be raises `DataRefused` 301.
    """
    file = Path(path)
    try:
        return layout_of(_header(file)) is not None
    except DataRefused:
        if file.suffix.lower() == ".parquet":
            raise
        return False


def find_alliances(folder: str | Path, *, root: str | Path | None = None) -> tuple[AllianceRow, ...]:
    """The rows of every data set of alliances in a folder, and of its `alliances.csv`; none where there is no such folder.

    Files of other columns are passed over. Raises `DataRefused` as `read_alliances` does.
    """
    files = sorted(path for path in Path(folder).glob("*") if path.suffix.lower() in (".csv", ".parquet") and path.is_file())
    return tuple(row for path in files if path.stem == OWN_NAME or is_alliance_file(path) for row in read_alliances(path, root=root))


def read_alliances(path: str | Path, *, root: str | Path | None = None) -> tuple[AllianceRow, ...]:
    """The rows of one file, in the order of the file; `root` is what its label is told relative to.

    Raises `DataRefused` 301, 303, 304, 311 and 312, with file and row; 301 to 305 for a study's own table.
    """
    file = Path(path)
    label = file.relative_to(root).as_posix() if root is not None else file.name
    header = _header(file)
    layout = layout_of(header)
    if layout is None and file.stem == OWN_NAME:
        return _own_rows(file, root)
    if layout is None:
        todo = "Take a file of COW Formal Alliances 4.1 or of ATOP 5 as its makers publish it."
        raise DataRefused(311, "the columns are those of no data set of alliances that is read", where=Where(file=label, line=1), todo=todo)
    check_columns(layout, header, label)
    cells = _cells(file, header, layout, label)
    if layout.shape == "years":
        return tuple(_yearly_rows(layout, cells, label))
    return tuple(_treaty_rows(layout, cells, label))


# cells ------------------------------------------------------------------------------------------------


def _header(file: Path) -> list[str]:
    try:
        if file.suffix.lower() == ".parquet":
            return list(pl.read_parquet_schema(file))
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return [cell.strip() for cell in next(csv.reader(stream), [])]
    except (OSError, UnicodeDecodeError, csv.Error, pl.exceptions.PolarsError) as error:
        raise _unreadable(file.name, error) from None


def _unreadable(label: str, error: Exception) -> DataRefused:
    what = f"the data set cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}"
    return DataRefused(301, what, where=label, todo="See that the file is there, whole, and may be read.")


def _cells(file: Path, header: Sequence[str], layout: AllianceLayout, label: str) -> Iterator[tuple[int, Cells]]:
    """Each row that is not empty, with its number, the first below the heading being 1."""
    uses = [layout.columns.get(name.casefold()) for name in header]
    empty = _EMPTY | layout.nothing if layout.shape != "years" else _EMPTY
    for number, row in enumerate(_raw(file, label), 1):
        if not row:
            continue
        if len(row) != len(header):
            what = f"{len(row)} cells in a table of {len(header)} columns"
            raise DataRefused(303, what, where=Where(file=label, row=number), todo=_TODO)
        yield number, {use: _said(cell, use, empty) for use, cell in zip(uses, row, strict=True) if use}


def _said(cell: object, use: str, empty: frozenset[str]) -> str:
    text = "" if cell is None else str(cell).strip()
    return "" if text in (_EMPTY if use in OBLIGATIONS or use == "id" else empty) else text


def _raw(file: Path, label: str) -> Iterator[Sequence[object]]:
    try:
        if file.suffix.lower() == ".parquet":
            yield from pl.read_parquet(file).iter_rows()
            return
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            next(reader, None)
            yield from reader
    except (OSError, UnicodeDecodeError, csv.Error, pl.exceptions.PolarsError) as error:
        raise _unreadable(label, error) from None


@cache
def _letters() -> Mapping[str, str]:
    return {str(state.ccode): code for code, state in default_register().states.items() if state.ccode is not None}


def _state(cells: Cells, use: str) -> str:
    number = cells[use]
    if number not in _letters():
        raise ValueError(f"{number!r} is not the COW number of a state")
    return _letters()[number]


def _flags(cells: Cells, layout: AllianceLayout) -> tuple[str, ...]:
    """The obligations with a 1; a cell that is empty promises nothing."""
    for term in layout.known:
        if cells[term] not in ("0", "1", ""):
            raise ValueError(f"{term} is {cells[term]!r}, not 0 or 1")
    return tuple(term for term in layout.known if cells[term] == "1")


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise ValueError(f"the year is {text!r}, not four digits")
    return int(text)


def _date(cells: Cells, side: str) -> UncertainDate | None:
    """A date as precise as its cells: the day counts only with a month, and the month only with a year."""
    year, month, day = (cells.get(f"{side}_{part}", "") for part in ("year", "month", "day"))
    if not year:
        return None
    parts = [f"{_year(year):04d}", *([month.zfill(2)] if month else []), *([day.zfill(2)] if month and day else [])]
    try:
        return read_edtf("-".join(parts), basis="declared")
    except ValueError:
        raise ValueError(f"the {side} is {'-'.join(parts)!r}, which is no date") from None


# treaties ---------------------------------------------------------------------------------------------


def _treaty_rows(layout: AllianceLayout, rows: Iterable[tuple[int, Cells]], label: str) -> Iterator[AllianceRow]:
    """One row a treaty (of a file by member) or a treaty and pair (of a file by pair), from all that tell of it."""
    found: dict[tuple[str, ...], list[AllianceRow]] = {}
    for number, cells in rows:
        try:
            row = _treaty_row(layout, cells, number, label)
        except ValueError as fault:
            raise DataRefused(304, str(fault), where=Where(file=label, row=number), todo=_TODO) from None
        key = (row.ident,) if layout.shape == "members" else (row.ident, *row.members, _days(row.start), _days(row.end))
        found.setdefault(key, []).append(row)
    for same in found.values():
        yield _joined(same)


def _days(date: UncertainDate | None) -> str:
    return date.edtf if date else ""


def _treaty_row(layout: AllianceLayout, cells: Cells, number: int, label: str) -> AllianceRow:
    states = [_state(cells, "state"), *([_state(cells, "state2")] if "state2" in cells else [])]
    start, end = _date(cells, "start"), _date(cells, "end")
    if start is None or not cells["id"]:
        raise ValueError("the row has no id or no year of its start")
    if end and (end.last or 0) < (start.first or 0):
        raise ValueError(f"the end ({end.text}) comes before the start ({start.text})")
    if cells.get("left") == "1":
        start = read_edtf(f"../{start.edtf}", basis="declared")
    version = f" {cells['version']}" if cells.get("version") else ""
    return _made(
        layout,
        label,
        number,
        data_set=f"{layout.data_set}{version}",
        ident=cells["id"],
        members=states,
        start=start,
        end=None if cells.get("right") == "1" else end,
        obligations=_flags(cells, layout),
    )


def _joined(rows: Sequence[AllianceRow]) -> AllianceRow:
    """The rows of one treaty as one: all members, all obligations, from its first start to its last end."""
    first = rows[0]
    members = {member for row in rows for member in row.members}
    promised = {term for row in rows for term in row.obligations}
    starts = [row.start for row in rows if row.start]
    ends = [row.end for row in rows if row.end]
    return AllianceRow(
        **{
            **vars(first),
            "members": tuple(sorted(members)),
            "obligations": tuple(term for term in OBLIGATIONS if term in promised),
            "start": min(starts, key=lambda date: (date.last or 0, date.first or 0)),
            "end": max(ends, key=lambda date: (date.first or 0, date.last or 0)) if len(ends) == len(rows) else None,
        }
    )


def _made(
    layout: AllianceLayout,
    label: str,
    number: int,
    *,
    ident: str,
    members: Iterable[str],
    start: UncertainDate | None,
    end: UncertainDate | None,
    obligations: tuple[str, ...],
    data_set: str = "",
    last_year: int | None = None,
) -> AllianceRow:
    return AllianceRow(
        row_id=content_id("alliance", label, number, ident, list(obligations)),
        data_set=data_set or layout.data_set,
        citation=layout.citation,
        file=label,
        row=number,
        ident=ident,
        name="",
        members=tuple(sorted(members)),
        start=start,
        end=end,
        obligations=obligations,
        known=layout.known,
        yearly=layout.shape == "years",
        last_year=last_year,
    )


# years ------------------------------------------------------------------------------------------------


def _yearly_rows(layout: AllianceLayout, rows: Iterable[tuple[int, Cells]], label: str) -> Iterator[AllianceRow]:
    """One row for each run of years in which a pair owes each other one obligation, in either direction."""
    owed: dict[tuple[str, str, str], dict[int, int]] = {}
    last = None
    for number, cells in rows:
        try:
            a, b = sorted((_state(cells, "state"), _state(cells, "state2")))
            year, promised = _year(cells["year"]), _flags(cells, layout)
        except ValueError as fault:
            raise DataRefused(304, str(fault), where=Where(file=label, row=number), todo=_TODO) from None
        last = year if last is None else max(last, year)
        for term in promised:
            owed.setdefault((a, b, term), {}).setdefault(year, number)
    for a, b, term in sorted(owed, key=lambda key: (key[0], key[1], OBLIGATIONS.index(key[2]))):
        for first, final in _runs(owed[a, b, term]):
            yield _made(
                layout,
                label,
                owed[a, b, term][first],
                ident=f"{a}-{b} {term} {first}",
                members=(a, b),
                start=read_edtf(f"{first:04d}", basis="declared"),
                end=None if final == last else read_edtf(f"{final:04d}", basis="declared"),
                obligations=(term,),
                last_year=last,
            )


def _runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """First and last year of each run without a gap."""
    runs: list[tuple[int, int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


# a study's own table ----------------------------------------------------------------------------------


def _own_rows(file: Path, root: str | Path | None) -> tuple[AllianceRow, ...]:
    """The study's own table: rows of one name, parties and start are one pact with several obligations."""
    table = read_table(file, root=root)
    found: dict[tuple[object, ...], list[AllianceRow]] = {}
    for number, fact in enumerate(table.rows, 1):
        start, end, parties, term = (fact.values[name] for name in ("start", "end", "parties", "type"))
        if not isinstance(parties, tuple) or not isinstance(start, UncertainDate):
            continue  # the table was read strictly: neither can be
        row = AllianceRow(
            row_id=fact.row_id,
            data_set=OWN,
            citation=fact.citation,
            file=table.path,
            row=number,
            ident="",
            name=str(fact.values["name"]),
            members=tuple(sorted(parties)),
            start=start,
            end=end if isinstance(end, UncertainDate) else None,
            obligations=(str(term),),
            known=OBLIGATIONS,
        )
        found.setdefault((row.name, row.members, start.edtf), []).append(row)
    return tuple(_joined(same) for same in found.values())
