"""The table of turning points: those of the score, where it crosses zero, the naive ones and those that sources assert."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from detente.relations.paths import Paths
from detente.relations.summary import naive_periods
from detente.relations.turns import ScoreTurn, crossings, score_turns

SCORE, ZERO, NAIVE, ASSERTED = "score", "zero", "naive", "asserted"
"""By what a turn is told: the level of the score, its sign, the sign of the centred mean of the yearly net, the words of a source."""

_GOOD = ("up", "high")
_SCHEMA: dict[str, Any] = {
    "dyad": pl.String(),
    "told_by": pl.String(),
    "year": pl.Int64(),
    "period": pl.String(),
    "direction": pl.String(),
    "share": pl.Float64(),
    "low_year": pl.Int64(),
    "high_year": pl.Int64(),
    "size": pl.Float64(),
    "naive_year": pl.Int64(),
    "naive_distance": pl.Int64(),
    "asserted_year": pl.Int64(),
    "asserted_distance": pl.Int64(),
    "row_id": pl.String(),
    "event_ids": pl.List(pl.String()),
    "n_draws": pl.Int64(),
    "seed": pl.Int64(),
}

Row = Mapping[str, Any]
Find = Callable[[Paths, str, str], Sequence[ScoreTurn]]


def turns_frame(
    paths: Paths, *, series: pl.DataFrame | None = None, asserted: pl.DataFrame | None = None, find: Find = score_turns
) -> pl.DataFrame:
    """The turns of every pair of `paths`, a row each, in order of pair, `told_by` and year.

    `score` rows are from `find` (`turns.score_turns`), `zero` rows from `turns.crossings`: `share` of the draws that turn so within a
    year, `low_year` to `high_year` nine in ten of their dates, `size` the median change in units of the score. `naive` rows are the
    years from which the centred mean of the yearly net (`series`, from `dyad_series`) has another sign, `asserted` ones the turning
    points that sources assert (`asserted`, from `relations.asserted`): these have no share and no size, and `low_year` to `high_year`
    are the years that the words name. Beside each score or zero row stand the nearest naive and asserted year of its direction and
    how many years later (below 0: earlier) it is, null where there is none. `event_ids` are the statements of the pair in the years
    from `low_year` to `high_year`, as far as the series lists them.
    """
    rows = [row for a, b in paths.dyads for row in _of_pair(paths, (a, b), series, asserted, find)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _of_pair(
    paths: Paths, pair: tuple[str, str], series: pl.DataFrame | None, asserted: pl.DataFrame | None, find: Find
) -> list[dict[str, Any]]:
    years = [] if series is None else _rows_of(series, pair)
    naive, told = _naive(years), _told([] if asserted is None else _rows_of(asserted, pair))
    found = [_scored(turn, paths.labels[turn.place], SCORE) for turn in find(paths, *pair)]
    found += [_scored(turn, paths.labels[turn.place], ZERO) for turn in crossings(paths, *pair)]
    beside = [row | _nearest(row, naive, NAIVE) | _nearest(row, told, ASSERTED) for row in found]
    named = {"dyad": "-".join(pair), "n_draws": paths.n, "seed": paths.seed}
    blank = dict.fromkeys(_SCHEMA)
    return [blank | row | named | {"event_ids": _statements(row, years)} for row in (*beside, *naive, *told)]


def _rows_of(table: pl.DataFrame, pair: tuple[str, str]) -> list[dict[str, Any]]:
    return list(table.filter(pl.col("dyad").is_in(["-".join(pair), "-".join(pair[::-1])])).iter_rows(named=True))


def _scored(turn: ScoreTurn, period: str, told_by: str) -> dict[str, Any]:
    names = ("year", "direction", "share", "low_year", "high_year", "size")
    return {"told_by": told_by, "period": period} | {name: getattr(turn, name) for name in names}


def _naive(years: Sequence[Row]) -> list[dict[str, Any]]:
    found = []
    for each in naive_periods(years)[1:]:
        turn = {"told_by": NAIVE, "year": each.first_year, "direction": "up" if each.sign > 0 else "down"}
        found.append(turn | _span(each.first_year, each.first_year))
    return found


def _told(rows: Sequence[Row]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        known = [year for year in (row["first_year"], row["last_year"]) if year is not None]
        if row["origin"] == "source" and row["turning"] and known:
            way = "up" if row["direction"] in _GOOD else "down"
            turn = {"told_by": ASSERTED, "year": known[0], "direction": way, "row_id": row["row_id"]}
            found.append(turn | _span(known[0], known[-1]))
    return sorted(found, key=lambda row: (row["year"], row["high_year"], row["row_id"]))


def _span(low: int, high: int) -> dict[str, int]:
    return {"low_year": low, "high_year": high}


def _nearest(row: Row, others: Sequence[Row], told_by: str) -> dict[str, int | None]:
    """The nearest turn of the same direction among others, and its distance to the row's year; 0 within the years that words name."""
    near = [(_away(row["year"], other), other["year"]) for other in others if other["direction"] == row["direction"]]
    distance, year = min(near, key=lambda each: (abs(each[0]), each[1])) if near else (None, None)
    return {f"{told_by}_year": year, f"{told_by}_distance": distance}


def _away(year: int, other: Row) -> int:
    low, high = int(other["low_year"]), int(other["high_year"])
    return low - year if year < low else high - year if year > high else 0


def _statements(row: Row, years: Sequence[Row]) -> list[str]:
    return sorted({name for each in years if row["low_year"] <= each["year"] <= row["high_year"] for name in each["event_ids"]})
