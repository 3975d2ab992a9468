"""The plot of likeness: how alike two states' allies and votes are by year, with and without the part that chance explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from detente.report.charts.base import COOPERATION, INK, RULE, WIDTH, Chart
from detente.report.charts.canvas import LEFT, RIGHT, Canvas
from detente.report.scored import LikeRow
from detente.report.words import count_text, number_text, year_text

_TOP, _LANE = 12, 96
_SAME = 0.1
"""A difference of S that is not worth a word."""
_WORDS: Mapping[str, str] = {"alliances": "allies", "votes": "votes"}


def likeness_title(rows: Sequence[LikeRow]) -> str:
    """The finding: for each portfolio, S in the first and the last year, and the year in which it was furthest from both."""
    said = []
    for portfolio, mine in _lanes(rows):
        told = [(row.year, row.s) for row in mine if row.s is not None]
        if told:
            (first, begins), (last, ends) = told[0], told[-1]
            how = "as alike" if abs(ends - begins) < _SAME else "more alike" if ends > begins else "less alike"
            values = f"S {number_text(begins, places=2)} in {year_text(first)}, {number_text(ends, places=2)} in {year_text(last)}"
            said.append(f"{_WORDS.get(portfolio, portfolio)} {how}: {values}")
    found = "; ".join(said)
    return found[:1].upper() + found[1:] if found else "No portfolio is known of both"


def likeness_chart(rows: Sequence[LikeRow], *, name: str) -> Chart | None:
    """A lane for each portfolio from -1 to 1: S as a full line, kappa as a broken one; None where neither is known in any year."""
    if not any(row.s is not None for row in rows):
        return None
    sheet = Canvas(first=min(row.year for row in rows), last=max(row.year for row in rows))
    lanes = _lanes(rows)
    bottom = _TOP + _LANE * len(lanes)
    sheet.years(_TOP, bottom)
    for at, (portfolio, mine) in enumerate(lanes):
        _lane(sheet, portfolio, mine, _TOP + _LANE * at)
    return sheet.chart(bottom + 24, name=name, title=likeness_title(rows), summary=_summary(rows))


def _lanes(rows: Sequence[LikeRow]) -> list[tuple[str, list[LikeRow]]]:
    names = dict.fromkeys(row.portfolio for row in rows)
    return [(name, sorted((row for row in rows if row.portfolio == name), key=lambda row: row.year)) for name in names]


def _summary(rows: Sequence[LikeRow]) -> str:
    silent = sum(row.s is None for row in rows)
    return (
        "From -1, wholly unlike, to 1, the same. Full line: S; broken line: kappa, which takes off what two such portfolios have in common "
        "by chance." + (f" {count_text(silent, 'year')} without a portfolio of both: the lines stop." if silent else "")
    )


def _lane(sheet: Canvas, portfolio: str, rows: Sequence[LikeRow], top: float) -> None:
    half = _LANE / 2 - 8
    middle = top + _LANE / 2

    def place(year: int, value: float) -> tuple[float, float]:
        return sheet.at(year), middle - value * half

    sheet.line((LEFT, middle), (WIDTH - RIGHT, middle), stroke=RULE)
    for measure, colour, dashes in (("kappa", COOPERATION, "5 3"), ("s", INK, "none")):
        for stretch in _stretches(rows, measure):
            points = [place(year, value) for year, value in stretch]
            if len(points) > 1:
                sheet.path(points, stroke=colour, stroke_width="1.6", stroke_dasharray=dashes)
            else:
                sheet.dot(points[0], 2, fill=colour)
    sheet.text((LEFT - 8, middle + 4), _WORDS.get(portfolio, portfolio), side="end", fill=INK, font_weight="bold")
    sheet.text((LEFT - 8, middle - half + 4), "the same 1", side="end", size=11)
    sheet.text((LEFT - 8, middle + half + 4), "unlike -1", side="end", size=11)


def _stretches(rows: Sequence[LikeRow], measure: str) -> list[list[tuple[int, float]]]:
    """Runs of years with a value, cut at every gap."""
    told = [(row.year, value) for row in rows if (value := getattr(row, measure)) is not None]
    out = [told[:1]] if told else []
    for before, after in pairwise(told):
        if after[0] == before[0] + 1:
            out[-1].append(after)
        else:
            out.append([after])
    return out
