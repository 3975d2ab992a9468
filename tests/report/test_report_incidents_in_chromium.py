"""Disagreements in a real browser: every answer and every lane opens its sentences, and a statement leads to its dispute."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from report_browser import Browser, browser, file_url
from report_incidents import with_incidents
from report_studies import HOSTILE, Maker
from test_report_in_chromium import OPEN_EACH

from detente.report import StudyView, build_view, render_report
from detente.report.accounts import accounts_of
from detente.report.words import fit_text

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def view() -> StudyView:
    return build_view(with_incidents(Maker(events_wanted=60).material(), nasty=HOSTILE[1]))


@pytest.fixture(scope="module")
def page(view: StudyView, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = tmp_path_factory.mktemp("incidents") / "report.html"
    path.write_text(render_report(view), encoding="utf-8")
    with browser() as opened:
        opened.open(file_url(path))
        yield opened


def panels(page: Browser, selector: str) -> dict[str, dict[str, list[str]]]:
    return {each["href"]: each for each in page.run(OPEN_EACH, selector)}


def test_every_answer_opens_the_sentences_of_those_who_give_it_and_so_does_its_lane(page: Browser, view: StudyView) -> None:
    texts = {each.sentence_id: fit_text(each.text) for each in view.sentences}
    found = accounts_of(view)
    rows, lanes = panels(page, "#told-apart a.row"), panels(page, "#told-apart svg a")
    sayings = [saying for account in found.disagree for dispute in account.disputes for saying in dispute.sayings]
    assert sayings and len(rows) == len(sayings)
    for saying in sayings:
        assert set(rows[f"#{saying.anchor}"]["said"]) == {texts[found.statements[each].sentence] for each in saying.ids}
    assert lanes and all(lanes[key]["said"] == rows[key]["said"] for key in lanes)


def test_a_row_of_what_is_told_alike_opens_all_that_tell_it(page: Browser, view: StudyView) -> None:
    texts, found = {each.sentence_id: fit_text(each.text) for each in view.sentences}, accounts_of(view)
    for selector, accounts in (("#told-precisely a.row", found.precision), ("#told-alike a.row", found.agree)):
        shown = panels(page, selector)
        for account in accounts:
            told = {texts[found.statements[each].sentence] for each in account.incident.statements}
            said = set(shown[f"#{account.anchor}"]["said"])
            assert said == told if selector.startswith("#told-alike") else said <= told and said


def test_a_statement_leads_to_the_dispute_on_it(page: Browser, view: StudyView) -> None:
    figure = next(each for each in view.incidents if each.kind == "figure" and each.verdict == "disagree")
    went = page.run(
        "const code = document.getElementById(arguments[0]); code.querySelector('a.stands').click(); return location.hash;",
        f"figure-{figure.statements[0]}",
    )
    assert went == f"#incident-{figure.incident_id}"


def test_no_word_of_a_source_acts(page: Browser) -> None:
    assert page.run("return window.pwned === undefined && document.querySelectorAll('script').length === 1") is True
