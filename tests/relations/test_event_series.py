"""Series of event data: every number by hand, gaps and zeros, and several data sets side by side."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dates import day_number
from detente.errors import DataRefused, DetenteError
from detente.relations.event_series import COLUMNS, MEASURES, covered_spans, event_series, period_table

KINDS = {
    "day": pl.Int32,
    "last_day": pl.Int32,
    "source": pl.Int16,
    "target": pl.Int16,
    "scale": pl.Float32,
    "quad": pl.UInt8,
    "n": pl.UInt32,
}


def frame(*rows):
    return pl.DataFrame(rows, schema=KINDS, orient="row")


def on(date, source, target, scale, quad, n=1):
    day = day_number(*date)
    return (day, day, source, target, scale, quad, n)


BORDER = frame(
    on((1969, 3, 2), 710, 365, -10.0, 4),
    on((1969, 3, 15), 365, 710, -8.3, 4),
    on((1969, 9, 11), 365, 710, 2.0, 1),
    on((1969, 9, 12), 710, None, 9.0, 1),
    on((1969, 9, 12), 710, 710, 9.0, 1),
    on((1971, 7, 9), 2, 710, None, 1),
    *(on((year, month, 1), 200, 220, 1.0, 1) for year in (1969, 1970, 1971) for month in range(1, 13)),
)


def by_period(series, **where):
    rows = series.collect()
    for name, value in where.items():
        rows = rows.filter(pl.col(name) == value)
    return {row["period"]: row for row in rows.iter_rows(named=True)}


def test_every_measure_of_a_year_by_hand():
    row = by_period(event_series({"WEIS": BORDER}), ccode1=365, ccode2=710)["1969"]
    mean = (-10 - 8.3 + 2) / 3
    spread = ((-10 - mean) ** 2 + (-8.3 - mean) ** 2 + (2 - mean) ** 2) / 2
    assert (row["data_set"], row["n"], row["scored"], row["share"]) == ("WEIS", 3, 3, 1.0)
    assert row["mean"] == pytest.approx(mean) and row["se"] == pytest.approx(math.sqrt(spread / 3))
    assert (row["sum"], row["positive"], row["negative"]) == pytest.approx((-16.3, 2.0, -18.3))
    assert [row[f"quad_{quad}"] for quad in range(1, 5)] == [1, 0, 0, 2]


def test_directed_pairs_keep_their_direction():
    series = event_series({"WEIS": BORDER}, directed=True)
    assert by_period(series, ccode1=710, ccode2=365)["1969"]["sum"] == pytest.approx(-10)
    assert by_period(series, ccode1=365, ccode2=710)["1969"]["n"] == 2


def test_nothing_told_inside_the_coverage_is_none_and_has_no_mean():
    row = by_period(event_series({"WEIS": BORDER}), ccode1=365, ccode2=710)["1970"]
    assert (row["n"], row["sum"], row["quad_1"]) == (0, 0, 0) and row["mean"] is None and row["se"] is None


def test_an_event_without_a_score_counts_and_has_no_mean():
    row = by_period(event_series({"WEIS": BORDER}), ccode1=2, ccode2=710)["1971"]
    assert (row["n"], row["scored"], row["mean"], row["sum"]) == (1, 0, None, None)


def test_outside_the_coverage_is_a_gap():
    spans = [(day_number(1969), day_number(1969, 12, 31)), (day_number(1972), day_number(1972, 12, 31))]
    rows = by_period(event_series({"WEIS": BORDER}, dyads=[(365, 710)], coverage={"WEIS": spans}))
    assert list(rows) == ["1969", "1970", "1971", "1972"]
    assert all(rows["1970"][name] is None for name in MEASURES) and rows["1970"]["share"] == 0
    assert rows["1972"]["n"] == 0


def test_before_a_state_began_is_a_gap():
    india = frame(*(on((year, month, 5), 2, 200, 1.0, 1) for year in (1945, 1946, 1947, 1948) for month in range(1, 13)))
    rows = by_period(event_series({"X": india}, dyads=[(750, 2)]))
    assert [rows[str(year)]["n"] for year in range(1945, 1949)] == [None, None, 0, 0]


def test_units_and_their_labels():
    labels = {unit: list(by_period(event_series({"W": BORDER}, unit=unit, dyads=[(365, 710)]))) for unit in ("month", "quarter", "day")}
    assert labels["quarter"][0] == "1969-Q1" and len(labels["quarter"]) == 12
    assert labels["month"][2] == "1969-03" and len(labels["month"]) == 36
    assert labels["day"][60] == "1969-03-02" and len(labels["day"]) == 1095
    day = by_period(event_series({"W": BORDER}, unit="day", dyads=[(365, 710)]))["1969-03-02"]
    assert (day["n"], day["mean"]) == (1, -10.0)
    with pytest.raises(DetenteError) as caught:
        event_series({"W": BORDER}, unit="week")
    assert caught.value.number == 601


def test_data_sets_stand_side_by_side():
    other = frame(*(on((1969, month, 3), 365, 710, 4.0, 2) for month in range(1, 13)))
    rows = event_series({"WEIS": BORDER, "OTHER": other.lazy()}, dyads=[(710, 365)]).collect()
    assert rows.columns == list(COLUMNS)
    told = rows.filter(pl.col("year") == 1969).select("data_set", "n", "mean").rows()
    assert [(name, n) for name, n, _ in told] == [("OTHER", 12), ("WEIS", 3)]


def test_a_month_with_a_hundredth_of_the_fullest_is_covered_and_one_with_less_is_not():
    full = [on((1990, 1, 1), 2, 200, 1.0, 1)] * 200
    assert covered_spans(frame(*full, *[on((1990, 2, 1), 2, 200, 1.0, 1)] * 2)) == [(day_number(1990), day_number(1990, 2, 28))]
    assert covered_spans(frame(*full, on((1990, 2, 1), 2, 200, 1.0, 1))) == [(day_number(1990), day_number(1990, 1, 31))]
    assert covered_spans(frame()) == []


def test_counts_of_years_have_no_score_and_list_their_zeros():
    span = (day_number(2004), day_number(2004, 12, 31))
    counts = frame((*span, 710, 365, None, 1, 12), (*span, 710, 365, None, 4, 1), (*span, 710, 338, None, None, 0))
    rows = event_series({"counts": counts}, dyads=[(710, 365), (710, 338), (710, 2)]).collect()
    assert rows.sort("ccode1").select("ccode1", "n", "mean", "sum", "quad_1", "quad_4").rows() == [
        (2, None, None, None, None, None),
        (338, 0, None, 0.0, 0, 0),
        (365, 13, None, None, 12, 1),
    ]
    with pytest.raises(DataRefused) as caught:
        event_series({"counts": counts}, unit="month")
    assert caught.value.number == 336


def test_means_of_months_have_no_count():
    months = [
        (day_number(1962, month), day_number(1962, month, 28), 2, 365, scale, None, None) for month, scale in ((10, -9.0), (11, -5.0))
    ]
    row = event_series({"COPDAB": frame(*months)}).collect().row(0, named=True)
    assert (row["mean"], row["n"], row["sum"], row["se"], row["quad_1"]) == (-7.0, None, None, None, None)


def test_an_event_dated_less_finely_than_the_period_is_in_none():
    vague = frame((day_number(1969), day_number(1969, 12, 31), 365, 710, -5.0, 4, 1), on((1969, 5, 1), 365, 710, 1.0, 1))
    assert event_series({"S": vague}).collect()["n"].to_list() == [2]
    assert event_series({"S": vague}, unit="month").collect()["n"].sum() == 1


def test_a_series_of_one_input_is_the_same_to_the_last_bit():
    tenths = [number * 7919 % 199 - 99 for number in range(5_000)]
    told = frame(*(on((1960 + at % 3, 1 + at % 12, 1 + at % 28), 2, 365, score / 10, 1) for at, score in enumerate(tenths)))
    made = {event_series({"X": told}).collect().write_csv() for _ in range(10)}
    assert len(made) == 1
    row = by_period(event_series({"X": told}))["1960"]
    assert row["sum"] == sum(tenths[::3]) / 10 and row["mean"] == sum(tenths[::3]) / (10 * len(tenths[::3]))


def test_no_data_sets_no_rows():
    assert event_series({}).collect().is_empty()
    assert event_series({"none": frame()}).collect().is_empty()
    assert period_table("year", []).is_empty()


moments = st.tuples(st.integers(1, 12), st.sampled_from([2, 200, 365]), st.sampled_from([2, 200, 365]), st.integers(-100, 100))


@settings(deadline=None, max_examples=25)
@given(st.lists(moments, min_size=1, max_size=40))
def test_months_add_up_to_the_year_and_order_does_not_matter(told):
    rows = [on((1960, month, 9), a, b, score / 10, 1 if score > 0 else 4) for month, a, b, score in told]
    year = event_series({"X": frame(*rows)}).collect()
    months = event_series({"X": frame(*reversed(rows))}, unit="month").collect()
    summed = (
        months.group_by("ccode1", "ccode2")
        .agg(pl.col("n", "sum", "positive", "negative", "quad_1", "quad_4").sum())
        .sort("ccode1", "ccode2")
    )
    for name in ("n", "sum", "positive", "negative", "quad_1", "quad_4"):
        assert summed[name].to_list() == pytest.approx(year[name].to_list())
    assert year["n"].sum() == sum(a != b for _, a, b, _ in told)
