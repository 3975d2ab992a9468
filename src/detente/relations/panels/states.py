"""What published data sets say of each state of a pair: capabilities, rank, regime, economy, leaders.

Each function takes a panel of dyad-years or state-years and one data set, and returns the panel with that data set's columns: one for
each state (`_1`, `_2`), or one in a panel of state-years. `name` is another prefix, for a second data set of a kind; `coverage` the first
and last year of which the data set speaks, where its layout does not say. Errors as in `detente.relations.panels.joins` and `held`.
"""

from __future__ import annotations

import polars as pl

from detente.relations.panels.held import Held, Source, held
from detente.relations.panels.joins import STATE, attach_states, year_of_day, years_of

_TERM = (year_of_day(pl.col.first_day), year_of_day(pl.col.last_day))
Coverage = tuple[int, int] | None
"""First and last year of which a data set speaks; None for what its layout says."""


def add_capabilities(panel: pl.LazyFrame, capabilities: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """The six material capabilities and their index (Singer 1987); empty where the data set has no value."""
    return _add_yearly(panel, held(capabilities, "capabilities", needs=(*STATE, "cinc"), coverage=coverage), "capabilities", name)


def add_regimes(panel: pl.LazyFrame, regimes: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Scores of democracy; empty where the data set has no value."""
    return _add_yearly(panel, held(regimes, "regimes", needs=STATE, coverage=coverage), "regimes", name)


def add_economy(panel: pl.LazyFrame, economy: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Gross domestic product and population; empty where the data set has no value."""
    return _add_yearly(panel, held(economy, "economy", needs=STATE, coverage=coverage), "economy", name)


def add_majors(panel: pl.LazyFrame, majors: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Whether each state was a major power in the year: known inside coverage, and empty after it (2016 in the list of that year)."""
    data = held(
        majors, "majors", needs=("ccode", "first_year", "last_year"), coverage=coverage, years=(pl.col.first_year, pl.col.last_year)
    )
    values = years_of(data.frame, until=data.last).select("ccode", "year", power=pl.lit(True)).unique()
    return attach_states(panel, values, "majors", covers=data.covers, name=name)


def add_leaders(panel: pl.LazyFrame, leaders: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Who led each state on the last day of the year (or last in it, where nobody is told then), and how many came into office in it.

    Who came last of those told in the year is told at its end. Empty where nobody is told.
    """
    data = held(leaders, "leaders", needs=("ccode", "name", "first_day", "last_day"), coverage=coverage, years=_TERM)
    known = data.frame.filter(pl.col.ccode.is_not_null() & pl.col.first_day.is_not_null())
    first = year_of_day(pl.col.first_day)
    terms = known.select("ccode", "name", "first_day", "last_day", first_year=first, last_year=year_of_day(pl.col.last_day))
    yearly = years_of(terms, until=data.last).sort("ccode", "year", "first_day", "last_day", "name", nulls_last=True)
    # the one who came last in the year is told at its end
    values = yearly.group_by(*STATE, maintain_order=True).agg(
        name=pl.col.name.last(), changes=(pl.col.first_year == pl.col.year).sum().cast(pl.Int32)
    )
    return attach_states(panel, values, "leaders", covers=data.covers, name=name)


def _add_yearly(panel: pl.LazyFrame, data: Held, kind: str, name: str | None) -> pl.LazyFrame:
    return attach_states(panel, data.frame.filter(pl.col.ccode.is_not_null()), kind, covers=data.covers, name=name)
