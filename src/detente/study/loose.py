"""Coding files that belong to no study: reading them, and the rows of what was coded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from detente.model import Coding, Document, Sentence, Statement
from detente.record import Column, Format, Row, statement_row
from detente.study import faults

if TYPE_CHECKING:
    from detente.documents import Reading

_TRACE = (
    Column(name="sentence_text", type="string", meaning="The sentence without line breaks and page furniture."),
    Column(name="trace", type="list", meaning="The words that gave each part of the code."),
)


def table_format(named: str | None, path: Path | None) -> Format:
    """The format asked for, else that of the file's name, else JSON lines; `UsageFault` 907 for a name that says none."""
    suffix = path.suffix[1:].lower() if path else ""
    for format_ in ("jsonl", "csv", "parquet"):
        if format_ == (named or suffix or "jsonl"):
            return format_
    raise faults.fault(faults.BAD_OPTION, f"{suffix!r} names no format of tables; give --format jsonl, csv or parquet")


def read_loose(files: Sequence[str], stdin: IO[bytes]) -> Iterator[Reading]:
    """What came of each file, and of each file in each folder; `-` is stdin, as text or JSON lines."""
    from detente.documents import find_sources, read_sources  # noqa: PLC0415 - readers are heavy

    paths: list[Path] = []
    for name in files:
        if name == "-":
            yield from _read_stream(stdin)
        elif Path(name).is_dir():
            paths += find_sources(Path(name))
        else:
            paths.append(Path(name))
    yield from read_sources(paths)


def _read_stream(stdin: IO[bytes]) -> Iterator[Reading]:
    from detente.documents import read_sources  # noqa: PLC0415

    content = stdin.read()
    suffix = ".jsonl" if content.lstrip()[:1] == b"{" else ".txt"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"stdin{suffix}"
        path.write_bytes(content)
        yield from read_sources([path], root=Path(folder))


def coded_rows(table: str, codings: Iterable[tuple[Document, Coding]], *, explain: bool = False) -> Iterator[Row]:
    """The rows of one table of some codings, document by document, in the order of the text."""
    for document, coding in codings:
        label = partial(_key_of, document.key)
        sentences = {sentence.sentence_id: sentence for sentence in coding.sentences}
        statements = sorted(getattr(coding, table), key=lambda each: (sentences[each.sentence].index, each.span))
        for statement in statements:
            row = statement_row(statement, label)
            if explain:
                row |= _explanation(statement, sentences[statement.sentence], document)
            yield row


def _key_of(key: str, _: str) -> str:
    """The document's key, whichever id is asked for."""
    return key


def _explanation(statement: Statement, sentence: Sentence, document: Document) -> Row:
    traces = getattr(statement, "trace", ())
    return {"sentence_text": sentence.text, "trace": [f"{trace.part}: {trace.span.of(document.raw)}" for trace in traces]}


def explained_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a table with those that explain a row."""
    return (*columns, *_TRACE)
