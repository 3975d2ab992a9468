"""What all plots share: their frame, their type, and the way from a specification to markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

from detente.report.charts.svg import clean_svg
from detente.report.words import fit_text, label_text

COOPERATION, CONFLICT, INK, MUTED, RULE, GAP, THIRD, FOURTH, EVEN, PAPER = (
    "#0072B2",
    "#D55E00",
    "#1c1b19",
    "#5b5750",
    "#d8d3c8",
    "#ece8df",
    "#009E73",
    "#CC79A7",
    "#7a766e",
    "#fdfcf9",
)
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
WIDTH = 900
"""Width of a full plot with its axes, in units of its own picture."""
SMALL = 400
"""Width of a small plot."""

COUNTS = (
    "datum.value >= 1e9 ? format(datum.value / 1e9, '~g') + ' bn' : datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + ' m'"
    " : datum.value >= 1e4 ? format(datum.value, ',') : format(datum.value, '~g')"
)
"""How an axis of amounts writes its numbers (an expression of the plotting language)."""

Values = list[dict[str, Any]]
Drawing = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A plot ready for the page: its finding as a title, a summary of what is drawn, and the picture as markup."""

    name: str
    title: str
    summary: str
    svg: str


def inline(values: Values) -> alt.InlineData:
    """Rows as data of a plot."""
    return alt.InlineData(values=values)


def years(first: int, last: int, *, title: str | None = None, labels: bool = True, every: int | None = None) -> alt.X:
    """The axis of years, half a year of room at either end; decades are labelled where the span is long."""
    step = every or next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / step <= 15)
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    axis = alt.Axis(
        values=ticks,
        title=title,
        labels=labels,
        labelExpr="datum.value > 0 ? format(datum.value, 'd') : format(1 - datum.value, 'd') + ' BCE'",
        grid=False,
        tickSize=4,
        labelOverlap="greedy",
    )
    return alt.X("year:Q", scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False), axis=axis)


def draw(chart: Drawing, *, name: str, title: str, summary: str) -> Chart:
    """Draw a specification to cleaned SVG. The same specification gives the same bytes."""
    title, summary = label_text(title), label_text(summary)
    spec = _fit(_framed(chart).to_dict())
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=alt.SCHEMA_VERSION.lstrip("v").rpartition(".")[0])
    return Chart(name=name, title=title, summary=summary, svg=clean_svg(drawn, name=name, title=title, summary=summary))


def _fit(part: object) -> Any:  # noqa: ANN401 (a JSON value)
    """A specification whose texts the drawing program can hold, whatever words of a source are in it."""
    if isinstance(part, str):
        return fit_text(part)
    if isinstance(part, dict):
        return {key: _fit(value) for key, value in part.items()}
    return [_fit(value) for value in part] if isinstance(part, list) else part


def _framed(chart: Drawing) -> Drawing:
    framed: Drawing = (
        chart.properties(
            padding={"left": 2, "right": 6, "top": 6, "bottom": 2}, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
        )
        .configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED,
            titleColor=MUTED,
            titleFontWeight="normal",
            labelFontSize=12,
            titleFontSize=12,
            domainColor=RULE,
            tickColor=RULE,
            gridColor=RULE,
            gridOpacity=0.6,
        )
        .configure_legend(labelColor=MUTED, titleColor=MUTED, labelFontSize=12, titleFontSize=12)
        .configure_text(color=MUTED, fontSize=12)
    )
    return framed


def span_of(years_seen: Sequence[int]) -> tuple[int, int] | None:
    """First and last of some years, or None of none."""
    return (min(years_seen), max(years_seen)) if years_seen else None
