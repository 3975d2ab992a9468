"""Heider's balance against Dittmer's pivot against independence: forecasts of the next pattern of every triad, one period ahead.

At each origin all models are learnt from the periods up to it, and forecast the next pattern of every triad that is known then. A tie is in
many triads, so that triads are not independent cases: a period is. Scores are the mean over the triads of a period, and tests are over
periods (Diebold and Mariano). Balance and pivot are held against independence, and against shared shocks too, since ties that change
together keep the balance of a triad whether or not anybody seeks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from detente.errors import DetenteError
from detente.relations.paths import Flags
from detente.theories.evaluation import Difference, diebold_mariano, holm
from detente.theories.triads.history import changes_before, friendly_chances
from detente.theories.triads.models import by_type, lean, leaning, product, still
from detente.theories.triads.ties import Floats, Ints, Ties, Triads, triads_of

MODELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "shared shocks": ("shared",),
        "balance": ("balanced",),
        "pivot": ("take", "keep"),
        "balance and shared shocks": ("balanced", "shared"),
        "pivot and shared shocks": ("take", "keep", "shared"),
        "balance and pivot": ("balanced", "take", "keep"),
    }
)
"""The models that lean on independence, with their terms."""
ALONE = ("no change", "types", "independence")
"""Forecasts without a theory: the pattern stays; the memoryless triangle; each tie on its own history."""
COMPARED = (
    ("no change", "independence"),
    ("types", "independence"),
    ("shared shocks", "independence"),
    ("balance", "independence"),
    ("pivot", "independence"),
    ("balance and pivot", "independence"),
    ("balance and shared shocks", "shared shocks"),
    ("pivot and shared shocks", "shared shocks"),
)
THEORIES = COMPARED[3:]
FEWEST = 8
"""So many changes of sign are learnt from before the first forecast, and so many are forecast; and so many periods."""
REFUTED_BY: Mapping[str, str] = MappingProxyType(
    {
        "balance": (
            "Refuted if, knowing the history of each tie, forecasts that lean towards balanced patterns are worse than those of the ties"
            " alone, or better only by leaning the other way (b of balanced at or below 0); and if the gain vanishes beside shared shocks."
            " A gain whose interval holds 0 decides nothing."
        ),
        "pivot": (
            "Refuted if forecasts in which triads come to have a pivot and keep it are worse than those of the ties alone, or better only"
            " by leaning the other way (b of take and of keep at or below 0); and if the gain vanishes beside shared shocks."
            " A gain whose interval holds 0 decides nothing."
        ),
        "independence": "Refuted if any model that knows the other two ties of a triad forecasts better than the ties alone.",
    }
)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A model against another: mean log scores of both over `origins` periods, and the test on their losses; `p_holm` over the theories."""

    model: str
    over: str
    score: float
    baseline: float
    test: Difference
    p_holm: float | None

    @property
    def gain(self) -> float:
        """The mean gain in log score; above 0 the model forecasts better."""
        return self.score - self.baseline


@dataclass(frozen=True, kw_only=True)
class TriadClaims:
    """What came of balance, pivot and independence among some states.

    `triads` were forecast in `origins` periods, `changed` of them to another pattern; `ties_changed` changes of sign there are in all.
    `b` are the terms of each model over all periods, a description of the sample; `brier` the mean squared error of each model's eight
    probabilities, summed over patterns.
    """

    states: tuple[str, ...]
    first: str
    last: str
    triads: int
    changed: int
    ties_changed: int
    origins: int
    compared: tuple[Compared, ...]
    b: Mapping[str, Mapping[str, float]]
    brier: Mapping[str, float]
    refuted_by: Mapping[str, str] = field(default_factory=lambda: REFUTED_BY)

    def of(self, model: str, over: str = "independence") -> Compared:
        """One comparison; KeyError where it was not made."""
        return {(each.model, each.over): each for each in self.compared}[model, over]

    def supported(self, model: str, level: float = 0.05) -> bool:
        """Whether balance or pivot forecasts better than independence **and**, beside shared shocks, than those, and leans its way."""
        tests = (self.of(model), self.of(f"{model} and shared shocks", "shared shocks"))
        sure = all(each.gain > 0 and each.p_holm is not None and each.p_holm < level for each in tests)
        return sure and max(self.b[model].values()) > 0


def triad_claims(ties: Ties, *, width: int = 1, first: int | None = None) -> TriadClaims:
    """Put the three claims to the triads of some states.

    Forecasts begin at period `first` (None: the first third of the periods, or later until there are enough changes to learn from).
    `width` is how many steps a period is long, where periods overlap. Raises `DetenteError` 732 where there is too little.
    """
    seen = triads_of(ties)
    start = _start(ties, seen, first)
    scores, briers, origins, forecast = _forecast(ties, seen, start)
    tests = [(model, over, diebold_mariano(-scores[model], -scores[over], horizon=width)) for model, over in COMPARED]
    adjusted = iter(holm([test.p_value for model, over, test in tests if (model, over) in THEORIES]))
    compared = tuple(
        Compared(
            model=model,
            over=over,
            score=float(scores[model].mean()),
            baseline=float(scores[over].mean()),
            test=test,
            p_holm=next(adjusted) if (model, over) in THEORIES else None,
        )
        for model, over, test in tests
    )
    return TriadClaims(
        states=ties.states,
        first=ties.labels[origins[0] + 1],
        last=ties.labels[origins[-1] + 1],
        triads=int(forecast.sum()),
        changed=int((seen.present != seen.later)[forecast].sum()),
        ties_changed=ties.changes,
        origins=len(origins),
        compared=compared,
        b=_whole_sample(ties, seen),
        brier={name: float(values.mean()) for name, values in briers.items()},
    )


def _start(ties: Ties, seen: Triads, first: int | None) -> int:
    """The period of the first forecast; D732 where too few changes lie before or after it, or no triad is known twice."""
    last = len(ties.labels) - 1
    start = first if first is not None else max(2, last // 3)
    while start < last and changes_before(ties, start) < FEWEST:
        start += 1
    after = np.unique(seen.origin[seen.origin >= start])
    changed = ties.changes - changes_before(ties, start)
    if len(after) < FEWEST or changed < FEWEST or not (seen.origin < start).any():
        raise DetenteError(
            732,
            f"too few ties change sign: {ties.changes} changes among {len(ties.states)} states in {len(ties.labels)} periods, of which"
            f" {changed} in {len(after)} periods are left to forecast",
            todo=f"At least {FEWEST} changes to learn from and as many to forecast are wanted: name more states or years.",
        )
    return start


def _forecast(ties: Ties, seen: Triads, start: int) -> tuple[dict[str, Floats], dict[str, Floats], list[int], Flags]:
    """Mean log score and Brier score of each model by origin, the origins, and which triads were forecast."""
    scores: dict[str, list[float]] = {name: [] for name in (*ALONE, *MODELS)}
    briers: dict[str, list[float]] = {name: [] for name in scores}
    begin: dict[str, Floats | None] = dict.fromkeys(MODELS)
    origins: list[int] = []
    for origin, chances in friendly_chances(ties, start):
        past, now = seen.origin < origin, seen.origin == origin
        if not now.any():
            continue
        origins.append(origin)
        told = _told(seen, chances, past, now, begin)
        happened = seen.later[now]
        for name, p in told.items():
            mine = p[np.arange(len(happened)), happened]
            scores[name].append(float(np.log(mine).mean()))
            briers[name].append(float(((p**2).sum(axis=1) - 2 * mine + 1).mean()))
    arrays = [{name: np.array(values) for name, values in each.items()} for each in (scores, briers)]
    return arrays[0], arrays[1], origins, np.isin(seen.origin, origins)


def _told(seen: Triads, chances: Floats, past: Flags, now: Flags, begin: dict[str, Floats | None]) -> dict[str, Floats]:
    """What each model says of the triads of one origin, (m, 8); `begin` keeps the b of the origin before, to begin from."""
    base = product(_three(chances, seen, past | now))
    of_past, of_now = base[past[past | now]], base[now[past | now]]
    told = {
        "no change": still(seen.present[now], seen.present[past], seen.later[past]),
        "types": by_type(seen.present[now], seen.present[past], seen.later[past]),
        "independence": of_now,
    }
    for name, terms in MODELS.items():
        b = lean(of_past, seen.present[past], seen.later[past], terms, begin=begin[name])
        begin[name] = b
        told[name] = leaning(of_now, seen.present[now], terms, b)
    return told


def _three(chances: Floats, seen: Triads, chosen: Flags) -> Floats:
    """The chances of the three ties of some triads, in the order of the codes, (m, 3)."""
    origin, (a, b, c) = seen.origin[chosen], seen.states[chosen].T
    return np.stack([chances[origin, a, b], chances[origin, a, c], chances[origin, b, c]], axis=1)


def _whole_sample(ties: Ties, seen: Triads) -> dict[str, dict[str, float]]:
    """The b of each model over all periods."""
    last = len(ties.labels) - 1
    longer = Ties(
        states=ties.states,
        labels=(*ties.labels, ""),
        signs=_again(ties.signs),
        strength=None if ties.strength is None else _again(ties.strength),
    )
    _, chances = next(friendly_chances(longer, last))
    base = product(_three(chances, seen, np.ones(len(seen.origin), dtype=bool)))
    return {name: dict(zip(terms, lean(base, seen.present, seen.later, terms).tolist(), strict=True)) for name, terms in MODELS.items()}


def _again(values: Ints | Floats) -> np.ndarray:
    """The periods with the last one once more: an origin there has learnt from all changes, and the copy is never looked at."""
    return np.concatenate([values, values[-1:]])
