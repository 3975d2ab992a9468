"""Numbers as texts write them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.number_words import value_of_cardinal
from detente.coding.quantities import read_quantities

ROWS: list[tuple[str, list[tuple[float, float | None, str, str]]]] = [
    # text, [(value, high, bound, currency)]
    ("US$ 300 million", [(3e8, None, "exact", "US dollars")]),
    ("US\\$ 88 billion", [(88e9, None, "exact", "US dollars")]),
    ("$750 million", [(75e7, None, "exact", "US dollars")]),
    ("£1.3 bn", [(1.3e9, None, "exact", "pounds sterling")]),
    ("1,3 bn", [(1.3e9, None, "exact", "")]),
    ("300m", [(3e8, None, "exact", "")]),
    ("20 million dollars", [(2e7, None, "exact", "US dollars")]),
    ("700 million roubles", [(7e8, None, "exact", "roubles")]),
    ("RMB 800 million", [(8e8, None, "exact", "yuan")]),
    ("more than 1.3 billion", [(1.3e9, None, "more_than", "")]),
    ("about 10,800", [(10800, None, "about", "")]),
    ("no fewer than forty", [(40, None, "at_least", "")]),
    ("up to 300", [(300, None, "at_most", "")]),
    ("less than 50", [(50, None, "less_than", "")]),
    ("a hundred or so", [(100, None, "about", "")]),
    ("fifty or more", [(50, None, "at_least", "")]),
    ("seventeen million", [(17e6, None, "exact", "")]),
    ("two hundred and fifty", [(250, None, "exact", "")]),
    ("one hundred thousand", [(1e5, None, "exact", "")]),
    ("half a million", [(5e5, None, "exact", "")]),
    ("a quarter of a million", [(25e4, None, "exact", "")]),
    ("two and a half million", [(2.5e6, None, "exact", "")]),
    ("a million and a half", [(1.5e6, None, "exact", "")]),
    ("nearly three dozen", [(36, None, "about", "")]),
    ("three score", [(60, None, "exact", "")]),
    ("tens of thousands of men", [(10_000, 99_999, "order", "")]),
    ("hundreds of thousands", [(100_000, 999_999, "order", "")]),
    ("thousands of men", [(1000, 9999, "order", "")]),
    ("several hundred", [(200, 999, "order", "")]),
    ("between $35 billion and $40 billion", [(35e9, 40e9, "range", "US dollars")]),
    ("110 to 120 tanks", [(110, 120, "range", "")]),
    ("3-5 million", [(3e6, 5e6, "range", "")]),
    ("110 million and 84 million", [(11e7, None, "exact", ""), (84e6, None, "exact", "")]),
    ("one-eighth", [(0.125, None, "exact", "")]),
    ("three-quarters", [(0.75, None, "exact", "")]),
    ("40 per cent", [(40, None, "exact", "")]),
    ("a treaty without numbers", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text or "nothing" for text, _ in ROWS])
def test_numbers_are_read_in_full(text: str, wanted: list[tuple[float, float | None, str, str]]) -> None:
    assert [(q.value, q.high, q.bound, q.currency) for q in read_quantities(text)] == wanted


def test_shares_are_marked() -> None:
    assert [(q.share, q.value) for q in read_quantities("40% of the trade, or two-fifths")] == [("percent", 40), ("fraction", 0.4)]


def test_offsets_hold_hedge_sign_and_scale() -> None:
    text = "It lent about US$ 1.5 million in all."
    (quantity,) = read_quantities(text)
    assert text[quantity.start : quantity.end] == "about US$ 1.5 million"
    assert text[quantity.number_start : quantity.number_end] == "1.5 million"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seventeen", 17),
        ("forty-seven", 47),
        ("a hundred and fifty", 150),
        ("three thousand two hundred", 3200),
        ("two dozen", 24),
        ("peace", None),
    ],
)
def test_numbers_in_words(words: str, value: int | None) -> None:
    assert value_of_cardinal(words) == value


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_with_and_without_commas_are_one_number(number: int) -> None:
    assert [q.value for q in read_quantities(f"{number:,} men")] == [q.value for q in read_quantities(f"{number} men")] == [float(number)]


@given(st.text(alphabet="0123456789,.$£ -–abcdefmn hundredoftmills%", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_failing(text: str) -> None:
    at = 0
    for quantity in read_quantities(text):
        assert at <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.value >= 0
        assert quantity.high is None or quantity.high > quantity.value
        at = quantity.end


@pytest.mark.parametrize("piece", ["1,000,000 ", "one hundred and ", "between $3 and ", "tens of thousands of ", "5-", "half a ", "about "])
def test_reading_time_grows_no_faster_than_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        taken = []
        for _ in range(3):
            start = time.process_time()
            read_quantities(piece * times)
            taken.append(time.process_time() - start)
        return min(taken)

    # sixteen times the text: linear is a factor of 16, quadratic one of 256
    assert seconds(1600) < 80 * max(seconds(100), 0.001)
