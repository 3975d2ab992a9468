"""The chapters on reasons, periods and actors: what they show, what opens, and what a stranger's words may not do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree, html
from report_claims import with_claims
from report_studies import HOSTILE, Maker

from detente.model import Event
from detente.relations import MOTIVES
from detente.report import Material, StudyView, build_view, render_report
from detente.report import claims as claim_rows
from detente.report.charts import motives_chart, periods_chart
from detente.report.charts.asserted import direction_text, periods_title, span_text
from detente.report.charts.motives import motives_title
from detente.report.evidence import identity, kind_of
from detente.report.view import AssertedRow, MotiveRow
from detente.report.words import fit_text

NASTY = "\"'></title><svg onload=window.pwned=7><b>{{7*7}}</script>"


@pytest.fixture(scope="module")
def material() -> Material:
    return with_claims(Maker(events_wanted=120).material(), nasty=HOSTILE[1])


@pytest.fixture(scope="module")
def view(material: Material) -> StudyView:
    return build_view(material)


@pytest.fixture(scope="module")
def tree(view: StudyView) -> etree._Element:
    return html.document_fromstring(render_report(view))


def opened(tree: etree._Element, ident: str) -> set[str]:
    """The statements that a group of the page opens, by their anchors."""
    codes = {str(each) for each in tree.xpath("//li[@data-s]/@id")}
    group = tree.get_element_by_id(ident)
    return {str(each)[1:] for each in group.xpath(".//a/@href")} & codes


def test_the_chapters_are_there_and_in_the_contents(tree: etree._Element) -> None:
    for part in ("why", "periods", "actors"):
        assert tree.xpath(f"//section[@id='{part}']//h2") and tree.xpath(f"//nav//a[@href='#{part}']")
        assert tree.xpath(f"//section[@id='{part}']//table")
    assert tree.xpath("//section[@id='why']//figure") and tree.xpath("//section[@id='periods']//figure")


def test_every_id_is_there_once_and_every_link_leads_somewhere(tree: etree._Element) -> None:
    ids = [str(each) for each in tree.xpath("//@id")]
    assert len(ids) == len(set(ids))
    assert {str(each)[1:] for each in tree.xpath("//a/@href")} <= set(ids)
    assert not [each for each in ids if not re.fullmatch(r"[A-Za-z0-9_-]+", each)]


def test_every_reason_and_period_is_evidence_at_its_sentence(tree: etree._Element, view: StudyView) -> None:
    texts = {each.sentence_id: fit_text(each.text) for each in view.sentences}
    for claim in (*view.reasons, *view.periods):
        code = tree.get_element_by_id(f"{kind_of(claim)}-{identity(claim)}")
        assert tree.get_element_by_id(code.get("data-s")).text_content() == texts[claim.sentence]
        assert code.get("data-m")


def test_the_words_of_a_cause_are_marked(tree: etree._Element, view: StudyView) -> None:
    code = tree.get_element_by_id(f"reason-{view.reasons[0].reason_id}")
    (mark,) = code.get("data-m").split()
    assert mark.split(":")[1:] == ["cause", "0", "7"]


@pytest.mark.parametrize("motive", MOTIVES)
def test_a_count_of_a_motive_opens_the_reasons_that_it_counts(tree: etree._Element, material: Material, motive: str) -> None:
    rows = [row for row in material.motives.iter_rows(named=True) if row["by"] == "decade" and row["motive"] == motive and row["n"]]
    assert rows
    for row in rows:
        key = f"why-{row['dyad']}-{'undated' if row['decade'] is None else row['decade']}-{motive}"
        assert tree.get_element_by_id(key).xpath("./a[@class='row']")[0].text == str(row["n"])
        assert opened(tree, key) == {f"reason-{each}" for each in row["reason_ids"]}


def test_a_bar_of_the_plot_leads_to_its_number(tree: etree._Element, material: Material) -> None:
    links = {str(each)[1:] for each in tree.xpath("//section[@id='why']//svg//a/@href")}
    rows = [row for row in material.motives.iter_rows(named=True) if row["by"] == "decade" and row["n"] and row["decade"] is not None]
    assert links == {f"why-{row['dyad']}-{row['decade']}-{row['motive']}" for row in rows}


def test_what_is_rejected_is_marked_as_such_and_opens_apart(tree: etree._Element, view: StudyView, material: Material) -> None:
    for reason in (each for each in view.reasons if each.rejected):
        assert "not the reason" in tree.get_element_by_id(f"reason-{reason.reason_id}").text_content()
        (row,) = tree.xpath(f"//section[@id='why']//th[a[@href='#reason-{reason.reason_id}']]")
        assert row.text_content().startswith("not ")
    all_rows = [row for row in material.motives.iter_rows(named=True) if row["by"] == "all" and row["dyad"] == "CHN-RUS"]
    rejected = {f"reason-{each}" for row in all_rows for each in row["rejected_ids"]}
    assert rejected and opened(tree, "why-CHN-RUS-by-0-rejected") == rejected


def test_a_decade_without_a_reason_says_so_and_shows_no_zero(tree: etree._Element) -> None:
    gaps = [row for row in tree.xpath("//section[@id='why']//tr[@class='gap']") if "no reason is given" in row.text_content()]
    assert gaps
    assert not [row for row in gaps if row.get("id")]


def test_a_source_is_silent_where_it_gives_no_reason(tree: etree._Element) -> None:
    assert tree.xpath("//section[@id='why']//td[@class='none' and text()='none given']")


def test_an_asserted_turning_point_opens_its_words_and_the_years_of_the_series(tree: etree._Element, view: StudyView) -> None:
    known = {event.event_id for event in view.events}
    told = [row for row in view.asserted if row.period_id and row.distance is not None]
    assert told
    for row in told:
        (line,) = tree.xpath(f"//section[@id='periods']//tr[th/a[@href='#period-{row.period_id}']]")
        assert str(row.distance) in [cell.text for cell in line.xpath("./td[@class='n']")]
        assert opened(tree, f"beside-{row.row_id}") == {f"event-{each}" for each in row.event_ids if each in known}


def test_where_the_series_has_no_number_the_page_says_why(tree: etree._Element, view: StudyView) -> None:
    for row in (each for each in view.asserted if each.reason):
        (line,) = tree.xpath(f"//section[@id='periods']//tr[th/a[@href='#period-{row.period_id}']]")
        assert line.xpath("string(./td[@class='none'])") == row.reason


def test_a_turn_of_the_series_opens_the_statements_behind_it(tree: etree._Element, view: StudyView) -> None:
    turns = [
        row for row in view.asserted if not row.period_id and any(other.dyad == row.dyad and other.period_id for other in view.asserted)
    ]
    assert turns
    for row in turns:
        assert opened(tree, f"turn-{row.row_id}") == {f"event-{each}" for each in row.event_ids}


def test_an_actor_opens_deeds_done_and_suffered(tree: etree._Element, view: StudyView) -> None:
    for actor in view.actors:
        whole: set[str] = set()
        for column, ids in (("did", actor.done), ("suffered", actor.suffered), ("mutual", actor.mutual), ("not_done", actor.not_done)):
            if ids:
                assert opened(tree, f"actor-{actor.actor_id}-{column}") == {f"event-{each}" for each in ids}
                whole |= {f"event-{each}" for each in ids}
        assert opened(tree, f"actor-{actor.actor_id}") == whole


def test_a_stranger_s_words_are_shown_as_typed_and_make_no_element() -> None:
    plain = Maker(events_wanted=60, hostile=False, sources=2).material()
    tree = html.document_fromstring(render_report(build_view(with_claims(_named(plain, NASTY), nasty=NASTY))))
    harmless = html.document_fromstring(render_report(build_view(with_claims(plain))))
    shown = tree.text_content()
    for sink in ("reason.cause", "reason.effect", "reason.holder", "reason.rule", "period.label", "period.holder", "period.rule", "actor"):
        assert f"{sink} {NASTY}" in shown, sink
    for tag in ("script", "style", "svg", "img"):
        assert len(tree.xpath(f"//{tag}")) == len(harmless.xpath(f"//{tag}"))
    names = [{str(name) for each in one.iter() if isinstance(each.tag, str) for name in each.attrib} for one in (tree, harmless)]
    assert names[0] <= names[1]
    assert not [value for value in tree.xpath("//@id") if not re.fullmatch(r"[A-Za-z0-9_-]+", value)]


def _named(material: Material, nasty: str) -> Material:
    """The study with actors of a stranger's naming, and sources too."""
    bad = [_with_actor(each, f"actor {nasty}") for each in material.events]
    return replace(material, events=bad, documents=[replace(each, key=f"{each.key} {nasty}") for each in material.documents])


def _with_actor(event: Event, name: str) -> Event:
    return replace(event, source=replace(event.source, name=name, role=name))


def test_a_study_without_reasons_periods_and_actors_says_so() -> None:
    bare = replace(Maker(events_wanted=10, hostile=False, sources=1).material(), reasons=(), periods=())
    tree = html.document_fromstring(render_report(build_view(bare)))
    for part in ("why", "periods", "actors"):
        assert tree.xpath(f"//section[@id='{part}']//p[@class='empty']")


def test_the_order_of_what_is_given_changes_nothing(material: Material, view: StudyView) -> None:
    turned = replace(material, reasons=list(material.reasons)[::-1], periods=list(material.periods)[::-1])
    assert render_report(build_view(turned)) == render_report(view)


def test_of_many_reasons_the_surest_are_kept_and_the_counts_stay(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_rows.surest, "__kwdefaults__", {"most": 4})
    few = build_view(material)
    kept = sorted(each.confidence for each in few.reasons)
    assert len(kept) == 4 and kept[0] >= sorted(each.confidence for each in material.reasons)[-4]
    assert few.reasons_left_out == len(material.reasons) - 4
    tree = html.document_fromstring(render_report(few))
    assert f"{few.reasons_left_out} more in the study’s tables" in tree.get_element_by_id("why").text_content()
    assert {str(each)[1:] for each in tree.xpath("//a/@href")} <= {str(each) for each in tree.xpath("//@id")}


# plots -----------------------------------------------------------------------------------------------


def motive(motive: str, decade: int | None, n: int | None, share: float = 0.5) -> MotiveRow:
    return MotiveRow(dyad="CHN-RUS", by="decade", motive=motive, decade=decade, n=n, share=None if n is None else share)


def test_the_title_says_which_motive_leads_at_both_ends() -> None:
    rows = [
        motive("economy", 1950, 5),
        motive("ideology", 1950, 5),
        motive("status", 1950, 1),
        motive("security", 2000, 6),
        motive("", 1970, None),
    ]
    assert (
        motives_title(rows) == "Given most often as the reason: economy and ideology in the 1950s (5 of 11), security in the 2000s (6 of 6)"
    )
    assert motives_title([motive("economy", 1940, 1), *rows]).endswith("security in the 2000s (6 of 6)")
    assert "1940s" not in motives_title([motive("economy", 1940, 1), *rows]), "one reason makes no headline"
    assert motives_title([motive("", 1950, None)]) == "No dated reason is given"


def test_a_motive_the_page_does_not_know_is_not_drawn() -> None:
    assert motives_chart([motive("</svg><script>", 1950, 3)], name="c", who="them", span=None) is None
    chart = motives_chart([motive("economy", 1950, 3), motive("</svg>", 1950, 3)], name="c", who="them", span=None)
    assert chart is not None and chart.svg.count("<a ") == 1


def test_a_decade_without_a_reason_is_hatched() -> None:
    rows = [motive("economy", 1950, 3), motive("", 1960, None), motive("status", 1970, 0, 0.0)]
    chart = motives_chart(rows, name="c", who="them", span=(1945, 1979))
    assert chart is not None and chart.svg.count("url(#c-gap)") == 1


def said(direction: str, first: int | None, last: int | None, **more: object) -> AssertedRow:
    words = {"turning": False, "period_id": f"p{direction}{first}{last}", "document": "essay"} | more
    return AssertedRow(dyad="CHN-RUS", direction=direction, first_year=first, last_year=last, **words)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (said("high", 1950, 1956), "1950 to 1956"),
        (said("low", 1960, 1960), "1960"),
        (said("low", 1960, None), "since 1960"),
        (said("high", None, 1956), "until 1956"),
        (said("high", None, None), "undated"),
    ],
)
def test_the_years_of_a_period_are_said_as_far_as_they_are_known(row: AssertedRow, words: str) -> None:
    assert span_text(row) == words


def test_a_turning_point_is_called_one() -> None:
    assert direction_text(said("down", 1960, 1960, turning=True)) == "turn for the worse"
    assert [direction_text(said(way, 1960, 1964)) for way in ("up", "down", "high", "low")] == [
        "becoming better",
        "becoming worse",
        "good",
        "bad",
    ]


def test_the_title_says_how_near_the_series_turns_and_how_near_by_chance() -> None:
    rows = [said("up", 1950, 1950, turning=True, distance=-1, chance=2.0), said("down", 1960, 1960, turning=True, distance=2, chance=3.0)]
    assert periods_title(rows) == (
        "2 asserted turning points lie on average 1.5 years from the nearest turn of the series; by chance it would be 2.5"
    )
    assert periods_title([said("high", 1950, 1956), said("low", 1960, None)]) == "The sources assert 1 good time or turn and 1 bad one"


def test_bands_that_overlap_get_lanes_of_their_own_and_none_is_lost() -> None:
    rows = [
        said("high", 1950, 1956),
        said("low", 1952, 1954),
        said("low", 1960, None),
        said("up", 1958, 1958, turning=True),
        said("high", None, None),
    ]
    chart = periods_chart(rows, name="c", who="them", span=(1945, 1980), silent=(1970,))
    assert chart is not None
    assert {each[1:] for each in re.findall(r'href="(#period-[^"]+)"', chart.svg)} == {f"period-{row.period_id}" for row in rows[:-1]}
    assert "1 more is undated" in chart.summary
    assert "url(#c-gap)" in chart.svg


def test_what_lies_outside_the_years_is_not_drawn() -> None:
    assert periods_chart([said("high", 1850, 1856)], name="c", who="them", span=(1945, 1980)) is None
    assert periods_chart([], name="c", who="them", span=(1945, 1980)) is None
