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

    `guess` says whether a side that no word names may be looked for in the text around.
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


@dataclass(frozen=True)
class Reading:
    """A frame chosen for a clause: the object that decided and the type it gave."""

    frame: Frame
    phrase: str
    object: Token | None
    event_type: str
    by_class: bool
    ergative: bool = False
