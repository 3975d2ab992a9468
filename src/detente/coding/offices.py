"""Who "the president", "the foreign minister" or "the Marshal" is: the last person of the text who bears that title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from spacy.tokens import Token

from detente.coding.grammar import children, dependents, prepositions
from detente.coding.mentions import ActorMention
from detente.coding.words import word_list, word_table

_TITLE_BEFORE = re.compile(r"(?:([A-Za-z]+)[ -])?([A-Za-z]+),? $")
_UNDER = frozenset({"deputy", "ex", "former", "vice"})
_IDLE = word_list("idle_adjectives")
_ALIKE = {
    "leader": ("leader", "president", "prime minister", "party leader", "chancellor"),
    "secretary": ("party leader", "party secretary"),
}
_OPEN_DEPS = ("amod", "compound", "poss", "nmod", "nummod", "acl", "relcl")


@cache
def _offices() -> dict[str, str]:
    return {word: names[0] for word, names in word_table("office_").items()}


def office_named(words: str) -> str | None:
    """The office that a title names ("Foreign Secretary" -> "foreign minister"), None for words that are no title."""
    lowered = words.lower()
    return _offices().get(lowered) or _offices().get(lowered.rsplit(" ", 1)[-1])


def title_before(text: str, start: int) -> str | None:
    """The office named by the title right before a name: "General" in "General Taylor"."""
    found = _TITLE_BEFORE.search(text, max(0, start - 40), start)
    if found is None or (found[1] or "").lower() in _UNDER:
        return None
    return _offices().get(f"{found[1]} {found[2]}".lower()) or _offices().get(found[2].lower())


def title_of(token: Token) -> str | None:
    """The title that "the" and a noun alone make ("the old king", "the foreign minister"); None where more says whose it is."""
    if token.tag_ not in ("NN", "NNP") or not any(child.lower_ == "the" for child in children(token, "det")):
        return None
    words = [child for child in dependents(token) if child.dep_ in _OPEN_DEPS and child.lower_ not in _IDLE]
    title = " ".join([*(word.lower_ for word in words if word.i < token.i), token.lower_])
    rest = [name for name, head in prepositions(token) if name in ("of", "in", "to", "for") and head.lower_ != "state"]
    if rest or any(word.i > token.i for word in words):
        return None
    if any(head.lower_ == "state" for name, head in prepositions(token) if name == "of"):
        title += " of state"
    return title if title in _offices() or title in word_table("own_") else None


def bearer(title: str, persons: Sequence[ActorMention]) -> ActorMention | None:
    """The last of the persons named so far who bears the title, or None."""
    office = _offices().get(title)
    if office is None:
        return None
    wanted = _ALIKE.get(office, (office,))
    for person in reversed(persons):
        if person.states and any(each in wanted for each in person.offices):
            return person
    return None


def own_state(title: str, known: Iterable[str], *, capital: bool = False) -> str | None:
    """The one of the `known` states that has such a title ("the tsar"); `capital` says whether it is written with one ("the North")."""
    if title in word_list("capital_titles") and not capital:
        return None
    having = set(word_table("own_").get(title, ())).intersection(known)
    return having.pop() if len(having) == 1 else None


def is_woman(person: ActorMention) -> bool:
    """Whether the name of a person is that of a woman, by given name or title."""
    women = word_list("women")
    return person.name in women or person.name.split(" ", 1)[0] in women
