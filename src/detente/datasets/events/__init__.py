"""Event data: the makers' files and the user's own tables, read to one frame of events on one scale."""

from detente.datasets.events.by_year import ByYear, write_by_year
from detente.datasets.events.faults import event_refusal
from detente.datasets.events.layouts import EventLayout, event_layouts
from detente.datasets.events.own import layout_of_mapping, read_mappings
from detente.datasets.events.raw import layout_of_file
from detente.datasets.events.read import EventBatch, read_event_batches
from detente.datasets.events.study import study_events
from detente.datasets.events.whole import read_any, read_events, read_mapped

__all__ = [
    "ByYear",
    "EventBatch",
    "EventLayout",
    "event_layouts",
    "event_refusal",
    "layout_of_file",
    "layout_of_mapping",
    "read_any",
    "read_event_batches",
    "read_events",
    "read_mapped",
    "read_mappings",
    "study_events",
    "write_by_year",
]
