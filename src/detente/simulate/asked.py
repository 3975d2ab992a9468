"""What a study asks of the past: interventions on a date, as nouns without numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from detente.dates import day_number, year_of
from detente.simulate import faults


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """A change of history that is asked about.

    `kind` is one of `kinds()`; `states` do what is changed (for a leader or parity: whom it is about), `target` suffer it, by COW letters.
    `on` and `until` are day numbers, `until` None for as long as the kind says. `size` is the share of the change that is made: 1 all,
    0 none, 2 twice.
    """

    name: str
    kind: str
    on: int
    states: tuple[str, ...]
    target: tuple[str, ...] = ()
    until: int | None = None
    size: float = 1.0

    @property
    def first_year(self) -> int:
        """The year in which it begins."""
        return year_of(self.on)

    def last_day(self, last_year: int) -> int:
        """Its last day, in a study that ends with `last_year`."""
        if self.until is not None:
            return self.until
        return day_number(last_year if kinds()[self.kind]["until"] == "end" else self.first_year, 12, 31)


@cache
def _lists() -> Mapping[str, Any]:
    text = resources.files("detente.data").joinpath("interventions.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def kinds() -> Mapping[str, Mapping[str, Any]]:
    """The kinds of interventions by name, as `data/interventions.yaml` has them."""
    known: Mapping[str, Mapping[str, Any]] = _lists()["kinds"]
    return known


def aid_types() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The event types of aid that is given, and of aid that is withdrawn."""
    words = _lists()["aid"]
    return tuple(words["given"]), tuple(words["withdrawn"])


def checked(asked: Intervention, states: tuple[str, ...], years: tuple[int, int]) -> Intervention:
    """The intervention, if a study of these states and years can be asked it.

    Raises `DetenteError` 741 for an unknown kind, 744 outside the years, 745 for a size below 0, 748 for states that are not the study's.
    """
    if asked.kind not in kinds():
        raise faults.fault(faults.UNKNOWN_KIND, repr(asked.kind))
    if asked.size < 0:
        raise faults.fault(faults.OUT_OF_RANGE, "a size of 0 or more")
    last = year_of(asked.last_day(years[1]))
    if not years[0] < asked.first_year <= years[1] or last < asked.first_year:
        raise faults.fault(faults.OUT_OF_TIME, f"{asked.name}: {asked.first_year} to {last}, in a study of {years[0]} to {years[1]}")
    strange = [state for state in (*asked.states, *asked.target) if state not in states]
    if (
        strange
        or not asked.states
        or (kinds()[asked.kind].get("direction") == "to" and not asked.target)
        or len(_whom(asked)) < _least(asked)
    ):
        raise faults.fault(faults.NO_STATES, f"{asked.name}{': ' + ', '.join(strange) if strange else ''}")
    return asked


def _whom(asked: Intervention) -> set[str]:
    return {*asked.states, *asked.target}


def _least(asked: Intervention) -> int:
    return 1 if asked.kind == "leader" else 2
