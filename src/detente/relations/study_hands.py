"""Who has the upper hand in the pairs of a study, from the published data that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.relations.dependence import dependence, upper_hand

if TYPE_CHECKING:
    from detente.datasets.published import Reading

_SCHEMA: dict[str, Any] = {
    "dyad": pl.String(),
    "measure": pl.String(),
    "year": pl.Int64(),
    "lead": pl.Float64(),
    "holder": pl.Int64(),
    "changed": pl.Boolean(),
    "reason": pl.String(),
}
_NEEDED = ("capabilities", "trade")


def hands_frame(
    readings: Sequence[Reading], dyads: Sequence[tuple[str, str]], numbers: Mapping[str, int], years: tuple[int, int]
) -> pl.DataFrame | None:
    """The upper hand of each pair by measure and year, in power and in trade as far as the data sets go; None without either.

    `dyad` names the state with the smaller COW number first, and `lead` is above 0 where it is ahead; `holder` is 0 where it had the
    upper hand last, 1 where the other had, null before either. Of several data sets of a family the first is taken.
    """
    given = {
        family: next((each for each in readings if each.layout.family == family), None) for family in (*_NEEDED, "economy", "alliances")
    }
    if all(given[family] is None for family in _NEEDED):
        return None
    rows: list[dict[str, Any]] = []
    for a, b in dyads:
        first, second = sorted((a, b), key=lambda state: numbers[state])
        panel = dependence(numbers[a], numbers[b], first=years[0], last=years[1], **given)
        for row in upper_hand(panel).iter_rows(named=True) if panel.height else ():
            holder = None if row["holder"] is None else int(row["holder"] != numbers[first])
            kept = {name: row[name] for name in ("measure", "year", "lead", "changed", "reason")}
            rows.append({"dyad": f"{first}-{second}", "holder": holder} | kept)
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
