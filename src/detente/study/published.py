"""The published data that a study uses: makers' files in its own `data/`, and those that study.toml names, wherever they lie.

A name under `data` in study.toml, such as "cow/dyadic_mid_4_02.csv", is looked for in the study's `data/` folder, then in the folder
that the environment variable `DETENTE_DATA` names. Nothing else of that folder is read, so that a study is the same on a machine that
has more of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import UsageFault
from detente.study.file import FILE_NAME, StudyFile
from detente.study.place import DATA

if TYPE_CHECKING:
    from detente.datasets.published import Reading

VARIABLE = "DETENTE_DATA"
"""The environment variable that names the folder of published data."""


def published_files(folder: Path, study: StudyFile) -> tuple[Path, ...]:
    """The makers' files of a study, each once: those in its `data/` by name, then those that study.toml names, in its order.

    Raises `UsageFault` 642 for a name that leads to no file, or out of the two folders.
    """
    from detente.datasets.shelf import SUFFIXES, is_published  # noqa: PLC0415 - only results need the data sets

    beside = sorted(path for path in (folder / DATA).glob("*") if path.suffix.lower() in SUFFIXES and is_published(path))
    return tuple(dict.fromkeys([*beside, *named_files(folder, study)]))


def named_files(folder: Path, study: StudyFile) -> tuple[Path, ...]:
    """The files that study.toml names under `data`; raises as `published_files` does."""
    return tuple(_find(name, folder) for name in study.data)


def _find(name: str, folder: Path) -> Path:
    places = [folder / DATA, *([Path(os.environ[VARIABLE])] if os.environ.get(VARIABLE) else [])]
    outside = Path(name).is_absolute() or ".." in Path(name).parts
    found = next((place / name for place in places if not outside and (place / name).is_file()), None)
    if found is None:
        todo = f"Put the file into the study's {DATA}/ folder, or let {VARIABLE} name the folder that holds it."
        raise UsageFault(642, f"study.toml names data that are not there: {name!r}", where=FILE_NAME, todo=todo)
    return found


def read_files(files: Sequence[Path]) -> tuple[Reading, ...]:
    """The readings of some files, in their order; raises `DataRefused` 3xx for one that is not as its makers publish it."""
    from detente.datasets.shelf import Item, read_item  # noqa: PLC0415

    return tuple(read_item(Item(name=path.name, path=path, in_study=True, layout=None)) for path in files)


def files_in(folder: Path) -> tuple[Path, ...]:
    """Every file of published data below a folder, in order of path."""
    from detente.datasets.shelf import SUFFIXES, is_published  # noqa: PLC0415

    return tuple(sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file() and is_published(path)))
