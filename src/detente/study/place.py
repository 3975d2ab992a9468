"""Where a study stands: its folder, the folder of its sources, and where its results are written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from detente.errors import file_label
from detente.study import faults
from detente.study.file import FILE_NAME

TABLES, REPORT, DATA, CODES, ANSWERS = "tables", "report.html", "data", "codes", "answers"
_OWN = frozenset({FILE_NAME, REPORT, TABLES, DATA, CODES, ANSWERS, "README.md", "LICENSE"})

DATA_SUFFIXES = (".csv", ".tsv", ".tab", ".parquet", ".zip", ".xml", ".toml")
"""The endings of the files in a study's `data/` that results depend on: data sets, and mappings of one's own tables; text may be notes."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """The folder of a study, the folder its sources are in, and the folder for store, tables and report."""

    folder: Path
    sources: Path
    out: Path

    @property
    def name(self) -> str:
        """The name of the study's folder, as text."""
        return file_label(self.folder.resolve().name)

    def is_own(self, path: Path) -> bool:
        """Whether a file beside the sources belongs to the study itself and is no source."""
        if self.sources != self.folder:
            return False
        first = path.relative_to(self.sources).parts[0]
        return first in _OWN or first.startswith("detente.sqlite")

    def label(self, path: Path) -> str:
        """A source's path within the sources, the same on every machine."""
        return file_label(path.relative_to(self.sources).as_posix())


def data_files(folder: Path) -> list[Path]:
    """The data sets beside the sources of a study and their mappings, in order of name; none where it has no such folder."""
    return sorted(path for path in (folder / DATA).glob("*") if path.suffix.lower() in DATA_SUFFIXES and path.is_file())


def find_place(folder: Path, out: Path | None = None, *, writes: bool = True) -> Place:
    """The place of a study: its sources are in `sources/`, else in the folder itself.

    Results go to `out`, else into the folder. Raises `UsageFault` 901 without a folder, 910 where it
    cannot be written.
    """
    if not folder.is_dir():
        raise faults.fault(faults.NO_FOLDER, where=str(folder))
    sources = folder / "sources"
    results = out or folder
    place = Place(folder=folder, sources=sources if sources.is_dir() else folder, out=results)
    if not writes:
        return place
    try:
        results.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise faults.fault(faults.NOT_WRITABLE, error.strerror or "", where=str(results)) from error
    if not os.access(results, os.W_OK):
        raise faults.fault(faults.NOT_WRITABLE, where=str(results))
    return place
