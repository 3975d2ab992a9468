"""Theories put to a folder of published data: a dyad and a triangle within it, and the whole system of states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError, UsageFault
from detente.record import Row, Store
from detente.study.asking import study_scope
from detente.study.file import read_study_file
from detente.study.frames import series_of
from detente.study.published import files_in, published_files, read_files
from detente.study.relation import FIRST_YEAR, state_numbers, study_scores
from detente.study.results import frame_rows
from detente.study.theories import event_findings, tested, triangle_findings

if TYPE_CHECKING:
    from detente.datasets.published import Reading
    from detente.relations import Paths
    from detente.theories.findings import Finding
    from detente.theories.pacts import Pacts

LATENT = "x of the latent relation, from published data"
REPEATS = 5_000
"""Draws of pairs or treaties: with fewer, the least p there can be would not survive the adjustment for all that is printed."""
SPLIT = 1990
"""Onset is learnt from years before this one and scored from it on."""


def theory_rows(
    folder: Path | None, *, data: Path | None = None, states: Sequence[str] = (), scope: str | None = None, seed: int = 0
) -> list[Row]:
    """The rows of the table `theories`: of a study that was run, or of a folder of published data.

    `scope` `dyad`, `triangle` or `system` keeps the rows of that kind (and of a folder computes no others); p-values are adjusted over
    the rows that are returned. `states` are three for a folder, and default to China, Russia and the United States. Raises `UsageFault`
    736 where neither or both of study and data are named, 737 for states that are none; `RecordFault` 401 where no study was run.
    """
    from detente.theories.findings import findings_frame, side_by_side  # noqa: PLC0415 - data frames are heavy

    if (folder is None) == (data is None):
        raise UsageFault(736, "one study or one folder of data is wanted", todo="Name the study, or give --data DIR.")
    found = _of_study(folder, states, seed=seed) if folder is not None else _of_data(data or Path(), states, scope, seed=seed)
    kept = [row for row in found if scope is None or row.scope == scope]
    return frame_rows("theories", findings_frame(side_by_side(kept)))


def _checked(states: Sequence[str]) -> tuple[str, ...]:
    """States of the register with numbers, three or more, or fault 737."""
    if len(state_numbers(states)) != len(states) or len(states) < 3:
        raise UsageFault(
            737,
            f"theories are put to three states or more, not to {', '.join(states) or 'none'}",
            todo="Name three or more by their Correlates of War letters: --states CHN,RUS,USA.",
        )
    return tuple(states)


def _of_study(folder: Path, states: Sequence[str], *, seed: int) -> tuple[Finding, ...]:
    with Store.open(folder, readonly=True) as store:
        events, dates = store.events(), store.dates()
        scope = study_scope(store, folder)
    study = read_study_file(folder) if folder.is_dir() else None
    if states:
        chosen = _checked(states)
        scope = replace(scope, states=chosen, dyads=tuple(combinations(chosen, 2)))
    readings = read_files(published_files(folder, study)) if study else ()
    scores = study_scores(series_of(events, dates, scope, seed=seed), scope, events, readings=readings, seed=seed)
    named = study.theories if study else ()
    paths = scores.paths if scores else None
    return tested(events, dates, scope, paths=paths, readings=readings, named=named, seed=seed).findings


def _of_data(folder: Path, states: Sequence[str], scope: str | None, *, seed: int) -> list[Finding]:
    three = _checked(states or ("CHN", "RUS", "USA"))
    readings = read_files(files_in(folder))
    rows: list[Finding] = []
    if scope in (None, "dyad", "triangle"):
        rows += event_findings(readings, three, seed=seed)
    if scope in (None, "triangle", "system"):
        paths, system = _system(readings, three, seed=seed)
        if scope != "system":
            rows += list(triangle_findings(paths, three, LATENT, seed=seed))
        if scope != "triangle":
            rows += [row for row in triangle_findings(paths, system, LATENT, seed=seed) if row.scope == "system"]
            rows += _blocs(paths, system, seed=seed)
            rows += _threat(folder, readings, seed=seed)
    return rows


def _system(readings: Sequence[Reading], states: Sequence[str], *, seed: int) -> tuple[Paths | None, tuple[str, ...]]:
    """The scores of the system of major states since 1946 with the states named, and their letters; None without evidence."""
    from detente import relations  # noqa: PLC0415

    ends = [reading.layout.coverage[1] for reading in readings if reading.layout.coverage[1]]
    years = (FIRST_YEAR, max(ends, default=FIRST_YEAR))
    system = major_states(readings, states)
    model = relations.fit_published(readings, years)
    if model is None:
        return None, system
    scores = relations.model_scores(model, tuple(combinations(system, 2)), state_numbers(system), seed=seed)
    return while_told(scores.paths), system


def while_told(paths: Paths) -> Paths:
    """The scores up to the last year of which half of the pairs have evidence: beyond it they only drift, and no tie changes its sign."""
    told = paths.evidence.mean(axis=0) >= 0.5
    last = int(told.nonzero()[0].max()) + 1 if told.any() else len(paths.labels)
    return replace(
        paths,
        labels=paths.labels[:last],
        years=paths.years[:last],
        x=paths.x[:, :last],
        se=paths.se[:, :last],
        draws=paths.draws[:, :, :last],
        evidence=paths.evidence[:, :last],
    )


def major_states(readings: Sequence[Reading], states: Sequence[str] = ()) -> tuple[str, ...]:
    """The states named and those that the data list as major powers since 1946, by their letters."""
    from detente.register import default_register  # noqa: PLC0415

    majors = {number for reading in readings if reading.layout.family == "majors" for number in _majors(reading)}
    letters = sorted(code for code, state in default_register().states.items() if state.ccode in majors)
    return tuple(dict.fromkeys((*states, *letters)))


def _majors(reading: Reading) -> list[int]:
    rows = reading.frame.select("ccode", "last_year").iter_rows()
    return [int(ccode) for ccode, last in rows if last is None or last >= FIRST_YEAR]


def _blocs(paths: Paths | None, system: Sequence[str], *, seed: int) -> Iterator[Finding]:
    """Whether ties against the two camps of the system change sign."""
    from detente.relations.balance import signed_graph  # noqa: PLC0415
    from detente.theories.adapters import cannot_test, findings_of_blocs, findings_of_signs  # noqa: PLC0415
    from detente.theories.blocs import blocs_findings  # noqa: PLC0415
    from detente.theories.flips import sign_changes  # noqa: PLC0415
    from detente.theories.triads import ties_of_paths  # noqa: PLC0415

    if paths is None:
        yield cannot_test("blocs", "nothing is told of the relations of its states", source=LATENT)
        return
    ties = ties_of_paths(paths, system)
    networks = {}
    for label, signs in zip(ties.labels, ties.signs, strict=True):
        rows = [(a, b, int(signs[i, j]), 1.0) for (i, a), (j, b) in combinations(enumerate(ties.states), 2) if signs[i, j]]
        networks[label] = signed_graph(rows, ties.states)
    of = f"{len(system)} states, {ties.labels[0]} to {ties.labels[-1]}"
    yield from findings_of_blocs(blocs_findings(networks=networks, horizons=(), seed=seed), LATENT, of=of)
    try:
        yield from findings_of_signs(sign_changes(networks, width=1, seed=seed), LATENT, of=of)
    except DetenteError as error:
        yield cannot_test("blocs", error.what, source=LATENT)


def _threat(folder: Path, readings: Sequence[Reading], *, seed: int) -> Iterator[Finding]:
    """Onset of disputes, conclusion and breakdown of pacts, over all pairs of states."""
    from detente.theories.adapters import cannot_test  # noqa: PLC0415
    from detente.theories.breakdown import breakdown, formation  # noqa: PLC0415
    from detente.theories.onset import onset, onset_cases  # noqa: PLC0415
    from detente.theories.pacts import find_pacts  # noqa: PLC0415
    from detente.theories.threat_findings import threat_findings  # noqa: PLC0415
    from detente.theories.threat_world import pair_world  # noqa: PLC0415

    source = "panel of all pairs of states"
    try:
        world = pair_world(folder)
    except DetenteError as error:
        for name in ("threat", "onset", "breakdown"):
            yield cannot_test(name, error.what, source=source)
        return
    alliances = [reading for reading in readings if reading.layout.family == "alliances"]

    def pacts() -> Pacts:
        if not alliances:
            raise DetenteError(735, "there is no data set of alliances", todo="Add COW formal alliances.")
        return find_pacts(alliances[0])

    works: dict[str, Callable[[], Sequence[Finding]]] = {
        "threat": lambda: threat_findings(hazards=[formation(world, pacts(), seed=seed, repeats=REPEATS)]),
        "onset": lambda: threat_findings(onset(onset_cases(world), split=SPLIT, seed=seed, repeats=REPEATS)),
        "breakdown": lambda: threat_findings(hazards=[breakdown(world, pacts(), seed=seed, repeats=REPEATS)]),
    }
    for name, work in works.items():
        try:
            yield from work()
        except DetenteError as error:
            yield cannot_test(name, error.what, source=source)
