"""Events and tables of events for the tests of agreement."""

import json

from detente.agreement import CodedEvent
from detente.dates import read_edtf
from detente.spans import Span


def event(start, end, *, kind="AID", pair=("CHN", "RUS"), date=None, document="d", reciprocal=False):
    """An event whose evidence runs from `start` to `end`."""
    when = read_edtf(date) if date else None
    return CodedEvent(
        document=document,
        span=Span(start, end),
        source=pair[0],
        target=pair[1],
        event_type=kind,
        reciprocal=reciprocal,
        dated=when is not None,
        first=when.start if when else None,
        last=when.end if when else None,
    )


def row(start=0, end=10, **changed):
    """A row as `detente code` writes it, in the columns that matter here."""
    return {
        "document": "d", "char_start": start, "char_end": end, "source_state": "CHN", "target_state": "RUS",
        "event_type": "AID", "date_start": "1950", "date_end": "1950", "reciprocal": False, "coder": "x",
    } | changed  # fmt: skip


def write_lines(path, *rows):
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path
