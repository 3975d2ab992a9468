"""Reading the numbers that a sentence says of a relation: what they count, from whom and to whom.

A number is a figure when a reader of the relation would write it down: money, people, plants, arms,
territory, votes, meetings, the term of a treaty. Years, labels ("Resolution 598"), ordinals, pages and
anaphoric small numbers ("the two leaders") are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from detente.coding.date_brackets import brackets
from detente.coding.figure_nouns import counted_noun
from detente.coding.figure_sides import Sides, sides_of
from detente.coding.figure_tests import Judgement, judge
from detente.coding.mentions import ActorMention
from detente.coding.quantities import Quantity, read_quantities
from detente.coding.timeline import DateReading
from detente.model import Bound

__all__ = ["FigureReading", "read_figures"]

_TIMES = re.compile(
    r"(?i)\b(?P<verb>met|meet|meets|meeting|visited|conferred|talked|spoke)\s+(?:\w+\s+){0,4}?"
    r"(?P<times>twice|(?:two|three|four|five|six|seven|eight|nine|ten)\s+times|annually|yearly|every\s+year|once\s+a\s+year)\b"
)
_TIMES_VALUE = {
    "annually": 1,
    "yearly": 1,
    "every": 1,
    "once": 1,
    "twice": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


@dataclass(frozen=True, kw_only=True)
class FigureReading:
    """A number that a sentence says of a relation.

    `start` and `end` are offsets of the clause that is the evidence, `number_start` and `number_end` of
    the number's own words. Money has the currency in `unit` ("" where the sentence names none); other
    figures what is counted. `giver` and `receiver` are COW letters, `owner` those of whose the counted are. `cites` is the bracketed source
    that follows. `rule` names what made the number a figure.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    what: str
    value: float
    high: float | None
    unit: str
    bound: Bound
    giver: str | None
    receiver: str | None
    mutual: bool
    promised: bool
    cites: str | None
    rule: str
    owner: str | None = None


def read_figures(text: str, doc: Doc, readings: Sequence[DateReading], actors: Sequence[ActorMention]) -> tuple[FigureReading, ...]:
    """The figures of one sentence, left to right.

    `doc` is the parse of `text`, `readings` its dates (numbers inside a date are no figures) and
    `actors` its mentions. Never raises on any text; a sentence without numbers gives none.
    """
    quantities = read_quantities(text)
    actors = [m for m in actors if not any(q.start <= m.start < q.end for q in quantities)]  # the "US" of "US$" is no actor
    if not quantities and not _TIMES.search(text):
        return ()
    cited = [(start, end) for start, end, kind in brackets(text) if kind != "date"]
    out = []
    for index, quantity in enumerate(quantities):
        if any(start <= quantity.start < end for start, end in cited) or _dated(quantity, readings):
            continue
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        counted = counted_noun(doc, quantity, following)
        judgement = judge(text, doc, quantity, counted, quantities)
        if judgement is not None:
            sides = sides_of(doc, counted.noun, quantity.start, judgement.what, actors)
            out.append(_reading(text, quantity, judgement, sides))
    return tuple(_shared_givers(out)) + _times(text, doc, actors)


def _dated(quantity: Quantity, readings: Sequence[DateReading]) -> bool:
    """Whether the number belongs to a date."""
    return any(reading.start < quantity.number_end and quantity.number_start < reading.end for reading in readings)


def _reading(text: str, quantity: Quantity, judgement: Judgement, sides: Sides) -> FigureReading:
    start, end = _clause(text, quantity.start, quantity.end)
    return FigureReading(
        start=start,
        end=end,
        number_start=quantity.start,
        number_end=quantity.end,
        what=judgement.what,
        value=quantity.value,
        high=quantity.high,
        unit=judgement.unit,
        bound=quantity.bound,
        giver=sides.giver,
        receiver=sides.receiver,
        mutual=sides.mutual,
        promised=sides.promised,
        cites=_cites(text, quantity.end),
        rule=judgement.rule,
        owner=sides.owner,
    )


def _shared_givers(readings: list[FigureReading]) -> list[FigureReading]:
    """ "300 Greek miners and 90 nurses were sent to ...": the second shares the first one's giver."""
    out: list[FigureReading] = []
    for reading in readings:
        last = out[-1] if out else None
        shared = last is not None and reading.giver is None and reading.receiver is not None and last.receiver == reading.receiver
        out.append(replace(reading, giver=last.giver) if last is not None and shared and reading.start == last.start else reading)
    return out


def _times(text: str, doc: Doc, actors: Sequence[ActorMention]) -> tuple[FigureReading, ...]:
    """ "met twice", "conferred three times": a number of meetings."""
    out = []
    for match in _TIMES.finditer(text):
        sides = sides_of(doc, None, match.start(), "meetings", actors)
        start, end = _clause(text, match.start(), match.end())
        value = float(_TIMES_VALUE[match.group("times").split()[0].lower()])
        out.append(
            FigureReading(
                start=start,
                end=end,
                number_start=match.start("times"),
                number_end=match.end("times"),
                what="meetings",
                value=value,
                high=None,
                unit="meetings per year" if value == 1 else "meetings",
                bound="exact",
                giver=sides.giver,
                receiver=sides.receiver,
                mutual=True,
                promised=sides.promised,
                cites=_cites(text, match.end()),
                rule="times",
            )
        )
    return tuple(out)


_BOUNDARY = re.compile(r"[;:]\s|\s[—–]\s|--")


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between semicolons, colons and dashes that holds the number: the evidence to quote."""
    low, high = 0, len(text)
    for match in _BOUNDARY.finditer(text):
        if match.end() <= start:
            low = match.end()
        elif match.start() >= end:
            high = match.start()
            break
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high


def _cites(text: str, at: int) -> str | None:
    """The bracketed citation that follows, without its brackets."""
    for start, end, kind in brackets(text):
        if start >= at and kind == "citation":
            inside = text[start + 1 : end - 1].strip()
            name = re.search(r"([A-Z][\w'’-]+)\s*$", text[max(0, start - 30) : start]) if inside[:1].isdigit() else None
            return f"{name.group(1)} {inside}" if name else inside
    return None
