"""PDFs: lines to paragraphs, furniture and notes apart, pages told."""

from __future__ import annotations

from document_makers import NOTES, PROSE

from detente.documents import read_document, split_sentences
from detente.documents.layout import PageLine, lay_out


def test_paragraphs_are_whole_across_lines_and_pages(paper):
    document = read_document(paper)
    paragraphs = document.text.split("\n\n")
    assert document.title == "Two States and a Strait, 1961-1964"
    assert paragraphs[1 : 1 + len(PROSE)] == PROSE


def test_running_heads_and_page_numbers_are_out_of_the_text_but_in_the_raw(paper):
    document = read_document(paper)
    assert "Journal of Straits" in document.raw and "Journal of Straits" not in document.text


def test_pages_bear_their_printed_numbers_and_sentences_know_them(paper):
    document = read_document(paper)
    labels = [page.label for page in document.pages]
    assert labels[:2] == ["201", "202"]
    by_text = {sentence.text: sentence.page for sentence in split_sentences(document)}
    assert by_text["What remained was trade."] == "203"
    for sentence in split_sentences(document):
        page = next(
            page for page in document.pages if page.label == sentence.page and page.span.start <= sentence.span.start < page.span.end
        )
        assert sentence.text.split()[0] in page.span.of(document.raw)


def test_footnotes_stand_behind_the_text_under_their_own_page(paper):
    sentences = split_sentences(read_document(paper))
    note = next(sentence for sentence in sentences if "diary" in sentence.text)
    assert (note.text, note.page) == (NOTES[1], "202")
    assert note.index > max(sentence.index for sentence in sentences if "trade" in sentence.text)


def test_a_raised_note_number_is_taken_out(paper):
    document = read_document(paper)
    assert "signed in the capital" in document.text
    assert document.raw.count("1\n") >= 1 and "1 Premier" not in document.text


def test_the_running_head_gives_the_year_of_writing(paper):
    published = read_document(paper).published
    assert published is not None and (published.edtf, published.basis) == ("1999", "published")


def line(words: str, base: float, *, left: float = 50, right: float = 300, size: float = 10) -> PageLine:
    return PageLine(words=words, size=size, left=left, right=right, base=base)


def test_hyphens_at_line_ends_are_mended_by_pdfiums_mark():
    parsed = lay_out([[line("They met in the minis\u0002", 700), line("try of foreign trade.", 686, right=180)]])
    assert [block.span.of(parsed.raw) for block in parsed.blocks] == ["They met in the minis\u0002\ntry of foreign trade."]


def test_an_indent_or_a_gap_begins_a_paragraph():
    page = [
        line("One line of words", 700),
        line("and its end.", 686, right=150),
        line("An indented start", 672, left=64),
        line("goes on here.", 658),
    ]
    page += [line("After a gap.", 620), line("More words follow.", 606)]
    parsed = lay_out([page])
    assert [block.span.of(parsed.raw).split()[0] for block in parsed.blocks] == ["One", "An", "After"]


def test_a_page_without_lines_breaks_nothing():
    parsed = lay_out([[], [line("They met.", 700)]])
    assert [page.label for page in parsed.pages] == ["1", "2"]
    assert [block.span.of(parsed.raw) for block in parsed.blocks] == ["They met."]
