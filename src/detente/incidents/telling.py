"""A statement as the comparison sees it, and what the rules of one kind of statement must answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from detente.incidents.times import Time
from detente.incidents.words import Words
from detente.model import Agreement, Event, Figure, Milestone, Period
from detente.spans import Span

Told = Event | Figure | Agreement | Period | Milestone
"""The statements that tell of something that can be told again; a reason is a claim, and is not grouped."""

Gate = Any
"""What a kind compares apart from words: a frozen dataclass of its own, equal for statements that it cannot tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One statement, made ready once.

    `blocks` are what two statements must have one of in common to be compared by words, `gate` is what they are compared by
    apart from words, `level` how finely `time` is known, as far as the kind asks for it. `sort` is one bit, and `fits` the bits of
    all sorts that it can be compared with: two tellings that do not fit need not be looked at.
    """

    statement: Told
    key: str
    kind: str
    document: str
    sentence: str
    span: Span
    blocks: tuple[Hashable, ...]
    gate: Gate
    time: Time
    level: int
    words: Words
    weight: int
    sort: int = 1
    fits: int = 1


NEAR = 200
"""Code points between two statements that stand beside each other: a sentence may lie between."""


def near_in_text(one: Telling, other: Telling) -> bool:
    """Whether two statements stand beside each other in one document."""
    return one.document == other.document and max(one.span.start, other.span.start) - min(one.span.end, other.span.end) <= NEAR


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How one kind of statement is compared. A score is 0 where nothing links, at most 1.

    `gate_keys` are such that two gates which `by_gate` links have one in common. `by_words` is asked only where the words that
    two statements share weigh at least `least` and are at least `floor` of both by Dice's measure, at the vaguer level of the two,
    and the times are at most `apart` days from each other at that level, where it says so. `alike` says whether the two could be one
    apart from time and words. `shares` says in words what they have in common. `restated` says that one sentence may tell one thing
    twice.
    What scores less than `across` by gate links statements of two documents only: an author who comes back to a thing says so.
    `beside` is asked of two statements of one document that stand beside each other, whatever their words.
    """

    kind: str
    telling: Callable[[Any], Telling]
    gate_keys: Callable[[Gate, Time], Iterable[Hashable]]
    by_gate: Callable[[Gate, Gate], float]
    by_words: Callable[[Gate, Gate, float, int], float]
    alike: Callable[[Gate, Gate], bool]
    shares: Callable[[Gate, Gate], str]
    floor: tuple[float, float, float, float]
    least: tuple[int, int, int, int]
    apart: tuple[int, ...] = (0, 0, 0)
    restated: bool = False
    across: float = 0.0
    beside: Callable[[Telling, Telling], float] | None = None
