"""The stages of a study in their order, from a folder of sources to its report."""

from detente.study.file import FILE_NAME, StudyFile, read_study_file
from detente.study.outcome import StudyOutcome
from detente.study.place import Place, find_place
from detente.study.progress import Progress, Silent, progress_on
from detente.study.rooms import Rooms, versions
from detente.study.run import run_study

__all__ = [
    "FILE_NAME",
    "Place",
    "Progress",
    "Rooms",
    "Silent",
    "StudyFile",
    "StudyOutcome",
    "find_place",
    "progress_on",
    "read_study_file",
    "run_study",
    "versions",
]
