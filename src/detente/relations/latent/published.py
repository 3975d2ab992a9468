"""The indicators that the published data sets give, from readings of `detente.datasets.published`, each family by one rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from detente.datasets.published import Reading
from detente.dates import calendar_day
from detente.relations.latent.evidence import Indicator
from detente.relations.latent.exposure import shared_memberships, trade_beyond_size, vote_agreement
from detente.relations.latent.indicators import counted, disputes, event_balance, event_means, levels, obligations, spells, undirected

MANY = 10
"""An event set on fewer states is not what the relation is measured in."""

YEARS = ["ccode1", "ccode2", "year"]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The dyad-years of the state system, `all`, and those of them that are politically relevant (`ccode1, ccode2, year` each).

    A pair is relevant in a year in which the two are contiguous by land or within 400 miles of sea, or one of them is a major power
    (Maoz and Russett 1993; Lemke and Reed 2001).
    """

    all: pl.DataFrame
    relevant: pl.DataFrame


def _years(frame: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Rows from `first_year` to `last_year` as one row a year, within some years."""
    start, end = pl.col("first_year").cast(pl.Int64).clip(first), pl.col("last_year").cast(pl.Int64).clip(upper_bound=last) + 1
    inside = frame.filter((pl.col("first_year") <= last) & (pl.col("last_year") >= first))
    return inside.with_columns(year=pl.int_ranges(start, end)).explode("year", empty_as_null=True, keep_nulls=True)


def ground_of(readings: Sequence[Reading], first: int, last: int) -> Ground:
    """The dyad-years from state membership, contiguity and major powers; without the last two, all pairs are relevant."""
    found = {reading.layout.family: reading.frame for reading in readings if reading.layout.name != "gw_states"}
    days = {day: calendar_day(day)[0] for day in {*found["states"]["first_day"], *found["states"]["last_day"]}}
    when = [pl.col(f"{end}_day").replace_strict(days, return_dtype=pl.Int64).alias(f"{end}_year") for end in ("first", "last")]
    state = _years(found["states"].with_columns(when), first, last).select("ccode", "year").unique()
    pairs = state.join(state, on="year").filter(pl.col("ccode") < pl.col("ccode_right"))
    whole = pairs.select(pl.col("ccode").cast(pl.Int64).alias("ccode1"), pl.col("ccode_right").cast(pl.Int64).alias("ccode2"), "year").sort(
        YEARS
    )
    if "contiguity" not in found and "majors" not in found:
        return Ground(all=whole, relevant=whole)
    near, great = whole.clear(), pl.Series([], dtype=pl.Int64).to_frame("key")
    if "contiguity" in found:
        touching = found["contiguity"].filter(pl.col("kind").is_between(1, 5))
        near = _years(touching, first, last).select(*undirected(), "year").unique()
    if "majors" in found:
        great = _years(found["majors"], first, last).select(key=pl.col("ccode").cast(pl.Int64) * 10_000 + pl.col("year")).unique()
    by_power = [whole.filter((pl.col(side) * 10_000 + pl.col("year")).is_in(great["key"].implode())) for side in ("ccode1", "ccode2")]
    relevant = pl.concat([whole.join(near, on=YEARS, how="semi"), *by_power]).unique().sort(YEARS)
    return Ground(all=whole, relevant=relevant)


def published_indicators(readings: Sequence[Reading], ground: Ground, unit: str = "year") -> list[Indicator]:
    """An indicator for each source of evidence among the readings, event sets first, those on the Goldstein scale before counts, the
    longest first: in its unit the relation is measured.

    Event data without one score a row (yearly counts by class) give the balance of cooperative and hostile events. COW and ATOP
    alliances are one indicator, for they are two lists of the same treaties. Disputes come from dyadic MID where it is there, else
    from GML. A reading of a family that says nothing about a relation (capabilities, leaders, ..) is passed over.
    """
    by: dict[str, list[Reading]] = {}
    for reading in sorted(readings, key=lambda one: (one.layout.name, one.file)):
        by.setdefault(reading.layout.family, []).append(reading)
    found = [*_events(by.get("events", []), unit)]
    for name, (families, make, standing) in STANDING.items():
        if all(family in by for family in families):
            frame = make({family: _one(by[family]) for family in by}, _covered(by, families[0], ground), unit)
            found.append(Indicator(name=name, frame=frame, standing=standing, source=name.removeprefix("deadly_")))
    alliances = [*by.get("alliances", []), *by.get("atop", [])]
    if alliances:
        both = pl.concat([reading.frame for reading in alliances], how="diagonal")
        last = max(reading.layout.coverage[1] for reading in alliances)
        held = both.join(ground.all, on=YEARS, how="semi") if both.height else both
        frame = obligations(held, ground.all.filter(pl.col("year") <= last), unit)
        found.append(Indicator(name="alliances", frame=frame, standing=True, source="alliances"))
    return found


def _events(readings: Sequence[Reading], unit: str) -> list[Indicator]:
    scored: list[Indicator] = []
    counts: list[Indicator] = []
    for reading in readings:
        whole = reading.frame["scale"].null_count() < reading.frame.height and "yearly" not in reading.layout.name
        frame = event_means(reading.frame, unit) if whole else event_balance(reading.frame, unit)
        one = Indicator(name=reading.layout.name, frame=frame, events=True, source=reading.layout.data_set)
        (scored if whole else counts).append(one)
    return [*sorted(scored, key=lambda one: (one.frame["ccode1"].n_unique() < MANY, -one.frame["period"].n_unique())), *counts]


def _one(readings: Sequence[Reading]) -> pl.DataFrame:
    """The frame of a family: of several disputes files the longest, of others all rows."""
    if readings[0].layout.family == "disputes":
        return max(readings, key=lambda one: one.frame.height).frame
    return pl.concat([reading.frame for reading in readings], how="diagonal")


def _covered(by: Mapping[str, Sequence[Reading]], family: str, ground: Ground) -> pl.DataFrame:
    """The relevant dyad-years within the coverage of a family; for visits, those with the host or guest that the list is of."""
    first, last = min(r.layout.coverage[0] for r in by[family]), max(r.layout.coverage[1] for r in by[family])
    inside = ground.relevant.filter(pl.col("year").is_between(first, last))
    if family != "visits":
        return inside
    usual = pl.concat([_one(by[family])[side] for side in ("ccode1", "ccode2")]).drop_nulls().mode().item(0)
    return ground.all.filter(pl.col("year").is_between(first, last) & ((pl.col("ccode1") == usual) | (pl.col("ccode2") == usual)))


Frames = Mapping[str, pl.DataFrame]


def _crises(frames: Frames, covered: pl.DataFrame, unit: str) -> pl.DataFrame:
    known = frames["crises"].filter(pl.col("opponent").is_between(2, 989) & (pl.col("opponent") != pl.col("ccode")))
    told = known.select(ccode1="ccode", ccode2="opponent", year="first_year", amount=pl.lit(1.0))
    return counted(told, covered, unit).with_columns(value=-pl.col("value"))


def _amounts(family: str, first: str, second: str, year: str, amount: str | None) -> Callable[[Frames, pl.DataFrame, str], pl.DataFrame]:
    def make(frames: Frames, covered: pl.DataFrame, unit: str) -> pl.DataFrame:
        much = pl.col(amount) if amount else pl.lit(1.0)
        told = frames[family].select(pl.col(first).alias("ccode1"), pl.col(second).alias("ccode2"), pl.col(year).alias("year"), amount=much)
        return counted(told.drop_nulls(), covered, unit)

    return make


Maker = Callable[[Frames, pl.DataFrame, str], pl.DataFrame]

STANDING: Mapping[str, tuple[tuple[str, ...], Maker, bool]] = {
    "disputes": (("disputes",), lambda f, covered, unit: disputes(f["disputes"], covered, unit), False),
    "deadly_disputes": (("disputes",), lambda f, covered, unit: disputes(f["disputes"], covered, unit, deadly=True), False),
    "crises": (("crises",), _crises, False),
    "rivalries": (("rivalries",), lambda f, covered, unit: spells(f["rivalries"], covered, -1.0, unit), True),
    "votes": (("votes",), lambda f, _, unit: vote_agreement(f["votes"], unit), True),
    "trade": (("trade", "economy", "distance"), lambda f, _, unit: trade_beyond_size(f["trade"], f["economy"], f["distance"], unit), True),
    "igos": (("igos",), lambda f, _, unit: shared_memberships(f["igos"], unit), True),
    "transfers": (("transfers",), _amounts("transfers", "supplier", "recipient", "year", "tiv"), True),
    "visits": (("visits",), _amounts("visits", "ccode1", "ccode2", "year", None), True),
    "treaties": (("treaties",), _amounts("treaties", "ccode1", "ccode2", "first_year", None), True),
    "diplomacy": (
        ("diplomacy",),
        lambda f, _, unit: levels(f["diplomacy"].with_columns(value=pl.col("exchange").cast(pl.Float64)), unit),
        True,
    ),
}
"""Sources beside events and alliances: the families they need, how they are made, and whether they stand from year to year."""
