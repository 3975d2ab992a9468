"""Every published layout: three rows written by hand read well however they are laid out, and each way to break the file is told."""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl
import pytest
import yaml

from detente.datasets.published import read_published, recognise
from detente.datasets.published_layout import families, field_of, layout_by_columns, published_layouts
from detente.dates import iso_day
from detente.errors import DataRefused

SAMPLES = yaml.load((Path(__file__).parent / "published_rows.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
EXPECTED = yaml.safe_load((Path(__file__).parent / "published_rows.yaml").read_text(encoding="utf-8"))
LAYOUTS = published_layouts()
XML = {"us_visits": ("visits", "visit"), "us_travels": ("trips", "trip")}
CSV = sorted(set(LAYOUTS) - set(XML))
each_layout = pytest.mark.parametrize("name", sorted(LAYOUTS))
each_csv = pytest.mark.parametrize("name", CSV)


def header_of(name):
    layout = LAYOUTS[name]
    return [*layout.columns, *SAMPLES[name].get("wide", {}), *sorted(layout.ignored)]


def rows_of(name):
    wide = SAMPLES[name].get("wide", {}).values()
    aside = ["x"] * len(LAYOUTS[name].ignored)
    return [[*row, *(cells[at] for cells in wide), *aside] for at, row in enumerate(SAMPLES[name]["rows"])]


def lines_of(header, rows, separator=","):
    return [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in (header, *rows)]


def xml_of(name, rows):
    root, record = XML[name]
    parts = []
    for row in rows:
        cells = dict(zip(LAYOUTS[name].columns, row, strict=False))
        inside = ""
        for column, cell in cells.items():
            if not column.endswith("_id"):
                mark = f" id={quoteattr(cells[f'{column}_id'])}" if f"{column}_id" in cells else ""
                inside += f"<{column}{mark}>{escape(cell)}</{column}>"
        parts.append(f"<{record}>{inside}<created-by>x</created-by></{record}>")
    return "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", f"<{root}>", *parts, f"</{root}>", ""])


@pytest.fixture
def given(tmp_path):
    """Write content under a name, with the list of roll calls beside it, and read it."""
    rolls = "\n".join(lines_of(header_of("un_roll_calls"), rows_of("un_roll_calls"))) + "\n"
    (tmp_path / "zz_rolls.csv").write_text(rolls, encoding="utf-8")

    def write(content, name="data.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def good(name):
    if name in XML:
        return xml_of(name, rows_of(name)), "data.xml"
    return "\n".join(lines_of(header_of(name), rows_of(name))) + "\n", "data.csv"


def without(name, row, given):
    """The frame of a file that never had this row (the first being 1): what must be left of one in which it is at fault."""
    rows = [cells for at, cells in enumerate(rows_of(name), 1) if at != row]
    content = "\n".join(lines_of(header_of(name), rows)) + "\n"
    return read_published(given(content, "without.csv")).frame


def shown(frame, at, names):
    row = frame.row(at, named=True)
    return {name: iso_day(row[name]) if name.endswith("day") and row[name] is not None else row[name] for name in names}


def told(cells):
    return {name: str(cell) if name.endswith("day") and cell is not None else cell for name, cell in cells.items()}


# what is right ----------------------------------------------------------------------------------------


def test_there_are_rows_of_every_layout():
    assert set(SAMPLES) == set(LAYOUTS)


@each_layout
def test_a_good_file_is_known_by_its_columns_and_read_without_a_fault(name, given):
    path = given(*good(name))
    assert recognise(path) == LAYOUTS[name]
    reading = read_published(path, root=path.parent)
    assert (reading.layout.name, reading.faults, reading.file) == (name, (), path.name)
    expected = EXPECTED[name]
    assert reading.frame.height == expected["height"]
    assert reading.frame.columns == [field.name for field in families()[reading.layout.family].columns]
    assert shown(reading.frame, 0, expected["first"]) == told(expected["first"])
    if "last" in expected:
        assert shown(reading.frame, -1, expected["last"]) == told(expected["last"])


@each_csv
@pytest.mark.parametrize("way", ["tab, byte-order mark, carriage returns", "semicolon, capitals, turned round, blanks", "utf-16"])
def test_how_a_file_is_written_does_not_matter(name, way, given):
    header, rows, separator = header_of(name), rows_of(name), ","
    if "semicolon" in way:
        separator, header = ";", [column.upper() for column in header]
        rows = [[f" {cell.replace(';', ' ')} " for cell in row] for row in rows[::-1]]
    if "tab" in way:
        separator = "\t"
    text = ("\r\n" if "returns" in way else "\n").join([*lines_of(header, rows, separator), ""])
    content = text.encode("utf-16" if way == "utf-16" else "utf-8-sig" if "mark" in way else "utf-8")
    reading = read_published(given(content))
    assert reading.faults == ()
    assert reading.frame.equals(read_published(given(*good(name))).frame)


@each_csv
def test_a_parquet_file_gives_the_same_frame(name, given, tmp_path):
    frame = read_published(given(*good(name))).frame
    read = pl.read_csv(tmp_path / "data.csv", infer_schema_length=None, null_values=["", "NA", "<NA>", "."])
    read.write_parquet(tmp_path / "data.parquet")
    reading = read_published(tmp_path / "data.parquet")
    assert reading.faults == () and reading.frame.equals(frame)


@each_layout
def test_a_layout_is_told_apart_from_every_other(name):
    layout = LAYOUTS[name]
    needed = [column for column in layout.columns if column not in layout.optional]
    assert layout_by_columns([*needed, *layout.marks]) == layout
    assert layout_by_columns([*layout.columns, *layout.ignored, *layout.marks]) == layout
    assert layout.marks <= set(layout.columns) | layout.ignored or layout.wide
    assert not set(layout.columns) & layout.ignored
    assert all(field_of(layout, use) for use in layout.columns.values())
    assert layout.coverage[0] <= layout.coverage[1]
    for words in (layout.citation, layout.licence, layout.url, layout.data_set, layout.bibtex):
        assert words
    assert layout.bibtex.count("{") == layout.bibtex.count("}") and layout.bibtex.startswith("@")


# what is wrong with a whole file ----------------------------------------------------------------------


def refusal(path):
    with pytest.raises(DataRefused) as caught:
        read_published(path)
    assert path.name in str(caught.value) and caught.value.todo
    return caught.value.number


@each_csv
def test_a_column_too_many_or_too_few_is_refused(name, given):
    header, rows = header_of(name), rows_of(name)
    if not LAYOUTS[name].wide:
        assert refusal(given("\n".join(lines_of([*header, "surprise"], [[*row, "1"] for row in rows])))) == 312
    layout = LAYOUTS[name]
    spare = [column for column in layout.columns if column not in layout.marks and column not in layout.optional]
    for column in spare[:1]:
        at = header.index(column)
        fewer = [[cell for place, cell in enumerate(row) if place != at] for row in (header, *rows)]
        assert refusal(given("\n".join(lines_of(fewer[0], fewer[1:])))) == 312


@each_csv
def test_without_its_marks_a_file_is_no_data_set(name, given):
    header = [f"other_{column}" for column in header_of(name)]
    path = given("\n".join(lines_of(header, rows_of(name))))
    assert recognise(path) is None
    assert refusal(path) == 313


@each_csv
def test_a_parquet_file_without_its_end_is_refused(name, given, tmp_path):
    pl.DataFrame(rows_of(name), schema=header_of(name), orient="row").write_parquet(tmp_path / "data.parquet")
    whole = (tmp_path / "data.parquet").read_bytes()
    assert refusal(given(whole[: len(whole) - 20], "cut.parquet")) == 318
    assert refusal(given(b"", "empty.parquet")) == 318


@pytest.mark.parametrize("name", sorted(XML))
def test_an_xml_file_that_is_cut_or_declares_entities_is_refused(name, given):
    text, _ = good(name)
    assert refusal(given(text[: len(text) // 2], "cut.xml")) == 318
    assert refusal(given(text.replace("?>\n", "?>\n<!DOCTYPE x [<!ENTITY a 'b'>]>\n", 1), "doctype.xml")) == 318


@pytest.mark.parametrize("name", sorted(XML))
def test_a_record_with_a_wrong_date_or_an_element_twice_is_left_out(name, given):
    text, _ = good(name)
    first = SAMPLES[name]["rows"][0][1]
    reading = read_published(given(text.replace(first, "last spring", 1), "date.xml"))
    assert [(fault.number, fault.row) for fault in reading.faults] == [(315, 1)] and reading.frame.height == 2
    doubled = text.replace("<created-by>", "<created-by>y</created-by><created-by>", 1)
    reading = read_published(given(doubled, "twice.xml"))
    assert [(fault.number, fault.row) for fault in reading.faults] == [(314, 1)] and reading.frame.height == 2
    assert refusal(given(text.replace("<created-by>", "<surprise>y</surprise><created-by>"), "new.xml")) == 312


def test_a_country_that_the_register_does_not_know_is_told_and_its_visit_kept(given):
    text, name = good("us_visits")
    reading = read_published(given(text.replace("united-kingdom", "atlantis").replace("United Kingdom", "Atlantis"), name))
    assert [(fault.number, fault.row, fault.kept) for fault in reading.faults] == [(316, 1, True)]
    assert reading.frame.height == 3 and reading.frame["ccode1"][0] is None


def test_votes_by_name_are_refused_without_their_roll_calls(given, tmp_path):
    path = given(*good("un_votes_by_name"))
    (tmp_path / "zz_rolls.csv").unlink()
    assert refusal(path) == 321


def test_what_is_not_there_or_empty_is_refused(tmp_path, given):
    with pytest.raises(DataRefused) as caught:
        read_published(tmp_path / "none.csv")
    assert caught.value.number == 301
    assert refusal(given("")) == 313
    assert recognise(tmp_path / "none.csv") is None and recognise(given("x", "a.docx")) is None


# what is wrong with a row -----------------------------------------------------------------------------


def faulty(name, given, broken, row=2, numbers=(314,)):
    """Read lines of which one is at fault, see that the fault is told with its row and that the frame is as without the row."""
    reading = read_published(given("\n".join(broken) + "\n"))
    assert {(fault.number, fault.row) for fault in reading.faults if not fault.kept} <= {(number, row) for number in numbers}
    assert reading.faults and all(fault.file == "data.csv" for fault in reading.faults)
    assert reading.frame.equals(without(name, row, given))


@each_csv
@pytest.mark.parametrize("cells", ["one too few", "one too many"])
def test_a_row_of_another_number_of_cells_is_left_out(name, cells, given):
    lines = lines_of(header_of(name), rows_of(name), "\t")
    lines[2] = lines[2] + "\t" if cells == "one too many" else lines[2].rpartition("\t")[0]
    faulty(name, given, lines)


def wrong_cells(name, kinds, cell):
    """The lines with the second row's first cell of one of these kinds made wrong, or None where it has no such column."""
    layout = LAYOUTS[name]
    for at, use in enumerate(layout.columns.values()):
        if field_of(layout, use).type in kinds and use not in layout.states:
            rows = rows_of(name)
            rows[1][at] = cell
            return lines_of(header_of(name), rows)
    return None


@each_csv
@pytest.mark.parametrize("cell", ["many", "1e999", "--1"])
def test_a_cell_of_the_wrong_type_is_told_and_its_row_left_out(name, cell, given):
    lines = wrong_cells(name, ("year", "number", "whole", "flag", "date", "yearmonth"), cell)
    if lines is None:
        pytest.skip("the layout has text alone")
    faulty(name, given, lines, numbers=(315,))


@each_csv
def test_a_number_that_is_no_states_is_told_and_its_row_left_out(name, given):
    lines = wrong_cells(name, ("state",), "999")
    if lines is None:
        pytest.skip("the layout has no COW numbers")
    faulty(name, given, lines, numbers=(316,))


@each_csv
def test_a_file_cut_in_the_middle_of_a_line_says_so(name, given):
    text, _ = good(name)
    short = text[: text.rstrip("\n").rindex(",")]
    reading = read_published(given(short))
    assert [(fault.number, fault.row) for fault in reading.faults] == [(314, 3)]
    assert reading.frame.equals(without(name, 3, given))
    reading = read_published(given(text.rstrip("\n")))
    assert [(fault.number, fault.row, fault.kept) for fault in reading.faults] == [(319, 3, True)]
    assert reading.frame.equals(read_published(given(*good(name))).frame)


@each_csv
def test_a_quotation_mark_that_is_never_closed_is_told(name, given):
    lines = lines_of(header_of(name), rows_of(name))
    lines[3] = f'"{lines[3]}'.replace('"', "", lines[3].count('"')) if '"' in lines[3] else f'"{lines[3]}'
    reading = read_published(given("\n".join(lines) + "\n"))
    assert {fault.row for fault in reading.faults} == {3} and {fault.number for fault in reading.faults} <= {314, 322}
    assert reading.frame.equals(without(name, 3, given))


@each_csv
def test_other_letters_than_utf8_are_read_and_told(name, given):
    text, _ = good(name)
    layout = LAYOUTS[name]
    if not layout.ignored:
        pytest.skip("no column to put a letter in")
    reading = read_published(given((text[: text.rstrip("\n").rindex("x")] + "\xe9\n").encode("cp1252")))
    assert [(fault.number, fault.row, fault.kept) for fault in reading.faults] == [(317, None, True)]
    assert reading.frame.equals(read_published(given(*good(name))).frame)


@each_csv
def test_a_row_said_twice_is_taken_once(name, given):
    if not LAYOUTS[name].unique:
        pytest.skip("rows may share every column that is read")
    text, _ = good(name)
    reading = read_published(given(text + text.splitlines()[2] + "\n"))
    assert [(fault.number, fault.row) for fault in reading.faults] == [(323, 4)]
    assert reading.frame.equals(read_published(given(*good(name))).frame)


PAIRS = {"ccode1": "ccode2", "state": "state2", "supplier": "recipient"}


@each_csv
def test_a_state_with_itself_is_told_and_left_out(name, given):
    uses = list(LAYOUTS[name].columns.values())
    pair = next(((one, two) for one, two in PAIRS.items() if one in uses and two in uses), None)
    if pair is None:
        pytest.skip("not about pairs")
    rows = rows_of(name)
    rows[1][uses.index(pair[1])] = rows[1][uses.index(pair[0])]
    faulty(name, given, lines_of(header_of(name), rows), numbers=(320,))


@pytest.mark.parametrize(
    ("name", "use", "cell", "number"),
    [
        ("cow_states", "end_year", "1700", 320),
        ("cow_contiguity_spells", "end", "1700-01-01", 320),
        ("thompson_dreyer", "last_year", "1900", 320),
        ("dyadic_mid", "start_day", "31", None),
        ("cow_majors", "start_month", "2", None),
    ],
)
def test_ends_before_starts_and_days_that_there_are_not(name, use, cell, number, given):
    rows = rows_of(name)
    at = list(LAYOUTS[name].columns.values()).index(use)
    rows[1][at] = cell
    if name == "cow_majors":
        rows[1][at + 1] = "30"
    if name == "dyadic_mid":
        rows[1][at + 1] = "6"
    faulty(name, given, lines_of(header_of(name), rows), numbers=(number or 315,))


def test_a_month_that_there_is_not_is_told_and_the_dispute_kept(given):
    rows = rows_of("gml_dispute_years")
    rows[0][9] = "13"
    reading = read_published(given("\n".join(lines_of(header_of("gml_dispute_years"), rows)) + "\n"))
    assert [(fault.number, fault.row, fault.kept) for fault in reading.faults] == [(315, 1, True)]
    assert iso_day(reading.frame["first_day"][0]) == "1969-01-01" and reading.frame.height == 2
