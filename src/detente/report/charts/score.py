"""The plot of one dyad's score: the path in its band with its turns, and beneath it what each source moved it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10

from detente.report.charts.base import CONFLICT, COOPERATION, GAP, INK, MUTED, PAPER, RULE, WIDTH, Chart
from detente.report.charts.canvas import LEFT, RIGHT, Canvas, fitted
from detente.report.scored import ScoreRow, TurnRow
from detente.report.words import anchor, count_text, listed, number_text, year_text

_TOP, _LANE, _TURNS = 46, 34, 18
_MOST_SOURCES = 8
"""Sources that have a lane; of more, those that move the score most."""
_NAMED = 4
_FIRM = 0.5
"""Share of draws from which a turn is named in the title."""


def score_anchor(row: ScoreRow) -> str:
    """The anchor of one year of one dyad's score."""
    return anchor("score", f"{row.dyad}-{row.year}")


def turn_row_anchor(row: TurnRow) -> str:
    """The anchor of a turn in the table of turns."""
    return anchor("change", f"{row.dyad}-{row.told_by}-{row.year}-{row.direction}{'-' + row.period_id if row.period_id else ''}")


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """Where a score stands from top to bottom."""

    low: float
    high: float
    top: float
    foot: float

    def at(self, value: float) -> float:
        """The height of a score."""
        return self.foot - (value - self.low) / (self.high - self.low) * (self.foot - self.top)


def score_title(rows: Sequence[ScoreRow], turns: Sequence[TurnRow]) -> str:
    """The finding: the best and the worst year, and the turns that at least half of the draws have."""
    known = [(row.x, row.year) for row in rows if row.x is not None]
    best = min(known, key=lambda each: (-each[0], each[1]))[1]
    worst = min(known)[1]
    firm = sorted(
        (row for row in turns if row.told_by == "score" and (row.share or 0) >= _FIRM), key=lambda row: (-(row.share or 0), row.year)
    )
    named = sorted(firm[:_NAMED], key=lambda row: row.year)
    ways = {way: [year_text(row.year) for row in named if row.direction == way] for way in ("up", "down")}
    said = [f"for the {word} in {listed(ways[way])}" for way, word in (("down", "worse"), ("up", "better")) if ways[way]]
    turned = f"it turns {' and '.join(said)}" if said else "no turn is certain"
    return f"best in {year_text(best)}, worst in {year_text(worst)}; {turned}"


def score_chart(
    rows: Sequence[ScoreRow], turns: Sequence[TurnRow], *, name: str, who: str, unit: str, height: float = 210, explained: bool = True
) -> Chart | None:
    """The plot of one dyad's scores, every year a link to its row; None where no year has a score.

    `explained` adds to the summary how to read the plot, which the first of several says for all.
    """
    if not any(row.x is not None for row in rows):
        return None
    sheet = Canvas(first=rows[0].year, last=rows[-1].year)
    ends = [value for row in rows for value in (row.low, row.high, row.x) if value is not None]
    room = 0.05 * ((max(*ends, 0) - min(*ends, 0)) or 1)
    scale = _Scale(low=min(*ends, 0) - room, high=max(*ends, 0) + room, top=_TOP, foot=_TOP + height)
    told = [lane for lane in ("naive", "asserted") if any(row.told_by == lane for row in turns)]
    sources = _sources(rows)
    first_lane = scale.foot + 8 + _TURNS * len(told)
    bottom = first_lane + _LANE * len(sources) + 4
    sheet.years(_TOP, bottom)
    _gaps(sheet, rows, bottom)
    _path(sheet, rows, scale, unit)
    _turns(sheet, [row for row in turns if row.told_by == "score"], bottom)
    _crossed(sheet, [row for row in turns if row.told_by == "zero"], scale)
    for at, lane in enumerate(told):
        _beside(sheet, [row for row in turns if row.told_by == lane], lane, scale.foot + 4 + _TURNS * (at + 0.5))
    _parts(sheet, rows, sources, first_lane)
    for row in rows:
        sheet.link((sheet.at(row.year - 0.5), 0, sheet.step, bottom), score_anchor(row), spoken(row))
    title, summary = f"{who}: {score_title(rows, turns)}", _summary(rows, sources, told, who, unit if explained else "")
    return sheet.chart(bottom + 24, name=name, title=title, summary=summary)


def spoken(row: ScoreRow) -> str:
    """A year of a score in words."""
    if row.x is None:
        return f"{year_text(row.year)}: no score"
    told = "" if row.evidence else "; no evidence of its own"
    low, high = number_text(row.low, places=2), number_text(row.high, places=2)
    return f"{year_text(row.year)}: score {number_text(row.x, places=2)}, 90 per cent between {low} and {high}{told}"


def _summary(rows: Sequence[ScoreRow], sources: Sequence[str], told: Sequence[str], who: str, unit: str) -> str:
    gaps, thin = sum(row.x is None for row in rows), sum(row.x is not None and not row.evidence for row in rows)
    span = f"{who}, {year_text(rows[0].year)} to {year_text(rows[-1].year)}"
    return (
        (f"{span}: {_how_to_read(sources, told, unit)}" if unit else f"{span}, drawn as the first.")
        + (f" {count_text(thin, 'year')} without evidence of their own." if thin else "")
        + (f" {count_text(gaps, 'year')} without a score hatched." if gaps else "")
    )


def _how_to_read(sources: Sequence[str], told: Sequence[str], unit: str) -> str:
    lanes = {"naive": "turns of the five-year mean of the study\u2019s own series", "asserted": "turns that the sources assert"}
    return (
        f"the score in {unit} with its 90 per cent band; above 0 rather friends. Dots stand in years with evidence."
        " Triangles above mark turns of its level, with the share of draws that have them within a year; bars, nine in ten of their"
        " dates; rings, where it changes sign."
        + (f" Below, {listed([lanes[each] for each in told])}." if told else "")
        + (" Each lower lane: how far one source moves the score of the year, all on one scale." if sources else "")
    )


def _gaps(sheet: Canvas, rows: Sequence[ScoreRow], bottom: float) -> None:
    for row in rows:
        if row.x is None:
            sheet.rect((sheet.at(row.year - 0.5), _TOP, sheet.step, bottom - _TOP), fill=GAP)


def _path(sheet: Canvas, rows: Sequence[ScoreRow], scale: _Scale, unit: str) -> None:
    """The axis of scores, the band and the line, each broken at a gap."""
    for value in _ticks(scale):
        sheet.line(
            (LEFT, scale.at(value)),
            (WIDTH - RIGHT, scale.at(value)),
            stroke=MUTED if value == 0 else RULE,
            stroke_width="1" if value == 0 else "0.7",
        )
        sheet.text((LEFT - 8, scale.at(value) + 4), number_text(value, places=2), side="end")
    sheet.text((LEFT - 44, scale.at(0) - 10), "friends ▲", side="end", fill=INK)
    sheet.text((LEFT - 44, scale.at(0) + 18), "foes ▼", side="end", fill=INK)
    sheet.text((LEFT - 8, scale.top - 8), fitted(unit, LEFT - 12, size=11), side="end", size=11)
    for known, run in groupby(rows, key=lambda row: row.x is not None):
        some = list(run)
        if known:
            upper = [(sheet.at(row.year), scale.at(row.high if row.high is not None else row.x or 0)) for row in some]
            lower = [(sheet.at(row.year), scale.at(row.low if row.low is not None else row.x or 0)) for row in some]
            sheet.path([*upper, *reversed(lower)], close=True, fill=INK, fill_opacity="0.15")
            sheet.path([(sheet.at(row.year), scale.at(row.x or 0)) for row in some], stroke=INK, stroke_width="1.8")
    for row in rows:
        if row.x is not None and row.evidence:
            sheet.dot((sheet.at(row.year), scale.at(row.x)), 2.1, fill=INK)


def _ticks(scale: _Scale) -> list[float]:
    """A handful of round scores, 0 among them."""
    rough = (scale.high - scale.low) / 5
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
    return [round(at * step, 9) for at in range(ceil(scale.low / step), floor(scale.high / step) + 1)]


# turns -----------------------------------------------------------------------------------------------


def _turns(sheet: Canvas, turns: Sequence[TurnRow], bottom: float) -> None:
    """A line down from each turn of the level, its triangle and share above, its interval as a bar."""
    free = {0: -1.0, 1: -1.0}
    for row in sorted(turns, key=lambda each: each.year):
        x, good = sheet.at(row.year - 0.5), row.direction == "up"
        firm = (row.share or 0) >= _FIRM
        colour = COOPERATION if good else CONFLICT
        sheet.line(
            (x, _TOP - 4), (x, bottom), stroke=colour, stroke_width="1.3" if firm else "0.9", stroke_dasharray="5,3" if firm else "1.5,3"
        )
        low, high = sheet.at(row.low_year - 0.5), sheet.at(row.high_year - 0.5)
        if high > low:
            sheet.line((low, _TOP - 4), (high, _TOP - 4), stroke=colour, stroke_width="2.2")
        sheet.triangle((x, _TOP - 6), 5, up=good, fill=colour)
        words = f"{year_text(row.year)} {number_text(100 * (row.share or 0), places=0)}%"
        level = 0 if x - 30 > free[0] else 1
        if x - 30 > free[level]:
            sheet.text((x, _TOP - 16 - 12 * (1 - level)), words, side="middle", size=11, fill=INK)
            free[level] = x + 34


def _crossed(sheet: Canvas, turns: Sequence[TurnRow], scale: _Scale) -> None:
    """A ring on the line of zero where the score changes its sign, with a bar for nine in ten of the dates."""
    for row in turns:
        low, high = sheet.at(row.low_year - 0.5), sheet.at(row.high_year - 0.5)
        if high > low:
            sheet.line((low, scale.at(0)), (high, scale.at(0)), stroke=INK, stroke_width="3", stroke_opacity="0.45")
        sheet.dot((sheet.at(row.year - 0.5), scale.at(0)), 4.5, fill=PAPER, stroke=INK, stroke_width="1.6")


def _beside(sheet: Canvas, turns: Sequence[TurnRow], lane: str, middle: float) -> None:
    words = "turns of the 5-year mean" if lane == "naive" else "turns the sources assert"
    sheet.text((LEFT - 8, middle + 4), words, side="end", size=11)
    for row in turns:
        good = row.direction == "up"
        x = sheet.at((row.low_year + row.high_year) / 2 - (0.5 if lane == "naive" else 0))
        sheet.triangle((x, middle), 4, up=good, fill=COOPERATION if good else CONFLICT)


# what moved it ---------------------------------------------------------------------------------------


def _sources(rows: Sequence[ScoreRow]) -> list[str]:
    """The sources with a lane, those that move the score most first."""
    moved: dict[str, float] = {}
    for row in rows:
        for source, value in row.parts:
            moved[source] = moved.get(source, 0.0) + abs(value)
    return sorted((each for each in moved if moved[each] > 0), key=lambda each: (-round(moved[each], 9), each))[:_MOST_SOURCES]


def _parts(sheet: Canvas, rows: Sequence[ScoreRow], sources: Sequence[str], top: float) -> None:
    most = max((abs(value) for row in rows for source, value in row.parts if source in sources), default=0) or 1
    for at, source in enumerate(sources):
        middle = top + _LANE * (at + 0.5)
        sheet.line((LEFT, middle), (WIDTH - RIGHT, middle))
        sheet.text((LEFT - 8, middle + 4), fitted(source, LEFT - 12), side="end", fill=INK)
        for row in rows:
            value = dict(row.parts).get(source, 0.0)
            tall = abs(value) / most * (_LANE / 2 - 1)
            if tall >= 0.3:
                box = (sheet.at(row.year - 0.4), middle - tall if value > 0 else middle, sheet.step * 0.8, tall)
                sheet.rect(box, fill=COOPERATION if value > 0 else CONFLICT, fill_opacity="0.8")
    if sources:
        foot = top + _LANE * len(sources) + 20
        sheet.text((LEFT - 26, foot), f"moved by up to {number_text(most, places=2)}", side="end", size=11)
