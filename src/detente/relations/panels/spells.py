"""What published data sets say of pairs of states by spells: disputes, contiguity, rivalries, crises, visits.

A spell is spread over the years from its first to its last. Each function takes a panel of dyad-years and one data set, and returns the
panel with that data set's columns; inside coverage the absence of a spell means none. `name` and `coverage` as in `dyads`.
"""

from __future__ import annotations

import polars as pl

from detente.relations.panels.held import Source, held
from detente.relations.panels.joins import PAIR, attach, mirrored, years_of
from detente.relations.panels.states import Coverage

_PAIR_SPELL = ("ccode1", "ccode2", "first_year", "last_year")
_BOUNDS = (pl.col.first_year, pl.col.last_year)


def add_contiguity(panel: pl.LazyFrame, contiguity: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """The closest kind of contiguity in the year: 0 where the two were not contiguous in a covered year, empty outside coverage."""
    data = held(contiguity, "contiguity", needs=(*_PAIR_SPELL, "kind"), coverage=coverage, years=_BOUNDS)
    near = mirrored(data.frame.filter(pl.col.kind > 0).select(*_PAIR_SPELL, "kind").unique(maintain_order=True))
    values = years_of(near, until=data.last).group_by(PAIR, maintain_order=True).agg(pl.col.kind.min())
    return attach(panel, values, "contiguity", covers=data.covers, name=name)


def add_rivalries(panel: pl.LazyFrame, rivalries: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Whether the two were strategic rivals in the year: False where not in a covered year, empty outside coverage."""
    data = held(rivalries, "rivalries", needs=_PAIR_SPELL, coverage=coverage, years=_BOUNDS)
    both = mirrored(data.frame.select(_PAIR_SPELL).unique(maintain_order=True))
    values = years_of(both, until=data.last).select(*PAIR, ongoing=pl.lit(True)).unique()
    return attach(panel, values, "rivalries", covers=data.covers, name=name)


def add_disputes(panel: pl.LazyFrame, disputes: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Disputes between the two: onset, ongoing, highest level of hostility, count and war; none in a covered year is False and 0.

    A dispute begins in the first year in which the data set has the two in it: MID and GML differ in that (the dispute 349 of the USSR
    and China begins in 1969 in the one and in 1968 in the other). Its hostility is the higher of what the two sides reached; where the
    data set does not say it of sides, that of the dispute; where it does not say it at all it is empty, and not 0.
    """
    data = held(disputes, "disputes", needs=("dispute", *_PAIR_SPELL, "hostility"), coverage=coverage, years=_BOUNDS)
    sides = [pl.col(side) if side in data.frame.columns else pl.lit(None, pl.Int32).alias(side) for side in ("hostility1", "hostility2")]
    war = pl.col.war.cast(pl.Boolean) if "war" in data.frame.columns else pl.lit(None, pl.Boolean).alias("war")
    rows = data.frame.select("dispute", *_PAIR_SPELL, "hostility", *sides, war)
    turned = rows.rename({"ccode1": "ccode2", "ccode2": "ccode1", "hostility1": "hostility2", "hostility2": "hostility1"})
    yearly = years_of(pl.concat([rows, turned.select(rows.columns)]).unique(maintain_order=True), until=data.last)
    yearly = yearly.with_columns(begins=pl.col.first_year.min().over("dispute", "ccode1", "ccode2"))
    reached = pl.coalesce(pl.max_horizontal("hostility1", "hostility2"), "hostility")
    values = yearly.group_by(PAIR, maintain_order=True).agg(
        onset=(pl.col.begins == pl.col.year).any(),
        ongoing=pl.lit(True),
        hostility=reached.max(),
        hostility_1=pl.col.hostility1.max(),
        hostility_2=pl.col.hostility2.max(),
        count=pl.col.dispute.n_unique(),
        war=pl.col.war.any() | (reached.max() == 5).fill_null(False),
    )
    return attach(panel, values, "disputes", covers=data.covers, name=name)


def add_crises(panel: pl.LazyFrame, crises: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """International crises in which both were actors, and whether one of the two put the other into one that began in the year.

    Two actors of one crisis may be adversaries or stand on one side: the data set has them by actor, with the one entity whose act
    triggered the crisis for each. None in a covered year is 0 and False.
    """
    needs = ("crisis", "ccode", "first_year", "last_year", "opponent")
    data = held(crises, "crises", needs=needs, coverage=coverage, years=_BOUNDS)
    rows = years_of(data.frame, until=data.last).select("crisis", "ccode", "year").unique(maintain_order=True)
    other = rows.rename({"ccode": "ccode2"})
    pairs = rows.rename({"ccode": "ccode1"}).join(other, on=["crisis", "year"], maintain_order="left_right")
    joint = pairs.filter(pl.col.ccode1 != pl.col.ccode2).group_by(PAIR, maintain_order=True).agg(joint=pl.col.crisis.n_unique())
    began = data.frame.filter(pl.col.first_year.is_not_null() & pl.col.opponent.is_not_null() & (pl.col.ccode != pl.col.opponent))
    began = began.select(ccode1="ccode", ccode2="opponent", year=pl.col.first_year.cast(rows.schema["year"]), triggered=pl.lit(True))
    began = began.with_columns(pl.col("ccode1", "ccode2").cast(joint.schema["ccode1"])).unique(maintain_order=True)
    values = joint.join(mirrored(began).unique(maintain_order=True), on=list(PAIR), how="full", coalesce=True)
    values = values.with_columns(pl.col.joint.fill_null(0), pl.col.triggered.fill_null(False))
    return attach(panel, values, "crises", covers=data.covers, name=name)


def add_visits(panel: pl.LazyFrame, visits: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Visits of each state's people to the other, by the year in which they began.

    The lists are of visits to one state and of travels of its own people: for pairs with it no row means none, from the first year to the
    last in which they tell of visits in that direction; of all other pairs they say nothing, and the columns are empty.
    """
    data = held(visits, "visits", needs=(*PAIR, "role"), coverage=coverage)
    rows = data.frame.filter(pl.all_horizontal(pl.col(PAIR).is_not_null()) & (pl.col.ccode1 != pl.col.ccode2))
    counted = rows.group_by(PAIR, maintain_order=True).agg(n=pl.len())
    names = panel.collect_schema().names()
    prefix = name or "visit"
    made = panel
    for side, guest, host in (("1", "ccode1", "ccode2"), ("2", "ccode2", "ccode1")):
        values = counted.select(ccode1=guest, ccode2=host, year="year", **{f"by_{side}": "n"})
        made = attach(made, values, "visits", covers=_told_of(rows, guest, host, coverage), name=name)
    return made.select(*names, f"{prefix}_by_1", f"{prefix}_by_2")


def keeper_of(visits: pl.DataFrame) -> int | None:
    """The COW number of the state that keeps a list of visits: host of visitors, home of the others; or None."""
    keepers = visits.select(state=pl.when(pl.col.role == "visitor").then("ccode2").otherwise("ccode1")).drop_nulls()
    counted = keepers.group_by("state").len().sort(["len", "state"], descending=[True, False])
    return None if counted.is_empty() else int(counted["state"][0])


def _told_of(rows: pl.DataFrame, guest: str, host: str, coverage: Coverage) -> pl.Expr:
    """Of which rows of a panel the lists speak: guests of the state that keeps a list, and its own people's travels.

    The years are those from the first row of a direction to its last, unless `coverage` is given.
    """
    keeper = keeper_of(rows)
    if keeper is None:
        return pl.lit(False)
    within = pl.lit(False)
    for column, panel_side in (("ccode1", guest), ("ccode2", host)):
        years = rows.filter(pl.col(column) == keeper)["year"]
        first, last = coverage or (years.min(), years.max())
        if first is not None:
            within |= (pl.col(panel_side) == keeper) & pl.col.year.is_between(first, last)
    return within
