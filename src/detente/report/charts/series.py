"""The plot of one dyad by year: cooperation upward, conflict downward, their balance as a line within its band."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from detente.report.charts.base import CONFLICT, COOPERATION, GAP, INK, MUTED, WIDTH, Chart, Values, draw, inline, years
from detente.report.findings import peaks_sentence, year_anchor
from detente.report.view import SeriesRow
from detente.report.words import count_text, number_text, year_text

_REACH = 1.25
"""How far bands are shown, as a share of the longest bar."""
_AXIS = alt.Axis(title="score", labelExpr="format(abs(datum.value), '~g')", tickCount=5, domain=False, ticks=False)


def series_chart(rows: Sequence[SeriesRow], *, name: str, who: str, height: int = 300) -> Chart | None:
    """The plot of one dyad's rows, every year a link to its evidence; None without rows."""
    if not rows:
        return None
    title = peaks_sentence(rows)
    first, last = rows[0].year, rows[-1].year
    x = years(first, last)
    low, top = _ends(rows)
    y_scale = alt.Scale(domain=[low * 1.08, top * 1.08], nice=False)
    y = alt.Y("value:Q", scale=y_scale, axis=_AXIS)
    layers = [*_gaps(rows, x), *_bars(rows, x, y), *_balance(rows, x, y, (low, top)), _links(rows, x)]
    chart = alt.layer(*layers).properties(width=WIDTH, height=height)
    silent = sum(not row.covered for row in rows)
    summary = (
        f"{who}, {year_text(first)} to {year_text(last)}: yearly scores of cooperation (up) and conflict (down) and their balance"
        f" with a 90 per cent band. {count_text(silent, 'year')} without a number."
    )
    if any((row.high or 0) > top or (row.low or 0) < low for row in rows):
        summary += " A band that would run off the plot is cut at its edge; the table has it whole."
    return draw(chart, name=name, title=title, summary=summary)


def _ends(rows: Sequence[SeriesRow]) -> tuple[float, float]:
    """The least and the greatest score on the axis.

    A year that rests on one document has a band many times its bar, beside which no other year could be read.
    """
    down, up = (max(1.0, *(value or 0 for value in side)) for side in ([r.conflict for r in rows], [r.cooperation for r in rows]))
    most = _REACH * max(down, up)
    low, high = (max(0.0, *(value or 0 for value in side)) for side in ([-(r.low or 0) for r in rows], [r.high for r in rows]))
    return -max(down, min(low, most)), max(up, min(high, most))


def _cells(row: SeriesRow) -> dict[str, float]:
    return {"year": row.year, "from": row.year - 0.5, "to": row.year + 0.5}


def _gaps(rows: Sequence[SeriesRow], x: alt.X) -> list[alt.Chart]:
    values = [_cells(row) for row in rows if not row.covered]
    if not values:
        return []
    base = alt.Chart(inline(values))
    wide = alt.X("from:Q", scale=x["scale"], axis=x["axis"])
    return [base.mark_rect(color=GAP, aria=False).encode(x=wide, x2="to:Q")]


def _bars(rows: Sequence[SeriesRow], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    width = max(1.5, min(26.0, 0.78 * WIDTH / max(len(rows), 1)))
    up: Values = [{**_cells(row), "value": row.cooperation, "zero": 0} for row in rows if row.cooperation]
    down: Values = [{**_cells(row), "value": -row.conflict, "zero": 0} for row in rows if row.conflict]
    zero = alt.Chart(inline([{"value": 0}])).mark_rule(color=MUTED, strokeWidth=1, aria=False).encode(y=y)
    drawn = [
        alt.Chart(inline(values)).mark_bar(size=width, color=colour, opacity=0.72, aria=False).encode(x=x, y=y, y2="zero:Q")
        for values, colour in ((up, COOPERATION), (down, CONFLICT))
        if values
    ]
    return [*drawn, zero]


def _balance(rows: Sequence[SeriesRow], x: alt.X, y: alt.Y, ends: tuple[float, float]) -> list[alt.Chart]:
    known = [row for row in rows if row.net is not None]
    segment, values = 0, Values()
    for before, row in zip([None, *known], known, strict=False):
        segment += before is None or row.year != before.year + 1
        low, high = (row.net, row.net) if row.low is None or row.high is None else (max(row.low, ends[0]), min(row.high, ends[1]))
        values.append({**_cells(row), "value": row.net, "low": low, "high": high, "segment": segment})
    if not values:
        return []
    base = alt.Chart(inline(values))
    wide = alt.X("from:Q", scale=x["scale"], axis=x["axis"])
    band = base.mark_rect(color=INK, opacity=0.15, aria=False).encode(
        x=wide, x2="to:Q", y=alt.Y("low:Q", scale=y["scale"], axis=_AXIS), y2="high:Q"
    )
    line = base.mark_line(color=INK, strokeWidth=1.5, aria=False).encode(x=x, y=y, detail="segment:N")
    dots = base.mark_point(color=INK, filled=True, size=13, opacity=1, aria=False).encode(x=x, y=y)
    return [band, line, dots]


def _links(rows: Sequence[SeriesRow], x: alt.X) -> alt.Chart:
    values = [{**_cells(row), "href": f"#{year_anchor(row.dyad, row.year)}", "label": _spoken(row)} for row in rows]
    wide = alt.X("from:Q", scale=x["scale"], axis=x["axis"])
    links: alt.Chart = alt.Chart(inline(values)).mark_rect(color="transparent")
    return links.encode(x=wide, x2="to:Q", href="href:N", description="label:N")


def _spoken(row: SeriesRow) -> str:
    if not row.covered:
        return f"{year_text(row.year)}: {row.reason}"
    return (
        f"{year_text(row.year)}: cooperation {number_text(row.cooperation)}, conflict {number_text(row.conflict)},"
        f" balance {number_text(row.net)}, {count_text(row.n, 'statement')}"
    )
