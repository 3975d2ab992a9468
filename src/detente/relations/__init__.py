"""Relations over time: series of cooperation and conflict, their coverage, contexts, meetings, and what stands out."""

from detente.relations.actors import actors, kind_of
from detente.relations.agreements import Treaty, same_agreements, treaties_of
from detente.relations.asserted import Turn, asserted, changes, series_turns
from detente.relations.contexts import UNSTATED, contexts_by_decade
from detente.relations.coverage import Membership, always_member, coverage, register_membership
from detente.relations.flows import FlowAmount, FlowSum, flow_sums, flows_frame
from detente.relations.grid import SILENT
from detente.relations.meetings import is_person, meetings
from detente.relations.motives import HOLDERS, MOTIVES, decade_of, motives
from detente.relations.paths import Paths
from detente.relations.periods import Periods, Unit, periods
from detente.relations.score_tables import Scores, scores_frame
from detente.relations.series import COLUMNS, MEASURES, dyad_series, left_out
from detente.relations.study_evidence import fit_published
from detente.relations.study_hands import hands_frame
from detente.relations.study_likeness import likeness_frame
from detente.relations.study_scores import model_scores, own_events, own_scores
from detente.relations.summary import PeriodFound, Summary, YearFound, found_lines, naive_periods, smoothed_net, summarise
from detente.relations.treaties import Aspect, Beside, beside_data, treaties_frame
from detente.relations.triangle import Spell, roles, spells, triangle
from detente.relations.turn_tables import turns_frame
from detente.relations.turns import ScoreTurn, crossings, score_turns, turn_counts
from detente.relations.weights import DEFAULT_RULES, Rules, day_range, reason_left_out, spread, stated_weight

__all__ = [
    "COLUMNS",
    "DEFAULT_RULES",
    "HOLDERS",
    "MEASURES",
    "MOTIVES",
    "SILENT",
    "UNSTATED",
    "Aspect",
    "Beside",
    "FlowAmount",
    "FlowSum",
    "Membership",
    "Paths",
    "PeriodFound",
    "Periods",
    "Rules",
    "ScoreTurn",
    "Scores",
    "Spell",
    "Summary",
    "Treaty",
    "Turn",
    "Unit",
    "YearFound",
    "actors",
    "always_member",
    "asserted",
    "beside_data",
    "changes",
    "contexts_by_decade",
    "coverage",
    "crossings",
    "day_range",
    "decade_of",
    "dyad_series",
    "fit_published",
    "flow_sums",
    "flows_frame",
    "found_lines",
    "hands_frame",
    "is_person",
    "kind_of",
    "left_out",
    "likeness_frame",
    "meetings",
    "model_scores",
    "motives",
    "naive_periods",
    "own_events",
    "own_scores",
    "periods",
    "reason_left_out",
    "register_membership",
    "roles",
    "same_agreements",
    "score_turns",
    "scores_frame",
    "series_turns",
    "smoothed_net",
    "spells",
    "spread",
    "stated_weight",
    "summarise",
    "treaties_frame",
    "treaties_of",
    "triangle",
    "turn_counts",
    "turns_frame",
]
