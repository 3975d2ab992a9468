"""The plot of motives by decade: one lane for each class of cause, with its share of the reasons that the decade is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import altair as alt

from detente.relations import MOTIVES
from detente.report.charts.base import GAP, INK, MUTED, PAPER, RULE, WIDTH, Chart, Values, draw, inline
from detente.report.view import MotiveRow
from detente.report.words import anchor, count_text, decade_text, listed, number_text

_LANE = 44
_FULL = 0.66
"""How much of a lane the longest bar fills."""
_FEWEST = 5
"""A decade of fewer reasons makes no title where another has as many."""


def motive_text(motive: str) -> str:
    """A class of causes as a reader has it: `third party`."""
    return motive.replace("_", " ")


def motive_anchor(row: MotiveRow, group: str = "") -> str:
    """The anchor of one motive in one group of one dyad: `why-CHN-RUS-1950-economy`; `group` stands for what is no decade."""
    return anchor("why", f"{row.dyad}-{group or ('undated' if row.decade is None else row.decade)}-{row.motive}")


def motives_title(rows: Sequence[MotiveRow]) -> str:
    """Which motives are given most often in the first and in the last decade of at least five reasons, or of any where none has five."""
    counts = Counter[int]()
    for row in rows:
        if row.decade is not None and row.n:
            counts[row.decade] += row.n
    if not counts:
        return "No dated reason is given"
    told = sorted(decade for decade, n in counts.items() if n >= min(_FEWEST, max(counts.values())))
    parts = []
    for decade in dict.fromkeys((told[0], told[-1])):
        here = [row for row in rows if row.decade == decade and row.n]
        most = max(row.n or 0 for row in here)
        lead = [motive_text(row.motive) for row in here if row.n == most]
        parts.append(f"{listed(lead)} in the {decade_text(decade)} ({most} of {counts[decade]})")
    return f"Given most often as the reason: {', '.join(parts)}"


def motives_chart(rows: Sequence[MotiveRow], *, name: str, who: str, span: tuple[int, int] | None) -> Chart | None:
    """A lane for each motive and a bar for each decade, of the dyad's rows by decade within the span; None without a dated reason."""
    shown = [row for row in rows if row.decade is not None and (span is None or span[0] - 9 <= row.decade <= span[1])]
    given = [row for row in shown if row.n and row.motive in MOTIVES]
    if not given:
        return None
    decades = [decade_text(at) for at in sorted({row.decade for row in shown if row.decade is not None})]
    axis = alt.Axis(title=None, orient="top", labelAngle=0, domain=False, ticks=False, offset=8)
    x = alt.X("decade:N", sort=decades, scale=alt.Scale(domain=decades, paddingInner=0.12, paddingOuter=0.05), axis=axis)
    top = max(row.share or 0 for row in given)
    values = [_cell(row, top) for row in shown if row.n is not None and row.motive in MOTIVES]
    gaps = [{"decade": decade, "top": 0, "foot": len(MOTIVES)} for decade in decades if decade not in {each["decade"] for each in values}]
    width = max(320, min(WIDTH, 150 + 100 * len(decades)))
    chart = alt.layer(*_layers(values, gaps, x)).properties(width=width, height=_LANE * len(MOTIVES))
    summary = (
        f"{who}: each bar is the share of a motive among the reasons given of a decade, the longest {number_text(top * 100, places=0)}%;"
        " the number is how many." + (" A hatched decade is given no reason." if gaps else "")
    )
    return draw(chart, name=name, title=motives_title(shown), summary=summary)


def _cell(row: MotiveRow, top: float) -> dict[str, Any]:
    lane, share = MOTIVES.index(row.motive), row.share or 0
    when = decade_text(row.decade or 0)
    return {
        "decade": when,
        "n": row.n,
        "top": lane + 0.92 - _FULL * share / top,
        "foot": lane + 0.92,
        "lane": lane + 0.1,
        "text": f"{row.n}" if row.n else "",
        "href": f"#{motive_anchor(row)}",
        "label": f"{motive_text(row.motive)}, {when}: {count_text(row.n or 0, 'reason')}, {number_text(share * 100, places=0)}%",
    }


def _layers(values: Values, gaps: Values, x: alt.X) -> list[alt.Chart]:
    names = "[" + ", ".join(f"'{motive_text(each)}'" for each in MOTIVES) + "]"
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        grid=False,
        labelPadding=8,
        values=[at + 0.75 for at in range(len(MOTIVES))],
        labelExpr=f"{names}[floor(datum.value)]",
    )
    scale = alt.Scale(domain=[len(MOTIVES), 0], nice=False, zero=False)
    top, foot, lane = (alt.Y(f"{end}:Q", scale=scale, axis=axis) for end in ("top", "foot", "lane"))
    ground = alt.Chart(inline([{"foot": at + 0.92} for at in range(len(MOTIVES))])).mark_rule(color=RULE, aria=False).encode(y=foot)
    layers = [ground]
    if gaps:
        layers.insert(0, alt.Chart(inline(gaps)).mark_bar(color=GAP, aria=False).encode(x=x, y=top, y2="foot:Q"))
    base, full = alt.Chart(inline(values)), [row for row in values if row["n"]]
    counts = base.mark_text(color=MUTED, fontSize=11.5, baseline="bottom", dy=-2, aria=False).encode(x=x, y=top, text="text:N")
    bars = alt.Chart(inline(full)).mark_bar(color=INK, opacity=0.72, stroke=PAPER, strokeWidth=0.5, aria=False)
    links = alt.Chart(inline(full)).mark_bar(color="transparent")
    return [
        *layers,
        bars.encode(x=x, y=top, y2="foot:Q"),
        counts,
        links.encode(x=x, y=lane, y2="foot:Q", href="href:N", description="label:N"),
    ]
