"""When and where a deed happened, and whether its words tell of several occasions: "in Beijing in October and in Tashkent"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.coding.grammar import dependents, text_of, tokens_of
from detente.coding.timeline import DateReading
from detente.coding.words import word_list

_PLACE = re.compile(
    r"\b(?:in|at|near|off|outside)\s+(?:the\s+(?:[A-Z][\w-]+\s+)?(?:capital|city|port|town|resort|village)(?:\s+of)?,?\s+)?"
    r"((?:St\.\s)?(?:[A-Z][\w\u00c0-\u024f\u2019'-]+)(?:(?:\s|-)(?:de|da|am|el|al|la|le|of\s+the|of)?\s?[A-Z][\w\u00c0-\u024f\u2019'-]+){0,2}(?:,\s(?:South\s|North\s|New\s|Saudi\s)?[A-Z][\w\u00c0-\u024f-]+(?=[,.;:)\s]|$))?)"
)
_NOT_PLACE = word_list("no_places")
_JOIN = re.compile(r"[\s,;]*(?:and|then|or|,|;)?[\s,;]*(?:again\s+)?(?:in\s+)?", re.IGNORECASE)
_FAR = 90
_LINK = 12


@dataclass(frozen=True)
class PlaceReading:
    """Words that say where, with their offsets in the sentence."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Occasion:
    """One time and place of a deed."""

    date: DateReading | None
    place: str | None


def read_places(text: str) -> tuple[PlaceReading, ...]:
    """Proper names after "in", "at", "near": towns, states, seas; months and bodies are left out."""
    found = []
    for match in _PLACE.finditer(text):
        name = match.group(1)
        first = name.split()[0].strip(",").lower()
        if first not in _NOT_PLACE and not name.isupper():
            found.append(PlaceReading(match.start(1), match.end(1), name))
    return tuple(found)


def occasions(doc: Doc, readings: Sequence[DateReading], predicate: Token, inner: Token | None) -> list[Occasion]:
    """The occasions of a deed: usually one; several where places or dates are joined after the predicate."""
    usable = [reading for reading in readings if reading.dates_event]
    places = read_places(text_of(doc))
    several = _paired(doc, usable, places, predicate) or _joined(doc, usable, places, predicate, inner)
    if several:
        return several
    return [Occasion(_nearest(doc, usable, predicate), _where(predicate) or _place(places, predicate, inner))]


def _where(predicate: Token) -> str | None:
    """The place that "where" goes back to: "a visit to Russia, where he met the President"."""
    if predicate.dep_ != "relcl" or not any(child.lower_ == "where" for child in dependents(predicate)):
        return None
    head = predicate.head
    return head.text if head.pos_ == "PROPN" and head.lower_ not in _NOT_PLACE else None


def _paired(doc: Doc, readings: Sequence[DateReading], places: Sequence[PlaceReading], predicate: Token) -> list[Occasion]:
    """Places that each have a date of their own behind the predicate."""
    after = [place for place in places if place.start > predicate.idx]
    if len(after) < 2:
        return []
    out, taken = [], set()
    for n, place in enumerate(after):
        limit = after[n + 1].start if n + 1 < len(after) else len(text_of(doc))
        own = [r for r in readings if place.end <= r.start < min(limit, place.end + _FAR) and r.start not in taken]
        if own:
            taken.add(own[0].start)
            out.append(Occasion(own[0], place.name))
    linked = len(out) >= 2 and " and " in text_of(doc)[after[0].end : after[-1].start + 1]
    return out if linked and len(out) == len(after) and _same_clause(doc, predicate, after) else []


def _same_clause(doc: Doc, predicate: Token, places: Sequence[PlaceReading]) -> bool:
    """No other finite verb stands between the predicate and the last place."""
    last = places[-1].start
    return not any(
        t.idx > predicate.idx and t.idx < last and t.pos_ == "VERB" and t.tag_ in ("VBD", "VBP", "VBZ") and t.i != predicate.i for t in doc
    )


def _joined(
    doc: Doc, readings: Sequence[DateReading], places: Sequence[PlaceReading], predicate: Token, inner: Token | None
) -> list[Occasion]:
    """Dates joined by "and": "attacked it in 1954-1955 and 1958"."""
    first = _nearest(doc, readings, predicate)
    if first is None or first.relation != "at":
        return []
    chain = [first]
    for reading in readings:
        if _follows(doc, chain[-1], reading) and _near(doc, reading, predicate) <= _near(doc, first, predicate) + 2:
            chain.append(reading)
    place = _place(places, predicate, inner)
    return [Occasion(reading, place) for reading in chain] if len(chain) > 1 else []


def _follows(doc: Doc, first: DateReading, second: DateReading) -> bool:
    """Whether "and" alone stands between two dates."""
    gap = second.start - first.end
    if second.relation != "at" or not 0 < gap <= _LINK:
        return False
    return bool(_JOIN.fullmatch(text_of(doc), first.end, second.start)) and "and" in text_of(doc)[first.end : second.start].split()


def _near(doc: Doc, reading: DateReading, predicate: Token) -> int:
    token = _token_at(doc, reading.start)
    return 99 if token is None else _distance(token, predicate)


def _place(places: Sequence[PlaceReading], predicate: Token, inner: Token | None) -> str | None:
    """The nearest place behind the predicate, else the nearest before it, within reach."""
    at = inner.idx if inner is not None else predicate.idx
    ranked = sorted((p.start - at if p.start > at else 2 * (at - p.end), p.start, p.name) for p in places)
    return ranked[0][2] if ranked and ranked[0][0] <= 2 * _FAR else None


# --- which date


def _nearest(doc: Doc, readings: Sequence[DateReading], predicate: Token) -> DateReading | None:
    """The date in the predicate's own phrase, else nearest up the tree, else nearest in the text."""
    ranked = []
    for order, reading in enumerate(readings):
        token = _token_at(doc, reading.start)
        if token is not None:
            ranked.append((_distance(token, predicate), abs(token.i - predicate.i), order, reading))
    best = min(ranked, key=lambda item: item[:3]) if ranked else None
    return best[3] if best and not _of_another(doc, best[3], predicate) else None


def _of_another(doc: Doc, reading: DateReading, predicate: Token) -> bool:
    """A date inside an infinitive or relative clause below the predicate dates that clause: "a loan to be repaid by 1963"."""
    node = _token_at(doc, reading.start)
    while node is not None and node.i not in (predicate.i, node.head.i):
        if (
            node.pos_ == "VERB"
            and node.dep_ in ("relcl", "acl")
            and predicate in node.ancestors
            and (node.tag_ == "VB" or reading.relation in ("until", "before"))
        ):
            return True
        node = node.head
    return False


def _token_at(doc: Doc, offset: int) -> Token | None:
    for token in tokens_of(doc):
        if token.idx <= offset < token.idx + len(token) + 1:
            return token
    return None


def _distance(token: Token, predicate: Token) -> int:
    """Steps in the tree from the date to the predicate; crossing into another clause costs more."""
    mine = {predicate.i: 0}
    node, step = predicate, 0
    while node.head.i != node.i and step < 12:
        step += 2 if node.dep_ in ("relcl", "advcl", "ccomp", "acl") else 1
        node = node.head
        mine[node.i] = step
    node, up = token, 0
    while node.i not in mine:
        if node.head.i == node.i or up > 40:
            return 99
        up += 4 if node.dep_ in ("relcl", "advcl", "ccomp", "conj", "acl") and node.pos_ in ("VERB", "AUX") else 1
        node = node.head
    return up + 3 * mine[node.i]
