"""The stages of a study in their order, from a folder of sources to its report; and what is asked of it then."""

from detente.study.asking import EXPORTED, check_study, export_study, study_series
from detente.study.citing import bibliography
from detente.study.estimate import plan_study
from detente.study.file import FILE_NAME, StudyFile, code_files, read_study_file
from detente.study.incidents import judge_grouping, study_incidents
from detente.study.loose import coded_rows, explained_columns, read_loose, table_format
from detente.study.model import Purse, code_by_model, model_coder
from detente.study.outcome import StudyOutcome
from detente.study.place import ANSWERS, Place, find_place
from detente.study.progress import Lines, Progress, Silent, progress_on
from detente.study.reading import source_paths
from detente.study.rooms import Rooms, versions
from detente.study.run import run_study
from detente.study.scoring import score_rows, triangle_rows
from detente.study.simulating import forecast_rows, simulated_rows
from detente.study.start import start_study
from detente.study.systems import theory_rows
from detente.study.workers import code_all, on_this_machine

__all__ = [
    "ANSWERS",
    "EXPORTED",
    "FILE_NAME",
    "Lines",
    "Place",
    "Progress",
    "Purse",
    "Rooms",
    "Silent",
    "StudyFile",
    "StudyOutcome",
    "bibliography",
    "check_study",
    "code_all",
    "code_by_model",
    "code_files",
    "coded_rows",
    "explained_columns",
    "export_study",
    "find_place",
    "forecast_rows",
    "judge_grouping",
    "model_coder",
    "on_this_machine",
    "plan_study",
    "progress_on",
    "read_loose",
    "read_study_file",
    "run_study",
    "score_rows",
    "simulated_rows",
    "source_paths",
    "start_study",
    "study_incidents",
    "study_series",
    "table_format",
    "theory_rows",
    "triangle_rows",
    "versions",
]
