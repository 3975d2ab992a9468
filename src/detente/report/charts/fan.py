"""The plots of what might have been and of what may come: ranges over runs that open like a fan, never a line alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import ceil, floor, log10
from typing import Any

from detente.report.charts.base import COOPERATION, INK, MUTED, RULE, WIDTH, Chart
from detente.report.charts.canvas import LEFT, RIGHT, Canvas, fitted
from detente.report.charts.score import score_anchor
from detente.report.scored import ScoreRow
from detente.report.supposed import AheadRow, Range, Supposition
from detente.report.words import listed, number_text, year_text

_TOP, _FOCUS, _PANEL, _GAP = 26, 170, 78, 16
_PAST = 30
"""Years of the past that stand before a forecast."""

Points = Sequence[tuple[float, Range]]


class _Panel:
    """A strip of a sheet with a scale of its own from `low` to `high`, 0 among them."""

    def __init__(self, sheet: Canvas, top: float, height: float, ranges: Sequence[Range]) -> None:
        ends = [value for each in ranges for value in (each[0], each[-1])]
        low, high = min(*ends, 0.0), max(*ends, 0.0)
        room = 0.06 * ((high - low) or 1.0)
        self.sheet, self.top, self.foot = sheet, top, top + height
        self.low, self.high = low - room, high + room

    def at(self, value: float) -> float:
        """The height of a value."""
        return self.foot - (value - self.low) / (self.high - self.low) * (self.foot - self.top)

    def axis(self, names: Sequence[str], many: int) -> None:
        """Lines at round values, and the name of the strip in lines of its own."""
        for value in _ticks(self.low, self.high, many):
            y = self.at(value)
            self.sheet.line((LEFT, y), (WIDTH - RIGHT, y), stroke=MUTED if value == 0 else RULE, stroke_width="1" if value == 0 else "0.7")
            self.sheet.text((LEFT - 8, y + 4), number_text(value, places=2), side="end", size=11)
        for at, name in enumerate(names):
            self.sheet.text((4, self.top + 12 + 15 * at), fitted(name, LEFT - 44), fill=INK if at < 2 else MUTED)

    def fan(self, points: Points, *, fill: str, dashed: bool = False, pale: str = "0.16", dark: str = "0.26") -> None:
        """The range of nine in ten, of half, and the middle, broken where years are missing."""
        for run in _runs(points):
            for low, high, opacity in ((0, 4, pale), (1, 3, dark)):
                upper = [(self.sheet.at(year), self.at(each[high])) for year, each in run]
                lower = [(self.sheet.at(year), self.at(each[low])) for year, each in run]
                self.sheet.path([*upper, *reversed(lower)], close=True, fill=fill, fill_opacity=opacity)
            middle = [(self.sheet.at(year), self.at(each[2])) for year, each in run]
            look: dict[str, Any] = {"stroke_dasharray": "6,3"} if dashed else {}
            self.sheet.path(middle, stroke=fill, stroke_width="1.9", **look)
            if dashed:
                for end in (0, 4):  # a band that prints without colour has an edge
                    self.sheet.path(
                        [(self.sheet.at(year), self.at(each[end])) for year, each in run], stroke=fill, stroke_width="0.8", **look
                    )


def _runs(points: Points) -> list[list[tuple[float, Range]]]:
    """The points in runs of years that follow each other."""
    keyed = groupby(enumerate(points), key=lambda each: each[1][0] - each[0])
    return [[point for _, point in run] for _, run in keyed]


def _ticks(low: float, high: float, many: int) -> list[float]:
    rough = (high - low) / many
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
    return [round(at * step, 9) for at in range(ceil(low / step), floor(high / step) + 1)]


def _lines(who: str) -> list[str]:
    """The name of a pair in two lines."""
    first, _, second = who.partition(" and ")
    return [first, f"and {second}"] if second else [first]


def told_apart(effect: Range) -> bool:
    """Whether nine runs in ten agree which way an effect goes."""
    return effect[0] > 0 or effect[-1] < 0


def effect_text(effect: Range) -> str:
    """An effect in words: its middle and where nine runs in ten lie."""
    middle = number_text(effect[2], places=2)
    sign = "+" if effect[2] > 0 and middle != "0" else ""
    return f"{sign}{middle}, nine runs in ten between {number_text(effect[0], places=2)} and {number_text(effect[-1], places=2)}"


def changed_title(found: Supposition, names: Sequence[str]) -> str:
    """The finding: what becomes of the pair in focus over ten years, and whether it can be told from nothing."""
    tie, who = found.ties[0], names[0]
    words = effect_text(tie.effect)
    if not told_apart(tie.effect):
        return f"{found.name}: for {who} no effect can be told ({words})"
    way = "better" if tie.effect[2] > 0 else "worse"
    if tie.imposed:
        return f"{found.name}: what is changed by hand would have left {who} on {way} terms over ten years ({words})"
    return f"{found.name}: {who} would have been on {way} terms ({words})"


def changed_chart(found: Supposition, *, name: str, names: Sequence[str], unit: str) -> Chart:
    """The pair in focus with and without the intervention, and beneath it the effect on every pair; `names` of the pairs in order."""
    focus = found.ties[0]
    sheet = Canvas(first=focus.rows[0].year, last=focus.rows[-1].year)
    tall = _TOP + _FOCUS + (_PANEL + _GAP) * len(found.ties) + _GAP
    sheet.years(_TOP, tall)
    both = [(each.year, each.baseline, each.changed) for each in focus.rows if each.baseline and each.changed]
    base, other = [(year, each) for year, each, _ in both if each], [(year, each) for year, _, each in both if each]
    panel = _Panel(sheet, _TOP, _FOCUS, [each for _, each in (*base, *other)])
    panel.axis(_lines(names[0]), 5)
    panel.fan(base, fill=INK, pale="0.10", dark="0.16")
    panel.fan(other, fill=COOPERATION, dashed=True)
    _key(sheet)
    top = _TOP + _FOCUS + _GAP
    effects = [row.effect for tie in found.ties for row in tie.rows if row.effect]
    for tie, who in zip(found.ties, names, strict=True):
        strip = _Panel(sheet, top, _PANEL, effects)
        strip.axis([*_lines(who), "effect, changed by hand" if tie.imposed else "effect"], 3)
        strip.fan([(row.year, row.effect) for row in tie.rows if row.effect], fill=COOPERATION, dashed=True)
        for row in tie.rows:
            if row.effect:
                spoken = f"{who}, {year_text(row.year)}: effect {effect_text(row.effect)}"
                box = (sheet.at(row.year - 0.5), top, sheet.step, _PANEL)
                sheet.link(box, score_anchor(ScoreRow(dyad=tie.dyad.key, year=row.year, x=None)), spoken)
        top += _PANEL + _GAP
    _began(sheet, found, tall)
    return sheet.chart(tall + 24, name=name, title=changed_title(found, names), summary=_changed_summary(found, names, unit))


def _key(sheet: Canvas) -> None:
    y = _TOP - 12
    sheet.line((LEFT, y), (LEFT + 26, y), stroke=INK, stroke_width="1.9")
    sheet.text((LEFT + 32, y + 4), "as it was")
    sheet.line((LEFT + 110, y), (LEFT + 136, y), stroke=COOPERATION, stroke_width="1.9", stroke_dasharray="6,3")
    sheet.text((LEFT + 142, y + 4), "as it might have been")


def _began(sheet: Canvas, found: Supposition, foot: float) -> None:
    """A bar at the foot over the years in which the intervention holds."""
    first, last = int(found.on[:4]), min(int(found.until[:4]), sheet.last)
    sheet.rect((sheet.at(first - 0.5), foot - 5, sheet.step * (last - first + 1), 5), fill=INK, fill_opacity="0.55")


def _changed_summary(found: Supposition, names: Sequence[str], unit: str) -> str:
    ways = [f"{who} {effect_text(tie.effect)}" for tie, who in zip(found.ties, names, strict=True)]
    return (
        f"{found.runs:,} runs of the same past with the same draws, with and without it, in {unit}. Dark bands hold half of all runs, pale"
        f" ones nine in ten; the bar at the foot marks its years. Mean effect over the first ten years: {listed(ways)}."
    )


# ahead -----------------------------------------------------------------------------------------------


def ahead_title(rows: Sequence[tuple[str, Sequence[AheadRow]]], *, beats: bool | None) -> str:
    """The finding: where the pair in focus is in the last year, and whether such forecasts beat no change."""
    who, ahead = rows[0]
    last = ahead[-1]
    middle, low, high = (number_text(last.x[at], places=2) for at in (2, 0, 4))
    judged = "better than no change in the past" if beats else "in the past no better than to expect no change"
    return f"{who} in {year_text(last.year)}: {middle}, nine runs in ten between {low} and {high}; such forecasts were {judged}"


def ahead_chart(
    rows: Sequence[tuple[str, Sequence[AheadRow]]], past: Sequence[Sequence[ScoreRow]], *, name: str, title: str, unit: str
) -> Chart:
    """Every pair in a strip of its own: its score in the years before with its band, then the fan of the years ahead."""
    start, end = rows[0][1][0].year, rows[0][1][-1].year
    sheet = Canvas(first=start - _PAST, last=end)
    tall = _TOP + (130 + _GAP) * len(rows)
    sheet.years(_TOP, tall)
    top = float(_TOP)
    for (who, ahead), scores in zip(rows, past, strict=True):
        known = [row for row in scores if row.year > start - _PAST and row.year <= start and row.x is not None]
        before: list[tuple[float, Range]] = [(row.year, _band(row)) for row in known]
        panel = _Panel(sheet, top, 130, [each for _, each in before] + [row.x for row in ahead])
        panel.axis(_lines(who), 4)
        for run in _runs(before):
            upper, lower = ([(sheet.at(year), panel.at(each[end_])) for year, each in run] for end_ in (4, 0))
            sheet.path([*upper, *reversed(lower)], close=True, fill=INK, fill_opacity="0.13")
            sheet.path([(sheet.at(year), panel.at(each[2])) for year, each in run], stroke=INK, stroke_width="1.8")
        panel.fan([(row.year, row.x) for row in ahead], fill=COOPERATION, dashed=True)
        for row in known:
            sheet.link((sheet.at(row.year - 0.5), top, sheet.step, 130), score_anchor(row), f"{who}, {year_text(row.year)}")
        top += 130 + _GAP
    summary = (
        f"Each pair in {unit}: the score of the years before with its 90 per cent band, then the years ahead (dashed): dark bands hold half"
        " of all runs, pale ones nine in ten."
    )
    return sheet.chart(tall + 24, name=name, title=title, summary=summary)


def _band(row: ScoreRow) -> Range:
    x = row.x or 0.0
    low, high = row.low if row.low is not None else x, row.high if row.high is not None else x
    return (low, x, x, x, high)
