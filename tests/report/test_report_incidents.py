"""The chapter on incidents: what it tells, what opens, what is drawn, and what a stranger's words may not do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree, html
from report_incidents import with_incidents
from report_studies import HOSTILE, Maker

from detente.dates import read_edtf
from detente.incidents import strongest_first
from detente.model import Difference, Figure, Incident, Milestone
from detente.report import Material, StudyView, accounts, build_view, render_report
from detente.report.accounts import accounts_of, told_of, what_text
from detente.report.build import with_fewer_events
from detente.report.charts.strips import MOST_LANES, strip_chart
from detente.report.evidence import identity, kind_of, statement_anchor
from detente.report.words import fit_text

NASTY = " \"'></title><svg onload=window.pwned=7><b>{{7*7}}</script>"


@pytest.fixture(scope="module")
def material() -> Material:
    return with_incidents(Maker(events_wanted=60).material())


@pytest.fixture(scope="module")
def view(material: Material) -> StudyView:
    return build_view(material)


@pytest.fixture(scope="module")
def tree(view: StudyView) -> etree._Element:
    return html.document_fromstring(render_report(view))


def chapter(tree: etree._Element) -> etree._Element:
    (found,) = tree.xpath("//section[@id='disagree']")
    return found


def incident_of(view: StudyView, kind: str, verdict: str = "disagree") -> Incident:
    return next(each for each in view.incidents if each.kind == kind and each.verdict == verdict)


def opened(element: etree._Element) -> set[str]:
    return {str(each)[1:] for each in element.xpath(".//a/@href")}


# what is told ----------------------------------------------------------------------------------------


def test_disagreements_come_strongest_first(tree: etree._Element, material: Material) -> None:
    told = [str(each) for each in chapter(tree).xpath(".//article/@id")]
    expected = [f"incident-{each.incident_id}" for each in strongest_first(material.corroborations)]
    assert told == expected and len(told) >= 3


def test_the_counts_are_those_of_the_incidents(tree: etree._Element, material: Material) -> None:
    text = " ".join(chapter(tree).text_content().split())
    several = [each for each in material.incidents if each.independent > 1]
    assert f"come to {len(material.incidents):,} incidents" in text
    assert f"{len(several)} are told by two independent sources or more" in text
    for verdict, words in (("disagree", "disagree"), ("agree", "agree")):
        n = sum(each.verdict == verdict and each.independent > 1 for each in material.incidents)
        assert re.search(rf"\b{n} {words}s?\b", text), verdict


def test_every_statement_of_a_disagreement_opens_at_its_words(tree: etree._Element, view: StudyView) -> None:
    told = {identity(each): each for each in (*view.figures, *view.periods, *view.milestones)}
    for kind in ("figure", "period", "milestone"):
        incident = incident_of(view, kind)
        article = tree.get_element_by_id(f"incident-{incident.incident_id}")
        wanted = {statement_anchor(told[ident]) for each in incident.differences for ident, _ in each.says}
        assert wanted and wanted <= opened(article)
        for ident in wanted:
            code = tree.get_element_by_id(ident)
            assert code.get("data-s") and tree.get_element_by_id(code.get("data-s")) is not None


def test_each_thing_said_is_a_row_that_opens_those_who_say_it(tree: etree._Element, view: StudyView) -> None:
    incident = incident_of(view, "figure")
    rows = tree.xpath(f"//article[@id='incident-{incident.incident_id}']//tr[@data-title]")
    told = {row.xpath(".//a[contains(@class,'row')]")[0].text_content(): opened(row) - {row.get("id")} for row in rows}
    figures = {each.figure_id: each for each in view.figures}
    assert list(told) == ["of the order of 1,000 to 9,999 persons", "7,000 persons", "about 11,000 persons"]
    exact = {f"figure-{ident}" for ident in incident.statements if figures[ident].value == 7000}
    assert told["7,000 persons"] == exact


def test_a_saying_is_evidence_though_no_other_chapter_holds_milestones(tree: etree._Element, view: StudyView) -> None:
    texts = {each.sentence_id: fit_text(each.text) for each in view.sentences}
    assert view.milestones
    for each in view.milestones:
        code = tree.get_element_by_id(f"milestone-{each.milestone_id}")
        assert tree.get_element_by_id(code.get("data-s")).text_content() == texts[each.sentence]
        assert kind_of(each) == "milestone" and each.subject in code.text_content()


def test_beside_a_statement_stands_how_many_tell_of_it_and_how(tree: etree._Element, view: StudyView) -> None:
    incident = incident_of(view, "figure")
    for ident in incident.statements:
        code = tree.get_element_by_id(f"figure-{ident}")
        (link,) = code.xpath(".//a[@class='stands']")
        assert link.text_content() == "told by 3 sources that disagree" and link.get("href") == f"#incident-{incident.incident_id}"
    alone = next(each for each in view.incidents if each.kind == "event" and each.verdict == "single")
    assert "told by 1 source ·" in " ".join(tree.get_element_by_id(f"event-{alone.statements[0]}").text_content().split())


def test_a_source_that_contradicts_itself_is_counted_apart(material: Material) -> None:
    incident = next(each for each in material.incidents if each.kind == "figure" and each.verdict == "disagree")
    alone = replace(incident, documents=incident.documents[:1], independent=1)
    view = build_view(replace(material, incidents=[alone]))
    found = accounts_of(view)
    assert (found.counts["disagree"], found.counts["alone"], found.counts["several"]) == (1, 1, 0)
    assert found.standing[incident.statements[0]].text == "told by 1 source, which contradicts itself"
    assert "In 1 more only one independent source speaks, and contradicts itself" in " ".join(
        html.document_fromstring(render_report(view)).text_content().split()
    )


def test_copies_are_told_apart_from_witnesses(material: Material) -> None:
    incident = replace(next(each for each in material.incidents if each.kind == "figure" and len(each.documents) == 3), independent=2)
    found = accounts_of(build_view(replace(material, incidents=[incident])))
    assert found.disagree[0].told == "3 sources (2 independent)"
    one = accounts_of(build_view(replace(material, incidents=[replace(incident, independent=1)])))
    assert one.standing[incident.statements[0]].text == "told by 3 sources (1 independent) that contradict each other"


# how much --------------------------------------------------------------------------------------------


def test_of_many_disagreements_the_strongest_are_told_and_the_others_counted(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "MOST_DISAGREEMENTS", 2)
    view = build_view(material)
    found = accounts_of(view)
    every = strongest_first(material.corroborations)
    assert [each.incident.incident_id for each in found.disagree] == [each.incident_id for each in every[:2]]
    assert found.more("disagree") == len(every) - 2 > 0
    text = " ".join(chapter(html.document_fromstring(render_report(view))).text_content().split())
    assert re.search(rf"{len(every) - 2} more (is|are) in the study’s tables", text)


def test_a_disagreement_is_evidence_though_its_events_are_not_the_surest(material: Material) -> None:
    event = min(material.events, key=lambda each: (each.confidence, each.event_id))
    incident = replace(
        next(each for each in material.incidents if event.event_id in each.statements),
        verdict="disagree",
        differences=(Difference(aspect="place", verdict="disagree", says=((event.event_id, "Moscow"),)),),
    )
    small = replace(material, incidents=[incident], most_events=5)
    assert event.event_id in {each.event_id for each in build_view(small).events}
    assert event.event_id not in {each.event_id for each in build_view(replace(small, incidents=())).events}
    assert told_of([incident], {}) == set(incident.statements)


def test_where_the_page_has_no_room_for_the_evidence_the_tables_are_named(view: StudyView) -> None:
    incident = incident_of(view, "event", "single")
    says = tuple((ident, "Moscow") for ident in incident.statements)
    disputed = replace(incident, verdict="disagree", differences=(Difference(aspect="place", verdict="disagree", says=says),))
    fewer = with_fewer_events(replace(view, incidents=(disputed,)), most=0)
    page = html.document_fromstring(render_report(fewer))
    assert "one more in the tables" in page.get_element_by_id(f"incident-{incident.incident_id}").text_content()
    ids = {str(each) for each in page.xpath("//@id")}
    assert opened(page) <= ids


def test_without_incidents_the_chapter_says_so(material: Material) -> None:
    page = render_report(build_view(replace(material, incidents=(), corroborations=(), milestones=())))
    assert "No statement was grouped into an incident." in page and 'class="stands"' not in page


def test_where_nothing_is_in_dispute_the_chapter_says_so(material: Material) -> None:
    alike = [each for each in material.incidents if each.verdict in ("agree", "single")]
    page = render_report(build_view(replace(material, incidents=alike)))
    assert "No two statements on one happening disagree." in page


def test_the_order_of_what_is_given_changes_nothing(material: Material, view: StudyView) -> None:
    turned = replace(
        material,
        incidents=material.incidents[::-1],
        corroborations=material.corroborations[::-1],
        milestones=material.milestones[::-1],
        figures=material.figures[::-1],
    )
    assert render_report(build_view(turned)) == render_report(view)


# every link and every word ---------------------------------------------------------------------------


def test_every_id_is_there_once_and_every_link_leads_somewhere(tree: etree._Element) -> None:
    ids = [str(each) for each in tree.xpath("//@id")]
    assert len(ids) == len(set(ids))
    assert opened(tree) <= set(ids)
    assert tree.xpath("//nav//a[@href='#disagree']")


def test_a_stranger_s_words_are_shown_as_typed_and_make_no_element() -> None:
    material = with_incidents(Maker(events_wanted=30, hostile=False).material(), nasty=NASTY)
    hostile = [replace(each, label=f"{HOSTILE[0]} {each.label}", reason=f"{each.reason} {HOSTILE[2]}") for each in material.incidents]
    page = html.document_fromstring(render_report(build_view(replace(material, incidents=hostile))))
    assert not page.xpath("//*[@onload or @onerror or @onmouseover]") and len(page.xpath("//script")) == 1
    assert not chapter(page).xpath(".//img | .//b | .//script")
    text = chapter(page).text_content()
    assert "<svg onload=window.pwned=7>" in text and HOSTILE[0] in text.replace("<Script>", "<script>") and "{{7*7}}" in text


# strips ----------------------------------------------------------------------------------------------


def test_a_strip_has_a_lane_for_each_thing_said_and_each_opens_its_row(tree: etree._Element, view: StudyView) -> None:
    for kind in ("figure", "period"):
        incident = incident_of(view, kind)
        (article,) = tree.xpath(f"//article[@id='incident-{incident.incident_id}']")
        links = {str(each)[1:] for each in article.xpath(".//svg//a/@href")}
        assert links == {str(each) for each in article.xpath(".//tr[@data-title]/@id")}
        assert all(each.get("aria-label") for each in article.xpath(".//svg//a"))


def figure(value: float, *, high: float | None = None, bound: str = "exact", unit: str = "persons", promised: bool = False) -> Figure:
    base = next(iter(with_incidents(Maker(events_wanted=30).material()).figures))
    return replace(base, value=value, high=high, bound=bound, unit=unit, promised=promised)


def said(*figures: Figure) -> list[tuple[str, str, list[Figure]]]:
    return [(f"{each.bound} {each.value:,.0f} {each.unit}", f"row-{at}", [each]) for at, each in enumerate(figures)]


def test_the_title_of_amounts_says_how_far_they_are_apart() -> None:
    chart = strip_chart("amount", said(figure(7000), figure(10500), figure(14000)), name="s")
    assert chart.title == "Told as exact 7,000 persons and as exact 14,000 persons: 2 times as much"
    near = strip_chart("amount", said(figure(7000), figure(1000, high=9999, bound="order")), name="s")
    assert near.title.endswith("the words allow one number")


def test_a_wide_range_is_drawn_by_powers_of_ten() -> None:
    assert "powers of ten" in strip_chart("amount", said(figure(100), figure(50_000)), name="s").summary
    assert "powers of ten" not in strip_chart("amount", said(figure(7000), figure(11_000)), name="s").summary


def test_amounts_of_another_unit_are_left_to_the_table() -> None:
    chart = strip_chart(
        "amount", said(figure(300, unit="US dollars"), figure(400, unit="US dollars"), figure(900, unit="rubles")), name="s"
    )
    assert "row-2" not in chart.svg and "1 more is in the table only" in chart.summary


def test_a_promise_is_hollow() -> None:
    both = said(figure(300), figure(400, promised=True))
    assert "Hollow" in strip_chart("amount", both, name="s").summary
    assert "Hollow" not in strip_chart("amount", said(figure(300), figure(400)), name="s").summary


def test_a_strip_holds_as_many_lanes_as_it_has_room_for() -> None:
    chart = strip_chart("amount", said(*(figure(1000 + 10 * at) for at in range(MOST_LANES + 3))), name="s")
    assert chart.svg.count("<a ") == MOST_LANES and "3 more are in the table only" in chart.summary


def dated(*dates: str | None) -> list[tuple[str, str, list[Milestone]]]:
    base = with_incidents(Maker(events_wanted=30).material()).milestones[0]
    return [(str(date), f"row-{at}", [replace(base, date=date and read_edtf(date))]) for at, date in enumerate(dates)]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("1969-03-02", "1969-03-15"), "13 days apart"),
        (("1956", "1960"), "3 years apart"),
        (("1958-07", "1958"), "the times share a day"),
        (("1956", "1960/.."), "3 years apart"),
        (("../1956", "1960"), "3 years apart"),
    ],
)
def test_the_title_of_dates_says_how_far_they_are_apart(dates: tuple[str, ...], words: str) -> None:
    assert strip_chart("date", dated(*dates), name="s").title.endswith(words)


def test_an_open_side_ends_in_an_arrow() -> None:
    assert strip_chart("date", dated("1956", "1960/.."), name="s").svg.count("<path") == 1
    assert strip_chart("date", dated("1956", "1960"), name="s").svg.count("<path") == 0


@pytest.mark.parametrize(
    ("aspect", "what"), [("place", dated("1956", "1960")), ("date", dated("1956", None)), ("amount", dated("1956", "1960"))]
)
def test_what_cannot_be_drawn_is_not(aspect: str, what: list) -> None:
    assert strip_chart(aspect, what, name="s") is None


def test_the_same_strip_is_the_same_bytes() -> None:
    assert strip_chart("date", dated("1956", "1960"), name="s") == strip_chart("date", dated("1956", "1960"), name="s")


@pytest.mark.parametrize(
    ("kind", "label", "what"),
    [
        ("event", "AID: Russia to China, 1950", "Aid: Russia to China"),
        ("figure", "students, 1950", "Students"),
        ("period", "THE SPLIT, 1950", "THE SPLIT"),
    ],
)
def test_an_incident_is_called_by_its_words_without_its_date(view: StudyView, kind: str, label: str, what: str) -> None:
    incident = replace(view.incidents[0], kind=kind, label=label, date=read_edtf("1950"))
    assert what_text(incident) == what
