"""What might have been and what may come: the interventions and the forecast that a study asks for, from its own relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.model import DateMention, Event
from detente.simulate.asked import Intervention
from detente.study.file import StudyFile
from detente.study.relation import UNIT, state_numbers
from detente.study.scope import Scope

if TYPE_CHECKING:
    import polars as pl

    from detente.datasets.published import Reading
    from detente.relations.latent import Indicator, RelationModel
    from detente.report import DataSet, SupposedTables
    from detente.simulate.dynamics import Fitted
    from detente.simulate.forecast import Forecast
    from detente.simulate.inputs import Told
    from detente.simulate.interventions import Counterfactual

TABLES = ("counterfactuals", "sensitivity", "forecasts", "forecast_scores")
_NO_RELATION = 740


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """The tables of what is supposed (None where a study asks nothing), and what was refused: intervention and reason, in words."""

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    refused: tuple[tuple[str, str], ...] = ()
    assumed: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[tuple[str, float, float, float], ...] = ()
    beats: bool | None = None

    def frames(self) -> dict[str, pl.DataFrame | None]:
        """The tables by name."""
        return {name: self.tables.get(name) for name in TABLES}

    def for_page(self) -> SupposedTables:
        """The tables as the page wants them."""
        from detente.report import SupposedTables  # noqa: PLC0415 - the page is heavy

        return SupposedTables(**self.frames(), refused=self.refused, assumed=self.assumed, terms=self.terms, beats=self.beats, unit=UNIT)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a study's simulation rests on: its statements and dates, scope, published readings and the small tables of its data."""

    events: Sequence[Event]
    dates: Sequence[DateMention]
    scope: Scope
    readings: Sequence[Reading] = ()
    small: Sequence[DataSet] = ()


def supposed(ground: Ground, study: StudyFile, *, seed: int = 0) -> Supposed:
    """All that a study asks: its interventions and its forecast; an intervention that cannot be run is named with its reason."""
    if not study.interventions and study.horizon is None:
        return Supposed()
    try:
        fitted, told = fitted_of(ground, seed=seed)
    except DetenteError as error:
        if error.number != _NO_RELATION:
            raise
        return Supposed(refused=tuple((each.name, f"D{error.number}: {error.what}") for each in study.interventions))
    found, refused = _asked(fitted, told, study.interventions)
    coming, why = _coming(fitted, study.horizon, seed)
    return Supposed(
        tables=_frames(found, coming, seed),
        refused=(*refused, *why),
        assumed={each.asked.name: _assumption(each.asked) for each in found},
        terms=_terms(fitted),
        beats=None if coming is None else coming.beats_no_change,
    )


def _asked(fitted: Fitted, told: Told, interventions: Iterable[Intervention]) -> tuple[list[Counterfactual], tuple[tuple[str, str], ...]]:
    from detente.simulate.interventions import counterfactual  # noqa: PLC0415

    found, refused = [], []
    for each in interventions:
        try:
            found.append(counterfactual(fitted, told, each))
        except DetenteError as error:
            refused.append((each.name, f"D{error.number}: {error.what}. {error.todo}".strip()))
    return found, tuple(refused)


def _coming(fitted: Fitted, horizon: int | None, seed: int) -> tuple[Forecast | None, tuple[tuple[str, str], ...]]:
    """The forecast, and why there is none where there could not be: one that cannot be judged is not shown."""
    from detente.simulate.forecast import forecast  # noqa: PLC0415

    if horizon is None:
        return None, ()
    try:
        return forecast(fitted, horizon=horizon, seed=seed), ()
    except DetenteError as error:
        return None, (("forecast", f"D{error.number}: {error.what}. {error.todo}"),)


def _frames(found: Sequence[Counterfactual], coming: Forecast | None, seed: int) -> dict[str, pl.DataFrame]:
    from detente.simulate import tables  # noqa: PLC0415

    frames: dict[str, pl.DataFrame] = {}
    if found:
        frames |= {
            "counterfactuals": tables.counterfactuals_frame(found, seed=seed),
            "sensitivity": tables.sensitivity_frame(found, seed=seed),
        }
    if coming is not None:
        frames |= {"forecasts": tables.forecasts_frame(coming, seed=seed), "forecast_scores": tables.forecast_scores_frame(coming)}
    return frames


def _assumption(asked: Intervention) -> str:
    from detente.simulate.asked import kinds  # noqa: PLC0415

    return str(kinds()[asked.kind]["assumes"])


def _terms(fitted: Fitted) -> tuple[tuple[str, float, float, float], ...]:
    """Each term with its coefficient: the middle, and between which nine runs in ten have it."""
    import numpy as np  # noqa: PLC0415

    low, middle, high = np.quantile(fitted.coefficients, (0.05, 0.5, 0.95), axis=0)
    return tuple((name, float(middle[k]), float(low[k]), float(high[k])) for k, name in enumerate(fitted.names))


# the relation that is run ----------------------------------------------------------------------------


def fitted_of(ground: Ground, *, runs: int | None = None, seed: int = 0) -> tuple[Fitted, Told]:
    """The fitted dynamics of a study's pairs and what they are told by; `DetenteError` 740 where nothing is told of two of its states."""
    from detente.simulate import faults  # noqa: PLC0415 - data frames are heavy
    from detente.simulate.dynamics import RUNS, fit_dynamics  # noqa: PLC0415
    from detente.simulate.inputs import Told, with_covariates  # noqa: PLC0415
    from detente.simulate.system import system_of  # noqa: PLC0415

    scope = ground.scope
    numbers = state_numbers(scope.states)
    dyads = tuple((a, b) for a, b in scope.dyads if {a, b} <= numbers.keys())
    if scope.first_year is None or scope.last_year is None or not dyads:
        raise faults.fault(faults.NO_SYSTEM)
    states = tuple(state for state in scope.states if state in numbers)
    told = Told(
        events=ground.events,
        dates=ground.dates,
        numbers=numbers,
        states=states,
        years=(scope.first_year, scope.last_year),
        capabilities=_capabilities(ground, numbers),
    )
    model = _model(told, dyads, ground.readings)
    if model is None:
        raise faults.fault(faults.NO_SYSTEM)
    system = with_covariates(system_of(model, dyads, numbers), told)
    return fit_dynamics(system, runs=runs or RUNS, seed=seed), told


def _model(told: Told, dyads: Sequence[tuple[str, str]], readings: Sequence[Reading]) -> RelationModel | None:
    """The relation as the page's scores have it: the study's own events, with published data beside them where there are any."""
    from detente import relations  # noqa: PLC0415

    series = told.series()
    own = relations.own_events(series, told.numbers, {event.event_id: event.intensity for event in told.events})
    model = relations.fit_published(readings, told.years, own=[own]) if readings else None
    return model if model is not None else _own_model(own, told, dyads)


def _own_model(own: Indicator, told: Told, dyads: Sequence[tuple[str, str]]) -> RelationModel | None:
    import polars as pl  # noqa: PLC0415

    from detente.relations.latent import default_parameters, fit_relation  # noqa: PLC0415

    if not own.frame["period"].is_between(*told.years).any():
        return None
    rows = [(told.numbers[a], told.numbers[b]) for a, b in dyads]
    wanted = pl.DataFrame(rows, schema={"ccode1": pl.Int64, "ccode2": pl.Int64}, orient="row")
    return fit_relation([own], first=told.years[0], last=told.years[1], dyads=wanted, parameters=default_parameters([own.name]))


def _capabilities(ground: Ground, numbers: Mapping[str, int]) -> dict[tuple[str, int], float]:
    """Shares of capabilities by state and year: of a published data set where there is one, else of a small table of the study's own."""
    letters = {number: state for state, number in numbers.items()}
    for reading in ground.readings:
        if reading.layout.family == "capabilities":
            rows = reading.frame.select("ccode", "year", "cinc").drop_nulls().iter_rows()
            return {(letters[ccode], int(year)): float(cinc) for ccode, year, cinc in rows if ccode in letters}
    for table in ground.small:
        if {"state", "year", "cinc"} <= set(table.columns):
            at = [table.columns.index(name) for name in ("state", "year", "cinc")]
            cells = [tuple(row[place] for place in at) for row in table.rows]
            return {(str(a), int(b)): float(c) for a, b, c in cells if isinstance(b, int) and isinstance(c, int | float)}
    return {}
