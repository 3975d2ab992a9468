"""How much each statement counts, and in which period: the rules, said once and used by every measure.

1. Modality. An asserted event counts 1, an alleged one 1/2. A planned event counts 0, save an AGREE,
   where the promise is itself the deed (1). Denied, hypothetical and opinion count 0.
2. Aggregates ("eight meetings", `Event.aggregate`) count 0: their items are coded one by one.
3. Dates. The weight of an event is spread evenly over the days from its first to its last possible
   day, both included: an event "in the 1950s" gives 0.1 (3652 days) to each year. A part of the range that
   lies outside the study's years stays outside; it is not pushed inside. A side that the source leaves
   open is closed one year (365 days) from the known side: "by June 1960" is July 1959 to June 1960.
   An event with no date, or whose range is longer than 12 years, is left out.
4. Restatements. Statements with the same actors in the same direction (either order where the deed is
   mutual), the same type and the same first and last day are one deed, in one document or in many. A
   deed weighs as much as its strongest statement, divided among its statements by their modality
   weights, so that sums over statements are sums over deeds. Two deeds of one type and one vague date
   cannot be told apart by this rule and count once.
5. `Event.confidence` does not weigh: it is the coder's doubt, not the source's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.dates import UncertainDate
from detente.model import Event
from detente.ontology import quad_class
from detente.relations.periods import Days, Periods

NO_DATE = "undated"
TOO_VAGUE = "dated too vaguely"

_MODALITY = {"asserted": 1.0, "alleged": 0.5}

WEIGHED: dict[str, pl.DataType] = {
    "event_id": pl.String(),
    "document": pl.String(),
    "source": pl.String(),
    "target": pl.String(),
    "reciprocal": pl.Boolean(),
    "event_type": pl.String(),
    "quad": pl.Int64(),
    "intensity": pl.Float64(),
    "first_day": pl.Int64(),
    "last_day": pl.Int64(),
    "stated": pl.Float64(),
}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What may be set in the rules of this module: the longest range that is spread, and how an open side is closed."""

    max_spread_years: int = 12
    open_days: int = 365


DEFAULT_RULES = Rules()


def stated_weight(event: Event) -> float:
    """What the modality of an event lets it count: 1, 0.5 or 0 (rules 1 and 2)."""
    if event.aggregate:
        return 0.0
    if event.modality == "planned" and event.event_type == "AGREE":
        return 1.0
    return _MODALITY.get(event.modality, 0.0)


def day_range(date: UncertainDate | None, rules: Rules = DEFAULT_RULES) -> tuple[int, int] | None:
    """First and last day over which an event is spread (rule 3), or None where it has no date or too vague a one."""
    if date is None or (date.start is None and date.end is None):
        return None
    first = date.start if date.start is not None else (date.end or 0) - rules.open_days + 1
    last = date.end if date.end is not None else first + rules.open_days - 1
    return (first, last) if last - first < rules.max_spread_years * 366 else None


def reason_left_out(event: Event, rules: Rules = DEFAULT_RULES) -> str | None:
    """Why an event counts in no series, in words, or None where it counts."""
    if not (event.source.state and event.target.state):
        return "no state on one side"
    if event.source.state == event.target.state:
        return "the same state on both sides"
    if event.aggregate:
        return "a sum of events that are counted one by one"
    if not stated_weight(event):
        return f"{event.modality}, not told as done"
    if event.date is None or event.date.first is None:
        return NO_DATE
    return None if day_range(event.date, rules) else TOO_VAGUE


def weighed_events(events: Iterable[Event], rules: Rules = DEFAULT_RULES) -> pl.DataFrame:
    """One row for each event that counts, in order of its id, with its range of days and its modality weight."""
    kept = {event.event_id: event for event in events if reason_left_out(event, rules) is None}
    rows = [_row(kept[event_id], rules) for event_id in sorted(kept)]
    return pl.DataFrame(rows, schema=WEIGHED, orient="row")


def _row(event: Event, rules: Rules) -> tuple[object, ...]:
    first, last = day_range(event.date, rules) or (0, 0)
    return (
        event.event_id,
        event.document,
        event.source.state,
        event.target.state,
        event.reciprocal,
        event.event_type,
        quad_class(event.event_type),
        event.intensity,
        first,
        last,
        stated_weight(event),
    )


def _deed_key() -> pl.Expr:
    """The deed a statement tells of (rule 4)."""
    low, high = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    mutual, directed = pl.concat_str(low, pl.lit("="), high), pl.concat_str("source", pl.lit(">"), "target")
    pair = pl.when("reciprocal").then(mutual).otherwise(directed)
    return pl.concat_str(pair, "event_type", "first_day", "last_day", separator="|")


def spread(events: Sequence[Event], over: Periods, rules: Rules = DEFAULT_RULES) -> pl.DataFrame:
    """One row for each event and period that it touches, in order of event and period.

    Columns are those of the weighed events, with `deed` (the key of rule 4), `period` (a place in `over`), `share`
    (the part of the event's days that falls in the period, 0 to 1) and `weight` (what it counts there, 0
    to 1). The shares of an event add up to 1 when its days lie within the years of the study. No events
    give no rows.
    """
    frame = weighed_events(events, rules).with_columns(_deed_key().alias("deed"))
    frame = frame.with_columns(counted=pl.col("stated") * pl.col("stated").max().over("deed") / pl.col("stated").sum().over("deed"))
    rows, place, share = _shares(frame["first_day"].to_numpy(), frame["last_day"].to_numpy(), over)
    spread_rows = frame[rows].with_columns(period=pl.Series(place), share=pl.Series(share))
    return spread_rows.with_columns(weight=pl.col("counted") * pl.col("share")).drop("counted")


def _shares(first: Days, last: Days, over: Periods) -> tuple[Days, Days, np.ndarray]:
    """For each range of days and period it touches: the range's row, the period's place, and the share of its days."""
    low, high = over.touched(first, last)
    counts = np.maximum(high - low + 1, 0)
    rows = np.repeat(np.arange(len(first)), counts)
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + low[rows]
    overlap = np.minimum(last[rows], over.ends[place]) - np.maximum(first[rows], over.starts[place]) + 1
    return rows, place, overlap / (last[rows] - first[rows] + 1)
