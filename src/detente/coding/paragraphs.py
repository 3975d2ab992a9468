"""Of which states a paragraph speaks: at the dates that it names, the source is not silent about these, and about no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from detente.coding.mentions import ActorMention
from detente.coding.timeline import SentenceDates
from detente.model import Sentence

Item = tuple[Sentence, Sequence[ActorMention], SentenceDates]
"""A sentence with the actors that it names and the dates that are read in it."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW_WORDS = 2
"""A paragraph with no more words than this beside its dates ("And on 12 March 1950:") says nothing of its own."""


def states_of_paragraphs(items: Iterable[Item]) -> Mapping[int, tuple[str, ...]]:
    """For each paragraph of a document the COW letters of all states that it names, in order.

    A heading or a bare date that names none stands over what follows, and borrows the states of the next
    paragraph; any other paragraph without a state has none. `items` are in reading order.
    """
    paragraphs = [(number, list(group)) for number, group in groupby(items, key=lambda item: item[0].paragraph)]
    found: dict[int, tuple[str, ...]] = {}
    following: tuple[str, ...] = ()
    for number, group in reversed(paragraphs):
        named = tuple(sorted({state for _, mentions, _ in group for mention in mentions for state in mention.states}))
        following = named or (following if all(_stands_over(item) for item in group) else ())
        found[number] = following
    return found


def _stands_over(item: Item) -> bool:
    sentence, _, dates = item
    return sentence.heading or (bool(dates.readings) and len(_WORD.findall(_beside(sentence.text, dates))) <= _FEW_WORDS)


def _beside(text: str, dates: SentenceDates) -> str:
    """The text without the words that give its dates."""
    for reading in sorted(dates.readings, key=lambda each: each.start, reverse=True):
        text = f"{text[: reading.start]} {text[reading.end :]}"
    return text
