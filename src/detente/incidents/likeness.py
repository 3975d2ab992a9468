"""Whether two statements tell of one happening: a score, and the reason in words.

The answer depends on the two statements alone (and on whether their documents are copies of one text): never on how often a word
or a date occurs elsewhere, for then deleting a third source would change it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.incidents.agreement_rules import AGREEMENT_RULES
from detente.incidents.event_rules import EVENT_RULES
from detente.incidents.figure_rules import FIGURE_RULES
from detente.incidents.milestone_rules import MILESTONE_RULES
from detente.incidents.period_rules import PERIOD_RULES
from detente.incidents.telling import Rules, Telling, Told, near_in_text
from detente.incidents.times import days_apart
from detente.incidents.words import dice, shared_weight, words_shared
from detente.model import Agreement, Event, Figure, Milestone, Period

KINDS = ("event", "figure", "agreement", "period", "milestone")
"""The kinds of incident, in the order in which they are listed."""

RULES: dict[str, Rules] = {rules.kind: rules for rules in (EVENT_RULES, FIGURE_RULES, AGREEMENT_RULES, PERIOD_RULES, MILESTONE_RULES)}

_KIND_OF: dict[type, str] = {Event: "event", Figure: "figure", Agreement: "agreement", Period: "period", Milestone: "milestone"}

SharedWeight = Callable[[Telling, Telling], int]
"""What the words of two tellings weigh that both have."""

COPIED = 0.95
"""The score of two statements in the same words of two copies of one text."""
_LEAST_COPIED = 20


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """That two statements tell of one happening: how surely (0 to 1), and what they share."""

    score: float
    reason: str


def kind_of(statement: Told) -> str:
    """The kind of incident that a statement can stand in."""
    return _KIND_OF[type(statement)]


def key_of(statement: Told) -> str:
    """The id of a statement of any kind."""
    return str(getattr(statement, f"{kind_of(statement)}_id"))


def telling_of(statement: Told) -> Telling:
    """A statement, made ready to be compared."""
    return RULES[kind_of(statement)].telling(statement)


def likeness(one: Told, other: Told, *, copied: bool = False) -> Likeness | None:
    """How two statements are alike, None where they do not tell of one happening.

    `copied` says that their documents are copies of one text. The order of the two does not matter.
    """
    a, b = telling_of(one), telling_of(other)
    scored = score(a, b, copied=copied)
    return Likeness(score=scored, reason=reason(a, b)) if scored > 0 else None


def score(one: Telling, other: Telling, *, copied: bool = False) -> float:
    """The score of two tellings, 0 where they do not tell of one happening."""
    if one.kind != other.kind:
        return 0.0
    rules = RULES[one.kind]
    beside = beside_score(rules, one, other)
    if told_apart(one, other):
        return beside
    by_gate = rules.by_gate(one.gate, other.gate)
    by_words = words_score(rules, one, other) if set(one.blocks) & set(other.blocks) else 0.0
    found = max(beside, 0.0 if by_gate < rules.across and one.document == other.document else by_gate, by_words)
    return max(found, copy_score(rules, one, other)) if copied else found


def told_apart(one: Telling, other: Telling) -> bool:
    """Whether one sentence tells the two as two things: then they are not one by any likeness of their own."""
    if (one.document, one.sentence) != (other.document, other.sentence):
        return False
    return not (RULES[one.kind].restated and one.gate == other.gate)


def beside_score(rules: Rules, one: Telling, other: Telling) -> float:
    """The score of two tellings that stand beside each other, 0 where they do not."""
    return rules.beside(one, other) if rules.beside and one.key != other.key and near_in_text(one, other) else 0.0


def words_score(rules: Rules, one: Telling, other: Telling, shared_of: SharedWeight | None = None) -> float:
    """The score that two tellings have by their words, within what the rules of their kind allow.

    `shared_of` answers what the words of the two share, if it is known already.
    """
    level = max(one.level, other.level)
    if level < len(rules.apart) and days_apart(one.time, other.time) > rules.apart[level]:
        return 0.0
    shared = shared_of(one, other) if shared_of else shared_weight(one.words, other.words)
    alike = dice(shared, one.weight, other.weight)
    if shared < rules.least[level] or alike < rules.floor[level]:
        return 0.0
    return round(rules.by_words(one.gate, other.gate, alike, shared), 4)


def copy_words(telling: Telling) -> frozenset[str]:
    """The words by which a statement is known again in a copy: a changed number or date is no other statement."""
    return frozenset(word for word in telling.words if not word[0].isdigit())


def copy_score(rules: Rules, one: Telling, other: Telling) -> float:
    """The score of two tellings in two copies of one text: the same words tell the same thing, whatever the date."""
    known = min(one.weight, other.weight) >= _LEAST_COPIED and copy_words(one) == copy_words(other)
    return COPIED if known and rules.alike(one.gate, other.gate) else 0.0


def reason(one: Telling, other: Telling) -> str:
    """What two tellings share, in words."""
    first, second = sorted((one, other), key=lambda telling: telling.key)
    parts = [RULES[one.kind].shares(first.gate, second.gate), _when(first, second)]
    shared = words_shared(_text(first), _text(second), set(first.words) & set(second.words))
    return ", ".join(part for part in parts if part) + (f", share: {', '.join(shared)}" if shared else "")


def _text(telling: Telling) -> str:
    statement = telling.statement
    return statement.words or statement.quote if isinstance(statement, Milestone) else statement.quote


def _when(one: Telling, other: Telling) -> str:
    first, second = sorted(date_words(telling.statement) for telling in (one, other))
    if not (first and second):
        return "one without a date" if first or second else "both without a date"
    return f"both {first}" if first == second else f"{first} and {second}"


def date_words(statement: Told) -> str:
    """The date of a statement as an EDTF string, empty where it tells none."""
    date = statement.signed if isinstance(statement, Agreement) else statement.date
    return date.edtf if date else ""
