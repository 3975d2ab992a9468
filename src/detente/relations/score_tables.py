"""The table of scores: every pair by period, with what moved it and the statements of the period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from detente.relations.paths import Floats, Paths
from detente.relations.turns import positive

WIDTH = 1.6448536269514722
"""Standard errors on either side of a score in its 90 per cent interval."""

_PLACES = 9
_LEAST = 0.005
"""What moves a score by less is not named."""

_SCHEMA: dict[str, Any] = {
    "dyad": pl.String(),
    "period": pl.String(),
    "year": pl.Int64(),
    "x": pl.Float64(),
    "se": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "positive": pl.Float64(),
    "evidence": pl.Boolean(),
    "moved_by": pl.List(pl.String()),
    "moved": pl.List(pl.Float64()),
    "event_ids": pl.List(pl.String()),
    "n_draws": pl.Int64(),
    "seed": pl.Int64(),
}


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The paths of some pairs, and how far each source moves them: `moved` maps a source to (P, T) in the unit of the score."""

    paths: Paths
    moved: Mapping[str, Floats]


def scores_frame(scores: Scores, series: pl.DataFrame | None = None) -> pl.DataFrame:
    """A row for each pair and period, in order: `dyad`, `period`, `year`, `x`, its `se`, `low` and `high` of 90 per cent, and more.

    `positive` is the share of draws above 0, `evidence` whether the pair has evidence of its own in the period, `moved_by` and `moved`
    the sources that move the score and how far, the farthest first; `event_ids` the statements that `series` (from `dyad_series`)
    lists. All numbers are null where the pair has no score.
    """
    told = {} if series is None else _statements(series)
    rows = [row for at, pair in enumerate(scores.paths.dyads) for row in _of_pair(scores, at, pair, told)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _statements(series: pl.DataFrame) -> dict[tuple[frozenset[str], str], list[str]]:
    rows = series.select("state_a", "state_b", "period", "event_ids").iter_rows()
    return {(frozenset((a, b)), period): list(ids) for a, b, period, ids in rows}


def _of_pair(
    scores: Scores, at: int, pair: tuple[str, str], told: Mapping[tuple[frozenset[str], str], Sequence[str]]
) -> list[dict[str, Any]]:
    paths, above = scores.paths, positive(scores.paths, *pair)
    rows = []
    for when, (label, year) in enumerate(zip(paths.labels, paths.years, strict=True)):
        known = bool(np.isfinite(paths.x[at, when]))
        x, se = (_one(values[at, when]) if known else None for values in (paths.x, paths.se))
        low, high = (None, None) if x is None or se is None else (_one(x - WIDTH * se), _one(x + WIDTH * se))
        moved = _moved(scores, at, when) if known else []
        numbers = {"x": x, "se": se, "low": low, "high": high, "positive": above[when], "evidence": bool(paths.evidence[at, when])}
        named = {"dyad": "-".join(pair), "period": label, "year": year, "n_draws": paths.n, "seed": paths.seed}
        parts = {"moved_by": [name for _, name in moved], "moved": [value for value, _ in moved]}
        rows.append(named | numbers | parts | {"event_ids": list(told.get((frozenset(pair), label), ()))})
    return rows


def _moved(scores: Scores, at: int, when: int) -> list[tuple[float, str]]:
    found = [(_one(values[at, when]), name) for name, values in scores.moved.items()]
    return sorted((each for each in found if abs(each[0]) >= _LEAST), key=lambda each: (-abs(each[0]), each[1]))


def _one(value: float) -> float:
    return round(float(value), _PLACES) + 0.0
