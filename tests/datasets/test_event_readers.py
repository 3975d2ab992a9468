"""Event data as their makers lay them out, read right, and read with every fault that such files have."""

import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from event_rows import ICEWS_HEADER, SAMPLES, gdelt, icews, polecat

from detente.datasets import read_event_batches, read_events
from detente.datasets.events import event_layouts
from detente.datasets.events.actors import actor_on, resolve_actors
from detente.datasets.events.read import SCHEMA
from detente.datasets.events.scores import code_table
from detente.datasets.published import read_published, recognise
from detente.dates import day_number
from detente.errors import DataRefused

each_layout = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.layout)


def written(folder, sample, rows=None, *, content=None):
    path = folder / f"file{sample.suffix}"
    path.write_bytes(sample.text(rows).encode() if content is None else content)
    return path


def changed(sample, row, place, cell):
    rows = [list(cells) for cells in sample.rows]
    rows[row][place] = cell
    return rows


def numbers(reading):
    return {fault.number for fault in reading.faults}


def test_every_layout_has_a_sample():
    assert {sample.layout for sample in SAMPLES} == set(event_layouts())


@each_layout
def test_a_file_is_known_and_read(tmp_path, sample):
    path = written(tmp_path, sample)
    assert recognise(path).name == sample.layout
    reading = read_published(path)
    assert dict(reading.frame.schema) == dict(SCHEMA)
    first = reading.frame.row(0, named=True)
    assert {key: first[key] for key in sample.first} == pytest.approx(sample.first)
    assert reading.layout.family == "events"
    assert not [fault for fault in reading.faults if fault.number != 331]


@each_layout
def test_the_same_in_parquet_in_an_archive_and_in_small_batches(tmp_path, sample):
    frame = read_events(written(tmp_path, sample)).frame.drop("file", "print")
    zipped = tmp_path / "file.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.CSV", sample.text())
    assert read_events(zipped).frame.drop("file", "print").equals(frame)
    batches = list(read_event_batches(tmp_path / f"file{sample.suffix}", rows=1))
    assert pl.concat([batch.frame for batch in batches]).drop("file", "print").equals(frame)
    assert len(batches) >= len(sample.rows)
    if sample.header:
        pl.DataFrame(sample.rows, schema=sample.header, orient="row").write_parquet(tmp_path / "file.parquet")
        assert read_events(tmp_path / "file.parquet").frame.drop("file", "print").equals(frame)


# the six faults ---------------------------------------------------------------------------------------


@each_layout
def test_a_ragged_row_is_told_and_the_others_kept(tmp_path, sample):
    rows = [list(cells) for cells in sample.rows]
    rows[1] = rows[1][:2]
    reading = read_events(written(tmp_path, sample, rows))
    assert (314, 2) in [(fault.number, fault.row) for fault in reading.faults]
    assert set(reading.frame["row"]) == set(range(1, len(rows) + 1)) - {2}


@each_layout
def test_extra_separators_are_told_or_passed_over(tmp_path, sample):
    rows = [list(cells) for cells in sample.rows]
    rows[1] = [*rows[1], "", ""]
    reading = read_events(written(tmp_path, sample, rows))
    whole = read_events(written(tmp_path, sample)).frame.drop("file", "print")
    if event_layouts()[sample.layout].trim:
        assert reading.frame.drop("file", "print").equals(whole)
    else:
        assert (314, 2) in [(fault.number, fault.row) for fault in reading.faults]
        assert reading.frame.drop("file", "print").equals(whole.filter(pl.col("row") != 2))


@each_layout
def test_a_day_that_is_none_is_told_and_the_others_kept(tmp_path, sample):
    reading = read_events(
        written(tmp_path, sample, changed(sample, 1, sample.day, "99999999" if sample.layout.startswith("keds_text") else "x"))
    )
    assert (332, 2) in [(fault.number, fault.row) for fault in reading.faults]
    assert 2 not in set(reading.frame["row"]) and 1 in set(reading.frame["row"])


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.code is not None], ids=lambda sample: sample.layout)
def test_an_unknown_code_is_told_and_its_event_kept_without_a_weight(tmp_path, sample):
    reading = read_events(written(tmp_path, sample, changed(sample, 1, sample.code, "999")))
    told = [fault for fault in reading.faults if fault.number == 330]
    assert [(fault.row, fault.kept) for fault in told] == [(2, True)] and "'999" in told[0].what
    row = reading.frame.filter(pl.col("row") == 2).row(0, named=True)
    own = {
        "weis": -2.2,
        "icews_events": 8.0,
        "icews_decoded": 3.4,
        "gdelt_1": -10.0,
        "gdelt_2": 0.0,
        "gdelt_named": 0.0,
        "gdelt_named_2": 0.0,
    }
    assert row["scale"] == pytest.approx(own.get(sample.layout))
    assert row["quad"] is None


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.actor is not None], ids=lambda sample: sample.layout)
def test_an_unknown_actor_is_told_and_is_no_state(tmp_path, sample):
    rows = changed(sample, 1, sample.actor, "QQQ" if sample.layout != "weis" and not sample.layout.startswith("copdab") else "999")
    reading = read_events(written(tmp_path, sample, rows))
    assert any(fault.number == 331 and fault.row == 2 for fault in reading.faults)
    row = reading.frame.filter(pl.col("row") == 2).row(0, named=True)
    assert row["source"] is None or row["target"] is None


@each_layout
def test_a_byte_order_mark_changes_nothing(tmp_path, sample):
    whole = read_events(written(tmp_path, sample)).frame.drop("file", "print")
    reading = read_events(written(tmp_path, sample, content=b"\xef\xbb\xbf" + sample.text().encode()))
    assert reading.frame.drop("file", "print").equals(whole)


@each_layout
def test_a_truncated_file_keeps_its_whole_rows(tmp_path, sample):
    lines = sample.text().encode().splitlines(keepends=True)
    cut = b"".join(lines[:-1]) + lines[-1][: len(lines[-1]) // 2]
    reading = read_events(written(tmp_path, sample, content=cut))
    last = len(sample.rows)
    assert numbers(reading) & {314, 319} and {fault.row for fault in reading.faults if fault.number in (314, 319)} == {last}
    assert set(range(1, last)) <= set(reading.frame["row"])


def test_a_file_cut_at_the_end_of_its_last_cell_says_so(tmp_path):
    sample = SAMPLES[0]
    reading = read_events(written(tmp_path, sample, content=sample.text().encode()[:-1]))
    assert [(fault.number, fault.row, fault.kept) for fault in reading.faults] == [(319, 3, True)]
    assert reading.frame.height == 3


# whole files that are refused -------------------------------------------------------------------------


def refused(path):
    with pytest.raises(DataRefused) as caught:
        read_events(path)
    return caught.value


@each_layout
def test_a_column_that_is_unknown_or_missing_refuses_the_file(tmp_path, sample):
    if not sample.header or sample.layout == "polecat":
        return
    path = tmp_path / "file.csv"
    more = [[*cells, "1"] for cells in [[*sample.header[:0], *sample.header], *sample.rows]]
    more[0][-1] = "surprise"
    path.write_text("".join(sample.separator.join(cells) + "\n" for cells in more), encoding="utf-8")
    error = refused(path)
    assert error.number == 337 and "surprise" in error.what and error.where.line == 1


def test_an_archive_that_is_cut_empty_double_or_too_large_is_refused(tmp_path, monkeypatch):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", SAMPLES[0].text() * 50)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-40])
    double = tmp_path / "double.zip"
    with zipfile.ZipFile(double, "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "x")
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w"):
        pass
    for path in (cut, double, empty):
        assert refused(path).number == 333
    spoiled = bytearray(whole.read_bytes())
    spoiled[60] ^= 0xFF
    bad = tmp_path / "bad.zip"
    bad.write_bytes(bytes(spoiled))
    assert refused(bad).number == 333
    monkeypatch.setattr("detente.datasets.events.raw.MOST_BYTES", 100)
    error = refused(whole)
    assert error.number == 333 and "declares" in error.what


def test_a_cut_parquet_file_and_a_missing_one_are_refused(tmp_path):
    path = tmp_path / "file.parquet"
    pl.DataFrame(SAMPLES[0].rows, schema=SAMPLES[0].header, orient="row").write_parquet(path)
    path.write_bytes(path.read_bytes()[:-30])
    assert refused(path).number == 318
    assert refused(tmp_path / "none.csv").number == 301
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert refused(tmp_path / "other.csv").number == 313
    assert recognise(tmp_path / "other.csv") is None


def test_codes_that_both_schemes_have_cannot_be_told(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("date,source,target,code\n1990-08-02,IRQ,KUW,031\n", encoding="utf-8")
    assert refused(path).number == 334


def test_codes_of_four_digits_are_of_cameo_whatever_the_file_is_called(tmp_path):
    path = tmp_path / "weis.csv"
    path.write_text("date,source,target,code\n1990-08-02,IRQ,KUW,031\n1990-08-03,IRQ,KUW,1011\n", encoding="utf-8")
    assert read_events(path).frame["scale"].to_list() == pytest.approx([5.2, -5.0])


# layouts' own ways ------------------------------------------------------------------------------------


def test_polecat_pairs_every_actor_with_every_recipient_and_passes_over_excess_names(tmp_path):
    sample = next(each for each in SAMPLES if each.layout == "polecat")
    rows = [
        polecat("A2", "2022-02-04", "CONSULT", "visit", "RUS; CHN", "CHN;USA"),
        polecat("A3", "2022-02-05", "CONSULT", "unheard", "RUS", "CHN"),
    ]
    frame = read_events(written(tmp_path, sample, rows)).frame
    assert list(zip(frame["source"], frame["target"], strict=True))[:4] == [(365, 710), (365, 2), (710, 710), (710, 2)]
    assert frame["scale"].to_list() == pytest.approx([4, 4, 4, 4, 2.5])  # an unknown mode has the score of its type
    text = "\t".join([*sample.header, "Headline", "Body"]) + "\n" + "".join("\t".join(cells) + "\n" for cells in rows)
    again = read_events(written(tmp_path, sample, content=text.encode())).frame
    assert again.drop("print").equals(frame.drop("print"))


def test_icews_takes_quotation_marks_as_they_stand(tmp_path):
    row = icews("7", "2014-03-18", "China", "Japan", "112", "-2.0")
    row[5] = 'He said: "no'
    path = tmp_path / "file.tab"
    path.write_text("\t".join(ICEWS_HEADER) + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    reading = read_events(path)
    assert reading.frame.height == 1 and not reading.faults


def test_gdelt_with_58_columns_is_1_and_with_61_is_2(tmp_path):
    for width, name in ((57, "gdelt_1"), (58, "gdelt_1"), (61, "gdelt_2")):
        path = tmp_path / f"{width}.csv"
        path.write_text("\t".join(gdelt(width, "1", "20150101", "CHN", "USA", "010", "1", "0.0")) + "\n", encoding="utf-8")
        assert recognise(path).name == name
    path.write_text("\t".join(["x"] * 61) + "\n", encoding="utf-8")
    assert recognise(path) is None


def test_bytes_that_are_no_utf8_are_told_and_read(tmp_path):
    content = SAMPLES[3].text().encode().replace(b"words", b"d\xe9j\xe0", 1)
    reading = read_events(written(tmp_path, SAMPLES[3], content=content))
    assert numbers(reading) == {317} and reading.frame.height == 3


def test_a_score_out_of_bounds_is_told_and_not_taken(tmp_path):
    rows = changed(SAMPLES[0], 1, 9, "-99")
    rows[1][3] = "999"
    reading = read_events(written(tmp_path, SAMPLES[0], rows))
    assert (315, 2, True) in [(fault.number, fault.row, fault.kept) for fault in reading.faults]
    assert reading.frame["scale"][1] is None


def test_many_faults_of_one_number_are_told_by_their_number(tmp_path):
    rows = [[*SAMPLES[0].rows[0][:6], "13", *SAMPLES[0].rows[0][7:]] for _ in range(1200)]
    reading = read_events(written(tmp_path, SAMPLES[0], rows))
    assert len([fault for fault in reading.faults if fault.row]) == 1000
    assert any("200 more" in fault.what for fault in reading.faults)


# who, and how much ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "code", "day", "ccode", "known"),
    [
        ("iso3", "DEU", (1985, 6, 1), 260, True),
        ("iso3", "DEU", (1990, 10, 2), 260, True),
        ("iso3", "DEU", (1990, 10, 3), 255, True),
        ("iso3", "KOR", (2015, 1, 1), 732, True),
        ("iso3", "AUS", (2015, 1, 1), 900, True),
        ("letters", "AUS", (2015, 1, 1), 305, True),
        ("iso3", "UKR", (1985, 1, 1), None, True),
        ("iso3", "RUS", (1960, 1, 1), 365, True),
        ("cow", "565", (1975, 1, 1), None, True),
        ("cow", "565", (1995, 1, 1), 565, True),
        ("name", "South Sudan", (2010, 1, 1), None, True),
        ("name", "South Sudan", (2012, 1, 1), 626, True),
        ("name", "Hong Kong", (2010, 1, 1), None, True),
        ("name", "Ruritania", (2010, 1, 1), None, False),
        ("keds", "PAL", (1996, 1, 1), None, True),
        ("keds", "None", (1996, 1, 1), None, True),
    ],
)
def test_an_actor_is_who_it_was_on_the_day(system, code, day, ccode, known):
    assert actor_on(system, code, day_number(*day)) == (ccode, known)


def test_a_year_in_which_a_code_changes_hands_is_told_by_the_day():
    days = pl.Series([day_number(1990, 10, 2), day_number(1990, 10, 3), day_number(1991, 1, 1)])
    states, unknown = resolve_actors(pl.Series(["DEU"] * 3), days, "iso3")
    assert states.to_list() == [260, 255, 255] and unknown == []


@pytest.mark.parametrize(
    ("scheme", "code", "scale", "quad"),
    [
        ("weis", "223", -10.0, 4),
        ("weis", "031", 1.0, 1),
        ("weis", "072", 8.3, 2),
        ("weis", "122", -3.4, 3),
        ("cameo", "190", -10.0, 4),
        ("cameo", "057", 8.0, 1),
        ("cameo", "0874", 10.0, 2),
        ("copdab", "15", -10.0, 4),
        ("copdab", "1", 92 / 10.2, 2),
        ("copdab", "8", 1 / 10.2, None),
        ("plover", "CONSULT-visit", 4.0, 1),
        ("plover", "ASSAULT", -9.0, 4),
    ],
)
def test_codes_stand_on_one_scale(scheme, code, scale, quad):
    row = code_table(scheme).filter(pl.col("code") == code).row(0, named=True)
    assert row["scale"] == pytest.approx(scale) and row["quad"] == quad


@pytest.mark.parametrize("scheme", ["weis", "cameo", "copdab", "plover"])
def test_every_code_has_its_place_on_the_scale(scheme):
    table = code_table(scheme)
    assert table["code"].is_unique().all() and table["scale"].drop_nulls().is_between(-10, 10).all()
    assert set(table["quad"].drop_nulls()) <= {1, 2, 3, 4}
    assert table.filter((pl.col("quad") == 4) & (pl.col("scale") > 0)).is_empty()
