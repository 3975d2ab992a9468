"""The signs of all ties among some states, period by period, and the triads whose next pattern can be forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from detente.errors import DetenteError
from detente.relations.balance import SignedGraph
from detente.relations.paths import Paths

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ties:
    """The ties of `states` (n of them) over T periods named by `labels`, in order of time.

    `signs` (T, n, n) is 1 for friends, -1 for foes and 0 where nothing is known or there is no tie; alike both ways, 0 on the diagonal.
    `strength` (T, n, n), where there is one, says how far a tie is from turning (0 or more; 0 where there is no sign).
    """

    states: tuple[str, ...]
    labels: tuple[str, ...]
    signs: Ints
    strength: Floats | None = None

    def __post_init__(self) -> None:
        wanted = (len(self.labels), len(self.states), len(self.states))
        alike = self.signs.shape == wanted and bool((self.signs == self.signs.transpose(0, 2, 1)).all())
        if not alike or (self.strength is not None and self.strength.shape != wanted):
            todo = "Give 1, -1 or 0 for each two states and period, the same both ways."
            raise DetenteError(731, f"signs are not of {wanted[1]} states in {wanted[0]} periods, alike both ways", todo=todo)

    @property
    def changes(self) -> int:
        """How many times a tie that is known in two periods in a row changes its sign."""
        now, later = self.signs[:-1], self.signs[1:]
        return int(((now * later) < 0).sum()) // 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Triads:
    """The triads known whole both in a period and in the next: the place of the period, the three states, the codes of the patterns.

    `states` (m, 3) in ascending places. A code is 4 (first and second are friends) + 2 (first and third) + 1 (second and third).
    """

    origin: Ints
    states: Ints
    present: Ints
    later: Ints


def ties_of_paths(paths: Paths, states: Sequence[str], *, least: float = 0.0) -> Ties:
    """The ties of some states out of their scores: the sign of x, with |x| / se as the strength; within `least` of 0 there is no tie.

    Scores are smoothed, so that the sign of a year knows of the years after it. The three ties of a triad are smoothed each by itself: what
    leaks from the future is a tie's own, which favours its own history and not the third state.
    """
    mine, n, periods = paths.of(states), len(states), len(paths.labels)
    signs, strength = np.zeros((periods, n, n), dtype=np.int64), np.zeros((periods, n, n))
    for at, (i, j) in enumerate(combinations(range(n), 2)):
        x, known = mine.x[at], np.isfinite(mine.x[at])
        sign = np.where(known & (np.abs(x) > least), np.sign(np.where(known, x, 0.0)), 0.0).astype(np.int64)
        far = np.where(sign != 0, np.abs(np.where(known, x, 0.0)) / np.maximum(np.where(known, mine.se[at], 1.0), 1e-9), 0.0)
        for a, b in ((i, j), (j, i)):
            signs[:, a, b], strength[:, a, b] = sign, far
    return Ties(states=tuple(states), labels=paths.labels, signs=signs, strength=strength)


def ties_of_networks(networks: Mapping[str, SignedGraph]) -> Ties:
    """The ties of networks by window, in order of the windows' names; what is no tie in a window is not known there."""
    windows = sorted(networks)
    states = sorted({node for graph in networks.values() for node in graph.nodes})
    place = {state: at for at, state in enumerate(states)}
    signs = np.zeros((len(windows), len(states), len(states)), dtype=np.int64)
    for at, window in enumerate(windows):
        graph = networks[window]
        where = np.array([place[node] for node in graph.nodes], dtype=np.int64)
        one, two = where[graph.first], where[graph.second]
        signs[at, one, two] = signs[at, two, one] = graph.sign
    return Ties(states=tuple(states), labels=tuple(windows), signs=signs)


def triads_of(ties: Ties) -> Triads:
    """Every triad whose three ties are known in a period and in the next, in order of period and states."""
    found: list[Ints] = []
    for period in range(len(ties.labels) - 1):
        known = (ties.signs[period] != 0) & (ties.signs[period + 1] != 0)
        for first in range(len(ties.states)):
            others = np.flatnonzero(known[first, first + 1 :]) + first + 1
            one, two = np.nonzero(np.triu(known[np.ix_(others, others)], 1))
            if one.size:
                fixed = np.full((one.size, 2), (period, first), dtype=np.int64)
                found.append(np.column_stack([fixed, others[one], others[two]]))
    rows = np.concatenate(found) if found else np.zeros((0, 4), dtype=np.int64)
    origin, states = rows[:, 0], rows[:, 1:]
    return Triads(origin=origin, states=states, present=_codes(ties.signs, origin, states), later=_codes(ties.signs, origin + 1, states))


def _codes(signs: Ints, period: Ints, states: Ints) -> Ints:
    a, b, c = states.T
    good = [signs[period, one, two] > 0 for one, two in ((a, b), (a, c), (b, c))]
    return np.asarray(4 * good[0] + 2 * good[1] + 1 * good[2], dtype=np.int64)
