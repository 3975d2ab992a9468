"""Who acts and who is acted on: a model's words and letters against the text and the register at that date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.actors import named_mentions
from detente.coding.coder import Prepared
from detente.coding.mentions import ActorMention
from detente.coding.remote.claims import ClaimRefused
from detente.coding.remote.passages import Passage
from detente.dates import UncertainDate
from detente.errors import NameUnresolved
from detente.model import Actor
from detente.register import Register
from detente.spans import Span, find_words


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the model was shown of one passage: the passage, and its sentences with their names and dates."""

    passage: Passage
    prepared: Sequence[Prepared]
    register: Register

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts of the passage in which an actor or a date can be named."""
        passage = self.passage
        return (*(sentence.text for sentence in passage.sentences), passage.before, passage.heading, passage.title)

    def named_states(self, on: int | None) -> set[str]:
        """The letters of all states that the passage names, read for day `on` as well as for its own time."""
        mentions = [mention for item in self.prepared for mention in item.mentions]
        mentions += [mention for text in self.texts for mention in named_mentions(text, self.register, on=on)]
        return {state for mention in mentions for state in mention.states}


@dataclass(frozen=True, kw_only=True)
class Side:
    """An actor, and the place of its words in the sentence where they stand there."""

    actor: Actor
    words: Span | None


def side_of(words: str, code: str | None, *, item: Prepared, shown: Shown, date: UncertainDate | None) -> Side:
    """The actor that a claim's words and letters mean in the sentence of `item`; raises `ClaimRefused`.

    A state must be of the register, have been there at the date, and be what the words name; where the
    words name none ("the technicians"), the passage must.
    """
    place = find_words(words, item.sentence.text)
    if place is None and not any(find_words(words, text) for text in shown.texts):
        raise ClaimRefused("actor")
    on = date.first if date else None
    mentions = _mentions(words, place, item, shown.register, on)
    if code is None:
        return Side(actor=_organisation(mentions), words=place)
    state = _state(code, date, shown.register)
    naming = [mention for mention in mentions if mention.states]
    if naming:
        of_state = [mention for mention in naming if state in mention.states]
        if not of_state:
            raise ClaimRefused("state_named")
        best = min(of_state, key=lambda mention: (len(mention.states), mention.kind == "place", mention.start))
        name = best.name if len(best.states) == 1 else shown.register.states[state].name
        return Side(actor=Actor(name=name, role=best.role, state=state), words=place)
    if state not in shown.named_states(on):
        raise ClaimRefused("state_named")
    return Side(actor=Actor(name=shown.register.states[state].name, role="state", state=state), words=place)


def _mentions(words: str, place: Span | None, item: Prepared, register: Register, on: int | None) -> tuple[ActorMention, ...]:
    """The names within an actor's words: as the sentence has them, else as the words by themselves do."""
    if place is not None:
        here = tuple(mention for mention in item.mentions if Span(mention.start, mention.end).overlaps(place))
        if here:
            return here
    return named_mentions(words, register, on=on)


def _organisation(mentions: Sequence[ActorMention]) -> Actor:
    found = next((mention for mention in mentions if mention.organisation and not mention.states), None)
    if found is None:
        raise ClaimRefused("pair")
    return Actor(name=found.name, role=found.role, state=None)


def _state(code: str, date: UncertainDate | None, register: Register) -> str:
    """The Correlates of War letters that a code means (its own, or ISO's) of a state that was there at the date."""
    if code not in register.states:
        if not (len(code) == 3 and code.isascii() and code.isupper()):
            raise ClaimRefused("state")
        try:
            code = register.state_of(code, on=None).code
        except NameUnresolved:
            raise ClaimRefused("state") from None
    state = register.states[code]
    there = state.was_listed(date.first, date.last) if date else bool(state.cow_spells or state.gw_spells)
    if not there:
        raise ClaimRefused("state_then")
    return code
