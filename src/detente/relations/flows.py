"""What one state gave another, as the sources have it: loans, grants, plants, technicians, students, arms and trade by decade.

Every figure of such a kind is a statement of a flow (`ledger_words.yaml`). They are summed by these rules:

1. Planned and delivered are kept apart, and so are units: no currency is converted, and none added to another.
2. Statements of one kind, giver, receiver and unit whose dates can be one and whose values lie within 5 per cent give one
   **amount**, counted once. A statement that names no side is taken with the one amount it fits; where it fits none, or
   amounts of two pairs of states, it stands under sides not named.
3. Amounts whose dates overlap are different tellings of one thing, and are not added: they give a range. One told of a span
   of more than a year is set beside the sum of those within it, as another telling of the whole.
4. Amounts of different times are added. A **sum** is of a decade; what runs over several decades, or has no date, stands apart.

A sum adds what the sources tell, and is no total of what was given: years of which no source tells are missing in it. Persons
counted in two years (students, technicians) may be the same persons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import polars as pl

from detente.dates import UncertainDate, year_of
from detente.model import Figure, content_id
from detente.relations.kin import kin
from detente.relations.ledger_words import flow_kinds

CLOSE = 0.05
"""How far two values may lie apart, as a share of the larger, and still be one amount."""

SEVERAL, UNDATED = "no single decade", "undated"
"""The periods of what runs over several decades, or is dated on one side only, and of what has no date."""

_LEAST, _MOST = frozenset({"at_least", "more_than"}), frozenset({"at_most", "less_than"})
_LONG = 366
_FAR = 10**9

Sides = tuple[str | None, str | None]
"""Giver and receiver, None where the words do not say; in order of letters where both give and receive."""


@dataclass(frozen=True, kw_only=True)
class FlowAmount:
    """One amount, with all statements that give it: `low` to `high` in the unit of its sum, `date` the narrowest told."""

    low: float
    high: float
    date: UncertainDate | None
    figure_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FlowSum:
    """The sum of one kind of flow between two states in one unit and period.

    `low` to `high` in `unit` (a currency, persons, plants): equal where the sources agree. `giver` and `receiver` are COW
    letters, None where no statement names them; `mutual` says that both give and receive. `promised` tells a plan from a deed.
    `period` is a decade (`1950s`), `SEVERAL` or `UNDATED`, `decade` its first year or None. `more` says that `high` rests on an
    amount told only as a least one ("more than 18,000"), `less` that it rests on one told only as a most. `amounts` are what
    was added or stands as another telling; `n` counts statements, `n_sources` the documents. `of_ids` are all statements that
    could be in the sum: as they are taken one after another, which are in it rests on the others too.
    """

    flow_id: str
    kind: str
    giver: str | None
    receiver: str | None
    mutual: bool
    promised: bool
    unit: str
    period: str
    decade: int | None
    low: float
    high: float
    more: bool
    less: bool
    amounts: tuple[FlowAmount, ...]
    n: int
    n_sources: int
    figure_ids: tuple[str, ...]
    of_ids: tuple[str, ...]


@dataclass
class _Amount:
    """An amount that is being gathered; its first figure is the most finely dated one."""

    figures: list[Figure] = field(default_factory=list)

    @property
    def sides(self) -> Sides:
        return next((sides for each in self.figures if (sides := _sides(each)) != (None, None)), (None, None))

    @property
    def date(self) -> UncertainDate | None:
        return self.figures[0].date

    @property
    def low(self) -> float:
        return min(each.value for each in self.figures)

    @property
    def high(self) -> float:
        return max(_top(each) for each in self.figures)

    def fits(self, figure: Figure) -> bool:
        first = self.figures[0]
        return _overlap(first.date, figure.date) and _close(first.value, figure.value) and _close(_top(first), _top(figure))


def flow_sums(figures: Iterable[Figure]) -> tuple[FlowSum, ...]:
    """The sums of all flows, in order of kind, sides, unit, delivered before planned, and period; those of no decade last."""
    groups: dict[tuple[str, str, bool, bool], list[Figure]] = defaultdict(list)
    for figure in {each.figure_id: each for each in figures}.values():
        if figure.what in flow_kinds() and figure.value > 0:
            groups[flow_kinds()[figure.what], figure.unit, figure.mutual, figure.promised].append(figure)
    found: list[FlowSum] = []
    for (kind, unit, mutual, promised), row in groups.items():
        cells: dict[tuple[Sides, str], list[_Amount]] = defaultdict(list)
        for amount in _amounts(row):
            cells[amount.sides, _period(amount.date)].append(amount)
        possible = _possible(row)
        for (sides, period), cell in cells.items():
            of_ids = tuple(sorted(possible[sides, period]))
            found.append(_sum(cell, period, kind=kind, sides=sides, unit=unit, mutual=mutual, promised=promised, of_ids=of_ids))
    return tuple(sorted(found, key=_order))


def _order(each: FlowSum) -> tuple[object, ...]:
    kinds = list(dict.fromkeys(flow_kinds().values()))
    sides = each.giver is None, each.giver or "", each.receiver is None, each.receiver or ""
    when = each.decade is None, each.decade or 0, each.period
    return kinds.index(each.kind), *sides, each.unit, each.mutual, each.promised, *when, each.flow_id


# amounts ----------------------------------------------------------------------------------------------


def _top(figure: Figure) -> float:
    return figure.value if figure.high is None else figure.high


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def _sides(figure: Figure) -> Sides:
    if figure.mutual and figure.giver and figure.receiver:
        first, second = sorted((figure.giver, figure.receiver))
        return first, second
    return figure.giver, figure.receiver


def _bounds(date: UncertainDate) -> tuple[int, int]:
    return (-_FAR if date.start is None else date.start), (_FAR if date.end is None else date.end)


def _overlap(one: UncertainDate | None, other: UncertainDate | None) -> bool:
    """Whether two dates can be one; what has no date is only one with what has none."""
    if one is None or other is None:
        return one is other
    (first, last), (begins, ends) = _bounds(one), _bounds(other)
    return first <= ends and begins <= last


def _length(date: UncertainDate | None) -> int:
    if date is None:
        return 2 * _FAR
    first, last = _bounds(date)
    return last - first


def _finest_first(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda each: (_length(each.date), (each.date.first if each.date else 0) or 0, each.value, each.figure_id))


def _amounts(figures: Sequence[Figure]) -> list[_Amount]:
    """The amounts of one kind, unit and status; statements that name no side come last, and go to what they fit."""
    found: list[_Amount] = []
    for figure in _finest_first(each for each in figures if _sides(each) != (None, None)):
        home = next((amount for amount in found if amount.sides == _sides(figure) and amount.fits(figure)), None)
        _put(figure, home, found)
    for figure in _finest_first(each for each in figures if _sides(each) == (None, None)):
        fitting = [amount for amount in found if amount.fits(figure)]
        one = len({amount.sides for amount in fitting if amount.sides != (None, None)}) < 2
        unnamed = next((amount for amount in fitting if amount.sides == (None, None)), None)
        _put(figure, fitting[0] if fitting and one else unnamed, found)
    return found


def _possible(figures: Sequence[Figure]) -> Mapping[tuple[Sides, str], set[str]]:
    """For each pair of sides and period the statements that could be in its sum: those of all that could be one amount by twos."""
    known = {figure.figure_id: figure for figure in figures}
    found: dict[tuple[Sides, str], set[str]] = defaultdict(set)
    for group in set(kin(known, _pairs(figures)).values()):
        sides, periods = {_sides(known[each]) for each in group}, {_period(known[each].date) for each in group}
        for cell in product(sides, periods):
            found[cell] |= group
    return found


def _pairs(figures: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    """Statements that could be of one amount, by twos."""
    ordered = sorted(figures, key=lambda each: (each.value, each.figure_id))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if not _close(one.value, other.value):
                break
            one_pair = _sides(one) == _sides(other) or (None, None) in (_sides(one), _sides(other))
            if one_pair and _close(_top(one), _top(other)) and _overlap(one.date, other.date):
                yield one.figure_id, other.figure_id


def _put(figure: Figure, home: _Amount | None, found: list[_Amount]) -> None:
    if home is None:
        found.append(home := _Amount())
    home.figures.append(figure)
    home.figures.sort(key=lambda each: (_length(each.date), each.figure_id))


# sums -------------------------------------------------------------------------------------------------


def _years(date: UncertainDate | None) -> tuple[int, int] | None:
    """First and last year of a date that is closed on both sides; None of any other."""
    return None if date is None or date.start is None or date.end is None else (year_of(date.start), year_of(date.end))


def _period(date: UncertainDate | None) -> str:
    years = _years(date)
    if years is None:
        return UNDATED if date is None else SEVERAL
    first, last = (year - year % 10 for year in years)
    return _decade_name(first) if first == last else SEVERAL


def _decade_name(decade: int) -> str:
    return f"{decade:04d}s" if decade >= 0 else f"-{-decade:04d}s"


def _sum(
    amounts: Sequence[_Amount], period: str, *, kind: str, sides: Sides, unit: str, mutual: bool, promised: bool, of_ids: tuple[str, ...]
) -> FlowSum:
    ordered = sorted(amounts, key=lambda each: (_start(each), _length(each.date), each.low, each.figures[0].figure_id))
    figures = [figure for amount in ordered for figure in amount.figures]
    ids = sorted(figure.figure_id for figure in figures)
    low, high = _range(ordered, added=period != UNDATED)
    return FlowSum(
        flow_id=content_id("flow", kind, unit, mutual, promised, list(sides), period, ids),
        kind=kind,
        giver=sides[0],
        receiver=sides[1],
        mutual=mutual,
        promised=promised,
        unit=unit,
        period=period,
        decade=None if period in (SEVERAL, UNDATED) else int(period[:-1]),
        low=low,
        high=high,
        more=_bound(ordered, high, _LEAST),
        less=_bound(ordered, high, _MOST),
        amounts=tuple(_plain(each) for each in ordered),
        n=len(ids),
        n_sources=len({figure.document for figure in figures}),
        figure_ids=tuple(ids),
        of_ids=of_ids,
    )


def _start(amount: _Amount) -> int:
    return _bounds(amount.date)[0] if amount.date else _FAR


def _plain(amount: _Amount) -> FlowAmount:
    ids = tuple(sorted(each.figure_id for each in amount.figures))
    return FlowAmount(low=amount.low, high=amount.high, date=amount.date, figure_ids=ids)


def _range(amounts: Sequence[_Amount], *, added: bool) -> tuple[float, float]:
    """The least and the most that the amounts can come to, by rules 3 and 4; what has no date is never added."""
    fine = [amount for amount in amounts if _length(amount.date) < _LONG] if added else []
    wide = [amount for amount in amounts if amount not in fine]
    low, high = _added(fine)
    if fine:
        # what is told of a whole span is another telling of the items within it, and adds nothing of its own
        return min([low, *(each.low for each in wide)]), max([high, *(each.high for each in wide)])
    if not added:
        return min(each.low for each in wide), max(each.high for each in wide)
    return _added(wide)


def _added(amounts: Sequence[_Amount]) -> tuple[float, float]:
    """The sum over times that do not overlap; of each time the least and the most that is told."""
    low = high = 0.0
    for row in _times(amounts):
        low += min(each.low for each in row)
        high += max(each.high for each in row)
    return low, high


def _bound(amounts: Sequence[_Amount], high: float, bounds: frozenset[str]) -> bool:
    """Whether the high end of a sum rests on an amount that is told only with one of `bounds`."""
    fine = [amount for amount in amounts if _length(amount.date) < _LONG]
    alone = [amount for amount in amounts if amount.high == high]
    tops = alone or [max(row, key=lambda each: each.high) for row in _times(fine or amounts)]
    return any(all(figure.bound in bounds for figure in amount.figures) for amount in tops)


def _times(amounts: Sequence[_Amount]) -> list[list[_Amount]]:
    """Amounts in runs whose dates overlap one with the next."""
    runs: list[list[_Amount]] = []
    ends = -_FAR
    for amount in sorted(amounts, key=lambda each: (_start(each), each.figures[0].figure_id)):
        if runs and _start(amount) <= ends:
            runs[-1].append(amount)
        else:
            runs.append([amount])
        ends = max(ends, _bounds(amount.date)[1] if amount.date else _FAR)
    return runs


# the table --------------------------------------------------------------------------------------------

_TEXT, _LIST = pl.String(), pl.List(pl.String)
_SCHEMA: dict[str, pl.DataType] = {
    "flow_id": _TEXT,
    "kind": _TEXT,
    "giver": _TEXT,
    "receiver": _TEXT,
    "mutual": pl.Boolean(),
    "promised": pl.Boolean(),
    "unit": _TEXT,
    "period": _TEXT,
    "low": pl.Float64(),
    "high": pl.Float64(),
    "more": pl.Boolean(),
    "less": pl.Boolean(),
    "amounts": _LIST,
    "n_amounts": pl.Int64(),
    "n": pl.Int64(),
    "n_sources": pl.Int64(),
    "figure_ids": _LIST,
    "of_ids": _LIST,
}


def flows_frame(sums: Sequence[FlowSum]) -> pl.DataFrame:
    """The sums as a frame: the columns of the table `flows`."""
    return pl.DataFrame([_row(each) for each in sums], schema=_SCHEMA, orient="row")


def _row(each: FlowSum) -> tuple[object, ...]:
    amounts = [_amount_text(amount) for amount in each.amounts]
    sides = each.giver, each.receiver, each.mutual, each.promised
    measures = (
        each.low,
        each.high,
        each.more,
        each.less,
        amounts,
        len(amounts),
        each.n,
        each.n_sources,
        list(each.figure_ids),
        list(each.of_ids),
    )
    return each.flow_id, each.kind, *sides, each.unit, each.period, *measures


def _amount_text(amount: FlowAmount) -> str:
    value = f"{amount.low:.15g}" if amount.low == amount.high else f"{amount.low:.15g} to {amount.high:.15g}"
    return f"{amount.date.edtf if amount.date else UNDATED}: {value}"
