"""Places as statements name them: the same, one within the other, different, or not comparable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from detente.incidents.lists import lists
from detente.register import default_register

_PLACES = frozenset({"state", "capital", "metonym", "place"})

Fit = Literal["same", "within", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class Place:
    """The names of a place, the state it lies in where the register knows one, and whether that state as a whole is named."""

    names: frozenset[str]
    state: str | None
    whole: bool
    seat: bool = False
    """Whether it is a capital, or a house in it by whose name its government goes (the Kremlin, Zhongnanhai)."""


@lru_cache(maxsize=50_000)
def place_of(text: str | None, on: int | None) -> Place | None:
    """The place that words name, on a day; None for no words. "Termez, Kabul" names two places, of which either may be meant."""
    if not text:
        return None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    names = frozenset(lists().same_places.get(part.casefold(), part.casefold()) for part in parts)
    found = {state for part in parts if (state := _located(part, on))}
    whole = any(sense.kind == "state" for part in parts for sense in default_register().senses(part))
    seat = any(sense.kind in ("capital", "metonym") for part in parts for sense in default_register().senses(part))
    return Place(names, next(iter(found)) if len(found) == 1 else None, whole, seat)


def _located(name: str, on: int | None) -> str | None:
    senses = [sense for sense in default_register().senses(name) if sense.kind in _PLACES and sense.ref]
    refs = {sense.ref for sense in senses if on is None or sense.is_valid(on)}
    return next(iter(refs)) if len(refs) == 1 else None


def places_fit(one: Place | None, other: Place | None) -> Fit:
    """How two places stand to each other: a town lies within its state, a seat within its capital; two towns are two places."""
    if one is None or other is None:
        return "unknown"
    if one.names & other.names:
        return "same"
    within = one.state is not None and one.state == other.state and (one.whole or other.whole or (one.seat and other.seat))
    return "within" if within else "other"
