"""The chapters of the page on scores, turning points and triangles, worked out before any template is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from markupsafe import Markup

from detente.relations.triangle import OPEN, PATTERNS
from detente.report.charts import Chart, hands_chart, likeness_chart, score_chart, triangle_chart
from detente.report.charts.triangle import pattern_text, short_pattern
from detente.report.scored import HandRow, LikeRow, Scored, ScoreRow, TriangleRow, TurnRow, best_pattern
from detente.report.view import Dyad, StudyView
from detente.report.words import listed, number_text

_WORTH_NAMING = 0.05
"""A type that is less probable than this is not named beside the most probable."""

_FIRM = 0.5


@dataclass(frozen=True, kw_only=True)
class ScorePart:
    """What the page says of the score of one dyad: plot, years, turns, how many of them half of the draws have, who leads, and how
    alike their allies and votes are."""

    dyad: Dyad
    name: str
    chart: Chart
    rows: tuple[ScoreRow, ...]
    turns: tuple[TurnRow, ...]
    firm: int
    hands: Chart | None = None
    hand_rows: tuple[HandRow, ...] = ()
    likeness: Chart | None = None
    like_rows: tuple[LikeRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TrianglePart:
    """What the page says of one triangle; `events` are the statements of its three pairs by year."""

    name: str
    chart: Chart
    rows: tuple[TriangleRow, ...]
    events: Mapping[int, tuple[str, ...]]


def score_parts(view: StudyView) -> tuple[ScorePart, ...]:
    """The scores of every dyad that has one, in the order of the study."""
    found = view.scored
    return tuple(part for at, dyad in enumerate(view.dyads) if (part := _part(view, found, dyad, at))) if found else ()


def _part(view: StudyView, found: Scored, dyad: Dyad, at: int) -> ScorePart | None:
    rows, name = found.scores_of(dyad), view.dyad_name(dyad)
    turns = found.turns_of(dyad)
    chart = score_chart(rows, turns, name=f"score-chart-{at}", who=name, unit=found.unit, height=150 if at else 210, explained=at == 0)
    mine = tuple(row for row in turns if row.told_by in ("score", "zero"))
    firm = sum((row.share or 0) >= _FIRM for row in mine)
    if chart is None:
        return None
    led = tuple(row for row in found.hands if row.dyad == dyad.key)
    hands = hands_chart(led, name=f"hands-chart-{at}", names=(view.name_of(dyad.a), view.name_of(dyad.b)))
    alike = tuple(row for row in found.likeness if row.dyad == dyad.key)
    likeness = likeness_chart(alike, name=f"likeness-chart-{at}")
    return ScorePart(
        dyad=dyad,
        name=name,
        chart=_safe(chart),
        rows=rows,
        turns=mine,
        firm=firm,
        hands=hands and _safe(hands),
        hand_rows=led,
        likeness=likeness and _safe(likeness),
        like_rows=alike,
    )


def triangle_parts(view: StudyView) -> tuple[TrianglePart, ...]:
    """Every triangle that has a type in some year, in the order of the table."""
    rows = view.scored.triangle if view.scored else ()
    parts = []
    for at, states in enumerate(dict.fromkeys(row.states for row in rows)):
        mine = tuple(row for row in rows if row.states == states)
        chart = triangle_chart(mine, name=f"triangle-chart-{at}", names=view.states)
        if chart is not None:
            name = listed([view.name_of(state) for state in states])
            parts.append(TrianglePart(name=name, chart=_safe(chart), rows=mine, events=_told(view, states, mine)))
    return tuple(parts)


def _told(view: StudyView, states: Sequence[str], rows: Sequence[TriangleRow]) -> dict[int, tuple[str, ...]]:
    """The statements behind the three scores, by year."""
    pairs = [dyad.key for dyad in view.dyads if any(dyad.holds(*pair) for pair in combinations(states, 2))]
    found: dict[int, dict[str, None]] = {row.year: {} for row in rows}
    for score in view.scored.scores if view.scored else ():
        if score.dyad in pairs and score.year in found:
            found[score.year] |= dict.fromkeys(score.event_ids)
    return {year: tuple(ids) for year, ids in found.items()}


def _safe(chart: Chart) -> Chart:
    return replace(chart, svg=Markup(chart.svg))  # noqa: S704 (cleaned by clean_svg)


# words -----------------------------------------------------------------------------------------------


def chance_text(value: float | None) -> str:
    """A probability as a share of a hundred, never said to be certain by rounding: `94%`, `>99%`, `<1%`; a dash for None."""
    if value is None:
        return "–"
    hundred = 100 * value
    return "<1%" if 0 < hundred < 0.5 else ">99%" if 99.5 <= hundred < 100 else f"{number_text(hundred, places=0)}%"


def turn_text(row: TurnRow) -> str:
    """What turns, and which way: `level, for the worse`, `sign, for the better`."""
    return f"{'sign' if row.told_by == 'zero' else 'level'}, for the {'better' if row.direction == 'up' else 'worse'}"


def year_pattern(row: TriangleRow, names: Mapping[str, str]) -> str:
    """The most probable pattern of a year in words."""
    return pattern_text(row.type, row.who, row.states, names)


def other_patterns(row: TriangleRow) -> str:
    """The other patterns that are worth naming, the most probable first, with their probability."""
    first = best_pattern(row)
    rest = [(chance, at) for at, chance in enumerate(row.chances) if at != first and chance >= _WORTH_NAMING]
    if row.type == OPEN:
        rest = [each for each in rest if each[1] < len(PATTERNS)]
    return "; ".join(f"{_short(row, at)} {chance_text(chance)}" for chance, at in sorted(rest, key=lambda each: (-each[0], each[1])))


def _short(row: TriangleRow, at: int) -> str:
    return short_pattern(PATTERNS[at], row.states) if at < len(PATTERNS) else "no type"


def pair_text(pair: str, names: Mapping[str, str]) -> str:
    """A pair by the names of its states: `China and Russia` for `CHN-RUS`."""
    return listed([names.get(code, code) for code in pair.split("-")])
