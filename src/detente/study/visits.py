"""Meetings and visits of a study's sources beside the published list of visits, where its data have one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.study.scope import Scope

if TYPE_CHECKING:
    import polars as pl

    from detente.datasets.published import Reading

FAMILY = "visits"
"""The family of data sets that list visits."""


def visits_of(meetings: pl.DataFrame | None, scope: Scope, readings: Sequence[Reading]) -> pl.DataFrame | None:
    """The table `visits`: the meetings of the sources and the list's of the same states and years; None without a list or meetings."""
    lists = [reading for reading in readings if reading.layout.family == FAMILY]
    if not lists or meetings is None or scope.first_year is None or scope.last_year is None:
        return None
    import polars as pl  # noqa: PLC0415 - data frames are heavy

    from detente.dates import day_number  # noqa: PLC0415
    from detente.relations.visit_lists import compare_visits  # noqa: PLC0415

    first, last = day_number(scope.first_year, 1, 1), day_number(scope.last_year, 12, 31)
    found = compare_visits(meetings, lists, states=scope.states)
    return found.filter((pl.col("last_day") >= first) & (pl.col("first_day") <= last))
