"""A document of one made-up text, for the tests of the coder."""

from __future__ import annotations

from detente.model import Document, content_id
from detente.spans import SpanMap


def document_of(text: str, title: str = "") -> Document:
    """A plain text that needs no cleaning."""
    return Document(
        document_id=content_id("document", text),
        key="made-up",
        path="made-up.txt",
        sha256="0" * 64,
        format="txt",
        raw=text,
        text=text,
        map=SpanMap.identity(len(text)),
        title=title,
    )
