"""Texts that once broke the coder, found by spoiling sentences (`test_coder_fuzz.py`): each was a crash, a hang or a false row."""

from __future__ import annotations

import pytest
from coding_documents import document_of
from coding_invariants import check_coding
from test_coder_fuzz import watched

from detente.coding.coder import DefaultCoder

FOUND = {
    "a chain of a hundred compounds, whose owners were looked for over every path": f"Six-d{'18th ' * 107} utes are dated 1962-10-27.",
    "the same of names": f"In 1962 the {'Rhine Danube ' * 40}pact bound Sweden to {'old ' * 60}Poland.",
    "a number of four hundred digits, which is infinite as a float": f"Sweden lent Poland {'9' * 400} dollars in 1950.",
    "the upper end of a range that is infinite": f"Sweden lent Poland 5 to {'9' * 400} million dollars in 1950.",
    "a sign of currency with another white space inside": "Sweden lent Poland US\x0b$ 5 million and US\xa0$ 6 million in 1950.",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_what_once_broke_the_coder_is_coded(text: str) -> None:
    document = document_of(text)
    with watched():
        coding = DefaultCoder(judge=None).code(document)
    check_coding(document, coding)
    assert all(figure.value < 1e300 for figure in coding.figures)


def test_a_sign_of_currency_is_read_over_any_white_space() -> None:
    figures = DefaultCoder(judge=None).code(document_of("In 1950 Sweden lent Poland a loan of US\xa0$ 6 million.")).figures
    assert [(figure.value, figure.unit) for figure in figures] == [(6_000_000, "US dollars")]
