"""The chapters on what might have been and what may come: what they say, show and open, and what they do without."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from lxml import html
from report_studies import HOSTILE, Maker
from test_report_scores import with_scores

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "simulate"))

from planted_systems import planted, system_of_study, told_study

from detente.dates import day_number
from detente.report import Material, SupposedTables, build_view, render_report
from detente.report.charts.fan import ahead_title, changed_chart, changed_title, effect_text, told_apart
from detente.report.supposed import AheadRow, supposed
from detente.report.supposed_sections import half_words, range_words
from detente.report.view import Dyad, StudyView
from detente.simulate.asked import Intervention
from detente.simulate.dynamics import fit_dynamics
from detente.simulate.forecast import forecast
from detente.simulate.interventions import counterfactual
from detente.simulate.tables import counterfactuals_frame, forecast_scores_frame, forecasts_frame, sensitivity_frame

DYADS = (Dyad(a="CHN", b="RUS"), Dyad(a="CHN", b="USA"), Dyad(a="RUS", b="USA"))
NAMES = ("China and Russia", "China and United States", "Russia and United States")


@pytest.fixture(scope="module")
def tables() -> SupposedTables:
    told = told_study()
    fitted = fit_dynamics(system_of_study(told), runs=40, sweeps=3)
    asked = [
        Intervention(name=f"no threat {HOSTILE[0]}", kind="threat", on=day_number(1950), states=("USA",), target=("CHN", "RUS")),
        Intervention(name="parity", kind="parity", on=day_number(1970), states=("CHN", "RUS")),
    ]
    found = [counterfactual(fitted, told, each) for each in asked]
    coming = forecast(fit_dynamics(planted(states=3, years=45)[0], runs=30, sweeps=2), horizon=3)
    return SupposedTables(
        counterfactuals=counterfactuals_frame(found, seed=0),
        sensitivity=sensitivity_frame(found, seed=0),
        forecasts=forecasts_frame(coming, seed=0),
        forecast_scores=forecast_scores_frame(coming),
        refused=(("no moon", f"D742: no input {HOSTILE[6]}"),),
        assumed={"parity": "The gap closes at once."},
        terms=(("third_party", 0.1, -0.2, 0.3),),
        beats=False,
        unit="points",
    )


@pytest.fixture(scope="module")
def page(tables: SupposedTables) -> html.HtmlElement:
    material: Material = replace(with_scores(Maker(events_wanted=60).material()), supposed=tables)
    return html.fromstring(render_report(build_view(material)))


def test_both_chapters_stand_on_the_page_with_plot_table_assumption_and_score(page):
    might, may = page.get_element_by_id("supposed"), page.get_element_by_id("ahead")
    assert len(might.xpath(".//figure//svg")) == 2 and len(may.xpath(".//figure//svg")) == 1
    words = might.text_content()
    assert "The gap closes at once." in words and "all coefficients" in words and "doubled" in words
    assert "no moon" in words and "D742" in words and "the third party: both stand alike" in words
    assert "does not beat no change" in may.text_content() and "no change" in may.xpath(".//table")[0].text_content()
    assert [a.text for a in page.xpath("//nav[@class='contents']//a")].count("What might have been") == 1


def test_what_a_source_wrote_is_text_and_never_markup(page):
    assert not page.get_element_by_id("supposed").xpath(".//script|.//img")
    assert HOSTILE[0] in page.get_element_by_id("supposed").text_content()


def test_every_link_of_the_chapters_leads_somewhere_on_the_page(page):
    known = {element.get("id") for element in page.iter() if element.get("id")}
    for chapter in ("supposed", "ahead"):
        links = page.get_element_by_id(chapter).xpath(".//a/@href")
        years = [link for link in links if link.startswith("#score-CHN-RUS")]
        assert years and all(link[1:] in known for link in years)


def test_a_study_that_asks_nothing_has_neither_chapter():
    text = render_report(build_view(Maker(events_wanted=20).material()))
    assert 'id="supposed"' not in text and "What may come" not in text


def test_without_a_judged_forecast_the_chapter_says_so(tables):
    only = SupposedTables(refused=(("forecast", "D747: too short"),), unit="points")
    text = render_report(build_view(replace(Maker(events_wanted=20).material(), supposed=only)))
    assert "No forecast is shown" in text and "D747" in text and 'id="supposed"' not in text


def test_rows_of_pairs_that_the_study_does_not_have_are_left_out(tables):
    found = supposed(tables, DYADS[:1])
    assert [tie.dyad for tie in found.interventions[0].ties] == [DYADS[0]] and len(found.ahead) == 1
    assert supposed(SupposedTables(), DYADS) is None and supposed(None, DYADS) is None


def test_a_pair_named_the_other_way_round_is_the_same_pair(tables):
    found = supposed(tables, (Dyad(a="RUS", b="CHN"),))
    assert len(found.interventions[0].ties) == 1 and found.interventions[0].ties[0].rows


def test_the_title_says_the_finding_and_does_not_claim_what_chance_allows(tables):
    (tie, *rest), found = supposed(tables, DYADS).interventions[1].ties, supposed(tables, DYADS).interventions[1]
    as_fitted, *others = tie.assumed

    def titled(effect, *, imposed=False):
        changed = replace(tie, imposed=imposed, assumed=(replace(as_fitted, effect=effect), *others))
        return changed_title(replace(found, ties=(changed, *rest)), NAMES)

    assert "no effect can be told" in titled((-0.2, -0.1, 0.1, 0.2, 0.3))
    assert "on better terms (+0.2" in titled((0.1, 0.15, 0.2, 0.25, 0.3))
    assert "on worse terms" in titled((-0.3, -0.2, -0.15, -0.12, -0.1))
    assert "changed by hand" in titled((0.1, 0.15, 0.2, 0.25, 0.3), imposed=True)


def test_a_pair_that_does_not_exist_yet_leaves_a_gap_in_its_fan(tables):
    found = supposed(tables, DYADS).interventions[0]
    first = found.ties[0]
    rows = tuple(replace(row, baseline=None, changed=None, effect=None) if row.year == 1960 else row for row in first.rows)
    whole = changed_chart(found, name="a", names=NAMES, unit="points").svg
    broken = changed_chart(replace(found, ties=(replace(first, rows=rows), *found.ties[1:])), name="a", names=NAMES, unit="points").svg
    assert broken.count("<path") > whole.count("<path")


@pytest.mark.parametrize(("effect", "apart"), [((0.1, 0.2, 0.3, 0.4, 0.5), True), ((-0.1, 0, 0.1, 0.2, 0.3), False), ((0.0,) * 5, False)])
def test_an_effect_is_told_apart_only_where_nine_runs_in_ten_agree(effect, apart):
    assert told_apart(effect) is apart and "nine runs in ten between" in effect_text(effect)


def test_words_of_ranges():
    assert range_words((-1.0, -0.5, 0.25, 0.5, 1.0)) == "0.25 (\u22121 to 1)" and range_words(None) == "–"
    assert half_words((-1.0, -0.5, 0.25, 0.5, 1.0)) == "\u22120.5 to 0.5"


@pytest.mark.parametrize(("beats", "words"), [(True, "better than no change"), (False, "no better than to expect no change")])
def test_the_forecast_says_whether_it_beat_no_change(beats, words):
    rows = (AheadRow(year=2015, ahead=1, x=(-1.0, -0.5, 0.0, 0.5, 1.0), positive=0.5),)
    assert words in ahead_title([("China and Russia", rows)], beats=beats)


def test_the_page_is_the_same_each_time(tables):
    material = replace(with_scores(Maker(events_wanted=30).material()), supposed=tables)
    assert render_report(build_view(material)) == render_report(build_view(material))
    assert isinstance(tables.forecasts, pl.DataFrame)


def test_what_rounds_to_nothing_has_no_sign_and_no_direction():
    assert effect_text((-0.01, 0.0, 0.001, 0.002, 0.004)).startswith("0, ")
    assert effect_text((0.1, 0.2, 0.3, 0.4, 0.5)).startswith("+0.3, ")


def test_pairs_in_words_are_called_by_their_names_where_the_study_knows_them():
    view = StudyView(title="", question="", dyads=DYADS, states={"CHN": "China", "RUS": "Russia"})
    words = "the capabilities of RUS-CHN, CHN-USA are alike"
    assert view.spelled(words) == "the capabilities of China and Russia, CHN-USA are alike"
