"""Small plots: what is comparable enough to be drawn together, and the lines of data sets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_studies import NAMES, Maker, data_sets

from detente.dates import read_edtf
from detente.model import Figure
from detente.report import ContextRow, DataSet
from detente.report.charts.contexts import contexts_title, lean_word
from detente.report.charts.lines import data_chart, ledger_charts

SPAN = (1945, 2014)


@pytest.fixture(scope="module")
def figure() -> Figure:
    return Maker(events_wanted=40, hostile=False).material().figures[0]


def three(figure: Figure, **changes: object) -> list[Figure]:
    made = [
        replace(figure, figure_id=f"f{at}", what="trade", unit="US dollars", date=read_edtf(f"{1950 + at}"), value=10.0**at)
        for at in range(3)
    ]
    return [replace(each, **changes) for each in made]  # type: ignore[arg-type]


def test_three_figures_of_a_kind_are_drawn_together(figure: Figure) -> None:
    (chart,) = ledger_charts(three(figure), span=SPAN)
    assert chart.title == "Trade: 1 to 100 US dollars"
    assert chart.svg.count("<a ") == 3 and 'href="#figure-f0"' in chart.svg


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"unit": ""}, id="no unit"),
        pytest.param({"what": "number"}, id="may measure anything"),
        pytest.param({"date": None}, id="undated"),
        pytest.param({"date": read_edtf("1950")}, id="all of one year"),
        pytest.param({"value": 0.0}, id="nothing"),
        pytest.param({"date": read_edtf("1850/1860")}, id="before the years of the study"),
    ],
)
def test_figures_that_cannot_be_compared_are_not_drawn(figure: Figure, changes: dict[str, object]) -> None:
    assert ledger_charts(three(figure, **changes), span=SPAN) == ()


def test_two_figures_are_too_few(figure: Figure) -> None:
    assert ledger_charts(three(figure)[:2], span=SPAN) == ()


def test_amounts_far_apart_stand_on_a_scale_of_powers_and_say_so(figure: Figure) -> None:
    far, near = three(figure), three(figure, value=5.0)
    assert "(log scale)" in ledger_charts(far, span=SPAN)[0].svg
    assert "(log scale)" not in ledger_charts(near, span=SPAN)[0].svg


def test_promised_figures_are_hollow_and_said_to_be(figure: Figure) -> None:
    (chart,) = ledger_charts(three(figure, promised=True), span=SPAN)
    assert "Hollow circles are promised" in chart.summary and 'fill="var(--paper)"' in chart.svg
    assert "Hollow" not in ledger_charts(three(figure), span=SPAN)[0].summary


def data(*rows: tuple[str, int, float]) -> DataSet:
    return DataSet(key="t", title="Trade", citation="c", columns=("dyad", "year", "value"), rows=rows, x="year", y="value", series="dyad")


def test_the_title_of_a_data_set_names_who_stands_highest_at_the_end() -> None:
    chart = data_chart(data(("CHN-RUS", 1950, 3.0), ("CHN-RUS", 2014, 9.0), ("RUS-USA", 2014, 5.0)), at=0, states=NAMES)
    assert chart is not None
    assert chart.title == "Trade: China and Russia (Soviet Union) highest in 2014, at 9"


def test_rows_that_tell_of_one_year_twice_are_drawn_at_their_mean() -> None:
    chart = data_chart(data(("CHN-RUS", 1950, 1.0), ("CHN-RUS", 1950, 3.0), ("CHN-RUS", 1960, 2.0)), at=0, states={})
    assert chart is not None
    assert chart.summary == "CHN-RUS, 2 in 1950 and 2 in 1960."


def test_values_below_zero_are_drawn() -> None:
    chart = data_chart(data(("a", 1950, -5.0), ("a", 1960, 0.0)), at=0, states={})
    assert chart is not None and chart.title.endswith("at 0")


def test_a_data_set_without_years_is_a_table_only() -> None:
    *_, alliances = data_sets(1945, 2014)
    assert data_chart(alliances, at=0, states=NAMES) is None
    assert data_chart(data(("a", 1950, 1.0)), at=0, states={}) is None


def test_a_data_set_is_drawn_with_hostile_names_as_text() -> None:
    chart = data_chart(data(("<script>x</script>", 1950, 1.0), ("<script>x</script>", 1960, 2.0)), at=0, states={})
    assert chart is not None
    assert "<script" not in chart.svg and "&lt;script&gt;x" in chart.svg


def row(decade: int, context: str, n: int) -> ContextRow:
    return ContextRow(dyad="CHN-RUS", decade=decade, context=context, n=n, share=0.5)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [row(1950, "economy", 9), row(1950, "security", 2), row(1960, "security", 5)],
            "Economy leads in the 1950s, security in the 1960s",
        ),
        ([row(1950, "economy", 9), row(1960, "economy", 5)], "Economy leads in the 1950s and in the 1960s"),
        ([row(1950, "economy", 9)], "Economy leads in the 1950s"),
        ([row(1950, "unstated", 9), row(1950, "economy", 1)], "Economy leads in the 1950s"),
        ([row(1950, "unstated", 9)], "No statement says what it is about"),
    ],
)
def test_the_title_of_contexts_says_which_leads(rows: list[ContextRow], expected: str) -> None:
    assert contexts_title(rows) == expected


@pytest.mark.parametrize(("lean", "word"), [(1.0, "cooperation"), (-0.2, "conflict"), (0.19, "mixed"), (None, "mixed")])
def test_statements_lean_only_where_one_side_outweighs(lean: float | None, word: str) -> None:
    assert lean_word(lean) == word
