"""Rows of the tables of relations, as the page wants them. A table is a polars frame or any iterable of mappings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import Any

import polars as pl

from detente.report.findings import SILENT
from detente.report.view import ContextRow, Dyad, Meeting, SeriesRow, VisitRow
from detente.report.words import days_text

Table = pl.DataFrame | Iterable[Mapping[str, Any]]
"""Rows with named columns."""


def rows_of(table: Table | None) -> Iterator[Mapping[str, Any]]:
    """The rows of a table, in its order; none for None."""
    if isinstance(table, pl.DataFrame):
        yield from table.iter_rows(named=True)
    elif table is not None:
        yield from table


def _first(row: Mapping[str, Any], *names: str, default: Any = None) -> Any:  # noqa: ANN401 (cells of a foreign table)
    return next((row[name] for name in names if row.get(name) is not None), default)


def dyad_of(row: Mapping[str, Any], dyads: Sequence[Dyad]) -> Dyad | None:
    """The dyad of the study that a row is about: named by `dyad`, or by two columns of states."""
    named = _first(row, "dyad")
    if isinstance(named, str):
        pair: Sequence[str] = named.split("-")
    else:
        pair = [_first(row, "a", "state_a", "state1", "source_state"), _first(row, "b", "state_b", "state2", "target_state")]
    return next((dyad for dyad in dyads if dyad.holds(*pair)), None)


def _whole(value: object) -> int | None:
    """The year a period begins with: 1960, "1960", "1960-Q2", "-0430", or the first year of "1960s"."""
    if isinstance(value, int | float):
        return int(value)
    match = re.match(r"-?\d+", str(value))
    return int(match[0]) if match else None


def _size(value: float | None) -> float | None:
    return None if value is None or isnan(value) else abs(float(value))


def _float(value: float | None) -> float | None:
    return None if value is None or isnan(value) else float(value)


def series_rows(table: Table | None, dyads: Sequence[Dyad]) -> tuple[SeriesRow, ...]:
    """The yearly series, in order of dyad and year; rows of other dyads are left out."""
    found = []
    for row in rows_of(table):
        dyad, year = dyad_of(row, dyads), _whole(_first(row, "year", "period"))
        if dyad is None or year is None:
            continue
        covered = bool(_first(row, "covered", default=_first(row, "cooperation") is not None))
        found.append(
            SeriesRow(
                dyad=dyad.key,
                year=year,
                cooperation=_size(_first(row, "cooperation")) if covered else None,
                conflict=_size(_first(row, "conflict")) if covered else None,
                net=_float(_first(row, "net")) if covered else None,
                low=_float(_first(row, "low")) if covered else None,
                high=_float(_first(row, "high")) if covered else None,
                n=int(_first(row, "n", "n_events", default=0)),
                n_sources=int(_first(row, "n_sources", default=0)),
                covered=covered,
                reason="" if covered else str(_first(row, "reason", default=SILENT)),
                event_ids=tuple(_first(row, "event_ids", default=())),
            )
        )
    order = {dyad.key: at for at, dyad in enumerate(dyads)}
    return tuple(sorted(found, key=lambda each: (order[each.dyad], each.year)))


def context_rows(table: Table | None, dyads: Sequence[Dyad]) -> tuple[ContextRow, ...]:
    """Contexts by decade, in order of dyad, decade and name; rows of other dyads are left out."""
    found = []
    for row in rows_of(table):
        dyad, decade = dyad_of(row, dyads), _whole(_first(row, "decade", "period"))
        if dyad is None or decade is None or not _first(row, "n", "n_events", default=0):
            continue
        found.append(
            ContextRow(
                dyad=dyad.key,
                decade=decade,
                context=str(_first(row, "context", "domain", default="")),
                n=int(_first(row, "n", "n_events")),
                share=float(_first(row, "share", default=0.0)),
                lean=_lean(row),
                event_ids=tuple(_first(row, "event_ids", default=())),
            )
        )
    order = {dyad.key: at for at, dyad in enumerate(dyads)}
    return tuple(sorted(found, key=lambda each: (order[each.dyad], each.decade, each.context)))


def _lean(row: Mapping[str, Any]) -> float | None:
    if row.get("lean") is not None:
        return _float(row["lean"])
    good, bad = _size(row.get("cooperation")), _size(row.get("conflict"))
    return None if good is None or bad is None or good + bad == 0 else (good - bad) / (good + bad)


def meeting_rows(table: Table | None) -> tuple[Meeting, ...]:
    """Meetings and visits in order of time, the undated last."""
    found = []
    for row in rows_of(table):
        day, last = _first(row, "first_day", "day"), _first(row, "last_day", "first_day", "day")
        found.append(
            Meeting(
                date=str(_first(row, "date_text", default="")) or days_text(day, last),
                place=str(_first(row, "place", default="")),
                people=_texts(_first(row, "people", "persons", "actors", default=())),
                states=_texts(_first(row, "states", default=())),
                kind=str(_first(row, "kind", "mode", default="meeting")),
                day=day if isinstance(day, int) else None,
                event_ids=tuple(_first(row, "event_ids", default=())),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.day is None, each.day or 0, each.date, each.people, each.place)))


def visit_rows(table: Table | None) -> tuple[VisitRow, ...]:
    """Meetings beside the list of visits, in order of time; those that the list does not speak of are left out."""
    return tuple(
        VisitRow(
            status=row["status"],
            date=str(row["days"]),
            place=row["place"] or row["listed_place"] or "",
            people=_texts(row["people"] or row["persons"]),
            states=_texts(row["states"]),
            remarks=row["remarks"] or "",
            event_ids=tuple(row["event_ids"]),
            rows=tuple(row["rows"]),
        )
        for row in rows_of(table)
        if row["status"] != "not compared"
    )


def _texts(value: Iterable[object]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(each) for each in value)
