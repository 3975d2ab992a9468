"""The makers' own files of event data, where the folder named by DETENTE_DATA has them."""

import os
import time
from pathlib import Path

import polars as pl
import pytest

from detente.datasets import read_event_batches, read_events, without_repeats
from detente.datasets.events.scores import cameo_quad
from detente.dates import day_number
from detente.relations.event_series import covered_spans, event_series

FOLDER = Path(os.environ.get("DETENTE_DATA", "none")) / "events"
pytestmark = [pytest.mark.data, pytest.mark.skipif(not FOLDER.is_dir(), reason="DETENTE_DATA names no folder with event data")]


def test_weis_has_its_rows_and_its_exact_repeats():
    reading = read_events(FOLDER / "weis_events_1966_1992.parquet")
    assert reading.frame.height == 108_263
    rows, told = without_repeats(reading.frame, keep="rows")
    assert (told.rows, rows.height) == (6_078, 102_185)
    assert without_repeats(reading.frame)[1].deeds == 0
    assert [(fault.number, fault.row) for fault in reading.faults] == [(330, 146)]
    every = event_series({"WEIS": reading.frame}, unit="month", dyads=[(365, 710)]).filter(pl.col("period") == "1969-03").collect()
    assert (every["n"][0], every["sum"][0]) == (63, pytest.approx(-218.3))
    assert covered_spans(reading.frame) == [(day_number(1966), day_number(1992, 12, 31))]


def test_weis_weights_are_the_files_own_save_two_codes():
    frame = read_events(FOLDER / "weis_events_1966_1992.parquet").frame
    own = pl.read_parquet(FOLDER / "weis_events_1966_1992.parquet")["gscale"]
    other = frame.with_columns(own.alias("own")).filter((pl.col("own") - pl.col("scale")).abs() > 0.001)
    assert other.group_by("code").len().sort("code").rows() == [("022", 359), ("024", 253)]


def test_icews_is_read_in_seconds():
    started = time.perf_counter()
    decoded = read_events(FOLDER / "icews0515_decoded.parquet").frame
    raw = read_events(FOLDER / "icews_raw_2018_10_2019_03.parquet")
    assert time.perf_counter() - started < 10
    assert (decoded.height, raw.frame.height) == (461_329, 325_691)
    assert not raw.faults and raw.frame["scale"].null_count() == 0
    both = decoded.filter(pl.col("source").is_not_null() & pl.col("target").is_not_null()).height / decoded.height
    assert both == pytest.approx(0.8, abs=0.05)


def test_icews_quads_are_the_files_own():
    frame = read_events(FOLDER / "icews0515_decoded.parquet").frame
    names = {1: "verb_coop", 2: "matl_coop", 3: "verb_conf", 4: "matl_conf"}
    own = pl.read_parquet(FOLDER / "icews0515_decoded.parquet")["quad"]
    assert (frame["quad"].replace_strict(names, return_dtype=pl.String) == own).mean() > 0.99


def test_icews_war_of_2008_falls_in_its_month():
    events, _ = without_repeats(read_events(FOLDER / "icews0515_decoded.parquet").frame)
    months = event_series({"ICEWS": events}, unit="month", dyads=[(365, 372)]).filter(pl.col("year") == 2008).collect()
    assert months.sort("quad_4")["period"][-1] == "2008-08"


def test_icews_yearly_counts_are_the_published_ones():
    series = event_series({"counts": read_events(FOLDER / "icews_dyadyear_2002_2014.parquet").frame}, directed=True, dyads=[(365, 2)])
    rows = series.filter(pl.col("year").is_in([2006, 2007, 2008, 2014])).collect()
    assert rows["quad_3"].to_list() == [417, 1518, 1077, 818] and rows["mean"].null_count() == 4


@pytest.mark.parametrize(("name", "rows"), [("gdelt1_events_raw_sample.csv", 710), ("gdelt2_events_20201113_15_sample.csv", 9354)])
def test_gdelt_weights_are_the_files_own_and_quads_save_two_families(name, rows):
    reading = read_events(FOLDER / name)
    raw = pl.read_csv(FOLDER / name, infer_schema=False)
    score, quad = (
        next(column for column in raw.columns if column.lower().replace("_", "") == want) for want in ("goldsteinscale", "quadclass")
    )
    assert reading.frame.height == rows and not reading.faults
    assert (reading.frame["scale"] - raw[score].cast(pl.Float32)).abs().max() < 1e-4
    other = reading.frame.with_columns(raw[quad].cast(pl.UInt8).alias("own")).filter(pl.col("own") != pl.col("quad"))
    assert {(code[:2], own, ours) for code, own, ours in other.select("code", "own", "quad").rows()} == {("09", 2, 3), ("14", 3, 4)}


def test_gdelt_as_the_makers_export_it(tmp_path):
    raw = pl.read_csv(FOLDER / "gdelt1_events_raw_sample.csv", infer_schema=False)
    path = tmp_path / "20160728.export.CSV"
    raw.write_csv(path, include_header=False, separator="\t", quote_style="never")
    reading = read_events(path)
    assert reading.layout.name == "gdelt_1" and reading.frame.height == 710
    assert reading.frame.drop("file", "print").equals(read_events(FOLDER / "gdelt1_events_raw_sample.csv").frame.drop("file", "print"))


def test_the_gulf_file_called_cameo_holds_weis_codes():
    frame = read_events(FOLDER / "keds_gulf_cameo.csv").frame
    assert frame.height == 54_466 and frame["scale"].null_count() == 0
    war = event_series({"Gulf": frame}, unit="month", dyads=[(645, 690)]).collect()
    assert war.sort("quad_4")["period"][-1] in ("1990-08", "1991-01", "1991-02")
    assert cameo_quad("223") is None


def test_copdab_of_october_1962():
    frame = read_events(FOLDER / "copdab_monthly_1948_1978.csv").frame
    month = event_series({"COPDAB": frame}, unit="month", directed=True).filter(pl.col("period") == "1962-10").collect()
    told = {(row["ccode1"], row["ccode2"]): row["mean"] for row in month.iter_rows(named=True)}
    assert told[2, 365] == pytest.approx(-9.73 / 10.2, abs=1e-4) and told[365, 2] == pytest.approx(-8.24 / 10.2, abs=1e-4)
    gaps = event_series({"COPDAB": frame}, dyads=[(365, 710)]).collect()
    assert gaps["n"].null_count() == gaps["mean"].null_count() == 31


def test_batches_are_the_whole():
    path = FOLDER / "keds_gulf_cameo.csv"
    batches = [batch.frame for batch in read_event_batches(path, rows=10_000)]
    assert max(frame.height for frame in batches) <= 10_000
    assert pl.concat(batches).equals(read_events(path).frame)
