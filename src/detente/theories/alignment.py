"""Axelrod and Bennett's case of 1936: seventeen states of Europe, two predicted divisions, and the sides they took.

Source: Axelrod and Bennett (1993), British Journal of Political Science 23, 211-233, table 1 and p. 222. Their table has the sizes and the
two local minima; it has **not** the propensities (from ethnic conflict, religion, border disputes, type of government and history of war),
so that neither the energies nor that these two are the only minima can be reckoned again from it. What can: how far the predicted divisions
agree with the actual sides, against all divisions there could have been.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt

from detente.theories.landscape import Landscape, faults, landscape

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MISSING = (
    "The published table has the sizes, the two predicted divisions and the actual sides. It has not the propensities of the 136 pairs, so "
    "that the energies of the divisions, all other local minima and the basins cannot be computed from it. Portugal took no side and is "
    "left out of the comparison."
)
REFUTED_BY = (
    "The theory is refuted for this case if a division drawn at random agrees with the actual sides as well as the predicted ones do more "
    "often than once in twenty, the theory having two tries. One case, chosen and coded after the war, proves no rule whatever its p-value."
)


@dataclass(frozen=True, kw_only=True)
class Aligned:
    """A state of the case: `name`, COW letters, `size` (per cent), its side (1 or 2) in either predicted division and in fact (or None)."""

    name: str
    state: str
    size: float
    first: int
    second: int
    actual: int | None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far a predicted division agrees with the actual one, over the `known` states whose side is known.

    The names of the camps do not count: of the two ways to match them the one with more agreement. `states` and `size` (share of the size
    of those known) agree; `wrong` are the states that do not. Against this stand all divisions of the known states, one as likely as
    another: `chance_states` and `chance_size` their mean agreement, `p_states` and `p_size` the share that agree as well or better (exact,
    not drawn); `p_same_camps` is that by states among the divisions whose camps are as large as the predicted ones.
    """

    division: str
    known: int
    states: int
    size: float
    wrong: tuple[str, ...]
    chance_states: float
    chance_size: float
    p_states: float
    p_size: float
    p_same_camps: float

    @property
    def share(self) -> float:
        """The share of known states that agree."""
        return self.states / self.known


@dataclass(frozen=True, kw_only=True)
class Case:
    """The states of the case, with what the table does not hold and what would refute the theory."""

    states: tuple[Aligned, ...]
    missing: str = MISSING
    refuted_by: str = REFUTED_BY

    def landscape(self, propensity: npt.ArrayLike | None = None) -> Landscape:
        """The landscape of these sizes with propensities of one's own (17, 17); `DetenteError` 712 without: the table has none."""
        if propensity is None:
            raise faults.fault(faults.NO_PROPENSITIES, "Axelrod and Bennett 1993, table 1")
        return landscape([each.name for each in self.states], [each.size for each in self.states], propensity)

    def agreement(self, division: str = "first") -> Agreement:
        """The agreement of the `first` or `second` predicted division with the actual sides; `DetenteError` 713 for another."""
        if division not in ("first", "second"):
            raise faults.fault(faults.NO_DIVISION, division)
        known = [each for each in self.states if each.actual is not None]
        predicted = np.array([each.first if division == "first" else each.second for each in known]) - 1
        actual = np.array([each.actual for each in known], dtype=np.int64) - 1
        return agreement(division, [each.name for each in known], np.array([each.size for each in known]), predicted, actual)


def case_1936() -> Case:
    """The case as published, from `data/alignment_1936.csv`."""
    text = resources.files("detente").joinpath("data", "alignment_1936.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return Case(
        states=tuple(
            Aligned(
                name=row["actor"],
                state=row["state"],
                size=float(row["size"]),
                first=int(row["first"]),
                second=int(row["second"]),
                actual=int(row["actual"]) if row["actual"] else None,
            )
            for row in rows
        )
    )


def agreement(division: str, names: list[str], sizes: Floats, predicted: Ints, actual: Ints) -> Agreement:
    """The agreement of two divisions (0 and 1 by state), against all divisions; at most 22 states, `DetenteError` 711 for more."""
    n = len(names)
    if n > 22:
        raise faults.fault(faults.TOO_MANY, f"{n} states, at most 22")
    match = predicted == actual
    turned = (int((~match).sum()), float(sizes[~match].sum())) > (int(match.sum()), float(sizes[match].sum()))
    right = ~match if turned else match
    every = np.arange(1 << (n - 1))[:, None] >> np.arange(n) & 1  # the last state on 0: names of camps do not count
    alike = every == actual
    by_states = np.maximum(alike.sum(axis=1), (~alike).sum(axis=1))
    by_size = np.maximum(alike @ sizes, ~alike @ sizes)
    ours = max(float(sizes[match].sum()), float(sizes[~match].sum()))
    camps = int(predicted.sum())
    same = np.isin(every.sum(axis=1), (camps, n - camps))
    return Agreement(
        division=division,
        known=n,
        states=int(right.sum()),
        size=ours / float(sizes.sum()),
        wrong=tuple(name for name, good in zip(names, right.tolist(), strict=True) if not good),
        chance_states=float(by_states.mean()) / n,
        chance_size=float(by_size.mean() / sizes.sum()),
        p_states=float((by_states >= int(right.sum())).mean()),
        p_size=float((by_size >= ours - 1e-9).mean()),
        p_same_camps=float((by_states[same] >= int(right.sum())).mean()),
    )
