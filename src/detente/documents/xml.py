"""Parsing XML that nobody vouches for: no entities, no network, no document type, bounded depth."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from detente.documents.refusals import refuse

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}\[", re.IGNORECASE)
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def parse_xml(data: bytes, path: Path | str) -> Any:  # noqa: ANN401 - lxml publishes no types
    """The root element; refuses declared entities (108) and XML that is not well formed (116).

    Nothing outside `data` is opened: document types are not loaded, entities and XInclude stay as they are.
    """
    flat = data if b"\x00" not in data[:64] else data.replace(b"\x00", b"")
    if _ENTITY.search(flat) or _SUBSET.search(flat):
        raise refuse(108, path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, collect_ids=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise refuse(116, path, f"{error.msg}, column {column}", line=line) from error


def local(element: Any) -> str:  # noqa: ANN401
    """An element's name without its namespace; nothing for comments and the like."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:  # noqa: ANN401
    """An attribute by its name, whatever its namespace; nothing where it is missing."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
