"""Agreements of the sources, each once, whatever the number of statements that tell of it.

Two statements tell of one agreement when

1. they are of one kind and share two parties;
2. their dates of signature can be one day, and neither is vaguer than a year; undated ones go only with undated ones;
3. their names share a word that tells agreements apart ("friendship", not "treaty"); where one of them has no such word,
   both must be dated to the month or better and be no pledges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.dates import UncertainDate
from detente.model import Agreement, content_id
from detente.relations.ledger_words import name_words

TERMS = ("defence", "offence", "neutrality", "nonaggression", "consultation")
"""The obligations, in ATOP's order."""

_MONTH, _YEAR = 31, 366
_ALWAYS = 10**9


@dataclass(frozen=True, kw_only=True)
class Treaty:
    """One agreement, as the sources together tell of it.

    `name` is the fullest of its names, `signed` and `ended` the most finely dated, `place` and `term` the most often told;
    `parties` are those that
    half of the statements name; `signatories`, `obligations` and `terms` all that any does. `secret` is True if one calls it so.
    `agreement_ids` are the statements in order of date and place, `documents` the sources that make them.
    """

    treaty_id: str
    name: str
    kind: str
    parties: tuple[str, ...]
    signed: UncertainDate | None
    place: str | None
    signatories: tuple[str, ...]
    term: str | None
    obligations: tuple[str, ...]
    terms: tuple[str, ...]
    flows: tuple[str, ...]
    ended: UncertainDate | None
    secret: bool
    agreement_ids: tuple[str, ...]
    documents: tuple[str, ...]


def treaties_of(agreements: Iterable[Agreement]) -> tuple[Treaty, ...]:
    """The agreements of the sources in order of signature, the undated last; the order of the statements does not matter."""
    found = [_treaty(group) for group in same_agreements(agreements)]
    return tuple(sorted(found, key=lambda each: (each.signed is None, _first(each.signed), each.name, each.treaty_id)))


def same_agreements(agreements: Iterable[Agreement]) -> tuple[tuple[Agreement, ...], ...]:
    """The statements in groups that tell of one agreement, by the rules of this module; each stands in one group."""
    told = sorted({each.agreement_id: each for each in agreements}.values(), key=_order)
    home = {each.agreement_id: each.agreement_id for each in told}

    def root(ident: str) -> str:
        """The statement that stands for the group, as far as it is joined."""
        while home[ident] != ident:
            ident = home[ident]
        return ident

    for one, other in _near(told):
        if _same(one, other):
            first, second = sorted((root(one.agreement_id), root(other.agreement_id)))
            home[second] = first
    groups: dict[str, list[Agreement]] = defaultdict(list)
    for each in told:
        groups[root(each.agreement_id)].append(each)
    return tuple(tuple(groups[ident]) for ident in sorted(groups))


def _first(date: UncertainDate | None) -> int:
    return (date.first if date else None) or 0


def _bounds(date: UncertainDate) -> tuple[int, int]:
    """First and last day, an open side as far off as can be."""
    return (-_ALWAYS if date.start is None else date.start), (_ALWAYS if date.end is None else date.end)


def _order(each: Agreement) -> tuple[bool, int, str, int, str]:
    return each.signed is None, _first(each.signed), each.document, each.span.start, each.agreement_id


def _near(told: Sequence[Agreement]) -> Iterator[tuple[Agreement, Agreement]]:
    """Statements of one kind whose dates can be one; each is compared only with those that begin before it ends."""
    by_kind: dict[str, list[Agreement]] = defaultdict(list)
    for each in told:
        by_kind[each.kind].append(each)
    for row in by_kind.values():
        undated = [each for each in row if each.signed is None]
        dated = sorted((each for each in row if each.signed), key=lambda each: (_days(each), each.agreement_id))
        yield from ((one, other) for at, one in enumerate(undated) for other in undated[at + 1 :])
        for at, one in enumerate(dated):
            for other in dated[at + 1 :]:
                if _days(other)[0] > _days(one)[1]:
                    break
                yield one, other


def _days(each: Agreement) -> tuple[int, int]:
    return _bounds(each.signed) if each.signed else (-_ALWAYS, _ALWAYS)


def _same(one: Agreement, other: Agreement) -> bool:
    if len(set(one.parties) & set(other.parties)) < 2:
        return False
    mine, theirs = name_words(one.name), name_words(other.name)
    widest = max(_width(one), _width(other))
    if mine and theirs:
        return bool(mine & theirs) and widest <= _YEAR
    return one.kind != "pledge" and one.signed is not None and widest <= _MONTH


def _width(each: Agreement) -> int:
    if each.signed is None:
        return 0
    first, last = _days(each)
    return last - first + 1


def _treaty(group: Sequence[Agreement]) -> Treaty:
    named = Counter(party for each in group for party in set(each.parties))
    states = {party for party, n in named.items() if 2 * n >= len(group)}  # one account in many that names a third is mistaken sooner
    owed = {term for each in group for term in each.obligations}
    return Treaty(
        treaty_id=content_id("treaty", *(each.agreement_id for each in group)),
        name=min((each.name for each in group), key=lambda name: (-len(name_words(name)), -len(name), name)),
        kind=group[0].kind,
        parties=tuple(sorted(states)),
        signed=_finest(each.signed for each in group),
        place=_most_told(each.place for each in group),
        signatories=tuple(sorted({person for each in group for person in each.signatories})),
        term=_most_told(each.term for each in group),
        obligations=(*(term for term in TERMS if term in owed), *sorted(owed - set(TERMS))),
        terms=tuple(dict.fromkeys(words for each in group for words in each.terms)),
        flows=tuple(dict.fromkeys(words for each in group for words in each.flows)),
        ended=_finest(each.ended for each in group),
        secret=any(each.secret for each in group),
        agreement_ids=tuple(each.agreement_id for each in group),
        documents=tuple(sorted({each.document for each in group})),
    )


def _finest(dates: Iterable[UncertainDate | None]) -> UncertainDate | None:
    known = [date for date in dates if date is not None]
    return min(known, key=lambda date: (_bounds(date)[1] - _bounds(date)[0], _bounds(date), date.edtf)) if known else None


def _most_told(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None
