"""Cooperation and conflict between two states over time, each number with the statements behind it.

The rules of weight stand in `weights`, those of silence in `coverage`, those of the band in `bands`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import polars as pl

from detente.model import DateMention, Event
from detente.relations.coverage import Membership, register_membership, spoken_periods
from detente.relations.grid import Grid, gap_reasons, grid_of, place_events, spoken_cells
from detente.relations.measures import bands, counts, sums
from detente.relations.periods import Unit, periods
from detente.relations.weights import DEFAULT_RULES, NO_DATE, TOO_VAGUE, Rules, day_range, reason_left_out, spread

MEASURES = ("cooperation", "conflict", "net", "mean", "se", "low", "high", "weight", "quad_1", "quad_2", "quad_3", "quad_4")
"""The columns of a series that are null in a gap."""

COLUMNS = (
    *("dyad", "state_a", "state_b", "period", "year", "first_day", "last_day", "covered", "reason"),
    *MEASURES,
    *("n", "n_deeds", "n_sources", "undated", "event_ids", "weights"),
)
"""The columns of a series, in order."""


def dyad_series(
    events: Iterable[Event],
    dates: Iterable[DateMention],
    *,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    unit: Unit = "year",
    directed: bool = False,
    rules: Rules = DEFAULT_RULES,
    membership: Membership = register_membership,
    seed: int = 0,
    draws: int = 500,
) -> pl.DataFrame:
    """The series of every dyad of `states`, one row a dyad and period, in that order.

    With w the weight of a statement in the period (rules in `weights`) and x its PLOVER score:

    - `cooperation` = sum of w x over x > 0; `conflict` = sum of -w x over x < 0; both 0 or more; `net` =
      cooperation - conflict. `low` and `high` are the 90 per cent band of `net` (see `bands`), null with
      fewer than two statements.
    - `mean` = sum of w x / sum of w, from -10 to 10; `se` = its standard error, sqrt(V / (m - 1)) with V
      the weighted variance and m = (sum of deed weights)^2 / (sum of squared deed weights), the number of
      deeds of equal weight that would weigh as much; null where m is below 1.5.
    - `quad_1` to `quad_4`: summed weight of each quad class; `weight`: of all.
    - `n` statements, `n_deeds` deeds they tell of, `n_sources` documents; `event_ids` names the
      statements and `weights` gives the w of each, so that every sum can be done again from them.
    - `covered`: whether the period can have numbers: a source names a date in it in a paragraph that names
      both states (rules in `coverage`), or an event of the two is dated as finely as a period. Where none
      does, or a state did not exist, every measure is null, nothing is listed and `reason` says why.
      Covered and eventless is 0.
    - `undated`: how many statements on the dyad fall in no period because they have no date or too vague
      a one (the same on each row of the dyad).

    Pairs are named in the order of `states` (`CHN-RUS`). With `directed` the rows are ordered pairs
    (`CHN>RUS`: what the first did to the second) and a mutual deed counts in both. Do not compare sums
    between studies: they grow with the number of sources; `mean` does not. Raises `DetenteError` 601 for
    years out of order or an unknown unit.
    """
    told = list(events)
    grid = grid_of(states, periods(unit, first_year, last_year), directed=directed)
    every = place_events(spread(told, grid.over, rules), grid)
    reasons = gap_reasons(spoken_cells(every, spoken_periods(dates, grid.over), grid), grid, membership)
    placed = every.filter(pl.Series([reasons[cell] is None for cell in every["cell"].to_list()], dtype=pl.Boolean))
    columns = {**_identity(grid, reasons), **sums(placed, grid), **bands(placed, grid, seed=seed, draws=draws), **counts(placed, grid)}
    columns["undated"] = _undated(told, grid, rules)
    in_gaps = [pl.when("covered").then(pl.col(name)).otherwise(None).alias(name) for name in MEASURES]
    return pl.DataFrame(columns).with_columns(in_gaps).select(COLUMNS)


def _identity(grid: Grid, reasons: Sequence[str | None]) -> dict[str, pl.Series]:
    over, pairs = grid.over, len(grid.pairs)
    return {
        "dyad": pl.Series([name for name in grid.names for _ in range(len(over))], dtype=pl.String),
        "state_a": pl.Series([a for a, _ in grid.pairs for _ in range(len(over))], dtype=pl.String),
        "state_b": pl.Series([b for _, b in grid.pairs for _ in range(len(over))], dtype=pl.String),
        "period": pl.Series(list(over.labels) * pairs, dtype=pl.String),
        "year": pl.Series(list(over.years) * pairs, dtype=pl.Int64),
        "first_day": pl.Series(np.tile(over.starts, pairs), dtype=pl.Int64),
        "last_day": pl.Series(np.tile(over.ends, pairs), dtype=pl.Int64),
        "covered": pl.Series([reason is None for reason in reasons], dtype=pl.Boolean),
        "reason": pl.Series(reasons, dtype=pl.String),
    }


def _undated(events: Iterable[Event], grid: Grid, rules: Rules) -> pl.Series:
    found = dict.fromkeys(grid.pairs, 0)
    for event in events:
        if reason_left_out(event, rules) in (NO_DATE, TOO_VAGUE):
            pair = (event.source.state or "", event.target.state or "")
            both = {pair, pair[::-1]} if event.reciprocal or not grid.directed else {pair}
            for each in both & found.keys():
                found[each] += 1
    return pl.Series([found[pair] for pair in grid.pairs for _ in range(len(grid.over))], dtype=pl.Int64)


def left_out(events: Iterable[Event], series: pl.DataFrame, rules: Rules = DEFAULT_RULES) -> pl.DataFrame:
    """Every event that no row of `series` lists, with the reason: `event_id`, `reason`, in order of id."""
    listed = set(series["event_ids"].explode(empty_as_null=True).drop_nulls())
    pairs = {frozenset(pair) for pair in zip(series["state_a"], series["state_b"], strict=True)}
    days = (series["first_day"].to_list() or [0], series["last_day"].to_list() or [0])
    bounds = (min(days[0]), max(days[1]))
    missing = {event.event_id: _why_missing(event, pairs, bounds, rules) for event in events if event.event_id not in listed}
    return pl.DataFrame(sorted(missing.items()), schema={"event_id": pl.String, "reason": pl.String}, orient="row")


def _why_missing(event: Event, pairs: Collection[frozenset[str]], bounds: tuple[int, int], rules: Rules) -> str:
    reason, days = reason_left_out(event, rules), day_range(event.date, rules)
    if reason:
        return reason
    if frozenset((event.source.state or "", event.target.state or "")) not in pairs:
        return "not between the states of the series"
    if days and (days[1] < bounds[0] or days[0] > bounds[1]):
        return "outside the years of the series"
    return "in periods without numbers: no source dates anything there as finely, or a state did not exist"
