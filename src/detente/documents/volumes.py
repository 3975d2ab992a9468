"""A printed volume of documents whose markup was lost: numbered documents, one after another, in one text.

Such a text ("... No. 12The Ambassador in France (Dillon) to the Department of State Paris, May 3, 1953—6 p.m.
secret 6031. ...") is cut at its running numbers, so that each document has its own date of writing.
Footnotes, which lost their raising, stand glued to the word they belonged to and are parted from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from detente.dates import UncertainDate, read_edtf, year_of
from detente.documents.blocks import BYLINE_LEVEL, DATELINE_LEVEL, Block, Parsed
from detente.documents.hyphens import vocabulary
from detente.documents.metadata import read_date
from detente.spans import Edit, Span

_NUMBER = re.compile(r"\b(?:No\.|Document|Doc\.)\s?(\d{1,4})(?=\s{0,3}[\[A-Z])")
_FEWEST = 20
_SHORTEST = 50_000
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PLACE = (
    r"(?:\[?(?:(?:New|San|Los|The|Port|Rio de|Buenos|Tel|Addis|Santa|St\.|Saint|Fort|Hong|Kuala|Cape|Mexico|Panama|El|La|Phnom)\s)?"
    r"[A-Z][\w’'-]+,\]?\s)?"
)
_DATELINE = re.compile(
    _PLACE + rf"\[?(?:{_MONTH} \d{{1,2}}(?:[-–]\d{{1,2}})?, \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})"
    r"(?:[—–-]\s?(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]\.m\.|noon|midnight)|,\s\d{1,2}(?:[:.]\d\d)?\s?[ap]\.m\.)?\]?\.?"
)
_MARKINGS = re.compile(
    r"\s*(?:(?:top secret|secret|confidential|restricted|unclassified|limited official use|official use only|personal|official|informal"
    r"|priority|niact|operational immediate|eyes only|emergency)[–—\s]*)+(?:No\. \d{1,5}\s|\d{1,5}\.\s)?"
)
_FILE = re.compile(r"\s\d{3}[A-Z]{0,3}\.\d[^\n]{0,70}?/\d{1,2}[–-]\d{2,4}(?:\s?:\s?[A-Z][a-z]+)?\s*$")
_SIGNED = re.compile(r"(?<=[.!?”)])\s+((?:[A-Z][\w.’'-]{0,20}\s?){1,4})\s*$")
_GLUE_WORD = re.compile(r"(?<![A-Za-z])([A-Za-z]*[a-z]{2})(?=([A-Z][a-z]+|A)[\s,’])|(?<=\d)(?=[A-Z][a-z]{2,}\s)")
_GLUE_MARK = re.compile(r"(?<=[a-z\d]{2})[.,;:)”’](?=[A-Z][a-z]+[\s.,’])|(?<=[a-z][.,])[”’](?=[A-Z][a-z]+[\s.,’])")
_GOES_ON = re.compile(r"[.)”]\s+(?:\([^()]{0,80}\d[^()]{0,80}\)\.?\s+)?(?=\(?[a-z])")
_NOTE_LENGTH = 900


def read_volume(parsed: Parsed) -> tuple[Parsed, ...] | None:
    """The documents of a printed volume, with what stands before the first as `front`; None where `parsed` is no such volume."""
    raw = parsed.raw
    if len(raw) < _SHORTEST:
        return None
    starts = _running_numbers(raw)
    if len(starts) < _FEWEST:
        return None
    ends = [start for start, _ in starts[1:]] + [len(raw)]
    dated = sum(1 for (start, _), end in zip(starts, ends, strict=True) if _opens_document(raw[start : min(end, start + 1500)]))
    if dated < 0.6 * len(starts):
        return None
    known = vocabulary(raw)
    parts = [_slice(parsed, 0, starts[0][0], "front", known)]
    for (start, number), end in zip(starts, ends, strict=True):
        part = _slice(parsed, start, end, str(number), known)
        parts.append(part if part.published else replace(part, published=_year_of(parts[-1].published)))
    return tuple(parts)


def _year_of(before: UncertainDate | None) -> UncertainDate | None:
    """For a document without a dateline (an editors' note): the year of the document printed before it."""
    if before is None or before.start is None:
        return None
    year = str(year_of(before.start))
    return read_edtf(year, text="the year of the document before", basis="inherited")


def _running_numbers(raw: str) -> list[tuple[int, int]]:
    """Places of the numbers that count upwards from 1, each at most three above the one before."""
    found: list[tuple[int, int]] = []
    last = 0
    for match in _NUMBER.finditer(raw):
        number = int(match.group(1))
        if last < number <= last + 3 and (found or number == 1):
            found.append((match.start(), number))
            last = number
    return found


def _opens_document(head: str) -> bool:
    return bool(_DATELINE.search(head)) or "Editorial Note" in head[:60]


def _slice(parsed: Parsed, start: int, end: int, part: str, known: Counter[str]) -> Parsed:
    raw = parsed.raw[start:end]
    if part == "front":
        blocks, date = [Block(span=Span(0, len(raw)))], None
        title = "Front matter"
    else:
        blocks, date, title = _blocks(raw, known)
    body = max((block.span for block in blocks), key=len)
    return replace(
        parsed,
        raw=raw,
        blocks=tuple(_trimmed(raw, blocks)),
        edits=tuple(_notes(raw, body, known)),
        part=part,
        published=read_date(date) if date else None,
        declared={**parsed.declared, "title": title},
    )


def _blocks(raw: str, known: Counter[str]) -> tuple[list[Block], str | None, str]:
    """Title, source note, dateline, markings, body and signature of one document; its dateline and title."""
    match = _NUMBER.match(raw)
    head = match.end() if match else 0
    line = None if raw[head:].lstrip().startswith("Editorial Note") else _DATELINE.search(raw, head, 1500)
    title_end = _title_end(raw, head, line.start() if line else None, known)
    blocks = [Block(span=Span(0, title_end), kind="heading", level=1, sure=True)]
    body_start = title_end
    if line:
        body_start = line.end()
        blocks.append(Block(span=Span(title_end, line.start()), kind="note", sure=True))
        blocks.append(Block(span=Span(line.start(), line.end()), kind="dateline", level=DATELINE_LEVEL, sure=True))
        if marking := _MARKINGS.match(raw, body_start):
            body_start = marking.end()
    file = _FILE.search(raw, max(body_start, len(raw) - 160))
    body_end = file.start() if file else len(raw)
    signature = _SIGNED.search(raw, max(body_start, body_end - 90), body_end)
    if signature:
        blocks.append(Block(span=Span(signature.start(1), body_end), kind="byline", level=BYLINE_LEVEL, sure=True))
        body_end = signature.start(1)
    blocks.append(Block(span=Span(min(body_start, body_end), body_end), sure=True))
    return blocks, line.group() if line else None, " ".join(raw[head:title_end].split())


def _title_end(raw: str, head: int, dateline: int | None, known: Counter[str]) -> int:
    """Where the title ends: at a footnote glued to it, else at the dateline, else after some words."""
    limit = dateline if dateline is not None else min(len(raw), head + 300)
    if raw.startswith("Editorial Note", head):
        return head + len("Editorial Note")
    glue = next((at for at in _glued(raw, Span(head, limit), known) if at > head + 10), None)
    if glue is not None:
        return glue
    return limit if dateline is not None else head


def _glued(raw: str, within: Span, known: Counter[str]) -> Iterator[int]:
    """Places where a footnote's first word stands glued to the text, in order."""
    words = [match.end() for match in _GLUE_WORD.finditer(raw, within.start, within.end) if _both_known(match, known)]
    marks = [match.end() for match in _GLUE_MARK.finditer(raw, within.start, within.end)]
    yield from sorted(set(words + marks))


def _both_known(match: re.Match[str], known: Counter[str]) -> bool:
    """Whether the halves are words of their own in the volume, as those of a name ("McGhee", "FonMin") are not."""
    if match.group(1) is None:
        return True
    return known[match.group(1).lower()] >= 3 and known[match.group(2).lower()] >= 3 and len(match.group(1)) >= 3


def _notes(raw: str, within: Span, known: Counter[str]) -> Iterator[Edit]:
    """Edits that take glued footnotes out of mid-sentence, and part the rest from the text before them."""
    if match := _NUMBER.match(raw):
        yield Edit(match.end(), match.end(), " ")
    taken = within.start
    for at in _glued(raw, within, known):
        if at < taken:
            continue
        end = _note_end(raw, at, within.end) if raw[at - 1].islower() or raw[at - 1] in ",;" else None
        if end is None:
            yield Edit(at, at, "\n\n")
        else:
            yield Edit(at, end, " ")
            taken = end


def _note_end(raw: str, at: int, end: int) -> int | None:
    """Where the sentence that a footnote broke goes on, in lower case after the note's last stop; None if unseen."""
    match = _GOES_ON.search(raw, at, min(end, at + _NOTE_LENGTH))
    return match.end() if match else None


def _trimmed(raw: str, blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        words = block.span.of(raw)
        start = block.span.start + len(words) - len(words.lstrip())
        end = block.span.start + len(words.rstrip())
        if start < end:
            yield replace(block, span=Span(start, end))
