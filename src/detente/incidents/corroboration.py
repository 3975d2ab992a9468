"""Who says what of a happening, how far they are independent, and which disagreements weigh most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from detente.incidents.amounts import far_apart, interval_of
from detente.incidents.aspects import date_of
from detente.incidents.figure_rules import is_money
from detente.incidents.telling import Told
from detente.incidents.times import Time, days_apart, time_of
from detente.model import Difference, Figure, Incident, Verdict

_YEAR, _FULL_YEARS, _FULL_TIMES = 365.25, 10, 10
_PLAIN = {"place": 0.4, "actors": 0.5, "type": 0.5, "direction": 0.6, "modality": 0.6}
"""How far apart a disagreement is that has no measure in days or numbers."""
_PRECISION = 0.1
"""How far apart a difference in precision is, beside a disagreement."""


@dataclass(frozen=True, kw_only=True)
class Corroboration:
    """The sources of an incident and what each says.

    `says` holds for each document the aspects in which accounts differ, with its words on each. `strength` orders disagreements:
    independent sources times how far they are apart (0 to 1); 0 where nothing differs.
    """

    incident_id: str
    verdict: Verdict
    sources: tuple[str, ...]
    independent: int
    says: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    strength: float


def corroborate(incident: Incident, statements: Mapping[str, Told]) -> Corroboration:
    """Who says what of an incident; `statements` holds at least its own, by id."""
    own = {key: statements[key] for key in incident.statements}
    says = tuple((document, _says(document, incident.differences, own)) for document in incident.documents)
    apart = max((how_far(difference, own) for difference in incident.differences), default=0.0)
    return Corroboration(
        incident_id=incident.incident_id,
        verdict=incident.verdict,
        sources=incident.documents,
        independent=incident.independent,
        says=says,
        strength=round(incident.independent * apart, 4),
    )


def strongest_first(corroborations: Iterable[Corroboration]) -> list[Corroboration]:
    """The disagreements, the strongest first."""
    held = [each for each in corroborations if each.verdict == "disagree"]
    return sorted(held, key=lambda each: (-each.strength, each.incident_id))


def _says(document: str, differences: Iterable[Difference], own: Mapping[str, Told]) -> tuple[tuple[str, str], ...]:
    """What a document says on each aspect, each wording once."""
    said = ((each.aspect, words) for each in differences for key, words in each.says if own[key].document == document)
    return tuple(dict.fromkeys(said))


def how_far(difference: Difference, statements: Mapping[str, Told]) -> float:
    """How far apart accounts are on one aspect, 0 to 1.

    Dates: the years between them over ten, by the logarithm, so that a day is something and ten years are all. Amounts: the
    logarithm of how many times one is the other, ten times being all. Anything else: a fixed measure. A difference in precision
    is a tenth.
    """
    if difference.verdict != "disagree":
        return _PRECISION
    told = [statements[key] for key, _ in difference.says]
    if difference.aspect == "date":
        return _dates_apart([time for each in told if (time := time_of(date_of(each))).told])
    if difference.aspect == "amount":
        return _amounts_apart([each for each in told if isinstance(each, Figure)])
    return _PLAIN[difference.aspect]


def _dates_apart(times: list[Time]) -> float:
    days = max((days_apart(one, other) for one, other in combinations(_ends(times), 2)), default=0)
    return min(1.0, round(0.1 + 0.9 * math.log1p(days / _YEAR) / math.log1p(_FULL_YEARS), 4))


def _ends(times: list[Time]) -> list[Time]:
    """The time that ends first and the one that begins last: no two are further apart."""
    return [min(times, key=lambda time: time.high), max(times, key=lambda time: time.low)] if times else []


def _amounts_apart(figures: list[Figure]) -> float:
    groups: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    for figure in figures:
        unit = figure.unit.casefold() if is_money(figure.unit) else ""
        groups.setdefault((unit, figure.promised), []).append(interval_of(figure))
    times = max((far_apart(min(group, key=lambda i: i[1]), max(group, key=lambda i: i[0])) for group in groups.values()), default=1.0)
    return min(1.0, round(0.1 + 0.9 * math.log(times) / math.log(_FULL_TIMES), 4)) if math.isfinite(times) else 1.0
