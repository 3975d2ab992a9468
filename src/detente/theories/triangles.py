"""The triangle's types over time: how long each lasts, what follows what, and whether an old one is firmer than a young one.

Everything is counted in joint draws of the three scores (`Paths.draws`), so that the uncertainty of the types is carried along: a year
whose type is unclear has another type in other draws. In each draw the changes from year to year are counted, a Dirichlet prior of one
change in all a row is added, and one matrix is drawn from what follows; the intervals so hold both the error of the scores and the few
years there are.

Memoryless means that the chance of leaving a type does not depend on how long it has lasted: then a type with the chance p of staying lasts
1 / (1 - p) years on average. Scores are smooth, so that types last longer than signs of single events would; and noise in draws near zero
makes types flicker, which shortens them. What is said of durations is said of this measure. The claims of balance, pivot and independence
are in `detente.theories.triads`. Types: Dittmer (1981), World Politics 33(4), 485-515.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import DetenteError
from detente.relations.paths import Flags, Floats, Paths

TYPES = ("menage", "romantic", "marriage", "veto")
"""By how many ties are good: three, two, one, none."""
IN_WORDS = {
    "menage": "three friends",
    "romantic": "a pivot between two at odds",
    "marriage": "two against an outcast",
    "veto": "three at odds",
}
YOUNG = 3
"""A type that has lasted so many years or fewer is young."""
FEWEST_YEARS = 10
_NONE = -1
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Bounded:
    """A number with its 90 per cent interval over the draws; None where too few draws have it."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Dwell:
    """How long a type lasts. `share` of years that have it; `spells` of it a draw; `lasted` the mean years of its ended spells;
    `memoryless` what they would be with no memory, from the chance to stay; `young` and `old` the chance a year to leave it in
    its first `YOUNG` years and later; `firmer_with_age` the share of draws in which the old leave less often.
    """

    type: str
    share: Bounded
    spells: float
    lasted: Bounded
    memoryless: Bounded
    young: Bounded
    old: Bounded
    firmer_with_age: float


@dataclass(frozen=True, kw_only=True, eq=False)
class TypeTimes:
    """The types of one triangle over time: dwell times, and the chance a year of what follows what.

    `transitions`, `low` and `high` are (4, 4), rows from and columns to in the order of `TYPES`; `seen` (4, 4) the mean count of changes a
    draw, which says how much each row rests on the prior.
    """

    states: tuple[str, ...]
    first_year: int
    last_year: int
    years: int
    n_draws: int
    dwell: tuple[Dwell, ...]
    transitions: Floats
    low: Floats
    high: Floats
    seen: Floats

    def table(self) -> pl.DataFrame:
        """A row a type: its share of years, spells, how long it lasts, and the chances of what follows."""
        rows = []
        for at, each in enumerate(self.dwell):
            row: dict[str, object] = {"type": each.type, "spells": each.spells, "firmer_with_age": each.firmer_with_age}
            for name in ("share", "lasted", "memoryless", "young", "old"):
                bounded: Bounded = getattr(each, name)
                row |= {name: bounded.value, f"{name}_low": bounded.low, f"{name}_high": bounded.high}
            rows.append(row | {f"to_{kind}": float(self.transitions[at, to]) for to, kind in enumerate(TYPES)})
        return pl.DataFrame(rows)

    def in_words(self) -> str:
        """The type that is there most, how long it lasts against no memory, and what most often follows it."""
        at = max(range(4), key=lambda place: self.dwell[place].share.value or 0.0)
        most = self.dwell[at]
        after = [(float(self.transitions[at, to]), kind) for to, kind in enumerate(TYPES) if to != at]
        chance, follows = max(after)
        said = (
            f"{IN_WORDS[most.type].capitalize()} in {100 * (most.share.value or 0):.0f}% of {self.years} years; "
            f"if it had no memory it would last {_text(most.memoryless)} years"
        )
        firm = most.firmer_with_age
        age = "firmer with age" if firm > 0.95 else "weaker with age" if firm < 0.05 else "neither clearly firmer nor weaker with age"
        return f"{said}; {age} (chance of firmer {firm:.2f}); of the rest {IN_WORDS[follows]} follows most often ({chance:.2f} a year)."


def _text(bounded: Bounded) -> str:
    if bounded.value is None:
        return "an unknown number of"
    return f"{bounded.value:.1f} [{bounded.low:.1f}, {bounded.high:.1f}]"


def types_of(paths: Paths, states: Sequence[str]) -> Ints:
    """The type of each draw in each period, (n, T), as a place in `TYPES`; -1 where a pair has no score."""
    mine = paths.of(states)
    good = np.count_nonzero(mine.draws > 0, axis=1)
    whole: Flags = np.logical_and.reduce(mine.known(), axis=0)
    return np.asarray(np.where(whole[None], 3 - good, _NONE), dtype=np.int64)


def type_times(paths: Paths, states: Sequence[str], *, seed: int = 0) -> TypeTimes:
    """Dwell times and changes of type of the triangle of three states; `DetenteError` 733 where fewer than ten years have a type."""
    if len(states) != 3 or len(set(states)) != 3:
        raise DetenteError(733, f"{', '.join(states)} is no triangle", todo="Name three different states.")
    found = types_of(paths, states)
    years = [paths.years[at] for at in np.flatnonzero(found.min(axis=0) >= 0).tolist()]
    if len(years) < FEWEST_YEARS:
        todo = f"At least {FEWEST_YEARS} are wanted."
        raise DetenteError(733, f"only {len(years)} years of {', '.join(states)} have a type", todo=todo)
    chance = np.random.default_rng([seed, 4, len(paths.labels)])
    counts = _counts(found)
    drawn = chance.gamma(counts + 1 / len(TYPES))
    drawn /= drawn.sum(axis=2, keepdims=True)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    return TypeTimes(
        states=tuple(states),
        first_year=years[0],
        last_year=years[-1],
        years=len(years),
        n_draws=len(found),
        dwell=tuple(_dwell(found, drawn, kind, chance) for kind in range(len(TYPES))),
        transitions=drawn.mean(axis=0),
        low=low,
        high=high,
        seen=counts.mean(axis=0),
    )


def _counts(found: Ints) -> Floats:
    """How often each type is followed by each in the next year, (n, 4, 4); years without a type break the chain."""
    now, later = found[:, :-1], found[:, 1:]
    each = [[((now == one) & (later == two)).sum(axis=1) for two in range(len(TYPES))] for one in range(len(TYPES))]
    return np.asarray(np.array(each).transpose(2, 0, 1), dtype=np.float64)


def _dwell(found: Ints, drawn: Floats, kind: int, chance: np.random.Generator) -> Dwell:
    ages, begun = _ages(found, kind)
    now, later = ages[:, :-1], found[:, 1:]
    left = (now > 0) & (later >= 0) & (later != kind)
    risky = (now > 0) & (later >= 0) & begun[:, :-1]  # of spells whose beginning was seen
    hazards = []
    for inside in (now <= YOUNG, now > YOUNG):
        exits, risks = (left & risky & inside).sum(axis=1), (risky & inside).sum(axis=1)
        hazards.append(chance.beta(exits + 0.5, risks - exits + 0.5))
    spells = (ages == 1).sum(axis=1)
    ended = left & begun[:, :-1]
    total, many = np.where(ended, now, 0).sum(axis=1), ended.sum(axis=1)
    lasted = np.divide(total, many, out=np.full(len(many), np.nan), where=many > 0)
    there = (found >= 0).sum(axis=1)
    return Dwell(
        type=TYPES[kind],
        share=_bounded((found == kind).sum(axis=1) / there),
        spells=float(spells.mean()),
        lasted=_bounded(lasted),
        memoryless=_bounded(1 / np.maximum(1 - drawn[:, kind, kind], 1e-6), middle=True),
        young=_bounded(hazards[0]),
        old=_bounded(hazards[1]),
        firmer_with_age=float((hazards[1] < hazards[0]).mean()),
    )


def _ages(found: Ints, kind: int) -> tuple[Ints, Flags]:
    """For how many years the type has been there at each year (0: it is not), and whether its beginning was seen."""
    ages, begun = np.zeros(found.shape, dtype=np.int64), np.zeros(found.shape, dtype=np.bool_)
    for at in range(found.shape[1]):
        there = found[:, at] == kind
        before = ages[:, at - 1] if at else np.zeros(len(found), dtype=np.int64)
        known = found[:, at - 1] >= 0 if at else np.zeros(len(found), dtype=np.bool_)
        ages[:, at] = np.where(there, before + 1, 0)
        begun[:, at] = there & np.where(before > 0, begun[:, at - 1] if at else False, known)
    return ages, begun


def _bounded(values: Floats, *, middle: bool = False) -> Bounded:
    """The mean (or the median, of what has a long tail) with its interval; nothing where fewer than half of the draws have a number."""
    some = values[np.isfinite(values)]
    if some.size < len(values) / 2:
        return Bounded(value=None, low=None, high=None)
    low, high = np.quantile(some, [0.05, 0.95])
    return Bounded(value=float(np.median(some) if middle else some.mean()), low=float(low), high=float(high))
