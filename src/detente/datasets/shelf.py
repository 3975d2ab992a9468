"""The data sets that are at hand: those in a study's `data/` folder, and those in the folder that DETENTE_DATA names.

A file is known by its columns, or by a mapping that lies beside it as `NAME.mapping.toml`. A study's own file goes before one of the
same name in the folder of all studies.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from detente.datasets.events import EventLayout, event_layouts, read_any, read_mappings
from detente.datasets.events.faults import MAPPING, NO_FOLDER, NOT_FOUND, event_refusal
from detente.datasets.faults import UNKNOWN_FILE, RowFault, refusal
from detente.datasets.fetch import check_free, put_in_place
from detente.datasets.published import Reading, published_layouts, recognise
from detente.datasets.published_layout import Layout
from detente.dates import iso_day
from detente.errors import DataRefused

VARIABLE = "DETENTE_DATA"
"""The environment variable that names the folder of data for all studies."""

FOLDER = "data"
"""The folder of a study that holds its data sets."""

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".zip", ".xml")
MAPPING_SUFFIX = ".mapping.toml"


@dataclass(frozen=True, kw_only=True)
class Item:
    """A file at hand: its name, where it lies, whether in the study, and its layout, or in words why it cannot be read."""

    name: str
    path: Path
    in_study: bool
    layout: Layout | None
    fault: str = ""

    def row(self) -> dict[str, Any]:
        """What a list shows of it."""
        first, last = self.layout.coverage if self.layout else (0, 0)
        return {
            "name": self.name,
            "data_set": self.layout.data_set if self.layout else "",
            "family": self.layout.family if self.layout else "",
            "layout": self.layout.name if self.layout else "",
            "from": first or None,
            "to": last or None,
            "where": "study" if self.in_study else VARIABLE,
            "licence": self.layout.licence if self.layout else "",
            "citation": self.layout.citation if self.layout else "",
            "fault": self.fault,
        }


def data_folders(study: Path | None) -> list[tuple[Path, bool]]:
    """The folders that are searched, and whether each is the study's: its `data/`, then that of DETENTE_DATA."""
    folders = [(study / FOLDER, True)] if study is not None else []
    shared = os.environ.get(VARIABLE, "")
    return [*folders, *([(Path(shared), False)] if shared else [])]


def mapping_of(path: Path) -> EventLayout | None:
    """The layout that the mapping beside a file gives it; raises `DataRefused` 335 where that is wrong or for another file."""
    beside = path.with_name(path.name + MAPPING_SUFFIX)
    if not beside.is_file():
        return None
    layouts = read_mappings(beside)
    if path.name not in layouts:
        raise event_refusal(MAPPING, f'it has no table [data."{path.name}"]', where=beside.name)
    return layouts[path.name]


def layout_at(path: Path) -> Layout | None:
    """The layout of a file, by the mapping beside it or else by its columns; None for a file that is no known data set."""
    return mapping_of(path) or recognise(path)


def is_published(path: Path) -> bool:
    """Whether a file is a published data set or has a mapping; one that cannot be read is none."""
    try:
        return layout_at(path) is not None
    except DataRefused:
        return False


def items(study: Path | None) -> Iterator[Item]:
    """The data sets at hand, those of the study first, each folder in order of path; files that are no data set are passed over."""
    seen: set[Path] = set()
    for folder, in_study in data_folders(study):
        paths = folder.glob("*") if in_study else folder.rglob("*")
        for path in sorted(path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file()):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            try:
                layout = layout_at(path)
            except DataRefused as error:
                yield Item(name=path.name, path=path, in_study=in_study, layout=None, fault=f"D{error.number}: {error.what}")
                continue
            if layout is not None:
                yield Item(name=path.name, path=path, in_study=in_study, layout=layout)


def find_item(name: str, study: Path | None) -> Item:
    """The data set whose file has this name, with or without its ending, or whose layout has; the study's first.

    Raises `DataRefused` 341 where there is none.
    """
    every = list(items(study))
    for same in (
        lambda item: item.name == name,
        lambda item: Path(item.name).stem == name,
        lambda item: item.layout is not None and name in (item.layout.name, item.layout.data_set),
    ):
        found = next((item for item in every if same(item)), None)
        if found is not None:
            return found
    raise event_refusal(NOT_FOUND, repr(name))


def known_layout(name: str) -> Layout | None:
    """A published layout by its name or that of its data set, whether a file of it is at hand or not."""
    every: Mapping[str, Layout] = {**published_layouts(), **event_layouts()}
    return every.get(name) or next((layout for layout in every.values() if layout.data_set.casefold() == name.casefold()), None)


# adding -----------------------------------------------------------------------------------------------


def add_file(path: Path, *, study: Path | None, mapping: Path | None = None, link: bool = False) -> tuple[Item, Reading]:
    """Read a file strictly and put it with the study's data, or with those of all studies where no study is named.

    The file is copied, so that a study's folder holds all that it rests on; with `link` a symbolic link to it is made instead. A mapping
    is put beside it. Nothing is put anywhere before the whole file has been read. Raises `DataRefused`: 301 and others where the file
    cannot be read, 313 where it is no known data set, 335 for a wrong mapping, 340 where a file of the name is there, 346 without a folder.
    """
    folders = data_folders(study)
    if not folders or (study is not None and not study.is_dir()):
        raise event_refusal(NO_FOLDER, where=study.name if study else None)
    folder, in_study = folders[0]
    target = folder / path.name
    check_free(target)
    layouts = read_mappings(mapping) if mapping is not None else {}
    if mapping is not None and path.name not in layouts:
        raise event_refusal(MAPPING, f'it has no table [data."{path.name}"]', where=mapping.name)
    if not path.is_file():
        raise DataRefused(
            301, "the data set cannot be read: no such file", where=path.name, todo="See that the file is there and may be read."
        )
    if not layouts and recognise(path) is None:
        todo = "Take the makers' own file, or describe its columns with --as MAPPING; `detente data list --known` lists what is read."
        raise DataRefused(UNKNOWN_FILE, refusal(UNKNOWN_FILE).what, where=path.name, todo=todo)
    reading = read_any(path, root=path.parent, mappings=layouts)
    folder.mkdir(parents=True, exist_ok=True)
    if mapping is not None:
        _copied(mapping, target.with_name(target.name + MAPPING_SUFFIX))
    if link:
        target.symlink_to(path.resolve())
    else:
        _copied(path, target)
    return Item(name=target.name, path=target, in_study=in_study, layout=reading.layout), reading


def _copied(path: Path, target: Path) -> None:
    check_free(target)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".add-", suffix=".part")
    os.close(handle)
    try:
        shutil.copyfile(path, temporary)
        put_in_place(Path(temporary), target)
    finally:
        Path(temporary).unlink(missing_ok=True)


# describing -------------------------------------------------------------------------------------------


def describe_layout(layout: Layout) -> dict[str, Any]:
    """What a layout says of its data set, whether a file of it is at hand or not."""
    return {
        "data_set": layout.data_set,
        "version": layout.version,
        "family": layout.family,
        "layout": layout.name,
        "published_from": layout.coverage[0] or None,
        "published_to": layout.coverage[1] or None,
        "columns": dict(layout.columns),
        "ignored": sorted(layout.ignored),
        "citation": layout.citation,
        "licence": layout.licence,
        "url": layout.url,
        "known_faults": list(layout.known_faults),
    }


def describe_item(item: Item) -> dict[str, Any]:
    """What a file holds: its layout, rows, first and last day or year, and its faults by number. Raises `DataRefused` as reading does."""
    reading = read_item(item)
    first, last = extent(reading.frame)
    return {
        "name": item.name,
        "where": "study" if item.in_study else VARIABLE,
        **describe_layout(reading.layout),
        "rows": reading.frame.height,
        "frame": {name: str(kind) for name, kind in reading.frame.schema.items()},
        "first": first,
        "last": last,
        "faults": fault_counts(reading.faults),
        "notes": list(reading.notes),
    }


def read_item(item: Item) -> Reading:
    """The whole of a data set at hand; raises `DataRefused` where it cannot be read."""
    own = mapping_of(item.path)
    return read_any(item.path, root=item.path.parent, mappings={item.path.name: own} if own else None)


def extent(frame: pl.DataFrame) -> tuple[str | None, str | None]:
    """The first and the last day, or year, of a frame of any family; None of an empty one, or one without dates."""
    for first, last in (("day", "last_day"), ("first_day", "last_day"), ("day", "day")):
        if first in frame.columns and last in frame.columns and frame[first].drop_nulls().len():
            start, end = frame[first].min(), frame[last].max()
            return iso_day(start) if isinstance(start, int) else None, iso_day(end) if isinstance(end, int) else None
    for first, last in (("year", "year"), ("first_year", "last_year")):
        if first in frame.columns and frame[first].drop_nulls().len():
            return str(frame[first].min()), str(frame[last].max())
    return None, None


def fault_counts(faults: tuple[RowFault, ...]) -> dict[str, int]:
    """How many faults of each number there are."""
    counts = Counter(f"D{fault.number}" for fault in faults)
    return dict(sorted(counts.items()))
