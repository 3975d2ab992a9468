"""What a text has spoken of so far: who a pronoun, "the two sides" or a missing partner can stand for.

Rules abstain where nothing in the text decides; a wrong partner is worse than none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from detente.coding.mentions import ActorMention

Pair = tuple[str, str]
_LOOK_BACK = 3
_LEAST_WEIGHT = 1.0
_CLEAR = 1.1
_MOST_GROUPS, _MOST_BEARERS = 12, 40


def states_of(mentions: Iterable[ActorMention]) -> list[str]:
    """Distinct states named as actors, in the order of first mention; places are left out."""
    seen: dict[str, None] = {}
    for mention in mentions:
        if mention.kind != "place":
            for state in mention.states:
                seen.setdefault(state)
    return list(seen)


def count_pairs(sentences: Iterable[Sequence[ActorMention]]) -> Counter[Pair]:
    """How often two states stand in one sentence; sentences with more than four states count less."""
    pairs: Counter[Pair] = Counter()
    for mentions in sentences:
        states = states_of(mentions)
        if 2 <= len(states) <= 6:
            for one, two in combinations(sorted(states), 2):
                pairs[one, two] += 1
    return pairs


def leading_pair(pairs: Counter[Pair], *, least: int = 2, share: float = 0.34) -> Pair | None:
    """The pair a text is about, if one stands out: `least` sentences, and `share` of all pairs or twice the next."""
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    if not ordered or ordered[0][1] < least:
        return None
    second = ordered[1][1] if len(ordered) > 1 else 0
    return ordered[0][0] if ordered[0][1] >= share * sum(pairs.values()) or ordered[0][1] >= 2 * second else None


def _partners(state: str, pairs: Counter[Pair]) -> Counter[str]:
    found: Counter[str] = Counter()
    for pair, count in pairs.items():
        if state in pair:
            found[pair[1] if pair[0] == state else pair[0]] += count
    return found


@dataclass
class Discourse:
    """The running memory of one document, read sentence by sentence."""

    document_pairs: Counter[Pair]
    section_pairs: Counter[Pair] = field(default_factory=Counter)
    recent: list[tuple[ActorMention, ...]] = field(default_factory=list)
    persons: list[ActorMention] = field(default_factory=list)
    subjects: list[ActorMention] = field(default_factory=list)
    leads: list[ActorMention] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    joint: tuple[ActorMention, ActorMention] | None = None
    groups: list[tuple[str, ...]] = field(default_factory=list)
    bearers: list[ActorMention] = field(default_factory=list)
    last_named: dict[str, ActorMention] = field(default_factory=dict)
    scholarly: bool = True

    def mention_of(self, state: str, before: Sequence[ActorMention] = ()) -> ActorMention | None:
        """The last words that named `state`, `before` in the sentence being read or in the text; standing nowhere in the sentence."""
        here = [m for m in before if m.states == (state,)]
        found = here[-1] if here else self.last_named.get(state)
        return replace(found, start=0, end=0, inferred=True) if found else None

    def enter_section(self, pairs: Counter[Pair]) -> None:
        """Begin a section whose sentences hold `pairs`."""
        self.section_pairs = pairs

    def enter_paragraph(self) -> None:
        """Begin a paragraph: what was said before weighs less."""
        self.recent = self.recent[-1:]

    def note(self, mentions: Sequence[ActorMention], subjects: Sequence[ActorMention], groups: Sequence[tuple[str, ...]] = ()) -> None:
        """Remember a sentence that has been read: its mentions, those that act in it, and the states that it joins."""
        self.groups = [*self.groups, *groups][-_MOST_GROUPS:]
        self.bearers = [*self.bearers, *(m for m in mentions if m.person and m.offices)][-_MOST_BEARERS:]
        for mention in mentions:
            if len(mention.states) == 1 and mention.kind not in ("pronoun", "place", "role") and not mention.person:
                self.last_named[mention.states[0]] = mention
        self.recent.append(tuple(mentions))
        self.recent = self.recent[-_LOOK_BACK:]
        people = [m for m in mentions if m.person]
        self.persons = (self.persons + people)[-8:]
        self.leads = ([m for m in subjects if m.person] or people or self.leads)[:1]
        acting = [m for m in subjects if m.states and m.kind != "place"]
        self.subjects = (self.subjects + acting)[-6:]
        self.joint = self._joint(acting) or (self.joint if not acting else None)
        states = states_of(mentions)
        if len(states) == 2:
            self.pairs = [*self.pairs, (states[0], states[1])][-6:]

    @staticmethod
    def _joint(acting: Sequence[ActorMention]) -> tuple[ActorMention, ActorMention] | None:
        """The two that acted together in the sentence just read."""
        for mention in acting:
            if len(mention.members) == 2:
                return mention.members[0], mention.members[1]
        singles = [m for m in acting if len(m.states) == 1]
        if len({m.states for m in singles}) == 2:
            return singles[0], next(m for m in singles if m.states != singles[0].states)
        return None

    def pair(self, before: Sequence[ActorMention] = ()) -> Pair | None:
        """The two that "the two sides" stands for: named just before, the text's own pair, or those spoken of last."""
        here = states_of(before)
        if len(here) == 2:
            return here[0], here[1]
        if len(here) == 1:
            partner = self.partner(here[0])
            if partner:
                return here[0], partner
        last = self._last_pair()
        for own in (leading_pair(self.section_pairs, least=3, share=0.5), leading_pair(self.document_pairs, least=3, share=0.4)):
            if own and (last is None or set(own) & set(last)):
                return own
        return last or leading_pair(self.section_pairs) or leading_pair(self.document_pairs) or (self.pairs[-1] if self.pairs else None)

    def _last_pair(self) -> Pair | None:
        if self.pairs and any(set(self.pairs[-1]) <= set(states_of(mentions)) for mentions in self.recent):
            return self.pairs[-1]
        return None

    def person_pair(self) -> tuple[ActorMention, ActorMention] | None:
        """The last two persons of different states, in the order of mention: "the two leaders"."""
        for at in range(len(self.persons) - 1, 0, -1):
            for earlier in range(at - 1, -1, -1):
                one, two = self.persons[earlier], self.persons[at]
                if one.states and two.states and one.states != two.states:
                    return one, two
        return None

    @property
    def often(self) -> Counter[str]:
        """How often the text pairs each state with another."""
        found: Counter[str] = Counter()
        for pair, count in self.document_pairs.items():
            found.update(dict.fromkeys(pair, count))
        return found

    def members(self, pair: Pair, before: Sequence[ActorMention] = ()) -> tuple[ActorMention, ...]:
        """The words that last named each of a pair, where both are known."""
        found = [self.mention_of(state, before) for state in pair]
        return tuple(m for m in found if m) if all(found) else ()

    def partner(self, state: str) -> str | None:
        """The other side when a sentence names only `state`.

        Each state that the text pairs with it is weighed by the share of the text's and the section's pairs it
        makes up, and by how lately it was named; where no one stands clearly before the next, None.
        """
        if not self.scholarly:
            return None
        weights: dict[str, float] = {}
        for pairs, worth in ((self.document_pairs, 2.0), (self.section_pairs, 1.5)):
            shares = _partners(state, pairs)
            total = sum(shares.values())
            for other, count in shares.items():
                weights[other] = weights.get(other, 0.0) + worth * count / total
        for distance, mentions in enumerate(reversed(self.recent)):
            others = [other for other in states_of(mentions) if other != state]
            for other in others:
                weights[other] = weights.get(other, 0.0) + 1.2 / (1 + distance) / len(others)
        ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        if not ordered or ordered[0][1] < _LEAST_WEIGHT:
            return None
        second = ordered[1][1] if len(ordered) > 1 else 0.0
        return ordered[0][0] if ordered[0][1] >= _CLEAR * second else None

    def last_person(self, before: Sequence[ActorMention] = ()) -> ActorMention | None:
        """Who "he" is: the last person named before in the sentence, else the last acting person of the text."""
        here = [m for m in before if m.person]
        if here:
            return here[0]
        return self.leads[0] if self.leads else None

    def last_state(self, before: Sequence[ActorMention] = ()) -> ActorMention | None:
        """Which state "it" or "its" is: the last acting state of the sentence or of the one before."""
        here = [m for m in before if m.states and len(m.states) == 1 and m.kind not in ("place", "pronoun") and not m.person]
        if here:
            return here[-1]
        for mention in reversed(self.subjects):
            if len(mention.states) == 1:
                return mention
        return None
