"""A whole file of event data, or a table of the user's own with its mapping, as one `Reading` like that of any other data set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from detente.datasets.events.layouts import EventLayout
from detente.datasets.events.own import read_own_panel
from detente.datasets.events.raw import layout_of_file
from detente.datasets.events.read import ROWS, read_event_batches
from detente.datasets.faults import UNKNOWN_FILE, refusal
from detente.datasets.published import READERS, Reading, read_published, recognise

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".zip")
"""The endings of the files that are looked at for event data."""


def read_events(path: str | Path, *, root: str | Path | None = None, layout: EventLayout | None = None) -> Reading:
    """All events of a file: see `read_event_batches` for the frame, the faults and what is refused."""
    file = Path(path)
    found = layout or layout_of_file(file)
    label = file.relative_to(root).as_posix() if root is not None else file.name
    if found is None:
        raise refusal(UNKNOWN_FILE, where=label)
    batches = list(read_event_batches(file, rows=ROWS, root=root, layout=found))
    frame = pl.concat([batch.frame for batch in batches])
    faults = sorted((fault for batch in batches for fault in batch.faults), key=lambda fault: (fault.row or 0, fault.number, fault.what))
    return Reading(layout=found, frame=frame, faults=tuple(faults), file=label, notes=found.known_faults)


def read_mapped(path: str | Path, layout: EventLayout, *, root: str | Path | None = None) -> Reading:
    """A table of the user's own by its mapping: events, dyad-years or state-years. Raises `DataRefused` as their readers do."""
    if layout.family == "events":
        return read_events(path, root=root, layout=layout)
    file = Path(path)
    frame, faults = read_own_panel(file, layout, root=root)
    label = file.relative_to(root).as_posix() if root is not None else file.name
    return Reading(layout=layout, frame=frame, faults=faults, file=label, notes=layout.known_faults)


def read_any(path: str | Path, *, root: str | Path | None = None, mappings: Mapping[str, EventLayout] | None = None) -> Reading:
    """A file by the mapping under its name where there is one, else by the layout that it is in. Raises `DataRefused` 313 for none."""
    own = (mappings or {}).get(Path(path).name)
    return read_mapped(path, own, root=root) if own is not None else read_published(path, root=root)


def find_event_layout(path: Path) -> EventLayout | None:
    """The layout of event data of a file, None for one that is of another family or ending."""
    return layout_of_file(path) if path.suffix.lower() in SUFFIXES else None


def _read(path: Path, root: str | Path | None) -> Reading:
    return read_events(path, root=root)


READERS.append((find_event_layout, _read))

__all__ = ["find_event_layout", "read_any", "read_events", "read_mapped", "recognise"]
