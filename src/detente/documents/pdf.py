"""PDFs: PDFium's characters with their places, put together to lines; pypdf where PDFium fails."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from ctypes import byref
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from detente.documents.blocks import Block, Parsed
from detente.documents.layout import PageLine, lay_out
from detente.documents.limits import Limits
from detente.documents.plain import read_plain
from detente.documents.refusals import refuse
from detente.errors import DocumentRefused

_TAIL = 2048
_RAISABLE = frozenset("0123456789*†‡,")


def parse_pdf(data: bytes, limits: Limits) -> Parsed:
    """Read a PDF; refuses encrypted (103), pictures only (104), too long (105), damaged (106).

    The dates of its properties are not trusted: they tell of the file, not of the writing.
    """
    start = data.find(b"%PDF-")
    data = data[start:] if start > 0 else data
    try:
        pages, warnings = _by_pdfium(data, limits)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise refuse(103, "") from error
        return _by_pypdf(data, limits, str(error))
    if b"%%EOF" not in data[-_TAIL:].rstrip(b"\x00"):
        raise refuse(106, "", "its end is missing")
    if not any(line.words.strip() for page in pages for line in page):
        raise refuse(104, "", f"{len(pages)} pages")
    bare = [str(number) for number, page in enumerate(pages, start=1) if not any(line.words.strip() for line in page)]
    if bare:
        warnings.append(f"pdf: pages without text: {', '.join(bare[:20])}")
    return lay_out(pages, tuple(warnings))


def _by_pdfium(data: bytes, limits: Limits) -> tuple[list[list[PageLine]], list[str]]:
    document = pdfium.PdfDocument(data)
    warnings = []
    if pdfium_c.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        warnings.append("pdf: encrypted against changes, but readable without a password")
    pages: list[list[PageLine]] = []
    length = 0
    for number in range(len(document)):
        try:
            page = document[number]
            lines = _whole(_lines(page.get_textpage()))
            page.close()
        except pdfium.PdfiumError:
            lines = []
            warnings.append(f"pdf: page {number + 1} is damaged and was not read")
        length += sum(len(line.words) + 1 for line in lines)
        if length > limits.max_chars:
            raise refuse(105, "", f"more than {limits.max_chars} characters of text")
        pages.append(lines)
    if not pages:
        raise refuse(106, "", "it has no pages")
    return pages, warnings


def _lines(textpage: Any) -> Iterator[PageLine]:  # noqa: ANN401 - pypdfium2 publishes no types
    """The lines of a page in the order in which PDFium reads them."""
    handle = textpage.raw
    box = pdfium_c.FS_RECTF()
    chars: list[tuple[str, float, float, float, float]] = []
    for index in range(pdfium_c.FPDFText_CountChars(handle)):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            if chars:
                yield _line(chars)
            chars = []
            continue
        pdfium_c.FPDFText_GetLooseCharBox(handle, index, byref(box))
        chars.append((_character(code), box.left, box.right, box.top, box.bottom))
        if chars[-1][0] == "\u0002":
            yield _line(chars)
            chars = []
    if chars:
        yield _line(chars)


def _whole(lines: Iterable[PageLine]) -> list[PageLine]:
    """Lines with the fragments put together that PDFium parts where the type changes within a line."""
    whole: list[PageLine] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and abs(last.base - line.base) < 0.3 * last.size and line.left >= last.right - 2 and not last.words.endswith("\u0002"):
            words = last.words if last.words.endswith(" ") or line.words.startswith(" ") else last.words + " "
            raised = (*last.raised, *(index + len(words) for index in line.raised))
            whole[-1] = replace(last, words=words + line.words, right=line.right, raised=raised)
        else:
            whole.append(line)
    return whole


def _character(code: int) -> str:
    """A character by its code; halves of a surrogate pair and nothings become a space."""
    if 0xD800 <= code <= 0xDFFF or code == 0 or code > 0x10FFFF:
        return " "
    return "\u0002" if code in (2, 0xFFFE, 0xFFFF) else chr(code)


def _line(chars: list[tuple[str, float, float, float, float]]) -> PageLine:
    seen = [char for char in chars if char[0].strip()] or chars
    heights = sorted(top - bottom for _, _, _, top, bottom in seen)
    size = heights[len(heights) // 2]
    bottoms = sorted(bottom for *_, bottom in seen)
    baseline = bottoms[len(bottoms) // 2]
    words = "".join(char[0] for char in chars)
    raised = tuple(
        index
        for index, (char, _, _, top, bottom) in enumerate(chars)
        if char in _RAISABLE and (top - bottom) < 0.85 * size and bottom > baseline + 0.1 * size
    )
    left, right = min(char[1] for char in seen), max(char[2] for char in seen)
    return PageLine(words=words, size=round(size, 1), left=left, right=right, base=baseline, raised=raised)


def _by_pypdf(data: bytes, limits: Limits, fault: str) -> Parsed:
    """The fallback for files that PDFium cannot open: plain text page by page, without places."""
    import pypdf  # noqa: PLC0415 - only loaded where PDFium failed
    from pypdf.errors import PdfReadError  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise refuse(103, "")
        text = "\f".join(re.sub(r"[\ud800-\udfff\f]", " ", page.extract_text()) for page in reader.pages)
    except DocumentRefused:
        raise
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise refuse(106, "", f"{fault}; {str(error)[:80]}") from error
    if not text.strip():
        raise refuse(106, "", fault)
    if len(text) > limits.max_chars:
        raise refuse(105, "", f"more than {limits.max_chars} characters of text")
    parsed = read_plain(text, "")
    blocks: tuple[Block, ...] = parsed.blocks
    warning = f"pdf: damaged ({fault}); read by a second parser, perhaps not all of it"
    return Parsed(format="pdf", raw=text, blocks=blocks, edits=parsed.edits, pages=parsed.pages, warnings=(warning,))
