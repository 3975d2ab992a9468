"""Relations over time: series of cooperation and conflict, their coverage, contexts, meetings, and what stands out."""

from detente.relations.contexts import UNSTATED, contexts_by_decade
from detente.relations.coverage import Membership, always_member, coverage, register_membership
from detente.relations.grid import SILENT
from detente.relations.meetings import is_person, meetings
from detente.relations.periods import Periods, Unit, periods
from detente.relations.series import COLUMNS, MEASURES, dyad_series, left_out
from detente.relations.summary import PeriodFound, Summary, YearFound, found_lines, naive_periods, smoothed_net, summarise
from detente.relations.weights import DEFAULT_RULES, Rules, day_range, reason_left_out, spread, stated_weight

__all__ = [
    "COLUMNS",
    "DEFAULT_RULES",
    "MEASURES",
    "SILENT",
    "UNSTATED",
    "Membership",
    "PeriodFound",
    "Periods",
    "Rules",
    "Summary",
    "Unit",
    "YearFound",
    "always_member",
    "contexts_by_decade",
    "coverage",
    "day_range",
    "dyad_series",
    "found_lines",
    "is_person",
    "left_out",
    "meetings",
    "naive_periods",
    "periods",
    "reason_left_out",
    "register_membership",
    "smoothed_net",
    "spread",
    "stated_weight",
    "summarise",
]
