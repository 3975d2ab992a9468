"""The relation of a study in one score: fitted to its own events, with its turning points and the triangles of its states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.model import Event
from detente.study.frames import Frames
from detente.study.published import files_in, read_files
from detente.study.scope import Scope

if TYPE_CHECKING:
    import polars as pl

    from detente.datasets.published import Reading
    from detente.relations import Paths, Scores
    from detente.report import ScoreTables

UNIT = "rooted points of the event scale"
BASIS = "It rests on the events of this study alone; how noisy they are and how fast relations move is taken from published event data."
MOST_STATES = 4
"""States among whom triangles are sought: the first four of a study make four of them."""

FIRST_YEAR = 1946
"""Where scores begin, when no year is named."""

_NOT_INSTALLED = 930


@dataclass(frozen=True, kw_only=True)
class Related:
    """The tables `latent`, `turns` and `triangle` (None without scores), what the scores rest on, and why turns are missing;
    `paths` are the scores with their draws."""

    latent: pl.DataFrame | None = None
    turns: pl.DataFrame | None = None
    triangle: pl.DataFrame | None = None
    hands: pl.DataFrame | None = None
    likeness: pl.DataFrame | None = None
    basis: str = ""
    missing: str = ""
    paths: Paths | None = None

    def frames(self) -> dict[str, pl.DataFrame | None]:
        """The tables by name."""
        scores = {"latent": self.latent, "turns": self.turns, "triangle": self.triangle}
        return scores | {"hands": _by_letters(self.hands), "likeness": self.likeness}

    def tables(self) -> ScoreTables:
        """The tables as the page wants them."""
        from detente.report import ScoreTables  # noqa: PLC0415 - the page is heavy

        return ScoreTables(
            latent=self.latent,
            turns=self.turns,
            triangle=self.triangle,
            hands=self.hands,
            likeness=self.likeness,
            unit=UNIT,
            basis=self.basis,
            missing=self.missing,
        )


def _by_letters(hands: pl.DataFrame | None) -> pl.DataFrame | None:
    """Who has the upper hand, with the holder's letters in place of his place in the pair."""
    if hands is None:
        return None
    import polars as pl  # noqa: PLC0415 - data frames are heavy

    return hands.with_columns(holder=pl.col("dyad").str.split("-").list.get(pl.col("holder")))


def related(frames: Frames, scope: Scope, events: Iterable[Event], *, readings: Sequence[Reading] = (), seed: int = 0) -> Related:
    """The relation of a study from its series and the published data it names.

    Without tables where it has no series, or where nothing is told of two of its states.
    """
    from detente import relations  # noqa: PLC0415 - data frames are heavy

    scores = study_scores(frames.series, scope, events, readings=readings, seed=seed)
    if scores is None:
        return Related()
    numbers = state_numbers(scope.states)
    standing = _from_data(readings, scope, numbers)
    turns, missing = _turns(scores.paths, frames)
    return Related(
        latent=relations.scores_frame(scores, frames.series),
        turns=turns,
        triangle=_triangles(scores.paths, [state for state in scope.states if state in numbers]),
        hands=standing[0],
        likeness=standing[1],
        basis=_basis(readings),
        missing=missing,
        paths=scores.paths,
    )


def study_scores(
    series: pl.DataFrame | None, scope: Scope, events: Iterable[Event], *, readings: Sequence[Reading] = (), seed: int = 0
) -> Scores | None:
    """The scores of a study's pairs from its series, and published data where there are any, fitted to all pairs of states.

    None where the study has no series, or where nothing is told of two of its states with COW numbers.
    """
    import polars as pl  # noqa: PLC0415

    from detente import relations  # noqa: PLC0415

    numbers = state_numbers(scope.states)
    dyads = tuple((a, b) for a, b in scope.dyads if {a, b} <= numbers.keys())
    if series is None or scope.first_year is None or scope.last_year is None or not dyads:
        return None
    years = (scope.first_year, scope.last_year)
    among = series.filter(pl.col("state_a").is_in(list(numbers)) & pl.col("state_b").is_in(list(numbers)))
    own = relations.own_events(among, numbers, {event.event_id: event.intensity for event in events})
    model = relations.fit_published(readings, years, own=[own]) if readings else None
    if model is None:
        return relations.own_scores(own, dyads, numbers, years, seed=seed)
    scores = relations.model_scores(model, dyads, numbers, seed=seed)
    return scores if scores.paths.known().any() else None


def data_scores(folder: Path, states: Sequence[str], years: tuple[int | None, int | None], *, seed: int = 0) -> Scores | None:
    """The scores of the pairs of some states from all published data below a folder; None where none of them is evidence.

    Without years, from 1946 to the last of the data. Raises `DataRefused` 3xx for a file that cannot be read.
    """
    from detente import relations  # noqa: PLC0415

    readings = read_files(files_in(folder))
    ends = [reading.layout.coverage[1] for reading in readings if reading.layout.coverage[1]]
    span = (years[0] or FIRST_YEAR, years[1] or max(ends, default=FIRST_YEAR))
    model = relations.fit_published(readings, span)
    return None if model is None else relations.model_scores(model, tuple(combinations(states, 2)), state_numbers(states), seed=seed)


def _basis(readings: Sequence[Reading]) -> str:
    if not readings:
        return BASIS
    named = sorted({reading.layout.data_set for reading in readings})
    return f"Beside the events of this study it rests on {', '.join(named)}, in one model of all pairs of states."


def _from_data(readings: Sequence[Reading], scope: Scope, numbers: dict[str, int]) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """Who has the upper hand, and how alike portfolios are, by the data sets of a study; None without any."""
    from detente import relations  # noqa: PLC0415

    if not readings or scope.first_year is None or scope.last_year is None:
        return None, None
    dyads, years = tuple((a, b) for a, b in scope.dyads if {a, b} <= numbers.keys()), (scope.first_year, scope.last_year)
    return relations.hands_frame(readings, dyads, numbers, years), relations.likeness_frame(readings, dyads, numbers, years)


def state_numbers(states: Sequence[str]) -> dict[str, int]:
    """The COW number of each state that has one, by its letters."""
    from detente.register import default_register  # noqa: PLC0415

    known = default_register().states
    found = {code: known[code].ccode for code in states if code in known}
    return {code: number for code, number in found.items() if number is not None}


def _turns(paths: Paths, frames: Frames) -> tuple[pl.DataFrame, str]:
    """The table of turns, and why it has none of the score's level where it cannot be sought."""
    from detente import relations  # noqa: PLC0415

    try:
        return relations.turns_frame(paths, series=frames.series, asserted=frames.asserted), ""
    except DetenteError as error:
        if error.number != _NOT_INSTALLED:
            raise
        without = relations.turns_frame(paths, series=frames.series, asserted=frames.asserted, find=lambda paths, a, b: ())
        return without, f"Turns of its level were not sought: {error.what}. {error.todo}."


def _triangles(paths: Paths, states: Sequence[str]) -> pl.DataFrame | None:
    import polars as pl  # noqa: PLC0415

    from detente import relations  # noqa: PLC0415

    threes = list(combinations(states[:MOST_STATES], 3))
    return pl.concat([relations.triangle(paths, three) for three in threes]) if threes else None
