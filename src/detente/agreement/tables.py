"""An agreement as tables: the measures, the confusion of types, and the units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.agreement.coefficients import Code, Coefficient, confusion, f1, kappa, krippendorff_alpha
from detente.agreement.compare import Comparison
from detente.agreement.matching import hits_by_level
from detente.agreement.rows import CodedEvent
from detente.agreement.units import NONE, label
from detente.ontology import EVENT_TYPES
from detente.record import Row
from detente.spans import Span

MISSED = "count as missed"
LEFT_OUT = "left out: kappa takes units that both have coded, and alpha can pair nothing with one code"
AS_NONE = f"stand as {NONE!r}; passages where neither has an event are not counted, so chance is reckoned without them"


@dataclass(frozen=True, kw_only=True)
class _Coded:
    """Units that were coded, each with the set of types of either coder; empty where it has none."""

    unit: str
    codes: Sequence[tuple[frozenset[str], frozenset[str]]]
    only_a: int
    only_b: int
    alone: str


def measure_rows(comparison: Comparison, *, with_none: bool = False) -> list[Row]:
    """Every measure of a comparison, in the columns of the table `agreement`.

    With `with_none`, kappa and alpha are also given over all passages and dyads with "no event" as a code.
    """
    rows = [*_span_rows(comparison), *_event_rows(comparison)]
    for coded in _coded(comparison, with_none=with_none):
        rows += _code_rows(coded)
    return rows


def _row(measure: str, unit: str, code: str, result: Coefficient, counts: Row) -> Row:
    value = None if result.value is None else round(result.value, 6)
    blank = {"share_a": None, "share_b": None}
    head = {"measure": measure, "unit": unit, "code": code, "value": value, "undefined": result.undefined or None, "units": result.units}
    return head | blank | counts


def _shares(hits_a: int, hits_b: int, n_a: int, n_b: int) -> Row:
    return {
        "n_a": n_a, "n_b": n_b, "share_a": round(hits_a / n_a, 6) if n_a else None, "share_b": round(hits_b / n_b, 6) if n_b else None,
        "only_a": n_a - hits_a, "only_b": n_b - hits_b, "alone": MISSED,
    }  # fmt: skip


def _span_rows(comparison: Comparison) -> Iterator[Row]:
    """The evidence alone, each piece once, whatever is coded there."""
    a, b = _evidence(comparison.a), _evidence(comparison.b)
    same = len(a & b)
    over_a, over_b = _overlapping(a, b), _overlapping(b, a)
    for measure, hits_a, hits_b in (("span_f1_exact", same, same), ("span_f1_overlap", over_a, over_b)):
        yield _row(measure, "evidence", "all", f1(hits_a, hits_b, len(a), len(b)), _shares(hits_a, hits_b, len(a), len(b)))


def _evidence(events: Sequence[CodedEvent]) -> set[tuple[str, Span]]:
    return {(event.document, event.span) for event in events}


def _overlapping(these: set[tuple[str, Span]], those: set[tuple[str, Span]]) -> int:
    """How many pieces of evidence overlap at least one of the other coding."""
    by_document: dict[str, list[Span]] = {}
    for document, span in those:
        by_document.setdefault(document, []).append(span)
    return sum(any(span.overlaps(other) for other in by_document.get(document, ())) for document, span in these)


def _event_rows(comparison: Comparison) -> Iterator[Row]:
    n_a, n_b = len(comparison.a), len(comparison.b)
    for level, hits in hits_by_level(comparison.pairs).items():
        yield _row("event_f1", "event", level, f1(hits, hits, n_a, n_b), _shares(hits, hits, n_a, n_b))


def _coded(comparison: Comparison, *, with_none: bool) -> Iterator[_Coded]:
    pairs, units = comparison.pairs, comparison.units
    matched = [(frozenset({pair.a.event_type}), frozenset({pair.b.event_type})) for pair in pairs]
    yield _Coded(
        unit="matched pair", codes=matched, only_a=len(comparison.a) - len(pairs), only_b=len(comparison.b) - len(pairs), alone=LEFT_OUT
    )
    only = Counter(unit.only for unit in units)
    every = [(unit.a, unit.b) for unit in units]
    yield _Coded(unit="passage and dyad", codes=every, only_a=only["a"], only_b=only["b"], alone=LEFT_OUT)
    if with_none:
        filled = [(a or frozenset({NONE}), b or frozenset({NONE})) for a, b in every]
        yield _Coded(unit=f"passage and dyad with {NONE}", codes=filled, only_a=only["a"], only_b=only["b"], alone=AS_NONE)


def _code_rows(coded: _Coded) -> Iterator[Row]:
    """Kappa and alpha of one sort of units: over all codes, then of each type against all others."""
    counts = _counts(coded)
    used = {code for pair in coded.codes for codes in pair for code in codes}
    for code in ("all", *(name for name in EVENT_TYPES if name in used)):
        pairs: list[tuple[Code | None, Code | None]] = [(_code(a, code), _code(b, code)) for a, b in coded.codes]
        yield _row("kappa", coded.unit, code, kappa(pairs), counts)
        yield _row("alpha", coded.unit, code, krippendorff_alpha(pairs), counts)


def _code(types: frozenset[str], code: str) -> Code | None:
    """The one code of a unit: its types, or whether one type is among them; None where it was not coded."""
    if code == "all":
        return label(types)
    return code in types if types else None


def _counts(coded: _Coded) -> Row:
    n_a, n_b = sum(bool(a - {NONE}) for a, _ in coded.codes), sum(bool(b - {NONE}) for _, b in coded.codes)
    if coded.unit == "matched pair":
        n_a, n_b = n_a + coded.only_a, n_b + coded.only_b
    return {"n_a": n_a, "n_b": n_b, "only_a": coded.only_a, "only_b": coded.only_b, "alone": coded.alone}


def confusion_rows(comparison: Comparison) -> list[Row]:
    """How often each type of the first coding was paired with each of the second; events without a partner beside "no event"."""
    found = [(pair.a.event_type, pair.b.event_type) for pair in comparison.pairs]
    left_a = Counter(event.event_type for event in comparison.a) - Counter(a for a, _ in found)
    left_b = Counter(event.event_type for event in comparison.b) - Counter(b for _, b in found)
    found += [(kind, NONE) for kind in left_a.elements()] + [(NONE, kind) for kind in left_b.elements()]
    return [{"a": a, "b": b, "n": n} for (a, b), n in confusion(found).items()]


def unit_rows(comparison: Comparison) -> list[Row]:
    """The passages and dyads with both codings' types, in the order of the texts."""
    return [
        {
            "document": unit.document, "char_start": unit.span.start, "char_end": unit.span.end,
            "pair": "-".join(unit.pair), "a": label(unit.a), "b": label(unit.b),
        }
        for unit in comparison.units
    ]  # fmt: skip
