"""Who appears in the sources: persons, states, their bodies, and organisations, with what they did and what was done to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal

import polars as pl

from detente.dates import UncertainDate, iso_day
from detente.model import Actor, Event, Trace, content_id
from detente.register import default_register
from detente.relations.meetings import is_person

Kind = Literal["person", "state", "body", "organisation"]

_IDS = pl.List(pl.String)
_SCHEMA: dict[str, Any] = {
    "actor_id": pl.String(),
    "name": pl.String(),
    "kind": pl.String(),
    "state": pl.String(),
    "names": _IDS,
    "offices": _IDS,
    "first_day": pl.Int64(),
    "last_day": pl.Int64(),
    "first_date": pl.String(),
    "last_date": pl.String(),
    "n": pl.Int64(),
    "n_sources": pl.Int64(),
    "sources": _IDS,
    "done": _IDS,
    "suffered": _IDS,
    "mutual": _IDS,
    "not_done": _IDS,
}
_DONE = ("asserted", "alleged")
_BROKEN = re.compile(r"[\x02\xad]\s*")
_LEAST_WORD = 3
_LONGEST = 366

_Key = tuple[str, str, str]
"""Kind, state (or no letters), name."""
_Part = tuple[Event, str]
"""An event and the actor's part in it: source or target."""


def actors(events: Iterable[Event], *, labels: Mapping[str, str] | None = None) -> pl.DataFrame:
    """One row for each actor of `events`, the most often named first.

    An actor is one name of one state. `kind` is person, state, body (a ministry, an army, an administration or a place that
    stands for a state) or organisation (of no state). `names` are the words that the sources use, as far as they are names and
    not "he" or "the two"; `offices` the roles under which the actor appears. `first_day` and `last_day` are the outermost
    days of the statements that are dated to a year or better, null where none is. `done` lists what the actor is said to have
    done, `suffered` what was done to it, `mutual` meetings, treaties and other deeds without direction; all three as asserted
    or alleged. `not_done` lists statements of either kind that are planned, denied, supposed or thought. `n` counts
    statements, `n_sources` the documents. `labels` gives the key that stands for a document.
    """
    parts: dict[_Key, list[_Part]] = defaultdict(list)
    for event in sorted(events, key=lambda each: each.event_id):
        for part, actor in (("source", event.source), ("target", event.target)):
            parts[_key(actor)].append((event, part))
    rows = [_row(key, parts[key], labels or {}) for key in sorted(parts, key=lambda key: (-len(_told(parts[key])), key))]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def kind_of(actor: Actor) -> Kind:
    """What kind of actor one is: see `actors`."""
    if actor.state is None or actor.role in ("organisation", "bloc"):
        return "organisation"
    if is_person(actor):
        return "person"
    return "state" if _is_state(actor.name) else "body"


@cache
def _is_state(name: str) -> bool:
    return any(sense.kind == "state" for sense in default_register().senses(name))


def _key(actor: Actor) -> _Key:
    return kind_of(actor), actor.state or "", actor.name


def _told(parts: Iterable[_Part]) -> dict[str, Event]:
    return {event.event_id: event for event, _ in parts}


def _row(key: _Key, parts: Sequence[_Part], labels: Mapping[str, str]) -> dict[str, Any]:
    kind, state, name = key
    told = _told(parts)
    days = [day for event in told.values() for day in _days(event.date)]
    first, last = min(days, default=None), max(days, default=None)
    sources = sorted({labels.get(event.document, event.document) for event in told.values()})
    return {
        "actor_id": content_id("actor", *key),
        "name": name,
        "kind": kind,
        "state": state or None,
        "names": _names_used(name, parts),
        "offices": sorted({_actor(each).role for each in parts if _actor(each).role}),
        "first_day": first,
        "last_day": last,
        "first_date": None if first is None else iso_day(first),
        "last_date": None if last is None else iso_day(last),
        "n": len(told),
        "n_sources": len(sources),
        "sources": sources,
        **_deeds(parts),
    }


def _days(date: UncertainDate | None) -> tuple[int, ...]:
    """First and last day of a date that is known to a year or better; none of a vaguer one, which would stretch a life to a century."""
    if date is None or date.start is None or date.end is None or date.end - date.start > _LONGEST:
        return ()
    return date.start, date.end


def _actor(part: _Part) -> Actor:
    event, side = part
    return event.source if side == "source" else event.target


def _deeds(parts: Iterable[_Part]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {"done": set(), "suffered": set(), "mutual": set(), "not_done": set()}
    for event, side in parts:
        held = event.modality in _DONE
        place = "not_done" if not held else "mutual" if event.reciprocal else "done" if side == "source" else "suffered"
        found[place].add(event.event_id)
    return {place: sorted(names) for place, names in found.items()}


def _names_used(name: str, parts: Iterable[_Part]) -> list[str]:
    words = {_words(event, trace) for event, side in parts for trace in event.trace if trace.part == side}
    return sorted({each for each in words if _is_name(each, name)})


def _words(event: Event, trace: Trace) -> str:
    """The words of a trace, where they stand in the event's quote, on one line and without the hyphens of line ends."""
    start, end = trace.span.start - event.span.start, trace.span.end - event.span.start
    text = event.quote[start:end] if 0 <= start < end <= len(event.quote) else ""
    return " ".join(_BROKEN.sub("", text).split())


@cache
def _is_name(words: str, name: str) -> bool:
    """Whether words name someone: they begin with a capital and the register knows them, or they share a word with the name."""
    if not words[:1].isupper():
        return False
    shared = {part.casefold() for part in words.split()} & {part.casefold() for part in name.split()}
    return any(len(part) >= _LEAST_WORD for part in shared) or bool(default_register().senses(words))
