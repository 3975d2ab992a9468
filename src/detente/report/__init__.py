"""The page of a study: one self-contained file that opens anywhere, with the sentence behind every number."""

from __future__ import annotations

from detente.report.build import Material, build_view
from detente.report.page import render_report
from detente.report.scored import ScoreTables
from detente.report.supposed import SupposedTables
from detente.report.view import (
    ContextRow,
    DataSet,
    Dyad,
    Finding,
    ManifestPart,
    Mark,
    Meeting,
    Phrase,
    Refused,
    SeriesRow,
    Source,
    StudyView,
)

__all__ = [
    "ContextRow",
    "DataSet",
    "Dyad",
    "Finding",
    "ManifestPart",
    "Mark",
    "Material",
    "Meeting",
    "Phrase",
    "Refused",
    "ScoreTables",
    "SeriesRow",
    "Source",
    "StudyView",
    "SupposedTables",
    "build_view",
    "render_report",
]
