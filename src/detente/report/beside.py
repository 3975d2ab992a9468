"""What data sets of alliances say beside the sources, as lines of the page."""

from __future__ import annotations

from dataclasses import dataclass

from detente.dates import UncertainDate
from detente.relations.treaties import Aspect, Beside, Said
from detente.report.view import StudyView
from detente.report.words import anchor, date_text, listed

_ROWS_NAMED = 6


@dataclass(frozen=True, kw_only=True)
class BesideLine:
    """One difference between the sources and a data set, ready to read; `ident` is its anchor."""

    ident: str
    beside: Beside
    where: str
    aspect: str
    sources: str
    data: str
    verdict: str


def beside_lines(view: StudyView) -> tuple[BesideLine, ...]:
    """A line for each difference, in order of the agreements, the data sets and the aspects."""
    return tuple(_line(each, aspect, view) for each in view.beside for aspect in each.differences)


def agreeing(view: StudyView) -> tuple[Beside, ...]:
    """The agreements of which a data set says nothing else than the sources."""
    return tuple(each for each in view.beside if not each.differences)


def where_text(beside: Beside) -> str:
    """File and rows of a data set: `data/atop.csv, rows 12 and 15 (3200)`."""
    rows = list(dict.fromkeys(str(row.row) for row in beside.rows))
    more = [f"{len(rows) - _ROWS_NAMED} more"] if len(rows) > _ROWS_NAMED else []
    idents = [] if beside.rows[0].yearly else list(dict.fromkeys(row.ident for row in beside.rows if row.ident))
    names = f" (no. {listed(idents)})" if idents else ""
    return f"{beside.rows[0].file}, {'row' if len(rows) == 1 else 'rows'} {listed([*rows[:_ROWS_NAMED], *more])}{names}"


def _line(beside: Beside, aspect: Aspect, view: StudyView) -> BesideLine:
    data = said_text(aspect.data, view) if aspect.data is not None else aspect.note or "nothing"
    if aspect.data is not None and aspect.note:
        data = f"{data} ({aspect.note})"
    return BesideLine(
        ident=anchor("beside", f"{beside.treaty.treaty_id}-{view.beside.index(beside)}-{beside.aspects.index(aspect)}"),
        beside=beside,
        where=where_text(beside),
        aspect=aspect.name,
        sources=said_text(aspect.sources, view),
        data=data,
        verdict=aspect.verdict,
    )


def said_text(said: Said, view: StudyView) -> str:
    """A date, or words in a row, with the names of states for their letters; `nothing` where it is not told."""
    if isinstance(said, UncertainDate):
        return date_text(said)
    return listed([view.states.get(word, word) for word in said]) if said else "nothing"
