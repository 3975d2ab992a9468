"""Repeats among events: rows that say again what another has said, by a stated rule, with the number that was left out.

- `all`: every row counts, as the makers have it.
- `rows`: of rows that are equal in every column of the file (the same event entered twice) the first counts. WEIS has 6,078.
- `deeds` (the default): of events of one day, one source, one target and one code, all within one data set, the first counts:
  that they are one deed told several times is likelier than that they are several. Events of an actor that is no state are never
  taken for one another, since their actors may differ. Counts and means of a period are no events, and stay.

What is taken for a repeat by the last rule may be a second deed of the same day: where that matters, compare the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from detente.datasets.events.faults import MAPPING, event_refusal

Keep = Literal["all", "rows", "deeds"]
"""Which of several alike rows count."""

DEED = ("data_set", "day", "last_day", "source", "target", "code")
"""What two rows must share to be taken for one deed."""


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """How many rows were left out: `rows` that repeat another altogether, and `deeds` that tell the same deed otherwise."""

    keep: Keep
    rows: int
    deeds: int

    def __str__(self) -> str:
        if self.keep == "all":
            return f"every row counts; {self.rows:,} repeat another altogether, {self.deeds:,} more tell the deed of another"
        return f"left out: {self.rows:,} rows that repeat another altogether, {self.deeds:,} that tell the deed of another"


def without_repeats(events: pl.DataFrame, *, keep: Keep = "deeds") -> tuple[pl.DataFrame, Dropped]:
    """The events that count by the rule `keep`, in their order, and how many do not (with `all`: how many would not).

    `events` is a frame of the `events` family; where it has a column `data_set`, rows of different data sets are never compared.
    With `rows` the number of deeds is 0. Raises `DataRefused` 335 for another rule. No events, no repeats.
    """
    if keep not in get_args(Keep):
        raise event_refusal(MAPPING, f"keep is {keep!r}, not one of {', '.join(get_args(Keep))}")
    exact = _is_again(events, [name for name in ("data_set", "print") if name in events.columns], single=False)
    rest = events.filter(~exact)
    if keep == "rows":
        return rest, Dropped(keep=keep, rows=int(exact.sum()), deeds=0)
    near = _is_again(rest, [name for name in DEED if name in rest.columns], single=True)
    dropped = Dropped(keep=keep, rows=int(exact.sum()), deeds=int(near.sum()))
    return (events if keep == "all" else rest.filter(~near)), dropped


def _is_again(events: pl.DataFrame, columns: list[str], *, single: bool) -> pl.Series:
    """Whether each event is like an earlier one in these columns."""
    again = ~pl.struct(columns).is_first_distinct()
    event = (pl.col("n") == 1).fill_null(value=False)
    known = pl.all_horizontal(pl.col("source", "target", "code").is_not_null()) if single else pl.lit(value=True)

    return events.select((again & event & known).alias("again").cast(pl.Boolean)).to_series()
