"""Happenings that texts date by: "during World War II", "since the end of the Korean War"."""

from __future__ import annotations

import re
from functools import cache

from detente.coding.date_scan import Hit
from detente.coding.date_scene import Found
from detente.coding.date_units import Days, moved
from detente.coding.date_words import date_words
from detente.dates import calendar_day, day_number

_WORDS_OF_TIME = (
    r"(?P<time>during|throughout|amid|since|until|till|after|before|by|following|prior\s+to|in|at)\s+(?:the\s+)?"
    r"(?:(?P<edge>end|close|conclusion|outbreak|beginning|start|outset|eve|years|course|height)\s+(?P<joint>of|following|after|before)\s+)?"
)


@cache
def _pattern() -> tuple[re.Pattern[str], tuple[Days, ...]]:
    periods = date_words().periods
    named = "|".join(rf"(?P<p{n}>{period.pattern})" for n, period in enumerate(periods))
    return re.compile(rf"(?i:\b{_WORDS_OF_TIME})(?:{named})\b"), tuple(Days(p.start, p.end, "interval") for p in periods)


def period_hits(text: str) -> tuple[Hit, ...]:
    """The named periods that the sentence dates by; each needs a word of time before it.

    "in" and "at" count only with an edge of the period ("at the end of the Second World War"), since
    "in the Korean War" tells of the war and not of a date.
    """
    if (
        "War" not in text
        and "war" not in text
        and "Crisis" not in text
        and "crisis" not in text
        and "Revolution" not in text
        and "WW" not in text
    ):
        return ()
    pattern, spans = _pattern()
    hits = []
    for match in pattern.finditer(text):
        index = next(n for n in range(len(spans)) if match.group(f"p{n}") is not None)
        edge = (match.group("edge") or "").lower()
        time = match.group("time").lower()
        if time in ("in", "at") and not edge:
            continue
        start = match.start(f"p{index}") if not edge else match.start("edge")
        days = _edge(spans[index], edge, time, (match.group("joint") or "").lower())
        hits.append(Hit(start=start, stop=match.end(), found=Found(match.end(), days, "explicit", moves=False), rule="named-period"))
    return tuple(hits)


def _edge(days: Days, edge: str, time: str, joint: str) -> Days:
    """The year in which the period began or ended, where the words or the word of time point at that end."""
    if edge == "years":
        after = Days(days.end, moved(days.end, 4, "year"), "interval", approximate=True)
        return after if joint in ("following", "after") else days
    if edge in ("end", "close", "conclusion") or (not edge and time in ("after", "following", "since")):
        year = calendar_day(days.end)[0]
        return Days(days.end, day_number(year, 12, 31), "interval")
    if edge in ("outbreak", "beginning", "start", "outset", "eve") or (not edge and time in ("before", "until", "till", "prior to")):
        year = calendar_day(days.start)[0]
        return Days(days.start, day_number(year, 12, 31), "interval") if edge != "eve" else Days(day_number(year), days.start, "interval")
    return days
