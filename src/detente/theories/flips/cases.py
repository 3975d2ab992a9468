"""Ties of a network at a window with what was known then, and whether they had the other sign some windows later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.relations.balance import Frustration, SignedGraph, frustration
from detente.theories.landscape import faults

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
FRESH = 5
"""For so many windows after a change of sign each has a column: a dispute between allies leaves a window when its years do."""
HISTORY = (
    *("hostile", "run", "hostile_run", "age", "changes", "hostile_changes", "states_changes", "states_new", "all_changes"),
    *(f"{sort}_{ago}_ago" for sort in ("changed", "turned_hostile") for ago in range(FRESH)),
)
"""What the past alone says of a tie: its sign, for how many windows it has had it, since when it is seen, how often it changed, how often
the two states' ties and all ties changed so far, and whether it changed (or became hostile) so and so many windows ago."""
POSITION = ("friends", "foes", "common")
"""Where the tie lies in the network, whatever balance says: ties of its two states by sign, and third states tied to both."""
FRUSTRATED = ("frustrated",)
"""Whether the tie goes against the best division of its window."""
TRIADS = ("pressure",)
"""Unbalanced less balanced closed triads of the tie, by their number and one: from -1 to 1 (all unbalanced)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cases:
    """Ties that are there at a window and `horizon` windows later: what was known, and whether the sign `changed`.

    `origin` the place of the window, `dyad` a number for each pair, `columns` the values by name (`HISTORY`, `POSITION`, `FRUSTRATED`,
    `TRIADS`). `lost` ties are not there later, so that nothing is known of them: they are not counted as unchanged. `uncertified` windows
    have a division that is not proved to be the best.
    """

    windows: tuple[str, ...]
    horizon: int
    origin: Ints
    dyad: Ints
    changed: Floats
    columns: Mapping[str, Floats]
    lost: int
    uncertified: int

    def table(self, names: Sequence[str]) -> Floats:
        """The columns of those names, (cases, names)."""
        return np.stack([self.columns[name] for name in names], axis=1)


def cases(
    networks: Mapping[str, SignedGraph], *, horizon: int, solved: Mapping[str, Frustration] | None = None, seconds: float | None = None
) -> Cases:
    """The cases of networks in order of their windows; `solved` are their frustrations, where they are had already (else they are solved).

    Nothing of a case is taken from windows after its own. Raises `DetenteError` 715 for a horizon below 1, 716 for too few windows.
    """
    windows = tuple(sorted(networks))
    if horizon < 1:
        raise faults.fault(faults.OUT_OF_RANGE, "the horizon is 1 window or more")
    if len(windows) < horizon + 2:
        raise faults.fault(faults.TOO_FEW, f"{len(windows)} windows")
    found = solved or {window: frustration(networks[window], seconds=seconds) for window in windows}
    signs = [_signs(networks[window]) for window in windows]
    memory, dyads = Memory(), {pair: place for place, pair in enumerate(sorted({pair for each in signs for pair in each}))}
    rows: list[list[float]] = []
    keys: list[tuple[int, int]] = []
    lost = 0
    for place, window in enumerate(windows):
        memory.see(signs[place])
        if place + horizon >= len(windows):
            break
        network, later = _network_columns(networks[window], found[window]), signs[place + horizon]
        for tie, (pair, sign) in enumerate(signs[place].items()):
            if pair not in later:
                lost += 1
                continue
            keys.append((place, dyads[pair]))
            rows.append([float(later[pair] != sign), *memory.of(pair), *network[tie].tolist()])
    values, places = np.array(rows).reshape(len(rows), -1), np.array(keys, dtype=np.int64).reshape(-1, 2)
    names = (*HISTORY, *POSITION, *FRUSTRATED, *TRIADS)
    return Cases(
        windows=windows,
        horizon=horizon,
        origin=places[:, 0],
        dyad=places[:, 1],
        changed=values[:, 0],
        columns={name: values[:, 1 + at] for at, name in enumerate(names)},
        lost=lost,
        uncertified=sum(not found[window].certified for window in windows),
    )


def _signs(graph: SignedGraph) -> dict[tuple[str, str], int]:
    """The sign of each tie, in the order of the network's ties."""
    ties = zip(graph.first.tolist(), graph.second.tolist(), graph.sign.tolist(), strict=True)
    return {(graph.nodes[a], graph.nodes[b]): sign for a, b, sign in ties}


def _network_columns(graph: SignedGraph, found: Frustration) -> Floats:
    """`POSITION`, `FRUSTRATED` and `TRIADS` of each tie."""
    matrix, first, second = graph.matrix, graph.first, graph.second
    friends, foes = (matrix > 0).sum(axis=1), (matrix < 0).sum(axis=1)
    common = (np.abs(matrix) @ np.abs(matrix))[first, second]
    closing = (matrix @ matrix)[first, second] * graph.sign
    columns = (
        np.log1p(friends[first] + friends[second]),
        np.log1p(foes[first] + foes[second]),
        np.log1p(common),
        graph.frustrated(np.array(found.sides, dtype=np.int64)).astype(np.float64),
        -closing / (common + 1),
    )
    return np.stack(columns, axis=1)


class Memory:
    """What is known of each tie up to a window, read window by window."""

    def __init__(self) -> None:
        self.clock = -1
        self._last: dict[tuple[str, str], list[int]] = {}  # sign, run, age, changes, when changed
        self._states: dict[str, list[int]] = {}  # changes, chances
        self._all = [0, 0]

    def see(self, signs: Mapping[tuple[str, str], int]) -> None:
        """Take in a window; a tie that was away keeps what is known of it, and its run begins anew."""
        self.clock += 1
        for pair, sign in signs.items():
            known = self._last.get(pair)
            if known is None:
                self._last[pair] = [sign, 1, self.clock, 0, -99, self.clock]
                continue
            changed = int(sign != known[0])
            unbroken = known[5] == self.clock - 1 and not changed
            self._last[pair] = [
                sign,
                known[1] + 1 if unbroken else 1,
                known[2],
                known[3] + changed,
                self.clock if changed else known[4],
                self.clock,
            ]
            for counts in (self._all, *(self._states.setdefault(state, [0, 0]) for state in pair)):
                counts[0] += changed
                counts[1] += 1

    def of(self, pair: tuple[str, str]) -> tuple[float, ...]:
        """The `HISTORY` of a tie of the window last seen. Shares begin as if one tie in fifty had changed, of fifty seen."""
        sign, run, since, changes, changed_at, _ = self._last[pair]
        one, two = (self._states.get(state, [0, 0]) for state in pair)
        hostile, length = float(sign < 0), float(np.log1p(run))
        chances = one[1] + two[1]
        return (
            hostile,
            length,
            hostile * length,
            float(np.log1p(self.clock - since)),
            float(np.log1p(changes)),
            hostile * float(np.log1p(changes)),
            float(np.log((one[0] + two[0] + 1) / (chances + 50))),
            float(chances == 0),
            float(np.log((self._all[0] + 1) / (self._all[1] + 50))),
            *(float(self.clock - changed_at == ago) for ago in range(FRESH)),
            *(hostile * float(self.clock - changed_at == ago) for ago in range(FRESH)),
        )
