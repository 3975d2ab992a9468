"""A sentence as the trained reader sees it: its words, with a slot in the place of every state.

The reader is to learn what states do to each other and not what this or that state is wont to do, so that names do not
reach it. Each state of a sentence, and each that the sentences before spoke of, gets a slot; the words that name it are
replaced by the slot's mark, and words that stand for it ("its", "the two leaders") are followed by the mark. Organisations
have slots too, and keep their names: what the Security Council is wont to do is worth knowing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.coding.mentions import ActorMention

SLOTS = 12
"""The most sides that one sentence is read with; those named in it come first, states before organisations."""
REMEMBERED = 8
"""Of those that only the text before has named, as many as make up this number, and two at least where there are slots for them."""
PERSON, PLACE, OTHER = "person", "place", "another"
"""The words that stand for a name; the last for a state that has no slot any more."""
Part = tuple[str, int] | int
"""A stretch of text and where it begins in the sentence, or the number of a slot."""

_REPLACED = frozenset({"state", "demonym", "people", "capital", "metonym", "leader", "place"})
_WORDS = {"leader": PERSON, "place": PLACE}
_LOOK_BACK = 3
_ABOUT = 2
"""The states that a text is about, which a long list of others must not drive out."""


@dataclass(frozen=True, kw_only=True)
class Slate:
    """One sentence with its slots.

    `keys` are COW letters, or an organisation's id in brackets, in the order of the slots; `central` the slots the text
    names most, first.
    """

    keys: tuple[str, ...]
    here: int
    """How many of the slots, the first, are named in the sentence itself."""
    central: tuple[int, ...]
    before: tuple[Part, ...]
    parts: tuple[Part, ...]


@dataclass
class SlateMaker:
    """Makes the slates of one document in the order of its sentences, and remembers what was said before."""

    counts: Counter[str]

    def __post_init__(self) -> None:
        self._said: list[tuple[str, Sequence[ActorMention]]] = []

    @classmethod
    def of(cls, sentences: Iterable[Sequence[ActorMention]]) -> SlateMaker:
        """For a document whose sentences hold these mentions."""
        return cls(Counter(key for mentions in sentences for mention in mentions for key in mention.keys))

    def make(self, text: str, mentions: Sequence[ActorMention]) -> Slate:
        """The slate of the next sentence; `mentions` are its actors with those that pronouns stand for."""
        here = sides_of(mentions)[:SLOTS]
        keys = [*here, *self._remembered(here)]
        slot = {key: number for number, key in enumerate(keys)}
        last = self._said[-1] if self._said else None
        slate = Slate(
            keys=tuple(keys),
            here=len(here),
            central=tuple(slot[key] for key in sorted(keys, key=lambda key: (-self.counts[key], slot[key]))),
            before=tuple(rendered(*last, slot)) if last else (),
            parts=tuple(rendered(text, mentions, slot)),
        )
        self._said = [*self._said, (text, mentions)][-_LOOK_BACK:]
        return slate

    def _remembered(self, here: Sequence[str]) -> list[str]:
        """The sides that a sentence does not name: those named last, then those the text names most, of whom two are always kept."""
        often = self._often()
        known = [key for key in dict.fromkeys([*self._recent(), *often]) if key not in here]
        room = max(REMEMBERED - len(here), min(_ABOUT, SLOTS - len(here)))
        about = [key for key in often[:_ABOUT] if key in known[room:]]
        return [*known[: max(0, room - len(about))], *about][:room]

    def _recent(self) -> list[str]:
        """The states of the last sentences, then the organisations of the very last."""
        states = [state for _, mentions in reversed(self._said) for mention in mentions for state in mention.states]
        return [*states, *sides_of(self._said[-1][1])] if self._said else states

    def _often(self) -> list[str]:
        states = (key for key in self.counts if not is_organisation(key))
        return sorted(states, key=lambda key: (-self.counts[key], key))[:REMEMBERED]


def is_organisation(key: str) -> bool:
    """Whether a side is an organisation and no state."""
    return key.startswith("<")


def sides_of(mentions: Iterable[ActorMention]) -> list[str]:
    """The states that are spoken of in their order, then the organisations."""
    return sorted(dict.fromkeys(key for mention in mentions for key in mention.keys), key=is_organisation)


def rendered(text: str, mentions: Sequence[ActorMention], slot: dict[str, int]) -> list[Part]:
    """A sentence's stretches of text and slots in order; a person or a place says that it is one before its slot.

    A name without a slot, as of the ninth state of a sentence, is replaced too, so that no name is among the parts.
    """
    parts: list[Part] = []
    at = 0
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        slots = [slot[key] for key in mention.keys if key in slot]
        hidden = mention.kind in _REPLACED and len(mention.states) < 2
        if mention.start < at or mention.end <= mention.start or not (slots or hidden):
            continue
        if text[at : mention.start].strip():
            parts.append((text[at : mention.start], at))
        word = _WORDS.get(mention.kind, "" if slots else OTHER) if hidden else text[mention.start : mention.end]
        if word:
            parts.append((word, mention.start))
        parts += slots
        at = mention.end
    if text[at:].strip():
        parts.append((text[at:], at))
    return parts
