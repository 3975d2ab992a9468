"""A reader's word that two statements are one happening, or are not; it outlives coding the documents again.

A statement's id changes when its words are coded otherwise. A judgement therefore remembers where the statement stood and whom it
named, and finds it again by its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from detente.incidents.likeness import kind_of
from detente.incidents.telling import Told
from detente.model import Agreement, Event, Figure, Milestone, Period
from detente.spans import Span

_SAME_ACTORS, _SAME_ABOUT = 0.5, 0.25


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Where a statement stood when it was judged: its document, kind and raw span, whom it named, and what of.

    `about` (the type of an event, what a figure counts) tells apart the statements of one sentence.
    """

    document: str
    kind: str
    span: Span
    actors: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """A judgement: that two statements are of one happening, or not. `at` is a time stamp that sorts, `user` who judged."""

    user: str
    at: str
    verdict: Literal["join", "split"]
    one: Anchor
    other: Anchor
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What judgements come to for these statements: pairs of their keys; and the judgements of which a side is not found."""

    joins: tuple[tuple[str, str], ...]
    splits: tuple[tuple[str, str], ...]
    lost: tuple[Grouping, ...]


def anchor_of(statement: Told) -> Anchor:
    """The anchor of a statement as it stands now."""
    return Anchor(
        document=statement.document,
        kind=kind_of(statement),
        span=statement.span,
        actors=actors_of(statement),
        about=_about(statement),
    )


def actors_of(statement: Told) -> tuple[str, ...]:
    """Whom a statement names, in its own order: names of actors, or letters of states."""
    match statement:
        case Event():
            return statement.source.name, statement.target.name
        case Figure():
            return tuple(state for state in (statement.giver, statement.receiver) if state)
        case Agreement():
            return statement.parties
        case Period():
            return statement.states
        case Milestone():
            return (statement.subject,)


def _about(statement: Told) -> str:
    match statement:
        case Event():
            return statement.event_type
        case Figure():
            return f"{statement.what} {statement.value:g}"
        case Agreement():
            return statement.name
        case Period():
            return f"{statement.direction} {statement.label}"
        case Milestone():
            return f"{statement.kind} {statement.words}"


def find(anchor: Anchor, statements: Mapping[str, Told]) -> str | None:
    """The key of the statement that an anchor means: of its document and kind, the one whose evidence overlaps best.

    Statements with evidence as good are told apart by their actors, then by what they are about. None where no evidence overlaps.
    """
    fits = [
        (_fit(anchor, statement), key)
        for key, statement in statements.items()
        if statement.document == anchor.document and kind_of(statement) == anchor.kind and statement.span.overlaps(anchor.span)
    ]
    return min(fits, key=lambda fit: (-fit[0], fit[1]))[1] if fits else None


def _fit(anchor: Anchor, statement: Told) -> float:
    shared = min(anchor.span.end, statement.span.end) - max(anchor.span.start, statement.span.start)
    evidence = shared / (max(anchor.span.end, statement.span.end) - min(anchor.span.start, statement.span.start))
    mine, theirs = actors_of(statement), anchor.actors
    actors = 1.0 if mine == theirs else 0.8 if set(mine) == set(theirs) else len(set(mine) & set(theirs)) / max(len(mine), len(theirs), 1)
    return evidence + _SAME_ACTORS * actors + _SAME_ABOUT * (_about(statement) == anchor.about)


def settle(judgements: Iterable[Grouping], statements: Mapping[str, Told]) -> Settled:
    """What judgements say of these statements: of two on one pair the later holds; joins come the latest first."""
    held: dict[tuple[str, str], Grouping] = {}
    lost = []
    by_document: dict[str, dict[str, Told]] = {}
    for key, statement in statements.items():
        by_document.setdefault(statement.document, {})[key] = statement
    for judgement in sorted(judgements, key=lambda each: (each.at, each.user, each.verdict)):
        one, other = (find(anchor, by_document.get(anchor.document, {})) for anchor in (judgement.one, judgement.other))
        if one is None or other is None or one == other:
            lost.append(judgement)
        else:
            held[min(one, other), max(one, other)] = judgement
    latest = sorted(held.items(), key=lambda item: (item[1].at, item[1].user, item[0]), reverse=True)
    return Settled(
        joins=tuple(pair for pair, judgement in latest if judgement.verdict == "join"),
        splits=tuple(pair for pair, judgement in latest if judgement.verdict == "split"),
        lost=tuple(lost),
    )
