"""The plot of asserted periods: bands by source for what was good and bad, above the turning points that the series shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from detente.report.charts.base import CONFLICT, COOPERATION, EVEN, GAP, INK, WIDTH, Chart, Values, draw, inline, years
from detente.report.view import AssertedRow
from detente.report.words import anchor, count_text, label_text, number_text, year_text

DIRECTIONS = {"up": "becoming better", "down": "becoming worse", "high": "good", "low": "bad"}
_GOOD = ("up", "high")
_ROW = 17
_ROOM = 1.6
"""Years that a turning point takes up in its lane."""
_MOST = 40
"""Lanes that a reader can survey."""
_SERIES = "turns of the series"


def direction_text(row: AssertedRow) -> str:
    """What is said of the relation: `good`, `becoming worse`, `turn for the better`."""
    if row.turning:
        return f"turn for the {'better' if row.direction in _GOOD else 'worse'}"
    return DIRECTIONS.get(row.direction, row.direction)


def turn_anchor(row: AssertedRow) -> str:
    """The anchor of a row: that of a period's statement, or of a turn of the series."""
    return anchor("period", row.period_id) if row.period_id else anchor("turn", row.row_id)


def span_text(row: AssertedRow) -> str:
    """The years of a row: `1950 to 1956`, `1960`, `since 1989`, `until 1956`, `undated`."""
    if row.first_year is None:
        return "undated" if row.last_year is None else f"until {year_text(row.last_year)}"
    if row.last_year is None:
        return f"since {year_text(row.first_year)}"
    return year_text(row.first_year) if row.first_year == row.last_year else f"{year_text(row.first_year)} to {year_text(row.last_year)}"


def periods_title(rows: Sequence[AssertedRow]) -> str:
    """How far asserted turning points lie from those of the series, or what is asserted where none can be compared."""
    told = [row for row in rows if row.period_id]
    known = [row for row in told if row.distance is not None and row.chance is not None]
    if known:
        apart = sum(abs(row.distance or 0) for row in known) / len(known)
        chance = sum(row.chance or 0 for row in known) / len(known)
        lie = count_text(len(known), "asserted turning point lies", "asserted turning points lie on average")
        return f"{lie} {number_text(apart)} years from the nearest turn of the series; by chance it would be {number_text(chance)}"
    good = sum(row.direction in _GOOD for row in told)
    return (
        f"The sources assert {count_text(good, 'good time or turn', 'good times or turns')} and {count_text(len(told) - good, 'bad one')}"
    )


def periods_chart(rows: Sequence[AssertedRow], *, name: str, who: str, span: tuple[int, int], silent: Sequence[int] = ()) -> Chart | None:
    """The bands and turning points of one dyad within the span; None where a source asserts none that can be drawn."""
    lanes, values = _laned([row for row in rows if row.period_id], span)
    if not values:
        return None
    turns = [_value(row, _SERIES, span) for row in rows if not row.period_id and _within(row, span)]
    order = [*lanes, *([" " * (len(lanes) + 9), _SERIES] if turns else [])]
    x = years(*span)
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=190)
    y = alt.Y("lane:N", sort=order, scale=alt.Scale(domain=order, padding=0.1), axis=axis)
    layers = [*_ground(turns, silent, x), *_bands(values, x, y), *_points(values, x, y), *_turns(turns, x, y)]
    chart = alt.layer(*layers).properties(width=WIDTH, height=_ROW * len(order))
    left = sum(row.period_id is not None for row in rows) - len(values)
    summary = (
        f"{who}, {year_text(span[0])} to {year_text(span[1])}, a lane or more for each source."
        " Full bands with + are called good, with \u2212 bad; pale bands with a triangle became better (up) or worse (down) over the"
        " time; a triangle alone is a turning point. Below, the turns of the yearly series, the larger the greater the change;"
        " hatched years have no number."
        + (f" {count_text(left, 'more is', 'more are')} undated, outside these years, or in the table only." if left else "")
    )
    return draw(chart, name=name, title=periods_title(rows), summary=summary)


def _within(row: AssertedRow, span: tuple[int, int]) -> bool:
    if row.first_year is None and row.last_year is None:
        return False
    first, last = _ends(row, span)
    return first <= span[1] and last >= span[0]


def _ends(row: AssertedRow, span: tuple[int, int]) -> tuple[int, int]:
    """First and last year of a row, an open side at the edge of the span."""
    first = span[0] if row.first_year is None else row.first_year
    last = span[1] if row.last_year is None else row.last_year
    return first, max(first, last)


def _laned(rows: Sequence[AssertedRow], span: tuple[int, int]) -> tuple[list[str], Values]:
    """Lanes in order, and each row in one of them: a source has as many as it needs for none to overlap."""
    lanes: list[str] = []
    values: Values = []
    inside = [row for row in rows if _within(row, span)]
    for at, source in enumerate(dict.fromkeys(row.document for row in inside)):
        free: list[tuple[str, float]] = []
        for row in (each for each in inside if each.document == source):
            first, last = _ends(row, span)
            middle = (first + last) / 2
            low, high = (middle - _ROOM, middle + _ROOM) if row.turning else (first - 0.5, last + 0.5)
            place = next((n for n, (_, end) in enumerate(free) if end <= low), len(free))
            lane = free[place][0] if place < len(free) else _lane(source, at, place)
            free[place : place + 1] = [(lane, high)]
            values.append(_value(row, lane, span))
        lanes += [lane for lane, _ in free]
    kept = lanes[:_MOST]
    return kept, [value for value in values if value["lane"] in set(kept)]


def _lane(source: str, at: int, place: int) -> str:
    """The name of a lane: the source's key for its first, blanks for the others; no two are alike."""
    return label_text(source) + "\u200b" * at if place == 0 else " " * (place + 1) + "\u200b" * at


def _value(row: AssertedRow, lane: str, span: tuple[int, int]) -> dict[str, Any]:
    first, last = _ends(row, span)
    low, high = max(first, span[0]), min(last, span[1])
    who = f"{row.document}: " if row.period_id else "the series: "
    return {
        "lane": lane,
        "year": (low + high) / 2,
        "from": low - 0.5,
        "to": high + 0.5,
        "good": row.direction in _GOOD,
        "moves": row.direction in ("up", "down"),
        "turning": row.turning,
        "size": abs(row.change or 0),
        "sign": "+" if row.direction == "high" else "\u2212",
        "href": f"#{turn_anchor(row)}",
        "label": label_text(f"{who}{span_text(row)}, {direction_text(row)}"),
    }


def _ground(turns: Values, silent: Sequence[int], x: alt.X) -> list[alt.Chart]:
    """What lies behind: silent years, and a line up from each turn of the series."""
    layers = []
    if silent:
        wide = alt.X("from:Q", scale=x["scale"], axis=x["axis"])
        values = [{"from": year - 0.5, "to": year + 0.5} for year in silent]
        layers.append(alt.Chart(inline(values)).mark_rect(color=GAP, aria=False).encode(x=wide, x2="to:Q"))
    if turns:
        lines = alt.Chart(inline(turns)).mark_rule(color=EVEN, opacity=0.35, strokeWidth=1, strokeDash=[2, 3], aria=False)
        layers.append(lines.encode(x=x))
    return layers


def _bands(values: Values, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    layers = []
    wide = alt.X("from:Q", scale=x["scale"], axis=x["axis"])
    for good, colour in ((True, COOPERATION), (False, CONFLICT)):
        for moves, depth in ((False, 0.75), (True, 0.3)):
            rows = [row for row in values if not row["turning"] and (row["good"], row["moves"]) == (good, moves)]
            looks: dict[str, Any] = {"color": colour, "fillOpacity": depth, "stroke": colour, "strokeWidth": 1}
            mark = alt.Chart(inline(rows)).mark_bar(cornerRadius=2, size=_ROW - 4, **looks)
            if rows:
                layers.append(mark.encode(x=wide, x2="to:Q", y=y, href="href:N", description="label:N"))
    signs = [row for row in values if not row["turning"] and not row["moves"]]
    if signs:
        text = alt.Chart(inline(signs)).mark_text(color=INK, fontSize=12, fontWeight="bold", aria=False)
        layers.append(text.encode(x=x, y=y, text="sign:N"))
    return layers


def _points(values: Values, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Triangles: large ones that are links for turning points, small ones on the bands of what became better or worse."""
    layers = []
    for good, colour, shape in ((True, COOPERATION, "triangle-up"), (False, CONFLICT, "triangle-down")):
        small = [row for row in values if row["moves"] and not row["turning"] and row["good"] == good]
        if small:
            mark = alt.Chart(inline(small)).mark_point(shape=shape, size=40, color=INK, fill=INK, opacity=1, aria=False)
            layers.append(mark.encode(x=x, y=y))
        large = [row for row in values if row["turning"] and row["good"] == good]
        if large:
            mark = alt.Chart(inline(large)).mark_point(shape=shape, size=95, stroke=INK, strokeWidth=0.8, fill=colour, opacity=1)
            layers.append(mark.encode(x=x, y=y, href="href:N", description="label:N"))
    return layers


def _turns(turns: Values, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    most = max((row["size"] for row in turns), default=1) or 1
    size = alt.Size("size:Q", scale=alt.Scale(domain=[0, most], range=[40, 150]), legend=None)
    layers = []
    for good, colour, shape in ((True, COOPERATION, "triangle-up"), (False, CONFLICT, "triangle-down")):
        rows = [row for row in turns if row["good"] == good]
        mark = alt.Chart(inline(rows)).mark_point(shape=shape, stroke=colour, strokeWidth=1, fill=colour, fillOpacity=0.6, opacity=1)
        if rows:
            layers.append(mark.encode(x=x, y=y, size=size, href="href:N", description="label:N"))
    return layers
