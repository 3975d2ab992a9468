"""Directed flows from events: which period, which direction, and where there is a gap."""

import math
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from detente.dates import day_number
from detente.errors import DetenteError
from detente.theories.response.flows import directed_flows, directions

STATES = {"USA": 2, "RUS": 365, "CHN": 710}
YEAR = [(day_number(1969), day_number(1969, 12, 31))]


def events(*rows):
    return pl.DataFrame(rows, schema={"day": pl.Int32, "source": pl.Int16, "target": pl.Int16, "scale": pl.Float32}, orient="row")


CLASH = events(
    (day_number(1969, 3, 2), 710, 365, -10.0),
    (day_number(1969, 3, 2), 365, 710, -4.4),
    (day_number(1969, 3, 31), 365, 710, -9.0),
    (day_number(1969, 9, 11), 365, 710, 1.0),
    (day_number(1969, 4, 1), 2, 200, 3.0),
)


def test_months_by_hand():
    found = directed_flows(CLASH, STATES, coverage=YEAR)
    assert found.names == ("USA>RUS", "USA>CHN", "RUS>USA", "RUS>CHN", "CHN>USA", "CHN>RUS")
    assert found.labels[0] == "1969-01" and found.labels[-1] == "1969-12" and found.values.shape == (12, 6)
    assert found.values[2].tolist() == [0, 0, 0, -13.4, 0, -10]
    assert found.values[8, 3] == 1 and np.abs(found.values).sum() == pytest.approx(24.4)


def test_weeks_begin_on_monday_and_must_be_covered_whole():
    found = directed_flows(CLASH, STATES, coverage=YEAR, every="week")
    # 1 January 1969 was a Wednesday: the first whole week begins on the 6th, the last on 22 December
    assert found.labels[0] == "1969-01-06" and found.labels[-1] == "1969-12-22" and len(found.labels) == 51
    sunday = found.labels.index("1969-02-24")
    assert found.values[sunday, 5] == -10 and found.values[sunday + 1, 5] == 0


def test_outside_coverage_is_a_gap_and_inside_without_events_is_0():
    cover = [(day_number(1969), day_number(1969, 4, 15)), (day_number(1969, 6, 1), day_number(1969, 12, 31))]
    found = directed_flows(CLASH, STATES, coverage=cover)
    assert np.isnan(found.values[3:5]).all() and found.values[1].tolist() == [0] * 6 and not np.isnan(found.values[5:]).any()


def test_an_event_in_a_month_covered_in_part_is_not_counted():
    found = directed_flows(CLASH, STATES, coverage=[(day_number(1969, 3, 2), day_number(1969, 12, 31))])
    assert found.labels[0] == "1969-04" and np.nansum(np.abs(found.values)) == 1


def test_the_order_of_rows_tells_nothing():
    chance = np.random.default_rng(0)
    rows = [
        (day_number(1969) + int(d), 2, 365, float(s)) for d, s in zip(chance.integers(0, 300, 500), chance.normal(size=500), strict=True)
    ]
    one = directed_flows(events(*rows), STATES, coverage=YEAR).values
    other = directed_flows(events(*rows[::-1]), STATES, coverage=YEAR).values
    assert (one == other).all()


def test_events_without_a_scale_are_left_out_and_counted():
    found = directed_flows(events((day_number(1969, 5, 1), 2, 365, None), (day_number(1969, 5, 1), 2, 365, 2.0)), STATES, coverage=YEAR)
    assert found.unscaled == 1 and found.values[4, 0] == 2


def test_taming_keeps_sign_and_gaps():
    found = directed_flows(CLASH, STATES, coverage=[*YEAR, (day_number(1970, 3, 1), day_number(1970, 4, 30))]).tamed()
    assert found.values[2, 5] == pytest.approx(-math.asinh(10)) and np.isnan(found.values[12:14]).all() and found.values[14, 0] == 0


def test_six_directions_each_with_its_third():
    assert directions(("a", "b", "c")) == (
        ("a", "b", "c"),
        ("a", "c", "b"),
        ("b", "a", "c"),
        ("b", "c", "a"),
        ("c", "a", "b"),
        ("c", "b", "a"),
    )


@pytest.mark.parametrize(
    ("number", "states", "cover"),
    [
        (706, {"USA": 2, "RUS": 365}, YEAR),
        (707, STATES, [(day_number(1969, 4, 1), day_number(1969, 12, 31))]),
        (707, STATES, []),
    ],
)
def test_refusals_are_numbered(number, states, cover):
    with pytest.raises(DetenteError) as caught:
        directed_flows(CLASH, states, coverage=cover)
    assert caught.value.number == number


def test_coverage_of_less_than_a_period_is_none():
    with pytest.raises(DetenteError) as caught:
        directed_flows(CLASH.clear(), STATES, coverage=[(day_number(1969, 1, 2), day_number(1969, 1, 31))])
    assert caught.value.number == 700


@pytest.mark.data
@pytest.mark.skipif("DETENTE_DATA" not in os.environ, reason="DETENTE_DATA is not set")
def test_the_clash_on_the_ussuri_in_weis():
    frame = pl.read_parquet(Path(os.environ["DETENTE_DATA"]) / "events" / "weis_events_1966_1992.parquet")
    day = pl.col("date").str.to_date().to_physical().cast(pl.Int64) + 719163
    table = frame.select(day.alias("day"), source="srccc", target="targcc", scale="gscale")
    found = directed_flows(table, STATES, coverage=[(day_number(1966), day_number(1992, 12, 31))])
    march = found.values[found.labels.index("1969-03")]
    assert march[3] + march[5] == pytest.approx(-218.3) and found.values.shape == (324, 6) and np.isfinite(found.values).all()
