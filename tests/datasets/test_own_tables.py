"""Tables of the user's own, read by a mapping."""

import polars as pl
import pytest

from detente.datasets import read_any, read_mappings, study_events
from detente.datasets.events import layout_of_mapping, read_mapped
from detente.dates import day_number
from detente.errors import DataRefused

EVENTS = """
[data."mine.csv"]
kind = "events"
scheme = "weis"
actors = "letters"
title = "My own events"
citation = "Own 2020"
licence = "CC BY 4.0"
coverage = [1950, 1969]
columns = { Date = "day", From = "source", To = "target", Code = "code" }
ignored = ["Notes"]
"""
PANEL = {
    "kind": "dyad-years",
    "actors": "iso3",
    "columns": {"a": "state1", "b": "state2", "y": "year", "Aid": "number", "pact": "flag", "why": "text"},
}


def test_events_by_a_mapping(tmp_path):
    (tmp_path / "m.toml").write_text(EVENTS, encoding="utf-8")
    path = tmp_path / "mine.csv"
    path.write_text(
        "Date,From,To,Code,Notes\n1969-03-02,CHN,RUS,223,x\n1969-03-03,RUS,CHN,121,y\n1969-03-04,XXX,CHN,777,z\n", encoding="utf-8"
    )
    reading = read_any(path, mappings=read_mappings(tmp_path / "m.toml"))
    assert reading.frame["source"].to_list() == [710, 365, None]
    assert reading.frame["scale"].to_list() == [-10.0, pytest.approx(-2.2), None]
    assert {fault.number for fault in reading.faults} == {330, 331}
    assert (reading.layout.data_set, reading.layout.licence, reading.layout.coverage) == ("My own events", "CC BY 4.0", (1950, 1969))
    assert "Own 2020" in reading.layout.bibtex


def test_events_with_nothing_but_a_score(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text("d\ts\tt\tx\n19690302\t710\t365\t-7.5\n19690303\t710\t365\tbad\n", encoding="utf-8")
    layout = layout_of_mapping("mine.tsv", {"actors": "cow", "columns": {"d": "ymd", "s": "source", "t": "target", "x": "score"}})
    reading = read_mapped(path, layout)
    assert reading.frame["scale"].to_list() == [-7.5, None] and reading.frame["quad"].to_list() == [None, None]
    assert [(fault.number, fault.row) for fault in reading.faults] == [(315, 2)]


def test_a_panel_of_pairs_by_a_mapping(tmp_path):
    path = tmp_path / "aid.csv"
    rows = [
        "a,b,y,Aid,pact,why",
        "RUS,CHN,1950,300,1,loan",
        "RUS,CHN,1951,,0,",
        "RUS,CHN,1951,9,0,again",
        "RUS,QQQ,1950,1,1,",
        "RUS,CHN,x,1,1,",
        "RUS,CHN,1952,much,2,",
        "RUS,CHN,1953",
        "UKR,CHN,1985,1,1,",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    reading = read_mapped(path, layout_of_mapping("aid.csv", PANEL))
    assert reading.frame.rows() == [
        (365, 710, 1950, 300.0, True, "loan"),
        (365, 710, 1951, None, False, None),
        (365, 710, 1952, None, None, None),
    ]
    assert reading.frame.columns == ["ccode1", "ccode2", "year", "aid", "pact", "why"]
    told = [(fault.row, fault.number, fault.kept) for fault in reading.faults]
    assert told == [(3, 323, False), (4, 331, False), (5, 315, False), (6, 315, True), (6, 315, True), (7, 314, False), (8, 331, False)]


def test_a_panel_of_states_and_a_state_that_began_in_the_year(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("who,year,v\nIND,1947,1\nIND,1946,2\n", encoding="utf-8")
    layout = layout_of_mapping("one.csv", {"kind": "state-years", "columns": {"who": "state", "year": "year", "v": "number"}})
    assert read_mapped(path, layout).frame.rows() == [(750, 1947, 1.0)]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"columns": {"a": "source", "b": "target", "c": "code"}}, "no column is the day"),
        ({"columns": {"a": "source", "d": "day", "c": "code"}}, "no column is the target"),
        ({"columns": {"a": "source", "b": "target", "d": "day"}}, "the code or the score"),
        ({"columns": {"a": "source", "b": "target", "d": "day", "c": "colour"}}, "'colour' is no use"),
        ({"columns": {"a": "source", "e": "source", "b": "target", "d": "day", "c": "code"}}, "two columns are the source"),
        ({"kind": "wars", "columns": {}}, "kind is 'wars'"),
        ({"columns": "all"}, "no table of columns"),
        ({"colums": {}, "columns": {}}, "colums is not known"),
        ({"scheme": "idea", "columns": {"a": "source", "b": "target", "d": "day", "c": "code"}}, "scheme is 'idea'"),
        ({"actors": "flags", "columns": {"a": "source", "b": "target", "d": "day", "c": "code"}}, "actors is 'flags'"),
        ({"coverage": [1970, 1950], "columns": {"a": "source", "b": "target", "d": "day", "c": "code"}}, "first and the last year"),
        ({"ignored": "all", "columns": {"a": "source", "b": "target", "d": "day", "c": "code"}}, "not a list"),
        ({"separator": "tab", "columns": {"a": "source", "b": "target", "d": "day", "c": "code"}}, "not one character"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_reason(entry, words):
    with pytest.raises(DataRefused) as caught:
        layout_of_mapping("mine.csv", entry)
    assert caught.value.number == 335 and words in caught.value.what


@pytest.mark.parametrize("text", ["x = [", "title = 1", "[data]\n", '[data]\n"a.csv" = 3\n'])
def test_a_file_of_mappings_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataRefused) as caught:
        read_mappings(tmp_path / "m.toml")
    assert caught.value.number == 335


def test_a_column_that_the_mapping_does_not_name_refuses_the_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("Date,From,To,Code,More\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(EVENTS, encoding="utf-8")
    with pytest.raises(DataRefused) as caught:
        read_any(path, mappings=read_mappings(tmp_path / "m.toml"))
    assert caught.value.number == 337 and "more" in caught.value.what


def test_the_events_of_a_study():
    def row(ident, source, target, kind, mode, start, end, modality="asserted", mutual=False, status=None):
        return {
            "event_id": ident,
            "source_state": source,
            "target_state": target,
            "event_type": kind,
            "mode": mode,
            "date_start": start,
            "date_end": end,
            "modality": modality,
            "reciprocal": mutual,
            "review_status": status,
        }

    rows = [
        row("a", "CHN", "RUS", "ASSAULT", None, "1969-03-02", "1969-03-02"),
        row("b", "CHN", "RUS", "CONSULT", "visit", "1949-12", "1950-02", mutual=True),
        row("c", "CHN", "RUS", "THREATEN", "unscored", "1969", "1969"),
        row("d", "CHN", "RUS", "ASSAULT", None, "1969-03-02", "1969-03-02", modality="denied"),
        row("e", "CHN", None, "ASSAULT", None, "1969-03-02", "1969-03-02"),
        row("f", "CHN", "RUS", "ASSAULT", None, None, "1969-03-02"),
        row("g", "CHN", "RUS", "ASSAULT", None, "1969-03-02", "1969-03-02", status="rejected"),
    ]
    frame = study_events(pl.DataFrame(rows, infer_schema_length=None))
    assert frame["event_id"].to_list() == ["a", "b", "b", "c"]
    assert frame.select("source", "target").rows() == [(710, 365), (710, 365), (365, 710), (710, 365)]
    assert frame["scale"].to_list() == [-9.0, 4.0, 4.0, -3.5] and frame["quad"].to_list() == [4, 1, 1, 3]
    assert frame.select("day", "last_day").row(1) == (day_number(1949, 12, 1), day_number(1950, 2, 28))
