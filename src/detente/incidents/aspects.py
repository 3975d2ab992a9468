"""One function an aspect: how statements on one happening differ in date, place, actors, amount, type, direction, modality."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from detente.dates import UncertainDate
from detente.incidents.amounts import amounts_verdict
from detente.incidents.event_rules import is_person, near, place_told
from detente.incidents.figure_rules import is_money, thing_of
from detente.incidents.likeness import date_words, key_of
from detente.incidents.lists import lists
from detente.incidents.period_rules import told_as
from detente.incidents.places import place_of, places_fit
from detente.incidents.telling import Told
from detente.incidents.times import time_of
from detente.model import Agreement, Difference, Event, Figure, Milestone, Period, Verdict
from detente.ontology import event_type

Item = TypeVar("Item")
People = frozenset[tuple[str, str]]
"""Persons, each with its side."""

_WORD = re.compile(r"[^\W\d_]+")
RANK: dict[Verdict, int] = {"single": 0, "agree": 0, "differ in precision": 1, "disagree": 2}
"""How bad a verdict is."""


def _difference(aspect: str, verdict: Verdict | None, says: Iterable[tuple[str, str]]) -> Difference | None:
    return Difference(aspect=aspect, verdict=verdict, says=tuple(says)) if verdict and RANK[verdict] else None


def _worst(items: Iterable[Item], of_two: Callable[[Item, Item], Verdict]) -> Verdict:
    """The worst verdict on any two of the items; to be given each item once."""
    distinct = list(items)
    worst: Verdict = "agree"
    for place, one in enumerate(distinct):
        for other in distinct[:place]:
            worst = max(worst, of_two(one, other), key=RANK.__getitem__)
            if worst == "disagree":
                return worst
    return worst


def intervals_verdict(intervals: Iterable[tuple[float, float]]) -> Verdict:
    """Intervals that are all the same agree, that all share a point differ in precision, and otherwise disagree."""
    distinct = set(intervals)
    if len(distinct) < 2:
        return "agree"
    return "differ in precision" if max(low for low, _ in distinct) <= min(high for _, high in distinct) else "disagree"


def _date(statements: Sequence[Told]) -> Difference | None:
    """Dates. A statement that does not give its date itself is silent on it, and the day of writing does not disagree."""
    if isinstance(statements[0], Figure) and all(is_stock(each) for each in statements):
        return None  # what stands over a period may be counted at any time in it
    own = [(each, time_of(date_of(each))) for each in statements if dates_itself(each)]
    worst = intervals_verdict((time.low, time.high) for _, time in own)
    if worst == "disagree":
        own = [(each, time) for each, time in own if (date := date_of(each)) and date.basis != "published"]
        worst = intervals_verdict((time.low, time.high) for _, time in own)
    return _difference("date", worst, ((key_of(each), date_words(each)) for each, _ in own))


def is_stock(statement: Told) -> bool:
    """Whether a statement counts what stands over a period (students, experts) and no deed of a day."""
    return isinstance(statement, Figure) and lists().figure_sorts.get(thing_of(statement)) == "stocks"


def dates_itself(statement: Told) -> bool:
    """Whether a statement is dated by its own sentence or the head of its entry, or an event by its paragraph.

    A figure, or an agreement that a paragraph only mentions, need not be of the paragraph's date.
    """
    date = date_of(statement)
    borrowed = {Event: (), Figure: ("inherited", "entry")}.get(type(statement), ("inherited",))
    return date is not None and time_of(date).told and date.basis not in borrowed


def date_of(statement: Told) -> UncertainDate | None:
    """When a statement says that it was; of an agreement, when it was signed."""
    return statement.signed if isinstance(statement, Agreement) else statement.date


def _place(statements: Sequence[Told]) -> Difference | None:
    told = [(each, words) for each in statements if (words := _place_words(each))]
    places = {place for each, words in told if (place := place_of(words, _first_day(each)))}
    verdict: dict[str, Verdict] = {"same": "agree", "within": "differ in precision", "other": "disagree"}
    ordered = sorted(places, key=lambda place: (sorted(place.names), place.state or "", place.whole))
    worst = _worst(ordered, lambda one, other: verdict[places_fit(one, other)])
    return _difference("place", worst, ((key_of(each), words) for each, words in told))


def _place_words(statement: Told) -> str | None:
    if isinstance(statement, Event):
        return place_told(statement)
    return statement.place if isinstance(statement, Agreement | Milestone) else None


def _first_day(statement: Told) -> int | None:
    date = date_of(statement)
    return date.first if date else None


def _actors(statements: Sequence[Told]) -> Difference | None:
    told = [(key_of(each), _people(each)) for each in statements]
    if isinstance(statements[0], Agreement):
        worst = _worst(_each(people for _, people in told), _parties_verdict)
        return _difference("actors", worst, ((key, _names(people)) for key, people in told))
    named = [(key, people) for key, people in told if people]
    worst = _worst(_each(people for _, people in named), _people_verdict)
    return _difference("actors", worst, ((key, _names(people)) for key, people in named))


def _names(people: People) -> str:
    return " and ".join(sorted(name for _, name in people))


def _each(people: Iterable[People]) -> list[People]:
    return sorted(set(people), key=sorted)


def _people(statement: Told) -> People:
    """The persons that a statement names, each with its side; the parties of an agreement; whose a milestone is."""
    match statement:
        case Event():
            actors = (statement.source, statement.target)
            return frozenset((actor.state or "", actor.name) for actor in actors if is_person(actor))
        case Agreement():
            return frozenset(("", party) for party in statement.parties)
        case Milestone():
            return frozenset({("", statement.subject)}) if statement.subject else frozenset()
        case _:
            return frozenset()


def _people_verdict(one: People, other: People) -> Verdict:
    """Two persons of one side disagree where none is named by both; who names only the state is silent on the person."""
    worst: Verdict = "agree"
    for side in {side for side, _ in one} & {side for side, _ in other}:
        mine, theirs = ({name for where, name in people if where == side} for people in (one, other))
        if not any(_same_name(a, b) for a in mine for b in theirs):
            return "disagree"
        worst = worst if mine == theirs else "differ in precision"
    return worst


def _same_name(one: str, other: str) -> bool:
    mine, theirs = set(one.casefold().split()), set(other.casefold().split())
    return mine <= theirs or theirs <= mine


def _parties_verdict(one: People, other: People) -> Verdict:
    return "agree" if one == other else "differ in precision" if one <= other or other <= one else "disagree"


def _amount(statements: Sequence[Told]) -> Difference | None:
    """Amounts of one currency or unit, and of promises and deeds apart: what was promised is not against what was given."""
    figures = [each for each in statements if isinstance(each, Figure)]
    groups: dict[tuple[str, bool], dict[object, Figure]] = {}
    for figure in figures:
        unit = figure.unit.casefold() if is_money(figure.unit) else ""
        groups.setdefault((unit, figure.promised), {}).setdefault((figure.value, figure.high, figure.bound), figure)
    worst: Verdict = max((_worst(group.values(), amounts_verdict) for group in groups.values()), key=RANK.__getitem__, default="agree")
    return _difference("amount", worst, ((figure.figure_id, amount_words(figure)) for figure in figures))


_BOUNDS = {"about": "about ", "at_least": "at least ", "at_most": "at most ", "more_than": "more than ", "less_than": "less than "}


def amount_words(figure: Figure) -> str:
    """A figure in words: "about 7,000 persons", "10,000 to 99,999 persons"."""
    ends = f"{figure.value:,.15g}" + (f" to {figure.high:,.15g}" if figure.high is not None else "")
    promised = ", promised" if figure.promised else ""
    return f"{_BOUNDS.get(figure.bound, '')}{ends} {figure.unit}".rstrip() + promised


def _type(statements: Sequence[Told]) -> Difference | None:
    events = [each for each in statements if isinstance(each, Event)]
    kinds = sorted({event.event_type for event in events})
    return _difference("type", _worst(kinds, _types_verdict), ((event.event_id, event.event_type) for event in events))


def _types_verdict(one: str, other: str) -> Verdict:
    near_enough = near(one, other) or event_type(one).cooperative == event_type(other).cooperative
    return "differ in precision" if near_enough else "disagree"


_ONE = " → "
_GOOD = ("up", "high")


def _direction(statements: Sequence[Told]) -> Difference | None:
    says = [(key_of(each), order) for each in statements if (order := _order(each))]
    return _difference("direction", _worst(sorted({order for _, order in says}), _orders_verdict), says)


def _order(statement: Told) -> str:
    match statement:
        case Event():
            if statement.reciprocal or _is_meeting(statement):
                return ""
            sides = (statement.source.state or statement.source.name, statement.target.state or statement.target.name)
            return f"{sides[0]}{_ONE}{sides[1]}"
        case Figure() if statement.giver and statement.receiver and not statement.mutual:
            return f"{statement.giver}{_ONE}{statement.receiver}"
        case Period():
            return told_as(statement)[0]
        case _:
            return ""


def _is_meeting(event: Event) -> bool:
    """Whether it is a meeting and no visit, of which it is a matter of wording who is named first."""
    return event.event_type in lists().mutual_types and event.mode != "visit"


def _orders_verdict(one: str, other: str) -> Verdict:
    return "differ in precision" if (one in _GOOD) == (other in _GOOD) and _ONE not in one + other else "disagree"


def _modality(statements: Sequence[Told]) -> Difference | None:
    says = [(key_of(each), held) for each in statements if (held := _held(each))]
    return _difference("modality", _worst(sorted({held for _, held in says}), _held_verdict), says)


def _held(statement: Told) -> str:
    if isinstance(statement, Figure):
        return "promised" if statement.promised else "delivered"
    if not isinstance(statement, Event):
        return ""
    return "asserted" if statement.modality == "planned" and gives_notice(statement) else statement.modality


def gives_notice(event: Event) -> bool:
    """Whether an event is told as a notice given: it is given, though what it announces is to come."""
    return bool(lists().notice & set(_WORD.findall(event.quote.casefold())))


def _held_verdict(one: str, other: str) -> Verdict:
    """Denied against asserted or alleged disagrees; planned, promised and alleged are other degrees of the same."""
    return "disagree" if "denied" in (one, other) and {one, other} & {"asserted", "alleged"} else "differ in precision"


ASPECTS: tuple[Callable[[Sequence[Told]], Difference | None], ...] = (_date, _place, _actors, _amount, _type, _direction, _modality)
"""What statements are compared by, in the order in which differences are told. Each takes statements of one kind, in order of key."""
