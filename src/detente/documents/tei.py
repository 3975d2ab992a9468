"""TEI XML as the US Office of the Historian publishes it: one file, many documents.

`Foreign Relations of the United States` marks each document with `div type="document"` and its day
with `frus:doc-dateTime-min`; `Milestones` has `div type="section"` essays with the period in the head.
Notes are moved behind the document they belong to, pictures and their captions are furniture.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.dates import UncertainDate, read_edtf
from detente.documents.blocks import BYLINE_LEVEL, DATELINE_LEVEL, Kind, Parsed, RawBuilder
from detente.documents.decoding import declared_encoding
from detente.documents.limits import Limits
from detente.documents.metadata import read_date, read_period
from detente.documents.refusals import refuse
from detente.documents.xml import XML_ID, attribute, local, parse_xml
from detente.model import Page
from detente.spans import Span

_BLOCKS: dict[str, Kind] = {
    "p": "paragraph", "ab": "paragraph", "item": "item", "l": "paragraph", "row": "row", "dateline": "dateline", "signed": "byline",
    "salute": "byline", "byline": "byline", "trailer": "byline", "label": "byline", "docTitle": "byline", "docAuthor": "byline",
    "bibl": "item", "quote": "paragraph",
}  # fmt: skip
_SKIPPED = frozenset({"teiHeader", "graphic", "figDesc", "figure", "fw", "milestone"})
_PARTS = frozenset({"section", "chapter", "letter", "entry", "article", "essay", "poem", "diary", "speech"})
_LEVELS = {"byline": BYLINE_LEVEL, "dateline": DATELINE_LEVEL}


def read_tei(data: bytes, path: Path, limits: Limits) -> tuple[Parsed, ...]:
    """The documents of a TEI file in order; refuses XML that is not TEI (111) or holds no text (112)."""
    if len(data) > 4 * limits.max_chars:
        raise refuse(105, path, f"{len(data)} bytes of XML")
    root = parse_xml(data, path)
    if local(root) not in ("TEI", "teiCorpus", "TEI.2"):
        raise refuse(111, path, f"XML, but not TEI: its root is <{local(root)[:40]}>")
    volume = _volume_title(root)
    encoding = declared_encoding(data) or "utf-8"
    divisions = _parts(root)
    names = _names(divisions)
    pages = _pages_before(root, divisions)
    found = [_part(element, name, volume, encoding, page) for element, name, page in zip(divisions, names, pages, strict=True)]
    found = [parsed for parsed in found if parsed.raw.strip()]
    if not found:
        raise refuse(112, path, "TEI without text")
    return tuple(found)


def _parts(root: Any) -> list[Any]:  # noqa: ANN401
    """The elements that are documents of their own: `document` divisions, else outermost named sections, else the whole."""
    divisions = [each for each in root.iter() if local(each) == "div"]
    documents = [each for each in divisions if attribute(each, "type") == "document"]
    if documents:
        return [each for each in documents if not any(above in documents for above in each.iterancestors())]
    named = {each for each in divisions if attribute(each, "type") in _PARTS and any(local(child) == "head" for child in each)}
    outermost = [each for each in divisions if each in named and not any(above in named for above in each.iterancestors())]
    texts = [each for each in root.iter() if local(each) == "text"]
    return outermost or texts[:1] or [root]


def _pages_before(root: Any, divisions: list[Any]) -> list[str | None]:  # noqa: ANN401
    """For each part, the page that it begins on, where a page break stands before it."""
    page: str | None = None
    found: dict[Any, str | None] = {}
    wanted = set(divisions)
    for element in root.iter():
        if local(element) == "pb":
            page = attribute(element, "n") or page
        elif element in wanted:
            found[element] = page
    return [found[each] for each in divisions]


def _names(divisions: list[Any]) -> list[str | None]:
    """A name for each part, unique in the file; None where the file is one document."""
    if len(divisions) == 1:
        return [divisions[0].get(XML_ID)]
    names: list[str | None] = []
    for number, element in enumerate(divisions, start=1):
        name = element.get(XML_ID) or f"part{number}"
        names.append(name if name not in names else f"{name}.{number}")
    return names


def _part(element: Any, name: str | None, volume: str, encoding: str, page: str | None) -> Parsed:  # noqa: ANN401
    walk = _Walk(page)
    walk.container(element, level=1)
    walk.finish()
    head = next((child for child in element.iter() if local(child) == "head" and local(child.getparent()) != "figure"), None)
    title = " ".join(_words(head).split()) if head is not None else ""
    number = attribute(element, "n")
    citation = f"{volume}, document {number}" if number and volume else "; ".join(part for part in (title, volume) if part)
    return Parsed(
        format="tei",
        raw=walk.builder.raw,
        blocks=tuple(walk.builder.blocks),
        pages=walk.page_spans(),
        part=name,
        published=_written(element),
        covers=_period(head) if head is not None else None,
        declared={"title": title, "kind": attribute(element, "subtype").replace("-", " "), "citation": citation},
        encoding=encoding,
    )


class _Walk:
    """One pass over a part: writes its words and keeps its notes and page breaks for the end."""

    def __init__(self, page: str | None) -> None:
        self.builder = RawBuilder()
        self._notes: list[Any] = []
        self._breaks: list[tuple[int, str]] = [(0, page)] if page else []

    def container(self, element: Any, level: int) -> None:  # noqa: ANN401
        """Write an element that holds blocks."""
        self._loose(element.text)
        for child in element:
            self._child(child, level)
            self._loose(child.tail)
        self.builder.close()

    def finish(self) -> None:
        """Write the notes behind the rest, each a block."""
        at = 0
        while at < len(self._notes):
            self._inline(self._notes[at], own_tail=False)
            self.builder.close("note")
            at += 1

    def page_spans(self) -> tuple[Page, ...]:
        """The pages that begin in this part, each up to the next."""
        ends = ([start for start, _ in self._breaks] + [self.builder.length])[1:]
        return tuple(Page(label=label, span=Span(start, end)) for (start, label), end in zip(self._breaks, ends, strict=True))

    def _child(self, child: Any, level: int) -> None:  # noqa: ANN401
        name = local(child)
        if name == "head":
            self.builder.close()
            self._inline(child, own_tail=False)
            self.builder.close("heading", level)
        elif name == "figure":
            self._figure(child)
        elif name in ("div", "div1", "div2", "div3"):
            self.container(child, level + 1)
        elif name in _BLOCKS and not self._holds_blocks(child):
            self._block(child, _BLOCKS[name], level)
        elif self._holds_blocks(child):
            self.builder.close()
            self.container(child, level)
        else:
            self._inline(child, own_tail=False)

    def _block(self, element: Any, kind: Kind, level: int) -> None:  # noqa: ANN401
        if local(element) == "quote" and element.getparent() is not None and local(element.getparent()) == "p":
            self._inline(element, own_tail=False)
            return
        self.builder.close()
        self._inline(element, own_tail=False)
        if kind == "paragraph" and _wholly_strong(element):
            kind, rank = "heading", level + 1
        else:
            rank = _LEVELS.get(kind, 0)
        self.builder.close(kind, rank)

    def _figure(self, element: Any) -> None:  # noqa: ANN401
        self.builder.close()
        for child in element.iter():
            if local(child) == "head":
                self._inline(child, own_tail=False)
                self.builder.close("furniture")

    def _inline(self, element: Any, *, own_tail: bool = True) -> None:  # noqa: ANN401
        name = local(element)
        if name == "note" and own_tail:
            self._notes.append(element)
        elif name == "pb":
            self._breaks.append((self.builder.length, attribute(element, "n") or str(len(self._breaks) + 1)))
        elif name == "lb":
            self.builder.text(" ")
        elif name and name not in _SKIPPED:
            self.builder.text(element.text or "")
            for child in element:
                self._inline(child)
            if name == "cell":
                self.builder.text(" | ")
        if own_tail:
            self.builder.text(element.tail or "")

    def _loose(self, words: str | None) -> None:
        if words and words.strip():
            self.builder.text(words)

    @staticmethod
    def _holds_blocks(element: Any) -> bool:  # noqa: ANN401
        return any(
            local(each) in _BLOCKS or local(each) in ("head", "div") for each in element if local(each) not in ("note", "quote", "label")
        )


def _wholly_strong(element: Any) -> bool:  # noqa: ANN401
    """Whether a paragraph is one short run in bold, which is how the Milestones mark their headings."""
    children = [child for child in element if local(child)]
    if len(children) != 1 or local(children[0]) != "hi" or "strong" not in (attribute(children[0], "rend") or ""):
        return False
    outside = (element.text or "") + (children[0].tail or "")
    return not outside.strip() and len(_words(children[0]).strip()) < 120


def _words(element: Any) -> str:  # noqa: ANN401
    """All words of an element but those of its notes."""
    words = [element.text or ""]
    for child in element:
        if local(child) != "note":
            words.append(_words(child))
        words.append(child.tail or "")
    return "".join(words) if local(element) else ""


def _written(element: Any) -> UncertainDate | None:  # noqa: ANN401
    """The day (or days) of writing, from the division's attributes or its dateline."""
    first, last = attribute(element, "doc-dateTime-min")[:10], attribute(element, "doc-dateTime-max")[:10]
    if first:
        return _between(first, last or first)
    for line in element.iter():
        if local(line) == "dateline":
            for date in line.iter():
                if local(date) == "date" and (found := _attributed(date)) is not None:
                    return found
            return read_date(_words(line))
    return None


def _period(head: Any) -> UncertainDate | None:  # noqa: ANN401
    """The period that a heading names in its `date` elements."""
    return next((found for date in head.iter() if local(date) == "date" and (found := _attributed(date)) is not None), None)


def _attributed(date: Any) -> UncertainDate | None:  # noqa: ANN401
    when = attribute(date, "when")
    if (decade := read_period(_words(date))) is not None and decade.precision == "decade":
        return decade
    first, last = attribute(date, "from") or attribute(date, "notBefore"), attribute(date, "to") or attribute(date, "notAfter")
    return _between((when or first or last)[:10], (when or last or first)[:10], words=" ".join(_words(date).split()))


def _between(first: str, last: str, *, words: str = "") -> UncertainDate | None:
    try:
        edtf = first if first == last else f"{first}/{last}"
        return read_edtf(edtf, text=words or edtf, basis="published")
    except ValueError:
        return None


def _volume_title(root: Any) -> str:  # noqa: ANN401
    titles = [each for each in root.iter() if local(each) == "title" and local(each.getparent()) == "titleStmt"]
    best = next((each for each in titles if attribute(each, "type") == "complete"), titles[0] if titles else None)
    return " ".join(_words(best).split()) if best is not None else ""
