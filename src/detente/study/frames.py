"""The tables of relations, made from the record for the states and years of a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.model import DateMention, Event, Period, Reason
from detente.study.scope import Scope

if TYPE_CHECKING:
    import polars as pl

Unit = Literal["year", "quarter", "month"]


@dataclass(frozen=True, kw_only=True)
class Frames:
    """The series, the contexts by decade and the meetings (None where a study has no pair or no year); motives, periods and
    actors; and, where its data have a list of visits, the meetings beside that."""

    series: pl.DataFrame | None
    contexts: pl.DataFrame | None
    meetings: pl.DataFrame
    motives: pl.DataFrame
    asserted: pl.DataFrame
    actors: pl.DataFrame
    visits: pl.DataFrame | None = None


def series_of(
    events: Sequence[Event], dates: Sequence[DateMention], scope: Scope, *, unit: Unit = "year", seed: int = 0
) -> pl.DataFrame | None:
    """The series of every pair of a study's states, or None where it has no pair or no year."""
    from detente import relations  # noqa: PLC0415 - data frames are heavy, and a run with nothing to do needs none

    if scope.is_open or scope.first_year is None or scope.last_year is None:
        return None
    return relations.dyad_series(
        events,
        dates,
        states=scope.states,
        first_year=scope.first_year,
        last_year=scope.last_year,
        unit=unit,
        seed=seed,
    )


def frames_of(
    events: Sequence[Event],
    dates: Sequence[DateMention],
    scope: Scope,
    *,
    seed: int,
    reasons: Sequence[Reason] = (),
    periods: Sequence[Period] = (),
    labels: Mapping[str, str] | None = None,
) -> Frames:
    """All tables of relations of a study; `labels` gives the key that stands for a document."""
    from detente import relations  # noqa: PLC0415

    series, dyads = series_of(events, dates, scope, seed=seed), scope.dyads
    years = (scope.first_year, scope.last_year) if scope.first_year is not None and scope.last_year is not None else None
    among = [event for event in events if {event.source.state, event.target.state} <= set(scope.states)]
    return Frames(
        series=series,
        contexts=_contexts(events, scope),
        meetings=relations.meetings(among),
        motives=relations.motives(reasons, dyads=dyads, years=years, labels=labels),
        asserted=relations.asserted(periods, series, dyads=dyads, labels=labels),
        actors=relations.actors(events, labels=labels),
    )


def _contexts(events: Sequence[Event], scope: Scope) -> pl.DataFrame | None:
    import polars as pl  # noqa: PLC0415

    from detente import relations  # noqa: PLC0415

    if scope.is_open or scope.first_year is None or scope.last_year is None:
        return None
    first, last = scope.first_year, scope.last_year
    parts = [relations.contexts_by_decade(events, dyad=pair, first_year=first, last_year=last) for pair in scope.dyads]
    return pl.concat(parts) if parts else None


def strongest(series: pl.DataFrame | None, scope: Scope, names: dict[str, str], events: Sequence[Event]) -> dict[str, Any]:
    """What a run tells at its end: the years, how many the sources cover, and the focus's best and worst year."""
    pairs = {frozenset((event.source.state, event.target.state)) for event in events if event.source.state and event.target.state}
    found: dict[str, Any] = {"pairs": sum(len(pair) == 2 for pair in pairs), "first_year": scope.first_year, "last_year": scope.last_year}
    if series is None:
        return found | {"first_year": None, "last_year": None}
    a, b = scope.dyads[0]
    from detente import relations  # noqa: PLC0415

    summary = relations.summarise(series, f"{a}-{b}")
    named = {"best": summary.best, "worst": summary.worst}
    told = {key: (year.year, year.value, year.n) for key, year in named.items() if year}
    return found | {"dyad": f"{a}-{b}", "name": f"{names.get(a, a)} and {names.get(b, b)}", "covered": summary.covered} | told
