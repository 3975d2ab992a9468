"""JSON lines: one document a line."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.documents.blocks import Parsed
from detente.documents.metadata import plain, read_date
from detente.documents.plain import read_plain
from detente.documents.refusals import refuse

_KEYS = ("id", "date", "covers", "title", "author", "kind", "citation")
_LONE = re.compile("[\ud800-\udfff]")


def read_jsonl(text: str, path: Path | str) -> tuple[Parsed, ...]:
    """Each line's `text` as a document named by its `id`, else by its line number.

    `date`, `title`, `author`, `kind`, `covers` and `citation` are read where they stand. A line that
    is no such record is left out and told of in the warnings of the others; none left is refused (113).
    """
    faults: list[str] = []
    records = list(_records(text, faults))
    if not records:
        raise refuse(113, path, faults[0] if faults else "")
    names = Counter(record["id"] for _, record in records)
    return tuple(_document(number, record, names, path, tuple(faults)) for number, record in records)


def _records(text: str, faults: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each line that is a record, with its text as it stands and all else that is read as words."""
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            words = {key: plain(record.get(key)) for key in _KEYS} if isinstance(record, dict) else {}
        except (ValueError, RecursionError) as error:
            faults.append(f"line {number} is no JSON ({str(error)[:80]})")
            continue
        if not words or not isinstance(record.get("text"), str) or not record["text"].strip():
            faults.append(f"line {number} has no text")
            continue
        yield number, {**words, "text": record["text"]}


def _document(number: int, record: dict[str, str], names: Counter[str], path: Path | str, faults: tuple[str, ...]) -> Parsed:
    name = record["id"]
    part = name if name and names[name] == 1 else f"{name}line{number}" if not name else f"{name}.line{number}"
    raw = _LONE.sub("\ufffd", record["text"])
    warnings = [f"jsonl: {fault}; left out" for fault in faults]
    if raw != record["text"]:
        warnings.append("jsonl: halves of surrogate pairs stand in the text and are shown as U+FFFD")
    dates: dict[str, Any] = {}
    for key, field, basis in (("date", "published", "published"), ("covers", "covers", "declared")):
        words = record[key]
        if words:
            dates[field] = read_date(words, basis=basis)
            if dates[field] is None:
                warnings.append(f"jsonl: {key} {words!r} is no date that can be read")
    parsed = read_plain(raw, path)
    declared = {key: record[key] for key in ("title", "author", "kind", "citation") if record[key]}
    dates.setdefault("published", parsed.published)
    return replace(parsed, format="jsonl", part=part, declared={**parsed.declared, **declared}, warnings=tuple(warnings), **dates)
