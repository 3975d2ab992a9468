"""Dates that carry their own calendar words: days, months, seasons, years, decades, centuries, feasts.

Each rule is a pattern and a reader; a reader is given the match and the scene and says what days are
meant, or None. Rules are tried in order at each place where a date may begin.
"""

from __future__ import annotations

import re
from functools import cache

from detente.coding.date_moves import looks_ahead
from detente.coding.date_scene import Found, Scene, year_for
from detente.coding.date_triggers import Reader, RuleBook
from detente.coding.date_units import Days, century_of, day_of, decade_of, month_of, season_of, year_of_days, years_of
from detente.coding.date_words import (
    DASH,
    DECADE_WORDS,
    ORDINAL_END,
    YEAR,
    any_of,
    century_pattern,
    date_words,
    festival_pattern,
    month_pattern,
    season_pattern,
)
from detente.coding.number_words import ORDINALS
from detente.dates import calendar_day, day_number, julian_day_number

_BARE_MONTH = re.compile(
    r"(?i:\b(?:in|by|since|until|till|of|last|next|this|that|early|late|mid|during|from|between|before|after|every|to|through|end|and|or|previous|following|"
    r"beginning|middle|start|half))[\s-]+$"
)
_NOT_A_YEAR_BEFORE = re.compile(
    r"(?i)(?:[$£€¥#]\s?|\d[-–/]|\b(?:pp?\.|pages?|nos?\.|numbers?|resolutions?|articles?|doc(?:ument)?\.?|decree|flight|order|room|file|box|"
    r"folder|line|law|act no\.?)\s?)$"
)
_SECOND_END = re.compile(r"(?i)\b(?:between\s+\d{4}\s+and|from\s+\d{4}\s+to)\s+$")
_HARD_PREPOSITION = re.compile(r"(?i)\b(?:in|since|of|from|until|till|by|after|before|to|year|and|about|around|circa|c\.)\s$")


_DECEMBER = 12


def _month(match: re.Match[str], group: str = "month") -> int:
    words = date_words().months
    name = match.group(group).lower()
    return words.get(name) or words[name + "."]


def _shared_year(scene: Scene, at: int) -> int | None:
    """The year that a date shares with one that stands right after it: "March and April 1956"."""
    found = _tail().match(scene.text, at)
    return int(found.group("year")) if found else None


@cache
def _tail() -> re.Pattern[str]:
    part = r"(?:(?:early|mid|late|the|on|in)[\s-]+)?"
    unit = (
        rf"(?:\d{{1,2}}(?:{ORDINAL_END})?\s+(?:of\s+)?)?(?:{month_pattern()}|{season_pattern()})(?:\s+\d{{1,2}}(?:{ORDINAL_END})?(?!\d))?"
    )
    joint = r"(?:\s*[-–—,/]\s*|,?\s+(?:and|or|to|until|through|till)\s+)"
    return re.compile(rf"{joint}{part}{unit}(?:{joint}{part}{unit})?(?:,|\s+of)?\s+(?P<year>{YEAR})(?!\d)")


def _year_of_month(match: re.Match[str], scene: Scene, month: int) -> tuple[int | None, bool]:
    """The year of a month (or day) and whether the words themselves name it."""
    groups = match.groupdict()
    named = groups.get("year") or groups.get("paren")
    if named or groups.get("yy"):
        return int(named or _century_of(scene) + int(groups["yy"])), True
    shared = _shared_year(scene, match.end())
    if shared:
        after = _tail().match(scene.text, match.end())
        later = re.search(month_pattern(), after.group()) if after else None
        words = date_words().months
        name = later.group().lower() if later else ""
        across = name and words.get(name, words.get(name + ".", 12)) < month
        return shared - bool(across), True
    return year_for(month, scene, ahead=_ahead(match, scene)), False


def _ahead(match: re.Match[str], scene: Scene) -> bool:
    """Whether a month without a year is to come, seen from a dateline: "by Feb. 25", "will meet in March"."""
    before = scene.text[max(0, match.start() - 10) : match.start()].lower()
    return looks_ahead(scene.text, match.start()) or before.endswith(("by ", "until ", "next "))


def _one_day(match: re.Match[str], scene: Scene) -> Found | None:
    month = _month(match)
    year, exact = _year_of_month(match, scene, month)
    if year is None:
        return None
    first = int(match.group("day"))
    last = int(match.groupdict().get("day2") or first)
    if match.groupdict().get("slash") and 11 <= (last - first) % 31 <= 14:
        first = last  # Old and New Style of one day: the new one counts
    if match.groupdict().get("old"):
        number = julian_day_number(year, month, first)
        return Found(match.end(), Days(number, number, "day"), "explicit", exact=exact)
    start, end = day_of(year, month, first), day_of(year, month, last)
    if start is None or end is None or end.end < start.start:
        return None
    days = Days(start.start, end.end, "day" if start == end else "interval")
    return Found(match.end(), days, "explicit" if exact else "relative", exact=exact)


def _two_styles(match: re.Match[str], scene: Scene) -> Found | None:
    """A day by the Julian and the Gregorian calendar, in either order: the later of the two is the Gregorian."""
    groups = match.groupdict()
    month = _month(match)
    other = _month(match, "month2") if groups.get("month2") else month
    first, second = (int(groups[name]) if groups.get(name) else None for name in ("first", "second"))
    year, exact = (first or second, True) if first or second else _year_of_month(match, scene, other)
    if year is None:
        return None
    turned = (month, other) in ((12, 1), (1, 12))
    january = first + (turned and other == 1) if first else year  # of two months in two years, the year named last is January's
    days = [day_of(january - (turned and each == _DECEMBER), each, int(groups[name])) for each, name in ((month, "day"), (other, "day2"))]
    if days[0] is None or days[1] is None or not 10 <= abs(days[1].start - days[0].start) <= 13:
        return None
    return Found(match.end(), max(days[0], days[1], key=lambda each: each.start), "explicit" if exact else "relative", exact=exact)


def _iso_day(match: re.Match[str], scene: Scene) -> Found | None:
    days = day_of(int(match.group("year")), int(match.group("m")), int(match.group("day")))
    return Found(match.end(), days, "explicit", exact=True) if days else None


def _whole_month(match: re.Match[str], scene: Scene) -> Found | None:
    month = _month(match)
    if match.groupdict().get("which"):
        return _month_of_that_year(match, scene, month)
    named = any(match.groupdict().get(group) for group in ("year", "paren", "yy"))
    if not named and not _may_be_bare(match, scene):
        return None
    year, exact = _year_of_month(match, scene, month)
    return Found(match.end(), month_of(year, month), "explicit" if exact else "relative", exact=exact) if year is not None else None


def _month_of_that_year(match: re.Match[str], scene: Scene, month: int) -> Found | None:
    if scene.guide is None:
        return None
    step = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(match.group("which").lower(), 0)
    base = calendar_day(scene.guide.start)[0]
    return Found(match.end(), month_of(base + step, month))


def _may_be_bare(match: re.Match[str], scene: Scene) -> bool:
    """Whether a month without day or year is a month at all: "March" and "May" need a preposition before them."""
    name = match.group("month").lower()
    if name not in date_words().ambiguous:
        return True
    if _tail().match(scene.text, match.end()):
        return True
    before = scene.text[max(0, match.start() - 14) : match.start()]
    labels = before.lower().endswith("the ") and re.match(r"\s+(?!on\b|to\b|of\b|by\b)[a-z]", scene.text[match.end() : match.end() + 6])
    return (bool(_BARE_MONTH.search(before)) or bool(labels)) and not match.group("month").isupper()


def _season(match: re.Match[str], scene: Scene) -> Found | None:
    number = date_words().seasons[match.group("season").lower()]
    groups = match.groupdict()
    named = groups.get("year") or groups.get("paren") or (str(_century_of(scene) + int(groups["yy"])) if groups.get("yy") else None)
    year = int(named) if named else _shared_year(scene, match.end())
    if year is None:
        before = scene.text[max(0, match.start() - 16) : match.start()]
        plain = re.search(r"(?i)\b(?:in|by|since|until|during|early|late|mid)[\s-]+(?:the\s+)?$", before)
        if not plain or re.match(r"\s+of\b", scene.text[match.end() :]):
            return None
        year = year_for({21: 3, 22: 6, 23: 9, 24: 12}[number], scene)
        return Found(match.end(), season_of(year, number)) if year is not None else None
    return Found(match.end(), season_of(year, number), "explicit", exact=True)


def _year_range(match: re.Match[str], scene: Scene) -> Found | None:
    first, tail = int(match.group("year")), match.group("to")
    last = int(str(first)[: 4 - len(tail)] + tail)
    if len(tail) < 4 and last <= first and len(tail) == 2 and int(tail) <= 12 and match.group("dash").strip() == "-":
        return Found(match.end(), month_of(first, int(tail)), "explicit", exact=True)
    if len(tail) == 2 and last < first:
        last += 100
    if not first < last <= first + 400 or _is_quantity(match, scene):
        return None
    return Found(match.end(), years_of(first, last), "explicit", relation="from_to", exact=True)


def _is_quantity(match: re.Match[str], scene: Scene) -> bool:
    """Whether a four-digit number counts or labels something: "1860 km", "Resolution 1973", "p. 1945"."""
    if _NOT_A_YEAR_BEFORE.search(scene.text[max(0, match.start() - 14) : match.start()]):
        return True
    if _SECOND_END.search(scene.text[max(0, match.start() - 18) : match.start()]):
        return False
    after = re.match(r"[,.]\d|\s?%|[\s-]+([A-Za-z-]+)", scene.text[match.end() : match.end() + 24])
    if after is None:
        return False
    return after.group(1) is None or after.group(1).lower() in date_words().counted


def _year(match: re.Match[str], scene: Scene) -> Found | None:
    year = int(match.group("year"))
    before = scene.text[max(0, match.start() - 8) : match.start()]
    if _is_quantity(match, scene) or (year < 1500 and not _HARD_PREPOSITION.search(before)):
        return None
    return Found(match.end(), year_of_days(year), "explicit", exact=True)


def _century_of(scene: Scene) -> int:
    """The hundred that a year of two digits belongs to: that of the time line, else the twentieth century's."""
    return calendar_day(scene.guide.start)[0] // 100 * 100 if scene.guide else 1900


def _short_year(match: re.Match[str], scene: Scene) -> Found | None:
    return Found(match.end(), year_of_days(_century_of(scene) + int(match.group("yy"))), "explicit", exact=True)


def _era_year(match: re.Match[str], scene: Scene) -> Found | None:
    number = int((match.group("n") or match.group("ad")).replace(",", ""))
    last = int(match.group("n2") or number)
    if (match.group("era") or "").startswith("B"):
        first_year, last_year = 1 - number, 1 - last
    else:
        first_year, last_year = number, last
    if last_year < first_year:
        return None
    days = year_of_days(first_year) if first_year == last_year else years_of(first_year, last_year)
    return Found(match.end(), days, "explicit", exact=True)


def _decade(match: re.Match[str], scene: Scene) -> Found | None:
    groups = match.groupdict()
    if groups.get("full"):
        year = int(groups["full"])
    elif groups.get("short"):
        year = _century_of(scene) + int(groups["short"])
    else:
        head = (groups.get("head") or "").lower()
        century = {"nineteen": 1900, "eighteen": 1800}.get(head, _century_of(scene))
        year = century + DECADE_WORDS[groups["word"].lower()]
    return Found(match.end(), decade_of(year), "explicit", exact=True)


def _century(match: re.Match[str], scene: Scene) -> Found | None:
    ordinal = _ordinal(match.group("ordinal"))
    if match.group("era"):
        return Found(
            match.end(), Days(day_number(1 - 100 * ordinal), day_number(-100 * (ordinal - 1), 12, 31), "century"), "explicit", exact=True
        )
    last = _ordinal(match.group("last")) if match.group("last") else ordinal
    if not 5 <= ordinal <= last <= 21:
        return None
    days = Days(century_of(ordinal).start, century_of(last).end, "century" if last == ordinal else "interval")
    return Found(match.end(), days, "explicit", exact=True)


def _ordinal(words: str) -> int:
    digits = re.match(r"\d+", words)
    return int(digits.group()) if digits else ORDINALS[words.lower()]


def _festival(match: re.Match[str], scene: Scene) -> Found | None:
    month, first, last = date_words().festivals[match.group("feast")]
    year = int(match.group("year")) if match.group("year") else year_for(month, scene)
    if year is None:
        return None
    start, end = day_number(year, month, first), day_number(year, month, last)
    exact = match.group("year") is not None
    unit = "day" if start == end else "interval"
    return Found(match.end(), Days(start, end, unit), "explicit" if exact else "relative", exact=exact)  # type: ignore[arg-type]


def _of_two_styles(day: str, month: str, year: str) -> list[tuple[str, str, str, Reader]]:
    """The rules for a day by both calendars: "4 (16) June 1877", "20 August (1 September) 1877", "June 4 (16), 1877"."""
    other = r"(?P<day2>[0-3]?\d)"
    months = rf"{other}\s+(?P<month2>{month_pattern()})(?:,?\s+(?P<second>{YEAR}))?\)?"
    named, after = rf"(?:,?\s+(?P<first>{YEAR}))?", rf"(?P<month2>{month_pattern()})\s+{other}(?:,?\s+(?P<second>{YEAR}))?"
    patterns = {
        rf"{day}\s*\({other}\)\s+(?:of\s+)?{month}{year}?": "digit",
        rf"{day}\s+{month}{named}\s*[(/]\s*{months}{year}?": "digit",
        rf"{month}\s+{day}\s*\({other}\){year}?": "month",
        rf"{month}\s+{day}{named}\s*\(\s*{after}\s*\){year}?": "month",
    }
    return [("two-styles", begins, pattern, _two_styles) for pattern, begins in patterns.items()]


@cache
def absolute_rules() -> RuleBook:
    """The rules in the order they are tried: the longer wording first."""
    month = rf"(?P<month>{month_pattern()})"
    year = rf"(?:(?:\s+of|\s+in|,)?\s+(?P<year>{YEAR})(?![\d%]|,\d)|\s*\((?P<paren>{YEAR})\)|\s+(?:of\s+)?['’](?P<yy>\d\d)(?!\d))"
    day = rf"(?P<day>[0-3]?\d)(?:{ORDINAL_END})?"
    to_day = rf"(?:(?P<slash>/)|{DASH}|,?\s+(?:and|to|or)\s+)(?:the\s+)?(?P<day2>[0-3]?\d)(?:{ORDINAL_END})?"
    old = r"(?P<old>\s*\((?:O\.?\s?S\.?|Old Style)\)|,?\s+(?:O\.\s?S\.|Old Style\b))?"
    that = r"\s+(?:of\s+|in\s+)?(?:the\s+)?(?P<which>that same|that|same|following|next|previous|preceding)\s+year\b"
    feast = rf"(?P<feast>{festival_pattern()})(?![\w’'])"
    rows: list[tuple[str, str, str, Reader]] = [
        ("iso-day", "digit", rf"(?P<year>{YEAR})-(?P<m>[01]\d)-(?P<day>[0-3]\d)(?!\d)", _iso_day),
        *_of_two_styles(day, month, year),
        ("day-range-month", "digit", rf"{day}{to_day}\s+(?:of\s+)?{month}{year}?", _one_day),
        ("day-month", "digit", rf"{day}\s+(?:of\s+)?{month}{year}?{old}", _one_day),
        ("month-day-range", "month", rf"{month}\s+{day}{to_day}(?![\d,]*\d)(?!\s+{month_pattern()}){year}?", _one_day),
        ("month-day", "month", rf"{month}\s+(?:the\s+)?{day}(?!\d|\.\d|,\d{{3}}){year}?{old}", _one_day),
        ("month-that-year", "month", month + that, _whole_month),
        ("month", "month", rf"{month}{year}?", _whole_month),
        ("season", "season", rf"(?P<season>{season_pattern()}){year}?(?:[-–/]\d{{2,4}}(?!\d))?(?![a-z])", _season),
        ("feast", "feast", rf"{feast}(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?", _festival),
        ("decade", "digit", r"(?P<full>1\d{2}0|20\d0)['’]?s\b", _decade),
        ("short-decade", "short", r"['’‘](?P<short>\d0)s\b", _decade),
        ("decade-words", "decade", rf"(?i:(?P<head>nineteen|eighteen)?[\s-]?(?P<word>{any_of(DECADE_WORDS)}))\b", _decade),
        (
            "century",
            "digit ordinal",
            rf"(?i:(?P<ordinal>{century_pattern()})(?:\s+(?:and|to|or)\s+(?P<last>{century_pattern()}))?[\s-]+centur(?:y|ies))(?P<era>\s+B\.?C\.?(?:E\.?)?)?",
            _century,
        ),
        ("year-range", "digit", rf"(?P<year>{YEAR})(?P<dash>\s?[-–—‑/]\s?)(?P<to>{YEAR}|\d\d?)(?![\d-])", _year_range),
        (
            "era-year",
            "digit era",
            r"(?:(?:AD|A\.D\.)\s(?P<ad>\d{1,4})|(?P<n>\d{1,4})(?:\s?[-–]\s?(?P<n2>\d{1,4}))?\s(?P<era>BCE?\b|B\.C\.(?:E\.)?|CE\b|AD\b|A\.D\.))",
            _era_year,
        ),
        ("year", "digit", rf"(?P<year>{YEAR})(?![\d])", _year),
        ("short-year", "short", r"['’‘](?P<yy>\d\d)(?!\d|s\b)", _short_year),
    ]
    return RuleBook(rows)


def read_absolute(scene: Scene, at: int) -> tuple[str, Found] | None:
    """The first rule that reads a date at offset `at`, with what it read."""
    return absolute_rules().read(scene, at)
