"""The scores and triangles that the verbs ask for: of a study that was run, or of a folder of published data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import UsageFault
from detente.record import Row, Store
from detente.study.asking import study_scope
from detente.study.file import read_study_file
from detente.study.frames import series_of
from detente.study.published import published_files, read_files
from detente.study.relation import data_scores, state_numbers, study_scores
from detente.study.results import frame_rows

if TYPE_CHECKING:
    import polars as pl

    from detente.relations import Paths, Scores


def score_rows(folder: Path, *, dyad: str | None = None, seed: int = 0) -> list[Row]:
    """The rows of the table `latent` of a study, of all its pairs or of one; empty where nothing is told of any.

    Raises `RecordFault` 401 where no study was run, `UsageFault` 907 for a pair that names no two states.
    """
    from detente import relations  # noqa: PLC0415 - data frames are heavy

    scores, series = _of_study(folder, dyad=dyad, seed=seed)
    return [] if scores is None else frame_rows("latent", relations.scores_frame(scores, series))


def triangle_rows(
    folder: Path | None,
    *,
    data: Path | None = None,
    states: Sequence[str] = (),
    years: tuple[int | None, int | None] = (None, None),
    neutral: float = 0.0,
    seed: int = 0,
) -> list[Row]:
    """The triangle of three states by year, from a study or from a folder of published data, as the table `triangle` has it.

    Without `states` the first three of the study; `years` bound what is shown, not what the scores rest on. Raises `UsageFault` 643
    where there are no three states, 644 where neither or both of study and data are named; `DetenteError` 641 for a neutral zone
    below 0.
    """
    from detente import relations  # noqa: PLC0415

    if (folder is None) == (data is None):
        raise UsageFault(644, "one study or one folder of data is wanted", todo="Name the study, or give --data DIR with --states.")
    if folder is not None:
        scores, _ = _of_study(folder, seed=seed, states=states)
    else:
        scores = data_scores(data or Path(), _three(states), years, seed=seed)
    if scores is None:
        return []
    chosen = _three(states or _states_of(scores.paths))
    rows = frame_rows("triangle", relations.triangle(scores.paths, chosen, neutral=neutral))
    first, last = years
    return [row for row in rows if (first is None or row["year"] >= first) and (last is None or row["year"] <= last)]


def _states_of(paths: Paths) -> list[str]:
    return list(dict.fromkeys(state for pair in paths.dyads for state in pair))[:3]


def _three(states: Sequence[str]) -> tuple[str, ...]:
    """Three states of the register that have COW numbers, or fault 643."""
    known = state_numbers(states)
    if len(states) != 3 or len(known) != 3:
        todo = "Name them by their Correlates of War letters: --states CHN,RUS,USA."
        raise UsageFault(643, f"a triangle is of three different states, not of {', '.join(states) or 'none'}", todo=todo)
    return tuple(states)


def _of_study(folder: Path, *, dyad: str | None = None, seed: int, states: Sequence[str] = ()) -> tuple[Scores | None, pl.DataFrame | None]:
    """The scores and the series of a study, of the pairs among `states` where some are named."""
    with Store.open(folder, readonly=True) as store:
        events, dates = store.events(), store.dates()
        scope = study_scope(store, folder, dyad)
    if states:
        three = _three(states)
        scope = replace(scope, states=three, dyads=tuple(combinations(three, 2)))
    series = series_of(events, dates, scope, seed=seed)
    readings = read_files(published_files(folder, read_study_file(folder))) if folder.is_dir() else ()
    return study_scores(series, scope, events, readings=readings, seed=seed), series
