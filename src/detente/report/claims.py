"""Rows of the tables of motives, asserted periods and actors, and reasons and periods, as the page wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from detente.model import Milestone, Period, Reason
from detente.report.evidence import identity
from detente.report.frames import Table, dyad_of, rows_of
from detente.report.view import ActorRow, AssertedRow, Dyad, MotiveRow

Claim = TypeVar("Claim", Reason, Period, Milestone)


MOST_REASONS = 600
"""Reasons whose evidence the page holds; of a larger study the surest (the tables hold all)."""


def surest(reasons: Sequence[Reason], *, most: int = MOST_REASONS) -> tuple[Reason, ...]:
    """At most `most` reasons, the surest, in order of time."""
    return in_order(sorted(reasons, key=lambda each: (-each.confidence, each.reason_id))[:most])


def in_order(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Reasons, periods or milestones in order of time, the undated last."""
    return tuple(sorted(claims, key=_order))


def _order(claim: Claim) -> tuple[bool, int, int, str, str]:
    first = claim.date.first if claim.date else None
    last = claim.date.last if claim.date else None
    return first is None, first or 0, last or 0, claim.document, identity(claim)


def motive_rows(table: Table | None, dyads: Sequence[Dyad]) -> tuple[MotiveRow, ...]:
    """Counts of motives, in the order of the table; rows of other dyads are left out."""
    return tuple(_motive(row, dyad) for row in rows_of(table) if (dyad := dyad_of(row, dyads)) is not None)


def _motive(row: Mapping[str, Any], dyad: Dyad) -> MotiveRow:
    return MotiveRow(
        dyad=dyad.key,
        by=row["by"],
        motive=row["motive"] or "",
        n=row["n"],
        share=row["share"],
        rejected=row["rejected"] or 0,
        source=row["source"] or "",
        holder=row["holder_kind"] or "",
        decade=row["decade"],
        reason_ids=tuple(row["reason_ids"]),
        also_ids=tuple(row["also_ids"]),
        rejected_ids=tuple(row["rejected_ids"]),
    )


def asserted_rows(table: Table | None, dyads: Sequence[Dyad]) -> tuple[AssertedRow, ...]:
    """Asserted periods and turns of the series, in the order of the table; rows of other dyads are left out."""
    return tuple(_asserted(row, dyad) for row in rows_of(table) if (dyad := dyad_of(row, dyads)) is not None)


def _asserted(row: Mapping[str, Any], dyad: Dyad) -> AssertedRow:
    names = ("direction", "turning", "first_year", "last_year", "row_id")
    numbers = ("series_year", "distance", "chance", "change", "mean_net", "agrees")
    return AssertedRow(
        dyad=dyad.key,
        period_id=row["row_id"] if row["origin"] == "source" else None,
        document=row["document"] or "",
        reason=row["reason"] or "",
        event_ids=tuple(row["event_ids"]),
        **{name: row[name] for name in (*names, *numbers)},
    )


def actor_rows(table: Table | None) -> tuple[ActorRow, ...]:
    """Who appears, in the order of the table."""
    lists = ("names", "offices", "sources", "done", "suffered", "mutual", "not_done")
    plain = ("actor_id", "name", "kind", "state", "first_day", "last_day", "n")
    cells: list[dict[str, Any]] = [
        {name: row[name] for name in plain} | {name: tuple(row[name]) for name in lists} for row in rows_of(table)
    ]
    return tuple(ActorRow(**each) for each in cells)
