"""Incidents: statements of one or several sources on one happening, how far the sources agree, and where they differ."""

from detente.incidents.amounts import interval_of
from detente.incidents.aspects import amount_words
from detente.incidents.compare import differences_of, pair_verdict, verdict_of
from detente.incidents.copies import CopyLink, copy_links
from detente.incidents.corroboration import Corroboration, corroborate, strongest_first
from detente.incidents.group import group_incidents
from detente.incidents.judgements import Anchor, Grouping, Settled, anchor_of, settle
from detente.incidents.likeness import KINDS, Likeness, key_of, kind_of, likeness
from detente.incidents.telling import Told

__all__ = [
    "KINDS",
    "Anchor",
    "CopyLink",
    "Corroboration",
    "Grouping",
    "Likeness",
    "Settled",
    "Told",
    "amount_words",
    "anchor_of",
    "copy_links",
    "corroborate",
    "differences_of",
    "group_incidents",
    "interval_of",
    "key_of",
    "kind_of",
    "likeness",
    "pair_verdict",
    "settle",
    "strongest_first",
    "verdict_of",
]
