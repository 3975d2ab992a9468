"""The words that say what a number of a relation counts; the lists are in `data/figure_words.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a counted noun makes of its number: the thing, the unit to write, and from how many on it is a figure."""

    what: str
    unit: str
    always: bool
    least: int


@dataclass(frozen=True, kw_only=True)
class FigureWords:
    """The lists of `figure_words.yaml`, by lemma."""

    kinds: dict[str, Kind]
    measures: dict[str, tuple[str, str]]
    terms: frozenset[str]
    purposes: dict[str, str]
    gives: frozenset[str]
    receives: frozenset[str]
    harms: frozenset[str]
    promises: tuple[str, ...]
    labels: frozenset[str]
    by_words: dict[str, str]


@cache
def figure_words() -> FigureWords:
    """The word lists, read once."""
    data: dict[str, Any] = yaml.safe_load((files("detente") / "data" / "figure_words.yaml").read_text(encoding="utf-8"))
    kinds: dict[str, Kind] = {}
    for what, row in data["kinds"].items():
        kind = Kind(what=what, unit=row["unit"], always=row["rule"] == "any", least=int(row.get("least", 0)))
        for noun in row["nouns"]:
            kinds.setdefault(noun, kind)
    return FigureWords(
        kinds=kinds,
        measures={word: (what, unit) for what, units in data["measures"].items() for word, unit in units.items()},
        terms=frozenset(data["terms"]),
        purposes={word: what for what, words in data["purposes"] for word in words},
        gives=frozenset(data["gives"]),
        receives=frozenset(data["receives"]),
        harms=frozenset(data["harms"]),
        promises=tuple(data["promises"]),
        labels=frozenset(data["labels"]),
        by_words={word: what for what, words in data["by_words"].items() for word in words},
    )
