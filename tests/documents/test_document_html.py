"""Web pages: the article, and nothing that the site puts around it."""

from __future__ import annotations

import pytest

from detente.documents import read_document, split_sentences

ARTICLE = [
    "The governments of Arlonia and Besk agreed in March 1961 to exchange missions, and a treaty of friendship followed in the spring.",
    "Relations cooled within a year. When guards fired on a patrol in July 1962 the government of Besk recalled its envoy at once.",
    "What remained was trade. Besk sold timber and bought salt, at prices that were settled every autumn in a hotel at Port Royal.",
]
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Two States and a Strait | The Harbour Review</title>
<meta name="author" content="Anders Holt"><meta property="article:published_time" content="1999-05-03T06:00:00Z">
<script>var war = "Arlonia attacks Besk";</script><style>p {{ color: red }}</style></head><body class="has-sidebar">
<div id="cookie-banner"><p>We value your privacy and use cookies to measure our audience.</p></div>
<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/e">Essays</a></li></ul></nav></header>
<main><article><header><h1>Two States and a Strait</h1><p class="byline">By Anders Holt, 3 May 1999</p>
<ul class="share-links"><li><a href="#">Share on Postbox</a></li></ul></header>
<p>{0}</p><h2>The quarrel</h2><p>{1}<sup><a href="#fn1">1</a></sup></p>
<aside class="promo"><h3>From our archive</h3><p>Subscribe from three crowns a month.</p></aside>
<p hidden>Arlonia secretly attacked Besk.</p><p>{2}</p>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>1961</td><td>40</td></tr></table>
<figure><img src="x.png"><figcaption>The harbour in 1961.</figcaption></figure>
</article>
<section class="related"><h2>Related articles</h2><ul><li><a href="/x">Arlonia buys a navy</a></li></ul></section>
<section id="comments"><h2>2 comments</h2>
<div class="comment"><p>Besk should have bombed the harbour in 1962, if you ask me.</p></div></section>
</main><footer><p>The Harbour Review. Terms of use.</p></footer></body></html>"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(*ARTICLE), encoding="utf-8")
    return read_document(path)


def test_the_article_is_kept_whole(page):
    for paragraph in ARTICLE:
        assert paragraph in page.text
    assert [s.text for s in split_sentences(page) if s.heading] == ["Two States and a Strait", "By Anders Holt, 3 May 1999", "The quarrel"]


@pytest.mark.parametrize(
    "words", ["cookies", "Home", "Share on", "From our archive", "Subscribe", "Related", "buys a navy", "bombed", "Terms of use"]
)
def test_what_the_site_adds_is_out_of_the_text_but_in_the_raw(page, words):
    assert words not in page.text and words in page.raw


@pytest.mark.parametrize("words", ["attacks Besk", "color", "secretly"])
def test_what_no_reader_sees_is_nowhere(page, words):
    assert words not in page.raw


def test_rows_are_paragraphs_and_note_markers_go(page):
    assert "Year | Ships\n\n1961 | 40" in page.text
    assert "at once." in page.text and "once.1" not in page.text and "once.1" in page.raw


def test_title_author_and_date_are_those_of_the_page(page):
    assert (page.title, page.author, page.format) == ("Two States and a Strait", "Anders Holt", "html")
    assert page.published is not None and page.published.edtf == "1999-05-03"


def read(tmp_path, html: str):
    path = tmp_path / "other.html"
    path.write_text(html, encoding="utf-8")
    return read_document(path)


@pytest.mark.parametrize(
    ("head", "edtf"),
    [
        ('<meta name="DC.date" content="1999-05">', "1999-05"),
        ('<script type="application/ld+json">{"datePublished": "1999-05-03"}</script>', "1999-05-03"),
        ('<meta itemprop="datePublished" content="3 May 1999">', "1999-05-03"),
        ("", "1998"),
    ],
)
def test_dates_are_declared_in_many_ways(tmp_path, head, edtf):
    html = f"<html><head>{head}</head><body><article><p><time datetime='1998'>1998</time></p><p>{ARTICLE[0]}</p></article></body></html>"
    published = read(tmp_path, html).published
    assert published is not None and published.edtf == edtf


def test_a_quotation_of_an_earlier_post_is_left_out(tmp_path):
    posts = "".join(
        f"<div class='post'><p>{paragraph}</p><blockquote>Holt wrote: Arlonia never signed anything.</blockquote></div>"
        for paragraph in ARTICLE
    )
    text = read(tmp_path, f"<html><body><div id='thread'>{posts}</div></body></html>").text
    assert "never signed anything" not in text and all(paragraph in text for paragraph in ARTICLE)


def test_a_quotation_of_a_source_is_kept(tmp_path):
    quote = "The line that the tribunal drew shall be kept by both states for as long as the herring swims in the strait."
    html = f"<html><body><article><p>{ARTICLE[0]}</p><blockquote><p>{quote}</p></blockquote><p>{ARTICLE[1]}</p></article></body></html>"
    assert quote in read(tmp_path, html).text


def test_a_page_in_which_no_article_stands_out_is_kept_with_a_warning(tmp_path):
    document = read(tmp_path, "<html><body><b>They met.</b></body></html>")
    assert document.text == "They met."


def test_bare_words_named_html_are_read(tmp_path):
    assert read(tmp_path, "They met in Oslo.").text == "They met in Oslo."


def test_elements_nested_very_deeply_are_refused_or_read_in_time(tmp_path):
    from detente.errors import DocumentRefused

    with pytest.raises(DocumentRefused) as refusal:
        read(tmp_path, "<div>" * 20_000 + "deep" + "</div>" * 20_000)
    assert refusal.value.number in (109, 112)
