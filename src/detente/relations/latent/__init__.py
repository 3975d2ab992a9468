"""The latent relation x_ij(t) of every dyad: a state-space model of all evidence, with its error and what each source gave."""

from detente.relations.latent.defaults import default_parameters
from detente.relations.latent.estimate import estimate
from detente.relations.latent.evidence import Evidence, Indicator
from detente.relations.latent.model import RelationModel, fit_relation
from detente.relations.latent.parameters import Dynamics, Measure, Parameters
from detente.relations.latent.published import Ground, ground_of, published_indicators

__all__ = [
    "Dynamics",
    "Evidence",
    "Ground",
    "Indicator",
    "Measure",
    "Parameters",
    "RelationModel",
    "default_parameters",
    "estimate",
    "fit_relation",
    "ground_of",
    "published_indicators",
]
