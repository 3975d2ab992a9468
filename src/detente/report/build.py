"""A view of a study, gathered from its nouns and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.incidents import Corroboration
from detente.model import Agreement, Document, Event, Figure, Incident, Milestone, Period, Reason, Sentence, Statement
from detente.relations.agreements import Treaty, treaties_of
from detente.relations.flows import FlowSum, flow_sums
from detente.relations.treaties import Beside
from detente.report.accounts import every_statement, told_of
from detente.report.claims import actor_rows, asserted_rows, in_order, motive_rows, surest
from detente.report.evidence import marks_of, with_neighbours, with_quotes, within_budget
from detente.report.findings import default_findings
from detente.report.frames import Table, context_rows, meeting_rows, series_rows, visit_rows
from detente.report.made import manifest_parts
from detente.report.scored import ScoreTables, scored
from detente.report.sources import sources_of
from detente.report.supposed import SupposedTables, supposed
from detente.report.view import DataSet, Dyad, Finding, Refused, SeriesRow, Source, StudyView
from detente.theories.findings import Finding as TheoryFinding

MOST_EVENTS = 1500
"""Events whose evidence the page holds; of a larger study the surest of every year (the tables hold all)."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a page is gathered from: the nouns of a study and the tables of its relations.

    `dyads` has the one in focus first; `states` maps COW letters to names. `series`, `contexts`,
    `meetings` and `visits` are the tables of `detente.relations`, `sentences` every sentence of the study. Findings are
    computed where none are given (None), and so are `treaties` and `flows`, from the statements; `beside` is what data
    sets of alliances say of those treaties. `incidents` come with their `corroborations`, in any order. `manifest` maps
    names to values, lists or further mappings. With more than `most_events` events, the surest of each year are kept and
    `StudyView.left_out` counts the rest.
    """

    title: str
    dyads: Sequence[tuple[str, str]] = ()
    documents: Sequence[Document] = ()
    sentences: Iterable[Sentence] = ()
    events: Sequence[Event] = ()
    figures: Sequence[Figure] = ()
    agreements: Sequence[Agreement] = ()
    reasons: Sequence[Reason] = ()
    periods: Sequence[Period] = ()
    milestones: Sequence[Milestone] = ()
    incidents: Sequence[Incident] = ()
    corroborations: Sequence[Corroboration] = ()
    question: str = ""
    licence: str = ""
    language: str = "en"
    states: Mapping[str, str] = field(default_factory=dict)
    refused: Sequence[Refused] = ()
    series: Table | None = None
    contexts: Table | None = None
    meetings: Table | None = None
    visits: Table | None = None
    motives: Table | None = None
    asserted: Table | None = None
    scores: ScoreTables | None = None
    supposed: SupposedTables | None = None
    theories: Sequence[TheoryFinding] = ()
    actors: Table | None = None
    treaties: Sequence[Treaty] | None = None
    beside: Sequence[Beside] = ()
    flows: Sequence[FlowSum] | None = None
    data_sets: Sequence[DataSet] = ()
    findings: Sequence[Finding] | None = None
    manifest: Mapping[str, object] = field(default_factory=dict)
    most_events: int = MOST_EVENTS


def build_view(material: Material) -> StudyView:
    """Gather what the page shows, in an order that depends on the contents alone."""
    pairs = tuple(Dyad(a=a, b=b) for a, b in material.dyads)
    rows = series_rows(material.series, pairs)
    why = surest(material.reasons)
    strengths = {each.incident_id: each.strength for each in material.corroborations}
    told = told_of(material.incidents, strengths)
    shown = within_budget(sorted(material.events, key=_event_order), rows, most=material.most_events, always=told)
    befell = in_order([each for each in material.milestones if each.milestone_id in told])
    statements: list[Statement] = [*shown, *material.figures, *material.agreements, *why, *material.periods, *befell]
    every = with_quotes(tuple(material.sentences), statements)
    kept = with_neighbours(every, {each.sentence for each in statements})
    sources = _sources(material, every)
    view = StudyView(
        title=material.title,
        question=material.question,
        licence=material.licence,
        language=material.language,
        states=dict(material.states),
        dyads=pairs,
        sources=sources,
        refused=tuple(sorted(material.refused, key=lambda each: (each.path, each.reason))),
        sentences=kept,
        events=shown,
        figures=tuple(sorted(material.figures, key=_figure_order)),
        agreements=tuple(sorted(material.agreements, key=_agreement_order)),
        reasons=why,
        periods=in_order(material.periods),
        milestones=befell,
        incidents=tuple(sorted(material.incidents, key=lambda each: each.incident_id)),
        strengths=strengths,
        marks=marks_of(statements, material.documents, kept),
        series=rows,
        data_sets=tuple(material.data_sets),
        findings=_findings(material, pairs, rows, sources),
        manifest=manifest_parts(material.manifest),
        left_out=len(material.events) - len(shown),
        reasons_left_out=len(material.reasons) - len(why),
    )
    return _with_relations(view, material)


def _with_relations(view: StudyView, material: Material) -> StudyView:
    """The view with all that stands beside the yearly series."""
    return replace(
        view,
        contexts=context_rows(material.contexts, view.dyads),
        meetings=meeting_rows(material.meetings),
        visits=visit_rows(material.visits),
        motives=motive_rows(material.motives, view.dyads),
        asserted=asserted_rows(material.asserted, view.dyads),
        scored=scored(material.scores, view.dyads),
        supposed=supposed(material.supposed, view.dyads),
        theories=tuple(material.theories),
        actors=actor_rows(material.actors),
        treaties=tuple(treaties_of(material.agreements) if material.treaties is None else material.treaties),
        beside=tuple(material.beside),
        flows=tuple(flow_sums(material.figures) if material.flows is None else material.flows),
    )


def with_fewer_events(view: StudyView, *, most: int) -> StudyView:
    """The view with the evidence of at most about `most` events, as `build_view` would choose them."""
    shown = within_budget(view.events, view.series, most=most)
    fewer = replace(view, events=shown)
    kept = with_neighbours(view.sentences, {each.sentence for each in every_statement(fewer)})
    return replace(fewer, sentences=kept, left_out=view.left_out + len(view.events) - len(shown))


def _sources(material: Material, sentences: Sequence[Sentence]) -> tuple[Source, ...]:
    told = (material.events, material.figures, material.agreements)
    return sources_of(material.documents, sentences, *told, reasons=material.reasons, periods=material.periods)


def _findings(material: Material, dyads: Sequence[Dyad], rows: Sequence[SeriesRow], sources: Sequence[Source]) -> tuple[Finding, ...]:
    if material.findings is not None:
        return tuple(material.findings)
    focus = dyads[0] if dyads else None
    name = " and ".join(material.states.get(code, code) for code in (focus.a, focus.b)) if focus else ""
    of_focus = [row for row in rows if focus and row.dyad == focus.key]
    return default_findings(focus, name, of_focus, events=material.events, figures=material.figures, sources=sources)


def _event_order(event: Event) -> tuple[bool, int, int, str, str]:
    first = event.date.first if event.date else None
    last = event.date.last if event.date else None
    return first is None, first or 0, last or 0, event.document, event.event_id


def _figure_order(figure: Figure) -> tuple[bool, int, str, float, str]:
    first = figure.date.first if figure.date else None
    return first is None, first or 0, figure.what, figure.value, figure.figure_id


def _agreement_order(agreement: Agreement) -> tuple[bool, int, str, str]:
    first = agreement.signed.first if agreement.signed else None
    return first is None, first or 0, agreement.name, agreement.agreement_id
