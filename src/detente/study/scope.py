"""Which states and years a study's series are about: what study.toml says, else what the events say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.dates import year_of
from detente.model import Event
from detente.study.file import StudyFile

MOST_STATES = 6
"""As many states are chosen where the study names none: fifteen pairs is what a reader can survey."""

EDGE = 50
"""One event in fifty at either end of time does not set the years: a lone look back, or a date misread, would."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The states of a study, the pairs of them with the one in focus first, and the years."""

    states: tuple[str, ...]
    dyads: tuple[tuple[str, str], ...]
    first_year: int | None
    last_year: int | None

    @property
    def is_open(self) -> bool:
        """Whether there is no pair or no year to speak of, and so no series."""
        return not self.dyads or self.first_year is None or self.last_year is None


def scope_of(study: StudyFile, events: Sequence[Event]) -> Scope:
    """The scope of a study.

    Without states in study.toml: the most frequent pair of the events, then the states that deal most
    with others, six at most. Without years: from the first to the last year in which an event on those
    states certainly falls, the outermost fiftieth at either end left out.
    """
    pairs = _pairs(events)
    focus = study.focus or _focus(pairs, study.states)
    states = study.states or _frequent(pairs, focus)
    ordered = tuple(dict.fromkeys((*(focus or ()), *states)))
    first, last = _years(event for event in events if {event.source.state, event.target.state} <= set(ordered))
    return Scope(
        states=ordered,
        dyads=tuple(combinations(ordered, 2)),
        first_year=study.first_year if study.first_year is not None else first,
        last_year=study.last_year if study.last_year is not None else last,
    )


def _pairs(events: Iterable[Event]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for event in events:
        a, b = event.source.state, event.target.state
        if a and b and a != b:
            found[min(a, b), max(a, b)] += 1
    return found


def _focus(pairs: Counter[tuple[str, str]], states: tuple[str, ...]) -> tuple[str, str] | None:
    if len(states) > 1:
        return states[0], states[1]
    return min(pairs, key=lambda pair: (-pairs[pair], pair)) if pairs else None


def _frequent(pairs: Counter[tuple[str, str]], focus: tuple[str, str] | None) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for pair, n in pairs.items():
        for state in pair:
            counts[state] += n
    ranked = sorted(counts, key=lambda state: (-counts[state], state))
    return tuple(dict.fromkeys((*(focus or ()), *ranked)))[:MOST_STATES]


def _years(events: Iterable[Event]) -> tuple[int | None, int | None]:
    bounds = [(event.date.start, event.date.end) for event in events if event.date]
    years = sorted(year_of(start) for start, end in bounds if start is not None and end is not None and year_of(start) == year_of(end))
    if not years:
        return None, None
    edge = len(years) // EDGE
    return years[edge], years[-1 - edge]
