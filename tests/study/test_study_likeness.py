"""How alike the portfolios of a study's pairs are: its table, its plot, and its silence without data."""

import pytest

from detente.datasets.published import read_published
from detente.relations.study_likeness import likeness_frame
from detente.report.charts import likeness_chart
from detente.report.charts.likeness import likeness_title
from detente.report.scored import LikeRow
from detente.study.relation import Related

HEAD = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,"
    "dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,year,version"
)
NUMBERS = {"CHN": 710, "RUS": 365, "USA": 2}


def pact(first, second, year):
    return f"1,{first},A,{second},B,1,1,1950,,,,0,1,1,0,0,0,{year},4.1"


@pytest.fixture
def alliances(tmp_path):
    """China and Russia are allied in 1950 and 1951; in 1951 the United States is allied to Britain, as is nobody else."""
    rows = [pact(*pair, year) for year in (1950, 1951) for pair in ((365, 710), (710, 365))]
    rows += [pact(*pair, 1951) for pair in ((2, 200), (200, 2))]
    path = tmp_path / "alliance.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return read_published(path)


def likeness(readings, years=(1950, 1951)):
    return likeness_frame(readings, [("CHN", "RUS"), ("CHN", "USA")], NUMBERS, years)


def test_allies_of_the_same_are_alike_and_others_less(alliances):
    frame = Related(likeness=likeness([alliances])).frames()["likeness"]
    s = {(row["dyad"], row["year"]): row["s"] for row in frame.iter_rows(named=True)}
    assert s["CHN-RUS", 1950] == s["CHN-RUS", 1951] == 1.0, "a state is its own ally, and each is the other's"
    assert s["CHN-USA", 1951] < s["CHN-USA", 1950] < 1.0
    assert set(frame["portfolio"]) == {"alliances"} and frame["n"].min() > 50


def test_years_outside_the_study_are_left_out(alliances):
    assert set(likeness([alliances], (1951, 1960))["year"]) == {1951}


def test_without_data_there_is_no_table_and_no_plot():
    assert likeness([]) is None and Related().frames()["likeness"] is None
    assert likeness_chart([LikeRow(dyad="CHN-RUS", portfolio="votes", year=1946, n=0)], name="x") is None


def test_the_title_says_which_way_it_went_and_the_line_stops_in_a_gap():
    values = {1950: 0.9, 1951: 0.8, 1952: None, 1953: 0.1}
    rows = [LikeRow(dyad="CHN-RUS", portfolio="votes", year=year, n=9, s=s, kappa=s) for year, s in values.items()]
    assert likeness_title(rows) == "Votes less alike: S 0.9 in 1950, 0.1 in 1953"
    chart = likeness_chart(rows, name="likeness-chart-0")
    assert chart.svg.count("<path") == 2, "one stretch of two years for each of S and kappa"
    assert chart.svg.count("<circle") == 2, "the lonely year is a dot"
    assert "1 year without a portfolio of both" in chart.summary
