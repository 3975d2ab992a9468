"""Where the sources speak and where they are silent: a year that nobody tells of is a gap, not a zero.

A document speaks of a period when it names a date in it: a day, week, month, season, quarter, half or
year that is no longer than one period (a year, for a yearly series), or a stated span ("1958 to 1962")
of at most five periods. A decade, a century or an open side ("since 1950") is too vague to say that the
document speaks of any one year. It speaks of two states then when the paragraph with the date names both
(`DateMention.states`): what a source says of China and Russia in 1990 does not tell that nothing
happened between China and the United States.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import numpy as np
import polars as pl

from detente.model import DateMention
from detente.register import default_register
from detente.relations.periods import LONGEST_DAYS, Periods, Unit, periods

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


def spoken_periods(dates: Iterable[DateMention], over: Periods) -> pl.DataFrame:
    """Each `document`, group of `states` and `period` (a place in `over`) of which it speaks, once, in order."""
    known = sorted({(each.document, each.states, *days) for each in dates if (days := _covering_days(each, over.unit))})
    rows = pl.DataFrame(
        known, schema={"document": pl.String, "states": pl.List(pl.String), "first": pl.Int64, "last": pl.Int64}, orient="row"
    )
    low, high = over.touched(rows["first"].to_numpy(), rows["last"].to_numpy())
    counts = np.maximum(high - low + 1, 0)
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    spread = rows[np.repeat(np.arange(len(known)), counts)].select("document", "states", period=pl.Series(place, dtype=pl.Int64))
    return spread.unique(maintain_order=True)


def _covering_days(mention: DateMention, unit: Unit) -> tuple[int, int] | None:
    date = mention.date
    if date.start is None or date.end is None or date.precision in _TOO_VAGUE:
        return None
    longest = LONGEST_DAYS[unit] * (MAX_INTERVAL if date.precision == "interval" else 1)
    return (date.start, date.end) if date.end - date.start < longest else None


def coverage(
    dates: Iterable[DateMention], *, naming: Collection[str] = (), unit: Unit = "year", first_year: int, last_year: int
) -> pl.DataFrame:
    """Of which periods the documents speak, by the rule of this module, in paragraphs that name all states of `naming`.

    One row a period: `period`, `year`, `first_day`, `last_day`, `n_documents` (0 where all are silent) and
    `documents`, their ids in order. Without `naming` every date counts. Raises `DetenteError` 601 for an
    unknown unit or years out of order.
    """
    over, wanted = periods(unit, first_year, last_year), frozenset(naming)
    spoken = spoken_periods((each for each in dates if wanted <= set(each.states)), over)
    found = dict(spoken.group_by("period").agg(pl.col("document").unique().sort()).iter_rows())
    named = [found.get(place, []) for place in range(len(over))]
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


def absent_periods(state: str, over: Periods, membership: Membership) -> frozenset[int]:
    """The periods (places in `over`) on whose first and last day alike a state is outside the system of states."""
    ends = enumerate(zip(over.starts.tolist(), over.ends.tolist(), strict=True))
    return frozenset(place for place, (first, last) in ends if not (membership(state, first) or membership(state, last)))
