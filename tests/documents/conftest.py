"""Fixtures of the reading of documents."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from document_makers import PdfMaker


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    PdfMaker(path).make()
    return path


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    path = tmp_path / "paper.docx"
    document = docx.Document()
    document.add_heading("A Strait Disputed", 0)
    document.add_paragraph("Seminar paper, May 1999", style="Subtitle")
    document.add_heading("The treaty", 1)
    document.add_paragraph("Holt met Varga in May 1961. They signed.")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip((cell for row in table.rows for cell in row.cells), ("Year", "Ships", "1961", "40"), strict=True):
        cell.text = words
    document.save(str(path))
    return path
