"""Panels of dyad-years and state-years, and what published data sets say of their rows: lazily, with missing kept apart from none."""

from detente.relations.panels.book import Family, PanelColumn, families, family
from detente.relations.panels.build import ADDITIONS, Build, Taken, build_panel, codebook_of, find_published
from detente.relations.panels.dyads import (
    add_alliances,
    add_atop,
    add_diplomacy,
    add_distance,
    add_igos,
    add_trade,
    add_transfers,
    add_votes,
    vote_agreement,
)
from detente.relations.panels.frame import MembershipList, add_relevance, dyad_years, state_years
from detente.relations.panels.held import Held, Source, held
from detente.relations.panels.spells import add_contiguity, add_crises, add_disputes, add_rivalries, add_visits, keeper_of
from detente.relations.panels.states import add_capabilities, add_economy, add_leaders, add_majors, add_regimes

__all__ = [
    "ADDITIONS",
    "Build",
    "Family",
    "Held",
    "MembershipList",
    "PanelColumn",
    "Source",
    "Taken",
    "add_alliances",
    "add_atop",
    "add_capabilities",
    "add_contiguity",
    "add_crises",
    "add_diplomacy",
    "add_disputes",
    "add_distance",
    "add_economy",
    "add_igos",
    "add_leaders",
    "add_majors",
    "add_regimes",
    "add_relevance",
    "add_rivalries",
    "add_trade",
    "add_transfers",
    "add_visits",
    "add_votes",
    "build_panel",
    "codebook_of",
    "dyad_years",
    "families",
    "family",
    "find_published",
    "held",
    "keeper_of",
    "state_years",
    "vote_agreement",
]
