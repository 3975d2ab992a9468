"""The timeline of one dyad: every event a mark in the row of its type, at the time the source gives."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import altair as alt

from detente.dates import calendar_day, day_number
from detente.model import Event
from detente.report.charts.base import CONFLICT, COOPERATION, EVEN, PAPER, WIDTH, Chart, Values, draw, inline, years
from detente.report.words import anchor, count_text, date_text, label_text, year_text

_ROW = 26
_SHORT = 0.2
"""Years (of a length) below which a date is drawn as a point only."""


def leaning(event: Event) -> str:
    """Whether an event is `cooperation`, `conflict` or `neither`, by the sign of its score."""
    return "cooperation" if event.intensity > 0 else "conflict" if event.intensity < 0 else "neither"


def timeline_chart(events: Sequence[Event], *, name: str, who: str, span: tuple[int, int]) -> Chart | None:
    """The plot of dated events within the span of years; None where there is none."""
    placed = [(event, _place(event)) for event in events]
    values = [_row(event, place) for event, place in placed if place and span[0] - 0.5 <= place[0] <= span[1] + 0.5]
    if not values:
        return None
    types = _types(values)
    x = years(*span)
    y = alt.Y(
        "type:N",
        sort=types,
        axis=alt.Axis(title=None, domain=False, ticks=False, grid=True, labelPadding=8),
        scale=alt.Scale(domain=types, padding=0),
    )
    step = alt.YOffset("jitter:Q", scale=alt.Scale(domain=[-1, 1], range=[4, _ROW - 4]))
    chart = alt.layer(*_layers(values, x, y, step)).properties(width=WIDTH, height=alt.Step(_ROW, **{"for": "position"}))
    counts = {word: sum(row["lean"] == word for row in values) for word in ("cooperation", "conflict")}
    title = f"{count_text(len(values), 'dated event')}: {counts['cooperation']:,} of cooperation, {counts['conflict']:,} of conflict"
    summary = (
        f"{who}, {year_text(span[0])} to {year_text(span[1])}. Circles are cooperation, diamonds conflict, squares neither;"
        " hollow marks are planned,"
        " denied, alleged or supposed; a line shows a date known only within bounds."
        f"{_not_drawn(len(events) - len(values))}"
    )
    return draw(chart, name=name, title=title, summary=summary)


def _not_drawn(n: int) -> str:
    return f" {count_text(n, 'more event has', 'more events have')} no date within these years." if n else ""


def _layers(values: Values, x: alt.X, y: alt.Y, step: alt.YOffset) -> list[alt.Chart]:
    layers = []
    long = [row for row in values if row["to"] - row["from"] > _SHORT]
    if long:
        wide = alt.X("from:Q", scale=x["scale"], axis=x["axis"])
        layers.append(
            alt.Chart(inline(long))
            .mark_rule(color=EVEN, opacity=0.5, strokeWidth=1.2, aria=False)
            .encode(x=wide, x2="to:Q", y=y, yOffset=step)
        )
    looks = (("cooperation", COOPERATION, "circle"), ("conflict", CONFLICT, "diamond"), ("neither", EVEN, "square"))
    for lean, colour, shape in looks:
        for held in (True, False):
            rows = [row for row in values if (row["lean"], row["held"]) == (lean, held)]
            fill = colour if held else PAPER
            mark = alt.Chart(inline(rows)).mark_point(
                shape=shape, size=46, stroke=colour, strokeWidth=1.2, opacity=1, fill=fill, fillOpacity=0.75
            )
            if rows:
                layers.append(mark.encode(x=x, y=y, yOffset=step, href="href:N", description="label:N"))
    return layers


def _types(values: Values) -> list[str]:
    """Types in order from most cooperative to most conflictual, by their mean score, then by name."""
    scores: dict[str, list[float]] = {}
    for row in values:
        scores.setdefault(row["type"], []).append(row["score"])
    return sorted(scores, key=lambda each: (-sum(scores[each]) / len(scores[each]), each))


def _place(event: Event) -> tuple[float, float, float] | None:
    """Where an event stands on the axis of years (1960.0 is the middle of 1960), and the bounds of its date."""
    if event.date is None or event.date.first is None or event.date.last is None:
        return None
    first, last = _decimal(event.date.first), _decimal(event.date.last + 1)
    return (first + last) / 2, first, last


def _decimal(day: int) -> float:
    year = calendar_day(day)[0]
    start = day_number(year)
    return round(year + (day - start) / (day_number(year + 1) - start) - 0.5, 4)


def _row(event: Event, place: tuple[float, float, float]) -> dict[str, Any]:
    held = event.modality == "asserted"
    arrow = "and" if event.reciprocal else "to"
    who = f"{event.source.name} {arrow} {event.target.name}"
    label = f"{date_text(event.date)}: {who}, {type_text(event)}{'' if held else ', ' + event.modality}"
    return {
        "year": place[0],
        "from": place[1],
        "to": place[2],
        "type": event.event_type.lower(),
        "score": event.intensity,
        "lean": leaning(event),
        "held": held,
        "jitter": _jitter(event.event_id),
        "href": f"#{anchor('event', event.event_id)}",
        "label": label_text(label),
    }


def type_text(event: Event) -> str:
    """The type and mode of an event as words: `consult (visit)`."""
    return event.event_type.lower() + (f" ({event.mode.lower().replace('_', ' ')})" if event.mode else "")


def _jitter(ident: str) -> float:
    """A place between -1 and 1 that depends on the id alone."""
    return round(int.from_bytes(sha256(ident.encode("utf-8", "surrogatepass")).digest()[:2], "big") / 32767.5 - 1, 3)
