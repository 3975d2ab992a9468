"""Precision and recall from a judged sheet, by hand and against a made-up truth."""

import random
from pathlib import Path

import pytest

from detente.sampling import VERDICTS, Judged, report
from detente.sampling.intervals import wilson


def event(verdict, kind="AID", stratum="all events", population=100, right_type=None):
    return Judged(unit="event", stratum=stratum, population=population, event_type=kind, verdict=verdict, right_type=right_type)


def sentence(missed, *kinds, population=400):
    return Judged(unit="sentence", stratum="no event", population=population, event_type="", missed=missed, missed_types=kinds)


def told(rows, measure, kind="all"):
    (row,) = [row for row in report(rows) if (row["measure"], row["type"]) == (measure, kind)]
    return row


def bounds(row):
    return row["estimate"], row["low"], row["high"]


def test_precision_of_a_plain_sample_is_wilsons():
    rows = [event("right")] * 8 + [event("wrong date")] * 2
    assert bounds(told(rows, "precision")) == pytest.approx((0.8, *wilson(0.8, 10)), abs=1e-4)
    assert told(rows, "precision")["judged"] == 10
    assert bounds(told(rows, "wrong date")) == pytest.approx((0.2, *wilson(0.2, 10)), abs=1e-4)


def test_types_of_a_plain_sample_each_have_their_own_precision():
    rows = [event("right")] * 3 + [event("not an event")] + [event("right", "CONSULT")] * 4
    assert bounds(told(rows, "precision", "AID")) == pytest.approx((0.75, *wilson(0.75, 4)), abs=1e-4)
    assert told(rows, "precision", "CONSULT")["estimate"] == 1.0


def test_strata_count_for_as_many_as_they_stand_for():
    rows = [event("right", "AID", "AID", 900)] * 9 + [event("wrong pair", "AID", "AID", 900)]
    rows += [event("right", "ACCUSE", "ACCUSE", 100)] * 5 + [event("wrong pair", "ACCUSE", "ACCUSE", 100)] * 5
    assert told(rows, "precision")["estimate"] == pytest.approx(0.9 * 0.9 + 0.1 * 0.5)
    assert bounds(told(rows, "precision", "ACCUSE")) == pytest.approx((0.5, *wilson(0.5, 10)), abs=1e-4)
    low, high = told(rows, "precision")["low"], told(rows, "precision")["high"]
    assert high - low > wilson(0.86, 20)[1] - wilson(0.86, 20)[0], "the design costs precision here"


def test_recall_counts_what_was_found_wrongly_and_what_was_missed():
    """80 of 100 right, 10 wrong but events, 10 none; 400 silent sentences with one missed event in ten."""
    rows = [event("right")] * 8 + [event("wrong direction"), event("not an event")]
    rows += [sentence(1, "AID")] + [sentence(0)] * 9
    row = told(rows, "recall")
    assert row["estimate"] == pytest.approx(80 / (80 + 10 + 40), abs=1e-4)
    assert row["low"] < row["estimate"] < row["high"] and row["judged"] == 20


def test_the_documentation_reckons_its_example_as_the_program_does():
    rows = (
        [event("right", population=500)] * 120 + [event("wrong date", population=500)] * 15 + [event("not an event", population=500)] * 15
    )
    rows += [sentence(1, "AID", population=600)] * 9 + [sentence(0, population=600)] * 141
    page = (Path(__file__).resolve().parents[2] / "docs" / "howto" / "sample.md").read_text(encoding="utf-8")
    for measure in ("precision", "not an event", "recall"):
        row = told(rows, measure)
        assert f"| {measure} | all | {row['estimate']:.2f} | {row['low']:.2f} | {row['high']:.2f} | {row['judged']} |" in page


def test_recall_by_type_goes_by_the_true_type():
    rows = [event("right")] * 5 + [event("wrong type", right_type="CONSULT")] * 2 + [event("wrong date")] * 3
    rows += [sentence(2, "AID", "CONSULT", population=10)] + [sentence(0, population=10)] * 9
    aid, consult = told(rows, "recall", "AID"), told(rows, "recall", "CONSULT")
    assert aid["estimate"] == pytest.approx(50 / (50 + 30 + 1), abs=1e-4)
    assert (consult["estimate"], consult["low"]) == (0.0, 0.0) and consult["high"] > 0
    assert told(rows, "precision", "CONSULT")["note"].startswith("undefined")


def test_where_no_missed_event_was_seen_the_interval_allows_for_some():
    rows = [event("right")] * 10 + [sentence(0)] * 30
    row = told(rows, "recall")
    assert (row["estimate"], row["high"]) == (1.0, 1.0)
    assert row["low"] == pytest.approx(100 / (100 + 3 * 400 / 30), abs=1e-4)


def test_what_was_not_judged_is_left_out_and_what_was_stands_for_it():
    rows = [event("right")] * 4 + [event(None)] * 6 + [sentence(None)] * 5
    assert told(rows, "precision")["judged"] == 4
    assert told(rows, "recall")["note"] == "undefined: no sentence without an event was judged"


@pytest.mark.parametrize("rows", [[], [event(None)], [sentence(None)]])
def test_with_nothing_judged_everything_is_undefined(rows):
    found = report(rows)
    assert {"precision", "recall", *VERDICTS[1:]} <= {row["measure"] for row in found}
    assert all(row["estimate"] is None and row["low"] is None and row["note"].startswith("undefined") for row in found)


def test_recall_is_undefined_where_there_was_nothing_to_find():
    assert told([event("not an event"), sentence(0)], "recall")["note"] == "undefined: no such event was found or missed"


def test_the_interval_of_recall_holds_the_truth_about_as_often_as_it_says():
    """A made-up coder: 600 events coded, 80 in 100 right, 10 wrong; 1000 silent sentences, one in eight with a missed event."""
    draws = random.Random(11)
    coded = ["right"] * 480 + ["wrong date"] * 60 + ["not an event"] * 60
    silent = [1] * 125 + [0] * 875
    truth, held = 480 / (540 + 125), 0
    for _ in range(300):
        rows = [event(verdict, population=600) for verdict in draws.sample(coded, 80)]
        rows += [sentence(n, *(["AID"] * n), population=1000) for n in draws.sample(silent, 80)]
        row = told(rows, "recall")
        held += row["low"] <= truth <= row["high"]
    assert 0.92 <= held / 300 <= 0.99
