"""Finding the dates of one sentence: where one may begin, the words that cut it to a part, and the rule that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from detente.coding.date_grammar import read_absolute
from detente.coding.date_moves import follows, tells
from detente.coding.date_relative import read_relative
from detente.coding.date_scene import Found, Scene, is_fine
from detente.coding.date_triggers import WORD, classes_of, triggers
from detente.coding.date_units import Days, moved, part_of
from detente.coding.date_words import (
    COUNT,
    PARTS,
    UNIT,
    UNIT_NAMES,
)
from detente.coding.number_words import value_of_cardinal
from detente.dates import year_of


@cache
def _modifier() -> re.Pattern[str]:
    joint = r"(?:[\s-]+(?:in|on|of|through))?[\s-]+(?:the\s+)?"
    spread = r"(?P<fine>early|midway|mid|later|late)(?:[\s-]+(?:to|or)[\s-]+(?:early|mid|late))?" + joint
    whole = r"(?P<coarse>beginning|start|outset|dawn|middle|end|close|rest|remainder|course|entire|whole)(?:\s+of)?\s+(?:the\s+)?"
    nth = r"(?P<nth>first|second|third|fourth|latter|last|final|opening|closing)"
    piece = rf"{nth}\s+(?P<piece>half|quarter|third|part|years|months|weeks|days)\s+of\s+(?:the\s+)?"
    units = rf"(?P<edge>first|last|final|opening|closing)\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})\s+of\s+(?:the\s+)?"
    return re.compile(rf"(?i:{units}|{piece}|{whole}|{spread})")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A date found in a sentence: the span of its own words, what was read, the rule, and whether it is said of a happening."""

    start: int
    stop: int
    found: Found
    rule: str
    part: str = ""
    told: bool = False


def scan(scene: Scene) -> Iterator[Hit]:
    """The dates of the scene's sentence from left to right; each date that moves the time line guides the next.

    In a sentence that has moved the time line, a date that only looks back guides its own clause: after
    a semicolon the time line is taken up again ("proposed on 29 March that the talks broken off in 1964
    be resumed; an answer came in May").
    """
    passed, anchored = 0, False
    for match in triggers(scene.text, 0):
        if anchored and ";" in scene.text[passed : match.start()]:
            scene = replace(scene, point=scene.line)
        hit = _read_at(scene, match.start()) if match.start() >= passed else None
        if hit is None:
            continue
        told = hit.found.exact and tells(scene, hit.start, hit.found)
        hit = replace(hit, found=replace(hit.found, moves=follows(scene, hit.start, hit.found)), told=told)
        yield hit
        passed, anchored = hit.stop, anchored or hit.found.moves
        if hit.found.moves or told:
            days = hit.found.days
            fine = days if is_fine(days) else scene.fine
            scene = replace(scene, point=days, recent=days, fine=fine)
        if hit.found.moves:
            scene = replace(scene, line=hit.found.days, fresh=scene.fresh and not is_fine(hit.found.days))


def _read_at(scene: Scene, at: int) -> Hit | None:
    plain = _counted_from_date(scene, at) or read_relative(scene, at) or read_absolute(scene, at)
    if plain is not None:
        rule, found = plain
        if rule == "named":
            found = _late_that(scene, at, found)
        return Hit(start=at, stop=found.stop, found=found, rule=rule)
    return _modified(scene, at)


def _modified(scene: Scene, at: int) -> Hit | None:
    """A part of a date: "early", "the second half of", "the first three months of", "the rest of", up to two deep."""
    first = _modifier().match(scene.text, at) if _begins_with(scene, at, "part") else None
    if first is None:
        return None
    second = _modifier().match(scene.text, first.end())
    cuts = [first, second] if second else [first]
    inner = cuts[-1].end()
    core = read_relative(scene, inner) or read_absolute(scene, inner)
    if core is None:
        return None
    rule, found = core
    days = found.days
    for cut in reversed(cuts):
        days = _cut(days, cut, scene)
    part = _part_name(cuts[0])
    return Hit(
        start=at, stop=found.stop, found=replace(found, days=days, moves=found.moves and part != "rest"), rule=f"{part} {rule}", part=part
    )


def _late_that(scene: Scene, at: int, found: Found) -> Found:
    """ "this early February": the part named between the pointing word and the thing."""
    inner = re.compile(r"(?i)\w+(?:\s\w+)?\s+(early|late|mid)[\s-]").match(scene.text, at, found.stop)
    year = re.compile(r"\s*\((\d{4})\)").match(scene.text, found.stop)
    days = found.days
    if year:
        shift = int(year.group(1)) - year_of(days.start)
        days = Days(moved(days.start, shift, "year"), moved(days.end, shift, "year"), days.unit)
        found = replace(found, stop=year.end(), exact=True, basis="explicit", moves=True)
    return replace(found, days=part_of(days, inner.group(1).lower()) if inner else days)


def _part_name(cut: re.Match[str]) -> str:
    if cut.group("fine") or cut.group("coarse"):
        return PARTS[(cut.group("fine") or cut.group("coarse")).lower()]
    if cut.group("edge"):
        return "end" if cut.group("edge").lower() in ("last", "final", "closing") else "beginning"
    nth, piece = cut.group("nth").lower(), cut.group("piece").lower()
    last = nth in ("last", "latter", "final", "closing")
    if piece in ("half", "quarter", "third"):
        ordinal = "second" if piece == "half" and last else "last" if last or (piece, nth) == ("quarter", "fourth") else nth
        return f"{ordinal} {piece}"
    return "late" if last else "early"


def _cut(days: Days, cut: re.Match[str], scene: Scene) -> Days:
    if cut.group("edge"):
        return _edge_units(days, cut)
    part = _part_name(cut)
    if part == "rest":
        point = scene.guide
        start = point.end + 1 if point and days.start <= point.end < days.end else days.start
        return Days(start, days.end, "interval")
    known = part in ("early", "mid", "late", "beginning", "end", "whole") or part.split()[-1] in ("half", "quarter")
    return part_of(days, part if known or part in ("first third", "last third") else "mid")


def _edge_units(days: Days, cut: re.Match[str]) -> Days:
    """ "the first three months of 1961", "the last two weeks of March"."""
    words = cut.group("count").lower()
    count = int(words) if words.isdigit() else value_of_cardinal(words) or (3 if "few" in words or words in ("several", "some") else 1)
    single = cut.group("unit").lower().rstrip("s")
    unit, times = UNIT_NAMES.get(single, (single, 1))
    if _part_name(cut) == "end":
        return Days(max(days.start, moved(days.end + 1, -count * times, unit)), days.end, "interval")
    return Days(days.start, min(days.end, moved(days.start, count * times, unit) - 1), "interval")


@cache
def _offset() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:(?P<count>{COUNT})\s+(?P<unit>{UNIT})\s+(?P<way>before|after|following|from|prior\s+to)\s+(?:the\s+)?)|(?i:(?P<within>within|inside)\s+(?:(?P<n>{COUNT})\s+)?(?P<u>{UNIT})\s+of\s+(?:the\s+)?)"
    )


def _begins_with(scene: Scene, at: int, *names: str) -> bool:
    word = WORD.match(scene.text, at)
    return word is not None and not classes_of(word.group()).isdisjoint(names)


def _counted_from_date(scene: Scene, at: int) -> tuple[str, Found] | None:
    """ "four days after 5 March 1956": counted from a date that the words themselves give."""
    match = _offset().match(scene.text, at) if _begins_with(scene, at, "count", "digit", "within") else None
    base = read_absolute(scene, match.end()) if match else None
    if match is None or base is None:
        return None
    if match.group("within"):
        return _within_of(match, base[1])
    way = "earlier" if match.group("way").lower() in ("before",) or match.group("way").lower().startswith("prior") else "later"
    phrase = f"{match.group('count')} {match.group('unit')} {way}"
    moved_scene = replace(scene, text=phrase, point=base[1].days)
    read = read_relative(moved_scene, 0)
    return ("counted-from", replace(read[1], stop=base[1].stop, exact=base[1].exact)) if read else None


def _within_of(match: re.Match[str], base: Found) -> tuple[str, Found]:
    """ "within weeks of the June 1967 defeat"."""
    single = match.group("u").lower().rstrip("s")
    unit, times = UNIT_NAMES.get(single, (single, 1))
    words = (match.group("n") or "").lower()
    count = int(words) if words.isdigit() else value_of_cardinal(words) or (3 if match.group("u").endswith("s") else 1)
    days = Days(base.days.start, moved(base.days.end, count * times, unit), "interval", approximate=True)
    return "counted-from", replace(base, days=days)
