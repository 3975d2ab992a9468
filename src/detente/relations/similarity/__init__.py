"""How alike two states' portfolios are: Signorino and Ritter's S, Cohen's kappa, Scott's pi and Kendall's tau-b.

For one pair (`similar`), for all pairs of a year as matrices (`all_pairs`) or as a table (`similarity_year`), and for all years
(`similarity_years`); over commitments to allies (`portfolios`) or votes (`vote_matrix`).
"""

from detente.relations.similarity.crosstabs import Crosstabs, crosstabs
from detente.relations.similarity.faults import no_portfolios
from detente.relations.similarity.measures import Distance, distances, kappa, pi, s_score, tau_b
from detente.relations.similarity.portfolios import (
    ALLIANCE_LEVELS,
    MISSING,
    VOTE_LEVELS,
    Portfolios,
    capability_weights,
    portfolios,
    system_states,
    vote_matrix,
)
from detente.relations.similarity.years import MEASURES, USUAL, all_pairs, similar, similarity_year, similarity_years

__all__ = [
    "ALLIANCE_LEVELS",
    "MEASURES",
    "MISSING",
    "USUAL",
    "VOTE_LEVELS",
    "Crosstabs",
    "Distance",
    "Portfolios",
    "all_pairs",
    "capability_weights",
    "crosstabs",
    "distances",
    "kappa",
    "no_portfolios",
    "pi",
    "portfolios",
    "s_score",
    "similar",
    "similarity_year",
    "similarity_years",
    "system_states",
    "tau_b",
    "vote_matrix",
]
