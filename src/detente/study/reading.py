"""The first stage: read the sources that are new or changed, and take out those that are gone."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import DocumentRefused
from detente.model import Document
from detente.record import ReadingRow, Store
from detente.study import faults
from detente.study.file import StudyFile
from detente.study.job import Job
from detente.study.place import Place
from detente.study.rooms import enter


@dataclass(frozen=True, kw_only=True)
class _Source:
    """A file to be read, with its citation key, what the study says of it, and the row its reading will have."""

    path: Path
    key: str
    metadata: Mapping[str, str]
    row: ReadingRow


def read_stage(job: Job) -> int:
    """Bring the record up to date with the files; return how many were read.

    A file is read again when its bytes, its key, what the study says of it, or the reader has changed.
    Raises `UsageFault` 905 where there are no files at all, 908 for metadata of a file that is not there.
    """
    sources = _sources(job)
    for reading in job.store.readings():
        if reading.path not in sources:
            job.store.drop_reading(reading.path)
    done = 0
    # a file that turns out to be the first of two copies sends the other back to be read as the copy
    while pending := _pending(job.store, sources):
        with job.progress.stage("Reading", len(pending)) as step:
            for label in pending:
                _read_one(job, sources[label])
                step(label)
        done += len(pending)
    return done


def _sources(job: Job) -> dict[str, _Source]:
    files = {job.place.label(path): path for path in source_paths(job.place)}
    keys = citation_keys(files)
    metadata, reader = _metadata_by_label(job.study, keys), job.rooms.reader_key()
    found = {}
    for label, path in sorted(files.items()):
        told = metadata.get(label, {})
        digest = hashlib.sha256(json.dumps([keys[label], dict(told)], sort_keys=True).encode()).hexdigest()[:32]
        row = ReadingRow(path=label, sha256=file_hash(path), reader=reader, metadata=digest)
        found[label] = _Source(path=path, key=keys[label], metadata=told, row=row)
    return found


def source_paths(place: Place) -> list[Path]:
    """The files of a study's sources; raises `UsageFault` 905 where there are none."""
    from detente.documents import find_sources  # noqa: PLC0415 - readers are loaded when there is something to find

    paths = [path for path in find_sources(place.sources) if not place.is_own(path)]
    if not paths:
        raise faults.fault(faults.NO_SOURCES, where=str(place.sources))
    return paths


def citation_keys(labels: Iterable[str]) -> dict[str, str]:
    """A citation key for each path: its stem, with its folder and then its suffix where stems meet."""
    labels = list(labels)
    stems = Counter(Path(label).stem for label in labels)
    longer = Counter(Path(label).with_suffix("").as_posix() for label in labels)
    keys = {}
    for label in labels:
        stem, name = Path(label).stem, Path(label).with_suffix("").as_posix()
        keys[label] = stem if stems[stem] == 1 else name if longer[name] == 1 else label
    return keys


def _metadata_by_label(study: StudyFile, keys: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """What the study says of each path; an entry may name the path, the file or its key."""
    found: dict[str, Mapping[str, str]] = {}
    for name, entry in study.sources.items():
        meant = [label for label in keys if name in (label, Path(label).name, keys[label])]
        if not meant:
            raise faults.fault(faults.NO_SUCH_SOURCE, name, where="study.toml")
        found |= dict.fromkeys(meant, entry)
    return found


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, or nothing where it is no file that can be opened: a pipe would never end."""
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _pending(store: Store, sources: Mapping[str, _Source]) -> list[str]:
    held = {row.path: (row.sha256, row.reader, row.metadata) for row in store.readings()}
    return [label for label, each in sources.items() if held.get(label) != (each.row.sha256, each.row.reader, each.row.metadata)]


def _read_one(job: Job, source: _Source) -> None:
    from detente.documents import SourceMetadata  # noqa: PLC0415

    reader: Any = enter(job.rooms.reader)
    try:
        told = SourceMetadata(**source.metadata)
        documents: tuple[Document, ...] = reader(source.path, root=job.place.sources, metadata=told, key=source.key)
    except DocumentRefused as refused:
        row = source.row
        job.store.put_reading(ReadingRow.refused(refused, path=row.path, sha256=row.sha256, reader=row.reader, metadata=row.metadata))
        return
    job.store.put_reading(source.row, documents)
