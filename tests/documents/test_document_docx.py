"""Word documents: styles, tables, notes, tracked changes."""

from __future__ import annotations

import docx
import pytest
from document_makers import rezipped

from detente.documents import Limits, read_document, split_sentences
from detente.documents.docx import parse_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_body(word_file, tmp_path, body: str, **parts: str):
    changes = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()}
    changes |= {name.replace("__", "/") + ".xml": text.encode() for name, text in parts.items()}
    return rezipped(word_file, tmp_path / "made.docx", changes)


def test_styles_become_title_byline_and_headings(word_file):
    document = read_document(word_file)
    assert (document.title, document.kind) == ("A Strait Disputed", "Seminar paper")
    assert document.published is not None and document.published.edtf == "1999-05"
    assert [(s.text, s.section) for s in split_sentences(document) if not s.heading][:2] == [
        ("Holt met Varga in May 1961.", "The treaty"),
        ("They signed.", "The treaty"),
    ]


def test_rows_of_a_table_are_paragraphs(word_file):
    assert read_document(word_file).text.endswith("Year | Ships\n\n1961 | 40")


def test_properties_that_a_template_left_are_not_trusted(word_file):
    document = read_document(word_file)
    assert "python-docx" not in document.author and document.title == "A Strait Disputed"


def test_properties_that_the_text_bears_out_are(tmp_path):
    path = tmp_path / "borne.docx"
    document = docx.Document()
    document.core_properties.author = "Anders Holt"
    document.core_properties.title = "Salt and Timber"
    document.add_paragraph("Salt and Timber, by Anders Holt, was first read at Port Royal.")
    document.save(str(path))
    read = read_document(path)
    assert (read.title, read.author) == ("Salt and Timber", "Anders Holt")


def test_deleted_words_are_left_out_and_inserted_ones_read(word_file, tmp_path):
    body = (
        "<w:p><w:r><w:t>They </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>often </w:t></w:r></w:ins><w:r><w:t>met.</w:t></w:r></w:p>"
    )
    assert read_document(with_body(word_file, tmp_path, body)).text == "They often met."


def test_footnotes_stand_behind_the_text(word_file, tmp_path):
    body = (
        '<w:p><w:r><w:t>They met</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> in May.</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>They parted.</w:t></w:r></w:p>"
    )
    path = with_body(word_file, tmp_path, body)
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Holt kept a diary.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    import zipfile

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    assert read_document(path).text == "They met in May.\n\nThey parted.\n\nHolt kept a diary."


def test_page_breaks_that_word_left_make_pages(word_file, tmp_path):
    body = (
        "<w:p><w:r><w:t>They met in </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>May.</w:t></w:r></w:p>"
        '<w:p><w:r><w:br w:type="page"/><w:t>They parted.</w:t></w:r></w:p>'
    )
    document = read_document(with_body(word_file, tmp_path, body))
    assert [s.page for s in split_sentences(document)] == ["1", "3"] or [s.page for s in split_sentences(document)] == ["1", "2"]
    assert [page.label for page in document.pages] == ["1", "2", "3"]


def test_tabs_breaks_and_special_hyphens_are_kept_apart(word_file, tmp_path):
    signs = "<w:t>c</w:t><w:noBreakHyphen/><w:t>d e</w:t><w:softHyphen/><w:t>f</w:t>"
    body = f"<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/>{signs}</w:r></w:p>"
    document = read_document(with_body(word_file, tmp_path, body))
    assert document.text == "a b c-d ef" and "\u00ad" in document.raw


def test_a_document_without_words_is_refused(word_file, tmp_path):
    from detente.errors import DocumentRefused

    path = with_body(word_file, tmp_path, "<w:p/>")
    with pytest.raises(DocumentRefused) as refusal:
        parse_docx(path.read_bytes(), Limits())
    assert refusal.value.number == 112
