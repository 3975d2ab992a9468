"""What coding a study with a language model would cost, before anything is written or asked."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.record import Store
from detente.study.file import code_files, read_study_file
from detente.study.job import Job
from detente.study.model import model_coder
from detente.study.place import ANSWERS, find_place
from detente.study.progress import Silent
from detente.study.reading import read_stage
from detente.study.rooms import Rooms

if TYPE_CHECKING:
    from detente.coding.remote.budget import Plan


def plan_study(folder: Path, *, rooms: Rooms | None = None) -> Plan | None:
    """What the language model of a study would be asked, None where study.toml names none.

    The sources are read as a run would read them, into a store that is thrown away. Raises as `run_study` does.
    """
    study = read_study_file(folder)
    if study.coder is None:
        return None
    place = find_place(folder, writes=False)
    held = (rooms or Rooms()).chosen(codes=code_files(place.folder, study), fast=study.fast, eight_bit=study.eight_bit)
    with tempfile.TemporaryDirectory() as out, Store.open(Path(out)) as store:
        job = Job(store=store, place=replace(place, out=Path(out)), study=study, rooms=held, progress=Silent())
        read_stage(job)
        return model_coder(study.coder, place.folder / ANSWERS, held).plan(store.documents())
