"""Meetings beside the published list of visits: the part of the page, what it counts and opens."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from lxml import html
from report_studies import HOSTILE, Maker

from detente.report import build_view, render_report
from detente.report.frames import visit_rows


def row(status, **more):
    empty = {"people": [], "persons": [], "place": None, "listed_place": None, "remarks": None, "event_ids": [], "rows": []}
    return {"status": status, "states": ["CHN", "USA"], "days": "1972-02-21/1972-02-28"} | empty | more


@pytest.fixture
def material():
    return Maker().material()


def table_of(material):
    event = material.events[0].event_id
    return pl.DataFrame(
        [
            row("both", people=["Nixon"], persons=["Richard M. Nixon"], event_ids=[event], rows=["us_travels, 1"], remarks=HOSTILE[0]),
            row("list", persons=["Gerald R. Ford"], listed_place="Beijing", rows=["us_travels, 2"]),
            row("texts", people=["Zhou Enlai"], event_ids=[event]),
            row("not compared", people=["Leonid Brezhnev"], event_ids=[event]),
        ]
    )


def page(material, visits):
    return html.fromstring(render_report(build_view(replace(material, visits=visits))))


def test_what_the_list_does_not_speak_of_is_not_shown(material):
    assert [each.status for each in visit_rows(table_of(material))] == ["both", "list", "texts"]
    assert visit_rows(None) == ()


def test_the_page_counts_who_tells_and_opens_the_statements(material):
    made = page(material, table_of(material))
    (section,) = made.xpath("//section[@id='meetings']")
    told = " ".join(section.text_content().split())
    assert "1 are told by both, 1 by the sources alone and 1 by the list alone" in told
    (told_by_both,) = section.xpath(".//tr[td[normalize-space()='both']]")
    assert told_by_both.xpath(".//a/@href") and "us_travels, 1" in told_by_both.text_content()
    assert HOSTILE[0] in told_by_both.text_content(), "as text, and as nothing else"


def test_without_a_list_the_page_says_nothing_of_one(material):
    assert "list of visits" not in page(material, None).text_content()
