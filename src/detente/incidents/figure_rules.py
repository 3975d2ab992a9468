"""When two figures answer one question: the same thing counted, of the same states, at one time. The amount takes no part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from detente.dates import year_of
from detente.incidents.amounts import amounts_verdict
from detente.incidents.lists import lists
from detente.incidents.telling import Rules, Telling
from detente.incidents.times import MONTH, VAGUE, YEAR, Time, days_apart, meet, time_of
from detente.incidents.words import content_words, total
from detente.model import Figure

Sort = Literal["yearly", "loans", "stocks", "occasion"]

_LOOSE = 1826
"""Five years: how far from its day a stock may have stood that only the paragraph dates."""
_BOUND = frozenset({"at_least", "at_most", "more_than", "less_than"})
_BARS = (0.35, 0.4, 0.45, 0.6)
_FLOOR = (0.25, 0.25, 0.3, 0.6)
_STATELESS = 0.15
_TELLING, _YEARS_APART, _MONTH = 20, 366, 31
"""A number of this size or more that two sources give of one thing is one number: within a year where one of them, or a stock, has no
firm date of its own, within a month where both know the month, else where their times share a day."""
_WORD, _NUMBER = re.compile(r"[a-z]+"), re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_YEAR_LIKE, _APART = re.compile(r"1[5-9]\d\d|20\d\d"), re.compile(r"\band\b|[,;]")
_WALL = 40
"""Code points that "and" or a comma counts for between a number and a word of leaving."""
_MUCH, _MUCH_HELPS = 40, 0.12
"""Words that weigh so much together are rarely shared by chance, however long the two sentences are."""


@dataclass(frozen=True, slots=True)
class FigureGate:
    """What a figure is compared by apart from its words: what is counted, in what, from whom to whom, and when."""

    what: str
    sort: Sort
    unit: str
    states: frozenset[str]
    giver: str | None
    time: Time
    leaving: bool
    value: float | None
    crowded: bool = False
    """Whether its sentence counts the same thing more than once: which of these another source means, only an equal number shows."""


def is_money(unit: str) -> bool:
    """Whether a unit is a currency."""
    return unit.casefold().rpartition(" ")[2] in lists().currencies


def thing_of(figure: Figure) -> str:
    """What a figure counts, under the name by which it is compared; a duration by no other name, whatever lasts."""
    what = lists().same_figures.get(figure.what, figure.what)
    return what.split()[0] if what.startswith("duration") else what


def leaves(figure: Figure) -> bool:
    """Whether a figure counts those who go: whether its number is the nearest to a word of leaving; "and" keeps two apart."""
    text = figure.quote.casefold()
    numbers = [match for match in _NUMBER.finditer(text) if not _YEAR_LIKE.fullmatch(match.group())]
    own = [match for match in numbers if float(match.group().replace(",", "")) == figure.value]
    going = [match for match in _WORD.finditer(text) if match.group() in lists().leaving]
    if not own or len(numbers) == 1:
        return bool(going)
    return any(min(numbers, key=lambda number: (_between(text, number, word), number.start())) in own for word in going)


def _between(text: str, one: re.Match[str], other: re.Match[str]) -> int:
    between = text[min(one.end(), other.end()) : max(one.start(), other.start())]
    return len(between) + _WALL * len(_APART.findall(between))


def telling_of(figure: Figure) -> Telling:
    """A figure, made ready."""
    what = thing_of(figure)
    time, words = time_of(figure.date), content_words(figure.quote)
    states = frozenset(state for state in (figure.giver, figure.receiver) if state)
    sort: Sort = lists().figure_sorts.get(what, "occasion")  # type: ignore[assignment]
    gate = FigureGate(
        what=what,
        sort=sort,
        unit="money" if is_money(figure.unit) else "" if sort == "stocks" else figure.unit.casefold(),
        states=states,
        giver=figure.giver if len(states) == 2 and not figure.mutual else None,
        time=time,
        leaving=sort == "stocks" and leaves(figure),
        value=figure.value if figure.bound in ("exact", "about") and figure.value >= _TELLING else None,
    )
    return Telling(
        statement=figure, key=figure.figure_id, kind="figure", document=figure.document, sentence=figure.sentence, span=figure.span,
        blocks=((what, gate.unit),), gate=gate, time=time, level=time.level, words=words, weight=total(words),
    )  # fmt: skip


def crowds(tellings: Iterable[Telling]) -> list[Telling]:
    """The tellings, with those marked whose sentence counts the same thing at the same time more than once."""
    known = list(tellings)
    often = Counter(key for telling in known if (key := _crowd(telling)))
    return [replace(t, gate=replace(t.gate, crowded=True)) if (key := _crowd(t)) and often[key] > 1 else t for t in known]


def _crowd(telling: Telling) -> tuple[Hashable, ...] | None:
    gate = telling.gate
    return (telling.document, telling.sentence, gate.what, gate.unit, gate.giver, gate.time) if isinstance(gate, FigureGate) else None


def alike(one: FigureGate, other: FigureGate) -> bool:
    """Whether the same thing is counted, in comparable units, and neither states nor direction contradict it."""
    states = one.states <= other.states or other.states <= one.states
    return one.what == other.what and one.unit == other.unit and states and (one.giver == other.giver or not (one.giver and other.giver))


def _gate_keys(gate: FigureGate, time: Time) -> Iterable[Hashable]:
    if gate.value is not None:
        yield gate.what, gate.unit, gate.value
    if gate.sort in ("yearly", "loans"):
        if time.first is not None and time.last is not None and time.level <= YEAR:
            for year in range(year_of(time.first), year_of(time.last) + 1):
                yield gate.what, gate.unit, year
    elif gate.sort == "stocks" and len(gate.states) == 2:
        yield gate.what, gate.states


def by_gate(one: FigureGate, other: FigureGate) -> float:
    """The score of two figures by what they count, how many and when: one number of one year, else by the rule of their sort."""
    if not alike(one, other):
        return 0.0
    if one.value is not None and one.value == other.value and days_apart(one.time, other.time) <= _slack(one, other):
        return 0.65
    return 0.0 if one.crowded or other.crowded else _by_sort(one, other)


def _slack(one: FigureGate, other: FigureGate) -> int:
    """How many days apart one number may be told."""
    if one.sort == "stocks" or not (one.time.firm and other.time.firm):
        return _YEARS_APART
    return _MONTH if max(one.time.level, other.time.level) <= MONTH else 0


def _by_sort(one: FigureGate, other: FigureGate) -> float:
    """The score of two figures of one thing, whatever their amounts, by when they were."""
    if one.sort != other.sort or one.sort == "occasion" or one.leaving != other.leaving:
        return 0.0
    both = one.states == other.states and len(one.states) == 2
    if one.sort == "stocks":
        return _stocks(one.time, other.time) if both else 0.0
    level = max(one.time.level, other.time.level)
    if level > YEAR or not meet(one.time, other.time):
        return 0.0
    if both:
        return 0.7 if level < YEAR or one.sort == "yearly" else 0.6
    firm = one.time.firm or other.time.firm
    return 0.5 if one.sort == "loans" and level <= MONTH and firm else 0.0


def _stocks(one: Time, other: Time) -> float:
    """Stocks stand over a period: the times share a day, or one is not told, or one is only that of the paragraph.

    What a sentence itself counts on a day, or in a month, is one with what was counted then, and not with what stood over years.
    """
    if one.firm != other.firm and min(time.level for time in (one, other) if time.firm) <= MONTH:
        return 0.0
    if not (one.told and other.told):
        return 0.5
    if not (one.firm and other.firm):
        return 0.55 if days_apart(one, other) <= _LOOSE else 0.0
    return 0.7 if days_apart(one, other) == 0 and not (min(one.level, other.level) <= MONTH < YEAR <= max(one.level, other.level)) else 0.0


def beside(one: Telling, other: Telling) -> float:
    """The score of two figures beside each other: a bound, and then the number: "fewer than 1,400 were left: 1,390"."""
    a, b = one.statement, other.statement
    if not (isinstance(a, Figure) and isinstance(b, Figure)) or not alike(one.gate, other.gate) or not one.gate.states:
        return 0.0
    bounds = (a.bound in _BOUND) != (b.bound in _BOUND) and "order" not in (a.bound, b.bound)
    return 0.6 if bounds and days_apart(one.time, other.time) == 0 and amounts_verdict(a, b) == "differ in precision" else 0.0


def by_words(one: FigureGate, other: FigureGate, likeness: float, shared: int) -> float:
    """The score of two figures whose words are alike: for those of one occasion, and for those of which a state is not told."""
    years = one.sort in ("yearly", "loans") and max(one.time.level, other.time.level) == VAGUE
    if (
        years
        or one.crowded
        or other.crowded
        or one.leaving != other.leaving
        or not alike(one, other)
        or days_apart(one.time, other.time) > 0
    ):
        return 0.0
    both = one.states == other.states and len(one.states) == 2
    bar = _BARS[max(one.time.level, other.time.level)] + (0 if both else _STATELESS) - _MUCH_HELPS * (shared >= _MUCH)
    return min(1.0, 0.3 + 0.6 * likeness) if likeness >= max(bar, _FLOOR[max(one.time.level, other.time.level)]) else 0.0


def shares(one: FigureGate, other: FigureGate) -> str:
    """What two figures have in common apart from time and words."""
    states = ", same states" if one.states and one.states == other.states else ""
    return f"both count {one.what}{states}"


FIGURE_RULES = Rules(
    kind="figure", telling=telling_of, gate_keys=_gate_keys, by_gate=by_gate, by_words=by_words, alike=alike, shares=shares,
    floor=_FLOOR, least=(20, 25, 30, 40), beside=beside,
)  # fmt: skip
