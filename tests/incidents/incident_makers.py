"""Statements and documents for the tests of incidents, each made from a few words."""

from detente.dates import read_edtf
from detente.model import Actor, Agreement, Document, Event, Figure, Milestone, Period, content_id
from detente.spans import Span, SpanMap


def country(name, state):
    return Actor(name=name, role="state", state=state)


def leader(name, state):
    return Actor(name=name, role="leader", state=state)


CHN, RUS, USA = country("China", "CHN"), country("Russia", "RUS"), country("United States of America", "USA")
MAO, ZHOU, KHRUSHCHEV = leader("Mao Zedong", "CHN"), leader("Zhou Enlai", "CHN"), leader("Nikita Khrushchev", "RUS")


def make(noun, quote, date, more, **fields):
    """A statement; `at` is where its evidence begins, `basis` where its date is from; each has a sentence of its own."""
    more = dict(more)
    basis, document, at = more.pop("basis", "explicit"), more.pop("document", "doc-1"), more.pop("at", 0)
    sentence = more.pop("sentence", None)
    kind, dated = noun.__name__.casefold(), "signed" if noun is Agreement else "date"
    fields = fields | more | {dated: date if date is None else read_edtf(date, basis=basis)}
    key = fields.pop("key", None) or content_id(kind, document, sentence, at, quote, repr(sorted(fields.items())))
    stands = {"document": document, "sentence": sentence or f"sentence of {key}", "span": Span(at, at + len(quote)), "quote": quote}
    fields |= stands | {f"{kind}_id": key}
    return noun(coder="hand", coder_version="1", rule="test", **fields)


def event(quote, date, kind="ASSAULT", source=CHN, target=RUS, **more):
    codes = {"mode": None, "contexts": (), "reciprocal": False, "modality": "asserted", "intensity": 0.0, "confidence": 1.0}
    return make(Event, quote, date, more, source=source, target=target, event_type=kind, **codes)


def figure(what, value, date="195X", giver="CHN", receiver="RUS", quote="", **more):
    codes = {"high": None, "unit": "persons", "bound": "exact", "mutual": False, "promised": False}
    codes |= {"what": what, "value": float(value), "giver": giver, "receiver": receiver}
    return make(Figure, quote or f"{value} {what}", date, more, **codes)


def money(what, value, date, unit="US dollars", giver="RUS", receiver="CHN", **more):
    return figure(what, value, date, giver, receiver, unit=unit, **more)


def agreement(name, signed, parties=("CHN", "RUS"), quote="", **more):
    return make(Agreement, quote or f"the {name}", signed, more, name=name, parties=parties, place=None, obligations=())


def period(label, date, direction="down", turning=False, states=("CHN", "RUS"), quote="", **more):
    codes = {"label": label, "states": states, "direction": direction, "turning": turning, "confidence": 1.0}
    return make(Period, quote or f"then {label} came", date, more, **codes)


def milestone(kind, subject, words, date, state="CHN", quote="", **more):
    codes = {"kind": kind, "subject": subject, "state": state, "words": words, "place": None}
    return make(Milestone, quote or f"{subject}, {words}", date, more, **codes)


def document(name, text):
    identity = SpanMap.identity(len(text))
    return Document(document_id=name, key=name, path=f"{name}.txt", sha256="", format="txt", raw=text, text=text, map=identity)


def sets(incidents):
    """The statements of incidents, as sets of ids."""
    return {frozenset(incident.statements) for incident in incidents}
