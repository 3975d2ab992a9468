"""Precision and recall of a coder from a judged sample, with intervals, over all and by event type.

Precision is the share of coded events that were judged right. Recall is the share of the events that the texts tell which were
coded right: below the line stand the events judged right, those coded with a fault that are events nevertheless, and those missed
in sentences without an event. What a sentence with an event tells besides is not asked, so recall is of that much too high.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente.ontology import EVENT_TYPES
from detente.record import Row
from detente.sampling.intervals import NONE_SEEN, Ratio, Stratum, logit_interval, ratio, share_interval, wilson
from detente.sampling.sheet import EVENT, SENTENCE, VERDICTS, Judged

Strata = Sequence[Stratum[Judged]]
EVERY = "all"


def report(rows: Sequence[Judged]) -> list[Row]:
    """The measures of a judged sheet: measure, type, estimate, low and high (0 to 1, 95 per cent), judged rows, and a note.

    A measure for which nothing was judged has no estimate and its note begins "undefined". Rows that were not judged are left out,
    and those that were stand for their stratum.
    """
    events, sentences = _strata(rows, EVENT), _strata(rows, SENTENCE)
    kinds = _kinds(rows)
    found = [_precision(events, None), *(_precision(events, kind) for kind in kinds)]
    found += [_verdict(events, verdict) for verdict in VERDICTS[1:]]
    return [*found, _recall(events, sentences, None), *(_recall(events, sentences, kind) for kind in kinds)]


def _strata(rows: Sequence[Judged], unit: str) -> list[Stratum[Judged]]:
    grouped: dict[str, list[Judged]] = {}
    for row in rows:
        if row.unit == unit and row.done:
            grouped.setdefault(row.stratum, []).append(row)
    return [Stratum(held[0].population, tuple(held)) for held in grouped.values()]


def _kinds(rows: Sequence[Judged]) -> list[str]:
    """The types that were coded, corrected to or missed, in the order of the ontology."""
    told = {kind for row in rows for kind in (row.event_type, row.right_type, *row.missed_types) if kind}
    return [*(kind for kind in EVENT_TYPES if kind in told), *sorted(told - set(EVENT_TYPES))]


def _row(measure: str, kind: str | None, judged: int, *, found: tuple[float, float, float] | None = None, note: str = "") -> Row:
    estimate, low, high = found or (None, None, None)
    cells = {"estimate": estimate, "low": low, "high": high}
    told = {name: None if value is None else round(value, 4) for name, value in cells.items()}
    return {"measure": measure, "type": kind or EVERY, **told, "judged": judged, "note": note}


def _share(events: Strata, measure: str, kind: str | None, over: Callable[[Judged], bool]) -> Row:
    """A share of the judged events, of one type or all."""

    def inside(row: Judged) -> bool:
        """Whether an event is of the type."""
        return kind is None or row.event_type == kind

    weights = [each.weight for each in events for row in each.rows if inside(row)]
    found = ratio(events, lambda row: float(inside(row) and over(row)), lambda row: float(inside(row)))
    if found is None:
        return _row(measure, kind, 0, note="undefined: no such event was judged")
    return _row(measure, kind, len(weights), found=(found.value, *share_interval(found, weights)))


def _precision(events: Strata, kind: str | None) -> Row:
    return _share(events, "precision", kind, lambda row: row.verdict == VERDICTS[0])


def _verdict(events: Strata, verdict: str) -> Row:
    return _share(events, verdict, None, lambda row: row.verdict == verdict)


def _recall(events: Strata, sentences: Strata, kind: str | None) -> Row:
    judged = sum(len(each.rows) for each in (*events, *sentences))
    if not sentences:
        return _row("recall", kind, judged, note="undefined: no sentence without an event was judged")

    def over(row: Judged) -> float:
        """1 for an event of the type that was coded right."""
        return float(row.verdict == VERDICTS[0] and (kind is None or row.event_type == kind))

    def under(row: Judged) -> float:
        """How many events of the type a row shows that there are."""
        return float(_missed(row, kind) if row.unit == SENTENCE else _is_event(row, kind))

    found = ratio([*events, *sentences], over, under)
    if found is None:
        return _row("recall", kind, judged, note="undefined: no such event was found or missed")
    low, high = _bounds(found, sentences, none=not any(_missed(row, kind) for each in sentences for row in each.rows), judged=judged)
    return _row("recall", kind, judged, found=(found.value, low, high))


def _bounds(found: Ratio, sentences: Strata, *, none: bool, judged: int) -> tuple[float, float]:
    """The interval of a recall; where no missed event was seen, so many may still be as the rule of three allows."""
    low, high = logit_interval(found)
    if none:
        unseen = NONE_SEEN * sum(each.weight for each in sentences)
        low = min(low, found.value * found.total / (found.total + unseen))
    return (low, wilson(0.0, judged)[1]) if found.value == 0 else (low, high)


def _is_event(row: Judged, kind: str | None) -> bool:
    """Whether a coded event is an event (of the type) in truth."""
    if row.verdict == "not an event":
        return False
    if kind is None:
        return True
    return row.right_type == kind if row.verdict == "wrong type" else row.event_type == kind


def _missed(row: Judged, kind: str | None) -> int:
    return (row.missed or 0) if kind is None else row.missed_types.count(kind)
