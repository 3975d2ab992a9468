"""The parts of the page, worked out before any template is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from detente.dates import year_of
from detente.model import Agreement, Event, Figure
from detente.relations.agreements import Treaty
from detente.relations.treaties import Beside
from detente.report.accounts import Accounts, accounts_of
from detente.report.beside import BesideLine, agreeing, beside_lines
from detente.report.charts import Chart, contexts_chart, data_chart, flows_chart, ledger_charts, series_chart, timeline_chart
from detente.report.charts.base import span_of
from detente.report.claim_sections import Claims, claims_of
from detente.report.score_sections import ScorePart, TrianglePart, score_parts, triangle_parts
from detente.report.store import Chapter, chapters
from detente.report.supposed_sections import SupposedParts, supposed_parts
from detente.report.theory_sections import MovedPart, moved_part
from detente.report.view import ContextRow, DataSet, Dyad, SeriesRow, StudyView

_TALL, _LOW = 320, 190


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A plot for a template: its markup is ours and cleaned, its title and summary are texts."""

    name: str
    title: str
    summary: str
    svg: Markup


@dataclass(frozen=True, kw_only=True)
class DyadPart:
    """What the page says of one dyad."""

    dyad: Dyad
    name: str
    rows: tuple[SeriesRow, ...]
    contexts: tuple[ContextRow, ...]
    events: tuple[Event, ...]
    series: Picture | None
    timeline: Picture | None
    by_decade: Picture | None


@dataclass(frozen=True, kw_only=True)
class DataPart:
    """A data set with its plot, where it has one."""

    data: DataSet
    picture: Picture | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """All a template needs beside the view: parts by dyad, plots, and the evidence."""

    dyads: tuple[DyadPart, ...]
    ledger: tuple[Picture, ...]
    data: tuple[DataPart, ...]
    chapters: tuple[Chapter, ...]
    events: Mapping[str, Event]
    keys: Mapping[str, str]
    types: tuple[str, ...]
    dyad_keys: Mapping[str, str]
    quoted: frozenset[str]
    scores: tuple[ScorePart, ...]
    triangles: tuple[TrianglePart, ...]
    moved: MovedPart | None
    supposed: SupposedParts | None
    claims: Claims
    accounts: Accounts
    flows: Picture | None
    figures: Mapping[str, Figure]
    agreements: Mapping[str, Agreement]
    treaties: tuple[Treaty, ...]
    pledges: tuple[Treaty, ...]
    beside: tuple[BesideLine, ...]
    agreeing: tuple[Beside, ...]


def page_of(view: StudyView) -> Page:
    """Draw the plots of a view and order its evidence."""
    span, told = _span(view), chapters(view)
    return Page(
        dyads=tuple(_dyad_part(view, dyad, at, span) for at, dyad in enumerate(view.dyads)),
        ledger=tuple(map(_picture, ledger_charts(view.figures, span=span))) if span else (),
        data=tuple(
            DataPart(data=each, picture=_maybe(data_chart(each, at=at, states=view.states))) for at, each in enumerate(view.data_sets)
        ),
        chapters=told,
        events={event.event_id: event for event in view.events},
        keys={name: source.key for source in view.sources for name in (source.document, source.key)},
        types=tuple(sorted({event.event_type for event in view.events})),
        dyad_keys=dyad_keys(view, view.events),
        quoted=frozenset(chapter.key for chapter in told),
        scores=score_parts(view),
        triangles=triangle_parts(view),
        moved=moved_part(view),
        supposed=supposed_parts(view),
        claims=claims_of(view, span),
        accounts=accounts_of(view),
        flows=_maybe(flows_chart(view.flows, states=view.states, focus=_focus(view))),
        figures={figure.figure_id: figure for figure in view.figures},
        agreements={agreement.agreement_id: agreement for agreement in view.agreements},
        treaties=tuple(treaty for treaty in view.treaties if treaty.kind != "pledge"),
        pledges=tuple(treaty for treaty in view.treaties if treaty.kind == "pledge"),
        beside=beside_lines(view),
        agreeing=agreeing(view),
    )


def _focus(view: StudyView) -> tuple[str, ...]:
    return (view.dyads[0].a, view.dyads[0].b) if view.dyads else ()


def _span(view: StudyView) -> tuple[int, int] | None:
    """The years the plots share: those of the series, else those of the dated events."""
    if view.series:
        return span_of([row.year for row in view.series])
    days = [day for event in view.events if event.date for day in (event.date.first, event.date.last) if day is not None]
    return span_of([year_of(day) for day in days])


def _dyad_part(view: StudyView, dyad: Dyad, at: int, span: tuple[int, int] | None) -> DyadPart:
    name = view.dyad_name(dyad)
    rows = tuple(row for row in view.series if row.dyad == dyad.key)
    contexts = tuple(row for row in view.contexts if row.dyad == dyad.key)
    events = tuple(event for event in view.events if dyad.holds(event.source.state, event.target.state))
    timeline = timeline_chart(events, name=f"timeline-chart-{at}", who=name, span=span) if span else None
    return DyadPart(
        dyad=dyad,
        name=name,
        rows=rows,
        contexts=contexts,
        events=events,
        series=_maybe(series_chart(rows, name=f"series-chart-{at}", who=name, height=_LOW if at else _TALL)),
        timeline=_maybe(timeline),
        by_decade=_maybe(contexts_chart(contexts, name=f"contexts-chart-{at}", who=name)),
    )


def _maybe(chart: Chart | None) -> Picture | None:
    return None if chart is None else _picture(chart)


def _picture(chart: Chart) -> Picture:
    return Picture(name=chart.name, title=chart.title, summary=chart.summary, svg=Markup(chart.svg))  # noqa: S704 (cleaned by clean_svg)


def dyad_keys(view: StudyView, events: Sequence[Event]) -> dict[str, str]:
    """The dyad of the study an event belongs to, by the id of the event; events of no dyad are left out."""
    found = {}
    for event in events:
        dyad = next((each for each in view.dyads if each.holds(event.source.state, event.target.state)), None)
        if dyad:
            found[event.event_id] = dyad.key
    return found
