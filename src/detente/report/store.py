"""The sentences of a view as the page keeps them: once each, in passages, with the codes they gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.model import Sentence, Statement
from detente.report.accounts import every_statement
from detente.report.evidence import identity, kind_of, statement_anchor
from detente.report.view import Mark, Source, StudyView
from detente.report.words import anchor, fit_text

_WORDS_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence on the page: its short id, its words, and whether it gives evidence or is context."""

    ident: str
    sentence: Sentence
    evidence: bool


@dataclass(frozen=True, kw_only=True)
class Code:
    """A statement on the page: its anchor, id and kind, the sentence behind it, and the words that gave it.

    `marks` is for the script (`source:0-5 predicate:6-13`), `words` for readers without one.
    """

    anchor: str
    ident: str
    kind: str
    line: str
    statement: Statement
    marks: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Sentences of one paragraph, and the codes they gave."""

    lines: tuple[Line, ...]
    codes: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Paragraphs that follow one another in one section of a source."""

    page: str
    section: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The passages of one source."""

    ident: str
    source: Source | None
    key: str
    passages: tuple[Passage, ...]


def chapters(view: StudyView) -> tuple[Chapter, ...]:
    """All evidence of a view, by source in order of key, and within it in order of place."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    for statement in every_statement(view):
        statements[statement.sentence].append(statement)
    known = {name: source for source in view.sources for name in (source.key, source.document)}
    by_document: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in view.sentences:
        by_document[sentence.document].append(sentence)
    names = {sentence.sentence_id: f"s{at}" for at, sentence in enumerate(view.sentences)}
    order = sorted(by_document, key=lambda name: (known[name].key if name in known else name, name))
    return tuple(
        Chapter(
            ident=source_anchor(known[name].key if name in known else name),
            source=known.get(name),
            key=known[name].key if name in known else name,
            passages=tuple(_passage(run, statements, names, view) for run in _runs(by_document[name])),
        )
        for name in order
    )


def source_anchor(key: str) -> str:
    """The anchor of a source, by its key."""
    return anchor("source", key)


def _runs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    runs: list[list[Sentence]] = []
    for sentence in sorted(sentences, key=lambda each: each.index):
        before = runs[-1][-1] if runs else None
        if before and sentence.index == before.index + 1 and sentence.section == before.section:
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return runs


def _passage(run: Sequence[Sentence], statements: dict[str, list[Statement]], names: dict[str, str], view: StudyView) -> Passage:
    texts = {each.sentence_id: each.text for each in run}
    paragraphs = []
    for _, group in groupby(run, key=lambda each: each.paragraph):
        row = list(group)
        lines = tuple(Line(ident=names[each.sentence_id], sentence=each, evidence=each.sentence_id in statements) for each in row)
        codes = tuple(
            _code(statement, names[each.sentence_id], view.marks.get(identity(statement), ()), names, texts)
            for each in row
            for statement in statements.get(each.sentence_id, [])
        )
        paragraphs.append(Paragraph(lines=lines, codes=codes))
    pages = [each.page for each in run if each.page]
    page = "–".join(dict.fromkeys((pages[0], pages[-1]))) if pages else ""
    return Passage(page=page, section=run[0].section, paragraphs=tuple(paragraphs))


def _code(statement: Statement, line: str, marks: Sequence[Mark], names: dict[str, str], texts: dict[str, str]) -> Code:
    kind = kind_of(statement)
    here = [mark for mark in marks if mark.sentence in texts]
    return Code(
        anchor=statement_anchor(statement),
        ident=identity(statement),
        kind=kind,
        line=line,
        statement=statement,
        marks=" ".join(f"{names[mark.sentence]}:{_part(mark)}:{mark.start}:{mark.end}" for mark in here),
        words=tuple((_part(mark), _cut(fit_text(texts[mark.sentence][mark.start : mark.end]))) for mark in here),
    )


def _part(mark: Mark) -> str:
    return mark.part if mark.part.isascii() and mark.part.isidentifier() else "words"


def _cut(text: str) -> str:
    return text if len(text) <= _WORDS_SHOWN else text[: _WORDS_SHOWN - 1].rstrip() + "…"
