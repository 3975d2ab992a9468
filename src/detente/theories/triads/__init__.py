"""Triads of a system of states from year to year: Heider's balance, Dittmer's pivot and independence as forecasts of the next pattern."""

from detente.theories.triads.claim import MODELS, REFUTED_BY, TriadClaims, triad_claims
from detente.theories.triads.ties import Ties, ties_of_networks, ties_of_paths

__all__ = ["MODELS", "REFUTED_BY", "Ties", "TriadClaims", "ties_of_networks", "ties_of_paths", "triad_claims"]
