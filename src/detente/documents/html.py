"""Web pages: the article kept, what the site puts around it left out.

Every visible word of the page is in the raw text; navigation, notices, shares, related articles,
comments, quotations of earlier posts and footers become furniture. Two judges agree on what is kept:
trafilatura's extraction, and the names that sites give to the parts of a page.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from detente.documents.blocks import BYLINE_LEVEL, Block, Kind, Parsed, RawBuilder
from detente.documents.decoding import decode
from detente.documents.limits import Limits
from detente.documents.page import declared_of, kept_words, published_of
from detente.documents.refusals import refuse
from detente.documents.xml import local
from detente.spans import Edit

_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "math", "select", "button", "textarea", "datalist"}
)
_SITE_TAGS = frozenset({"nav", "footer", "aside", "form", "menu", "dialog", "figcaption"})
_SITE_ROLES = frozenset({"navigation", "banner", "complementary", "contentinfo", "search", "dialog", "alert", "menu", "menubar"})
_SITE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|consent|gdpr|share|sharing|social|related|recommended|more-on|promo|promotion"
    r"|advert|advertisement|ads?|sponsor(?:ed)?|newsletter|subscribe|subscription|paywall|signup|login|sidebar|comments?|disqus|respond|footer"
    r"|pagination|pager|tags?|toolbar|skip-link|signature|sig|popup|modal|masthead|site-header|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:byline|author|dateline|timestamp|pubdate|published|posted-on|post-date|entry-meta|post-meta)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOTE_NAMES = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?|fn|doc-endnotes?|doc-footnote)(?:$|[\s_-])", re.IGNORECASE)
_QUOTING = re.compile(
    r"^.{0,80}?\b(?:wrote|said|schrieb|a écrit|escribió|escreveu)\s?:|^(?:Originally posted|Quote(?:d)?\b|Quoting)", re.IGNORECASE
)
_KINDS: dict[str, Kind] = {
    "p": "paragraph", "div": "paragraph", "section": "paragraph", "article": "paragraph", "main": "paragraph", "header": "paragraph",
    "body": "paragraph", "blockquote": "paragraph", "pre": "paragraph", "address": "paragraph", "center": "paragraph", "td": "paragraph",
    "figure": "paragraph", "figcaption": "paragraph", "details": "paragraph", "summary": "paragraph", "dl": "paragraph",
    "fieldset": "paragraph",
    "table": "paragraph", "tbody": "paragraph", "thead": "paragraph", "ul": "paragraph", "ol": "paragraph", "footer": "paragraph",
    "aside": "paragraph", "nav": "paragraph", "form": "paragraph", "dialog": "paragraph", "hr": "paragraph", "html": "paragraph",
    "li": "item", "dt": "item", "dd": "item", "tr": "row",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip
_INSIDE_ROW = frozenset({"td", "th", "p", "div", "section", "blockquote", "ul", "ol", "li", "table", "tbody"})
_MARKER = re.compile(r"\[?[\d*†‡]{1,3}\]?")


def read_html(data: bytes, path: Path, limits: Limits) -> tuple[Parsed, ...]:
    """Read a web page as one document; refuses text too long (105) and pages without words (112)."""
    if len(data) > 4 * limits.max_chars:
        raise refuse(105, path, f"{len(data)} bytes of HTML")
    decoded = decode(data, path)
    source = decoded.text.lstrip("\ufeff")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    if any("depth" in (entry.message or "") for entry in parser.error_log):
        raise refuse(109, path, "its elements are nested too deeply")
    if root is None:
        raise refuse(112, path, "no elements in it")
    walk = _Walk(_site_parts(root))
    walk.run(root)
    raw = walk.builder.raw
    if not raw.strip():
        raise refuse(112, path, "a page without words")
    blocks, warnings = _chosen(raw, walk, source)
    return (
        Parsed(
            format="html",
            raw=raw,
            blocks=tuple(blocks),
            edits=tuple(walk.edits),
            published=published_of(root, source),
            declared=declared_of(root),
            encoding=decoded.encoding,
            warnings=(*decoded.warnings, *warnings),
        ),
    )


def _site_parts(root: Any) -> set[Any]:  # noqa: ANN401 - lxml publishes no types
    """Elements that belong to the site: by tag, role or name, unless they hold most of the page's words."""
    whole = len(" ".join(root.itertext()))
    parts = set()
    for element in root.iter():
        tag = local(element)
        if not tag or tag in ("html", "body", "main", "article"):
            continue
        named = " ".join(filter(None, (element.get("class"), element.get("id"))))
        if tag in _SITE_TAGS or element.get("role") in _SITE_ROLES or _SITE_NAMES.search(named) or _site_header(element):
            if sum(len(text) for text in element.itertext()) <= 0.5 * whole:
                parts.add(element)
        elif tag == "blockquote" and _QUOTING.match(" ".join("".join(element.itertext())[:200].split())):
            parts.add(element)
    return parts


def _site_header(element: Any) -> bool:  # noqa: ANN401
    """Whether a `header` is the site's own, which holds no heading of an article."""
    return local(element) == "header" and not any(local(above) in ("article", "main") for above in element.iterancestors())


class _Walk:
    """One pass over the page: every visible word to raw text, each block with what is known of it."""

    def __init__(self, site: set[Any]) -> None:
        self.builder = RawBuilder()
        self.edits: list[Edit] = []
        self.site: set[int] = set()
        self.links: dict[int, int] = {}
        self._site_parts = site
        self._depth_site = self._depth_link = self._depth_row = self._unseen = 0
        self._link_length = 0
        self._notes = self._bylines = self._cells = 0
        self._marker: int | None = None

    def run(self, root: Any) -> None:  # noqa: ANN401
        """Walk without recursion, since pages may be nested deeply."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        self._close("paragraph", 0)

    def _start(self, element: Any) -> None:  # noqa: ANN401
        tag = local(element)
        self._unseen += _hidden(element, tag)
        if tag in _KINDS and not (self._depth_row and tag in _INSIDE_ROW):
            self._close("paragraph", 0)
        self._depth_row += tag == "tr"
        self._depth_site += element in self._site_parts
        self._depth_link += tag == "a"
        named = " ".join(filter(None, (element.get("class"), element.get("role"), (element.get("id") or "")[:40])))
        self._notes += bool(_NOTE_NAMES.search(named))
        self._bylines += bool(_BYLINE_NAMES.search(named))
        if tag == "br":
            self._write("\n")
        if tag in ("td", "th") and self._depth_row and self._cells:
            self._write(" | ")
        self._cells += tag in ("td", "th")
        if tag == "sup" and _MARKER.fullmatch("".join(element.itertext()).strip()):
            self._marker = self.builder.length
        self._write(element.text)

    def _end(self, element: Any) -> None:  # noqa: ANN401
        tag = local(element)
        if tag in _KINDS and not (self._depth_row and tag in _INSIDE_ROW):
            level = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
            self._close(_KINDS[tag], level)
        if tag == "tr":
            self._cells = 0
        if tag == "sup" and self._marker is not None:
            self.edits.append(Edit(self._marker, self.builder.length))
            self._marker = None
        named = " ".join(filter(None, (element.get("class"), element.get("role"), (element.get("id") or "")[:40])))
        self._notes -= bool(_NOTE_NAMES.search(named))
        self._bylines -= bool(_BYLINE_NAMES.search(named))
        self._depth_link -= tag == "a"
        self._depth_site -= element in self._site_parts
        self._depth_row -= tag == "tr"
        self._unseen -= _hidden(element, tag)
        self._write(element.tail)

    def _write(self, words: str | None) -> None:
        if words and not self._unseen:
            span = self.builder.text(words)
            self._link_length += len(span) if self._depth_link else 0

    def _close(self, kind: Kind, level: int) -> None:
        if kind == "paragraph" and self._notes:
            kind = "note"
        elif kind in ("paragraph", "item") and self._bylines:
            kind, level = "byline", BYLINE_LEVEL
        count = len(self.builder.blocks)
        self.builder.close(kind, level)
        if len(self.builder.blocks) > count:
            if self._depth_site:
                self.site.add(count)
            self.links[count] = self._link_length
        self._link_length = 0


def _hidden(element: Any, tag: str) -> bool:  # noqa: ANN401
    style = (element.get("style") or "").replace(" ", "").lower()
    return tag in _UNSEEN or element.get("hidden") is not None or "display:none" in style or element.get("aria-hidden") == "true"


def _chosen(raw: str, walk: _Walk, source: str) -> tuple[list[Block], list[str]]:
    """The blocks, with what is not the article turned to furniture."""
    blocks = walk.builder.blocks
    ours = [index for index in range(len(blocks)) if index not in walk.site and walk.links[index] < 0.6 * len(blocks[index].span)]
    lines = kept_words(source)
    openings = frozenset(line[:40] for line in lines if len(line) > 60)
    theirs = [index for index in ours if _among(blocks[index].span.of(raw), lines, openings)]
    weight = sum(len(blocks[index].span) for index in ours)
    warnings = []
    if sum(len(blocks[index].span) for index in theirs) >= 0.25 * weight and theirs:
        first, last = _with_heading(blocks, ours, theirs[0]), theirs[-1]
        kept = {index for index in ours if first <= index <= last or blocks[index].kind == "note"}
    else:
        kept = set(ours) or set(range(len(blocks)))
        warnings.append("html: no article stands out; all that is not plainly the site's own was kept")
    return [block if index in kept else block.turned("furniture") for index, block in enumerate(blocks)], warnings


def _with_heading(blocks: list[Block], ours: list[int], first: int) -> int:
    """The index of the heading that opens the article, where it stands shortly before its first kept words."""
    before = [index for index in ours if first - 6 <= index < first and blocks[index].kind == "heading"]
    return before[0] if before else first


def _among(words: str, lines: frozenset[str], openings: frozenset[str]) -> bool:
    """Whether the extractor kept these words; a row's cells and a marker's digits may differ, so the opening decides."""
    folded = " ".join(words.split())
    return folded in lines or folded.strip(" |") in lines or (len(folded) > 60 and folded[:40] in openings)
