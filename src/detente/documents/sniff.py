"""What the first bytes of a file say that it is."""

from __future__ import annotations

import re

_MAGIC = (
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"), (b"\x1f\x8b", "gzip"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3\x00", "sqlite"), (b"PAR1", "parquet"), (b"\x7fELF", "program"), (b"MZ", "program"), (b"%!PS", "postscript"),
)  # fmt: skip
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!--.{0,2000}?-->\s{0,200})?<(?:!doctype\s+html|html|head|body|title|meta|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<\?xml|(?:\xef\xbb\xbf)?\s{0,200}<TEI\b")
_NAMES = {
    "pdf": "a PDF", "zip": "a zip archive", "ole": "an old or encrypted Office file", "rtf": "rich text (RTF)", "gzip": "a gzip archive",
    "html": "an HTML page", "xml": "XML", "program": "a program", "text": "plain text", "noise": "binary data",
}  # fmt: skip


def sniff(head: bytes) -> str:
    """A short name for what `head` (the first 4096 bytes) begins: pdf, zip, ole, html, xml, png ..., else text or noise."""
    for mark, name in _MAGIC:
        if head.startswith(mark):
            return name
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _XML.match(head) and not re.search(rb"<html|<!doctype html", head, re.IGNORECASE):
        return "xml"
    if _HTML.match(head) or (_XML.match(head) and re.search(rb"<html|<!doctype html", head, re.IGNORECASE)):
        return "html"
    controls = sum(1 for byte in head if byte < 9 or 13 < byte < 27)
    return "noise" if controls > 0.05 * len(head) and b"\x00" not in head[:2] and not _wide(head) else "text"


def say(name: str) -> str:
    """The same for a reader: "an HTML page"."""
    return _NAMES.get(name, f"{name} data")


def _wide(head: bytes) -> bool:
    """Whether the zeros of `head` look like UTF-16 or UTF-32 rather than noise."""
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or max(head[0::2].count(0), head[1::2].count(0)) > 0.3 * (len(head) / 2)
