"""The strategic triangle as a ribbon of time: which type is the most probable in each year, how sure that is, and all other types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from math import cos, pi, sin

from detente.relations.triangle import OPEN, PAIRS, PATTERNS, Pattern
from detente.report.charts.base import CONFLICT, COOPERATION, EVEN, FOURTH, GAP, INK, MUTED, PAPER, RULE, THIRD, WIDTH, Chart
from detente.report.charts.canvas import LEFT, RIGHT, Canvas, Point, fitted, short
from detente.report.scored import TriangleRow, best_pattern
from detente.report.words import anchor, count_text, label_text, listed, number_text, year_text

LOOKS: Mapping[str, str] = {"menage": THIRD, "romantic": COOPERATION, "marriage": FOURTH, "veto": CONFLICT, OPEN: EVEN}
"""The colour of each type; the signs above the ribbon and the names of the lanes say the same without it."""

_SIGNS, _RIBBON, _LANE, _BAR = 56, 50, 24, 19
_SHORTEST = 30.0
"""Units of width that a sign needs."""
_SEEN = 0.05
"""A pattern that never is as probable as this has no lane."""


def triangle_anchor(row: TriangleRow) -> str:
    """The anchor of one year of a triangle."""
    return anchor("triangle", f"{row.key}-{row.year}")


def pattern_text(kind: str, who: str | None, states: Sequence[str], names: Mapping[str, str]) -> str:
    """A pattern in words: `China and Russia against the United States`; `who` is a code among `states`."""
    others = [names.get(state, state) for state in states if state != who]
    if kind in ("menage", "veto", OPEN):
        return {"menage": "all three friends", "veto": "all three at odds"}.get(kind, "no type: a tie is near zero")
    name = names.get(who or "", who or "")
    return f"{listed(others)} against {name}" if kind == "marriage" else f"{name} the pivot between {listed(others)}"


def short_pattern(pattern: Pattern, states: Sequence[str]) -> str:
    """A pattern in a word or two: `friends`, `USA pivot`, `USA out`, `at odds`."""
    code = "" if pattern.who is None else states[pattern.who]
    return {"menage": "friends", "veto": "at odds", "romantic": f"{code} pivot", "marriage": f"{code} out"}[pattern.type]


def triangle_title(rows: Sequence[TriangleRow], names: Mapping[str, str]) -> str:
    """The finding: which patterns are the most probable in how many years."""
    found = Counter((row.type, row.who) for row in rows if row.type)
    ranked = sorted(found.items(), key=lambda each: (-each[1], each[0][0], each[0][1] or ""))[:3]
    said = [f"{pattern_text(kind, who, rows[0].states, names)} in {count_text(n, 'year')}" for (kind, who), n in ranked]
    text = listed(said) if said else "no year in which all three pairs have a score"
    return f"Most probable: {text}"


def triangle_chart(rows: Sequence[TriangleRow], *, name: str, names: Mapping[str, str]) -> Chart | None:
    """The ribbon of one triangle's years, each year a link to its row; None where no year has a type."""
    if not any(row.type for row in rows):
        return None
    sheet = Canvas(first=min(row.year for row in rows), last=max(row.year for row in rows))
    lanes = [at for at in range(len(PATTERNS) + 1) if max((row.chances[at] for row in rows if row.chances), default=0) >= _SEEN]
    top = _SIGNS + _RIBBON + 14
    bottom = top + _LANE * len(lanes) + 4
    sheet.years(_SIGNS, bottom)
    _gaps(sheet, rows, bottom)
    _key(sheet, rows[0].states)
    _ribbon(sheet, rows)
    for place, at in enumerate(lanes):
        _lane(sheet, rows, at, top + _LANE * place, names)
    for row in rows:
        sheet.link((sheet.at(row.year - 0.5), 0, sheet.step, bottom), triangle_anchor(row), spoken(row, names))
    return sheet.chart(bottom + 24, name=name, title=triangle_title(rows, names), summary=_summary(rows, lanes, names))


def _summary(rows: Sequence[TriangleRow], lanes: Sequence[int], names: Mapping[str, str]) -> str:
    gaps, unseen = sum(not row.type for row in rows), len(PATTERNS) - sum(at < len(PATTERNS) for at in lanes)
    who = listed([names.get(state, state) for state in rows[0].states])
    return (
        f"{who}, {year_text(rows[0].year)} to {year_text(rows[-1].year)}. The ribbon is as thick as its most probable type is probable,"
        " from nothing to the pale lines (1). Above it the signs of the three ties: a full line is a good one, a dotted line a bad one."
        " Below, the probability of every type, each lane from 0 to 1; the most probable is filled."
        + (f" {count_text(unseen, 'type')} never above {number_text(_SEEN * 100, places=0)} per cent left out." if unseen else "")
        + (f" {count_text(gaps, 'year')} without a score of all three hatched." if gaps else "")
    )


def spoken(row: TriangleRow, names: Mapping[str, str]) -> str:
    """A year of a triangle in words."""
    if not row.type or row.probability is None:
        return f"{year_text(row.year)}: {row.reason}"
    return (
        f"{year_text(row.year)}: {pattern_text(row.type, row.who, row.states, names)}, probability {number_text(row.probability, places=2)}"
    )


def _gaps(sheet: Canvas, rows: Sequence[TriangleRow], bottom: float) -> None:
    for row in rows:
        if not row.type:
            sheet.rect((sheet.at(row.year - 0.5), _SIGNS, sheet.step, bottom - _SIGNS), fill=GAP)


# the ribbon ------------------------------------------------------------------------------------------


def _ribbon(sheet: Canvas, rows: Sequence[TriangleRow]) -> None:
    """A box a year about the middle line, as thick as its type is probable; a sign above each run of years that has room for it."""
    for y in (_SIGNS, _SIGNS + _RIBBON):
        sheet.line((LEFT, y), (WIDTH - RIGHT, y))
    for (kind, _), run in groupby((row for row in rows if row.type), key=lambda row: (row.type, row.who)):
        some = list(run)
        for row in some:
            thick = _RIBBON * (row.probability or 0)
            sheet.rect((sheet.at(row.year - 0.5), _SIGNS + (_RIBBON - thick) / 2, sheet.step + 0.2, thick), fill=LOOKS[kind])
        left, right = sheet.at(some[0].year - 0.5), sheet.at(some[-1].year + 0.5)
        pattern = best_pattern(some[0])
        if pattern is not None and right - left >= _SHORTEST and len(some) == some[-1].year - some[0].year + 1:
            _sign(sheet, ((left + right) / 2, 31), PATTERNS[pattern], radius=17)
            _named(sheet, some, PATTERNS[pattern], (left, right))
        sheet.line((left, _SIGNS - 4), (left, _SIGNS + _RIBBON), stroke=INK, stroke_width="0.7")
    sheet.text((LEFT - 10, _SIGNS + _RIBBON / 2 + 4), "most probable type", side="end", fill=INK)


def _named(sheet: Canvas, rows: Sequence[TriangleRow], pattern: Pattern, ends: tuple[float, float]) -> None:
    """The type on the ribbon itself, where a run is long and thick enough to hold the words."""
    words = short_pattern(pattern, rows[0].states)
    thin = min(row.probability or 0 for row in rows) * _RIBBON
    if thin >= 15 and ends[1] - ends[0] >= 7 * len(words):
        sheet.text((sum(ends) / 2, _SIGNS + _RIBBON / 2 + 4), words, side="middle", fill=PAPER, font_weight="bold")


def _corners(middle: Point, radius: float) -> list[Point]:
    """The corners of a triangle on its base: the first state on top, the second at the left, the third at the right."""
    return [(middle[0] + radius * sin(turn), middle[1] - radius * cos(turn)) for turn in (0, -2 * pi / 3, 2 * pi / 3)]


def _sign(sheet: Canvas, middle: Point, pattern: Pattern, *, radius: float) -> None:
    corners = _corners(middle, radius)
    for (one, other), good in zip(PAIRS, pattern.signs, strict=True):
        look = {"stroke_width": "2.4"} if good else {"stroke_width": "1.3", "stroke_dasharray": "1.5,3"}
        sheet.line(corners[one], corners[other], stroke=INK if good else MUTED, **look)
    for at, corner in enumerate(corners):
        alone = pattern.who == at
        sheet.dot(corner, 3.6 if alone else 2.6, fill=LOOKS[pattern.type] if alone else INK, stroke=INK, stroke_width="1")


def _key(sheet: Canvas, states: Sequence[str]) -> None:
    """Which corner of a sign is which state."""
    middle = (LEFT - 64.0, 33.0)
    corners = _corners(middle, 17)
    sheet.path(corners, close=True, stroke=RULE, stroke_width="1.2")
    for corner, state, side, (dx, dy) in zip(corners, states, ("middle", "end", "start"), ((0, -6), (-6, 7), (6, 7)), strict=True):
        sheet.dot(corner, 2.6, fill=INK)
        sheet.text((corner[0] + dx, corner[1] + dy), label_text(state), side=side, size=11)


# the lanes -------------------------------------------------------------------------------------------


def _lane(sheet: Canvas, rows: Sequence[TriangleRow], at: int, top: float, names: Mapping[str, str]) -> None:
    """The probability of one pattern by year, as bars on a line."""
    foot = top + _LANE - 2
    pattern = PATTERNS[at] if at < len(PATTERNS) else None
    colour = LOOKS[pattern.type if pattern else OPEN]
    sheet.line((LEFT, foot), (WIDTH - RIGHT, foot))
    for row in rows:
        chance = row.chances[at] if row.chances else 0
        if chance >= 0.005:
            first = best_pattern(row) == (at if pattern else None)
            box = (sheet.at(row.year - 0.5) + sheet.step * 0.08, foot - _BAR * chance, sheet.step * 0.84, _BAR * chance)
            sheet.rect(box, fill=colour, fill_opacity="1" if first else "0.32", stroke=colour, stroke_width=short(0.5))
    sheet.text((LEFT - 10, foot - 4), fitted(_lane_text(pattern, rows[0].states, names), LEFT - 14), side="end", fill=INK)


def _lane_text(pattern: Pattern | None, states: Sequence[str], names: Mapping[str, str]) -> str:
    if pattern is None:
        return "no type"
    if pattern.who is None:
        return "all three friends" if pattern.type == "menage" else "all three at odds"
    state = names.get(states[pattern.who], states[pattern.who])
    return f"{'pivot' if pattern.type == 'romantic' else 'outcast'}: {state}"
