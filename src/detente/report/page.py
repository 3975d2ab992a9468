"""Puts the page together: plots, tables and evidence through templates that escape all they print.

The page carries its own content policy: nothing may be loaded, and only this one style sheet and this one
script, known by their hashes, may act. What comes out of a document can only ever be text.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.relations import MOTIVES
from detente.report import words
from detente.report.beside import where_text
from detente.report.build import with_fewer_events
from detente.report.charts.asserted import direction_text, span_text, turn_anchor
from detente.report.charts.contexts import decade_anchor, lean_word
from detente.report.charts.flows import flow_anchor, range_text
from detente.report.charts.motives import motive_text
from detente.report.charts.score import score_anchor, turn_row_anchor
from detente.report.charts.theories import finding_anchor
from detente.report.charts.timeline import leaning, type_text
from detente.report.charts.triangle import triangle_anchor
from detente.report.evidence import statement_anchor
from detente.report.findings import year_anchor
from detente.report.score_sections import chance_text, other_patterns, pair_text, turn_text, year_pattern
from detente.report.sections import page_of
from detente.report.store import source_anchor
from detente.report.supposed_sections import half_words, range_words
from detente.report.theory_sections import gain_text, p_shown
from detente.report.view import StudyView
from detente.version import __version__

MOST_BYTES = 4_800_000
"""A page can be mailed: above this size, events are left to the study's tables, the least sure first."""

_FEWEST_EVENTS = 50


def render_report(view: StudyView) -> str:
    """The page of a study as one HTML text that loads nothing. The same view gives the same text, byte for byte.

    A page above `MOST_BYTES` is made again with fewer events, and says so; figures and agreements are all kept.
    """
    text = _rendered(view)
    while (size := len(text.encode("utf-8"))) > MOST_BYTES and len(view.events) > _FEWEST_EVENTS:
        excess = (size - MOST_BYTES) / size
        view = with_fewer_events(view, most=int(len(view.events) * max(0.3, 0.98 - 2 * excess)))
        text = _rendered(view)
    return text


def _rendered(view: StudyView) -> str:
    style, script = _asset("report.css"), _asset("report.js")
    allowed = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    template = _environment().get_template("report.html.j2")
    return template.render(view=view, page=page_of(view), policy=policy, style=style, script=script, version=__version__)


@cache
def _asset(name: str) -> Markup:
    """A style sheet or script of ours; it may not hold what would end its element."""
    text = resources.files("detente.report").joinpath("templates", name).read_text(encoding="utf-8")
    if "</" in text:
        raise ValueError(f"{name} holds '</', which would end its element")
    return Markup(text)  # noqa: S704 (a file of this package)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_final,
    )
    environment.filters.update(
        date=words.date_text,
        number=words.number_text,
        amount=words.amount_text,
        counted=words.count_text,
        listed=words.listed,
        year=words.year_text,
        decade=words.decade_text,
        label=words.label_text,
        safe_path=words.without_paths,
        kind_of_event=type_text,
        leaning=leaning,
        lean_word=lean_word,
        motive=motive_text,
        direction=direction_text,
        span=span_text,
        years_between=words.years_text,
        range=range_text,
        chance=chance_text,
        turned=turn_text,
        pattern=year_pattern,
        others=other_patterns,
        pair=pair_text,
        gain=gain_text,
        chance_p=p_shown,
    )
    environment.filters.update(over_runs=range_words, half_of_runs=half_words)
    environment.globals.update(anchor=words.anchor, year_anchor=year_anchor, decade_anchor=decade_anchor, source_anchor=source_anchor)
    environment.globals.update(turn_anchor=turn_anchor, motives=MOTIVES, finding_anchor=finding_anchor)
    environment.globals.update(score_anchor=score_anchor, turn_row_anchor=turn_row_anchor, triangle_anchor=triangle_anchor)
    environment.globals.update(flow_anchor=flow_anchor, where_text=where_text, statement_anchor=statement_anchor)
    return environment


def _final(value: object) -> object:
    """What is printed: no control characters, no lone surrogates, nothing for None."""
    if value is None:
        return ""
    return words.fit_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value
