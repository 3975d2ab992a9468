"""Cleans a drawn plot for a page under a strict content policy.

What a plot may hold is listed here; all else is dropped: elements, attributes, and any link that is not to
an anchor of the same page. Colours become variables of the style sheet, so that the dark page can turn them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

_XLINK = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = {"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "a"}
_NUMBERS = {"x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "width", "height", "r", "cx", "cy", "transform", "d", "viewBox", "points"}
_PLAIN = {
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "text-anchor",
}
_INHERITED = _PLAIN - {"opacity"}
_ENOUGH_TO_SHARE = 3
_IDLE = {("opacity", "1"), ("fill-opacity", "1"), ("stroke-opacity", "1")}
_SAFE_VALUE = re.compile(r"(?!.*(?:url|script|expression)\s*[(:])[^<>\\]*", re.IGNORECASE | re.DOTALL)
_ANCHOR = re.compile(r"#[A-Za-z][A-Za-z0-9_-]*")
_LONG_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")

COLOURS: Mapping[str, str] = {
    "#0072b2": "coop",
    "#d55e00": "conf",
    "#1c1b19": "ink",
    "#5b5750": "muted",
    "#d8d3c8": "rule",
    "#ece8df": "gap",
    "#009e73": "third",
    "#cc79a7": "fourth",
    "#7a766e": "even",
    "#fdfcf9": "paper",
}
"""The palette (Okabe and Ito's, which colour-blind readers can tell apart) and the variable of each colour."""


def clean_svg(drawn: str, *, name: str, title: str, summary: str) -> str:
    """A drawn plot as markup for the page, with a title and a summary for readers who do not see it.

    `name` prefixes the ids. Marks that are links keep their spoken label on the link; all other marks are
    hidden from screen readers, for the table beside the plot says the same in order. Elements carry no
    namespace: within a page the reader's browser knows them as SVG.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(drawn.encode("utf-8"), parser)
    kept = _kept(root)
    if kept is None:
        raise ValueError("the plot has no picture")
    for attribute in ("width", "height"):
        kept.attrib.pop(attribute, "")
    kept.set("role", "group")
    kept.set("aria-labelledby", f"{name}-t {name}-d")
    for at, (tag, text) in enumerate((("title", title), ("desc", summary))):
        child = etree.Element(tag, id=f"{name}-{tag[0]}")
        child.text = text
        kept.insert(at, child)
    _hatch(kept, name)
    return str(etree.tostring(kept, encoding="unicode"))


def _hatch(root: etree._Element, name: str) -> None:
    """Fill what has the colour of gaps with slanted lines, which print and show without colour."""
    gaps = [element for element in root.iter() if element.get("fill") == "var(--gap)"]
    if not gaps:
        return
    for gap in gaps:
        gap.set("fill", f"url(#{name}-gap)")
    kind = {"id": f"{name}-gap", "width": "5", "height": "5", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = etree.SubElement(etree.SubElement(root, "defs"), "pattern", kind)
    etree.SubElement(pattern, "line", {"x1": "0", "y1": "0", "x2": "0", "y2": "5", "stroke": "var(--gap)", "stroke-width": "2"})


def _kept(element: etree._Element) -> etree._Element | None:
    tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if tag not in _ELEMENTS or element.get("display") == "none" or element.get("d") == "":
        return None
    copy = etree.Element(tag)
    _copy_attributes(element, copy, tag)
    copy.text = element.text if tag in ("text", "tspan") else None
    children = [kept for child in element if (kept := _kept(child)) is not None]
    if tag == "g" and not children:
        return None
    if tag == "g" and not copy.attrib and len(children) == 1:
        return children[0]
    copy.extend(children)
    if tag == "g":
        _share(copy)
    return _as_link(copy) if tag == "a" else copy


def _share(group: etree._Element) -> None:
    """Say once, on the group, the looks that all its marks have; marks inherit them."""
    marks = [child[0] if child.tag == "a" and len(child) == 1 else child for child in group]
    if len(marks) < _ENOUGH_TO_SHARE or any(mark.tag in ("g", "a") for mark in marks):
        return
    for name in sorted(_INHERITED & set(map(str, marks[0].attrib))):
        value = str(marks[0].get(name))
        if all(mark.get(name) == value for mark in marks):
            group.set(name, value)
            for mark in marks:
                mark.attrib.pop(name, "")


def _copy_attributes(element: etree._Element, copy: etree._Element, tag: str) -> None:
    for key, value in element.attrib.items():
        name, text = str(key), str(value)
        if tag == "a" and name in ("href", _XLINK):
            place = "#" + text.partition("#")[2]
            if _ANCHOR.fullmatch(place):
                copy.set("href", place)
        elif name in _NUMBERS:
            copy.set(name, _LONG_NUMBER.sub(_short, text))
        elif name == "aria-label" and _in_link(element):
            copy.set(name, text)
        elif name in _PLAIN and _SAFE_VALUE.fullmatch(text) and (name, text) not in _IDLE:
            copy.set(name, _colour(text) if name in ("fill", "stroke") else text)
    if tag in ("path", "line") and "fill" not in copy.attrib and "stroke" not in copy.attrib:
        copy.set("fill", "transparent" if _in_link(element) else "none")  # what is not painted cannot be clicked


def _in_link(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and str(parent.tag).endswith("}a")


def _short(match: re.Match[str]) -> str:
    text = f"{float(match[0]):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _colour(text: str) -> str:
    name = COLOURS.get(text.lower())
    return f"var(--{name})" if name else text


def _as_link(link: etree._Element) -> etree._Element:
    """Move the spoken label of a mark to the link around it."""
    for mark in link:
        label = mark.attrib.pop("aria-label", "")
        if label:
            link.set("aria-label", label)
    return link
