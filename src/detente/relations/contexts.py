"""What the dealings of two states were about, decade by decade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from detente.model import Event
from detente.ontology import DOMAINS, domain_of
from detente.relations.measures import rounded
from detente.relations.periods import periods
from detente.relations.weights import DEFAULT_RULES, Rules, spread

UNSTATED = "unstated"
"""The heading of events whose words do not tell what they were about."""

_LISTS = pl.List(pl.String)


def contexts_by_decade(
    events: Iterable[Event], *, dyad: Sequence[str], first_year: int, last_year: int, rules: Rules = DEFAULT_RULES
) -> pl.DataFrame:
    """Shares of the heading ("security", "economy", ...; see `detente.ontology.domain_of`) in each decade of a dyad.

    A statement counts with its weight in the decade (rules in `weights`), in equal parts under each of its
    headings, and under "unstated" when it has none. One row a decade and heading, whether it occurs or not, so that what no
    source says of a decade does not depend on what is said of another:

    - `weight`: the sum of those parts; `share` = `weight` / the decade's sum over all headings, 0 to 1.
    - `lean` = (C - D) / (C + D) with C and D the parts times score of friendly and of hostile statements:
      -1 all conflict, 1 all cooperation; null where no score is other than 0.
    - `n` statements and their `event_ids`; `of_ids`: all statements of the decade, on which the share
      also rests.

    A decade without any statement has null measures: nobody told what it was about. Decades that the
    years cut (1945 to 1949) are named by their first year, 1940. Raises `DetenteError` 601 for years out of order.
    """
    told = list(events)
    rows = _parts(told, _of_dyad(told, tuple(dyad), first_year, last_year, rules))
    decades = sorted({year - year % 10 for year in range(first_year, last_year + 1)})
    cells = [(decade, heading) for decade in decades for heading in (*DOMAINS, UNSTATED)]
    every = pl.DataFrame(cells, schema={"decade": pl.Int64, "domain": pl.String}, orient="row")
    return _measured(every, rows).insert_column(0, pl.lit("-".join(dyad)).alias("dyad"))


def _of_dyad(events: Sequence[Event], dyad: tuple[str, ...], first_year: int, last_year: int, rules: Rules) -> pl.DataFrame:
    over = periods("year", first_year, last_year)
    both = pl.col("source").is_in(list(dyad)) & pl.col("target").is_in(list(dyad))
    years = pl.Series(over.years)
    rows = spread(events, over, rules).filter(both)
    decade = years.gather(rows["period"]) if len(rows) else pl.Series([], dtype=pl.Int64)
    return rows.with_columns(decade=decade - decade % 10)


def _parts(events: Sequence[Event], rows: pl.DataFrame) -> pl.DataFrame:
    """The rows once for each heading of their event, with the weight divided among the headings."""
    wanted = set(rows["event_id"])
    headings = {event.event_id: _headings(event) for event in events if event.event_id in wanted}
    named = pl.Series([headings[name] for name in rows["event_id"]], dtype=_LISTS)
    parts = rows.with_columns(domain=named, part=pl.col("weight") / named.list.len()).explode("domain")
    return parts.sort("decade", "domain", "event_id", "period")


def _headings(event: Event) -> list[str]:
    return sorted({domain_of(context) for context in event.contexts}) or [UNSTATED]


def _measured(every: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    place = {cell: number for number, cell in enumerate(every.iter_rows())}
    cell = np.array([place[pair] for pair in rows.select("decade", "domain").iter_rows()], dtype=np.int64)
    part, score = rows["part"].to_numpy(), rows["intensity"].to_numpy()
    weight = np.bincount(cell, weights=part, minlength=len(every)).astype(np.float64)
    net = np.bincount(cell, weights=part * score, minlength=len(every))
    gross = np.bincount(cell, weights=part * np.abs(score), minlength=len(every))
    by_decade = _names(rows, ["decade"], every)
    whole = np.array([weight[(every["decade"] == decade).to_numpy()].sum() for decade in every["decade"]])
    share, lean = np.full(len(every), np.nan), np.full(len(every), np.nan)
    np.divide(weight, whole, out=share, where=whole > 0)
    np.divide(net, gross, out=lean, where=gross > 0)
    event_ids = _names(rows, ["decade", "domain"], every)
    return every.with_columns(
        n=event_ids.list.len().cast(pl.Int64),
        weight=rounded(np.where(whole > 0, weight, np.nan)),
        share=rounded(share),
        lean=rounded(lean),
        event_ids=event_ids,
        of_ids=by_decade,
    )


def _names(rows: pl.DataFrame, keys: list[str], every: pl.DataFrame) -> pl.Series:
    """The ids of the events of each row of `every`, in order, by the columns of `keys`."""
    found: Mapping[tuple[object, ...], list[str]] = {
        tuple(group): sorted(set(part["event_id"])) for group, part in rows.partition_by(keys, as_dict=True).items()
    }
    return pl.Series([found.get(tuple(row), []) for row in every.select(keys).iter_rows()], dtype=_LISTS)
