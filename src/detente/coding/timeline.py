"""When: the dates a sentence names, and the time line of a text that gives them their year.

`read_dates` reads one sentence against an `Anchor`; `Timeline` carries the anchor through a document,
section by section, and says what date a sentence without one inherits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detente.coding.date_brackets import BracketKind, brackets
from detente.coding.date_periods import period_hits
from detente.coding.date_scan import Hit, may_hold_date, scan
from detente.coding.date_scene import Anchor, Relation, Scene
from detente.coding.date_units import Days
from detente.dates import Precision, UncertainDate, calendar_day, date_of_days, day_number

__all__ = ["Anchor", "DateReading", "SentenceDates", "Timeline", "read_dates"]

_LEAD = re.compile(
    r"(?i)\b(?P<word>by|ever since|since|until|till|up until|up to|as late as|as early as|through|before|prior to|(?<!day )after|following|from|between|during|throughout|"
    r"no later than|not later than|in|on|at|as of|beginning in|starting in|night of|of)\s+(?P<article>the\s+|about\s+|around\s+|roughly\s+|circa\s+|c\.\s?|perhaps\s+)?$"
)
_RELATIONS: dict[str, Relation] = {
    "by": "before", "no later than": "before", "not later than": "before", "before": "before", "prior to": "before", "since": "since", "ever since": "since",
    "from": "since", "as of": "since", "beginning in": "since", "starting in": "since", "until": "until", "till": "until", "up until": "until",
    "up to": "until", "through": "until", "after": "after", "following": "after", "during": "during", "throughout": "during",
}  # fmt: skip
_JOINT = re.compile(r"(?i)\s*(?:,?\s(?P<word>to|until|till|through|up to|and|or)\s+(?:the\s+|by\s+)?|(?P<dash>[-–—‑])\s*(?:the\s+)?)")
_DATELINE = re.compile(r"^\s*[A-Z][A-Z .,'’()-]{2,40},?\s+(?=[A-Z][a-z])")
_AHEAD = re.compile(r"\b(?:will|shall|should|would|to be|is to|are to|expected|plans?|planned|due|until|by)\b")
_FAR_AHEAD = 540  # days: "to be repaid by 1963" said of 1950 does not move the time line


@dataclass(frozen=True, kw_only=True)
class DateReading:
    """A date that a sentence names.

    `start` and `end` are offsets of its words, the preposition included. `date` is open on the side
    that the words leave open ("by mid-1960", "since 1960"); `named` is the closed date that the words
    name (mid-1960, 1960), to fall back on. `relation` says how the date bears on what is told: `at`,
    `before` (by, before), `after`, `since`, `until`, `during`, `from_to`; a `citation` or a `tenure`
    (a person's years) dates nothing. `moved` says whether the text's time line followed it. `rule`
    names the reader's rule.
    """

    start: int
    end: int
    date: UncertainDate
    named: UncertainDate
    relation: Relation
    moved: bool
    rule: str

    @property
    def dates_event(self) -> bool:
        """Whether the reading can date what the sentence tells."""
        return self.relation not in ("citation", "tenure")


@dataclass(frozen=True, kw_only=True)
class SentenceDates:
    """The readings of one sentence and the date it inherits (or has just set), None where the text has named none."""

    readings: tuple[DateReading, ...]
    anchor: UncertainDate | None


def read_dates(text: str, *, anchor: Anchor) -> tuple[DateReading, ...]:
    """The dates of one cleaned sentence, left to right, read against `anchor`.

    A relative date that `anchor` cannot place is left out. Never raises on any text.
    """
    if not may_hold_date(text) and "War" not in text:
        return ()
    kinds = brackets(text)
    scene = Scene(
        text=text, point=anchor.point, written=anchor.written, report=anchor.report, forward=bool(_AHEAD.search(text)) and anchor.report
    )
    hits = list(scan(scene))
    hits += [hit for hit in period_hits(text) if not any(hit.start < other.stop and other.start < hit.stop for other in hits)]
    hits.sort(key=lambda hit: hit.start)
    return tuple(_readings(text, hits, kinds, anchor))


def _readings(text: str, hits: list[Hit], kinds: tuple[tuple[int, int, BracketKind], ...], anchor: Anchor) -> list[DateReading]:
    out: list[DateReading] = []
    at = 0
    while at < len(hits):
        hit = hits[at]
        joined = _joined(text, hit, hits[at + 1]) if at + 1 < len(hits) else None
        reading = _reading(text, joined or hit, _kind_of(hit, kinds), anchor, joined is not None)
        if reading is not None:
            out.append(reading)
        at += 2 if joined else 1
    return out


def _kind_of(hit: Hit, kinds: tuple[tuple[int, int, BracketKind], ...]) -> BracketKind | None:
    return next((kind for start, end, kind in kinds if start < hit.start < end), None)


def _joined(text: str, first: Hit, second: Hit) -> Hit | None:
    """Two dates that are the ends of one stretch: "from A to B", "between A and B", "A-B"; or neighbours: "in 1960 and 1961"."""
    between = text[first.stop : second.start]
    joint = _JOINT.fullmatch(between if between.strip() in ("-", "–", "—", "‑") else between)
    if joint is None:
        return None
    one, two = first.found.days, second.found.days
    lead = _lead(text, first.start)
    word = (joint.group("word") or "-").lower()
    closed = (
        lead in ("from", "between")
        or (word == "-")
        or (word in ("to", "until", "till", "through") and first.found.exact and second.found.exact)
    )
    if word in ("and", "or") and lead != "between":
        closed = 0 < two.start - one.end <= 1 or (one.unit == two.unit == "year" and 0 < two.start - one.end <= 366)
    if not closed or two.end < one.start or two.start < one.start:
        return None
    days = Days(one.start, two.end, "interval", one.approximate or two.approximate)
    basis = "explicit" if first.found.exact and second.found.exact else second.found.basis
    found = replace(second.found, days=days, relation="from_to", basis=basis, moves=True)
    return Hit(start=first.start, stop=second.stop, found=found, rule=f"{first.rule} to {second.rule}")


def _lead(text: str, start: int) -> str:
    match = _LEAD.search(text[max(0, start - 28) : start])
    return match.group("word").lower() if match else ""


def _reading(text: str, hit: Hit, kind: BracketKind | None, anchor: Anchor, joined: bool) -> DateReading | None:
    lead = _LEAD.search(text[max(0, hit.start - 28) : hit.start])
    word = lead.group("word").lower() if lead else ""
    start = (
        hit.start - len(lead.group()) + (len(lead.group()) - len(lead.group().lstrip()))
        if lead and word != "of"
        else _with_article(text, hit.start)
    )
    relation: Relation = hit.found.relation or ("from_to" if joined else _RELATIONS.get(word, "at"))
    if kind in ("citation", "tenure"):
        relation = kind  # type: ignore[assignment]
    words = text[start : hit.stop].strip()
    approximate = hit.found.days.approximate or bool(lead and lead.group("article") and not lead.group("article").lower().startswith("the"))
    try:
        named = _uncertain(hit.found.days, words, hit.found.basis, approximate)
        date = _opened(hit, relation, words, named)
    except ValueError:
        return None
    moved = kind is None and hit.found.moves and not _attributive(text, hit, word) and _may_move(hit.found.days, relation, anchor)
    return DateReading(start=start, end=hit.stop, date=date, named=named, relation=relation, moved=moved, rule=hit.rule)


def _with_article(text: str, start: int) -> int:
    return start - 4 if text[max(0, start - 4) : start].lower() == "the " else start


def _attributive(text: str, hit: Hit, lead: str) -> bool:
    """Whether a bare year only labels a thing: "the 1937 treaty", "the Treaty of 1902"."""
    if hit.rule != "year":
        return False
    after = re.match(r"\s+[A-Za-z-]{3,}", text[hit.stop : hit.stop + 24])
    bare = text[max(0, hit.start - 4) : hit.start].lower() == "the " and after is not None
    return bare or lead == "of"


def _may_move(days: Days, relation: Relation, anchor: Anchor) -> bool:
    if relation in ("since", "until", "after", "citation", "tenure"):
        return False
    if relation == "before":
        return anchor.day_end is None or -31 <= days.start - anchor.day_end <= _FAR_AHEAD
    return anchor.written is None or days.start <= anchor.written.end


_PRECISION: dict[str, Precision] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "season": "season",
    "year": "year",
    "decade": "decade",
    "century": "century",
}


def _uncertain(days: Days, words: str, basis: str, approximate: bool) -> UncertainDate:
    date = date_of_days(days.start, days.end, text=words, basis=basis, approximate=approximate)
    precision = _PRECISION.get(days.unit, date.precision)
    return replace(date, precision=precision) if not approximate or precision == "week" else date


def _opened(hit: Hit, relation: Relation, words: str, named: UncertainDate) -> UncertainDate:
    """The date with the side opened that its relation opens."""
    days, approximate = hit.found.days, hit.found.days.approximate
    if relation in ("since", "after"):
        return date_of_days(days.start, None, text=words, basis=hit.found.basis, approximate=approximate)
    if relation == "until":
        return date_of_days(None, days.end, text=words, basis=hit.found.basis, approximate=approximate)
    if relation == "before":
        end = days.start - 1 if re.match(r"(?i)before|prior", words) else _deadline(hit)
        return date_of_days(None, end, text=words, basis=hit.found.basis, approximate=approximate)
    return named


def _deadline(hit: Hit) -> int:
    """The last day of "by X"; "by mid-1960" means by the end of June."""
    days = hit.found.days
    if hit.part == "mid" and calendar_day(days.start)[1:] == (5, 1) and calendar_day(days.end)[1:] == (8, 31):
        return day_number(calendar_day(days.start)[0], 6, 30)
    return days.end


class Timeline:
    """The time line of one document, carried from sentence to sentence.

    `published` is the date of writing, `covers` the period a source says it tells of; both may be
    None. Call `enter_section` at a heading, `enter_paragraph` at a paragraph's start and `read` for
    each sentence in order.
    """

    def __init__(self, *, published: UncertainDate | None = None, covers: UncertainDate | None = None) -> None:
        self._written = _days_of(published)
        self._published = self._written
        self._section: UncertainDate | None = None
        self._covers = covers
        self._current: UncertainDate | None = None
        self._report = False

    @property
    def anchor(self) -> Anchor:
        """The running point and the date of writing."""
        days = _days_of(self._current) or _days_of(self._section)
        unit = self._current.precision if self._current else "interval"
        return Anchor(
            day_start=days.start if days else None,
            day_end=days.end if days else None,
            unit=unit,
            written=self._written,
            report=self._report,
        )

    def enter_section(self, title: str) -> SentenceDates:
        """Begin a section: a date in its heading becomes the running point; without one the running point stays."""
        anchor = Anchor(written=self._written)
        readings = tuple(reading for reading in read_dates(title, anchor=anchor) if reading.dates_event)
        self._section = replace(readings[0].named, basis="inherited") if readings else self._section
        if readings:
            self._current = self._section
        return SentenceDates(readings=readings, anchor=self._inherited())

    def enter_paragraph(self) -> None:
        """Begin a paragraph: a dispatch ends with it, the running point stays."""
        if self._report:
            self._report = False
            self._written = self._published

    def read(self, text: str) -> SentenceDates:
        """Read a sentence and move the time line by its dates."""
        self._open_dispatch(text)
        readings = read_dates(text, anchor=self.anchor)
        moving = [reading for reading in readings if reading.moved]
        if moving:
            self._current = moving[-1].named
        return SentenceDates(readings=readings, anchor=self._inherited())

    def _open_dispatch(self, text: str) -> None:
        """A dateline ("LONDON, June 30, 1965 --") is the date of writing of what follows in its paragraph."""
        head = _DATELINE.match(text)
        if head is None:
            return
        rest = re.match(r"[^—–]{3,24}?\s*(?:--|—|–)", text[head.end() :])
        if rest is None:
            return
        ahead = Anchor(day_start=self.anchor.day_start, day_end=self.anchor.day_end, unit="day", written=None)
        readings = read_dates(rest.group(), anchor=ahead)
        if readings and readings[0].named.precision == "day":
            self._current = readings[0].named
            self._written = _days_of(readings[0].named)
            self._report = True

    def _inherited(self) -> UncertainDate | None:
        date = self._current or self._section or self._covers
        return replace(date, basis="inherited") if date else None


def _days_of(date: UncertainDate | None) -> Days | None:
    if date is None or date.start is None or date.end is None:
        return None
    unit = date.precision if date.precision in ("day", "week", "month", "season", "year", "decade", "century") else "interval"
    return Days(date.start, date.end, unit)  # type: ignore[arg-type]
