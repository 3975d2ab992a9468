"""Each tie on its own history: the probability that it is friendly in the next period, from its past alone (independence)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.theories.flips.gains import logistic
from detente.theories.triads.ties import Floats, Ties

RECENT = 3
"""A change so few periods ago is recent."""
_FLOOR = 1e-4
"""No tie is ever certain to keep or to change its sign."""


def histories(ties: Ties) -> Floats:
    """What is known of each tie at each period, (T, n, n, k): its sign, how long it has had it, past changes, and how firm it is.

    Hostile or not; ln(1 + periods with this sign) and the same of hostile ties; ln(1 + changes so far); whether a change is recent; and
    with a strength ln(1 + strength) and the same of hostile ties. A period without a tie ends a run, and keeps the count of changes.
    """
    signs = ties.signs
    run, changes, since = np.zeros(signs.shape), np.zeros(signs.shape), np.full(signs.shape, 99.0)
    last = np.zeros(signs.shape[1:], dtype=np.int64)
    for at in range(len(signs)):
        now, before = signs[at], signs[at - 1] if at else np.zeros_like(signs[0])
        changed = now * last < 0
        run[at] = np.where(now != 0, np.where(now == before, run[at - 1] if at else 0, 0) + 1, 0)
        changes[at] = (changes[at - 1] if at else 0) + changed
        since[at] = np.where(changed, 0, (since[at - 1] if at else 99) + 1)
        last = np.where(now != 0, now, last)
    hostile = (signs < 0).astype(np.float64)
    columns = [hostile, np.log1p(run), hostile * np.log1p(run), np.log1p(changes), (since < RECENT).astype(np.float64)]
    if ties.strength is not None:
        columns += [np.log1p(ties.strength), hostile * np.log1p(ties.strength)]
    return np.stack(columns, axis=-1)


def friendly_chances(ties: Ties, first: int) -> Iterator[tuple[int, Floats]]:
    """For each origin from `first` on, the chance that each tie is friendly in the period after each period up to it, (origin + 1, n, n).

    Learnt at the origin from changes that were known by then: those into the origin or earlier. 0.5 where there is no tie.
    """
    told, signs = histories(ties), ties.signs
    upper = np.triu(np.ones(signs.shape[1:], dtype=bool), 1)
    period, i, j = np.nonzero((signs[:-1] != 0) & (signs[1:] != 0) & upper)
    rows, changed = told[period, i, j], (signs[period, i, j] != signs[period + 1, i, j]).astype(np.float64)
    found: Floats | None = None
    for origin in range(first, len(signs) - 1):
        past = period < origin
        centre, spread = rows[past].mean(axis=0), rows[past].std(axis=0)
        spread[spread < 1e-9] = 1.0
        found = logistic((rows[past] - centre) / spread, changed[past], begin=found)
        chance = _changes(told[: origin + 1], (centre, spread), found)
        yield origin, np.where(signs[: origin + 1] == 0, 0.5, np.where(signs[: origin + 1] > 0, 1 - chance, chance))


def _changes(told: Floats, scale: tuple[Floats, Floats], found: Floats) -> Floats:
    line = found[0] + ((told - scale[0]) / scale[1]) @ found[1:]
    return np.asarray(np.clip(1 / (1 + np.exp(-line)), _FLOOR, 1 - _FLOOR))


def changes_before(ties: Ties, origin: int) -> int:
    """How many changes of sign are known at an origin."""
    return Ties(states=ties.states, labels=ties.labels[: origin + 1], signs=ties.signs[: origin + 1]).changes
