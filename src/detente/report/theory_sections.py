"""The chapter of the page on what moved the relation: each theory against history, worked out before any template is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from detente.report.charts import Chart
from detente.report.charts.theories import theories_chart, theories_title
from detente.report.view import StudyView
from detente.report.words import number_text
from detente.theories.adapters import in_words
from detente.theories.evaluation import p_text
from detente.theories.findings import ADDS, NOT_TESTED, WORSE, Finding


@dataclass(frozen=True, kw_only=True)
class MovedPart:
    """What the page says of theories: the finding, the plot (None where nothing was tested), and the rows by what they are.

    `said` are the claims that add to history or do worse, in sentences; `undecided` how many are neither; `why` the reasons why
    theories were not tested, each with what they claim; `refuted` each theory that was tested with what would refute it.
    """

    title: str
    chart: Chart | None
    rows: tuple[Finding, ...]
    said: tuple[str, ...]
    undecided: int
    described: tuple[Finding, ...]
    why: tuple[tuple[str, str], ...]
    refuted: tuple[tuple[str, str], ...]


def moved_part(view: StudyView) -> MovedPart | None:
    """The chapter, or None where no theory was put to anything."""
    rows = view.theories
    if not rows:
        return None
    chart = theories_chart(rows, name="moved-chart")
    put = [row for row in rows if row.kind == "theory"]
    firm = [row for row in put if row.verdict in (ADDS, WORSE)]
    return MovedPart(
        title=theories_title(rows),
        chart=chart and replace(chart, svg=Markup(chart.svg)),  # noqa: S704 (cleaned by clean_svg)
        rows=rows,
        said=tuple(f"{row.of}. {in_words(row)}" for row in firm),
        undecided=len(put) - len(firm),
        described=tuple(row for row in rows if row.kind == "described"),
        why=_reasons(rows),
        refuted=tuple(dict.fromkeys((row.theory, row.refuted_by) for row in put if row.refuted_by)),
    )


def _reasons(rows: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    """Why theories were not tested, in order, and the claims of which each reason holds."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.kind == "untested":
            of = f" ({row.of})" if row.of else ""
            found.setdefault(row.verdict.removeprefix(f"{NOT_TESTED}: "), []).append(f"{row.claim}{of}")
    return tuple((why, "; ".join(claims)) for why, claims in found.items())


def gain_text(value: float | None) -> str:
    """A gain with its sign, or a dash."""
    return "–" if value is None else f"{'+' if value > 0 else ''}{number_text(value, places=3)}"


def p_shown(value: float | None) -> str:
    """A p-value for the table."""
    return p_text(value)
