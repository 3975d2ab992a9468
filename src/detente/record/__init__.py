"""The record: one file that keeps what was read and coded, and writes the tables made from it."""

from detente.record.store import CodingRow, ReadingRow, Store

__all__ = ["CodingRow", "ReadingRow", "Store"]
