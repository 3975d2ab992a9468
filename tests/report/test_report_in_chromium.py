"""The page in a real browser with its network off: every number opens its sentences, and nothing else happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from report_browser import Browser, browser, file_url, loaded_without_network
from report_studies import HOSTILE, Maker, poisoned

from detente.report import StudyView, build_view, render_report
from detente.report.words import fit_text

pytestmark = pytest.mark.chromium

OPEN_EACH = """
const shown = [];
for (const link of document.querySelectorAll(arguments[0])) {
  link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  shown.push({
    href: link.getAttribute("href"),
    title: document.getElementById("panel-title").textContent,
    said: [...document.querySelectorAll("#panel-body .card .ev")].map((each) => {
      const copy = each.cloneNode(true);
      copy.querySelectorAll(".tag").forEach((tag) => tag.remove());
      return copy.textContent;
    }),
    marked: [...document.querySelectorAll("#panel-body .card .ev mark")].map((each) => each.textContent),
    cited: [...document.querySelectorAll("#panel-body .card .where")].map((each) => each.textContent),
    hints: [...document.querySelectorAll("#panel-body .hint")].map((each) => each.textContent),
  });
}
return shown;
"""


@pytest.fixture(scope="module")
def view() -> StudyView:
    return build_view(Maker(events_wanted=300).material())


@pytest.fixture(scope="module")
def saved(view: StudyView, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("a folder") / "détente report #1 – 50%.html"
    path.write_text(render_report(view), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def opened(window: Browser, saved: Path) -> Browser:
    window.open("about:blank")
    window.resize(1400, 1000)
    window.console(), window.requests()
    window.open(file_url(saved))
    return window


def texts_of(view: StudyView) -> dict[str, str]:
    return {each.sentence_id: fit_text(each.text) for each in view.sentences}


def test_the_page_says_nothing_to_the_console_and_asks_for_nothing_but_itself(opened: Browser, saved: Path) -> None:
    opened.run(OPEN_EACH, "figure svg a")
    assert opened.console() == []
    assert {each for each in opened.requests() if each != "data:,"} == {file_url(saved)}


def test_the_page_is_whole_where_there_is_no_network_at_all(saved: Path, view: StudyView) -> None:
    tree = html.document_fromstring(loaded_without_network(saved))
    assert "js" in (tree.get("class") or "")
    assert len(tree.xpath("//figure[@id='series-chart-0']//a")) == len({row.year for row in view.series})


def test_every_year_of_every_dyad_opens_its_sentences(opened: Browser, view: StudyView) -> None:
    shown = {each["href"]: each for each in opened.run(OPEN_EACH, ".years-plot svg a")}
    texts, events = texts_of(view), {event.event_id: event for event in view.events}
    assert len(shown) == len(view.series) == 210
    for row in view.series:
        panel = shown[f"#year-{row.dyad}-{row.year}"]
        assert panel["title"].endswith(str(row.year))
        assert set(panel["said"]) == {texts[events[each].sentence] for each in row.event_ids}
        assert panel["said"] or panel["hints"] == [row.reason or "none between the two; the sources speak of this year"]


def test_every_number_in_the_ledger_opens_the_sentence_that_gives_it(opened: Browser, view: StudyView) -> None:
    shown = opened.run(OPEN_EACH, "#ledger a.row[href^='#figure-']")
    texts = texts_of(view)
    assert len(shown) == len(view.figures) > 20
    for panel, figure in zip(shown, view.figures, strict=True):
        assert panel["said"] == [texts[figure.sentence]]
        assert panel["marked"] == [f"{figure.value:,.0f}"]


def test_every_sum_in_the_ledger_opens_the_sentences_it_adds_up(opened: Browser, view: StudyView) -> None:
    shown = opened.run(OPEN_EACH, "#ledger a.row[href^='#flow-']")
    texts, figures = texts_of(view), {figure.figure_id: figure for figure in view.figures}
    assert len(shown) == len(view.flows) > 20
    for panel, flow in zip(shown, view.flows, strict=True):
        assert set(panel["said"]) == {texts[figures[each].sentence] for each in flow.figure_ids}


@pytest.mark.parametrize(
    "links", ["#timeline svg a", "#contexts svg a", "#ledger svg a", "#meetings a.row", "#agreements a.row", "#found .finding.first a"]
)
def test_every_mark_row_and_finding_opens_sentences_with_their_source(opened: Browser, view: StudyView, links: str) -> None:
    shown, texts = opened.run(OPEN_EACH, links), set(texts_of(view).values())
    assert shown
    for panel in shown:
        assert panel["said"] and set(panel["said"]) <= texts
        assert all("A memoir of the alliance" in cited and ", p. " in cited for cited in panel["cited"])


def test_the_words_that_gave_the_code_are_marked_after_an_emoji_too(opened: Browser, view: StudyView) -> None:
    panels = {each["href"]: each["marked"] for each in opened.run(OPEN_EACH, "#event-table a.row")}
    texts = texts_of(view)
    for event in view.events:
        wanted = [texts[mark.sentence][mark.start : mark.end] for mark in view.marks[event.event_id]]
        assert panels[f"#event-{event.event_id}"] == wanted


def test_a_mouse_opens_a_year_and_escape_gives_the_focus_back(opened: Browser) -> None:
    opened.click("#series-chart-0 svg a[href$='-1962']")
    assert opened.run("return document.getElementById('panel-title').textContent").endswith("1962")
    assert opened.run("return document.activeElement.id") == "panel-title"
    time.sleep(0.5)
    assert opened.run("return location.hash") == "#year-CHN-RUS-1962"
    opened.press("Escape")
    assert opened.run("return document.activeElement.getAttribute('href')") == "#year-CHN-RUS-1962"


def test_a_keyboard_walks_along_the_years_and_opens_one(opened: Browser) -> None:
    opened.run("document.querySelector('#series-chart-0 svg a').focus()")
    opened.press("ArrowRight", "ArrowRight", "Enter")
    assert opened.run("return document.getElementById('panel-title').textContent").endswith("1947")
    opened.press("Escape", "End", "Enter")
    assert opened.run("return document.getElementById('panel-title').textContent").endswith("2014")
    opened.click("#panel-back")
    assert opened.run("return document.getElementById('panel-title').textContent").endswith("2013")
    opened.press("Escape", "Home")
    assert opened.run("return document.activeElement.getAttribute('href')") == "#year-CHN-RUS-1945"


def test_tab_reaches_every_plot_and_table_once_and_never_sticks(opened: Browser) -> None:
    groups = opened.run("return [...document.querySelectorAll('[data-rove]')].filter((g) => !g.closest('details:not([open])')).length")
    seen: list[str] = []
    for _ in range(160):
        opened.press("Tab")
        seen.append(
            str(
                opened.run(
                    "const e = document.activeElement; const g = e.closest('[data-rove]');"
                    "return g ? String([...document.querySelectorAll('[data-rove]')].indexOf(g)) : e.tagName"
                )
            )
        )
        if seen[-1] == "BODY":
            break
    assert seen[-1] == "BODY"
    assert len({each for each in seen if each.isdigit()}) == groups


def test_everything_a_keyboard_can_reach_has_a_name(opened: Browser) -> None:
    opened.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    opened.command("Accessibility.enable", {})
    nodes = opened.command("Accessibility.getFullAXTree", {})["nodes"]
    reachable = [node for node in nodes if any(each["name"] == "focusable" for each in node.get("properties", ()))]
    nameless = [node["role"]["value"] for node in reachable if not node.get("name", {}).get("value") and node["role"]["value"] != "main"]
    assert len(reachable) > 500
    assert nameless == []


def test_a_permanent_link_opens_its_evidence(window: Browser, saved: Path, view: StudyView) -> None:
    event, figure = view.events[5], view.figures[3]
    for place, sentence in ((f"event-{event.event_id}", event.sentence), (f"figure-{figure.figure_id}", figure.sentence)):
        window.open("about:blank")
        window.open(f"{file_url(saved)}#{place}")
        said = window.run("return [...document.querySelectorAll('#panel-body .ev')].map((each) => each.textContent.length)")
        assert len(said) == 1 and said[0] >= len(texts_of(view)[sentence])


def test_hostile_text_never_acts(opened: Browser) -> None:
    opened.run(OPEN_EACH, "[data-rove] a")
    assert opened.run("return typeof window.pwned") == "undefined"
    assert opened.run("return document.querySelectorAll('script, img, iframe, object, embed').length") == 1
    assert opened.run("return document.querySelectorAll('[onerror], [onload], [onmouseover], [style]').length") == 0
    assert "<script>window.pwned=1</script>" in opened.run("return document.getElementById('sources').textContent")


def test_hostile_text_in_every_place_at_once_never_acts(window: Browser, tmp_path: Path) -> None:
    path = tmp_path / "poisoned.html"
    material = poisoned(Maker(events_wanted=60, sources=2).material(), " ".join(HOSTILE))
    path.write_text(render_report(build_view(material)), encoding="utf-8")
    window.open("about:blank")
    window.console(), window.requests()
    window.open(file_url(path))
    assert window.run(OPEN_EACH, "[data-rove] a.row, [data-rove] svg a")
    assert window.run("return typeof window.pwned") == "undefined"
    assert window.run("return document.querySelectorAll('script, img, iframe, object, embed, [onerror], [onload], [style]').length") == 1
    assert window.console() == []
    assert {each for each in window.requests() if each != "data:,"} == {file_url(path)}


def test_the_filter_finds_events_by_the_words_of_their_sentence(opened: Browser, view: StudyView) -> None:
    opened.run(
        "const f = document.getElementById('f-text'); f.value = 'Opened FIRE river'; f.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    wanted = sum(event.event_type == "ASSAULT" for event in view.events)
    assert opened.run("return document.querySelectorAll('#event-table tbody tr:not([hidden])').length") == wanted > 0
    assert opened.run("return document.getElementById('f-count').textContent") == f"{wanted} events"
    opened.run("const f = document.getElementById('f-dyad'); f.value = 'CHN-RUS'; f.dispatchEvent(new Event('input', {bubbles: true}))")
    fewer = [event for event in view.events if event.event_type == "ASSAULT" and {event.source.state, event.target.state} == {"CHN", "RUS"}]
    assert opened.run("return document.querySelectorAll('#event-table tbody tr:not([hidden])').length") == len(fewer)


@pytest.mark.parametrize(
    ("width", "height"), [(500, 900), (700, 500), (1100, 700), (1400, 900)], ids=["telephone", "zoomed to 200%", "small", "wide"]
)
def test_nothing_is_cut_at_any_width(opened: Browser, width: int, height: int) -> None:
    opened.resize(width, height)
    opened.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert opened.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    outside = opened.run(
        "const edge = document.documentElement.clientWidth + 1;"
        "return [...document.querySelectorAll('h1, h2, h3, h4, p, dl, nav, figcaption, summary, .filters')]"
        ".filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > edge).map((e) => e.outerHTML.slice(0, 80))"
    )
    assert outside == []


def test_no_word_of_a_plot_is_cut_off_by_its_frame(opened: Browser) -> None:
    opened.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    cut = opened.run(
        "return [...document.querySelectorAll('figure svg')].flatMap((svg) => { const frame = svg.getBoundingClientRect();"
        "return [...svg.querySelectorAll('text')].filter((t) => { const b = t.getBoundingClientRect();"
        "return b.left < frame.left - 3 || b.right > frame.right + 3 || b.bottom > frame.bottom + 3 || b.top < frame.top - 3; })"
        ".map((t) => svg.parentElement.parentElement.id + ': ' + t.textContent); })"
    )
    assert cut == []


@pytest.mark.parametrize(
    "features",
    [
        [{"name": "prefers-color-scheme", "value": "dark"}],
        [{"name": "forced-colors", "value": "active"}],
        [{"name": "prefers-reduced-motion", "value": "reduce"}],
    ],
    ids=["dark", "forced colours", "reduced motion"],
)
def test_the_page_works_under_the_reader_s_own_settings(opened: Browser, features: list[dict[str, str]]) -> None:
    opened.command("Emulation.setEmulatedMedia", {"features": features})
    shown = opened.run(OPEN_EACH, "#series-chart-0 svg a")
    scheme = opened.run("return getComputedStyle(document.body).backgroundColor")
    opened.command("Emulation.setEmulatedMedia", {"features": []})
    assert sum(bool(each["said"]) for each in shown) > 20
    assert (scheme == "rgb(23, 23, 23)") == (features[0]["value"] == "dark")
    assert opened.console() == []


def test_print_keeps_tables_and_plots_and_leaves_the_panel_out(opened: Browser) -> None:
    opened.command("Emulation.setEmulatedMedia", {"media": "print"})
    state = opened.run(
        "const shown = (s) => [...document.querySelectorAll(s)].some((e) => e.getClientRects().length);"
        "const box = document.querySelector('#ledger .scroll.tall');"
        "return [shown('#panel'), shown('#filters'), shown('#series svg'), box.scrollHeight - box.clientHeight]"
    )
    opened.command("Emulation.setEmulatedMedia", {"media": ""})
    assert state[:3] == [False, False, True]
    assert state[3] <= 1


def test_without_script_tables_plots_and_evidence_are_open_to_read(opened: Browser, saved: Path, view: StudyView) -> None:
    opened.command("Emulation.setScriptExecutionDisabled", {"value": True})
    opened.open(file_url(saved))
    root = opened.command("DOM.getDocument", {"depth": 0})["root"]
    tree = html.document_fromstring(opened.command("DOM.getOuterHTML", {"nodeId": root["nodeId"]})["outerHTML"])
    opened.command("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "js" not in (tree.get("class") or "")
    assert not tree.xpath("//details[not(@open)]")
    assert tree.xpath("//aside[@id='panel'][@hidden]") and tree.xpath("//*[@id='filters'][@hidden]")
    for event in view.events[:20]:
        code = tree.get_element_by_id(f"event-{event.event_id}")
        assert event.source.name in code.text_content()
        assert tree.get_element_by_id(code.get("data-s")).text_content() == texts_of(view)[event.sentence]
