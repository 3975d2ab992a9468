"""The plot of flows: what one state gave another by decade, planned and delivered told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from detente.relations.flows import FlowSum
from detente.report.charts.base import COOPERATION, INK, PAPER, WIDTH, Chart, Values, draw, inline
from detente.report.words import anchor, count_text, decade_text, label_text, number_text

_MOST = 24
"""Rows of the plot; all others stand in the table."""
_CELL = 30
_ARROWS = {False: "→", True: "↔"}

Key = tuple[str, str, str, bool, str, bool]


def flow_anchor(flow: FlowSum) -> str:
    """The anchor of one sum: `flow-3f9a...`."""
    return anchor("flow", flow.flow_id)


def range_text(flow: FlowSum) -> str:
    """The amount of a sum: `300 million US dollars`, `400 million to 750 million US dollars`, `18,000 persons or more`."""
    low, high = (number_text(value, places=2) for value in (flow.low, flow.high))
    value = low if low == high else f"{low} {'to' if _scale(low) == _scale(high) else f'{flow.unit} to'} {high}"
    return f"{value} {flow.unit}".strip() + bound_text(flow)


def bound_text(flow: FlowSum) -> str:
    """What the words of its amounts leave open above or below."""
    return " or more" if flow.more else " or less" if flow.less else ""


def _scale(text: str) -> str:
    """The word of size behind a number: `million` in `300 million`."""
    return text.partition(" ")[2]


def flows_chart(flows: Sequence[FlowSum], *, states: Mapping[str, str], focus: Sequence[str] = ()) -> Chart | None:
    """A tile for each flow and decade, rows of the states in `focus` first; None where no flow has two sides and a decade."""
    drawn = [flow for flow in flows if flow.giver and flow.receiver and flow.decade is not None]
    keys = sorted({_key(flow) for flow in drawn}, key=lambda key: (not {key[1], key[2]} <= set(focus), _place(flows, key)))[:_MOST]
    shown = [flow for flow in drawn if _key(flow) in keys]
    if not shown:
        return None
    order = [_label(key, states) for key in keys]
    first, last = min(flow.decade or 0 for flow in shown), max(flow.decade or 0 for flow in shown)
    decades = [decade_text(at) for at in range(first, last + 1, 10)]
    x = alt.X(
        "decade:N",
        sort=decades,
        scale=alt.Scale(domain=decades, padding=0.04),
        axis=alt.Axis(title=None, orient="top", labelAngle=0, domain=False, ticks=False),
    )
    y = alt.Y(
        "flow:N",
        sort=order,
        scale=alt.Scale(domain=order, padding=0.12),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=390),
    )
    layers = [*_tiles(shown, states, x, y), _amounts(shown, states, x, y)]
    chart = alt.layer(*layers).properties(width=max(560, min(WIDTH, 400 + 96 * len(decades))), height=_CELL * len(order))
    rest = len({_key(flow) for flow in drawn}) - len(keys)
    more = f" {count_text(rest, 'more flow')} in the table." if rest else ""
    summary = f"Filled tiles are delivered, hollow ones with a broken edge planned. Amounts in the unit of their row.{more}"
    return draw(chart, name="flows-chart", title=_title(shown, states), summary=summary)


def _key(flow: FlowSum) -> Key:
    return flow.kind, flow.giver or "", flow.receiver or "", flow.mutual, flow.unit, flow.promised


def _place(flows: Sequence[FlowSum], key: Key) -> int:
    return next(at for at, flow in enumerate(flows) if _key(flow) == key)


def _label(key: Key, states: Mapping[str, str]) -> str:
    kind, giver, receiver, mutual, unit, promised = key
    sides = f"{states.get(giver, giver)} {_ARROWS[mutual]} {states.get(receiver, receiver)}"
    parts = [f"{kind.capitalize()}, {sides}", *([unit] if unit else []), *(["planned"] if promised else [])]
    return label_text(", ".join(parts))


def _title(flows: Sequence[FlowSum], states: Mapping[str, str]) -> str:
    """The flow that most statements tell of, and what they tell."""
    most = max(flows, key=lambda flow: (flow.n, flow.n_sources, -(flow.decade or 0)))
    giver, receiver = (states.get(code or "", code or "") for code in (most.giver, most.receiver))
    sides = f"between {giver} and {receiver}" if most.mutual else f"from {giver} to {receiver}"
    planned = "planned " if most.promised else ""
    return f"Most is told of {planned}{most.kind} {sides}: {range_text(most)} in the {decade_text(most.decade or 0)}"


def _tiles(flows: Sequence[FlowSum], states: Mapping[str, str], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    looks: dict[bool, dict[str, Any]] = {
        False: {"fill": COOPERATION, "fillOpacity": 0.24, "stroke": COOPERATION},
        True: {"fill": PAPER, "stroke": INK, "strokeDash": [4, 3]},
    }
    drawn = []
    for promised, look in looks.items():
        values = [_value(flow, states) for flow in flows if flow.promised == promised]
        if values:
            mark = alt.Chart(inline(values)).mark_rect(cornerRadius=2, strokeWidth=1.1, **look)
            drawn.append(mark.encode(x=x, y=y, href="href:N", description="label:N"))
    return drawn


def _amounts(flows: Sequence[FlowSum], states: Mapping[str, str], x: alt.X, y: alt.Y) -> alt.Chart:
    values: Values = [_value(flow, states) for flow in flows]
    texts: alt.Chart = alt.Chart(inline(values)).mark_text(color=INK, fontSize=11, aria=False)
    return texts.encode(x=x, y=y, text="text:N")


def _short(flow: FlowSum) -> str:
    """The amount of a tile, as short as it can be said: `400–750 m+`."""
    low, high = (_brief(value) for value in (flow.low, flow.high))
    if low != high and _scale(low) == _scale(high):
        low = low.partition(" ")[0]
    return f"{low if low == high else f'{low}–{high}'}{'+' if flow.more else ''}"


def _brief(value: float) -> str:
    for size, name in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= size:
            return f"{value / size:.3g} {name}"
    return number_text(value)


def _value(flow: FlowSum, states: Mapping[str, str]) -> dict[str, Any]:
    told = f"{count_text(flow.n, 'statement')} of {count_text(flow.n_sources, 'source')}"
    spoken = f"{_label(_key(flow), states)}, {flow.period}: {range_text(flow)}, {told}"
    return {
        "decade": decade_text(flow.decade or 0),
        "flow": _label(_key(flow), states),
        "text": label_text(f"{'<' if flow.less else ''}{_short(flow)}"),
        "href": f"#{flow_anchor(flow)}",
        "label": label_text(spoken),
    }
