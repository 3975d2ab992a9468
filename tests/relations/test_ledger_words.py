"""The words by which one agreement is told from another."""

from __future__ import annotations

import pytest

from detente.relations.ledger_words import name_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("the treaty", set()),
        ("the Swedish-Polish treaty", set()),
        ("Anglo-Japanese Alliance", set()),
        ("Egyptian Treaty of Friendship", {"friendship"}),
        ("Treaty of Lund", {"lund"}),
        ("Peking Convention", {"peking"}),
        ("agreement on fisheries", {"fisheries"}),
    ],
)
def test_neither_common_words_nor_the_names_of_states_tell_which_treaty_it_is(name: str, words: set[str]) -> None:
    assert name_words(name) == words
