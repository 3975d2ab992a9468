"""Tables of facts beside the sources: the small ones of a study, each row with its citation and its id."""

from detente.datasets.alliances import AllianceRow, find_alliances, is_alliance_file, read_alliances
from detente.datasets.cells import Value
from detente.datasets.duplicates import Dropped, without_repeats
from detente.datasets.events import read_any, read_event_batches, read_events, read_mappings, study_events
from detente.datasets.layout import Column, Layout, layouts
from detente.datasets.tables import FactRow, FactTable, find_tables, read_table

__all__ = [
    "AllianceRow",
    "Column",
    "Dropped",
    "FactRow",
    "FactTable",
    "Layout",
    "Value",
    "find_alliances",
    "find_tables",
    "is_alliance_file",
    "layouts",
    "read_alliances",
    "read_any",
    "read_event_batches",
    "read_events",
    "read_mappings",
    "read_table",
    "study_events",
    "without_repeats",
]
