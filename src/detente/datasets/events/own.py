"""The user's own tables, CSV, tab-separated or Parquet, with a mapping that says which column is what.

A mapping is a table of a TOML file, named after the file it is for:

    [data."my-events.csv"]
    kind = "events"                       # or "dyad-years", "state-years"
    scheme = "weis"                       # events: weis, cameo, copdab, plover, or score
    actors = "cow"                        # cow, letters, iso3 or name
    citation = "Miller 2019"
    licence = "CC BY 4.0"
    coverage = [1950, 1969]
    columns = { Date = "day", From = "source", To = "target", Code = "code" }
    ignored = ["Notes"]

Each column of the file is named under `columns` with its use, or under `ignored`. Uses of events: id, day (YYYY-MM-DD), ymd
(YYYYMMDD or YYMMDD), or year with month and dom; source, target; code, mode, score (-10 to 10). Uses of the other kinds: state1 and
state2, or state; year; number, flag (0 or 1) or text for a value that keeps the name of its column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import polars as pl

from detente.datasets.delimited import ROW
from detente.datasets.events.actors import resolve_actors
from detente.datasets.events.faults import ACTOR, MAPPING, event_fault, event_refusal
from detente.datasets.events.layouts import Actors, EventLayout, Scheme, bibtex_of
from detente.datasets.events.raw import raw_batches
from detente.datasets.faults import CELL, REPEATED, RowFault, row_fault
from detente.dates import day_number
from detente.errors import Where

KINDS: Mapping[str, tuple[str, ...]] = {
    "events": ("source", "target"),
    "dyad-years": ("state1", "state2", "year"),
    "state-years": ("state", "year"),
}
"""The kinds of tables, and the uses that each must have."""

_EVENT_USES = frozenset({"id", "day", "ymd", "year", "month", "dom", "source", "target", "code", "mode", "score"})
_VALUE_USES = frozenset({"number", "flag", "text"})
_KEYS = frozenset(
    {"kind", "scheme", "actors", "title", "citation", "licence", "url", "coverage", "columns", "ignored", "separator", "known_faults"}
)
_NUMBERS = {"state1": "ccode1", "state2": "ccode2", "state": "ccode"}


def read_mappings(path: str | Path) -> dict[str, EventLayout]:
    """The layouts that a TOML file of mappings describes, by the name of the file each is for. Raises `DataRefused` 335."""
    file = Path(path)
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise event_refusal(MAPPING, str(error), where=file.name) from None
    entries = table.get("data")
    if not isinstance(entries, dict) or not entries:
        raise event_refusal(MAPPING, 'it has no table such as [data."my.csv"]', where=file.name)
    return {name: layout_of_mapping(name, entry, label=file.name) for name, entry in entries.items()}


def layout_of_mapping(name: str, entry: Mapping[str, Any], *, label: str = "") -> EventLayout:
    """The layout that the mapping of one file describes; raises `DataRefused` 335 that says what is wrong with it."""
    where = Where(file=label or name)
    if not isinstance(entry, Mapping):
        raise event_refusal(MAPPING, f"{name} is no table", where=where)
    kind, columns = entry.get("kind", "events"), entry.get("columns")
    faults = [f"{key} is not known" for key in sorted(set(entry) - _KEYS)]
    faults += [f"kind is {kind!r}, not one of {', '.join(KINDS)}"] if kind not in KINDS else []
    if not isinstance(columns, Mapping) or not all(isinstance(use, str) for use in columns.values()):
        raise event_refusal(MAPPING, f"{name}: columns is no table of columns and their uses", where=where)
    if not faults:
        faults = _wrong_uses(kind, list(columns.values())) + _wrong_words(entry, kind)
    if faults:
        raise event_refusal(MAPPING, f"{name}: {'; '.join(faults)}", where=where)
    return _layout(name, kind, entry)


def _wrong_uses(kind: str, uses: list[str]) -> list[str]:
    known = _EVENT_USES if kind == "events" else frozenset(KINDS[kind]) | _VALUE_USES
    faults = [f"{use!r} is no use of a column of {kind}" for use in uses if use not in known]
    faults += [f"no column is the {use}" for use in KINDS[kind] if use not in uses]
    faults += [f"two columns are the {use}" for use in sorted(set(uses) - _VALUE_USES) if uses.count(use) > 1]
    if kind == "events":
        faults += [] if {"day", "ymd", "year"} & set(uses) else ["no column is the day"]
        faults += [] if {"code", "score"} & set(uses) else ["no column is the code or the score"]
    return faults


def _wrong_words(entry: Mapping[str, Any], kind: str) -> list[str]:
    faults = []
    if entry.get("actors", "letters") not in get_args(Actors):
        faults.append(f"actors is {entry['actors']!r}, not one of {', '.join(get_args(Actors))}")
    schemes = [name for name in get_args(Scheme) if name not in ("counts", "means")]
    if kind == "events" and entry.get("scheme", "score") not in schemes:
        faults.append(f"scheme is {entry['scheme']!r}, not one of {', '.join(schemes)}")
    years = entry.get("coverage", [0, 0])
    if not (isinstance(years, list) and len(years) == 2 and all(isinstance(year, int) for year in years) and years[0] <= years[1]):
        faults.append("coverage is not the first and the last year")
    if not isinstance(entry.get("ignored", []), list):
        faults.append("ignored is not a list of columns")
    if entry.get("separator") is not None and len(str(entry["separator"])) != 1:
        faults.append("separator is not one character")
    return faults


def _layout(name: str, kind: str, entry: Mapping[str, Any]) -> EventLayout:
    first, last = entry.get("coverage", (0, 0))
    citation = str(entry.get("citation", ""))
    fields = {"type": "misc", "title": citation or str(entry.get("title", name)), "note": f"used as {name}"}
    return EventLayout(
        name=f"own:{name}",
        family=kind.replace("-", "_"),
        data_set=str(entry.get("title", Path(name).stem)),
        version="",
        coverage=(first, last),
        citation=citation,
        bibtex=bibtex_of(Path(name).stem, fields),
        licence=str(entry.get("licence", "")),
        url=str(entry.get("url", "")),
        marks=frozenset(column.strip().casefold() for column in entry["columns"]),
        columns={column.strip().casefold(): use for column, use in entry["columns"].items()},
        ignored=frozenset(str(column).strip().casefold() for column in entry.get("ignored", ())),
        optional=frozenset(),
        numbered=(),
        shape="events",
        absent="none" if kind == "events" else "unknown",
        known_faults=tuple(map(str, entry.get("known_faults", ()))),
        scheme=entry.get("scheme", "score"),
        actors=entry.get("actors", "letters"),
        separator=entry.get("separator"),
    )


# dyad-years and state-years ---------------------------------------------------------------------------


def read_own_panel(path: str | Path, layout: EventLayout, *, root: str | Path | None = None) -> tuple[pl.DataFrame, tuple[RowFault, ...]]:
    """A table of dyad-years or state-years of the user's own, and its faults.

    Columns: `ccode1` and `ccode2` (or `ccode`), `year`, then each value under the name of its column in small letters: numbers
    (Float64), flags (Boolean) or text; an empty cell is null. A row is left out whose year is none (315), whose state is none on any
    of 1 January, 1 July and 31 December of the year (331), or that says again what an earlier one has said (323). A value that
    is not what its column holds is null, and told (315).
    """
    file = Path(path)
    label = file.relative_to(root).as_posix() if root is not None else file.name
    batches = list(raw_batches(file, layout, rows=200_000, label=label))
    frame = pl.concat([batch.frame for batch in batches])
    faults = [fault for batch in batches for fault in batch.faults]
    year = next(name for name, use in layout.columns.items() if use == "year")
    frame = frame.with_columns(pl.col(year).str.strip_chars().str.replace(r"\.0+$", "").cast(pl.Int32, strict=False).alias("@year"))
    faults += [
        row_fault(CELL, label, row, f"year {text!r}") for row, text in frame.filter(pl.col("@year").is_null()).select(ROW, year).iter_rows()
    ]
    frame = frame.filter(pl.col("@year").is_not_null())
    keys = [_NUMBERS[use] for use in KINDS[layout.family.replace("_", "-")] if use != "year"]
    for column, use in layout.columns.items():
        if use in _NUMBERS:
            frame = frame.with_columns(
                _state_in_year(frame[column].str.strip_chars(), frame["@year"], layout.actors).alias(f"@{_NUMBERS[use]}")
            )
            nobody = frame.filter(pl.col(f"@{_NUMBERS[use]}").is_null()).select(ROW, column)
            faults += [event_fault(ACTOR, label, row, repr(name)) for row, name in nobody.iter_rows()]
            frame = frame.filter(pl.col(f"@{_NUMBERS[use]}").is_not_null())
    values = [_value(column, use) for column, use in layout.columns.items() if use in _VALUE_USES]
    faults += _wrong_values(frame, layout, label)
    marked = frame.select(ROW, *(pl.col(f"@{key}").alias(key) for key in [*keys, "year"]), *values)
    repeats = marked.filter(~pl.struct(*keys, "year").is_first_distinct())
    faults += [row_fault(REPEATED, label, row) for row in repeats[ROW]]
    return marked.filter(pl.struct(*keys, "year").is_first_distinct()).drop(ROW).sort(*keys, "year"), tuple(sorted(faults, key=_place))


def _place(fault: RowFault) -> tuple[int, int]:
    return (-1 if fault.row is None else fault.row, fault.number)


def _state_in_year(names: pl.Series, years: pl.Series, system: str) -> pl.Series:
    found = None
    for month, day in ((7, 1), (1, 1), (12, 31)):
        days = pl.Series("day", [day_number(year, month, day) for year in years], dtype=pl.Int32)
        states, _ = resolve_actors(names, days, system)
        found = states if found is None else pl.select(pl.coalesce(found, states)).to_series()
    return (found if found is not None else names).cast(pl.Int32)


def _value(column: str, use: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    if use == "number":
        number = text.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number).alias(column)
    if use == "flag":
        return text.replace_strict({"1": True, "0": False}, default=None, return_dtype=pl.Boolean).alias(column)
    return pl.when(text != "").then(text).alias(column)


def _wrong_values(frame: pl.DataFrame, layout: EventLayout, label: str) -> list[RowFault]:
    faults = []
    for column, use in layout.columns.items():
        if use in ("number", "flag"):
            said = ~pl.col(column).str.strip_chars().is_in(["", ".", "NA"])
            wrong = frame.filter(said & frame.select(_value(column, use)).to_series().is_null()).select(ROW, column)
            faults += [row_fault(CELL, label, row, f"{column} {text!r}", kept=True) for row, text in wrong.iter_rows()]
    return faults
