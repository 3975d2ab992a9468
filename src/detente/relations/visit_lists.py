"""Visits and meetings that the texts tell of, beside a published list of visits: what both have, and what only one of them has.

The list is that of the Office of the Historian: visits of foreign leaders to the United States, travels abroad of presidents and
secretaries of state. It speaks of pairs with the state that keeps it (the keeper) and of nobody else's dealings, so only such meetings
are compared with it. A meeting that the texts tell of is in the list when

1. a row is of the same two states, or of the keeper's traveller in a third state, with one of the other's people named in its remarks
   (a summit in Geneva);
2. the times agree: the days overlap, a day more or less where the text gives the day; a date as vague as a month or a year overlaps;
3. the persons agree: one that the texts name is the row's person or stands in its remarks, by any of the names that the register has
   for him. Where none does, the texts must give the week, and name nobody of the guest's state;
4. the places do not clash: the place of the texts does not lie in another state than the row's.

Several rows of the list may tell of one meeting (a president and his secretary of state), and one row of several (talks with Mao and with
Zhou in one visit). What the texts tell and the list has not is not compared, with the reason, where the list does not speak: of other
pairs, of years outside it, of people of the keeper who were neither president nor foreign minister on that day.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from detente.dates import iso_day
from detente.model import Event
from detente.register import default_register
from detente.relations.meetings import Locate, meetings, register_locate
from detente.relations.panels import Source, held, keeper_of

BOTH, TEXTS, LISTED, APART = "both", "texts", "list", "not compared"
"""What `status` says: told by both, by the texts alone, by the list alone, or by the texts of what the list does not speak of."""

_WEEK = 7
_LISTED_OFFICES = frozenset({"president", "foreign minister", "leader", "head of state"})
_NEEDS = ("visit", "first_day", "last_day", "ccode1", "ccode2", "person", "role", "place", "remarks")

_SCHEMA: dict[str, pl.DataType] = {
    "status": pl.String(),
    "states": pl.List(pl.String),
    "first_day": pl.Int64(),
    "last_day": pl.Int64(),
    "days": pl.String(),
    "text_date": pl.String(),
    "people": pl.List(pl.String),
    "persons": pl.List(pl.String),
    "place": pl.String(),
    "listed_place": pl.String(),
    "remarks": pl.String(),
    "event_ids": pl.List(pl.String),
    "rows": pl.List(pl.String),
    "reason": pl.String(),
}


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row of the list: COW letters of guest and host ("" where it is no member), and its words folded for comparison."""

    ident: str
    first: int
    last: int
    guest: str
    host: str
    person: str
    place: str
    remarks: str
    words: str


@dataclass(frozen=True, kw_only=True)
class _List:
    rows: tuple[_Row, ...]
    keeper: str
    first: int
    last: int


def compare_visits(
    told: Iterable[Event] | pl.DataFrame, visits: Source, *, states: Sequence[str] | None = None, locate: Locate = register_locate
) -> pl.DataFrame:
    """Meetings of the texts beside the rows of a list of visits, by the rules of this module, in order of time.

    `told` are events, or the table of `detente.relations.meetings`; `visits` the published list, all of its files. `states` (COW
    letters) keeps pairs of which both are among them. One row a meeting, with the ids of the list's `rows` that tell of it, and one for
    each row of the list of which no meeting tells. `status` is "both", "texts", "list" or "not compared" with its `reason`; the days are
    the list's where it has the visit, else those of the texts; `people` are the texts' and `persons` the list's. Rows of the list
    without a day, or without another state than the keeper's, are left out. Nothing on either side gives a table without rows.
    """
    frame = told if isinstance(told, pl.DataFrame) else meetings(told, locate=locate)
    listed = _read_list(visits)
    wanted = None if states is None else frozenset(states)
    known = [row for row in frame.iter_rows(named=True) if wanted is None or set(row["states"]) <= wanted]
    where = cache(locate)
    made, met = [], set()
    for meeting in known:
        fitting = [row for row in listed.rows if _fits(meeting, row, listed.keeper, where)]
        met |= {row.ident for row in fitting}
        made.append(_of_meeting(meeting, fitting, _why_apart(meeting, listed)))
    made += [_of_row(row) for row in listed.rows if row.ident not in met and (wanted is None or {row.guest, row.host} <= wanted)]
    made.sort(key=lambda row: (row["first_day"], row["last_day"], row["status"], row["rows"], row["event_ids"]))
    return pl.DataFrame(made, schema=_SCHEMA, orient="row")


# the list ---------------------------------------------------------------------------------------------


def _read_list(visits: Source) -> _List:
    data = held(visits, "visits", needs=_NEEDS, years=(pl.col.first_day, pl.col.last_day)).frame
    letters = {state.ccode: code for code, state in default_register().states.items()}
    rows = [_row(row, letters) for row in data.iter_rows(named=True) if row["first_day"] is not None]
    kept = [row for row in rows if row.guest and row.host and row.guest != row.host]
    keeper = keeper_of(data)
    first, last = min((row.first for row in kept), default=0), max((row.last for row in kept), default=-1)
    return _List(
        rows=tuple(sorted(kept, key=lambda row: (row.first, row.ident))),
        keeper=letters.get(keeper, "") if keeper else "",
        first=first,
        last=last,
    )


def _row(row: Mapping[str, Any], letters: Mapping[int | None, str]) -> _Row:
    texts = {name: row[name] or "" for name in ("person", "place", "remarks")}
    return _Row(
        ident=str(row["visit"]),
        first=row["first_day"],
        last=row["first_day"] if row["last_day"] is None else row["last_day"],
        guest=letters.get(row["ccode1"], "") if row["ccode1"] is not None else "",
        host=letters.get(row["ccode2"], "") if row["ccode2"] is not None else "",
        words=f" {_folded(texts['person'])} {_folded(texts['remarks'])} ",
        **texts,
    )


def _folded(text: str) -> str:
    """Words alone, in small letters without marks, with one blank between them."""
    plain = (letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


# the comparison ---------------------------------------------------------------------------------------


def _fits(meeting: Mapping[str, Any], row: _Row, keeper: str, locate: Locate) -> bool:
    pair = set(meeting["states"])
    same = {row.guest, row.host} == pair
    if not same and not (row.guest == keeper and keeper in pair and row.host not in pair):
        return False
    if not _times_agree(meeting, row) or _places_clash(meeting, row, locate):
        return False
    named = {person: _named_in(person, row.words) for person in meeting["people"]}
    if not same:
        # abroad, the other side's person must stand in the words: a traveller meets many in one place
        return any(found and _state_of(person, row.first) in pair - {keeper} for person, found in named.items())
    return any(named.values()) or (_to_the_week(meeting) and not _contradicts(meeting, row))


def _times_agree(meeting: Mapping[str, Any], row: _Row) -> bool:
    slack = 1 if meeting["first_day"] == meeting["last_day"] else 0
    return bool(meeting["first_day"] <= row.last + slack and row.first <= meeting["last_day"] + slack)


def _to_the_week(meeting: Mapping[str, Any]) -> bool:
    return bool(meeting["last_day"] - meeting["first_day"] < _WEEK)


def _places_clash(meeting: Mapping[str, Any], row: _Row, locate: Locate) -> bool:
    place = meeting["place"]
    if not place or _folded(place) in _folded(f"{row.place} {row.remarks}"):
        return False
    state = locate(place, row.first)
    return state is not None and state != row.host


def _contradicts(meeting: Mapping[str, Any], row: _Row) -> bool:
    """Whether the texts name a person of the guest's state, who is not the row's guest."""
    return any(_state_of(person, row.first) == row.guest for person in meeting["people"])


def _named_in(person: str, words: str) -> bool:
    return any(f" {name} " in words for name in _names(person))


@cache
def _names(person: str) -> tuple[str, ...]:
    """Under which folded names a person may stand in a list: all of the register's, and the surnames."""
    ref = _ref(person)
    if ref is None:
        return (_folded(person), _folded(person.rsplit(maxsplit=1)[-1])) if person.split() else ()
    known = default_register().person(ref)
    return tuple(dict.fromkeys(name for text in (person, known.name, *known.names, *known.surnames) if (name := _folded(text))))


@cache
def _ref(person: str) -> str | None:
    """The id of the one person of the register whom a name means, or None."""
    refs = {entry.ref for entry in default_register().senses(person) if entry.kind == "leader"}
    return next(iter(refs)) if len(refs) == 1 else None


def _state_of(person: str, on: int) -> str | None:
    ref = _ref(person)
    if ref is None:
        return None
    office = default_register().office_of(ref, on)
    return office.state if office else default_register().person(ref).state


def _why_apart(meeting: Mapping[str, Any], listed: _List) -> str | None:
    """Why the list does not speak of a meeting, or None where it does."""
    if listed.keeper not in meeting["states"]:
        return "the list does not speak of these two states"
    if meeting["last_day"] < listed.first or listed.last < meeting["first_day"]:
        return "outside the days of the list"
    ours = [person for person in meeting["people"] if _state_of(person, meeting["first_day"]) == listed.keeper]
    if meeting["kind"] == "visit" and not ours:
        return None
    if ours and not any(_is_listed(person, meeting) for person in ours):
        return "the list has presidents and foreign ministers alone of the state that keeps it"
    return None


def _is_listed(person: str, meeting: Mapping[str, Any]) -> bool:
    ref = _ref(person)
    if ref is None:
        return False
    held_then = (office for office in default_register().person(ref).offices if office.role in _LISTED_OFFICES)
    return any(office.start <= meeting["last_day"] and (office.end is None or meeting["first_day"] <= office.end) for office in held_then)


# the table --------------------------------------------------------------------------------------------


def _of_meeting(meeting: Mapping[str, Any], rows: Sequence[_Row], apart: str | None) -> dict[str, Any]:
    # who came along may have travelled longer: the days are those of the traveller whom the texts name
    own = [row for row in rows if any(_named_in(person, f" {_folded(row.person)} ") for person in meeting["people"])] or rows
    first = min((row.first for row in own), default=meeting["first_day"])
    last = max((row.last for row in own), default=meeting["last_day"])
    return {
        "status": BOTH if rows else APART if apart else TEXTS,
        "states": list(meeting["states"]),
        "first_day": first,
        "last_day": last,
        "days": _days(first, last),
        "text_date": meeting["date"],
        "people": list(meeting["people"]),
        "persons": list(dict.fromkeys(row.person for row in rows)),
        "place": meeting["place"],
        "listed_place": _joined(row.place for row in rows),
        "remarks": _joined(row.remarks for row in rows),
        "event_ids": list(meeting["event_ids"]),
        "rows": sorted(row.ident for row in rows),
        "reason": None if rows else apart,
    }


def _of_row(row: _Row) -> dict[str, Any]:
    return {
        "status": LISTED,
        "states": sorted((row.guest, row.host)),
        "first_day": row.first,
        "last_day": row.last,
        "days": _days(row.first, row.last),
        "text_date": None,
        "people": [],
        "persons": [row.person],
        "place": None,
        "listed_place": row.place or None,
        "remarks": row.remarks or None,
        "event_ids": [],
        "rows": [row.ident],
        "reason": None,
    }


def _joined(texts: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(_filled(texts))) or None


def _filled(texts: Iterable[str]) -> Iterator[str]:
    yield from (text for text in texts if text)


def _days(first: int, last: int) -> str:
    return iso_day(first) if first == last else f"{iso_day(first)}/{iso_day(last)}"
