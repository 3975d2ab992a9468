"""The chapters of the page on what might have been and what may come, worked out before any template is filled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from detente.report.charts.base import Chart
from detente.report.charts.fan import ahead_chart, ahead_title, changed_chart
from detente.report.supposed import AheadRow, JudgedRow, Range, Supposition
from detente.report.view import Dyad, StudyView
from detente.report.words import number_text

_TERM_WORDS = {
    "third_party": "the third party: both stand alike to a third state",
    "joint_threat": "joint threat: both are at odds with the same third state",
    "aid": "aid given, less aid withdrawn, the year before",
    "leader": "a change of leader: what is left of the tie's distance from usual",
    "parity": "parity of capabilities",
}


@dataclass(frozen=True, kw_only=True)
class SupposedPart:
    """What the page says of one intervention: the plot and the names of its pairs."""

    found: Supposition
    chart: Chart
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AheadPart:
    """What the page says of the years ahead: the plot, each pair's years, and how forecasters did."""

    chart: Chart
    rows: tuple[tuple[Dyad, str, tuple[AheadRow, ...]], ...]
    judged: tuple[JudgedRow, ...]
    verdict: str


@dataclass(frozen=True, kw_only=True)
class SupposedParts:
    """Both chapters; either may be missing. `terms` in words with their coefficients; `refused` what could not be asked."""

    changed: tuple[SupposedPart, ...]
    ahead: AheadPart | None
    terms: tuple[tuple[str, float, float, float], ...]
    refused: tuple[tuple[str, str], ...]
    no_forecast: str
    runs: int
    unit: str


def supposed_parts(view: StudyView) -> SupposedParts | None:
    """The two chapters of a study that asks for them; None of one that does not."""
    found = view.supposed
    if found is None:
        return None
    changed = []
    for at, each in enumerate(found.interventions):
        names = tuple(view.dyad_name(tie.dyad) for tie in each.ties)
        if names:
            chart = changed_chart(each, name=f"changed-chart-{at}", names=names, unit=found.unit)
            changed.append(SupposedPart(found=each, chart=_safe(chart), names=names))
    return SupposedParts(
        changed=tuple(changed),
        ahead=_ahead(view),
        terms=tuple((_TERM_WORDS.get(name, name), middle, low, high) for name, middle, low, high in found.terms),
        refused=tuple(each for each in found.refused if each[0] != "forecast"),
        no_forecast=next((why for name, why in found.refused if name == "forecast"), ""),
        runs=found.runs,
        unit=found.unit,
    )


def _ahead(view: StudyView) -> AheadPart | None:
    found = view.supposed
    if found is None or not found.ahead:
        return None
    rows = tuple((dyad, view.dyad_name(dyad), ahead) for dyad, ahead in found.ahead)
    past = [view.scored.scores_of(dyad) if view.scored else () for dyad, _ in found.ahead]
    named = [(name, ahead) for _, name, ahead in rows]
    title = ahead_title(named, beats=found.beats)
    chart = ahead_chart(named, past, name="ahead-chart", title=title, unit=found.unit)
    return AheadPart(chart=_safe(chart), rows=rows, judged=found.judged, verdict=_verdict(found.judged, beats=found.beats))


def _verdict(judged: tuple[JudgedRow, ...], *, beats: bool | None) -> str:
    """Whether the forecast that is shown beat no change in the past, in a sentence or two."""
    own = next((row for row in judged if row.shown), None)
    if own is None:
        return ""
    share = number_text(abs(100 * own.gain))
    erred = "as much as" if share == "0" else f"{share} per cent {'less' if own.gain > 0 else 'more'} than"
    chance = f" (p = {number_text(own.p, places=2)})" if own.p is not None else ""
    tail = (
        "It beats no change."
        if beats
        else "It does not beat no change: the last year known is as good a guess of where ties will be; what the fan adds is its width."
    )
    return (
        f"From {own.origins} past years it was made again with what was known then, and held against {own.cases} later means of statements:"
        f" it erred {erred} to expect no change{chance}. {tail}"
    )


def range_words(values: Range | None) -> str:
    """A range for a table: the middle, and where nine runs in ten lie; a dash for None."""
    if values is None:
        return "–"
    low, middle, high = (number_text(values[at], places=2) for at in (0, 2, 4))
    return f"{middle} ({low} to {high})"


def half_words(values: Range) -> str:
    """Where half of all runs lie."""
    return f"{number_text(values[1], places=2)} to {number_text(values[3], places=2)}"


def _safe(chart: Chart) -> Chart:
    return replace(chart, svg=Markup(chart.svg))  # noqa: S704 (cleaned by clean_svg)
