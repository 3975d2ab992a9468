"""The plot of contexts by decade: what a dyad's dealings are about, and which way they lean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from detente.report.charts.base import CONFLICT, COOPERATION, EVEN, INK, WIDTH, Chart, Values, draw, inline
from detente.report.view import ContextRow
from detente.report.words import anchor, count_text, decade_text, label_text

_LEAN = 0.2
_CELL = 30


def decade_anchor(row: ContextRow) -> str:
    """The anchor of one context in one decade of one dyad: `decade-CHN-RUS-1950-military`."""
    return anchor("decade", f"{row.dyad}-{row.decade}-{row.context}")


def lean_word(lean: float | None) -> str:
    """Which way statements lean: `cooperation`, `conflict`, or `mixed` between -0.2 and 0.2."""
    if lean is None or abs(lean) < _LEAN:
        return "mixed"
    return "cooperation" if lean > 0 else "conflict"


def contexts_title(rows: Sequence[ContextRow]) -> str:
    """Which context leads in the first and in the last decade that have any; what is not stated leads nowhere."""
    stated = [row for row in rows if row.context != "unstated"]
    if not stated:
        return "No statement says what it is about"
    first, last = (max((row for row in stated if row.decade == at), key=lambda row: (row.n, row.context)) for at in _ends(stated))
    lead = f"{label_text(first.context).capitalize()} leads in the {decade_text(first.decade)}"
    if first.decade == last.decade:
        return lead
    return f"{lead}{' and' if first.context == last.context else f', {label_text(last.context)}'} in the {decade_text(last.decade)}"


def _ends(rows: Sequence[ContextRow]) -> tuple[int, int]:
    return min(row.decade for row in rows), max(row.decade for row in rows)


def contexts_chart(rows: Sequence[ContextRow], *, name: str, who: str) -> Chart | None:
    """A tile for each context and decade, the darker the more statements; None without rows."""
    if not rows:
        return None
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.context] = totals.get(row.context, 0) + row.n
    order = sorted(totals, key=lambda each: (-totals[each], each))
    decades = [decade_text(at) for at in range(_ends(rows)[0], _ends(rows)[1] + 1, 10)]
    x = alt.X(
        "decade:N",
        sort=decades,
        scale=alt.Scale(domain=decades, padding=0.04),
        axis=alt.Axis(title=None, orient="top", labelAngle=0, domain=False, ticks=False),
    )
    y = alt.Y(
        "context:N",
        sort=order,
        scale=alt.Scale(domain=order, padding=0.1),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=200),
    )
    depth = alt.Opacity("n:Q", scale=alt.Scale(domain=[0, max(row.n for row in rows)], range=[0.12, 0.62]), legend=None)
    layers = [*_tiles(rows, x, y, depth), _counts(rows, x, y)]
    chart = alt.layer(*layers).properties(width=max(300, min(WIDTH, 130 + 96 * len(decades))), height=_CELL * len(order))
    summary = f"{who}: number of statements by context and decade. Colour and the sign beside the number say which way they lean."
    return draw(chart, name=name, title=contexts_title(rows), summary=summary)


def _tiles(rows: Sequence[ContextRow], x: alt.X, y: alt.Y, depth: alt.Opacity) -> list[alt.Chart]:
    looks = {"cooperation": COOPERATION, "conflict": CONFLICT, "mixed": EVEN}
    drawn = []
    for word, colour in looks.items():
        values = [_value(row) for row in rows if lean_word(row.lean) == word]
        mark = alt.Chart(inline(values)).mark_rect(color=colour, cornerRadius=2)
        if values:
            drawn.append(mark.encode(x=x, y=y, opacity=depth, href="href:N", description="label:N"))
    return drawn


def _counts(rows: Sequence[ContextRow], x: alt.X, y: alt.Y) -> alt.Chart:
    signs = {"cooperation": "+", "conflict": "\u2212", "mixed": ""}
    values: Values = [{**_value(row), "text": f"{row.n}{signs[lean_word(row.lean)]}"} for row in rows]
    counts: alt.Chart = alt.Chart(inline(values)).mark_text(color=INK, fontSize=11.5, aria=False)
    return counts.encode(x=x, y=y, text="text:N")


def _value(row: ContextRow) -> dict[str, Any]:
    spoken = f"{row.context}, {decade_text(row.decade)}: {count_text(row.n, 'statement')}, leaning to {lean_word(row.lean)}"
    spoken = spoken.replace("leaning to mixed", "of both kinds")
    return {
        "decade": decade_text(row.decade),
        "context": label_text(row.context.replace("_", " ")),
        "n": row.n,
        "href": f"#{decade_anchor(row)}",
        "label": label_text(spoken),
    }
