"""What a text calls an organisation that it has named: "the Council" after "the Security Council"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from detente.coding.actors import drop_shadowed
from detente.coding.mentions import ActorMention
from detente.register import Register

_SHORT = re.compile(r"\b[Tt]he ([A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?![\w-]|['\u2019]s? [A-Z]| (?:of|for|on) | [A-Z][a-z])")


def with_short_names(sentences: Iterable[tuple[str, Sequence[ActorMention]]], register: Register) -> list[tuple[ActorMention, ...]]:
    """The mentions of each sentence with those of organisations that the text has named before, here or in an earlier sentence.

    The word is read as the organisation named last of those that it may stand for; `organisation_shorts.csv` lists the words.
    """
    named: dict[str, ActorMention] = {}
    out = []
    for text, mentions in sentences:
        here = list(mentions)
        for word in _SHORT.finditer(text):
            _note(named, [m for m in mentions if m.end <= word.start()], register)
            known = named.get(word.group(1))
            if known and not any(m.start < word.end(1) and word.start(1) < m.end for m in mentions):
                here.append(_called(known, word.start(1), word.end(1)))
        _note(named, mentions, register)
        out.append(drop_shadowed(here))
    return out


def _note(named: dict[str, ActorMention], mentions: Sequence[ActorMention], register: Register) -> None:
    for mention in mentions:
        organisation = register.organisations.get(mention.organisation or "")
        if organisation and not mention.states:
            named |= dict.fromkeys(organisation.shorts, mention)


def _called(known: ActorMention, start: int, end: int) -> ActorMention:
    return ActorMention(start=start, end=end, states=(), name=known.name, role=known.role, kind=known.kind, organisation=known.organisation)
