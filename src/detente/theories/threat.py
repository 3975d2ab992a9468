"""Threat after Walt: how much one state has to fear from another, and whether a third threatens both.

Walt (1985, International Security 9(4), 3-43; 1987, The Origins of Alliances, pp. 21-26) holds that states ally against threats and not
against power, and that a threat has four sources. He gives no numbers; here each is a number from 0 to 1, for what k is to i in year t:

    power      c_k / (c_k + c_i), c the index of material capabilities (Singer 1987)
    proximity  1 / (1 + km / 1000), km the least distance, 0 for neighbours on land (power wanes with distance: Boulding 1962)
    offence    m_k / (m_k + c_k), m the mean of the shares of the system's military expenditure and personnel (or the one of the two
               that is known): 0.5 is a state armed in proportion to its size
    hostility  1 - 2^-r, r = sum over years s <= t of a_s 2^-((t - s) / 10): the record of what k did to i in disputes, where a_s is
               (level - 1) / 4, 0 for no militarized action and 1 for war, and a year counts half after ten more. One year of war gives 0.5

and the threat is their product: where one is wanting there is none. The yardsticks (1000 km, ten years) are ours and can be set. The
joint threat of i and j is the sum over third states k of min(threat of k to i, threat of k to j): common danger is as great as it is for
the less endangered (compare the common foes of Leeds and Savun 2007, Journal of Politics 69, 1118-1132). Published measures that take
dissimilar alliances for hostility are not used: they would put alliances on both sides of the equation.

Every column holds what is known at the end of its own year. A component that is missing makes the threat null and not 0.

Errors: 722 a panel without the columns, 723 a yardstick that is not above 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from detente.errors import DetenteError
from detente.theories.designs import require
from detente.theories.logit import Floats
from detente.theories.squares import PairYear, Places, pair_years

COMPONENTS = ("power", "proximity", "offence", "hostility")
_NEEDS = ("contiguity_kind", "distance_km", *(f"cap_{name}_{side}" for name in ("cinc", "milex", "milper") for side in "12"))


def add_threat(panel: pl.DataFrame, *, disputes: str = "gml", half_life: float = 10, reach: float = 1000) -> pl.DataFrame:
    """A panel of undirected dyad-years with the threat that each state is under from the other, and its four components.

    `threat_1` is what the **first state has to fear** of the second, with `threat_power_1` and so on; `threat_2` the other way. All from 0
    to 1, null where a component is not known; as of the end of the year. Needs the columns of capabilities, contiguity, distance and of
    the disputes with that prefix. `half_life` in years, `reach` in km (where proximity is a half). Raises `DetenteError` 722 and 723.
    """
    if not (half_life > 0 and reach > 0):
        raise DetenteError(723, "a yardstick of threat is not above 0", todo="Give years and kilometres above 0.")
    require(panel, _NEEDS, "threat")
    made = _offence(panel).join(_hostility(panel, disputes, half_life), on=["ccode1", "ccode2", "year"], how="left", maintain_order="left")
    km = pl.when(pl.col.contiguity_kind == 1).then(0.0).otherwise(pl.col.distance_km)
    for side, other in (("1", "2"), ("2", "1")):
        whole = pl.col.cap_cinc_1 + pl.col.cap_cinc_2
        armed, size = pl.col(f"_military_{other}"), pl.col(f"cap_cinc_{other}")
        made = made.with_columns(
            (pl.col(f"cap_cinc_{other}") / pl.when(whole > 0).then(whole)).alias(f"threat_power_{side}"),
            (1 / (1 + km / reach)).alias(f"threat_proximity_{side}"),
            (armed / pl.when(armed + size > 0).then(armed + size)).alias(f"threat_offence_{side}"),
            (1 - 2.0 ** -pl.col(f"_record_{side}")).alias(f"threat_hostility_{side}"),
        )
        parts = [pl.col(f"threat_{name}_{side}") for name in COMPONENTS]
        made = made.with_columns((parts[0] * parts[1] * parts[2] * parts[3]).alias(f"threat_{side}"))
    return made.drop("^_(military|record)_.$")


def _offence(panel: pl.DataFrame) -> pl.DataFrame:
    """The panel with each state's mean share of the year's military expenditure and personnel among the states in the panel."""
    sides = [panel.select("year", ccode=f"ccode{side}", milex=f"cap_milex_{side}", milper=f"cap_milper_{side}") for side in "12"]
    states = pl.concat(sides).unique(["ccode", "year"], keep="first", maintain_order=True).sort("year", "ccode")
    total = {name: pl.col(name).sum().over("year") for name in ("milex", "milper")}
    share = [pl.col(name) / pl.when(each > 0).then(each) for name, each in total.items()]
    armed = states.select("ccode", "year", _military=pl.mean_horizontal(share))  # of the one that is known, where the other is not
    for side in "12":
        named = armed.rename({"ccode": f"ccode{side}", "_military": f"_military_{side}"})
        panel = panel.join(named, on=[f"ccode{side}", "year"], how="left", maintain_order="left")
    return panel


def _hostility(panel: pl.DataFrame, disputes: str, half_life: float) -> pl.DataFrame:
    """The record of what each state of a pair did to the other, up to the year itself; null after the disputes' coverage."""
    columns = [f"{disputes}_hostility_{side}" for side in "12"]
    found = [np.full(panel.height, np.nan), np.full(panel.height, np.nan)]
    record, before = np.zeros((0, 0)), 0
    for rows in pair_years(panel, [f"{disputes}_ongoing", *columns]):
        if not record.size:
            record = np.zeros((rows.states.size, rows.states.size))
        record *= 2.0 ** (-(rows.year - before) / half_life)
        before = rows.year
        # record[i, j]: what j did to i. A level that is not known though there was a dispute makes the record unknown from then on
        for acted, to, by in ((columns[1], rows.i, rows.j), (columns[0], rows.j, rows.i)):
            record[to, by] += np.maximum(rows.values[acted] - 1, 0) / 4
        found[0][rows.at], found[1][rows.at] = record[rows.i, rows.j], record[rows.j, rows.i]
    made = {f"_record_{side}": pl.Series(values).fill_nan(None) for side, values in zip("12", found, strict=True)}
    return panel.select("ccode1", "ccode2", "year").with_columns(**made)


def add_joint_threat(panel: pl.DataFrame) -> pl.DataFrame:
    """The panel with what third states are to both: `joint_threat`, `joint_threats` (how many), and `joint_by`, the greatest (COW number).

    `joint_threat` sums over the third states whose threat to both is known, which are all but those with a missing component **and** a
    record of hostility: where there is none the product is 0 whatever the rest. Null where a third state with a record against both has
    a threat that is not known. `joint_by` is null then, and where there is none. Needs `add_threat`.
    """
    total, count, by = np.full(panel.height, np.nan), np.full(panel.height, -1), np.full(panel.height, -1)
    for rows, threat in threats(panel):
        joint, many, greatest = joint_of(threat)
        total[rows.at], count[rows.at] = joint[rows.i, rows.j], many[rows.i, rows.j]
        third = greatest[rows.i, rows.j]
        by[rows.at] = np.where(third >= 0, rows.states[third], -1)
    known = pl.Series(~np.isnan(total))
    return panel.with_columns(
        joint_threat=pl.Series(total).fill_nan(None),
        joint_threats=pl.when(known).then(pl.Series(count, dtype=pl.Int32)),
        joint_by=pl.when(known & (pl.Series(by) >= 0)).then(pl.Series(by, dtype=pl.Int32)),
    )


def threats(panel: pl.DataFrame) -> Iterator[tuple[PairYear, Floats]]:
    """Each year of a panel with its matrix of threats [to, by]: 0 for pairs without a row or without a record, NaN where not known."""
    columns = [f"{name}_{side}" for name in ("threat", "threat_hostility") for side in "12"]
    for rows in pair_years(panel, columns):
        threat = rows.square("threat_1", "threat_2", fill=0.0)
        hostile = rows.square("threat_hostility_1", "threat_hostility_2", fill=0.0)
        threat[hostile == 0] = 0.0
        yield rows, threat


def joint_of(threat: Floats) -> tuple[Floats, Places, Places]:
    """The joint threat of every pair, from a year's threats [to, by]: its sum, how many third states, the greatest (-1 for none)."""
    size = len(threat)
    total, count = np.zeros((size, size)), np.zeros((size, size), dtype=np.int64)
    most, greatest = np.zeros((size, size)), np.full((size, size), -1, dtype=np.int64)
    for third in range(size):
        under = np.flatnonzero(threat[:, third] != 0)  # NaN is not 0 either
        if under.size < 2:
            continue
        both = np.minimum.outer(threat[under, third], threat[under, third])
        block = np.ix_(under, under)
        total[block] += both
        count[block] += 1
        higher = both > most[block]
        greatest[block] = np.where(higher, third, greatest[block])
        most[block] = np.where(higher, both, most[block])
    return total, count, greatest
