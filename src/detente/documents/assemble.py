"""From what a format's reader gives to a Document."""

from __future__ import annotations

import re

from detente.dates import UncertainDate
from detente.documents.blocks import Block, Parsed
from detente.documents.clean import Cleaned, clean
from detente.documents.language import language_of
from detente.documents.metadata import SourceMetadata, read_date, read_period
from detente.documents.words import word_list
from detente.model import Document, content_id


def assemble(parsed: Parsed, *, key: str, path: str, sha256: str, metadata: SourceMetadata) -> Document:
    """Clean a parsed text and put it together with what is said of it; `metadata` goes first."""
    cleaned = clean(parsed.raw, parsed.blocks, parsed.edits)
    bylines = _bylines(parsed.raw, cleaned.blocks)
    warnings = [*parsed.warnings, *cleaned.warnings, *_lost(parsed.raw)]
    published = _date(metadata.date, "date", warnings) or parsed.published or _byline_date(bylines) or _running_head_date(parsed, cleaned)
    declared = parsed.declared
    title = metadata.title or declared.get("title") or _title(cleaned)
    return Document(
        document_id=content_id("document", sha256, parsed.part),
        key=key if parsed.part is None else f"{key}#{parsed.part}",
        path=path,
        sha256=sha256,
        format=parsed.format,
        raw=parsed.raw,
        text=cleaned.text,
        map=cleaned.map,
        title=title,
        author=metadata.author or declared.get("author", ""),
        published=published,
        kind=metadata.kind or declared.get("kind") or _kind(bylines),
        citation=metadata.citation or declared.get("citation", ""),
        covers=_date(metadata.covers, "covers", warnings) or parsed.covers or read_period(title),
        language=language_of(cleaned.text),
        encoding=parsed.encoding,
        pages=parsed.pages,
        sections=cleaned.sections,
        warnings=tuple(warnings),
    )


def _lost(raw: str) -> list[str]:
    lost = raw.count("\ufffd")
    return [f"encoding: {lost} characters stand as U+FFFD: what they were is lost"] if lost else []


def _date(words: str, name: str, warnings: list[str]) -> UncertainDate | None:
    if not words:
        return None
    found = read_date(words, basis="declared")
    if found is None:
        warnings.append(f"metadata: {name} {words!r} is no date that can be read")
    return found


def _title(cleaned: Cleaned) -> str:
    """The first heading, where nothing but bylines and furniture stands before it."""
    for block in cleaned.blocks:
        if block.kind == "heading":
            return next((section.title for section in cleaned.sections if section.span.start == block.span.start), "")
        if block.kind not in ("furniture", "byline"):
            return ""
    return ""


def _bylines(raw: str, blocks: tuple[Block, ...]) -> list[str]:
    return [block.span.of(raw) for block in blocks if block.kind == "byline"]


def _byline_date(bylines: list[str]) -> UncertainDate | None:
    """The date of writing, where a line under the title gives one."""
    return next((found for found in map(read_date, bylines) if found is not None and found.precision != "interval"), None)


def _running_head_date(parsed: Parsed, cleaned: Cleaned) -> UncertainDate | None:
    """The year that a printed page's running head gives, as journals do ("Journal of Straits, 2017"); its first page decides."""
    if parsed.format != "pdf" or not parsed.pages:
        return None
    first = parsed.pages[0].span
    heads = [block.span.of(parsed.raw) for block in cleaned.blocks if block.kind == "furniture" and first.contains(block.span)]
    heads = [head for head in heads if len(head.split()) <= 10]
    found = [read_date(re.sub(r"^\d{1,3}\b|\b\d{1,3}$", "", head.strip())) for head in heads]
    return next((date for date in found if date is not None and date.precision != "interval"), None)


def _kind(bylines: list[str]) -> str:
    """The kind of text, where a line under the title names one: its words up to the first comma or number."""
    for line in bylines:
        head = re.split(r"[,;:(\d–—]", line, maxsplit=1)[0].strip()
        if len(head.split()) <= 6 and {word.lower() for word in re.findall(r"[^\W\d_]+", head)} & word_list("kinds_of_text"):
            return head
    return ""
