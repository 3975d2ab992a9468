"""When two statements name one agreement: two parties in common, a date that allows it, and names that do not contradict."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from detente.incidents.lists import lists
from detente.incidents.telling import Rules, Telling
from detente.incidents.times import DAY, MONTH, YEAR, Time, days_apart, time_of
from detente.incidents.words import content_words, dice, total
from detente.model import Agreement

_SAME_NAME = 0.5
_MONTH = 31
"""Days by which two dates of one agreement of that name may lie apart: of signing, and of coming into force."""


@dataclass(frozen=True, slots=True)
class AgreementGate:
    """What an agreement is compared by apart from its words; `name` are the words of its name that tell it from others."""

    parties: frozenset[str]
    name: frozenset[str]
    head: int | None
    time: Time
    pledge: bool = False


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[frozenset[str], int | None]:
    """The telling words of a name by stem, and the class of the noun that heads it, None where it has none of a class."""
    plain = [word for word in name.casefold().replace("-", " ").replace(",", " ").split() if word]
    telling = content_words(" ".join(word for word in plain if word not in lists().blank).title())
    heads = [lists().heads[word] for word in plain if word in lists().heads]
    return frozenset(telling), heads[0] if heads else None


def telling_of(agreement: Agreement) -> Telling:
    """An agreement, made ready."""
    time, words = time_of(agreement.signed), content_words(agreement.quote)
    pledge = agreement.kind == "pledge"
    name, head = name_words(agreement.name)
    parties = frozenset(agreement.parties)
    gate = AgreementGate(parties=parties, name=name, head=head, time=time, pledge=pledge)
    return Telling(
        statement=agreement, key=agreement.agreement_id, kind="agreement", document=agreement.document, sentence=agreement.sentence,
        span=agreement.span, blocks=tuple(combinations(sorted(parties), 2)), gate=gate, time=time, level=time.level, words=words,
        weight=total(words),
    )  # fmt: skip


def alike(one: AgreementGate, other: AgreementGate) -> bool:
    """Whether two parties are shared, and neither the names nor their heads ("treaty", "declaration") contradict.

    Two pledges have no names, only words that say what was promised: whether they are one is for their words to say.
    """
    heads = one.head == other.head or one.head is None or other.head is None
    names = (one.pledge and other.pledge) or not (one.name and other.name) or bool(one.name & other.name)
    return len(one.parties & other.parties) > 1 and heads and names


def names_fit(one: AgreementGate, other: AgreementGate) -> bool:
    """Whether both are named, and mostly by the same words."""
    shared = len(one.name & other.name)
    return dice(shared, len(one.name), len(other.name)) >= _SAME_NAME


def _gate_keys(gate: AgreementGate, time: Time) -> Iterable[Hashable]:
    pairs = list(combinations(sorted(gate.parties), 2))
    yield from product(pairs, sorted(gate.name))
    if time.level <= MONTH and time.first is not None and time.last is not None:
        yield from product(pairs, range(time.first // 64, time.last // 64 + 1))


def by_gate(one: AgreementGate, other: AgreementGate) -> float:
    """The score of two agreements by parties, time and name."""
    if not alike(one, other):
        return 0.0
    level, apart = max(one.time.level, other.time.level), days_apart(one.time, other.time)
    if names_fit(one, other):
        if level <= YEAR:
            return 0.85 if apart == 0 else 0.7 if apart <= _MONTH else 0.0
        return 0.6 if apart == 0 and len(one.name & other.name) > 1 else 0.0
    if level <= MONTH and apart == 0 and not (one.pledge and other.pledge) and (one.time.firm or other.time.firm):
        return 0.6 if level == DAY else 0.5
    return 0.0


def by_words(one: AgreementGate, other: AgreementGate, likeness: float, shared: int) -> float:
    """The score of two agreements whose sentences are alike."""
    told = one.time.told and other.time.told
    if not told or not alike(one, other) or days_apart(one.time, other.time) > 0:
        return 0.0
    return min(1.0, 0.25 + 0.6 * likeness)


def shares(one: AgreementGate, other: AgreementGate) -> str:
    """What two agreements have in common apart from time and words."""
    named = ", same name" if names_fit(one, other) else ""
    return f"same parties {' and '.join(sorted(one.parties & other.parties))}{named}"


AGREEMENT_RULES = Rules(
    kind="agreement", telling=telling_of, gate_keys=_gate_keys, by_gate=by_gate, by_words=by_words, alike=alike, shares=shares,
    floor=(0.4, 0.4, 0.45, 0.6), least=(25, 25, 30, 40),
)  # fmt: skip
