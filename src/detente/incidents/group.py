"""Statements grouped into incidents: each statement in one, and the sources of each compared.

Incidents are the connected groups of statements that are alike by twos. Because a likeness depends on the two alone, taking away a
source changes the incidents that it stood in and no other.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from detente.dates import UncertainDate
from detente.incidents.aspects import amount_words, date_of
from detente.incidents.compare import differences_of, verdict_of
from detente.incidents.copies import CopyLink, independent_sources, neighbours
from detente.incidents.event_rules import side_of
from detente.incidents.figure_rules import crowds
from detente.incidents.forest import Tree, grow
from detente.incidents.join import links
from detente.incidents.judgements import Grouping, Settled, settle
from detente.incidents.likeness import KINDS, key_of, reason, telling_of
from detente.incidents.telling import Telling, Told
from detente.model import Agreement, Event, Figure, Incident, Milestone, Period, content_id


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What all incidents are made from."""

    tellings: Sequence[Telling]
    copies: Mapping[str, frozenset[str]]
    by_hand: frozenset[frozenset[str]]


def group_incidents(statements: Iterable[Told], *, copies: Iterable[CopyLink] = (), judgements: Iterable[Grouping] = ()) -> list[Incident]:
    """The incidents that statements tell of, each statement in exactly one; in order of kind, time and id.

    `copies` are links of documents that count as one source; `judgements` what readers joined or split. The order of all three
    does not matter, and a statement given twice counts once.
    """
    with _without_collector():
        return _grouped(statements, copies, judgements)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the collector of cycles, of which none are made here, from walking all statements again and again: it takes half the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _grouped(statements: Iterable[Told], copies: Iterable[CopyLink], judgements: Iterable[Grouping]) -> list[Incident]:
    found = {key_of(statement): statement for statement in statements}
    keys = sorted(found)
    tellings = crowds(telling_of(found[key]) for key in keys)
    place = {key: number for number, key in enumerate(keys)}
    near, settled = neighbours(copies), settle(judgements, found)
    joins, splits = ([(place[one], place[other]) for one, other in pairs] for pairs in (settled.joins, settled.splits))
    trees, _ = grow(len(keys), links(tellings, near), joins=joins, splits=splits)
    ground = _Ground(tellings=tellings, copies=near, by_hand=_by_hand(settled))
    return sorted((_incident(tree, ground) for tree in trees), key=_order)


def _by_hand(settled: Settled) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in settled.joins)


def _order(incident: Incident) -> tuple[int, bool, int, str]:
    first = incident.date.first if incident.date else None
    return KINDS.index(incident.kind), first is None, first or 0, incident.incident_id


def _incident(tree: Tree, ground: _Ground) -> Incident:
    tellings = sorted((ground.tellings[place] for place in tree.places), key=lambda each: (each.document, each.span, each.key))
    statements = [telling.statement for telling in tellings]
    kind = tellings[0].kind
    documents = tuple(dict.fromkeys(telling.document for telling in tellings))
    independent = independent_sources(documents, ground.copies)
    differences = differences_of(statements)
    date = narrowest(statements)
    return Incident(
        incident_id=content_id("incident", kind, *(ground.tellings[place].key for place in tree.places)),
        kind=kind,
        label=label_of(statements, date),
        states=tuple(sorted({state for statement in statements for state in states_of(statement)})),
        statements=tuple(telling.key for telling in tellings),
        documents=documents,
        independent=independent,
        date=date,
        verdict=verdict_of(differences, independent),
        differences=differences,
        score=tree.weakest,
        reason=_reason(tellings, ground.by_hand),
    )


def narrowest(statements: Iterable[Told]) -> UncertainDate | None:
    """The narrowest time that any statement gives; of times as narrow the first."""
    dates = [(date, key_of(statement)) for statement in statements if (date := date_of(statement)) and date.first is not None]
    return min(dates, key=lambda pair: (_width(pair[0]), pair[0].first, pair[0].edtf, pair[1]))[0] if dates else None


def _width(date: UncertainDate) -> tuple[bool, int]:
    if date.start is None or date.end is None:
        return True, 0
    return False, date.end - date.start


def states_of(statement: Told) -> tuple[str, ...]:
    """The states that a statement is of, or the names of actors that have none."""
    match statement:
        case Event():
            return side_of(statement.source), side_of(statement.target)
        case Figure():
            return tuple(state for state in (statement.giver, statement.receiver) if state)
        case Agreement():
            return statement.parties
        case Period():
            return statement.states
        case Milestone():
            return (statement.state,) if statement.state else ()


def label_of(statements: Sequence[Told], date: UncertainDate | None) -> str:
    """A short name for an incident: what most of its statements say that it was, and when."""
    named = Counter(_name(statement) for statement in statements)
    name = min(named, key=lambda each: (-named[each], -len(each), each))
    return f"{name}, {date.edtf}" if date else name


def _name(statement: Told) -> str:
    match statement:
        case Event():
            sides = (statement.source.name, statement.target.name)
            return f"{statement.event_type}: {' and '.join(sorted(sides)) if statement.reciprocal else ' to '.join(sides)}"
        case Figure():
            return statement.what if statement.what != "number" else amount_words(statement)
        case Agreement():
            return statement.name
        case Period():
            return statement.label or statement.direction
        case Milestone():
            return f"{statement.kind}: {statement.words or statement.subject}"


def _reason(tellings: Sequence[Telling], by_hand: frozenset[frozenset[str]]) -> str:
    """Why the statements stand together: what the two that are told first share, and the words that most of them have."""
    if len(tellings) == 1:
        return "told once"
    keys = {telling.key for telling in tellings}
    hand = "joined by hand; " if any(pair <= keys for pair in by_hand) else ""
    if len(tellings) == 2:
        return hand + reason(*tellings)
    return hand + f"{len(tellings)} statements, each like another; {reason(*_typical(tellings))}"


def _typical(tellings: Sequence[Telling]) -> tuple[Telling, Telling]:
    """The two with the most words that most of the others have too."""
    often = Counter(word for telling in tellings for word in telling.words)
    ranked = sorted(tellings, key=lambda each: (-sum(often[word] for word in each.words), each.key))
    return ranked[0], ranked[1]
