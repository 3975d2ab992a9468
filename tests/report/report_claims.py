"""Reasons, periods and their tables for the page, grown on a synthetic study."""

from __future__ import annotations

from dataclasses import replace

from detente import relations
from detente.dates import read_edtf
from detente.model import Event, Period, Reason, Trace, content_id
from detente.report import Material
from detente.spans import Span

YEARS = (1945, 2014)


def with_claims(material: Material, *, nasty: str = "", reasons: int = 30, periods: int = 12) -> Material:
    """The study with a reason on each of its first events, a period on each of the next, and the three tables made from them."""
    told = [_reason(each, at, nasty) for at, each in enumerate(material.events[:reasons])]
    said = [_period(each, at, nasty) for at, each in enumerate(material.events[:periods])]
    series = relations.dyad_series(
        material.events,
        [],
        states=tuple(material.states),
        first_year=YEARS[0],
        last_year=YEARS[1],
        membership=relations.always_member,
        draws=20,
    )
    labels = {each.document_id: each.key for each in material.documents}
    return replace(
        material,
        reasons=told,
        periods=said,
        motives=relations.motives(told, dyads=material.dyads, years=YEARS, labels=labels),
        asserted=relations.asserted(said, series, dyads=material.dyads, labels=labels),
        actors=relations.actors(material.events, labels=labels),
    )


def _reason(event: Event, at: int, nasty: str) -> Reason:
    motive = relations.MOTIVES[at % len(relations.MOTIVES)]
    return Reason(
        reason_id=content_id("reason", event.event_id, at),
        document=event.document,
        sentence=event.sentence,
        span=event.span,
        quote=event.quote,
        cause=f"reason.cause {nasty}" if at % 3 else None,
        effect=f"reason.effect {nasty}" if at % 2 else None,
        motive=motive,
        also=(relations.MOTIVES[(at + 1) % 7],) if at % 4 == 0 else (),
        holder=f"reason.holder {nasty}" if at % 3 == 1 else None,
        holder_kind=relations.HOLDERS[at % 3],
        rejected=at % 5 == 4,
        states=tuple(sorted((event.source.state or "", event.target.state or ""))),
        date=event.date if at % 6 else None,
        confidence=0.4 + at % 5 / 10,
        coder="synthetic",
        coder_version="1",
        rule=f"reason.rule {nasty}",
        page=event.page,
        trace=(Trace(part="cause", span=Span(event.span.start, event.span.start + 7)),),
    )


def _period(event: Event, at: int, nasty: str) -> Period:
    direction = ("up", "down", "high", "low")[at % 4]
    date = event.date if direction in ("up", "down") else read_edtf(("1950/1957", "1960/..", "../1956")[at % 3])
    return Period(
        period_id=content_id("period", event.event_id, at),
        document=event.document,
        sentence=event.sentence,
        span=event.span,
        quote=event.quote,
        label=f"period.label {nasty}",
        states=(event.source.state or "", event.target.state or ""),
        direction=direction,
        turning=direction in ("up", "down"),
        date=date,
        confidence=0.6,
        coder="synthetic",
        coder_version="1",
        rule=f"period.rule {nasty}",
        holder=f"period.holder {nasty}" if at % 3 == 0 else None,
        page=event.page,
    )
