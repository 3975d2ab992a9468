"""The plot of the upper hand: who leads in power, trade and allies by year, how far, and when it changed hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.report.charts.base import CONFLICT, COOPERATION, EVEN, GAP, INK, PAPER, RULE, WIDTH, Chart
from detente.report.charts.canvas import LEFT, RIGHT, Canvas
from detente.report.scored import HandRow
from detente.report.words import count_text, listed, number_text, year_text

_TOP, _LANE = 12, 76
_WORDS: Mapping[str, str] = {"power": "power", "trade": "trade", "allies": "allies"}


def hands_title(rows: Sequence[HandRow], names: tuple[str, str]) -> str:
    """The finding: who holds the upper hand at the end, measure by measure, and since when."""
    said = []
    for measure in dict.fromkeys(row.measure for row in rows):
        mine = [row for row in rows if row.measure == measure and row.holder is not None]
        if mine and mine[-1].holder is not None:
            since = max((row.year for row in mine if row.changed), default=mine[0].year)
            said.append(f"{names[mine[-1].holder]} leads in {_WORDS.get(measure, measure)} since {year_text(since)}")
    return "; ".join(said) if said else "Nobody has the upper hand"


def hands_chart(rows: Sequence[HandRow], *, name: str, names: tuple[str, str]) -> Chart | None:
    """A lane for each measure, the lead of the first state above its line and of the second below; None without any lead."""
    if not any(row.lead is not None for row in rows):
        return None
    sheet = Canvas(first=min(row.year for row in rows), last=max(row.year for row in rows))
    measures = list(dict.fromkeys(row.measure for row in rows))
    bottom = _TOP + _LANE * len(measures)
    sheet.years(_TOP, bottom)
    for at, measure in enumerate(measures):
        _lane(sheet, [row for row in rows if row.measure == measure], _TOP + _LANE * at, names)
    return sheet.chart(bottom + 24, name=name, title=hands_title(rows, names), summary=_summary(rows, names))


def _summary(rows: Sequence[HandRow], names: tuple[str, str]) -> str:
    gaps = sum(row.lead is None for row in rows)
    changed = [f"{_WORDS.get(row.measure, row.measure)} in {year_text(row.year)}" for row in rows if row.changed]
    return (
        f"Bars above a line: {names[0]} is ahead; below: {names[1]}. Pale bars lie within the margin in which nobody is."
        + (f" Rings: the upper hand passes to the other, in {listed(changed)}." if changed else " It never changes hands.")
        + (f" {count_text(gaps, 'value')} that no data set has hatched." if gaps else "")
    )


def _lane(sheet: Canvas, rows: Sequence[HandRow], top: float, names: tuple[str, str]) -> None:
    middle, half = top + _LANE / 2, _LANE / 2 - 6
    most = max((abs(row.lead) for row in rows if row.lead is not None), default=0) or 1
    for row in rows:
        left, wide = sheet.at(row.year - 0.4), sheet.step * 0.8
        if row.lead is None:
            sheet.rect((sheet.at(row.year - 0.5), middle - half, sheet.step, 2 * half), fill=GAP)
            continue
        tall = abs(row.lead) / most * half
        ahead = row.holder is not None and (row.lead > 0) == (row.holder == 0)
        colour = COOPERATION if row.lead > 0 else CONFLICT
        sheet.rect((left, middle - tall if row.lead > 0 else middle, wide, tall), fill=colour if ahead else EVEN, fill_opacity="0.85")
    sheet.line((LEFT, middle), (WIDTH - RIGHT, middle), stroke=RULE)
    for row in rows:
        if row.changed:
            sheet.dot((sheet.at(row.year - 0.5), middle), 4.5, fill=PAPER, stroke=INK, stroke_width="1.6")
            sheet.text((sheet.at(row.year - 0.5), middle - half + 2), year_text(row.year), side="middle", size=11, fill=INK)
    measure = rows[0].measure
    sheet.text((LEFT - 8, middle + 4), _WORDS.get(measure, measure), side="end", fill=INK, font_weight="bold")
    sheet.text((LEFT - 8, middle - half + 10), f"{names[0]} ▲ by up to {number_text(most, places=2)}", side="end", size=11)
    sheet.text((LEFT - 8, middle + half - 2), f"{names[1]} ▼", side="end", size=11)
