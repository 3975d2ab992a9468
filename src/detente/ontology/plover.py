"""PLOVER event types, modes and contexts, read from the written lists in `detente/data`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from detente.errors import CodingFault

QUAD_NAMES: Mapping[int, str] = MappingProxyType(
    {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
)
"""The four classes: word or deed, cooperation or conflict."""


@dataclass(frozen=True, kw_only=True)
class Mode:
    """A kind of an event type. `score` is its PLOVER score (-10 to 10), or the type's where none is published."""

    name: str
    score: float
    score_published: bool
    definition: str


@dataclass(frozen=True, kw_only=True)
class EventType:
    """A PLOVER event type.

    `quad` is 1 to 4 (see `QUAD_NAMES`), `cooperative` whether it is 1 or 2, `score` the PLOVER score
    of the bare type, from -10 (most hostile) to 10 (most friendly).
    """

    name: str
    quad: int
    cooperative: bool
    score: float
    definition: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a deed was about. `added` tells our own contexts from PLOVER's; `why` is then the reason."""

    name: str
    domain: str
    definition: str
    plover_name: str | None
    added: bool
    why: str


@cache
def _read(name: str) -> dict[str, Any]:
    text = resources.files("detente").joinpath("data", name).read_text(encoding="utf-8")
    lists: dict[str, Any] = yaml.safe_load(text)
    return lists


def _mode(name: str, entry: Mapping[str, Any], type_score: float) -> Mode:
    published = "score" in entry
    score = float(entry["score"]) if published else type_score
    return Mode(name=name, score=score, score_published=published, definition=entry["definition"])


def _event_type(name: str, entry: Mapping[str, Any]) -> EventType:
    score, quad = float(entry["score"]), int(entry["quad"])
    modes = {mode: _mode(mode, words, score) for mode, words in entry.get("modes", {}).items()}
    return EventType(
        name=name, quad=quad, cooperative=quad <= 2, score=score, definition=entry["definition"], modes=MappingProxyType(modes)
    )


def _context(name: str, entry: Mapping[str, Any]) -> Context:
    added = bool(entry.get("added", False))
    return Context(
        name=name,
        domain=entry["domain"],
        definition=entry["definition"].strip(),
        plover_name=None if added else entry.get("plover", name),
        added=added,
        why=entry.get("why", ""),
    )


@cache
def event_types() -> Mapping[str, EventType]:
    """The sixteen PLOVER event types by name, in the order of their quad classes."""
    return MappingProxyType({name: _event_type(name, entry) for name, entry in _read("plover_types.yaml")["types"].items()})


@cache
def contexts() -> Mapping[str, Context]:
    """The contexts by name: PLOVER's first, then those added here."""
    return MappingProxyType({name: _context(name, entry) for name, entry in _read("plover_contexts.yaml")["contexts"].items()})


@cache
def domains() -> Mapping[str, str]:
    """The headings under which reports count contexts, with what each holds."""
    return MappingProxyType(dict(_read("plover_contexts.yaml")["domains"]))


@cache
def ontology_version() -> str:
    """The version of the types, modes, contexts and scores; it changes when any of them does."""
    return str(_read("plover_types.yaml")["version"])


@cache
def _context_names() -> Mapping[str, str]:
    known = {name: name for name in contexts()}
    return known | {entry.plover_name: name for name, entry in contexts().items() if entry.plover_name}


def event_type(name: str) -> EventType:
    """The event type called `name`; raises `CodingFault` 590 when PLOVER has none such."""
    try:
        return event_types()[name]
    except KeyError:
        known = ", ".join(event_types())
        raise CodingFault(590, f"{name!r} is not a PLOVER event type", todo=f"Use one of: {known}.") from None


def mode_names(type_name: str) -> tuple[str, ...]:
    """The modes of an event type, in the order of the list; empty for a type that has none."""
    return tuple(event_type(type_name).modes)


def score(type_name: str, mode: str | None = None) -> float:
    """The PLOVER score of a type, or of one of its modes: -10 (most hostile) to 10 (most friendly).

    A mode without a published score has the score of its type. Raises `CodingFault` 590 for an unknown
    type and 591 for a mode that the type does not have.
    """
    kind = event_type(type_name)
    if mode is None:
        return kind.score
    if mode not in kind.modes:
        known = ", ".join(kind.modes) or "none"
        raise CodingFault(591, f"{mode!r} is not a mode of {type_name}", todo=f"Its modes: {known}.")
    return kind.modes[mode].score


def quad_class(type_name: str) -> int:
    """The quad class of a type: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return event_type(type_name).quad


def context(name: str) -> Context:
    """The context called `name`, here or in PLOVER; raises `CodingFault` 592 when there is none."""
    try:
        return contexts()[_context_names()[name]]
    except KeyError:
        raise CodingFault(592, f"{name!r} is not a context", todo=f"Use one of: {', '.join(contexts())}.") from None


def domain_of(context_name: str) -> str:
    """The heading under which reports count a context ("military" gives "security"); raises `CodingFault` 592."""
    return context(context_name).domain
