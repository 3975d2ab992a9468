"""Dates that need the text's time line or the date of writing: "a week later", "that July", "last October"."""

from __future__ import annotations

import re
from functools import cache

from detente.coding.date_moves import looks_ahead
from detente.coding.date_scene import LONGEST_GUIDE, Found, Scene
from detente.coding.date_steps import count_of, named_near, stepped, unit_of, weekday_near
from detente.coding.date_triggers import Reader, RuleBook
from detente.coding.date_units import Days, month_of, moved, years_of
from detente.coding.date_words import (
    COUNT,
    ORDINAL_END,
    UNIT,
    date_words,
    festival_pattern,
    month_pattern,
    season_pattern,
    weekday_pattern,
)
from detente.dates import calendar_day

_BACK = ("earlier", "before", "previously", "ago", "beforehand", "prior", "back")
_DATE_FOLLOWS = re.compile(r",?\s+(?:the\s+)?(?:\d|[A-Z][a-z]+\.?\s\d)")
_POINTING = ("that", "same", "that same", "that very", "the very same", "very same")


def _later(match: re.Match[str], scene: Scene) -> Found | None:
    """ "three months earlier", "a week later", "ten days afterwards", "six decades ago"."""
    way = match.group("way").lower()
    base = scene.writing if way in ("ago", "back") else scene.guide
    if base is None:
        return None
    count, loose = count_of(match.group("count"))
    unit, times = unit_of(match.group("unit"))
    back = way in _BACK
    before = scene.text[max(0, match.start() - 12) : match.start()].lower()
    if before.endswith(("less than ", "barely ", "within ", "under ")) and not back and not before.endswith("barely "):
        end = moved(base.end, max(1, int(count * times)), unit)
        return Found(match.end(), Days(base.start, end, "interval", approximate=True))
    days = stepped(base, count * times, unit, back=back, loose=loose or match.group("more") is not None)
    return Found(match.end(), days, moves=not back, basis="published" if way == "ago" and not scene.report else "relative")


def _within(match: re.Match[str], scene: Scene) -> Found | None:
    """ "within a month", "within days", "inside a week"."""
    if scene.guide is None:
        return None
    if match.group("unit").lower().startswith("hour"):
        return Found(match.end(), Days(scene.guide.start, scene.guide.end + 1, "interval", approximate=True))
    unit, times = unit_of(match.group("unit"))
    count = count_of(match.group("count"))[0] if match.group("count") else 3
    end = moved(scene.guide.end, max(1, int(count * times)), unit)
    return Found(match.end(), Days(scene.guide.start, end, "interval", approximate=True), moves=False)


def _stretch(match: re.Match[str], scene: Scene) -> Found | None:
    """ "over the next fortnight", "in the following five decades", "the past ten years"."""
    unit, times = unit_of(match.group("unit"))
    way = match.group("way").lower()
    count = count_of(match.group("count"))[0] if match.group("count") else (1 if not match.group("unit").endswith("s") else 3)
    total = max(1, int(count * times))
    if way in ("last", "past"):
        base = scene.writing
        if base is None:
            return None
        end = base.end
        start = moved(base.start, -total, unit)
        return Found(match.end(), Days(start, end, "interval", approximate=True), "published", moves=False, relation="during")
    if scene.guide is None:
        return None
    if way in ("previous", "preceding"):
        days = Days(moved(scene.guide.start, -total, unit), scene.guide.start, "interval", approximate=True)
    else:
        days = Days(scene.guide.start, moved(scene.guide.end, total, unit), "interval", approximate=True)
    return Found(match.end(), days, moves=False, relation="during")


def _following(match: re.Match[str], scene: Scene) -> Found | None:
    """ "the following month", "the previous autumn", "that July", "the same year", "last October", "next week"."""
    way = " ".join(match.group("way").lower().split())
    word = match.group("thing")
    article = scene.text[max(0, match.start() - 4) : match.start()].lower() == "the "
    from_writing = (way in ("last", "next", "this") and not article) or way == "this coming"
    base = scene.writing if from_writing else scene.named if way in _POINTING else scene.guide
    if base is None or (way == "this" and scene.written is None):
        return None
    step = {
        "following": 1,
        "next": 1,
        "ensuing": 1,
        "coming": 1,
        "this coming": 1,
        "previous": -1,
        "preceding": -1,
        "last": -1,
        "prior": -1,
    }.get(way, 0)
    days = named_near(word, base, step)
    if days is None:
        return None
    if way == "this" and scene.report is False and base is scene.written and days.start > base.end:
        return None
    basis = "published" if from_writing and not scene.report else "relative"
    return Found(match.end(), days, basis, moves=step >= 0 and (scene.report or not from_writing))  # type: ignore[arg-type]


def _plain_weekday(match: re.Match[str], scene: Scene) -> Found | None:
    """ "on Tuesday" in news: the last one before the dateline, or the next where the words look forward."""
    if scene.written is None or scene.written.unit != "day" or _DATE_FOLLOWS.match(scene.text, match.end()):
        return None
    ahead = looks_ahead(scene.text, match.start()) or scene.text[max(0, match.start() - 3) : match.start()].lower() == "by "
    days = weekday_near(date_words().weekdays[match.group("weekday").lower()], scene.written, 1 if ahead else 0)
    return Found(match.end(), days) if days else None


def _unit_before(match: re.Match[str], scene: Scene) -> Found | None:
    """ "the month before", "the year after": only where no happening follows to count from."""
    if scene.guide is None:
        return None
    step = -1 if match.group("way").lower() in ("before", "previous") else 1
    days = named_near(match.group("thing"), scene.guide, step)
    return Found(match.end(), days, moves=step > 0) if days else None


def _since_then(match: re.Match[str], scene: Scene) -> Found | None:
    if scene.point is None:
        return None
    word = match.group("way").lower()
    relation = {"since": "since", "by": "before", "until": "until", "till": "until", "from": "since"}[word]
    return Found(match.end(), scene.point, moves=False, relation=relation)  # type: ignore[arg-type]


def _that_time(match: re.Match[str], scene: Scene) -> Found | None:
    """ "at that time", "during the same period", "on that occasion"."""
    before = scene.text[max(0, match.start() - 11) : match.start()].lower()
    if scene.point is None or not re.search(r"\b(?:at|by|during|in|throughout|from|until|since|of|on)\s(?:the\s)?$", before):
        return None
    return Found(match.end(), scene.point, moves=False, relation="during")


def _today(match: re.Match[str], scene: Scene) -> Found | None:
    base = scene.written
    if base is None:
        return None
    step = {"yesterday": -1, "tomorrow": 1}.get(match.group("word").lower().split()[0], 0)
    if base.unit == "day":
        return Found(match.end(), Days(base.start + step, base.end + step, "day"), "published", moves=scene.report)
    return Found(match.end(), base, "published", moves=False) if step == 0 else None


def _day_alone(match: re.Match[str], scene: Scene) -> Found | None:
    """ "on the 21st": in the month of the running point, or the next where that day has passed."""
    if scene.guide is None or scene.guide.end - scene.guide.start > 31:
        return None
    year, month, now = calendar_day(scene.guide.start)
    day = int(match.group("day"))
    if not 1 <= day <= 31 or not scene.text[max(0, match.start() - 8) : match.start()].lower().endswith(("on ", "on the ")):
        return None
    found = month_of(year, month if day >= now or scene.guide.unit == "month" else month + 1)
    number = found.start + day - 1
    return Found(match.end(), Days(number, number, "day")) if number <= found.end else None


def _turn(match: re.Match[str], scene: Scene) -> Found | None:
    """ "the turn of the century", "the turn of the year"; a year or century may be named after it."""
    if match.group("what").lower() == "year":
        if scene.guide is None or scene.guide.end - scene.guide.start > LONGEST_GUIDE:
            return None
        year, month, _ = calendar_day(scene.guide.end)
        start = month_of(year if month > 4 else year - 1, 12).start
        return Found(match.end(), Days(start, start + 61, "interval", approximate=True))
    year = calendar_day(scene.guide.middle)[0] if scene.guide else 1900
    edge = round(year / 100) * 100
    return Found(match.end(), Days(years_of(edge - 3, edge).start, years_of(edge, edge + 3).end, "interval", approximate=True), moves=False)


_Row = tuple[str, str, str, Reader]
_NO_CLAUSE = r"(?=\s*(?:[.,;:)\]!?—–]|$|--|\s(?:and|but|in|at|by|to|on|with)\b))"
"""What may follow "before" and "after" when they count from the time line and not from a happening."""


def _counting_rows() -> list[_Row]:
    """So many units on or back, and stretches of them: name, classes of the first word, pattern, reader."""
    way = r"later|afterwards?|on(?=\s*[,.;])|earlier|previously|ago|beforehand|back|hence"
    more = r"(?P<more>\s+or\s+(?:so|two|more))?"
    count = rf"(?P<count>{COUNT})"
    unit = rf"(?P<unit>{UNIT})"
    return [
        ("later", "count digit", rf"(?i:{count}\s+{unit}{more}(?:\s+and\s+a\s+half)?\s+(?P<way>{way}))\b", _later),
        ("after", "count digit", rf"(?i:{count}\s+{unit}{more}\s+(?P<way>after|before)){_NO_CLAUSE}", _later),
        (
            "within",
            "within",
            rf"(?i:(?:within|inside)\s+(?:of\s+)?(?:about\s+|barely\s+|just\s+)?(?:{count}\s+)?(?P<unit>hours?|{UNIT}))\b",
            _within,
        ),
        (
            "stretch",
            "point",
            rf"(?i:(?P<way>next|following|ensuing|subsequent|coming|last|past|previous|preceding)\s+(?:{count}\s+)?(?P<unit>{UNIT}))(?<=s)\b",
            _stretch,
        ),
        (
            "stretch-one",
            "stretch",
            r"(?i:(?:over|during|throughout|for)\s+the\s+(?P<way>next|following|ensuing|past)(?P<count>\b)\s+"
            r"(?P<unit>day|week|fortnight|month|year|decade))\b",
            _stretch,
        ),
        ("stretch-fortnight", "point", r"(?i:(?P<way>next|following|past|previous)(?P<count>\b)\s+(?P<unit>fortnight|decade))\b", _stretch),
    ]


def _pointing_rows() -> list[_Row]:
    """Things pointed at: "that July", "the month before", "since then", "today", "on the 21st"."""
    units = r"(?i:weekend|day|week|month|year|decade|century)"
    thing = rf"(?P<thing>{festival_pattern()}|{month_pattern()}|{season_pattern()}|{weekday_pattern()}|{units})"
    point = r"that\s+same|that\s+very|the\s+very\s+same|very\s+same|same|that"
    turn = r"this\s+coming|this|following|next|previous|preceding|ensuing|coming|prior|last"
    era = r"time|period|moment|occasion|juncture|era"
    stop = r"(?!\s+(?:[A-Z]|parallel|anniversary|birthday|floor|day|street|century|meeting|session|occasion|attempt|time|round|move)|[-\w])"
    return [
        (
            "named",
            "point",
            rf"(?i:(?P<way>{point}|{turn}))\s+(?:(?:early|late|mid|calendar)[\s-]+)?{thing}(?!\w)(?!['’]s\s+end)",
            _following,
        ),
        (
            "unit-before",
            "feast month season weekday unit",
            rf"{thing}\s+(?i:(?P<way>before|after|following|previous)){_NO_CLAUSE}",
            _unit_before,
        ),
        ("since-then", "since", r"(?i:(?:ever\s+)?(?P<way>since|by|until|till|from)\s+then)(?:\s+on(?:wards?)?)?\b", _since_then),
        (
            "that-time",
            "point time",
            rf"(?i:(?:that|this)\s+(?:same\s+)?(?:{era})|same\s+(?:period|occasion)|(?<=at the )time(?=[,.;)]))\b",
            _that_time,
        ),
        ("today", "today", r"(?i:(?P<word>today|yesterday|tomorrow|tonight|this\s+(?:morning|afternoon|evening)))\b(?!['’]s)", _today),
        ("day-alone", "digit", rf"(?P<day>[0-3]?\d){ORDINAL_END}{stop}", _day_alone),
        ("turn", "turn", r"(?i:turn\s+of\s+(?:the|that)\s+(?P<what>century|year|millennium))\b", _turn),
        ("weekday", "weekday", rf"(?P<weekday>{weekday_pattern()})(?!['’]?\w)", _plain_weekday),
    ]


@cache
def relative_rules() -> RuleBook:
    """The rules in the order they are tried."""
    rows = [*_counting_rows(), *_pointing_rows()]
    return RuleBook(rows)


def read_relative(scene: Scene, at: int) -> tuple[str, Found] | None:
    """The first rule that reads a date at offset `at`, with what it read."""
    return relative_rules().read(scene, at)
