"""Periods: what a source asserts of a relation over a time, with its dates from the words and the text's time line."""

from __future__ import annotations

from detente.coding.attribution import attribution_of
from detente.coding.events import Sitting
from detente.coding.learned.claims import Claims, Stretch
from detente.coding.makings import pair_of
from detente.coding.timeline import DateReading
from detente.dates import UncertainDate
from detente.model import Direction, Period, Trace, content_id
from detente.spans import Span

RULE = "claim"
_DIRECTIONS: tuple[Direction, ...] = ("up", "down", "high", "low")
_YEAR = 366
_TURNS = ("up", "down")


def periods_of(sitting: Sitting, claims: Claims, least: float) -> list[Period]:
    """The periods of one sentence that are surer than `least`, of the two states that it or its text is about."""
    states = pair_of(sitting)
    if claims.period < least or len(states) != 2:
        return []
    rows = [_row(sitting, claims, stretch, states) for stretch in claims.stretches]
    return list({row.period_id: row for row in rows if row.date is not None}.values())


def _row(sitting: Sitting, claims: Claims, stretch: Stretch, states: tuple[str, ...]) -> Period:
    sentence, document = sitting.sentence, sitting.document
    share, direction = max(zip(stretch.directions, _DIRECTIONS, strict=True))
    reading = _nearest(sitting, stretch)
    date = reading.date if reading else sitting.dates.anchor
    words = sentence.text[stretch.start : stretch.end] or sentence.text
    token = next((t for t in sitting.scene.doc if t.idx >= max(stretch.start, 0)), None)
    said = attribution_of(token) if token is not None else None
    offset = sentence.clean_span.start
    parts = [("period", stretch.start, stretch.end), *([("date", reading.start, reading.end)] if reading else [])]
    return Period(
        period_id=content_id(
            "period", document.document_id, sentence.sentence_id, words, list(states), direction, date.edtf if date else None
        ),
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        label=words,
        states=states,
        direction=direction,
        turning=direction in _TURNS and _width(date) <= _YEAR,
        date=date,
        confidence=round(claims.period * share**0.5, 2),
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=RULE,
        holder=said.text if said else None,
        page=sentence.page,
        trace=tuple(Trace(part=p, span=document.map.raw_span(Span(a + offset, z + offset))) for p, a, z in parts if z > a),
    )


def _nearest(sitting: Sitting, stretch: Stretch) -> DateReading | None:
    """The date that stands nearest to the words, inside them first."""
    usable = [reading for reading in sitting.dates.readings if reading.dates_event]
    if stretch.end <= stretch.start:
        return usable[0] if usable else None
    return min(usable, key=lambda r: (max(r.start - stretch.end, stretch.start - r.end, 0), r.start), default=None)


def _width(date: UncertainDate | None) -> int:
    return date.end - date.start if date and date.start is not None and date.end is not None else 10**9
