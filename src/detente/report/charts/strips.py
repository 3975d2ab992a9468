"""Small plots of what sources dispute: one strip a question, a lane for each thing said, on a common axis of days or amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from lxml import etree

from detente.dates import UncertainDate, year_of
from detente.incidents import interval_of
from detente.model import Agreement, Figure, Statement
from detente.report.charts.base import EVEN, FONT, INK, MUTED, PAPER, RULE, Chart
from detente.report.charts.svg import clean_svg
from detente.report.words import count_text, day_text, label_text, number_text, year_text

MOST_LANES = 10
"""Lanes that a strip has room for; what is said beyond them stands in the table beside it."""

_WIDTH, _LANE, _EDGE, _FOOT = 440, 18, 12, 22
_WIDE = 20.0
"""From how many times the least amount on the axis is one of powers of ten."""
_YEAR = 365.25
_TWO_YEARS = 731
_OPEN = 366.0
"""Days by which the axis runs on beyond a side that is left open."""

Said = tuple[str, str, Sequence[Statement]]
"""What is said, the anchor that it opens, and the statements that say it."""


@dataclass(frozen=True, kw_only=True)
class _Bar:
    """One lane: the least and the most that the words allow (None where open), and whether it is a promise."""

    text: str
    anchor: str
    low: float | None
    high: float | None
    n: int
    hollow: bool


def strip_chart(aspect: str, said: Sequence[Said], *, name: str) -> Chart | None:
    """The strip of a dispute on a date or an amount; None of another aspect, or where fewer than two things said can be drawn."""
    if aspect not in ("date", "amount"):
        return None
    bars = _dated(said) if aspect == "date" else _counted(said)
    if len(bars) < 2:
        return None
    left = len(said) - len(bars[:MOST_LANES])
    bars = bars[:MOST_LANES]
    title = label_text(_dates_title(bars) if aspect == "date" else _amounts_title(bars))
    summary = label_text(
        ("Days" if aspect == "date" else "Amounts")
        + " that the words allow"
        + (", by powers of ten." if aspect == "amount" and _axis(bars, aspect).powers else ".")
        + (" Hollow: promised." if any(bar.hollow for bar in bars) else "")
        + (f" {count_text(left, 'more is', 'more are')} in the table only." if left else "")
    )
    return Chart(name=name, title=title, summary=summary, svg=_drawn(bars, aspect, name=name, title=title, summary=summary))


def _dated(said: Sequence[Said]) -> list[_Bar]:
    bars = []
    for text, anchor, statements in said:
        date = next((date for each in statements if (date := _date(each))), None)
        if date is not None and date.first is not None:
            low, high = (None if day is None else float(day) for day in (date.start, date.end))
            bars.append(_Bar(text=text, anchor=anchor, low=low, high=high, n=len(statements), hollow=False))
    return bars


def _date(statement: Statement) -> UncertainDate | None:
    return statement.signed if isinstance(statement, Agreement) else statement.date


def _counted(said: Sequence[Said]) -> list[_Bar]:
    """Amounts of the unit that most of the things said are in; money of two currencies has no common axis."""
    figures = [(text, anchor, [each for each in statements if isinstance(each, Figure)]) for text, anchor, statements in said]
    units = [row[0].unit for _, _, row in figures if row]
    unit = min(units, key=lambda each: (-units.count(each), each)) if units else ""
    return [
        _Bar(text=text, anchor=anchor, low=interval_of(row[0])[0], high=interval_of(row[0])[1], n=len(row), hollow=row[0].promised)
        for text, anchor, row in figures
        if row and row[0].unit == unit
    ]


# titles ----------------------------------------------------------------------------------------------


def _ends(bars: Sequence[_Bar]) -> tuple[_Bar, _Bar]:
    """What ends first and what begins last: no two are further apart."""
    first = min(bars, key=lambda bar: (bar.high is None, bar.high or 0, bar.text))
    last = max(bars, key=lambda bar: (bar.low is not None, bar.low or 0, bar.text))
    return first, last


def _amounts_title(bars: Sequence[_Bar]) -> str:
    first, last = _ends(bars)
    if first.high is None or last.low is None or last.low <= first.high:
        return f"Told as {first.text} and as {last.text}: the words allow one number"
    times = f": {number_text(last.low / first.high)} times as much" if first.high > 0 and last.low / first.high >= 1.05 else ""
    return f"Told as {first.text} and as {last.text}{times}"


def _dates_title(bars: Sequence[_Bar]) -> str:
    first, last = _ends(bars)
    if first.high is None or last.low is None or last.low <= first.high:
        return f"Told of {first.text} and of {last.text}: the times share a day"
    days = last.low - first.high
    apart = count_text(round(days), "day") if days < _TWO_YEARS else f"{number_text(days / _YEAR, places=0)} years"
    return f"Told of {first.text} and of {last.text}: {apart} apart"


# the picture -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Axis:
    """Where a value stands from left to right."""

    low: float
    high: float
    powers: bool

    def at(self, value: float) -> float:
        low, high, here = map(log10, (self.low, self.high, max(value, self.low))) if self.powers else (self.low, self.high, value)
        return round(_EDGE + (_WIDTH - 2 * _EDGE) * (here - low) / ((high - low) or 1), 1)


def _axis(bars: Sequence[_Bar], aspect: str) -> _Axis:
    known = [value for bar in bars for value in (bar.low, bar.high) if value is not None]
    low, high = min(known), max(known)
    if aspect == "date":
        beyond = _OPEN if any(None in (bar.low, bar.high) for bar in bars) else max(1.0, (high - low) * 0.04)
        return _Axis(low=low - beyond, high=high + beyond, powers=False)
    if low > 0 and high / low >= _WIDE:
        return _Axis(low=10 ** (log10(low) - 0.1), high=10 ** (log10(high) + 0.1), powers=True)
    return _Axis(low=min(0.0, low), high=high * 1.04, powers=False)


def _drawn(bars: Sequence[_Bar], aspect: str, *, name: str, title: str, summary: str) -> str:
    axis, foot = _axis(bars, aspect), 2 * _LANE * len(bars) + 4
    root = etree.Element("svg", viewBox=f"0 0 {_WIDTH} {foot + _FOOT}")
    for at, bar in enumerate(bars):
        _lane(root, bar, axis, 2 * _LANE * at)
    _line(root, (_EDGE, foot), (_WIDTH - _EDGE, foot), stroke=RULE)
    for value, text in _ticks(bars, aspect):
        x = axis.at(value)
        _line(root, (x, foot), (x, foot + 4), stroke=RULE)
        side = "start" if x < _WIDTH / 3 else "end" if x > 2 * _WIDTH / 3 else "middle"
        _text(root, x, foot + 17, text, anchor=side, fill=MUTED)
    drawn = etree.tostring(root, encoding="unicode").replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return clean_svg(drawn, name=name, title=title, summary=summary)


def _lane(root: etree._Element, bar: _Bar, axis: _Axis, top: int) -> None:
    """A line of words, and under it the mark or bar, both within one link."""
    left = _EDGE if bar.low is None else axis.at(bar.low)
    right = _WIDTH - _EDGE if bar.high is None else axis.at(bar.high)
    link = etree.SubElement(root, "a", href=f"#{bar.anchor}")
    label = f"{bar.text}: {count_text(bar.n, 'statement')}"
    box = {"x": "0", "y": str(top), "width": str(_WIDTH), "height": str(2 * _LANE), "fill": "transparent"}
    etree.SubElement(link, "rect", box).set("aria-label", label_text(label))
    side = "start" if left < _WIDTH / 2 else "end"
    _text(link, left if side == "start" else right, top + 14, _cut(label_text(bar.text)), anchor=side, fill=INK)
    middle = top + _LANE + 8
    if bar.low != bar.high or bar.low is None:
        look = {"fill": PAPER if bar.hollow else EVEN, "stroke": EVEN, "stroke-width": "1.2"}
        size = {"x": str(left), "y": str(middle - 4), "width": str(round(max(right - left, 4), 1)), "height": "8"}
        etree.SubElement(link, "rect", size | look)
        for x, way in ((left, -1) if bar.low is None else (0, 0), (right, 1) if bar.high is None else (0, 0)):
            if way:
                etree.SubElement(link, "path", {"d": f"M{x},{middle - 7}l{8 * way},7l{-8 * way},7Z", "fill": EVEN})
    else:
        look = {"fill": PAPER if bar.hollow else INK, "stroke": INK, "stroke-width": "1.4"}
        etree.SubElement(link, "circle", {"cx": str(round((left + right) / 2, 1)), "cy": str(middle), "r": "4.5"} | look)


def _ticks(bars: Sequence[_Bar], aspect: str) -> list[tuple[float, str]]:
    """The least and the most on the axis, in the words of the page."""
    known = [value for bar in bars for value in (bar.low, bar.high) if value is not None]
    low, high = min(known), max(known)
    if aspect == "amount":
        least = low if low > 0 and high / low >= _WIDE else min(0.0, low)
        return [(least, number_text(least, places=0)), (high, number_text(high, places=0))]
    if high - low < _TWO_YEARS:
        return [(low, day_text(int(low))), (high, day_text(int(high)))] if high > low else [(low, day_text(int(low)))]
    return [(low, year_text(year_of(int(low)))), (high, year_text(year_of(int(high))))]


_LONGEST_TEXT = 44


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1].rstrip() + "…"


def _line(root: etree._Element, start: tuple[float, float], end: tuple[float, float], *, stroke: str) -> None:
    (x1, y1), (x2, y2) = start, end
    etree.SubElement(root, "line", {"x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2), "stroke": stroke})


def _text(parent: etree._Element, x: float, y: float, text: str, *, anchor: str, fill: str) -> None:
    look = {"text-anchor": anchor, "fill": fill, "font-size": "12", "font-family": FONT}
    etree.SubElement(parent, "text", {"x": str(x), "y": str(y)} | look).text = text
