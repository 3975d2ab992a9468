"""How far two codings of the same documents agree: evidence, events, and the codes given to the same units."""

from detente.agreement.coefficients import Coefficient, confusion, f1, kappa, krippendorff_alpha
from detente.agreement.compare import Comparison, compare
from detente.agreement.matching import LEVELS, Pairing, match_events
from detente.agreement.reading import Selected, read_coding, select
from detente.agreement.rows import CodedEvent
from detente.agreement.tables import confusion_rows, measure_rows, unit_rows

__all__ = [
    "LEVELS",
    "CodedEvent",
    "Coefficient",
    "Comparison",
    "Pairing",
    "Selected",
    "compare",
    "confusion",
    "confusion_rows",
    "f1",
    "kappa",
    "krippendorff_alpha",
    "match_events",
    "measure_rows",
    "read_coding",
    "select",
    "unit_rows",
]
