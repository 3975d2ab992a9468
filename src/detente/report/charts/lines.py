"""Small plots: figures of one kind over time, and the lines of published data sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import ceil, floor, inf, log10
from typing import Any

import altair as alt

from detente.dates import year_of
from detente.model import Figure
from detente.report.charts.base import COOPERATION, COUNTS, FOURTH, INK, PAPER, SMALL, THIRD, Chart, Values, draw, inline, years
from detente.report.view import DataSet
from detente.report.words import amount_text, anchor, count_text, date_text, label_text, number_text, year_text

COMPARABLE = 3
"""Figures of one kind, unit and direction that it takes to draw them together."""
_MOST = 4
_TICKS = 5
_UNSAID = frozenset({"", "number", "money", "amount"})
"""Kinds of figures that may measure anything, and so cannot be compared."""

_BREAK = 5
_LOOKS = ((INK, [1, 0]), (COOPERATION, [6, 3]), (THIRD, [2, 2]), (FOURTH, [8, 2, 2, 2]))


def ledger_charts(figures: Sequence[Figure], *, span: tuple[int, int]) -> tuple[Chart, ...]:
    """One small plot for each kind of figure with at least three dated values in one unit, the fullest first."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.unit and figure.what not in _UNSAID and figure.value > 0 and span[0] <= _year(figure) <= span[1]:
            groups[figure.what, figure.unit].append(figure)
    full = [(key, row) for key, row in groups.items() if len(row) >= COMPARABLE and len({_year(each) for each in row}) > 1]
    full.sort(key=lambda item: (-len(item[1]), item[0]))
    return tuple(_ledger(what, unit, row, span, at) for at, ((what, unit), row) in enumerate(full[:_MOST]))


def _year(figure: Figure) -> float:
    """The middle of a figure's period in years; infinity where it has no date."""
    first, last = figure.date.first if figure.date else None, figure.date.last if figure.date else None
    return (year_of(first) + year_of(last)) / 2 if first is not None and last is not None else inf


def _ledger(what: str, unit: str, figures: Sequence[Figure], span: tuple[int, int], at: int) -> Chart:
    values = [_point(each) for each in figures]
    low, high = min(row["value"] for row in values), max(row["value"] for row in values)
    y = alt.Y("value:Q", scale=_scale(low, high), axis=_amounts(unit, low, high))
    x = years(*span, every=_step(span))
    layers = []
    for promised, fill in ((False, INK), (True, PAPER)):
        rows = [row for row in values if row["promised"] == promised]
        mark = alt.Chart(inline(rows)).mark_point(shape="circle", size=52, stroke=INK, fill=fill, strokeWidth=1.3, opacity=0.85)
        if rows:
            layers.append(mark.encode(x=x, y=y, href="href:N", description="label:N"))
    chart = alt.layer(*layers).properties(width=SMALL, height=170)
    counted = "" if label_text(unit) == label_text(what) else f" {label_text(unit)}"
    title = f"{label_text(what).capitalize()}: {number_text(low)} to {number_text(high)}{counted}"
    hollow = " Hollow circles are promised." if any(row["promised"] for row in values) else ""
    summary = f"{count_text(len(values), 'figure')}, by year.{hollow}"
    return draw(chart, name=f"ledger-chart-{at}", title=title, summary=summary)


def _point(figure: Figure) -> dict[str, Any]:
    return {
        "year": _year(figure),
        "value": figure.value,
        "promised": figure.promised,
        "href": f"#{anchor('figure', figure.figure_id)}",
        "label": label_text(f"{date_text(figure.date)}: {amount_text(figure)}{', promised' if figure.promised else ''}"),
    }


def _wide(low: float, high: float) -> bool:
    """Whether amounts are so far apart that only a scale of powers shows them all."""
    return low > 0 and high / low > 50


def _scale(low: float, high: float) -> alt.Scale:
    return (
        alt.Scale(type="log", domain=[low / 1.5, high * 1.5])
        if _wide(low, high)
        else alt.Scale(domain=[min(0.0, low * 1.08), high * 1.08 or 1.0])
    )


def _amounts(unit: str, low: float, high: float) -> alt.Axis:
    title = f"{label_text(unit)}{' (log scale)' if _wide(low, high) else ''}"
    axis: dict[str, Any] = {"title": title, "titleLimit": 170, "labelExpr": COUNTS, "domain": False, "ticks": False}
    if not _wide(low, high):
        return alt.Axis(**axis, tickCount=4)
    powers = [power for power in range(floor(log10(low)), ceil(log10(high)) + 1) if low / 1.5 <= 10.0**power <= high * 1.5]
    return alt.Axis(**axis, values=[10.0**power for power in powers[:: ceil(len(powers) / _TICKS)]])


def _step(span: tuple[int, int]) -> int:
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (span[1] - span[0]) / step <= 8)


def data_chart(data: DataSet, *, at: int, states: Mapping[str, str]) -> Chart | None:
    """The lines of a data set, each dashed its own way; None where it names no axes or has fewer than two years.

    `states` maps COW letters to the names that stand for them on the plot.
    """
    points = _points(data, states)
    if len({x for _, x, _ in points}) < 2:
        return None
    span = min(x for _, x, _ in points), max(x for _, x, _ in points)
    names = sorted({who for who, _, _ in points})[: len(_LOOKS)]
    looks = [_LOOKS[n] for n in range(len(names))]
    legend = alt.Legend(
        title=None, orient="top", direction="vertical", labelLimit=340, symbolSize=320, symbolStrokeWidth=2, offset=4, rowPadding=1
    )
    low, high = min(y for _, _, y in points), max(y for _, _, y in points)
    unit = label_text(data.unit or (data.y or "").replace("_", " "))
    line = alt.Chart(inline(_lines(points, names))).mark_line(strokeWidth=1.7, aria=False)
    chart = line.encode(
        x=years(*span, every=_step(span)),
        y=alt.Y("value:Q", scale=_scale(low, high), axis=_amounts(unit, low, high)),
        color=alt.Color("who:N", scale=alt.Scale(domain=names, range=[colour for colour, _ in looks]), legend=legend),
        strokeDash=alt.StrokeDash("who:N", scale=alt.Scale(domain=names, range=[dash for _, dash in looks]), legend=legend),
        detail="segment:N",
    )
    left = len({who for who, _, _ in points}) - len(names)
    summary = _ends(points, names) + (f" {count_text(left, 'more line')} in the table." if left else "")
    title = label_text(f"{data.title}: {_leader(points, span[1])}")
    return draw(chart.properties(width=SMALL, height=170), name=f"data-chart-{at}", title=title, summary=label_text(summary))


def _points(data: DataSet, states: Mapping[str, str]) -> list[tuple[str, int, float]]:
    """Line, year and value of each row; the mean where several rows give one year."""
    if data.x is None or data.y is None or data.series is None:
        return []
    columns = [data.columns.index(each) for each in (data.series, data.x, data.y)]
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for row in data.rows:
        who, x, y = (row[column] for column in columns)
        if isinstance(x, int | float) and isinstance(y, int | float):
            found[_named(str(who), states), int(x)].append(float(y))
    return [(who, x, sum(values) / len(values)) for (who, x), values in sorted(found.items())]


def _named(code: str, states: Mapping[str, str]) -> str:
    """The names of the states in `CHN` or `CHN-RUS`; other words as they are."""
    parts = code.split("-")
    return label_text(" and ".join(states[part] for part in parts) if all(part in states for part in parts) else code)


def _leader(points: Sequence[tuple[str, int, float]], last: int) -> str:
    """Who stands highest in the last year there is."""
    value, who = max((y, who) for who, x, y in points if x == last)
    return f"{who} highest in {year_text(last)}, at {_said(value)}"


def _said(value: float) -> str:
    return number_text(value, places=2 if abs(value) < 10 else 0)


def _ends(points: Sequence[tuple[str, int, float]], names: Sequence[str]) -> str:
    """First and last value of each line, in words."""
    said = []
    for who in names:
        row = sorted((x, y) for name, x, y in points if name == who)
        (first, start), (last, end) = row[0], row[-1]
        said.append(f"{who}, {_said(start)} in {year_text(first)} and {_said(end)} in {year_text(last)}")
    return "; ".join(said) + "."


def _lines(points: Sequence[tuple[str, int, float]], names: Sequence[str]) -> Values:
    """The points of each line; a line is broken where more than five years are missing."""
    values: Values = []
    for who in names:
        row, segment = sorted((x, y) for name, x, y in points if name == who), 0
        for place, (x, y) in enumerate(row):
            segment += place > 0 and x - row[place - 1][0] > _BREAK
            values.append({"year": x, "value": y, "who": who, "segment": f"{who} {segment}"})
    return values
