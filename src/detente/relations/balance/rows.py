"""What is found of signed networks, as rows of tables: one a window, one a state, one a tie, one a cycle of the proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.relations.balance.camps import camps
from detente.relations.balance.frustration import Frustration, check
from detente.relations.balance.graph import SignedGraph
from detente.relations.balance.packing import WHOLE
from detente.relations.balance.triads import triads, walk_balance

Row = dict[str, Any]


def balance_row(window: str, graph: SignedGraph, found: Frustration) -> Row:
    """The measures of one network; those that are undefined or not certified are None."""
    sorts, walks = triads(graph), walk_balance(graph)
    return {
        "window": window or None,
        "states": len(graph.nodes),
        "ties": graph.ties,
        "hostile": int((graph.sign < 0).sum()),
        "frustration": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "certified": found.certified,
        "proof": found.proof,
        "checked": check(graph, found),
        "balance": _short(found.balance),
        "triads": sorts.total,
        "friends_only": sorts.none,
        "one_foe": sorts.one,
        "two_foes": sorts.two,
        "foes_only": sorts.three,
        "triads_balanced": _short(sorts.balanced),
        "walk_balance": _short(walks),
    }


def camp_rows(window: str, graph: SignedGraph, found: Frustration) -> Iterator[Row]:
    """The camp of each state."""
    for row in camps(graph, found).iter_rows(named=True):
        yield {"window": window or None, **row}


def against_rows(window: str, graph: SignedGraph, found: Frustration) -> Iterator[Row]:
    """The ties that go against the division."""
    for a, b in found.against:
        tie = graph.tie_of[graph.place(a), graph.place(b)]
        yield {"window": window or None, "a": a, "b": b, "sign": int(graph.sign[tie]), "weight": float(graph.weight[tie])}


def cycle_rows(window: str, graph: SignedGraph, found: Frustration) -> Iterator[Row]:
    """The negative cycles whose shares come to the lower bound."""
    for packed in found.packing:
        yield {"window": window or None, "states": list(packed.states), "share": packed.share * found.step / WHOLE}


def _short(value: float | None) -> float | None:
    """A value to twelve decimals: further ones are the machine's."""
    return None if value is None else round(value, 12)
