"""The chapters on agreements and on flows: what they show, where it leads, and what cannot get out of its place."""

import re
from dataclasses import replace

import pytest
from lxml import html
from report_studies import HOSTILE, Maker

from detente.datasets import AllianceRow
from detente.dates import read_edtf
from detente.model import Agreement, Figure
from detente.relations import beside_data, flow_sums, treaties_of
from detente.report import Material, build_view, render_report
from detente.report.beside import beside_lines, where_text
from detente.report.charts.flows import flows_chart, range_text
from detente.spans import Span

CODER = {"coder": "hand", "coder_version": "1", "rule": "test"}
NAMES = {"CHN": "China", "RUS": "Russia", "USA": "United States"}


def agreement(ident, **more):
    words = {
        "agreement_id": ident,
        "document": "doc",
        "sentence": f"s-{ident}",
        "span": Span(0, 4),
        "quote": "They signed.",
        "name": "Treaty of Friendship",
        "parties": ("CHN", "RUS"),
        "signed": read_edtf("1950-02-14"),
        "place": "Moscow",
        "obligations": ("defence",),
        "kind": "treaty",
        "signatories": ("Zhou Enlai",),
        "term": "thirty years",
        **CODER,
    }
    return Agreement(**(words | more))


def figure(ident, value, date, **more):
    words = {
        "figure_id": ident,
        "document": "doc",
        "sentence": f"s-{ident}",
        "span": Span(0, 4),
        "quote": "They lent it.",
        "what": "loan",
        "value": value,
        "high": None,
        "unit": "US dollars",
        "bound": "exact",
        "giver": "RUS",
        "receiver": "CHN",
        "mutual": False,
        "promised": False,
        "date": read_edtf(date) if date else None,
        **CODER,
    }
    return Figure(**(words | more))


def row(**more):
    words = {
        "row_id": "r",
        "data_set": "COW Formal Alliances 4.1",
        "citation": "Made Up 2000",
        "file": "data/cow.csv",
        "row": 7,
        "ident": "77",
        "name": "",
        "members": ("CHN", "RUS"),
        "start": read_edtf("1950-02-14"),
        "end": read_edtf("1980-04-11"),
        "obligations": ("defence",),
        "known": ("defence", "entente"),
    }
    return AllianceRow(**(words | more))


def view_of(agreements=(), figures=(), rows=()):
    found = treaties_of(agreements)
    return build_view(
        Material(
            title="A study",
            dyads=[("CHN", "RUS")],
            states=NAMES,
            agreements=agreements,
            figures=figures,
            treaties=found,
            beside=beside_data(found, rows),
        )
    )


def section(view, name):
    return html.fromstring(render_report(view)).get_element_by_id(name)


def cells(view, name, table=0):
    (body, *_) = section(view, name).xpath(f"(.//table)[{table + 1}]/tbody")
    return [[" ".join(cell.text_content().split()) for cell in line] for line in body]


# agreements -------------------------------------------------------------------------------------------


def test_an_agreement_is_shown_once_with_all_that_is_told_of_it():
    view = view_of([agreement("a1", ended=read_edtf("1980"), secret=True), agreement("a2", name="treaty", document="other")])
    (line,) = cells(view, "agreements")
    assert line[0] == "Treaty of Friendshiptreaty, called secret"
    assert line[1:5] == ["China, Russia", "14 February 1950, Moscownamed at the signing: Zhou Enlai", "defence", "thirty years; ended 1980"]
    assert line[5] == "doc, other"


def test_pledges_stand_apart_from_treaties():
    view = view_of([agreement("a1"), agreement("a2", kind="pledge", name="to help", terms=("to help at once",))])
    assert len(cells(view, "agreements")) == 1
    assert "to help at once" in cells(view, "agreements", 1)[0][3]


def test_without_a_data_set_nothing_is_said_of_any():
    text = section(view_of([agreement("a1")]), "agreements").text_content()
    assert "data set" not in text


def test_what_a_data_set_says_otherwise_is_shown_with_its_row_and_the_sentences():
    view = view_of([agreement("a1")], rows=[row()])
    (line,) = cells(view, "agreements", 1)
    assert line[0] == "Treaty of Friendship, 14 February 1950"
    assert line[1] == "COW Formal Alliances 4.1data/cow.csv, row 7 (no. 77)"
    assert line[2:6] == ["end", "nothing", "11 April 1980", "only the data set says"]
    assert section(view, "agreements").xpath(".//a[@href='#agreement-a1']")


def test_a_data_set_that_says_nothing_else_is_named_as_such():
    view = view_of([agreement("a1")], rows=[row(end=None)])
    assert not view.beside[0].differences
    assert "says nothing else of Treaty of Friendship" in " ".join(section(view, "agreements").text_content().split())


def test_states_are_named_and_open_ends_explained():
    parties = agreement("a1", parties=("CHN", "RUS", "USA"), ended=read_edtf("1969"))
    lines = {line.aspect: line for line in beside_lines(view_of([parties], rows=[row(end=None, last_year=2012)]))}
    assert lines["parties"].sources == "China, Russia and United States" and lines["parties"].data == "China and Russia"
    assert (lines["end"].data, lines["end"].verdict) == ("in force in 2012, when the data end", "disagree")


def test_many_rows_are_named_by_the_first_of_them():
    rows = [row(row_id=str(at), row=at, yearly=True, obligations=("defence",)) for at in range(1, 10)]
    (beside,) = view_of([agreement("a1")], rows=rows).beside
    assert where_text(beside) == "data/cow.csv, rows 1, 2, 3, 4, 5, 6 and 3 more"


# flows ------------------------------------------------------------------------------------------------


def test_a_sum_names_its_statements_and_each_opens_its_sentence():
    view = view_of(figures=[figure("f1", 3e8, "1950-02-14"), figure("f2", 1.3e8, "1954", promised=True), figure("f3", 1e8, "1957")])
    done, planned = cells(view, "ledger")
    assert done[:6] == ["loans", "Russia → China", "1950s", "delivered", "400 million US dollars", "1"]
    assert planned[3:5] == ["planned", "130 million US dollars"]
    assert done[6] == "14 February 1950: 300 million US dollars; 1957: 100 million US dollars"
    page = html.fromstring(render_report(view))
    for link in page.get_element_by_id("ledger").xpath(".//td//a/@href"):
        assert page.get_element_by_id(link[1:]).tag == "li"


def test_planned_and_delivered_are_told_apart_without_colour():
    plot = flows_chart(flow_sums([figure("f1", 3e8, "1950"), figure("f2", 1e8, "1950", promised=True)]), states=NAMES, focus=("CHN", "RUS"))
    assert plot.svg.count("stroke-dasharray") >= 1 and "Loans, Russia → China, US dollars, planned" in plot.svg
    assert plot.title == "Most is told of loans from Russia to China: 300 million US dollars in the 1950s"
    assert "hollow ones with a broken edge planned" in plot.summary


def test_every_tile_leads_to_its_row():
    view = view_of(figures=[figure("f1", 3e8, "1950"), figure("f2", 1e8, "1965"), figure("f3", 5e8, None)])
    part = section(view, "ledger")
    tiles = set(part.xpath(".//figure[@id='flows-chart']//*[local-name()='a']/@href"))
    rows = {f"#{ident}" for ident in part.xpath(".//tr/@id")}
    assert len(tiles) == 2 and tiles < rows, "what has no date has no tile, and its row all the same"


@pytest.mark.parametrize("figures", [[], [figure("f1", 3e8, None)], [figure("f1", 3e8, "1950", giver=None, receiver=None)]])
def test_there_is_no_plot_where_nothing_can_be_placed(figures):
    assert flows_chart(flow_sums(figures), states=NAMES) is None


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ([figure("f1", 3e8, "1950")], "300 million US dollars"),
        ([figure("f1", 4e8, "1965"), figure("f2", 7.5e8, "1965")], "400 million to 750 million US dollars"),
        ([figure("f1", 10, "1950", unit="roubles"), figure("f2", 6.6e9, "1950", unit="roubles")], "10 roubles to 6.6 billion roubles"),
        ([figure("f1", 18000, "1950", unit="persons", bound="more_than")], "18,000 persons or more"),
        ([figure("f1", 1e8, "1950", bound="less_than")], "100 million US dollars or less"),
        ([figure("f1", 1e8, "1950", unit="")], "100 million"),
    ],
)
def test_a_sum_reads_as_its_statements_bind_it(figures, text):
    (found,) = flow_sums(figures)
    assert range_text(found) == text


# the page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nasty", HOSTILE)
def test_what_a_source_says_is_text_in_both_chapters(nasty):
    words = {
        "name": nasty,
        "place": nasty,
        "term": nasty,
        "terms": (nasty,),
        "signatories": (nasty,),
        "obligations": (nasty,),
        "document": nasty,
    }
    hostile_row = row(data_set=nasty, file=nasty, ident=nasty, obligations=(nasty,), known=(nasty,))
    view = view_of([agreement("a1", **words)], [figure("f1", 5, "1950", unit=nasty, document=nasty)], [hostile_row])
    page = render_report(view)
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 1 and not tree.xpath("//img|//iframe|//object")
    assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on")]
    assert not re.search(r"href=\"(?!#|data:,)", page)


def test_the_same_statements_in_another_order_give_the_same_page():
    agreements = [agreement("a1"), agreement("a2", name="treaty"), agreement("a3", signed=None)]
    figures = [figure("f1", 3e8, "1950-02-14"), figure("f2", 3.1e8, "1950"), figure("f3", 5, None)]
    assert render_report(view_of(agreements, figures, [row()])) == render_report(view_of(agreements[::-1], figures[::-1], [row()]))


def test_a_page_made_without_the_study_finds_treaties_and_flows_in_its_statements():
    material = Maker(events_wanted=40, hostile=False).material()
    view = build_view(replace(material, treaties=None, flows=None))
    assert {each for treaty in view.treaties for each in treaty.agreement_ids} == {each.agreement_id for each in material.agreements}
    assert view.flows == flow_sums(material.figures)
