"""Agreements of the sources beside the rows of published data sets of alliances, and where the two differ.

A row of a data set is joined to an agreement that shares at least two parties and can bind (a treaty, an agreement or an
organisation, or any that names an obligation):

- a row of a treaty, when it begins within a year of the signature; it goes to the one agreement that is nearest in time;
- a run of years (a data set of dyad-years does not tell one treaty from the next), when it begins within a year of the
  signature of a treaty or the founding of an organisation, or was in force then and is of an obligation that the sources name.

An agreement without a date, or with one vaguer than a year, is joined to nothing. What a data set does not tell of is not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from detente.datasets.alliances import AllianceRow
from detente.dates import UncertainDate, year_of
from detente.relations.agreements import Treaty
from detente.relations.ledger_words import binding_kinds, yearly_kinds

Said = UncertainDate | tuple[str, ...] | None
"""What one side says of an aspect: a date, words, or nothing."""

How = Literal["agree", "differ in precision", "disagree", "only the data set says", "only the sources say"]
"""How the sources and a data set stand to each other in one aspect."""

NEAR_YEARS = 1
"""By how many years the beginning of a row may lie from the signature."""

_FAR, _YEAR = 10**9, 366
_SAME_DUTY = {"entente": "consultation"}


@dataclass(frozen=True, kw_only=True)
class Aspect:
    """One aspect (date, parties, obligations, end): what the sources say, what the data set says; `note` explains the latter."""

    name: str
    sources: Said
    data: Said
    verdict: How
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """An agreement beside the rows of one data set that are joined to it; aspects of which neither side tells are left out."""

    treaty: Treaty
    data_set: str
    rows: tuple[AllianceRow, ...]
    aspects: tuple[Aspect, ...]

    @property
    def differences(self) -> tuple[Aspect, ...]:
        """The aspects in which the two do not agree."""
        return tuple(aspect for aspect in self.aspects if aspect.verdict != "agree")


def beside_data(treaties: Sequence[Treaty], rows: Iterable[AllianceRow]) -> tuple[Beside, ...]:
    """Each agreement beside each data set that has it, in order of the agreements and of the names of the data sets."""
    joined: dict[tuple[int, str, str], list[AllianceRow]] = defaultdict(list)
    able = [(at, treaty) for at, treaty in enumerate(treaties) if _can_bind(treaty)]
    states = {state for _, treaty in able for state in treaty.parties}
    for row in rows:
        if len(states.intersection(row.members)) < 2:
            continue
        fitting = [(at, treaty) for at, treaty in able if _fits(treaty, row)]
        if fitting and not row.yearly:
            fitting = [min(fitting, key=lambda pair: _nearness(pair[0], pair[1], row))]
        for at, _ in fitting:
            joined[at, row.data_set, row.file].append(row)
    return tuple(_beside(treaties[key[0]], key[1], joined[key]) for key in sorted(joined))


def _can_bind(treaty: Treaty) -> bool:
    if treaty.signed is None or not (treaty.obligations or treaty.kind in binding_kinds()):
        return False
    first, last = _bounds(treaty.signed)
    return last - first < _YEAR


def _fits(treaty: Treaty, row: AllianceRow) -> bool:
    if len(set(treaty.parties) & set(row.members)) < 2 or treaty.signed is None or row.start is None:
        return False
    near = _years_apart(treaty.signed, row.start) <= NEAR_YEARS
    if not row.yearly:
        return near
    promised = bool(_duties(treaty.obligations) & _duties(row.obligations))
    return (near and (promised or treaty.kind in yearly_kinds())) or (promised and _in_force(row, treaty.signed))


def _in_force(row: AllianceRow, day: UncertainDate) -> bool:
    first, last = _bounds(day)
    ends = _bounds(row.end)[1] if row.end else _FAR
    return row.start is not None and _bounds(row.start)[0] <= last and first <= ends


def _duties(terms: Iterable[str]) -> set[str]:
    """Obligations in ATOP's terms: COW's entente is a promise to consult."""
    return {_SAME_DUTY.get(term, term) for term in terms}


def _bounds(date: UncertainDate) -> tuple[int, int]:
    return (-_FAR if date.start is None else date.start), (_FAR if date.end is None else date.end)


def _years(date: UncertainDate) -> tuple[int, int]:
    """The years that a date can fall in; of an open one those of the side that is known."""
    first, last = date.first or 0, date.last or 0
    return year_of(first), year_of(last)


def _years_apart(one: UncertainDate, other: UncertainDate) -> int:
    (first, last), (begins, ends) = _years(one), _years(other)
    return max(first - ends, begins - last, 0)


def _nearness(at: int, treaty: Treaty, row: AllianceRow) -> tuple[int, int, bool, int, int]:
    """The nearest in days first, then the most obligations in common, then treaties, then the most statements."""
    apart = _FAR
    if treaty.signed and row.start:
        (first, last), (begins, ends) = _bounds(treaty.signed), _bounds(row.start)
        apart = max(first - ends, begins - last, 0)
    common = len(_duties(treaty.obligations) & _duties(row.obligations))
    return apart, -common, treaty.kind != "treaty", -len(treaty.agreement_ids), at


# what differs -----------------------------------------------------------------------------------------


def _beside(treaty: Treaty, data_set: str, rows: Sequence[AllianceRow]) -> Beside:
    ordered = tuple(sorted(rows, key=lambda row: (row.row, row.ident)))
    aspects = [_date(treaty, ordered), _parties(treaty, ordered), _obligations(treaty, ordered), *_ends(treaty, ordered)]
    return Beside(treaty=treaty, data_set=data_set, rows=ordered, aspects=tuple(aspect for aspect in aspects if aspect))


def compare_dates(one: UncertainDate, other: UncertainDate) -> How:
    """The same days agree, days that can be the same differ in precision, others disagree."""
    (first, last), (begins, ends) = _bounds(one), _bounds(other)
    if (first, last) == (begins, ends):
        return "agree"
    return "differ in precision" if first <= ends and begins <= last else "disagree"


def _date(treaty: Treaty, rows: Sequence[AllianceRow]) -> Aspect | None:
    starts = [row.start for row in rows if row.start]
    if treaty.signed is None or not starts:
        return None
    signed = treaty.signed
    nearest = min(starts, key=lambda date: (_years_apart(signed, date), _bounds(date)))
    if not rows[0].yearly:
        return Aspect(name="date", sources=signed, data=nearest, verdict=compare_dates(signed, nearest))
    if _years_apart(signed, nearest) == 0:
        return Aspect(name="date", sources=signed, data=nearest, verdict="agree", note="told by years only")
    note = "in force already: data by years do not tell one treaty from the next" if _bounds(nearest)[0] < _bounds(signed)[0] else ""
    return Aspect(name="date", sources=signed, data=nearest, verdict="differ in precision" if note else "disagree", note=note)


def _parties(treaty: Treaty, rows: Sequence[AllianceRow]) -> Aspect | None:
    mine, theirs = set(treaty.parties), {member for row in rows for member in row.members}
    if mine == theirs:
        verdict: How = "agree"
    else:
        verdict = "differ in precision" if mine < theirs or theirs < mine else "disagree"
    if rows[0].yearly and theirs < mine:
        return None  # a row of a pair says nothing of third parties
    return Aspect(name="parties", sources=tuple(sorted(mine)), data=tuple(sorted(theirs)), verdict=verdict)


def _obligations(treaty: Treaty, rows: Sequence[AllianceRow]) -> Aspect | None:
    known = _duties(term for row in rows for term in row.known)
    mine, theirs = _duties(treaty.obligations) & known, _duties(term for row in rows for term in row.obligations)
    if not mine and not theirs:
        return None
    if not mine or not theirs:
        verdict: How = "only the data set says" if theirs else "only the sources say"
    elif mine == theirs:
        verdict = "agree"
    else:
        verdict = "differ in precision" if mine < theirs or theirs < mine else "disagree"
    return Aspect(name="obligations", sources=tuple(sorted(mine)) or None, data=tuple(sorted(theirs)) or None, verdict=verdict)


def _ends(treaty: Treaty, rows: Sequence[AllianceRow]) -> list[Aspect]:
    """One aspect for a treaty, one for each obligation of a run of years."""
    found = []
    for row in rows:
        name = f"end of {row.obligations[0]}" if row.yearly and row.obligations else "end"
        aspect = _end(name, treaty.ended, row)
        if aspect and aspect not in found:
            found.append(aspect)
    return found


def _end(name: str, ended: UncertainDate | None, row: AllianceRow) -> Aspect | None:
    open_note = f"in force in {row.last_year}, when the data end" if row.last_year else "open"
    if row.end is None:
        return Aspect(name=name, sources=ended, data=None, verdict="disagree", note=open_note) if ended else None
    if ended is None:
        return Aspect(name=name, sources=None, data=row.end, verdict="only the data set says")
    return Aspect(name=name, sources=ended, data=row.end, verdict=compare_dates(ended, row.end))


# the table --------------------------------------------------------------------------------------------

_TEXT, _LIST, _WHOLE = pl.String(), pl.List(pl.String), pl.Int64()
_SCHEMA: dict[str, pl.DataType] = {
    "treaty_id": _TEXT,
    "name": _TEXT,
    "kind": _TEXT,
    "parties": _LIST,
    "signed": _TEXT,
    "place": _TEXT,
    "signatories": _LIST,
    "term": _TEXT,
    "obligations": _LIST,
    "terms": _LIST,
    "flows": _LIST,
    "ended": _TEXT,
    "secret": pl.Boolean(),
    "n": _WHOLE,
    "n_sources": _WHOLE,
    "agreement_ids": _LIST,
    "data_rows": _LIST,
    "differences": _LIST,
}


def treaties_frame(treaties: Sequence[Treaty], beside: Sequence[Beside] = ()) -> pl.DataFrame:
    """The agreements as a frame: the columns of the table `treaties`; dates in EDTF."""
    by_id: dict[str, list[Beside]] = defaultdict(list)
    for each in beside:
        by_id[each.treaty.treaty_id].append(each)
    return pl.DataFrame([_row(treaty, by_id[treaty.treaty_id]) for treaty in treaties], schema=_SCHEMA, orient="row")


def _row(treaty: Treaty, beside: Sequence[Beside]) -> tuple[object, ...]:
    return (
        treaty.treaty_id,
        treaty.name,
        treaty.kind,
        list(treaty.parties),
        treaty.signed.edtf if treaty.signed else None,
        treaty.place,
        list(treaty.signatories),
        treaty.term,
        list(treaty.obligations),
        list(treaty.terms),
        list(treaty.flows),
        treaty.ended.edtf if treaty.ended else None,
        treaty.secret,
        len(treaty.agreement_ids),
        len(treaty.documents),
        list(treaty.agreement_ids),
        list(dict.fromkeys(f"{each.data_set}, {row.file}, row {row.row}" for each in beside for row in each.rows)),
        [f"{each.data_set}: {_told(aspect)}" for each in beside for aspect in each.differences],
    )


def _told(aspect: Aspect) -> str:
    note = f" ({aspect.note})" if aspect.note else ""
    return f"{aspect.name}: sources {_words(aspect.sources)}, data {_words(aspect.data)}{note}: {aspect.verdict}"


def _words(said: Said) -> str:
    if isinstance(said, UncertainDate):
        return said.edtf
    return ", ".join(said) if said else "none"
