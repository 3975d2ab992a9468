"""Who has the upper hand in the pairs of a study, as its table tells it."""

import pytest

from detente.datasets.published import read_published
from detente.relations.study_hands import hands_frame
from detente.study.relation import Related

HEAD = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc"
SHARES = {(365, 1985): 0.17, (710, 1985): 0.11, (365, 2000): 0.05, (710, 2000): 0.16, (365, 2001): 0.05}


@pytest.fixture
def capabilities(tmp_path):
    path = tmp_path / "nmc.csv"
    rows = [f"{state},{year},1,1,1,1,1,1,{share}" for (state, year), share in SHARES.items()]
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return read_published(path)


def hands(readings):
    return hands_frame(readings, [("CHN", "RUS")], {"CHN": 710, "RUS": 365}, (1985, 2001))


def test_the_hand_passes_from_moscow_to_peking(capabilities):
    frame = Related(hands=hands([capabilities])).frames()["hands"]
    told = {row["year"]: row for row in frame.filter(measure="power").iter_rows(named=True)}
    assert {row["dyad"] for row in told.values()} == {"RUS-CHN"}, "the smaller number first"
    assert told[1985]["lead"] > 0 and told[1985]["holder"] == "RUS"
    assert told[2000]["lead"] < 0 and told[2000]["holder"] == "CHN" and told[2000]["changed"]


def test_a_year_of_which_one_side_is_unknown_has_no_lead(capabilities):
    frame = hands([capabilities]).filter(measure="power")
    for year in (1990, 2001):
        (row,) = frame.filter(year=year).iter_rows(named=True)
        assert row["lead"] is None and row["reason"]


def test_without_data_there_is_no_table():
    assert hands([]) is None and Related().frames()["hands"] is None
