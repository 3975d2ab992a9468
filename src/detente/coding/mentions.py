"""Who a sentence speaks of: mentions of actors with the states they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MentionKind = Literal[
    "state",
    "demonym",
    "people",
    "capital",
    "metonym",
    "leader",
    "organisation",
    "bloc",
    "party",
    "place",
    "role",
    "pronoun",
    "group",
    "dyad",
]


@dataclass(frozen=True, kw_only=True)
class ActorMention:
    """Words of a sentence that name or stand for an actor.

    `start` and `end` are offsets into the sentence's cleaned text. `states` are COW letters: one for a
    state, its government, leader or people; several for "the two countries" or "both leaders"; none
    for an organisation, whose name then stands in `name`. `kind` says how the words name it, `role`
    what is named (state, government, leader, armed forces ...). `person` is the register's id of a
    person, `offices` the titles that the person bears near the day or in the text. `bearer` is the state
    that bears the name of a place at another time: India in 1930 is read as a place of Britain, and as
    India where it acts. `inferred` marks mentions that stand for another by coreference; `members` are the
    two that "the two leaders" stands for.
    """

    start: int
    end: int
    states: tuple[str, ...]
    name: str
    role: str
    kind: MentionKind
    person: str | None = None
    organisation: str | None = None
    offices: tuple[str, ...] = ()
    bearer: str | None = None
    inferred: bool = False
    members: tuple[ActorMention, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What the actor is counted as: its states, or its organisation's id in brackets."""
        return self.states or ((f"<{self.organisation}>",) if self.organisation else ())
