"""From the typed rows of a file to the rows of its family: each shape of published table is one short way.

A way takes the rows that are right and gives a frame that has the family's columns, or some of them; `published` orders and completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from detente.datasets.delimited import ROW
from detente.datasets.faults import STATE
from detente.datasets.published_layout import Layout
from detente.datasets.states_of import NO_STATE, resolve
from detente.datasets.typed import Sifter, with_days, years_of

Shape = Callable[[Layout, pl.DataFrame, Sifter], pl.DataFrame]
"""A way from typed rows to the rows of a family."""

PAIR = ["ccode1", "ccode2"]
USA = 2


def as_rows(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """One row of the file is one row of the frame."""
    return frame


# alliances --------------------------------------------------------------------------------------------


def alliance_years(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """One row a direction and year; of several the obligations of all. An obligation that no row tells of is null."""
    rows = frame.rename({"state": "ccode1", "state2": "ccode2"}).with_columns(pl.lit("").alias("id"))
    return _promised(layout, _both_ways(layout, rows, ["id", "year"]))


def alliance_dyads(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Treaties by pair, each year from the first to the last: a treaty in force on any day of a year counts in it.

    A file that has a row for each year already is taken as it stands.
    """
    rows = frame.rename({"state": "ccode1", "state2": "ccode2"})
    if "year" not in rows.columns:
        rows = _spread(rows, pl.col("start_year"), _last_year(layout))
    return _promised(layout, _both_ways(layout, rows, ["id", "year"]))


def alliance_members(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Treaties by member: each two members of a treaty in each year in which it binds both, each owing what it promised."""
    first = pl.max_horizontal(pl.col("start_year"), pl.col("joined_year")) if "joined_year" in frame.columns else pl.col("start_year")
    last = _last_year(layout)
    if "left_year" in frame.columns:
        last = pl.min_horizontal(last, pl.col("left_year"))
    rows = frame.select(pl.col("id"), pl.col("state"), first.alias("_first"), last.alias("_last"), *layout.known)
    other = rows.select(pl.col("id"), pl.col("state").alias("ccode2"), pl.col("_first").alias("_from"), pl.col("_last").alias("_to"))
    pairs = rows.rename({"state": "ccode1"}).join(other, on="id").filter(pl.col("ccode1") != pl.col("ccode2"))
    start, end = pl.max_horizontal("_first", "_from"), pl.min_horizontal("_last", "_to")
    return _promised(layout, _spread(pairs.filter(start <= end), start, end))


def _last_year(layout: Layout) -> pl.Expr:
    end = pl.col("end_year").fill_null(layout.coverage[1])
    return pl.min_horizontal(end, pl.lit(layout.coverage[1]))


def _spread(frame: pl.DataFrame, first: pl.Expr, last: pl.Expr) -> pl.DataFrame:
    """Each row once for every year from the first to the last."""
    spans = frame.with_columns(pl.int_ranges(first.cast(pl.Int64), last.cast(pl.Int64) + 1).alias("year"))
    return spans.filter(pl.col("year").list.len() > 0).explode("year").with_columns(pl.col("year").cast(pl.Int32))


def _both_ways(layout: Layout, frame: pl.DataFrame, same: list[str]) -> pl.DataFrame:
    """With each row its reverse, where the file does not tell of the other direction itself."""
    if not layout.mirror:
        return frame
    turned = frame.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(frame.columns)
    missing = turned.join(frame.select(*PAIR, *same).unique(), on=[*PAIR, *same], how="anti", nulls_equal=True)
    return pl.concat([frame, missing])


def _promised(layout: Layout, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by([*PAIR, "year"]).agg(pl.col(term).max() for term in layout.known)


# disputes ---------------------------------------------------------------------------------------------


def dispute_sides(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """One row a dispute, pair and spell, with the state of side A first: of two directions the one, of several years one."""
    levels = [name for name in ("hostility", "hostility1", "hostility2", "fatality", "war") if name in frame.columns]
    if "year" in frame.columns:
        frame = _joined_years(frame, levels)
    forward = frame.filter(pl.col("side1")).select("dispute", pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2")).unique()
    second = frame.filter(~pl.col("side1").fill_null(value=False)).join(forward, on=["dispute", *PAIR], how="semi")
    frame = frame.join(second.select(ROW), on=ROW, how="anti")
    one = frame.group_by(["dispute", *PAIR, "first_day", "last_day", "first_year", "last_year"]).agg(pl.col(name).max() for name in levels)
    return one if "war" in levels else one.with_columns((pl.col("hostility") == 5).alias("war"))


def _joined_years(frame: pl.DataFrame, levels: Sequence[str]) -> pl.DataFrame:
    """Rows of one year each as one row from the first year to the last."""
    ends = [pl.col("year").min().alias("start_year"), pl.col("year").max().alias("end_year")]
    months = [pl.col("start_month").first(), pl.col("end_month").last()]
    whole = [pl.col("side1").max(), pl.col(ROW).min(), *(pl.col(name).max() for name in levels)]
    return with_days(frame.sort("year").group_by(["dispute", *PAIR], maintain_order=True).agg(*ends, *months, *whole))


def dispute_participants(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Each state of side A with each of side B that took part at the same time; levels are those of the two."""
    part = frame.select("dispute", "ccode", "first_day", "last_day", "hostility", "fatality", "sidea")
    a, b = part.filter(pl.col("sidea")).drop("sidea"), part.filter(~pl.col("sidea")).drop("sidea")
    pairs = a.rename({"ccode": "ccode1", "hostility": "hostility1"}).join(
        b.rename({"ccode": "ccode2", "hostility": "hostility2"}), on="dispute", suffix="_b"
    )
    pairs = pairs.with_columns(
        pl.max_horizontal("first_day", "first_day_b").alias("first_day"),
        pl.min_horizontal("last_day", "last_day_b").alias("last_day"),
        pl.max_horizontal("fatality", "fatality_b").alias("fatality"),
        pl.max_horizontal("hostility1", "hostility2").alias("hostility"),
    ).filter(pl.col("first_day") <= pl.col("last_day"))
    years = [(years_of(pl.col(f"{side}_day"))).alias(f"{side}_year") for side in ("first", "last")]
    return pairs.with_columns(*years, (pl.min_horizontal("hostility1", "hostility2") == 5).alias("war"))


# exchange ---------------------------------------------------------------------------------------------


def trade_years(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Trade as given; a zero both ways is doubtful where it lies between missing years of a pair that trades before and after them."""
    known = frame.filter(pl.col("imports1").is_not_null() | pl.col("imports2").is_not_null()).sort(*PAIR, "year")
    zero = ((pl.col("imports1") == 0) & (pl.col("imports2") == 0)).fill_null(value=False)
    before = pl.col("year").shift(1).over(PAIR)
    new = (pl.col("year") != before + 1).fill_null(value=True) | (zero != zero.shift(1).over(PAIR))
    known = known.with_columns(zero.alias("_zero"), new.cum_sum().over(PAIR).alias("_run"))
    runs = known.group_by([*PAIR, "_run"], maintain_order=True).agg(
        pl.col("_zero").first(), pl.col("year").first().alias("_first"), pl.col("year").last().alias("_last")
    )
    gap_before = pl.col("_first") > pl.col("_last").shift(1).over(PAIR) + 1
    gap_after = pl.col("_last") < pl.col("_first").shift(-1).over(PAIR) - 1
    between = ~pl.col("_zero").shift(1).over(PAIR) & ~pl.col("_zero").shift(-1).over(PAIR)
    doubtful = runs.filter(pl.col("_zero") & gap_before & gap_after & between).select(*PAIR, "_run")
    marked = known.join(doubtful, on=[*PAIR, "_run"], how="semi").select(ROW, pl.lit(value=True).alias("doubtful"))
    return frame.join(marked, on=ROW, how="left").with_columns(pl.col("doubtful").fill_null(value=False))


def contiguity_runs(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """One row a run of years of one kind of contiguity; a kind of 0 says that there was none, and gives no row."""
    frame = frame.filter(pl.col("kind") > 0)
    if "year" in frame.columns:
        keys = [*PAIR, "kind"]
        new = (pl.col("year") != pl.col("year").shift(1).over(keys) + 1).fill_null(value=True)
        runs = frame.sort(*keys, "year").with_columns(new.cum_sum().over(keys).alias("_run"))
        years = [pl.col("year").min().alias("first_year"), pl.col("year").max().alias("last_year")]
        return runs.group_by([*keys, "_run"]).agg(years)
    return _both_ways(layout, frame.select(*PAIR, "kind", "first_year", "last_year"), ["kind", "first_year"])


def organisation_counts(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """The organisations of which both are full members (cells of 1); null where none of the cells is known (all below 0)."""
    return frame.with_columns(pl.when(pl.col("_known") > 0).then(pl.col("_joint")).cast(pl.Int32).alias("joint"))


# votes and visits -------------------------------------------------------------------------------------


def votes(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Votes by COW number; absence (8) and no membership (9) are no votes."""
    return frame.filter(pl.col("vote").is_in([1, 2, 3]))


def votes_by_name(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Votes by letters and names of states, dated by the list of roll calls; the states by the register, on the day of the vote."""
    words = frame["country_code"].fill_null("") + "|" + frame["country"]
    frame = frame.with_columns(resolve(words, frame["day"], "iso2").alias("ccode"))
    number = frame["vote_word"].replace_strict({"yes": 1, "abstain": 2, "no": 3}, default=None, return_dtype=pl.Int32)
    frame = frame.with_columns(number.alias("vote"))
    return _without_unknown(frame, "ccode", pl.col("country"), sifter)


def visits(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Visits to the United States, or from them, with the other country by the register on the first day.

    A country that is no state of the list is null; one that is not known is null and a fault, and the row is kept.
    """
    country = "country" if "country" in frame.columns else "place"
    words = frame["place_id"].fill_null("") + "|" + frame[country].fill_null("")
    found = resolve(words, frame["first_day"], "place").alias("_other")
    frame = frame.with_columns(found, words.alias("_word"))
    unknown = frame.filter(pl.col("_other").is_null())
    sifter.tell(STATE, unknown[ROW].to_list(), unknown["_word"].to_list(), kept=True)
    other = pl.when(pl.col("_other") != NO_STATE).then(pl.col("_other"))
    away = country == "country"
    guest, host = (pl.lit(USA, dtype=pl.Int32), other) if away else (other, pl.lit(USA, dtype=pl.Int32))
    role = pl.col("role") if away else pl.lit("visitor")
    return frame.with_columns(guest.alias("ccode1"), host.alias("ccode2"), role.alias("role"), pl.col("first_year").alias("year"))


def _without_unknown(frame: pl.DataFrame, code: str, words: pl.Expr, sifter: Sifter) -> pl.DataFrame:
    unknown = frame.filter(pl.col(code).is_null()).with_columns(words.alias("_word"))
    sifter.tell(STATE, unknown[ROW].to_list(), [str(word) for word in unknown["_word"]])
    return frame.filter(pl.col(code).is_not_null())


# context ----------------------------------------------------------------------------------------------


def leaders(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Times in office, with the COW number of the Gleditsch-Ward number on the first day."""
    found = resolve(frame["gwcode"].cast(pl.String), frame["first_day"], "gw").alias("ccode")
    frame = _without_unknown(frame.with_columns(found), "ccode", pl.col("gwcode"), sifter)
    return frame.with_columns(pl.when(pl.col("ccode") != NO_STATE).then(pl.col("ccode")).alias("ccode"))


def gw_members(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Memberships of the list of Gleditsch and Ward; a state that only they list has no COW number and is left out."""
    found = resolve(frame["ccode"], frame["first_day"], "gw").alias("_code")
    frame = _without_unknown(frame.with_columns(found), "_code", pl.col("ccode"), sifter)
    return frame.filter(pl.col("_code") != NO_STATE).with_columns(pl.col("_code").alias("ccode"))


def rivalry_kinds(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """The up to three kinds of a rivalry in one cell, with semicolons."""
    kinds = [name for name in ("kind1", "kind2", "kind3") if name in frame.columns]
    return frame.with_columns(pl.concat_str(kinds, separator=";", ignore_nulls=True).alias("kinds"))


def treaties(layout: Layout, frame: pl.DataFrame, sifter: Sifter) -> pl.DataFrame:
    """Agreements; where the id begins with two states in ISO letters (RUS-USA_1972A) these are its parties."""
    parts = pl.col("treaty").str.extract_groups(r"^([A-Z]{3})-([A-Z]{3})_").struct.rename_fields(["_one", "_two"])
    frame = frame.with_columns(parts.alias("_parts")).unnest("_parts")
    codes = [resolve(frame[name], frame["first_day"], "iso3").alias(f"ccode{n}") for n, name in enumerate(("_one", "_two"), 1)]
    return frame.with_columns(codes)


SHAPES: dict[str, Shape] = {
    "rows": as_rows,
    "years": alliance_years,
    "dyads": alliance_dyads,
    "members": alliance_members,
    "sides": dispute_sides,
    "participants": dispute_participants,
    "trade": trade_years,
    "runs": contiguity_runs,
    "organisations": organisation_counts,
    "votes": votes,
    "votes_by_name": votes_by_name,
    "visits": visits,
    "leaders": leaders,
    "gw_members": gw_members,
    "kinds": rivalry_kinds,
    "treaties": treaties,
}
"""The ways by the name that a layout gives."""
