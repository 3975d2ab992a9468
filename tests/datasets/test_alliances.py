"""Data sets of alliances as their makers lay them out; all rows here are written by hand."""

import os
from pathlib import Path

import polars as pl
import pytest

from detente.datasets import find_alliances, is_alliance_file, read_alliances
from detente.datasets.alliance_layout import OBLIGATIONS, alliance_layouts, layout_of
from detente.errors import DataRefused

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "sino-soviet" / "data"

BY_MEMBER = (
    "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,"
    "mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,"
    "defense,neutrality,nonaggression,entente,version\n"
    "77,365,Russia,14,2,1950,11,4,1980,Type I: Defense Pact,14,2,1950,11,4,1980,0,0,1,0,0,0,4.1\n"
    "77,710,China,14,2,1950,11,4,1980,Type I: Defense Pact,14,2,1950,11,4,1980,0,0,1,0,0,0,4.1\n"
    "78,2,United States,4,4,1949,,,,Type I: Defense Pact,4,4,1949,,,,0,1,1,0,0,0,4.1\n"
    "78,200,United Kingdom,4,4,1949,,,,Type I: Defense Pact,4,4,1949,,,,0,1,1,0,0,0,4.1\n"
    "78,220,France,4,4,1949,,,,Type I: Defense Pact,4,4,1949,,,,0,1,1,0,0,0,4.1\n"
)
BY_DYAD = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,"
    "dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetric,version\n"
    "9,200,United Kingdom,235,Portugal,1,1,1816,,,1900,1,0,1,0,1,0,0,4.1\n"
    "77,365,Russia,710,China,14,2,1950,11,4,1980,0,0,1,0,0,0,0,4.1\n"
    "77,710,China,365,Russia,14,2,1950,11,4,1980,0,0,1,0,0,0,0,4.1\n"
    "90,365,Russia,710,China,26,4,1996,,,,0,1,0,0,1,1,0,4.1\n"
)
YEARS = (
    "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
    "365,710,1950,1,1,0,0,0\n"
    "710,365,1950,1,1,0,0,0\n"
    "365,710,1951,1,0,0,0,0\n"
    "710,365,1951,0,0,0,0,0\n"
    "365,710,1953,1,0,0,0,0\n"
    "2,200,1954,0,0,0,0,1\n"
)


@pytest.fixture
def read(tmp_path):
    def reader(text, name="data.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_alliances(tmp_path / name, root=tmp_path)

    return reader


def refusal(read, text, **more):
    with pytest.raises(DataRefused) as caught:
        read(text, **more)
    return caught.value


def test_a_file_by_member_gives_a_row_a_treaty_with_all_its_members(read):
    pact, nato = read(BY_MEMBER)
    assert (pact.data_set, pact.ident, pact.members) == ("COW Formal Alliances 4.1", "77", ("CHN", "RUS"))
    assert (pact.start.edtf, pact.end.edtf, pact.obligations) == ("1950-02-14", "1980-04-11", ("defence",))
    assert (pact.file, pact.row, nato.row) == ("data.csv", 1, 3)
    assert nato.members == ("FRN", "UKG", "USA") and nato.end is None and not nato.yearly


def test_a_file_by_dyad_gives_each_pair_of_a_treaty_once(read):
    old, pact, entente = read(BY_DYAD)
    assert old.start.start is None and old.start.edtf == "../1816-01-01", "in force before the data begin"
    assert old.end.edtf == "1900" and old.obligations == ("defence", "nonaggression")
    assert pact.members == ("CHN", "RUS") and pact.row == 2
    assert entente.end is None and entente.obligations == ("nonaggression", "entente")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_years_become_runs_of_one_obligation_with_their_gaps(tmp_path, kind):
    path = tmp_path / f"years.{kind}"
    path.write_text(YEARS, encoding="utf-8")
    if kind == "parquet":
        pl.read_csv(YEARS.encode()).write_parquet(path)
    found = [(row.members, row.obligations, row.start.edtf, row.end and row.end.edtf, row.row) for row in read_alliances(path)]
    assert found == [
        (("CHN", "RUS"), ("defence",), "1950", "1951", 1),
        (("CHN", "RUS"), ("defence",), "1953", "1953", 5),
        (("CHN", "RUS"), ("offence",), "1950", "1950", 1),
        (("UKG", "USA"), ("consultation",), "1954", None, 6),
    ]


def test_what_still_stands_in_the_last_year_of_the_data_is_open_and_says_when_they_end(read):
    *_, last = read(YEARS)
    assert last.yearly and last.end is None and last.last_year == 1954


def test_what_a_data_set_does_not_tell_of_is_not_known(read):
    assert read(BY_MEMBER)[0].known == ("defence", "neutrality", "nonaggression", "entente")
    assert "entente" not in read(YEARS)[0].known and "offence" in read(YEARS)[0].known


def test_in_atop_a_date_of_zero_is_no_date(read):
    head = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul\n"
    (row,) = read(head + "3285,365,1950,2,14,0,0,0,1,0,0,1,0\n3285,710,1950,2,0,0,0,0,1,0,0,1,0\n")
    assert (row.data_set, row.ident, row.members) == ("ATOP", "3285", ("CHN", "RUS"))
    assert row.end is None and row.obligations == ("defence", "nonaggression")
    assert row.start.edtf == "1950-02-14", "the earlier of those that can be told apart"


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("dyad,mem1,mem2,year,atopally,defense,offense,neutral,nonagg,consul,bilatno,multino,number,asymm,atopid1,atopid2", "2365,2,365"),
        (
            "ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,bilatno,multino,number,asymm,atopid1,atopid2",
            "2365,2,365",
        ),
    ],
)
def test_the_makers_own_dyad_years_of_atop_are_read(read, head, first):
    (row,) = read(f"{head}\n{first},1942,1,1,0,0,0,0,1,0,1,0,2540,\n")
    assert row.members == ("RUS", "USA") and row.obligations == ("defence",)


def test_a_column_that_is_not_known_is_an_error_that_names_it(read):
    fault = refusal(read, BY_DYAD.replace("asymmetric", "depth"))
    assert fault.number == 312 and "an unknown column depth" in str(fault) and str(fault.where) == "data.csv, line 1"


def test_a_column_that_is_missing_or_doubled_is_an_error(read):
    assert "no column entente" in str(refusal(read, BY_MEMBER.replace(",entente,", ",state_name,")))
    assert "two columns state_name" in str(refusal(read, BY_MEMBER.replace(",entente,", ",state_name,")))


@pytest.mark.parametrize(
    ("old", "new", "number", "row", "words"),
    [
        ("365,710,1951,1", "999,710,1951,1", 304, 3, "'999' is not the COW number of a state"),
        ("365,710,1951,1", "365,710,51,1", 304, 3, "the year is '51'"),
        ("365,710,1951,1", "365,710,1951,2", 304, 3, "defence is '2', not 0 or 1"),
        ("365,710,1951,1,", "365,710,1951,", 303, 3, "7 cells in a table of 8 columns"),
    ],
)
def test_a_row_that_does_not_fit_is_named_with_file_and_row(read, old, new, number, row, words):
    fault = refusal(read, YEARS.replace(old, new))
    assert (fault.number, str(fault.where)) == (number, f"data.csv, row {row}") and words in str(fault)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("77,365,Russia,14,2,1950", "77,365,Russia,31,2,1950", "no date"),
        ("77,365,Russia,14,2,1950", "77,365,Russia,14,2,", "no year of its start"),
        ("11,4,1980", "11,4,1940", "comes before the start"),
    ],
)
def test_a_date_that_cannot_be_is_named(read, old, new, words):
    fault = refusal(read, BY_MEMBER.replace(old, new, 1))
    assert (fault.number, fault.where.row) == (304, 1) and words in str(fault)


def test_a_month_without_a_day_is_as_precise_as_it_is(read):
    assert (
        read(BY_MEMBER.replace("Russia,14,2,1950", "Russia,,2,1950").replace("China,14,2,1950", "China,,2,1950"))[0].start.edtf == "1950-02"
    )


def test_the_studys_own_table_joins_the_obligations_of_one_pact(read):
    head = "name,parties,type,start,end,citation\n"
    rows = head + "Pact,RUS;CHN,defence,1950-02-14,1980-04-11,A 2000\nPact,CHN;RUS,consultation,1950-02-14,1980-04-11,A 2000\n"
    (row,) = read(rows, name="alliances.csv")
    assert row.obligations == ("defence", "consultation") and row.members == ("CHN", "RUS") and row.citation == "A 2000"
    assert refusal(read, head + "Pact,RUS;CHN,friendship,1950,,A\n", name="alliances.csv").number == 304


def test_a_table_of_other_columns_is_no_data_set_of_alliances(read, tmp_path):
    assert refusal(read, "state,year\nRUS,1950\n").number == 311
    assert not is_alliance_file(tmp_path / "data.csv")
    (tmp_path / "data.csv").write_bytes(b"\xff\xfe\x00a,b\n")
    assert not is_alliance_file(tmp_path / "data.csv")


def test_a_broken_parquet_file_is_refused(tmp_path):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(DataRefused, match="D301"):
        find_alliances(tmp_path)


def test_a_folder_gives_all_its_data_sets_and_passes_over_the_rest(tmp_path):
    assert find_alliances(tmp_path / "none") == ()
    for name, text in (("a.csv", BY_MEMBER), ("b.csv", "state,year\nRUS,1950\n"), ("c.csv", YEARS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = find_alliances(tmp_path, root=tmp_path.parent)
    assert {row.file for row in found} == {f"{tmp_path.name}/a.csv", f"{tmp_path.name}/c.csv"}
    assert len({row.row_id for row in found}) == len(found)


def test_every_layout_is_found_by_its_own_columns_and_says_which_obligations_it_has():
    for layout in alliance_layouts():
        assert layout_of([*layout.columns, *layout.ignored]) == layout
        assert layout.known and set(layout.known) <= set(OBLIGATIONS)
        assert layout.marks <= set(layout.columns) | layout.ignored


def test_the_example_study_has_the_treaty_of_1950():
    (pact,) = [row for row in read_alliances(EXAMPLE / "alliances.csv") if row.start.edtf == "1950-02-14"]
    assert pact.members == ("CHN", "RUS") and pact.end.edtf == "1980-04-11"


# the published files ----------------------------------------------------------------------------------


def published(name):
    folder = os.environ.get("DETENTE_DATA")
    if not folder or not (Path(folder) / name).is_file():
        pytest.skip(f"DETENTE_DATA names no folder with {name}")
    rows = read_alliances(Path(folder) / name)
    return [(row.obligations[0], row.start.edtf, row.end and row.end.edtf) for row in rows if row.members == ("CHN", "RUS")]


@pytest.mark.data
def test_atop_keeps_a_sino_soviet_defence_pact_alive_to_1980():
    found = published("atop/atop_v51_directed_dyadyear.parquet")
    assert len(found) == 10
    assert ("defence", "1942", "1980") in found and ("offence", "1942", "1950") in found
    assert ("nonaggression", "1992", None) in found and ("consultation", "2001", None) in found


@pytest.mark.data
def test_cow_joins_the_treaties_of_1945_and_1950_to_one_pact_that_ends_in_1980():
    found = published("cow/cow_alliance_v41_directed_dyadyear.csv")
    assert len(found) == 7
    assert ("defence", "1945", "1980") in found and ("entente", "1996", None) in found
