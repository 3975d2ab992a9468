"""Word documents (docx): styles to headings, rows to paragraphs, footnotes behind the text."""

from __future__ import annotations

import re
from typing import Any

from detente.documents.archive import Archive
from detente.documents.blocks import BYLINE_LEVEL, Kind, Parsed, RawBuilder
from detente.documents.limits import Limits
from detente.documents.refusals import refuse
from detente.documents.xml import attribute, local, parse_xml
from detente.errors import DocumentRefused
from detente.model import Page
from detente.spans import Span

_BODY = "word/document.xml"
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr"})
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|rubrik)\s*(\d)", re.IGNORECASE)


def parse_docx(data: bytes, limits: Limits) -> Parsed:
    """Read a Word document; refusals as `sandbox.read_docx`. The dates of its properties are not trusted."""
    archive = Archive(data, limits)
    if not archive.has(_BODY):
        raise refuse(102, "", "named .docx, but it is a zip archive without a Word document in it")
    walk = _Walk(_styles(archive), _notes(archive))
    for child in _tree(archive, _BODY):
        walk.body(child)
    walk.finish()
    raw = walk.builder.raw
    if not raw.strip():
        raise refuse(112, "", "a Word document without text")
    return Parsed(
        format="docx",
        raw=raw,
        blocks=tuple(walk.builder.blocks),
        edits=tuple(walk.builder.edits),
        pages=walk.page_spans(),
        declared=_declared(archive, raw),
    )


def _tree(archive: Archive, name: str) -> Any:  # noqa: ANN401
    """A part as an element; XML that is not well formed means that the file is damaged."""
    try:
        return parse_xml(archive.read(name), name)
    except DocumentRefused as refused:
        if refused.number == 116:
            raise refuse(106, "", f"part {name} is not well formed") from refused
        raise


def _styles(archive: Archive) -> dict[str, tuple[Kind, int]]:
    """What each paragraph style makes of its paragraphs, by the style's id."""
    found: dict[str, tuple[Kind, int]] = {}
    if not archive.has("word/styles.xml"):
        return found
    for style in _tree(archive, "word/styles.xml"):
        if local(style) == "style" and attribute(style, "type") == "paragraph":
            name = next((attribute(each, "val") for each in style if local(each) == "name"), "")
            found[attribute(style, "styleId")] = _meaning(name)
    return found


def _meaning(style: str) -> tuple[Kind, int]:
    name = style.lower()
    if match := _HEADING.match(name):
        return "heading", int(match.group(1)) + 1
    if name == "title":
        return "heading", 1
    if name in ("subtitle", "author", "date", "signature"):
        return "byline", BYLINE_LEVEL
    if name in ("footnote text", "endnote text"):
        return "note", 0
    if name in ("header", "footer") or name.startswith("toc"):
        return "furniture", 0
    return ("item", 0) if name.startswith("list") else ("paragraph", 0)


def _notes(archive: Archive) -> dict[str, Any]:
    """The bodies of footnotes and endnotes by kind and number ("footnote 3")."""
    found: dict[str, Any] = {}
    for part, kind in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        if archive.has(part):
            for note in _tree(archive, part):
                if local(note) == kind and attribute(note, "type") in ("", "normal"):
                    found[f"{kind} {attribute(note, 'id')}"] = note
    return found


class _Walk:
    """One pass over a Word document's body."""

    def __init__(self, styles: dict[str, tuple[Kind, int]], notes: dict[str, Any]) -> None:
        self.builder = RawBuilder()
        self._styles = styles
        self._notes = notes
        self._referred: list[str] = []
        self._breaks: list[int] = [0]

    def body(self, element: Any) -> None:  # noqa: ANN401
        """Write an element that holds paragraphs and tables."""
        name = local(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tr":
            self._row(element)
        elif name not in _SKIPPED:
            for child in element:
                self.body(child)

    def finish(self) -> None:
        """Write the notes in the order in which the text refers to them."""
        for name in self._referred:
            if name in self._notes:
                for paragraph in self._notes[name]:
                    self._inline(paragraph)
                    self.builder.text(" ")
                self.builder.close("note")

    def page_spans(self) -> tuple[Page, ...]:
        """Pages where Word last broke them, numbered from 1; none where it left no trace of pages."""
        if len(self._breaks) == 1:
            return ()
        ends = [*self._breaks[1:], self.builder.length]
        return tuple(Page(label=str(at), span=Span(start, end)) for at, (start, end) in enumerate(zip(self._breaks, ends, strict=True), 1))

    def _paragraph(self, element: Any) -> None:  # noqa: ANN401
        properties = next((child for child in element if local(child) == "pPr"), None)
        style = numbered = ""
        for each in properties if properties is not None else ():
            style = attribute(each, "val") if local(each) == "pStyle" else style
            numbered = "yes" if local(each) == "numPr" else numbered
        kind, level = self._styles.get(style, ("paragraph", 0))
        self._inline(element)
        self.builder.close("item" if numbered and kind == "paragraph" else kind, level, sure=kind != "paragraph")

    def _row(self, element: Any) -> None:  # noqa: ANN401
        cells = [child for child in element if local(child) == "tc"]
        for at, cell in enumerate(cells):
            if at:
                self.builder.text(" | ")
            for paragraph in cell:
                self._inline(paragraph)
                self.builder.text(" ")
        self.builder.close("row")

    def _inline(self, element: Any) -> None:  # noqa: ANN401
        name = local(element)
        if name == "t":
            self.builder.text(element.text or "")
        elif name in ("footnoteReference", "endnoteReference"):
            self._referred.append(f"{name.removesuffix('Reference')} {attribute(element, 'id')}")
        elif name == "lastRenderedPageBreak" or (name == "br" and attribute(element, "type") == "page"):
            self._breaks.append(self.builder.length)
        elif name in _SIGNS:
            self.builder.text(_SIGNS[name])
        elif name not in _SKIPPED:
            for child in element:
                self._inline(child)


def _declared(archive: Archive, raw: str) -> dict[str, str]:
    """Title and author of the file's properties, where the opening of the text bears them out (templates leave false ones)."""
    if not archive.has("docProps/core.xml"):
        return {}
    opening = " ".join(raw[:2000].split()).lower()
    declared = {}
    for element in _tree(archive, "docProps/core.xml"):
        key = {"title": "title", "creator": "author"}.get(local(element))
        words = " ".join((element.text or "").split())
        if key and words and words.lower() in opening:
            declared[key] = words
    return declared
