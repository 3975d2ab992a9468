"""The words for what states do to each other: PLOVER types, modes and contexts; CAMEO and WEIS; the scales."""

from detente.ontology.describe import describe
from detente.ontology.own import OwnType, Tone
from detente.ontology.plover import (
    QUAD_NAMES,
    Context,
    EventType,
    Mode,
    context,
    contexts,
    domain_of,
    domains,
    event_type,
    event_types,
    mode_names,
    ontology_version,
    quad_class,
    score,
)
from detente.ontology.scales import CameoCode, PloverCode, cameo_codes, cameo_to_plover, goldstein, weis_goldstein

EVENT_TYPES: tuple[str, ...] = tuple(event_types())
"""The sixteen PLOVER event types."""

CONTEXTS: tuple[str, ...] = tuple(contexts())
"""PLOVER's contexts, then `ideology`, `status`, `culture` and `education`, which are ours."""

DOMAINS: tuple[str, ...] = tuple(domains())
"""The headings under which reports count contexts."""

ONTOLOGY_VERSION: str = ontology_version()
"""The version of the lists, kept with every result that used them."""

__all__ = [
    "CONTEXTS",
    "DOMAINS",
    "EVENT_TYPES",
    "ONTOLOGY_VERSION",
    "QUAD_NAMES",
    "CameoCode",
    "Context",
    "EventType",
    "Mode",
    "OwnType",
    "PloverCode",
    "Tone",
    "cameo_codes",
    "cameo_to_plover",
    "context",
    "contexts",
    "describe",
    "domain_of",
    "domains",
    "event_type",
    "event_types",
    "goldstein",
    "mode_names",
    "ontology_version",
    "quad_class",
    "score",
    "weis_goldstein",
]
