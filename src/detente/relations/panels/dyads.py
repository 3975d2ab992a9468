"""What published data sets say of pairs of states year by year: alliances, trade, distance, organisations, missions, votes, arms.

Each function takes a panel of dyad-years and one data set, and returns the panel with that data set's columns. `name` is another prefix,
for a second data set of a kind; `coverage` the first and last year of which the data set speaks, where its layout does not say. What is
true of a pair in both orders alike is put beside both; alliances and arms have a direction. Errors as in `joins` and `held`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from detente.relations.panels.held import Source, held
from detente.relations.panels.joins import PAIR, attach, mirrored, number_of
from detente.relations.panels.states import Coverage

_COW = ("defence", "neutrality", "nonaggression", "entente")
_ATOP = ("defence", "offence", "neutrality", "nonaggression", "consultation")


def add_alliances(panel: pl.LazyFrame, alliances: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Formal alliances by their kinds: False where there was none in a covered year, empty outside coverage (after 2012 in version 4.1)."""
    return _add_obligations(panel, alliances, "alliances", _COW, name=name, coverage=coverage)


def add_atop(panel: pl.LazyFrame, atop: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Treaty obligations of the first state to the second: False where it owed none in a covered year, empty outside coverage."""
    return _add_obligations(panel, atop, "atop", _ATOP, name=name, coverage=coverage)


def _add_obligations(
    panel: pl.LazyFrame, source: Source, kind: str, terms: tuple[str, ...], *, name: str | None, coverage: Coverage
) -> pl.LazyFrame:
    data = held(source, kind, needs=(*PAIR, "defence"), coverage=coverage)
    # a layout that does not tell of an obligation has it empty throughout: no row is then not that there was none
    told = [pl.col(term).cast(pl.Boolean) for term in terms if term in data.frame.columns and data.frame[term].is_not_null().any()]
    owed = data.frame.filter(pl.col.ccode1.is_not_null() & pl.col.ccode2.is_not_null()).select(*PAIR, *told)
    if owed.select(PAIR).is_duplicated().any():
        # one row a treaty: what any of them promises is owed
        owed = owed.group_by(PAIR, maintain_order=True).agg(pl.exclude(PAIR).any(ignore_nulls=False))
    values = owed.with_columns(any=pl.any_horizontal(pl.exclude(PAIR)))
    return attach(panel, values, kind, covers=data.covers, name=name)


def add_trade(panel: pl.LazyFrame, trade: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """What each state imports from the other; empty where it is not known, and never made a 0.

    Where the reader marks a 0 both ways as `doubtful` (between years that the data set has not) it is no value here either.
    """
    data = held(trade, "trade", needs=(*PAIR, "imports1", "imports2"), coverage=coverage)
    doubtful = pl.col.doubtful.fill_null(False) if "doubtful" in data.frame.columns else pl.lit(False)
    known = [pl.when(~doubtful).then(pl.col(name)).alias(name) for name in ("imports1", "imports2")]
    both = mirrored(data.frame.select(*PAIR, *known, doubtful=doubtful), {"imports1": "imports2", "imports2": "imports1"})
    values = both.rename({"imports1": "imports_1", "imports2": "imports_2"})
    return attach(panel, values, "trade", covers=data.covers, name=name)


def add_distance(panel: pl.LazyFrame, distance: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """The least distance between the two, in kilometres; empty where it was not measured."""
    data = held(distance, "distance", needs=(*PAIR, "km"), coverage=coverage)
    return attach(panel, mirrored(data.frame.select(*PAIR, "km")), "distance", covers=data.covers, name=name)


def add_igos(panel: pl.LazyFrame, igos: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Organisations of which both are members; empty where it is not known."""
    data = held(igos, "igos", needs=(*PAIR, "joint"), coverage=coverage)
    return attach(panel, mirrored(data.frame.select(*PAIR, "joint")), "igos", covers=data.covers, name=name)


def add_diplomacy(panel: pl.LazyFrame, diplomacy: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """The rank of the mission at each state's capital, in the years in which they were counted; empty in the years between."""
    data = held(diplomacy, "diplomacy", needs=(*PAIR, "level1", "level2", "exchange"), coverage=coverage)
    both = mirrored(data.frame.select(*PAIR, "level1", "level2", "exchange"), {"level1": "level2", "level2": "level1"})
    values = both.rename({"level1": "level_1", "level2": "level_2"})
    return attach(panel, values, "diplomacy", covers=data.covers, name=name)


def add_transfers(panel: pl.LazyFrame, transfers: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """Arms that each state ordered from the other: 0 in a covered year in which the data base knows of none."""
    data = held(transfers, "transfers", needs=("supplier", "recipient", "year", "tiv"), coverage=coverage)
    known = data.frame.filter(pl.col.supplier.is_not_null() & pl.col.recipient.is_not_null())
    got = known.select(ccode1="recipient", ccode2="supplier", year="year", to_1="tiv", to_2=pl.lit(None, pl.Float64))
    gave = known.select(ccode1="supplier", ccode2="recipient", year="year", to_1=pl.lit(None, pl.Float64), to_2="tiv")
    values = pl.concat([got, gave], how="vertical_relaxed").group_by(PAIR, maintain_order=True).agg(pl.col("to_1", "to_2").sum())
    return attach(panel, values, "transfers", covers=data.covers, name=name)


def add_votes(panel: pl.LazyFrame, votes: Source, *, name: str | None = None, coverage: Coverage = None) -> pl.LazyFrame:
    """How far the two voted alike (`vote_agreement`); empty where they took part in no roll call together."""
    data = held(votes, "votes", needs=("rollcall", "year", "ccode", "vote"), coverage=coverage)
    return attach(panel, vote_agreement(data.frame), "votes", covers=data.covers, name=name)


# votes ------------------------------------------------------------------------------------------------


def vote_agreement(votes: pl.DataFrame) -> pl.DataFrame:
    """The agreement of every pair of states by year: `ccode1`, `ccode2`, `year`, `agreement` and `joint`, in order, in both directions.

    `votes` holds `rollcall`, `year`, `ccode` and `vote` (1 yes, 2 abstain, 3 no; null is absent). With a vote counted as 1, 0.5 and 0, the
    agreement over the `joint` roll calls in which both took part is the mean of 1 - |a - b|, from 0 to 1 (Voeten 2013; Lijphart 1963 for
    the score of abstentions). Pairs without a joint roll call have no row. No votes give no rows.
    """
    cast = votes.filter(pl.col.ccode.is_not_null() & pl.col.vote.is_in([1, 2, 3]))
    cast = cast.select(number_of("rollcall"), *map(number_of, ("year", "ccode", "vote"))).unique(
        ["rollcall", "ccode"], keep="first", maintain_order=True
    )
    years = cast.sort("year", "ccode", "rollcall").partition_by("year", maintain_order=True)
    return pl.concat([pl.DataFrame(schema=_AGREEMENT), *(frame for year in years for frame in _year_agreement(year))])


_AGREEMENT = {"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32, "agreement": pl.Float64, "joint": pl.Int32}


def _year_agreement(votes: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """All pairs of one year at once, by counting matrices: whole numbers, so that the order of sums does not matter."""
    states, column = np.unique(votes["ccode"].to_numpy(), return_inverse=True)
    calls, row = np.unique(votes["rollcall"].to_numpy(), return_inverse=True)
    cast = np.zeros((len(calls), len(states)), dtype=np.int8)
    cast[row, column] = votes["vote"].to_numpy()
    yes, abstain, no, present = ((cast == 1).astype(float), (cast == 2).astype(float), (cast == 3).astype(float), (cast > 0).astype(float))
    joint = present.T @ present
    alike = yes.T @ yes + abstain.T @ abstain + no.T @ no
    half = (yes + no).T @ abstain
    agreed = alike + 0.5 * (half + half.T)
    one, other = np.nonzero((joint > 0) & ~np.eye(len(states), dtype=bool))
    yield pl.DataFrame(
        {
            "ccode1": states[one],
            "ccode2": states[other],
            "year": np.full(len(one), votes["year"][0]),
            "agreement": agreed[one, other] / joint[one, other],
            "joint": joint[one, other].astype(np.int32),
        },
        schema=_AGREEMENT,
    )
