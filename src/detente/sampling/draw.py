"""Drawing a sample: the same seed, the same rows, whatever the order in which they are held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from detente.record import Row


def ranked(ids: Iterable[str], seed: int) -> list[str]:
    """Ids in a random order that depends on them and the seed alone: by the hash of both."""
    return sorted(set(ids), key=lambda each: (hashlib.sha256(f"{seed}|{each}".encode()).digest(), each))


def shares(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many to draw of each stratum: equally many, and what a small one cannot give goes to the others."""
    drawn = dict.fromkeys(sizes, 0)
    left = min(n, sum(sizes.values()))
    while left:
        open_ = [name for name in sizes if drawn[name] < sizes[name]]
        for name in open_[:left]:
            each = min(max(left // len(open_), 1), sizes[name] - drawn[name])
            drawn[name] += each
        left = min(n, sum(sizes.values())) - sum(drawn.values())
    return drawn


def draw(strata: Mapping[str, Sequence[str]], n: int, seed: int) -> list[Row]:
    """At most `n` ids from strata of them, a row each with its stratum, the stratum's size and how many were drawn of it.

    All strata are mixed, so that the first rows of a sheet are a sample too if a reader stops early.
    """
    sizes = {name: len(set(ids)) for name, ids in sorted(strata.items()) if ids}
    wanted = shares(sizes, n)
    chosen = {
        each: {"id": each, "stratum": name, "population": sizes[name], "drawn": wanted[name]}
        for name in sizes
        for each in ranked(strata[name], seed)[: wanted[name]]
    }
    return [chosen[each] for each in ranked(chosen, seed + 1)]
