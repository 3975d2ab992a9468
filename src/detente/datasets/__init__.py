"""Tables of facts beside the sources: the small ones of a study, each row with its citation and its id."""

from detente.datasets.cells import Value
from detente.datasets.layout import Column, Layout, layouts
from detente.datasets.tables import FactRow, FactTable, find_tables, read_table

__all__ = ["Column", "FactRow", "FactTable", "Layout", "Value", "find_tables", "layouts", "read_table"]
