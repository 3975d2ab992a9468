"""Indicators from rows written by hand in the canonical frames, and the relation of all dyads on the shared data."""

import math
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from detente.datasets.events import read_any
from detente.datasets.published import read_published
from detente.dates import day_number
from detente.relations.latent import fit_relation, ground_of, published_indicators
from detente.relations.latent.exposure import double_centred, vote_agreement, without_false_zeros
from detente.relations.latent.indicators import counted, disputes, event_balance, event_means, levels, obligations, period_label, yearly

COVERED = pl.DataFrame({"ccode1": [2, 2, 365, 365], "ccode2": [365, 365, 710, 710], "year": [1968, 1969, 1968, 1969]})


def rows(frame):
    return {(a, b, p): (v, n) for a, b, p, v, n in frame.iter_rows()}


def events(*told):
    days = [(day_number(year, month, 2), *rest) for year, month, *rest in told]
    schema = {
        "day": pl.Int32,
        "source": pl.Int16,
        "target": pl.Int16,
        "code": pl.Utf8,
        "scale": pl.Float32,
        "quad": pl.UInt8,
        "n": pl.UInt32,
    }
    return pl.DataFrame(days, schema=schema, orient="row")


def test_event_means_are_of_signed_roots_both_ways_and_repeats_count_once():
    told = events((1969, 3, 365, 710, "223", -9.0, 4, 1), (1969, 3, 365, 710, "223", -9.0, 4, 1), (1969, 10, 710, 365, "032", 4.0, 1, 1))
    assert rows(event_means(told)) == {(365, 710, 1969): (-0.5, 2.0)}
    quarters = event_means(told, "quarter")
    assert [period_label(number, "quarter") for number in quarters["period"]] == ["1969-Q1", "1969-Q4"]


def test_the_balance_weighs_counts_and_passes_over_what_is_no_state():
    told = events((2010, 1, 2, 710, "1", None, 1, 30), (2010, 1, 710, 2, "4", None, 4, 10), (2010, 1, 2, None, "4", None, 4, 99))
    assert rows(event_balance(told)) == {(2, 710, 2010): (0.5, 40.0)}


def test_a_dispute_counts_in_each_of_its_years_and_peace_is_0_where_covered():
    said = {
        "dispute": ["349"],
        "ccode1": [710],
        "ccode2": [365],
        "first_year": [1969],
        "last_year": [1969],
        "hostility": [4],
        "fatality": [3],
    }
    told = pl.DataFrame(said)
    bloodless, deadly = rows(disputes(told, COVERED)), rows(disputes(told, COVERED, deadly=True))
    assert bloodless[365, 710, 1969][0] == deadly[365, 710, 1969][0] == pytest.approx(-math.log(1 + math.sqrt(3)))
    assert bloodless[365, 710, 1968][0] == bloodless[2, 365, 1969][0] == 0.0
    assert (2, 710, 1969) not in bloodless


def test_obligations_take_the_strongest_of_either_direction():
    owed = {
        "ccode1": [365, 710, 2],
        "ccode2": [710, 365, 365],
        "year": [1968, 1968, 1969],
        "defence": [False, True, False],
        "entente": [None, None, True],
    }
    found = {key: value for key, (value, _) in rows(obligations(pl.DataFrame(owed), COVERED)).items()}
    assert found == {(365, 710, 1968): 1.0, (2, 365, 1969): 0.5, (2, 365, 1968): 0.0, (365, 710, 1969): 0.0}


def test_means_and_sums_of_one_input_are_the_same_to_the_last_bit():
    """Threads that add up as they come by rows would end differently each time."""
    drawn = np.random.default_rng(0)
    pairs = {name: drawn.integers(1, 4, 5_000) for name in ("ccode1", "ccode2")} | {"year": drawn.integers(1950, 1953, 5_000)}
    told = pl.DataFrame(pairs | {name: drawn.normal(size=5_000) for name in ("value", "amount")})
    seen = told.select(day=pl.col("year") * 365, source="ccode1", target="ccode2", scale="value", n=pl.lit(1))
    seen = seen.with_columns(code=pl.int_range(pl.len()).cast(pl.String))
    for made in (lambda: event_means(seen), lambda: levels(told), lambda: counted(told, told.clear())):
        assert len({made()["value"].to_numpy().tobytes() for _ in range(10)}) == 1


def test_a_state_that_votes_twice_votes_as_it_did_first():
    cast = [(call, state, 1) for call in range(12) for state in (1, 2)] + [(call, 2, 3) for call in range(12)]
    votes = pl.DataFrame(cast, schema=["rollcall", "ccode", "vote"], orient="row").with_columns(year=pl.lit(1972))
    assert rows(vote_agreement(votes, centre=False)) == {(1, 2, 1972): (1.0, None)}


def test_a_year_holds_in_each_of_its_months():
    assert yearly(pl.DataFrame({"year": [1972]}), "month")["period"].to_list() == list(range(1972 * 12, 1973 * 12))


def test_zeros_that_touch_a_gap_are_no_zeros_where_the_pair_trades():
    flows = {
        "ccode1": [365] * 7,
        "ccode2": [710] * 7,
        "year": [1955, 1956, 1957, 1960, 1961, 1978, 1979],
        "flow": [500, 0, 450, 0, 0, 0, 300],
    }
    assert without_false_zeros(pl.DataFrame(flows))["year"].to_list() == [1955, 1956, 1957, 1979]


def test_agreement_is_counted_from_common_votes_and_centred():
    cast = [(call, state, 1 if state < 3 or call < 3 else 3) for call in range(12) for state in (1, 2, 3)]
    votes = pl.DataFrame(cast, schema=["rollcall", "ccode", "vote"], orient="row").with_columns(year=pl.lit(1972))
    found = {key[:2]: value for key, (value, _) in rows(vote_agreement(votes, centre=False)).items()}
    assert found == {(1, 2): 1.0, (1, 3): 0.25, (2, 3): 0.25}
    square = np.array([[9.0, 1.0, 0.5], [1.0, 9.0, 0.5], [0.5, 0.5, 9.0]])
    assert double_centred(square)[0, 1] == pytest.approx(1.0 - 0.75 - 0.75 + 2 / 3)


@pytest.mark.data
def test_the_relation_of_all_dyads_and_the_triangle_it_shows():
    folder = os.environ.get("DETENTE_DATA")
    if not folder:
        pytest.skip("DETENTE_DATA names no folder")
    data = Path(folder)
    cow = [f"cow/{name}.csv" for name in ("cow_states", "cow_contiguity_v32_spells", "cow_majors", "dyadic_mid_4_02")]
    read = [read_published(data / name) for name in (*cow, "other/icb2v14.csv", "other/td_rivalries.csv")]
    read += [read_any(data / "events" / f"{name}.parquet") for name in ("weis_events_1966_1992", "icews_dyadyear_2002_2014")]
    ground = ground_of(read, 1946, 2014)
    relevant = ground.relevant.select("ccode1", "ccode2").unique()
    model = fit_relation(published_indicators(read, ground), first=1946, last=2014, dyads=ground.all, relevant=relevant)
    x = {pair: dict(model.of(pair).select("year", "x").iter_rows()) for pair in ((365, 710), (2, 710), (2, 365))}
    assert all(value < 0 for path in x.values() for year, value in path.items() if 1966 <= year <= 1970)
    assert all(x[2, 710][year] < -1 and x[2, 365][year] < -1 for year in range(1950, 1957))
    assert all(x[365, 710][year] == max(path[year] for path in x.values()) for year in (2013, 2014))
    assert np.isfinite(model.state.mean).all() and (model.state.variance > 0).all()
