"""What a web page says of itself, and which of its words an extractor takes for the article."""

from __future__ import annotations

import re
from typing import Any

import trafilatura

from detente.dates import UncertainDate
from detente.documents.metadata import read_date
from detente.documents.xml import local

_DATE_NAMES = (
    "article:published_time", "datepublished", "citation_publication_date", "citation_date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.issued", "dcterms.created", "date", "pubdate", "publishdate", "publication_date", "og:published_time", "sailthru.date",
)  # fmt: skip
_AUTHOR_NAMES = ("citation_author", "author", "dc.creator", "dcterms.creator", "article:author")
_TITLE_NAMES = ("citation_title", "og:title", "dc.title", "twitter:title")
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([0-9][^"]{3,30})"')
_LARGEST = 4_000_000


def published_of(root: Any, source: str) -> UncertainDate | None:  # noqa: ANN401 - lxml publishes no types
    """The date of writing: from the page's declarations, else from its first `time` element."""
    metas = _metas(root)
    linked = _LINKED_DATE.search(source)
    times = [each.get("datetime") or "".join(each.itertext()) for each in root.iter() if local(each) == "time"]
    for words in (*(metas.get(name, "") for name in _DATE_NAMES), linked.group(1) if linked else "", *times[:1]):
        if words and (found := read_date(words)) is not None:
            return found
    return None


def declared_of(root: Any) -> dict[str, str]:  # noqa: ANN401
    """Title and author: the page's one `h1`, else its declarations, else `title` without the site's name."""
    metas = _metas(root)
    found = {}
    heads = [" ".join("".join(each.itertext()).split()) for each in root.iter() if local(each) == "h1"]
    named = next((metas[name] for name in _TITLE_NAMES if metas.get(name)), "")
    if len(heads) == 1 and heads[0]:
        found["title"] = heads[0]
    elif named or _title(root):
        found["title"] = named or _title(root)
    author = next((metas[name] for name in _AUTHOR_NAMES if metas.get(name)), "")
    if author and not author.startswith("http"):
        found["author"] = author
    return found


def kept_words(source: str) -> frozenset[str]:
    """The lines that trafilatura takes for the article, white space folded; none where it fails or the page is huge."""
    if len(source) > _LARGEST:
        return frozenset()
    try:
        text = trafilatura.extract(
            source, include_comments=False, include_tables=True, include_formatting=False, include_links=False, favor_recall=True, fast=True
        )
    except (ValueError, TypeError, AttributeError, RecursionError, KeyError, IndexError):
        return frozenset()
    lines = [" ".join(line.strip(" -|*").split()) for line in (text or "").splitlines()]
    return frozenset(line for line in lines if line)


def _metas(root: Any) -> dict[str, str]:  # noqa: ANN401
    metas: dict[str, str] = {}
    for each in root.iter():
        if local(each) in ("meta", "span", "div", "time", "p"):
            name = each.get("property") or each.get("name") or each.get("itemprop") or ""
            content = each.get("content") or each.get("datetime") or ""
            if name and content:
                metas.setdefault(name.lower(), " ".join(content.split()))
    return metas


def _title(root: Any) -> str:  # noqa: ANN401
    words = next((" ".join("".join(each.itertext()).split()) for each in root.iter() if local(each) == "title"), "")
    return re.split(r"\s[|–—·»]\s", words)[0]
