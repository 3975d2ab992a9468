from pathlib import Path

import pytest

from detente.datasets import find_tables, layouts, read_table
from detente.errors import DataRefused

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "sino-soviet" / "data"

TRADE = """state1,state2,year,value,unit,reporter,citation
CHN,RUS,1950,500.5,"USD million, current",USSR,Made Up 2000
CHN,RUS,1951,0,"USD million, current",USSR,Made Up 2000
CHN,RUS,1951,12,"USD million, current",China,Other 1999
"""
ALLIANCES = "name,parties,type,start,end,citation\n"


@pytest.fixture
def table(tmp_path):
    def read(name, text, **more):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read_table(path, **more)

    return read


def test_a_row_has_its_typed_values_its_line_and_its_citation(table):
    trade = table("trade.csv", TRADE)
    first, second, _ = trade.rows
    assert first.values["value"] == 500.5 and first.values["year"] == 1950 and first.values["state1"] == "CHN"
    assert (first.line, second.line) == (2, 3)
    assert first.citation == "Made Up 2000"
    assert trade.citations == ("Made Up 2000", "Other 1999")
    assert trade.title == "Trade between two states"


def test_a_zero_is_a_zero_and_not_an_empty_cell(table):
    assert table("trade.csv", TRADE).rows[1].values["value"] == 0
    with pytest.raises(DataRefused, match="D304: value is empty"):
        table("trade.csv", TRADE.replace(",0,", ",,"))


def test_an_open_treaty_has_no_end_and_several_parties(table):
    row = table("alliances.csv", ALLIANCES + "Pact,CHN; RUS,defence,1950-02,,Made Up 2000\n").rows[0]
    assert row.values["parties"] == ("CHN", "RUS")
    assert row.values["end"] is None
    assert row.values["start"].start_text == "1950-02"


def test_an_id_depends_on_the_cells_and_not_on_the_order_of_rows_or_columns(table):
    once = table("trade.csv", TRADE)
    lines = [line.rsplit(",", 1) for line in TRADE.splitlines()]
    turned = "\n".join(f"{citation},{rest}" for rest, citation in [lines[0], *reversed(lines[1:])])
    again = table("trade.csv", turned)
    assert {row.row_id for row in once.rows} == {row.row_id for row in again.rows}
    assert len({row.row_id for row in once.rows}) == 3
    assert once.sha256 != again.sha256


def test_the_frame_has_the_ids_and_plain_cells(table):
    frame = table("alliances.csv", ALLIANCES + "Pact,CHN;RUS,defence,1950-02-14,1980-04-11,Made Up 2000\n").frame()
    assert frame.columns == ["row_id", "name", "parties", "type", "start", "end", "citation"]
    assert frame.row(0)[1:] == ("Pact", "CHN;RUS", "defence", "1950-02-14", "1980-04-11", "Made Up 2000")
    assert len(table("alliances.csv", ALLIANCES).frame()) == 0


def test_a_byte_order_mark_empty_lines_and_windows_line_ends_are_no_matter(table):
    marked = b"\xef\xbb\xbf" + TRADE.replace("\n", "\r\n").replace("RUS,1951,12", "RUS,1952,12").encode() + b"\r\n\r\n"
    assert [row.values["year"] for row in table("trade.csv", marked).rows] == [1950, 1951, 1952]


def test_a_line_separator_inside_a_cell_ends_no_row(table):
    row = table("steel.csv", 'state,note\nRUS,"two\nlines"\nCHN,one\u2028two\n').rows
    assert [each.values["note"] for each in row] == ["two\nlines", "one\u2028two"]
    assert [each.line for each in row] == [3, 4]


def test_a_table_of_another_name_keeps_its_columns(table):
    rows = table("steel.csv", "state,year,output,note\nRUS,1950,27.3,\nCHN,1950,0.6,about\n").rows
    assert [row.values["output"] for row in rows] == [27.3, 0.6]
    assert rows[0].values["note"] is None and rows[0].citation == ""


@pytest.mark.parametrize(
    ("change", "number", "line", "says"),
    [
        (("unit,reporter", "unit,source"), 302, 1, "no column reporter and an unknown column source"),
        (("unit,reporter", "unit,unit"), 302, 1, "two have the same"),
        (("500.5", "500.5,6"), 303, 2, "8 cells in a table of 7 columns"),
        (("500.5", "500,5"), 303, 2, "8 cells"),
        (("500.5", "about 500"), 304, 2, "value is 'about 500', not a number"),
        (("500.5", "nan"), 304, 2, "not a number"),
        (("500.5", "1_000"), 304, 2, "not a number"),
        (("500.5", "-1"), 304, 2, "value is -1, below 0"),
        (("1950", "1950.0"), 304, 2, "not a whole number"),
        (("CHN,RUS,1950", "CHN,SOV,1950"), 304, 2, "'SOV' is not the COW letters of a state"),
        (("CHN,RUS,1950", "CHN,CHN,1950"), 304, 2, "both CHN"),
        (("1951,0,", "1950,500.5,"), 305, 3, "what line 2 says"),
        (('500.5,"USD', '500.5,"USD"x'), 301, 2, "not a CSV file"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_line(table, change, number, line, says):
    with pytest.raises(DataRefused, match=f"D{number}") as refused:
        table("trade.csv", TRADE.replace(*change, 1))
    assert says in refused.value.what
    assert refused.value.where.file == "trade.csv"
    assert refused.value.where.line == line
    assert refused.value.todo


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Pact,CHN;RUS,friendship,1950,,X", "not one of defence"),
        ("Pact,CHN,defence,1950,,X", "does not name two states"),
        ("Pact,CHN;RUS,defence,14 February 1950,,X", "not a date such as"),
        ("Pact,CHN;RUS,defence,1950-02-30,,X", "not a date such as"),
        ("Pact,CHN;RUS,defence,1980,1950,X", "the end (1950) comes before the start (1980)"),
        ("Pact,CHN;RUS,defence,1950,,", "citation is empty"),
    ],
)
def test_a_treaty_that_cannot_be_is_refused(table, row, says):
    with pytest.raises(DataRefused, match="D304") as refused:
        table("alliances.csv", f"{ALLIANCES}{row}\n")
    assert says in refused.value.what


def test_a_share_above_one_is_refused(table):
    with pytest.raises(DataRefused, match=r"cinc is 1\.2, above 1"):
        table("capabilities.csv", "state,year,cinc,citation\nCHN,1950,1.2,X\n")


def test_what_is_no_table_is_refused(table, tmp_path):
    with pytest.raises(DataRefused, match="D302: the table is empty"):
        table("trade.csv", "")
    with pytest.raises(DataRefused, match="D301: byte 3 is not UTF-8"):
        table("trade.csv", b"sta\xff")
    with pytest.raises(DataRefused, match="D301: the table cannot be read"):
        read_table(tmp_path / "absent.csv")


def test_a_path_is_told_from_the_root_of_the_study(table, tmp_path):
    assert table("trade.csv", TRADE, root=tmp_path.parent).path == f"{tmp_path.name}/trade.csv"


def test_tables_are_found_in_order_of_name(tmp_path):
    for name in ("b.csv", "a.csv", "README.md"):
        (tmp_path / name).touch()
    assert [path.name for path in find_tables(tmp_path)] == ["a.csv", "b.csv"]
    assert find_tables(tmp_path / "absent") == ()


def test_every_column_of_every_layout_says_what_it_means():
    assert {column.meaning[-1:] for layout in layouts().values() for column in layout.columns} == {"."}


@pytest.mark.parametrize("path", find_tables(EXAMPLE), ids=lambda path: path.name)
def test_the_tables_of_the_example_study_are_in_order(path):
    table = read_table(path)
    assert table.rows and table.name in layouts()
    assert all(row.citation for row in table.rows)
