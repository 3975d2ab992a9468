"""The dates of one sentence as readings: joined to stretches, opened by their prepositions, brackets told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.coding.date_brackets import BracketKind, brackets
from detente.coding.date_moves import lead_of
from detente.coding.date_periods import period_hits
from detente.coding.date_scan import Hit, scan
from detente.coding.date_scene import Anchor, Relation, Scene
from detente.coding.date_triggers import may_hold_date
from detente.coding.date_units import UNITS, Days
from detente.dates import UncertainDate, calendar_day, date_of_days, day_number

_BEFORE = ("by", "no later than", "not later than", "before", "prior to")
_SINCE = ("since", "ever since", "from", "as of", "beginning in", "starting in")
_UNTIL = ("until", "till", "up until", "up to", "through")
_RELATIONS: dict[str, Relation] = {
    **dict.fromkeys(_BEFORE, "before"),
    **dict.fromkeys(_SINCE, "since"),
    **dict.fromkeys(_UNTIL, "until"),
    **dict.fromkeys(("after", "following"), "after"),
    **dict.fromkeys(("during", "throughout"), "during"),
}
_BEHIND = re.compile(r"\s*[(\[](?:or\s+)?(?:the\s+)?")
_JOINT = re.compile(r"(?i),?\s+(?P<word>to|until|till|through|up to|and|or)\s+(?:the\s+|by\s+)?|\s*(?P<dash>[-–—‑])\s*(?:the\s+)?")


@dataclass(frozen=True, kw_only=True)
class DateReading:
    """A date that a sentence names.

    `start` and `end` are offsets of its words, the preposition included. `date` is open on the side
    that the words leave open ("by mid-1960", "since 1960"); `named` is the closed date that the words
    name (mid-1960, 1960), to fall back on. `relation` says how the date bears on what is told: `at`,
    `before` (by, before), `after`, `since`, `until`, `during`, `from_to`; a `citation` or a `tenure`
    (a person's years) dates nothing. `moved` says whether the text's time line followed it, `told`
    whether the words say it of a happening ("that year" may point back at it). `rule` names the
    reader's rule.
    """

    start: int
    end: int
    date: UncertainDate
    named: UncertainDate
    relation: Relation
    moved: bool
    told: bool
    rule: str

    @property
    def dates_event(self) -> bool:
        """Whether the reading can date what the sentence tells."""
        return self.relation not in ("citation", "tenure")


def read_dates(text: str, *, anchor: Anchor) -> tuple[DateReading, ...]:
    """The dates of one cleaned sentence, left to right, read against `anchor`.

    A relative date that `anchor` cannot place is left out. Never raises on any text.
    """
    hits: list[Hit] = []
    if may_hold_date(text):
        scene = Scene(
            text=text,
            point=anchor.point,
            written=anchor.written,
            report=anchor.report,
            fine=anchor.fine,
            fresh=anchor.fresh,
            recent=anchor.recent,
            line=anchor.point,
        )
        hits = list(scan(scene))
    hits += [hit for hit in period_hits(text) if not any(hit.start < other.stop and other.start < hit.stop for other in hits)]
    hits.sort(key=lambda hit: hit.start)
    hits = [hit for at, hit in enumerate(hits) if not (at and _same_day(text, hits[at - 1], hit))]
    return tuple(_readings(text, hits)) if hits else ()


def _same_day(text: str, first: Hit, second: Hit) -> bool:
    """Whether a day in brackets is the one before it as another place counts it: "7 December (8 December in Tokyo)"."""
    one, two = first.found.days, second.found.days
    behind = _BEHIND.fullmatch(text[first.stop : second.start]) is not None
    return behind and one.unit == two.unit == "day" and abs(one.start - two.start) <= 1


def _readings(text: str, hits: Sequence[Hit]) -> Iterator[DateReading]:
    kinds = brackets(text)
    at = 0
    while at < len(hits):
        joined = _joined(text, hits[at], hits[at + 1]) if at + 1 < len(hits) else None
        kind = next((kind for start, end, kind in kinds if start < hits[at].start < end), None)
        reading = _reading(text, joined or hits[at], kind)
        if reading is not None:
            yield reading
        at += 2 if joined else 1


def _joined(text: str, first: Hit, second: Hit) -> Hit | None:
    """Two dates that are the ends of one stretch ("from A to B", "between A and B", "A-B"), or neighbours ("in 1960 and 1961")."""
    joint = _JOINT.fullmatch(text[first.stop : second.start])
    one, two = first.found.days, second.found.days
    if (
        joint is None
        or two.end < one.end
        or two.start < one.start
        or not _are_ends(text, first, second, (joint.group("word") or "-").lower())
    ):
        return None
    explicit = first.found.exact and second.found.exact
    found = replace(
        second.found,
        days=Days(one.start, two.end, "interval", one.approximate or two.approximate),
        relation="from_to",
        basis="explicit" if explicit else second.found.basis,
        moves=first.found.moves or second.found.moves,
    )
    return Hit(start=first.start, stop=second.stop, found=found, rule=f"{first.rule} to {second.rule}", told=first.told or second.told)


def _are_ends(text: str, first: Hit, second: Hit, word: str) -> bool:
    """Whether the word between two dates makes them the ends of one stretch."""
    lead = lead_of(text, first.start)
    before = lead.group("word").lower() if lead else ""
    one, two = first.found.days, second.found.days
    if word in ("and", "or") and before != "between":
        gap = two.start - one.end
        return 0 < gap <= 1 or (one.unit == two.unit == "year" and 0 < gap <= 366)
    return before in ("from", "between") or word == "-" or (first.found.exact and second.found.exact)


def _reading(text: str, hit: Hit, kind: BracketKind | None) -> DateReading | None:
    lead = lead_of(text, hit.start)
    word = lead.group("word").lower() if lead else ""
    start = hit.start
    if lead and word != "of":
        start -= len(lead.group())
    elif text[max(0, start - 4) : start].lower() == "the ":
        start -= 4
    relation: Relation = hit.found.relation or _RELATIONS.get(word, "at")
    if relation == "since" and "range" in hit.rule:
        relation = "from_to"  # "from 22-24 March"
    if kind is not None and kind != "date":
        relation = kind
    words = text[start : hit.stop]
    hedged = lead is not None and (lead.group("article") or "the").strip().lower() != "the"
    hit = replace(hit, found=replace(hit.found, days=replace(hit.found.days, approximate=hit.found.days.approximate or hedged)))
    try:
        named, date = _named(hit, words), _opened(hit, relation, words, word)
    except ValueError:
        return None
    moved = hit.found.moves and kind is None
    return DateReading(
        start=start, end=hit.stop, date=date, named=named, relation=relation, moved=moved, told=hit.told and kind is None, rule=hit.rule
    )


def _date(start: int | None, end: int | None, hit: Hit, words: str) -> UncertainDate:
    return date_of_days(start, end, text=words, basis=hit.found.basis, approximate=hit.found.days.approximate)


def _named(hit: Hit, words: str) -> UncertainDate:
    """The closed date that the words name, with the precision they were said in."""
    days = hit.found.days
    date = _date(days.start, days.end, hit, words)
    if days.unit == "week" or (days.unit in UNITS and not days.approximate):
        return replace(date, precision=UNITS[days.unit])
    return date


def _opened(hit: Hit, relation: Relation, words: str, lead: str) -> UncertainDate:
    """The date with the side opened that its relation opens."""
    days = hit.found.days
    if relation in ("since", "after"):
        date = _date(_beginning(hit), None, hit, words)
        edtf = f"{_named(hit, words).edtf}/.."  # "since January 1950" keeps its month
        return replace(date, edtf=edtf) if days.unit in ("day", "month", "year") else date
    if relation == "until":
        return _date(None, days.end, hit, words)
    if relation == "before":
        return _date(None, days.start - 1 if lead in ("before", "prior to") else _deadline(hit), hit, words)
    return _named(hit, words)


def _beginning(hit: Hit) -> int:
    """The first day of "since X"; "since the mid-1950s" means since 1955, and "since mid-1960" since July."""
    days = hit.found.days
    if hit.part != "mid":
        return days.start
    year, month, _ = calendar_day(days.middle)
    length = days.end - days.start + 1
    return day_number(year) if length > 366 else day_number(year, month) if length > 31 else days.middle


def _deadline(hit: Hit) -> int:
    """The last day of "by X"; "by mid-1960" means by the end of June."""
    days = hit.found.days
    if hit.part == "mid" and calendar_day(days.start)[1:] == (5, 1) and calendar_day(days.end)[1:] == (8, 31):
        return day_number(calendar_day(days.start)[0], 6, 30)
    return days.end
