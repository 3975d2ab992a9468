"""The chapters on reasons, periods and actors, worked out before their templates are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from detente.model import Period, Reason
from detente.relations import MOTIVES
from detente.report.charts import Chart, motives_chart, periods_chart
from detente.report.charts.motives import motive_anchor, motive_text
from detente.report.view import ActorRow, AssertedRow, Dyad, MotiveRow, StudyView
from detente.report.words import decade_text, number_text

MOST_ACTORS = 150
"""Actors that the page lists, the most often named; the study's table has all."""

_HOLDERS = {"author": "the source’s author", "cited": "a work cited", "actor": "one who took part"}


@dataclass(frozen=True, kw_only=True)
class MotiveCell:
    """A number of a table of motives: its anchor, what it is called, and the reasons it opens."""

    anchor: str
    title: str
    text: str
    note: str
    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MotiveLine:
    """A line of a table of motives: a group, its number of reasons, a cell for each column, and those rejected.

    A cell is None where its number is 0, or its decade without a reason; there is no cell where the group gives no reason at all.
    """

    anchor: str
    name: str
    title: str
    n: int
    cells: tuple[MotiveCell | None, ...]
    rejected: MotiveCell | None


@dataclass(frozen=True, kw_only=True)
class WhyPart:
    """What the page says of the reasons of one dyad: groups of lines by motive, and sources by decade."""

    dyad: Dyad
    name: str
    n: int
    rejected: int
    chart: Chart | None
    groups: tuple[tuple[str, tuple[MotiveLine, ...]], ...]
    decades: tuple[str, ...]
    sources: tuple[MotiveLine, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodPart:
    """What the page says of the asserted periods of one dyad, with the turns of its series."""

    dyad: Dyad
    name: str
    chart: Chart | None
    told: tuple[tuple[AssertedRow, Period], ...]
    turns: tuple[AssertedRow, ...]


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The chapters on reasons, periods and actors."""

    why: tuple[WhyPart, ...]
    periods: tuple[PeriodPart, ...]
    actors: tuple[ActorRow, ...]
    more_actors: int
    reasons: Mapping[str, Reason]


def claims_of(view: StudyView, span: tuple[int, int] | None) -> Claims:
    """The chapters of a view; dyads of which nothing is claimed are left out."""
    why = [_why(view, dyad, at, span) for at, dyad in enumerate(view.dyads)]
    periods = [_periods(view, dyad, at, span) for at, dyad in enumerate(view.dyads)]
    return Claims(
        why=tuple(part for part in why if part.n or part.rejected),
        periods=tuple(part for part in periods if part.told),
        actors=view.actors[:MOST_ACTORS],
        more_actors=max(len(view.actors) - MOST_ACTORS, 0),
        reasons={reason.reason_id: reason for reason in view.reasons},
    )


def _why(view: StudyView, dyad: Dyad, at: int, span: tuple[int, int] | None) -> WhyPart:
    rows, name = [row for row in view.motives if row.dyad == dyad.key], view.dyad_name(dyad)
    by_decade, whole = [row for row in rows if row.by == "decade"], [row for row in rows if row.by == "all"]
    decades = [
        decade for decade in dict.fromkeys(row.decade for row in by_decade) if any(row.n for row in by_decade if row.decade == decade)
    ]
    groups = (
        ("By decade", _lines(name, by_decade, "decade")),
        ("By who holds it", _lines(name, [row for row in rows if row.by == "holder"], "holder")),
        ("By source", _lines(name, [row for row in rows if row.by == "source"], "source")),
        ("In all", _lines(name, whole, "by")),
    )
    return WhyPart(
        dyad=dyad,
        name=name,
        n=sum(row.n or 0 for row in whole),
        rejected=sum(row.rejected for row in whole),
        chart=_drawn(motives_chart(by_decade, name=f"why-chart-{at}", who=name, span=span)),
        groups=groups,
        decades=tuple(map(_when, decades)),
        sources=_by_source(name, [row for row in rows if row.by == "source and decade"], decades),
    )


def _drawn(chart: Chart | None) -> Chart | None:
    return chart and replace(chart, svg=Markup(chart.svg))  # noqa: S704 (cleaned by clean_svg)


def _when(decade: int | None) -> str:
    return "no decade told" if decade is None else decade_text(decade)


def _named(row: MotiveRow, field: str) -> str:
    """What a line of motives is called."""
    if field == "decade":
        return _when(row.decade)
    return {"holder": _HOLDERS.get(row.holder, row.holder), "source": row.source}.get(field, "all reasons")


def _lines(name: str, rows: Sequence[MotiveRow], field: str) -> tuple[MotiveLine, ...]:
    """One line for each value of a field, in the order of the rows, with a cell for each motive."""
    values = dict.fromkeys(getattr(row, field) for row in rows)
    groups = [[row for row in rows if getattr(row, field) == value] for value in values]
    return tuple(
        _line(name, group, _named(group[0], field), "" if field == "decade" else f"{field}-{at}") for at, group in enumerate(groups)
    )


def _line(name: str, rows: Sequence[MotiveRow], called: str, group: str) -> MotiveLine:
    known = {row.motive: row for row in rows if row.n is not None}
    cells = tuple(_cell(known[motive], f"{name}, {called}", group) for motive in MOTIVES if motive in known)
    key, title = motive_anchor(replace(rows[0], motive=""), group), f"{name}, {called}"
    not_so = tuple(each for row in rows for each in row.rejected_ids)
    return MotiveLine(
        anchor=f"{key}all",
        name=called,
        title=f"{title}: reasons given and rejected",
        n=sum(row.n or 0 for row in rows),
        cells=cells,
        rejected=_counted(f"{key}rejected", f"{title}: rejected as reasons", not_so),
    )


def _cell(row: MotiveRow, title: str, group: str) -> MotiveCell | None:
    share = f"{number_text((row.share or 0) * 100, places=0)}%"
    return _counted(motive_anchor(row, group), f"{title}: {motive_text(row.motive)}", row.reason_ids, share)


def _counted(key: str, title: str, ids: tuple[str, ...], note: str = "") -> MotiveCell | None:
    """A number that opens its reasons; None for 0, which has nothing to open."""
    return MotiveCell(anchor=key, title=title, text=f"{len(ids):,}", note=note, ids=ids) if ids else None


def _by_source(name: str, rows: Sequence[MotiveRow], decades: Sequence[int | None]) -> tuple[MotiveLine, ...]:
    """One line for each source, with a cell for each decade that says its motives, the most often given first."""
    lines = []
    for at, source in enumerate(dict.fromkeys(row.source for row in rows)):
        mine = [row for row in rows if row.source == source]
        cells = tuple(
            _told(name, [row for row in mine if row.decade == decade and row.n], f"source-{at}-{_key(decade)}") for decade in decades
        )
        n = sum(row.n or 0 for row in mine)
        if n:
            lines.append(MotiveLine(anchor=f"{_key(at)}", name=source, title=f"{name}, {source}", n=n, cells=cells, rejected=None))
    return tuple(lines)


def _key(value: int | None) -> str:
    return "undated" if value is None else str(value)


def _told(name: str, rows: Sequence[MotiveRow], group: str) -> MotiveCell | None:
    if not rows:
        return None
    ranked = sorted(rows, key=lambda row: (-(row.n or 0), row.motive))
    text = ", ".join(f"{motive_text(row.motive)} {row.n}" for row in ranked)
    ids = tuple(each for row in ranked for each in row.reason_ids)
    title = f"{name}, {rows[0].source}, {_when(rows[0].decade)}"
    return MotiveCell(anchor=motive_anchor(replace(rows[0], motive="told"), group), title=title, text=text, note="", ids=ids)


def _periods(view: StudyView, dyad: Dyad, at: int, span: tuple[int, int] | None) -> PeriodPart:
    rows, name = [row for row in view.asserted if row.dyad == dyad.key], view.dyad_name(dyad)
    told, known = [row for row in rows if row.period_id], {period.period_id: period for period in view.periods}
    silent = [row.year for row in view.series if row.dyad == dyad.key and not row.covered]
    return PeriodPart(
        dyad=dyad,
        name=name,
        chart=_drawn(periods_chart(rows, name=f"periods-chart-{at}", who=name, span=span, silent=silent)) if span and told else None,
        told=tuple((row, known[row.period_id]) for row in told if row.period_id in known),
        turns=tuple(row for row in rows if not row.period_id),
    )
