"""The nouns as rows and back, without loss.

A layout says for each field of a noun which columns hold it and how. Text is stored as text, save
where it holds a lone surrogate (from a damaged source), which UTF-8 has no form for: that one is bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from detente.dates import UncertainDate
from detente.model import (
    Actor,
    Agreement,
    DateMention,
    Document,
    Event,
    Figure,
    Milestone,
    Page,
    Period,
    Reason,
    Section,
    Sentence,
    Statement,
    Trace,
)
from detente.spans import Span, SpanMap

Cell = str | int | float | bytes | None
Noun = TypeVar("Noun")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one sort of value fills its cells and comes back from them."""

    pack: Callable[[Any], tuple[Cell, ...]]
    unpack: Callable[..., Any]


def store_text(value: Cell) -> Cell:
    """A cell's value; text with a lone surrogate becomes bytes."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
    return value


def load_text(cell: Any) -> Any:  # noqa: ANN401 - a cell of any sort comes back as it was
    """The inverse of `store_text`."""
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else cell


def _date_cells(date: UncertainDate | None) -> tuple[Cell, ...]:
    if date is None:
        return (None,) * 6
    return store_text(date.text), date.edtf, date.start, date.end, date.precision, date.basis


def _date_of(*cells: Any) -> UncertainDate | None:  # noqa: ANN401 - six cells of three sorts
    text, edtf, start, end, precision, basis = cells
    if text is None:
        return None
    return UncertainDate(text=load_text(text), edtf=edtf, start=start, end=end, precision=precision, basis=basis)


def _json_kind(to_json: Callable[[Any], Any], from_json: Callable[[Any], Any]) -> Kind:
    return Kind(
        pack=lambda value: (json.dumps(to_json(value), separators=(",", ":")),),
        unpack=lambda cell: from_json(json.loads(cell)),
    )


PLAIN = Kind(pack=lambda value: (store_text(value),), unpack=load_text)
FLAG = Kind(pack=lambda value: (int(value),), unpack=bool)
REAL = Kind(pack=lambda value: (value if value is None else float(value),), unpack=lambda cell: cell)
SPAN = Kind(pack=lambda span: (span.start, span.end), unpack=Span)
DATE = Kind(pack=_date_cells, unpack=_date_of)
ACTOR = Kind(
    pack=lambda actor: (store_text(actor.name), store_text(actor.role), actor.state),
    unpack=lambda name, role, state: Actor(name=load_text(name), role=load_text(role), state=state),
)
WORDS = _json_kind(list, tuple)
MAP = _json_kind(
    lambda m: [m.pieces, m.clean_length, m.raw_length],
    lambda cell: SpanMap(tuple((clean, raw, size) for clean, raw, size in cell[0]), cell[1], cell[2]),
)
PAGES = _json_kind(
    lambda pages: [[page.label, page.span.start, page.span.end] for page in pages],
    lambda cell: tuple(Page(label=label, span=Span(start, end)) for label, start, end in cell),
)
SECTIONS = _json_kind(
    lambda sections: [[s.title, s.level, s.span.start, s.span.end] for s in sections],
    lambda cell: tuple(Section(title=title, level=level, span=Span(start, end)) for title, level, start, end in cell),
)
TRACE = _json_kind(
    lambda traces: [[trace.part, trace.span.start, trace.span.end] for trace in traces],
    lambda cell: tuple(Trace(part=part, span=Span(start, end)) for part, start, end in cell),
)


@dataclass(frozen=True)
class Layout(Generic[Noun]):
    """Which columns of a table hold which field of a noun."""

    noun: type[Noun]
    table: str
    fields: Mapping[str, tuple[Kind, tuple[str, ...]]]

    @property
    def key(self) -> str:
        """The column of the noun's id."""
        return self.columns[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in the order of the noun's fields."""
        return tuple(column for _, columns in self.fields.values() for column in columns)

    def row(self, noun: Noun) -> tuple[Cell, ...]:
        """The cells of one noun, in the order of `columns`."""
        return tuple(cell for name, (kind, _) in self.fields.items() for cell in kind.pack(getattr(noun, name)))

    def noun_of(self, row: Sequence[Any]) -> Noun:
        """The noun that a row of `columns` holds."""
        values, at = {}, 0
        for name, (kind, columns) in self.fields.items():
            values[name] = kind.unpack(*row[at : at + len(columns)])
            at += len(columns)
        return self.noun(**values)


def _date_columns(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{part}" for part in ("text", "edtf", "first", "last", "precision", "basis"))


_SPECIAL: Mapping[str, tuple[Kind, tuple[str, ...]]] = {
    "span": (SPAN, ("char_start", "char_end")),
    "clean_span": (SPAN, ("clean_start", "clean_end")),
    "source": (ACTOR, ("source_actor", "source_role", "source_state")),
    "target": (ACTOR, ("target_actor", "target_role", "target_state")),
    "index": (PLAIN, ("idx",)),
    **{name: (DATE, _date_columns(name)) for name in ("date", "published", "covers", "signed", "ended")},
    **{
        name: (WORDS, (name,))
        for name in ("contexts", "parties", "obligations", "states", "warnings", "signatories", "terms", "flows", "also")
    },
    **{name: (FLAG, (name,)) for name in ("reciprocal", "aggregate", "mutual", "promised", "heading", "secret", "rejected")},
    **{name: (FLAG, (name,)) for name in ("turning", "deed")},
    **{name: (REAL, (name,)) for name in ("value", "high", "intensity", "confidence")},
    "map": (MAP, ("map",)),
    "pages": (PAGES, ("pages",)),
    "sections": (SECTIONS, ("sections",)),
    "trace": (TRACE, ("trace",)),
}


def _layout(noun: type[Noun], table: str) -> Layout[Noun]:
    names = noun.__dataclass_fields__  # type: ignore[attr-defined]
    return Layout(noun, table, {name: _SPECIAL.get(name, (PLAIN, (name,))) for name in names})


DOCUMENT = _layout(Document, "documents")
SENTENCE = _layout(Sentence, "sentences")
EVENT = _layout(Event, "events")
FIGURE = _layout(Figure, "figures")
AGREEMENT = _layout(Agreement, "agreements")
REASON = _layout(Reason, "reasons")
PERIOD = _layout(Period, "periods")
MILESTONE = _layout(Milestone, "milestones")
MENTION = _layout(DateMention, "dates")

STATEMENTS: tuple[Layout[Any], ...] = (EVENT, FIGURE, AGREEMENT, REASON, PERIOD, MILESTONE)
"""What sentences say, each sort in a table of its own whose first column is the statement's id."""


def layout_of(statement: Statement) -> Layout[Any]:
    """The layout of a statement's sort."""
    return next(layout for layout in STATEMENTS if isinstance(statement, layout.noun))
