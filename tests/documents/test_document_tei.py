"""TEI as the Office of the Historian publishes it: one file, many documents."""

from __future__ import annotations

import pytest

from detente.documents import read_document, read_file, split_sentences

VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0">
<teiHeader><fileDesc><titleStmt>
<title type="complete">Papers on the Strait, 1961–1964, Volume I</title></titleStmt></fileDesc></teiHeader>
<text><front><div type="section" xml:id="preface"><head>Preface</head><p>The editors chose the papers.</p></div></front>
<body><div type="compilation" xml:id="comp1"><head>The Strait</head><pb n="1"/>
<div type="document" subtype="historical-document" n="1" xml:id="d1" frus:doc-dateTime-min="1961-05-03T00:00:00-05:00"
 frus:doc-dateTime-max="1961-05-03T23:59:59-05:00">
<head>1. Telegram From the Embassy in Besk to the Ministry<note n="1" xml:id="d1fn1">Source: Archive, Box 7. Secret.</note></head>
<opener><dateline><placeName>Port Royal</placeName>, <date when="1961-05-03">May 3, 1961</date>, 7 p.m.</dateline></opener>
<p>812. <persName type="from">Varga</persName> told me<note n="2" xml:id="d1fn2">Holt
reported the same on May 5.</note> that Besk will sign the
<gloss target="#t1">HT</gloss> in June.</p><list><item>(a) The fleet sails in May.</item><item>(b) The line stays.</item></list>
<pb n="2"/><p>I replied that we were glad.</p><table><row><cell>Ships</cell><cell>40</cell></row></table>
<closer><signed><hi rend="strong">Sundt</hi></signed></closer></div>
<div type="document" subtype="editorial-note" n="2" xml:id="d2"><head>2. Editorial Note</head>
<p>The treaty was signed on <date>June 9</date>.</p></div>
</div></body></text></TEI>"""

ESSAYS = """<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title type="complete">Milestones of the Strait</title></titleStmt></fileDesc>
</teiHeader><text><body>
<div type="section" xml:id="treaty"><head>The Treaty, <date from="1961" to="1964">1961–1964</date></head><p>They met
   in <quote>“the hotel”</quote> at Port Royal.</p><figure><graphic url="x.jpg"/><head>The hotel in 1961</head></figure>
   <p><hi rend="strong">The quarrel</hi></p><p>They fell out.</p></div>
<div type="section" xml:id="fish"><head>Fish in the 1930s</head><p>There were <hi rend="italic">many</hi> fish.</p></div>
<div type="section" xml:id="fish"><head>Fish Again</head><p>There were fewer.</p></div></body></text></TEI>"""


@pytest.fixture
def volume(tmp_path):
    path = tmp_path / "strait01.xml"
    path.write_text(VOLUME, encoding="utf-8")
    return read_file(path)


@pytest.fixture
def essays(tmp_path):
    path = tmp_path / "strait.xml"
    path.write_text(ESSAYS, encoding="utf-8")
    return read_file(path)


def test_each_document_has_key_title_kind_citation_and_day(volume):
    first, second = volume
    assert (first.key, second.key) == ("strait01#d1", "strait01#d2")
    assert first.title == "1. Telegram From the Embassy in Besk to the Ministry"
    assert (first.kind, second.kind) == ("historical document", "editorial note")
    assert first.citation == "Papers on the Strait, 1961–1964, Volume I, document 1"
    assert first.published is not None and (first.published.edtf, first.published.basis) == ("1961-05-03", "published")
    assert second.published is None and first.document_id != second.document_id


def test_datelines_are_headings_and_signatures_are_no_sentences(volume):
    headings = [s.text for s in split_sentences(volume[0]) if s.heading]
    assert headings == ["1. Telegram From the Embassy in Besk to the Ministry", "Port Royal, May 3, 1961, 7 p.m.", "Sundt"]


def test_notes_stand_behind_the_document_and_break_no_sentence(volume):
    paragraphs = volume[0].text.split("\n\n")
    assert "812. Varga told me that Besk will sign the HT in June." in paragraphs
    assert paragraphs[-2:] == ["Source: Archive, Box 7. Secret.", "Holt reported the same on May 5."]


def test_items_and_rows_are_paragraphs(volume):
    paragraphs = volume[0].text.split("\n\n")
    assert "(a) The fleet sails in May." in paragraphs and "(b) The line stays." in paragraphs
    assert any(paragraph.startswith("Ships | 40") for paragraph in paragraphs)


def test_sentences_know_their_printed_page(volume):
    pages = {s.text: s.page for s in split_sentences(volume[0])}
    assert pages["(b) The line stays."] == "1" and pages["I replied that we were glad."] == "2"
    assert {s.page for s in split_sentences(volume[1])} == {"2"}


def test_essays_have_the_period_of_their_heading(essays):
    first, second, third = essays
    assert [document.key for document in essays] == ["strait#treaty", "strait#fish", "strait#fish.3"]
    assert first.covers is not None and first.covers.edtf == "1961/1964"
    assert second.covers is not None and second.covers.edtf == "193X"
    assert third.covers is None


def test_white_space_folds_bold_paragraphs_head_and_captions_go(essays):
    assert essays[0].text == "The Treaty, 1961–1964\n\nThey met in “the hotel” at Port Royal.\n\nThe quarrel\n\nThey fell out."
    assert "The hotel in 1961" in essays[0].raw
    assert split_sentences(essays[0])[-1].section == "The quarrel"


def test_tei_of_one_text_is_one_document(tmp_path):
    path = tmp_path / "one.xml"
    path.write_text("<TEI><text><body><p>They met.</p><p>They parted.</p></body></text></TEI>", encoding="utf-8")
    document = read_document(path)
    assert (document.key, document.text) == ("one", "They met.\n\nThey parted.")


def test_an_inclusion_is_not_followed(tmp_path):
    (tmp_path / "canary.xml").write_text("<p>CANARY</p>", encoding="utf-8")
    path = tmp_path / "one.xml"
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{tmp_path / "canary.xml"}"/>'
    path.write_text(f"<TEI><text><body><p>They met.</p>{include}</body></text></TEI>", encoding="utf-8")
    assert "CANARY" not in read_document(path).raw
