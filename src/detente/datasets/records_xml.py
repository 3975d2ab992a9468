"""Lists of records in XML, as the Office of the Historian publishes its visits and travels, to a frame of strings.

One record is one child of the root, its columns the record's own elements; an element with an `id` gives two columns, NAME and NAME_id.
Errors: 314 a record says one thing twice; 318 the file is no whole XML.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from lxml import etree

from detente.datasets.delimited import ROW, Cells
from detente.datasets.faults import BROKEN, CELL_COUNT, RowFault, refusal, row_fault
from detente.errors import DataRefused


def read_records(path: str | Path, *, label: str | None = None) -> Cells:
    """The records of an XML file, each element as a string (blanks joined, "" where a record lacks it).

    Raises `DataRefused` 301 where the file cannot be read and 318 where it is cut short or declares entities of its own.
    """
    file = Path(path)
    name = label or file.name
    records: list[dict[str, str]] = []
    at: list[int] = []
    faults: list[RowFault] = []
    for number, element in enumerate(_root(file, name), 1):
        cells, twice = _record(element)
        if twice:
            faults.append(row_fault(CELL_COUNT, name, number, f"{', '.join(twice)} twice"))
            continue
        records.append(cells)
        at.append(number)
    header = tuple(dict.fromkeys(column for record in records for column in record))
    columns = {column: pl.Series([record.get(column, "") for record in records], dtype=pl.String) for column in header}
    return Cells(frame=pl.DataFrame({ROW: pl.Series(at, dtype=pl.UInt32), **columns}), faults=tuple(faults), header=header)


def _root(file: Path, label: str) -> Any:  # noqa: ANN401 - lxml publishes no types
    try:
        content = file.read_bytes()
    except OSError as error:
        what = f"the data set cannot be read: {error.strerror or 'no reason given'}"
        raise DataRefused(301, what, where=label, todo="See that the file is there, whole, and may be read.") from None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refusal(BROKEN, "it declares a document type or entities", where=label)
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as error:
        raise refusal(BROKEN, f"not XML at line {error.position[0]}", where=label) from None


def _record(element: Any) -> tuple[dict[str, str], list[str]]:  # noqa: ANN401 - lxml publishes no types
    cells = {f"{element.tag}_{name}": value for name, value in element.attrib.items()}
    twice = []
    for child in element:
        if child.tag in cells:
            twice.append(child.tag)
        cells[child.tag] = " ".join("".join(child.itertext()).split())
        if child.tag in ("country", "from"):
            cells[f"{child.tag}_id"] = child.get("id", "")
    return cells, twice
