"""The verbs that ask a study that was run what might have been, and what may come."""

from __future__ import annotations

from pathlib import Path

from detente.record import Row, Store
from detente.study.asking import study_scope
from detente.study.data import data_sets
from detente.study.file import StudyFile, read_study_file
from detente.study.place import find_place
from detente.study.published import published_files, read_files
from detente.study.what_if import Ground, fitted_of


def ground_of(folder: Path) -> tuple[Ground, StudyFile]:
    """What a study that was run rests on, and its file; raises `RecordFault` 401 where none was run."""
    place = find_place(folder, writes=False)
    study = read_study_file(place.folder)
    with Store.open(folder, readonly=True) as store:
        events, dates, scope = store.events(), store.dates(), study_scope(store, folder)
    readings = read_files(published_files(place.folder, study))
    return Ground(events=events, dates=dates, scope=scope, readings=readings, small=data_sets(place)), study


def simulated_rows(folder: Path, *, name: str | None = None, runs: int = 1000, seed: int = 0) -> list[Row]:
    """The rows of the table `counterfactuals` of a study, of all its interventions or of one.

    Raises `DetenteError` 740 to 748 where one cannot be run, 746 for a name that the study does not have.
    """
    from detente.simulate import faults, tables  # noqa: PLC0415
    from detente.simulate.interventions import counterfactual  # noqa: PLC0415

    ground, study = ground_of(folder)
    wanted = [each for each in study.interventions if name in (None, each.name)]
    if not wanted:
        raise faults.fault(faults.NO_SUCH, name or "it has none")
    fitted, told = fitted_of(ground, runs=runs, seed=seed)
    found = [counterfactual(fitted, told, each, sensitive=False) for each in wanted]
    return list(tables.counterfactuals_frame(found, seed=seed).iter_rows(named=True))


def forecast_rows(folder: Path, *, horizon: int = 10, runs: int = 1000, seed: int = 0) -> tuple[list[Row], list[Row]]:
    """The rows of the tables `forecasts` and `forecast_scores` of a study.

    Raises `DetenteError` 740 where it has no relation, 745 for a horizon below 1, 747 where it is too short to judge a forecast by.
    """
    from detente.simulate import tables  # noqa: PLC0415
    from detente.simulate.forecast import forecast  # noqa: PLC0415

    fitted, _ = fitted_of(ground_of(folder)[0], runs=runs, seed=seed)
    found = forecast(fitted, horizon=horizon, seed=seed)
    frames = tables.forecasts_frame(found, seed=seed), tables.forecast_scores_frame(found)
    return list(frames[0].iter_rows(named=True)), list(frames[1].iter_rows(named=True))
