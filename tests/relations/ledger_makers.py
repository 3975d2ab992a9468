"""Agreements, figures and rows of data sets for the tests of the ledger, made from a few words each."""

from detente.datasets import AllianceRow
from detente.dates import read_edtf
from detente.model import Agreement, Figure
from detente.spans import Span

CODER = {"coder": "hand", "coder_version": "1", "rule": "test"}


def agreed(ident, name, signed, parties="CHN RUS", **more):
    words = {
        "agreement_id": ident,
        "document": f"doc-{ident[0]}",
        "sentence": f"s-{ident}",
        "span": Span(0, 4),
        "quote": "they",
        "name": name,
        "kind": "treaty",
        "parties": tuple(parties.split()),
        "signed": read_edtf(signed) if signed else None,
        "place": None,
        "obligations": (),
        **CODER,
    }
    return Agreement(**(words | more))


def figure(ident, what, value, date, sides="RUS CHN", **more):
    giver, receiver = sides.split() if sides else (None, None)
    words = {
        "figure_id": ident,
        "document": f"doc-{ident[0]}",
        "sentence": f"s-{ident}",
        "span": Span(0, 4),
        "quote": "they",
        "what": what,
        "value": float(value),
        "high": None,
        "unit": "US dollars",
        "bound": "exact",
        "giver": giver,
        "receiver": receiver,
        "mutual": False,
        "promised": False,
        "date": read_edtf(date) if date else None,
        **CODER,
    }
    return Figure(**(words | more))


def row(members, start, end, obligations, **more):
    words = {
        "row_id": f"{members} {start} {obligations}",
        "data_set": "COW",
        "citation": "Made Up 2000",
        "file": "data/cow.csv",
        "row": 1,
        "ident": "77",
        "name": "",
        "members": tuple(members.split()),
        "start": read_edtf(start),
        "end": read_edtf(end) if end else None,
        "obligations": tuple(obligations.split()),
        "known": ("defence", "neutrality", "nonaggression", "entente"),
    }
    return AllianceRow(**(words | more))
