"""What each model says of the next pattern of a triad: the eight patterns with their probabilities.

Independence multiplies the chances of the three ties. A theory leans on that product: with q(s) the product for the next pattern s,

    P(s | now) = q(s) exp(b . f(now, s)) / sum over the eight patterns r of q(r) exp(b . f(now, r))

where f are the terms of the theory and b is learnt from the past. b = 0 is independence. The terms are

    balanced   1 if the product of the three signs of s is positive (Heider 1946; Cartwright and Harary 1956)
    take       1 if s has a pivot, two good ties that meet in a state (Dittmer 1981), and now has not this one
    keep       1 if s and now have the same pivot
    shared     k (k - 1) / 2 with k the ties that change: changes that come together, whatever they lead to
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.theories.triads.ties import Floats, Ints

CODES = np.arange(8)
GOOD = np.array([bin(code).count("1") for code in range(8)])
"""How many of the three ties of a pattern are good."""
TERMS = ("balanced", "take", "keep", "shared")
RIDGE = 0.1
"""Weight of the squares of b: a term without information stays at 0."""


def term_table() -> Floats:
    """The terms (8 now, 8 next, 4), in the order of `TERMS`."""
    now, later = np.meshgrid(CODES, CODES, indexing="ij")
    flips = GOOD[now ^ later]
    pivot, same = GOOD[later] == 2, now == later
    return np.stack([GOOD[later] % 2, pivot & ~same, pivot & same, flips * (flips - 1) / 2], axis=-1).astype(np.float64)


def product(chances: Floats) -> Floats:
    """The probability of each of the eight patterns, (m, 8), where the three ties (m, 3) are friendly each by its own chance."""
    good = (CODES[:, None] >> np.array([2, 1, 0])) & 1
    return np.asarray(np.where(good[None], chances[:, None, :], 1 - chances[:, None, :]).prod(axis=2))


def lean(base: Floats, now: Ints, later: Ints, terms: Sequence[str], *, begin: Floats | None = None) -> Floats:
    """b by maximum likelihood with a small ridge, Newton's steps halved where they fail; `base` (m, 8) is the product."""
    f = term_table()[:, :, [TERMS.index(name) for name in terms]][now]
    mine = f[np.arange(len(now)), later].sum(axis=0)
    log_base = np.log(base)
    found, value = np.zeros(len(terms)) if begin is None else begin.copy(), -np.inf
    step = np.zeros_like(found)
    for _ in range(60):
        line = log_base + f @ found
        top = line.max(axis=1, keepdims=True)
        weight = np.exp(line - top)
        whole = weight.sum(axis=1, keepdims=True)
        now_at = float(mine @ found - (top[:, 0] + np.log(whole[:, 0])).sum() - RIDGE / 2 * found @ found)
        if now_at < value - 1e-9:
            step = step / 2
            found = found - step
            continue
        if now_at - value < 1e-9:
            break
        value, share = now_at, weight / whole
        centre = np.einsum("mr,mrk->mk", share, f)
        spread = np.einsum("mr,mrk,mrl->kl", share, f, f) - centre.T @ centre
        step = np.linalg.solve(spread + RIDGE * np.eye(len(found)), mine - centre.sum(axis=0) - RIDGE * found)
        found = found + step
    return found


def leaning(base: Floats, now: Ints, terms: Sequence[str], b: Floats) -> Floats:
    """The probabilities (m, 8) that a theory gives with these b."""
    f = term_table()[:, :, [TERMS.index(name) for name in terms]][now]
    line = np.log(base) + f @ b
    weight = np.exp(line - line.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def still(now: Ints, past_now: Ints, past_later: Ints) -> Floats:
    """No change: the present pattern, with the share of the past in which it stayed; what changes goes anywhere alike."""
    changed = ((past_now != past_later).sum() + 0.5) / (len(past_now) + 1)
    found = np.full((len(now), 8), changed / 7)
    found[np.arange(len(now)), now] = 1 - changed
    return found


def by_type(now: Ints, past_now: Ints, past_later: Ints) -> Floats:
    """The memoryless triangle: how often a triad with so many good ties lost and won so many of them, with half a case added to each."""
    sort = _sorts()
    counts = np.zeros((8, 64))
    np.add.at(counts, (past_now, sort[past_now, past_later]), 1.0)
    found = np.zeros((8, 8))
    for code in range(8):
        alike = np.flatnonzero(GOOD[code] == GOOD)
        kinds, sizes = np.unique(sort[code], return_counts=True)
        weights = counts[alike][:, kinds].sum(axis=0) + 0.5
        each = dict(zip(kinds.tolist(), (weights / weights.sum() / sizes).tolist(), strict=True))
        found[code] = [each[kind] for kind in sort[code].tolist()]
    return found[now]


def _sorts() -> Ints:
    """The sort of each change (8 now, 8 next): 8 x good ties lost + bad ties won, which does not say whose they are."""
    now, later = np.meshgrid(CODES, CODES, indexing="ij")
    return np.asarray(8 * GOOD[now & ~later] + GOOD[~now & later & 7], dtype=np.int64)
