"""Who explains what by which motive: reasons counted by the class of their cause, their time, their source and their holder.

A reason belongs to every pair of the study whose two states it names. Its time is that of what it explains: the decade in which
the middle of its date lies, or the side that is known of an open one; a date longer than ten years, or none, tells no decade.
Reasons that the words reject ("not ideology but ...") are counted apart and never as reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, get_args

import polars as pl

from detente.dates import UncertainDate, year_of
from detente.model import Motive, Reason

MOTIVES: tuple[Motive, ...] = get_args(Motive)
"""The seven classes of causes, in the order in which they are told."""

HOLDERS = ("author", "cited", "actor")
"""Who can hold a reason: the author of the source, a work that is cited, or one who took part."""

GROUPS = ("all", "decade", "holder", "source", "source and decade")
"""By what the reasons of a pair are counted."""

_LONGEST = 3653
"""Days: a date longer than ten years tells no decade."""

_IDS = pl.List(pl.String)
_SCHEMA: dict[str, Any] = {
    "dyad": pl.String(),
    "by": pl.String(),
    "source": pl.String(),
    "holder_kind": pl.String(),
    "decade": pl.Int64(),
    "motive": pl.String(),
    "n": pl.Int64(),
    "share": pl.Float64(),
    "also": pl.Int64(),
    "rejected": pl.Int64(),
    "n_sources": pl.Int64(),
    "reason_ids": _IDS,
    "also_ids": _IDS,
    "rejected_ids": _IDS,
    "of_ids": _IDS,
}

_Place = tuple[str, str | None, str | None, int | None]
"""By what, source, holder, decade."""


def decade_of(date: UncertainDate | None) -> int | None:
    """The first year of the decade in which the middle of a date lies, by the rule of this module; None where it tells none."""
    if date is None or date.first is None or date.last is None or date.last - date.first > _LONGEST:
        return None
    year = year_of((date.first + date.last) // 2)
    return year - year % 10


def motives(
    reasons: Iterable[Reason],
    *,
    dyads: Sequence[tuple[str, str]],
    years: tuple[int, int] | None = None,
    labels: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """How often each motive is given, for every pair of `dyads`: in all, by decade, by holder, by source, and by source and decade.

    Where a group gives at least one reason on the pair it has a row for each of the seven motives: `n` reasons of that class, 0
    where none is; `share` of all reasons of the group, 0 to 1; `also`, reasons of another class whose words allow this one too;
    `rejected`, how often it is named as not being the reason; `n_sources` that give it. `reason_ids`, `also_ids` and
    `rejected_ids` name the statements, `of_ids` all reasons of the group, rejected ones too, on which a share and the row rest.

    A group that gives no reason, such as a source in a decade, is a gap and not a zero: `n` and `share` are null, in one
    row without a motive; in seven where reasons are rejected and none given. Decades are those from the first of `years` to
    the last, and any other that a reason of the group is dated to; the row with a null decade is of reasons without one.
    Statements are counted, so a reason told twice counts twice. `labels` gives the key that stands for a document. Without
    pairs there is no row.
    """
    told, names = sorted(reasons, key=lambda each: each.reason_id), labels or {}
    span = range(years[0] - years[0] % 10, years[1] + 1, 10) if years else ()
    rows = [row for pair in dyads for row in _of_dyad("-".join(pair), [each for each in told if set(pair) <= {*each.states}], span, names)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _of_dyad(dyad: str, reasons: Sequence[Reason], span: Iterable[int], names: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    cells: dict[_Place, list[Reason]] = {place: [] for place in _places(reasons, span, names)}
    for reason in reasons:
        for place in _places_of(reason, names):
            cells[place].append(reason)
    for place in sorted(cells, key=_order):
        yield from _cell((dyad, *place), cells[place])


def _places(reasons: Iterable[Reason], span: Iterable[int], names: Mapping[str, str]) -> Iterator[_Place]:
    """All groups of a pair, those without a reason too."""
    reasons, span = list(reasons), tuple(span)
    sources = {names.get(each.document, each.document) for each in reasons}
    decades: set[int | None] = {*span, *(decade_of(each.date) for each in reasons)}
    yield "all", None, None, None
    yield from (("decade", None, None, decade) for decade in decades)
    yield from (("holder", None, kind, None) for kind in HOLDERS)
    yield from (("source", source, None, None) for source in sources)
    yield from (("source and decade", source, None, decade) for source, decade in product(sources, span))
    yield from (("source and decade", names.get(each.document, each.document), None, decade_of(each.date)) for each in reasons)


def _places_of(reason: Reason, names: Mapping[str, str]) -> tuple[_Place, ...]:
    source, decade = names.get(reason.document, reason.document), decade_of(reason.date)
    return (
        ("all", None, None, None),
        ("decade", None, None, decade),
        ("holder", None, reason.holder_kind, None),
        ("source", source, None, None),
        ("source and decade", source, None, decade),
    )


def _order(place: _Place) -> tuple[int, str, int, bool, int]:
    by, source, kind, decade = place
    return GROUPS.index(by), source or "", HOLDERS.index(kind) if kind else 0, decade is None, decade or 0


def _cell(place: tuple[Any, ...], reasons: Sequence[Reason]) -> Iterator[tuple[Any, ...]]:
    given = [each for each in reasons if not each.rejected]
    if not reasons:
        yield (*place, None, None, None, None, None, None, [], [], [], [])
        return
    for motive in MOTIVES:
        here = [each for each in given if each.motive == motive]
        also = [each for each in given if motive in each.also]
        not_so = [each for each in reasons if each.rejected and each.motive == motive]
        counts = (
            (len(here), round(len(here) / len(given), 9), len(also), len(not_so), len({each.document for each in here}))
            if given
            else (None, None, None, len(not_so), None)
        )
        yield (*place, motive, *counts, *map(_ids, (here, also, not_so, reasons)))


def _ids(reasons: Iterable[Reason]) -> list[str]:
    return [each.reason_id for each in reasons]
