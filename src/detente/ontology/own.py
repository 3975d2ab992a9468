"""Event types of a study's own, each beside the PLOVER type that it is a kind of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.ontology.plover import score

Tone = Literal["cooperation", "conflict"]
"""Which side of a relation a type speaks for."""


@dataclass(frozen=True, kw_only=True)
class OwnType:
    """A type that a study names itself.

    `event_type` is the PLOVER type by which series and theories count it, `mode` the PLOVER mode that goes with it, if any.
    `intensity` lies between -10 (most hostile) and 10 (most friendly) like the PLOVER scores; None leaves the score to PLOVER.
    """

    name: str
    event_type: str
    definition: str
    tone: Tone
    mode: str | None = None
    intensity: float | None = None

    @property
    def score(self) -> float:
        """Its own intensity, else the PLOVER score of its type and mode."""
        return score(self.event_type, self.mode) if self.intensity is None else self.intensity
