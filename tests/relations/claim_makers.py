"""Reasons, periods and yearly series for the tests of relations, made from a few words each."""

import polars as pl

from detente.dates import read_edtf
from detente.model import Period, Reason
from detente.spans import Span


def reason(reason_id, motive="economy", date="1954", **more):
    """A reason on China and Russia of an EDTF date, or None for no date."""
    words = {
        "reason_id": reason_id,
        "document": "doc-1",
        "sentence": f"sentence-{reason_id}",
        "span": Span(0, 4),
        "quote": "they",
        "cause": "need",
        "effect": "they lent",
        "motive": motive,
        "also": (),
        "holder": None,
        "holder_kind": "author",
        "rejected": False,
        "states": ("CHN", "RUS"),
        "date": read_edtf(date) if isinstance(date, str) else date,
        "confidence": 0.9,
        "coder": "hand",
        "coder_version": "1",
        "rule": "test",
    }
    return Reason(**(words | more))


def period(period_id, direction="down", date="1960", **more):
    """A period of China and Russia; a turning point by default."""
    words = {
        "period_id": period_id,
        "document": "doc-1",
        "sentence": f"sentence-{period_id}",
        "span": Span(0, 4),
        "quote": "they",
        "label": "the break",
        "states": ("CHN", "RUS"),
        "direction": direction,
        "turning": direction in ("up", "down"),
        "date": read_edtf(date) if isinstance(date, str) else date,
        "confidence": 0.9,
        "coder": "hand",
        "coder_version": "1",
        "rule": "test",
    }
    return Period(**(words | more))


def years_of(nets, first=1950):
    """The rows of a yearly series from its nets, None for a gap."""
    return [
        {
            "dyad": "CHN-RUS",
            "year": first + at,
            "net": net,
            "covered": net is not None,
            "reason": "no source speaks of it" if net is None else None,
            "event_ids": [] if net is None else [f"e{first + at}"],
        }
        for at, net in enumerate(nets)
    ]


def series_of(nets, first=1950):
    """The same as a table."""
    return pl.DataFrame(
        years_of(nets, first),
        schema={
            "dyad": pl.String,
            "year": pl.Int64,
            "net": pl.Float64,
            "covered": pl.Boolean,
            "reason": pl.String,
            "event_ids": pl.List(pl.String),
        },
    )
