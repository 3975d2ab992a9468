"""The two camps that the best division names, state by state."""

from __future__ import annotations

import numpy as np
import polars as pl

from detente.relations.balance.frustration import Frustration, components
from detente.relations.balance.graph import SignedGraph


def camps(graph: SignedGraph, found: Frustration) -> pl.DataFrame:
    """For each state, in order: its camp and how its ties stand to it.

    `state`; `component` (networks that do not touch are divided each for itself, so that camp A of one has nothing to do
    with camp A of another); `camp` A or B, A being that of the component's first state, null for a state without ties;
    `led_by`, the state of the camp with the most ties, the camp's name for readers; `friends` and `foes`, the
    number of ties; `against`, how many of them go against the division; `undecided`, whether the state would have no more
    weight against it in the other camp.
    """
    sides, part = np.array(found.sides, dtype=np.int64), components(graph)
    ends = np.concatenate([graph.first, graph.second])
    count = len(graph.nodes)
    friends, foes = (np.bincount(ends, np.tile(graph.sign == sign, 2), count).astype(np.int64) for sign in (1, -1))
    bad = graph.frustrated(sides)
    wrong = np.bincount(ends, np.tile(bad, 2), count).astype(np.int64)
    pull = np.bincount(ends, np.tile(np.where(bad, -graph.weight, graph.weight), 2), count)
    degree = friends + foes
    leaders: dict[tuple[int, int], int] = {}
    for node in np.lexsort((np.arange(count), -degree)).tolist():
        leaders.setdefault((int(part[node]), int(sides[node])), node)
    led = [graph.nodes[leaders[int(part[node]), int(sides[node])]] if degree[node] else None for node in range(count)]
    return pl.DataFrame(
        {
            "state": pl.Series(graph.nodes, dtype=pl.String),
            "component": pl.Series(part, dtype=pl.Int32),
            "camp": pl.Series(["AB"[side] if ties else None for side, ties in zip(sides, degree, strict=True)], dtype=pl.String),
            "led_by": pl.Series(led, dtype=pl.String),
            "friends": pl.Series(friends, dtype=pl.Int32),
            "foes": pl.Series(foes, dtype=pl.Int32),
            "against": pl.Series(wrong, dtype=pl.Int32),
            "undecided": pl.Series((pull <= 1e-9 * np.maximum(graph.weight.sum(), 1)) & (degree > 0), dtype=pl.Boolean),
        }
    )
