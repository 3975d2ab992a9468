"""Does balance predict which ties change sign? Frustrated ties against balanced ones, out of sample, against history alone."""

from detente.theories.flips.cases import Cases, cases
from detente.theories.flips.claim import MODELS, REFUTED_BY, SignChanges, sign_changes
from detente.theories.flips.gains import Gain

__all__ = ["MODELS", "REFUTED_BY", "Cases", "Gain", "SignChanges", "cases", "sign_changes"]
