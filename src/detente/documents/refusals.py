"""Why a file is not read: one table of numbers, each with its reason and the next step.

The numbers are published (a study's log and its report name them) and keep their meaning. To add a
reason, take the next free number, write what happened and what the reader can do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.errors import DocumentRefused, Where


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What happened to a file, and what its owner can do about it."""

    what: str
    todo: str


REASONS: Mapping[int, Reason] = {
    101: Reason(what="the file is empty", todo="Fetch it again, or take it out of the sources."),
    102: Reason(what="the file is not what its name says", todo="Rename it after what it is, and run again."),
    103: Reason(what="the file is encrypted: it needs a password", todo="Save a copy without a password."),
    104: Reason(what="the file has no text layer: its pages are pictures", todo="Run text recognition (OCR) on it first."),
    105: Reason(what="the file is too large for one document", todo="Cut it into parts, or raise the limit."),
    106: Reason(what="the file is damaged or cut short", todo="Fetch it again, or open and save it in its own program."),
    107: Reason(what="the archive unpacks to far more than it should", todo="Do not trust this file; take the text out by hand."),
    108: Reason(what="the file declares entities or points outside itself", todo="Do not trust this file; save it again as plain text."),
    109: Reason(what="reading the file took too long or too much memory", todo="Save it again in a simpler form, or raise the limits."),
    110: Reason(what="this is a folder, not a file", todo="Name the files in it, or rename the folder."),
    111: Reason(what="files of this kind are not read", todo="Save it as txt, md, html, pdf, docx, jsonl or TEI xml."),
    112: Reason(what="the file holds no readable text", todo="Check that it is a text, and in which encoding."),
    113: Reason(what="no line of the file is a JSON record with a text", todo='Write one {"id", "text", "date"} object a line.'),
    114: Reason(what="the file cannot be opened", todo="Check that it exists and may be read."),
    115: Reason(what="the link leads out of the folder of sources", todo="Copy the file itself into the folder."),
    116: Reason(what="the XML is not well formed", todo="Repair it at the place named."),
    117: Reason(what="the front matter cannot be understood", todo="Write `title:`, `author:`, `date:` lines between two `---` lines."),
}


def refuse(number: int, path: Path | str, detail: str = "", *, line: int | None = None) -> DocumentRefused:
    """The error that says why `path` is not read; `detail` makes the table's reason particular."""
    reason = REASONS[number]
    what = f"{reason.what}: {detail}" if detail else reason.what
    return DocumentRefused(number, what, where=Where(file=str(path), line=line), todo=reason.todo)
