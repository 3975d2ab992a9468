"""The strategic triangle: from the scores of three pairs of states, with their error, the probability of each of its types.

Dittmer (1981, World Politics 33(4):485-515, pp. 489-492) tells four types by the signs of the three ties. With + for a good tie:

    menage     +++   all three are friends (menage a trois)
    romantic   ++-   two good ties meet in one state, the pivot; the two others, the wings, are at odds
    marriage   +--   two states, the partners, stand together (stable marriage); the third is the outcast
    veto       ---   all three are foes (unit veto)

Three states may be the pivot and three the outcast, so that there are eight patterns. A draw of the three paths has one pattern in
each period, by the signs of its scores; the probability of a pattern is the share of draws that have it. With a neutral zone, a draw
in which a tie lies within `neutral` of zero is `open`: the triangle has no type. By default the zone is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from detente.errors import DetenteError
from detente.relations.paths import Flags, Floats, Paths

SIDES = ("a", "b", "c")
"""The three states of a triangle, as its columns name them, in the order in which they were given."""

PAIRS = tuple(combinations(range(3), 2))
"""Which two states each of the three ties joins: a and b, a and c, b and c."""

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "friend": "one of three friends",
        "pivot": "on good terms with two who are at odds",
        "wing": "on good terms with the pivot alone",
        "partner": "one of two who stand together",
        "outcast": "at odds with two who stand together",
        "foe": "at odds with both, who are at odds too",
    }
)
"""What a state can be in a triangle (Dittmer 1981, p. 489; `friend` and `foe` are our words for the even types)."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One of the eight patterns: its type, which state (0 to 2) is pivot or outcast, the signs of the ties as in `PAIRS`."""

    type: str
    who: int | None
    signs: tuple[bool, bool, bool]

    @property
    def column(self) -> str:
        """The column of its probability: `menage`, `pivot_a`, `outcast_c`, `veto`."""
        if self.who is None:
            return self.type
        return f"{'pivot' if self.type == 'romantic' else 'outcast'}_{SIDES[self.who]}"

    def role(self, state: int) -> str:
        """The role of one of the three states (0 to 2)."""
        even, chosen, other = {
            "menage": ("friend", "", ""),
            "veto": ("foe", "", ""),
            "romantic": ("", "pivot", "wing"),
            "marriage": ("", "outcast", "partner"),
        }[self.type]
        return even or (chosen if state == self.who else other)


def _signs(kind: str, who: int | None) -> tuple[bool, bool, bool]:
    """The signs of the three ties: a romantic pivot has the good ones, an outcast the bad ones."""
    first, second, third = ((who in pair) == (kind == "romantic") if who is not None else kind == "menage" for pair in PAIRS)
    return first, second, third


PATTERNS = tuple(
    Pattern(type=kind, who=who, signs=_signs(kind, who))
    for kind, whos in (("menage", (None,)), ("romantic", (0, 1, 2)), ("marriage", (0, 1, 2)), ("veto", (None,)))
    for who in whos
)
"""The eight patterns, from all good to all bad."""

COLUMNS = tuple(pattern.column for pattern in PATTERNS)
OPEN = "open"

_SCHEMA: dict[str, Any] = {
    **{f"state_{side}": pl.String() for side in SIDES},
    "period": pl.String(),
    "year": pl.Int32(),
    **{name: pl.Float64() for name in (*COLUMNS, OPEN, "romantic", "marriage")},
    "type": pl.String(),
    "who": pl.String(),
    "probability": pl.Float64(),
    "entropy": pl.Float64(),
    "best_pair": pl.String(),
    "best_probability": pl.Float64(),
    "unsettled": pl.List(pl.String()),
    "thin": pl.List(pl.String()),
    "reason": pl.String(),
    "n_draws": pl.Int64(),
    "seed": pl.Int64(),
}


def pattern_shares(draws: Floats, *, neutral: float = 0.0) -> Floats:
    """The share of draws with each pattern, then with none: (T, 9) from draws (n, 3, T) whose ties stand as in `PAIRS`.

    A score of exactly 0 is no good tie, so that without a neutral zone it counts as bad. NaN where a tie has no score.
    """
    good, unclear = draws > 0, (np.abs(draws) < neutral).any(axis=1)
    place = good[:, 0] * 4 + good[:, 1] * 2 + good[:, 2] * 1
    codes = [4 * first + 2 * second + third for first, second, third in (pattern.signs for pattern in PATTERNS)]
    shares = [((place == code) & ~unclear).mean(axis=0) for code in codes]
    found = np.stack([*shares, unclear.mean(axis=0)], axis=1)
    found[~np.isfinite(draws).all(axis=(0, 1))] = np.nan
    return found


def triangle(paths: Paths, states: Sequence[str], *, neutral: float = 0.0) -> pl.DataFrame:
    """The triangle of three states, a row a period: the probability of each pattern, and what follows from it.

    `menage`, `pivot_a` to `pivot_c`, `outcast_a` to `outcast_c`, `veto` and `open` sum to 1; `romantic` and `marriage` are the sums
    over who is pivot or outcast. `type` and `who` (COW letters, null for the even types) are those of the most probable of the eight
    patterns, with its `probability`; of equals the first in the order of `PATTERNS`; `open` where that is the most probable.
    `entropy`, in bits, is that of the nine probabilities: 0 where the type is certain, 3 where all eight are alike. `best_pair` is
    the pair whose score is the highest in most draws, `best_probability` in which share of them. `unsettled` names the pairs whose
    90 per cent interval holds 0, `thin` those that have no evidence of their own in the period: their scores rest on the periods
    around it and their error is the larger, which the probabilities know. Where a pair has no score all of these are null and
    `reason` says which. Raises `DetenteError` 641 for other than three different states or a neutral zone below 0.
    """
    if len(states) != 3 or len(set(states)) != 3 or neutral < 0:
        raise DetenteError(
            641, f"{', '.join(states)} with a neutral zone of {neutral:g} is no triangle", todo="Name three different states."
        )
    mine = paths.of(states)
    shares, known = pattern_shares(mine.draws, neutral=neutral), mine.known()
    names = [f"{a}-{b}" for a, b in mine.dyads]
    rows = [_row(mine, names, shares[at], at) if known[:, at].all() else _gap(names, known[:, at]) for at in range(len(mine.labels))]
    fixed = {f"state_{side}": state for side, state in zip(SIDES, states, strict=True)} | {"n_draws": paths.n, "seed": paths.seed}
    filled = [fixed | {"period": label, "year": year} | row for label, year, row in zip(mine.labels, mine.years, rows, strict=True)]
    return pl.DataFrame(filled, schema=_SCHEMA, orient="row")


def _row(mine: Paths, names: Sequence[str], shares: Floats, at: int) -> dict[str, Any]:
    """All that is said of one period in which the three pairs have scores."""
    drawn, chances = mine.draws[:, :, at], dict(zip((*COLUMNS, OPEN), _rounded(shares), strict=True))
    best = int(np.argmax(shares))
    chosen = PATTERNS[best] if best < len(PATTERNS) else None
    leads = np.bincount(drawn.argmax(axis=1), minlength=3) / len(drawn)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    states = [mine.dyads[0][0], mine.dyads[0][1], mine.dyads[1][1]]
    return {
        **chances,
        "romantic": _one(shares[1:4].sum()),
        "marriage": _one(shares[4:7].sum()),
        "type": chosen.type if chosen else OPEN,
        "who": states[chosen.who] if chosen and chosen.who is not None else None,
        "probability": _one(shares[best]),
        "entropy": _one(_entropy(shares)),
        "best_pair": names[int(leads.argmax())],
        "best_probability": _one(leads.max()),
        "unsettled": _named(names, (low <= 0) & (high >= 0)),
        "thin": _named(names, ~mine.evidence[:, at]),
        "reason": None,
    }


def _gap(names: Sequence[str], known: Flags) -> dict[str, Any]:
    missing = _named(names, ~known)
    return {"unsettled": [], "thin": missing, "reason": f"no score of {' and '.join(missing)}"}


def _named(names: Sequence[str], chosen: Flags) -> list[str]:
    return [name for name, yes in zip(names, chosen.tolist(), strict=True) if yes]


def _rounded(values: Floats) -> list[float]:
    return [_one(value) for value in values]


def _one(value: float) -> float:
    return round(float(value), 9) + 0.0


def _entropy(shares: Floats) -> float:
    """The entropy of some probabilities in bits; what has none adds nothing."""
    some = shares[shares > 0]
    return max(0.0, -float((some * np.log2(some)).sum()))


def roles(frame: pl.DataFrame) -> pl.DataFrame:
    """The role of each state of a `triangle` in each period: `state`, `period`, `year`, `role` and its `probability`, 18 rows a period.

    The six roles of a state sum to 1 less the probability of `open`; null where the triangle has none.
    """
    parts = []
    for at, side in enumerate(SIDES):
        whose = frame.select(state=f"state_{side}", period="period", year="year", order=pl.int_range(pl.len()))
        for role in ROLES:
            chances = [pattern.column for pattern in PATTERNS if pattern.role(at) == role]
            total = frame.select(probability=pl.sum_horizontal(chances, ignore_nulls=False).round(9))
            parts.append(whose.select(*whose.columns[:3], role=pl.lit(role), probability=total["probability"], order="order"))
    return pl.concat(parts).sort("order", maintain_order=True).drop("order")


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A run of periods with one most probable type: its first and last year, how many periods, and the mean probability."""

    type: str
    who: str | None
    first_year: int
    last_year: int
    n: int
    probability: float


def spells(frame: pl.DataFrame) -> tuple[Spell, ...]:
    """The runs of a `triangle` in which the most probable type stays, in order; a gap ends a run and is none."""
    found: list[Spell] = []
    run: list[Mapping[str, Any]] = []
    for row in [*frame.iter_rows(named=True), None]:
        if run and (row is None or (row["type"], row["who"]) != (run[-1]["type"], run[-1]["who"])):
            found += [_spell(run)] if run[0]["type"] is not None else []
            run = []
        run += [row] if row is not None else []
    return tuple(found)


def _spell(run: Sequence[Mapping[str, Any]]) -> Spell:
    mean, first = sum(row["probability"] for row in run) / len(run), run[0]
    return Spell(
        type=first["type"], who=first["who"], first_year=first["year"], last_year=run[-1]["year"], n=len(run), probability=round(mean, 9)
    )
