import pytest
from relation_makers import event, mention

from detente.relations import always_member, dyad_series, found_lines, naive_periods, smoothed_net, summarise


def row(year, net, *ids):
    return {"year": year, "net": net, "event_ids": list(ids)}


def test_the_centred_mean_leaves_gaps_out_and_wants_three_statements():
    rows = [
        row(1950, 3.0, "a"),
        row(1951, None),
        row(1952, 6.0, "b", "c"),
        row(1953, 0.0),
        row(1954, None),
        row(1955, None),
        row(1956, None),
    ]
    assert smoothed_net(rows) == [4.5, 3.0, 3.0, None, None, None, None]


def test_a_statement_spread_over_many_years_is_one_statement():
    rows = [row(year, 1.0, "decade") for year in range(1950, 1960)]
    assert smoothed_net(rows) == [None] * 10
    assert naive_periods(rows) == ()


def test_periods_are_runs_of_one_sign():
    rows = [
        row(year, net, f"{year}a", f"{year}b") for year, net in zip(range(1950, 1960), [5, 5, 5, 5, 5, -9, -9, -9, -9, -9], strict=True)
    ]
    before, after = naive_periods(rows)
    assert (before.first_year, before.last_year, before.sign, before.n) == (1950, 1953, 1, 8)
    # the mean around 1954 already holds two bad years: the turn comes a year early, which is why it is called naive
    assert (after.first_year, after.last_year, after.sign) == (1954, 1959, -1)
    assert after.mean == pytest.approx((5 - 9 * 5) / 6)


def test_no_period_begins_or_ends_in_a_gap():
    rows = [
        row(1950, 5.0, "a", "b"),
        row(1951, 5.0, "c"),
        row(1952, None),
        row(1953, None),
        row(1954, -20.0, "d", "e"),
        row(1955, -9.0, "f"),
    ]
    assert [(period.first_year, period.last_year) for period in naive_periods(rows)] == [(1950, 1951), (1954, 1955)]


def build():
    told = [event(f"aid-{year}", "RUS", "CHN", "AID", f"{year}") for year in (1950, 1951, 1952, 1953)]
    told += [event(f"more-{year}", "RUS", "CHN", "COOPERATE", f"{year}") for year in (1952, 1953)]
    told += [event(f"shots-{year}", "RUS", "CHN", "ASSAULT", f"{year}") for year in (1958, 1959, 1960)]
    told += [event("quarrel", "CHN", "RUS", "ACCUSE", "1959"), event("vague", "CHN", "RUS", "ACCUSE", None)]
    return dyad_series(told, [mention("1957")], states=["CHN", "RUS"], first_year=1950, last_year=1960, membership=always_member)


def test_what_stands_out_in_a_relation_that_breaks():
    found = summarise(build(), "CHN-RUS")
    assert (found.n, found.undated, found.covered, found.years) == (10, 1, 8, 11)
    assert (found.best.year, found.best.value, found.best.n) == (1952, 19.5, 2)
    assert (found.worst.year, found.worst.value, found.worst.event_ids) == (1959, -12, ("quarrel", "shots-1959"))
    assert (found.cooperation.year, found.conflict.year) == (1952, 1959)
    assert [(period.sign, period.first_year) for period in found.periods] == [(1, 1950), (-1, 1957)]
    assert found.turns == (1957,)


def test_the_five_lines_say_their_numbers_and_call_the_turns_naive():
    lines = found_lines(summarise(build(), "CHN-RUS"), {"CHN": "China", "RUS": "Russia"})
    assert lines == (
        "China and Russia, 1950-1960: 10 dated statements, 1 undated; 8 of 11 years covered by the sources.",
        "Cooperation is highest in 1952 (19.5 points; n = 2).",
        "Conflict is highest in 1959 (12.0 points; n = 2).",
        "Balance of the two: best year 1952 (+19.5; n = 2), worst year 1959 (-12.0; n = 2).",
        "Naive periods (5-year mean, no test): 1950-1953 more cooperation; 1957-1960 more conflict.",
    )


def test_an_empty_series_is_summed_up_without_numbers():
    frame = dyad_series([], [], states=["CHN", "RUS"], first_year=1950, last_year=1950, membership=always_member)
    found = summarise(frame, "CHN-RUS")
    assert (found.best, found.worst, found.periods, found.turns) == (None, None, (), ())
    assert found_lines(found) == (
        "CHN and RUS, 1950-1950: 0 dated statements, 0 undated; 0 of 1 year covered by the sources.",
        "Cooperation: the sources tell of none.",
        "Conflict: the sources tell of none.",
        "Balance of the two: no year stands out.",
        "Periods: none, with fewer than 3 statements in any 5 years.",
    )


def test_a_dyad_that_the_series_does_not_hold_is_refused():
    with pytest.raises(KeyError):
        summarise(build(), "CHN-USA")
