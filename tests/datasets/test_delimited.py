"""Cells from text with separators: the fast way and the slow way agree, and no row is lost without a word."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.datasets.delimited import read_cells, read_heading
from detente.errors import DataRefused

CELL = st.text(alphabet=st.sampled_from('ab,;"\n é'), max_size=5)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("cells") / "data.csv"


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6))
def test_what_the_standard_writer_writes_is_read_again(path, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["one", "two", "three"], *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    cells = read_cells(path)
    assert cells.faults == ()
    assert [list(row[1:]) for row in cells.frame.iter_rows()] == rows
    assert cells.frame["_row"].to_list() == list(range(1, len(rows) + 1))


@settings(max_examples=200, deadline=None)
@given(widths=st.lists(st.integers(min_value=1, max_value=5), max_size=8))
def test_each_row_is_either_kept_or_told(path, widths):
    path.write_text("\n".join(["a\tb\tc", *("\t".join("x" * width) for width in widths), ""]), encoding="utf-8")
    cells = read_cells(path)
    kept = cells.frame["_row"].to_list()
    assert kept == [row for row, width in enumerate(widths, 1) if width == 3]
    assert [fault.row for fault in cells.faults] == [row for row, width in enumerate(widths, 1) if width != 3]
    assert {fault.number for fault in cells.faults} <= {314}


def test_two_rows_whose_faults_cancel_out_are_both_found(path):
    path.write_text("a,b,c\n1,2\n1,2,3,4\n1,2,3\n", encoding="utf-8")
    cells = read_cells(path)
    assert [fault.row for fault in cells.faults] == [1, 2] and cells.frame["_row"].to_list() == [3]


def test_empty_rows_are_counted_and_passed_over(path):
    path.write_text("a,b\n1,2\n\n3,4\n", encoding="utf-8")
    cells = read_cells(path)
    assert cells.faults == () and cells.frame.rows() == [(1, "1", "2"), (3, "3", "4")]


def test_a_file_without_a_heading_takes_the_names_given(path):
    path.write_text('1\t"2\n3\t4\n', encoding="utf-8")
    cells = read_cells(path, separator="\t", columns=["a", "b"], quote=None, label="raw/data")
    assert cells.faults == () and cells.frame.rows() == [(1, "1", '"2'), (2, "3", "4")]


def test_a_heading_must_name_each_column_once(path):
    for text in ("a,a\n1,2\n", "a,\n1,2\n", ""):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataRefused) as caught:
            read_cells(path)
        assert caught.value.number == 302


def test_the_heading_alone(path, tmp_path):
    path.write_text('\ufeff"one; two";three\r\n1;2\r\n', encoding="utf-8")
    assert read_heading(path) == ("one; two", "three")
    path.write_text("", encoding="utf-8")
    assert read_heading(path) == ()
    with pytest.raises(DataRefused) as caught:
        read_heading(tmp_path / "none.csv")
    assert caught.value.number == 301


def test_the_rest_after_an_open_quotation_mark_is_left_out_and_told(path):
    path.write_text('a,b\n1,2\n3,"4\n5,6\n', encoding="utf-8")
    cells = read_cells(path)
    assert [(fault.number, fault.row) for fault in cells.faults] == [(322, 2)] and cells.frame.height == 1
