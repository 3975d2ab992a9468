"""A study from its folder to its report: read, code, series, report; each only where something changed."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from detente.record import Store, long_run, sweep
from detente.study.coding import code_stage
from detente.study.file import code_files, read_study_file
from detente.study.job import Job
from detente.study.model import Purse
from detente.study.outcome import StudyOutcome, outcome_of
from detente.study.place import REPORT, TABLES, Place, data_files, find_place
from detente.study.progress import Progress, Silent
from detente.study.published import named_files
from detente.study.reading import file_hash, read_stage
from detente.study.rooms import Rooms, enter
from detente.study.workers import CodingEngine


def run_study(
    folder: Path | str,
    *,
    out: Path | str | None = None,
    workers: int | None = None,
    engine: CodingEngine = "local",
    progress: Progress | None = None,
    seed: int = 0,
    rooms: Rooms | None = None,
    purse: Purse | None = None,
) -> StudyOutcome:
    """Read, code and report on a folder of sources; return what was found.

    Stages whose input has not changed are passed over. A run that is stopped, by whatever means, leaves
    whole documents behind and the next one goes on from there. Results stand in the folder, or in `out`;
    `workers` processes code (as many as there are processors by default), or with the `engine` `spark` those of a
    cluster; `seed` is that of the bands.

    Where study.toml names a language model, `purse` is asked before it is, and told after.

    Raises `UsageFault` (9xx) for a folder or study file that cannot be, `CodingFault` 540 to 543 for own
    codes that cannot be used and 510 to 518 where a language model could not be asked, `RecordFault` 407
    while another run works on the study. Files that cannot be read are refused by name in the outcome, not raised.
    """
    study = read_study_file(Path(folder))
    place = find_place(Path(folder), Path(out) if out is not None else None)
    with long_run(place.out), Store.open(place.out) as store, _stoppable(), _noted(store, place):
        job = Job(
            store=store,
            place=place,
            study=study,
            rooms=(rooms or Rooms()).chosen(codes=code_files(place.folder, study), fast=study.fast, eight_bit=study.eight_bit),
            progress=progress or Silent(),
            seed=seed,
            workers=workers,
            engine=engine,
            purse=purse,
        )
        read, coded, fresh = read_stage(job), code_stage(job), _results(job)
        return outcome_of(store, place.out / REPORT, read=read, coded=coded, fresh=fresh)


def _results(job: Job) -> bool:
    """Make tables and report, unless they stand there already as this record would make them."""
    store, out, key = job.store, job.place.out, _results_key(job)
    if store.done("results", key) and all(file_hash(out / name) == sha256 for name, sha256 in store.outputs().items()):
        return False
    for folder in (out, out / TABLES):
        sweep(folder)
    written, found = enter(job.rooms.results)(job)
    store.put_outputs({path.relative_to(out).as_posix(): file_hash(path) for path in written})
    store.mark("results", key, found)
    return True


def _results_key(job: Job) -> str:
    """All that tables and report depend on, in one hash."""
    store, place = job.store, job.place
    data = data_files(place.folder)
    parts = (
        job.rooms.results_key(),
        repr(job.study),
        job.seed,
        [(path.name, file_hash(path)) for path in data],
        [(name, file_hash(path)) for name, path in zip(job.study.data, named_files(place.folder, job.study), strict=True)],
        [(row.path, row.sha256, row.metadata, row.number, row.reason) for row in store.readings()],
        [(row.document, row.digest, row.failed) for row in store.codings()],
        sorted(store.copies().items()),
        sorted(store.verdicts().items()),
        store.groupings(),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def _noted(store: Store, place: Place) -> Iterator[None]:
    number = store.begin_run(f"detente study {place.name}", pid=os.getpid(), started=_clock())
    yield
    store.end_run(number, ended=_clock())


def _clock() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let a polite request to end (SIGTERM) roll back what is in hand, as Ctrl-C does."""

    def stop(number: int, frame: FrameType | None) -> None:
        """End as Ctrl-C does."""
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
