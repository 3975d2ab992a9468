"""How much: the figures of a sentence as statements, with their date, their sides and their evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.coding.date_brackets import brackets
from detente.coding.figure_ids import PAIR, PARTNER, figure_id
from detente.coding.figure_reading import FigureReading, read_figures
from detente.coding.timeline import DateReading
from detente.dates import UncertainDate
from detente.model import Figure
from detente.spans import Span

if TYPE_CHECKING:
    from detente.coding.events import Sitting

__all__ = ["FigureReading", "date_of_figure", "figures_of", "read_figures"]

_DEADLINE = re.compile(r"\bto\s+(?:be\s+)?[a-z]\w*\s+$")  # and not "came to Beijing in 1954"
_AND = re.compile(r"\band\b")
_ACROSS = 40  # code points a comma or a bracket counts for when the nearest date of a number is sought


def figures_of(sitting: Sitting) -> list[Figure]:
    """The figures of one sentence that is being coded.

    A side that the words leave out ("the French promised a loan of 40 million") is filled from the
    pair the text speaks of, when the named side is one of it; the rule then ends in "+pair", or in
    "+partner" where the named side is whose the counted are ("thousands of Russians"), so that the way
    is told. Two figures with the same evidence, value and unit are one.
    """
    text = sitting.sentence.text
    readings = read_figures(text, sitting.scene.doc, sitting.dates.readings, sitting.scene.mentions)
    found: dict[str, Figure] = {}
    for reading in readings:
        figure = _figure(sitting, reading, date_of_figure(text, reading, sitting.dates.readings) or _of_the_text(sitting))
        found.setdefault(figure.figure_id, figure)
    return list(found.values())


def _of_the_text(sitting: Sitting) -> UncertainDate | None:
    """The date that a number takes from the text's time line; none where that still stands at the day of writing.

    A date of its own sentence that does not date it is no date of the text's for it either: it is that of another deed.
    """
    dated = any(reading.dates_event for reading in sitting.dates.readings)
    anchor, written = sitting.dates.before if dated else sitting.dates.anchor, sitting.document.published
    return None if anchor and written and (anchor.start, anchor.end) == (written.start, written.end) else anchor


def date_of_figure(text: str, reading: FigureReading, dates: Sequence[DateReading]) -> UncertainDate | None:
    """The date nearest to a number, or None where the sentence dates nothing of it.

    Words after the number are preferred to words as far before it, a comma or bracket between counts as
    distance, and a deadline ("to be repaid by 1963") dates nothing. A day of another deed dates nothing
    either: "granted 300 million and promised to withdraw by the end of 1952".
    """
    usable = [date for date in dates if date.dates_event and not _DEADLINE.search(text[max(0, date.start - 24) : date.start])]
    for date in sorted(usable, key=lambda date: (_distance(text, reading, date), date.start)):
        if date.relation != "before":
            return date.date
        if not _AND.search(text, reading.number_end, max(date.start, reading.number_end)):
            return date.named
    return None


def _distance(text: str, reading: FigureReading, date: DateReading) -> int:
    if date.start >= reading.number_end:
        between, extra = text[reading.number_end : date.start], 0
    else:
        between, extra = text[date.end : reading.number_start], 8
    return len(between) + extra + _ACROSS * sum(between.count(mark) for mark in ",;()")


def _figure(sitting: Sitting, reading: FigureReading, date: UncertainDate | None) -> Figure:
    span = _raw_span(sitting, reading)
    giver, receiver, inferred = _sides(sitting, reading)
    sentence, document = sitting.sentence, sitting.document
    figure = Figure(
        figure_id="",
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=span,
        quote=span.of(document.raw),
        what=reading.what,
        value=reading.value,
        high=reading.high,
        unit=reading.unit,
        bound=reading.bound,
        giver=giver,
        receiver=receiver,
        mutual=reading.mutual,
        promised=reading.promised,
        date=date,
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=reading.rule + (_how(reading) if inferred else ""),
        cites=reading.cites,
        page=sentence.page,
    )
    return replace(figure, figure_id=figure_id(figure))


def _how(reading: FigureReading) -> str:
    """How a missing side was filled: beside whose the counted are, or by a guess at both."""
    return PARTNER if reading.owner is not None and reading.owner == reading.giver else PAIR


def _raw_span(sitting: Sitting, reading: FigureReading) -> Span:
    """The raw span of the clause, without a bracketed citation at its end."""
    start, end = reading.start, reading.end
    for low, high, kind in brackets(sitting.sentence.text):
        if kind == "citation" and reading.number_end <= low and high >= end - 1:
            end = low
    while end > start and sitting.sentence.text[end - 1].isspace():
        end -= 1
    offset = sitting.sentence.clean_span.start
    return sitting.document.map.raw_span(Span(start + offset, end + offset))


def _sides(sitting: Sitting, reading: FigureReading) -> tuple[str | None, str | None, bool]:
    """Giver and receiver, the missing one filled from the pair the text speaks of; whether one was filled."""
    giver, receiver = reading.giver, reading.receiver
    if giver and receiver:
        return giver, receiver, False
    text = sitting.sentence.text
    spoken = [mention for mention in sitting.scene.mentions if not re.match(r"\\?\$", text[mention.end : mention.end + 2])]
    pair = sitting.scene.discourse.pair(spoken)
    if pair is None or (not giver and not receiver and not reading.mutual):
        return giver, receiver, False
    if not giver and not receiver:
        return pair[0], pair[1], True
    known = giver or receiver
    if known not in pair:
        return giver, receiver, False
    other = pair[1] if known == pair[0] else pair[0]
    return (giver or other), (receiver or other), True
