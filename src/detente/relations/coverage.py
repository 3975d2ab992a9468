"""Where the sources speak and where they are silent: a year that nobody tells of is a gap, not a zero.

A document speaks of a period when it names a date in it: a day, week, month, season, quarter, half or
year that is no longer than one period (a year, for a yearly series), or a stated span ("1958 to 1962")
of at most five periods. A decade, a century or an open side ("since 1950") is too vague to say that the
document speaks of any one year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
import polars as pl

from detente.model import DateMention, Event
from detente.register import default_register
from detente.relations.periods import LONGEST_DAYS, Days, Periods, Unit, periods

MAX_INTERVAL = 5
"""A stated span of more periods than this does not cover them."""

_TOO_VAGUE = frozenset({"decade", "century", "unknown"})

Membership = Callable[[str, int], bool]
"""Whether a state (COW letters) is a member of the system of states on a day."""


def register_membership(state: str, on: int) -> bool:
    """Membership in the system of states as the Correlates of War project has it."""
    return default_register().is_member(state, on)


def always_member(state: str, on: int) -> bool:
    """Membership that asks no register: for actors outside the system of states."""
    return True


def document_coverage(dates: Iterable[DateMention], over: Periods) -> pl.DataFrame:
    """Each document and period (`document`, `period` as a place in `over`) of which it speaks, once, in order."""
    known = sorted({(each.document, *days) for each in dates if (days := _covering_days(each, over.unit))})
    documents = np.array([row[0] for row in known], dtype=object)
    low, high = over.touched(_days(known, 1), _days(known, 2))
    counts = np.maximum(high - low + 1, 0)
    rows = np.repeat(np.arange(len(known)), counts)
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + low[rows]
    frame = pl.DataFrame({"document": pl.Series(documents[rows].tolist(), dtype=pl.String), "period": pl.Series(place, dtype=pl.Int64)})
    return frame.unique().sort("document", "period")


def _days(rows: Sequence[tuple[str, int, int]], column: int) -> Days:
    return np.array([row[column] for row in rows], dtype=np.int64)


def _covering_days(mention: DateMention, unit: Unit) -> tuple[int, int] | None:
    date = mention.date
    if date.start is None or date.end is None or date.precision in _TOO_VAGUE:
        return None
    longest = LONGEST_DAYS[unit] * (MAX_INTERVAL if date.precision == "interval" else 1)
    return (date.start, date.end) if date.end - date.start < longest else None


def coverage(dates: Iterable[DateMention], *, unit: Unit = "year", first_year: int, last_year: int) -> pl.DataFrame:
    """Of which periods the documents speak, by the rule of this module.

    One row a period: `period`, `year`, `first_day`, `last_day`, `n_documents` (0 where all are silent) and
    `documents`, their ids in order. Raises `DetenteError` 601 for an unknown unit or years out of order.
    """
    over = periods(unit, first_year, last_year)
    spoken = document_coverage(dates, over).group_by("period", maintain_order=True).agg("document")
    found = dict(spoken.iter_rows())
    named = [sorted(found.get(place, [])) for place in range(len(over))]
    return pl.DataFrame(
        {
            "period": over.labels,
            "year": over.years,
            "first_day": over.starts,
            "last_day": over.ends,
            "n_documents": [len(each) for each in named],
            "documents": pl.Series(named, dtype=pl.List(pl.String)),
        }
    )


def concerned_documents(events: Iterable[Event], states: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The documents in whose events both states of a dyad act or are acted on, for each dyad of `states`.

    Keys are `CHN-RUS` in the order of `states`. A source that never names a state cannot vouch that
    nothing happened to it. All events count here, denied and planned ones too.
    """
    named: dict[str, set[str]] = {state: set() for state in states}
    for event in events:
        for actor in (event.source, event.target):
            if actor.state in named:
                named[actor.state].add(event.document)
    return {f"{a}-{b}": tuple(sorted(named[a] & named[b])) for a, b in combinations(states, 2)}


def absent_periods(state: str, over: Periods, membership: Membership) -> frozenset[int]:
    """The periods (places in `over`) on whose first and last day alike a state is outside the system of states."""
    ends = enumerate(zip(over.starts.tolist(), over.ends.tolist(), strict=True))
    return frozenset(place for place, (first, last) in ends if not (membership(state, first) or membership(state, last)))
