"""The published layouts of data sets of alliances, COW and ATOP, among all that are read."""

from __future__ import annotations

from collections.abc import Sequence

from detente.datasets.published_layout import OBLIGATIONS, Layout, check_columns, layout_by_columns, published_layouts

__all__ = ["OBLIGATIONS", "AllianceLayout", "alliance_layouts", "check_columns", "layout_of"]

AllianceLayout = Layout
"""A layout whose `shape` says what one row is about: a member of a treaty, a pair of a treaty, or a pair in a year."""

FAMILIES = ("alliances", "atop")


def alliance_layouts() -> tuple[Layout, ...]:
    """All layouts of alliances."""
    return tuple(layout for layout in published_layouts().values() if layout.family in FAMILIES)


def layout_of(header: Sequence[str]) -> Layout | None:
    """The layout that a file with these columns is in, or None where it is no data set of alliances."""
    layout = layout_by_columns(header)
    return layout if layout is not None and layout.family in FAMILIES else None
