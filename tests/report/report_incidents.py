"""Incidents for the page, grown on a synthetic study: made disputes on dates, amounts and persons, and the coder's own grouping."""

from __future__ import annotations

from dataclasses import replace

from detente.dates import read_edtf
from detente.incidents import corroborate, group_incidents, key_of
from detente.model import Event, Figure, Milestone, Period, Trace, content_id
from detente.report import Material


def with_incidents(material: Material, *, nasty: str = "", times: int = 1) -> Material:
    """The study with accounts of one thing by two or three of its sources, `times` over, grouped as a study groups them."""
    made = [each for at in range(times) for each in _made(material, nasty, at)]
    figures = [*material.figures, *(each for each in made if isinstance(each, Figure))]
    periods = [*material.periods, *(each for each in made if isinstance(each, Period))]
    milestones = [each for each in made if isinstance(each, Milestone)]
    told = [*material.events, *figures, *material.agreements, *periods, *milestones]
    found = group_incidents(told)  # the made documents are near-copies of each other, and would count as one
    statements = {key_of(each): each for each in told}
    return replace(
        material,
        figures=figures,
        periods=periods,
        milestones=milestones,
        incidents=found,
        corroborations=[corroborate(each, statements) for each in found],
    )


def _made(material: Material, nasty: str, at: int) -> list[Figure | Period | Milestone]:
    """Seven thousand students against eleven and thousands; one saying of two persons; a turn of three years; one death told twice."""
    homes = _homes(material.events, at)
    counted = [("exact", 7000.0, None), ("about", 11000.0, None), ("order", 1000.0, 9999.0)]
    figures = [_figure(home, ("students", "technicians", "plants")[at % 3], *amount) for home, amount in zip(homes, counted, strict=False)]
    words = f"lean {('east', 'west', 'north', 'south')[at % 4]} to one side {at}{nasty}"
    sayings = [_saying(home, name, words) for home, name in zip(homes[:2], ("Mao Zedong", f"Zhou Enlai {nasty}"), strict=False)]
    turns = [_turn(home, date, nasty) for home, date in zip(homes, ("1956", "1958-07", "1960/.."), strict=False)] if at == 0 else []
    return [*figures, *sayings, *turns]


def _homes(events: tuple[Event, ...], at: int) -> list[Event]:
    """An event of each of three sources, whose sentences hold the made statements."""
    first: dict[str, list[Event]] = {}
    for event in events:
        first.setdefault(event.document, []).append(event)
    return [first[name][at % len(first[name])] for name in sorted(first)[:3]]


def _stands(home: Event, kind: str, *parts: object) -> dict[str, object]:
    names = ("document", "sentence", "span", "quote", "page")
    stands = {name: getattr(home, name) for name in names}
    return stands | {f"{kind}_id": content_id(kind, home.event_id, *parts), "coder": "made", "coder_version": "1", "rule": "made"}


def _figure(home: Event, what: str, bound: str, value: float, high: float | None) -> Figure:
    sides = {"giver": "CHN", "receiver": "RUS", "mutual": False, "promised": False}
    codes = {"what": what, "value": value, "high": high, "unit": "persons", "bound": bound, "date": read_edtf("195X")}
    return Figure(**_stands(home, "figure", what), **sides, **codes)


def _saying(home: Event, subject: str, words: str) -> Milestone:
    codes = {"kind": "saying", "subject": subject, "state": "CHN", "words": words, "date": read_edtf("1949-06-30"), "place": None}
    return Milestone(**_stands(home, "milestone", words), **codes, trace=(Trace(part="saying", span=home.span),))


def _turn(home: Event, date: str, nasty: str) -> Period:
    codes = {"label": f"the split began {nasty}", "states": ("CHN", "RUS"), "direction": "down", "turning": True, "confidence": 0.5}
    return Period(**_stands(home, "period", date), **codes, date=read_edtf(date))
