"""Titles, bylines, headings and the head of a telegram."""

from __future__ import annotations

import pytest

from detente.documents import SourceMetadata, read_document, split_sentences
from detente.documents.metadata import read_date, read_period

BODY = "The governments of the two states met again in the spring to speak of the fisheries.\n\nThey parted in June without a word.\n"


def read(tmp_path, text: str, name: str = "source.txt", **arguments):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_document(path, **arguments)


def headings(document) -> list[str]:
    return [sentence.text for sentence in split_sentences(document) if sentence.heading]


def test_lines_under_the_title_give_kind_and_date(tmp_path):
    document = read(tmp_path, f"Two States, 1961-1964\nEmbassy telegram, Port Royal, 14 December 1964 (excised)\n\n{BODY}")
    assert (document.title, document.kind) == ("Two States, 1961-1964", "Embassy telegram")
    assert document.published is not None and document.published.edtf == "1964-12-14"
    assert document.covers is not None and document.covers.edtf == "1961/1964"
    assert headings(document) == ["Two States, 1961-1964", "Embassy telegram, Port Royal, 14 December 1964 (excised)"]


def test_an_opening_paragraph_in_italics_is_no_byline(tmp_path):
    document = read(tmp_path, f"# Two States\n\n*A reporter waits in car parks. These are entries from a notebook.*\n\n{BODY}", "diary.md")
    assert headings(document) == ["Two States"] and "A reporter waits in car parks.\n" not in document.text


def test_author_lines_before_the_first_heading_are_no_sentences(tmp_path):
    document = read(tmp_path, f"## Two States\n\nAnders Holt\n\nInstitute of Straits\n\n### ABSTRACT\n\n{BODY}")
    assert headings(document) == ["Two States", "Anders Holt", "Institute of Straits", "ABSTRACT"]
    assert split_sentences(document)[-1].section == "ABSTRACT"


@pytest.mark.parametrize(
    "line", ["Introduction", "THE QUARREL", "The Quarrel and Its Aftermath", "**The bust-up**", "3. Projects", "1961-1970"]
)
def test_a_short_line_over_a_paragraph_is_a_heading(tmp_path, line):
    document = read(tmp_path, f"Two States\n\n{BODY}\n{line}\n\n{BODY}")
    assert headings(document)[-1] == line.strip("*")


@pytest.mark.parametrize("line", ["They met again in Oslo.", "Then came the war,", "and so they parted", "1961: treaty; 1962: quarrel;"])
def test_a_short_line_that_is_a_sentence_is_no_heading(tmp_path, line):
    assert headings(read(tmp_path, f"Two States\n\n{BODY}\n{line}\n\n{BODY}")) == ["Two States"]


def test_a_text_that_opens_with_prose_has_no_title(tmp_path):
    document = read(tmp_path, BODY)
    assert (document.title, headings(document)) == ("", [])


def test_the_head_of_a_telegram_gives_date_and_subject(tmp_path):
    head = "S E C R E T\n\nFROM:    EMBASSY, PORT ROYAL\nTO:      MINISTRY\nDATE:    20 OCTOBER 1964\nSUBJECT: THE STRAIT\n\n"
    document = read(tmp_path, head + "1.  " + BODY)
    assert document.title == "THE STRAIT" and document.published is not None and document.published.edtf == "1964-10-20"
    assert "S E C R E T" not in document.text
    assert next(s.text for s in split_sentences(document) if not s.heading).startswith("1. The governments")


def test_metadata_that_is_no_date_is_a_warning(tmp_path):
    document = read(tmp_path, BODY, metadata=SourceMetadata(date="one fine day"))
    assert document.published is None and "one fine day" in document.warnings[0]


def test_front_matter_takes_yaml_dates_lists_and_odd_keys(tmp_path):
    document = read(tmp_path, f"---\nTitle: Two States\nauthor: [A. Holt, B. Varga]\ndate: 1964-12-14\nweight: 3\n---\n{BODY}", "a.md")
    assert (document.title, document.author) == ("Two States", "A. Holt; B. Varga")
    assert document.published is not None and document.published.edtf == "1964-12-14"


@pytest.mark.parametrize("value", ["2021-02-30", "0x" + "f" * 6000, "!!timestamp foo", "!!int x", '"half \\ud800 of a pair"'])
def test_front_matter_is_words_whatever_yaml_would_make_of_it(tmp_path, value):
    document = read(tmp_path, f"---\ntitle: NO\nauthor: ~\ndate: {value}\n---\n{BODY}", "a.md")
    assert (document.title, document.author, document.published) == ("NO", "", None)
    assert "is no date that can be read" in document.warnings[0]


def test_front_matter_takes_years_before_the_common_era(tmp_path):
    document = read(tmp_path, f"---\ndate: -0430-03\n---\n{BODY}", "a.md")
    assert document.published is not None and document.published.edtf == "-0430-03"


def test_form_feeds_make_pages(tmp_path):
    document = read(tmp_path, "They met in May and\fparted in June.\fThe end came later.")
    assert [page.label for page in document.pages] == ["1", "2", "3"]
    assert "".join(page.span.of(document.raw) for page in document.pages) == document.raw
    assert [s.page for s in split_sentences(document)] == ["1", "3"]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("1964-12-14", "1964-12-14"), ("2014-02-03T10:00:00Z", "2014-02-03"), ("14 December 1964", "1964-12-14"),
        ("Dec. 14, 1964", "1964-12-14"),
        ("the 3rd of May 1961", "1961-05-03"), ("June 2011", "2011-06"), ("1945-52", "1945/1952"), ("1945–1952", "1945/1952"),
        ("195X", "195X"),
        ("printed 1984 (copy)", "1984"), ("1945/1975", "1945/1975"), ("14 March -0430", None), ("no date", None),
        ("31 February 1961", "1961-02"),
        ("12 or 1961 or 1962", None),
    ],
)  # fmt: skip
def test_dates_of_sources(words, edtf):
    found = read_date(words)
    assert (found.edtf if found else None) == edtf


@pytest.mark.parametrize(
    ("title", "edtf"),
    [("The Pact, 1928", "1928"), ("Trade in the 1930s", "193X"), ("War and Peace, 1961–64", "1961/1964"), ("Trade", None)],
)
def test_periods_that_titles_name(title, edtf):
    found = read_period(title)
    assert (found.edtf if found else None) == edtf
