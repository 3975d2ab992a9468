"""A signed network: who is friend and who is foe of whom, with a weight for each tie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.relations.balance import faults

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SignedGraph:
    """A signed network without direction.

    `nodes` are names in order; tie e joins nodes `first[e]` < `second[e]` (places in `nodes`), in order, has `sign[e]` 1
    (friends) or -1 (foes) and `weight[e]` above 0. Pairs without a tie have none: neither friend nor foe is not a sign.
    """

    nodes: tuple[str, ...]
    first: Ints
    second: Ints
    sign: Ints
    weight: Floats

    @property
    def ties(self) -> int:
        """How many ties there are."""
        return len(self.sign)

    @cached_property
    def matrix(self) -> Floats:
        """Nodes by nodes: the sign of each tie, 0 where there is none. Weights are left aside."""
        signs = np.zeros((len(self.nodes), len(self.nodes)))
        signs[self.first, self.second] = signs[self.second, self.first] = self.sign
        return signs

    @cached_property
    def beside(self) -> list[list[tuple[int, int]]]:
        """For each node its ties, as (other node, tie), in order."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.nodes]
        for tie, (u, v) in enumerate(zip(self.first.tolist(), self.second.tolist(), strict=True)):
            found[u].append((v, tie))
            found[v].append((u, tie))
        return found

    @cached_property
    def tie_of(self) -> dict[tuple[int, int], int]:
        """The tie of two nodes, the smaller place first."""
        return {pair: tie for tie, pair in enumerate(zip(self.first.tolist(), self.second.tolist(), strict=True))}

    def frustrated(self, sides: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which ties go against a division into sides (0 and 1 by node): friends across it, and foes within a side."""
        wrong: NDArray[np.bool_] = (sides[self.first] == sides[self.second]) != (self.sign > 0)
        return wrong

    def place(self, node: str) -> int:
        """The place of a node; raises `UsageFault` 627 where there is none of that name."""
        at = int(np.searchsorted(np.array(self.nodes), node)) if self.nodes else 0
        if at == len(self.nodes) or self.nodes[at] != node:
            raise faults.fault(faults.NO_SUCH_NODE, node)
        return at


def signed_graph(ties: Iterable[tuple[Any, ...]], nodes: Iterable[str] = ()) -> SignedGraph:
    """A network of ties (a, b, sign) or (a, b, sign, weight), in any order and direction; `nodes` adds states without ties.

    A pair may be given several times if always alike. The same network, whatever the order of rows, is the same object to
    the byte. Raises `UsageFault` 624 for a sign other than 1 or -1 or a weight not above 0, 625 for a pair with two signs
    or weights, 626 for a tie of a state to itself.
    """
    known: dict[tuple[str, str], tuple[int, float]] = {}
    for a, b, sign, *rest in ties:
        weight = float(rest[0]) if rest and rest[0] is not None else 1.0
        if sign not in (1, -1) or not isfinite(weight) or weight <= 0:
            raise faults.fault(faults.NOT_A_TIE, f"{a} and {b}: {sign}, {weight:g}")
        if a == b:
            raise faults.fault(faults.TO_ITSELF, str(a))
        pair = (str(a), str(b)) if str(a) < str(b) else (str(b), str(a))
        if known.setdefault(pair, (int(sign), weight)) != (int(sign), weight):
            raise faults.fault(faults.TWO_SIGNS, f"{pair[0]} and {pair[1]}")
    names = sorted({name for pair in known for name in pair} | set(nodes))
    places = {name: place for place, name in enumerate(names)}
    rows = sorted((places[a], places[b], sign, weight) for (a, b), (sign, weight) in known.items())
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    whole = [np.array(column, dtype=np.int64) for column in columns[:3]]
    return SignedGraph(nodes=tuple(names), first=whole[0], second=whole[1], sign=whole[2], weight=np.array(columns[3], dtype=np.float64))


def signed_graphs(frame: pl.DataFrame) -> dict[str, SignedGraph]:
    """The networks of a table of ties (a, b, sign, and where there are any weight and window), by window in order.

    Without windows there is one network, named by the empty string. Raises `UsageFault` 628 for a table without a, b and
    sign, and as `signed_graph`.
    """
    if not {"a", "b", "sign"} <= set(frame.columns):
        raise faults.fault(faults.NO_TABLE, ", ".join(frame.columns[:8]))
    columns = ["a", "b", "sign", *(name for name in ("weight",) if name in frame.columns)]
    if "window" not in frame.columns:
        return {"": signed_graph(frame.select(columns).iter_rows())}
    by_window = frame.with_columns(pl.col("window").cast(pl.String)).partition_by("window", as_dict=True)
    return {str(key[0]): signed_graph(by_window[key].select(columns).iter_rows()) for key in sorted(by_window)}


def named_window(networks: Mapping[str, SignedGraph], window: str) -> SignedGraph:
    """The network of that window; raises `UsageFault` 627 where there is none."""
    if window not in networks:
        raise faults.fault(faults.NO_SUCH_NODE, f"window {window}")
    return networks[window]
