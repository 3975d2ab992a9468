"""Two codings side by side: their events paired, and the units on which their codes are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.agreement.matching import Pairing, match_events
from detente.agreement.rows import CodedEvent
from detente.agreement.units import Unit, units_of


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The events of two codings, those of them that were taken for the same, and the passages with a dyad."""

    a: tuple[CodedEvent, ...]
    b: tuple[CodedEvent, ...]
    pairs: tuple[Pairing, ...]
    units: tuple[Unit, ...]
    documents: tuple[int, int, int]
    """How many documents both have events of, only the first, only the second."""


def compare(a: Sequence[CodedEvent], b: Sequence[CodedEvent], *, common: bool = False) -> Comparison:
    """Compare two codings; with `common`, only documents in which both have an event.

    A table of events does not say which documents its coder has read: a document without an event of one
    coder counts as one in which that coder found none, unless `common` leaves it out.
    """
    mine, theirs = {event.document for event in a}, {event.document for event in b}
    if common:
        both = mine & theirs
        a, b = [event for event in a if event.document in both], [event for event in b if event.document in both]
    return Comparison(
        a=tuple(a),
        b=tuple(b),
        pairs=tuple(match_events(a, b)),
        units=units_of(a, b),
        documents=(len(mine & theirs), len(mine - theirs), len(theirs - mine)),
    )
