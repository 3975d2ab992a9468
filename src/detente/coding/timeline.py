"""When: the time line of a text, which gives its dates their year and undated sentences their date.

`read_dates` reads one sentence against an `Anchor`; `Timeline` carries the anchor through a document,
section by section, and says what date a sentence without one inherits.
In an entry that a date heads, as in a diary, "last year" and "yesterday" count from that date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.coding.date_readings import DateReading, read_dates
from detente.coding.date_scene import LONGEST_GUIDE, Anchor, is_fine
from detente.coding.date_units import UNITS, Days
from detente.dates import UncertainDate

__all__ = ["Anchor", "DateReading", "SentenceDates", "Timeline", "read_dates"]

_DATELINE = re.compile(r"^\s*[A-Z][A-Z .,'’()-]{2,40},?\s+(?=[A-Z][a-z])")
_DASHES = re.compile(r"[^—–]{3,24}?\s*(?:--|—|–)")
_LETTERS, _FEW = re.compile(r"[^\W\d_]{2,}"), 1
_MONTH = 31
_AHEAD = 5 * 366
"""Days: "in the next five years" may be told of; further ahead a relative date is a misreading."""


@dataclass(frozen=True, kw_only=True)
class SentenceDates:
    """The readings of one sentence and the date it inherits (or has just set), None where the text has named none.

    `before` is the date at which the time line stood when the sentence began.
    """

    readings: tuple[DateReading, ...]
    anchor: UncertainDate | None
    before: UncertainDate | None = None


class Timeline:
    """The time line of one document, carried from sentence to sentence.

    `published` is the date of writing, `covers` the period a source says it tells of; both may be
    None. Without `published`, the latest date the text has told of stands in for it. Call
    `enter_section` at a heading, `enter_paragraph` at a paragraph's start and `read` for each sentence
    in order.
    """

    def __init__(self, *, published: UncertainDate | None = None, covers: UncertainDate | None = None) -> None:
        self._published = _days_of(published)
        self._dispatch: Days | None = None
        self._covers = covers
        self._current: UncertainDate | None = None
        self._topic: UncertainDate | None = None
        self._title: UncertainDate | None = None
        self._fine: Days | None = None
        self._latest: Days | None = None
        self._recent: Days | None = None
        self._fresh = True
        self._entry = False
        self._entered: Days | None = None
        self._headed = False

    @property
    def anchor(self) -> Anchor:
        """The running point and the date of writing."""
        days = _days_of(self._current)
        return Anchor(
            day_start=days.start if days else None,
            day_end=days.end if days else None,
            unit=days.unit if days else "interval",
            written=self._dispatch or self._entered or self._published or self._latest,
            report=self._dispatch is not None,
            fine=self._fine,
            fresh=self._fresh,
            recent=self._recent,
        )

    def enter_section(self, title: str) -> SentenceDates:
        """Begin a section: a date in its heading becomes the running point; without one the running point stays."""
        readings = self._of_heading(title)
        if readings and readings[0].date.basis == "relative" and self._title is not None:
            self._current = self._title  # "The March fighting" in a text on 1969 is of 1969, wherever the last section ended
            readings = self._of_heading(title)
        if readings:
            self._move(readings[0].named)
            days = _days_of(readings[0].named)
            self._topic = self._current if days and days.end - days.start <= LONGEST_GUIDE else None
            self._title = self._title or self._topic
        self._fresh = True
        return SentenceDates(readings=readings, anchor=self._inherited())

    def _of_heading(self, title: str) -> tuple[DateReading, ...]:
        return tuple(reading for reading in read_dates(title, anchor=self.anchor) if reading.dates_event)

    def enter_paragraph(self) -> None:
        """Begin a paragraph: a dispatch ends with it; the running point stays, unless it strayed from the heading's year."""
        self._dispatch = self._entered = None
        self._entry = False
        self._fresh = True
        self._return_to_topic()

    def _return_to_topic(self) -> None:
        """Under a heading such as "The war of 1965", a bare year of another time does not outlive its paragraph."""
        topic, days = _days_of(self._topic), _days_of(self._current)
        if topic is None or days is None or is_fine(days) or (days.start <= topic.end and topic.start <= days.end):
            return
        self._current = self._topic

    def read(self, text: str) -> SentenceDates:
        """Read a sentence and move the time line by its dates."""
        self._open_dispatch(text)
        before = self._inherited()
        readings = tuple(reading for reading in self._readings(text) if not self._beyond_writing(reading) and not self._steps_here(reading))
        for reading in readings:
            if reading.moved or _is_short_stretch(reading):
                self._move(reading.named)
            elif reading.told:
                self._recent = _days_of(reading.named)
        self._headed = self._fresh and _is_bare(text, readings)
        if self._headed:
            self._entry, self._entered = True, _days_of(readings[0].named)
        self._fresh = False
        return SentenceDates(readings=readings, anchor=self._inherited(), before=before)

    def _readings(self, text: str) -> tuple[DateReading, ...]:
        """The dates of a sentence. A day or month without its year that would lie after the day of writing is read as news: it is past."""
        readings = read_dates(text, anchor=self.anchor)
        written = self._dispatch or self._published
        if written is None or not is_fine(written) or not any(_is_after(reading, written) for reading in readings):
            return readings
        return read_dates(text, anchor=replace(self.anchor, written=written, report=True))

    def _beyond_writing(self, reading: DateReading) -> bool:
        """A date reckoned from the text's own time that falls well after the day of writing was reckoned from the wrong point."""
        written = self._dispatch or self._published
        start = reading.named.start
        return reading.date.basis == "relative" and written is not None and start is not None and start > written.end + _AHEAD

    def _steps_here(self, reading: DateReading) -> bool:
        """Whether "Three days later" begins an entry: it counts from the entry before, and leads to the day that heads this one."""
        return self._headed and reading.start == 0 and reading.moved and reading.rule == "later"

    def _move(self, date: UncertainDate) -> None:
        days = _days_of(date)
        if days is None:
            return
        self._current = date
        self._recent = days
        if is_fine(days):
            self._fine = days
        if self._latest is None or days.end > self._latest.end:
            self._latest = days

    def _open_dispatch(self, text: str) -> None:
        """A dateline ("LONDON, June 30, 1965 --") is the date of writing of what follows in its paragraph."""
        head = _DATELINE.match(text)
        rest = _DASHES.match(text, head.end()) if head else None
        if rest is None:
            return
        running = replace(self.anchor, written=None, report=False)
        readings = read_dates(rest.group(), anchor=running)
        if readings and readings[0].named.precision == "day":
            self._move(readings[0].named)
            self._dispatch = _days_of(readings[0].named)

    def _inherited(self) -> UncertainDate | None:
        date = self._current or self._covers
        return replace(date, basis="entry" if self._entry and self._current else "inherited") if date else None


def _is_short_stretch(reading: DateReading) -> bool:
    """Whether a reading is some days, from the first to the last: "from February 21 to 28"."""
    days = _days_of(reading.named)
    return reading.relation == "from_to" and reading.told and days is not None and days.end - days.start <= _MONTH


def _is_after(reading: DateReading, written: Days) -> bool:
    return reading.date.basis == "relative" and reading.moved and reading.named.start is not None and reading.named.start > written.end


def _is_bare(text: str, readings: Sequence[DateReading]) -> bool:
    """Whether a paragraph begins with a date and nothing else, as an entry of a chronology does: "1 October 1949."."""
    if len(readings) != 1 or not readings[0].dates_event:
        return False
    return len(_LETTERS.findall(text[: readings[0].start] + " " + text[readings[0].end :])) <= _FEW


def _days_of(date: UncertainDate | None) -> Days | None:
    if date is None or date.start is None or date.end is None:
        return None
    return Days(date.start, date.end, UNITS.get(date.precision, "interval"))
