"""How a study was made: versions, hashes, seed and command; no clock, and no path of one machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.record import whole_file
from detente.study.file import FILE_NAME
from detente.study.job import Job
from detente.study.place import data_files
from detente.study.published import named_files
from detente.study.reading import file_hash
from detente.study.rooms import versions
from detente.study.scope import Scope
from detente.version import __version__

MANIFEST = "tables/manifest.json"


def manifest_of(job: Job, scope: Scope) -> dict[str, Any]:
    """What went into a study: enough to make the same tables again, and to see that they are the same."""
    store, place = job.store, job.place
    readings = store.readings()
    coders = sorted({f"{row.coder} {row.coder_version}" for row in store.codings() if row.failed is None})
    return {
        "program": f"détente {__version__}",
        "command": f"detente study {place.name}",
        "seed": job.seed,
        "coder": ", ".join(coders),
        "years": f"{scope.first_year} to {scope.last_year}" if not scope.is_open else "",
        "states": ", ".join(scope.states),
        "study_file": file_hash(place.folder / FILE_NAME),
        "codes": {path.relative_to(place.folder).as_posix(): file_hash(path) for path in job.rooms.codes},
        "packages": versions(),
        "sources": {row.path: row.sha256 for row in readings if row.outcome == "read"},
        "refused": {row.path: f"D{row.number}: {row.reason}" for row in readings if row.outcome == "refused"},
        "data": {path.name: file_hash(path) for path in data_files(place.folder)} | _published(job),
    }


def _published(job: Job) -> dict[str, str]:
    """The hash of each file of published data that study.toml names, under that name."""
    files = named_files(job.place.folder, job.study)
    return {name: file_hash(path) for name, path in zip(job.study.data, files, strict=True)}


def write_manifest(manifest: dict[str, Any], files: list[Path], out: Path) -> Path:
    """Write manifest.json with the hashes of the files that were made; return its path."""
    made = {path.relative_to(out).as_posix(): file_hash(path) for path in sorted(files)}
    path = out / MANIFEST
    with whole_file(path) as stream:
        stream.write(json.dumps(manifest | {"made": made}, ensure_ascii=False, indent=1).encode() + b"\n")
    return path
