"""The page as text: what it holds, what it must not hold."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html
from report_studies import DYADS, HOSTILE, NAMES, SINKS, Maker, poisoned

from detente.report import Material, StudyView, build_view, page, render_report
from detente.report.words import fit_text


@pytest.fixture(scope="module")
def material() -> Material:
    return Maker(events_wanted=120).material()


@pytest.fixture(scope="module")
def view(material: Material) -> StudyView:
    return build_view(material)


@pytest.fixture(scope="module")
def text(view: StudyView) -> str:
    return render_report(view)


@pytest.fixture(scope="module")
def tree(text: str) -> etree._Element:
    return html.document_fromstring(text)


def test_the_same_study_gives_the_same_page_under_another_hash_seed_locale_and_time_zone(text: str) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from report_studies import Maker;"
        "from detente.report import build_view, render_report;"
        "sys.stdout.buffer.write(render_report(build_view(Maker(events_wanted=120).material())).encode('utf-8'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
    done = subprocess.run([sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, check=True, env=environment)
    assert done.stdout.decode("utf-8") == text


def test_nothing_on_the_page_is_loaded(text: str, tree: etree._Element) -> None:
    assert not tree.xpath("//img | //iframe | //object | //embed | //audio | //video | //base | //form | //script[@src]")
    addresses = [str(value) for value in tree.xpath("//@href | //@src | //@action | //@srcset | //@*[local-name()='href']")]
    assert {each for each in addresses if not each.startswith("#")} == {"data:,"}
    assert "@import" not in text and not re.search(r"url\((?!#[A-Za-z0-9-]+\))", text.split("</style>", maxsplit=1)[0])


def test_the_policy_lets_only_our_own_script_and_style_act(tree: etree._Element) -> None:
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for tag in ("script", "style"):
        (element,) = tree.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode("utf-8")).digest()).decode("ascii")
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_script_reads_no_clock_asks_nothing_and_writes_no_markup(tree: etree._Element) -> None:
    """A day that a browser would shift to its time zone, or a year before 100 that it would take for 19XX, is never made by it."""
    (script,) = tree.xpath("//script")
    barred = (
        r"\bDate\b|\bIntl\b|toLocale|\beval\b|\bFunction\(|innerHTML|outerHTML|insertAdjacentHTML|fetch\(|XMLHttpRequest|sendBeacon|Storage"
    )
    assert not re.findall(barred, script.text)


def test_there_is_no_inline_style_and_no_handler(tree: etree._Element) -> None:
    names = {str(name).lower() for element in tree.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}


@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_text_is_shown_as_typed(tree: etree._Element, nasty: str) -> None:
    shown = " ".join(tree.xpath("//section[@id='sources']//cite//text()"))
    assert fit_text(nasty) in shown


def test_hostile_text_makes_no_element(tree: etree._Element) -> None:
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert not tree.xpath("//svg[not(ancestor::figure)]")


NASTY = "\"'></title><svg onload=window.pwned=7><b>{{7*7}}</script>"


HIDDEN = {("actor", "role"), ("event", "event_id"), ("figure", "figure_id"), ("agreement", "agreement_id"), ("data", "unit")}
"""Sinks whose words the page does not print as they are: ids are made into anchors, roles are not shown, units are cut to fit an axis."""


@pytest.fixture(scope="module")
def poisonous() -> str:
    return render_report(build_view(poisoned(Maker(events_wanted=60, hostile=False, sources=2).material(), NASTY)))


@pytest.mark.parametrize(
    "sink", [(noun, name) for noun, names in SINKS.items() for name in names if (noun, name) not in HIDDEN], ids=".".join
)
def test_a_stranger_s_words_are_shown_as_typed_wherever_they_stand(poisonous: str, sink: tuple[str, str]) -> None:
    tree = html.document_fromstring(poisonous)
    shown = tree.text_content() + " ".join(tree.xpath("//@data-cite"))
    assert f"{'.'.join(sink)} {NASTY}".casefold() in shown.casefold()


def test_a_stranger_s_words_make_no_element_and_no_attribute(poisonous: str) -> None:
    harmless = html.document_fromstring(render_report(build_view(Maker(events_wanted=60, hostile=False, sources=2).material())))
    tree = html.document_fromstring(poisonous)
    for tag in ("script", "style", "title", "iframe", "img", "b"):
        assert len(tree.xpath(f"//{tag}")) <= len(harmless.xpath(f"//{tag}")) + (tag == "b")
    assert {name for each in tree.iter() if isinstance(each.tag, str) for name in map(str, each.attrib)} <= {
        name for each in harmless.iter() if isinstance(each.tag, str) for name in map(str, each.attrib)
    }
    assert not [value for value in tree.xpath("//@id") if not re.fullmatch(r"[A-Za-z0-9_-]+", value)]


def test_text_that_turns_the_writing_is_isolated(tree: etree._Element) -> None:
    holders = [each.getparent() for each in tree.xpath("//body//text()[contains(., '\u202e')]")]
    apart = {"bdi", "option"}
    assert holders
    assert not [each for each in holders if each.tag not in apart and not each.xpath("ancestor-or-self::*[self::bdi or @dir='auto']")]


def test_the_page_tells_no_path_and_no_user(text: str) -> None:
    assert not re.search(r"/home/|/srv/|/roo[t]/|/Users/|alice|/tmp/|site-packages", text)


def test_every_id_is_there_once(tree: etree._Element) -> None:
    ids = [str(each) for each in tree.xpath("//@id")]
    assert len(ids) == len(set(ids))


def test_every_link_leads_somewhere(tree: etree._Element) -> None:
    ids = {str(each) for each in tree.xpath("//@id")}
    links = {str(each)[1:] for each in tree.xpath("//a/@href")}
    assert links - ids == set()


def test_every_plot_stands_beside_a_table(tree: etree._Element) -> None:
    figures = tree.xpath("//figure")
    assert len(figures) >= 9
    assert not [figure.get("id") for figure in figures if not figure.xpath("ancestor::section[1]//table | //table[@id='event-table']")]
    for part in ("series", "contexts", "ledger", "data"):
        assert tree.xpath(f"//section[@id='{part}']//figure") and tree.xpath(f"//section[@id='{part}']//table")


def test_every_plot_has_a_finding_as_its_title_and_a_summary(tree: etree._Element) -> None:
    for figure in tree.xpath("//figure"):
        assert figure.xpath("string(.//figcaption/*[1])").strip() == figure.xpath("string(.//svg/title)").strip() != ""
        assert figure.xpath("string(.//svg/desc)").strip()


def test_headings_go_down_one_step_at_a_time(tree: etree._Element) -> None:
    levels = [int(each.tag[1]) for each in tree.xpath("//main//h1 | //main//h2 | //main//h3 | //main//h4 | //h1")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_name_their_columns_and_rows(tree: etree._Element) -> None:
    for table in tree.xpath("//table"):
        assert table.xpath("./thead//th[@scope='col']")
        assert table.xpath("ancestor::*[@role='region'][@aria-label][@tabindex='0']")


def test_every_number_of_the_series_lists_its_statements(tree: etree._Element, view: StudyView) -> None:
    for row in view.series:
        (line,) = tree.xpath(f"//tr[@id='year-{row.dyad}-{row.year}']")
        listed = [str(each).removeprefix("#event-") for each in line.xpath(".//td//a/@href")]
        assert listed == list(row.event_ids)


def test_taking_one_event_away_changes_only_what_listed_it(material: Material, view: StudyView) -> None:
    gone = next(row.event_ids[0] for row in view.series if len(row.event_ids) == 1)
    fewer = replace(material, events=[event for event in material.events if event.event_id != gone])
    before, after = (html.document_fromstring(render_report(each)) for each in (view, build_view(fewer)))
    lost = {str(each) for each in before.xpath("//li/@id")} - {str(each) for each in after.xpath("//li/@id")}
    assert lost == {f"event-{gone}"}
    changed = {
        row.get("id")
        for row in before.xpath("//section[@id='series']//tr[@id]")
        if _words(row) != _words(after.get_element_by_id(row.get("id")))
    }
    assert changed == {f"year-{row.dyad}-{row.year}" for row in view.series if gone in row.event_ids}


def _words(row: etree._Element) -> str:
    return " ".join(str(each) for each in row.xpath(".//td[@class='refs']//@href"))


def test_the_evidence_of_every_statement_is_its_sentence(tree: etree._Element, view: StudyView) -> None:
    texts = {each.sentence_id: fit_text(each.text) for each in view.sentences}
    for event in view.events:
        code = tree.get_element_by_id(f"event-{event.event_id}")
        line = tree.get_element_by_id(code.get("data-s"))
        assert line.text_content() == texts[event.sentence]
        assert line.getparent().getparent() is code.getparent().getparent()


def test_refused_files_are_named_with_their_reasons(tree: etree._Element) -> None:
    assert "D104: no text layer" in tree.xpath("string(//section[@id='sources']//tr[contains(., 'D104')])")


def test_how_it_was_made_is_told(tree: etree._Element) -> None:
    told = tree.xpath("string(//section[@id='made'])")
    assert "detente study study --seed 7" in told and "3.8.7" in told


def test_a_page_of_fifteen_hundred_events_can_be_mailed() -> None:
    big = render_report(build_view(Maker(events_wanted=1500, sources=30).material()))
    assert len(big.encode("utf-8")) < 5_000_000


def test_a_page_too_large_to_mail_leaves_events_out_and_says_so(view: StudyView, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    most = int(len(text.encode("utf-8")) * 0.95)
    monkeypatch.setattr(page, "MOST_BYTES", most)
    small = render_report(view)
    assert len(small.encode("utf-8")) <= most
    assert f"The study has {len(view.events)} events." in html.document_fromstring(small).text_content()


NOTHING = Material(title="An empty study")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(NOTHING, id="no sources, no dyads"),
        pytest.param(replace(NOTHING, dyads=DYADS, states=NAMES), id="dyads without sources"),
        pytest.param(replace(NOTHING, dyads=DYADS, refused=Maker(events_wanted=10).material().refused), id="all refused"),
        pytest.param(Maker(events_wanted=1, sources=1).material(), id="one event"),
        pytest.param(replace(Maker(events_wanted=9, sources=1).material(), dyads=DYADS[:1]), id="one dyad"),
        pytest.param(replace(Maker(events_wanted=9, sources=1).material(), events=(), figures=(), agreements=()), id="nothing coded"),
        pytest.param(replace(Maker(events_wanted=9, sources=1).material(), series=None, contexts=None, meetings=None), id="no tables"),
    ],
)
def test_empty_and_tiny_studies_are_explained_in_words(given: Material) -> None:
    text = render_report(build_view(given))
    tree = html.document_fromstring(text)
    assert not re.search(r"\b(?:NaN|None|Infinity|undefined)\b", tree.xpath("string(//main)"))
    assert tree.xpath("string(//section[@id='found']//p)").strip()
    assert set(tree.xpath("//a/@href")) <= {f"#{each}" for each in tree.xpath("//@id")}


def _channels(colour: str) -> float:
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_channels(first), _channels(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(tree: etree._Element, scheme: int) -> None:
    (style,) = tree.xpath("//style/text()")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]))
    for ground in ("paper", "card", "wash"):
        for ink in ("ink", "muted", "link", "coop-text", "conf-text"):
            assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for part in ("source", "target", "predicate", "date", "other"):
        assert _contrast(colours["ink"], colours[f"mark-{part}"]) >= 4.5
    for shape in ("coop", "conf", "third", "fourth", "even"):
        assert _contrast(colours[shape], colours["paper"]) >= 3, shape
