"""Small plots: figures of one kind over time, and the lines of published data sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import altair as alt

from detente.dates import year_of
from detente.model import Figure
from detente.report.charts.base import COOPERATION, FOURTH, INK, THIRD, Chart, Values, draw, inline, years
from detente.report.view import DataSet
from detente.report.words import amount_text, anchor, count_text, date_text, label_text, number_text, year_text

COMPARABLE = 3
"""Figures of one kind, unit and direction that it takes to draw them together."""
_SMALL = 380
_MOST = 5
_LOOKS = ((INK, [1, 0]), (COOPERATION, [6, 3]), (THIRD, [2, 2]), (FOURTH, [8, 2, 2, 2]))
_LOOKS_OF_MORE = 6


def ledger_charts(figures: Sequence[Figure], *, span: tuple[int, int]) -> tuple[Chart, ...]:
    """One small plot for each kind of figure with at least three dated values in one unit, the fullest first."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.date is not None and figure.date.first is not None and figure.value > 0:
            groups[figure.what, figure.unit].append(figure)
    full = [(key, row) for key, row in groups.items() if len(row) >= COMPARABLE and len({_year(each) for each in row}) > 1]
    full.sort(key=lambda item: (-len(item[1]), item[0]))
    return tuple(_ledger(what, unit, row, span, at) for at, ((what, unit), row) in enumerate(full[: _MOST + 1]))


def _year(figure: Figure) -> float:
    first, last = figure.date.first if figure.date else None, figure.date.last if figure.date else None
    return (year_of(first) + year_of(last)) / 2 if first is not None and last is not None else 0.0


def _ledger(what: str, unit: str, figures: Sequence[Figure], span: tuple[int, int], at: int) -> Chart:
    values: Values = [
        {
            "year": _year(each),
            "value": each.value,
            "promised": each.promised,
            "href": f"#{anchor('figure', each.figure_id)}",
            "label": label_text(f"{date_text(each.date)}: {amount_text(each)}{', promised' if each.promised else ''}"),
        }
        for each in figures
        if span[0] <= _year(each) <= span[1]
    ] or [{"year": span[0], "value": 1, "promised": True, "href": "#ledger", "label": "none in these years"}]
    low, high = min(row["value"] for row in values), max(row["value"] for row in values)
    kind = "log" if high / low > 50 else "linear"
    scale = alt.Scale(type="log", domain=[low / 1.5, high * 1.5]) if kind == "log" else alt.Scale(domain=[0, high * 1.08])
    axis = alt.Axis(
        title=f"{label_text(unit)}{' (log scale)' if kind == 'log' else ''}", tickCount=4, format="~s", domain=False, ticks=False
    )
    y = alt.Y("value:Q", scale=scale, axis=axis)
    x = years(*span, every=_step(span))
    layers = []
    for promised, fill in ((False, INK), (True, "#fdfcf9")):
        rows = [row for row in values if row["promised"] == promised]
        mark = alt.Chart(inline(rows)).mark_point(shape="circle", size=52, stroke=INK, fill=fill, strokeWidth=1.3, opacity=0.85)
        if rows:
            layers.append(mark.encode(x=x, y=y, href="href:N", description="label:N"))
    chart = alt.layer(*layers).properties(width=_SMALL - 60, height=170)
    title = f"{label_text(what).capitalize()}: {number_text(low)} to {number_text(high)} {label_text(unit)}"
    summary = f"{count_text(len(values), 'figure')} of {label_text(what)} in {label_text(unit)}, by year. Hollow circles are promised."
    return draw(chart, name=f"ledger-chart-{at}", title=title, summary=summary)


def _step(span: tuple[int, int]) -> int:
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (span[1] - span[0]) / step <= 7)


def data_chart(data: DataSet, *, at: int) -> Chart | None:
    """The lines of a data set, each labelled at its end and dashed its own way; None where it names no axes."""
    if data.x is None or data.y is None or data.series is None:
        return None
    columns = [data.columns.index(each) for each in (data.series, data.x, data.y)]
    rows = [tuple(row[column] for column in columns) for row in data.rows]
    points = [(str(who), int(x), float(y)) for who, x, y in rows if isinstance(x, int | float) and isinstance(y, int | float)]
    if len({x for _, x, _ in points}) < 2:
        return None
    span = min(x for _, x, _ in points), max(x for _, x, _ in points)
    names = sorted({who for who, _, _ in points})[:_LOOKS_OF_MORE]
    chart = alt.layer(*(layer for n, who in enumerate(names) for layer in _line(points, who, n, span, data.unit)))
    summary = f"{data.title}: {listed_ends(points, names)}"
    return draw(
        chart.properties(width=_SMALL - 100, height=170), name=f"data-chart-{at}", title=label_text(data.title), summary=label_text(summary)
    )


def listed_ends(points: Sequence[tuple[str, int, float]], names: Sequence[str]) -> str:
    """First and last value of each line, in words."""
    said = []
    for who in names:
        row = sorted((x, y) for name, x, y in points if name == who)
        (first, start), (last, end) = row[0], row[-1]
        said.append(f"{who} {number_text(start, places=2)} in {year_text(first)} and {number_text(end, places=2)} in {year_text(last)}")
    return "; ".join(said) + "."


def _line(points: Sequence[tuple[str, int, float]], who: str, at: int, span: tuple[int, int], unit: str) -> list[alt.Chart]:
    colour, dash = _LOOKS[at % len(_LOOKS)]
    row = sorted((x, y) for name, x, y in points if name == who)
    segment, values = 0, Values()
    for place, (x, y) in enumerate(row):
        segment += place > 0 and x - row[place - 1][0] > 5
        values.append({"year": x, "value": y, "segment": segment})
    axis = alt.Axis(title=label_text(unit), tickCount=4, format="~s", domain=False, ticks=False)
    y_axis = alt.Y("value:Q", scale=alt.Scale(zero=False, nice=True), axis=axis)
    x_axis = years(*span, every=_step(span))
    line = alt.Chart(inline(values)).mark_line(color=colour, strokeDash=dash, strokeWidth=1.6, aria=False)
    end = alt.Chart(inline([{**values[-1], "text": label_text(who)}])).mark_text(
        align="left", dx=5, color=colour, fontSize=11.5, aria=False
    )
    return [line.encode(x=x_axis, y=y_axis, detail="segment:N"), end.encode(x=x_axis, y=y_axis, text="text:N")]
