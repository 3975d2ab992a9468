"""Meetings and visits of persons, each once, whatever the number of statements that tell of it.

A meeting is made of the CONSULT statements that name a person on at least one side, "Khrushchev" and not "the
Soviet leader", and are told as done
(not planned, denied or supposed), sums such as "eight meetings" left out. Two statements tell of one
meeting when

1. they are of the same two states;
2. the persons agree: at least one is named in both, and neither names two different persons of one
   state;
3. the places agree: the same name, or one of them the state in which the other lies (the state that is
   visited, where a visit names no place), or one of them not told at all;
4. the times agree: where both are known to the month or better, their days overlap, or are at most 14
   days apart if both are known to the fortnight; a vaguer statement tells of a meeting only when its
   time overlaps and the place has the same name.

The most finely dated statements are taken first, so that a vague one joins a meeting already known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from detente.dates import UncertainDate
from detente.model import Actor, Event, content_id
from detente.register import default_register
from detente.relations.kin import kin

COLLECTIVE_ROLES = frozenset({"state", "government", "armed forces", "party", "people", "organisation", "bloc", "place", ""})
"""Roles of actors that are no person."""

_STATE_NAMES = frozenset({"state", "demonym", "people", "capital", "metonym"})

COLUMNS = ("meeting_id", "kind", "first_day", "last_day", "date", "place", "people", "states", "n", "n_sources", "event_ids", "of_ids")

Locate = Callable[[str, int], str | None]
"""The state (COW letters) in which a place lies on a day, or None where that is not known."""

_PLACES = frozenset({"state", "capital", "metonym", "place"})

_SCHEMA: dict[str, pl.DataType] = {
    "meeting_id": pl.String(),
    "kind": pl.String(),
    "first_day": pl.Int64(),
    "last_day": pl.Int64(),
    "date": pl.String(),
    "place": pl.String(),
    "people": pl.List(pl.String),
    "states": pl.List(pl.String),
    "n": pl.Int64(),
    "n_sources": pl.Int64(),
    "event_ids": pl.List(pl.String),
    "of_ids": pl.List(pl.String),
}
_MONTH, _APART = 31, 14


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a meeting was: a name or "", the state it lies in if known, and whether the state as a whole is named."""

    name: str
    state: str | None
    whole: bool


@dataclass(frozen=True, kw_only=True)
class _Telling:
    """One statement of a meeting, as far as the comparison needs it."""

    event: Event
    first: int
    last: int
    people: frozenset[tuple[str, str]]
    place: _Place

    @property
    def vague(self) -> bool:
        return self.last - self.first >= _MONTH

    @property
    def states(self) -> frozenset[str]:
        return frozenset({self.event.source.state or "", self.event.target.state or ""})


@dataclass
class _Meeting:
    tellings: list[_Telling] = field(default_factory=list)

    def fits(self, telling: _Telling) -> bool:
        return all(_same(known, telling) for known in self.tellings) and any(known.people & telling.people for known in self.tellings)


def register_locate(place: str, on: int) -> str | None:
    """The state in which a place lies on a day, by the names of the register; None where it has no such name, or several fit."""
    refs = {entry.ref for entry in default_register().senses(place) if entry.kind in _PLACES and entry.is_valid(on) and entry.ref}
    return next(iter(refs)) if len(refs) == 1 else None


def meetings(events: Iterable[Event], *, locate: Locate = register_locate) -> pl.DataFrame:
    """The meetings and visits told of in `events`, in order of time, by the rules of this module.

    `kind` is "visit" when most statements say that one side travelled to the other, else "meeting".
    `first_day`, `last_day` and `date` (a partial ISO date, or two joined by a slash) are those of the
    most finely dated statement; `place` is the first named, taken in the same order; null where none is.
    `people` and `states` are in alphabetical order; `n` counts statements, `n_sources` documents. `of_ids`
    are the statements of `event_ids` and all that could be of one meeting with them by twos, and with these
    in turn: as statements are taken one after another, the grouping rests on them too. Undated statements
    tell of no meeting. No meetings give a table without rows.
    """
    told = {event.event_id: event for event in events}
    known = cache(locate)
    tellings = [telling for event in told.values() if (telling := _telling(event, known))]
    found: dict[frozenset[str], list[_Meeting]] = {}
    for telling in sorted(tellings, key=lambda each: (each.last - each.first, each.first, not each.event.place, each.event.event_id)):
        of_these_states = found.setdefault(telling.states, [])
        home = next((meeting for meeting in of_these_states if meeting.fits(telling)), None)
        if home is None:
            of_these_states.append(home := _Meeting())
        home.tellings.append(telling)
    near = kin((each.event.event_id for each in tellings), _pairs(tellings))
    rows = sorted(
        (_row(meeting, near) for of_these_states in found.values() for meeting in of_these_states), key=lambda row: (row[2], row[3], row[0])
    )
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _pairs(tellings: Iterable[_Telling]) -> Iterator[tuple[str, str]]:
    """The statements that could be of one meeting, by twos: of the same states, with a person in common."""
    rows: dict[tuple[frozenset[str], tuple[str, str]], list[_Telling]] = defaultdict(list)
    for telling in tellings:
        for person in telling.people:
            rows[telling.states, person].append(telling)
    for row in rows.values():
        open_: list[_Telling] = []
        for telling in sorted(row, key=lambda each: each.first):
            open_ = [each for each in open_ if each.last + _APART >= telling.first]
            yield from ((each.event.event_id, telling.event.event_id) for each in open_ if _same(each, telling))
            open_.append(telling)


def is_person(actor: Actor) -> bool:
    """Whether an actor is a person called by name: not a state or body, and not "the Chinese leader" under China's name."""
    named = actor.name[:1].isupper() and not any(sense.kind in _STATE_NAMES for sense in default_register().senses(actor.name))
    return named and actor.role not in COLLECTIVE_ROLES


def _telling(event: Event, locate: Locate) -> _Telling | None:
    date, states = event.date, (event.source.state, event.target.state)
    people = frozenset((actor.state or "", actor.name) for actor in (event.source, event.target) if is_person(actor))
    done = event.event_type == "CONSULT" and event.modality in ("asserted", "alleged") and not event.aggregate
    if not (done and people and all(states) and states[0] != states[1] and date and date.first is not None and date.last is not None):
        return None
    return _Telling(event=event, first=date.first, last=date.last, people=people, place=_place(event, date.first, locate))


def _same(known: _Telling, telling: _Telling) -> bool:
    return not _clash(known, telling) and _same_time(known, telling) and _same_place(known.place, telling.place)


def _clash(known: _Telling, telling: _Telling) -> bool:
    """Whether the two name different persons of one state."""
    mine, other = dict(known.people), dict(telling.people)
    return any(mine[state] != other[state] for state in mine.keys() & other.keys())


def _same_place(one: _Place, other: _Place) -> bool:
    if one.name and other.name and one.name == other.name:
        return True
    if one.state and other.state:
        # two towns of one state are two places; a town and its state agree
        return one.state == other.state and (one.whole or other.whole)
    return not (one.name and other.name)


def _place(event: Event, on: int, locate: Locate) -> _Place:
    """Where a statement says that it was: by name, or, of a visit to a state, in that state."""
    if event.place:
        return _Place(name=event.place.casefold(), state=locate(event.place, on), whole=_is_state(event.place))
    host = event.target.state if event.mode == "visit" and not is_person(event.target) else None
    return _Place(name="", state=host, whole=host is not None)


@cache
def _is_state(place: str) -> bool:
    return any(entry.kind == "state" for entry in default_register().senses(place))


def _same_time(known: _Telling, telling: _Telling) -> bool:
    apart = max(known.first, telling.first) - min(known.last, telling.last)
    if known.vague or telling.vague:
        return apart <= 0 and bool(known.place.name) and known.place.name == telling.place.name
    return apart <= (_APART if _to_the_day(known) and _to_the_day(telling) else 0)


def _to_the_day(telling: _Telling) -> bool:
    return telling.last - telling.first <= _APART


def _row(
    meeting: _Meeting, near: Mapping[str, frozenset[str]]
) -> tuple[str, str, int, int, str, str | None, list[str], list[str], int, int, list[str], list[str]]:
    tellings = meeting.tellings
    people = sorted({person for telling in tellings for person in telling.people})
    event_ids = sorted(telling.event.event_id for telling in tellings)
    visits = sum(telling.event.mode == "visit" for telling in tellings)
    return (
        content_id("meeting", *event_ids),
        "visit" if 2 * visits > len(tellings) else "meeting",
        tellings[0].first,
        tellings[0].last,
        _written(tellings[0].event.date),
        next((telling.event.place for telling in tellings if telling.event.place), None),
        [name for _, name in people],
        sorted(tellings[0].states),
        len(tellings),
        len({telling.event.document for telling in tellings}),
        event_ids,
        sorted(near[event_ids[0]]),
    )


def _written(date: UncertainDate | None) -> str:
    parts = dict.fromkeys(part for part in (date.start_text, date.end_text) if part) if date else {}
    return "/".join(parts)
