"""Directed flows of three states: what each did to each of the others, period by period, from dated events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.dates import UNIX_DAY, calendar_day
from detente.theories.response.faults import NO_PERIODS, OUTSIDE, STATES, fault
from detente.theories.response.stretches import Floats

Every = Literal["month", "week"]


def pair_name(source: str, target: str) -> str:
    """How the series of one direction is named: `USA>RUS`."""
    return f"{source}>{target}"


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Six directed series of three states over T periods in a row.

    `values` (T, 6) is the sum of the events' scale in each period, in the columns of `names`; 0 where the source has coverage and no event,
    NaN where it has no coverage. `labels` name the periods: `1969-03`, or the first day of a week. `unscaled` counts events without a
    scale, which are left out.
    """

    states: tuple[str, str, str]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    every: Every
    values: Floats
    unscaled: int = 0

    def tamed(self) -> Flows:
        """The same flows with each value as asinh(value): small ones as they are, large ones by their logarithm."""
        return replace(self, values=np.arcsinh(self.values))


def directions(states: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """The six (actor, partner, third) of three different states; D706 otherwise."""
    if len(states) != 3 or len(set(states)) != 3:
        raise fault(STATES, ", ".join(states))
    return tuple((a, b, next(c for c in states if c not in (a, b))) for a in states for b in states if a != b)


def directed_flows(
    events: pl.DataFrame, states: Mapping[str, int], *, coverage: Sequence[tuple[int, int]], every: Every = "month"
) -> Flows:
    """The six directed series of three states.

    `events` has `day` (day number), `source` and `target` (COW codes) and `scale` (such as Goldstein's), one row an event, others' rows
    among them or not. `states` gives each name its code. `coverage` is the (first, last) days that the source covers: a period counts if it
    lies inside whole, and is a gap otherwise. Values are rounded to thousandths and added as integers, so that the order of rows tells
    nothing. Raises D700 where no period is covered, D706, and D707 for an event of these states outside the coverage.
    """
    pairs = [(a, b) for a, b, _ in directions(tuple(states))]
    wanted = pl.DataFrame(
        {"source": [states[a] for a, _ in pairs], "target": [states[b] for _, b in pairs], "column": range(6)},
        schema={"source": pl.Int64, "target": pl.Int64, "column": pl.Int64},
    )
    whole_numbers = pl.col("day", "source", "target").cast(pl.Int64)
    ours = events.select(whole_numbers, pl.col("scale").cast(pl.Float64)).join(wanted, on=["source", "target"])
    days = ours["day"].to_numpy()
    inside = np.any([(first <= days) & (days <= last) for first, last in coverage], axis=0) if coverage else np.zeros(len(days), bool)
    if not inside.all():
        raise fault(OUTSIDE, f"{int((~inside).sum())} events, the first on day {int(days[~inside].min())}")
    whole = [_whole_periods(first, last, every) for first, last in coverage]
    begun, ended = min((a for a, b in whole if a < b), default=0), max((b for a, b in whole if a < b), default=0)
    if begun >= ended:
        raise fault(NO_PERIODS)
    values = np.full((ended - begun, 6), np.nan)
    for first, last in whole:
        values[first - begun : max(last, first) - begun] = 0.0
    scaled = ours.filter(pl.col("scale").is_finite())
    place = _period_of(scaled["day"].to_numpy(), every) - begun
    kept = (place >= 0) & (place < len(values))
    thousandths = np.zeros(values.shape, dtype=np.int64)
    amounts = np.rint(scaled["scale"].to_numpy() * 1000).astype(np.int64)
    np.add.at(thousandths, (place[kept], scaled["column"].to_numpy()[kept]), amounts[kept])
    one, two, three = states
    return Flows(
        states=(one, two, three),
        names=tuple(pair_name(*pair) for pair in pairs),
        labels=tuple(_label(period, every) for period in range(begun, ended)),
        every=every,
        values=values + thousandths / 1000,
        unscaled=len(ours) - len(scaled),
    )


def _period_of(days: npt.NDArray[np.int64], every: Every) -> npt.NDArray[np.int64]:
    """Months since January of year 0, or weeks (Monday to Sunday) since day 1."""
    if every == "week":
        return (days - 1) // 7
    return (days - UNIX_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _first_day(period: int, every: Every) -> int:
    if every == "week":
        return period * 7 + 1
    return int(np.datetime64(period - 1970 * 12, "M").astype("datetime64[D]").astype(np.int64)) + UNIX_DAY


def _whole_periods(first: int, last: int, every: Every) -> tuple[int, int]:
    """The first period that lies inside the days whole, and the one after the last."""
    begun, ended = (int(_period_of(np.asarray([day], dtype=np.int64), every)[0]) for day in (first, last + 1))
    return begun + (_first_day(begun, every) < first), ended


def _label(period: int, every: Every) -> str:
    year, month, day = calendar_day(_first_day(period, every))
    return f"{year:04d}-{month:02d}" if every == "month" else f"{year:04d}-{month:02d}-{day:02d}"
