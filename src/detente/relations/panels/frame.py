"""The rows of a panel: every pair of states in every year in which both were members of the system of states.

Membership is that of the register, by day. A pair has a row in a year when on some day of it both were members: the Federal Republic
(until 2 October 1990) and Germany (from 3 October) never were, and have no row in 1990, where a product of yearly lists would give
one. The Correlates of War list ends in 2016 and that of Gleditsch and Ward in 2017; who was a member at the end is taken to be one after.

Politically relevant are pairs that are contiguous (any of the five kinds of the Direct Contiguity data) or of which one is a major
power, in that year: Weede (1976), Maoz and Russett (1993), Lemke and Reed (2001, "The Relevance of Politically Relevant Dyads", Journal
of Conflict Resolution 45: 126-144). It cannot be told beyond the coverage of either data set, and is null there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

import polars as pl

from detente.dates import day_number, year_of
from detente.errors import DetenteError
from detente.register import Register, State, System, default_register, table_rows
from detente.relations.panels.held import Source
from detente.relations.panels.spells import add_contiguity
from detente.relations.panels.states import add_majors

MembershipList = Literal["cow", "gw"]
"""Whose list of states: `cow` Correlates of War, `gw` Gleditsch and Ward."""

_SYSTEMS: dict[str, System] = {"cow": "COW", "gw": "GW"}
_OPEN = 10**7
_SPELL = {"state": pl.Int32, "ccode": pl.Int32, "begins": pl.Int32, "ends": pl.Int32, "first": pl.Int32, "last": pl.Int32}


def dyad_years(
    *,
    first: int,
    last: int,
    system: MembershipList = "cow",
    directed: bool = True,
    relevant: bool = False,
    states: Collection[int | str] | None = None,
    contiguity: Source | None = None,
    majors: Source | None = None,
) -> pl.LazyFrame:
    """The dyad-years from `first` to `last`, both included, in order of their keys.

    Keys are `ccode1`, `ccode2` and `year` (Int32), or `gwcode1`, `gwcode2` and `year` with `ccode1` and `ccode2` beside them: the
    number under which the data sets by COW number have the same state that year, null where COW lists none. `directed` gives each pair
    in both orders, else the smaller number first. `states` (numbers of the list, or letters) keeps pairs of which both are among them.
    `relevant` keeps the politically relevant pairs, and needs the published frames `contiguity` and `majors`; pairs of which it is not
    known are left out. Raises `DetenteError` 610 without them, for years out of order or before 1816, and for an unknown list; 611 for a
    state that the list does not have. Years in which nobody is a member give no rows.
    """
    spells = _spells(system, first, last, states)
    meet = pl.max_horizontal("begins", "begins2") <= pl.min_horizontal("ends", "ends2")
    order = pl.col.state != pl.col.state2 if directed else pl.col.state < pl.col.state2
    pairs = spells.join(spells, how="cross", suffix="2").filter(order, meet)
    begin, end = pl.max_horizontal("first", "first2"), pl.min_horizontal("last", "last2")
    pairs = pairs.select("state", "state2", begin=begin, end=end).sort("state", "state2", "begin", "end")
    rows = _each_year(pairs, "state", "state2")
    panel = _keyed(rows, system).lazy()
    if not relevant:
        return panel
    if contiguity is None or majors is None:
        raise _wrong("politically relevant pairs are told by contiguity and major powers, and one of the two is not given")
    names = panel.collect_schema().names()
    return add_relevance(panel, contiguity=contiguity, majors=majors).filter("relevant").select(names)


def state_years(*, first: int, last: int, system: MembershipList = "cow", states: Collection[int | str] | None = None) -> pl.LazyFrame:
    """The state-years from `first` to `last`: `ccode` and `year`, or `gwcode`, `year` and `ccode`; one day makes a year.

    Raises as `dyad_years` does.
    """
    spells = _spells(system, first, last, states)
    rows = _each_year(spells.select("state", begin="first", end="last").sort("state", "begin", "end"), "state")
    if system == "cow":
        return rows.rename({"state": "ccode"}).lazy()
    return rows.join(_bridge(), on=["state", "year"], how="left", maintain_order="left").rename({"state": "gwcode"}).lazy()


def add_relevance(panel: pl.LazyFrame, *, contiguity: Source, majors: Source) -> pl.LazyFrame:
    """The panel with `relevant`: whether the pair is contiguous or one of it a major power that year (see this module).

    Null where neither is known to hold and one of the two data sets does not cover the year.
    """
    names = panel.collect_schema().names()
    told = add_majors(add_contiguity(panel, contiguity, name="_near"), majors, name="_great")
    relevant = (pl.col._near_kind > 0) | pl.col._great_power_1 | pl.col._great_power_2
    return told.select(*names, relevant=relevant)


def _each_year(spells: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """One row for each year of spells that are in order; who fell and rose again within one year has it once."""
    rows = spells.select(*keys, year=pl.int_ranges("begin", pl.col.end + 1, dtype=pl.Int32)).explode("year", empty_as_null=False)
    return rows.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in rows.columns))


def _wrong(what: str) -> DetenteError:
    return DetenteError(610, f"this panel cannot be made: {what}", todo="Ask for years from 1816 on, in order, of the list cow or gw.")


def _spells(system: str, first: int, last: int, states: Collection[int | str] | None) -> pl.DataFrame:
    """The memberships cut to the years asked for: number, first and last day, first and last year."""
    if system not in _SYSTEMS:
        raise _wrong(f"there is no list of states {system!r}")
    if not 1816 <= first <= last:
        raise _wrong(f"the years are {first} to {last}")
    register = default_register()
    wanted = None if states is None else _numbers(register, states, _SYSTEMS[system])
    rows = [row for row in _memberships(register, _SYSTEMS[system]) if wanted is None or row[0] in wanted]
    spells = pl.DataFrame(rows, schema=_SPELL, orient="row").with_columns(pl.col.first.clip(first), pl.col.last.clip(None, last))
    return spells.filter(pl.col.first <= pl.col.last).drop("ccode")


def _memberships(register: Register, system: System) -> Iterator[tuple[int, int | None, int, int, int, int]]:
    for state in register.states.values():
        number = _number(state, system)
        for begins, ends in state.spells(system) if number is not None else ():
            yield number or 0, state.ccode, begins, ends or _OPEN, year_of(begins), year_of(ends) if ends else 9999


def _number(state: State, system: System) -> int | None:
    return state.ccode if system == "COW" else state.gwcode


def _numbers(register: Register, states: Collection[int | str], system: System) -> frozenset[int]:
    known = {_number(state, system): code for code, state in register.states.items()}
    found = []
    for asked in states:
        text = str(asked)
        number = int(text) if text.isdecimal() else (_number(register.states[text], system) if text in register.states else None)
        if number is None or number not in known:
            raise DetenteError(611, f"the list {system} has no state {asked!r}", todo="Use its number, or COW letters such as CHN.")
        found.append(number)
    return frozenset(found)


# two lists of states ----------------------------------------------------------------------------------


def _keyed(rows: pl.DataFrame, system: str) -> pl.DataFrame:
    if system == "cow":
        return rows.rename({"state": "ccode1", "state2": "ccode2"})
    bridge = _bridge()
    one = rows.join(bridge.rename({"ccode": "ccode1"}), on=["state", "year"], how="left", maintain_order="left")
    other = bridge.rename({"state": "state2", "ccode": "ccode2"})
    both = one.join(other, on=["state2", "year"], how="left", maintain_order="left")
    return both.rename({"state": "gwcode1", "state2": "gwcode2"})


def _bridge() -> pl.DataFrame:
    """The COW number of each Gleditsch-Ward state-year (`state`, `year`, `ccode`) in which COW has the state."""
    register = default_register()
    cow = {state.ccode: _years(state.cow_spells) for state in register.states.values() if state.ccode is not None}
    bridges = [
        (int(gw), int(c), int(a), int(b or 9999)) for _, (gw, c, a, b) in table_rows("gw_bridges.csv", "gwcode", "ccode", "first", "last")
    ]
    found: dict[tuple[int, int], int] = {}
    for state in register.states.values():
        for year in sorted(_years(state.gw_spells)) if state.gwcode is not None else ():
            ours = [state.ccode] if state.ccode is not None and year in cow[state.ccode] else []
            others = [c for gw, c, a, b in bridges if gw == state.gwcode and a <= year <= b and year in cow[c]]
            for ccode in (*ours, *others)[:1]:
                found.setdefault((state.gwcode or 0, year), ccode)
    rows = [(gwcode, year, ccode) for (gwcode, year), ccode in found.items()]
    return pl.DataFrame(rows, schema={"state": pl.Int32, "year": pl.Int32, "ccode": pl.Int32}, orient="row")


def _years(spells: Collection[tuple[int, int | None]]) -> frozenset[int]:
    end = day_number(2100)
    return frozenset(year for begins, ends in spells for year in range(year_of(begins), year_of(ends or end) + 1))
