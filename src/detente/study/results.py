"""The last stages: the series from the record, the tables, the page, and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.model import Event
from detente.record import Format, Row, Store, document_labels, export_rows, table_book, whole_file, write_books, write_table
from detente.study.data import data_sets
from detente.study.file import StudyFile
from detente.study.frames import Frames, frames_of, strongest
from detente.study.incidents import Grouped, asserted_periods, difference_rows, grouped, incident_rows, memberships
from detente.study.job import Job
from detente.study.ledger import Ledger, ledger_of
from detente.study.manifest import manifest_of, write_manifest
from detente.study.place import REPORT, TABLES
from detente.study.published import published_files, read_files
from detente.study.relation import Related, related
from detente.study.scope import Scope, scope_of
from detente.study.theories import Moved, tested
from detente.study.visits import visits_of
from detente.study.what_if import TABLES as SUPPOSED_TABLES
from detente.study.what_if import Ground, Supposed, supposed

if TYPE_CHECKING:
    import polars as pl

    from detente.report import StudyView

STORE_TABLES = ("events", "figures", "agreements", "reasons", "periods", "milestones", "dates", "sources")
FRAME_TABLES = ("series", "contexts", "meetings", "visits", "motives", "asserted", "actors")
INCIDENT_TABLES = ("incidents", "differences")
LEDGER_TABLES = ("treaties", "flows")
SCORE_TABLES = ("latent", "turns", "triangle", "hands", "likeness")
THEORY_TABLES = ("theories",)
WRITTEN = (*STORE_TABLES, *FRAME_TABLES, *INCIDENT_TABLES, *LEDGER_TABLES, *SCORE_TABLES, *THEORY_TABLES, *SUPPOSED_TABLES)
"""Every table that a run writes."""
FORMATS: tuple[Format, ...] = ("csv", "jsonl")


def make_results(job: Job) -> tuple[list[Path], dict[str, Any]]:
    """Write tables, page and manifest of a study; return the files and what the run tells at its end."""
    store, progress, out = job.store, job.progress, job.place.out
    events, dates = store.events(), store.dates()
    scope = scope_of(job.study, events)
    names, own = state_names(events, scope), own_types(job.rooms.codes)
    with progress.stage("Series", 1) as step:
        labels = document_labels((row["document_id"], row["key"], row["path"]) for row in store.source_rows())
        frames = frames_of(events, dates, scope, seed=job.seed, reasons=store.reasons(), periods=asserted_periods(store), labels=labels)
        step("done")
    with progress.stage("Relation", 1) as step:
        readings = read_files(published_files(job.place.folder, job.study))
        frames = replace(frames, visits=visits_of(frames.meetings, scope, readings))
        scores = related(frames, scope, events, readings=readings, seed=job.seed)
        step("done")
    with progress.stage("Theories", 1) as step:
        named = job.study.theories
        moved = tested(events, dates, scope, paths=scores.paths, readings=readings, named=named, seed=job.seed)
        step("done")
    what_if = _supposed(job, Ground(events=events, dates=dates, scope=scope, readings=readings, small=data_sets(job.place)))
    with progress.stage("Incidents", 1) as step:
        found = grouped(store)
        store.put_memberships(memberships(found))
        step("done")
    with progress.stage("Tables", len(WRITTEN)) as step:
        ledger = ledger_of(store, job.place)
        written = _write_tables(job, frames, found, own, step, ledger=ledger, scores=scores, moved=moved, what_if=what_if)
    manifest = manifest_of(job, scope)
    with progress.stage("Report", 1) as step:
        written.append(
            _write_page(job, scope, frames, names, manifest, ledger=ledger, found=found, scores=scores, moved=moved, what_if=what_if)
        )
        step(REPORT)
    written.append(write_manifest(manifest, written, out))
    return written, strongest(frames.series, scope, names, events) | {"scope": _kept(job.study), "codebook": own}


def _supposed(job: Job, ground: Ground) -> Supposed:
    """The interventions and the forecast that the study asks for, as a stage of its own where it asks for any."""
    if not job.study.interventions and job.study.horizon is None:
        return Supposed()
    with job.progress.stage("Simulation", 1) as step:
        found = supposed(ground, job.study, seed=job.seed)
        step("done")
    return found


def _kept(study: StudyFile) -> dict[str, Any]:
    """What the other verbs need of the study file, where results stand apart from it."""
    return {"states": study.states, "focus": study.focus, "first_year": study.first_year, "last_year": study.last_year}


def state_names(events: Iterable[Event], scope: Scope) -> dict[str, str]:
    """The register's name of each state that the events or the study speak of, by its letters."""
    from detente.register import default_register  # noqa: PLC0415 - only results need names

    states = default_register().states
    codes = {code for event in events for code in (event.source.state, event.target.state) if code} | set(scope.states)
    return {code: states[code].name if code in states else code for code in sorted(codes)}


def own_types(codes: Sequence[Path]) -> list[Row]:
    """The event types of a study's own codes, a row each as codebook.md shows them; empty where it has none."""
    if not codes:
        return []
    from detente.codes import read_codes  # noqa: PLC0415 - most studies have none

    return [
        {
            "own_type": kind.name,
            "event_type": kind.event_type,
            "mode": kind.mode,
            "tone": kind.tone,
            "intensity": kind.score,
            "definition": kind.definition,
        }
        for kind in read_codes(codes).codebook
    ]


def _write_tables(
    job: Job,
    frames: Frames,
    found: Grouped,
    own: Sequence[Row],
    step: Any,  # noqa: ANN401 - a `Step`
    *,
    ledger: Ledger,
    scores: Related,
    moved: Moved,
    what_if: Supposed,
) -> list[Path]:
    out = job.place.out / TABLES
    written, books = [], []
    for name, rows in study_tables(job.store, frames, found, ledger, scores, moved, what_if).items():
        book = table_book(name)
        for format_ in FORMATS:
            path = out / f"{name}.{format_}"
            write_table(rows, book.shown(), path, format_)
            written.append(path)
            books.append((book, path, book.shown()))
        step(name)
    return [*written, *write_books(out, books, title=job.study.title, own_types=own)]


def study_tables(  # noqa: PLR0917
    store: Store,
    frames: Frames,
    found: Grouped,
    ledger: Ledger,
    scores: Related | None = None,
    moved: Moved | None = None,
    what_if: Supposed | None = None,
) -> dict[str, list[Row]]:
    """The rows of every table of a study, by the table's name; the store holds the incident of each statement."""
    tables: dict[str, list[Row]] = {name: list(export_rows(store, name)) for name in STORE_TABLES}
    tables |= {name: frame_rows(name, getattr(frames, name)) for name in FRAME_TABLES}
    tables |= {"incidents": incident_rows(found, store), "differences": list(difference_rows(found, store))}
    made = ledger.frames() | (scores or Related()).frames() | (moved or Moved()).frames() | (what_if or Supposed()).frames()
    return tables | {name: frame_rows(name, frame) for name, frame in made.items()}


def frame_rows(table: str, frame: pl.DataFrame | None) -> list[Row]:
    """The rows of a table of relations, in the columns of the dictionary."""
    if frame is None:
        return []
    names = [column.name for column in table_book(table).columns]
    return [{name: row[name] for name in names} for row in frame.iter_rows(named=True)]


def _write_page(
    job: Job,
    scope: Scope,
    frames: Frames,
    names: Mapping[str, str],
    manifest: Mapping[str, Any],
    *,
    ledger: Ledger,
    found: Grouped,
    scores: Related,
    moved: Moved,
    what_if: Supposed,
) -> Path:
    from detente.report import Material, build_view  # noqa: PLC0415 - the page is heavy

    store, study = job.store, job.study
    view = build_view(
        Material(
            title=study.title,
            question=study.question,
            licence=study.licence,
            dyads=scope.dyads,
            states=dict(names),
            documents=tuple(store.documents()),
            sentences=store.sentences(),
            events=store.events(),
            figures=store.figures(),
            agreements=store.agreements(),
            refused=_refused(store),
            series=frames.series,
            contexts=frames.contexts,
            meetings=frames.meetings,
            visits=frames.visits,
            treaties=ledger.treaties,
            beside=ledger.beside,
            flows=ledger.flows,
            reasons=store.reasons(),
            periods=asserted_periods(store),
            milestones=store.milestones(),
            incidents=found.incidents,
            corroborations=found.corroborations,
            motives=frames.motives,
            asserted=frames.asserted,
            actors=frames.actors,
            scores=scores.tables(),
            theories=moved.findings,
            supposed=what_if.for_page(),
            data_sets=data_sets(job.place),
            manifest=manifest,
        )
    )
    return _page_file(job.place.out / REPORT, view)


def _page_file(path: Path, view: StudyView) -> Path:
    from detente.report import render_report  # noqa: PLC0415

    with whole_file(path) as stream:
        stream.write(render_report(view).encode("utf-8", "backslashreplace"))
    return path


def _refused(store: Store) -> Sequence[Any]:
    from detente.report import Refused  # noqa: PLC0415

    found = [Refused(path=row.path, reason=f"D{row.number}: {row.reason}") for row in store.readings() if row.outcome == "refused"]
    found += [Refused(path=row["path"], reason=row["failed"]) for row in store.source_rows() if row["failed"]]
    return found
