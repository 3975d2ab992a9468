"""The record: one file that keeps what was read and coded, and writes the tables made from it."""

from detente.record.codebook import export_tables, write_books
from detente.record.columns import Column, TableBook, table_book, table_names
from detente.record.concordance import Hit
from detente.record.connect import STORE_NAME, store_path
from detente.record.faults import no_room, no_store
from detente.record.findings import Finding
from detente.record.ledger import GroupingRow, Judgement
from detente.record.lock import long_run
from detente.record.store import CodingRow, ReadingRow, Store
from detente.record.tables import Row, agreement_row, document_labels, event_row, export_rows, figure_row, mention_row, statement_row
from detente.record.writing import Format, csv_cell, json_line, sweep, table_chunks, whole_file, write_table

__all__ = [
    "STORE_NAME",
    "CodingRow",
    "Column",
    "Finding",
    "Format",
    "GroupingRow",
    "Hit",
    "Judgement",
    "ReadingRow",
    "Row",
    "Store",
    "TableBook",
    "agreement_row",
    "csv_cell",
    "document_labels",
    "event_row",
    "export_rows",
    "export_tables",
    "figure_row",
    "json_line",
    "long_run",
    "mention_row",
    "no_room",
    "no_store",
    "statement_row",
    "store_path",
    "sweep",
    "table_book",
    "table_chunks",
    "table_names",
    "whole_file",
    "write_books",
    "write_table",
]
