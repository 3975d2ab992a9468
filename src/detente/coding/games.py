"""Sentences of matches and medals, whose attacks and defeats are no deeds of states."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from detente.coding.grammar import text_of
from detente.coding.words import word_list

_GAMES = word_list("games")
_AFFAIRS = word_list("affairs")
_PLAYED = re.compile("|".join(map(re.escape, sorted(_GAMES))))
"""Whether there is any sense in looking at the words one by one."""


def tells_of_a_game(doc: Doc) -> bool:
    """Whether a sentence has a word of games and none of affairs of state: a match that led to a war tells more than a game."""
    if not _PLAYED.search(text_of(doc).lower()):
        return False
    words = {token.lower_ for token in doc}
    words |= {f"{one.lower_}-{two.lower_}" for one, hyphen, two in zip(doc, doc[1:], doc[2:], strict=False) if hyphen.text == "-"}
    return bool(words & _GAMES) and not words & _AFFAIRS
