"""Reading one file: what it is, which reader takes it, and the documents that come out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from detente.documents.assemble import assemble
from detente.documents.blocks import Parsed
from detente.documents.decoding import decode
from detente.documents.jsonl import read_jsonl
from detente.documents.limits import Limits
from detente.documents.metadata import SourceMetadata
from detente.documents.plain import read_plain
from detente.documents.refusals import refuse
from detente.documents.sniff import say, sniff
from detente.documents.volumes import read_volume
from detente.errors import DocumentRefused, Where, file_label
from detente.model import Document

Reader = Callable[[bytes, Path, Limits], tuple[Parsed, ...]]

_TEXT_FORMATS = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_TREE_FORMATS = {".html": "html", ".htm": "html", ".xhtml": "html", ".xml": "xml", ".tei": "xml"}
_FORMATS = {**_TEXT_FORMATS, **_TREE_FORMATS, ".pdf": "pdf", ".docx": "docx"}
_EXPECTED = {"pdf": {"pdf"}, "docx": {"zip"}, "html": {"html", "xml", "text"}, "xml": {"xml", "text"}}
_READERS = {
    "html": "detente.documents.html:read_html",
    "xml": "detente.documents.tei:read_tei",
    "pdf": "detente.documents.sandbox:read_pdf",
    "docx": "detente.documents.sandbox:read_docx",
}


def read_file(
    path: Path | str,
    *,
    root: Path | None = None,
    metadata: SourceMetadata | None = None,
    limits: Limits | None = None,
    key: str | None = None,
) -> tuple[Document, ...]:
    """The documents of one file, at least one; raises `DocumentRefused` (101 to 117) with its reason.

    `root` is the folder that the path is told from; `key` the citation key, by default the file's
    stem. `metadata` goes before what the file says; in a file of many documents only its kind and
    citation do, since title, author and dates are each document's own.
    """
    path = Path(path)
    inside = file_label(path.relative_to(root).as_posix()) if root and path.is_relative_to(root) else ""
    try:
        found, sha256 = _read(path, root, limits or Limits())
    except DocumentRefused as refused:
        raise _told_from(refused, inside or file_label(str(path))) from refused.__cause__
    label = inside or file_label(path.name)
    given = metadata or SourceMetadata()
    if len(found) > 1:
        given = SourceMetadata(kind=given.kind, citation=given.citation)
    return tuple(_document(parsed, key or file_label(path.stem), label, sha256, given) for parsed in found)


def _read(path: Path, root: Path | None, limits: Limits) -> tuple[tuple[Parsed, ...], str]:
    """What the file's reader parsed, and the hash of its bytes."""
    data = _bytes(path, root, limits)
    found = _parse(_format(path, data), data, path, limits)
    for parsed in found:
        if len(parsed.raw) > limits.max_chars:
            raise refuse(105, path, f"{len(parsed.raw)} characters of text, more than {limits.max_chars}")
    return found, hashlib.sha256(data).hexdigest()


def _told_from(refused: DocumentRefused, label: str) -> DocumentRefused:
    """The same refusal with the file named as the reader knows it, without its place on the machine."""
    line = refused.where.line if refused.where else None
    return DocumentRefused(refused.number, refused.what, where=Where(file=label, line=line), todo=refused.todo)


def read_document(path: Path | str, *, metadata: SourceMetadata | None = None) -> Document:
    """The only document of a file, or the first of many; refusals as `read_file`."""
    return read_file(path, metadata=metadata)[0]


def _document(parsed: Parsed, key: str, label: str, sha256: str, metadata: SourceMetadata) -> Document:
    document = assemble(parsed, key=key, path=label, sha256=sha256, metadata=metadata)
    named = parsed.format == "jsonl" and parsed.part and not parsed.part.startswith("line")
    return replace(document, key=str(parsed.part)) if named else document


def _bytes(path: Path, root: Path | None, limits: Limits) -> bytes:
    if path.is_dir():
        raise refuse(110, path)
    if root is not None and path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        raise refuse(115, path)
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            raise refuse(105, path, f"{size} bytes, more than {limits.max_bytes}")
        if not path.is_file():
            raise refuse(114, path, "it is no regular file")
        data = path.read_bytes()
    except OSError as error:
        raise refuse(114, path, error.strerror or type(error).__name__) from error
    if not data.strip():
        raise refuse(101, path, "" if not data else "only white space")
    return data


def _format(path: Path, data: bytes) -> str:
    """The format by the name, confirmed by the content; refuses a file that is something else."""
    suffix = path.suffix.lower()
    kind = _FORMATS.get(suffix)
    if kind is None:
        raise refuse(111, path, f"{suffix or 'no suffix'}; it looks like {say(sniff(data[:4096]))}")
    seen = sniff(data[:4096])
    if kind in _TEXT_FORMATS.values():
        if seen not in ("text", "html", "xml", "noise"):
            raise refuse(102, path, f"named {suffix}, but it is {say(seen)}")
        return kind
    if seen not in _EXPECTED[kind]:
        if kind == "docx" and seen == "ole":
            raise refuse(103, path, "or an old .doc under a new name")
        raise refuse(112 if seen == "noise" and kind not in ("pdf", "docx") else 102, path, f"named {suffix}, but it is {say(seen)}")
    return "html" if kind == "xml" and seen == "html" else kind


def _parse(kind: str, data: bytes, path: Path, limits: Limits) -> tuple[Parsed, ...]:
    if kind in _READERS:
        module, _, name = _READERS[kind].partition(":")
        reader: Reader = getattr(import_module(module), name)
        return reader(data, path, limits)
    return read_text(kind, data, path, limits)


def read_text(kind: str, data: bytes, path: Path, limits: Limits) -> tuple[Parsed, ...]:
    """Decode and read the text formats: txt, md, jsonl."""
    if len(data) > 4 * limits.max_chars:
        raise refuse(105, path, f"{len(data)} bytes of text, more than {limits.max_chars} characters can fill")
    decoded = decode(data, path)
    if kind == "jsonl":
        many = read_jsonl(decoded.text, path)
    else:
        one = read_plain(decoded.text, path, markdown=kind == "md")
        many = read_volume(one) or (one,)
    return tuple(replace(each, encoding=decoded.encoding, warnings=(*decoded.warnings, *each.warnings)) for each in many)
