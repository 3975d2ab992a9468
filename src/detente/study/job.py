"""What every stage of one run is given."""

from __future__ import annotations

from dataclasses import dataclass

from detente.record import Store
from detente.study.file import StudyFile
from detente.study.model import Purse
from detente.study.place import Place
from detente.study.progress import Progress
from detente.study.rooms import Rooms
from detente.study.workers import CodingEngine


@dataclass(frozen=True, kw_only=True)
class Job:
    """A run: the open store, where the study stands, what it asks, who works on it and on whose machines, the seed of the
    bands, and who agrees to what a language model costs (nobody, where there is none)."""

    store: Store
    place: Place
    study: StudyFile
    rooms: Rooms
    progress: Progress
    seed: int = 0
    workers: int | None = None
    engine: CodingEngine = "local"
    purse: Purse | None = None
