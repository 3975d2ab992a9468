"""Data sets of alliances in a study's `data/`: they join the agreements, and are no small tables."""

import pytest

from detente.errors import DataRefused
from detente.study.data import data_sets
from detente.study.ledger import ledger_of
from detente.study.place import data_files, find_place

YEARS = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n365,710,1950,1,0,0,0\n365,710,1951,1,0,0,0\n"
TRADE = "state1,state2,year,value\nCHN,RUS,1950,576\n"


class Held:
    """A store that holds no statement."""

    def agreements(self):
        return []

    def figures(self):
        return []


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    for name, text in (("cow.csv", YEARS), ("trade.csv", TRADE), ("notes.txt", "x"), ("atop.parquet", "")):
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_run_looks_at_tables_and_parquet_files(folder, tmp_path):
    assert [path.name for path in data_files(folder)] == ["atop.parquet", "cow.csv", "trade.csv"]
    assert data_files(tmp_path / "nowhere") == []


def test_a_published_data_set_of_alliances_is_no_small_table(folder):
    assert [each.key for each in data_sets(find_place(folder))] == ["trade"]


def test_a_broken_data_set_stops_the_run_with_its_name(folder):
    with pytest.raises(DataRefused, match="D301"):
        ledger_of(Held(), find_place(folder))
    (folder / "data" / "atop.parquet").unlink()
    (folder / "data" / "cow.csv").write_text(YEARS.replace("1951,1", "1951,7"), encoding="utf-8")
    with pytest.raises(DataRefused, match=r"D304.*data/cow\.csv, row 2"):
        ledger_of(Held(), find_place(folder))


def test_a_study_without_statements_has_an_empty_ledger(folder):
    (folder / "data" / "atop.parquet").unlink()
    ledger = ledger_of(Held(), find_place(folder))
    assert (ledger.treaties, ledger.beside, ledger.flows) == ((), (), ())
    assert {name: frame.height for name, frame in ledger.frames().items()} == {"treaties": 0, "flows": 0}
