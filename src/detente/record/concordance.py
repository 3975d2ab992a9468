"""Search: the sentences that hold some words, with the words marked, as a concordance shows them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from detente.record import faults, layouts
from detente.record.storefile import StoreFile
from detente.spans import Span

# noncharacters: no reader of text ever lets them through, so they can mark a match
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_OPERATORS = re.compile(r'["()*^:+]|\b(?:AND|OR|NOT|NEAR)\b')


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A sentence that a search found; `matches` are the spans of the words in `text`."""

    document: str
    path: str
    sentence: str
    number: int
    page: str | None
    text: str
    matches: tuple[Span, ...]

    def keyword_in_context(self, width: int = 60) -> tuple[str, str, str]:
        """The words before the first match, the match, and the words after, each side at most `width` long."""
        at = self.matches[0] if self.matches else Span(0, 0)
        return self.text[max(at.start - width, 0) : at.start], at.of(self.text), self.text[at.end : at.end + width]


def match_expression(query: str) -> str:
    """What full-text search is asked for a reader's words.

    Words without operators are taken as they stand, hyphens and apostrophes included, and must all
    occur. Quotes, AND, OR, NOT, NEAR, brackets and `*` are passed on.
    """
    if _OPERATORS.search(query):
        return query
    return " ".join(f'"{word}"' for word in query.split())


class Concordance(StoreFile):
    """Searching a store."""

    def search(self, query: str, *, limit: int | None = None) -> tuple[Hit, ...]:
        """Sentences that match, in reading order of the sources; `RecordFault` 410 where the search cannot be read."""
        expression = match_expression(query.encode("utf-8", "replace").decode())
        if not expression:
            raise faults.fault(faults.SEARCH, "no words were given")
        try:
            rows = self._connection.execute(_HITS, (_OPEN, _CLOSE, expression, -1 if limit is None else limit)).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
                with faults.told(self.path.name):
                    raise
            raise faults.fault(faults.SEARCH, str(error)) from error
        return tuple(_hit(row) for row in rows)


_HITS = """
SELECT d.key, d.path, s.sentence_id, s.idx, s.page, s.text, highlight(sentence_words, 0, ?, ?)
FROM sentence_words JOIN sentences s ON s.row = sentence_words.rowid JOIN documents d ON d.document_id = s.document
WHERE sentence_words MATCH ? ORDER BY d.key, d.document_id, s.idx LIMIT ?"""


def _hit(row: Any) -> Hit:  # noqa: ANN401 - a row of `_HITS`
    key, path, sentence, number, page, text, marked = map(layouts.load_text, row)
    return Hit(document=key, path=path, sentence=sentence, number=number, page=page, text=text, matches=_matches(marked))


def _matches(marked: str) -> tuple[Span, ...]:
    found: list[Span] = []
    start = taken = 0
    for at, character in enumerate(marked):
        if character == _OPEN:
            start, taken = at - taken, taken + 1
        elif character == _CLOSE:
            found.append(Span(start, at - taken))
            taken += 1
    return tuple(found)
