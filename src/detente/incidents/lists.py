"""The words and lists of `data/incident_words.yaml`, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The lists, as the rules ask for them; the header of the file says what each is."""

    stop: frozenset[str]
    near_types: frozenset[tuple[str, str]]
    mutual_types: frozenset[str]
    told_apart: frozenset[str]
    same_words: Mapping[str, str]
    notice: frozenset[str]
    ended: tuple[str, ...]
    until: tuple[str, ...]
    turnings: tuple[tuple[str, ...], ...]
    collective_roles: frozenset[str]
    same_places: Mapping[str, str]
    same_figures: Mapping[str, str]
    figure_sorts: Mapping[str, str]
    currencies: frozenset[str]
    leaving: frozenset[str]
    heads: Mapping[str, int]
    blank: frozenset[str]


@cache
def lists() -> Lists:
    """The lists that ship with the package."""
    told: dict[str, Any] = yaml.safe_load(files("detente").joinpath("data", "incident_words.yaml").read_text(encoding="utf-8"))
    figures, agreements = told["figures"], told["agreements"]
    return Lists(
        stop=frozenset(told["stop"].split()),
        near_types=frozenset(pair for one, other in told["near_types"] for pair in ((one, other), (other, one))),
        mutual_types=frozenset(told["mutual_types"]),
        told_apart=frozenset(told["told_apart"]),
        same_words={word: words[0] for words in told["same_words"] for word in words},
        notice=frozenset(told["notice"]),
        ended=tuple(told["ended"]),
        until=tuple(told["until"]),
        turnings=tuple(tuple(words) for words in told["turnings"]),
        collective_roles=frozenset(told["collective_roles"]),
        same_places={name: names[0] for names in told["same_places"] for name in names},
        same_figures=figures["same"],
        figure_sorts={what: sort for sort in ("yearly", "loans", "stocks") for what in figures[sort]},
        currencies=frozenset(figures["currencies"]),
        leaving=frozenset(figures["leaving"]),
        heads={head: number for number, heads in enumerate(agreements["heads"]) for head in heads},
        blank=frozenset(agreements["blank"].split()),
    )
