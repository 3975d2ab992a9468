"""Tables of facts beside the sources: the small ones of a study, each row with its citation and its id."""

from detente.datasets.alliances import AllianceRow, find_alliances, is_alliance_file, read_alliances
from detente.datasets.cells import Value
from detente.datasets.layout import Column, Layout, layouts
from detente.datasets.tables import FactRow, FactTable, find_tables, read_table

__all__ = [
    "AllianceRow",
    "Column",
    "FactRow",
    "FactTable",
    "Layout",
    "Value",
    "find_alliances",
    "find_tables",
    "is_alliance_file",
    "layouts",
    "read_alliances",
    "read_table",
]
