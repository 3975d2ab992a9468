"""Parsing hostile files in a child process, with limits on time and memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from detente.dates import read_edtf
from detente.documents.blocks import Block, Parsed
from detente.documents.limits import Limits
from detente.documents.refusals import refuse
from detente.model import Page
from detente.spans import Edit, Span

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONHOME", "VIRTUAL_ENV")
_OURS = {"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_TOO_MUCH = (-signal.SIGKILL, -signal.SIGXCPU)


def read_pdf(data: bytes, path: Path, limits: Limits) -> tuple[Parsed, ...]:
    """Read a PDF in a child; refusals 103, 104, 105, 106 and 109."""
    return (run_child("pdf", data, path, limits),)


def read_docx(data: bytes, path: Path, limits: Limits) -> tuple[Parsed, ...]:
    """Read a Word document in a child; refusals 102, 103, 105 to 109 and 112."""
    return (run_child("docx", data, path, limits),)


def run_child(kind: str, data: bytes, path: Path, limits: Limits, *, module: str = "detente.documents.child") -> Parsed:
    """Hand `data` to a child of this program and take back what it parsed, as JSON.

    The child gets no secrets from the environment, limits itself before it parses, and is killed when
    its time is up; nothing it returns is executed.
    """
    orders = json.dumps(
        [kind, limits.max_seconds, limits.max_memory, limits.max_unpacked, limits.max_ratio, limits.max_entries, limits.max_chars]
    )
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", module, orders],
                input=data,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.max_seconds + 5,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise refuse(109, path, f"more than {limits.max_seconds} seconds") from error
        if done.returncode:
            raise _died(done.returncode, path, limits)
        if answer.tell() > 16 * limits.max_chars:
            raise refuse(105, path, "its text is too long")
        answer.seek(0)
        return _understood(answer.read(), path)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(place for place in sys.path if place), **_OURS}


def _died(code: int, path: Path, limits: Limits) -> Exception:
    if code in _TOO_MUCH:
        return refuse(109, path, f"stopped after {limits.max_seconds} seconds of work, or for its use of memory")
    if code < 0:
        return refuse(106, path, f"its parser died of {signal.Signals(-code).name}")
    return refuse(106, path, f"its parser gave up (code {code})")


def _understood(answer: bytes, path: Path) -> Parsed:
    try:
        message: dict[str, Any] = json.loads(answer)
        if "refused" in message:
            number, detail = message["refused"]
            raise refuse(int(number), path, str(detail))
        return unpacked(message)
    except (ValueError, KeyError, TypeError) as error:
        raise refuse(106, path, "its parser gave no answer that can be read") from error


def packed(parsed: Parsed) -> dict[str, Any]:
    """A parsed document as plain lists, to send between processes."""
    return {
        "format": parsed.format,
        "raw": parsed.raw,
        "blocks": [[block.span.start, block.span.end, block.kind, block.level, block.sure] for block in parsed.blocks],
        "edits": [[edit.start, edit.end, edit.text] for edit in parsed.edits],
        "pages": [[page.label, page.span.start, page.span.end] for page in parsed.pages],
        "published": parsed.published.edtf if parsed.published else None,
        "declared": parsed.declared,
        "warnings": list(parsed.warnings),
    }


def unpacked(message: dict[str, Any]) -> Parsed:
    """The parsed document of `packed`; offsets that leave the text raise `ValueError`."""
    raw = str(message["raw"])
    spans = [
        *(block[:2] for block in message["blocks"]),
        *(edit[:2] for edit in message["edits"]),
        *(page[1:] for page in message["pages"]),
    ]
    if any(not 0 <= start <= end <= len(raw) for start, end in spans):
        raise ValueError("a span leaves the text")
    return Parsed(
        format=str(message["format"]),
        raw=raw,
        blocks=tuple(Block(span=Span(a, b), kind=kind, level=level, sure=sure) for a, b, kind, level, sure in message["blocks"]),
        edits=tuple(Edit(a, b, text) for a, b, text in message["edits"]),
        pages=tuple(Page(label=label, span=Span(a, b)) for label, a, b in message["pages"]),
        published=read_edtf(message["published"], basis="published") if message["published"] else None,
        declared={str(key): str(value) for key, value in message["declared"].items()},
        warnings=tuple(str(each) for each in message["warnings"]),
    )
