"""The figures of sentences: what counts as one, what it measures, from whom and to whom."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from coding_documents import document_of
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.coder import FastCoder
from detente.coding.figures import FigureReading, date_of_figure, read_figures
from detente.coding.mentions import ActorMention
from detente.coding.parsing import load_parser
from detente.coding.timeline import Anchor, read_dates

GOLD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "gold_figures.yaml").read_text(encoding="utf-8"))


@cache
def parsed(text: str) -> Any:
    return load_parser()(text)


def mentions(text: str, actors: dict[str, str]) -> list[ActorMention]:
    found = []
    for words, states in actors.items():
        at = text.index(words)
        found.append(ActorMention(start=at, end=at + len(words), states=tuple(states.split()), name=words, role="state", kind="state"))
    return sorted(found, key=lambda mention: mention.start)


def figures(text: str, **actors: str) -> tuple[FigureReading, ...]:
    return read_figures(text, parsed(text), read_dates(text, anchor=Anchor()), mentions(text, actors))


def told(reading: FigureReading, wanted: dict[str, Any]) -> dict[str, Any]:
    """The parts of a reading that a gold row speaks of."""
    parts = {
        "value": reading.value,
        "high": reading.high,
        "what": reading.what,
        "unit": reading.unit,
        "bound": reading.bound,
        "from": reading.giver,
        "to": reading.receiver,
        "mutual": reading.mutual,
        "promised": reading.promised,
        "cites": reading.cites,
    }
    return {name: parts[name] for name in {"value", "what", "unit", "bound", *wanted}}


def test_gold_table_is_large_enough_to_mean_something() -> None:
    assert sum(len(row["figures"]) for row in GOLD) >= 60
    assert sum(not row["figures"] for row in GOLD) >= 15


@pytest.mark.parametrize("row", GOLD, ids=[re.sub(r"\W+", " ", row["text"])[:60] for row in GOLD])
def test_gold_figures(row: dict[str, Any]) -> None:
    got = figures(row["text"], **row.get("actors", {}))
    wanted = [{"bound": "exact", **figure} for figure in row["figures"]]
    assert [told(reading, want) for reading, want in zip(got, wanted, strict=False)] == wanted, row["text"]
    assert len(got) == len(wanted), row["text"]


def test_a_currency_sign_is_no_state() -> None:
    text = "The bank put up US$ 300 million for the dam."
    us = ActorMention(start=16, end=18, states=("USA",), name="United States", role="state", kind="state")
    assert text[us.start : us.end] == "US"
    (reading,) = read_figures(text, parsed(text), (), [us])
    assert reading.giver is None


def test_the_evidence_is_the_clause_and_holds_the_number() -> None:
    text = "The hosts were cool; Moscow sent 300 advisers to Hanoi; nothing came of it."
    (reading,) = figures(text, Moscow="RUS", Hanoi="DRV")
    assert text[reading.start : reading.end] == "Moscow sent 300 advisers to Hanoi"
    assert text[reading.number_start : reading.number_end] == "300"


def test_a_number_inside_a_date_is_no_figure() -> None:
    text = "On 12 March 1950, ten days later, 15 delegates came."
    readings = read_dates(text, anchor=Anchor())
    assert [r.value for r in read_figures(text, parsed(text), readings, [])] == [15]


def test_each_number_takes_the_date_nearest_to_it() -> None:
    text = "In 2012 trade was US$ 88 billion, and it is expected to reach US$ 100 billion in 2015 and US$ 200 billion in 2020."
    readings = read_dates(text, anchor=Anchor())
    dates = [date_of_figure(text, reading, readings) for reading in read_figures(text, parsed(text), readings, [])]
    assert [date.edtf if date else None for date in dates] == ["2012", "2015", "2020"]


def test_a_deadline_for_repayment_is_not_the_date_of_a_loan() -> None:
    text = "A loan of US$ 300 million was promised, to be repaid by 1963."
    readings = read_dates(text, anchor=Anchor())
    (reading,) = read_figures(text, parsed(text), readings, [])
    assert date_of_figure(text, reading, readings) is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Moscow granted 300 million dollars and promised to withdraw by the end of 1952.", [None]),
        ("Khrushchev, who came to Beijing in 1954, brought a credit of 520 million roubles.", ["1954"]),
        ("By 1962 trade had dropped to 750 million dollars and by 1965 to little more than 400 million.", ["1962", "1965"]),
    ],
)
def test_a_day_of_another_deed_dates_no_number(text: str, dates: list[str | None]) -> None:
    readings = read_dates(text, anchor=Anchor())
    found = [date_of_figure(text, reading, readings) for reading in read_figures(text, parsed(text), readings, [])]
    assert [date.edtf if date else None for date in found] == dates


def test_the_day_of_another_deed_is_not_taken_over_from_the_time_line_either() -> None:
    text = (
        "China and the Soviet Union signed the treaty on 14 February 1950. The Soviet Union granted China a credit of 300 million dollars "
        "and promised to withdraw from Port Arthur by the end of 1952."
    )
    (figure,) = FastCoder().code(document_of(text)).figures
    assert figure.date is not None and (figure.date.edtf, figure.date.basis) == ("1950-02-14", "inherited")


@pytest.mark.parametrize(
    ("text", "rule"),
    [("Thousands of Russians came.", "+partner"), ("More than 250 undertakings were claimed in Moscow.", "+pair")],
)
def test_a_guess_at_the_other_side_is_told_from_a_guess_at_the_way(text: str, rule: str) -> None:
    first = "China and the Soviet Union were allies. "
    (figure,) = FastCoder().code(document_of(first + text)).figures
    assert rule in figure.rule and {figure.giver, figure.receiver} == {"RUS", "CHN"}
    assert figure.giver == "RUS" or rule == "+pair", "whose the counted are gives them"


def test_a_bracketed_source_is_cited_for_the_numbers_before_it() -> None:
    text = "Snow (1994) counts 300 experts and 40 plants (ZHU, 2001: 8)."
    got = figures(text)
    assert [(reading.value, reading.cites) for reading in got] == [(300, "ZHU, 2001: 8"), (40, "ZHU, 2001: 8")]


def test_a_sentence_without_numbers_gives_none() -> None:
    assert figures("The two governments were content.") == ()


def test_reading_is_the_same_each_time() -> None:
    text = "Some 8,000 workers and 7,000 students were sent abroad in 1953."
    assert all(figures(text) == figures(text) for _ in range(3))


WORDS = st.sampled_from(
    [
        "10,800",
        "Soviet",
        "and",
        "technicians",
        "US$",
        "300",
        "million",
        "of",
        "loan",
        "to",
        "China",
        "between",
        "35",
        "1.3",
        "bn",
        "tens",
        "thousands",
        "a",
        "dozen",
        "three-man",
        "30-year",
        "treaty",
        "per",
        "cent",
        "%",
        "(",
        ")",
        ",",
        ".",
        ";",
        "half",
        "the",
        "two",
        "one",
        "votes",
        "-",
        "–",
        "km",
        "tons",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=25).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_without_failing_and_every_number_stands_in_its_evidence(text: str) -> None:
    doc = load_parser()(text)
    for reading in read_figures(text, doc, read_dates(text, anchor=Anchor()), []):
        assert 0 <= reading.start <= reading.number_start < reading.number_end <= reading.end <= len(text)
        assert reading.high is None or reading.high > reading.value
        assert reading.giver is None
        assert reading.receiver is None
