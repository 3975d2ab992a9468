"""The inputs that an intervention can change: a study's statements, rows of published data, and covariates of its ties."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import polars as pl

from detente import relations
from detente.dates import day_number
from detente.model import DateMention, Event
from detente.ontology import quad_class
from detente.register import default_register
from detente.relations.latent.evidence import Column, Evidence, gather, select_dyads
from detente.relations.weights import day_range, reason_left_out
from detente.simulate.asked import Intervention, aid_types, kinds
from detente.simulate.system import Floats, System

REACH = 5
"""Years for which the last known capabilities are held, at either end of what is known."""
_HOSTILE = (3, 4)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a study is told by: its statements and dates, states with their COW numbers, years, and capabilities by state and year."""

    events: Sequence[Event]
    dates: Sequence[DateMention]
    numbers: Mapping[str, int]
    states: tuple[str, ...]
    years: tuple[int, int]
    capabilities: Mapping[tuple[str, int], float] = field(default_factory=lambda: MappingProxyType({}))

    def series(self, without: Collection[str] = ()) -> pl.DataFrame:
        """The series of all pairs, some statements left out by their id."""
        events = [event for event in self.events if event.event_id not in without] if without else self.events
        first, last = self.years
        return relations.dyad_series(events, self.dates, states=self.states, first_year=first, last_year=last, draws=2)


def removed_statements(told: Told, asked: Intervention) -> tuple[str, ...]:
    """The ids of the statements that an intervention takes away, by date: those that count, of its sort, wholly within its days."""
    kind = kinds()[asked.kind]
    if "removes" not in kind:
        return ()
    last, ways = asked.last_day(told.years[1]), _ways(asked, kind)
    found = []
    for event in told.events:
        days = day_range(event.date)
        if days is None or reason_left_out(event) is not None or not asked.on <= days[0] <= days[1] <= last:
            continue
        hostile = quad_class(event.event_type) in _HOSTILE
        pair = (event.source.state or "", event.target.state or "")
        among = pair in ways or (event.reciprocal and pair[::-1] in ways)
        if among and (hostile if kind["removes"] == "hostile" else event.event_type in kind["removes"]):
            found.append((days, event.event_id))
    return tuple(event_id for _, event_id in sorted(found))


def _ways(asked: Intervention, kind: Mapping[str, str]) -> set[tuple[str, str]]:
    """Who does it to whom; both ways, and among `states` alone where there is no target, for what is done between them."""
    ways = {(a, b) for a in asked.states for b in asked.target or asked.states if a != b}
    return ways | {way[::-1] for way in ways} if kind["direction"] == "between" else ways


def removed_rows(system: System, asked: Intervention) -> tuple[tuple[str, int, int], ...]:
    """The rows of published data that an intervention sets to none: indicator, place of the pair, place of the period; those not 0 now."""
    kind = kinds()[asked.kind]
    if not kind.get("rows"):
        return ()
    pairs = {at for at, pair in enumerate(system.dyads) if pair in (ways := _ways(asked, kind)) or pair[::-1] in ways}
    over = span_of(system, asked)
    return tuple(
        (column.name, int(pair), int(period))
        for column in system.evidence.columns
        if column.name in kind["rows"]
        for pair, period, value in zip(column.dyad, column.period, column.value, strict=True)
        if pair in pairs and period in over and value
    )


def span_of(system: System, asked: Intervention) -> range:
    """The places of the periods in which an intervention holds."""
    last = asked.last_day(system.years[-1])
    first = asked.first_year - system.years[0]
    return range(first, max(first, sum(day_number(year, 1, 1) <= last for year in system.years) - 1) + 1)


def with_less(system: System, told: Told, statements: Sequence[str], rows: Sequence[tuple[str, int, int]]) -> System:
    """The system as its evidence would be without some statements, and with some published rows at none."""
    columns = []
    gone = {(name, pair, period) for name, pair, period in rows}
    own = own_column(system, told, statements) if statements else None
    for column in system.evidence.columns:
        if own is not None and column.name == own.name:
            columns.append(own)
            continue
        kept = [(column.name, int(d), int(t)) not in gone for d, t in zip(column.dyad, column.period, strict=True)] if gone else []
        columns.append(replace(column, value=np.where(kept, column.value, 0.0)) if gone and not all(kept) else column)
    return replace(system, evidence=replace(system.evidence, columns=tuple(columns)))


def own_column(system: System, told: Told, without: Collection[str] = ()) -> Column:
    """The study's own series as a column of the system's evidence, some statements left out."""
    intensity = {event.event_id: event.intensity for event in told.events}
    indicator = relations.own_events(told.series(without), told.numbers, intensity)
    rows = pl.DataFrame(list(system.numbers), schema={"ccode1": pl.Int64, "ccode2": pl.Int64}, orient="row")
    first, last = system.evidence.first, system.evidence.last
    found: Evidence = gather([indicator], first=first, last=last, dyads=rows)
    known = {(int(low), int(high)): at for at, (low, high) in enumerate(found.pairs)}
    return select_dyads(found, np.array([known[pair] for pair in system.numbers])).columns[0]


# covariates ------------------------------------------------------------------------------------------


def with_covariates(system: System, told: Told) -> System:
    """The system with all covariates that the study tells of."""
    given = aid(system, told)
    found = {"aid": centred(given, np.ones(given.shape, np.bool_)), "leader": changes_of_leader(system), "parity": parity(system, told)[0]}
    return system.having(**found)


def aid(system: System, told: Told, without: Collection[str] = ()) -> Floats:
    """Aid given less aid withdrawn, (T, P): log(1 + n) of each, n the weight of its statements in the year."""
    given, withdrawn = aid_types()
    types = {event.event_id: event.event_type for event in told.events}
    found = np.zeros((len(system.years), len(system.dyads)))
    for row in told.series(without).filter(pl.col("n") > 0).iter_rows(named=True):
        pair = (row["state_a"], row["state_b"])
        if pair in system.dyads and row["year"] in system.years:
            counted = list(zip(row["event_ids"], row["weights"], strict=True))
            plus, minus = (sum(weight for name, weight in counted if types[name] in kind) for kind in (given, withdrawn))
            found[row["year"] - system.years[0], system.dyads.index(pair)] = np.log1p(plus) - np.log1p(minus)
    return found


def centred(values: Floats, known: np.ndarray) -> Floats:
    """Values (T, P) less the mean of what is known of each pair, 0 where nothing is known."""
    count = np.maximum(known.sum(axis=0), 1)
    return np.where(known, values - np.where(known, values, 0.0).sum(axis=0) / count, 0.0)


def changes_of_leader(system: System) -> Floats:
    """1 in a year in which either state got another leader (by the register, at the end of the year), else 0: (T, P)."""
    states = sorted({state for pair in system.dyads for state in pair})
    years = range(system.years[0] - 1, system.years[-1] + 1)
    changed = {state: _changes(state, years) for state in states}
    return np.stack([np.maximum(changed[a], changed[b]) for a, b in system.dyads], axis=1)


def _changes(state: str, years: range) -> Floats:
    known = [default_register().holder(state, "leader", day_number(year, 12, 31)) for year in years]
    return np.array([float(old is not None and new is not None and old.ref != new.ref) for old, new in pairwise(known)])


def parity(system: System, told: Told) -> tuple[Floats, Floats]:
    """How near to parity each pair is, (T, P): -|ln c_i - ln c_j|, less its mean; and the same not centred, NaN where not known."""
    powers = {state: _powers(told, state, system.years) for state in {state for pair in system.dyads for state in pair}}
    raw = np.stack([-np.abs(powers[a] - powers[b]) for a, b in system.dyads], axis=1)
    known = np.isfinite(raw)
    return centred(np.where(known, raw, 0.0), known), raw


def _powers(told: Told, state: str, years: Sequence[int]) -> Floats:
    """The log of a state's share of capabilities by year: straight between years that are known, held `REACH` years beyond."""
    known = sorted((year, value) for (of, year), value in told.capabilities.items() if of == state and value > 0)
    if not known:
        return np.full(len(years), np.nan)
    at, logs = np.array([year for year, _ in known]), np.log([value for _, value in known])
    wanted = np.array(years)
    inside = (wanted >= at[0] - REACH) & (wanted <= at[-1] + REACH)
    return np.where(inside, np.interp(wanted, at, logs), np.nan)
