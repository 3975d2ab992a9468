"""The plot of what theories add to history: a lane for each claim, its gain with its interval, around the line of no gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from detente.report.charts.base import CONFLICT, COOPERATION, INK, MUTED, PAPER, RULE, WIDTH, Chart
from detente.report.charts.canvas import Canvas, fitted
from detente.report.words import anchor, count_text, listed, number_text
from detente.theories.findings import ADDS, LEVEL, WORSE, Finding

_NAMES, _NUMBERS = 372, 96
"""Room at the left for claims, and at the right for their gains."""
_LANE, _TOP = 24, 34
_MOST = 24
"""Lanes of a plot; of more claims, those with the surest gains (the table has all)."""
_TITLE = 3


def finding_anchor(at: int) -> str:
    """The anchor of a row of the table of findings, by its place."""
    return anchor("moved", str(at + 1))


@dataclass(frozen=True, kw_only=True)
class _Scale:
    reach: float

    def at(self, value: float) -> float:
        """Where a gain stands, cut off at the edges."""
        middle, half = (_NAMES + WIDTH - _NUMBERS) / 2, (WIDTH - _NUMBERS - _NAMES) / 2
        return middle + half * max(-1.0, min(1.0, value / self.reach))


def theories_title(findings: Sequence[Finding]) -> str:
    """The finding: how many of the claims that were tested add to history, and which; or that none does."""
    put = [row for row in findings if row.kind == "theory" and row.gain is not None]
    adds = [row for row in put if row.verdict == ADDS]
    worse = sum(row.verdict == WORSE for row in put)
    claims = count_text(len(put), "claim")
    if not put:
        return "No claim could be tested on these data"
    if not adds:
        tail = f"; {worse} forecast worse" if worse else ""
        return f"None of {claims} adds to what history alone tells, beyond chance{tail}"
    named = listed([f"{row.theory} ({row.of})" for row in adds[:_TITLE]])
    more = f" and {len(adds) - _TITLE} more" if len(adds) > _TITLE else ""
    return f"{len(adds)} of {claims} {'add' if len(adds) > 1 else 'adds'} to history: {named}{more}"


def theories_chart(findings: Sequence[Finding], *, name: str) -> Chart | None:
    """The plot of all claims that were put to a test, each a link to its row of the table; None where none was."""
    put = [(at, row) for at, row in enumerate(findings) if row.kind == "theory" and row.gain is not None]
    if not put:
        return None
    shown = put if len(put) <= _MOST else sorted(sorted(put, key=lambda each: (_p(each[1]), each[0]))[:_MOST])
    sheet, scale = Canvas(first=0, last=1), _Scale(reach=_reach([row for _, row in shown]))
    bottom = _TOP + _LANE * len(shown)
    _axis(sheet, scale, bottom)
    for lane, (at, row) in enumerate(shown):
        _lane(sheet, scale, row, _TOP + _LANE * (lane + 0.5))
        sheet.link((0, _TOP + _LANE * lane, WIDTH, _LANE), finding_anchor(at), spoken(row))
    left = len(put) - len(shown)
    summary = (
        "Each lane is a claim: its mean gain in log score per forecast over history alone, out of sample, with the 95 per cent interval."
        " Right of the line it forecasts better. A full disc adds to history once p is adjusted for all claims tested here, a full square"
        " forecasts worse, an open ring is no more than chance allows."
        " An interval without a mark at its end goes on beyond the plot."
        + (f" {count_text(left, 'claim')} more in the table." if left else "")
    )
    return sheet.chart(bottom + 40, name=name, title=theories_title(findings), summary=summary)


def spoken(row: Finding) -> str:
    """A lane in words."""
    interval = "" if row.low is None or row.high is None else f", 95 per cent between {_signed(row.low)} and {_signed(row.high)}"
    return f"{row.of}: {row.claim}: gain {_signed(row.gain)}{interval}; {row.verdict}"


def _p(row: Finding) -> float:
    return 1.0 if row.p_adjusted is None else row.p_adjusted


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{'+' if value >= 0.0005 else ''}{number_text(value, places=3)}"


def _reach(rows: Sequence[Finding]) -> float:
    """Half the width of the scale: it holds every gain, and every interval that is not much wider than the largest gain."""
    gains = max(abs(row.gain or 0.0) for row in rows)
    ends = max(abs(value) for row in rows for value in (row.low, row.high, row.gain) if value is not None)
    return max(min(ends, 4 * gains), gains, 1e-4) * 1.05


def _axis(sheet: Canvas, scale: _Scale, bottom: float) -> None:
    step = 10 ** ceil(log10(scale.reach / 2.5))
    step = next(part for part in (step / 5, step / 2, step) if scale.reach / part <= 3 or part == step)
    for times in range(-int(scale.reach / step), int(scale.reach / step) + 1):
        x = scale.at(times * step)
        sheet.line((x, _TOP), (x, bottom), stroke=INK if times == 0 else RULE, stroke_width="1.2" if times == 0 else "0.6")
        sheet.text((x, bottom + 16), f"{'+' if times > 0 else ''}{times * step:.3g}", side="middle")
    sheet.text((scale.at(0) - 8, _TOP - 12), "‹ worse than history", side="end")
    sheet.text((scale.at(0) + 8, _TOP - 12), "better than history ›")
    sheet.text((scale.at(0), bottom + 33), "gain in log score per forecast", side="middle")


def _lane(sheet: Canvas, scale: _Scale, row: Finding, y: float) -> None:
    words = fitted(f"{row.of}: {row.claim}" if row.scope != "system" else row.claim, _NAMES - 12)
    sheet.text((_NAMES - 12, y + 4), words, side="end", fill=INK if row.verdict in (ADDS, WORSE) else MUTED)
    sheet.text((WIDTH, y + 4), f"{_signed(row.gain)} (p {_chance(row)})", side="end", size=11)
    colour = COOPERATION if row.verdict == ADDS else CONFLICT if row.verdict == WORSE else MUTED
    if row.low is not None and row.high is not None:
        ends = scale.at(row.low), scale.at(row.high)
        sheet.line((ends[0], y), (ends[1], y), stroke=colour, stroke_width="2")
        for end, value in zip(ends, (row.low, row.high), strict=True):
            if abs(value) <= scale.reach:
                sheet.line((end, y - 4), (end, y + 4), stroke=colour, stroke_width="1.5")
    x = scale.at(row.gain or 0.0)
    if row.verdict == WORSE:
        sheet.rect((x - 4.5, y - 4.5, 9, 9), fill=colour)
    elif row.verdict == ADDS:
        sheet.dot((x, y), 5, fill=colour)
    else:
        sheet.dot((x, y), 4.5, fill=colour)
        sheet.dot((x, y), 2.8, fill=PAPER)


def _chance(row: Finding) -> str:
    p = _p(row)
    return "<0.001" if p < 0.001 else f"{p:.3f}" if p < LEVEL else f"{p:.2f}"
