"""A deed: the reading of one predicate, before dates, contexts and identity make it an event."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.lexicon import Frame
from detente.coding.modality import Held
from detente.coding.scene import Party


@dataclass(frozen=True)
class Deed:
    """One reading: `predicate` is the word that tells the deed, `object` the noun that decided its type.

    `guess` says whether a side that no word names may be looked for in the text around; `own` is the study's own type, if any.
    """

    predicate: Token
    object: Token | None
    event_type: str
    mode: str | None
    reciprocal: bool
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    held: Held
    rule: str
    certainty: float
    guess: bool = True
    own: str | None = None


@dataclass(frozen=True)
class Reading:
    """A frame chosen for a clause: the object that decided, the type it gave, and the slot of the frame that holds it."""

    frame: Frame
    phrase: str
    object: Token | None
    event_type: str
    by_class: bool
    ergative: bool = False
    slot: str = ""

    @property
    def own(self) -> str | None:
        """The study's own type of that slot, or None."""
        return self.frame.own.get(self.slot)
