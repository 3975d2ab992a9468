"""The chapters on scores, turning points and triangles: what they show and open, and what they do without."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from lxml import etree, html
from report_claims import with_claims
from report_studies import HOSTILE, Maker

from detente import relations
from detente.relations.paths import Paths
from detente.relations.score_tables import Scores
from detente.relations.triangle import PATTERNS
from detente.report import Material, ScoreTables, build_view, render_report
from detente.report.charts import score_chart, triangle_chart
from detente.report.charts.canvas import Canvas, fitted
from detente.report.charts.score import score_title
from detente.report.charts.triangle import pattern_text, triangle_title
from detente.report.score_sections import chance_text, other_patterns, turn_text
from detente.report.scored import ScoreRow, TriangleRow, TurnRow, scored

YEARS = tuple(range(1945, 2015))


def made_scores(dyads: tuple[tuple[str, str], ...], gap: int = 3) -> Scores:
    """Paths that break in 1964 and 1990, the first pair without a score in its first years, with two sources that move them."""
    x = np.stack(
        [np.where(np.array(YEARS) < 1964, 1.5, np.where(np.array(YEARS) < 1990, -1.5, 0.8)) * (1 - at / 4) for at in range(len(dyads))]
    )
    x[0, :gap] = np.nan
    noise = np.random.default_rng(0).standard_normal((200, *x.shape))
    told = np.ones(x.shape, dtype=bool)
    told[:, 10:15] = False
    labels = tuple(map(str, YEARS))
    paths = Paths(dyads=dyads, labels=labels, years=YEARS, x=x, se=np.full(x.shape, 0.4), draws=x + 0.4 * noise, evidence=told)
    return Scores(paths=paths, moved={"votes": x * 0.3, "disputes <b>": x * 0.7})


def with_scores(material: Material) -> Material:
    """The study with the three tables of made scores."""
    series = relations.dyad_series(
        material.events, [], states=tuple(material.states), first_year=1945, last_year=2014, membership=relations.always_member, draws=20
    )
    scores = made_scores(tuple(material.dyads))
    threes = [tuple(material.states)[:3]]
    tables = ScoreTables(
        latent=relations.scores_frame(scores, series),
        turns=relations.turns_frame(scores.paths, series=series),
        triangle=pl.concat([relations.triangle(scores.paths, three) for three in threes]),
        unit="points",
        basis="It rests on what was made up.",
    )
    return replace(material, scores=tables)


@pytest.fixture(scope="module")
def material() -> Material:
    return with_scores(with_claims(Maker(events_wanted=120).material(), nasty=HOSTILE[1]))


@pytest.fixture(scope="module")
def tree(material: Material) -> etree._Element:
    return html.document_fromstring(render_report(build_view(material)))


def test_the_three_chapters_stand_after_the_series_and_in_the_contents(tree: etree._Element) -> None:
    order = [str(each) for each in tree.xpath("//main/section/@id")]
    at = order.index("series")
    assert order[at + 1 : at + 4] == ["score", "turning", "triangle"]
    for part in ("score", "turning", "triangle"):
        assert tree.xpath(f"//nav//a[@href='#{part}']") and tree.xpath(f"//section[@id='{part}']//table")


def test_every_id_is_there_once_and_every_link_leads_somewhere(tree: etree._Element) -> None:
    ids = [str(each) for each in tree.xpath("//@id")]
    assert len(ids) == len(set(ids))
    assert {str(each)[1:] for each in tree.xpath("//a/@href")} <= set(ids)
    assert not [each for each in ids if not re.fullmatch(r"[A-Za-z0-9_-]+", each)]


def test_a_year_of_a_plot_opens_its_row_and_the_row_its_statements(material: Material, tree: etree._Element) -> None:
    dyad = "-".join(material.dyads[0])
    row = next(each for each in build_view(material).scored.scores if each.dyad == dyad and each.event_ids and each.x is not None)
    ident = f"score-{dyad}-{row.year}"
    assert tree.xpath(f"//figure//a[@href='#{ident}']")
    opened = {str(each)[1:] for each in tree.get_element_by_id(ident).xpath(".//a/@href")}
    assert {f"event-{name}" for name in row.event_ids} <= opened
    states = "-".join(tuple(material.states)[:3])
    triangle = {str(each)[1:] for each in tree.get_element_by_id(f"triangle-{states}-{row.year}").xpath(".//a/@href")}
    assert {f"event-{name}" for name in row.event_ids} <= triangle


def test_gaps_are_said_and_hatched(material: Material, tree: etree._Element) -> None:
    dyad = "-".join(material.dyads[0])
    assert "no score" in tree.get_element_by_id(f"score-{dyad}-1945").text_content()
    states = "-".join(tuple(material.states)[:3])
    gap = tree.get_element_by_id(f"triangle-{states}-1945")
    assert gap.get("class") == "gap" and f"no score of {dyad}" in gap.text_content()
    (chart,) = tree.xpath("//figure[@id='triangle-chart-0']")
    assert chart.xpath(".//*[@fill='url(#triangle-chart-0-gap)']")


def test_the_tables_name_what_moved_a_score_and_escape_it(tree: etree._Element, material: Material) -> None:
    row = tree.get_element_by_id(f"score-{'-'.join(material.dyads[0])}-1950").text_content()
    assert "disputes <b> +1.05; votes +0.45" in row
    assert not tree.xpath("//section[@id='score']//td//b")


def test_a_study_of_two_states_has_scores_and_no_triangle(material: Material) -> None:
    two = replace(material, dyads=material.dyads[:1], scores=replace(material.scores, triangle=None))
    page = render_report(build_view(two))
    assert 'id="score"' in page and 'id="triangle"' not in page and 'href="#triangle"' not in page


def test_a_study_without_scores_has_none_of_the_chapters(material: Material) -> None:
    for tables in (None, ScoreTables()):
        page = render_report(build_view(replace(material, scores=tables)))
        assert 'id="score"' not in page and "#turning" not in page


def test_the_page_is_the_same_byte_for_byte(material: Material) -> None:
    assert render_report(build_view(material)) == render_report(build_view(material))


def test_why_turns_were_not_sought_is_said(material: Material) -> None:
    page = render_report(build_view(replace(material, scores=replace(material.scores, missing="ruptures is not here <i>."))))
    assert "ruptures is not here &lt;i&gt;." in page


# words and plots ----------------------------------------------------------------------------------------

STATES = ("CHN", "RUS", "USA")
NAMES = {"CHN": "China", "RUS": "Russia", "USA": "the United States"}


def side(year: int, at: int | None, probability: float = 0.7) -> TriangleRow:
    """A year whose pattern `at` is the most probable; a gap for None."""
    if at is None:
        return TriangleRow(states=STATES, year=year, reason="no score of CHN-RUS")
    rest = (1 - probability) / 8
    chances = tuple(probability if each == at else rest for each in range(9))
    who = PATTERNS[at].who
    return TriangleRow(
        states=STATES, year=year, chances=chances, type=PATTERNS[at].type, who=None if who is None else STATES[who], probability=probability
    )


def test_patterns_are_told_in_words() -> None:
    told = [pattern_text(each.type, None if each.who is None else STATES[each.who], STATES, NAMES) for each in PATTERNS]
    assert told[0] == "all three friends" and told[7] == "all three at odds"
    assert told[3] == "the United States the pivot between China and Russia"
    assert told[6] == "China and Russia against the United States"


def test_the_title_of_a_triangle_counts_the_years() -> None:
    rows = [side(1950, 6), side(1951, 6), side(1952, 7), side(1953, None)]
    assert triangle_title(rows, NAMES) == (
        "Most probable: China and Russia against the United States in 2 years and all three at odds in 1 year"
    )
    assert triangle_chart([side(1950, None)], name="t", names=NAMES) is None


def test_the_ribbon_is_as_thick_as_its_type_is_probable() -> None:
    chart = triangle_chart([side(1950, 6, 0.5), side(1951, 7, 1.0)], name="t", names=NAMES)
    boxes = [each for each in etree.fromstring(chart.svg).iter("rect") if each.get("fill") in ("var(--fourth)", "var(--conf)")]
    heights = [float(each.get("height")) for each in boxes[:2]]
    assert heights == [25.0, 50.0]
    assert len(etree.fromstring(chart.svg).findall("a")) == 2
    assert "dotted" in chart.summary


def test_other_types_are_named_by_their_probability() -> None:
    row = replace(side(1950, 6), chances=(0.2, 0, 0, 0.06, 0, 0, 0.7, 0.04, 0))
    assert other_patterns(row) == "friends 20%; USA pivot 6%"


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (1.0, "100%"), (0.999, ">99%"), (0.001, "<1%"), (0.0, "0%"), (0.44, "44%")])
def test_what_is_not_certain_is_never_said_to_be(value: float | None, text: str) -> None:
    assert chance_text(value) == text


def score(year: int, x: float | None) -> ScoreRow:
    return ScoreRow(
        dyad="CHN-RUS", year=year, x=x, se=0.5, low=None if x is None else x - 1, high=None if x is None else x + 1, positive=0.5
    )


def turn(year: int, direction: str, share: float, told_by: str = "score") -> TurnRow:
    return TurnRow(
        dyad="CHN-RUS", told_by=told_by, year=year, direction=direction, low_year=year - 1, high_year=year + 1, share=share, size=1.0
    )


def test_the_title_of_a_score_names_only_turns_that_half_of_the_draws_have() -> None:
    rows = [score(1950, 2.0), score(1951, None), score(1952, -1.0)]
    turns = [turn(1951, "down", 0.8), turn(1952, "down", 0.6), turn(1953, "up", 0.4), turn(1952, "down", 0.9, "zero")]
    assert score_title(rows, turns) == "best in 1950, worst in 1952; it turns for the worse in 1951 and 1952"
    assert score_title(rows, turns[2:3]).endswith("no turn is certain")
    assert turn_text(turns[3]) == "sign, for the worse"


def test_a_pair_without_a_score_has_no_plot() -> None:
    assert score_chart([score(1950, None)], [], name="s", who="x", unit="points") is None
    assert scored(ScoreTables(latent=[]), ()) is None


def test_a_band_is_broken_at_a_gap() -> None:
    rows = [score(1950, 1.0), score(1951, 1.1), score(1952, None), score(1953, 0.9), score(1954, 0.8)]
    drawn = etree.fromstring(score_chart(rows, [], name="s", who="x", unit="points").svg)
    assert len([each for each in drawn.iter("path") if each.get("fill-opacity") == "0.15"]) == 2


def test_words_are_cut_to_the_room_they_have() -> None:
    assert fitted("United States of America", 400) == "United States of America"
    assert fitted("United States of America", 60).endswith("…") and len(fitted("United States of America", 60)) <= 10
    sheet = Canvas(first=1950, last=1959)
    assert sheet.at(1950.5) - sheet.at(1949.5) == pytest.approx(sheet.step)
