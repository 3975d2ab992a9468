"""Reasons, periods and actors in a real browser: every number opens its sentences, by itself and by its row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from report_browser import Browser, browser, file_url
from report_claims import with_claims
from report_studies import HOSTILE, Maker
from test_report_in_chromium import OPEN_EACH

from detente.report import StudyView, build_view, render_report
from detente.report.words import fit_text

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def view() -> StudyView:
    return build_view(with_claims(Maker(events_wanted=120).material(), nasty=HOSTILE[1]))


@pytest.fixture(scope="module")
def page(view: StudyView, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = tmp_path_factory.mktemp("claims") / "report.html"
    path.write_text(render_report(view), encoding="utf-8")
    with browser() as opened:
        opened.open(file_url(path))
        yield opened


def texts_of(view: StudyView) -> dict[str, str]:
    return {each.sentence_id: fit_text(each.text) for each in view.sentences}


def panels(page: Browser, selector: str) -> dict[str, dict[str, list[str]]]:
    return {each["href"]: each for each in page.run(OPEN_EACH, selector)}


def test_every_count_and_every_bar_opens_the_reasons_it_counts(page: Browser, view: StudyView) -> None:
    texts, known = texts_of(view), {reason.reason_id: reason for reason in view.reasons}
    counts, bars = panels(page, "#why td[data-title] a.row"), panels(page, "#why svg a")
    rows = [row for row in view.motives if row.by == "decade" and row.n]
    assert rows
    for row in rows:
        key = f"#why-{row.dyad}-{'undated' if row.decade is None else row.decade}-{row.motive}"
        assert set(counts[key]["said"]) == {texts[known[each].sentence] for each in row.reason_ids}
        assert key not in bars or bars[key]["said"] == counts[key]["said"]
    assert {key for key in bars if key not in counts} == set()


def test_every_reason_of_the_list_opens_its_sentence_with_its_cause_marked(page: Browser, view: StudyView) -> None:
    texts, shown = texts_of(view), panels(page, "#why a.row[href^='#reason-']")
    assert len(shown) == len(view.reasons)
    for reason in view.reasons:
        panel = shown[f"#reason-{reason.reason_id}"]
        assert panel["said"] == [texts[reason.sentence]] and panel["marked"] == [texts[reason.sentence][:7]]


def test_every_period_and_turn_opens_what_it_rests_on(page: Browser, view: StudyView) -> None:
    texts, events = texts_of(view), {event.event_id: event for event in view.events}
    words, beside = panels(page, "#periods a.row[href^='#period-']"), panels(page, "#periods td[data-title] a.row")
    for period in view.periods:
        assert words[f"#period-{period.period_id}"]["said"] == [texts[period.sentence]]
    for row in (each for each in view.asserted if each.period_id and not each.reason):
        said = beside[f"#beside-{row.row_id}"]["said"]
        assert set(said) == {texts[events[each].sentence] for each in row.event_ids}


def test_a_number_of_an_actor_opens_its_own_deeds_and_the_row_all_of_them(page: Browser, view: StudyView) -> None:
    texts, events = texts_of(view), {event.event_id: event for event in view.events}
    shown = panels(page, "#actors a.row")
    actor = view.actors[0]
    for part, ids in (("did", actor.done), ("suffered", actor.suffered), ("mutual", actor.mutual)):
        assert len(shown[f"#actor-{actor.actor_id}-{part}"]["said"]) == min(len({events[each].sentence for each in ids}), 60)
    small = view.actors[-1]
    every = {texts[events[each].sentence] for each in (*small.done, *small.suffered, *small.mutual, *small.not_done)}
    assert set(shown[f"#actor-{small.actor_id}"]["said"][:60]) <= every


def test_a_click_beside_a_number_opens_that_number_and_not_its_row(page: Browser) -> None:
    title = page.run(
        "const cell = document.querySelector(\"#why td[data-title][id*='-19']\");"
        "cell.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));"
        "return [cell.dataset.title, document.getElementById('panel-title').textContent];"
    )
    assert title[0] == title[1]


def test_no_word_of_a_source_acts(page: Browser) -> None:
    assert page.run("return window.pwned") is None
    assert page.console() == []
