"""Signed networks and their balance: triads, closed walks, and the exact frustration index with its proof.

`signed_graph` makes a network of ties, `triads` and `walk_balance` measure it, `frustration` finds the least weight of ties
against any division into two camps, `check` goes through the proof, and `camps` names the camps.
"""

from detente.relations.balance.camps import camps
from detente.relations.balance.frustration import SECONDS, Frustration, Packed, check, frustration
from detente.relations.balance.graph import SignedGraph, named_window, signed_graph, signed_graphs
from detente.relations.balance.packing import WHOLE
from detente.relations.balance.reading import read_ties
from detente.relations.balance.rows import against_rows, balance_row, camp_rows, cycle_rows
from detente.relations.balance.triads import Triads, balanced_triads_of, triads, walk_balance

__all__ = [
    "SECONDS",
    "WHOLE",
    "Frustration",
    "Packed",
    "SignedGraph",
    "Triads",
    "against_rows",
    "balance_row",
    "balanced_triads_of",
    "camp_rows",
    "camps",
    "check",
    "cycle_rows",
    "frustration",
    "named_window",
    "read_ties",
    "signed_graph",
    "signed_graphs",
    "triads",
    "walk_balance",
]
