"""What a stated confidence is worth: of the events said with it, how many a hand coding has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from types import ModuleType
from typing import Any

EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def judged(scorer: ModuleType, events: list[dict[str, Any]], gold: list[dict[str, Any]]) -> Iterable[tuple[float, bool]]:
    """Each event's confidence, and whether the hand coding has the pair and the type; rows that are not core are set aside."""
    _, taken, _ = scorer.score(events, gold)
    for number, event in enumerate(events):
        row, level = taken.get(number, (None, 0))
        again = row is None and any(scorer.depth(event, each) >= 3 for each in gold)
        if not again and (row is None or gold[row]["core"]):
            yield event["confidence"], level >= 3


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[str]:
    """The table, and the mean distance of said and right over all events (expected calibration error)."""
    lines = ["| confidence | events | said | right |", "| --- | --- | --- | --- |"]
    off = 0.0
    for low, high in pairwise(EDGES):
        here = [(sure, right) for sure, right in pairs if low <= sure < high]
        if not here:
            continue
        said, right = sum(s for s, _ in here) / len(here), sum(r for _, r in here) / len(here)
        off += abs(said - right) * len(here) / len(pairs)
        lines.append(f"| {low:.1f} to {min(high, 1.0):.1f} | {len(here)} | {said:.2f} | {right:.2f} |")
    return [*lines, "", f"Mean distance of said and right: {off:.3f} over {len(pairs)} events." if pairs else "No events."]
