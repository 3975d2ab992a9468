"""What the page shows of interventions and forecasts: rows of their tables, ready for plots and templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.report.frames import Table, dyad_of, rows_of
from detente.report.view import Dyad

SHARES = ("05", "25", "50", "75", "95")
Range = tuple[float, float, float, float, float]
"""A range over runs: nine in ten between the first and the last, half between the second and the fourth, the middle."""


@dataclass(frozen=True, kw_only=True)
class ChangedRow:
    """A pair in one year with and without an intervention; None where the pair does not exist."""

    year: int
    baseline: Range | None
    changed: Range | None
    effect: Range | None


@dataclass(frozen=True, kw_only=True)
class AssumedRow:
    """The mean effect over the first ten years on one pair, under one assumption."""

    assumption: str
    setting: str
    effect: Range


@dataclass(frozen=True, kw_only=True)
class ChangedTie:
    """One pair under an intervention: `imposed` where it is changed by hand; the first of `assumed` is the model as it is fitted."""

    dyad: Dyad
    imposed: bool
    rows: tuple[ChangedRow, ...]
    assumed: tuple[AssumedRow, ...]

    @property
    def effect(self) -> Range:
        """The mean effect over the first ten years."""
        return self.assumed[0].effect


@dataclass(frozen=True, kw_only=True)
class Supposition:
    """An intervention as the page tells it: what it changes, what it assumes, what becomes of every pair."""

    name: str
    on: str
    until: str
    change: str
    assumes: str
    event_ids: tuple[str, ...]
    rows_changed: tuple[str, ...]
    ties: tuple[ChangedTie, ...]
    runs: int


@dataclass(frozen=True, kw_only=True)
class AheadRow:
    """A pair in a year ahead: its range over runs, and the share of runs above 0."""

    year: int
    ahead: int
    x: Range
    positive: float


@dataclass(frozen=True, kw_only=True)
class JudgedRow:
    """How a forecaster did in the past; see the table `forecast_scores`."""

    forecaster: str
    shown: bool
    ahead_from: int
    ahead_to: int
    cases: int
    origins: int
    crps: float
    log_score: float
    within_50: float
    within_90: float
    gain: float
    p: float | None


@dataclass(frozen=True, kw_only=True)
class SupposedTables:
    """The tables of a study's interventions and forecast, and what the page says of how they were made.

    `refused` are interventions (or `forecast`) with the reason; `assumed` what each supposes, by name; `terms` each with its coefficient,
    middle, low and high; `beats` whether the forecast beats no change, None where there is none.
    """

    counterfactuals: Table | None = None
    sensitivity: Table | None = None
    forecasts: Table | None = None
    forecast_scores: Table | None = None
    refused: tuple[tuple[str, str], ...] = ()
    assumed: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[tuple[str, float, float, float], ...] = ()
    beats: bool | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """All that the page shows of what might have been and what may come."""

    interventions: tuple[Supposition, ...] = ()
    ahead: tuple[tuple[Dyad, tuple[AheadRow, ...]], ...] = ()
    judged: tuple[JudgedRow, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, float, float, float], ...] = ()
    beats: bool | None = None
    unit: str = ""
    runs: int = 0


def supposed(tables: SupposedTables | None, dyads: Sequence[Dyad]) -> Supposed | None:
    """The tables as the page wants them, pairs of other states left out; None where a study asks nothing."""
    if tables is None or (tables.counterfactuals is None and tables.forecasts is None and not tables.refused):
        return None
    ahead: dict[Dyad, list[AheadRow]] = {}
    for row in rows_of(tables.forecasts):
        if (dyad := dyad_of(row, dyads)) is not None:
            ahead.setdefault(dyad, []).append(
                AheadRow(year=row["year"], ahead=row["ahead"], x=_range(row, "x") or (0.0,) * 5, positive=row["positive"])
            )
    made = next((row for table in (tables.counterfactuals, tables.forecasts) for row in rows_of(table)), {})
    names = JudgedRow.__dataclass_fields__
    return Supposed(
        interventions=_interventions(tables, dyads),
        ahead=tuple((dyad, tuple(ahead[dyad])) for dyad in dyads if dyad in ahead),
        judged=tuple(JudgedRow(**{name: row[name] for name in names}) for row in rows_of(tables.forecast_scores)),
        refused=tables.refused,
        terms=tables.terms,
        beats=tables.beats,
        unit=tables.unit,
        runs=int(made.get("n_runs") or 0),
    )


def _interventions(tables: SupposedTables, dyads: Sequence[Dyad]) -> tuple[Supposition, ...]:
    by: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows_of(tables.counterfactuals):
        by.setdefault(row["intervention"], []).append(row)
    assumed = list(rows_of(tables.sensitivity))
    return tuple(_one(rows, [row for row in assumed if row["intervention"] == name], tables, dyads) for name, rows in by.items())


def _one(
    rows: Sequence[Mapping[str, Any]], assumed: Sequence[Mapping[str, Any]], tables: SupposedTables, dyads: Sequence[Dyad]
) -> Supposition:
    first = rows[0]
    ties = [tie for dyad in dyads if (tie := _tie(dyad, rows, assumed)) is not None]
    return Supposition(
        name=first["intervention"],
        on=first["on"],
        until=first["until"],
        change=first["change"],
        assumes=tables.assumed.get(first["intervention"], ""),
        event_ids=tuple(first["event_ids"] or ()),
        rows_changed=tuple(first["rows_changed"] or ()),
        ties=tuple(ties),
        runs=first["n_runs"],
    )


def _tie(dyad: Dyad, rows: Sequence[Mapping[str, Any]], assumed: Sequence[Mapping[str, Any]]) -> ChangedTie | None:
    mine = [row for row in rows if dyad_of(row, (dyad,)) == dyad]
    said = [row for row in assumed if dyad_of(row, (dyad,)) == dyad]
    if not mine or not said:
        return None
    return ChangedTie(
        dyad=dyad,
        imposed=mine[0]["imposed"],
        rows=tuple(ChangedRow(year=row["year"], **{what: _range(row, what) for what in ("baseline", "changed", "effect")}) for row in mine),
        assumed=tuple(
            AssumedRow(assumption=row["assumption"], setting=row["setting"], effect=_range(row, "effect") or (0.0,) * 5) for row in said
        ),
    )


def _range(row: Mapping[str, Any], what: str) -> Range | None:
    values = [row[f"{what}_{share}"] for share in SHARES]
    return None if values[0] is None else (values[0], values[1], values[2], values[3], values[4])
